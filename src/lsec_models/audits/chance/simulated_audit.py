"""Which results are simulated, and what each of them states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain, islice, zip_longest
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.sampling import stream
from lsec_models.audits.chance.simulation import StatedValues, simulated
from lsec_models.audits.chance.strategies import AffineRules, Numbers
from lsec_models.audits.chance.typed_strategies import TypedStrategies
from lsec_models.errors import DeclarationError, SamplingFailed
from lsec_models.games.laws import Discrete
from lsec_models.games.static.chance.expected_game import answered_game
from lsec_models.games.static.chance.information.signalling import signalling_in
from lsec_models.games.static.game import Game
from lsec_models.games.static.representative import RepresentativeGame
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium, BayesianPoint
from lsec_models.games.static.results.signalling_equilibria import SignallingEquilibria, SignallingEquilibrium
from lsec_models.games.static.results.simulations import Simulation
from lsec_models.games.static.results.solutions import Solutions

WORLDS = 20_000
_MOST_POINTS = 5


def is_simulated(result: Any) -> bool:
    """Return whether the game of a result has chance, and is made of stages of single players alone."""
    game = _declared(result)
    if game is None or not game.random:
        return False
    special = game.then is not None or game.bargains or game.given or game.expectations
    return not (special or any(player.is_one_of_several for player in game.players))


def simulated_audit(result: Any, draws: int, seed: int, tolerance: float) -> Simulation:
    """Return what worlds say of a result with chance, at up to five points.

    Raises
    ------
    DeclarationError
        If it states no equilibrium.
    SamplingFailed
        If no admissible point is found.
    """
    stated = list(islice(filter(None, _stated(result, seed)), min(draws, _MOST_POINTS)))
    if not stated:
        reason = getattr(result, "reason", result) or "none of many stands out; look at its `families`"
        raise DeclarationError(f"audit: there is no equilibrium to audit: {reason}")
    return simulated(stated, subject=result.subject, label=result.label, worlds=WORLDS, seed=seed, tolerance=tolerance)


def _declared(result: Any) -> Game | None:
    game = getattr(result, "game", None)
    if isinstance(game, RepresentativeGame):
        return game.declared
    return game if isinstance(game, Game) else None


def _stated(result: Any, seed: int) -> Iterator[StatedValues | None]:
    game = _declared(result)
    assert game is not None
    if isinstance(result, BayesianPoint):
        yield _of_rules(game, result)
    elif isinstance(result, BayesianEquilibrium):
        yield from (_of_rules(game, result.at(point)) for point in stream(result.domain, seed))
    elif isinstance(result, SignallingEquilibria):
        yield from (_of_types(game, result.worse, one) for one in result)
    elif isinstance(result, Solutions):
        for values in (*result.quantities, *(v for continuum in result.continua for v in continuum.quantities)):
            yield _of_numbers(game, result.point, values)
    else:
        points = [_of_piece(game, piece, seed) for piece in getattr(result, "pieces", (result,))]
        yield from chain.from_iterable(zip_longest(*points))


def _of_piece(game: Game, piece: Any, seed: int) -> Iterator[StatedValues]:
    try:
        for point in islice(stream(piece.domain, seed), _MOST_POINTS):
            yield _of_numbers(game, {s.name: value for s, value in point.items()}, piece.at(point).values)
    except SamplingFailed:
        return


def _of_rules(game: Game, there: BayesianPoint) -> StatedValues:
    return StatedValues(
        point=there.point,
        strategies=AffineRules(game=game.with_values(there.point), rules=there.responses),
        payoffs={name: float(value) for name, value in there.payoffs.items()},
    )


def _of_types(game: Game, worse: sp.Expr, one: SignallingEquilibrium) -> StatedValues:
    at_numbers = game.with_values(one.point)
    parts = signalling_in(at_numbers)
    assert isinstance(parts.kind.law, Discrete)
    values = {
        kind: (
            float(one[f"{parts.signal} if {parts.kind} is {kind}"]),
            float(one[f"{parts.response} if {parts.kind} is {kind}"]),
        )
        for kind in parts.kind.law.probabilities
    }
    return StatedValues(
        point=one.point,
        strategies=TypedStrategies(
            game=at_numbers,
            signals={kind: sent for kind, (sent, _) in values.items()},
            answers=dict(values.values()),
            worse=worse,
        ),
        payoffs={name: float(value) for name, value in one.payoffs.items()},
    )


def _of_numbers(game: Game, point: Mapping[str, Fraction], values: Mapping[str, sp.Expr]) -> StatedValues:
    at_numbers = game.with_values(point)
    answers = answered_game(at_numbers)[1]
    return StatedValues(
        point=point,
        strategies=Numbers(
            game=at_numbers,
            chosen={d.name: float(values[d.name]) for d in at_numbers.decisions if d not in answers},
            answers=dict(reversed(list(answers.items()))),
        ),
        payoffs={player.name: float(values[player.name]) for player in at_numbers.players},
    )
