"""The stages of a solved game, each with the payoffs that its movers face: later answers inserted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.static.order import Move, Stage
from lsec_models.games.static.results.equilibrium import Equilibrium, SolvedStage


@dataclass(frozen=True, kw_only=True)
class Subgame:
    """One stage, with what its movers face.

    Attributes
    ----------
    stage : Stage
    answers : mapping from decision to Ratio
        What they decide, as functions of parameters and earlier decisions.
    payoffs : mapping from player to Ratio
        With the answers of later stages inserted.
    """

    stage: Stage
    answers: Mapping[sp.Symbol, Ratio]
    payoffs: Mapping[str, Ratio]

    def slopes(self, move: Move) -> list[Ratio]:
        """Return the derivatives of a mover's payoff in its own decisions."""
        return [self.payoffs[move.player].derivative(decision) for decision in move.decisions]

    def curvature(self) -> list[list[Ratio]]:
        """Return minus the derivatives of all first-order conditions of the stage in all its decisions."""
        slopes = [slope for move in self.stage.moves for slope in self.slopes(move)]
        return [[-slope.derivative(decision) for decision in self.stage.decisions] for slope in slopes]


def subgames_of(equilibrium: Equilibrium) -> list[Subgame] | None:
    """Return the subgames, leaders first; None where the stages do not lead to the stated decisions."""
    game = equilibrium.game
    if tuple(solved.stage for solved in equilibrium.stages) != game.stages:
        return None
    payoffs: Mapping[str, Ratio] = {player.name: game.ratios[player.name] for player in game.players}
    found = []
    for solved in reversed(equilibrium.stages):
        answers = {d: solved.responses[d.name] for d in solved.stage.decisions}
        found.append(Subgame(stage=solved.stage, answers=answers, payoffs=payoffs))
        payoffs = {name: payoff.substitute(answers) for name, payoff in payoffs.items()}
    found.reverse()
    return found if path_of(found) == stated_path(equilibrium) else None


def path_of(subgames: list[Subgame]) -> dict[sp.Symbol, Ratio]:
    """Return every decision as a function of the parameters, by going through the answers, leaders first."""
    values: dict[sp.Symbol, Ratio] = {}
    for subgame in subgames:
        values |= {decision: answer.substitute(values) for decision, answer in subgame.answers.items()}
    return values


def composed(later: Iterable[SolvedStage]) -> dict[sp.Symbol, Ratio]:
    """Return the decisions of some last stages, in parameters and what is decided before these stages."""
    answers: dict[sp.Symbol, Ratio] = {}
    for solved in later:
        answers |= {d: solved.responses[d.name].substitute(answers) for d in solved.stage.decisions}
    return answers


def stated_path(equilibrium: Equilibrium) -> dict[sp.Symbol, Ratio]:
    """Return every decision as the equilibrium states it, over the ring of parameters and decisions."""
    ring = equilibrium.game.ring
    return {d: equilibrium.exact[d.name].convert(ring) for d in equilibrium.game.decisions}
