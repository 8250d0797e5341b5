"""Mathematica code says what results say: its formulas are read again and evaluated at exact points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

import pytest
import sympy as sp

import lsec_models as lsec
from exported import (
    EVERYTHING,
    anywhere,
    each,
    encroached,
    entry_of,
    feedback_points,
    goodwill,
    led,
    points,
    renamed,
    rules_of,
    split,
    value_of,
    with_meanings,
)
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.games.summary.summary import Quantity, Summary
from lsec_models.models import CATALOGUE
from lsec_models.show import to_mathematica
from lsec_models.show.export.interchange.mathematica import mathematica_of
from lsec_models.show.export.interchange.wolfram_language import valid_names
from results import KINDS


def test_mathematica_says_how_parameters_are_declared() -> None:
    everything = "{symN1 > 0, a > 0, b > 0, c > 0, k > 0, lambda > 0}"
    assert entry_of(renamed(to_mathematica(led()))[1], "declared") == everything
    dynamic = entry_of(renamed(to_mathematica(goodwill(curved=False)))[1], "declared")
    assert {"delta > 0", "Element[symG, Reals]", "Element[symG0, Reals]"} <= set(split(dynamic[1:-1]))


def test_mathematica_rules_give_the_numbers() -> None:
    equilibrium = led()
    names, text = renamed(to_mathematica(equilibrium))
    rules = rules_of(text, "quantities")
    assert len(rules) == len(equilibrium.exact)
    for at in points(equilibrium, 5):
        values = with_meanings(text, {names.get(name, name): value for name, value in at.items()})
        assert [value_of(rule, values) for rule in rules.values()] == list(equilibrium.at(at).values.values())


SLOW = ("channel_choice", "inventory", "customer_relationship")
models = pytest.mark.parametrize(
    "model", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in CATALOGUE]
)


@models
def test_mathematica_names_put_back_give_the_formulas(model: str) -> None:
    result = lsec.solve(lsec.load(model))
    said = result.summary()
    names, text = renamed(to_mathematica(result))
    assert text.startswith("With[") == (bool(said.factors) or any(q.by_names is not None for q in said.quantities))
    assert {names[factor.symbol.name] for factor in said.factors} <= set(re.findall(r"\w+(?= = )", text))
    symbols = {names.get(symbol.name, symbol.name): symbol for symbol in (*result.domain.ring.symbols, *said.states)}
    values = with_meanings(text, symbols)
    for quantity, formula in written(said, text):
        same_formula(value_of(formula, values), quantity, result.domain.ring)


KEYS = ("quantities", "strategies", "values", "speeds", "start", "steadyState")
ROLES = ("decision", "strategy", "value function", "speed", "start", "steady state")


def written(said: Summary, text: str) -> Iterator[tuple[Quantity, str]]:
    """Yield the quantities of a result and of its branches, each with the formula that is written for it."""
    if any(branch.cells for branch in said.branches):
        for name, rule in zip(said.common_names, rules_in(text, "quantities"), strict=True):
            cases = split(split(rule.removeprefix("Piecewise[").removesuffix("]"))[0][1:-1])
            found = [q for branch in said.branches for q in branch.quantities if q.name == name]
            yield from zip(found, (split(case[1:-1])[0] for case in cases), strict=True)
        return
    solutions = text.split('<|"name" -> ')[1:]
    parts = [(said.quantities, text), *zip((branch.quantities for branch in said.branches), solutions, strict=True)]
    for quantities, part in parts if said.quantities else parts[1:]:
        rules = [rule for key in KEYS if f'"{key}" -> {{\n' in part for rule in rules_in(part, key)]
        told = [q for key in ROLES for q in quantities if (q.role if q.role in ROLES else "decision") == key]
        yield from zip(told, rules, strict=True)


def rules_in(text: str, key: str) -> list[str]:
    """Return the right sides of rules, which end with a brace on a line of its own."""
    inner = text.partition(f'"{key}" -> {{\n')[2].partition("\n  }")[0]
    return [rule.split(" -> ", 1)[1] for rule in split(inner)]


def same_formula(found: sp.Expr, quantity: Quantity, ring: Ring) -> None:
    """Compare as rational functions, exactly; what has roots, to fifty digits at two points."""
    if quantity.exact is not None and quantity.exact.ring == ring:
        assert ratio(ring, found) == quantity.exact
        return
    symbols = sorted(quantity.value.free_symbols | found.free_symbols, key=str)
    for shift in (3, 8):
        at = {symbol: sp.Rational(sp.prime(shift + i), 29) for i, symbol in enumerate(symbols)}
        assert abs((found - quantity.value).subs(at).evalf(50, chop=True)) < 1e-40


def test_mathematica_conditions_are_those_of_the_domain() -> None:
    names, text = renamed(to_mathematica(led()))
    conditions = split(entry_of(text, "conditions")[1:-1])
    assert len(conditions) == len(led().domain.conditions)
    for at in anywhere(led().ring.names):
        values = {names.get(name, name): value for name, value in at.items()}
        exact = {symbol: Fraction(str(at[symbol.name])) for symbol in led().ring.symbols}
        assert all(value_of(part, values) == sp.true for part in conditions) == led().domain.contains(exact)


@pytest.mark.slow
def test_mathematica_piecewise_gives_the_numbers_by_regime() -> None:
    names, text = renamed(to_mathematica(encroached()))
    rules = rules_of(text, "quantities")
    for at in points(encroached(), 20):
        values = with_meanings(text, {names.get(name, name): value for name, value in at.items()})
        found = [piecewise_value(rule, values) for rule in rules.values()]
        assert found == list(encroached().at(at).values.values())


@pytest.mark.parametrize("curved", [False, True])
def test_mathematica_feedback_gives_the_numbers(curved: bool) -> None:
    equilibrium = goodwill(curved=curved)
    names, text = renamed(to_mathematica(equilibrium))
    assert names["G"] == "symG"
    for at in feedback_points(equilibrium):
        values = {names.get(name, name): value for name, value in at.items()} | {"symG": sp.Rational(5, 2)}
        point = equilibrium.at(at)
        for key, laws in {"strategies": point.strategies, "values": point.values, "speeds": point.closed_loop}.items():
            wanted = [
                law.subs({state: sp.Rational(5, 2) for state in equilibrium.game.stocks}) for law in laws.values()
            ]
            found = [value_of(rule, values) for rule in rules_of(text, key).values()]
            assert [sp.simplify(one - other) for one, other in zip(found, wanted, strict=True)] == [0] * len(wanted)


@each
def test_mathematica_text_is_plain_and_balanced(thing: str) -> None:
    text = to_mathematica(EVERYTHING[thing]())
    assert text.isascii()
    assert text.startswith("(* ")
    program = re.sub(r'"(?:[^"\\]|\\.)*"', "", text[text.index("*)") + 2 :])
    assert "*)" not in program
    for left, right in ("()", "[]", "{}"):
        assert program.count(left) == program.count(right)
    assert program.count("<|") == program.count("|>")
    assert "_" not in program
    capitals = set(re.findall(r"\b[A-Z]\w*", program))
    assert capitals <= {"Piecewise", "Indeterminate", "Element", "Reals", "True", "With"}


@pytest.mark.parametrize(("number", "place"), [(0, 1), (1, 2), (2, 3)])
def test_an_algebraic_number_is_the_same_root_in_both_languages(number: int, place: int) -> None:
    x = sp.Symbol("x")
    root = sp.CRootOf(x**5 - 5 * x + 1, number)
    text = mathematica_of(root)
    told = re.fullmatch(r"Root\[(.*) &, (\d+)\]", text)
    assert told
    polynomial = sp.Poly(sp.sympify(told[1].replace("#1", "x").replace("^", "**")), x)
    assert int(told[2]) == place
    assert abs(polynomial.real_roots()[place - 1].n() - root.n()) < 1e-9


def test_a_name_can_not_end_the_comment() -> None:
    text = to_mathematica(led())
    comment = re.split(r"\n(?=With|<\|)", text)[0]
    assert comment.count("*)") == 1
    assert comment.endswith("*)")


@pytest.mark.parametrize(
    ("names", "valid"),
    [
        (["a", "gamma", "lambda"], ["a", "gamma", "lambda"]),
        (["s_M", "w_m_1"], ["sM", "wM1"]),
        (["K", "N", "E", "Pi"], ["symK", "symN", "symE", "symPi"]),
        (["γ", "Φ_i", "μ2"], ["gamma", "symPhiI", "mu2"]),
        (["s_M", "sM", "s__M", "sM2"], ["sM", "sM2", "sM3", "sM22"]),
        (["live streamer", "2nd", "_", "é"], ["liveStreamer", "sym2nd", "name", "ue9"]),
    ],
)
def test_names_are_valid_and_distinct(names: list[str], valid: list[str]) -> None:
    assert list(valid_names(names).values()) == valid


def test_a_quantity_never_has_a_parameters_name() -> None:
    _, text = renamed(to_mathematica(led()))
    assert "a2" in rules_of(text, "quantities"), "the report a stands beside the parameter a"


def piecewise_value(text: str, values: Mapping[str, sp.Expr]) -> sp.Expr:
    cases, otherwise = split(text.removeprefix("Piecewise[").removesuffix("]"))
    assert otherwise == "Indeterminate"
    for case in split(cases[1:-1]):
        formula, where = split(case[1:-1])
        if all(value_of(part, values) == sp.true for part in re.split(r"\s+&&\s+", where)):
            return value_of(formula, values)
    raise AssertionError("no case holds")


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*KINDS, "regulation", "product_selection", "exclusivity"])
def test_mathematica_breaks_every_line_but_texts(kind: str) -> None:
    found = KINDS[kind]() if kind in KINDS else lsec.solve(lsec.load(kind))
    body = to_mathematica(found).partition("*)\n")[2]
    assert not [line for line in body.splitlines() if len(re.sub(r'( -> )?"[^"]*"', "", line)) > 100]
    whole = [line for line in body.splitlines() if len(line) > 100]
    assert all(re.fullmatch(r' +("\w+" -> )?"[^"]*"(\|>)?,?', line) for line in whole)
