"""Mathematica code says what results say: its formulas are read again and evaluated at exact points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

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
    three_players,
    value_of,
)
from lsec_models.show import to_mathematica
from lsec_models.show.export.interchange.mathematica import mathematica_of, valid_names


def test_mathematica_says_how_parameters_are_declared() -> None:
    everything = "{symN1 > 0, a > 0, b > 0, c > 0, k > 0, lambda > 0}"
    assert entry_of(renamed(to_mathematica(led()))[1], "declared") == everything
    dynamic = entry_of(renamed(to_mathematica(goodwill(curved=False)))[1], "declared")
    assert {"delta > 0", "Element[symG, Reals]", "Element[symG0, Reals]"} <= set(split(dynamic[1:-1]))


@pytest.mark.slow
@pytest.mark.parametrize("solved", [led, three_players])
def test_mathematica_rules_give_the_numbers(solved: Any) -> None:
    equilibrium = solved()
    names, text = renamed(to_mathematica(equilibrium))
    rules = rules_of(text, "quantities")
    assert len(rules) == len(equilibrium.exact)
    for at in points(equilibrium, 5):
        values = {names.get(name, name): value for name, value in at.items()}
        assert [value_of(rule, values) for rule in rules.values()] == list(equilibrium.at(at).values.values())


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
        values = {names.get(name, name): value for name, value in at.items()}
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
    assert capitals <= {"Piecewise", "Indeterminate", "Element", "Reals", "True"}


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
    comment = text[: text.index("\n<|")]
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
        if all(value_of(part, values) == sp.true for part in where.split(" && ")):
            return value_of(formula, values)
    raise AssertionError("no case holds")
