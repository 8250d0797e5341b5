"""What results say at points, and how they read."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from declared_chain import a, b, c, game, m, w
from lsec_models import Game, LsecError, Player, decisions, solve
from lsec_models.errors import (
    DeclarationError,
    OutsideDomain,
    UnknownName,
)


class TestAt:
    found = solve(game(report={"price": w + m}))
    point = {"a": 9, "b": 1, "c": 2}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("point", "error", "words"),
        [
            ({"a": 9, "b": 1}, DeclarationError, "no value for c"),
            ({}, DeclarationError, "no value for a, b, c"),
            ({"a": 9, "b": 1, "c": 2, "gamma": 1}, UnknownName, "no parameter 'gamma'"),
            ({"a": 9, "b": 1, "c": 2, w: 1}, UnknownName, "no parameter 'w'"),
            ({"a": 9, "b": 1, "c": "2x"}, DeclarationError, "c = '2x': the text is not a number"),
            ({"a": 9, "b": 1, "c": float("nan")}, DeclarationError, "c = nan"),
            ({"a": 9, "b": 1, "c": sp.pi}, DeclarationError, "c = pi"),
            ({"a": 9, "b": 1, "c": None}, DeclarationError, "c = None"),
            ({"a": 9, "b": 1, "c": np.array([1, 2])}, DeclarationError, "c = array"),
            ({"a": 9, "b": 1, "c": 0}, OutsideDomain, "c is declared positive, given 0"),
            ({"a": 9, "b": -1, "c": 1}, OutsideDomain, "b is declared positive, given -1"),
            ({"a": 1, "b": 1, "c": 2}, OutsideDomain, r"a > b\*c +\[assumption\]"),
            ({"a": 1, "b": 0.5, "c": 2}, OutsideDomain, r"a > b\*c"),
            ({"a": 3, "b": 0.1, "c": 2}, OutsideDomain, r"second-order condition of maker in w, q, stage 1"),
        ],
    )
    def test_bad_points_are_told_what_is_wrong(self, point: Any, error: type[LsecError], words: str) -> None:
        with pytest.raises(error, match=words):
            self.found.at(point)

    def test_every_failing_condition_is_named(self) -> None:
        with pytest.raises(OutsideDomain) as caught:
            self.found.at({"a": 1, "b": Fraction(1, 100), "c": 1000})
        assert "a > b*c" in str(caught.value)
        assert "second-order" in str(caught.value)

    def test_numbers_of_any_kind_give_the_same_exact_values(self) -> None:
        expected = self.found.at(self.point)
        for kind in (float, Fraction, sp.Integer, np.float64, np.int64):
            assert self.found.at({name: kind(value) for name, value in self.point.items()}).values == expected.values
        assert self.found.at({a: 9, b: 1, c: 2}).values == expected.values
        assert all(value.is_Rational for value in expected.values.values())
        assert dict(expected.point) == self.point

    def test_points_answer_by_name(self) -> None:
        found = self.found.at(self.point)
        assert found["price"] == found.decisions["w"] + found.decisions["m"]
        assert set(found.payoffs) == {"maker", "seller"}
        for holder in (found, self.found):
            with pytest.raises(UnknownName, match=r"no quantity 'prize'.*did you mean 'price'"):
                holder["prize"]

    def test_values_are_those_of_the_closed_form(self) -> None:
        values = {symbol: self.point[symbol.name] for symbol in self.found.ring.symbols}
        for name in self.found:
            assert self.found.at(self.point)[name] == self.found[name].subs(values)


class TestDisplay:
    def test_an_equilibrium_reads_well(self) -> None:
        found = solve(game(report={"price": w + m}))
        text = repr(found)
        assert text.startswith("Equilibrium of maker > seller\n")
        for line in ("  w = ", "  payoff of maker = ", "  price = ", "  holds where a > b*c  [assumption]"):
            assert line in text
        latex = found._repr_latex_()
        assert latex.startswith("$$")
        assert latex.count(r"\\") >= 6

    def test_a_game_without_conditions_says_so(self) -> None:
        p = decisions("p")
        assert "holds where all parameters are as declared" in repr(
            solve(Game(players=[Player("shop", decides=[p], payoff=p * (a - p))]))
        )


def test_mappings_of_results_are_dictionaries_for_pandas() -> None:
    import pandas as pd

    found = solve(game())
    frame = pd.DataFrame({"one": found.payoffs, "other": found.payoffs})
    assert list(frame.index) == list(found.payoffs)
    for change in (lambda: found.payoffs.update(a=1), lambda: found.payoffs.pop("a"), lambda: found.payoffs.clear()):
        with pytest.raises(TypeError, match="cannot be changed"):
            change()
