"""The baseline of the benchmark: the three-player game solved with plain SymPy, power structure by power structure.

It is the script that somebody who knows SymPy, and has no package for the job, would write: stage by stage, last
movers first, differentiate the payoffs (`diff`), solve the first-order conditions (`solve`), tidy up (`simplify`),
insert the answer into the payoffs of those who moved before. Nothing in it is slow on purpose, and nothing is tuned.

The game: a manufacturer sets a wholesale price w and a quality q (cost k q^2/2), a streamer a margin m and a live
effort e (cost eta e^2/2), a platform a unit fee f and a traffic support t (cost upsilon t^2/2). Demand is
a - b (w + m + f) + gamma q + mu e + tau t, a unit costs c to produce, all parameters are positive. A power structure
is an ordered partition of the three players, leaders first; the players of one block move at the same time.

`tidy` says with what intermediate results are tidied up: `sympy.simplify`, what most people write, or `sympy.factor`,
what somebody writes who knows that everything here is a rational function. Run it alone, on an idle machine::

    python benchmarks/plain_sympy.py            # simplify
    python benchmarks/plain_sympy.py factor
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import sympy

Order = tuple[tuple[str, ...], ...]
Tidy = Callable[[sympy.Expr], sympy.Expr]

a, b, c, k, eta, upsilon, gamma, mu, tau = sympy.symbols("a b c k eta upsilon gamma mu tau", positive=True)
w, q, m, e, f, t = sympy.symbols("w q m e f t")

DEMAND = a - b * (w + m + f) + gamma * q + mu * e + tau * t

DECIDES = {
    "manufacturer": (w, q),
    "streamer": (m, e),
    "platform": (f, t),
}

PAYOFFS = {
    "manufacturer": (w - c) * DEMAND - k * q**2 / 2,
    "streamer": m * DEMAND - eta * e**2 / 2,
    "platform": f * DEMAND - upsilon * t**2 / 2,
}


def derive(order: Order, *, tidy: Tidy = sympy.simplify) -> dict[str, dict[Any, Any]]:
    """Derive the subgame-perfect equilibrium of one power structure.

    Parameters
    ----------
    order
        Ordered partition of ``"manufacturer"``, ``"streamer"`` and ``"platform"``, leaders first.
    tidy
        Applied to every intermediate result.

    Returns
    -------
    dict
        ``"decisions"``: each decision's symbol to its closed form; ``"payoffs"``: each player to the profit;
        ``"conditions"``: each player to the leading principal minors of the negative Hessian in the player's own
        decisions, which have to be positive. All of them tidied up and factored.

    Examples
    --------
    >>> nash = derive((("manufacturer", "streamer", "platform"),))
    >>> nash["conditions"]["streamer"]
    [2*b, 2*b*eta - mu**2]
    """
    payoffs = dict(PAYOFFS)
    decisions: dict[sympy.Symbol, sympy.Expr] = {}
    conditions: dict[str, list[sympy.Expr]] = {}

    for block in reversed(order):
        for player in block:
            conditions[player] = _second_order_conditions(payoffs[player], DECIDES[player], tidy)
        responses = _best_responses(payoffs, block, tidy)
        decisions = {x: tidy(answer.subs(responses)) for x, answer in decisions.items()} | responses
        payoffs = {player: tidy(payoff.subs(responses)) for player, payoff in payoffs.items()}

    return {
        "decisions": {x: sympy.factor(answer) for x, answer in decisions.items()},
        "payoffs": {player: sympy.factor(payoff) for player, payoff in payoffs.items()},
        "conditions": conditions,
    }


def derive_all(*, tidy: Tidy = sympy.simplify) -> dict[Order, dict[str, dict[Any, Any]]]:
    """Derive all 13 power structures.

    Parameters
    ----------
    tidy
        As for `derive`.

    Returns
    -------
    dict
        Each ordered partition of the three players to what `derive` returns for it.
    """
    return {order: derive(order, tidy=tidy) for order in power_structures(tuple(DECIDES))}


def power_structures(players: tuple[str, ...]) -> Iterator[Order]:
    """List the ordered partitions of some players: 3 of two players, 13 of three.

    Parameters
    ----------
    players
        Names of the players.

    Yields
    ------
    tuple of tuple of str
        One ordered partition, leaders first.

    Examples
    --------
    >>> len(list(power_structures(("manufacturer", "streamer", "platform"))))
    13
    """
    if not players:
        yield ()
    for size in range(1, len(players) + 1):
        for leaders in combinations(players, size):
            followers = tuple(player for player in players if player not in leaders)
            for rest in power_structures(followers):
                yield (leaders, *rest)


def main() -> None:
    """Print how long each power structure takes, and all of them together."""
    tidy = sympy.factor if sys.argv[1:] == ["factor"] else sympy.simplify
    total = 0.0
    for order in power_structures(tuple(DECIDES)):
        start = time.process_time()
        derive(order, tidy=tidy)
        seconds = time.process_time() - start
        total += seconds
        print(f"{seconds:8.2f} s  {' > '.join(' + '.join(block) for block in order)}", flush=True)
    print(f"{total:8.2f} s  in total")


def _best_responses(
    payoffs: dict[str, sympy.Expr], block: tuple[str, ...], tidy: Tidy
) -> dict[sympy.Symbol, sympy.Expr]:
    unknowns = [x for player in block for x in DECIDES[player]]
    first_order = [sympy.diff(payoffs[player], x) for player in block for x in DECIDES[player]]
    (solution,) = sympy.solve(first_order, unknowns, dict=True)
    return {x: tidy(answer) for x, answer in solution.items()}


def _second_order_conditions(payoff: sympy.Expr, own: tuple[sympy.Symbol, ...], tidy: Tidy) -> list[sympy.Expr]:
    negative_hessian = -sympy.hessian(payoff, own)
    return [sympy.factor(tidy(negative_hessian[:n, :n].det())) for n in range(1, len(own) + 1)]


if __name__ == "__main__":
    main()
