"""Best replies after an exact history: the highest payoff a mover can reach, later movers truly answering.

At each history the first-order points of all pieces of answers are tried, the best one first, until one is met whose
later answers are themselves best replies, checked in the same way. Where a better first-order point is refused because
later movers answer differently there, the line on which it lies is searched for the place at which their answer jumps
(:mod:`.jumps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import dropwhile, product
from typing import Any, NoReturn

import flint

from lsec_models.solve.corners.exact.numbers.far import Far, beyond
from lsec_models.solve.corners.exact.numbers.surd import sign
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.pieces.stage_pieces import Pieces
from lsec_models.solve.corners.exact.polyhedra.linear_systems import is_negative, restricted
from lsec_models.solve.corners.exact.polyhedra.vertices import corners_of, rays_of, shifted
from lsec_models.solve.corners.exact.replies.curved_answers import CurvedReasons
from lsec_models.solve.corners.exact.replies.curves import best_on_curve
from lsec_models.solve.corners.exact.replies.families import Family, Quadratic
from lsec_models.solve.corners.exact.replies.jumps import Limit, Reached, best_on_line, lowest_on, where_at_least_zero
from lsec_models.solve.corners.exact.replies.regions import best_in_region
from lsec_models.solve.corners.exact.unresolved import Infeasible, NoReply, NotReached, Unresolved
from lsec_models.solve.quadratic import LinearQuadratic, Row, affine_at
from lsec_models.solve.work_at_point import at_most

Path = tuple[Any, ...]
_MAX_CHECKS = 4_000


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A piece after a history: affine functions of its free parameters."""

    piece: Piece
    path: list[tuple[Any, Row]]
    sides: list[tuple[Any, Row]]

    def paths(self) -> list[Path]:
        """Return whole paths of the piece, its corners and one between them; none if it is not valid there."""
        if not self.piece.free:
            return [tuple(a for a, _ in self.path)] if all(sign(a) >= 0 for a, _ in self.sides) else []
        corners = corners_of(self.sides, self.piece.free)
        if len(corners) > 1:
            corners.append([sum(column[1:], column[0]) / len(corners) for column in zip(*corners, strict=True)])
        return [tuple(shifted(a, row, t) for a, row in self.path) for t in corners]


@dataclass(frozen=True, kw_only=True)
class Best:
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
        self._best: dict[tuple[int, str, Path], Best] = {}
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

    def best(self, number: int, player: str, path: Path) -> Best:
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

    def _searched(self, number: int, player: str, pieces: Sequence[Piece], given: Mapping[int, Any]) -> Best:
        self.checks += 1
        if self.checks > at_most(_MAX_CHECKS):
            raise Unresolved("too many histories to look at")
        try:
            found, unanswered = self._first_order(number, player, pieces, given)
        except Infeasible:
            raise
        except Unresolved:
            self._refuse_sure_growth(number, player, self._placed_paths(pieces, given))
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
            self._refuse_sure_growth(number, player, [kept[0], *self._placed_paths(pieces, given)])
            self._refuse_growth(number, player, kept[0])
        return Best(value=best, paths=tuple(dict.fromkeys(kept)))

    def _first_order(
        self, number: int, player: str, pieces: Sequence[Piece], given: Mapping[int, Any]
    ) -> tuple[Best, list[Piece]]:
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
        return Best(value=best, paths=tuple(paths)), list(unanswered.values())

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

    def _refuse_growth(self, number: int, player: str, path: Path) -> NoReturn:
        if any(isinstance(path[v], Far) for v in dict(self.model.stages[number].movers)[player]):
            raise Unresolved(f"the payoff of {player} grows without bound if later movers choose what favours it")
        raise Unresolved(f"{player} would be favoured without bound by somebody later who is indifferent")

    def _refuse_sure_growth(self, number: int, player: str, ways: Iterable[Path]) -> None:
        """Raise that there is no best reply if a payoff grows without bound in one of some ways, whatever follows."""
        shape = self.model.stages[number]
        if len(shape.movers) > 1:
            return
        for way in ways:
            is_own = any(isinstance(x, Far) for x in way[shape.start : shape.stop])
            if is_own and self._is_history(number, way) and self._surely_grows(number, player, way):
                raise NoReply(number, way, f"the payoff of {player} grows without bound")

    def _is_history(self, number: int, path: Path) -> bool:
        """Whether what a path has before a stage is not beyond all that earlier movers may choose."""
        return not any(isinstance(x, Far) and x.degree >= 3**number for x in path[: self.model.stages[number].start])

    def _surely_grows(self, number: int, player: str, path: Path) -> bool:
        """Whether a payoff grows without bound on a path, and later movers can not choose otherwise."""
        with suppress(Unresolved):
            grows = self.is_without_bound(number, self.payoff(player, path)) and self.failure(number + 1, path) is None
            return grows and not self._may_be_kept_in_bounds(number, player, path)
        return False

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
        return not _are_concave_together(jacobian, list(owner.values()))

    def _may_be_kept_in_bounds(self, number: int, player: str, path: Path) -> bool:
        """Whether a payoff that grows without bound may not, were later movers to choose otherwise among their answers.

        They may where somebody else is indifferent, and where several of them have another equilibrium.
        """
        stages = enumerate(self.model.stages)
        later = [i for i, stage in stages if i > number and any(other != player for other, _ in stage.movers)]
        answers = [answer for stage in later for answer in self.answers_after(stage, path)]
        # What the player itself does later counts as well: somebody in between may reckon with it.
        counting = range(later[0], len(self.model.stages)) if later else range(0)
        return (
            any(self.has_several_answers(stage) for stage in later if stage > number + 1)
            or any(not self.is_without_bound(number, self.payoff(player, answer)) for answer in answers)
            or any(self._is_bounded_on_a_continuum(number, stage, player, path) for stage in later)
            or any(self._may_be_led_elsewhere(stage, one) for stage in counting for one in {path, *answers})
        )

    def _may_be_led_elsewhere(self, number: int, path: Path) -> bool:
        """Whether somebody of a stage may leave a path where ties of later movers are broken otherwise.

        Nobody does whose payoff is on the path the same whatever they choose, and whom they favour elsewhere.
        """
        last = len(self.model.stages) - 1
        for mover, _ in self.model.stages[number].movers:
            if not self.depends_on_later(number, mover):
                continue
            if not self.is_favoured_most(number, mover):
                return True
            now = self.payoff(mover, path)
            for stage in range(number + 1, last + 1):
                others = self.answers_after(stage, path)
                history = dict(enumerate(path[: self.model.stages[stage].start]))
                wide = (piece for piece in self.pieces.of_stage(stage) if piece.free > 1)
                is_wide = any(set(others).intersection(self.placed(piece, history).paths()) for piece in wide)
                if is_wide or any(sign(self.payoff(mover, other) - now) != 0 for other in others):
                    return True
        return False

    def is_favoured_most(self, number: int, player: str) -> bool:
        """Whether a mover of a stage can get no more were ties of later movers broken otherwise.

        A tie favours who moves just before it, and others only next. So whoever has the last word after the mover's own
        next decisions must be one player, be it in several stages; nothing is to break for who moves last with one
        answer to each history.
        """
        stop = len(self.model.stages)
        stop -= self.answer_continuously_from(stop - 1)
        after = [[other for other, _ in stage.movers] for stage in self.model.stages[number + 1 : stop]]
        others = list(dropwhile(lambda movers: movers == [player], after))
        return all(len(movers) == 1 and movers == others[0] for movers in others)

    def depends_on_later(self, number: int, player: str) -> bool:
        """Whether a payoff depends on decisions after a stage."""
        start = self.model.stages[number].stop
        return any(entry != 0 for row in self.model.payoffs[player] for entry in row[start:-1])

    def _is_bounded_on_a_continuum(self, number: int, later: int, player: str, path: Path) -> bool:
        """Whether a payoff that grows without bound may not on some continuum of a later stage's answers."""
        history = dict(enumerate(path[: self.model.stages[later].start]))
        answers = set(self.answers_after(later, path))
        is_alone = len(self.model.stages[later].movers) == 1
        for piece in (piece for piece in self.pieces.of_stage(later) if piece.free):
            placed = self.placed(piece, history)
            points = placed.paths()
            if not points or (is_alone and not answers.intersection(points)):
                continue
            if not self._is_lowest_without_bound(number, player, placed):
                return True
        return False

    def _is_lowest_without_bound(self, number: int, player: str, placed: Placed) -> bool:
        """Whether the lowest payoff on a continuum grows without bound, where it is seen which that is.

        On a line it is at an end, or where the payoff turns; on a bounded set on which it is concave, at a corner.
        """
        free = placed.piece.free
        if free == 1:
            family = Family(path=tuple([a, *row] for a, row in placed.path))
            lowest = lowest_on(
                self.reasons().payoff(player, family), where_at_least_zero([a, *r] for a, r in placed.sides)
            )
            return lowest is not None and self.is_without_bound(number, lowest)
        directions = [[row[i] for _, row in placed.path] for i in range(free)]
        hessian = restricted([row[:-1] for row in self.model.payoffs[player][:-1]], directions)
        is_concave = is_negative(hessian, strictly=False) and not rays_of(placed.sides, free)
        return is_concave and all(self.is_without_bound(number, self.payoff(player, p)) for p in placed.paths())

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


def _are_concave_together(jacobian: Sequence[Row], owners: Sequence[str]) -> bool:
    """Whether the symmetric part of a Jacobian is negative definite, each owner's rows under some positive weight.

    Tried are equal weights, and those under which two owners move each other's marginal payoffs equally much.
    """
    size = range(len(owners))
    for weights in (dict.fromkeys(owners, flint.fmpq(1)), _balancing_weights(jacobian, owners)):
        rows = [[weights[owner] * entry for entry in row] for owner, row in zip(owners, jacobian, strict=True)]
        if is_negative([[rows[i][j] + rows[j][i] for j in size] for i in size], strictly=True):
            return True
    return False


def _balancing_weights(jacobian: Sequence[Row], owners: Sequence[str]) -> dict[str, Any]:
    """Return a positive weight for each owner, from one to the next along pairs of decisions that move each other."""
    weights: dict[str, Any] = {}
    for start in dict.fromkeys(owners):
        waiting = [] if start in weights else [start]
        weights.setdefault(start, flint.fmpq(1))
        for mine in waiting:
            for i, j in product(range(len(owners)), repeat=2):
                theirs = owners[j]
                if owners[i] == mine and theirs not in weights and jacobian[i][j] != 0 and jacobian[j][i] != 0:
                    weights[theirs] = weights[mine] * abs(jacobian[i][j] / jacobian[j][i])
                    waiting.append(theirs)
    return weights
