"""Which of several critical points of a stage can be its equilibrium: a screen at admissible points, and by proof."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import islice

import flint
import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.sampling import stream
from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.numbers.root_balls import root_balls
from lsec_models.algebra.polynomials.linear import determinant
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ExactPoint, Polynomial, ring_of
from lsec_models.errors import SamplingFailed
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage
from lsec_models.solve.collected_conditions import where_finite, where_sign
from lsec_models.solve.interior.existence.contradictory_assumptions import clash, proved_point

_DRAWS = 60
_DRAWS_WHERE_ADMISSIBLE = 20
_ROOT_DIGITS = 30
_NEGLIGIBLE = 1e-15

Values = dict[sp.Symbol, Fraction]


class Screen:
    """Admissible parameters and earlier decisions at which solutions of one stage are tried.

    A solution is admissible at a point where it is finite, has the declared signs, meets the game's constraints that
    only speak of decisions made so far, and makes every player's own Hessian negative definite.

    Points are drawn at random, and again where a solution asks to be admissible: which random points there are depends
    on names and units of parameters, and a solution that is admissible in a small part of the domain may miss them all.
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
        self._points = _points_met(domain, _DRAWS)

    def admits(self, solution: Mapping[sp.Symbol, Ratio]) -> bool:
        """Whether the solution is seen to be admissible at a point; where it is, later solutions are tried too."""
        if any(self._admits_at(point, self._values(point, solution)) for point in self._points):
            return True
        region = self._region(solution)
        if region is None or region.chart.clash is not None:
            return False
        points = _points_met(region, _DRAWS_WHERE_ADMISSIBLE) or _points_around(proved_point(region), region)
        found = [point for point in points if self._admits_at(point, self._values(point, solution))]
        self._points += found
        return bool(found)

    def excludes(self, solution: Mapping[sp.Symbol, Ratio]) -> bool:
        """Whether exact signs, or a proof, show that the solution is admissible nowhere."""
        region = self._region(solution)
        return region is None or region.chart.clash is not None or bool(clash(region))

    def _region(self, solution: Mapping[sp.Symbol, Ratio]) -> Domain | None:
        """Return the part of the domain in which the solution is admissible; None if it visibly is nowhere."""
        try:
            asked = [(bound.substitute(solution), strict) for bound, strict in self._bounds]
            asked += [(minor, True) for hessian in self._hessians for minor in self._minors(hessian, solution)]
        except ZeroDivisionError:
            return None
        asked += [(value, False) for unknown, value in solution.items() if unknown.is_nonnegative]
        region: Domain | None = self._domain
        for value, strict in asked:
            region = region and where_sign(region, value.convert(region.ring), strict=strict, origin="admissible")
        for value in solution.values():
            region = region and where_finite(region, value.convert(region.ring), origin="finite")
        return region

    def _minors(self, hessian: list[list[Ratio]], solution: Mapping[sp.Symbol, Ratio]) -> list[Ratio]:
        at_solution = [[entry.substitute(solution) for entry in row] for row in hessian]
        ring = self._game.ring
        return [determinant(ring, [row[:n] for row in at_solution[:n]]) for n in range(1, len(hessian) + 1)]

    def admits_root(self, branch: Sequence[Polynomial], solution: Mapping[sp.Symbol, Ratio]) -> bool:
        """Whether real roots of a system of conditions may be admissible at one of the points, besides a solution.

        The system must come down to one condition in one unknown, the others giving one unknown each; a system that
        does not is taken to be admissible, so that nothing is overlooked. At some points, such as those at which two
        players are alike, a root of the system may be the solution itself, which is not another one.
        """
        return any(
            values is None or self._admits_at(point, values)
            for point in self._points
            for values in self._other_roots(point, branch, self._values(point, solution))
        )

    def _other_roots(self, point: Values, branch: Sequence[Polynomial], known: Values | None) -> list[Values | None]:
        """Return the roots of the system at a point but a known one, if that is exactly a root of it."""
        roots = self._roots(point, branch)
        if known is None:
            return roots
        where = self._exact({**point, **known})
        if any(self._game.ring.sign_at(condition, where) for condition in branch):
            return roots
        return [root for root in roots if root is None or not _is_near(root, known)]

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


def _points_met(domain: Domain, draws: int) -> list[Values]:
    """Return so many points of a domain, or fewer where no further ones are met at random."""
    points: list[Values] = []
    with suppress(SamplingFailed):
        points.extend(islice(stream(domain, seed=1), draws))
    return points


def _points_around(centre: Values | None, domain: Domain) -> list[Values]:
    """Return points of a domain around one of them, nearer and farther: one alone may be a special case."""
    if centre is None:
        return []
    dice, points = random.Random(1), [centre]
    for n in range(_DRAWS):
        width = Fraction(1, 100 * 2 ** (n % 10))
        point = {s: v if s.is_integer else v * (1 + dice.randint(-99, 99) * width) for s, v in centre.items()}
        points += [point] if domain.contains(point) else []
    return points[: 1 + _DRAWS_WHERE_ADMISSIBLE]


def _is_near(root: Values, known: Values) -> bool:
    return all(abs(value - known[unknown]) <= _NEGLIGIBLE * abs(known[unknown]) for unknown, value in root.items())


def _positive_definite(hessian: list[list[Ratio]], where: ExactPoint) -> bool:
    values = [[entry.evaluate(where) for entry in row] for row in hessian]
    return all(_determinant([row[:n] for row in values[:n]]) > 0 for n in range(1, len(values) + 1))


def _determinant(matrix: list[list[Fraction]]) -> Fraction:
    exact = flint.fmpq_mat([[to_fmpq(x) for x in row] for row in matrix])
    return to_fraction(exact.det())
