"""Games that are linear in the states: what a unit of each stock adds to payoffs and speeds, whatever players do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lsec_models.algebra.domains.symbols import State
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.games.differential.game import DifferentialGame, speed_name
from lsec_models.solve.differential.instant_game import declared_flow, units_of


@dataclass(frozen=True, kw_only=True)
class LinearState:
    """Payoff flows ``a x + g(u)`` and speeds ``A x + B(u)``.

    Attributes
    ----------
    gains : Mapping from str to mapping from State to Ratio
        a of everybody whose value is sought, in the parameters.
    growth : Mapping from State to mapping from State to Ratio
        A: how fast a state rises by a unit of another.
    """

    gains: Mapping[str, Mapping[State, Ratio]]
    growth: Mapping[State, Mapping[State, Ratio]]

    @property
    def decays(self) -> dict[State, Ratio] | None:
        """How fast each stock decays by itself, None if stocks move each other."""
        for state, row in self.growth.items():
            if any(not entry.is_zero() for other, entry in row.items() if other != state):
                return None
        return {state: -row[state] for state, row in self.growth.items()}


def linear_state(game: DifferentialGame) -> LinearState | None:
    """Return the derivatives in the states, None if they depend on states or decisions.

    Examples
    --------
    >>> from lsec_models import Player, decisions
    >>> from lsec_models.algebra.domains.symbols import states
    >>> x, u = states("x"), decisions("u")
    >>> firm = Player("firm", decides=[u], payoff=3 * x - u**2)
    >>> linear_state(DifferentialGame(states={x: u - 2 * x}, players=[firm], discount=1)).decays[x].expression()
    2
    """
    ring = game.instant.ring
    gains = {unit: _gradient(game, ratio(ring, declared_flow(game, unit))) for unit in units_of(game)}
    growth = {state: _gradient(game, game.instant.ratios[speed_name(state)]) for state in game.stocks}
    known_gains = {unit: row for unit, row in gains.items() if row is not None}
    known_growth = {state: row for state, row in growth.items() if row is not None}
    if len(known_gains) < len(gains) or len(known_growth) < len(growth):
        return None
    return LinearState(gains=known_gains, growth=known_growth)


def _gradient(game: DifferentialGame, function: Ratio) -> dict[State, Ratio] | None:
    slopes = {state: function.derivative(state) for state in game.stocks}
    chosen = (*game.stocks, *game.decisions)
    if any(slope.depends_on(symbol) for slope in slopes.values() for symbol in chosen):
        return None
    return {state: slope.convert(game.ring) for state, slope in slopes.items()}
