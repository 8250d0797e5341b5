"""Claims made to mislead the prover: none is decided wrongly. A reduced run of ``benchmarks/soundness.py``."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction
from itertools import islice

import pytest
import sympy as sp

from claims.exact import constant
from claims.generator import KINDS, fails_there, false_claims, is_admissible, true_claims
from claims.known import Known, Undefined, eq, gt, holds
from claims.verdicts import answer

_ATTACKS = tuple(kind for kind in KINDS if kind != "polynomial")
_SEED = 2
x, y = sp.symbols("x y", positive=True)


# ---- the claims themselves -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_counterexamples_are_admissible_and_fail(kind: str) -> None:
    for known in islice(false_claims(_SEED, [kind]), 30):
        assert is_admissible(known), known
        assert fails_there(known), known


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_true_claims_hold_at_random_points(kind: str) -> None:
    generator = random.Random(_SEED)
    for known in islice(true_claims(_SEED, [kind]), 30):
        claim = known.claim if known.meaning is None else known.meaning
        given = [relation for relation in known.given if isinstance(relation, sp.Basic)]
        names = sorted({s.name for part in (claim, *given) for s in part.free_symbols})
        for _ in range(5):
            values = {name: sp.Rational(generator.randint(1, 40), generator.choice((1, 2, 7))) for name in names}
            point = {s: values[s.name] for part in (claim, *given) for s in part.free_symbols}
            if all(holds(relation, point) for relation in given):
                assert holds(claim, point), (known, point)


def test_equal_seeds_give_equal_claims() -> None:
    for stream in (true_claims, false_claims):
        first, second = ([(k.family, str(k.claim)) for k in islice(stream(5, ["thin", "logic"]), 20)] for _ in range(2))
        assert first == second


def test_numbers_are_exact() -> None:
    two, three, six = map(sp.sqrt, (2, 3, 6))
    assert holds(eq((two + 1) * (three + 1), six + two + three + 1), {})
    assert holds(eq(1 / (three - two), three + two), {})
    assert holds(eq(x**3, 2 * y), {x: sp.cbrt(2), y: sp.S.One})
    assert not holds(gt(x, two), {x: sp.Rational(1414213562373, 10**12)})
    assert (constant(sp.GoldenRatio) + constant(sp.Rational(-1618033988749895, 10**15))).sign() < 0
    assert constant(sp.sqrt(sp.Rational(4, 9))).terms == {(): Fraction(2, 3)}
    with pytest.raises(Undefined):
        holds(gt(1 / ((two + 1) * (two - 1) - 1), 5), {})


# ---- what the prover says of them ------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("kind", _ATTACKS)
def test_no_false_claim_is_proved(kind: str) -> None:
    assert _wrong(islice(false_claims(_SEED, [kind]), 10)) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", _ATTACKS)
def test_no_true_claim_is_refuted(kind: str) -> None:
    assert _wrong(islice(true_claims(_SEED, [kind]), 8)) == []


def _wrong(claims: Iterable[Known]) -> list[str]:
    answers = [(known, *answer(known)) for known in claims]
    return [f"{status} ({words}): {known}" for known, status, words in answers if status in known.forbidden]
