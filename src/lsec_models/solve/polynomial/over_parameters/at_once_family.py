"""A game with one parameter free, or two, and two movers at once: what vanishes where its equilibria may change.

All equilibria lie where a curve of the first mover, on which x may be a best reply, crosses one of the second, on which
y may be. The x of all crossings are roots of polynomials in x and the parameter t, and their y of others in y and t. Of
two parameters t stands for both.

1. Between values of t at which leading coefficients, discriminants or resultants of the former vanish, each such x runs
   along a curve of its own in the plane of x and t.
2. Along each of these curves the possible replies y to x begin, end, meet, change places with what limits them, or are
   worth the same as others, only where the curve meets another one. Project these points to t too. If the payoff is
   concave in y, its margin and what limits y tell whether y is best, and nothing is compared.
3. Do the same with x and y exchanged. Between neighbouring values of t no crossing then begins to be an equilibrium, or
   ends to be one, and on each the same binds.

References
----------
McCallum, S. (1999). On projection in CAD-based quantifier elimination with equational constraint. ISSAC '99, 145-149.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product, starmap

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Key, Polynomial, key_of
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.at_once.simultaneous import exchanged
from lsec_models.solve.polynomial.best_decisions.reply_cuts import ReplyCuts
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors, roots_of, univariate
from lsec_models.solve.polynomial.over_parameters.concavity import is_concave
from lsec_models.solve.polynomial.over_parameters.curve_intersections import Meeting, is_between_ends
from lsec_models.solve.polynomial.over_parameters.family import further_places
from lsec_models.solve.polynomial.over_parameters.plane_family import degree_changes
from lsec_models.solve.polynomial.payoffs import FREE, curves_of, eliminated, leading, reflected
from lsec_models.solve.polynomial.problem import Problem
from lsec_models.solve.work_at_point import at_most

_X, _Y, _VALUE = 0, 1, 2
_MAX_PAIRS = 2_000


class AtOnceFamily:
    """A game along one parameter, or over two, with two decisions left after elimination that two players take at once.

    Parameters
    ----------
    problem : Problem
        With the parameters free.
    is_signed : bool
        Whether no free parameter is negative.
    """

    def __init__(self, problem: Problem, *, is_signed: bool) -> None:
        self.problem = problem
        is_signed = is_signed and all(decision.is_nonnegative for decision in problem.first)
        game, more = problem.at_once, further_places(problem)
        one, other = game.curves
        limits = tuple(map(reflected, game.first_limits))
        backwards = [[reflected(c) for c in curves] for curves in (one, other, more)]
        seconds = ReplyCuts(game.pieces, game.second, (*game.second_limits, *more))
        firsts = ReplyCuts(exchanged(game.pieces), game.first, (*limits, *backwards[2]))
        self._sides = (
            _Side(
                replies=seconds,
                rivals=one,
                own=other,
                further=more,
                limits=game.first_limits,
                is_concave=is_signed and is_concave(game.pieces, game.second, game.second_limits),
            ),
            _Side(
                replies=firsts,
                rivals=backwards[1],
                own=backwards[0],
                further=backwards[2],
                limits=tuple(map(reflected, game.second_limits)),
                is_concave=is_signed and is_concave(exchanged(game.pieces), game.first, limits),
            ),
        )

    def critical_values(self, low: RealRoot, high: RealRoot) -> list[RealRoot]:
        """Return values of t between which the same crossings exist, each with the same possible replies.

        Raises
        ------
        Unresolved
            If there are too many polynomials, or one would be too large.
        """
        return [root for side in self._sides for root in _values(side.where_replies_change(), low, high)]

    def ties(self, low: RealRoot, high: RealRoot) -> list[RealRoot]:
        """Return values of t between which, beside, no reply at a crossing begins to be better than another.

        Raises
        ------
        Unresolved
            If there are too many polynomials, or one would be too large.
        """
        return [root for side in self._sides for root in _values(side.where_replies_tie(), low, high)]

    def polynomials(self) -> list[Polynomial]:
        """Return irreducible polynomials in free parameters: where none vanishes, the same crossings are equilibria.

        Raises
        ------
        Unresolved
            If there are too many, or one would be too large.
        """
        asked = chain(*((*side.where_replies_change(), *side.where_replies_tie()) for side in self._sides))
        return distinct_factors(one.resultant if isinstance(one, Meeting) else one for one in asked)

    @property
    def of_first_decision(self) -> list[Polynomial]:
        """Irreducible polynomials in x and t of which the first decision is a root at each crossing."""
        return self._sides[0].crossings


@dataclass(frozen=True, eq=False, kw_only=True)
class _Side:
    """What one mover may reply, y, at the crossings, of which the other's decision, x, is given.

    Attributes
    ----------
    replies : ReplyCuts
    rivals, own, further : sequence of polynomials in (x, y) and t
        The curves of the other mover, of this one, and others on which something may change.
    limits : sequence of polynomials in (x, y) and t
        At least zero where x is allowed.
    is_concave : bool
        Whether the payoff is known to be concave in y where y is allowed.
    """

    replies: ReplyCuts
    rivals: Sequence[Polynomial]
    own: Sequence[Polynomial]
    further: Sequence[Polynomial]
    limits: Sequence[Polynomial]
    is_concave: bool

    def where_replies_change(self) -> Iterator[Polynomial | Meeting]:
        """Yield where crossings begin, end or meet, or what is possible at one changes."""
        for crossing in self.crossings:
            yield from self._begins(crossing)
        yield from starmap(self._meeting, combinations(self.crossings, 2))
        for curve in self._curves:
            yield from degree_changes(curve, _Y)
        yield from self._met(self._possible())

    def where_replies_tie(self) -> Iterator[Polynomial | Meeting]:
        """Yield where two replies at a crossing, or two that may be, are worth the same."""
        if self.is_concave:
            return
        worths = self.replies.worths
        for worth in worths:
            yield from degree_changes(worth, _VALUE)
        alone = [p for worth in worths for p in self.replies.alone(worth)]
        yield from self._met([*alone, *(eliminated(one, other, "v") for one, other in combinations(worths, 2))])

    @cached_property
    def _curves(self) -> list[Polynomial]:
        curves = distinct_factors([*self.rivals, *self.own, *self.further])
        return [curve for curve in curves if curve.degrees()[_Y] > 0]

    @cached_property
    def crossings(self) -> list[Polynomial]:
        """Irreducible polynomials of which x is a root at each crossing."""
        met = (eliminated(one, other, "y") for one, other in product(self.rivals, self.own) if one != other)
        return distinct_factors(met)

    @cached_property
    def _alone(self) -> tuple[Polynomial, ...]:
        """The limits in x alone."""
        return tuple(limit for limit in self.limits if limit.degrees()[_Y] <= 0)

    def _begins(self, crossing: Polynomial) -> Iterator[Polynomial | Meeting]:
        """Yield where roots begin, end or meet."""
        if crossing.degrees()[_X] <= 0:
            yield crossing
            return
        if not is_between_ends(self._alone):
            yield leading(crossing, _X)
        if crossing.degrees()[_X] > 1:
            yield self._meeting(crossing, crossing.derivative(_X))

    def _meeting(self, one: Polynomial, other: Polynomial) -> Meeting:
        return Meeting(one=one, other=other, limits=self._alone)

    def _possible(self) -> Iterator[Polynomial]:
        """Yield polynomials in x and t: on a curve where none begins to vanish, the same replies y are possible."""
        yield from (c for c in (*self.rivals, *self.own, *self.further) if c.degrees()[_Y] <= 0)
        for curve in self._curves:
            yield leading(curve, _Y)
            if curve.degrees()[_Y] > 1:
                yield eliminated(curve, curve.derivative(_Y), "y")
        for one, other in combinations(self._curves, 2):
            yield eliminated(one, other, "y")
        if not self.is_concave:
            yield from self.replies.of_possible_answers()

    def _met(self, polynomials: Iterable[Polynomial]) -> Iterator[Polynomial | Meeting]:
        """Yield where some polynomials meet the curves along which x runs."""
        factors = distinct_factors(polynomials)
        if len(factors) * len(self.crossings) > at_most(_MAX_PAIRS):
            raise Unresolved("too many polynomials that may vanish where replies cross")
        for factor in factors:
            if factor.degrees()[_X] <= 0:
                yield factor
            else:
                yield from (self._meeting(factor, one) for one in self.crossings if one != factor)


def _values(asked: Iterable[Polynomial | Meeting], low: RealRoot, high: RealRoot) -> list[RealRoot]:
    """Return the values of t between two ends at which a polynomial vanishes, or curves meet where x is allowed."""
    meetings: dict[Key, list[Meeting]] = {}
    found: dict[Key, Polynomial] = {}
    always: set[Key] = set()
    for one in asked:
        for factor in curves_of(one.resultant if isinstance(one, Meeting) else one):
            key = key_of(factor)
            found[key] = factor
            if isinstance(one, Meeting):
                meetings.setdefault(key, []).append(one)
            else:
                always.add(key)
    return [
        root
        for key, factor in found.items()
        for root in roots_of(univariate(factor, FREE))
        if low < root < high and (key in always or any(one.matters_at(root) for one in meetings[key]))
    ]
