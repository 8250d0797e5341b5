"""Games that begin with bargains: agreements with the conditions under which they are struck, and later answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import NoAgreement, NoClosedForm, NoInteriorOptimum
from lsec_models.games.evidence.evidence import About, Row, Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.constrained import BargainedEquilibrium, SlacknessTiling
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.evidence_subject import rows_of_bargains
from lsec_models.games.static.results.piecewise import Regime
from lsec_models.solve.bargaining.agreements import Agreement, agreements
from lsec_models.solve.bargaining.optimality import agreed_findings, asked_of_joint_decisions, reference_game
from lsec_models.solve.bargaining.solutions import bargained_solutions_at
from lsec_models.solve.bargaining.values import PairValues, pair_values
from lsec_models.solve.collected_conditions import where_finite, where_sign
from lsec_models.solve.corners.proof import Prover
from lsec_models.solve.interior.backward_induction import answered_backwards, backward_induction
from lsec_models.solve.interior.optimality.subgames import composed
from lsec_models.solve.tried_at_random import tried_at_random
from lsec_models.work import Work

_PROOF_UNITS = 60_000_000


@dataclass(frozen=True, eq=False, kw_only=True)
class Struck:
    """An agreement with its region.

    Attributes
    ----------
    name : str
        ``"agreed"``, or whose outside option binds.
    equilibrium : Equilibrium
    """

    name: str
    equilibrium: Equilibrium


def bargained_equilibrium(game: Game, work: Work) -> BargainedEquilibrium:
    """Return the equilibrium of a game that begins with bargains: Nash solutions, of several pairs Nash-in-Nash.

    1. Answer the later stages after all terms, and insert the answers: what terms are worth to each pair
       (:mod:`lsec_models.solve.bargaining.values`).
    2. Solve the conditions of all Nash products together (:mod:`lsec_models.solve.bargaining.agreements`). With a fee a
       pair maximises what it has together; an outside option is a regime of its own.
    3. Ask that each gains, that those who can leave stay, and what later stages ask.

    Raises
    ------
    NoAgreement
        If no terms from which both gain meet the conditions of the Nash products, whatever the parameters.
    NoClosedForm
        If the terms are not rational functions of the parameters.
    """
    struck, is_all = struck_agreements(game)
    if not struck:
        raise NoClosedForm(
            f"{game.label}: the terms are not rational functions of the parameters, or not determined; solve it at a "
            f"point, solve(game, at={blank_point(game.parameters)})"
        )
    tiling = _tiling(game, struck, Prover(work=work.slice(_PROOF_UNITS)), is_all=is_all)
    regimes = tuple(
        Regime(name=one.name, binding=() if one.name == "agreed" else (one.name,), pieces=(one.equilibrium,))
        for one in struck
    )
    return BargainedEquilibrium(
        game=game, regimes=regimes, tiling=tiling, solutions_at=partial(bargained_solutions_at, game)
    )


def struck_agreements(game: Game) -> tuple[list[Struck], bool]:
    """Return the agreements that have rational closed forms, each with its region, and whether these are all.

    Raises
    ------
    NoAgreement, NoInteriorOptimum, NoClosedForm
        As for :func:`bargained_equilibrium`.
    """
    pairs = pair_values(game)
    found, is_all = agreements(game, pairs)
    struck: list[Struck] = []
    refused: list[str] = []
    for agreement in found:
        one = _struck(game, pairs, agreement)
        if isinstance(one, Struck):
            struck.append(one)
        elif one:
            refused.append(one)
    if not struck and refused and is_all:
        raise NoAgreement(
            f"{game.label}: no terms from which both gain are stationary for all Nash products (for no admissible "
            f"parameters: {'; '.join(dict.fromkeys(refused))}); terms and answers at bounds, and terms "
            "far away, are not looked at; lower disagreement= or outside=, or add what they gain by agreeing"
        )
    return struck, is_all


def _struck(game: Game, pairs: list[PairValues], agreement: Agreement) -> Struck | str:
    """Return an agreement with its region, or what it asks that cannot be met; an empty text if it is not optimal."""
    try:
        domain: Domain = game.domain
        for value, strict, origin in agreement.required:
            there = value.substitute(agreement.terms).convert(domain.ring)
            asked = where_sign(domain, there, strict=strict, origin=origin)
            if asked is None:
                return origin
            domain = asked
        exact = _quantities(game, agreement)
        values = {d.name: exact[d.name].expression() for d in game.decisions}
        reference = backward_induction(reference_game(game, values)) if game.stages else None
        conditions = [] if reference is None else list(reference.conditions)
        conditions += asked_of_joint_decisions(game, pairs, values)
        for value, strict, origin in _in_range(game, agreement):
            ranged = where_sign(domain, value.convert(domain.ring), strict=strict, origin=origin)
            if ranged is None:
                return ""
            domain = ranged
    except (NoInteriorOptimum, NoClosedForm, ZeroDivisionError):
        return ""
    domain = domain.where(condition.convert(domain.ring) for condition in conditions)
    for name, value in exact.items():
        domain = where_finite(domain, value, origin=f"{name} is finite")
    if domain.chart.clash is not None:
        return ""
    equilibrium = Equilibrium(
        game=game,
        exact=Frozen(exact),
        stages=(),
        conditions=domain.conditions[len(game.domain.conditions) :],
        examine=partial(agreed_findings, pairs=pairs, reference=reference),
    )
    return Struck(name=_name(pairs, agreement), equilibrium=equilibrium)


def _in_range(game: Game, agreement: Agreement) -> Iterator[tuple[Ratio, bool, str]]:
    """Yield what must be positive (strict) or at least zero for terms to have their signs and keep between ends."""
    for term, value in agreement.terms.items():
        if term.is_nonnegative:
            yield value, bool(term.is_positive), f"{term} has its sign"
    for bound in game.bounds:
        if not bound.stage:
            yield bound.function.substitute(agreement.terms), bound.strict, f"constraint {bound.words}"


def _name(pairs: list[PairValues], agreement: Agreement) -> str:
    rows = zip(pairs, agreement.leaving, strict=True)
    binding = [f"outside option of {pair.bargain.players[who]} binds" for pair, who in rows if who is not None]
    return "; ".join(binding) or "agreed"


def _quantities(game: Game, agreement: Agreement) -> dict[str, Ratio]:
    stages, _ = answered_backwards(game, game.stages)
    answers = {d: answer.substitute(agreement.terms) for d, answer in composed(stages).items()}
    values: Mapping[sp.Symbol, Ratio] = {**agreement.terms, **answers}
    exact = {decision.name: values[decision] for decision in game.decisions}
    exact |= {name: declared.substitute(values) for name, declared in game.ratios.items()}
    return {name: value.convert(game.domain.ring) for name, value in exact.items()}


def _tiling(game: Game, struck: list[Struck], prover: Prover, *, is_all: bool) -> SlacknessTiling:
    cells = [one.equilibrium.domain for one in struck]
    named = [(one.name, one.equilibrium) for one in struck]
    gaps, overlaps, count = tried_at_random(game, named, lambda point, _: _why_not(struck, point))
    covering = "incomplete" if gaps else "sampled" if prover.uncovered(game.domain, cells) else "proved"
    rows = rows_of_bargains(game)
    unproved = [
        f"{one.name}: {row}"
        for one in struck
        for row in rows
        if one.equilibrium.evidence.finding(row).status is not Status.PROVED
    ]
    later = [
        one.name
        for one in struck
        if one.equilibrium.evidence.finding(Row(about=About.OFF_PATH)).status is not Status.PROVED
    ]
    single = (
        all(one.equilibrium.evidence.finding(Row(about=About.COMPLETE)).status is Status.PROVED for one in struck)
        and is_all
    )
    apart = len(struck) < 2 or all(prover.are_disjoint(*pair) for pair in combinations(cells, 2))
    return SlacknessTiling(
        moves="agreements",
        within=game.domain,
        points=count,
        covering=covering,
        disjoint="overlapping" if overlaps else "proved" if apart else "sampled",
        deviations=len(rows) * len(struck),
        unproved=tuple(unproved),
        gaps=gaps,
        overlaps=overlaps,
        jumps="; ".join(later),
        doubts=(),
        alike=(),
        others="" if single else "a regime in which there may be other equilibria",
    )


def _why_not(struck: list[Struck], point: Mapping[sp.Symbol, Fraction]) -> str:
    reasons = [f"{one.name}, but not {one.equilibrium.domain.failures(point)[0]}" for one in struck]
    return f"no agreement that was found holds there ({'; '.join(reasons)})"
