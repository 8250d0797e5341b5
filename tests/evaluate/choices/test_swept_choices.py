"""Sweeps of choices among modes say at each point what `.at` says there, at exact ties too."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Choice, Game, Player, decisions, parameters, plot, solve, sweep
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.choices.plan import plan_of_choice
from lsec_models.show.export.interchange.sweep_files import sweep_table
from results import KINDS

a = parameters("a", positive=True)
b = parameters("b")
q = decisions("q")
GRID = {"a": [-1, 0.5, 1, 2, 3.3], "b": [-1, 0, 0.25, 1]}
SMALL = st.integers(-1, 2)
SAID = {
    "several pure equilibria": "pure equilibria at",
    "no mode available": "no mode is available",
    "a > 0  [declared sign]": "a is declared positive",
    "F > 0  [declared sign]": "F is declared positive",
}


def idle(payoff: Any) -> Player:
    """Return a firm that has a payoff whatever it does not do."""
    return Player("firm", decides=[q], payoff=payoff - q**2)


@st.composite
def firms(draw: st.DrawFn, name: str) -> Game:
    """Return a firm that decides a quantity, or nothing, and sometimes a rival; payoffs tie at many points."""
    one, other, cost, fee = (draw(SMALL) for _ in range(4))
    demand = one * a + other * b
    is_active, is_limited, has_rival = (draw(st.booleans()) for _ in range(3))
    firm = Player("firm", decides=[q], payoff=q * (demand - q) - cost * b) if is_active else idle(cost * a)
    rivals = [Player("rival", decides=[], payoff=one * b + fee)] if has_rival else []
    assuming = [demand > 0] if is_active and is_limited and other else []
    return Game(players=[firm, *rivals], assuming=assuming, report={f"{name}_fee": a + fee})


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """Return a choice of one, with consent asked of a rival and modes inside of modes, or of two at once."""
    if draw(st.booleans()):
        cells = {
            (x, y): Game(
                players=[idle(draw(SMALL) * b + draw(SMALL)), Player("rival", decides=[], payoff=draw(SMALL) * a)]
            )
            for x in "ud"
            for y in "lr"
        }
        return Choice(by=("firm", "rival"), among=cells)
    games = [draw(firms(name)) for name in ("one", "two", "three")]
    modes: dict[str, Any] = dict(zip(("one", "two", "three"), games, strict=True))
    if draw(st.booleans()):
        modes["inner"] = Choice(by="firm", among={"low": games[0], "high": draw(firms("four"))})
    is_asked = draw(st.booleans()) and any(len(game.players) > 1 for game in games)
    asked = {"rival": {"two": draw(SMALL) * b, "three": draw(SMALL)}} if is_asked else {}
    return Choice(by="firm", among=modes, participation=asked)


def found_at(choice: Any, point: dict[str, str]) -> tuple[Any, str]:
    """Return what is picked at a point, or why nothing is."""
    try:
        found = choice.at(point)
        return (found, "") if found.mode else (None, "")
    except OutsideDomain as failure:
        return None, str(failure)


def require_alike(choice: Any, data: xr.Dataset) -> None:
    """Compare a sweep with a plain loop over `.at`, number by number."""
    quantities = [str(name) for name in data.data_vars if data[name].dtype == float]
    modes, conditions = data["mode"].attrs["modes"].splitlines(), data["violated"].attrs["conditions"].splitlines()
    for place in np.ndindex(*data["mode"].shape):
        here = data[dict(zip(data["mode"].dims, place, strict=True))]
        point = {str(name): str(float(here[name])) for name in data.coords}
        found, refused = found_at(choice, point)
        if found is None:
            words = conditions[int(here["violated"])]
            assert SAID.get(words, words) in refused
            assert int(here["mode"]) == -1
            assert all(np.isnan(here[name]) for name in quantities)
            continue
        assert int(here["violated"]) == -1
        assert modes[int(here["mode"])] == found.label
        mode = found.mode
        reached = found.available[mode]
        while hasattr(reached, "available"):
            reached = reached.available[reached.mode]
        expected = {**reached.values, **found.values[mode]}
        assert {name for name in quantities if np.isfinite(here[name])} == set(expected)
        for name, value in expected.items():
            assert float(here[name]) == float(value)


@settings(max_examples=8)
@given(choices())
def test_a_sweep_says_what_a_loop_over_points_says(declared: Choice) -> None:
    solved = solve(declared)
    names = {symbol.name for symbol in solved.ring.symbols}
    over = {name: values for name, values in GRID.items() if name in names}
    if over:
        require_alike(solved, sweep(solved, over=over))


def test_the_choice_of_a_firm_at_random_points_and_where_it_is_indifferent() -> None:
    entry, rng = KINDS["ChoiceEquilibrium"](), np.random.default_rng(3)
    data = sweep(entry, over={"a": rng.uniform(-0.5, 4, 10), "F": rng.uniform(-0.2, 8, 6)})
    require_alike(entry, data)
    tie = sweep(entry, over={"a": (0, 4, 5)}, at={"F": 3})
    require_alike(entry, tie)
    modes = tie["mode"].attrs["modes"].splitlines()
    assert [modes[place] for place in tie["mode"].values[1:]] == ["closed", "closed = open", "open", "open"]
    assert tie["q"].values.tolist()[1:] == [0.5, 1, 3, 4]


def test_decisions_that_a_choice_follows_are_swept_with_the_mode_that_they_bring_about() -> None:
    posted = KINDS["FollowedEquilibrium"]()
    data = sweep(posted, over={"a": [-1, 1, 2, 3]})
    require_alike(posted, data)
    assert data["margin"].attrs["undefined"] == "refuse"
    assert data["margin"].attrs["player"] == "shop"


def test_it_is_reduced_stored_sent_written_and_drawn_as_other_sweeps(tmp_path: Path) -> None:
    entry = KINDS["ChoiceEquilibrium"]()
    grid = {"over": {"a": [-1, 1, 2, 3]}, "at": {"F": 3}}
    counted = sweep(entry, **grid, reduce={"region": "count", "firm": "max"})
    assert dict(zip(counted["region"].values.tolist(), counted["region_count"].values.tolist(), strict=True)) == {
        "closed": 1,
        "closed = open": 1,
        "open": 1,
        "fails: a > 0  [declared sign]": 1,
    }
    assert float(counted["firm_max"]) == 6
    data = sweep(entry, **grid)
    assert sweep(entry, **grid, store=tmp_path / "kept").drop_attrs().identical(data.drop_attrs())
    plan = pickle.loads(pickle.dumps(plan_of_choice(entry, grid["over"], grid["at"], "numpy")))
    assert plan.digest == plan_of_choice(entry, grid["over"], grid["at"], "numpy").digest
    assert list(sweep_table(data)["mode"]) == ["", "closed", "closed = open", "open"]
    assert len(plot(data, "q").lines) == 1


def test_two_choices_that_differ_in_what_is_asked_for_consent_are_two_sweeps() -> None:
    modes = {"one": Game(players=[Player("firm", decides=[q], payoff=q * (a - q))])}
    digests = {
        plan_of_choice(
            solve(Choice(by="firm", among=modes, participation={"firm": {"one": least}})), {"a": [1]}, {}, "numpy"
        ).digest
        for least in (0, 1)
    }
    assert len(digests) == 2


def test_what_makes_no_sense_of_a_choice_is_refused_by_its_name() -> None:
    entry = KINDS["ChoiceEquilibrium"]()
    with pytest.raises(DeclarationError, match=r"sweep it alone, sweep\(choice, \.\.\.\)"):
        sweep({"one": entry, "two": entry}, over={"a": [1]}, at={"F": 1})
    with pytest.raises(DeclarationError, match="a choice is compared exactly at each point"):
        sweep(entry, over={"a": [1]}, at={"F": 1}, backend="numba")
    named = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))], report={"mode": a})
    with pytest.raises(DeclarationError, match="uses the name 'mode' for itself"):
        sweep(solve(Choice(by="firm", among={"one": named})), over={"a": [1]})
