"""Which decisions of a smooth game are searched by their logarithms."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.games.static.game import Game


def positive_decisions(game: Game) -> frozenset[str]:
    """Return those from zero on without an end; with one, those beyond whose zero a payoff is not a number.

    Steps in numbers beyond zero would not come back from there; between ends that are numbers on both sides they lead
    further than steps in logarithms, near zero above all.

    Examples
    --------
    >>> from lsec_models import Player, decisions
    >>> e, (p, s) = decisions("e"), decisions("p s", within=(0, 1))
    >>> sorted(positive_decisions(Game(players=[Player("shop", decides=[e, p, s], payoff=p * s**0.3 - e**2 - s)])))
    ['e', 's']
    """
    needed = {name for player in game.players for name in _roots_of(player.payoff)}
    return frozenset(d.name for d in game.decisions if _is_positive(d) or (d.ends[0] == 0 and d.name in needed))


def _is_positive(decision: Decision) -> bool:
    return decision.is_nonnegative and decision.within == (None, None)


def _roots_of(payoff: sp.Expr) -> Iterator[str]:
    """Yield the names of symbols that stand below a free power or a logarithm, if it need not be a number."""
    powers = [(power.base, power.exp.is_integer) for power in payoff.atoms(sp.Pow)]
    for below, is_number in [*powers, *((one.args[0], False) for one in payoff.atoms(sp.log))]:
        free = below.free_symbols
        anywhere = below.xreplace({symbol: sp.Dummy(real=True) for symbol in free if isinstance(symbol, Decision)})
        if not (is_number or anywhere.is_positive):
            yield from (symbol.name for symbol in free)
