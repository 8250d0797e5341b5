"""LaTeX of formulas in which names of several letters stand beside others."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

from lsec_models.algebra.domains.symbols import latex_of_name
from lsec_models.algebra.reading_order import ReadingOrder


def latex_of(formula: sp.Basic, **settings: Any) -> str:
    r"""Return a formula as LaTeX; factors stand apart where the name of one is a word.

    Parameters
    ----------
    formula : sympy.Basic
    **settings
        Those of :func:`sympy.latex`.

    Examples
    --------
    >>> from lsec_models import parameters
    >>> a, b, share = parameters("a b share")
    >>> print(latex_of(a * b), latex_of(a * share, fold_short_frac=True), sep="   ")
    a b   a \, \mathit{share}
    """
    words = any(latex_of_name(symbol.name).startswith(r"\mathit") for symbol in formula.atoms(sp.Symbol))
    return str(_Printer({"mul_symbol": r" \, " if words else None, **settings}).doprint(formula))


class _Printer(ReadingOrder, LatexPrinter):
    """SymPy's printer, with sums and products in the order in which they are read."""
