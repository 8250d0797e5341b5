"""Numbers in place of parameters: everywhere in a game, and only numbers that its declaration admits."""

from __future__ import annotations

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters
from lsec_models.errors import ContradictoryAssumptions, DeclarationError, UnknownName

a, b = parameters("a b", positive=True)
c = parameters("c", nonnegative=True)
n = parameters("n", integer=True)
p, q = decisions("p q")
GAME = Game(
    players=[
        Player("A", decides=[p], payoff=p * (a - n * p) - c * q),
        Player("B", decides=[q], payoff=q * (b - q - p)),
    ],
    order=["A", "B"],
    assuming=[c < a],
    report={"spread": a * p - b * q},
    constraints={"A": [p <= a]},
)


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"a": 0}, DeclarationError, "a is declared positive, given 0; give a number of that sign"),
        ({"c": -1}, DeclarationError, "c is declared nonnegative, given -1; give a number of that sign"),
        ({"n": "5/2"}, DeclarationError, "n is declared integer, given 5/2; give a whole number"),
        ({"d": 1}, UnknownName, "no parameter 'd'"),
        (
            {"a": 1, "c": 2},
            ContradictoryAssumptions,
            "the assumption c < a is false at a = 1, c = 2; give other",
        ),
    ],
)
def test_numbers_that_the_declaration_excludes_are_refused(values, error, words):
    with pytest.raises(error) as caught:
        GAME.with_values(values)
    assert words in str(caught.value)


@settings(max_examples=12)
@given(st.dictionaries(st.sampled_from("abn"), st.integers(1, 9)))
def test_all_parts_take_the_numbers_and_what_is_left_stays_a_parameter(values):
    there = GAME.with_values(values)
    images = {symbol: sp.Integer(values[symbol.name]) for symbol in (a, b, n) if symbol.name in values}
    assert {symbol.name for symbol in there.parameters} == {"a", "b", "c", "n"} - set(values)
    for name, declared in GAME.declared_quantities.items():
        assert sp.expand(there.declared_quantities[name] - declared.subs(images)) == 0
    assert there.constraints["A"] == ((p <= a).subs(images),)
    assert there.assuming == ((c < a).subs(images),)
    assert there.order == GAME.order
