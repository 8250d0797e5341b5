"""Equations among the conditions, and their elimination: linear ones are solved, one variable after the other.

What is eliminated depends on the conditions alone, so that it is found once for all targets on the same set.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

import sympy as sp

from lsec_models.algebra.domains.chart import terms_after, without_positive_factors
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ring import Key, Polynomial, Ring, factoring_units, key_of
from lsec_models.algebra.polynomials.signs import Kind, coefficient_sign
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.visible import Proof, visible
from lsec_models.prove.search.reductions.slacks import grows_too_large, solved_for
from lsec_models.prove.statements.radicals import Radical
from lsec_models.work import OutOfWork, Work

_PATH_UNITS = 8_000_000
_STEP_FEE = 50
_VISIBLE = 2
_COMPARED = 12


@dataclass(frozen=True, kw_only=True)
class Equation:
    """Two conditions, none of them strict, that together say that a polynomial is zero.

    Attributes
    ----------
    pair : tuple of int
        Their positions.
    polynomial : Polynomial
        That of the first.
    """

    pair: tuple[int, int]
    polynomial: Polynomial


@dataclass(frozen=True, kw_only=True)
class BoundStep:
    """The step in which a condition is used up as a bound on one variable; see :mod:`.slacks`."""

    position: int
    symbol: sp.Symbol

    def taken(self, goal: Goal, work: Work) -> Goal | None:
        """Return the goal after the step; None where it would grow too large."""
        return solved_for(goal, self.position, self.symbol, work)

    def before(self, proof: Proof) -> Proof:
        """Return a proof of a goal, from one of what the step makes of it."""
        return {"rule": "slack", "condition": self.position, "symbol": self.symbol.name, "proof": proof}


@dataclass(frozen=True, kw_only=True)
class Solution:
    """The step in which an equation is solved for a variable that it is linear in.

    Attributes
    ----------
    equation : tuple of int
        The positions of its conditions.
    symbol : sympy.Symbol
    sign : int
        That of the slope; 0 where only its square is known to be positive.
    slope : dict
        The proof of it.
    """

    equation: tuple[int, int]
    symbol: sp.Symbol
    sign: int
    slope: Proof

    def taken(self, goal: Goal, work: Work) -> Goal | None:
        """Return the goal after the step; None where it would grow too large."""
        return _inserted(goal, self.equation, self.symbol, self.sign, work)

    def before(self, proof: Proof) -> Proof:
        """Return a proof of a goal, from one of what the step makes of it."""
        return {
            "rule": "solve",
            "equation": list(self.equation),
            "symbol": self.symbol.name,
            "sign": self.sign,
            "slope": self.slope,
            "proof": proof,
        }


Step = BoundStep | Solution


def equations_of(goal: Goal) -> tuple[Equation, ...]:
    """Return the equations among the conditions that are left, those that say no more than 0 = 0 left out."""
    return _equations(goal.conditions)


@lru_cache(maxsize=512)
def _equations(conditions: tuple[Condition | None, ...]) -> tuple[Equation, ...]:
    found: list[Equation] = []
    waiting: dict[Key, tuple[int, Polynomial]] = {}
    for position, condition in enumerate(conditions):
        if condition is None or condition.strict or condition.polynomial.is_zero() or _is_of_radicals(condition):
            continue
        partner = waiting.pop(key_of(-condition.polynomial), None)
        if partner is None:
            waiting.setdefault(key_of(condition.polynomial), (position, condition.polynomial))
        else:
            found.append(Equation(pair=(partner[0], position), polynomial=partner[1]))
    return tuple(found)


def _is_of_radicals(condition: Condition) -> bool:
    """Whether a condition does no more than say what square roots of numbers are."""
    return all(isinstance(symbol, Radical) for symbol in condition.ring.used(condition.polynomial))


def without_equations(goal: Goal) -> Goal:
    """Return the goal without its equations, of which the inequalities say nothing."""
    used = {position for equation in equations_of(goal) for position in equation.pair}
    if not used:
        return goal
    return replace(goal, conditions=tuple(None if i in used else c for i, c in enumerate(goal.conditions)))


def elimination(goal: Goal) -> tuple[Step, ...]:
    """Return the steps that eliminate equations.

    1. Bounds by numbers on variables that are free give these a range, in which signs are seen.
    2. The equation and the variable are taken whose slope is the simplest, and whose insertion leaves the least.
    3. Again, until no equation is linear in a variable with a slope whose sign is seen.
    """
    return _elimination(goal.ring, goal.kinds, goal.conditions) if equations_of(goal) else ()


@lru_cache(maxsize=512)
def _elimination(ring: Ring, kinds: tuple[Kind, ...], conditions: tuple[Condition | None, ...]) -> tuple[Step, ...]:
    goal = Goal(ring=ring, kinds=kinds, conditions=conditions, target=ring.one, strict=True)
    path: list[Step] = []
    work = Work.of().slice(_PATH_UNITS)
    with suppress(OutOfWork):
        while True:
            taken = next(_taken(goal, work), None)
            if taken is None:
                break
            path.append(taken[0])
            goal = taken[1]
    return tuple(path)


def _taken(goal: Goal, work: Work) -> Iterator[tuple[Step, Goal]]:
    """Yield the steps that can be taken, the best one first, with what they lead to."""
    candidates: Iterator[Step] = chain(_number_bounds(goal), _solutions(goal, work))
    for step in candidates:
        after = step.taken(goal, work)
        if after is not None:
            yield step, after


def _number_bounds(goal: Goal) -> Iterator[BoundStep]:
    """Yield the conditions that bound a free variable by a number, or say that a nonnegative one is not zero."""
    if not equations_of(goal):
        return
    ring, paired = goal.ring, {position for equation in equations_of(goal) for position in equation.pair}
    for position, condition in goal.open_conditions.items():
        if position in paired or len(condition.polynomial) > 2 or condition.polynomial.total_degree() != 1:
            continue
        symbol, *others = goal.ring.used(condition.polynomial)
        kind = goal.kinds[goal.ring.index[symbol]]
        is_sign = (
            kind is Kind.NONNEGATIVE
            and condition.strict
            and condition.polynomial == ring.generators[ring.index[symbol]]
        )
        if not others and not symbol.is_integer and (kind is Kind.FREE or is_sign):
            yield BoundStep(position=position, symbol=symbol)


def _solutions(goal: Goal, work: Work) -> Iterator[Solution]:
    """Yield the equations that can be solved for a variable, the simplest slopes first."""
    bare = without_equations(goal)
    found: list[tuple[tuple[int, int, int, str], Equation, sp.Symbol]] = []
    for number, equation in enumerate(equations_of(goal)):
        degrees = equation.polynomial.degrees()
        for i, symbol in enumerate(goal.ring.symbols):
            if degrees[i] == 1:
                slope = equation.polynomial.derivative(i)
                found.append(
                    ((_complexity(bare, slope), len(equation.polynomial), number, symbol.name), equation, symbol)
                )
    work.charge(_STEP_FEE * (1 + len(found)))
    found.sort(key=lambda item: item[0])
    rank = found[0][0][0] if found else 0
    if rank <= _VISIBLE:
        best = [item for item in found if item[0][0] == rank][:_COMPARED]
        found = sorted(best, key=lambda item: (growth(goal, item[1], item[2], work), item[0])) + found[len(best) :]
    for _, equation, symbol in found:
        known = _slope(bare, equation.polynomial.derivative(goal.ring.index[symbol]), work)
        if known is not None:
            yield Solution(equation=equation.pair, symbol=symbol, sign=known[0], slope=known[1])


def _complexity(goal: Goal, slope: Polynomial) -> int:
    """Return 0 for a number, 1 for a monomial of visible sign, 2 for another visible sign, else 3 and more."""
    sign = coefficient_sign(slope, goal.kinds)
    if sign.is_positive or (-sign).is_positive:
        return 0 if slope.is_constant() else 1 if len(slope) == 1 else 2
    return 2 + len(slope)


def growth(goal: Goal, equation: Equation, symbol: sp.Symbol, work: Work) -> int:
    """Return by how many terms conditions may grow where an equation is solved for a variable."""
    i = goal.ring.index[symbol]
    slope = equation.polynomial.derivative(i)
    rest = equation.polynomial - slope * goal.ring.generators[i]
    growth = -len(equation.polynomial)
    for position, condition in goal.open_conditions.items():
        if position not in equation.pair and condition.polynomial.degrees()[i] > 0:
            work.charge(len(condition.polynomial))
            growth += terms_after(condition.polynomial, i, rest, slope) - len(condition.polynomial)
    return growth


def _slope(goal: Goal, slope: Polynomial, work: Work) -> tuple[int, Proof] | None:
    """Return the sign of a slope, or 0 where its square is positive, with a proof; None where neither is seen."""
    for sign, positive in ((1, slope), (-1, -slope), (0, slope * slope)):
        proof = visible(goal.aim(positive, strict=True), work)
        if proof is not None:
            return sign, proof
    return None


def _inserted(goal: Goal, pair: tuple[int, int], symbol: sp.Symbol, sign: int, work: Work) -> Goal | None:
    ring, i = goal.ring, goal.ring.index[symbol]
    top, bottom = image(goal, pair, symbol, sign)
    conditions: list[Condition | None] = [None if j in pair else c for j, c in enumerate(goal.conditions)]
    if goal.kinds[i] is not Kind.FREE:
        strict = goal.kinds[i] is Kind.POSITIVE
        conditions.append(
            Condition(ring=ring, polynomial=ring.generators[i], strict=strict, origin=f"range of {symbol}")
        )
    polynomials = [goal.target, *(c.polynomial for c in conditions if c is not None)]
    work.charge(_STEP_FEE + sum(map(len, polynomials)))
    if grows_too_large([p for p in polynomials if p.degrees()[i] > 0], i, top, bottom):
        return None

    def moved(polynomial: Polynomial) -> Polynomial:
        if polynomial.degrees()[i] <= 0:
            return polynomial
        found = ring.inserted(polynomial, i, top, bottom)
        work.charge(factoring_units(found))
        return without_positive_factors(ring, found, goal.kinds)

    left = tuple(c and replace(c, polynomial=moved(c.polynomial)) for c in conditions)
    return replace(goal, conditions=left, target=moved(goal.target))


def image(goal: Goal, pair: tuple[int, int], symbol: sp.Symbol, sign: int) -> tuple[Polynomial, Polynomial]:
    """Return numerator and denominator, which is positive, of a variable as an equation gives it."""
    i = goal.ring.index[symbol]
    equation = goal.conditions[pair[0]]
    assert equation is not None
    slope = equation.polynomial.derivative(i)
    factor = goal.ring.context.constant(sign) if sign else slope
    return (slope * goal.ring.generators[i] - equation.polynomial) * factor, slope * factor


def along(path: tuple[Step, ...], goal: Goal, work: Work) -> tuple[tuple[Step, ...], Goal]:
    """Return the steps of a path that can be taken with the target of a goal too, and where they lead."""
    for count, step in enumerate(path):
        after = step.taken(goal, work)
        if after is None:
            return path[:count], goal
        goal = after
    return path, goal


def before(path: tuple[Step, ...], proof: Proof) -> Proof:
    """Return a proof of the goal at the start of a path, from one of the goal at its end."""
    for step in reversed(path):
        proof = step.before(proof)
    return proof
