"""What occurs in an expression is what SymPy finds, and symbols are those of the expression that is asked."""

from __future__ import annotations

import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import decisions, parameters, random, uniform
from lsec_models.algebra.occurring import atoms_in, has_any
from lsec_models.games.static.chance.random_symbol import Drawn, Random

a, b = parameters("a b", positive=True)
x = decisions("x")
PARTS = (a, x, sp.Max(a, x), sp.log(b), sp.Integer(2), random("xi", uniform(0, 1)))
KINDS = (sp.Symbol, sp.Max, sp.log, Random)


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4), st.sets(st.sampled_from(KINDS), min_size=1))
@settings(max_examples=30, deadline=None)
def test_parts_are_those_that_sympy_finds(parts: list[sp.Expr], kinds: set[type[sp.Basic]]) -> None:
    expression = sp.Add(*parts) ** 2 + sp.Mul(*parts)
    for _ in range(2):
        assert atoms_in(expression, *kinds) == expression.atoms(*kinds)
        assert has_any(expression, tuple(kinds)) == bool(expression.atoms(*kinds))


def test_what_is_drawn_has_the_law_with_which_it_stands_in_the_expression() -> None:
    for law in (uniform(0, 1), uniform(0, 2), uniform(0, a)):
        (drawn,) = atoms_in(3 * random("xi", law), Drawn)
        assert drawn.law == law
    assert atoms_in("xi", Drawn) == atoms_in(None, Drawn) == set()
