"""Formulas of proofs as LaTeX writes them: short ones in full, long ones by their number of terms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.latex import latex_of
from lsec_models.algebra.domains.symbols import latex_of_name
from lsec_models.show.export.latex_formulas import in_line

_WRITTEN = 60
_RADICAL = re.compile(r"sqrt_(\d+)")
TERMS_IN = "terms in"


def written(formula: sp.Expr) -> str:
    r"""Return a formula as LaTeX; of a sum of very many terms, how many there are, and in what.

    What stands for a square root in a certificate, such as ``sqrt_2``, is a letter of its own: a bound may replace it.

    Examples
    --------
    >>> a, b = sp.symbols("a b")
    >>> print(written(a / 2), written(((a + b + 1) ** 12).expand()))
    \frac{a}{2} \left[\text{91 terms in } a, b\right]
    """
    named = {symbol: _letter(symbol.name) for symbol in formula.free_symbols}
    if len(sp.Add.make_args(formula)) <= _WRITTEN:
        return latex_of(formula, symbol_names=named)
    names = ", ".join(named[symbol] for symbol in sorted(named, key=str))
    return rf"\left[\text{{{len(formula.args)} {TERMS_IN} }} {names}\right]"


def _letter(name: str) -> str:
    radical = _RADICAL.fullmatch(name)
    return rf"\varrho_{{{radical[1]}}}" if radical else latex_of_name(name)


def read_terms(terms: Sequence[Any]) -> dict[tuple[int, ...], int]:
    """Return a polynomial of a certificate, coefficients by powers."""
    return {tuple(powers): int(coefficient) for coefficient, powers in terms}


def compared(formula: sp.Expr, comparison: str, before: str = "") -> str:
    r"""Return a formula and what it is compared with, in the line or displayed.

    Examples
    --------
    >>> print(compared(sp.Symbol("a") / 2, "> 0"))
    $\frac{a}{2} > 0$
    """
    return in_line(f"{before}{written(formula)} {comparison}".strip())


def polynomial_of(symbols: Sequence[sp.Symbol], terms: Mapping[tuple[int, ...], int]) -> sp.Expr:
    """Return a polynomial, coefficients by powers, as an expression."""
    return sp.Add(*(n * sp.Mul(*(s**k for s, k in zip(symbols, powers, strict=True))) for powers, n in terms.items()))
