"""Problems with one state: two wells, the shallow lake, and goodwill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from lsec_models import decisions, parameters
from lsec_models.games.one_state import OneStateProblem

Point = Mapping["str | sp.Symbol", object]

x = sp.Symbol("x")
u = decisions("u", real=True)
v = decisions("v")
r, delta, b, c, s = parameters("r delta b c s", positive=True)


def wells(**changes: Any) -> OneStateProblem:
    """Two equally good wells, at s - 1 and s + 1; by symmetry the threshold is s."""
    fields: dict[str, Any] = {
        "state": x,
        "control": u,
        "payoff": -(u**2) / 2 - b * ((x - s) ** 2 - 1) ** 2 / 4,
        "dynamics": u,
        "discount": r,
        "between": (s - 2, s + 2),
    }
    return OneStateProblem(**(fields | changes))


LAKE = OneStateProblem(
    state=x,
    control=v,
    payoff=sp.log(v) - c * x**2,
    dynamics=v - b * x + x**2 / (1 + x**2),
    discount=r,
    between=(0, 4),
)
LAKE_POINT: Point = {"b": 0.65, "c": 0.5, "r": 0.03}

# Linear in the state: the costate is 1 / (r + delta) everywhere, the value linear.
GOODWILL = OneStateProblem(state=x, control=v, payoff=x - v**2 / 2, dynamics=v - delta * x, discount=r, between=(0, 40))
GOODWILL_POINT: Point = {"r": 0.1, "delta": 0.2}
