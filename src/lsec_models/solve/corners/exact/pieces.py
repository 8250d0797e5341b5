"""What a stage may answer, as finitely many affine pieces: the first-order points of every set of binding constraints.

A mover of a stage chooses its own decisions and, where later movers are indifferent, also among their answers: it is
favoured. On each piece of later answers that is a quadratic program on a polyhedron, whose optimum meets first-order
conditions with multipliers on linearly independent binding constraints, along which its payoff is nowhere convex. Each
such set of binding constraints gives one linear system. Where that leaves decisions free (a payoff that is flat along
them), they stay as parameters of the piece; where it asks something of earlier decisions, that is an equation of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, permutations, product
from math import comb, isqrt
from typing import Any

import flint

from lsec_models.solve.corners.exact.concave_programs import FreeDirection, binding_at_maximum
from lsec_models.solve.corners.exact.far import beyond
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.quadratic import LinearQuadratic, Matrix, Row, StageShape

FAR = "no bound"
_MAX_QUESTIONS = 200
_MANY_SUPPORTS = 2_000
_MAX_TIES = 6
ZERO, ONE = flint.fmpq(0), flint.fmpq(1)


@dataclass(frozen=True, kw_only=True)
class Side:
    """An affine function that is at least zero on a piece.

    Attributes
    ----------
    row : list of fmpq
        Coefficients of what is given, the free parameters, a bound beyond all numbers for each stage, and the constant.
    words : str
        The constraint that it is, or the one whose multiplier it is.
    is_asked : bool
        Whether the function must be at least zero. A bound beyond all numbers, and the indifference of a later mover,
        only say where a mover may stop.
    """

    row: Row
    words: str
    is_asked: bool = True


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One affine piece of what is answered from a stage on.

    Attributes
    ----------
    given : tuple of int
        The decisions on which it depends, in the order of the columns.
    free : int
        How many parameters are left free.
    rows : dict from int to list of fmpq
        Each decision from the stage on that is not given.
    sides : tuple of Side
        Where it is valid.
    equations : tuple of list of fmpq
        Functions of what is given that vanish where it is valid.
    parent : Piece or None
        The piece of later answers on which it stands.
    binding : tuple of str
        What binds in the stage, in words.
    is_far : bool
        Whether a bound beyond all numbers binds in the stage or later.
    """

    given: tuple[int, ...]
    free: int
    rows: dict[int, Row]
    sides: tuple[Side, ...]
    equations: tuple[Row, ...]
    parent: Piece | None
    binding: tuple[str, ...]
    is_far: bool

    @cached_property
    def consequences(self) -> list[Row]:
        """What is at least zero where it is valid, whatever the free parameters."""
        rows = [side.row for side in self.sides if side.is_asked]
        return without_columns(rows, range(len(self.given), len(self.given) + self.free))

    @cached_property
    def without_free(self) -> list[Side]:
        """The sides that do not depend on the free parameters, without the columns of these."""
        count, stop = len(self.given), len(self.given) + self.free
        kept = (side for side in self.sides if not any(side.row[count:stop]))
        return [replace(side, row=[*side.row[:count], *side.row[stop:]]) for side in kept]

    def with_free(self, row: Row) -> Row:
        """Return an affine function of what is given with columns for the free parameters."""
        count = len(self.given)
        return [*row[:count], *[ZERO] * self.free, *row[count:]]

    @cached_property
    def key(self) -> object:
        """Equal for pieces that are the same function on the same set."""
        rows = tuple((v, tuple(row)) for v, row in sorted(self.rows.items()))
        return rows, frozenset(tuple(s.row) for s in self.sides), frozenset(map(tuple, self.equations))


class Pieces:
    """The pieces of a linear-quadratic game at a point, found when they are asked for."""

    def __init__(self, model: LinearQuadratic) -> None:
        self.model = model
        self.payoffs = {player: flint.fmpq_mat(matrix) for player, matrix in model.payoffs.items()}
        self._of_stage: dict[int, list[Piece]] = {}
        self._of_mover: dict[tuple[int, str], list[Piece]] = {}
        self.questions = 0
        self._curves: dict[int, list[tuple[Piece, Matrix]]] = {}

    def charge_question(self) -> None:
        """Count a question to the engines.

        Raises
        ------
        Unresolved
            If there were too many about the game.
        """
        self.questions += 1
        if self.questions > _MAX_QUESTIONS:
            raise Unresolved("too many questions to the engines")

    def of_stage(self, number: int) -> list[Piece]:
        """Return the pieces from a stage on (0 for the leaders): all its movers at first-order points."""
        if number not in self._of_stage:
            if number == len(self.model.stages):
                end = Piece(
                    given=tuple(range(len(self.model.names))),
                    free=0,
                    rows={},
                    sides=(),
                    equations=(),
                    parent=None,
                    binding=(),
                    is_far=False,
                )
                self._of_stage[number] = [end]
            else:
                names = [player for player, _ in self.model.stages[number].movers]
                self._of_stage[number] = self._distinct(number, names)
        return self._of_stage[number]

    def of_mover(self, number: int, player: str) -> list[Piece]:
        """Return the first-order points of one mover, everything beside it given as well."""
        if len(self.model.stages[number].movers) == 1:
            return self.of_stage(number)
        key = number, player
        if key not in self._of_mover:
            self._of_mover[key] = self._distinct(number, [player])
        return self._of_mover[key]

    def are_strictly_concave(self, number: int) -> bool:
        """Whether all movers of a stage have strictly concave problems on every piece of later answers."""
        players = [player for player, _ in self.model.stages[number].movers]
        return all(
            _StageProblem(self, number, [player], parent).is_strictly_concave()
            for player in players
            for parent in self.of_stage(number + 1)
        )

    def may_be_stopped_at(self, number: int) -> bool:
        """Whether somebody before may stop where the mover of a stage is indifferent between two answers.

        A last mover who is strictly concave is not; and who moves just before, and is the same player, takes the better
        of both: next to such a place it has more.
        """
        (player, _), *others = self.model.stages[number].movers
        if not number or others or [player] == [mover for mover, _ in self.model.stages[number - 1].movers]:
            return False
        return number + 1 < len(self.model.stages) or not self.are_strictly_concave(number)

    def _distinct(self, number: int, players: list[str]) -> list[Piece]:
        first: dict[object, Piece] = {}
        for parent in self.of_stage(number + 1):
            for piece in _StageProblem(self, number, players, parent).pieces():
                first.setdefault((id(parent), piece.key), piece)
        found = list(first.values())
        if len(players) == 1 and self.may_be_stopped_at(number):
            return self._with_ties(number, players[0], found)
        return found

    def _with_ties(self, number: int, player: str, pieces: list[Piece]) -> list[Piece]:
        """Return pieces with the places at which a mover is indifferent between two of them, where these are affine.

        Of a place that consists of two that cross it is told only if several movers come before, who may both stop
        there: one mover's search finds it.
        """
        crossing = len(self.model.stages[number - 1].movers) > 1
        values = [self.value(player, piece) for piece in pieces]
        words = f"{player} is indifferent"
        found = []
        for piece, value in zip(pieces, values, strict=True):
            ties: dict[tuple[Any, ...], Side] = {}
            for other, rival in zip(pieces, values, strict=True):
                if other is not piece:
                    gap = _difference(value, rival)
                    both = (*piece.without_free, *other.without_free)
                    for row in _affine_ties(gap, len(piece.given), both, crossing=crossing):
                        if not any(_are_parallel(row, side.row) for side in piece.without_free):
                            at = piece.with_free(row)
                            ties.setdefault(tuple(at), Side(row=at, words=words, is_asked=False))
            found.append(replace(piece, sides=(*piece.sides, *ties.values())))
        return found

    def curves(self, number: int) -> list[tuple[Piece, Matrix]]:
        """Return where the mover of a stage is indifferent between two pieces and the place is no affine one.

        Each is one of the pieces and a quadratic function of what is given to it, which vanishes there.
        """
        if number not in self._curves:
            movers = self.model.stages[number].movers
            pieces = [p for p in self.of_stage(number) if not p.free] if self.may_be_stopped_at(number) else []
            values = [self.value(movers[0][0], piece) for piece in pieces]
            found: dict[object, tuple[Piece, Matrix]] = {}
            for (piece, value), (other, rival) in permutations(zip(pieces, values, strict=True), 2):
                count = len(piece.given)
                gap = _difference(value, rival)
                is_affine = all(gap[i][j] == 0 for i in range(count) for j in range(count))
                if piece.is_far or other.is_far or is_affine:
                    continue
                factors = _factors(gap)
                if _is_square(factors) or any(_one_sided(gap, factors, (*piece.sides, *other.sides))):
                    continue
                kept = [*range(count), len(gap) - 1]
                curve = [[gap[i][j] for j in kept] for i in kept]
                if not _is_definite(curve):
                    found.setdefault((id(piece), tuple(map(tuple, curve))), (piece, curve))
            self._curves[number] = list(found.values())
        return self._curves[number]

    def value(self, player: str, piece: Piece) -> Matrix:
        """Return a payoff on a piece where its free parameters are zero, as a quadratic function of what is given.

        That of a mover who is alone in its stage is flat along them.
        """
        count = len(piece.given)
        width = count + len(self.model.stages) + 1
        unit = {v: [ONE if j == i else ZERO for j in range(width)] for i, v in enumerate(piece.given)}
        known = {v: [*row[:count], *row[count + piece.free :]] for v, row in piece.rows.items()} | unit
        inner = flint.fmpq_mat([*(known[v] for v in range(len(self.model.names))), [ZERO] * (width - 1) + [ONE]])
        found: Matrix = (inner.transpose() * self.payoffs[player] * inner).tolist()
        return found


def _affine_ties(gap: Matrix, given: int, sides: Sequence[Side], *, crossing: bool) -> list[Row]:
    """Return affine functions that vanish where a difference of two quadratic functions of what is given does, if any.

    The difference is affine itself, the square of an affine function (they touch there), or a product of two, one of
    which keeps its sign where both functions count; or, if that is asked for, any product of two. None is returned that
    is constant, or depends on bounds beyond all numbers.
    """
    width = len(gap)
    if all(gap[i][j] == 0 for i in range(width - 1) for j in range(width - 1)):
        found = [[entry + entry for entry in gap[-1][:-1]] + [gap[-1][-1]]]
    else:
        factors = _factors(gap)
        if _is_square(factors):
            found = [factors[0], [-x for x in factors[0]]]
        else:
            # Which of the pieces is better on which side of a factor depends on the other factor.
            found = list(_one_sided(gap, factors, sides))
            found += [row for factor in factors if crossing for row in (factor, [-x for x in factor])]
    plain = [row for row in found if all(entry == 0 for entry in row[given:-1])]
    scales = [next((abs(entry) for entry in row[:-1] if entry != 0), None) for row in plain]
    return [[entry / scale for entry in row] for row, scale in zip(plain, scales, strict=True) if scale is not None]


def _one_sided(gap: Matrix, factors: Sequence[Row], sides: Sequence[Side]) -> Iterator[Row]:
    """Yield factors of a function whose other factor keeps its sign where sides are at least zero, with its sign."""
    asked = [side.row for side in sides if side.is_asked and any(side.row[:-1])]
    for one, other in permutations(factors, 2):
        row = next((row for row in asked if _are_parallel(other, row)), None)
        if row is not None:
            places = product(range(len(gap)), repeat=2)
            scales = (gap[i][j] / (one[i] * row[j] + row[i] * one[j]) for i, j in places if gap[i][j] != 0)
            yield one if next(scales) > 0 else [-x for x in one]


def _difference(first: Matrix, second: Matrix) -> Matrix:
    return [[x - y for x, y in zip(a, b, strict=True)] for a, b in zip(first, second, strict=True)]


def _are_parallel(first: Row, second: Row) -> bool:
    """Whether two affine functions vanish at the same places."""
    return bool(flint.fmpq_mat([first, second]).rank() < 2)


def _factors(function: Matrix) -> list[Row]:
    """Return rational affine functions whose product a quadratic one is, up to a number; none if it is no product."""
    width = len(function)
    pivot = next((i for i in range(width - 1) if function[i][i] != 0), None)
    if pivot is not None:
        row, scale = function[pivot], function[pivot][pivot]
        rest = [[row[i] * row[j] - scale * function[i][j] for j in range(width)] for i in range(width)]
        root = _root(rest)
        return (
            []
            if root is None
            else [[x + y for x, y in zip(row, root, strict=True)], [x - y for x, y in zip(row, root, strict=True)]]
        )
    i, j = next((i, j) for i in range(width - 1) for j in range(width - 1) if function[i][j] != 0)
    first, second, scale = function[i], function[j], function[i][j]
    product = [[first[k] * second[m] + second[k] * first[m] for m in range(width)] for k in range(width)]
    is_product = all(product[k][m] == scale * function[k][m] for k in range(width) for m in range(width))
    return [list(first), list(second)] if is_product else []


def _is_square(factors: list[Row]) -> bool:
    return bool(factors) and factors[0] == factors[1]


def _root(function: Matrix) -> Row | None:
    """Return the rational affine function of which a quadratic one is the square; None if there is none."""
    width = len(function)
    pivot = next((i for i in range(width) if function[i][i] != 0), None)
    if pivot is None:
        return None if any(x != 0 for row in function for x in row) else [ZERO] * width
    row, square = function[pivot], function[pivot][pivot]
    if square < 0 or isqrt(int(square.p)) ** 2 != square.p or isqrt(int(square.q)) ** 2 != square.q:
        return None
    root = flint.fmpq(isqrt(int(square.p)), isqrt(int(square.q)))
    is_square = all(function[i][j] * square == row[i] * row[j] for i in range(width) for j in range(width))
    return [x / root for x in row] if is_square else None


def _is_definite(curve: Matrix) -> bool:
    """Whether a quadratic function of some numbers, the constant last, has no zero."""
    negative = [[-x for x in row] for row in curve]
    return is_negative(curve, strictly=True) or is_negative(negative, strictly=True)


class _StageProblem:
    """The problem of some movers of a stage on one piece of later answers."""

    def __init__(self, pieces: Pieces, number: int, players: list[str], parent: Piece) -> None:
        self.model, self.number, self.parent = pieces.model, number, parent
        shape = self.model.stages[number]
        self.movers = [(player, own) for player, own in shape.movers if player in players]
        chosen = [v for _, own in self.movers for v in own]
        self.given = tuple(v for v in range(shape.stop) if v not in chosen)
        self.chosen = chosen
        self.stages = len(self.model.stages)
        # Columns: given, chosen, the parent's free parameters, bounds beyond all numbers, the constant.
        self.width = len(self.given) + len(chosen) + parent.free + self.stages + 1
        self.place = {v: i for i, v in enumerate((*self.given, *chosen))}
        free_start = len(self.given) + len(chosen)
        self.free_columns = list(range(free_start, free_start + parent.free))
        rows = {v: self._unit(self.place[v]) for v in range(shape.stop)}
        rows |= {v: self._moved(row) for v, row in parent.rows.items()}
        self.decisions = rows
        inner = flint.fmpq_mat([*(rows[v] for v in range(len(rows))), self._unit(self.width - 1)])
        transposed = inner.transpose()
        self.payoffs = {player: (transposed * pieces.payoffs[player] * inner).tolist() for player, _ in self.movers}
        self.equations = [self._moved_equation(row) for row in parent.equations]
        self.sides = [*self._own_sides(shape), *(replace(s, row=self._moved(s.row)) for s in parent.sides)]

    def controlled(self, own: Sequence[int]) -> list[int]:
        """Return the columns over which a mover decides: its own, and, if it is alone, what is free later on."""
        mine = [self.place[v] for v in own]
        return [*mine, *self.free_columns] if len(self.movers) == 1 else mine

    def pieces(self) -> Iterator[Piece]:
        """Yield a piece for each set of sides that may bind."""
        options = [self._supports(player, own) for player, own in self.movers]
        for chosen in product(*options):
            piece = self._solved(chosen)
            if piece is not None:
                yield piece

    def _unit(self, column: int) -> Row:
        return [ONE if i == column else ZERO for i in range(self.width)]

    def _moved(self, row: Row) -> Row:
        """Return a row of the parent over the columns of this stage."""
        moved = [ZERO] * self.width
        count = len(self.parent.given)
        for v, entry in zip(self.parent.given, row[:count], strict=True):
            moved[self.place[v]] = entry
        for column, entry in zip(self.free_columns, row[count : count + self.parent.free], strict=True):
            moved[column] = entry
        moved[self.width - self.stages - 1 :] = row[count + self.parent.free :]
        return moved

    def _moved_equation(self, row: Row) -> Row:
        count = len(self.parent.given)
        return self._moved([*row[:count], *[ZERO] * self.parent.free, *row[count:]])

    def _own_sides(self, shape: StageShape) -> Iterator[Side]:
        names = {player for player, _ in self.movers}
        bounded: dict[int, set[int]] = {v: set() for v in self.chosen}
        for limit in shape.limits:
            if not names.intersection(limit.players):
                continue
            row = [ZERO] * self.width
            for v, entry in enumerate(limit.row[:-1]):
                if entry != 0:
                    row = [x + y * entry for x, y in zip(row, self.decisions[v], strict=True)]
            row[-1] = row[-1] + limit.row[-1]
            yield Side(row=row, words=limit.words)
            moving = [v for v in self.chosen if row[self.place[v]] != 0]
            if len(moving) == 1:
                bounded[moving[0]].add(1 if row[self.place[moving[0]]] > 0 else -1)
        for player, own in self.movers:
            if self._is_strictly_concave(player, own):
                continue
            for v in own:
                for direction in {1, -1} - bounded[v]:
                    row = [ZERO] * self.width
                    row[self.place[v]] = flint.fmpq(direction)
                    row[self.width - self.stages - 1 + self.number] = ONE
                    yield Side(row=row, words=FAR, is_asked=False)

    def is_strictly_concave(self) -> bool:
        """Whether the movers' payoffs are strictly concave in what they control."""
        return all(self._is_strictly_concave(player, own) for player, own in self.movers)

    def _is_strictly_concave(self, player: str, own: Sequence[int]) -> bool:
        columns = self.controlled(own)
        basis = null_space([[row[c] for c in columns] for row in self.equations], len(columns))
        hessian = restricted([[self.payoffs[player][i][j] for j in columns] for i in columns], basis)
        return is_negative(hessian, strictly=True)

    def _supports(self, player: str, own: Sequence[int]) -> list[tuple[int, ...]]:
        """Return the sets of sides that may bind a mover: independent, its payoff nowhere convex along them."""
        columns = self.controlled(own)
        moving = [
            i
            for i, side in enumerate(self.sides)
            if any(side.row[c] != 0 for c in columns) and not self._is_out_of_reach(side)
        ]
        fixed = [[row[c] for c in columns] for row in self.equations]
        hessian = [[self.payoffs[player][i][j] for j in columns] for i in columns]
        if not self.given and sum(comb(len(moving), size) for size in range(len(columns) + 1)) > _MANY_SUPPORTS:
            best = self._best_supports(player, columns)
            if best is not None:
                return best
        rank = flint.fmpq_mat(fixed).rank() if fixed else 0
        found = []
        for size in range(len(columns) - rank + 1):
            for ids in combinations(moving, size):
                normals = [*fixed, *([self.sides[i].row[c] for c in columns] for i in ids)]
                if size and flint.fmpq_mat(normals).rank() < rank + size:
                    continue
                if is_negative(restricted(hessian, null_space(normals, len(columns))), strictly=False):
                    found.append(ids)
        return found

    def _best_supports(self, player: str, columns: list[int]) -> list[tuple[int, ...]] | None:
        """Return what binds a first mover where its payoff is highest, at each set of ties; None if it is not concave.

        Where a payoff is concave on a polyhedron its first-order points are its maxima, and what holds back one of them
        holds back all.
        """
        hessian = [[self.payoffs[player][i][j] for j in columns] for i in columns]
        if not is_negative(hessian, strictly=False):
            return None
        slopes = [self._constant(self.payoffs[player][i]) for i in columns]
        ties = [i for i, side in enumerate(self.sides) if not side.is_asked and side.words != FAR]
        if len(ties) > _MAX_TIES:
            return None
        found = []
        for held in chain.from_iterable(combinations(ties, size) for size in range(len(columns) + 1)):
            kept = [i for i in range(len(self.sides)) if i not in ties]
            equal = [*self.equations, *(self.sides[i].row for i in held)]
            rows = [*(self.sides[i].row for i in kept), *equal, *([-x for x in row] for row in equal)]
            sides = [[row[c] for c in columns] for row in rows], [self._constant(row) for row in rows]
            try:
                binding = binding_at_maximum(hessian, slopes, *sides)
            except FreeDirection:
                return None
            if binding is None:
                continue
            ids = (*held, *(kept[i] for i in binding if i < len(kept)))
            normals = [[row[c] for c in columns] for row in (*self.equations, *(self.sides[i].row for i in ids))]
            fixed = normals[: len(self.equations)]
            rank = flint.fmpq_mat(fixed).rank() if fixed else 0
            if any(self._is_out_of_reach(self.sides[i]) for i in ids):
                return None
            if ids and flint.fmpq_mat(normals).rank() < rank + len(ids):
                return None
            found.append(ids)
        return found

    def _constant(self, row: Row) -> Any:
        """Return an affine function of what is chosen, with nothing given, where that is zero."""
        bounds = enumerate(row[self.width - self.stages - 1 : -1])
        return sum((beyond(stage) * entry for stage, entry in bounds if entry != 0), row[-1])

    def _is_out_of_reach(self, side: Side) -> bool:
        """Whether a later mover gains without end up to a place that is itself beyond all numbers of this stage."""
        later = range(self.width - self.stages + self.number, self.width - 1)
        return side.is_asked and side.words == FAR and any(side.row[column] != 0 for column in later)

    def _solved(self, supports: tuple[tuple[int, ...], ...]) -> Piece | None:
        """Return the piece on which given sides bind; None if it is nowhere valid."""
        start = len(self.given)
        unknown = list(range(start, start + len(self.chosen) + self.parent.free))
        rest = [*range(start), *range(self.width - self.stages - 1, self.width)]
        movers = range(len(self.movers))
        prices: list[tuple[int, Row, int | None]] = [(m, row, None) for m in movers for row in self.equations]
        prices += [(m, self.sides[i].row, i) for m, ids in enumerate(supports) for i in ids]
        table: list[Row] = []
        for m, (player, own) in enumerate(self.movers):
            payoff = self.payoffs[player]
            for v in self.controlled(own):
                multipliers = [row[v] if owner == m else ZERO for owner, row, _ in prices]
                table.append([*multipliers, *(payoff[v][c] for c in unknown), *(payoff[v][c] for c in rest)])
        binding = sorted({i for ids in supports for i in ids})
        for row in [*self.equations, *(self.sides[i].row for i in binding)]:
            table.append([*[ZERO] * len(prices), *(row[c] for c in unknown), *(row[c] for c in rest)])
        solved = _Eliminated.of(table, len(prices) + len(unknown), start)
        if solved is None:
            return None
        equations_prices = len(self.movers) * len(self.equations)
        if any(column in solved.free for column in range(equations_prices, len(prices))):
            return None
        free = [column for column in solved.free if column >= len(prices)]
        width = start + len(free) + self.stages + 1
        through = {c: solved.row(len(prices) + i, free, width) for i, c in enumerate(unknown)}
        sides = []
        for i, side in enumerate(self.sides):
            if i not in binding and (side.is_asked or side.words != FAR):
                row = self._inserted(side.row, through, len(free))
                sides.append(Side(row=row, words=side.words, is_asked=side.is_asked))
        for place, (_, _, price) in enumerate(prices):
            if price is not None:
                sides.append(Side(row=solved.row(place, free, width), words=self.sides[price].words))
        kept = []
        for side in sides:
            if any(entry != 0 for entry in side.row[:-1]):
                kept.append(side)
            elif side.is_asked and side.row[-1] < 0:
                return None
        rows = {v: through[self.place[v]] for v in self.chosen}
        rows |= {v: self._inserted(self._moved(row), through, len(free)) for v, row in self.parent.rows.items()}
        words = tuple(self.sides[i].words for i in binding if self.sides[i].words != FAR)
        return Piece(
            given=self.given,
            free=len(free),
            rows=rows,
            sides=tuple(kept),
            equations=tuple(solved.conditions),
            parent=self.parent,
            binding=words,
            is_far=self.parent.is_far or any(self.sides[i].words == FAR for i in binding),
        )

    def _inserted(self, row: Row, through: dict[int, Row], free: int) -> Row:
        """Return a row over the columns of the new piece."""
        start = len(self.given)
        total = [*row[:start], *[ZERO] * free, *row[self.width - self.stages - 1 :]]
        for column, inner in through.items():
            entry = row[column]
            if entry != 0:
                total = [x if y == 0 else x + entry * y for x, y in zip(total, inner, strict=True)]
        return total


@dataclass(frozen=True)
class _Eliminated:
    """A linear system, solved: unknowns as affine functions of those left free and of the rest.

    Attributes
    ----------
    table : list of list
        In reduced row echelon form.
    unknowns, given : int
        How many columns are unknowns, and how many then are given.
    pivots : dict from int to int
        The row of each unknown that is determined.
    free : list of int
        The unknowns that are not.
    conditions : list of list
        What the system asks of the rest.
    """

    table: Matrix
    unknowns: int
    given: int
    pivots: dict[int, int]
    free: list[int]
    conditions: list[Row]

    @classmethod
    def of(cls, table: Matrix, unknowns: int, given: int) -> _Eliminated | None:
        """Solve a system; None if it has no solution, whatever is given."""
        if not table:
            return cls([], unknowns, given, {}, list(range(unknowns)), [])
        echelon, rank = flint.fmpq_mat(table).rref()
        rows = echelon.tolist()[:rank]
        pivots, conditions = {}, []
        for i, row in enumerate(rows):
            column = next(j for j, entry in enumerate(row) if entry != 0)
            if column < unknowns:
                pivots[column] = i
            elif column >= unknowns + given:
                return None
            else:
                conditions.append(row[unknowns:])
        return cls(rows, unknowns, given, pivots, [j for j in range(unknowns) if j not in pivots], conditions)

    def row(self, column: int, free: Sequence[int], width: int) -> Row:
        """Return an unknown over what is given, what is left free, and the rest."""
        if column not in self.pivots:
            return [ONE if j == self.given + list(free).index(column) else ZERO for j in range(width)]
        row = self.table[self.pivots[column]]
        rest = row[self.unknowns :]
        return [-x for x in (*rest[: self.given], *(row[j] for j in free), *rest[self.given :])]


def without_columns(rows: list[Row], columns: Iterable[int]) -> list[Row]:
    """Return what affine functions that are at least zero imply without some of their variables (Fourier, Motzkin)."""
    for column in columns:
        rising = [row for row in rows if row[column] > 0]
        falling = [row for row in rows if row[column] < 0]
        rows = [row for row in rows if row[column] == 0]
        for up, down in product(rising, falling):
            rows.append([x / up[column] - y / down[column] for x, y in zip(up, down, strict=True)])
    return rows


def null_space(normals: Matrix, width: int) -> Matrix:
    """Return a basis of the vectors orthogonal to `normals`."""
    if not normals:
        return [[ONE if i == j else ZERO for j in range(width)] for i in range(width)]
    echelon, rank = flint.fmpq_mat(normals).rref()
    rows = echelon.tolist()[:rank]
    pivots = [next(j for j, entry in enumerate(row) if entry != 0) for row in rows]
    basis = []
    for free in (j for j in range(width) if j not in pivots):
        vector = [ONE if j == free else ZERO for j in range(width)]
        for row, pivot in zip(rows, pivots, strict=True):
            vector[pivot] = -row[free]
        basis.append(vector)
    return basis


def restricted(hessian: Matrix, basis: Matrix) -> Matrix:
    """Return a quadratic form on the space that a basis spans."""
    if not basis:
        return []
    inner = flint.fmpq_mat(basis)
    found: Matrix = (inner * flint.fmpq_mat(hessian) * inner.transpose()).tolist()
    return found


def is_negative(form: Matrix, *, strictly: bool) -> bool:
    """Whether a quadratic form is negative semidefinite, or definite."""
    rows = [list(row) for row in form]
    while rows:
        pivot = rows[0][0]
        if pivot > 0 or (strictly and pivot == 0):
            return False
        if pivot == 0:
            if any(entry != 0 for entry in rows[0]):
                return False
            rows = [row[1:] for row in rows[1:]]
            continue
        top = rows[0]
        rows = [[x - row[0] * y / pivot for x, y in zip(row[1:], top[1:], strict=True)] for row in rows[1:]]
    return True


def eliminated(piece: Piece, own: Sequence[int]) -> tuple[list[Row], Matrix]:
    """Return own decisions and the free parameters of a piece where its equations hold, as far as they determine them.

    Each is a row over what is given to the piece, with zeros for the own decisions, and a direction: its coefficients
    of the numbers that are left to choose.
    """
    count = len(piece.given)
    own_places = [piece.given.index(v) for v in own]
    rest = [i for i in range(count) if i not in own_places]
    unknowns = len(own) + piece.free
    table = [
        [*(row[i] for i in own_places), *[ZERO] * piece.free, *(row[i] for i in rest), *row[count:]]
        for row in piece.equations
    ]
    solved = _Eliminated.of(table, unknowns, len(rest))
    if solved is None:
        raise AssertionError("the equations of a piece contradict each other")
    tail = len(piece.equations[0]) - count if piece.equations else 1
    width = len(rest) + len(solved.free) + tail
    values, directions = [], []
    for column in range(unknowns):
        row = solved.row(column, solved.free, width)
        full = [ZERO] * (count + tail)
        for i, entry in zip(rest, row, strict=False):
            full[i] = entry
        full[count:] = row[len(rest) + len(solved.free) :]
        values.append(full)
        directions.append(row[len(rest) : len(rest) + len(solved.free)])
    return values, directions
