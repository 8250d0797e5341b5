"""Claims with their verdicts: a table that a reader can check by hand."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from lsec_models import parameters, solve
from lsec_models.errors import ClaimError, DeclarationError, LsecError, NotRational
from lsec_models.models import load
from lsec_models.prove import decreasing, increasing, independent, prove, verify
from lsec_models.prove.certificates.checker import check
from lsec_models.prove.results.verdicts import Contradictory, Mixed, Proved, Refuted, Undecided

x, y, z = sp.symbols("x y z", positive=True)
u, v = sp.symbols("u v", nonnegative=True)
r, s = sp.symbols("r s", real=True)
HALF, ROOT = sp.Rational(1, 2), sp.sqrt(2)


def gt(left: Any, right: Any = 0) -> Any:
    return sp.Gt(left, right, evaluate=False)


def ge(left: Any, right: Any = 0) -> Any:
    return sp.Ge(left, right, evaluate=False)


PROVED = {
    "a mean": (x / y + y / x >= 2, []),
    "coefficients": (gt(x**2 + 3 * y), []),
    "a product of differences": (gt(sp.expand((x - y) * (y - z) * (x + z))), [x > y, y > z]),
    "a fraction": ((x + 1) / (y + 1) < x / y, [x > y]),
    "a quadratic without real roots": (gt(r**2 - 2 * r + 2), []),
    "a perfect square": (ge(r**2 - 2 * r * s + s**2), []),
    "the first cyclic inequality": (x**2 + y**2 + z**2 >= x * y + y * z + z * x, []),
    "three means": (x**3 + y**3 + z**3 >= 3 * x * y * z, []),
    "a weak upper bound": (ge(u * (1 - u)), [u <= 1]),
    "a strict upper bound": (gt((1 - u) * (v + 1)), [u < 1]),
    "a bound on a real variable": (ge(r**3, 8), [r >= 2]),
    "a negative bound": (gt(r**3, -8), [r > -2]),
    "an identity": (sp.Eq((x + y) ** 2, x**2 + 2 * x * y + y**2, evaluate=False), []),
    "equal by squeezing": (sp.Eq(x**2, y**2, evaluate=False), [x >= y, x <= y]),
    "never equal": (sp.Ne(x**2 + y, 0, evaluate=False), []),
    "never equal under a condition": (sp.Ne(x, y), [x > 2 * y]),
    "both": (sp.And(gt(x + y, x), gt(x * y + 1), evaluate=False), []),
    "one or the other": (sp.Or(x > y, x < 2 * y, evaluate=False), []),
    "not": (sp.Not(sp.Eq(x**2 + x * y, 0, evaluate=False), evaluate=False), []),
    "not both": (sp.Not(sp.And(x > y, y > x, evaluate=False), evaluate=False), []),
    "implies": (sp.Implies(x > y, x**2 > y**2), []),
    "implies through an equation": (sp.Implies(sp.Eq(x, 2 * y), sp.Eq(x**2, 4 * y**2)), []),
    "a premise that never holds": (sp.Implies(x**2 + 1 < x, x > 5), []),
    "iff": (sp.Equivalent(x > y, x**2 > y**2), []),
    "iff, three ways": (sp.Equivalent(x > y, x**2 > y**2, x / y > 1), []),
    "iff through a quadratic": (sp.Equivalent(r**2 < 4, sp.And(r > -2, r < 2)), []),
    "a square root": (x < ROOT * y, [2 * y > 3 * x]),
    "a square root in a condition": (x**2 > sp.Rational(3, 2), [x > ROOT]),
    "two square roots": (x * (ROOT + sp.sqrt(3)) > 3 * x, []),
    "iff with a square root": (sp.Equivalent(x**2 > 2 * y**2, x > ROOT * y), []),
    "dividing by a square root": (x / (3 - ROOT) > x / 2, []),
    "dividing where a condition allows it": (gt(1 / (x - y)), [x > y]),
    "increasing": (increasing(x**2 + x * y, x), []),
    "decreasing": (decreasing(1 / (x + y), x), []),
    "independent": (independent((x * y + y) / (x + 1), x), []),
    "true already": (sp.true, []),
    "a decimal is what it looks like": (sp.Ge(sp.Float("0.1") * 3 * x, sp.Rational(3, 10) * x, evaluate=False), []),
}

MIXED = {
    "an order": (x > y, []),
    "a boundary of a weak condition": (gt(x - y), [x >= y]),
    "a nonnegative variable": (gt(u * x), []),
    "the one point of a square": (gt(r**2 + s**2), []),
    "just above the mean": (x + 1 / x >= sp.Rational(201, 100), []),
    "strict where there is equality": (x + 1 / x > 2, []),
    "an inequation": (sp.Ne(x, 2), []),
    "an irrational point": (sp.Ne(x**2, 2), []),
    "an irrational point of degree three": (sp.Ne(x**3, x + 1), []),
    "implies": (sp.Implies(x > y, x > y + 1), []),
    "iff": (sp.Equivalent(x > y, x > 2 * y), []),
    "either": (sp.Or(x > 2 * y, x < y, evaluate=False), []),
    "both": (sp.And(x > y, y > z, evaluate=False), []),
    "a square root": (x > ROOT * y, [x > y]),
    "strict at a square root": (gt(x, ROOT * y), [x >= ROOT * y]),
}

REFUTED = {
    "the opposite holds": (x + 1 / x < 2, []),
    "the opposite holds strictly": (x > y, [y > 2 * x]),
    "an identity that is none": (sp.Eq((x + y) ** 2, x**2 + y**2, evaluate=False), []),
    "two contraries": (sp.And(x > 2 * y, y > 2 * x, evaluate=False), []),
    "depends on it": (independent(x * y, x), []),
    "false already": (sp.false, []),
}

CONTRADICTORY = {
    "two orders": (x > 0, [x < y, y < x], ("x > y", "y > x")),
    "with a third that is innocent": (x > z, [x < y, y < x, z < 5], ("x > y", "y > x")),
    "a declared sign": (x > y, [x + y < 0], ()),
    "no visible clash": (x > y, [x * y > x + y, x + y >= 5, x * y < 4, z < 5], ("4 > x*y",)),
    "false already": (x > y, [sp.false], ("number 1",)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PROVED)
def test_proved(name: str) -> None:
    claim, given = PROVED[name]
    verdict = prove(claim, given)
    assert isinstance(verdict, Proved)
    assert verdict


@pytest.mark.slow
@pytest.mark.parametrize("name", MIXED)
def test_mixed_at_exact_points(name: str) -> None:
    claim, given = MIXED[name]
    verdict = prove(claim, given)
    assert isinstance(verdict, Mixed)
    assert not verdict
    assert _truth(claim, verdict.counterexample) == sp.false
    assert _truth(claim, verdict.witness) == sp.true
    for point in (verdict.counterexample, verdict.witness):
        assert all(_truth(relation, point) == sp.true for relation in given)
        assert all(value.is_rational or value.is_algebraic for value in point.values())
        assert not any(value.has(sp.Float) for value in point.values())


@pytest.mark.parametrize("name", REFUTED)
def test_refuted_with_the_opposite_proved(name: str) -> None:
    claim, given = REFUTED[name]
    verdict = prove(claim, given)
    assert isinstance(verdict, Refuted)
    assert not verdict
    assert _truth(claim, verdict.counterexample) == sp.false
    if name not in ("an identity that is none", "two contraries", "depends on it"):
        assert isinstance(verdict.opposite, Proved)
        assert "fails everywhere" in str(verdict)


@pytest.mark.parametrize("name", CONTRADICTORY)
def test_contradictory_naming_the_clash(name: str) -> None:
    claim, given, named = CONTRADICTORY[name]
    verdict = prove(claim, given)
    assert isinstance(verdict, Contradictory)
    assert not verdict
    assert all(words in verdict.clash for words in named)
    (proof,) = verdict.proofs.values()
    assert check(proof.certificate).exact == proof.exact
    assert verify(proof.certificate, sp.false, given).exact == proof.exact
    assert not any(innocent in verdict.clash for innocent in ("5 > z", "x + y >= 5"))


def _truth(claim: Any, point: Any) -> Any:
    if claim in (sp.true, sp.false):
        return claim
    symbols = {symbol: point[symbol.name] for symbol in claim.free_symbols}
    return claim.subs(symbols)


# ---- what else a verdict says --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "given", "places"),
    [
        (x / y + y / x >= 2, [], {sp.Eq(x, y)}),
        (ge((x - y) * (x - 2 * y)), [x >= 2 * y], {sp.Eq(x, 2 * y)}),
        (ge((x - y) ** 2 * (x - 2) ** 2), [], {sp.Eq(x, y), sp.Eq(x, 2)}),
        (ge(u * (1 - u)), [u <= 1], {sp.Eq(u, 1), sp.Eq(u, 0)}),
        (ge(x + y), [], set()),
        (ge(r**2 - 2 * r + 2), [], set()),
        (x**2 + 2 * y**2 >= 2 * ROOT * x * y, [], {sp.Eq(x**2 + 2 * y**2, 2 * ROOT * x * y)}),
        (x > y, [x > 2 * y], None),
    ],
)
def test_a_weak_inequality_says_where_it_is_an_equality(claim: Any, given: Any, places: Any) -> None:
    verdict = prove(claim, given)
    assert isinstance(verdict, Proved)
    if places is None:
        assert verdict.equality is None
    else:
        assert verdict.equality is not None
        found = {frozenset(place.args) for place in verdict.equality}
        assert found == {frozenset(place.args) for place in places}


@pytest.mark.parametrize(
    ("claim", "given", "condition"),
    [
        (x > y, [], x > y),
        (gt((x - y) * (x + y) * z), [], x > y),
        (gt((x - y) / (z - y)), [z > y], x > y),
        (gt((x - y) / (z - y)), [z < y], x < y),
        (gt((x - y) * (y - z)), [x > z], gt((x - y) * (y - z))),
        (x > ROOT * y, [], x > ROOT * y),
        (gt((x - y) ** 2 * (x - z)), [], None),
    ],
)
def test_a_mixed_inequality_says_exactly_where_it_holds(claim: Any, given: Any, condition: Any) -> None:
    verdict = prove(claim, given)
    assert isinstance(verdict, Mixed)
    if condition is None:
        assert verdict.condition is None
    else:
        assert verdict.condition is not None
        left = verdict.condition.gts - verdict.condition.lts
        assert sp.simplify(left - (condition.gts - condition.lts)) == 0
        assert verdict.condition.func in (sp.Gt, sp.Lt)


def test_strict_weak_and_equal_are_told_apart() -> None:
    square = r**2 - 2 * r + 1
    assert isinstance(prove(ge(square)), Proved)
    assert isinstance(prove(gt(square)), Mixed)
    assert isinstance(prove(sp.Ne(square, 0)), Mixed)
    assert isinstance(prove(gt(square), [r > 1]), Proved)
    assert isinstance(prove(gt(square), [r >= 1]), Mixed)
    assert isinstance(prove(sp.Eq(square, 0)), Refuted | Mixed)


@pytest.mark.slow
def test_engines_are_named_where_the_proof_rests_on_them() -> None:
    verdict = prove(ge(x**4 * y**2 + x**2 * y**4 + 1 - 3 * x**2 * y**2))
    assert isinstance(verdict, Proved)
    assert "engines agree" in str(verdict) or verdict.exact


@pytest.mark.slow
def test_undecided_says_what_was_tried() -> None:
    u, v = sp.symbols("u v", real=True)
    motzkin = u**8 * v**4 + u**4 * v**8 + 1 >= 3 * u**4 * v**4
    verdict = prove(motzkin, engines=False)
    assert isinstance(verdict, Undecided)
    assert not verdict
    assert "positive coefficients in slack coordinates" in verdict.tried
    assert not any("z3" in words for words in verdict.tried)
    assert verdict.points > 100
    assert "undecided at effort 'normal'" in str(verdict)


def test_no_work_is_no_verdict_but_no_error() -> None:
    verdict = prove(x**3 + y**3 + z**3 >= 3 * x * y * z, effort=1e-9)
    assert isinstance(verdict, Undecided)
    verdict = prove(1 / (x**2 - x + 1) > 0, effort=1e-9)
    assert isinstance(verdict, Undecided)
    assert any("x**2 - x + 1" in words for words in verdict.tried)


@pytest.mark.slow
def test_nothing_is_proved_where_nothing_is_known_to_be_admissible() -> None:
    empty = [sp.Le(r**2 + 2 * r + 1, 0, evaluate=False), sp.Lt(2 * r**4 + 9 * r**3 + 9 * r**2, 0, evaluate=False)]
    thin = [x >= y, x <= y]
    assert isinstance(prove(gt(r), empty), Contradictory)
    assert isinstance(prove(gt(r), empty, engines=False), Undecided | Contradictory)
    assert isinstance(prove(ge(x, y), thin), Proved)
    assert isinstance(prove(ge(x, y), thin, engines=False), Proved)
    square = [x**2 + y**2 <= 2 * x * y]
    assert isinstance(prove(ge(x, y), square, engines=False), Undecided)


@pytest.mark.parametrize("symbol", [u, x])
def test_a_root_outside_a_variable_s_range_is_no_counterexample(symbol: sp.Symbol) -> None:
    # Its only real root is negative, which its coefficients do not show.
    assert isinstance(prove(sp.Ne(symbol**3 - symbol**2 + symbol + 1, 0)), Proved)
    assert isinstance(prove(sp.Ne(r**3 - r**2 + r + 1, 0)), Mixed)


# ---- equilibria ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bilateral() -> dict[str, Any]:
    game = load("power_structures_bilateral")
    orders: dict[str, Any] = {
        "led": ["manufacturer", "streamer"],
        "nash": [("manufacturer", "streamer")],
        "streamer first": ["streamer", "manufacturer"],
    }
    return {name: solve(game.with_order(order)) for name, order in orders.items()}


def test_leading_pays_with_equality_exactly_on_a_curve(bilateral: dict[str, Any]) -> None:
    led, nash = bilateral["led"], bilateral["nash"]
    verdict = prove(led.payoffs["manufacturer"] >= nash.payoffs["manufacturer"], given=[led, nash])
    assert isinstance(verdict, Proved)
    assert verdict.exact
    b, eta, mu = (next(p for p in led.ring.symbols if p.name == name) for name in ("b", "eta", "mu"))
    (place,) = verdict.equality or ()
    assert sp.simplify((place.lhs - place.rhs).subs(mu**2, b * eta)) == 0
    assert isinstance(prove(led.payoffs["manufacturer"] > nash.payoffs["manufacturer"], given=[led, nash]), Mixed)


def test_the_condition_of_a_mixed_comparison_is_what_a_person_would_write(bilateral: dict[str, Any]) -> None:
    led, other = bilateral["led"], bilateral["streamer first"]
    verdict = prove(led["q"] > other["q"], given=[led, other])
    assert isinstance(verdict, Mixed)
    assert verdict.condition is not None
    gamma, k, mu, eta = (next(p for p in led.ring.symbols if p.name == n) for n in ("gamma", "k", "mu", "eta"))
    difference = verdict.condition.gts - verdict.condition.lts
    assert sp.simplify(difference / (mu**2 / eta - gamma**2 / k)).is_positive


def test_statics_of_an_equilibrium(bilateral: dict[str, Any]) -> None:
    led = bilateral["led"]
    symbols = {p.name: p for p in led.ring.symbols}
    assert prove(increasing(led["q"], symbols["gamma"]), led)
    assert prove(decreasing(led["q"], symbols["k"]), led)
    assert not prove(independent(led["q"], symbols["mu"]), led)


# ---- bad input -----------------------------------------------------------------------------------------------------

a_negative = sp.Symbol("n", negative=True)
an_integer = sp.Symbol("i", integer=True)
a_nonzero = sp.Symbol("n", real=True, nonzero=True)

whole = sp.Symbol("n", integer=True, positive=True)
BAD = {
    "no claim": (None, [], ClaimError, "claim None; write"),
    "text": ("x > y", [], ClaimError, "is a str"),
    "an expression": (x - y, [], ClaimError, "write an inequality"),
    "a symbol": (x, [], ClaimError, "write an inequality"),
    "exclusive or": (sp.Xor(x > y, y > z), [], ClaimError, "not an inequality or a combination"),
    "an equation of truth values": (sp.Eq(x > y, y > z, evaluate=False), [], ClaimError, "Equivalent"),
    "an exponential": (gt(sp.exp(r), 2), [], NotRational, "exp"),
    "a symbolic exponent": (gt(x**y, 1), [], NotRational, "not a rational function"),
    "a cube root": (gt(x, sp.cbrt(2)), [], NotRational, "not a rational function"),
    "a root of a parameter": (gt(sp.sqrt(x), 1), [], NotRational, "not a rational function"),
    "pi": (gt(x, sp.pi), [], NotRational, "pi"),
    "infinity": (gt(sp.oo, x), [], NotRational, "oo"),
    "not a number": (gt(sp.nan, x), [], NotRational, "nan"),
    "an absolute value": (ge(sp.Abs(r), r), [], NotRational, "Abs"),
    "division by what vanishes": (gt(1 / (x - y)), [], ClaimError, r"divides by .*which vanishes at x ="),
    "division by what vanishes on the boundary": (gt(1 / (x - y)), [x >= y], ClaimError, "which vanishes at"),
    "division by what vanishes at one point": (gt(1 / (r**2 + s**2)), [], ClaimError, "vanishes at r = 0, s = 0"),
    "division by zero at a square root": (gt(1 / (x**2 - 2)), [], ClaimError, "vanishes at x = sqrt"),
    "division that would cancel": (gt((r**2 - 1) / (r - 1), r), [], ClaimError, "vanishes at r = 1"),
    "division that would cancel on both sides": (
        gt(1 / (r - 1), 1 / (r - 1) - 1),
        [],
        ClaimError,
        "vanishes at r = 1",
    ),
    "a negative symbol": (gt(a_negative + y), [], ClaimError, "n is declared with more"),
    "an integer": (ge(an_integer**2, an_integer), [], ClaimError, "i is declared with more"),
    "a nonzero symbol": (gt(a_nonzero**2), [], ClaimError, "n is declared with more"),
    "two meanings of one letter": (gt(x, sp.Symbol("x", real=True)), [], DeclarationError, "two meanings"),
    "a tower of powers": (gt(((x + 1) ** 50 + y) ** 50), [], ClaimError, "would have degree 2500"),
    "too many cases": (
        sp.Or(*(sp.And(gt(x, i), gt(y, i), evaluate=False) for i in range(1, 9)), evaluate=False),
        [],
        ClaimError,
        "more than 64 clauses",
    ),
    "a given equation with a quotient of open sign": (x > y, [sp.Eq(1 / (x - z), 1)], DeclarationError, "denominator"),
    "too many alternatives": (
        gt(x, y),
        [sp.Or(gt(x, i), gt(z, i), evaluate=False) for i in range(2, 9)],
        ClaimError,
        "128 clauses",
    ),
    "a whole number that an equation binds": (
        increasing(x * whole, whole),
        [sp.Eq(x, y)],
        ClaimError,
        "moves with a whole number is asked under inequalities only",
    ),
    "text as given": (x > y, ["x > y"], ClaimError, "is a str"),
    "a given quotient of open sign": (x > y, [gt(1 / (x - z), 1)], DeclarationError, "denominator"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_an_error_that_says_what_to_do(name: str) -> None:
    claim, given, error, words = BAD[name]
    with pytest.raises(error, match=words) as raised:
        prove(claim, given)
    assert isinstance(raised.value, LsecError)


def test_a_symbol_that_no_equilibrium_knows(bilateral: dict[str, Any]) -> None:
    gama = parameters("gama", positive=True)
    with pytest.raises(ClaimError, match="gama, which is not a parameter") as raised:
        prove(bilateral["led"]["q"] > gama, given=[bilateral["led"]])
    assert "gamma" in str(raised.value)


def test_a_clause_with_an_atom_that_is_false_everywhere() -> None:
    never = sp.Gt(0, 0, evaluate=False)
    assert isinstance(prove(sp.Equivalent(never, x < y, evaluate=False), [x >= y]), Proved)
    assert isinstance(prove(sp.Or(never, x >= y, evaluate=False), [x >= y]), Proved)
