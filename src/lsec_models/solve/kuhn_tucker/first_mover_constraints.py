"""What first movers must respect: participation and incentive constraints on later answers, own limits, and signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import sympy as sp

from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import NoClosedForm
from lsec_models.games.static.bounds import as_equality
from lsec_models.games.static.game import Game

_MAX_LIMITS = 8


@dataclass(frozen=True, eq=False, kw_only=True)
class FirstMoverConstraint:
    """One constraint of a first mover: a function that must be positive (strict) or at least zero.

    Attributes
    ----------
    words : str
        As it was declared.
    player : str
        Who must respect it.
    declared : Ratio
        In parameters and all decisions.
    foreseen : Ratio
        In parameters and the decisions of the first stage, later answers inserted.
    strict : bool
        Whether zero is excluded, so that it cannot bind.
    """

    words: str
    player: str
    declared: Ratio
    foreseen: Ratio
    strict: bool

    @property
    def binding_words(self) -> str:
        """The constraint with an equality sign."""
        return as_equality(self.words)


def limits_of_first_movers(game: Game, answers: Mapping[sp.Symbol, Ratio]) -> list[FirstMoverConstraint]:
    """Return what the movers of the first stage must respect.

    Parameters
    ----------
    game : Game
    answers : mapping from later decision to Ratio
        In parameters and the decisions of the first stage.

    Raises
    ------
    NoClosedForm
        If a later mover foresees answers to come, a constraint is shared, or there are too many; if players have
        copies, or expectations come true.
    """
    if game.hidden:
        raise NoClosedForm(
            "first movers whose constraints are about later answers are solved over regions where players have no "
            f"copies and nothing is expected: solve the game at a point, solve(game, at={blank_point(game.parameters)})"
        )
    found = list(_limits(game, answers))
    if len(found) > _MAX_LIMITS:
        raise NoClosedForm(f"{len(found)} limits of first movers; regimes are told apart for up to {_MAX_LIMITS}")
    return found


def binding_sets(game: Game, limits: list[FirstMoverConstraint]) -> Iterator[tuple[FirstMoverConstraint, ...]]:
    """Yield every set of limits that may bind together, none first: no more of a mover's than it decides."""
    decided = {move.player: len(move.decisions) for move in game.stages[0].moves}
    able = [limit for limit in limits if not limit.strict]
    for size in range(sum(decided.values()) + 1):
        for together in combinations(able, size):
            if all(sum(limit.player == name for limit in together) <= most for name, most in decided.items()):
                yield together


def _limits(game: Game, answers: Mapping[sp.Symbol, Ratio]) -> Iterator[FirstMoverConstraint]:
    for bound in game.bounds:
        if bound.foresees and bound.stage > 1:
            raise NoClosedForm(
                f"constraint {bound.words} of {bound.players[0]!r}, who moves in stage {bound.stage} and foresees what "
                f"is answered later: regimes are found for first movers; solve the game at a point, solve(game, "
                f"at={blank_point(game.parameters)})"
            )
        if bound.stage == 1:
            if len(bound.players) > 1:
                raise NoClosedForm(
                    f"constraint {bound.words} is asked of {' and '.join(bound.players)} together; give it to one of "
                    "them, constraints={player: [...]}"
                )
            yield _limit(bound.words, bound.players[0], bound.function, answers, strict=bound.strict)
    for move in game.stages[0].moves:
        for decision in move.decisions:
            if decision.is_nonnegative:
                strict = bool(decision.is_positive)
                declared = Ratio.variable(game.ring, decision)
                words = f"{decision} {'>' if strict else '>='} 0"
                yield _limit(words, move.player, declared, answers, strict=strict)


def _limit(
    words: str, player: str, declared: Ratio, answers: Mapping[sp.Symbol, Ratio], *, strict: bool
) -> FirstMoverConstraint:
    used = {decision: answer for decision, answer in answers.items() if declared.depends_on(decision)}
    foreseen = declared.substitute(used)
    return FirstMoverConstraint(words=words, player=player, declared=declared, foreseen=foreseen, strict=strict)
