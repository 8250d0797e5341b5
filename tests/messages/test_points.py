"""What errors say of points and numbers, and a way out of each, which is tried."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models import (
    Choice,
    comparative_statics,
    solve,
    sweep,
    thresholds,
)
from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.audits.search.nested import nested_solution
from lsec_models.errors import (
    ClaimError,
    DeclarationError,
    UnknownName,
)
from refused_games import CHAIN, COURNOT, LED, LINEAR, MONOPOLY, NUMBERS, POINT, a, b, c, gamma, k, q, refused


class TestPoints:
    def test_text_is_exact_and_names_may_be_written_as_arguments(self) -> None:
        found = LED.at({"a": "10", "b": "1", "c": "2e0", "k": "1.0", "gamma": "1/2"})
        assert found.payoffs["streamer"] == sp.Rational(1024, 225)
        assert LED.at(a=10, b=1, c=2, k=1, gamma="1/2").values == found.values
        assert LED.at({"a": 10, gamma: 0.5}, b=1, c=2, k=1).values == found.values
        assert LED.at(point=POINT).values == found.values

    def test_text_that_is_no_number(self) -> None:
        message = refused(
            lambda: LED.at(POINT | {"gamma": "half"}), DeclarationError, "gamma = 'half'", "as in 10, 0.3"
        )
        written = re.split(", | or ", message.split("as in ")[1])
        assert [exact_number(text, "gamma") for text in written] == [
            10,
            Fraction(3, 10),
            Fraction(1, 500),
            Fraction(1, 3),
        ]

    @pytest.mark.parametrize(
        "solved",
        [
            lambda: LED.at,
            lambda: solve(COURNOT, corners=True).at,
            lambda: solve(COURNOT, corners=True).regime_at,
            lambda: solve(LINEAR).at,
            lambda: solve(LINEAR.with_horizon(5)).at,
            lambda: solve(Choice(by="firm", among={"one": MONOPOLY})).at,
        ],
    )
    def test_no_point_at_all(self, solved: Callable[[], Callable[..., object]]) -> None:
        ask = solved()
        refused(lambda: ask(None), DeclarationError, "no value for", "give a number for every parameter")
        refused(lambda: ask(3), DeclarationError, "3 is not a point", "by name, as in {'a': 10, 'b': '1/2'} or a=10")
        refused(lambda: ask({"a": 1}, a=2), DeclarationError, "a is given twice; leave one out")
        refused(lambda: ask(zz=2), UnknownName, "no parameter 'zz'")
        assert ask({name: value for name, value in (POINT | NUMBERS | {"k": 1}).items() if name in _asked(ask)})

    def test_numbers_put_in_first(self) -> None:
        assert CHAIN.with_values(b="1/2", gamma=0.5) == CHAIN.with_values({"b": Fraction(1, 2), gamma: "0.5"})
        refused(lambda: CHAIN.with_values(b=-1), DeclarationError, "b is declared positive, given -1")

    def test_singles_are_read_as_the_decimals_that_they_print(self) -> None:
        exact = LED.at(POINT | {"gamma": 0.1})
        assert LED.at(POINT | {"gamma": np.float32(0.1)}) == exact
        data = sweep(LED, over={"gamma": np.array([0.1, 0.3], dtype=np.float32)}, at={"a": 10, "b": 1, "c": 2, "k": 1})
        assert data["gamma"].values.tolist() == [0.1, 0.3]

    def test_a_mapping_wherever_points_are_read(self) -> None:
        given = {"a": "10", "b": "1", "c": "2", "k": "1"}
        data = sweep(LED, over={"gamma": ("0.5", "1/1", 2)}, at=given)
        assert float(data["q"][0]) == float(LED.at(POINT)["q"])
        refused(
            lambda: sweep(LED, over=[0, 1], at=given), DeclarationError, "over = [0, 1]", "over={'gamma': (0, 1, 5)}"
        )
        assert sweep(LED, over={"gamma": (0.5, 1, 5)}, at=given)["q"].shape == (5,)
        assert nested_solution(MONOPOLY, {"a": "4"}).decisions["x"] == pytest.approx(2)


def _asked(ask: Callable[..., object]) -> set[str]:
    owner = ask.__self__  # type: ignore[attr-defined]
    return {symbol.name for symbol in getattr(owner, "game", owner).domain.ring.symbols}


class TestParameters:
    @pytest.mark.slow
    @pytest.mark.parametrize("symbol", ["gamma", gamma, sp.Symbol("gamma"), sp.Symbol("gamma", real=True)])
    def test_thresholds_by_name_and_by_symbol(self, symbol: Any) -> None:
        (found,) = thresholds(LED["q"] - 1, symbol, LED)
        assert found.symbol == gamma
        assert found == thresholds(LED["q"] - 1, gamma, LED)[0]

    def test_no_parameter(self) -> None:
        refused(
            lambda: thresholds(LED["q"] - 1, "gama", LED),
            ClaimError,
            "gama is not a parameter here; did you mean 'gamma'?",
        )
        refused(lambda: thresholds(LED["q"] - 1, q, LED), ClaimError, "q is not a parameter here")
        refused(lambda: thresholds(LED["q"] - 1, 3, LED), ClaimError, "3 is not a parameter here")
        refused(lambda: thresholds(LED["q"] - 1, None, LED), ClaimError, "None is not a parameter here")
        refused(lambda: thresholds("q", "gamma", LED), ClaimError, "'q' is a str", "led['q']")
        refused(lambda: thresholds(LED["q"]), DeclarationError, "symbol is missing; write thresholds(function, symbol)")
        refused(lambda: comparative_statics(LED, ["q"], ["gama"]), ClaimError, "did you mean 'gamma'?")

    @pytest.mark.parametrize("asked", ["gamma", gamma, sp.Symbol("gamma"), ["gamma"], [gamma], [sp.Symbol("gamma")]])
    @pytest.mark.parametrize("quantity", ["q", q, ["q"], [q]])
    def test_sign_tables_by_name_and_by_symbol(self, quantity: Any, asked: Any) -> None:
        assert str(comparative_statics(LED, quantity, asked)).startswith("q in gamma: +\nrests on: ")

    @pytest.mark.slow
    def test_no_bars_where_the_sign_is_known(self) -> None:
        (above,) = thresholds(gamma**2 * k - (a - b * c) ** 2, gamma, [a > b * c])
        assert sp.simplify(above.value - (a - b * c) / sp.sqrt(k)) == 0
        (below,) = thresholds(gamma**2 * k - (a - b * c) ** 2, gamma, [a < b * c])
        assert sp.simplify(below.value - (b * c - a) / sp.sqrt(k)) == 0
        (either,) = thresholds(gamma**2 * k - (a - b * c) ** 2, gamma)
        assert either.value.has(sp.Abs)

    def test_a_root_keeps_its_sign_beside_a_linear_term(self) -> None:
        """Of k^2 g^2 - k d g - 6 d^2, d = a - b c, g = 3 d/k is positive where d is, and g = -2 d/k where it is not."""
        d = a - b * c
        function = k**2 * gamma**2 - k * d * gamma - 6 * d**2
        for relation, point in ((a > b * c, {a: 5, b: 1, c: 2}), (a < b * c, {a: 1, b: 2, c: 2})):
            values = [t.value.subs(point | {k: 2}) for t in thresholds(function, gamma, [relation])]
            roots = sp.solve(function.subs(point | {k: 2}), gamma)
            assert set(values) == {root for root in roots if root > 0}
