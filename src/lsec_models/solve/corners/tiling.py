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

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import islice
from typing import NoReturn

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    NoFixedPoint,
    NoInteriorOptimum,
    OutOfTime,
    SamplingFailed,
)
from lsec_models.games.static.game import Game
from lsec_models.games.static.representative import who_expects
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium, Regime
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.games.static.results.tiling import Tiling
from lsec_models.solve.corners.branch import Label
from lsec_models.solve.corners.completeness import why_not_all
from lsec_models.solve.corners.exact.equilibria.solutions import solutions_at
from lsec_models.solve.corners.exact.equilibria.symmetric_answers import alike_words, movers_alike
from lsec_models.solve.corners.feasibility import clashing_limits
from lsec_models.solve.corners.proof import Prover, disjoint_regimes, gainful_deviations
from lsec_models.solve.corners.regime_search import RegimeSearch
from lsec_models.solve.corners.regimes import (
    SECOND_ORDER,
    binding_words,
    conditions_of,
)
from lsec_models.solve.corners.single_answers import why_not_single
from lsec_models.solve.interior.optimality.fulfilled_expectations import (
    why_maybe_unfulfilled_later,
    with_fulfilled_expectations,
)
from lsec_models.solve.interior.optimality.symmetric_profiles import (
    for_all_copies,
    settled_payoffs,
    why_maybe_asymmetric,
)
from lsec_models.solve.quadratic import LinearQuadratic, linear_quadratic
from lsec_models.work import Work

_CHECKED_POINTS = 5
_PARTS = 6
_PART_POINTS = 4
_PROOF_UNITS = 60_000_000


def solve_corners(game: Game, work: Work) -> PiecewiseEquilibrium:
    """Return the piecewise subgame-perfect equilibrium of a linear-quadratic game; see :func:`lsec_models.solve`."""
    foreseen = [bound.words for bound in game.bounds if bound.foresees]
    if foreseen:
        raise DeclarationError(
            f"constraint {foreseen[0]} is about what later movers answer; regions are found for first movers only: "
            f"solve it at one point, solve(game, corners=True, at={blank_point(game.parameters)})"
        )
    if why := why_maybe_unfulfilled_later(game):
        raise DeclarationError(why)
    model = linear_quadratic(game)
    alike = movers_alike(game, model, Prover(work=work.slice(_PROOF_UNITS)))
    search = RegimeSearch(game=game, model=model, alike=alike)
    try:
        search.explore(work)
        if not search.drafts:
            _explain_nothing(game, search)
        regimes, tiling = _proved(search, Prover(work=work.slice(_PROOF_UNITS)))
    except OutOfTime as stop:
        if not search.drafts:
            raise
        regimes, tiling = _interrupted(search, str(stop))
    _require_fulfilled(game, regimes)
    why = why_maybe_asymmetric(game, settled_payoffs(game))
    return PiecewiseEquilibrium(
        game=game,
        regimes=regimes,
        tiling=replace(tiling, others=tiling.others or why),
        solutions_at=partial(_solutions_at, game, search.model),
    )


def _solutions_at(game: Game, model: LinearQuadratic, point: Mapping[sp.Symbol, Fraction]) -> Solutions:
    return for_all_copies(with_fulfilled_expectations(solutions_at(game, model, point)))


def _require_fulfilled(game: Game, regimes: Iterable[Regime]) -> None:
    """Refuse regimes in which an expectation is not its fixed point, but the nearest number to one."""
    for symbol in game.expected:
        for regime in regimes:
            if not regime.exact[who_expects(symbol)].is_zero():
                raise NoFixedPoint(
                    f"the expectation {symbol} = {game.expected[symbol]} has no fixed point in the regime "
                    f"{regime.name}; ask where it has one at numbers, solve(game, at={blank_point(game.parameters)})"
                )


def _regimes(search: RegimeSearch, cells: Mapping[Label, list[Domain]]) -> tuple[Regime, ...]:
    """Return the regimes on their cells, those in which the least binds first; equal closed forms are one."""
    found: dict[str, tuple[tuple[str, ...], list[Equilibrium]]] = {}
    names: dict[tuple[Ratio, ...], str] = {}
    for draft in search.ordered():
        name, binding = binding_words(search.responses, draft.label)
        if draft.path not in names:
            taken = sum(other.split(" #")[0] == name for other in found)
            names[draft.path] = f"{name} #{taken + 1}" if taken else name
        pieces = found.setdefault(names[draft.path], (binding, []))[1]
        pieces += [
            Equilibrium(
                game=search.game, exact=draft.exact, stages=(), conditions=conditions_of(search.game, cell.reduced())
            )
            for cell in cells[draft.label]
        ]
    return tuple(Regime(name=name, binding=binding, pieces=tuple(pieces)) for name, (binding, pieces) in found.items())


def _proved(search: RegimeSearch, prover: Prover) -> tuple[tuple[Regime, ...], Tiling]:
    """Return the regimes and what is proved of them; where a proof fails the game is solved, and regimes corrected."""
    while True:
        before = search.size()
        cells = search.cells()
        regimes, within = _regimes(search, cells), _regular(search)
        parts = prover.uncovered(within, [cell for regime in regimes for cell in regime.cells])
        for part in parts[:_PARTS]:
            search.visit_all(search.points_in(part, _PART_POINTS), prover.work)
        deviations, unproved = _deviations(search, prover, cells) if search.size() == before else (0, [])
        search.visit_all(prover.suspects, prover.work)
        prover.suspects.clear()
        if search.size() == before:
            return regimes, _tiling(search, prover, regimes, within, bool(parts), deviations, unproved)


def _interrupted(search: RegimeSearch, reason: str) -> tuple[tuple[Regime, ...], Tiling]:
    """Return the regimes that points have shown so far; nothing is proved of them."""
    regimes, within = _regimes(search, search.cells()), _regular(search)
    return regimes, Tiling(
        within=within,
        points=len(search.solved),
        covering="incomplete" if search.gaps else "sampled",
        disjoint="overlapping" if search.overlap() else "sampled",
        deviations=1,
        unproved=(f"no deviation was excluded by proof; interrupted: {reason}",),
        gaps=tuple(search.gaps),
        overlaps=tuple(search.overlaps),
        jumps=f"interrupted: {reason}",
        doubts=tuple(search.doubts),
        alike=alike_words(search.model, search.alike),
        others=f"interrupted: {reason}",
    )


def _deviations(search: RegimeSearch, prover: Prover, cells: Mapping[Label, list[Domain]]) -> tuple[int, list[str]]:
    """Return how many deviations there are, and those not proved to gain nothing."""
    total, unproved = 0, []
    for draft in (draft for draft in search.ordered() if search.images[draft.label] == draft.label):
        count, left = gainful_deviations(prover, search.responses, draft, cells[draft.label])
        total += count
        unproved += [f"{binding_words(search.responses, draft.label)[0]}: {words}" for words in left]
    return total, unproved


def _tiling(
    search: RegimeSearch,
    prover: Prover,
    regimes: tuple[Regime, ...],
    within: Domain,
    has_open_parts: bool,
    deviations: int,
    unproved: list[str],
) -> Tiling:
    gaps = tuple(gap for gap in search.gaps if within.contains(_exact(within, gap.point)))
    covering = "incomplete" if gaps else "sampled" if has_open_parts else "proved"
    disjoint = "overlapping" if search.overlap() else "sampled"
    if disjoint == "sampled" and disjoint_regimes(prover, regimes):
        disjoint = "proved"
    tiling = Tiling(
        within=within,
        points=len(search.solved),
        covering=covering,
        disjoint=disjoint,
        deviations=deviations,
        unproved=tuple(unproved),
        gaps=gaps,
        overlaps=tuple(search.overlaps),
        jumps=why_not_single(search.game, search.responses, prover, within),
        doubts=tuple(search.doubts),
        alike=alike_words(search.model, search.alike),
        others="asked only where regimes are proved to tile the domain, one at each point",
    )
    if search.overlaps or not (tiling.is_proved and tiling.covers(search.game.domain)):
        return tiling
    others = why_not_all(search.game, search.responses, prover, within, search.leading, search.cells())
    return replace(tiling, others=others)


def _regular(search: RegimeSearch) -> Domain:
    """Return the part of the domain in which the second-order conditions of all regimes hold."""
    curvatures = {
        condition
        for draft in search.drafts.values()
        for condition in draft.local.conditions
        if condition.origin.startswith(SECOND_ORDER)
    }
    regular = search.game.domain.where(sorted(curvatures, key=str)).reduced()
    return search.game.domain if regular.chart.clash is not None else regular


def _exact(domain: Domain, point: Mapping[str, Fraction]) -> dict[sp.Symbol, Fraction]:
    return {symbol: point[symbol.name] for symbol in domain.ring.symbols}


def _explain_nothing(game: Game, search: RegimeSearch) -> NoReturn:
    """Raise what says why no equilibrium was met."""
    if not search.solved:
        raise SamplingFailed(
            f"{game.label}: no admissible parameters were met at random, so that nothing is known of its equilibria; "
            f"solve it at a point that is admissible, solve(game, corners=True, at={blank_point(game.parameters)})"
        )
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
        f"{game.label} has no {'symmetric ' if game.alike else ''}equilibrium at any of {len(search.solved)} random "
        "admissible points: "
        + ("; ".join(reasons) or "its coefficients have poles there")
        + "; add a cost or a constraint that bounds the decisions"
    )
