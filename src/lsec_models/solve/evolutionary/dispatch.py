"""The rest points of an evolutionary game, by the dynamics that it is declared with."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.domains.parameter_point import Point, blank_point
from lsec_models.errors import DeclarationError, NoClosedForm
from lsec_models.games.evolutionary.dynamics import BEST_RESPONSE, REPLICATOR
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.result import admissible

if TYPE_CHECKING:
    from lsec_models.games.evolutionary.at_point import RestPointsAt
    from lsec_models.games.evolutionary.rest_points import RestPoints


def solve_evolutionary(game: EvolutionaryGame, *, at: Point | None) -> RestPoints | RestPointsAt:
    """Return all rest points for all parameters, or at a point.

    Raises
    ------
    NoClosedForm
        If a closed form is asked of other dynamics than the replicator's.
    OutsideDomain, UnknownName, DeclarationError
        As :meth:`lsec_models.games.result.Solved.at`.
    """
    if at is not None:
        return _at(game, admissible(game.domain, at, None, lambda: f"{game.label} is not defined"))
    if game.dynamics != REPLICATOR:
        raise NoClosedForm(
            f"closed forms are those of the replicator dynamics, not of {game.dynamics_in_words}; solve at a point, "
            f"solve(game, at={blank_point(game.parameters)})"
        )
    from lsec_models.solve.evolutionary.rest_points.rest_points import rest_points

    return rest_points(game)


def require_replicator(verb: str, found: RestPointsAt) -> None:
    """Raise an error where rest points are those of other dynamics than the replicator's.

    Raises
    ------
    DeclarationError
    """
    if found.game.dynamics != REPLICATOR:
        raise DeclarationError(
            f"{verb} is about the replicator dynamics, not {found.game.dynamics_in_words}; declare the game without "
            "dynamics="
        )


def _at(game: EvolutionaryGame, point: Mapping[sp.Symbol, Fraction]) -> RestPointsAt:
    if game.dynamics == REPLICATOR:
        from lsec_models.solve.evolutionary.rest_points.at_point import rest_points_at

        return rest_points_at(game, point)
    if game.dynamics == BEST_RESPONSE:
        from lsec_models.solve.evolutionary.rest_points.best_response import nash_equilibria_at

        return nash_equilibria_at(game, point)
    from lsec_models.solve.evolutionary.rest_points.enclosed_rest_points import enclosed_rest_points

    return enclosed_rest_points(game, point)
