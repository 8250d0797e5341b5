"""A closed form in several markets, as residuals and constraints in the parameters that are to be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp
from scipy.stats import qmc

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.at_points import ValuesOfGraph
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level
from lsec_models.evaluate.fused.gradients import gradient
from lsec_models.evaluate.kernel import requirements_of

# By which share of its usual size a condition is kept away from zero: at zero itself a strict one fails.
MARGIN = 1e-9
STARTS = 32
# Slacks, and distances from ends of ranges, below which these bind.
_BINDING = 1e-6
# A direction in which residuals change less than so, as a share of the steepest, is none that data tell.
_RANK = 1e-7
_TRIED = 4096


@dataclass(frozen=True, kw_only=True)
class ModelAtMarkets:
    """What is observed and what a closed form says, in terms of shares: where in its range each chosen parameter is.

    Attributes
    ----------
    solved : Equilibrium, FeedbackEquilibrium or BayesianEquilibrium
    observed : dict from str to array
        By quantity, one number for each market.
    ranges : dict from str to pair of Fraction
        Of each parameter that is to be chosen.
    fixed : dict from str to list of Fraction
        The others, one number for each market.
    scales : dict from str to float
        The units of residuals.
    markets : int
    """

    solved: Any
    observed: Mapping[str, Floats]
    ranges: Mapping[str, tuple[Fraction, Fraction]]
    fixed: Mapping[str, list[Fraction]]
    scales: Mapping[str, float]
    markets: int

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of the parameters that are to be chosen."""
        return tuple(self.ranges)

    @property
    def symbols(self) -> Sequence[sp.Symbol]:
        """All parameters."""
        return tuple(self.solved.ring.symbols)

    @property
    def words(self) -> tuple[str, str]:
        """What numbers rest on, and what keeps it from being established; empty where nothing does."""
        return self.solved.evidence.line(), self.solved.evidence.caveat()

    @property
    def size(self) -> float:
        """The sum of squares of what is observed, in its units."""
        return float(sum(np.sum((values / self.scales[name]) ** 2) for name, values in self.observed.items()))

    def point(self, share: Floats) -> Floats:
        """Return the chosen parameters; in decimals, so that they are exactly what is printed."""
        return np.clip(self._low + share * self._width, self._low, self._low + self._width)

    def differences(self, point: Floats) -> Floats:
        """Return what is observed minus what the closed form says, (quantities, markets)."""
        values = self._observed_at(point)[:, : len(self.observed)]
        return np.asarray(np.array(list(self.observed.values())) - values.T)

    def residuals(self, share: Floats) -> Floats:
        """Return residuals in their units, one after the other."""
        return np.asarray((self.differences(self.point(share)) / self._units).ravel())

    def slopes(self, share: Floats) -> Floats:
        """Return the derivatives of the residuals, (residuals, chosen parameters)."""
        rows = self._observed_at(self.point(share))[:, len(self.observed) :]
        derivatives = rows.reshape(self.markets, len(self.observed), len(self.chosen)).transpose(1, 0, 2)
        return np.asarray((-derivatives * self._width / self._units[:, :, None]).reshape(-1, len(self.chosen)))

    def slacks(self, share: Floats) -> Floats:
        """Return by how much each condition holds in each market, in shares of its usual size."""
        rows = self._rows(self._conditions, self.point(share))[:, : len(self._required)]
        return np.asarray((rows / self._usual).ravel() - MARGIN)

    def slack_slopes(self, share: Floats) -> Floats:
        """Return the derivatives of the slacks, (slacks, chosen parameters)."""
        rows = self._rows(self._conditions, self.point(share))[:, len(self._required) :]
        derivatives = rows.reshape(self.markets, len(self._required), len(self.chosen))
        return np.asarray((derivatives * self._width / self._usual[:, :, None]).reshape(-1, len(self.chosen)))

    @cached_property
    def starts(self) -> Floats:
        """Shares, (at most `STARTS`, chosen parameters), at which all conditions hold in all markets."""
        spread, held = qmc.Sobol(len(self.chosen), scramble=True, rng=0), []
        for _ in range(_TRIED // STARTS):
            held += [share for share in spread.random(STARTS) if (self.slacks(share) > 0).all()]
            if len(held) >= STARTS:
                break
        return np.array(held[:STARTS]).reshape(-1, len(self.chosen))

    def holds_exactly(self, point: Floats) -> bool:
        """Whether all conditions hold in all markets, decided exactly."""
        return not any(self._failing(point))

    def failures(self) -> list[str]:
        """Return what fails in the middle of the ranges, in words."""
        return list(dict.fromkeys(words for found in self._failing(self._low + self._width / 2) for words in found))

    def binding(self, point: Floats) -> tuple[str, ...]:
        """Return the conditions, and ends of ranges, at which a point lies."""
        share = (point - self._low) / self._width
        slacks = self.slacks(share).reshape(self.markets, -1).min(axis=0)
        found = [
            asked.words.replace("  ", " ") for asked, s in zip(self._required, slacks, strict=True) if s < _BINDING
        ]
        for name, at, (low, high) in zip(self.chosen, share, self.ranges.values(), strict=True):
            found += [f"{name} >= {low} [range]"] if at < _BINDING else []
            found += [f"{name} <= {high} [range]"] if at > 1 - _BINDING else []
        return tuple(found)

    def is_locally_identified(self, point: Floats) -> bool:
        """Whether residuals change in every direction of the chosen parameters, to first order."""
        slopes = self.slopes((point - self._low) / self._width)
        if slopes.shape[0] < slopes.shape[1]:
            return False
        values = np.linalg.svd(slopes, compute_uv=False)
        return bool(values[-1] > _RANK * values[0])

    def _observed_at(self, point: Floats) -> Floats:
        """Return what is observed as the model has it, and the slopes of each in what is chosen, (markets, ...)."""
        return self._rows(self._quantities, point)

    def _failing(self, point: Floats) -> list[tuple[str, ...]]:
        exact = {name: exact_number(float(value), name) for name, value in zip(self.chosen, point, strict=True)}
        found = []
        for market in range(self.markets):
            values = exact | {name: numbers[market] for name, numbers in self.fixed.items()}
            found.append(self.solved.domain.failures({symbol: values[symbol.name] for symbol in self.symbols}))
        return found

    @cached_property
    def _required(self) -> Any:
        return requirements_of(self.solved.domain)

    @cached_property
    def _quantities(self) -> ValuesOfGraph:
        return self._with_slopes([self.solved.exact[name].expression() for name in self.observed])

    @cached_property
    def _conditions(self) -> ValuesOfGraph:
        return self._with_slopes([asked.polynomial for asked in self._required])

    def _with_slopes(self, functions: list[sp.Expr]) -> ValuesOfGraph:
        """Return functions and, one function after the other, their derivatives in what is chosen."""
        levels = dict.fromkeys(self.chosen, Level.FIXED) | dict.fromkeys(self.fixed, Level.INNER)
        graph = ExpressionGraph(levels)
        places = [graph.place_of(function) for function in functions]
        slopes = [slope for place in places for slope in gradient(graph, place, self.chosen).values()]
        return ValuesOfGraph(graph, [*places, *slopes])

    @cached_property
    def _usual(self) -> Floats:
        """The size of each condition's value in the ranges, (markets, conditions)."""
        rows = [
            self._rows(self._conditions, self.point(share)) for share in qmc.Sobol(len(self.chosen), rng=0).random(64)
        ]
        sizes = np.abs(np.array(rows)[:, :, : len(self._required)]).mean(axis=0)
        return np.where(sizes > 0, sizes, 1.0)

    def _rows(self, functions: ValuesOfGraph, point: Floats) -> Floats:
        """Return the values of functions, (markets, functions)."""
        found = functions.at(dict(zip(self.chosen, map(np.asarray, point), strict=True)) | self._constants)
        return np.array([np.broadcast_to(value, self.markets) for value in found]).T

    @cached_property
    def _constants(self) -> dict[str, Floats]:
        return {name: np.array([float(value) for value in values]) for name, values in self.fixed.items()}

    @cached_property
    def _low(self) -> Floats:
        return np.array([float(low) for low, _ in self.ranges.values()])

    @cached_property
    def _width(self) -> Floats:
        return np.array([float(high - low) for low, high in self.ranges.values()])

    @cached_property
    def _units(self) -> Floats:
        return np.array([[self.scales[name]] for name in self.observed])
