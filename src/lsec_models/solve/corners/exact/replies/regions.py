"""Where an answer jumps, with several decisions left: the best a mover can reach, found and proved with SMT solvers.

Is there a place at which a mover earns more than a target, later movers truly answering? A solver names a place at
which it would earn more were later movers to stay on one piece of their answers; exact arithmetic finds whether they
do. If not, all places at which the same reason holds are excluded, and the solver is asked again. If they do, the best
place with the same reasons is found exactly: a first-order point on one or two of the conditions that bind there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.errors import OutOfTime
from lsec_models.prove.search.engines.engines import ENGINES, ask_script
from lsec_models.solve.corners.exact.numbers.algebraic import Algebraic
from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import (
    Order,
    QuadraticIrrational,
    quadratic_roots,
    sign,
)
from lsec_models.solve.corners.exact.pieces.stage_pieces import Pieces
from lsec_models.solve.corners.exact.replies.critical_places import critical_places
from lsec_models.solve.corners.exact.replies.families import (
    Affine,
    Family,
    Quadratic,
    QuadraticCondition,
    at_least_zero,
    leading,
    quadratic_at,
)
from lsec_models.solve.corners.exact.replies.jumps import Reached
from lsec_models.solve.corners.exact.replies.reasons import Reasons
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.work import OutOfWork, Work

_MAX_QUESTIONS = 60
_LARGE = 1_000_000
_NEAR = 1e-6
_NET = 5
_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


def best_in_region(
    reasons: Reasons,
    number: int,
    player: str,
    family: Family,
    sides: Iterable[Affine],
    target: Any | None,
    equation: Quadratic | None = None,
) -> Reached | None:
    """Return the best that a mover of a stage can reach in a family of several numbers; None if less than a target.

    Parameters
    ----------
    reasons : Reasons
    number, player
        The stage and who moves in it.
    family : Family
    sides : iterable of affine functions
        What must be at least zero.
    target : number, optional
    equation : quadratic function, optional
        What must vanish.

    Raises
    ------
    Unresolved
        If the best place has no coordinates with one rational square root, or the engines do not tell.
    """
    if family.width == 0:
        return None
    payoff = reasons.payoff(player, family)
    room = at_least_zero(sides)
    search = PlaceSearch(reasons.replies.pieces, family.width, [c for c in room if not is_granted(c)], equation)
    best: Reached | None = None
    for _ in range(_MAX_QUESTIONS):
        place = search.place_above(payoff, target)
        if place is None:
            return best
        why = reasons.why_left(number + 1, family, place)
        if why is not None:
            search.exclude(why, place)
            continue
        kept = [*search.room, *reasons.while_kept(number + 1, family, place)]
        best = _best_there(reasons, number, family, payoff, kept, equation, place)
        target = best.value
    raise Unresolved("the answers of later movers jump in too many ways")


def _best_there(
    reasons: Reasons,
    number: int,
    family: Family,
    payoff: Quadratic,
    kept: list[QuadraticCondition],
    equation: Quadratic | None,
    place: list[Any],
) -> Reached:
    """Return the best place among those with the same reasons, which must be one that is reached."""
    functions = [condition.function for condition in kept]
    tried = [
        (quadratic_at(payoff, other), other)
        for other in critical_places(payoff, functions, equation, family.width)
        if all(sign(quadratic_at(function, other)) >= 0 for function in functions)
    ]
    tried.append((quadratic_at(payoff, place), place))
    for value, other in sorted(tried, key=lambda entry: Order(entry[0]), reverse=True):
        if reasons.replies.failure(number + 1, family.at(other)) is None:
            if other is place:
                raise Unresolved("a better place is known, but the best one is not found exactly")
            return Reached(value=value, path=family.at(other))
    raise AssertionError("a place that is kept to was left")


class PlaceSearch:
    """Asks for places, those already explained excluded."""

    def __init__(self, pieces: Pieces, width: int, room: list[QuadraticCondition], equation: Quadratic | None) -> None:
        self.pieces = pieces
        self.width, self.room, self.equation = width, room, equation
        self.excluded: list[list[QuadraticCondition]] = []
        self.names = tuple(f"w{i}" for i in range(width))

    def exclude(self, conditions: list[QuadraticCondition], place: Sequence[Any]) -> None:
        """Exclude the places at which all of some conditions hold for the same reasons as at one of them."""
        self.excluded.append(list(plainer(conditions, place)))

    def place(self) -> list[Any] | None:
        """Return any place; None if two engines agree that there is none."""
        return self.place_above([[_ZERO] * (self.width + 1) for _ in range(self.width + 1)], None)

    def place_above(self, payoff: Quadratic, target: Any | None) -> list[Any] | None:
        """Return a place with a payoff above a target; None if two engines agree that there is none."""
        lines = [f"(declare-const {name} Real)" for name in self.names]
        roots: dict[int, str] = {}
        asserted = [_text(c, roots) for c in self.room]
        if self.equation is not None:
            asserted.append(f"(= {_sum(self.equation, roots)} 0)")
        if target is not None:
            above = [list(row) for row in payoff]
            above[0][0] = above[0][0] - target
            asserted.append(_text(QuadraticCondition(function=above, strict=True), roots))
        for conditions in self.excluded:
            asserted.append("(not (and true " + " ".join(_text(c, roots) for c in conditions) + "))")
        for d, name in roots.items():
            lines.append(f"(declare-const {name} Real)")
            asserted += [f"(= (* {name} {name}) {d})", f"(> {name} 0)"] if d else [f"(> {name} {_LARGE})"]
        script = "\n".join([*lines, *(f"(assert {text})" for text in asserted)])
        self.pieces.charge_question()
        work = Work.of()
        try:
            first = ask_script(ENGINES[0], script, self.names, work, _NET)
            if first.holds:
                second = ask_script(ENGINES[1], script, (), work, _NET)
                if not second.available:
                    raise Unresolved(f"agreement unavailable: {second.complaint}")
                if second.holds is not True:
                    raise Unresolved("the engines do not agree that nothing better is in reach")
                return None
        except OutOfWork:
            raise Unresolved("too much work for the engines") from None
        except OutOfTime:
            raise Unresolved("interrupted: an engine ran into its net of processor time") from None
        if not first.available:
            raise Unresolved(f"agreement unavailable: {first.complaint}")
        if 0 in roots:
            raise Unresolved("an answer changes beyond all bounds")
        if first.holds is None:
            raise Unresolved("the engines do not tell whether something better is in reach")
        return self._exact([to_fmpq(first.counterexample[name]) for name in self.names])

    def _exact(self, place: list[flint.fmpq]) -> list[Any]:
        """Return an exact place next to one that may be approximate."""
        if self.equation is None:
            if all(self._holds(c, place) for c in self.room):
                return list(place)
            raise Unresolved("a place is known only approximately")
        for i in range(self.width):
            for root in _roots_along(self.equation, place, i):
                exact: list[Any] = [*place[:i], root, *place[i + 1 :]]
                is_near = abs(float(root) - float(place[i])) < _NEAR * (1 + abs(float(root)))
                if is_near and all(self._holds(c, exact) for c in self.room):
                    return exact
        raise Unresolved("a place is known only approximately")

    @staticmethod
    def _holds(condition: QuadraticCondition, place: Sequence[Any]) -> bool:
        return sign(quadratic_at(condition.function, place)) >= 0


def plainer(conditions: Iterable[QuadraticCondition], place: Sequence[Any]) -> Iterator[QuadraticCondition]:
    """Yield conditions that imply given ones, around a place at which these hold: no constants, no endless bounds."""
    for condition in conditions:
        function = leading(condition.function)
        if all(sign(x) == 0 for i, row in enumerate(function) for j, x in enumerate(row) if i or j):
            continue
        if function is condition.function:
            yield condition
        elif sign(quadratic_at(function, place)) > 0:
            yield QuadraticCondition(function=function, strict=True)
        else:
            raise Unresolved("an answer changes beyond all bounds")


def _roots_along(equation: Quadratic, place: Sequence[Any], i: int) -> list[Any]:
    """Return where a function vanishes when one coordinate of a place moves."""
    rest = [_ONE, *(x if j != i else _ZERO for j, x in enumerate(place))]
    slope: Any = _ZERO
    constant: Any = _ZERO
    for j, x in enumerate(rest):
        slope = slope + equation[i + 1][j] * x * 2
        for k, y in enumerate(rest):
            constant = constant + equation[j][k] * x * y
    return quadratic_roots(equation[i + 1][i + 1], slope, constant)


def is_granted(condition: QuadraticCondition) -> bool:
    """Whether a condition is a bound beyond all numbers, at places that are none."""
    return isinstance(condition.function[0][0], Far) and condition.function[0][0].sign() > 0


def _text(condition: QuadraticCondition, roots: dict[int, str]) -> str:
    if condition.branch is not None:
        raise Unresolved("an answer moves on a curve")
    return f"({'>' if condition.strict else '>='} {_sum(condition.function, roots)} 0)"


def _sum(function: Quadratic, roots: dict[int, str]) -> str:
    terms = []
    for i, row in enumerate(function):
        for j in range(i, len(row)):
            entry = row[j] if i == j else row[j] + function[j][i]
            if sign(entry) != 0:
                factors = [f"w{k - 1}" for k in (i, j) if k]
                terms.append(f"(* {_number(entry, roots)} {' '.join(factors)})" if factors else _number(entry, roots))
    return f"(+ 0 {' '.join(terms)})" if terms else "0"


def _number(value: Any, roots: dict[int, str]) -> str:
    """Return a number in SMT-LIB; noted is what stands for square roots and, at zero, for a bound without end."""
    if isinstance(value, Far):
        bound = roots.setdefault(0, "beyond")
        terms = [(c, " ".join([bound] * n)) for n, c in enumerate(value.coefficients) if sign(c) != 0]
        return "(+ 0 " + " ".join(f"(* {_number(c, roots)} 1 {powers})" for c, powers in terms) + ")"
    if isinstance(value, QuadraticIrrational):
        name = roots.setdefault(value.d, f"r{value.d}")
        return f"(+ {_number(value.a, roots)} (* {_number(value.b, roots)} {name}))"
    if isinstance(value, Algebraic):
        raise Unresolved("an answer changes at a place that is more than one square root")
    p, q = int(value.p), int(value.q)
    above = str(p) if p >= 0 else f"(- {-p})"
    return above if q == 1 else f"(/ {above} {q})"
