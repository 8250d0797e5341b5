"""All zeros of a smooth system of equations in a box, by halving it, each zero with a certified enclosure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import flint

from lsec_models.algebra.enclosures.balls import ball, holds_one_zero

Box = tuple[flint.arb, ...]

_RADIUS = Fraction(1, 10**40)
_BITS, _FINE_BITS = 80, 300
_CONTRACTED, _POLISHED = 6, 8
_NARROWEST = 1e-6
_LARGER = 1.3
# Added to the sides of a larger box: far more than what is lost by rounding.
_ROUNDED = 1e-15
_SHRUNK = 0.7


class SquareSystem(Protocol):
    """As many equations as unknowns, in ball arithmetic."""

    def values(self, box: Box) -> list[flint.arb]:
        """Return balls that hold all values in a box; of a zero all are zero."""
        ...

    def slopes(self, box: Box) -> flint.arb_mat:
        """Return balls that hold all derivatives in a box."""
        ...

    def narrowed(self, box: Box) -> Box | None:
        """Return a part of a box that holds all its zeros that matter; None where there is none."""
        ...

    def admits(self, box: Box) -> bool | None:
        """Whether the states of a tiny box matter; None where that is not certain."""
        ...


@dataclass(frozen=True, kw_only=True)
class Zeros:
    """What was found in a box.

    Attributes
    ----------
    enclosures : tuple of boxes
        Each holds exactly one zero, and within 1e-40.
    undecided : tuple of boxes
        Where further zeros may lie; without any, the list is complete.
    boxes : int
        How many were looked at.
    """

    enclosures: tuple[Box, ...]
    undecided: tuple[Box, ...]
    boxes: int


def all_zeros(system: SquareSystem, start: Box, *, most: int) -> Zeros:
    """Return all zeros of a system in a box that matter, each of which is a simple one.

    1. A box is dropped where some equation is certainly not zero, or Krawczyk's operator maps it off itself.
    2. Where the operator maps it, or one a little larger, into its inside, there is exactly one zero, which Newton's
       method at high precision encloses. The larger one lets zeros lie at a cut.
    3. Else the box is intersected with its image, or halved at its longest side.

    Parameters
    ----------
    system : SquareSystem
    start : tuple of flint.arb
    most : int
        How many boxes are looked at before the rest is undecided. Zeros at which the derivatives are singular stay
        undecided too.

    References
    ----------
    Neumaier, A. (1990). Interval Methods for Systems of Equations, chapter 5. Cambridge University Press.

    Examples
    --------
    >>> class Circle:  # and a line through its middle
    ...     def values(self, box):
    ...         return [box[0] * box[0] + box[1] * box[1] - 1, box[0] - box[1]]
    ...     def slopes(self, box):
    ...         return flint.arb_mat([[2 * box[0], 2 * box[1]], [1, -1]])
    ...     narrowed = staticmethod(lambda box: box)
    ...     admits = staticmethod(lambda box: True)
    >>> found = all_zeros(Circle(), (flint.arb(0, 2), flint.arb(0, 2)), most=1000)
    >>> sorted(round(float(box[0].mid()), 6) for box in found.enclosures), found.undecided
    ([-0.707107, 0.707107], ())
    """
    with flint.ctx.workprec(_BITS):
        return _search(system, start, most)


def _search(system: SquareSystem, start: Box, most: int) -> Zeros:
    known: list[Box] = []
    found: list[Box] = []
    undecided: list[Box] = []
    stack, looked_at = [start], 0
    while stack and looked_at < most:
        looked_at += 1
        box = _left_of(system, stack.pop(), known)
        if box is None:
            continue
        image = _image(system, box)
        if image is not None and not _overlap(image, box):
            continue
        around = None if image is None else _with_one(system, box, image)
        if around is not None:
            zero = _polished(system, around)
            matters = None if zero is None else system.admits(zero)
            if zero is None or matters is None or (not _is_within(zero, known) and _is_near(zero, found)):
                undecided.append(box)
                continue
            # Boxes with one zero each may share it.
            if matters and not _is_within(zero, known):
                found.append(zero)
            known.append(around)
            continue
        smaller = box if image is None else tuple(map(_common, box, image))
        before = max(float(side.rad()) for side in box)
        widest = max(range(len(box)), key=lambda i: float(smaller[i].rad()))
        if float(smaller[widest].rad()) < _SHRUNK * before:
            stack.append(smaller)
        elif before < _NARROWEST:
            undecided.append(smaller)
        else:
            stack.extend(_halves(smaller, widest))
    return Zeros(enclosures=tuple(found), undecided=(*undecided, *stack), boxes=looked_at)


def _left_of(system: SquareSystem, box: Box, known: Sequence[Box]) -> Box | None:
    """Return the part of a box in which zeros are yet to be found; None where there are none."""
    if _is_within(box, known):
        return None
    narrowed = system.narrowed(box)
    if narrowed is None or not all(value.contains(0) for value in system.values(narrowed)):
        return None
    return narrowed


def _with_one(system: SquareSystem, box: Box, image: Box) -> Box | None:
    """Return a box that holds exactly one zero: this one, or one a little larger; None where neither is seen to."""
    tiny = [side.rad() < _NARROWEST for side in box]
    if not any(tiny) and _is_inside(image, box):
        return box
    if not all(new.rad() < old.rad() or small for new, old, small in zip(image, box, tiny, strict=True)):
        return None
    larger = tuple(flint.arb(side.mid(), (side.rad() * _LARGER + _ROUNDED).mid()) for side in box)
    image_of_larger = _image(system, larger)
    return larger if image_of_larger is not None and _is_inside(image_of_larger, larger) else None


def _image(system: SquareSystem, box: Box) -> Box | None:
    """Return Krawczyk's image of a box, which holds all its zeros; None where the derivatives may be singular."""
    middle = tuple(side.mid() for side in box)
    around = system.slopes(box)
    size = len(box)
    try:
        inverse = flint.arb_mat([[around[i, j].mid() for j in range(size)] for i in range(size)]).inv()
    except ZeroDivisionError:
        return None
    inverse = flint.arb_mat([[inverse[i, j].mid() for j in range(size)] for i in range(size)])
    one = flint.arb_mat([[int(i == j) for j in range(size)] for i in range(size)])
    spread = flint.arb_mat([[side - at] for side, at in zip(box, middle, strict=True)])
    there = flint.arb_mat([[value] for value in system.values(middle)])
    moved = (one - inverse * around) * spread - inverse * there
    image = tuple(at + moved[i, 0] for i, at in enumerate(middle))
    return image if all(side.is_finite() for side in image) else None


def _polished(system: SquareSystem, box: Box) -> Box | None:
    """Return a tiny box within one that holds exactly one zero, around it; None where that fails."""
    smaller: Box = box
    for _ in range(_CONTRACTED):
        image = _image(system, smaller)
        smaller = smaller if image is None or not _overlap(image, smaller) else tuple(map(_common, image, smaller))
    with flint.ctx.workprec(_FINE_BITS):
        point = tuple(side.mid() for side in smaller)
        try:
            for _ in range(_POLISHED):
                left = flint.arb_mat([[value] for value in system.values(point)])
                change = system.slopes(point).solve(left)
                point = tuple((at - change[i, 0]).mid() for i, at in enumerate(point))
            tiny = tuple(flint.arb(at, ball(_RADIUS).mid()) for at in point)
            certain = holds_one_zero(system.slopes(point), system.slopes(tiny), system.values(point), _RADIUS)
        except ZeroDivisionError:
            return None
    inside = all(side.contains(part) for side, part in zip(box, tiny, strict=True))
    return tiny if certain and inside else None


def _is_within(box: Box, known: Sequence[Box]) -> bool:
    return any(all(side.contains(part) for side, part in zip(one, box, strict=True)) for one in known)


def _is_inside(box: Box, larger: Box) -> bool:
    return all(side.contains_interior(part) for side, part in zip(larger, box, strict=True))


def _overlap(one: Box, other: Box) -> bool:
    return all(a.overlaps(b) for a, b in zip(one, other, strict=True))


def _is_near(box: Box, others: Sequence[Box]) -> bool:
    return any(_overlap(box, other) for other in others)


def _common(one: flint.arb, other: flint.arb) -> flint.arb:
    return one.intersection(other)


def _halves(box: Box, side: int) -> list[Box]:
    half = (box[side].rad() / 2).mid()
    middle = box[side].mid()
    return [(*box[:side], flint.arb(middle + sign * half, half), *box[side + 1 :]) for sign in (1, -1)]
