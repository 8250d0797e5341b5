"""Formulas as presentation MathML, which a browser shows without any script."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.printing.mathml import MathMLPresentationPrinter

# An XML reader knows no names of entities but its own five, so characters stand for themselves.
_CHARACTERS = {"&InvisibleTimes;": "&#8290;", "&ExponentialE;": "e", "&ImaginaryI;": "i", "&dd;": "d"}
# Browsers show a hyphen as one, and not as a minus.
_CHARACTERS |= {"<mo>-</mo>": "<mo>&#8722;</mo>"}


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
    for name, character in _CHARACTERS.items():
        written = written.replace(name, character)
    return f'<math displaystyle="true">{written}</math>'


class _Printer(MathMLPresentationPrinter):
    """SymPy's printer, for what it writes as the name of a function: cases and roots of polynomials."""

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

    def _words(self, words: str) -> Any:
        element = self.dom.createElement("mtext")
        element.appendChild(self.dom.createTextNode(words))
        return element
