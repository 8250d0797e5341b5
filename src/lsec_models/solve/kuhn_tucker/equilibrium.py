"""Games whose first movers must respect what later movers answer, for all parameters and at a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import combinations

import sympy as sp

from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import LsecError, NoClosedForm
from lsec_models.games.evidence.evidence import About, Finding, Row, Status
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.constrained import ConstrainedEquilibrium, SlacknessTiling
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.piecewise import Regime
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.proof import Prover
from lsec_models.solve.kuhn_tucker.lump_sums import solutions_without_lump_sum
from lsec_models.solve.kuhn_tucker.regimes import FoundRegimes, SlacknessRegime, slackness_regimes
from lsec_models.solve.tried_at_random import tried_at_random
from lsec_models.work import Work

_PROOF_UNITS = 60_000_000
_EXPLAINED = 3
_UNEXPLAINED = "no rational closed form meets all conditions"


def foresees_first(game: Game) -> bool:
    """Whether a mover of the first stage must respect what later movers answer."""
    return any(bound.foresees and bound.stage == 1 for bound in game.bounds)


def constrained_equilibrium(game: Game, work: Work) -> ConstrainedEquilibrium:
    """Return the equilibrium of a game whose first movers have constraints on later answers, regime by regime.

    1. Find the regimes, each with its multipliers and its region (:mod:`lsec_models.solve.kuhn_tucker.regimes`).
    2. Prove that the regions cover the domain, or find points that none covers.

    Raises
    ------
    NoClosedForm
        If no regime has a rational closed form.
    """
    found = slackness_regimes(game)
    if not found.regimes:
        raise NoClosedForm(
            f"{game.label}: no set of limits that may bind leads to a rational closed form"
            f"{_missing(found)}; solve the game at a point, solve(game, at={blank_point(game.parameters)})"
        )
    tiling = _tiling(game, found, Prover(work=work.slice(_PROOF_UNITS)))
    return ConstrainedEquilibrium(
        game=game,
        regimes=tuple(map(_regime, found.regimes)),
        tiling=tiling,
        solutions_at=partial(constrained_solutions_at, game, regimes=found.regimes),
    )


def constrained_solutions_at(
    game: Game, point: Mapping[sp.Symbol, Fraction], regimes: Sequence[SlacknessRegime] = ()
) -> Solutions:
    """Return the equilibria of a game whose first movers have constraints on later answers, at an exact point.

    Parameters
    ----------
    game : Game
    point : mapping from sympy.Symbol to Fraction
    regimes : sequence of SlacknessRegime
        Closed forms that are known; without one that holds at the point, the game is solved anew there.
    """
    from lsec_models.solve.polynomial.solutions import polynomial_solutions_at

    exact = polynomial_solutions_at(game, point)
    if exact.status != "open":
        return exact
    without = solutions_without_lump_sum(game, point)
    if without is not None:
        return without
    holding = [regime for regime in regimes if regime.equilibrium.domain.contains(point)]
    where = point
    if not holding:
        numbers = game.with_values(point)
        try:
            holding = list(slackness_regimes(numbers).regimes)
        except LsecError as failure:
            return replace(exact, reason=f"{exact.reason}; {failure}")
        where = {}
    if not holding:
        return replace(exact, reason=f"{exact.reason}; no rational point meets the conditions of Kuhn and Tucker")
    return _at(game, point, where, holding)


def _at(
    game: Game,
    point: Mapping[sp.Symbol, Fraction],
    where: Mapping[sp.Symbol, Fraction],
    holding: Sequence[SlacknessRegime],
) -> Solutions:
    values = [dict(regime.equilibrium.values_at(where)) for regime in holding]
    decided = [tuple(one[d.name] for d in game.decisions) for one in values]
    first = [decided.index(one) == number for number, one in enumerate(decided)]
    findings = [_joined(row, holding) for row in _rows(game)]
    return Solutions(
        game=game,
        point=values_by_name(point),
        quantities=tuple(Frozen(one) for one, is_first in zip(values, first, strict=True) if is_first),
        regimes=tuple(one.name for one, is_first in zip(holding, first, strict=True) if is_first),
        selections=("",) * sum(first),
        multipliers=tuple(_multipliers(one, where) for one, is_first in zip(holding, first, strict=True) if is_first),
        findings=tuple(findings),
    )


def _multipliers(regime: SlacknessRegime, where: Mapping[sp.Symbol, Fraction]) -> Frozen[sp.Expr]:
    point = regime.equilibrium.domain.ring.exact_point(dict(where))
    values = zip(regime.binding, regime.multipliers, strict=True)
    return Frozen({limit.words: to_sympy(value.evaluate(point)) for limit, value in values})


def _rows(game: Game) -> tuple[Row, ...]:
    about = (About.OFF_PATH, About.BOUNDS, About.COMPLETE)
    return (Row(about=About.EXISTS), *rows_of_moves(game), *(Row(about=one) for one in about))


def _joined(row: Row, regimes: Sequence[SlacknessRegime]) -> Finding:
    """Return how far a statement is established in all regimes: as far as in the one where it is least."""
    known = [regime.equilibrium.evidence.finding(row) for regime in regimes]
    if row.about is About.COMPLETE:
        # Where one is proved to be the only equilibrium, there is no other.
        return max(known, key=lambda finding: finding.status)
    return min(known, key=lambda finding: finding.status)


def _regime(found_: SlacknessRegime) -> Regime:
    multipliers = {limit.words: value for limit, value in zip(found_.binding, found_.multipliers, strict=True)}
    return Regime(
        name=found_.name,
        binding=tuple(limit.binding_words for limit in found_.binding),
        pieces=(found_.equilibrium,),
        multipliers=Frozen({words: value.expression() for words, value in multipliers.items()}),
    )


def _tiling(game: Game, found_: FoundRegimes, prover: Prover) -> SlacknessTiling:
    """Return what is known of regimes together."""
    cells = [regime.equilibrium.domain for regime in found_.regimes]
    named = [(regime.name, regime.equilibrium) for regime in found_.regimes]
    gaps, overlaps, count = tried_at_random(game, named, lambda point, met: _why_in_none(game, point, found_, met))
    covering = "incomplete" if gaps else "sampled" if prover.uncovered(game.domain, cells) else "proved"
    moves = rows_of_moves(game, game.stages[:1])
    unproved = [
        f"{regime.name}: {row}"
        for regime in found_.regimes
        for row in moves
        if regime.equilibrium.evidence.finding(row).status is not Status.PROVED
    ]
    off_path = Row(about=About.OFF_PATH)
    later = [
        regime.name
        for regime in found_.regimes
        if regime.equilibrium.evidence.finding(off_path).status is not Status.PROVED
    ]
    single = [
        regime.equilibrium.evidence.finding(Row(about=About.COMPLETE)).status is Status.PROVED
        for regime in found_.regimes
    ]
    apart = single.count(False) < 2 or all(prover.are_disjoint(*pair) for pair in combinations(cells, 2))
    return SlacknessTiling(
        within=game.domain,
        points=count,
        covering=covering,
        disjoint="overlapping" if overlaps else "proved" if apart else "sampled",
        deviations=len(moves) * len(found_.regimes),
        unproved=tuple(unproved),
        gaps=gaps,
        overlaps=overlaps,
        jumps="; ".join(later),
        doubts=(),
        alike=(),
        others="" if all(single) else "a regime in which there may be other equilibria",
    )


def _why_in_none(game: Game, point: Mapping[sp.Symbol, Fraction], found_: FoundRegimes, met: int) -> str:
    """Return why a point lies in no region: at the first few of them the game is solved."""
    if met >= _EXPLAINED:
        return _UNEXPLAINED
    there = constrained_solutions_at(game, point)
    if there.is_none:
        return f"no pure equilibrium: {there.reason}"
    if there.status == "found":
        return f"solved at a point only: its decisions are not rational functions of the parameters{_missing(found_)}"
    return f"{_UNEXPLAINED}{_missing(found_)}"


def _missing(found_: FoundRegimes) -> str:
    return f" (other roots where {'; or where '.join(found_.missing)})" if found_.missing else ""
