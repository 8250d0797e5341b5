"""Piecewise responses: one affine branch for each set of binding constraints, carried from stage to stage.

In the last stage, every set of constraints that may bind gives one linear system (first-order conditions with
multipliers, and the binding constraints), hence one affine response, valid where the other constraints hold and the
multipliers are not negative. One stage up, each branch is a quadratic game of its own, on the polyhedron where the
branch is valid: its sides are constraints for the earlier mover, who may choose to stop exactly there and keep a later
mover at the brink of a corner. Stopping there must be best seen from both sides: from the branch, and from the branch
beyond.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from lsec_models.solve.corners.affine_functions import composed, inserted, unit_rows
from lsec_models.solve.corners.branch import END, Binding, Branch, BranchSide, Curvature, Id, Label
from lsec_models.solve.corners.identical_movers import Group
from lsec_models.solve.linear_algebra import Degenerate, restricted_minors, solved_rows
from lsec_models.solve.quadratic import (
    LinearQuadratic,
    Matrix,
    Row,
    StageShape,
    affine_at,
    row_key,
)

# For a stage, interchangeable movers who decide alike.
Alike = Mapping[int, tuple[Group, ...]]


class Responses:
    """All branches of a linear-quadratic game, found when they are asked for.

    Parameters
    ----------
    model : LinearQuadratic
    alike : Mapping from int to tuple of Group, optional
        For some stages, interchangeable movers who decide alike: then branches are those on which they do, and one
        speaks for all.
    """

    def __init__(self, model: LinearQuadratic, alike: Alike | None = None) -> None:
        self.model = model
        self.alike = alike or {}
        self._branches: dict[tuple[int, Label], Branch | None] = {}
        self._stage_games: dict[tuple[int, Label], StageGame] = {}
        self._possible: dict[int, list[Branch]] = {}
        self._all: dict[int, list[Branch]] = {}

    def movers(self, number: int) -> list[tuple[str, tuple[int, ...]]]:
        """Return who moves in a stage, and what each decides there; of movers who decide alike, the first."""
        others = {player for group in self.alike.get(number, ()) for player in group.players[1:]}
        return [mover for mover in self.model.stages[number].movers if mover[0] not in others]

    def stage_game(self, number: int, later: Label) -> StageGame:
        """Return the game of a stage (0 for the leaders), later stages following the branch with a given label."""
        key = number, later
        if key not in self._stage_games:
            self._stage_games[key] = StageGame.of(self, number, self.branch(number + 1, later))
        return self._stage_games[key]

    def branch(self, number: int, label: Label) -> Branch:
        """Return the branch from a stage on with a given label.

        Raises
        ------
        Degenerate
            If what binds does not determine the decisions.
        """
        if number == len(self.model.stages):
            return END
        key = number, label
        if key not in self._branches:
            try:
                self._branches[key] = self.stage_game(number, label[1:]).solved(label[0])
            except Degenerate:
                self._branches[key] = None
        found = self._branches[key]
        if found is None:
            raise Degenerate
        return found

    def possible(self, number: int) -> list[Branch]:
        """Return all branches from a stage on that are possible at a point, one for each response."""
        if number == len(self.model.stages):
            return [END]
        if number not in self._possible:
            later = self.possible(number + 1)
            over = self._over(number, later, at_point=True)
            self._possible[number] = _distinct(branch for branch in over if branch.is_possible)
        return self._possible[number]

    def all(self, number: int) -> list[Branch]:
        """Return all branches from a stage on, one for each response, whatever the parameters."""
        if number == len(self.model.stages):
            return [END]
        if number not in self._all:
            self._all[number] = _distinct(self._over(number, self.all(number + 1)))
        return self._all[number]

    def _over(self, number: int, later: Sequence[Branch], *, at_point: bool = False) -> Iterator[Branch]:
        for follower in later:
            stage = self.stage_game(number, follower.label)
            for binding in stage.bindings():
                try:
                    if number == 0 and at_point and stage.is_seen_to_fail(binding):
                        continue
                    yield self.branch(number, (binding, *follower.label))
                except Degenerate:
                    continue


def _distinct(branches: Iterable[Branch]) -> list[Branch]:
    """Return the first of equal branches: stopping at a side is met from both sides of it."""
    first: dict[object, Branch] = {}
    for branch in branches:
        validity = frozenset(row_key(side.row) for side in branch.sides)
        first.setdefault((tuple(map(row_key, branch.rows)), validity), branch)
    return list(first.values())


@dataclass(frozen=True, kw_only=True)
class StageGame:
    """The game of one stage, later stages following one branch.

    Attributes
    ----------
    responses : Responses
    number : int
        The stage; 0 for the leaders.
    later : Branch
    payoffs : dict from str to matrix
        Over the decisions made up to the end of the stage.
    sides : tuple of BranchSide
        The stage's own constraints, and where the later branch is valid.
    movers : list of (str, tuple of int)
        Who moves; of movers who decide alike, the first.
    """

    responses: Responses
    number: int
    later: Branch
    payoffs: dict[str, Matrix]
    sides: tuple[BranchSide, ...]
    movers: list[tuple[str, tuple[int, ...]]]

    @classmethod
    def of(cls, responses: Responses, number: int, later: Branch) -> StageGame:
        """Insert a branch of later responses into payoffs."""
        model = responses.model
        shape = model.stages[number]
        rows = [*unit_rows(model, shape.stop), *later.rows, [*[model.zero] * shape.stop, model.one]]
        movers = responses.movers(number)
        payoffs = {player: composed(model, model.payoffs[player], rows) for player, _ in movers}
        own = tuple(
            BranchSide(id=("slack", number, j), row=limit.row, words=limit.words, beyond=())
            for j, limit in enumerate(shape.limits)
            if any(player in limit.players for player, _ in movers)
        )
        sides = (*own, *later.sides)
        return cls(responses=responses, number=number, later=later, payoffs=payoffs, sides=sides, movers=movers)

    @property
    def model(self) -> LinearQuadratic:
        """The game as matrices."""
        return self.responses.model

    @property
    def shape(self) -> StageShape:
        """Who decides what in the stage."""
        return self.model.stages[self.number]

    def is_own(self, side: BranchSide) -> bool:
        """Whether a side is a constraint of the stage itself."""
        return side.id[:2] == ("slack", self.number)

    def concerns(self, player: str, side: BranchSide) -> bool:
        """Whether a side is for a player to respect; where the later branch is valid concerns everybody."""
        return not self.is_own(side) or player in self.shape.limits[side.id[2]].players

    def bindings(self) -> Iterator[Binding]:
        """Yield every set of sides that may bind, the smallest first; one side binds at most one player."""
        options = []
        for player, own in self.movers:
            mine = [side.id for side in self.sides if self.concerns(player, side) and side.moves_with(own)]
            options.append([ids for size in range(len(own) + 1) for ids in combinations(mine, size)])
        names = [player for player, _ in self.movers]
        for chosen in product(*options):
            ids = [i for part in chosen for i in part]
            if len(set(ids)) == len(ids):
                yield tuple(zip(names, chosen, strict=True))

    def solved(self, binding: Binding) -> Branch:
        """Return the branch on which `binding` binds.

        Raises
        ------
        Degenerate
            If what binds does not determine the decisions.
        """
        shape, model = self.shape, self.model
        label = (binding, *self.later.label)
        active = self._active(binding)
        chosen, multipliers = self._solution(active)
        through = [*unit_rows(model, shape.start), *chosen, [*[model.zero] * shape.start, model.one]]
        bound = {side.id for _, side in active}
        sides = [
            BranchSide(
                id=side.id,
                row=inserted(model, side.row, through),
                words=side.words,
                beyond=self._beyond(binding, side),
            )
            for side in self.sides
            if side.id not in bound
        ]
        sides += self._prices(binding, active, multipliers)
        for _, side in active:
            if not self.is_own(side):
                sides += self._seen_from_beyond(binding, side)
        return Branch(
            label=label,
            rows=(*chosen, *(inserted(model, row, through) for row in self.later.rows)),
            sides=tuple(sides),
            curvatures=(*self._curvatures(binding), *self.later.curvatures),
        )

    def is_seen_to_fail(self, binding: Binding) -> bool:
        """Whether, at a point and with nothing decided before, a multiplier or a side is negative if `binding` binds.

        Most branches fail here, before anything else of them is computed.

        Raises
        ------
        Degenerate
            If what binds does not determine the decisions.
        """
        chosen, multipliers = self._solution(self._active(binding))
        path = [row[-1] for row in chosen]
        return any(row[-1] < 0 for row in multipliers) or any(affine_at(side.row, path) < 0 for side in self.sides)

    def _active(self, binding: Binding) -> list[tuple[str, BranchSide]]:
        """Return what binds, each side with the player whom it binds."""
        by_id = {side.id: side for side in self.sides}
        if any(i not in by_id for _, ids in binding for i in ids):
            raise Degenerate
        return [(player, by_id[i]) for player, ids in binding for i in ids]

    def _prices(
        self, binding: Binding, active: list[tuple[str, BranchSide]], multipliers: list[Row]
    ) -> list[BranchSide]:
        """Return that the multipliers are not negative."""
        return [
            BranchSide(
                id=("multiplier", player, *side.id),
                row=row,
                words=side.words,
                beyond=(_without(binding, side.id), *self.later.label),
            )
            for (player, side), row in zip(active, multipliers, strict=True)
        ]

    def _beyond(self, binding: Binding, side: BranchSide) -> Label:
        """Return the label beyond a side that does not bind.

        There it binds too, for the first player whom it may bind; where it moves with no decision of the stage, later
        movers are on the branch beyond.
        """
        for player, own in self.movers:
            if self.concerns(player, side) and side.moves_with(own):
                return (_with(binding, player, side.id), *self.later.label)
        return (binding, *side.beyond)

    def _mirror(self, side: BranchSide) -> BranchSide | None:
        """Return the same side as the branch beyond has it."""
        try:
            beyond = self.responses.branch(self.number + 1, side.beyond)
        except Degenerate:
            return None
        return next((other for other in beyond.sides if other.beyond == self.later.label), None)

    def _seen_from_beyond(self, binding: Binding, side: BranchSide) -> list[BranchSide]:
        """Return that stopping at a side is best also against going on beyond it."""
        mirror = self._mirror(side)
        if mirror is None:
            return []
        other = self.responses.stage_game(self.number, side.beyond)
        swapped = tuple((player, tuple(mirror.id if i == side.id else i for i in ids)) for player, ids in binding)
        known = {candidate.id for candidate in other.sides}
        if not all(i in known for _, ids in swapped for i in ids):
            return []
        active = other._active(swapped)
        _, multipliers = other._solution(active)
        return other._prices(swapped, active, multipliers)

    def _solution(self, active: list[tuple[str, BranchSide]]) -> tuple[list[Row], list[Row]]:
        """Return decisions and multipliers as affine functions of what is earlier."""
        zero, shape = self.model.zero, self.shape
        leading = {v: v for v in range(shape.start, shape.stop)}
        for group in self.responses.alike.get(self.number, ()):
            leading |= group.leading
        chosen = sorted(set(leading.values()))
        known = [*range(shape.start), shape.stop]
        left, right = [], []
        for player, own in self.movers:
            for v in own:
                row = self.payoffs[player][v]
                prices = [side.row[v] if owner == player else zero for owner, side in active]
                left.append([*_gathered(self.model, row, leading, chosen), *prices])
                right.append([-row[j] for j in known])
        for _, side in active:
            left.append([*_gathered(self.model, side.row, leading, chosen), *[zero] * len(active)])
            right.append([-side.row[j] for j in known])
        rows = solved_rows(left, right)
        return [rows[chosen.index(v)] for v in leading.values()], rows[len(chosen) :]

    def _curvatures(self, binding: Binding) -> tuple[Curvature, ...]:
        rows = {side.id: side.row for side in self.sides}
        own = dict(self.movers)
        found = []
        for player, ids in binding:
            hessian = [[-self.payoffs[player][i][j] for j in own[player]] for i in own[player]]
            normals = [[rows[i][v] for v in own[player]] for i in ids]
            for value in restricted_minors(self.model, hessian, normals):
                found.append(Curvature(player=player, stage=self.number + 1, value=value))
        return tuple(found)


def _gathered(model: LinearQuadratic, row: Row, leading: Mapping[int, int], chosen: Sequence[int]) -> Row:
    """Return the coefficients of a row, those of decisions that are equal added up."""
    total = dict.fromkeys(chosen, model.zero)
    for v, first in leading.items():
        total[first] = total[first] + row[v]
    return list(total.values())


def _with(binding: Binding, player: str, added: Id) -> Binding:
    return tuple((name, tuple(sorted({*ids, added})) if name == player else ids) for name, ids in binding)


def _without(binding: Binding, removed: Id) -> Binding:
    return tuple((name, tuple(i for i in ids if i != removed)) for name, ids in binding)
