"""Feedback equilibria of games with one state that have no formula: on finer and finer grids, or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from lsec_models.games.differential.evidence import required_rows
from lsec_models.games.differential.feedback_table import FeedbackTable
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Finding, Status, found
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.solve.differential.feedback.on_a_grid.controlled_chain import (
    ChainEquilibrium,
    chain_equilibrium,
    largest_gain,
    scale,
)
from lsec_models.solve.differential.feedback.on_a_grid.own_quadratic import OwnQuadratic, own_quadratic
from lsec_models.solve.differential.feedback.on_a_grid.smooth_values import smooth_equilibrium
from lsec_models.solve.differential.feedback.on_a_grid.vanishing_noise import quiet_equilibrium
from lsec_models.solve.differential.feedback.scalar_quadratic import ScalarQuadratic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_ROUGH, _FAR = 301, 100.0
_FINER = (601, 1201, 2401, 4801)
_WIDE, _NEAR = 30.0, 0.05
_CERTAIN = 0.002
_GAIN = 0.002
_COMPARED = 25
_STILL = 1e-9
_FINER_GRIDS = "the Hamilton-Jacobi-Bellman equations with bounds on finer and finer grids of states, extrapolated"
_POLYNOMIALS = "polynomials solve the Hamilton-Jacobi-Bellman equations at Chebyshev's points, and nearly in between"


class NotOnAGrid(Exception):
    """No equilibrium on a grid that may be stated; the message says why."""


def solve_on_a_grid(
    game: DifferentialGame, point: Mapping[sp.Symbol, Fraction], scalar: ScalarQuadratic | None
) -> FeedbackTable:
    """Return a feedback equilibrium with bounds on decisions and on the state, found on a grid, as a candidate.

    0. Payoffs that are not quadratic, a state between two ends: value functions may be smooth
       (:mod:`lsec_models.solve.differential.feedback.on_a_grid.smooth_values`); then go on at 3.
    1. On a coarse grid over many sizes of the start, find where the stock settles.
    2. Around there, solve the game on four grids, each twice as fine as the one before, backwards in time
       (:mod:`lsec_models.solve.differential.feedback.on_a_grid.controlled_chain`) or by Newton's method
       (:mod:`lsec_models.solve.differential.feedback.on_a_grid.vanishing_noise`). Errors fall with the spacing, so
       that two grids are extrapolated; the last two extrapolations must agree to 0.2 %.
    3. On another grid, of even spacing, let each player look for a better law against the others': none may gain more
       than 0.2 %.
    4. Where the range of states is open, the stock must move back from the last states, and the values may not depend
       on where these are.
    5. A state declared nonnegative that is used up: whoever could still lower it gives way. If two or more could, who
       gives way is not declared, and nothing is stated.

    Parameters
    ----------
    game : DifferentialGame
        Without a horizon, in feedback strategies.
    point : mapping from parameter to Fraction
    scalar : ScalarQuadratic or None
        The same in numbers if it is linear-quadratic.

    Raises
    ------
    NotOnAGrid
        If the game is not of the form that is solved, nothing settles, or it is not certain enough.
    """
    chain = own_quadratic(game, point, scalar)
    if chain is None:
        raise NotOnAGrid(
            "on a grid it is not looked for: that takes one state between ends that are known, players who move at "
            "once, one decision for each with a quadratic cost, and a speed that is linear in decisions"
        )
    where = _Refinement(game=chain, state=game.stocks[0].name)
    smooth = _smooth(chain) if scalar is None else None
    if smooth is not None:
        return _table(game, point, where, smooth)
    try:
        solved = where.solved()
    except NotOnAGrid as reason:
        raise NotOnAGrid(f"{reason}{_who_drives_it_away(game, scalar)}") from None
    finest = solved[-1]
    values, uncertainty = _extrapolated(solved, chain.start, where.rest(finest))
    if uncertainty > _CERTAIN:
        raise NotOnAGrid(f"on finer and finer grids values do not settle ({uncertainty:.2g} apart)")
    where.require_one_who_gives_way(finest)
    where.require_the_same_on_wider(finest, where.rest(finest))
    if scalar is not None:
        _require_bounded(scalar, finest, chain)
    return _table(game, point, where, _Found(chain=finest, values=values, uncertainty=uncertainty, means=_FINER_GRIDS))


@dataclass(frozen=True, kw_only=True)
class _Found:
    """Decisions and values on a grid, how far these are uncertain, and how they were found."""

    chain: ChainEquilibrium
    values: Sequence[Array]
    uncertainty: float
    means: str


def _smooth(chain: OwnQuadratic) -> _Found | None:
    low, high = chain.ends
    if low is None or high is None:
        return None
    found = smooth_equilibrium(chain, np.linspace(low, high, _FINER[1]))
    return found and _Found(chain=found[0], values=found[0].values, uncertainty=found[1], means=_POLYNOMIALS)


def _table(
    game: DifferentialGame, point: Mapping[sp.Symbol, Fraction], where: _Refinement, known: _Found
) -> FeedbackTable:
    """Return the table, if nobody gains by another law."""
    chain, states = where.game, known.chain.states
    gain = largest_gain(chain, known.chain, np.linspace(states[0], states[-1], _FINER[2]))
    if gain > _GAIN:
        raise NotOnAGrid(f"on a grid somebody still gains {gain:.2g} by another law")
    names = [p.name for d in game.decisions for p in game.players if d in p.decides]
    worth = dict(zip(names, known.values, strict=True))
    return FeedbackTable(
        game=game,
        point=values_by_name(point),
        states=states,
        decisions_at=Frozen({d.name: one for d, one in zip(game.decisions, known.chain.decided, strict=True)}),
        values_at=Frozen({name: worth[name] for name in game.rates}),
        start=Frozen({where.state: chain.start}),
        steady_state=Frozen({where.state: where.rest(known.chain)}),
        payoffs=Frozen({name: float(np.interp(chain.start, states, worth[name])) for name in game.rates}),
        uncertainty=known.uncertainty,
        findings=_findings(game, known, gain, open_ends=None in chain.ends),
        _speed=chain.speed,
    )


@dataclass(frozen=True, kw_only=True)
class _Refinement:
    """The same game on several grids."""

    game: OwnQuadratic
    state: str

    def solved(self) -> list[ChainEquilibrium]:
        """Return equilibria on finer and finer grids around where the stock settles."""
        size = 1 + abs(self.game.start)
        rough = self._on(self._grid(self.game.start, size, _FAR * size, _ROUGH))
        centre, spread = self._around(self.rest(rough))
        found = [rough]
        for count in _FINER:
            found.append(self._on(self._grid(centre, spread, self._width(spread), count), found[-1]))
        return found[1:]

    def rest(self, found: ChainEquilibrium) -> float:
        """Return where the stock settles from the start on, between two states of the grid by a straight line."""
        states = found.states
        speeds = self.game.speed(states, found.decided)
        still = np.abs(speeds) <= _STILL * (1 + np.abs(speeds).max())
        i = int(np.argmin(np.abs(states - self.game.start)))
        direction = 0 if still[i] else 1 if speeds[i] > 0 else -1
        while direction and 0 <= i + direction < len(states) and not still[i] and speeds[i] * direction > 0:
            i += direction
        at_end = i in (0, len(states) - 1)
        if at_end and states[i] not in self.game.ends:
            raise NotOnAGrid(f"{self.state} does not settle between {states[0]:.6g} and {states[-1]:.6g}")
        if still[i] or at_end or not direction:
            return float(states[i])
        before = i - direction
        share = speeds[before] / (speeds[before] - speeds[i])
        return float(states[before] + share * (states[i] - states[before]))

    def require_one_who_gives_way(self, found: ChainEquilibrium) -> None:
        """Require that where the state is held at its declared bound one player alone could lower it."""
        game, states = self.game, found.states
        if states[0] != game.ends[0]:
            return
        slopes = [np.diff(values[:2]) / np.diff(states[:2]) for values in found.values]
        first, decided = states[:1], [one[:1] for one in found.decided]
        able = wanting = 0
        for i, slope in enumerate(slopes):
            others = [0 * one if n == i else one for n, one in enumerate(decided)]
            push = float(game.pushes[i](first, others)[0])
            # A unit less of a decision at its floor is none.
            lowers = push < 0 or (push > 0 and decided[i][0] > game.floors[i] + _STILL)
            force = game.gains[i](first, others) - game.costs[i](first, others) * decided[i] + push * slope
            able += lowers
            wanting += bool(lowers and float(force[0]) * push < -_STILL * (1 + abs(float(slope[0]))))
        speed = float(game.speed(first, decided)[0])
        fixed = all(one[0] <= floor + _STILL for one, floor in zip(decided, game.floors, strict=True))
        if wanting and able > 1 and abs(speed) <= _STILL and not fixed:
            raise NotOnAGrid(
                f"the bound of {self.state} is met at {self.state} = {states[0]:g}, where {able} players could lower "
                "it further: who gives way is not declared"
            )

    def require_the_same_on_wider(self, found: ChainEquilibrium, rest: float) -> None:
        """Require that values do not depend on where a grid ends that has open ends."""
        if None not in self.game.ends:
            return
        speeds, states = self.game.speed(found.states, found.decided), found.states
        for end, inwards, known in ((0, 1.0, self.game.ends[0]), (-1, -1.0, self.game.ends[1])):
            if known is None and speeds[end] * inwards <= _STILL:
                raise NotOnAGrid(f"{self.state} does not move back from {states[end]:.6g}, where the grid ends")
        centre, spread = self._around(rest)
        wide = self._on(self._grid(centre, spread, 3 * self._width(spread), _FINER[2]), found)
        narrow = self._on(self._grid(centre, spread, self._width(spread), _FINER[2]), found)
        at = _compared(self.game.start, rest, narrow.states)
        for one, other in zip(wide.values, narrow.values, strict=True):
            gap = np.abs(np.interp(at, wide.states, one) - np.interp(at, narrow.states, other)).max()
            if gap > 5 * _CERTAIN * scale(np.interp(at, narrow.states, other)):
                raise NotOnAGrid(f"values depend on where the grid ends ({states[0]:.6g} to {states[-1]:.6g})")

    def _around(self, rest: float) -> tuple[float, float]:
        away = abs(rest - self.game.start)
        return rest, max(away, _NEAR * (1 + abs(self.game.start)))

    def _width(self, spread: float) -> float:
        return max(_WIDE * spread, 10 * (1 + abs(self.game.start)))

    def _grid(self, centre: float, spread: float, width: float, count: int) -> Array:
        """Return states that lie dense around a centre, between the ends of the game."""
        low, high = self.game.ends
        ends = (centre - width if low is None else low, centre + width if high is None else high)
        first, last = np.arcsinh((np.array(ends) - centre) / spread)
        states = centre + spread * np.sinh(np.linspace(float(first), float(last), count))
        states[0], states[-1] = ends
        return np.asarray(states)

    def _on(self, states: Array, near: ChainEquilibrium | None = None) -> ChainEquilibrium:
        # What is not strictly concave in its owner's decision has no best reply.
        costs = [cost(states, [0 * states for _ in self.game.costs]) for cost in self.game.costs]
        if min(float(cost.min()) for cost in costs) <= 0:
            raise NotOnAGrid("on a grid it is not looked for: a payoff is not strictly concave in the own decision")
        # Near an equilibrium Newton's method is the faster one.
        methods = (chain_equilibrium, quiet_equilibrium) if near is None else (quiet_equilibrium, chain_equilibrium)
        begin = None if near is None else near.on(states)
        found = next((one for method in methods if (one := method(self.game, states, begin)) is not None), None)
        if found is None:
            raise NotOnAGrid(
                f"on a grid of {len(states)} states from {states[0]:.6g} to {states[-1]:.6g} nothing settles"
            )
        return found


def _compared(start: float, rest: float, states: Array) -> Array:
    """Return the states at which values are compared: from the start to where the stock settles, and around."""
    low, high = min(start, rest), max(start, rest)
    away = (high - low) / 2 + _NEAR * (1 + abs(start))
    return np.clip(np.linspace(low - away, high + away, _COMPARED), states[0], states[-1])


def _extrapolated(solved: list[ChainEquilibrium], start: float, rest: float) -> tuple[list[Array], float]:
    """Return values on the finest grid, extrapolated, and how far two extrapolations are apart, relative."""
    coarse, middle, fine = (solved[n].on(solved[-1].states) for n in (-3, -2, -1))
    states = fine.states
    at = _compared(start, rest, states)
    values, apart = [], 0.0
    for one, two, three in zip(coarse.values, middle.values, fine.values, strict=True):
        values.append(2 * three - two)
        gap = np.interp(at, states, values[-1] - (2 * two - one))
        apart = max(apart, float(np.abs(gap).max()) / scale(np.interp(at, states, values[-1])))
    return values, apart


def _require_bounded(scalar: ScalarQuadratic, found: ChainEquilibrium, chain: OwnQuadratic) -> None:
    """Require that far away, where the range of states is open, nobody gains without bound by going on."""
    for known, places in zip(chain.ends, ((1, 2), (-3, -2)), strict=True):
        if known is not None:
            continue
        steps = np.diff(found.states[list(places)])[0]
        rises = [Fraction(float(np.diff(one[list(places)])[0] / steps)) for one in found.decided]
        for unit, name in enumerate(scalar.deciders):
            if not scalar.gain_is_bounded(unit, rises):
                raise NotOnAGrid(f"{name!r} may gain without bound beyond the state {found.states[places[0]]:.6g}")


def _who_drives_it_away(game: DifferentialGame, scalar: ScalarQuadratic | None) -> str:
    """Return, in words, who may gain without bound where the others do nothing; empty if nobody is seen to."""
    if scalar is None:
        return ""
    still = [Fraction(0)] * len(scalar.decisions)
    growing = [name for unit, name in enumerate(scalar.deciders) if not scalar.gain_is_bounded(unit, still)]
    if not growing:
        return ""
    who = " and ".join(repr(name) for name in growing)
    return f": {who} may gain without bound by driving {game.stocks[0]} ever further, the others at rest"


def _findings(game: DifferentialGame, known: _Found, gain: float, *, open_ends: bool) -> tuple[Finding, ...]:
    states = known.chain.states
    apart = f"{states[0]:.6g} to {states[-1]:.6g}; uncertain by {known.uncertainty:.1g}"
    best = "no other law on a grid of even spacing does better (policy iteration against the others' laws)"
    against = "decisions bring the stock back from the last states of the grid, and these do not matter"
    closed = "the stock cannot leave the states that were looked at, so that discounted values vanish"
    reasons: dict[About, dict[str, Any]] = {
        About.EXISTS: {"means": known.means, "detail": apart, "points": len(states)},
        About.OPTIMAL: {"means": best, "gain": max(gain, 0.0), "points": _FINER[2]},
        About.OFF_PATH: {"means": best, "gain": max(gain, 0.0), "points": _FINER[2]},
        About.TRANSVERSALITY: {"means": against if open_ends else closed},
        About.STABLE: {"means": "the stock settles on the grid, or rests at a bound"},
    }
    others = "within Markov strategies: one equilibrium is looked for, others are not"
    return tuple(
        found(row, Status.OPEN, detail=others)
        if row.about is About.COMPLETE
        else found(row, Status.CHECKED, **reasons[row.about])
        for row in required_rows(game)
    )
