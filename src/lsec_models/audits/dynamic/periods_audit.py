"""Audits of feedback equilibria in discrete time: simulated payoffs, and the best plan that anybody could follow."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.errors import DeclarationError
from lsec_models.games.difference.periods import PeriodsPoint
from lsec_models.games.difference.stationary import StationaryPoint
from lsec_models.games.refusals import refusal
from lsec_models.signature import explained

Array = NDArray[np.float64]
_LONGEST = 2000
_LEFT = 1e-12


@dataclass(frozen=True, kw_only=True)
class AuditedDecider:
    """What was found about one decider.

    Attributes
    ----------
    player : str
        A player, or all together.
    value : float
        What the value function says at the initial stocks.
    simulated : float
        The discounted payoff of the simulated path.
    gain : float
        What the best plan for the first periods gains over keeping to the strategy; infinite where plans gain without
        bound.
    """

    player: str
    value: float
    simulated: float
    gain: float


@dataclass(frozen=True, kw_only=True)
class PeriodsAudit:
    """The audit of a feedback equilibrium of a difference game.

    Attributes
    ----------
    players : tuple of AuditedDecider
    periods : int
        For how many periods deviations were looked for.
    """

    players: tuple[AuditedDecider, ...]
    periods: int

    @property
    def largest_gain(self) -> float:
        """The most that anybody gains by deviating, relative to the size of the value (at least one)."""
        return max(player.gain / max(1.0, abs(player.value)) for player in self.players)

    @property
    def simulation_error(self) -> float:
        """How far simulations and value functions are apart at most, relative."""
        return max(abs(p.simulated - p.value) / max(1.0, abs(p.value)) for p in self.players)


@explained
def audit_difference(equilibrium: PeriodsPoint | StationaryPoint, *, periods: int = 20) -> PeriodsAudit:
    """Check a feedback equilibrium in discrete time by a way that shares nothing with the solver.

    1. Simulate the declared transitions and payoffs under the strategies, and compare with the value functions.
    2. For each decider, look for the best additions to what its strategy says in the first periods; followers respond
       to them in the same period, and everybody keeps to the strategies afterwards. Payoffs are quadratic in such a
       plan: its slopes and curvatures are differences of simulated payoffs.

    Declared signs play no role: a plan may be one that they do not allow.

    Parameters
    ----------
    equilibrium : PeriodsPoint or StationaryPoint
    periods : int
        In how many periods, from the first, somebody may deviate.

    Returns
    -------
    PeriodsAudit

    Raises
    ------
    DeclarationError
        If it is no feedback equilibrium in discrete time, or `periods` is less than one.

    Examples
    --------
    >>> from lsec_models import DifferenceGame, Player, decisions, solve, states
    >>> x, u = states("x"), decisions("u", real=True)
    >>> firm = Player("firm", decides=[u], payoff=x - x**2 / 2 - u**2)
    >>> found = solve(DifferenceGame(states={x: x / 2 + u}, players=[firm], discount_factor=0.9, initial={x: 1}))
    >>> audit_difference(found[0]).largest_gain < 1e-9
    True
    """
    if not isinstance(equilibrium, PeriodsPoint | StationaryPoint):
        raise refusal("audit_difference", "feedback equilibria in discrete time", equilibrium)
    if isinstance(equilibrium, PeriodsPoint) and not equilibrium.strategies:
        raise DeclarationError(
            "audit_difference takes feedback equilibria; plans that are made at the start are compared with all others "
            "when they are found, look at `evidence`"
        )
    if not isinstance(periods, int) or isinstance(periods, bool) or periods < 1:
        raise DeclarationError(f"periods = {periods!r}: give a number of periods, at least 1")
    played = _Played(equilibrium)
    count = min(periods, played.length)
    nothing = np.zeros((1, count, len(played.decisions)))
    base = played.payoffs(nothing)[0]
    audited = []
    for decider in played.game.deciders:
        members = played.members(decider)
        values = [float(equilibrium.payoffs[played.game.players[i].name]) for i in members]
        audited.append(
            AuditedDecider(
                player=decider,
                value=sum(values),
                simulated=float(base[members].sum()),
                gain=_best_gain(played, decider, count),
            )
        )
    return PeriodsAudit(players=tuple(audited), periods=count)


class _Played:
    """A solution as functions of arrays, transitions and payoffs compiled from the declaration."""

    def __init__(self, solution: PeriodsPoint | StationaryPoint) -> None:
        self.solution, self.game = solution, solution.game
        self.decisions = [d for stage in self.game.period.stages for d in stage.decisions]
        numbers = {s: sp.Rational(*solution.point[s.name].as_integer_ratio()) for s in self.game.parameters}
        symbols = [*self.game.stocks, *self.decisions]

        def compiled(expressions: list[sp.Expr]) -> object:
            return sp.lambdify(symbols, [sp.sympify(e).subs(numbers) for e in expressions], modules="numpy")

        self._next = compiled(list(self.game.states.values()))
        self._flows = compiled([player.payoff for player in self.game.players])
        where = self.game.ring.exact_point({s: Fraction(solution.point[s.name]) for s in self.game.parameters})
        self.start = np.array([float(value.evaluate(where)) for value in self.game.start.values()])
        self.factors = np.array([float(self.game.factors[p.name].evaluate(where)) for p in self.game.players])
        periods = [solution.responses] if isinstance(solution, StationaryPoint) else solution.responses
        self._responses = [
            [sp.lambdify(symbols, laws[decision.name], modules="numpy") for decision in self.decisions]
            for laws in periods
        ]

    @cached_property
    def length(self) -> int:
        """For how many periods to simulate: to the end, or until next to nothing is left."""
        if self.game.horizon is not None:
            return int(self.game.horizon)
        assert isinstance(self.solution, StationaryPoint)
        fading = max(float(self.factors.max()) ** 0.5, 1e-9) * max(abs(self.solution.eigenvalues[0]), 1e-9)
        slowest = max(float(self.factors.max()) if self.factors.max() < 1 else 0.0, fading)
        return min(_LONGEST, 10 + int(np.log(_LEFT) / np.log(slowest)))

    def members(self, decider: str) -> list[int]:
        """Return the numbers of the players whose payoffs a decider maximises."""
        together = self.game.cooperative
        return [i for i, player in enumerate(self.game.players) if together or player.name == decider]

    def own(self, decider: str) -> list[int]:
        """Return the numbers of its decisions."""
        taken = {d for i in self.members(decider) for d in self.game.players[i].decides}
        return [i for i, decision in enumerate(self.decisions) if decision in taken]

    def payoffs(self, additions: Array) -> Array:
        """Return discounted payoffs, a row for each plan of additions (plan, period, decision)."""
        count = len(additions)
        columns = [np.full(count, value) for value in self.start]
        total, weights = np.zeros((count, len(self.factors))), np.ones(len(self.factors))
        for t in range(self.length):
            laws = self._responses[min(t, len(self._responses) - 1)]
            taken = [np.zeros(count) for _ in self.decisions]
            for place, law in enumerate(laws):
                more = additions[:, t, place] if t < additions.shape[1] else 0.0
                taken[place] = law(*columns, *taken) + more + np.zeros(count)
            flows = self._flows(*columns, *taken)  # type: ignore[operator]
            total += weights * np.stack([value + np.zeros(count) for value in flows], axis=1)
            weights = weights * self.factors
            columns = [value + np.zeros(count) for value in self._next(*columns, *taken)]  # type: ignore[operator]
        return total


def _best_gain(played: _Played, decider: str, periods: int) -> float:
    """Return what the best plan of additions to own decisions gains, from differences of a quadratic function."""
    own, members = played.own(decider), played.members(decider)
    size = periods * len(own)
    pairs = [(i, j) for i in range(size) for j in range(i, size)]
    plans = np.zeros((1 + 2 * size + len(pairs), size))
    for i in range(size):
        plans[1 + i, i], plans[1 + size + i, i] = 1.0, -1.0
    for row, (i, j) in enumerate(pairs, start=1 + 2 * size):
        plans[row, i] += 1.0
        plans[row, j] += 1.0
    additions = np.zeros((len(plans), periods, len(played.decisions)))
    additions[:, :, own] = plans.reshape(len(plans), periods, len(own))
    earned = played.payoffs(additions)[:, members].sum(axis=1)
    base, up, down, both = earned[0], earned[1 : 1 + size], earned[1 + size : 1 + 2 * size], earned[1 + 2 * size :]
    slope = (up - down) / 2
    curve = np.zeros((size, size))
    for (i, j), value in zip(pairs, both, strict=True):
        curve[i, j] = curve[j, i] = value - up[i] - up[j] + base
    if np.linalg.eigvalsh(curve).max() >= 0:
        return float("inf")
    return float(-slope @ np.linalg.solve(curve, slope) / 2)
