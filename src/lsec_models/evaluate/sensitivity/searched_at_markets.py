"""A game without a closed form in several markets, searched in numbers for the parameters that are to be chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.stats import qmc

from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.point_by_point.smooth import CAVEAT, NOT_FOUND, REFUTED, SEVERAL, evidence_at_smooth_points
from lsec_models.evaluate.sensitivity.model_at_markets import ModelAtMarkets
from lsec_models.solve.numerical.many_points import numerical_solutions_at_points
from lsec_models.solve.numerical.quantities_inside import QuantitiesInside

# A search takes hundreds of evaluations, of milliseconds each.
_STARTS, _TRIED = 8, 64


@dataclass(frozen=True, kw_only=True)
class SearchedAtMarkets(ModelAtMarkets):
    """What is observed and what a game has where its conditions hold inside all bounds; attributes as of its base.

    What is declared of parameters is the domain; where no candidate is found, or it is refuted, there is no fit.
    """

    @property
    def symbols(self) -> Sequence[sp.Symbol]:
        """All parameters."""
        return tuple(self.solved.parameters)

    @property
    def words(self) -> tuple[str, str]:
        """What numbers rest on, and what keeps it from being established."""
        return evidence_at_smooth_points(Counter({"": self.markets})), CAVEAT

    @cached_property
    def starts(self) -> Floats:
        """Shares, (a few, chosen parameters), at which conditions hold and a candidate is found in all markets."""
        spread = qmc.Sobol(len(self.chosen), scramble=True, rng=0).random(_TRIED)
        held = (share for share in spread if (self.slacks(share) > 0).all())
        found = (share for share in held if np.isfinite(self.residuals(share)).all())
        return np.array([*islice(found, _STARTS)]).reshape(-1, len(self.chosen))

    def holds_exactly(self, point: Floats) -> bool:
        """Whether what is declared holds exactly, and one candidate is found in all markets, which nothing refutes."""
        return super().holds_exactly(point) and not self._failing_search(point)

    def failures(self) -> list[str]:
        """Return what fails in the middle of the ranges, in words."""
        return super().failures() or self._failing_search(self.point(np.full(len(self.chosen), 0.5)))

    def _failing_search(self, point: Floats) -> list[str]:
        found = numerical_solutions_at_points(self.solved, self._at_markets(point))
        inside = np.isfinite(self.differences(point)).all()
        failing = {NOT_FOUND: (~found.found).any() or not inside, SEVERAL: found.several.any()}
        return [words for words, fails in {**failing, REFUTED: found.refuted.any()}.items() if fails]

    def _observed_at(self, point: Floats) -> Floats:
        return self._remembered(tuple(point.tolist()))

    @cached_property
    def _remembered(self) -> Callable[[tuple[float, ...]], Floats]:
        """The loss, its slope and residuals are asked for one after the other at the same point."""
        return lru_cache(1)(lambda point: self._inside.at(self._at_markets(np.array(point))))

    def _at_markets(self, point: Floats) -> dict[str, NDArray[np.float64]]:
        chosen = {name: np.full(self.markets, float(value)) for name, value in zip(self.chosen, point, strict=True)}
        held = {name: np.array(values, dtype=np.float64) for name, values in self._constants.items()}
        return chosen | held

    @cached_property
    def _inside(self) -> QuantitiesInside:
        return QuantitiesInside(self.solved, list(self.observed), self.chosen)
