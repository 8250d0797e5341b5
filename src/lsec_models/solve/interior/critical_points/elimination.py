"""Polynomial first-order conditions: eliminate, factor, and keep the one admissible rational solution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, factored
from lsec_models.errors import NoClosedForm
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage
from lsec_models.solve.interior.critical_points.admissible_critical_point import Screen

Solution = dict[sp.Symbol, Ratio]
_Split = tuple[list[Solution], list[list[Polynomial]]]


def solve_by_elimination(game: Game, stage: Stage, marginal: Mapping[sp.Symbol, Ratio]) -> Solution:
    """Solve a stage whose first-order conditions are polynomial but not linear.

    1. Split every condition into irreducible factors; a factor free of the stage's decisions never vanishes.
    2. Branch over the factors. Within a branch, solve a factor that is linear in some unknown for it and insert;
       where none is, eliminate one unknown from two conditions by a resultant. Every complete branch is a candidate,
       kept if it makes all conditions vanish identically.
    3. Branches that end in an irreducible factor of higher degree have roots that are not rational functions.
    4. A solution is admissible where decisions have their declared signs and every player's own second-order
       condition holds. Exactly one rational candidate must be admissible somewhere (random parameters are tried, then
       those at which it asks to be), exact signs or a proof must show that no other one is anywhere, and no other,
       irrational root may be at the parameters tried.

    What is found is a local optimum of each player. Better answers far away are looked for afterwards
    (:mod:`lsec_models.solve.interior.optimality.gains_at_ends`,
    :mod:`lsec_models.solve.interior.optimality.best_reply`).

    Raises
    ------
    NoClosedForm
        If that is not so; the message says what was found.
    """
    conditions = [marginal[decision].numerator for decision in stage.decisions]
    found, irreducible = _candidates(game.ring, conditions, stage.decisions)
    rational = _distinct(marginal, found)
    screen = Screen(game, stage, marginal)
    admissible = [candidate for candidate in rational if screen.admits(candidate)]
    rivals = [candidate for candidate in rational if candidate not in admissible and not screen.excludes(candidate)]
    if len(admissible) == 1 and not rivals:
        [solution] = admissible
        if not any(screen.admits_root(branch, solution) for branch in irreducible):
            return solution
    counts = len(rational), len(admissible), len(rivals)
    raise NoClosedForm(_explained(game, stage, counts, irreducible))


def rational_solutions(
    ring: Ring, conditions: Sequence[Ratio], unknowns: tuple[sp.Symbol, ...]
) -> tuple[list[Solution], bool]:
    """Return the solutions of some equations that are rational functions, and whether there is no other one.

    Parameters
    ----------
    ring : Ring
    conditions : sequence of Ratio
        What must vanish.
    unknowns : tuple of sympy.Symbol

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ratio import ratio
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> a, x = sp.symbols("a x")
    >>> ring = ring_of([a, x])
    >>> found, is_all = rational_solutions(ring, [ratio(ring, (x - a) * (x**2 - a))], (x,))
    >>> [solution[x].expression() for solution in found], is_all
    ([a], False)
    """
    found, irreducible = _candidates(ring, [condition.numerator for condition in conditions], unknowns)
    complete = [candidate for candidate in found if set(candidate) == set(unknowns)]
    return _distinct(dict(enumerate(conditions)), complete), not irreducible


def _candidates(ring: Ring, conditions: list[Polynomial], unknowns: tuple[sp.Symbol, ...]) -> _Split:
    """Return the rational solutions of all branches, and the conditions of branches that have none."""
    rational: list[Solution] = []
    irreducible: list[list[Polynomial]] = []
    for branch in _branches(ring, conditions, unknowns):
        split = _by_linear_factor if _linear_in_one(ring, branch, unknowns) else _by_resultant
        found, stuck = split(ring, branch, unknowns)
        rational += found
        irreducible += stuck
    return rational, irreducible


def _by_linear_factor(ring: Ring, branch: list[Polynomial], unknowns: tuple[sp.Symbol, ...]) -> _Split:
    """Solve one condition for an unknown in which it is linear, insert, and go on with the others."""
    unknown, image = _linear_in_one(ring, branch, unknowns) or (unknowns[0], Ratio(ring, ring.zero))
    others = [_inserted(ring, polynomial, {unknown: image}) for polynomial in branch]
    remaining = [polynomial for polynomial in others if not polynomial.is_zero()]
    rest = tuple(u for u in unknowns if u != unknown)
    if not rest:
        return ([] if remaining else [{unknown: image}]), []
    found, stuck = _candidates(ring, remaining, rest)
    equation = ring.generators[ring.index[unknown]] * image.denominator - image.numerator
    solutions, stuck = [], [[*conditions, equation] for conditions in stuck]
    for partial in found:
        try:
            solutions.append({unknown: image.substitute(partial), **partial})
        except ZeroDivisionError:
            # The condition does not contain the unknown there: it fails, or leaves the unknown open.
            if _inserted(ring, image.numerator, partial).is_zero():
                stuck.append(branch)
    return solutions, stuck


def _by_resultant(ring: Ring, branch: list[Polynomial], unknowns: tuple[sp.Symbol, ...]) -> _Split:
    """Eliminate one unknown, solve for the others, and find it from what they leave of the conditions.

    It is the last of those that the fewest conditions have and that leave conditions on the others: one that a single
    condition has costs no resultant.
    """
    having = {u: [p for p in branch if p.degrees()[ring.index[u]] > 0] for u in reversed(unknowns)}
    by_number = sorted((u for u in having if having[u]), key=lambda u: len(having[u]))
    splits = ((u, _eliminated(branch, having[u], ring.index[u])) for u in by_number)
    last, eliminated = next(((u, left) for u, left in splits if left), (None, []))
    if last is None:
        return [], [branch]
    with_last, rest = having[last], tuple(unknown for unknown in unknowns if unknown != last)
    partial_solutions, stuck = _candidates(ring, eliminated, rest)
    solutions, stuck = [], [[*conditions, *with_last] for conditions in stuck]
    for partial in partial_solutions:
        left = ring.zero
        for polynomial in with_last:
            left = left.gcd(_inserted(ring, polynomial, partial))
        if left.is_zero():
            stuck.append(branch)
            continue
        found, unsolved = _candidates(ring, [left], (last,))
        solutions += [{**partial, **final} for final in found]
        stuck += [branch] if unsolved else []
    return solutions, stuck


def _eliminated(branch: list[Polynomial], with_it: list[Polynomial], i: int) -> list[Polynomial]:
    """Return the conditions that elimination of variable number `i` leaves; none where it would lose some of them."""
    pivot = min(with_it, key=lambda polynomial: polynomial.degrees()[i])
    resultants = [pivot.resultant(polynomial, i) for polynomial in with_it if polynomial is not pivot]
    left = [polynomial for polynomial in branch if polynomial.degrees()[i] <= 0] + resultants
    return [] if any(polynomial.is_zero() for polynomial in left) else left


def _branches(ring: Ring, conditions: list[Polynomial], unknowns: tuple[sp.Symbol, ...]) -> list[list[Polynomial]]:
    """Return every way to pick one factor with unknowns from each condition."""
    branches: list[list[Polynomial]] = [[]]
    for condition in conditions:
        factors = [f for f, _ in factored(condition)[1] if any(f.degrees()[ring.index[u]] > 0 for u in unknowns)]
        branches = [[*branch, factor] for branch in branches for factor in factors]
    return branches


def _linear_in_one(
    ring: Ring, branch: list[Polynomial], unknowns: tuple[sp.Symbol, ...]
) -> tuple[sp.Symbol, Ratio] | None:
    choices = [
        (len(polynomial), position, unknown)
        for position, polynomial in enumerate(branch)
        for unknown in unknowns
        if polynomial.degrees()[ring.index[unknown]] == 1
    ]
    if not choices:
        return None
    _, position, unknown = min(choices, key=lambda choice: choice[:2])
    i = ring.index[unknown]
    slope = branch[position].derivative(i)
    rest = branch[position].compose(
        *(ring.zero if j == i else g for j, g in enumerate(ring.generators)), ctx=ring.context
    )
    return unknown, Ratio(ring, -rest, slope)


def _inserted(ring: Ring, polynomial: Polynomial, values: Solution) -> Polynomial:
    return Ratio(ring, polynomial).substitute(values).numerator


def _distinct(marginal: Mapping[Any, Ratio], candidates: Sequence[Solution]) -> list[Solution]:
    """Return those that make all conditions vanish identically, each once: several branches may lead to one."""
    distinct: list[Solution] = []
    for candidate in candidates:
        if candidate not in distinct and _solves(marginal, candidate):
            distinct.append(candidate)
    return distinct


def _solves(marginal: Mapping[Any, Ratio], candidate: Solution) -> bool:
    try:
        return all(value.substitute(candidate).is_zero() for value in marginal.values())
    except ZeroDivisionError:
        return False


def _explained(
    game: Game,
    stage: Stage,
    counts: tuple[int, int, int],
    irreducible: list[list[Polynomial]],
) -> str:
    degrees = sorted({max(p.degrees()[game.ring.index[d]] for d in stage.decisions) for b in irreducible for p in b})
    found, admissible, rivals = counts
    parts = [f"{found} rational solution(s), {admissible} of them seen to be admissible, {rivals} not excluded"]
    if degrees:
        parts.append(f"irreducible conditions of degree {', '.join(map(str, degrees))}, whose roots are not rational")
    return (
        f"{stage} of {game.label}: the first-order conditions are not linear and have no unique "
        f"admissible rational solution ({'; '.join(parts)})"
    )
