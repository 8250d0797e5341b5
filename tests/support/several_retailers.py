"""A manufacturer that sells beside several retailers: the game, and where its own channel is idle."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from lsec_models import Game, Player, decisions, parameters

a, b, c, t = parameters("a b c t", positive=True)
w, q_m = decisions("w q_m")
ordered = decisions("q_1 q_2 q_3 q_4")


def encroachment(
    count: int,
    *,
    at_once: bool = False,
    costs: Sequence[object] = (0, 0, 0, 0),
    names: Sequence[str] = ("r1", "r2", "r3", "r4"),
    target: object | None = None,
) -> Game:
    """A manufacturer sells beside retailers who order at once; it decides its own quantity after or with them."""
    own = ordered[:count]
    price = a - b * (sum(own) + q_m)
    supplying = w * sum(own) + (price - c) * q_m
    players = [Player("manufacturer", decides=[w, q_m], payoff=supplying)] if target is None else []
    players += [
        Player(name, decides=[q], payoff=(price - w - cost) * q)
        for name, q, cost in zip(names, own, costs, strict=False)
    ]
    if target is not None:
        players += [
            Player("regulator", decides=[w], payoff=-((w - target) ** 2)),
            Player("manufacturer", decides=[q_m], payoff=(price - c) * q_m),
        ]
    selling = [*names[:count], q_m] if at_once else list(names[:count])
    order = [w, tuple(selling)] if at_once else [w, tuple(selling), q_m]
    return Game(players=players, order=order, assuming=[a > c])


def ends(count: int) -> tuple[sp.Expr, sp.Expr]:
    """From which cost on the direct channel is idle, and from which it plays no part, in units of a."""
    n = sp.Integer(count)
    return (n + 2) / (3 * n + 2), 1 - (n / (n + 1)) * _least_share(count)


def _least_share(count: int) -> sp.Expr:
    """The share (a - c)/a at which selling at the brink pays as much as selling without a channel, times (n+1)/n.

    At the brink the retailers order a - c at the price w = c - (a - c)/(2n); without a channel the manufacturer earns
    n a^2/(4(n + 1)). With s = (a - c)/a: s (1 - s (2n + 1)/(2n)) = n/(4(n + 1)).
    """
    n, s = sp.Integer(count), sp.Symbol("s", positive=True)
    low = min(sp.solve(s * (1 - s * (2 * n + 1) / (2 * n)) - n / (4 * (n + 1)), s))
    return low * (n + 1) / n
