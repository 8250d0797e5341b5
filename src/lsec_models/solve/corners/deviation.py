"""What one mover can do in one stage, everything before and beside it given: a quadratic on a polyhedron."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.solve.corners.affine_functions import composed, inserted
from lsec_models.solve.corners.branch import BranchSide, Id, Label
from lsec_models.solve.corners.branches import StageGame
from lsec_models.solve.linear_algebra import Degenerate, restricted_minors, solved_rows
from lsec_models.solve.quadratic import Element, LinearQuadratic, Matrix, Row, affine_at, is_zero, value_of


@dataclass(frozen=True, kw_only=True)
class FaceAlternative:
    """What a mover could do instead: a face of a branch of later responses.

    Attributes
    ----------
    stage : int
        0 for the leaders.
    player : str
    later : tuple
        The label of the later stages.
    ids : tuple
        Which sides bind.
    """

    stage: int
    player: str
    later: Label
    ids: tuple[Id, ...]


@dataclass(frozen=True, kw_only=True)
class MoverProblem:
    """One mover's problem in one stage, later stages on one branch.

    Attributes
    ----------
    model : LinearQuadratic
    payoff : matrix
        Over the mover's own decisions.
    sides : tuple of BranchSide
        What the mover must respect, as functions of the own decisions.
    """

    model: LinearQuadratic
    payoff: Matrix
    sides: tuple[BranchSide, ...]

    @classmethod
    def of(cls, stage: StageGame, path: Sequence[Element], player: str) -> MoverProblem:
        """Return the problem of a player, given the decisions up to the end of the stage (its own are not used)."""
        model = stage.model
        own = dict(stage.shape.movers)[player]
        rows: list[Row] = []
        for v in range(stage.shape.stop):
            row = [model.zero] * (len(own) + 1)
            if v in own:
                row[own.index(v)] = model.one
            else:
                row[-1] = path[v]
            rows.append(row)
        rows.append([*[model.zero] * len(own), model.one])
        sides = tuple(
            replace(side, row=inserted(model, side.row, rows)) for side in stage.sides if stage.concerns(player, side)
        )
        return cls(model=model, payoff=composed(model, stage.payoffs[player], rows), sides=sides)

    @property
    def width(self) -> int:
        """How many decisions the mover has."""
        return len(self.payoff) - 1

    def faces(self) -> Iterator[tuple[Id, ...]]:
        """Yield every set of sides that may bind."""
        moving = [side.id for side in self.sides if not side.is_constant]
        for size in range(self.width + 1):
            yield from combinations(moving, size)

    def stationary_on(self, ids: Sequence[Id]) -> tuple[Element, ...] | None:
        """Return the stationary point of a face; None if there is not exactly one."""
        active = [side for side in self.sides if side.id in ids]
        rows = stationary_rows(self.model, self.payoff, [side.row for side in active], self.width)
        return None if rows is None else tuple(row[0] for row in rows)

    def best_on_faces(self) -> Iterator[tuple[tuple[Id, ...], tuple[Element, ...]]]:
        """At a point, yield the feasible stationary point of every face on which the payoff is strictly concave."""
        if any(side.row[-1] < 0 for side in self.sides if side.is_constant):
            return
        moving = {side.id: side for side in self.sides if not side.is_constant}
        for ids in self.faces():
            if any(minor <= 0 for minor in self._minors([moving[i].row[:-1] for i in ids])):
                continue
            choice = self.stationary_on(ids)
            if choice is not None and all(self.slack(s, choice) >= 0 for i, s in moving.items() if i not in ids):
                yield ids, choice

    def value(self, choice: Sequence[Element]) -> Element:
        """Return the payoff of a choice."""
        return value_of(self.payoff, choice, self.model.one)

    def slack(self, side: BranchSide, choice: Sequence[Element]) -> Element:
        """Return by how much a choice keeps a side."""
        return affine_at(side.row, choice)

    @property
    def is_bounded(self) -> bool:
        """Whether, at a point, the payoff is seen to be bounded.

        It is if it is strictly concave, or strictly concave in some decisions and in the others flat, or linear and
        stopped by a side of their own; or the mover has one decision in an interval that is bounded where the payoff
        rises, or two decisions and the payoff falls along all directions in which they can grow; or if nothing is
        feasible.
        """
        seen = self._seen_to_be_bounded(_sign_of_number)
        if seen is not None:
            return seen
        if self.width == 1:
            return self._is_bounded_on_the_line()
        return self.width == 2 and self._is_bounded_in_the_plane()

    def is_bounded_by_signs(self, sign: Callable[[Element], Sign]) -> bool:
        """Whether the signs of the coefficients show, in the same way, that the payoff is bounded."""
        seen = self._seen_to_be_bounded(sign)
        if seen is not None:
            return seen
        if self.width > 1:
            return False
        square, slope = map(sign, self.payoff[0])
        slopes = [sign(side.row[0]) for side in self.sides]
        lower, upper = Sign.POSITIVE in slopes, Sign.NEGATIVE in slopes
        if not square.is_nonpositive:
            return lower and upper
        return (slope.is_nonpositive or upper) and (slope.is_nonnegative or lower)

    def _seen_to_be_bounded(self, sign: Callable[[Element], Sign]) -> bool | None:
        """Whether feasibility, curvature, flatness and what decisions cost alone tell; None if they do not."""
        if any(sign(side.row[-1]) is Sign.NEGATIVE for side in self.sides if side.is_constant):
            return True
        flat = [v for v in range(self.width) if all(is_zero(entry) for entry in self.payoff[v])]
        kept = [v for v in range(self.width) if v not in flat and not self._is_kept_by_its_slope(v, sign)]
        hessian = [[-self.payoff[i][j] for j in kept] for i in kept]
        if any(not any(side.moves_with([v]) for side in self.sides) for v in flat):
            return False
        is_concave = all(sign(minor) is Sign.POSITIVE for minor in restricted_minors(self.model, hessian, []))
        return True if is_concave else None

    def _is_kept_by_its_slope(self, v: int, sign: Callable[[Element], Sign]) -> bool:
        """Whether a decision adds to the payoff in proportion, and a side of its own stops it where that pays."""
        if not all(is_zero(entry) for entry in self.payoff[v][:-1]):
            return False
        others = [other for other in range(self.width) if other != v]
        own = [sign(side.row[v]) for side in self.sides if not side.moves_with(others)]
        slope = sign(self.payoff[v][-1])
        return (slope.is_nonpositive and Sign.POSITIVE in own) or (slope.is_nonnegative and Sign.NEGATIVE in own)

    def _minors(self, normals: Matrix) -> list[Element]:
        hessian = [[-entry for entry in row[:-1]] for row in self.payoff[:-1]]
        return restricted_minors(self.model, hessian, normals)

    def ends_on_the_line(self) -> tuple[list[Element], list[Element]]:
        """Return the numbers that keep a single decision from below and from above."""
        lower = [-side.row[1] / side.row[0] for side in self.sides if side.row[0] > 0]
        upper = [-side.row[1] / side.row[0] for side in self.sides if side.row[0] < 0]
        return lower, upper

    def _is_bounded_on_the_line(self) -> bool:
        square, slope = self.payoff[0]
        lower, upper = self.ends_on_the_line()
        if lower and upper and max(lower) > min(upper):
            return True
        if square > 0:
            return bool(lower) and bool(upper)
        return (slope <= 0 or bool(upper)) and (slope >= 0 or bool(lower))

    def _is_bounded_in_the_plane(self) -> bool:
        """Whether the quadratic part is negative on the cone of directions that no side stops, or there is no room."""
        sides = [side for side in self.sides if not side.is_constant]
        normals = [side.row[:-1] for side in sides]
        rays = [
            ray
            for x, y in normals
            for ray in ((-y, x), (y, -x))
            if all(ray[0] * p + ray[1] * q >= 0 for p, q in normals)
        ]
        if len(normals) < 2 or any(p * ray[0] + q * ray[1] < 0 for ray in rays for p, q in rays):
            return False
        if not rays or not self._has_corner(sides):
            return True
        pairs = [[self._curved(first, second) for second in rays] for first in rays]
        if any(pairs[i][i] >= 0 for i in range(len(rays))):
            return False
        return all(
            pairs[i][j] <= 0 or pairs[i][j] ** 2 < pairs[i][i] * pairs[j][j] for i in range(len(rays)) for j in range(i)
        )

    def _curved(self, first: Sequence[Element], second: Sequence[Element]) -> Element:
        total = self.model.zero
        for x, row in zip(first, self.payoff, strict=False):
            for y, entry in zip(second, row, strict=False):
                total += x * entry * y
        return total

    def _has_corner(self, sides: Sequence[BranchSide]) -> bool:
        """Whether two sides meet in a feasible point; if none do, nothing is feasible, as the room holds no line."""
        for first, second in combinations(sides, 2):
            (a, b, c), (p, q, r) = first.row, second.row
            determinant = a * q - b * p
            if determinant != 0:
                corner = ((b * r - c * q) / determinant, (c * p - a * r) / determinant)
                if all(self.slack(side, corner) >= 0 for side in sides):
                    return True
        return False


def stationary_rows(model: LinearQuadratic, payoff: Matrix, active: Sequence[Row], width: int) -> list[Row] | None:
    """Return the first `width` variables of a quadratic at its stationary point on a face, in terms of the others.

    None if the face does not have exactly one.
    """
    left = [[*payoff[v][:width], *(row[v] for row in active)] for v in range(width)]
    left += [[*row[:width], *[model.zero] * len(active)] for row in active]
    right = [[-entry for entry in row[width:]] for row in (*payoff[:width], *active)]
    try:
        return solved_rows(left, right)[:width]
    except Degenerate:
        return None


def _sign_of_number(value: Element) -> Sign:
    return Sign.POSITIVE if value > 0 else Sign.NEGATIVE if value < 0 else Sign.ZERO
