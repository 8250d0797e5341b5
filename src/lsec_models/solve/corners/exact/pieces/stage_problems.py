"""The first-order points of some movers of a stage on one piece of later answers.

A mover chooses its own decisions and, where later movers are indifferent, also among their answers: it is favoured. On
a piece that is a quadratic program on a polyhedron, whose optimum meets first-order conditions with multipliers on
linearly independent binding constraints, along which its payoff is nowhere convex. Each such set of binding constraints
gives one linear system. Where that leaves decisions free (a payoff that is flat along them), they stay as parameters of
the piece; where it asks something of earlier decisions, that is an equation of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations, product
from math import comb
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import beyond
from lsec_models.solve.corners.exact.pieces.piece import FAR, Piece, Side
from lsec_models.solve.corners.exact.polyhedra.concave_programs import FreeDirection, binding_at_maximum
from lsec_models.solve.corners.exact.polyhedra.linear_systems import Eliminated, is_negative, restricted
from lsec_models.solve.linear_algebra import ONE, ZERO, null_space
from lsec_models.solve.quadratic import LinearQuadratic, Row, StageShape

_MANY_SUPPORTS = 2_000
_MAX_TIES = 6


class StageProblem:
    """The problem of some movers of a stage on one piece of later answers."""

    def __init__(
        self,
        model: LinearQuadratic,
        payoffs: Mapping[str, flint.fmpq_mat],
        number: int,
        players: list[str],
        parent: Piece,
    ) -> None:
        self.model, self.number, self.parent = model, number, parent
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
        self.payoffs = {player: (transposed * payoffs[player] * inner).tolist() for player, _ in self.movers}
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
        """Whether a side binds only at a place that is itself beyond all numbers of this stage.

        That is where a later mover gains without end up to it, or is itself beyond all numbers there and nothing that
        it leaves free may move with it.
        """
        later = range(self.width - self.stages + self.number, self.width - 1)
        if not any(side.row[column] != 0 for column in later):
            return False
        is_moving = any(side.row[column] != 0 for column in self.free_columns)
        return not is_moving or (side.is_asked and side.words == FAR)

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
        solved = Eliminated.of(table, len(prices) + len(unknown), start)
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
            if any(side.row[:-1]):
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
            if entry:
                total = [x + entry * y if y else x for x, y in zip(total, inner, strict=True)]
        return total
