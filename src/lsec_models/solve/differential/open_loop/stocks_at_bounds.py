"""Open-loop games whose stocks rest at their bounds: the first-order conditions on a grid of dates, complementary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.static.player import Player
from lsec_models.solve.differential.decisions_at_bounds import floats
from lsec_models.solve.differential.instant_game import declared_flow
from lsec_models.solve.differential.linear_quadratic_game import LinearQuadraticGame
from lsec_models.solve.differential.open_loop.lemke import complementary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_FINER = (50, 100, 200)
_RELAXED = 12
_LATER = 4.0
_SHARES, _WEIGHTS = (np.polynomial.legendre.leggauss(5) + np.array([[1.0], [0.0]])) / 2
_SETTLED = 1e-3
_CERTAIN = 0.002
_BELOW = 1e-6
_INFEASIBLE = 2


class NotOnDates(Exception):
    """No path on a grid of dates that may be stated; the message says why."""


@dataclass(frozen=True, kw_only=True)
class DatedPath:
    """Stocks and decisions on a grid of dates.

    Attributes
    ----------
    dates : array
        The ends of the steps.
    until : float
        The last time that is stated: the end of the game, or when stocks and decisions have settled.
    stocks : array
        At these dates, one row a stock.
    decided : array
        On each step, one row a decision.
    uncertainty : float
        How far payoffs from two pairs of grids are apart, relative.
    """

    dates: Array
    until: float
    stocks: Array
    decided: Array
    uncertainty: float

    def __call__(self, times: Array) -> tuple[Array, Array]:
        """Return stocks and decisions at times; straight lines between dates, and between the middles of steps."""
        middles = (self.dates[1:] + self.dates[:-1]) / 2
        stocks = np.stack([np.interp(times, self.dates, row) for row in self.stocks])
        return stocks, np.stack([np.interp(times, middles, row) for row in self.decided])


def path_on_dates(
    game: DifferentialGame, lq: LinearQuadraticGame, numbers: Mapping[sp.Symbol, sp.Rational], horizon: Fraction | None
) -> tuple[DatedPath, dict[str, float]]:
    """Return the open-loop path and payoffs of a linear-quadratic game whose stocks may rest at zero.

    1. Decisions are constant on steps; stocks then move exactly, and payoffs are quadratic in all decisions (flows are
       integrated by Gauss and Legendre's rule). Steps have equal lengths, or without an end grow, until 6e-6 of a unit
       is left.
    2. First-order conditions: no decider gains by a little more of a decision on some step, nor by a little less unless
       it is zero already. A bound of a stock belongs to the one decider who moves it, and has a price at each date at
       which the stock is zero. Together a linear complementarity problem
       (:mod:`lsec_models.solve.differential.open_loop.lemke`).
    3. On three grids, each twice as fine as the one before: payoffs are extrapolated (errors fall with the square of
       the step), and both extrapolations must agree to 0.2 %.
    4. Without an end, stocks and decisions must have settled by half of the time, and stay so for ever. What players do
       later, because the dates end, is left out.

    Raises
    ------
    NotOnDates
        If a stock that several deciders move, or none, falls below zero; or nothing is found, or it does not settle, or
        is not certain enough.
    """
    grids = [_Dated(game=game, lq=lq, numbers=numbers, horizon=horizon, steps=steps) for steps in _FINER]
    found = [grid.solved() for grid in grids]
    earned = np.array([list(payoffs.values()) for _, _, payoffs in found])
    size = np.abs(earned[-1]).max() + 1e-9
    better = [(4 * fine - coarse) / 3 for coarse, fine in pairwise(earned)]
    uncertainty = float(np.abs(better[1] - better[0]).max() / size)
    if uncertainty > _CERTAIN:
        raise NotOnDates(f"on finer and finer grids of dates payoffs do not settle ({uncertainty:.2g} apart)")
    stocks, decided, payoffs = found[-1]
    dates, last = grids[-1].dates, grids[-1].stated
    path = DatedPath(dates=dates, until=float(dates[last]), stocks=stocks, decided=decided, uncertainty=uncertainty)
    return path, dict(zip(payoffs, map(float, better[1]), strict=True))


@dataclass(frozen=True, kw_only=True)
class _Dated:
    """The game on a grid of dates; decisions are one vector, step by step."""

    game: DifferentialGame
    lq: LinearQuadraticGame
    numbers: Mapping[sp.Symbol, sp.Rational]
    horizon: Fraction | None
    steps: int

    def solved(self) -> tuple[Array, Array, dict[str, float]]:
        """Return stocks, decisions and payoffs."""
        begin, moved = self.at_dates
        count = len(self.game.decisions)
        rows, pull = np.zeros((self.steps * count,) * 2), np.zeros(self.steps * count)
        for unit, places in self.lq.owned.items():
            own = np.flatnonzero(np.tile(np.isin(np.arange(count), places), self.steps))
            bent, slope, _ = self.payoff(declared_flow(self.game, unit), self.lq.rates[unit])
            rows[own], pull[own] = -bent[own], -slope[own]
        watched = np.tile([self._is_bounded(i) for i in range(len(self.game.stocks))], self.steps)
        stocks, base = moved[1:].reshape(-1, len(pull))[watched], begin[1:].ravel()[watched]
        decided = _solved(
            rows, pull, stocks, base, np.tile([bool(d.is_nonnegative) for d in self.game.decisions], self.steps)
        )
        along, each = begin + moved @ decided, decided.reshape(self.steps, count)
        self._require(along)
        if self.horizon is None:
            self._require_settled(along, each)
        earned = {player.name: self.earned(player, each) for player in self.game.players}
        return along.T, each.T, earned

    def _is_bounded(self, state: int) -> bool:
        return bool(self.game.stocks[state].is_nonnegative) and len(self.lq.movers(state)) == 1

    def _require(self, along: Array) -> None:
        for i, state in enumerate(self.game.stocks):
            below = along[:, i] < -_BELOW * max(1.0, float(np.abs(along[:, i]).max()))
            if state.is_nonnegative and below.any():
                movers = len(self.lq.movers(i))
                time = self.dates[int(below.argmax())]
                raise NotOnDates(
                    f"{state} falls below zero at about time {time:.4g}, and {movers} deciders move it: who gives way "
                    "is not declared"
                )

    def _require_settled(self, along: Array, each: Array) -> None:
        settled, before = self.stated, int(np.searchsorted(self.dates, 3 / 8 * self.dates[-1]))
        for name, values in [
            *((str(state), along[:, i]) for i, state in enumerate(self.game.stocks)),
            *((str(decision), each[:, i]) for i, decision in enumerate(self.game.decisions)),
        ]:
            if abs(values[settled] - values[before]) > _SETTLED * (_SETTLED + np.abs(values[: settled + 1]).max()):
                raise NotOnDates(f"{name} does not settle until time {self.dates[settled]:.4g}")

    @cached_property
    def dates(self) -> Array:
        """The ends of the steps."""
        shares = np.linspace(0.0, 1.0, self.steps + 1)
        if self.horizon is not None:
            return shares * float(self.horizon)
        last = _RELAXED / min(float(rate) for rate in self.lq.rates.values())
        return np.asarray(last * np.expm1(_LATER * shares) / np.expm1(_LATER))

    @property
    def stated(self) -> int:
        """The place of the last date that is stated."""
        return self.steps if self.horizon is not None else int(np.searchsorted(self.dates, self.dates[-1] / 2))

    @cached_property
    def at_dates(self) -> tuple[Array, Array]:
        """The stocks at the dates: where they would be without decisions, and how decisions move them."""
        n, count = len(self.game.stocks), len(self.game.decisions)
        begin = np.zeros((self.steps + 1, n))
        moved = np.zeros((self.steps + 1, n, self.steps * count))
        begin[0] = [float(value.expression().subs(self.numbers)) for value in self.game.start.values()]
        for k, step in enumerate(np.diff(self.dates)):
            across, pushed, driven = self._across(step)
            begin[k + 1] = across @ begin[k] + driven
            moved[k + 1] = across @ moved[k]
            moved[k + 1, :, k * count : (k + 1) * count] += pushed
        return begin, moved

    @cached_property
    def at_nodes(self) -> tuple[Array, Array]:
        """The same at Gauss and Legendre's nodes of each step, one step after the other."""
        begin, moved = self.at_dates
        count = len(self.game.decisions)
        constant, by = [], []
        for k, step in enumerate(np.diff(self.dates)):
            for share in _SHARES:
                across, pushed, driven = self._across(step * share)
                constant.append(across @ begin[k] + driven)
                by.append(across @ moved[k])
                by[-1][:, k * count : (k + 1) * count] += pushed
        return np.array(constant), np.array(by)

    def _across(self, step: float) -> tuple[Array, Array, Array]:
        """Return how stocks after some time depend on stocks, on constant decisions, and on what flows in anyway."""
        from scipy.linalg import expm

        n, count = len(self.game.stocks), len(self.game.decisions)
        moved = expm(self._motion * step)[:n]
        return moved[:, :n], moved[:, n : n + count], moved[:, -1]

    @cached_property
    def _motion(self) -> Array:
        """How fast stocks change, by stocks, decisions and a constant; decisions and the constant do not."""
        n, count = len(self.game.stocks), len(self.game.decisions)
        nothing = dict.fromkeys((*self.game.stocks, *self.game.decisions), 0)
        inflow = [float(sp.sympify(v).subs(self.numbers).subs(nothing)) for v in self.game.states.values()]
        whole = np.zeros((n + count + 1,) * 2)
        whole[:n] = np.hstack([floats(self.lq.drift), floats(self.lq.effect), np.array(inflow)[:, None]])
        return whole

    def payoff(self, flow: sp.Expr, rate: sp.Rational) -> tuple[Array, Array, float]:
        """Return a discounted payoff as a quadratic function of all decisions: matrix, slope, constant."""
        curve, slope, constant = self._quadratic(flow)
        count, (base, moved) = len(self.game.decisions), self.at_nodes
        picks = np.repeat(np.eye(self.steps * count).reshape(self.steps, count, -1), len(_SHARES), axis=0)
        at = np.concatenate([base, np.zeros((len(base), count))], axis=1)
        by = np.concatenate([moved, picks], axis=1)
        weights = self._weights(rate)
        bent = np.einsum("kai,ab,kbj,k->ij", by, curve, by, weights, optimize=True)
        pulled = (at @ curve + slope) * weights[:, None]
        total = weights @ (np.einsum("ka,ab,kb->k", at, curve, at) / 2 + at @ slope + constant)
        return bent, np.einsum("ka,kai->i", pulled, by), float(total)

    def earned(self, player: Player, each: Array) -> float:
        """Return what decisions on each step are worth to a player; without an end, the last ones go on."""
        curve, slope, constant = self._quadratic(player.payoff)
        base, moved = self.at_nodes
        there = np.concatenate([base + moved @ each.ravel(), np.repeat(each, len(_SHARES), axis=0)], axis=1)
        flows = np.einsum("ka,ab,kb->k", there, curve, there) / 2 + there @ slope + constant
        rate, last = self.game.rates[player.name].expression().subs(self.numbers), self.stated * len(_SHARES)
        found = float(self._weights(rate)[:last] @ flows[:last])
        if self.horizon is None:
            found += float(np.exp(-float(rate) * self.dates[self.stated]) * flows[last] / float(rate))
        return found

    def _weights(self, rate: sp.Rational) -> Array:
        steps = np.diff(self.dates)[:, None]
        discounted = np.exp(-float(rate) * (self.dates[:-1, None] + steps * _SHARES))
        return np.asarray(steps * discounted * _WEIGHTS).ravel()

    def _quadratic(self, flow: sp.Expr) -> tuple[Array, Array, float]:
        """Return a flow as a quadratic function of stocks and decisions."""
        symbols = [*self.game.stocks, *self.game.decisions]
        flow = sp.expand(sp.sympify(flow).subs(self.numbers))
        zero = dict.fromkeys(symbols, 0)
        slope = np.array([float(sp.diff(flow, symbol).subs(zero)) for symbol in symbols])
        return floats(sp.hessian(flow, symbols)), slope, float(flow.subs(zero))


def _solved(rows: Array, pull: Array, stocks: Array, base: Array, bounded: NDArray[np.bool_]) -> Array:
    """Return decisions that meet the first-order conditions, those without bounds solved out."""
    size, prices = len(pull), len(base)
    matrix = np.block([[rows, -stocks.T], [stocks, np.zeros((prices, prices))]])
    constant = np.concatenate([pull, base])
    kept = np.append(bounded, np.ones(prices, dtype=bool))
    free = ~kept
    inverse = np.linalg.solve(matrix[np.ix_(free, free)], np.hstack([matrix[np.ix_(free, kept)], constant[free, None]]))
    left = matrix[np.ix_(kept, kept)] - matrix[np.ix_(kept, free)] @ inverse[:, :-1]
    found = complementary(left, constant[kept] - matrix[np.ix_(kept, free)] @ inverse[:, -1])
    if found is None:
        raise NotOnDates(_nothing(stocks, base, bounded))
    whole = np.zeros(size + prices)
    whole[kept] = found
    whole[free] = -(inverse[:, :-1] @ found + inverse[:, -1])
    return whole[:size]


def _nothing(stocks: Array, base: Array, bounded: NDArray[np.bool_]) -> str:
    """Return why no decisions were found: none keep the stocks, or not these."""
    from scipy.optimize import linprog

    bounds = [(0, None) if floor else (None, None) for floor in bounded]
    kept = linprog(np.zeros(stocks.shape[1]), A_ub=-stocks, b_ub=base + _BELOW, bounds=bounds)
    if kept.status == _INFEASIBLE:
        return "no decisions keep all stocks from falling below zero"
    return "on a grid of dates no decisions meet the first-order conditions and the bounds of stocks"
