"""All equilibria of a static game with rational payoffs at one exact point, with the evidence for each statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.at_once.several_at_once import SeveralAtOnce
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.best_decisions.plane import NoEquilibrium
from lsec_models.solve.polynomial.last_reply.reply_regions import SeveralReplies
from lsec_models.solve.polynomial.payoffs import LATER
from lsec_models.solve.polynomial.problem import Problem
from lsec_models.solve.polynomial.reach import eliminated_first

_MEANS = "all critical values, by elimination, an answer at each that matters and between any two, exact or enclosed"
_ANSWERS = "a best answer found at all critical values and between any two"
_TIES = "later movers who are indifferent favour who moves before them"


def polynomial_solutions_at(game: Game, point: Mapping[sp.Symbol, Fraction]) -> Solutions:
    """Return the equilibria of a game with rational payoffs at an exact point of its parameters.

    Parameters
    ----------
    game : Game
    point : Mapping from sympy.Symbol to Fraction
    """
    return solutions_of(game, point, lambda: _solved(game, point))


def solutions_of(game: Game, point: Mapping[sp.Symbol, Fraction], solved: Callable[[], Settled]) -> Solutions:
    """Return what is found at a point, with the evidence for it.

    Parameters
    ----------
    game : Game
    point : Mapping from sympy.Symbol to Fraction
    solved : callable
        Raises `NoEquilibrium` where there is none, and `Unresolved`.
    """
    try:
        outcome = solved()
    except NoEquilibrium as reason:
        return _without(game, point, str(reason), is_none=True)
    except Unresolved as reason:
        return _without(game, point, str(reason), is_none=False)
    return Solutions(
        game=game,
        point=_by_name(point),
        quantities=outcome.quantities,
        regimes=outcome.regimes,
        selections=("",) * len(outcome.quantities),
        multipliers=outcome.multipliers,
        findings=tuple(_findings(game, outcome.incomplete)),
    )


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Quantities of all equilibria, what binds in each and with which multiplier, and why there may be more."""

    quantities: tuple[Frozen[sp.Expr], ...]
    regimes: tuple[str, ...]
    multipliers: tuple[Frozen[sp.Expr], ...] = ()
    incomplete: str


def _solved(game: Game, point: Mapping[sp.Symbol, Fraction]) -> Settled:
    if len(game.stages) == 1 and len(game.stages[0].moves) > 1 and len(game.decisions) > len(LATER):
        several = SeveralAtOnce(game, point)
        profiles, incomplete = several.equilibria()
        return Settled(
            quantities=tuple(map(several.quantities, profiles)),
            regimes=tuple(map(several.binding, profiles)),
            incomplete=incomplete,
        )
    problem, places, incomplete = eliminated_at(game, point)
    return settled(problem, places, incomplete)


def settled(problem: Problem, places: Sequence[DecidedPlace], incomplete: str) -> Settled:
    """Return what is to be told of equilibria."""
    return Settled(
        quantities=tuple(map(problem.quantities, places)),
        regimes=tuple(map(problem.binding, places)),
        multipliers=tuple(map(problem.multipliers, places)),
        incomplete=incomplete,
    )


def solved_with_places(game: Game, point: Mapping[sp.Symbol, Fraction]) -> tuple[Solutions, list[DecidedPlace]]:
    """Return what elimination finds at a point, and where the equilibria are."""
    places: list[DecidedPlace] = []

    def solved() -> Settled:
        problem, found, incomplete = eliminated_at(game, point)
        places.extend(found)
        return settled(problem, found, incomplete)

    return solutions_of(game, point, solved), places


def eliminated_at(game: Game, point: Mapping[sp.Symbol, Fraction]) -> tuple[Problem, list[DecidedPlace], str]:
    """Return a game as exact functions, with its equilibria: the first way of writing it that settles them.

    Raises
    ------
    NoEquilibrium
        If there is none.
    Unresolved
        If no way settles it.
    """
    reasons = []
    ways = eliminated_first(game)
    for elimination in ways:
        try:
            problem = Problem(game, point, elimination)
            return problem, *problem.equilibria()
        except Unresolved as reason:
            reasons.append(str(reason))
            if isinstance(reason, SeveralReplies):
                ways.append(replace(elimination, is_compared=True))
    raise Unresolved(reasons[-1])


def _by_name(point: Mapping[sp.Symbol, Fraction]) -> Frozen[Fraction]:
    return values_by_name(point)


def _without(game: Game, point: Mapping[sp.Symbol, Fraction], reason: str, *, is_none: bool) -> Solutions:
    exists = Row(about=About.EXISTS)
    finding = (
        found(exists, Status.REFUTED, _MEANS, detail=reason) if is_none else found(exists, Status.OPEN, detail=reason)
    )
    return Solutions(game=game, point=_by_name(point), reason=reason, is_none=is_none, findings=(finding,))


def _findings(game: Game, incomplete: str) -> list[Finding]:
    rows = (Row(about=About.EXISTS), *rows_of_moves(game))
    findings = [found(row, Status.PROVED, _MEANS) for row in rows]
    findings.append(found(Row(about=About.OFF_PATH), Status.PROVED, _ANSWERS))
    complete = Row(about=About.COMPLETE)
    findings.append(
        found(complete, Status.OPEN, detail=incomplete)
        if incomplete
        else found(complete, Status.PROVED, _MEANS, detail=_TIES)
    )
    return findings
