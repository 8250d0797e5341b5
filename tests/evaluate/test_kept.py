from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.evaluate import plan
from lsec_models.evaluate.closed_forms import forms_in_graph
from lsec_models.evaluate.kept import Kept
from strategies import examples

a, b, c, k = parameters("a b c k", positive=True)
p, q = decisions("p q")
r = decisions("p", within=(0, k))
NUMBERS = {"a": 5, "b": 2, "c": 1, "k": 3}
RANGES: dict[str, object] = {"a": (1, 5, 4), "b": [0.5, 1, 2, 3], "c": (-1, 2, 5), "k": (0.1, 2, 3)}


class Thing:
    """All are equal, and none is another."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing)

    def __hash__(self) -> int:
        return 1


def monopoly(power: int) -> Game:
    payoff = (p - c) * (a - b * p + power * q) - k * q**2
    return Game(players=[Player("firm", decides=[p, q], payoff=payoff)], report={"demand": a - b * p + q})


SOLVED = [solve(monopoly(power)) for power in (0, 1, 1)]
CAPPED = solve(
    Game(players=[Player("firm", decides=[r], payoff=(r - c) * (a - b * r))], report={"gap": k - r}), corners=True
)


def test_values_belong_to_the_very_objects_and_words() -> None:
    kept, one, equal = Kept[list[int]](most=3), Thing(), Thing()
    first = kept.of([one], "x", lambda: [1])
    assert kept.of([one], "x", lambda: [2]) is first
    assert kept.of([equal], "x", lambda: [3]) == [3]
    assert kept.of([one], "y", lambda: [4]) == [4]
    assert kept.of([one, equal], "x", lambda: [5]) == [5]
    assert kept.of([one], "x", lambda: [6]) == [6], "what was used last longest ago goes first"


def test_an_object_that_is_gone_leaves_nothing_to_another_in_its_place() -> None:
    kept, places = Kept[int](most=9), set()
    for number in range(50):
        thing = Thing()
        places.add(id(thing))
        assert kept.of([thing], "x", lambda number=number: number) == number
        del thing
    assert len(places) < 50, "no place in memory was taken again, so that this test asks nothing"


def test_a_sweep_does_not_keep_an_equilibrium_alive() -> None:
    equilibrium = solve(monopoly(2))
    sweep(equilibrium, over={"k": (1, 2, 3)}, at={"a": 5, "b": 2, "c": 1})
    gone = weakref.ref(equilibrium)
    del equilibrium
    gc.collect()
    assert gone() is None


@st.composite
def sweeps(draw: Any) -> dict[str, Any]:
    """Draw what is asked of one of a few equilibria, in any order of names."""
    over = draw(st.permutations(list(NUMBERS)))[: draw(st.integers(1, 3))]
    at = {name: NUMBERS[name] for name in draw(st.permutations(list(NUMBERS))) if name not in over}
    several = {str(place): SOLVED[place] for place in draw(st.permutations(range(3)))}
    more: dict[str, Any] = {}
    equilibria = draw(st.sampled_from([several, *SOLVED, CAPPED]))
    if draw(st.booleans()):
        more = {"quantities": draw(st.permutations(["p", "firm"]))[: draw(st.integers(1, 2))]}
    elif equilibria is several:
        more = {"reduce": {"firm": draw(st.sampled_from(["argmax", "argmin", "mean"]))}}
    return {"equilibria": equilibria, "over": {name: RANGES[name] for name in over}, "at": at, **more}


def swept(asked: dict[str, Any]) -> xr.Dataset:
    return sweep(asked["equilibria"], **{word: given for word, given in asked.items() if word != "equilibria"})


@pytest.mark.slow
@given(st.lists(sweeps(), min_size=2, max_size=4))
@examples(15)
def test_a_sweep_after_others_is_the_one_that_comes_first(asked: list[dict[str, Any]]) -> None:
    with ThreadPoolExecutor(2) as threads:
        after = [swept(one) for one in asked]
        beside = list(threads.map(swept, asked))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms_in_graph, "_FORMS", Kept(most=0))
        patch.setattr(plan, "_COMMON", Kept(most=0))
        patch.setattr(plan, "_ALIKE", Kept(most=0))
        alone = [swept(one) for one in asked]
    for several in zip(after, beside, alone, strict=True):
        for other in several[1:]:
            xr.testing.assert_identical(several[0], other)
