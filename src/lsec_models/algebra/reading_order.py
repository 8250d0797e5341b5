"""The order in which terms and factors are read: parameters first, decisions last, a minus in front only if need be."""

from __future__ import annotations

from typing import Any

import sympy as sp


class ReadingOrder:
    """Mixed into a printer of SymPy: sums and products in the order of :func:`terms_in_order` and of their symbols.

    With ``order="none"`` terms and factors stay as they are given.
    """

    order: Any

    def _as_ordered_terms(self, total: sp.Expr, order: str | None = None) -> list[sp.Expr]:
        if "none" in (order, self.order):
            return list(total.args)
        return terms_in_order(total)

    def _print_Mul(self, product: sp.Mul | sp.Pow) -> Any:  # noqa: N802 (SymPy calls it by this name, for 1/x too)
        if self.order != "none":
            product = sp.Mul._from_args(tuple(map(_placed, sp.Mul.make_args(product))))
        return super()._print_Mul(product)  # type: ignore[misc]


class _Placed(sp.Symbol):
    """A symbol whose name begins with its place among the symbols of a product; it is printed as the symbol itself."""

    stands_for: sp.Symbol

    def _latex(self, printer: Any) -> Any:
        return printer._print(self.stands_for)

    _mathml_presentation = _latex

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), self.stands_for)


def terms_in_order(total: sp.Expr) -> list[sp.Expr]:
    """Return the terms of a sum as an economist writes them.

    Terms in parameters come before those in states, and these before those in decisions, by name and by falling
    powers; then the first term without a minus goes to the front.

    Examples
    --------
    >>> from lsec_models import decisions, parameters
    >>> a, b = parameters("a b")
    >>> q, w = decisions("q w")
    >>> terms_in_order(a - b * q - w)
    [a, -q*b, -w]
    >>> terms_in_order(w - a)
    [w, -a]
    """
    ordered, symbols = total.as_ordered_terms(order="lex", data=True)
    places = sorted(range(len(symbols)), key=lambda number: (_rank(symbols[number]), number))
    read = sorted(ordered, key=lambda term: [-term[1][1][place] for place in places])
    terms = [term for term, _ in read]
    first = next((place for place, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
    return [terms.pop(first), *terms]


def _rank(factor: sp.Expr) -> tuple[int, str]:
    """Return where a factor comes: parameters, states, decisions, each by name, and then what is not a symbol."""
    return (getattr(factor, "rank_in_formulas", 0), factor.name) if isinstance(factor, sp.Symbol) else (3, "")


def _placed(factor: sp.Expr) -> sp.Expr:
    """Return a factor with a symbol in its place for the symbol that it is, or of which it is a power."""
    if isinstance(factor, sp.Pow) and isinstance(factor.base, sp.Symbol):
        return sp.Pow(_placed(factor.base), factor.exp, evaluate=False)
    if not isinstance(factor, sp.Symbol) or isinstance(factor, sp.Dummy):
        return factor
    rank, name = _rank(factor)
    placed: _Placed = sp.Symbol.__xnew__(_Placed, f"{rank} {name}", **factor._assumptions_orig)
    placed.stands_for = factor
    return placed
