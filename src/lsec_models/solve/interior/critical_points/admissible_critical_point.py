"""Which of several critical points of a stage can be its equilibrium: a screen at random admissible points."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import flint
import sympy as sp

from lsec_models.algebra.domain import Domain
from lsec_models.algebra.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.linear import determinant
from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.real_roots import root_balls
from lsec_models.algebra.ring import ExactPoint, Polynomial, ring_of
from lsec_models.algebra.sampling import sample
from lsec_models.algebra.signs import Sign
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage

_DRAWS = 60
_ROOT_DIGITS = 30
_NEGLIGIBLE = 1e-15

Values = dict[sp.Symbol, Fraction]


class Screen:
    """Random admissible parameters and earlier decisions at which solutions of one stage are tried.

    A solution is admissible at a point where it is finite, has the declared signs, meets the game's constraints that
    only speak of decisions made so far, and makes every player's own Hessian negative definite.
    """

    def __init__(self, game: Game, stage: Stage, marginal: Mapping[sp.Symbol, Ratio]) -> None:
        self._game = game
        self._stage = stage
        self._hessians = [
            [[-marginal[x].derivative(y) for y in move.decisions] for x in move.decisions] for move in stage.moves
        ]
        earlier = [d for s in game.stages if s.number < stage.number for d in s.decisions]
        known = {*game.parameters, *earlier, *stage.decisions}
        self._bounds = [
            (bound.function, bound.strict)
            for bound in game.bounds
            if all(symbol in known for symbol in game.ring.symbols if bound.function.depends_on(symbol))
        ]
        domain = Domain(ring=ring_of((*game.parameters, *earlier)))
        domain = domain.where(condition.convert(domain.ring) for condition in game.domain.conditions)
        self._domain = domain
        self._points = sample(domain, _DRAWS, seed=1)

    def admits(self, solution: Mapping[sp.Symbol, Ratio]) -> bool:
        """Whether the solution is admissible at one of the points."""
        return any(self._admits_at(point, self._values(point, solution)) for point in self._points)

    def excludes(self, solution: Mapping[sp.Symbol, Ratio]) -> bool:
        """Whether exact signs show that the solution is admissible nowhere."""
        try:
            bounds = [(bound.substitute(solution), strict) for bound, strict in self._bounds]
            minors = [minor for hessian in self._hessians for minor in self._minors(hessian, solution)]
        except ZeroDivisionError:
            return True
        bounds += [(value, False) for unknown, value in solution.items() if unknown.is_nonnegative]
        signs = [(self._domain.sign(value.convert(self._domain.ring)), strict) for value, strict in bounds]
        broken = any(sign.is_nonpositive if strict else sign is Sign.NEGATIVE for sign, strict in signs)
        return broken or any(self._domain.sign(minor.convert(self._domain.ring)).is_nonpositive for minor in minors)

    def _minors(self, hessian: list[list[Ratio]], solution: Mapping[sp.Symbol, Ratio]) -> list[Ratio]:
        at_solution = [[entry.substitute(solution) for entry in row] for row in hessian]
        ring = self._game.ring
        return [determinant(ring, [row[:n] for row in at_solution[:n]]) for n in range(1, len(hessian) + 1)]

    def admits_root(self, branch: Sequence[Polynomial]) -> bool:
        """Whether real roots of a system of conditions may be admissible at one of the points.

        The system must come down to one condition in one unknown, the others giving one unknown each; a system that
        does not is taken to be admissible, so that nothing is overlooked.
        """
        return any(
            values is None or self._admits_at(point, values)
            for point in self._points
            for values in self._roots(point, branch)
        )

    def _values(self, point: Values, solution: Mapping[sp.Symbol, Ratio]) -> Values | None:
        where = self._exact(point)
        try:
            return {unknown: image.evaluate(where) for unknown, image in solution.items()}
        except ZeroDivisionError:
            return None

    def _admits_at(self, point: Values, values: Values | None) -> bool:
        if values is None or any(s.is_nonnegative and value < 0 for s, value in values.items()):
            return False
        where = self._exact({**point, **values})
        try:
            bounds = [(bound.evaluate(where), strict) for bound, strict in self._bounds]
            concave = all(_positive_definite(hessian, where) for hessian in self._hessians)
        except ZeroDivisionError:
            return False
        return concave and all(value > 0 or (value == 0 and not strict) for value, strict in bounds)

    def _exact(self, values: Values) -> ExactPoint:
        ring = self._game.ring
        return ring.exact_point(dict.fromkeys(ring.symbols, Fraction(0)) | values)

    def _roots(self, point: Values, branch: Sequence[Polynomial]) -> list[Values | None]:
        """Return the real solutions of the system at a point, to thirty digits; None stands for an unread system.

        A condition that gives no unknown is met by a solution to far more digits than are asked of it.
        """
        partial: list[Values] = [{}]
        waiting = list(branch)
        while waiting:
            ready = [p for p in waiting if len(self._open(p, partial[0])) <= 1]
            if not ready:
                return [None]
            waiting.remove(ready[0])
            unknowns = self._open(ready[0], partial[0])
            if unknowns:
                extended = [
                    {**values, unknowns[0]: root}
                    for values in partial
                    for root in self._real_roots(ready[0], unknowns[0], {**point, **values})
                ]
            else:
                extended = [values for values in partial if self._nearly_zero(ready[0], {**point, **values})]
            if not extended:
                return []
            partial = extended
        return list(partial)

    def _open(self, polynomial: Polynomial, values: Values) -> list[sp.Symbol]:
        used = self._game.ring.used(polynomial)
        return [decision for decision in self._stage.decisions if decision in used and decision not in values]

    def _nearly_zero(self, polynomial: Polynomial, values: Values) -> bool:
        ring = self._game.ring
        sizes = [abs(float(values.get(symbol, 0))) for symbol in ring.symbols]
        terms = sum(
            abs(int(factor)) * math.prod(map(pow, sizes, map(int, powers))) for powers, factor in polynomial.terms()
        )
        return abs(ring.evaluate(polynomial, self._exact(values))) <= _NEGLIGIBLE * terms

    def _real_roots(self, polynomial: Polynomial, unknown: sp.Symbol, values: Values) -> list[Fraction]:
        roots = root_balls(self._game.ring.along(polynomial, unknown, values).numer())
        return [Fraction(root.mid().str(_ROOT_DIGITS, radius=False)) for root in roots]


def _positive_definite(hessian: list[list[Ratio]], where: ExactPoint) -> bool:
    values = [[entry.evaluate(where) for entry in row] for row in hessian]
    return all(_determinant([row[:n] for row in values[:n]]) > 0 for n in range(1, len(values) + 1))


def _determinant(matrix: list[list[Fraction]]) -> Fraction:
    exact = flint.fmpq_mat([[to_fmpq(x) for x in row] for row in matrix])
    return to_fraction(exact.det())
