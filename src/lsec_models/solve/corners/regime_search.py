"""Regimes of a game, found at random points, and corrected until they agree with the exact solution at each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice

import flint
import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.sampling import stream
from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.errors import SamplingFailed
from lsec_models.games.frozen import values_by_name
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.tiling import Gap, Overlap
from lsec_models.games.summary.summary import shown_point
from lsec_models.solve.corners.branch import Label
from lsec_models.solve.corners.branches import Alike, Responses
from lsec_models.solve.corners.equilibria_at_point import Candidate, Path, PointGame
from lsec_models.solve.corners.exact.equilibria.all_equilibria import equilibria_of
from lsec_models.solve.corners.exact.equilibria.existence.found import Found
from lsec_models.solve.corners.exact.equilibria.symmetric_answers import equilibria_alike
from lsec_models.solve.corners.identical_movers import identical_movers, up_to_exchange
from lsec_models.solve.corners.regimes import Draft, binding_words, draft_of, evaded, rival_of
from lsec_models.solve.linear_algebra import Degenerate
from lsec_models.solve.quadratic import LinearQuadratic
from lsec_models.work import OutOfWork, Work

_FIRST_POINTS = 60
_REGION_POINTS = 12
_ROUNDS = 4
_MAX_GAPS = 20
_VISIT_UNITS = 10_000
_EXPLORATION_UNITS = 20_000_000

Point = dict[sp.Symbol, Fraction]


@dataclass(frozen=True, kw_only=True)
class SolvedPoint:
    """A game at one point: its branches, and its equilibria as the exact solution has them."""

    numeric: PointGame
    found: Found

    def has(self, path: Sequence[flint.fmpq]) -> bool:
        """Whether a path is an equilibrium, as far as that is settled: where nothing is, as branches have it."""
        if self.found.unresolved:
            return any(candidate.path == tuple(path) for candidate in self.numeric.equilibria)
        return tuple(path) in self.found.paths or any(one.has(tuple(path)) for one in self.found.continua)

    @cached_property
    def equilibria(self) -> dict[Path, Label]:
        """The paths of branches that are equilibria, each with its branch."""
        return {path: label for path, label in self.numeric.paths.items() if self.has(path)}

    @property
    def trouble(self) -> str:
        """Why no branch is an equilibrium, in words."""
        if self.found.none:
            return f"no pure equilibrium: {self.found.none}"
        if self.found.paths or self.found.continua:
            return "its equilibria are solved at a point only: a continuum, or where a later answer jumps"
        return f"not resolved: {self.found.unresolved}"


@dataclass(kw_only=True)
class RegimeSearch:
    """What is known of a game's regimes while they are searched.

    Attributes
    ----------
    game : Game
    model : LinearQuadratic
    drafts : dict
        The regimes found so far, by label.
    gaps : list of Gap
    overlaps : list of Overlap
    solved : dict
        The points at which the game was solved exactly.
    images : dict
        For each regime, by label, the one of which it is the image under an exchange of interchangeable movers.
    alike : Mapping from int to tuple of Group
        For each stage, interchangeable movers who are proved to decide alike.
    """

    game: Game
    model: LinearQuadratic
    alike: Alike
    drafts: dict[Label, Draft] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    solved: dict[tuple[Fraction, ...], SolvedPoint] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    _labels: dict[Label, Draft | None] = field(default_factory=dict)
    images: dict[Label, Label] = field(default_factory=dict)
    _first_images: dict[object, Label] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.responses = Responses(self.model, self.alike)
        stages = range(len(self.model.stages))
        self._groups = [group for number in stages for group in identical_movers(self.model, number)]

    @property
    def leading(self) -> list[Draft]:
        """The regimes found so far; of those that are images of each other, the first."""
        return [draft for draft in self.drafts.values() if self.images[draft.label] == draft.label]

    def explore(self, work: Work) -> None:
        """Find regimes at random points, and correct their regions until nothing changes, or the work for it is done.

        The first round is made in any case: a region that nobody tried is not worth having.
        """
        self.visit_all(self.points_in(self.game.domain, _FIRST_POINTS), work)
        further = work.slice(_EXPLORATION_UNITS)
        for round_number in range(1, _ROUNDS + 1):
            before = self.size()
            limit = work if round_number == 1 else further
            for draft in self.leading:
                self.visit_all(self.points_in(draft.local, _REGION_POINTS, seed=round_number), limit)
            for draft in self.leading:
                for cell in draft.cells(self._held(draft)):
                    self.visit_all(self.points_in(cell, _REGION_POINTS, seed=round_number), limit)
            self.visit_all(self.points_in(self.game.domain, _FIRST_POINTS, seed=round_number), further)
            if self.size() == before:
                return

    def _held(self, draft: Draft) -> list[Point]:
        """Return the points met so far at which a regime is an equilibrium."""
        symbols = self.game.domain.ring.symbols
        points = (dict(zip(symbols, values, strict=True)) for values in self.solved)
        return [point for point in points if draft.holds_at(point)]

    def size(self) -> tuple[int, int, int]:
        """Return how many regimes, deviations and evasions are known."""
        rivals = [rival for draft in self.drafts.values() for rival in draft.rivals]
        return len(self.drafts), len(rivals), sum(len(rival.evasions) for rival in rivals)

    def points_in(self, domain: Domain, count: int, seed: int = 0) -> list[Point]:
        """Return random points of a domain; none where none is met."""
        try:
            return list(islice(stream(domain, seed), count))
        except SamplingFailed:
            return []

    def visit_all(self, points: Iterable[Point], work: Work) -> None:
        """Visit points, as far as the work for it goes."""
        with suppress(OutOfWork):
            for point in points:
                work.charge(_VISIT_UNITS)
                self.visit(point)

    def visit(self, point: Point) -> None:
        """Solve the game at a point and correct what does not agree with it."""
        key = tuple(point.values())
        if key in self.solved:
            return
        try:
            model = self.model.at(self.game.domain.ring.exact_point(point))
        except ZeroDivisionError:
            return
        numeric = PointGame(model, self.alike)
        found = (equilibria_alike(numeric) if self.alike else None) or equilibria_of(model)
        solved = SolvedPoint(numeric=numeric, found=found)
        self.solved[key] = solved
        for label in solved.equilibria.values():
            self._learn(label)
        for draft in self.leading:
            self.drafts[draft.label] = self._corrected(draft, point, solved)
        self._record(point, solved)

    def _learn(self, label: Label) -> None:
        if label not in self._labels:
            try:
                draft = draft_of(self.game, self.responses, label)
            except Degenerate:
                draft = None
            self._labels[label] = draft
            if draft is not None:
                self.drafts[draft.label] = draft
                shape = up_to_exchange(self._groups, draft.path), frozenset(draft.local.conditions)
                self.images[draft.label] = self._first_images.setdefault(shape, draft.label)

    def _corrected(self, draft: Draft, point: Point, solved: SolvedPoint) -> Draft:
        """Return a regime without the deviations that speak against it at a point."""
        if not draft.local.contains(point):
            return draft
        path = self._path_at(draft, point)
        is_equilibrium = solved.has(path)
        if draft.holds_at(point) == is_equilibrium:
            return draft
        found = solved.numeric.judged(draft.label, path)
        if is_equilibrium:
            return self._excused(draft, point, found)
        while draft.holds_at(point):
            known = {rival.alternative for rival in draft.rivals}
            new = (a for a in (*found.beaten, *found.clouded) if a not in known)
            rival = next(filter(None, (rival_of(self.responses, draft, alternative) for alternative in new)), None)
            if rival is None:
                self._doubt(draft, point, solved)
                return draft
            draft = replace(draft, rivals=(*draft.rivals, rival))
        return draft

    def _excused(self, draft: Draft, point: Point, found: Candidate) -> Draft:
        """Return a regime with the evasions that it needs at a point at which it is an equilibrium."""
        where = self.game.domain.ring.exact_point(point)
        evasions = dict(found.evaded)
        rivals = []
        for rival in draft.rivals:
            if rival.alternative in evasions and not any(excuse.is_met(where) for excuse in rival.excuses):
                rival = evaded(self.responses, draft, rival, evasions[rival.alternative]) or rival
            rivals.append(rival)
        return replace(draft, rivals=tuple(rivals))

    def _doubt(self, draft: Draft, point: Point, solved: SolvedPoint) -> None:
        """Note that a regime does not agree with the exact solution at a point, and no deviation says why."""
        shown = shown_point(point)
        reason = solved.found.none or solved.found.unresolved or "another equilibrium"
        name = binding_words(self.responses, draft.label)[0]
        words = f"{name} at {shown}, where the exact solution says: {reason}"
        if len(self.doubts) < _MAX_GAPS and words not in self.doubts:
            self.doubts.append(words)

    def _path_at(self, draft: Draft, point: Point) -> tuple[flint.fmpq, ...]:
        where = self.game.domain.ring.exact_point(point)
        values = [value.evaluate(where) for value in draft.path]
        return tuple(to_fmpq(value) for value in values)

    def _record(self, point: Point, solved: SolvedPoint) -> None:
        shown = values_by_name(point)
        if not solved.equilibria and len(self.gaps) < _MAX_GAPS:
            alike = "with all copies alike, " if self.game.alike else ""
            self.gaps.append(Gap(point=shown, reason=alike + solved.trouble))
        if len(self.overlaps) < _MAX_GAPS:
            found = solved.equilibria.items()
            alone = (label for path, label in found if not any(one.has(path) for one in solved.found.continua))
            names = [binding_words(self.responses, label)[0] for label in alone]
            names += ["a continuum" for _ in solved.found.continua]
            if len(names) > 1 or solved.found.continua:
                self.overlaps.append(Overlap(point=shown, regimes=tuple(names)))

    def cells(self) -> dict[Label, list[Domain]]:
        """Return the cells of each regime."""
        cells = {draft.label: draft.cells(self._held(draft)) for draft in self.leading}
        return {label: cells[first] for label, first in self.images.items()}

    def overlap(self) -> bool:
        """Whether several regimes were seen to hold at a point; a continuum of equilibria may belong to one."""
        return any(len(overlap.regimes) > 1 for overlap in self.overlaps)

    def ordered(self) -> list[Draft]:
        """Return all regimes, those in which the least binds first."""
        return sorted(self.drafts.values(), key=lambda draft: len(binding_words(self.responses, draft.label)[1]))
