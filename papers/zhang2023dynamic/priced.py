"""The price as a decision: equilibria at numbers, all of them found by exact isolation of the Riccati roots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any, Final

from lsec_models.games.differential.feedback_at_point import FeedbackPoint, FeedbackSolutions
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.over_time.dynamic_quality import G, p, s_e, s_q
from lsec_models.solve.differential.dispatch import solve_differential

MODEL: Final = "dynamic_quality"
LEADERS: Mapping[str, Any] = {
    "both at once": [("manufacturer", "streamer")],
    "manufacturer first": ["manufacturer", "streamer"],
    "streamer first": ["streamer", "manufacturer"],
}
_OFFERED = {"cost_sharing": s_e, "quality_sharing": s_q}
STAGES = ("0", "1", "2", "4", "8", "16")
_DIGITS = 6


def modes_with_price(modes: tuple[str, ...]) -> dict[str, Any]:
    """Return steady states and payoffs in each mode, at the baseline, given shares; then with an offered share."""
    given = {mode: _numbers(load(MODEL, mode=mode, price=True)) for mode in modes}
    return given | {f"{mode}, offered": _offered(mode, share.name) for mode, share in _OFFERED.items()}


def leaders_with_price() -> dict[str, Any]:
    """Return the same for each order of play, where quality and effort also sell at once."""
    game = load(MODEL, price=True, direct=True)
    return {words: _numbers(replace(game, order=order)) for words, order in LEADERS.items()}


def live_prices() -> dict[str, Any]:
    """Return the live price with a top and with an ordinary streamer, from no goodwill on."""
    found = {kind: typed_solution(kind) for kind in ("top", "ordinary")}
    prices = {kind: [_price_at(one, time) for time in STAGES] for kind, one in found.items()}
    return {
        "years": list(STAGES),
        **prices,
        "ordinary_below_top": [float(o) < float(t) for o, t in zip(prices["ordinary"], prices["top"], strict=True)],
    }


@cache
def typed_solution(kind: str) -> FeedbackPoint:
    """Return the equilibrium with a price at a type's terms; both act at once."""
    return _unique(load(MODEL, streamer=kind, price=True), kind)


def _offered(mode: str, share: str) -> dict[str, str]:
    game = load(MODEL, mode=mode, price=True, shares="chosen")
    first = _unique(game, None).strategies[share].subs(G, 0)
    return _numbers(game) | {"share_without_goodwill": _shown(float(first))}


def _numbers(game: DifferentialGame) -> dict[str, str]:
    solution = _unique(game, None)
    found = {**solution.decisions, **solution.steady_state, **solution.payoffs}
    numbers = {name: float(value) for name, value in found.items()}
    numbers["chain"] = numbers["manufacturer"] + numbers["streamer"]
    return {name: _shown(value) for name, value in numbers.items()}


def _unique(game: DifferentialGame, kind: str | None) -> FeedbackPoint:
    """Return the only solution with a stable closed loop."""
    point: Mapping[Any, Fraction] = baseline(CATALOGUE[MODEL], game, kind)
    found = solve_differential(game, {symbol.name: value for symbol, value in point.items()})
    assert isinstance(found, FeedbackSolutions), "a stationary game at a point gives all its solutions"
    assert found.complete, "with one state all real roots are isolated"
    (solution,) = found
    return solution


def _price_at(solution: FeedbackPoint, time: str) -> str:
    return _shown(float(solution.paths[p.name].subs(solution.time, Fraction(time))))


def _shown(value: float) -> str:
    return f"{value:.{_DIGITS}g}"
