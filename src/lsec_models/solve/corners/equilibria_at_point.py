"""The subgame-perfect equilibria of a linear-quadratic game at one exact point of its parameters.

1. Every branch of the whole game (:mod:`.branches`) that is valid at the point is a candidate: first-order conditions
   hold at every stage, later responses following their branch.
2. Along each candidate's path, every mover looks for something better: for each branch of later responses and each set
   of sides that may bind, the best point of that face. A quadratic that is bounded on a polyhedron which contains no
   line attains its maximum at the stationary point of a face on which it is strictly concave, so that these are all
   that matter.
3. A candidate that nothing beats is an equilibrium.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lsec_models.solve.corners.branch import Branch, Label
from lsec_models.solve.corners.branches import Alike, Responses, StageGame
from lsec_models.solve.corners.deviation import FaceAlternative, MoverProblem
from lsec_models.solve.corners.jumped_answers import evasion_of
from lsec_models.solve.quadratic import Element, LinearQuadratic, affine_at, value_of

Path = tuple[Element, ...]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A valid branch of the whole game, and what beats it.

    Attributes
    ----------
    label : tuple
    path : tuple of fmpq
        Every decision, in the order in which they are made.
    beaten : tuple of FaceAlternative
        Deviations that gain, later movers really answering as supposed.
    clouded : tuple of FaceAlternative
        Deviations that would gain, were later movers to stay on the branch; their answers jump in between.
    evaded : tuple of (FaceAlternative, FaceAlternative)
        Those of which it is known that no gain is left, and what a later mover does instead.
    unbounded : tuple of str
        Players whose payoff may grow without bound.
    unattained : tuple of str
        Strict constraints that bind: who is stopped by one can always come nearer.
    """

    label: Label
    path: Path
    beaten: tuple[FaceAlternative, ...]
    clouded: tuple[FaceAlternative, ...]
    evaded: tuple[tuple[FaceAlternative, FaceAlternative], ...]
    unbounded: tuple[str, ...]
    unattained: tuple[str, ...]

    @property
    def is_equilibrium(self) -> bool:
        """Whether nobody gains by anything else."""
        return not (self.beaten or self.clouded or self.unbounded or self.unattained)


class PointGame:
    """A linear-quadratic game at one point, and what was found out about it."""

    def __init__(self, model: LinearQuadratic, alike: Alike | None = None) -> None:
        self.model = model
        self.responses = Responses(model, alike)

    @cached_property
    def paths(self) -> dict[Path, Label]:
        """The path of each valid branch of the whole game, with the first branch that has it."""
        found: dict[Path, Label] = {}
        for branch in self.responses.possible(0):
            found.setdefault(tuple(row[-1] for row in branch.rows), branch.label)
        return found

    @cached_property
    def equilibria(self) -> tuple[Candidate, ...]:
        """The valid branches that nothing beats."""
        judged = (self.judged(label, path) for path, label in self.paths.items())
        return tuple(candidate for candidate in judged if candidate.is_equilibrium)

    def judged(self, label: Label, path: Path) -> Candidate:
        """Return a path with everything that speaks against it."""
        beaten: list[FaceAlternative] = []
        clouded: list[FaceAlternative] = []
        evaded: list[tuple[FaceAlternative, FaceAlternative]] = []
        unbounded: list[str] = []
        for number, shape in enumerate(self.model.stages):
            for player, own in self.responses.movers(number):
                payoff = value_of(self.model.payoffs[player], path, self.model.one)
                for later, stage in self._stage_games(number):
                    problem = MoverProblem.of(stage, path, player)
                    if not problem.is_bounded:
                        unbounded.append(player)
                    for ids, choice in problem.best_on_faces():
                        if problem.value(choice) > payoff:
                            alternative = FaceAlternative(stage=number, player=player, later=later.label, ids=ids)
                            prefix = _replaced(path[: shape.stop], own, choice)
                            if self._is_answer(number + 1, prefix, later):
                                beaten.append(alternative)
                            elif (evasion := evasion_of(self.responses, stage, player, path, payoff)) is not None:
                                evaded.append((alternative, evasion))
                            else:
                                clouded.append(alternative)
        return Candidate(
            label=label,
            path=path,
            beaten=tuple(beaten),
            clouded=tuple(clouded),
            evaded=tuple(evaded),
            unbounded=tuple(dict.fromkeys(unbounded)),
            unattained=self._unattained(path),
        )

    def _unattained(self, path: Path) -> tuple[str, ...]:
        return tuple(
            limit.words
            for shape in self.model.stages
            for limit in shape.limits
            if limit.strict and affine_at(limit.row, path[: shape.stop]) <= 0
        )

    def _stage_games(self, number: int) -> Iterator[tuple[Branch, StageGame]]:
        for later in self.responses.possible(number + 1):
            yield later, self.responses.stage_game(number, later.label)

    def _is_answer(self, number: int, prefix: Path, branch: Branch) -> bool:
        """Whether later movers, given what happened before, follow a branch that is valid there."""
        path = (*prefix, *(affine_at(row, prefix) for row in branch.rows))
        return not any(self._gains(later_number, path) for later_number in range(number, len(self.model.stages)))

    def _gains(self, number: int, path: Path) -> bool:
        """Whether somebody gains in a stage by leaving a path, later movers answering as they do."""
        shape = self.model.stages[number]
        for player, own in self.responses.movers(number):
            payoff = value_of(self.model.payoffs[player], path, self.model.one)
            for later, stage in self._stage_games(number):
                problem = MoverProblem.of(stage, path, player)
                for _, choice in problem.best_on_faces():
                    prefix = _replaced(path[: shape.stop], own, choice)
                    if problem.value(choice) > payoff and self._is_answer(number + 1, prefix, later):
                        return True
        return False


def _replaced(prefix: Sequence[Element], own: Sequence[int], choice: Sequence[Element]) -> Path:
    changed = list(prefix)
    for v, value in zip(own, choice, strict=True):
        changed[v] = value
    return tuple(changed)
