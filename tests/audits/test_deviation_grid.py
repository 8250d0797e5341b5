"""The grid of deviations that mechanisms are put to: right equilibria pass, wrong ones are caught by each means."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sympy as sp

from families.efforts_for_good import efforts_for_good
from grids.deviations import Grid, Tried
from jacobian_at_rest import stability_refuted
from lsec_models import solve
from lsec_models.algebra.domains.sampling import sample
from lsec_models.models import load

GAMES = {
    "at once": ("product_selection", {}, "x"),
    "a leader": ("product_selection", {"order": ["manufacturer", "streamer"]}, "q"),
    "copies": ("promotion", {"streamers": "alike"}, "e"),
    "a leader of copies": ("promotion", {"streamers": "alike", "traffic": "decided"}, "t"),
    "expectations": ("business_model", {}, "m"),
    "signals": ("information_sharing", {}, "p"),
}


def tried(model: str, options: dict[str, object], moved: str | None = None) -> Tried:
    found = solve(load(model, **options))
    game = getattr(found.game, "declared", found.game)
    strategies = dict(getattr(found, "strategies", None) or {})
    strategies = strategies or {symbol.name: found[symbol.name] for symbol in (*game.decisions, *game.expectations)}
    if moved is not None:
        strategies[moved] = strategies[moved] * sp.Rational(21, 20)
    return Grid(game, strategies).deviations(sample(found.domain, 20, 1))


@pytest.mark.parametrize("kind", GAMES)
def test_an_equilibrium_stands_and_a_decision_that_is_a_little_off_is_caught(kind: str) -> None:
    model, options, decision = GAMES[kind]
    right = tried(model, options)
    assert right.gain < 1e-8
    assert right.judged > right.tried / 2
    wrong = tried(model, options, decision)
    assert wrong.gain > 1e-6


def test_terms_that_are_a_little_off_are_caught() -> None:
    piecewise = solve(load("partnership"))
    (found,) = piecewise.regimes[0].pieces
    strategies = {name: found[name] for name in ("w", "d_l")}
    points = sample(found.domain, 20, 1)
    assert Grid(piecewise.game, strategies).deviations(points).gain < 1e-8
    (a, b) = (s for s in found.ring.symbols if s.name in "ab")
    strategies = {"w": found["w"] * sp.Rational(101, 100), "d_l": (a - b * found["w"] * sp.Rational(101, 100)) / 2}
    wrong = Grid(piecewise.game, strategies).deviations(points)
    assert (wrong.gain > 1e-6, wrong.worst) == (True, "manufacturer and streamer over w")


@pytest.mark.slow
def test_efforts_for_good_catch_a_wrong_effort() -> None:
    found = solve(load("customer_relationship"))
    points = sample(found.domain, 20, 1)
    assert efforts_for_good(found, points).gain < 1e-12

    less = SimpleNamespace(game=found.game, strategies={**found.strategies, "u": found.strategies["u"] * 9 / 10})
    wrong = efforts_for_good(less, points)
    assert (wrong.gain > 1e-6, wrong.worst) == (True, "manufacturer in u")


@pytest.mark.slow
def test_jacobians_agree_with_the_words_for_rest_points_and_catch_wrong_ones() -> None:
    found = solve(load("regulation", consumers=False))
    points = sample(found.domain, 20, 1)
    judged, wrong = stability_refuted(found, points)
    assert (judged > 60, wrong) == (True, 0)
    other = solve(load("regulation", consumers=False, pooled=True))

    names = found.game.parameters
    confused = SimpleNamespace(game=other.game, at=lambda point: found.at({symbol: point[symbol] for symbol in names}))
    assert stability_refuted(confused, sample(other.domain, 60, 1))[1] > 0
