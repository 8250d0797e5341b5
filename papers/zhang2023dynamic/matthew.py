"""The Matthew effect: the fame below which a streamer fades, and what moves it; numerical, unless it says exact."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import sympy as sp

from lsec_models.models.over_time.fame import BASELINE, commission, fame, pull, smallest_pull
from lsec_models.models.parts.streamers import streamer_type
from lsec_models.solve.one_state.critical_state import critical_state
from lsec_models.solve.one_state.optimal_paths import solve_one_state
from lsec_models.solve.one_state.solution import OneStateSolution

from .model import exact

INSTRUMENTS: Mapping[str, tuple[str, ...]] = {
    "lambda": ("1/50", "1/20", "1/10", "1/5", "2/5"),
    "xi": ("0", "1/4", "1/2", "1"),
    "psi": ("0", "1/4", "1/2", "3/4"),
}
_DIGITS = 6
_DECIMALS = 4
_STARTS = {"just below": Fraction(99, 100), "just above": Fraction(101, 100)}
_TIMES = ("0", "2", "5", "10", "20")


@cache
def solution() -> OneStateSolution:
    """Return the streamer's problem solved at the baseline."""
    return solve_one_state(fame(), dict(BASELINE))


def rests() -> dict[str, Any]:
    """Return the steady states, the critical fame and what happens on its two sides."""
    (threshold,) = solution().thresholds
    return {
        "steady_states": [
            {"fame": _shown(rest.state), "effort": _shown(rest.control), "kind": rest.stability.value}
            for rest in solution().steady_states
        ],
        "critical_fame": _shown(threshold.state),
        "certain_to": threshold.uncertainty < 1e-6,
        "effort_just_below_and_above": [_shown(control) for control in threshold.controls],
        "months": list(_TIMES),
        "paths": {words: _path(threshold.state, share) for words, share in _STARTS.items()},
    }


def instruments() -> dict[str, Any]:
    """Return the critical fame over commission, training and the manufacturer's share of the effort cost."""
    return {
        name: {value: _critical(**{name: Fraction(value)}) for value in values} for name, values in INSTRUMENTS.items()
    }


def types() -> dict[str, Any]:
    """Return the critical fame at the commission and effort cost of a top and of an ordinary streamer."""
    found = {}
    for kind in ("top", "ordinary"):
        terms = streamer_type(kind)
        found[kind] = _critical(**{"lambda": terms.commission, "eta": terms.effort_cost})
    return found


def smallest_commission() -> dict[str, str]:
    """Return the commission up to which everybody fades: exact, at the baseline."""
    at = {name: exact(value) for name, value in BASELINE.items() if name != commission.name}
    least = smallest_pull().subs({s: at[s.name] for s in smallest_pull().free_symbols})
    per_unit = (pull() / commission).subs({s: at[s.name] for s in (pull() / commission).free_symbols})
    value = sp.nsimplify(least / per_unit)
    return {"exactly": sp.sqrtdenest(sp.simplify(value)), "about": _shown(float(value))}


def _critical(**changes: Fraction) -> str:
    found = critical_state(fame(), {**BASELINE, **changes})
    return "none: everybody fades" if found == math.inf else _shown(found)


def _path(critical: float, share: Fraction) -> dict[str, list[str]]:
    path = solution().path(critical * float(share), [float(time) for time in _TIMES])
    shown = {"fame": path.state, "effort": path.control}
    return {name: [f"{value:.{_DECIMALS}f}" for value in values] for name, values in shown.items()}


def _shown(value: float) -> str:
    return f"{value:.{_DIGITS}g}" if abs(value) > 1e-9 else "0"
