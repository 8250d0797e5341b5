"""Fixation probabilities against the absorbing chain, solved as a system of linear equations, and against limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.solve.evolutionary.finite_populations.fixation import fixation_probability

a = parameters("a", positive=True)
POSITIVE = st.integers(1, 9)


def declared(payoffs: Any) -> EvolutionaryGame:
    return EvolutionaryGame(populations={"all": ["new", "old"]}, payoffs=payoffs)


def by_elimination(payoffs: list[list[int]], size: int, weight: Fraction) -> list[Fraction]:
    """Return the probability that the first strategy takes over, from each number of members, step by step."""
    (aa, ab), (ba, bb) = payoffs
    system = sp.zeros(size + 1, size + 1)
    right = sp.zeros(size + 1, 1)
    system[0, 0] = system[size, size] = right[size] = 1
    for i in range(1, size):
        new = 1 - weight + weight * Fraction(aa * (i - 1) + ab * (size - i), size - 1)
        old = 1 - weight + weight * Fraction(ba * i + bb * (size - i - 1), size - 1)
        everybody = i * new + (size - i) * old
        up = i * new / everybody * Fraction(size - i, size)
        down = (size - i) * old / everybody * Fraction(i, size)
        for j, value in ((i - 1, -down), (i, up + down), (i + 1, -up)):
            system[i, j] = sp.Rational(value.numerator, value.denominator)
    solution = system.LUsolve(right)
    return [Fraction(int(x.p), int(x.q)) for x in solution]


@pytest.mark.slow
@settings(max_examples=12)
@given(st.lists(POSITIVE, min_size=4, max_size=4), st.integers(2, 7), st.sampled_from(["1", "1/2", "1/10"]))
def test_it_is_what_the_chain_says(numbers: list[int], size: int, selection: str) -> None:
    payoffs = [numbers[:2], numbers[2:]]
    expected = by_elimination(payoffs, size, Fraction(selection))
    for starting in range(1, size):
        options: dict[str, Any] = {"size": size, "selection": selection}
        found = fixation_probability(declared(payoffs), "new", starting=starting, **options)
        against = fixation_probability(declared(payoffs), "old", starting=size - starting, **options)
        assert Fraction(str(found)) == expected[starting]
        assert found + against == 1


def test_with_parameters_it_is_a_rational_function() -> None:
    """A mutant of constant relative fitness a: ``(1 - 1/a)/(1 - 1/a^N)``."""
    found = fixation_probability(declared([[a, a], [1, 1]]), "new", size=6)
    assert sp.simplify(found - (1 - 1 / a) / (1 - 1 / a**6)) == 0
    assert found.subs(a, 1) == sp.Rational(1, 6)


def test_what_is_refused() -> None:
    plain = declared([[1, 2], [3, 1]])
    made: Any = solve(plain)
    two = EvolutionaryGame(populations={"A": ["x", "y"], "B": ["u", "v"]}, payoffs=[[[1, 2], [3, 4]]] * 2)
    bad: list[tuple[Any, type[Exception], str]] = [
        (lambda: fixation_probability(two, "x", size=3), DeclarationError, "single population with two strategies"),
        (lambda: fixation_probability(made, "new", size=3), DeclarationError, "as it is declared, .* its `.game`"),
        (lambda: fixation_probability(plain, "hawk", size=3), UnknownName, "no strategy 'hawk'"),
        (lambda: fixation_probability(plain, "new", size=1), DeclarationError, "from 2 to 2000"),
        (lambda: fixation_probability(plain, "new", size=3, starting=3), DeclarationError, "from 1 to 2"),
        (lambda: fixation_probability(plain, "new", size=3, selection=0), DeclarationError, "above 0 and at most 1"),
        (lambda: fixation_probability(declared([[0, 0], [1, 1]]), "new", size=3), OutsideDomain, "fitness of new is 0"),
    ]
    for ask, kind, words in bad:
        with pytest.raises(kind, match=words):
            ask()
