"""First-order conditions of several movers that are not products of linear ones: which solution is the equilibrium."""

from __future__ import annotations

import random
from itertools import permutations

import numpy as np
import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, solve
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import NoClosedForm
from lsec_models.solve.interior.critical_points.elimination import rational_solutions

x, y = decisions("x y")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_contest_of_several_with_different_values(seed: int) -> None:
    """Elimination leaves roots that meet only some of the conditions; nobody gains on a grid at what is stated."""
    dice = random.Random(seed)
    efforts = decisions("x1 x2 x3 x4")[: 3 + seed % 2]
    values = [dice.randint(20, 30) for _ in efforts]
    total = sum(efforts)
    found = solve(
        Game(
            players=[
                Player(f"firm{i}", decides=[own], payoff=value * own / total - own)
                for i, (own, value) in enumerate(zip(efforts, values, strict=True))
            ]
        )
    )
    stated = [float(found[own.name]) for own in efforts]
    tried = np.linspace(1e-6, 30, 30001)
    for i, value in enumerate(values):
        rivals = sum(stated) - stated[i]
        assert (value * tried / (tried + rivals) - tried).max() <= float(found[f"firm{i}"]) + 1e-7
    assert found.evidence.established


def test_an_irrational_root_that_meets_all_conditions_is_not_overlooked() -> None:
    """At (1, 1) and at y = sqrt(2) both are at a local best."""
    slope = -(y**2 - 1) * (y - sp.Rational(6, 5)) * (y**2 - 2)
    game = Game(
        players=[
            Player("one", decides=[x], payoff=2 * y * x - x**4 / 4 - x**2 * y**2 / 2),
            Player("two", decides=[y], payoff=sp.integrate(sp.expand(slope), y)),
        ]
    )
    with pytest.raises(NoClosedForm, match="whose roots are not rational"):
        solve(game)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_conditions_and_unknowns_does_not_matter(seed: int) -> None:
    """Two quadratic conditions on two unknowns, and a third that alone has the third one; a solution is known."""
    dice = random.Random(seed)
    a, b, *unknowns = sp.symbols("a b u v w")
    known = dict(zip(unknowns, (a + b, dice.choice([a, sp.Integer(2)]), b), strict=True))
    conditions = []
    for used in (unknowns[:2], unknowns[:2], unknowns):
        monomials = [*used, *(one * other for one in used for other in used)]
        form = sp.Add(*(dice.choice([-2, -1, 1, 2, a]) * monomial for monomial in monomials))
        conditions.append(ratio(ring_of([a, b, *unknowns]), sp.expand(form - form.xreplace(known))))
    found = set()
    for order in permutations(range(3)):
        names = tuple(unknowns[i] for i in order)
        solutions, _ = rational_solutions(conditions[0].ring, [conditions[i] for i in order], names)
        found.add(frozenset(tuple(sp.factor(one[u].expression()) for u in unknowns) for one in solutions))
    assert len(found) == 1
    assert tuple(sp.factor(known[u]) for u in unknowns) in found.pop()
