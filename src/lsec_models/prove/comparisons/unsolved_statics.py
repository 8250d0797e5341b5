"""How quantities of a game that nobody has solved move with a parameter, at every regular interior equilibrium."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp
from sympy.core.relational import Relational

from lsec_models.games.static.game import Game
from lsec_models.prove.deciding.decide import prove
from lsec_models.prove.results.signs import DecidedSign
from lsec_models.prove.results.verdicts import Contradictory, Mixed, Proved, Verdict
from lsec_models.prove.statements.claims import decreasing, increasing, independent
from lsec_models.work import Work

_AT_ONCE = 1e-9


def quantities_of(game: Game) -> Mapping[str, sp.Expr]:
    """Return what moves, by name: decisions, what players earn, and what is reported."""
    decided = {str(decision): decision for decision in game.decisions}
    return {**decided, **{player.name: player.payoff for player in game.players}, **game.report}


def sign_of_slope(game: Game, function: sp.Expr, symbol: sp.Symbol, *, work: Work) -> DecidedSign:
    """Decide how a function of parameters and decisions moves with a parameter, without solving the game.

    1. Ask whether it rises, then whether it falls; one that does either at one equilibrium, each by a point that is
       shown to be one, turns.
    2. Else ask whether it stays, and whether it never falls, or never rises.

    Parameters
    ----------
    game : Game
        Of one stage; see :mod:`lsec_models.prove.statements.first_order`.
    function : sympy.Expr
    symbol : sympy.Symbol
    work : Work
        Every question has the effort of it, and all of them its clock.

    Raises
    ------
    ClaimError
        If conditions of the game are not those of one stage, or the parameter is declared integer.

    References
    ----------
    Dixit, A. (1986). Comparative statics for oligopoly. International Economic Review 27(1), 107-122.
    """

    def asked(claim: Relational) -> Verdict:
        left = work.seconds_left
        return prove(claim, [game], effort=work.effort, seconds=None if left is None else max(left, _AT_ONCE))

    rises, falls = increasing(function, symbol), decreasing(function, symbol)
    found = {}
    for claim, sign in ((rises, ">"), (falls, "<")):
        found[sign] = asked(claim)
        if isinstance(found[sign], Proved | Contradictory):
            return _sign(sign if isinstance(found[sign], Proved) else "-", found[sign])
    up, down = (isinstance(found[sign], Mixed) for sign in "><")
    if up and down:
        return _sign("><", found[">"])
    weak = [(independent(function, symbol), "=", up or down)]
    weak += [(sp.Ge(rises.lhs, 0, evaluate=False), ">=", down), (sp.Le(rises.lhs, 0, evaluate=False), "<=", up)]
    for claim, sign, is_false in weak:
        verdict = None if is_false else asked(claim)
        if isinstance(verdict, Proved):
            return _sign(sign, verdict)
    return _sign("?", found["<" if down else ">"])


def _sign(symbol: str, verdict: Verdict) -> DecidedSign:
    return DecidedSign(symbol=symbol, condition=None, verdict=verdict)
