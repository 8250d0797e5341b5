"""Declared signs of decisions, on and off the path: where a solution respects them, and what holds beyond."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.off_path import OffPath
from lsec_models.games.static.player import Player
from lsec_models.solve.differential.feedback.continued_values import NotContinued, continued
from lsec_models.solve.differential.feedback.findings import Ground, point_findings
from lsec_models.solve.differential.feedback.scalar_quadratic import (
    Affine,
    Interval,
    ScalarQuadratic,
    where_nonnegative,
)

_MOST = 4
_RELAXATIONS = 20.0
_TIMES = 200
_ROUNDING = 1e-9
_NOBODY = "nobody"


class NotWithinBounds(Exception):
    """A solution that is not an equilibrium, since a bound is met on its path; the message says where."""


class NotResolved(NotWithinBounds):
    """A solution of which it is not seen whether it is an equilibrium, since a bound is met off its path."""


@dataclass(frozen=True, kw_only=True)
class RestingRegime:
    """A set of decisions that rest at zero while the others are free.

    Attributes
    ----------
    game : DifferentialGame
        As declared.
    resting : tuple of Decision
    point : Mapping from Symbol to Fraction
        The parameters.
    scalar : ScalarQuadratic or None
        The game in numbers, if it is linear-quadratic with one state.
    """

    game: DifferentialGame
    resting: tuple[Decision, ...]
    point: Mapping[sp.Symbol, Fraction]
    scalar: ScalarQuadratic | None

    @property
    def signs_elsewhere(self) -> frozenset[str]:
        """The conditions of the instant that :func:`within_bounds` asks, and of the steady state alone."""
        if self.scalar is None or len(self.game.instant.stages) > 1:
            return frozenset()
        return frozenset(_sign(d) for d in self.game.decisions if d.is_nonnegative)

    @property
    def words(self) -> str:
        """How a message about one of its solutions begins."""
        return f"with {', '.join(d.name for d in self.resting)} at zero, " if self.resting else ""


def regimes(game: DifferentialGame, scalar: ScalarQuadratic | None) -> Iterator[tuple[Decision, ...]]:
    """Yield the sets of decisions that may rest at zero, none first.

    All sets of a linear-quadratic game with one state whose players move at once, unless it has very many decisions
    declared nonnegative; of other games only the one without.
    """
    nonnegative = [d for d in game.decisions if d.is_nonnegative]
    seen = scalar is not None and len(game.instant.stages) == 1 and len(nonnegative) <= _MOST
    for size in range(len(nonnegative) + 1 if seen else 1):
        yield from combinations(nonnegative, size)


def at_rest(game: DifferentialGame, resting: Sequence[Decision]) -> DifferentialGame:
    """Return the game without some decisions, which are zero."""
    if not resting:
        return game
    zero = dict.fromkeys(resting, sp.S.Zero)

    def still(value: object) -> sp.Expr:
        return sp.sympify(value).subs(zero)

    players = [
        replace(p, decides=[d for d in p.decides if d not in zero], payoff=still(p.payoff)) for p in game.players
    ]
    discount = {name: rate.expression() for name, rate in game.rates.items()}
    if not any(player.decides for player in players):
        # Where all rest there is nothing to decide, and a game needs somebody who decides.
        idle = Decision("idle", real=True)
        players.append(Player(_NOBODY, decides=[idle], payoff=-(idle**2)))
        discount[_NOBODY] = next(iter(discount.values()))
    return replace(
        game,
        states={state: still(speed) for state, speed in game.states.items()},
        players=players,
        discount=discount,
        order=None,
        report={name: still(value) for name, value in game.report.items()},
    )


def within_bounds(
    regime: RestingRegime,
    candidate: FeedbackPoint,
    laws: Mapping[str, Affine],
    slopes: Mapping[str, Affine],
    ground: Ground,
) -> FeedbackPoint:
    """Return a solution with what is established of it, the declared signs of decisions taken into account.

    Strategies must be right at every state that deviations lead to, not only along the path: a rival that would play a
    negative quantity there does not, and so a player may gain by driving the state there.

    1. A decision that is free must have its sign, and one that rests must be worth nothing to raise: affine functions
       of the state, which hold on an interval. The path must end in it.
    2. Where it holds all states that can be reached, the solution is an equilibrium.
    3. A single decider whose decisions are free would gain nothing even without the bounds.
    4. Else the value functions are continued to all reachable states, the start among them
       (:mod:`lsec_models.solve.differential.feedback.continued_values`).

    Raises
    ------
    NotWithinBounds
        If the path ends outside the interval.
    NotResolved
        If a player may gain without bound, or there is no continuation.
    """
    game, scalar = regime.game, regime.scalar
    if scalar is None or len(game.instant.stages) > 1:
        if len(game.stocks) > 1:
            _require_along_the_path(candidate)
        return replace(candidate, findings=point_findings(candidate, ground))
    (state,) = game.stocks
    listed, own = [laws[d.name] for d in game.decisions], [slopes[unit] for unit in scalar.deciders]
    asked = dict(_asked(regime, listed, own))
    where = where_nonnegative(asked.values())
    _require(asked, state.name, candidate.steady_state[state.name], "in the steady state")
    for unit, name in enumerate(scalar.deciders):
        if not scalar.gain_is_bounded(unit, [law[1] for law in listed]):
            raise NotResolved(f"bounded gain of {name} from {state} fails")
    assert where is not None, "all hold in the steady state"
    within = _inside(where, scalar.reachable)
    beyond = None
    begins_inside = all(constant + slope * scalar.start >= 0 for constant, slope in asked.values())
    if set(scalar.deciders) != set(game.rates):
        # What is worth to whom is continued for those who decide, each by itself.
        _require(asked, state.name, candidate.start[state.name], "at the start")
    if within == (None, None):
        ground = replace(ground, reach=scalar.reachable)
    elif len(scalar.deciders) == 1 and not regime.resting and begins_inside:
        ground = replace(ground, alone=True, within=within)
    else:
        beyond = _beyond(candidate, scalar, own, within, asked)
        ground = replace(ground, within=within, states=(float(beyond.states[0]), float(beyond.states[-1])))
        ground = replace(ground, points=len(beyond.states))
    shown = tuple(None if end is None else sp.N(to_sympy(end), 20) for end in within)
    return replace(candidate, findings=point_findings(candidate, ground), within=(shown[0], shown[1]), beyond=beyond)


def _asked(regime: RestingRegime, laws: Sequence[Affine], slopes: Sequence[Affine]) -> Iterator[tuple[str, Affine]]:
    """Yield what must be at least zero: the decisions that are free, and what a unit of one that rests would cost."""
    scalar = regime.scalar
    assert scalar is not None
    for place, (decision, law) in enumerate(zip(scalar.decisions, laws, strict=True)):
        if decision in regime.resting:
            constant, slope = scalar.marginal(place, laws, slopes[scalar.owners[place]])
            yield f"{decision} rests at zero", (-constant, -slope)
        elif decision.is_nonnegative:
            yield _sign(decision), law


def _require(asked: Mapping[str, Affine], state: str, place: sp.Expr, where: str) -> None:
    x = Fraction(str(sp.Rational(place)))
    for words, (constant, slope) in asked.items():
        if constant + slope * x < 0:
            bound = f"; the bound is met at {state} = {float(-constant / slope):.6g}" if slope else ""
            raise NotWithinBounds(f"{words} fails {where}, {state} = {float(x):.6g}{bound}")


def _require_along_the_path(candidate: FeedbackPoint) -> None:
    """Require the signs of decisions and stocks between start and steady state, where several stocks move at once."""
    from scipy.linalg import expm

    game, stocks = candidate.game, candidate.game.stocks
    named = {d.name: candidate.strategies[d.name] for d in game.decisions if d.is_nonnegative}
    named |= {state.name: state for state in stocks if state.is_nonnegative}
    asked = {name: law for name, law in named.items() if law.free_symbols}
    if not asked:
        return
    matrix = np.array([[float(sp.diff(law, s)) for s in stocks] for law in candidate.closed_loop.values()])
    rest = np.array([float(candidate.steady_state[s.name]) for s in stocks])
    away = np.array([float(candidate.start[s.name]) for s in stocks]) - rest
    times = _RELAXATIONS / candidate.speed * np.linspace(0.0, 1.0, _TIMES) ** 2
    path = np.array([rest + expm(matrix * time) @ away for time in times])
    for name, law in asked.items():
        along = sp.lambdify(list(stocks), law, "numpy")(*path.T) + 0.0 * times
        low = int(np.argmin(along))
        if along[low] < -_ROUNDING * (1 + np.abs(along).max()):
            where = ", ".join(f"{s.name} = {x:.6g}" for s, x in zip(stocks, path[low], strict=True))
            raise NotWithinBounds(f"{name} is not negative fails on the way, at time {times[low]:.4g} where {where}")


def _inside(where: Interval, reachable: Interval) -> Interval:
    """Return the ends of an interval that lie inside the reachable states; None for the others."""
    low, high = where
    if low is not None and reachable[0] is not None and low <= reachable[0]:
        low = None
    if high is not None and reachable[1] is not None and high >= reachable[1]:
        high = None
    return low, high


def _beyond(
    candidate: FeedbackPoint,
    scalar: ScalarQuadratic,
    slopes: Sequence[Affine],
    within: Interval,
    asked: Mapping[str, Affine],
) -> OffPath:
    (state,) = candidate.game.stocks
    try:
        return continued(scalar, slopes, within, float(candidate.steady_state[state.name]))
    except NotContinued as reason:
        ends = {
            end: words
            for words, (constant, slope) in asked.items()
            if slope
            for end in within
            if end is not None and constant + slope * end == 0
        }
        met = " and ".join(
            f"{words.split()[0]} is driven to its bound at {state} = {float(end):.6g}" for end, words in ends.items()
        )
        raise NotResolved(
            f"{met}, where deviations lead, and {reason}: somebody may gain by driving {state} there"
        ) from None


def _sign(decision: Decision) -> str:
    return f"{decision} is not negative"
