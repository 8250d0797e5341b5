"""Regimes that tile a domain: found at points, described in closed form, tried at more points, and proved.

1. Solve the game exactly at random admissible points (:mod:`.point`). Each equilibrium belongs to a label (what binds
   at which stage), and each label to a regime in closed form (:mod:`.regimes`).
2. At further points, in the domain and in each regime's region, compare the regimes with the exact solution. A region
   that is too large misses a deviation: that deviation's closed form is added, and cut out of the region. A point in no
   region gives a new regime, or is a gap.
3. Prove what the points show (:mod:`lsec_models.prove`): regions cover the domain, do not overlap, and no further
   deviation gains anywhere in them.

Of regimes that an exchange of interchangeable movers carries into each other, one is corrected and proved: the others
hold where it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import islice
from typing import NoReturn

import flint
import sympy as sp

from lsec_models.algebra.domain import Domain
from lsec_models.algebra.parameter_point import blank_point
from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.sampling import stream
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    NoInteriorOptimum,
    OutOfTime,
    SamplingFailed,
)
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.equilibrium import Equilibrium
from lsec_models.games.static.game import Game
from lsec_models.games.static.piecewise import Gap, Overlap, PiecewiseEquilibrium, Regime, Tiling
from lsec_models.solve.corners.branches import Alike, Degenerate, Label, Responses
from lsec_models.solve.corners.completeness import why_not_all
from lsec_models.solve.corners.exact.equilibria.all_equilibria import equilibria_of
from lsec_models.solve.corners.exact.equilibria.found import Found
from lsec_models.solve.corners.exact.equilibria.solutions import solutions_at
from lsec_models.solve.corners.feasibility import clashing_limits
from lsec_models.solve.corners.identical_movers import identical_movers, up_to_exchange
from lsec_models.solve.corners.point import Candidate, PointGame
from lsec_models.solve.corners.proof import Prover, disjoint_regimes, gainful_deviations
from lsec_models.solve.corners.regimes import (
    SECOND_ORDER,
    Draft,
    binding_words,
    conditions_of,
    draft_of,
    evaded,
    rival_of,
)
from lsec_models.solve.corners.single_answers import why_not_single
from lsec_models.solve.corners.symmetric_answers import alike_words, equilibria_alike, movers_alike
from lsec_models.solve.quadratic import LinearQuadratic, linear_quadratic
from lsec_models.work import OutOfWork, Work

_FIRST_POINTS = 60
_REGION_POINTS = 12
_ROUNDS = 4
_MAX_GAPS = 20
_CHECKED_POINTS = 5
_PARTS = 6
_PART_POINTS = 4
_VISIT_UNITS = 10_000
_EXPLORATION_UNITS = 20_000_000
_PROOF_UNITS = 60_000_000

Point = dict[sp.Symbol, Fraction]


def solve_corners(game: Game, work: Work) -> PiecewiseEquilibrium:
    """Return the piecewise subgame-perfect equilibrium of a linear-quadratic game; see :func:`lsec_models.solve`."""
    foreseen = [bound.words for bound in game.bounds if bound.foresees]
    if foreseen:
        raise DeclarationError(
            f"constraint {foreseen[0]} is about what later movers answer; regions are not found for such games: solve "
            f"it at one point, solve(game, corners=True, at={blank_point(game.parameters)})"
        )
    model = linear_quadratic(game)
    alike = movers_alike(game, model, Prover(work=work.slice(_PROOF_UNITS)))
    search = Search(game=game, model=model, alike=alike)
    try:
        search.explore(work)
        if not search.drafts:
            _explain_nothing(game, search)
        regimes, tiling = search.proved(Prover(work=work.slice(_PROOF_UNITS)))
    except OutOfTime as stop:
        if not search.drafts:
            raise
        regimes, tiling = search.interrupted(str(stop))
    return PiecewiseEquilibrium(
        game=game, regimes=regimes, tiling=tiling, solutions_at=partial(solutions_at, game, search.model)
    )


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
    def equilibria(self) -> tuple[Candidate, ...]:
        """The branches that are equilibria."""
        return tuple(candidate for candidate in self.numeric.candidates if self.has(candidate.path))

    @property
    def trouble(self) -> str:
        """Why no branch is an equilibrium, in words."""
        if self.found.none:
            return f"no pure equilibrium: {self.found.none}"
        if self.found.paths or self.found.continua:
            return "its equilibria are solved at a point only: a continuum, or where a later answer jumps"
        return f"not resolved: {self.found.unresolved}"


@dataclass(kw_only=True)
class Search:
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
    _images: dict[Label, Label] = field(default_factory=dict)
    _first_images: dict[object, Label] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.responses = Responses(self.model, self.alike)
        stages = range(len(self.model.stages))
        self._groups = [group for number in stages for group in identical_movers(self.model, number)]

    @property
    def leading(self) -> list[Draft]:
        """The regimes found so far; of those that are images of each other, the first."""
        return [draft for draft in self.drafts.values() if self._images[draft.label] == draft.label]

    def explore(self, work: Work) -> None:
        """Find regimes at random points, and correct their regions until nothing changes, or the work for it is done.

        The first round is made in any case: a region that nobody tried is not worth having.
        """
        self._visit(self._points(self.game.domain, _FIRST_POINTS), work)
        further = work.slice(_EXPLORATION_UNITS)
        for round_number in range(1, _ROUNDS + 1):
            before = self._size()
            limit = work if round_number == 1 else further
            for draft in self.leading:
                self._visit(self._points(draft.local, _REGION_POINTS, seed=round_number), limit)
            for draft in self.leading:
                for cell in draft.cells(self._held(draft)):
                    self._visit(self._points(cell, _REGION_POINTS, seed=round_number), limit)
            self._visit(self._points(self.game.domain, _FIRST_POINTS, seed=round_number), further)
            if self._size() == before:
                return

    def _held(self, draft: Draft) -> list[Point]:
        """Return the points met so far at which a regime is an equilibrium."""
        symbols = self.game.domain.ring.symbols
        points = (dict(zip(symbols, values, strict=True)) for values in self.solved)
        return [point for point in points if draft.holds_at(point)]

    def _size(self) -> tuple[int, int, int]:
        rivals = [rival for draft in self.drafts.values() for rival in draft.rivals]
        return len(self.drafts), len(rivals), sum(len(rival.evasions) for rival in rivals)

    def _points(self, domain: Domain, count: int, seed: int = 0) -> list[Point]:
        try:
            return list(islice(stream(domain, seed), count))
        except SamplingFailed:
            return []

    def _visit(self, points: Iterable[Point], work: Work) -> None:
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
        for candidate in solved.equilibria:
            self._learn(candidate)
        for draft in self.leading:
            self.drafts[draft.label] = self._corrected(draft, point, solved)
        self._record(point, solved)

    def _learn(self, candidate: Candidate) -> None:
        if candidate.label not in self._labels:
            try:
                draft = draft_of(self.game, self.responses, candidate.label)
            except Degenerate:
                draft = None
            self._labels[candidate.label] = draft
            if draft is not None:
                self.drafts[draft.label] = draft
                shape = up_to_exchange(self._groups, draft.path), frozenset(draft.local.conditions)
                self._images[draft.label] = self._first_images.setdefault(shape, draft.label)

    def _corrected(self, draft: Draft, point: Point, solved: SolvedPoint) -> Draft:
        """Return a regime without the deviations that speak against it at a point."""
        if not draft.local.contains(point):
            return draft
        path = self._path_at(draft, point)
        found = solved.numeric.judged(draft.label, path)
        if solved.has(path):
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
        if draft.holds_at(point):
            return draft
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
        shown = ", ".join(f"{symbol} = {value}" for symbol, value in point.items())
        reason = solved.found.none or solved.found.unresolved or "another equilibrium"
        name = binding_words(self.responses, draft.label)[0]
        words = f"{name} at {shown}, where the exact solution says: {reason}"
        if len(self.doubts) < _MAX_GAPS and words not in self.doubts:
            self.doubts.append(words)

    def _path_at(self, draft: Draft, point: Point) -> tuple[flint.fmpq, ...]:
        where = self.game.domain.ring.exact_point(point)
        values = [value.evaluate(where) for value in draft.path]
        return tuple(flint.fmpq(value.numerator, value.denominator) for value in values)

    def _record(self, point: Point, solved: SolvedPoint) -> None:
        shown = Frozen({symbol.name: value for symbol, value in point.items()})
        if not solved.equilibria and len(self.gaps) < _MAX_GAPS:
            self.gaps.append(Gap(point=shown, reason=solved.trouble))
        if len(self.overlaps) < _MAX_GAPS:
            alone = (c for c in solved.equilibria if not any(one.has(c.path) for one in solved.found.continua))
            names = [binding_words(self.responses, candidate.label)[0] for candidate in alone]
            names += ["a continuum" for _ in solved.found.continua]
            if len(names) > 1 or solved.found.continua:
                self.overlaps.append(Overlap(point=shown, regimes=tuple(names)))

    def _regimes(self, cells: Mapping[Label, list[Domain]]) -> tuple[Regime, ...]:
        """Return the regimes on their cells, those in which the least binds first; equal closed forms are one."""
        found: dict[str, tuple[tuple[str, ...], list[Equilibrium]]] = {}
        names: dict[tuple[Ratio, ...], str] = {}
        for draft in self._ordered():
            name, binding = binding_words(self.responses, draft.label)
            if draft.path not in names:
                taken = sum(other.split(" #")[0] == name for other in found)
                names[draft.path] = f"{name} #{taken + 1}" if taken else name
            pieces = found.setdefault(names[draft.path], (binding, []))[1]
            pieces += [
                Equilibrium(
                    game=self.game, exact=draft.exact, stages=(), conditions=conditions_of(self.game, cell.reduced())
                )
                for cell in cells[draft.label]
            ]
        return tuple(
            Regime(name=name, binding=binding, pieces=tuple(pieces)) for name, (binding, pieces) in found.items()
        )

    def proved(self, prover: Prover) -> tuple[tuple[Regime, ...], Tiling]:
        """Return regimes with what is proved of them; what a proof stumbles over is looked at, and put right."""
        while True:
            before = self._size()
            cells = self._cells()
            regimes, within = self._regimes(cells), self._regular()
            parts = prover.uncovered(within, [cell for regime in regimes for cell in regime.cells])
            for part in parts[:_PARTS]:
                self._visit(self._points(part, _PART_POINTS), prover.work)
            deviations, unproved = self._deviations(prover, cells) if self._size() == before else (0, [])
            self._visit(prover.suspects, prover.work)
            prover.suspects.clear()
            if self._size() == before:
                return regimes, self._tiling(prover, regimes, within, bool(parts), deviations, unproved)

    def interrupted(self, reason: str) -> tuple[tuple[Regime, ...], Tiling]:
        """Return the regimes that points have shown so far; nothing is proved of them."""
        regimes, within = self._regimes(self._cells()), self._regular()
        return regimes, Tiling(
            within=within,
            points=len(self.solved),
            covering="incomplete" if self.gaps else "sampled",
            disjoint="overlapping" if self._overlap() else "sampled",
            deviations=1,
            unproved=(f"no deviation was excluded by proof; interrupted: {reason}",),
            gaps=tuple(self.gaps),
            overlaps=tuple(self.overlaps),
            jumps=f"interrupted: {reason}",
            doubts=tuple(self.doubts),
            alike=alike_words(self.model, self.alike),
            others=f"interrupted: {reason}",
        )

    def _cells(self) -> dict[Label, list[Domain]]:
        cells = {draft.label: draft.cells(self._held(draft)) for draft in self.leading}
        return {label: cells[first] for label, first in self._images.items()}

    def _deviations(self, prover: Prover, cells: Mapping[Label, list[Domain]]) -> tuple[int, list[str]]:
        """Return how many deviations there are, and those not proved to gain nothing."""
        total, unproved = 0, []
        for draft in (draft for draft in self._ordered() if self._images[draft.label] == draft.label):
            count, left = gainful_deviations(prover, self.responses, draft, cells[draft.label])
            total += count
            unproved += [f"{binding_words(self.responses, draft.label)[0]}: {words}" for words in left]
        return total, unproved

    def _tiling(
        self,
        prover: Prover,
        regimes: tuple[Regime, ...],
        within: Domain,
        has_open_parts: bool,
        deviations: int,
        unproved: list[str],
    ) -> Tiling:
        gaps = tuple(gap for gap in self.gaps if within.contains(_exact(within, gap.point)))
        covering = "incomplete" if gaps else "sampled" if has_open_parts else "proved"
        disjoint = "overlapping" if self._overlap() else "sampled"
        if disjoint == "sampled" and disjoint_regimes(prover, regimes):
            disjoint = "proved"
        tiling = Tiling(
            within=within,
            points=len(self.solved),
            covering=covering,
            disjoint=disjoint,
            deviations=deviations,
            unproved=tuple(unproved),
            gaps=gaps,
            overlaps=tuple(self.overlaps),
            jumps=why_not_single(self.game, self.responses, prover, within),
            doubts=tuple(self.doubts),
            alike=alike_words(self.model, self.alike),
            others="asked only where regimes are proved to tile the domain, one at each point",
        )
        if self.overlaps or not (tiling.is_proved and tiling.covers(self.game.domain)):
            return tiling
        others = why_not_all(self.game, self.responses, prover, within, self.leading, self._cells())
        return replace(tiling, others=others)

    def _overlap(self) -> bool:
        """Whether several regimes were seen to hold at a point; a continuum of equilibria may belong to one."""
        return any(len(overlap.regimes) > 1 for overlap in self.overlaps)

    def _regular(self) -> Domain:
        """Return the part of the domain in which the second-order conditions of all regimes hold."""
        curvatures = {
            condition
            for draft in self.drafts.values()
            for condition in draft.local.conditions
            if condition.origin.startswith(SECOND_ORDER)
        }
        regular = self.game.domain.where(sorted(curvatures, key=str)).reduced()
        return self.game.domain if regular.chart.clash is not None else regular

    def _ordered(self) -> list[Draft]:
        return sorted(self.drafts.values(), key=lambda draft: len(binding_words(self.responses, draft.label)[1]))


def _exact(domain: Domain, point: Mapping[str, Fraction]) -> Point:
    return {symbol: point[symbol.name] for symbol in domain.ring.symbols}


def _explain_nothing(game: Game, search: Search) -> NoReturn:
    """Raise what says why no equilibrium was met."""
    models = [solved.numeric.model for solved in islice(search.solved.values(), _CHECKED_POINTS)]
    clashes = [clashing_limits(model) for model in models]
    if clashes and all(clashes):
        raise ContradictoryAssumptions(
            f"constraints of {game.label} that cannot hold together: {', '.join(clashes[0])}; "
            "drop or correct one of them"
        )
    reasons = sorted({gap.reason for gap in search.gaps})
    if any(not solved.found.none for solved in search.solved.values()):
        raise NoInteriorOptimum(
            f"{game.label}: no regime with a closed form was met at any of {len(search.solved)} "
            f"random admissible points: {'; '.join(reasons)}. Solve it at one point, "
            f"solve(game, corners=True, at={blank_point(game.parameters)})"
        )
    raise NoInteriorOptimum(
        f"{game.label} has no equilibrium at any of {len(search.solved)} random admissible points: "
        + ("; ".join(reasons) or "its coefficients have poles there")
        + "; add a cost or a constraint that bounds the decisions"
    )
