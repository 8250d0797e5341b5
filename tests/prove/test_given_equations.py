"""Equations, inequations and alternatives among what is given: verdicts agree with points found without the prover."""

from __future__ import annotations

import json
import random
import runpy
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from certificates.steps import steps_of
from lsec_models import parameters, prove, thresholds
from lsec_models.errors import CertificateError, ClaimError, DeclarationError
from lsec_models.prove import verify
from lsec_models.prove.certificates.checker import check, digest
from lsec_models.prove.results.verdicts import Contradictory, Mixed, Proved, Refuted, Verdict
from lsec_models.prove.statements.claims import crosses_once
from strategies import examples

REFEREE = runpy.run_path(str(Path(__file__).parents[2] / "referee" / "check_certificates.py"))
a, b, p, q, r, s, t, u, v = parameters("a b p q r s t u v")
k, m = parameters("k m", positive=True)

PROVED: dict[str, tuple[Any, list[Any]]] = {
    "a linear equation": (q < k, [sp.Eq(2 * q, k - m)]),
    "a slope that is a condition": (sp.Eq(p, 1), [sp.Eq(p * (a - b), a - b), a > b]),
    "a slope that takes a proof": (p > 0, [sp.Eq(p * (a * b - r * s), k), a > r, r > 0, b > s, s > 0]),
    "a slope that is not zero": (sp.Eq(p * a, b), [sp.Eq(p * a**2, a * b), sp.Ne(a, 0)]),
    "a demand that falls": (
        p < q,
        [sp.Eq(s * a + t * p, u), sp.Eq(s * b + t * q, v), sp.Eq(u, v), a > b, s > 0, t > 0],
    ),
    "the range of a variable that is solved for": (q > m, [sp.Eq(k, q - m)]),
    "a multiple of an equation": (sp.Eq(a**3, b**3), [sp.Eq(a**2 + a * b + b**2, k), sp.Eq(k * (a - b), 0)]),
    "times something positive": (sp.Eq(a, b), [sp.Eq(a * p, r), sp.Eq(b * p, r), p * q > 0]),
    "times a sum that is positive": (
        s > -1,
        [sp.Eq(r * s, -1), sp.Eq(p**2 * (s + 1) - 6 * r * s**2 + 3 * r * s - 5 * s + 3, 0)],
    ),
    "what is left over is sought too": (
        3 * m > 2,
        [sp.Eq(a, -3 * m), sp.Eq(k * (3 * m - 2) + 3 * b * (3 * m + a) - 7 * m - 2 * a, 1)],
    ),
    "what is zero because its square is": (sp.Eq(a, 0), [sp.Eq(a**2 + b * p, 0), sp.Eq(b, 0)]),
    "second-order conditions": (
        p < 0,
        [sp.Eq(a * p + b * q, k), sp.Eq(b * p + r * q, 0), a < 0, r < 0, a * r > b**2],
    ),
    "an inequation": (sp.Ne(a, b), [sp.Ne(a**2, b**2)]),
    "either of two": (a**2 > 1, [sp.Or(a > 1, a < -1)]),
    "either of two equations": (sp.Eq(a * b, 0), [sp.Or(sp.Eq(a, 0), sp.Eq(b, 0))]),
    "a quotient in either case": (1 / a > 0, [sp.Or(a > 1, a > 2)]),
    "a complement": (a + b > 0, [sp.Eq(a * b, 0), a >= 0, b >= 0, a + b - k >= 0]),
}  # fmt: skip


@pytest.mark.parametrize("name", PROVED)
def test_what_follows_from_equations_is_proved(name: str, tmp_path: Path) -> None:
    claim, assumed = PROVED[name]
    verdict = prove(claim, assumed, engines=False)
    assert isinstance(verdict, Proved), verdict
    assert verdict.exact
    assert verify(verdict.certificate, claim, assumed).exact
    verdict.save(tmp_path / "certificate.json")
    assert REFEREE["verdict"](tmp_path / "certificate.json")[0] == "accepted"


@pytest.mark.parametrize("name", ["a linear equation", "times something positive", "second-order conditions"])
def test_a_certificate_states_all_its_equations(name: str) -> None:
    claim, assumed = PROVED[name]
    certificate = prove(claim, assumed, engines=False).certificate
    with pytest.raises(CertificateError, match="something else"):
        verify(certificate, claim, assumed[1:])
    assert {step["rule"] for step in steps_of(certificate)} & {"solve", "modulo"}


@pytest.mark.parametrize("name", PROVED)
def test_a_step_that_is_changed_is_refused(name: str, tmp_path: Path) -> None:
    """Other numbers, positions and signs in the steps for equations are wrong for both checkers."""
    claim, assumed = PROVED[name]
    text = json.dumps(prove(claim, assumed, engines=False).certificate)
    number = sum(1 for _ in steps_of(json.loads(text)))
    for i in range(number):
        changed = json.loads(text)
        step = [*steps_of(changed)][i]
        if step["rule"] == "solve":
            step["equation"] = step["equation"][:1] * 2
        elif step["rule"] == "modulo" and step["multiples"]:
            step["multiples"][0]["polynomial"] = [["7", [9] + [0] * (len(changed["variables"]) - 1)]]
        else:
            continue
        changed["digest"] = digest(changed)
        with pytest.raises(CertificateError):
            check(changed)
        (tmp_path / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
        assert REFEREE["verdict"](tmp_path / "changed.json")[0] == "refused"


# ---- what fails, and what nothing satisfies --------------------------------------------------------------------------


def test_a_counterexample_satisfies_the_equations() -> None:
    assumed = [sp.Eq(p * (a - b), 1), sp.Eq(q * a, p + b)]
    verdict = prove(p > 0, assumed)
    assert isinstance(verdict, Mixed)
    for point, holds in ((verdict.counterexample, False), (verdict.witness, True)):
        at = {symbol: point[symbol.name] for symbol in (a, b, p, q)}
        assert all(equation.subs(at) == sp.true for equation in assumed)
        assert (at[p] > 0) == holds


@pytest.mark.parametrize(
    "assumed",
    [
        [sp.Eq(a, 1), sp.Eq(a, 2)],
        [sp.Eq(a + b, k), sp.Eq(a + b, -k)],
        [sp.Eq(a * b, 1), sp.Eq(a * b, 2)],
        [sp.Eq(a**2 + 1, 0)],
        [sp.Eq(a, b), sp.Ne(a, b)],
        [sp.Eq(a, b), a > b + k],
    ],
)
def test_equations_that_exclude_each_other_are_contradictory(assumed: list[Any]) -> None:
    verdict = prove(p > q, [*assumed, p < k], engines=False)
    assert isinstance(verdict, Contradictory), verdict
    assert check(verdict.proofs[""].certificate).exact


def test_a_slope_that_may_vanish_is_not_divided_by() -> None:
    """With a = 0 the equation says nothing of p."""
    verdict = prove(sp.Eq(p, 1), [sp.Eq(a * p, a)])
    assert isinstance(verdict, Mixed | Refuted), verdict
    assert verdict.counterexample["a"] == 0
    assert verdict.counterexample["p"] != 1


@pytest.mark.slow
def test_many_variables_and_equations() -> None:
    symbols = sp.symbols("x0:40", real=True)
    chain = [sp.Eq(right, left + 1) for left, right in pairwise(symbols)]
    assert prove(symbols[39] > symbols[0] + 38, chain)
    assert isinstance(prove(symbols[39] > symbols[0] + 39, chain), Refuted)


@pytest.mark.parametrize(
    "assumed",
    [
        [sp.Or(a > 1, a < -1), a**2 < 1],
        [sp.Or(sp.Eq(a, 1), sp.Eq(a, 2)), a > 3],
    ],
)
def test_nothing_is_proved_of_alternatives_that_are_all_excluded(assumed: list[Any]) -> None:
    assert prove(b > 0, assumed).status in ("undecided", "contradictory")


@pytest.mark.parametrize("part", [sp.Eq(1 / a, 1), 1 / a <= 1, sp.Ne(1 / a, 1)])
def test_an_alternative_that_divides_by_what_may_be_zero_is_refused(part: Any) -> None:
    with pytest.raises(DeclarationError, match="multiply the inequality out"):
        prove(b > 0, [sp.Or(part, b > 0)])


@pytest.mark.parametrize("part", [sp.Eq, sp.Ne])
def test_an_equation_of_truth_values_is_refused(part: Any) -> None:
    with pytest.raises(ClaimError, match="truth values"):
        prove(a > 0, [part(a > 0, b > 0, evaluate=False)])
    with pytest.raises(ClaimError, match="not an inequality or a combination"):
        prove(a > 0, [sp.Xor(a > 0, b > 0)])


@pytest.mark.parametrize("assumed", [sp.Eq(a, b), sp.Or(a > b, a < -b)])
def test_what_is_asked_under_inequalities_only_says_so(assumed: Any) -> None:
    with pytest.raises(ClaimError, match="under inequalities only"):
        thresholds(a - k, a, [assumed])
    with pytest.raises(ClaimError, match="under inequalities only"):
        prove(crosses_once(a - k, a), [assumed])


# ---- at random, against all points of a small grid -------------------------------------------------------------------

_SYMBOLS = (a, b, p, q)
_GRID = [dict(zip(_SYMBOLS, values, strict=True)) for values in product((-2, -1, 0, 1, 2), repeat=4)]


def _polynomial(draw: random.Random) -> sp.Expr:
    monomials = [sp.Mul(*draw.choices(_SYMBOLS, k=draw.randint(0, 2))) for _ in range(draw.randint(1, 3))]
    return sp.Add(*(draw.choice((-2, -1, 1, 2)) * monomial for monomial in monomials))


def _relation(draw: random.Random, kinds: tuple[Any, ...]) -> sp.Basic:
    return draw.choice(kinds)(_polynomial(draw), _polynomial(draw), evaluate=False)


@pytest.mark.slow
@examples(12)
@given(st.integers(0, 10**9))
def test_no_point_of_a_grid_contradicts_a_verdict(seed: int) -> None:
    draw = random.Random(seed)
    assumed: list[Any] = [_relation(draw, (sp.Eq,)) for _ in range(draw.randint(1, 2))]
    assumed += [_relation(draw, (sp.Gt, sp.Ge, sp.Ne)) for _ in range(draw.randint(0, 2))]
    if draw.random() < 0.3:
        assumed.append(sp.Or(*(_relation(draw, (sp.Gt, sp.Eq)) for _ in range(2)), evaluate=False))
    claim = _relation(draw, (sp.Gt, sp.Ge, sp.Eq, sp.Ne))
    verdict = prove(claim, assumed, effort=0.02, engines=False)
    _require_consistent(verdict, claim, assumed)


def _require_consistent(verdict: Verdict, claim: Any, assumed: list[Any]) -> None:
    admissible = [at for at in _GRID if all(_holds(one, at) for one in assumed)]
    if isinstance(verdict, Contradictory):
        assert not admissible
    if isinstance(verdict, Proved):
        assert all(_holds(claim, at) for at in admissible)
    for name, holds in (("counterexample", False), ("witness", True)):
        point = getattr(verdict, name, None)
        if point is not None:
            at = {symbol: point.get(symbol.name, sp.S.Zero) for symbol in _SYMBOLS}
            assert all(_holds(one, at) for one in assumed)
            assert _holds(claim, at) == holds


def _holds(relation: Any, at: dict[sp.Symbol, Any]) -> bool:
    if isinstance(relation, sp.Or):
        return any(_holds(part, at) for part in relation.args)
    difference = sp.nsimplify((relation.lhs - relation.rhs).subs(at))
    value = Fraction(int(difference.p), int(difference.q)) if difference.is_Rational else difference
    return bool({sp.Eq: value == 0, sp.Ne: value != 0, sp.Gt: value > 0, sp.Ge: value >= 0}[relation.func])


_COUNTED = sp.Symbol("n", integer=True, positive=True)
_NUMBERS = st.integers(-4, 4)


@pytest.mark.slow
@given(st.tuples(_NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS), st.tuples(_NUMBERS, _NUMBERS), _NUMBERS)
@examples(20)
def test_what_is_declared_integer_is_a_whole_number_where_equations_hold(
    numbers: tuple[int, ...], slopes: tuple[int, int], least: int
) -> None:
    n = _COUNTED
    equation = sp.Eq(sp.Add(*(c * part for c, part in zip(numbers, (p * n, p, n, 1), strict=True))), 0)
    claim = sp.Or(slopes[0] * p + slopes[1] * n > least, 2 * n <= 5, n >= 3)
    if equation not in (sp.true, sp.false) and claim not in (sp.true, sp.false):
        verdict = prove(claim, [equation], effort=0.02, engines=False)
        assert verdict.status not in ("refuted", "mixed"), verdict
        turned = prove(sp.And(p > least, n > 2), [equation], effort=0.02, engines=False)
        for point in (getattr(turned, "counterexample", None), getattr(turned, "witness", None)):
            assert point is None or point.get("n", sp.S.One).is_integer
