"""Where does a mover gain by going to an end of what is feasible? There a stationary point is not an equilibrium.

Each decision alone is taken to its ends, all others as stated: to zero, to where a constraint binds, or without bound.
What the point yields above the payoff there is a function of the parameters; where it is negative, there is a deviation
that gains. This is necessary for an equilibrium, not sufficient, and cheap.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.errors import NoInteriorOptimum
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.solve.collected_conditions import where_sign
from lsec_models.solve.interior.optimality.concavity import is_polynomial, is_quadratic
from lsec_models.solve.interior.optimality.decided_on_the_line import decided_on_the_line, is_on_a_line
from lsec_models.solve.interior.optimality.known_signs import KnownSigns
from lsec_models.solve.interior.optimality.own_problem import OwnProblem, in_range, on_the_path
from lsec_models.solve.interior.optimality.replies_by_stage import RepliesByStage
from lsec_models.solve.interior.optimality.subgames import Subgame, subgames_of

_SHOWN = 40


def without_gains_at_ends(equilibrium: Equilibrium) -> Equilibrium:
    """Return an equilibrium, or candidate, on the part of its domain where no mover gains at an end.

    1. A payoff that is quadratic in the mover's decisions is left out: second-order conditions are enough.
    2. Take each other decision to its ends, as far as feasible decisions are known to come near. The payoff there, as a
       limit, is compared with what the stated decision yields; that the latter is at least as large becomes a
       condition, unless it follows from the others.
    3. Where nothing but the decision is open, compare all feasible decisions exactly.

    Raises
    ------
    NoInteriorOptimum
        If some mover gains at all admissible parameters; names player, decision, stage and deviation.
    """
    if all(minor.everywhere for solved in equilibrium.stages for minor in solved.minors):
        return equilibrium
    subgames = None
    with suppress(ZeroDivisionError):
        subgames = subgames_of(equilibrium)
    game = equilibrium.game
    before = domain = game.domain.where(equilibrium.conditions)
    for problem, subgame in _curved(equilibrium, domain, subgames or []):
        for decision in problem.move.decisions:
            domain = _without_gains(game, subgame.stage, domain, _Alone.of(problem, decision))
        _require_best_on_a_line(game, subgame.stage, problem)
    if domain is before:
        return equilibrium
    return replace(equilibrium, conditions=domain.conditions[len(game.domain.conditions) :])


def _curved(equilibrium: Equilibrium, domain: Domain, subgames: list[Subgame]) -> Iterator[tuple[OwnProblem, Subgame]]:
    """Yield what each mover faces on the path whose payoff is not quadratic in its own decisions.

    What an earlier mover gains is known only where later ones are known to answer as stated.
    """
    replies = RepliesByStage(equilibrium, subgames)
    for i, subgame in reversed(list(enumerate(subgames))):
        curved = [m for m in subgame.stage.moves if not is_quadratic(subgame.payoffs[m.player], m.decisions)]
        if curved and replies.later_than(i):
            return
        for move in curved:
            with suppress(ZeroDivisionError):
                yield on_the_path(equilibrium, domain, subgames[i:], move), subgame


@dataclass(frozen=True, kw_only=True)
class _End:
    """An end of one decision: what the decision is in terms of how far it is from there, or of one over that."""

    image: Ratio
    words: str


@dataclass(frozen=True, kw_only=True)
class _Alone:
    """The problem of a mover in one decision, its other decisions as stated."""

    player: str
    decision: sp.Symbol
    payoff: Ratio
    stays: Ratio
    limits: tuple[tuple[Ratio, str], ...]

    @classmethod
    def of(cls, problem: OwnProblem, decision: sp.Symbol) -> _Alone:
        ring = problem.region.ring
        others = {d: value for d, value in problem.answers.items() if d != decision}
        limits = [(Ratio(ring, c.polynomial).substitute(others), f"where {c.origin} binds") for c in problem.limits]
        x = Ratio.variable(ring, decision)
        limits += [(x, f"at {decision.name} = 0") for _ in in_range({decision: x})]
        return cls(
            player=problem.move.player,
            decision=decision,
            payoff=problem.payoff.substitute(others),
            stays=problem.payoff.substitute(problem.answers),
            limits=tuple(limits),
        )

    @cached_property
    def ends(self) -> tuple[_End, ...]:
        """Where the decision may end: where a limit that is linear in it binds, on either side, and without bound."""
        ring, i = self.payoff.ring, self.payoff.ring.index[self.decision]
        x = Ratio(ring, ring.generators[i])
        one = Ratio.constant(ring, 1)
        ends = []
        for limit, words in self.limits:
            slope = limit.derivative(self.decision)
            if slope.depends_on(self.decision) or slope.is_zero():
                continue
            end = x - limit / slope
            shown = str(end.expression())
            where = f"at {self.decision.name} = {shown}" if len(shown) < _SHOWN else words
            ends += [_End(image=end + x, words=where), _End(image=end - x, words=where)]
        grows, falls = f"as {self.decision.name} grows without bound", f"as {self.decision.name} falls without bound"
        return (*ends, _End(image=one / x, words=grows), _End(image=-one / x, words=falls))

    def is_feasible_near(self, signs: KnownSigns, end: _End) -> bool:
        """Whether all decisions close to an end, on its side, are known to be feasible."""
        return all(signs.positive(_limit(limit, self.decision, end)[1]) for limit, _ in self.limits)


def _without_gains(game: Game, stage: Stage, domain: Domain, alone: _Alone) -> Domain:
    for end in alone.ends:
        signs = KnownSigns(domain=domain, ring=domain.ring)
        try:
            if not alone.is_feasible_near(signs, end):
                continue
            power, coefficient = _limit(alone.payoff, alone.decision, end)
        except ZeroDivisionError:
            continue
        there = coefficient if power == 0 else Ratio.constant(coefficient.ring, 0)
        loss = -coefficient if power < 0 else alone.stays - there
        origin = f"{alone.player} gains nothing {end.words}"
        found = where_sign(domain, loss.convert(domain.ring), strict=False, origin=origin)
        if found is None:
            raise NoInteriorOptimum(_gains(game, stage, alone, end, None if power < 0 else there))
        domain = found
    return domain


def _limit(function: Ratio, decision: sp.Symbol, end: _End) -> tuple[int, Ratio]:
    """Return power and coefficient of the leading term of a function, in how far a decision is from an end."""
    ring, i = function.ring, function.ring.index[decision]
    near = function.substitute({decision: end.image})
    if near.is_zero():
        return 0, near
    (top, above), (bottom, below) = (_lowest(polynomial, i) for polynomial in (near.numerator, near.denominator))
    return above - below, Ratio(ring, top, bottom)


def _lowest(polynomial: Polynomial, i: int) -> tuple[Polynomial, int]:
    lowest = min(powers[i] for powers in polynomial.monoms())
    terms = {
        (*powers[:i], 0, *powers[i + 1 :]): coefficient
        for powers, coefficient in polynomial.terms()
        if powers[i] == lowest
    }
    return polynomial.context().from_dict(terms), int(lowest)


def _gains(game: Game, stage: Stage, alone: _Alone, end: _End, there: Ratio | None) -> str:
    where = f"{stage} of {game.label}"
    if there is None:
        return (
            f"{where}: the payoff of {alone.player!r} grows without bound {end.words}, so that no optimum exists; "
            f"bound {alone.decision} by a constraint, or add a cost that outgrows it"
        )
    return (
        f"{where}: the solution of the first-order conditions is not a best reply: {alone.player!r} gains {end.words}: "
        f"{there.expression()} there, {alone.stays.expression()} at the solution; no interior optimum exists"
        + _way_out(game)
    )


def _require_best_on_a_line(game: Game, stage: Stage, problem: OwnProblem) -> None:
    try:
        if not is_on_a_line(problem):
            return
        found = decided_on_the_line(problem)
    except ZeroDivisionError:
        return
    if found.deviation is None:
        return
    (decision,) = problem.move.decisions
    raise NoInteriorOptimum(
        f"{stage} of {game.label}: the solution of the first-order conditions is not a best reply: "
        f"{problem.move.player!r} gains at {decision.name} = {found.deviation}, so that no interior optimum exists"
        + _way_out(game)
    )


def _way_out(game: Game) -> str:
    """Return the end of a message about a gain: numbers find the best reply where payoffs are defined everywhere."""
    if all(is_polynomial(game.ratios[player.name], game.decisions) for player in game.players):
        point = blank_point(game.parameters)
        return f"; find out in numbers what is best, nested_solution(game, {point}) of lsec_models.audits.search.nested"
    return "; to study what is better, put it in place of the decision"
