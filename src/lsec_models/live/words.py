"""Names and inequalities as people read them: Greek letters, raised exponents, a dot for a product."""

from __future__ import annotations

import sympy as sp
from sympy.printing.str import StrPrinter

from lsec_models.algebra.readable_text import RAISED, greek_letter

_RELATIONS = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "!=": "≠"}


def greek(name: str) -> str:
    """Return a name with its Greek letters as letters; a subscript stays after its underscore.

    Examples
    --------
    >>> greek("kappa_q"), greek("lambda"), greek("G_0"), greek("demand")
    ('κ_q', 'λ', 'G_0', 'demand')
    """
    return "_".join(greek_letter(part) for part in name.split("_"))


def readable_relation(relation: sp.Basic) -> str:
    """Return an inequality in characters that need no typesetting.

    Examples
    --------
    >>> b, k, gamma = sp.symbols("b k gamma", positive=True)
    >>> readable_relation(4 * b * k > gamma**2)
    '4·b·k > γ²'
    """
    left, right = (_Reader().doprint(side) for side in relation.args)
    return f"{left} {_RELATIONS[relation.rel_op]} {right}"


class _Reader(StrPrinter):
    def _print_Symbol(self, expr: sp.Symbol) -> str:  # noqa: N802
        return greek(expr.name)

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:  # noqa: N802
        if expr.exp.is_Integer and expr.exp > 1:
            base = self.parenthesize(expr.base, sp.printing.precedence.PRECEDENCE["Pow"], strict=False)
            return f"{base}{str(expr.exp).translate(RAISED)}"
        return str(super()._print_Pow(expr, rational=rational))

    def _print_Mul(self, expr: sp.Mul) -> str:  # noqa: N802
        return str(super()._print_Mul(expr)).replace("*", "·")
