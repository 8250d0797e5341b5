"""A function that turns its sign once: proofs and refutations against lists of all roots at many points."""

from __future__ import annotations

import copy
import json
import random

import pytest
import sympy as sp

from lsec_models import Game, Player, crosses_once, decisions, parameters, prove, solve
from lsec_models.errors import CertificateError, ClaimError
from lsec_models.prove import verify
from lsec_models.prove.verification.points import truth_at

a, b, x = sp.symbols("a b x", positive=True)
u, y = sp.symbols("u y", nonnegative=True)
z = sp.Symbol("z", real=True)


def turns_once(function, symbol, low, high, *, low_taken=False, high_taken=False):
    """List the roots between two ends (infinite ones too), and look at the signs beside the only one."""
    polynomial = sp.Poly(function, symbol)
    if polynomial.degree() < 1:
        return False
    at_ends = [end for end in (low, high) if end.is_finite and polynomial.eval(end) == 0]
    if (low in at_ends and low_taken) or (high in at_ends and high_taken):
        return False
    roots = [root for root in polynomial.real_roots(multiple=False) if low < root[0] < high]
    if len(roots) != 1:
        return False
    root = sp.Rational(str(roots[0][0].evalf(60)))
    before = (low + root) / 2 if low.is_finite else root - 1
    after = (high + root) / 2 if high.is_finite else root + 1
    return bool(polynomial.eval(before) < 0 < polynomial.eval(after))


def random_case(seed):
    """Return a function of x and a (sometimes b), what is given, and the ends of x as functions of the others."""
    draw = random.Random(seed)
    symbol, low_taken = draw.choice([(x, False), (y, True), (z, None)])
    others = [a, b][: draw.randint(1, 2)]
    terms = [draw.randint(-4, 4) * symbol ** draw.randint(0, 3) * draw.choice([1, *others]) for _ in range(4)]
    function = (
        sp.Add(*terms) if draw.random() < 0.6 else (symbol - draw.choice(others)) * (symbol**2 + sp.Add(*terms[:2]))
    )
    low, high = (sp.S.Zero, sp.oo) if low_taken is not None else (-sp.oo, sp.oo)
    given, high_taken = [], False
    kind = draw.randint(0, 3)
    if kind == 1:
        given, high = [symbol < 1], sp.S.One
    elif kind == 2:
        given, high, high_taken = [symbol <= a], a, True
    elif kind == 3:
        given, low, low_taken = [symbol > a], a, False
    return function, symbol, others, given, (low, high), (bool(low_taken), high_taken)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_verdicts_are_those_of_roots_at_points(seed):
    function, symbol, others, given, ends, taken = random_case(seed)
    if symbol not in function.free_symbols:
        return
    claim = crosses_once(function, symbol)
    verdict = prove(claim, given, effort="quick")

    def truth(values):
        low, high = (sp.sympify(end).subs(values) for end in ends)
        return turns_once(function.subs(values), symbol, low, high, low_taken=taken[0], high_taken=taken[1])

    draw = random.Random(seed)
    grid = [{other: sp.Rational(draw.randint(1, 40), 8) for other in others} for _ in range(12)]
    truths = {truth(values) for values in grid}
    if verdict.status == "proved":
        assert truths == {True}
        assert verify(verdict.certificate, claim, given).steps > 0
    elif verdict.status in ("refuted", "mixed"):
        named = {other.name: other for other in others}
        points = [(verdict.counterexample, False)]
        points += [(verdict.witness, True)] if verdict.status == "mixed" else []
        for point, expected in points:
            assert truth_at(claim, given, {name: str(value) for name, value in point.items()}) is expected
            assert truth({named[name]: value for name, value in point.items() if name in named}) is expected
    else:
        assert verdict.status == "undecided"


@pytest.mark.slow
def test_the_random_cases_are_of_all_kinds():
    cases = [(f, symbol, given) for f, symbol, _, given, _, _ in map(random_case, range(40)) if f.has(symbol)]
    found = [prove(crosses_once(f, symbol), given, effort="quick").status for f, symbol, given in cases]
    assert min(found.count("proved"), found.count("refuted"), found.count("mixed")) >= 3


CASES = [
    (x**3 + x - a, x, [], "proved"),
    (x**2 - a, x, [x < 1], "mixed"),
    (x**2 - a, x, [x < 1, a < 1], "proved"),
    (1 - x, x, [], "refuted"),
    (a - x**2, x, [], "refuted"),
    # It only touches zero at 1, but the claim is that it is negative below the threshold.
    ((x - 1) ** 2 * (x - 2), x, [], "refuted"),
    # Zero at an end that is taken, or not.
    (y * (y - 1), y, [], "refuted"),
    (x * (x - 1), x, [], "proved"),
    # Both signs of the middle coefficients, and no sign at all that Descartes could use: it rises where it is zero.
    (z**3 + a * z - b, z, [], "proved"),
    (z**3 - a * z, z, [], "refuted"),
    ((x - 2) / (a + x), x, [], "proved"),
    # An interval that shrinks to a point, which admits no turn.
    (y - a / 2, y, [y <= a], "proved"),
    (y - u / 2, y, [y <= u], "undecided"),
    # Two lower ends, of which one binds.
    (x - 2 * a, x, [x > a], "proved"),
]


@pytest.mark.parametrize(("function", "symbol", "given", "status"), CASES)
def test_thresholds_that_are_known(function, symbol, given, status):
    assert prove(crosses_once(function, symbol), given).status == status


def test_a_threshold_that_no_formula_has():
    """The commission at which an equilibrium payoff turns is a root of degree five: it stays implicit."""
    claim = crosses_once(x**5 + a * x - b, "x")
    verdict = prove(claim, [x < 1, b < 1 + a])
    assert str(verdict) == "proved (certificate checked)"
    assert str(claim) == "crosses_once(a*x - b + x**5, x)"
    assert verdict.certificate["criterion"] == "coefficients"
    assert json.loads(verdict.text()) == verdict.certificate


def test_of_an_equilibrium():
    w, c = parameters("w c", positive=True)
    q = decisions("q")
    found = solve(Game(players=[Player("firm", decides=[q], payoff=q * (w - c - q))], assuming=[w > c]))
    assert prove(crosses_once(found["firm"] - 1, w), given=found)
    assert prove(crosses_once(1 - found["firm"], "c"), given=[found, w > 3])
    assert prove(crosses_once(1 - found["firm"], "c"), given=found).status == "mixed"


def test_a_certificate_proves_its_own_claim_only():
    claim, given = crosses_once(x**2 - a, x), [x < 1, a < 1]
    certificate = prove(claim, given).certificate
    assert verify(certificate, claim, given).exact
    for other, assumed in ((crosses_once(x**2 - 2 * a, x), given), (claim, [x < 1]), (claim, [x < 2, a < 1])):
        with pytest.raises(CertificateError):
            verify(certificate, other, assumed)
    for damage in ({"criterion": "slope"}, {"criterion": "?"}, {"parts": []}, {"parts": None}):
        with pytest.raises(CertificateError, match="something else"):
            verify({**certificate, **damage}, claim, given)
    for format in ("lsec-crossing-2", "crosses_once", None):
        with pytest.raises(CertificateError, match="not a certificate of format 'lsec-crossing-1'; make it again"):
            verify({**certificate, "format": format}, claim, given)
    forged = copy.deepcopy(certificate)
    forged["parts"][-1]["clauses"].pop()
    with pytest.raises(CertificateError):
        verify(forged, claim, given)
    with pytest.raises(CertificateError, match="no form that is proved"):
        verify(certificate, claim, [x**2 < 1])


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: crosses_once(x - a, "k"), "no parameter 'k'"),
        (lambda: crosses_once(x - a, 3), "not a parameter"),
        (lambda: prove(crosses_once(x - a, sp.Symbol("k"))), "name a parameter"),
        (lambda: prove(crosses_once((x - 2) / (a - x), x)), "vanishes at"),
        (lambda: prove(sp.And(crosses_once(x - a, x), a > 1, evaluate=False)), "stands alone"),
    ],
)
def test_what_is_no_claim_is_refused(ask, words):
    with pytest.raises(ClaimError, match=words):
        ask()


@pytest.mark.parametrize(
    ("function", "given", "words"),
    [
        (sp.sqrt(2) * x - a, [], "square roots"),
        (x - a, [x**2 < b], "not linear in x"),
        (x - a, [a * x - b * x < 1], "bounds x from below or above"),
        (x - a, [x < a + 1, x < b], "which of"),
    ],
)
def test_what_is_not_read_is_left_open(function, given, words):
    verdict = prove(crosses_once(function, x), given)
    assert verdict.status == "undecided"
    assert words in str(verdict)


def test_nothing_admissible_is_contradictory():
    verdict = prove(crosses_once(x - a, x), [x < 1, x > 2])
    assert verdict.status == "contradictory"
