"""The game of buyers and sellers: without an incentive, with one as the equations have it, and with one as worded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import sympy as sp

from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.games.evolutionary.rest_points import RestPoints

E_c, E_p, C_c, C_p, AE_c, AE_p = parameters("E_c E_p C_c C_p AE_c AE_p", positive=True)
Cx_0, Cx_1, Py_0, Py_1 = parameters("Cx_0 Cx_1 Py_0 Py_1", positive=True)
K = parameters("K", positive=True)


@cache
def equilibria() -> Mapping[str, RestPoints]:
    """Return the rest points of every game, by label."""
    return {name: solve(game) for name, game in games().items()}


def games() -> Mapping[str, EvolutionaryGame]:
    """Return every game as declared, by label."""
    return {
        "unpaid": incentives(lambda _: sp.S.Zero),
        "paid": incentives(lambda _: K),
        "against_low": incentives(lambda other: K if other == "low" else sp.S.Zero),
    }


def incentives(paid: Callable[[str], sp.Expr]) -> EvolutionaryGame:
    """Return the game in which whoever invests much is paid an incentive.

    Parameters
    ----------
    paid : callable
        The incentive, from what the other side invests.
    """

    def earned(buyer: str, seller: str) -> dict[str, sp.Expr]:
        return {
            "buyers": _earned(buyer, seller, E_c, C_c, AE_c, Cx_0, Cx_1) + (paid(seller) if buyer == "high" else 0),
            "sellers": _earned(seller, buyer, E_p, C_p, AE_p, Py_0, Py_1) + (paid(buyer) if seller == "high" else 0),
        }

    return EvolutionaryGame(
        populations={"buyers": ["low", "high"], "sellers": ["low", "high"]},
        payoffs=earned,
        assuming=[AE_c > E_c, AE_p > E_p, Cx_1 > Cx_0, Py_1 > Py_0],
    )


def _earned(
    own: str, other: str, base: sp.Expr, cost: sp.Expr, free_riding: sp.Expr, alone: sp.Expr, together: sp.Expr
) -> sp.Expr:
    if own == "high":
        return (1 + (together if other == "high" else alone)) * base - cost
    return free_riding if other == "high" else base
