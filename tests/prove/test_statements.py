"""What a claim says: which parameter is meant, what it divides by, and which square roots are the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import sympy as sp
from hypothesis import given

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.errors import ClaimError, DeclarationError
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.models import load
from lsec_models.prove import decreasing, increasing, independent, prove
from lsec_models.prove.results.verdicts import Mixed, Proved, Refuted
from lsec_models.prove.statements.claim_to_statement import statement
from strategies import examples, rational_expressions

x, y = sp.symbols("x y", positive=True)
r = sp.Symbol("r", real=True)
ROOT = sp.sqrt(2)


def gt(left: Any, right: Any = 0) -> Any:
    return sp.Gt(left, right, evaluate=False)


def ge(left: Any, right: Any = 0) -> Any:
    return sp.Ge(left, right, evaluate=False)


def ne(left: Any, right: Any = 0) -> Any:
    return sp.Ne(left, right, evaluate=False)


@pytest.fixture(scope="module")
def led() -> Equilibrium:
    return solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))


# ---- which parameter is meant ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [str, sp.Symbol, lambda text: sp.Symbol(text, positive=True)])
def test_a_parameter_may_be_meant_by_its_name(led: Equilibrium, name: Callable[[str], Any]) -> None:
    assert prove(increasing(led["q"], name("gamma")), led)
    assert prove(decreasing(led["q"], name("k")), led)
    assert isinstance(prove(independent(led["q"], name("gamma")), led), Refuted)


def test_symbols_of_a_declared_name_are_the_declared_ones(led: Equilibrium) -> None:
    gamma = next(symbol for symbol in led.ring.symbols if symbol.name == "gamma")
    plain = sp.Symbol("gamma")
    assert str(prove(led["q"] > plain, led)) == str(prove(led["q"] > gamma, led))
    assert prove(led["q"] > 0, [led, gt(plain, 1)])
    assert isinstance(prove(gt(gamma, 1), [led, gt(plain, 2)]), Proved)


@examples(15)
@given(rational_expressions((x, y)))
def test_a_slope_is_the_derivative_that_sympy_takes(function: sp.Expr) -> None:
    asked, written = (statement(claim, ()) for claim in (increasing(function, x), gt(sp.diff(function, x))))
    (((atom,),), ((other,),)) = asked.clauses, written.clauses
    assert sp.cancel(atom.function.expression() - other.function.expression()) == 0
    assert atom.relation == other.relation


def test_a_sign_that_is_not_declared_is_refused() -> None:
    domain = domain_of([r], [])
    with pytest.raises(ClaimError, match="r is assumed to be positive here") as raised:
        prove(gt(sp.Symbol("r", positive=True)), domain)
    assert "add r > 0 to what is given" in str(raised.value)
    assert prove(gt(r), [domain, r > 0])


def test_a_name_that_does_not_occur_is_refused_and_its_symbol_taken(led: Equilibrium) -> None:
    with pytest.raises(ClaimError, match="no parameter 'gama'; did you mean 'gamma'"):
        increasing(led["q"], "gama")
    with pytest.raises(ClaimError, match="speaks of nowhere"):
        prove(independent(led["q"], sp.Symbol("nowhere")), led)
    (c,) = (symbol for symbol in led.ring.symbols if symbol.name == "c")
    assert prove(independent(led["q"] / led["q"], c), led)
    with pytest.raises(ClaimError, match="not a parameter; give its symbol or its name"):
        increasing(led["q"], 3)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [True, False])
def test_truth_values_of_python_are_refused(value: bool) -> None:
    assert (x == x) is True
    assert (x == y) is False
    with pytest.raises(ClaimError, match=r"did you mean Eq\(...\)"):
        prove(value)
    with pytest.raises(ClaimError, match=r"did you mean Eq\(...\)"):
        prove(x > y, [x > 2 * y, value])
    assert prove(sp.Eq(x * 2, x + x))


def test_a_slope_is_worked_out_when_numbers_are_put_in() -> None:
    claim = increasing(x**2 - 3 * x, x)
    assert claim.subs(x, 1) == sp.false
    assert claim.subs(x, 2) == sp.true
    assert sp.latex(claim).startswith(r"\frac{\partial}{\partial x}")


# ---- what is divided by ----------------------------------------------------------------------------------------------


HIDDEN_POLES: dict[str, tuple[Any, list[Any], str]] = {
    "zero by a square root": (ge(x / ((ROOT + 1) * (ROOT - 1) - 1), 5), [], "which is zero"),
    "zero without a symbol": (ge(1 / ((ROOT + 1) * (ROOT - 1) - 1), 5), [], "which is zero"),
    "a quotient that is never zero": (ne(1 / (r - ROOT)), [], r"vanishes at r = sqrt\(2\)"),
    "beside something false": (sp.And(ne(1 / (r - ROOT)), gt(x, ROOT - 2)), [], r"vanishes at r = sqrt\(2\)"),
    "in a slope that is zero": (independent(y / (r - 1), x), [r > 0, x > 0, y > 0], "vanishes at r = 1"),
}


@pytest.mark.parametrize("name", HIDDEN_POLES)
def test_what_a_claim_divides_by_is_seen(name: str) -> None:
    claim, given, words = HIDDEN_POLES[name]
    with pytest.raises(ClaimError, match=words):
        prove(claim, given)


def test_without_what_excludes_a_pole_the_way_out_is_named(led: Equilibrium) -> None:
    with pytest.raises(ClaimError, match="given=, such as the equilibria"):
        prove(led["q"] > 0)
    assert prove(led["q"] > 0, given=led)


def test_what_is_given_may_not_divide_by_something_of_open_sign() -> None:
    quotient = gt((x**2 - y**2) / (x - y))
    with pytest.raises(DeclarationError, match="sign of the denominator x - y is not known"):
        prove(ne(x, y), [quotient])
    assert isinstance(prove(gt(x, y), [quotient, x > y][::-1]), Proved)


# ---- square roots ----------------------------------------------------------------------------------------------------


def test_slopes_with_square_roots() -> None:
    assert prove(increasing(ROOT * x, x))
    assert isinstance(prove(increasing(ROOT * x**2 - x, x)), Mixed)


@pytest.mark.parametrize(
    "claim",
    [
        sp.Eq(x * ROOT * sp.sqrt(3), sp.sqrt(6) * x, evaluate=False),
        sp.Eq(sp.Pow(8, sp.Rational(1, 2), evaluate=False), 2 * ROOT, evaluate=False),
        sp.Eq(sp.sqrt(sp.Rational(3, 2)) * x * ROOT, sp.sqrt(3) * x, evaluate=False),
        gt(x * sp.sqrt(10), x * sp.sqrt(2) * sp.Pow(3, sp.Rational(1, 2), evaluate=False)),
        sp.Eq(x / sp.sqrt(12), x * sp.sqrt(3) / 6, evaluate=False),
    ],
)
def test_square_roots_that_depend_on_each_other_are_known_to(claim: Any) -> None:
    assert isinstance(prove(claim), Proved)


@pytest.mark.slow
def test_a_sliver_beside_a_square_root_is_not_empty() -> None:
    below = sp.Rational(1414213562373, 10**12)
    assert isinstance(prove(gt(x, 1), [x < ROOT - below]), Refuted)
    assert isinstance(prove(gt(x, 1), [ge(x, sp.Pow(8, sp.Rational(1, 2), evaluate=False)), x <= 2 * ROOT]), Proved)


def test_numbers_beyond_floats_are_no_obstacle() -> None:
    assert isinstance(prove(gt(x, 10**400)), Mixed)
    assert isinstance(prove(gt(x + 10**400, 10**400)), Proved)


# ---- regimes ---------------------------------------------------------------------------------------------------------


a, t = parameters("a t", positive=True)
q = decisions("q")
CURVE = [(t - 1) * (t**2 - 2) >= 0, (t - 1) * (t**2 - 2) <= 0]


@pytest.fixture(scope="module")
def firm() -> Any:
    return solve(Game(players=[Player("firm", decides=[q], payoff=q * (a - t - q))]), corners=True)


THIN: dict[str, tuple[list[Any], str]] = {
    "two points, it fails at one": ([*CURVE, 5 * a >= 6, 5 * a <= 6], "mixed"),
    "two points, it holds at both": ([*CURVE, 2 * a >= 3, 2 * a <= 3], "proved"),
    "one irrational point": ([t**2 >= 2, t**2 <= 2, 5 * a >= 6, 5 * a <= 6], "refuted"),
    "a cube root": ([t**3 >= 2, t**3 <= 2, a >= 1, a <= 1], "refuted"),
    "the boundary of regimes": ([a <= t, a >= t], "refuted"),
    "nothing": ([t**2 >= 2, t**2 <= 1], "contradictory"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", THIN)
def test_claims_on_thin_domains(firm: Any, name: str) -> None:
    given, expected = THIN[name]
    assert prove(firm["q"] > 0, given=[firm, *given]).status == expected


@pytest.mark.slow
def test_what_a_claim_divides_by_counts_in_each_regime(firm: Any) -> None:
    for claim in (ne(1 / (firm["q"] - 1)), ge(firm["q"] / (2 * a - t)), gt(1 / firm["q"])):
        with pytest.raises(ClaimError, match="divides by"):
            prove(claim, given=[firm])
    assert prove(gt(1 / firm["q"]), given=[firm, a > t + 1])
    assert prove(firm["q"] ** 2 >= 0, given=[firm])


def test_slopes_by_regime_say_that_jumps_are_not_asked_about(firm: Any) -> None:
    verdict = prove(increasing(firm["q"], "a"), given=[firm])
    assert verdict.status == "mixed"
    assert "jumps between regimes are not asked about" in str(verdict)
    with pytest.raises(ClaimError, match=r"did you mean Eq\(...\)"):
        prove(True, given=[firm])
    assert "jumps" not in str(prove(firm["q"] >= 0, given=[firm]))


def test_a_claim_that_is_too_large_is_refused_before_it_is_multiplied_out() -> None:
    x0, x1, x2, x3, x4, x5 = sp.symbols("x0:6", positive=True)
    with pytest.raises(ClaimError, match="take it apart"):
        prove(gt((x0 + x1 + x2 + x3) ** 42 / (x4 + x5) ** 58, x0**90), seconds=0.5)


def test_more_inequalities_than_can_be_taken_together_are_refused_at_once() -> None:
    x = sp.symbols("x0:100", positive=True)
    descending = [left > right for left, right in pairwise(x)]
    with pytest.raises(ClaimError, match=r"99 inequalities in 100 parameters are given: .* leave out those that"):
        prove(x[0] > x[-1], given=descending, seconds=1)
    assert prove(x[0] > x[10], given=descending[:10]).status == "proved"
