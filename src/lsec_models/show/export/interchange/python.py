"""Formulas as Python that SymPy reads back: numbers stay exact, and names that Python reserves are changed."""

from __future__ import annotations

import keyword
from collections.abc import Collection

import sympy as sp
from sympy.printing.str import StrPrinter


def python_of(formula: sp.Basic, taken: Collection[str] = ()) -> str:
    """Return a formula as Python.

    Parameters
    ----------
    formula : sympy.Basic
    taken : collection of str
        Names that no symbol may have.

    Examples
    --------
    >>> share, k = sp.symbols("lambda k")
    >>> python_of((1 - share) * k + sp.Rational(1, 2), ["k"])
    'k_*(1 - lambda_) + Rational(1, 2)'
    """
    return str(_Printer(taken).doprint(formula))


def python_name(name: str, taken: Collection[str] = ()) -> str:
    """Return a name with an underscore appended where Python reserves it, or it is taken.

    Examples
    --------
    >>> python_name("lambda"), python_name("q")
    ('lambda_', 'q')
    """
    return f"{name}_" if keyword.iskeyword(name) or name in taken else name


class _Printer(StrPrinter):
    """SymPy's printer of Python, but a fraction that stands alone is one: Python reads 1/2 as a float."""

    def __init__(self, taken: Collection[str]) -> None:
        super().__init__()
        self._taken = taken

    def _print_Symbol(self, symbol: sp.Symbol) -> str:  # noqa: N802 (SymPy calls it by this name)
        return python_name(symbol.name, self._taken)

    def _print_Rational(self, number: sp.Rational) -> str:  # noqa: N802 (SymPy calls it by this name)
        return f"Rational({number.p}, {number.q})"
