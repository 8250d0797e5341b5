"""Formulas as presentation MathML, which a browser shows without any script."""

from __future__ import annotations

import re
from typing import Any

import sympy as sp
from sympy.printing.mathml import MathMLPresentationPrinter

from lsec_models.algebra.reading_order import ReadingOrder

# An XML reader knows no names of entities but its own five, so characters stand for themselves.
_CHARACTERS = {"&InvisibleTimes;": "&#8290;", "&ExponentialE;": "e", "&ImaginaryI;": "i", "&dd;": "d"}
# Browsers show a hyphen as one, and not as a minus.
_CHARACTERS |= {"<mo>-</mo>": "<mo>&#8722;</mo>"}
# Where a symbol is a word, what it is multiplied with does not run into it.
_WORD, _TIMES, _NARROW_SPACE = re.compile("<mi>[A-Za-z]{2}"), "<mo>&InvisibleTimes;</mo>", '<mspace width="0.17em"/>'


def mathml_of(formula: sp.Basic, **settings: Any) -> str:
    """Return a ``<math>`` element.

    Parameters
    ----------
    formula : sympy.Basic
    **settings
        Of SymPy's printer, such as ``order="none"``.

    Examples
    --------
    >>> mathml_of(sp.Symbol("gamma"))
    '<math displaystyle="true"><mi>&#947;</mi></math>'
    """
    written = _Printer(settings).doprint(formula)
    if _WORD.search(written):
        written = written.replace(_TIMES, _TIMES + _NARROW_SPACE)
    for name, character in _CHARACTERS.items():
        written = written.replace(name, character)
    return f'<math displaystyle="true">{written}</math>'


class _Printer(ReadingOrder, MathMLPresentationPrinter):
    """SymPy's printer, and what it would write as a name: cases, roots of polynomials, sums over copies."""

    def _print_Piecewise(self, cases: sp.Piecewise) -> Any:  # noqa: N802 (SymPy calls it by this name)
        rows = self.dom.createElement("mtable")
        for value, condition in cases.args:
            row = self.dom.createElement("mtr")
            words = self._words("otherwise") if condition == sp.true else self._print(condition)
            for cell in (self._print(value), words):
                column = self.dom.createElement("mtd")
                column.appendChild(cell)
                row.appendChild(column)
            rows.appendChild(row)
        whole, brace = self.dom.createElement("mrow"), self.dom.createElement("mo")
        brace.appendChild(self.dom.createTextNode("{"))
        whole.appendChild(brace)
        whole.appendChild(rows)
        return whole

    def _print_Rational(self, number: sp.Rational) -> Any:  # noqa: N802
        if not self._settings["fold_short_frac"]:
            return super()._print_Rational(number)
        # SymPy would make a bevelled fraction, which browsers show as a high one.
        element = self.dom.createElement("mn")
        element.appendChild(self.dom.createTextNode(str(number)))
        return element

    def _print_ComplexRootOf(self, root: sp.ComplexRootOf) -> Any:  # noqa: N802
        whole = self.dom.createElement("mrow")
        whole.appendChild(self._words(f"root {root.index + 1} of "))
        whole.appendChild(self._print(root.expr))
        return whole

    def _print_RootSymbol(self, symbol: sp.Symbol) -> Any:  # noqa: N802
        starred = self.dom.createElement("msup")
        starred.appendChild(self._print(sp.Symbol(symbol.name.removesuffix("_star"))))
        starred.appendChild(self._sign("⋆"))
        return starred

    def _print_QuantityName(self, symbol: sp.Symbol) -> Any:  # noqa: N802
        return self._words(symbol.words)

    def _print_OthersSum(self, sums: sp.Function) -> Any:  # noqa: N802
        return self._sum(sums, "j ≠ i")

    def _print_TotalSum(self, sums: sp.Function) -> Any:  # noqa: N802
        return self._sum(sums, "j")

    def _sum(self, sums: sp.Function, index: str) -> Any:
        """Return a sum of a decision over copies of a player."""
        whole, sign = self.dom.createElement("mrow"), self.dom.createElement("munder")
        sign.appendChild(self._sign("∑"))
        sign.appendChild(self._words(index))
        whole.appendChild(sign)
        whole.appendChild(self._print(sp.Symbol(f"{sums.args[0]}_j")))
        return whole

    def _sign(self, character: str) -> Any:
        return self._element("mo", character)

    def _words(self, words: str) -> Any:
        return self._element("mtext", words)

    def _element(self, kind: str, text: str) -> Any:
        element = self.dom.createElement(kind)
        element.appendChild(self.dom.createTextNode(text))
        return element
