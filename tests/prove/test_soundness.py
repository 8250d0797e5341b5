"""No false claim is proved, and no true one refuted.

A reduced run of ``benchmarks/soundness.py`` on inequalities between polynomials; the claims come from
``tests/support/claims/generator.py``, and what else it has is in ``test_attacks.py``.
"""

from __future__ import annotations

import random
from itertools import islice, pairwise
from typing import Any

import pytest
import sympy as sp

from claims.generator import fails_there, false_claims, is_admissible, true_claims
from lsec_models.prove import prove

x = sp.Symbol("x", positive=True)
u = sp.Symbol("u", nonnegative=True)
r = sp.Symbol("r", real=True)


@pytest.mark.slow
def test_the_generator_s_counterexamples_are_admissible_and_fail() -> None:
    for known in islice(false_claims(1, ["polynomial"]), 120):
        assert is_admissible(known), known
        assert fails_there(known), known


@pytest.mark.slow
def test_no_false_claim_is_proved() -> None:
    statuses = [
        (prove(k.claim, list(k.given), effort="quick").status, k) for k in islice(false_claims(1, ["polynomial"]), 180)
    ]
    assert [known for status, known in statuses if status in ("proved", "contradictory")] == []
    assert sum(status in ("refuted", "mixed") for status, _ in statuses) >= 0.9 * len(statuses)


@pytest.mark.slow
def test_true_claims_are_proved_and_none_is_refuted() -> None:
    statuses = [
        (prove(k.claim, list(k.given), effort="quick").status, k) for k in islice(true_claims(1, ["polynomial"]), 100)
    ]
    assert [known for status, known in statuses if status in ("refuted", "mixed", "contradictory")] == []
    assert sum(status == "proved" for status, _ in statuses) >= 0.9 * len(statuses)


# ---- one variable: every verdict against an exact decision -----------------------------------------------------------


@pytest.mark.slow
def test_verdicts_on_one_variable_agree_with_counting_roots() -> None:
    """Random claims about cubics on an interval, decided independently by isolating all roots."""
    generator = random.Random(7)
    for _ in range(60):
        symbol = generator.choice((x, u, r))
        claim, given = _univariate(generator, symbol)
        expected = _decided_by_roots(claim, given, symbol)
        verdict = prove(claim, given, effort="quick")
        assert verdict.status in {*expected, "undecided"}, (claim, given, expected, str(verdict))


def _univariate(generator: random.Random, symbol: sp.Symbol) -> tuple[Any, list[Any]]:
    def factor() -> sp.Expr:
        root = sp.Rational(generator.randint(-4, 6), generator.choice((1, 2)))
        return generator.choice(
            (symbol - root, symbol - root, symbol**2 + generator.randint(-3, 3) * symbol + 1, symbol)
        )

    def product() -> sp.Expr:
        factors = [factor() ** generator.choice((1, 1, 2)) for _ in range(generator.randint(1, 3))]
        return sp.expand(generator.choice((-1, 1, 2)) * sp.Mul(*factors))

    relations = (sp.Gt, sp.Ge, sp.Lt, sp.Le)
    given = [
        generator.choice(relations)(product(), 0, evaluate=False) for _ in range(generator.choice((0, 0, 1, 1, 2)))
    ]
    return generator.choice((*relations, sp.Eq, sp.Ne))(product(), 0, evaluate=False), given


def _decided_by_roots(claim: Any, given: list[Any], symbol: sp.Symbol) -> set[str]:
    """The verdicts that are right: evaluate at every root and between any two."""
    whole = sp.Poly(sp.Mul(symbol, claim.lhs, *(relation.lhs for relation in given)), symbol).sqf_part()
    roots = sorted(set(whole.real_roots()), key=lambda root: root.evalf(30))
    near = [sp.Rational(str(root.evalf(30))) for root in roots]
    between = [near[0] - 1, *((left + right) / 2 for left, right in pairwise(near)), near[-1] + 1]
    truths = set()
    for place in (*roots, *between):
        in_range = place > 0 or (place == 0 and not symbol.is_positive) or not symbol.is_nonnegative
        if in_range and all(_at(relation, symbol, place) for relation in given):
            truths.add(_at(claim, symbol, place))
    return {frozenset(): {"contradictory"}, frozenset({True}): {"proved"}, frozenset({False}): {"refuted"}}.get(
        frozenset(truths), {"mixed", "refuted"}
    )


def _at(relation: Any, symbol: sp.Symbol, place: sp.Expr) -> bool:
    polynomial = sp.Poly(relation.lhs, symbol)
    if place.is_Rational:
        value = polynomial.eval(place)
    elif polynomial.rem(sp.Poly(sp.minimal_polynomial(place, symbol), symbol)).is_zero:
        value = sp.S.Zero
    else:
        value = relation.lhs.subs(symbol, place).evalf(30)
    return bool(relation.func(value, 0))
