"""What is known of the sign of a function before anybody decides: by assumptions, ends of decisions and laws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.games.laws import Uniform
from lsec_models.games.static.kinks import has_kinks

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game


def known_domain(game: Game) -> Domain:
    """Return all that parameters, decisions and what is random satisfy whatever happens.

    What one player alone must respect is not among it: a later mover may deviate from the answer that was foreseen.
    """
    shared = () if isinstance(game.constraints, Mapping) else game.constraints
    relations = [
        *game.assuming,
        *conditions_of(game),
        *shared,
        *(relation for decision in game.decisions for relation in _between(decision, *decision.within)),
    ]
    for symbol in game.random:
        if isinstance(symbol.law, Uniform):
            relations += _between(symbol, symbol.law.low, symbol.law.high)
    return domain_of({*game.parameters, *game.decisions, *game.random, *game.given}, relations)


def conditions_of(game: Game) -> list[sp.Basic]:
    """Return what the parameters of laws and of aversion to risk must satisfy, where their signs do not show it."""
    relations = [relation for symbol in game.random for relation in symbol.law.conditions]
    relations += [relation for player in game.players if player.risk for relation in player.risk.conditions]
    return [relation for relation in relations if relation is not sp.true]


def sign_of(function: sp.Expr, domain: Domain) -> Sign:
    """Return the sign of a function, as far as it is known."""
    if has_kinks(function):
        return Sign.UNKNOWN
    return domain.sign(ratio(domain.ring, function))


def positive_parts_in(domain: Domain) -> Callable[[sp.Expr], sp.Expr]:
    """Return what writes the positive part of a function by what is known of its sign."""

    def positive_part(function: sp.Expr) -> sp.Expr:
        sign = sign_of(function, domain)
        if sign.is_nonnegative:
            return function
        if (-sign).is_nonnegative:
            return sp.S.Zero
        # SymPy would ask the assumptions on the symbols which one is larger, which can take exponential time.
        return sp.Max(sp.S.Zero, function, evaluate=False)

    return positive_part


def _between(symbol: sp.Symbol, low: sp.Expr | None, high: sp.Expr | None) -> list[sp.Basic]:
    ends = ((high, symbol), (symbol, low))
    relations = [a >= b for a, b in ends if a is not None and b is not None]
    return [relation for relation in relations if relation is not sp.true]
