"""What a sweep of rest points will compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.attributes import (
    Attributes,
    in_words,
    parameter_attributes,
    payoff_attributes,
)
from lsec_models.evaluate.closed_forms.on_grid import Backend
from lsec_models.evaluate.grid import Key, grid_of, require_counts
from lsec_models.evaluate.plan import VIOLATED, SweepPlan, require_backend, require_distinct_names
from lsec_models.evaluate.point_by_point.points import POINTS_AT_ONCE
from lsec_models.evaluate.rest_points.on_grid import RestPointsOnGrid
from lsec_models.games.evolutionary.rest_points import RestPoints
from lsec_models.games.meaning import agreed_meanings
from lsec_models.games.static.results.evidence_subject import digest

REST_POINT, STABILITY = "rest_point", "stability"


@dataclass(frozen=True, kw_only=True)
class RestPointsPlan(SweepPlan):
    """What is swept, over which grid; rest points are one more dimension, each named by what is played there.

    Attributes
    ----------
    found : RestPoints
    """

    found: RestPoints

    @property
    def labels(self) -> list[str]:
        """What is played at each rest point in closed form."""
        return [point.name for point in self.found.points]

    @property
    def along(self) -> str:
        """The dimension of rest points."""
        return REST_POINT

    @property
    def state(self) -> str:
        """The variable that says what is known of stability."""
        return STABILITY

    @property
    def points_at_once(self) -> int | None:
        """The number of points that are work enough for one piece; none where signs decide nearly all of them."""
        values = (v for one in self.found.points if not one.exactly for v in (*one.leaving.values(), *one.hurwitz))
        return POINTS_AT_ONCE if any(value.is_zero() for value in values) else None

    @property
    def has_regimes(self) -> bool:
        """Whether there is a variable that says what holds where nothing fails."""
        return True

    def evaluator(self) -> RestPointsOnGrid:
        """Return what computes; each has memory of its own."""
        return RestPointsOnGrid(self.found, self.grid, list(self.quantities))

    def said(self, met: Mapping[str, int]) -> dict[str, str]:  # noqa: ARG002 (evidence is that of closed forms)
        """Return how far rest points are established, and which may be missing."""
        return {
            "power_structure": self.found.label,
            "evidence": self.found.evidence.line(),
            "caveat": self.found.evidence.caveat(),
            "not_in_closed_form": "\n".join(f"{name}: {why}" for name, why in self.found.unresolved),
            "ties": "\n".join(map(str, self.found.ties)),
        }

    @cached_property
    def equal(self) -> dict[str, list[int]]:
        """By quantity, for each rest point the place of the first one with the same formula."""
        return {name: self._first_alike(name) for name in self.quantities}

    def _first_alike(self, name: str) -> list[int]:
        firsts: dict[sp.Expr, int] = {}
        formulas = ({**point.shares, **point.payoffs}[name] for point in self.found.points)
        return [firsts.setdefault(formula, place) for place, formula in enumerate(formulas)]

    @property
    def digest(self) -> str:
        """A digest of the rest points, the grid and what is asked for."""
        axes = [f"{name}: {axis.tolist()}" for name, axis in self.grid.axes.items()]
        return digest(self.found.evidence.subject, *axes, self.grid.fixed, list(self.quantities))


def plan_of_rest_points(
    found: RestPoints, over: Mapping[Key, object], at: Mapping[Key, object], backend: Backend
) -> RestPointsPlan:
    """Return what a sweep will compute; arguments and errors as of :func:`lsec_models.sweep`."""
    require_backend(backend)
    if backend != "numpy":
        raise DeclarationError(f"backend = {backend!r}: rest points are evaluated by NumPy; leave backend= out")
    meanings = agreed_meanings([found])
    shares, payoffs = _shares(found), in_words(_payoffs(found), meanings)
    parameters, quantities = parameter_attributes(found.ring.symbols), shares | payoffs
    require_distinct_names(parameters, quantities, (VIOLATED, REST_POINT, STABILITY))
    grid = grid_of(parameters, over, at)
    require_counts(grid, found.ring.symbols)
    return RestPointsPlan(
        swept={},
        found=found,
        is_single=False,
        grid=grid,
        quantities=quantities,
        parameters=in_words(parameters, meanings),
        backend=backend,
    )


def _shares(found: RestPoints) -> Attributes:
    """Return shares by name, each with its attributes."""
    return {
        name: {
            "latex": rf"x_{{\text{{{name.replace('_', ' ')}}}}}",
            "long_name": f"share of {own} among {population}".replace("_", " "),
            "units": "1",
            "kind": "share",
            "population": population,
        }
        for (population, own), name in found.game.share_names.items()
    }


def _payoffs(found: RestPoints) -> Attributes:
    """Return payoffs by population, each with its attributes, its meaning aside."""
    return {name: payoff_attributes(name) for name in found.game.names}
