"""Best replies after an exact history: the highest payoff a mover can reach, later movers truly answering.

At each history the first-order points of all pieces of answers are tried, the best one first, until one is met whose
later answers are themselves best replies, checked in the same way. Where a better first-order point is refused because
later movers answer differently there, the line on which it lies is searched for the place at which their answer jumps
(:mod:`.jumps`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far, beyond
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.pieces.stage_pieces import Pieces
from lsec_models.solve.corners.exact.replies.concave_together import are_concave_together
from lsec_models.solve.corners.exact.replies.curved_answers import CurvedReasons
from lsec_models.solve.corners.exact.replies.curves import best_on_curve
from lsec_models.solve.corners.exact.replies.families import Family, Quadratic
from lsec_models.solve.corners.exact.replies.jumps import Limit, Reached, best_on_line
from lsec_models.solve.corners.exact.replies.placed_pieces import Path, Placed
from lsec_models.solve.corners.exact.replies.regions import best_in_region
from lsec_models.solve.corners.exact.replies.sure_growth import refuse_growth, refuse_sure_growth
from lsec_models.solve.corners.exact.unresolved import Infeasible, NoReply, NotReached, Unresolved
from lsec_models.solve.quadratic import LinearQuadratic, Row, affine_at
from lsec_models.solve.work_at_point import at_most

_MAX_CHECKS = 4_000


@dataclass(frozen=True, kw_only=True)
class BestReplies:
    """The highest payoff of a mover after a history, and paths that bring it."""

    value: Any
    paths: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Who would leave a path, and in which stage; nobody by name where several keep to another equilibrium."""

    number: int
    player: str


class Replies:
    """Best replies of a linear-quadratic game at one point of its parameters.

    Parameters
    ----------
    model : LinearQuadratic
    pieces : Pieces, optional
        Of the game, if they are known.
    kept : (int, Piece), optional
        A stage of several movers and one of its pieces, which is what they play wherever it is an equilibrium.
    """

    def __init__(
        self, model: LinearQuadratic, pieces: Pieces | None = None, kept: tuple[int, Piece] | None = None
    ) -> None:
        self.model = model
        self.pieces = pieces or Pieces(model)
        self.kept = kept
        self.checks = 0
        # By stage, whether it is known that its movers have no two equilibria after any history.
        self.single: dict[int, bool] = {}
        self._best: dict[tuple[int, str, Path], BestReplies] = {}
        self._searching: set[tuple[int, str, Path]] = set()
        self._kept: dict[Path, list[Path]] = {}

    def failure(self, number: int, path: Path) -> Failure | None:
        """Return who, from a stage on, would leave a path; None if nobody does.

        Raises
        ------
        NoReply
            If somebody has no best reply there.
        Unresolved
        """
        for stage in reversed(range(number, len(self.model.stages))):
            for player, _ in self.model.stages[stage].movers:
                best = self.best(stage, player, path)
                if self.is_without_bound(stage, best.value) or sign(best.value - self.payoff(player, path)) > 0:
                    return Failure(number=stage, player=player)
            if self.kept is not None and self.kept[0] == stage and self._another_is_kept(path):
                return Failure(number=stage, player="")
        return None

    def reasons(self) -> CurvedReasons:
        """Return what is best for later movers along families of decisions."""
        return CurvedReasons(self)

    def _another_is_kept(self, path: Path) -> bool:
        """Whether the equilibrium that is kept to is one after a path's history, and not the path."""
        assert self.kept is not None
        history = path[: self.model.stages[self.kept[0]].start]
        return any(kept != path for kept in self._kept_at(history))

    def _kept_at(self, history: Path) -> list[Path]:
        """Return the equilibrium that is kept to after a history, if it is one there."""
        assert self.kept is not None
        number, piece = self.kept
        if history not in self._kept:
            placed = self.placed(piece, dict(enumerate(history)))
            free = Replies(self.model, self.pieces)
            self._kept[history] = [path for path in placed.paths() if free.failure(number, path) is None]
        return self._kept[history]

    def best(self, number: int, player: str, path: Path) -> BestReplies:
        """Return the best that a mover can reach, given what a path has before and beside its decisions."""
        pieces = self.pieces.of_mover(number, player)
        given = given_of(self.model, number, player)
        key = number, player, tuple(path[v] for v in given)
        if key in self._searching:
            raise Unresolved(f"what is best for {player} in stage {number + 1} is asked while it is looked for")
        if key not in self._best:
            self._searching.add(key)
            try:
                self._best[key] = self._searched(number, player, pieces, dict(zip(given, key[2], strict=True)))
            finally:
                self._searching.discard(key)
        return self._best[key]

    def is_searching_first(self, player: str) -> bool:
        """Whether what is best for a first mover is being looked for."""
        return (0, player, ()) in self._searching

    @staticmethod
    def is_without_bound(number: int, value: Any) -> bool:
        """Whether a payoff grows with decisions of a stage, or later ones, beyond what is given to the stage."""
        return isinstance(value, Far) and value.sign() > 0 and value.degree >= 3**number

    def payoff(self, player: str, path: Path) -> Any:
        """Return a payoff on a path."""
        matrix, vector = self.model.payoffs[player], [*path, flint.fmpq(1)]
        total: Any = flint.fmpq(0)
        for i, x in enumerate(vector):
            row = matrix[i]
            inner: Any = row[i] / 2 * x
            for j in range(i + 1, len(vector)):
                if row[j] != 0:
                    inner = inner + vector[j] * row[j]
            total = total + inner * x
        return total

    def _searched(self, number: int, player: str, pieces: Sequence[Piece], given: Mapping[int, Any]) -> BestReplies:
        self.checks += 1
        if self.checks > at_most(_MAX_CHECKS):
            raise Unresolved("too many histories to look at")
        try:
            found, unanswered = self._first_order(number, player, pieces, given)
        except Infeasible:
            raise
        except Unresolved:
            refuse_sure_growth(self, number, player, self._placed_paths(pieces, given))
            raise
        best, paths, limit = found.value, list(found.paths), None
        if best is None or not self.is_without_bound(number, best):
            for better in self._beyond_first_order(number, player, unanswered, given, best):
                if best is None or sign(better.value - best) > 0:
                    best, paths, limit = better.value, [], None
                paths += [better.path] if better.path is not None else []
                limit = better.limit if limit is None else limit
        if best is None:
            raise Unresolved(f"no answer of {player} in stage {number + 1} was met")
        kept = [path for path in paths if not self._forbidding(number, path)]
        if not kept:
            kept = [self._unreached(number, player, paths, limit)]
        if len(self.model.stages[number].movers) == 1 and self.is_without_bound(number, best):
            refuse_sure_growth(self, number, player, [kept[0], *self._placed_paths(pieces, given)])
            refuse_growth(self, number, player, kept[0])
        return BestReplies(value=best, paths=tuple(dict.fromkeys(kept)))

    def _first_order(
        self, number: int, player: str, pieces: Sequence[Piece], given: Mapping[int, Any]
    ) -> tuple[BestReplies, list[Piece]]:
        """Return the best first-order points that are answered as supposed, and the pieces with better ones.

        The value is None if there are none.
        """
        found = [
            (self.payoff(player, path), path, piece) for piece in pieces for path in self.placed(piece, given).paths()
        ]
        if not found:
            raise Infeasible("a history after which nothing is feasible")
        best: Any = None
        paths: list[Path] = []
        unanswered: dict[int, Piece] = {}
        for value, path, piece in sorted(found, key=_by_value, reverse=True):
            if best is not None and sign(best - value) > 0:
                break
            if self.failure(number + 1, path) is None:
                best = value
                paths.append(path)
            elif best is None and piece.parent is not None:
                unanswered[id(piece.parent)] = piece.parent
        return BestReplies(value=best, paths=tuple(paths)), list(unanswered.values())

    def _beyond_first_order(
        self, number: int, player: str, unanswered: Sequence[Piece], given: Mapping[int, Any], target: Any | None
    ) -> Iterator[Reached]:
        """Yield what is at least as good as a target at the jumps of later answers."""
        for parent in unanswered:
            better = self._beyond_jumps(number, player, parent, given, target)
            if better is not None:
                target = better.value
                yield better
        yield from self._on_curves(number, player, given, target)

    def _unreached(self, number: int, player: str, paths: Sequence[Path], limit: Limit | None) -> Path:
        """Return what a mover chooses who approaches its best only; here it has none to choose."""
        if limit is not None and not number:
            raise NotReached(limit.path, f"a payoff of {player} that is approached and not reached")
        if paths and self.answer_continuously_from(number + 1):
            forbidding = self._forbidding(number, paths[0])
            raise NoReply(number, paths[0], f"the best of {player} is approached only, {forbidding},")
        raise Unresolved(f"a payoff of {player} that is approached and not reached")

    def _placed_paths(self, pieces: Sequence[Piece], given: Mapping[int, Any]) -> Iterator[Path]:
        return (path for piece in pieces for path in self.placed(piece, given).paths())

    def _beyond_jumps(
        self, number: int, player: str, parent: Piece, given: Mapping[int, Any], target: Any | None
    ) -> Reached | None:
        """Return the best on a piece of later answers that is not the answer everywhere; None if less than a target."""
        reasons = self.reasons()
        family, sides = reasons.family(dict(self.model.stages[number].movers)[player], parent, given)
        search = best_on_line if family.width == 1 else best_in_region
        return search(reasons, number, player, family, sides, target)

    def _on_curves(self, number: int, player: str, given: Mapping[int, Any], target: Any | None) -> Iterator[Reached]:
        """Yield what is better than a target where a later mover stops at a jump of who moves after it.

        Such places are pieces of answers where they are affine; where they are not, all decisions up to that mover's
        are looked at together.
        """
        for later in range(number + 1, len(self.model.stages) - 1):
            first = self.model.stages[number]
            chosen = list(dict(first.movers)[player])
            chosen += range(first.stop, self.model.stages[later].stop)
            for piece, curve in self.pieces.curves(later + 1):
                reasons = self.reasons()
                family, sides = reasons.family(chosen, piece, given)
                equation = reasons.along(curve, piece, family)
                is_plane = family.width == 2 and not _is_beyond(family, equation)
                search = best_on_curve if is_plane else best_in_region
                better = search(reasons, number, player, family, sides, target, equation)
                if better is not None:
                    target = better.value
                    yield better

    def answer_continuously_from(self, number: int) -> bool:
        """Whether movers from a stage on are known to have one answer to each history, which moves continuously.

        That is so if nobody is left, or the last stage is: its movers strictly concave, and with one equilibrium. An
        earlier mover may be concave on every piece of later answers and jump between two of them.
        """
        last = len(self.model.stages) - 1
        if number < last:
            return False
        return number > last or (self.pieces.are_strictly_concave(last) and not self.has_several_answers(last))

    def has_several_answers(self, number: int) -> bool:
        """Whether several movers of a stage are not known to have exactly one equilibrium after every history.

        They have where nobody moves later, nobody's constraints contain another's decisions, and their payoffs are
        concave together (Rosen 1965): the derivatives of each payoff by the own decisions, each payoff under a positive
        weight, have a Jacobian whose symmetric part is negative definite.
        """
        shape = self.model.stages[number]
        if len(shape.movers) == 1:
            return False
        owner = {v: player for player, own in shape.movers for v in own}
        mixed = any(limit.row[v] != 0 and limit.players != (owner[v],) for limit in shape.limits for v in owner)
        if number + 1 < len(self.model.stages) or mixed:
            return True
        jacobian = [[self.model.payoffs[owner[v]][v][w] for w in owner] for v in owner]
        return not are_concave_together(jacobian, list(owner.values()))

    def answers_after(self, number: int, path: Path) -> list[Path]:
        """Return what may be answered from a stage on after a path's history; of a continuum its corners and a mean."""
        movers = self.model.stages[number].movers
        if len(movers) == 1:
            return list(self.best(number, movers[0][0], path).paths)
        history = dict(enumerate(path[: self.model.stages[number].start]))
        tried = (other for piece in self.pieces.of_stage(number) for other in self.placed(piece, history).paths())
        return [other for other in dict.fromkeys(tried) if self.failure(number, other) is None]

    def _forbidding(self, number: int, path: Path) -> str:
        """Return which strict constraint of a stage is zero on a path, in words; empty if none is."""
        for limit in self.model.stages[number].limits:
            if limit.strict and sign(affine_at(limit.row, path[: len(limit.row) - 1])) == 0:
                return f"{limit.words} is strict"
        return ""

    def placed(self, piece: Piece, given: Mapping[int, Any]) -> Placed:
        """Return a piece after a history; of one that is not valid there, no path."""
        nowhere = Placed(piece=piece, path=[], sides=[(flint.fmpq(-1), [flint.fmpq(0)] * piece.free)])
        if any(sign(self._constant(row, piece, given, free=0)) != 0 for row in piece.equations):
            return nowhere
        start = len(piece.given)
        sides = []
        for row in (side.row for side in piece.sides if side.is_asked):
            constant = self._constant(row, piece, given, piece.free)
            if not piece.free and sign(constant) < 0:
                return nowhere
            sides.append((constant, row[start : start + piece.free]))
        path = []
        for v in range(len(self.model.names)):
            if v in piece.rows:
                row = piece.rows[v]
                path.append((self._constant(row, piece, given, piece.free), row[start : start + piece.free]))
            else:
                path.append((given[v], [flint.fmpq(0)] * piece.free))
        return Placed(piece=piece, path=path, sides=sides)

    def constant_of(self, row: Row, piece: Piece, given: Mapping[int, Any], own: Sequence[int]) -> Any:
        """Return an affine function of what is given to a piece, some of it counted as zero."""
        known = {v: given[v] for v in piece.given if v not in own} | dict.fromkeys(own, flint.fmpq(0))
        return self._constant(row, piece, known, free=0)

    def _constant(self, row: Row, piece: Piece, given: Mapping[int, Any], free: int) -> Any:
        total: Any = row[-1]
        for v, entry in zip(piece.given, row, strict=False):
            if entry != 0:
                total = total + given[v] * entry
        bounds = row[len(piece.given) + free : -1]
        for stage, entry in enumerate(bounds):
            if entry != 0:
                total = total + beyond(stage) * entry
        return total


def given_of(model: LinearQuadratic, number: int, player: str) -> tuple[int, ...]:
    """Return the decisions that are given for a mover: all earlier ones, and those of the other movers of its stage."""
    shape = model.stages[number]
    own = dict(shape.movers)[player]
    return tuple(v for v in range(shape.stop) if v not in own)


def _is_beyond(family: Family, equation: Quadratic) -> bool:
    """Whether decisions of a family, or a function along it, are beyond all numbers."""
    return any(isinstance(x, Far) for row in (*family.path, *equation) for x in row)


class _by_value:  # noqa: N801
    """Sort key: exact comparison of payoffs."""

    __slots__ = ("value",)

    def __init__(self, entry: tuple[Any, Path, Piece]) -> None:
        self.value = entry[0]

    def __lt__(self, other: _by_value) -> bool:
        return sign(self.value - other.value) < 0
