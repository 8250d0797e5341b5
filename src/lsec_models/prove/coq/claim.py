"""A claim as it is written, as text over the reals and as data of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from lsec_models.errors import CoqError
from lsec_models.prove.coq.polynomials import Polynomials
from lsec_models.prove.coq.quotients import Quotients

_COMPARISONS = {
    sp.Gt: (">", "Above"),
    sp.Ge: (">=", "AtLeast"),
    sp.Lt: ("<", "Below"),
    sp.Le: ("<=", "AtMost"),
    sp.Eq: ("=", "Equal"),
    sp.Ne: ("<>", "Unequal"),
}


@dataclass(frozen=True, kw_only=True)
class Written:
    """A formula.

    Attributes
    ----------
    shown : str
        As a reader of Coq sees it.
    data : str
        As the library's type ``formula``.
    """

    shown: str
    data: str


@dataclass(frozen=True, kw_only=True)
class Radical:
    """A variable that stands for a square root: its place, what it is the root of, and where its equation stands."""

    place: int
    radicand: int
    equation: tuple[int, int]


class Formulas:
    """Writes claims, with the polynomials that decide their comparisons.

    Parameters
    ----------
    quotients : Quotients
    polynomials : Polynomials
    variables : sequence of int
    radicals : sequence of Radical
    """

    def __init__(
        self,
        quotients: Quotients,
        polynomials: Polynomials,
        variables: Sequence[int],
        radicals: Sequence[Radical],
    ) -> None:
        self._quotients, self._polynomials, self._variables = quotients, polynomials, variables
        self._radicals = radicals

    def read(self, logic: Boolean) -> Written:
        """Return a claim.

        Raises
        ------
        CoqError
            If it is no combination of comparisons between rational expressions.
        """
        if logic is sp.true:
            return Written(shown="True", data="Yes")
        if logic is sp.false:
            return Written(shown="False", data="No")
        if isinstance(logic, Relational):
            return self._comparison(logic)
        if isinstance(logic, sp.Not):
            inner = self.read(logic.args[0])
            return Written(shown=f"~ ({inner.shown})", data=f"(Not {inner.data})")
        joints = {
            sp.And: ("/\\", "And"),
            sp.Or: ("\\/", "Or"),
            sp.Implies: ("->", "Implies"),
            sp.Equivalent: ("<->", "Iff"),
        }
        if logic.func not in joints:
            raise CoqError(f"{str(logic)[:80]} is no combination of comparisons")
        parts = [self.read(part) for part in logic.args]
        if isinstance(logic, sp.Equivalent) and len(parts) > 2:
            first, *others = parts
            return joined("/\\", "And", [joined("<->", "Iff", [first, other]) for other in others])
        return joined(*joints[logic.func], parts)

    def _comparison(self, relation: Relational) -> Written:
        left, right = map(self._quotients.read, relation.args)
        sign, word = _COMPARISONS[relation.func]
        first, second = (right, left) if relation.func in (sp.Lt, sp.Le) else (left, right)
        top, bottom = self._quotients.subtracted(first, second)
        common = top.gcd(bottom) if not top.is_zero() else bottom
        n, d = top / common, bottom / common
        if top.is_zero():
            n, d = top, self._quotients.context.constant(1)
        polynomial, multiples = self._without_squares(n * d)
        data = (
            f"(Compare {{| left := {left.data}; sign_of := {word}; right := {right.data}; n := {self._text(n)}; "
            f"d := {self._text(d)}; over := {self._quotients.divisor(d)}; polynomial := {self._text(polynomial)}; "
            f"roots_squared := [{'; '.join(multiples)}] |}})"
        )
        return Written(shown=f"{left.shown} {sign} {right.shown}", data=data)

    def _without_squares(self, polynomial: Any) -> tuple[Any, list[str]]:
        """Return a polynomial without squares of square roots, and what of their equations is left out."""
        multiples = []
        for radical in self._radicals:
            root = self._quotients.context.gen(radical.place)
            multiple, polynomial = divmod(polynomial, root**2 - radical.radicand)
            if not multiple.is_zero():
                first, second = radical.equation
                multiples.append(f"({self._text(multiple)}, ({first}%nat, {second}%nat))")
        return polynomial, multiples

    def _text(self, polynomial: Any) -> str:
        return self._polynomials.text(polynomial, self._variables)


def joined(sign: str, word: str, parts: Sequence[Written]) -> Written:
    """Return formulas with a connective between them."""
    if len(parts) == 1:
        return parts[0]
    shown, data = f"({parts[-1].shown})", parts[-1].data
    for part in reversed(parts[:-1]):
        shown, data = f"({part.shown}) {sign} {shown}", f"({word} {part.data} {data})"
    return Written(shown=shown, data=data)


def clauses(written: Sequence[Sequence[tuple[str, str, str, str]]]) -> Written:
    """Return clauses of a certificate as a claim: each part is a polynomial (shown, data), a sign, and its word."""
    signs = {">": (">", "Above"), ">=": (">=", "AtLeast"), "=": ("=", "Equal"), "!=": ("<>", "Unequal")}
    found = []
    for clause in written:
        atoms = []
        for shown, data, polynomial, relation in clause:
            sign, word = signs[relation]
            link = (
                f"(Compare {{| left := {data}; sign_of := {word}; right := Poly (C 0); n := {polynomial}; d := C 1; "
                f"over := (1%Z, []); polynomial := {polynomial}; roots_squared := [] |}})"
            )
            atoms.append(Written(shown=f"{shown} {sign} 0", data=link))
        found.append(joined("\\/", "Or", atoms))
    return joined("/\\", "And", found)
