"""Audits of feedback equilibria in discrete time: simulated payoffs, and the best plan that anybody could follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lsec_models.audits.dynamic.played_periods import PlayedPeriods
from lsec_models.errors import DeclarationError
from lsec_models.games.difference.periods import PeriodsPoint
from lsec_models.games.difference.stationary import StationaryPoint
from lsec_models.games.refusals import refusal
from lsec_models.signature import explained

Array = NDArray[np.float64]
_SURE = 3.29


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
        The discounted payoff of the simulated path; with shocks the mean of many.
    error : float
        With shocks, how far that mean is from what is expected, with a chance of 999 in 1,000; else zero.
    gain : float
        What the best plan for the first periods gains over keeping to the strategy; infinite where plans gain without
        bound. Shocks move all plans' payoffs alike, so that it is taken from paths without shocks.
    """

    player: str
    value: float
    simulated: float
    error: float
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
        """How far simulations and value functions are apart at most, beyond what chance explains, relative."""
        return max(max(0.0, abs(p.simulated - p.value) - p.error) / max(1.0, abs(p.value)) for p in self.players)


@explained
def audit_difference(
    equilibrium: PeriodsPoint | StationaryPoint, *, periods: int = 20, draws: int = 4000, seed: int = 0
) -> PeriodsAudit:
    """Check a feedback equilibrium in discrete time by a way that shares nothing with the solver.

    1. Simulate the declared transitions and payoffs under the strategies, and compare with the value functions; with
       shocks, normal ones are drawn many times, each path beside the one with the opposite shocks.
    2. For each decider, look for the best additions to what its strategy says in the first periods; followers respond
       to them in the same period, and everybody keeps to the strategies afterwards. Payoffs are quadratic in such a
       plan: its slopes and curvatures are differences of simulated payoffs.

    Declared signs play no role: a plan may be one that they do not allow.

    Parameters
    ----------
    equilibrium : PeriodsPoint or StationaryPoint
    periods : int
        In how many periods, from the first, somebody may deviate.
    draws : int
        How many pairs of paths are drawn where there are shocks.
    seed : int
        Equal seeds draw equal shocks.

    Returns
    -------
    PeriodsAudit

    Raises
    ------
    DeclarationError
        If it is not a feedback equilibrium in discrete time, or `periods` or `draws` is less than one.

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
    if equilibrium.game.information == "open_loop":
        raise DeclarationError(
            "audit_difference takes feedback equilibria; plans that are made at the start are compared with all others "
            "when they are found, look at `evidence`"
        )
    for what, count in (("periods", periods), ("draws", draws)):
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise DeclarationError(f"{what} = {count!r}: give a whole number, at least 1")
    played = PlayedPeriods(equilibrium)
    count = min(periods, played.length)
    earned = _earned(played, draws, seed)
    audited = []
    for decider in played.game.deciders:
        members = played.game.members(decider)
        own = earned[:, members].sum(axis=1)
        values = [float(equilibrium.payoffs[played.game.players[i].name]) for i in members]
        audited.append(
            AuditedDecider(
                player=decider,
                value=sum(values),
                simulated=float(own.mean()),
                error=_SURE * float(own.std(ddof=1)) / len(own) ** 0.5 if len(own) > 1 else 0.0,
                gain=_best_gain(played, decider, count),
            )
        )
    return PeriodsAudit(players=tuple(audited), periods=count)


def _earned(played: PlayedPeriods, draws: int, seed: int) -> Array:
    """Return simulated payoffs by player: a row for each pair of opposite shocks, one row without shocks."""
    nothing = np.zeros((1, 1, len(played.decisions)))
    if not played.deviations.any():
        return played.payoffs(nothing)
    shocks = played.drawn(max(draws, 2), seed)
    there, back = (played.payoffs(np.repeat(nothing, len(shocks), axis=0), sign * shocks) for sign in (1.0, -1.0))
    return (there + back) / 2


def _best_gain(played: PlayedPeriods, decider: str, periods: int) -> float:
    """Return what the best plan of additions to own decisions gains, from differences of a quadratic function."""
    own, members = played.own(decider), played.game.members(decider)
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
