"""What an equilibrium prescribes at random admissible parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.sampling import sample
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.precision import measured, wide
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.equilibrium import StaticEquilibrium
from lsec_models.games.summary.summary import shown_point


@dataclass(frozen=True, kw_only=True)
class Path:
    """The equilibrium path at some draws of the parameters.

    Attributes
    ----------
    draws : list of dict
        The parameters, exact.
    points : array, (symbols, draws)
        Parameters and decisions, in the order of the game.
    sizes : array, (symbols, draws)
        A typical magnitude of each, never zero: for a decision at least the change that matters to its player's payoff.
    stated : array, (quantities, draws)
        Payoffs and reported quantities as the closed form states them.
    """

    draws: list[dict[sp.Symbol, Fraction]]
    points: Floats
    sizes: Floats
    stated: Floats


def path_of(equilibrium: StaticEquilibrium, draws: int, seed: int) -> Path:
    """Draw parameters and evaluate the closed form there, exactly before rounding.

    Raises
    ------
    SamplingFailed
        If too few admissible parameters are found.
    DeclarationError
        If a quantity has no value at a draw.
    """
    game, drawn = equilibrium.game, sample(equilibrium.domain, draws, seed)
    exact = [_evaluated(equilibrium, point) for point in drawn]
    parameters = np.array([[wide(point[s]) for point in drawn] for s in game.parameters]).reshape(-1, draws)
    decisions = np.array([[wide(values[d.name]) for values in exact] for d in game.decisions])
    points = np.concatenate([parameters, decisions])
    stated = np.array([[wide(values[name]) for values in exact] for name in game.ratios])
    return Path(draws=drawn, points=points, sizes=_sizes(game, points), stated=stated)


def _evaluated(equilibrium: StaticEquilibrium, point: Mapping[sp.Symbol, Fraction]) -> Mapping[str, Fraction]:
    try:
        return equilibrium.numbers_at(point)
    except OutsideDomain:
        shown = shown_point(point)
        raise DeclarationError(
            f"a quantity of {equilibrium.label} divides by zero at {shown}, inside the domain; is a condition missing?"
        ) from None


def _sizes(game: Game, points: Floats) -> Floats:
    """Return magnitudes; of a decision, at least what its curvature needs to use up the gross payoff."""
    symbols = [*game.parameters, *game.decisions]
    owned = [(player.payoff, decision) for player in game.players for decision in player.decides]
    _, gross = measured(symbols, [payoff for payoff, _ in owned]).at(points)
    curvature, _ = measured(symbols, [sp.diff(payoff, decision, 2) for payoff, decision in owned]).at(points)
    sizes = np.abs(points)
    decided = sizes[len(game.parameters) :]
    with np.errstate(all="ignore"):
        reach = np.sqrt(gross / np.abs(curvature))
    reach = np.where(np.isfinite(reach), reach, decided.max(axis=0, initial=0.0))
    decided[:] = np.maximum(decided, reach)
    sizes[sizes == 0] = 1.0
    return np.asarray(sizes, dtype=np.float64)
