"""A claim as it is written, as text over the reals and as data of the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from lsec_models.errors import CoqError
from lsec_models.prove.coq.claims.formula import Fact, Written, equivalent, joined, negated
from lsec_models.prove.coq.claims.quotients import Quotients
from lsec_models.prove.coq.polynomials import Polynomials

# How a reader sees it, the word of the library, and what is said of what is on the left less what is on the right.
_COMPARISONS = {
    sp.Gt: (">", "Above", ">"),
    sp.Ge: (">=", "AtLeast", ">="),
    sp.Lt: ("<", "Above", ">"),
    sp.Le: ("<=", "AtMost", "<="),
    sp.Eq: ("=", "Equal", "="),
    sp.Ne: ("<>", "Unequal", "!="),
}


class Formulas:
    """Writes claims, with the polynomials that decide their comparisons.

    Parameters
    ----------
    quotients : Quotients
    polynomials : Polynomials
    variables : sequence of int
    """

    def __init__(
        self,
        quotients: Quotients,
        polynomials: Polynomials,
        variables: Sequence[int],
    ) -> None:
        self._quotients, self._polynomials, self._variables = quotients, polynomials, variables

    def read(self, logic: Boolean) -> Written:
        """Return a claim.

        Raises
        ------
        CoqError
            If it is not a combination of comparisons between rational expressions.
        """
        if logic in (sp.true, sp.false):
            return Written(shown=str(logic), data="Yes" if logic is sp.true else "No", word=str(logic))
        if isinstance(logic, Relational):
            return self._comparison(logic)
        if isinstance(logic, sp.Not):
            return negated(self.read(logic.args[0]))
        if isinstance(logic, sp.Equivalent):
            first, *others = map(self.read, logic.args)
            return joined("/\\", "And", [equivalent(first, other) for other in others])
        joints = {sp.And: ("/\\", "And"), sp.Or: ("\\/", "Or"), sp.Implies: ("->", "Implies")}
        if logic.func not in joints:
            raise CoqError(f"{str(logic)[:80]} is not a combination of comparisons")
        return joined(*joints[logic.func], [self.read(part) for part in logic.args])

    def _comparison(self, relation: Relational) -> Written:
        left, right = map(self._quotients.read, relation.args)
        sign, word, said = _COMPARISONS[relation.func]
        first, second = (right, left) if relation.func is sp.Lt else (left, right)
        top, bottom = self._quotients.subtracted(first, second)
        common = top.gcd(bottom)
        n, d = top / common, bottom / common
        data = (
            f"(Compare {{| left := {first.data}; sign_of := {word}; right := {second.data}; n := {self._text(n)}; "
            f"d := {self._text(d)}; g := {self._text(common)} |}})"
        )
        return Written(shown=f"{left.shown} {sign} {right.shown}", data=data, word="Compare", fact=Fact(n * d, said))

    def _text(self, polynomial: Any) -> str:
        return self._polynomials.text(polynomial, self._variables)


def clauses(written: Sequence[Sequence[tuple[str, str, str, Fact]]]) -> Written:
    """Return clauses of a certificate as a claim: each part is a polynomial (shown, data, text), and what is said."""
    signs = {said: (sign, word) for sign, word, said in (_COMPARISONS[kind] for kind in (sp.Gt, sp.Ge, sp.Eq, sp.Ne))}
    found = []
    for clause in written:
        atoms = []
        for shown, data, polynomial, fact in clause:
            sign, word = signs[fact.relation]
            link = (
                f"(Compare {{| left := {data}; sign_of := {word}; right := Poly (C 0); n := {polynomial}; d := C 1; "
                f"g := C 1 |}})"
            )
            atoms.append(Written(shown=f"{shown} {sign} 0", data=link, word="Compare", fact=fact))
        found.append(joined("\\/", "Or", atoms))
    return joined("/\\", "And", found)
