"""Sums over players who are alike: over the others of them, and over all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, latex_of_name
from lsec_models.algebra.occurring import atoms_in
from lsec_models.errors import DeclarationError, described
from lsec_models.games.static.player import Player


class OthersSum(sp.Function):
    """The sum of a decision over the other copies of the player who decides it."""

    nargs = 1

    def _sympystr(self, printer: Any) -> str:
        return f"others({printer.doprint(self.args[0])})"

    def _latex(self, _printer: Any, exp: str = "") -> str:
        return _sum_in_latex(r"j \neq i", self, exp)


class TotalSum(sp.Function):
    """The sum of a decision over all copies of the player who decides it."""

    nargs = 1

    def _sympystr(self, printer: Any) -> str:
        return f"total({printer.doprint(self.args[0])})"

    def _latex(self, _printer: Any, exp: str = "") -> str:
        return _sum_in_latex("j", self, exp)


def _sum_in_latex(index: str, sums: sp.Function, exponent: str) -> str:
    """Return a sum, or a power of it, in which it stands in brackets."""
    written = rf"\sum_{{{index}}} {latex_of_name(f'{sums.args[0]}_j')}"
    return rf"\left({written}\right)^{{{exponent}}}" if exponent else written


def others(decision: Decision) -> sp.Expr:
    """Return the sum of a decision over the other copies of the player who decides it.

    It stands in that player's own payoff. Of a player without copies it is zero.

    Parameters
    ----------
    decision : Decision

    Raises
    ------
    DeclarationError
        If it is none.

    Examples
    --------
    >>> from lsec_models import decisions
    >>> others(decisions("q"))
    others(q)
    """
    return OthersSum(_required(decision, "others"))


def total(decision: Decision) -> sp.Expr:
    """Return the sum of a decision over all copies of the player who decides it.

    It may stand in anybody's payoff and in reports. Of a player without copies it is the decision.

    Parameters
    ----------
    decision : Decision

    Raises
    ------
    DeclarationError
        If it is none.

    Examples
    --------
    >>> from lsec_models import decisions
    >>> total(decisions("q"))
    total(q)
    """
    return TotalSum(_required(decision, "total"))


def sums_in(expression: object) -> set[sp.Function]:
    """Return the sums over copies that an expression has; what is none has none."""
    return atoms_in(expression, OthersSum, TotalSum)


def each_other(decision: Decision) -> Decision:
    """Return the symbol for what each other copy decides."""
    return Decision(f"{decision.name}_others", decision.within, **decision._assumptions_orig)


def written_out(expression: Any, players: Sequence[Player]) -> Any:
    """Return an expression with sums over copies in terms of one decision, and of what each other copy decides."""
    images: dict[sp.Basic, sp.Basic] = {}
    for player in players:
        for decision in player.decides:
            rest = (player.copies - 1) * each_other(decision)
            images |= {OthersSum(decision): rest, TotalSum(decision): decision + rest}
    found = [part for part in sums_in(expression) if part in images]
    return expression.xreplace({part: images[part] for part in found}) if found else expression


def _required(decision: object, verb: str) -> Decision:
    if isinstance(decision, Decision):
        return decision
    raise DeclarationError(
        f"{verb}(...): {described(decision)}, not a decision; give the symbol that decisions(...) returns"
    )
