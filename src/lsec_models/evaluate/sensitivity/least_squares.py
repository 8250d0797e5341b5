"""Least squares within a domain, from many starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lsec_models.evaluate.compiled import Floats

if TYPE_CHECKING:
    from lsec_models.evaluate.sensitivity.model_at_markets import ModelAtMarkets

_MOST_STEPS = 300
_TOLERANCE = 1e-15


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Where a search ended.

    Attributes
    ----------
    share, point : array
        Where in its range each chosen parameter is, and the parameter itself.
    loss : float
        The sum of squared residuals.
    """

    share: Floats
    point: Floats
    loss: float


def best_fits(model: ModelAtMarkets) -> list[Fit]:
    """Return where the searches from all starts end: sequential quadratic programming, exact derivatives.

    A search whose end has no finite residuals is left out.
    """
    fits = [_searched(model, start) for start in model.starts]
    return [fit for fit in fits if np.isfinite(fit.loss)]


def _searched(model: ModelAtMarkets, start: Floats) -> Fit:
    from scipy.optimize import minimize

    def loss(share: Floats) -> float:
        return float(np.sum(model.residuals(share) ** 2))

    def slope(share: Floats) -> Floats:
        return np.asarray(2 * model.slopes(share).T @ model.residuals(share))

    with np.errstate(all="ignore"):
        end = minimize(
            loss,
            start,
            jac=slope,
            method="SLSQP",
            bounds=[(0, 1)] * len(start),
            constraints={"type": "ineq", "fun": model.slacks, "jac": model.slack_slopes},
            options={"maxiter": _MOST_STEPS, "ftol": _TOLERANCE},
        )
        share = np.asarray(end.x)
        return Fit(share=share, point=model.point(share), loss=loss(share))
