"""The Hamilton-Jacobi-Bellman equations of a game, as equations between coefficients of its value functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.symbols import State
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.state_polynomials import Powers


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What must be positive (strict) or at least zero, and why.

    Attributes
    ----------
    value : Ratio
    strict : bool
        Whether zero is excluded.
    origin : str
        In words.
    along : bool
        Whether it is asked wherever the path runs, over any horizon; if not, of the stationary equilibrium only.
    """

    value: Ratio
    strict: bool
    origin: str
    along: bool = True


@dataclass(frozen=True, kw_only=True)
class CoefficientSystem:
    """What undetermined coefficients of polynomial value functions must satisfy.

    Attributes
    ----------
    game : DifferentialGame
    degree : int
        Of the value functions: 1 or 2.
    deciders : tuple of str
        Who maximises; the others' values follow.
    values : Mapping from str to Ratio
        Each value function, in parameters, states and coefficients.
    coefficients : Mapping from str to mapping from powers to Symbol
        The coefficient of each monomial of the states in a value function.
    residuals : Mapping from str to mapping from powers to Ratio
        The coefficients, by monomial, of ``flow + slopes * speeds - rate * value``: all are zero in the stationary
        equilibrium, and they are how fast the coefficients change per unit of time to go where the horizon is finite.
    laws : Mapping from str to Ratio
        Decisions, reports, flows and speeds by name, in parameters, states and coefficients.
    requirements : tuple of Requirement
        The second-order and sign conditions of the game within an instant.
    responses : Mapping from str to Ratio
        Each decision, also in what was decided before it at the same instant.
    """

    game: DifferentialGame
    degree: int
    deciders: tuple[str, ...]
    values: Mapping[str, Ratio]
    coefficients: Mapping[str, Mapping[Powers, sp.Symbol]]
    residuals: Mapping[str, Mapping[Powers, Ratio]]
    laws: Mapping[str, Ratio]
    requirements: tuple[Requirement, ...]
    responses: Mapping[str, Ratio]

    @property
    def ring(self) -> Ring:
        """The ring of parameters, states and coefficients."""
        return next(iter(self.values.values())).ring

    @property
    def stocks(self) -> tuple[State, ...]:
        """The states."""
        return self.game.stocks

    @cached_property
    def unknowns(self) -> tuple[sp.Symbol, ...]:
        """All coefficients, player by player."""
        return tuple(symbol for own in self.coefficients.values() for symbol in own.values())

    @cached_property
    def blocks(self) -> tuple[tuple[tuple[sp.Symbol, ...], tuple[Ratio, ...]], ...]:
        """Unknowns and residuals in an order in which each block but the first is linear once those before are solved.

        The first block has the deciders' coefficients of the highest power.
        """
        others = tuple(name for name in self.coefficients if name not in self.deciders)
        found = [
            self.of_degree(degree, units) for degree in range(self.degree, -1, -1) for units in (self.deciders, others)
        ]
        return tuple(block for block in found if block[0])

    def of_degree(self, degree: int, units: tuple[str, ...]) -> tuple[tuple[sp.Symbol, ...], tuple[Ratio, ...]]:
        """Return the coefficients of monomials of one degree in some value functions, and the residuals there."""
        chosen = [(unit, powers) for unit in units for powers in self.coefficients[unit] if sum(powers) == degree]
        return (
            tuple(self.coefficients[unit][powers] for unit, powers in chosen),
            tuple(self.residuals[unit][powers] for unit, powers in chosen),
        )
