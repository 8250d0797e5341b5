"""The game within an instant of a linear-state game over a finite horizon; some decisions may rest at zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.polynomials.linear import determinant
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.errors import LsecError, NoInteriorOptimum
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.solve.differential.instant_game import Slopes, law_names, responses_of, solve_instant, with_slopes
from lsec_models.solve.interior.backward_induction import backward_induction

_IN_AN_INSTANT = "linear in the states: best over time is best in each instant"
_RESTING = "strictly concave, and falling in what rests at its bound"


@dataclass(frozen=True, kw_only=True)
class SolvedInstant:
    """What players do in an instant.

    Attributes
    ----------
    laws, responses : Mapping from str to Ratio
        Decisions, reports, flows and speeds by name; each decision in what was decided before it.
    conditions : tuple of Condition
        What is asked of parameters and slopes.
    findings : tuple of Finding
        What is established of it.
    """

    laws: Mapping[str, Ratio]
    responses: Mapping[str, Ratio]
    conditions: tuple[Condition, ...]
    findings: tuple[Finding, ...]


def solved_instant(game: DifferentialGame, slopes: Slopes) -> SolvedInstant:
    """Return what players do in an instant of a linear-state game, for slopes that do not depend on what they do.

    1. The interior equilibrium, if it is admissible for some parameters.
    2. Else, where all move at once: decisions declared nonnegative whose interior level has no positive sign rest at
       zero, the game of the others is solved, and each payoff must be strictly concave in the own decisions and fall in
       those that rest.

    Raises
    ------
    NoInteriorOptimum
        If neither is an equilibrium.
    """
    try:
        instant = solve_instant(game, slopes)
    except NoInteriorOptimum as refusal:
        resting = _at_rest(game, slopes) if len(game.instant.stages) == 1 else None
        if resting is None:
            raise refusal from None
        return resting
    static = instant.equilibrium
    return SolvedInstant(
        laws={name: static.exact[name] for name in law_names(game)},
        responses=dict(responses_of(instant)),
        conditions=static.conditions,
        findings=tuple(_over_time(finding) for finding in static.evidence.rows if finding.about is not About.BOUNDS),
    )


def _over_time(finding: Finding) -> Finding:
    if finding.about is About.OPTIMAL:
        means = f"{_IN_AN_INSTANT}; there, {finding.means}" if finding.means else _IN_AN_INSTANT
        return replace(finding, means=means)
    return finding


def _at_rest(game: DifferentialGame, slopes: Slopes) -> SolvedInstant | None:
    """Return the equilibrium in which decisions rest that would like to be negative, None if that is none."""
    static = with_slopes(game, slopes)
    free = {d: Decision(d.name, real=True) for d in game.decisions}
    try:
        relaxed = backward_induction(_replaced(static, free, {}))
        low = [
            d
            for d in game.decisions
            if d.is_nonnegative and not _may_be_positive(relaxed.domain, relaxed.exact[d.name])
        ]
        moving = [d for d in game.decisions if d not in low]
        if not low or any(d.is_positive for d in low):
            return None
        rest = dict.fromkeys(low, sp.S.Zero)
        kept = _replaced(static, {d: d for d in moving}, rest)
        solved = backward_induction(kept) if moving else None
    except LsecError:
        return None
    domain = static.domain if solved is None else solved.domain
    images = {d: Ratio.constant(static.ring, 0) for d in low}
    images |= {d: solved.exact[d.name].convert(static.ring) for d in moving} if solved is not None else {}
    if not all(_best_at_rest(static, domain, player.name, low, images) for player in static.players):
        return None
    at_rest = {d.name: Ratio.constant(static.ring, 0) for d in low}
    laws = {name: declared.substitute(images) for name, declared in static.ratios.items()} | at_rest
    laws |= {d.name: images[d] for d in moving}
    moves = [found(row, Status.PROVED, f"{_IN_AN_INSTANT}; there, {_RESTING}") for row in rows_of_moves(static)]
    return SolvedInstant(
        laws={name: laws[name] for name in law_names(game)},
        responses={d.name: laws[d.name] for d in game.decisions},
        conditions=() if solved is None else solved.conditions,
        findings=(
            found(Row(about=About.EXISTS), Status.PROVED, "closed form, finite for all admissible parameters"),
            *moves,
            found(Row(about=About.OFF_PATH), Status.PROVED, "nobody moves later"),
            found(
                Row(about=About.COMPLETE),
                Status.PROVED if len([p for p in static.players if p.decides]) == 1 else Status.OPEN,
                ""
                if len([p for p in static.players if p.decides]) > 1
                else "a strictly concave payoff has one maximum",
            ),
        ),
    )


def _may_be_positive(domain: Domain, value: Ratio) -> bool:
    return not domain.sign(value.convert(domain.ring)).is_nonpositive


def _replaced(static: Game, kept: Mapping[Decision, Decision], rest: Mapping[Decision, sp.Expr]) -> Game:
    """Return a game with other symbols for some decisions, and numbers for the rest."""
    images = {**kept, **rest}
    return replace(
        static,
        players=[
            replace(
                player,
                decides=[kept[d] for d in player.decides if d in kept],
                payoff=sp.sympify(player.payoff).subs(images),
            )
            for player in static.players
        ],
        order=None,
        report={name: sp.sympify(value).subs(images) for name, value in static.report.items()},
    )


def _best_at_rest(
    static: Game, domain: Domain, name: str, low: list[Decision], images: Mapping[Decision, Ratio]
) -> bool:
    """Whether a payoff is strictly concave in all own decisions, and does not rise in those that rest."""
    player = next(player for player in static.players if player.name == name)
    own, payoff = tuple(player.decides), ratio(static.ring, player.payoff)
    hessian = [[-payoff.derivative(d).derivative(e) for e in own] for d in own]
    minors = [determinant(static.ring, [row[:size] for row in hessian[:size]]) for size in range(1, len(own) + 1)]
    falls = [-payoff.derivative(d).substitute(images) for d in own if d in low]
    if any(minor.depends_on(d) for minor in minors for d in static.decisions):
        return False
    return all(domain.sign(minor.convert(domain.ring)).is_positive for minor in minors) and all(
        domain.sign(fall.convert(domain.ring)).is_nonnegative for fall in falls
    )
