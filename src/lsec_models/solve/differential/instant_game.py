"""The game within an instant: what players do, given the stocks and what a unit of each stock is worth to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.algebra.domains.symbols import Parameter, State
from lsec_models.algebra.polynomials.linear import SingularSystem, cleared, solve_linear
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import NoClosedForm, NoStabilisingSolution
from lsec_models.games.differential.game import DifferentialGame, flow_name, speed_name
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.solve.interior.backward_induction import backward_induction

Slopes = Mapping[str, Mapping[State, sp.Expr]]


@dataclass(frozen=True, kw_only=True)
class Instant:
    """The equilibrium of the Hamiltonians, each player's ``payoff + slopes * speeds``.

    Attributes
    ----------
    game : DifferentialGame
    slopes : mapping from decider to mapping from State to sympy.Expr
        The derivatives of the value functions, as they were put in.
    equilibrium : Equilibrium
        Of the static game; in parameters, states and whatever symbols the slopes have.
    """

    game: DifferentialGame
    slopes: Slopes
    equilibrium: Equilibrium

    def flow(self, unit: str) -> Ratio:
        """Return the payoff per unit of time of a player, or of all together."""
        if unit in self.game.rates:
            return self.equilibrium.exact[flow_name(unit)]
        total = Ratio.constant(self.equilibrium.ring, 0)
        for name in self.game.rates:
            total = total + self.equilibrium.exact[flow_name(name)]
        return total

    def speed(self, state: State) -> Ratio:
        """Return how fast a stock changes."""
        return self.equilibrium.exact[speed_name(state)]


def units_of(game: DifferentialGame) -> tuple[str, ...]:
    """Return all whose value is sought: the deciders, then the players who do not decide, or not alone."""
    return tuple(dict.fromkeys((*game.deciders, *game.rates)))


def rate_of(game: DifferentialGame, unit: str) -> Ratio:
    """Return the discount rate of a player, or of all together."""
    return game.rates[unit] if unit in game.rates else next(iter(game.rates.values()))


def declared_flow(game: DifferentialGame, unit: str) -> sp.Expr:
    """Return the payoff per unit of time of a player, or of all together, as declared."""
    return sp.Add(*(player.payoff for player in game.players if unit in (player.name, game.coalition)))


def slope_symbols(game: DifferentialGame) -> dict[str, dict[State, sp.Symbol]]:
    """Return a symbol for what one unit of each stock is worth to each decider."""
    return {
        unit: {state: Parameter(f"slope[{unit}, {state.name}]", real=True) for state in game.stocks}
        for unit in game.deciders
    }


def in_numbers(game: DifferentialGame) -> str:
    """Return the end of a message about a game without closed form: how to solve it at one point."""
    return f"give the parameters: solve(game, at={blank_point(game.parameters)})"


def solve_instant(game: DifferentialGame, slopes: Slopes) -> Instant:
    """Solve the game of one instant by backward induction on the Hamiltonians.

    1. Add to each decider's payoff the value of what happens to the stocks: slope times speed, summed over stocks.
    2. Solve the static game in which states and slopes are parameters, in the order of play of the instant.

    Raises
    ------
    NoInteriorOptimum
        If a decision has no interior optimum, for instance because it is missing from the payoffs.
    NoClosedForm
        If the first-order conditions have no unique admissible rational solution.
    """
    try:
        equilibrium = backward_induction(with_slopes(game, slopes))
    except NoClosedForm as refusal:
        raise NoClosedForm(f"within an instant, {refusal}; {_way_out(game)}") from None
    return Instant(game=game, slopes=slopes, equilibrium=equilibrium)


def with_slopes(game: DifferentialGame, slopes: Slopes) -> Game:
    """Return the static game of one instant, each decider's payoff its Hamiltonian."""
    static = game.instant
    players = [
        replace(
            player, payoff=player.payoff + sp.Add(*(slope * game.states[x] for x, slope in slopes[player.name].items()))
        )
        if player.name in slopes
        else player
        for player in static.players
    ]
    return replace(static, players=players)


def _way_out(game: DifferentialGame) -> str:
    if len(game.stocks) == len(game.decisions) == 1 and game.horizon is None:
        return "declare a OneStateProblem, which takes every smooth payoff and is solved at one point"
    return "make payoffs quadratic, and the speeds of the states linear, in the decisions"


def law_names(game: DifferentialGame) -> tuple[str, ...]:
    """Return what is wanted as a function of the states: decisions, reports, payoff flows and speeds."""
    decided = (decision.name for decision in game.decisions)
    return (*decided, *game.report, *map(flow_name, game.rates), *map(speed_name, game.stocks))


def responses_of(instant: Instant) -> Iterable[tuple[str, Ratio]]:
    """Yield each decision with its best response to what was decided before at the same instant."""
    for solved in instant.equilibrium.stages:
        yield from solved.responses.items()


def linear_slopes(game: DifferentialGame) -> dict[str, dict[State, Ratio]] | None:
    """Return the slopes of all value functions of a linear-state game, None if the game is not linear in the states.

    Where payoffs are ``a x + g(u)`` and speeds ``A x + B(u)``, the slopes b of a value function solve
    ``(r - A^T) b = a`` whatever the decisions.

    References
    ----------
    Dockner, E., Jorgensen, S., Van Long, N. and Sorger, G. (2000). Differential Games in Economics and Management
    Science, section 7.2. Cambridge University Press.
    """
    # A state may stand in no payoff and no speed, and so not in the ring of the instant.
    ring, stocks = ring_of((*game.instant.ring.symbols, *game.stocks)), game.stocks
    found = {unit: _gradient(game, ratio(ring, declared_flow(game, unit))) for unit in units_of(game)}
    rows = [_gradient(game, game.instant.ratios[speed_name(state)].convert(ring)) for state in stocks]
    gradients = {unit: gradient for unit, gradient in found.items() if gradient is not None}
    matrix = [row for row in rows if row is not None]
    if len(gradients) < len(found) or len(matrix) < len(rows):
        return None
    return {unit: _costates(game, unit, matrix, gradient) for unit, gradient in gradients.items()}


def _costates(
    game: DifferentialGame, unit: str, matrix: list[list[Ratio]], gradient: list[Ratio]
) -> dict[State, Ratio]:
    """Solve ``(r - A^T) b = a``."""
    zero, rate, size = Ratio.constant(game.ring, 0), rate_of(game, unit), len(game.stocks)
    rows = [[*((rate if i == j else zero) - matrix[j][i] for j in range(size)), gradient[i]] for i in range(size)]
    polynomials = [cleared(game.ring, row)[1] for row in rows]
    try:
        solution = solve_linear(game.ring, [row[:-1] for row in polynomials], [row[-1] for row in polynomials])
    except SingularSystem:
        raise NoStabilisingSolution(
            f"a stock grows at the discount rate of {unit!r}, so that what it is worth is infinite; let it decay, or "
            "discount at a higher rate"
        ) from None
    return dict(zip(game.stocks, solution, strict=True))


def _gradient(game: DifferentialGame, function: Ratio) -> list[Ratio] | None:
    """Return the derivatives in the states, None unless they are free of states and decisions."""
    slopes = [function.derivative(state) for state in game.stocks]
    chosen = (*game.stocks, *game.decisions)
    if any(slope.depends_on(symbol) for slope in slopes for symbol in chosen):
        return None
    return [slope.convert(game.ring) for slope in slopes]
