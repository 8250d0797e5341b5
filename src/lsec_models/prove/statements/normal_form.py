"""Claims in conjunctive normal form: every clause is a list of relations of which one must hold."""

from __future__ import annotations

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from lsec_models.errors import ClaimError

MAX_CLAUSES = 64


def clauses_of(logic: Boolean) -> list[list[Relational]]:
    """Return the conjunctive normal form, as lists of relations."""
    if logic is sp.true:
        return [[sp.Ge(sp.S.Zero, sp.S.Zero, evaluate=False)]]
    if logic is sp.false:
        return [[sp.Gt(sp.S.Zero, sp.S.Zero, evaluate=False)]]
    if isinstance(logic, Relational):
        return [[logic]]
    if isinstance(logic, sp.And):
        return _bounded([clause for part in logic.args for clause in clauses_of(part)])
    if isinstance(logic, sp.Or):
        merged: list[list[Relational]] = [[]]
        for part in logic.args:
            merged = _bounded([[*left, *right] for left in merged for right in clauses_of(part)])
        return merged
    if isinstance(logic, sp.Not):
        return clauses_of(_pushed(logic.args[0]))
    if isinstance(logic, sp.Implies):
        premise, conclusion = logic.args
        return clauses_of(sp.Or(_pushed(premise), conclusion, evaluate=False))
    if isinstance(logic, sp.Equivalent):
        first, *others = logic.args
        pairs = [clause for other in others for clause in _both_ways(first, other)]
        return _bounded(pairs)
    raise ClaimError(f"{logic}: not an inequality or a combination (and, or, not, implies, iff) of inequalities")


def _both_ways(left: Boolean, right: Boolean) -> list[list[Relational]]:
    return clauses_of(sp.Or(_pushed(left), right, evaluate=False)) + clauses_of(
        sp.Or(_pushed(right), left, evaluate=False)
    )


def _pushed(logic: Boolean) -> Boolean:
    """Return the negation with Not only implicit in relations."""
    if isinstance(logic, Relational):
        opposite = {sp.Gt: sp.Le, sp.Ge: sp.Lt, sp.Lt: sp.Ge, sp.Le: sp.Gt, sp.Eq: sp.Ne, sp.Ne: sp.Eq}
        return opposite[logic.func](*logic.args, evaluate=False)
    if isinstance(logic, sp.Not):
        return logic.args[0]
    if isinstance(logic, sp.And):
        return sp.Or(*map(_pushed, logic.args), evaluate=False)
    if isinstance(logic, sp.Or):
        return sp.And(*map(_pushed, logic.args), evaluate=False)
    if isinstance(logic, sp.Implies):
        return sp.And(logic.args[0], _pushed(logic.args[1]), evaluate=False)
    if isinstance(logic, sp.Equivalent):
        if len(logic.args) != 2:
            raise ClaimError(
                f"{logic}: the negation of an equivalence of more than two claims is not supported; split it"
            )
        left, right = logic.args
        return sp.Or(
            sp.And(left, _pushed(right), evaluate=False), sp.And(_pushed(left), right, evaluate=False), evaluate=False
        )
    if logic in (sp.true, sp.false):
        return sp.false if logic is sp.true else sp.true
    raise ClaimError(f"{logic}: not an inequality or a combination (and, or, not, implies, iff) of inequalities")


def _bounded(clauses: list[list[Relational]]) -> list[list[Relational]]:
    if len(clauses) > MAX_CLAUSES:
        raise ClaimError(f"the claim has more than {MAX_CLAUSES} clauses in normal form; split it into several claims")
    return clauses
