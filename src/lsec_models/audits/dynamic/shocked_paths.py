"""Paths of an equilibrium in discrete time under shocks that are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lsec_models.audits.dynamic.played_periods import PlayedPeriods
from lsec_models.errors import DeclarationError, described
from lsec_models.games.difference.periods import PeriodsPoint
from lsec_models.games.difference.stationary import StationaryPoint
from lsec_models.signature import explained

if TYPE_CHECKING:
    import xarray as xr


@explained
def shocked_paths(
    equilibrium: PeriodsPoint | StationaryPoint, *, draws: int = 1000, periods: int | None = None, seed: int = 0
) -> xr.Dataset:
    """Return stocks, decisions and payoffs along paths under normal shocks.

    Parameters
    ----------
    equilibrium : PeriodsPoint or StationaryPoint
        Strategies answer to the stocks; plans do not.
    draws : int
        How many paths.
    periods : int, optional
        How many periods; those of the game without it, which a game without end needs.
    seed : int
        Equal seeds draw equal shocks.

    Returns
    -------
    xarray.Dataset
        By name, over ``draw`` and ``period``. Payoffs are those of a period, undiscounted.

    Raises
    ------
    DeclarationError
        If it is not an equilibrium in discrete time, or a number is not of its kind.

    Examples
    --------
    >>> from lsec_models import DifferenceGame, Player, decisions, solve, states
    >>> x, u = states("x"), decisions("u", real=True)
    >>> firm = Player("firm", decides=[u], payoff=x - x**2 / 2 - u**2)
    >>> game = DifferenceGame(states={x: x / 2 + u}, players=[firm], discount_factor=0.9, initial={x: 0}, shocks={x: 1})
    >>> paths = shocked_paths(solve(game)[0], draws=500, periods=30)
    >>> abs(float(paths["x"].isel(period=-1).var()) - solve(game)[0].variances["x"]) < 0.2
    True
    """
    import xarray as xr

    if not isinstance(equilibrium, PeriodsPoint | StationaryPoint):
        raise DeclarationError(
            f"shocked_paths takes an equilibrium in discrete time, and {described(equilibrium)}; pass one that "
            "solve(game, at={...}) returns, of several solutions one"
        )
    played = PlayedPeriods(equilibrium)
    last = played.game.horizon
    if periods is None and last is None:
        raise DeclarationError("the game has no end; say for how many periods, periods=...")
    length = int(last or 0) if periods is None else periods
    for what, count in (("draws", draws), ("periods", length)):
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise DeclarationError(f"{what} = {count!r}: give a whole number, at least 1")
    if last is not None and length > last:
        raise DeclarationError(f"periods = {length}: the game has {last}; give no more")
    names = [state.name for state in played.game.stocks] + [decision.name for decision in played.decisions]
    names += [player.name for player in played.game.players]
    found = {name: np.empty((draws, length)) for name in names}
    moves = played.moves(draws, length, shocks=played.drawn(draws, seed, length))
    for t, (stocks, taken, flows) in enumerate(moves):
        for name, values in zip(names, (*stocks, *taken, *flows), strict=True):
            found[name][:, t] = values
    return xr.Dataset({name: (("draw", "period"), values) for name, values in found.items()})
