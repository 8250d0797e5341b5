"""Audits of rest points: paths bear out what is stated, and refute what is forged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lsec_models import EvolutionaryGame, load, parameters, solve
from lsec_models.audits import audit
from lsec_models.audits.populations.paths import Populations, Seen
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Status


def inspection() -> Any:
    return solve(load("regulation", consumers=False))


def forged(found: Any, name: str, **changed: Any) -> Any:
    points = tuple(replace(one, **changed) if one.name == name else one for one in found.points)
    return replace(found, points=points)


@pytest.mark.slow
def test_the_inspection_game_stands_and_equal_seeds_give_equal_audits() -> None:
    found = inspection()
    first, second = (audit(found, draws=10, seed=3) for _ in range(2))
    assert first.audits == second.audits
    assert first.audits[-1].passed()
    assert first.audits[-1].points[-1].rests > 0
    assert first.evidence.established
    assert [one.name for one in first.audits[-1].points] == [one.name for one in found.points]


@pytest.mark.parametrize(
    ("name", "changed", "words"),
    [
        ("lax / ignore", {"stable_where": ()}, "stated to be asymptotically stable, and paths from near it do not"),
        ("lax / ignore", {"stable_where": None}, "stated to be not asymptotically stable, and all paths from near it"),
    ],
)
def test_a_forged_stability_is_refuted(name: str, changed: Any, words: str) -> None:
    refuted = audit(forged(inspection(), name, **changed), draws=6)
    assert not refuted.audits[-1].passed()
    assert refuted.evidence.status(About.STABILITY) is Status.REFUTED
    row = next(one for one in refuted.evidence.rows if one.about is About.STABILITY)
    assert words in row.detail
    assert words in str(refuted.audits[-1])


@pytest.mark.slow
def test_forged_shares_are_refuted_by_their_speed() -> None:
    found = inspection()
    mixture = found.points[-1]
    swapped = dict(mixture.exact) | {"strict": mixture.exact["lax"], "lax": mixture.exact["strict"]}
    refuted = audit(forged(found, mixture.name, exact=swapped, stable_where=None), draws=10)
    assert refuted.evidence.status(About.RESTS) is Status.REFUTED
    assert not refuted.evidence.established


def test_paths_tell_a_spiral_from_a_circle_and_where_eigenvalues_are_near_zero_stability_is_unclear() -> None:
    generator, middle = np.random.default_rng(0), np.full(3, 1 / 3)

    def cycle(loss: float) -> Populations:
        return Populations((np.array([[0, -loss, 1], [1, 0, -loss], [-loss, 1, 0]]) + 2.0,))

    assert cycle(0.5).seen_near(middle, generator, stated_stable=True) is Seen.ATTRACTS
    assert cycle(2.0).seen_near(middle, generator, stated_stable=True) is Seen.DOES_NOT_ATTRACT
    assert cycle(1.0).seen_near(middle, generator, stated_stable=False) is Seen.DOES_NOT_ATTRACT
    assert cycle(1.0).seen_near(middle, generator, stated_stable=True) is Seen.UNCLEAR


def test_what_is_left_open_is_not_judged() -> None:
    a = parameters("a", positive=True)
    twice = solve(EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[a, a], [a, 0]]))
    audited = audit(twice, draws=5).audits[-1]
    left = [one.name for one in twice.points if one.stable_where is None and not one.exactly]
    assert left
    assert all(one.judged == one.unclear == 0 for one in audited.points if one.name in left)
    assert audited.evidence.status(About.RESTS) is audited.evidence.status(About.STABILITY) is Status.CHECKED
    with pytest.raises(DeclarationError, match=r"audit\(solve\(result.game\)\)"):
        audit(solve(twice.game, at={"a": 1}))  # type: ignore[type-var]
