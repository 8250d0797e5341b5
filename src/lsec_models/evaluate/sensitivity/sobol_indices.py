"""Which share of the variance of a quantity each parameter accounts for, over a box of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import xarray as xr

from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.grid import Key
from lsec_models.evaluate.sensitivity.parameter_ranges import parameter_ranges
from lsec_models.evaluate.sensitivity.values_at_points import (
    Evaluated,
    Several,
    ValuesAtPoints,
    moved_parameters,
    require_evaluated,
    values_at_points,
)
from lsec_models.games.frozen import Frozen
from lsec_models.signature import explained

_NOTHING: Mapping[Any, Any] = Frozen({})
_INDICES = {"first": "S1", "first_error": "S1_conf", "total": "ST", "total_error": "ST_conf"}
_WORDS = {
    "first": "share of variance by itself",
    "first_error": "half of the 95 % confidence interval",
    "total": "share of variance with all interactions",
    "total_error": "half of the 95 % confidence interval",
}


@explained
def sobol_indices(
    solved: Evaluated,
    quantities: Several = None,
    *,
    between: Mapping[Key, object],
    at: Mapping[Key, object] = _NOTHING,
    samples: int = 1024,
    seed: int = 0,
) -> xr.Dataset:
    """Return Sobol's indices: which share of the variance of a quantity each parameter accounts for, over a box.

    The places of parameters between the ends of their ranges are independent and uniform. Where an end depends on other
    parameters, the index of a parameter is that of its place, and what moves with its ends counts for those others.
    Indices mean something only where there is a value at every sample, so that ranges are refused in which the solution
    fails to hold at one; ends that are the conditions of the domain keep all samples inside it. Estimated by SALib (the
    extra ``lsec_models[sensitivity]``), from ``samples * (number of ranges + 2)`` points.

    Parameters
    ----------
    solved : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, FeedbackEquilibrium, BayesianEquilibrium, Game or \
DifferenceGame
    quantities : name, or sequence of names, optional
        All without it.
    between : mapping
        By name or symbol: the range ``(low, high)`` of each parameter that varies, two at least. An end is a number or
        an expression in other parameters, as in ``{"c": (1, 2), "gamma": (0, 2 * sp.sqrt(b * k))}``.
    at : mapping, optional
        By name or symbol: a number for every other parameter.
    samples : int, optional
        A power of two.
    seed : int, optional

    Returns
    -------
    xarray.Dataset
        ``first``, ``total`` and their errors, along ``quantity`` and ``parameter``; NaN of a quantity that is constant.
        Attributes as of a sweep, with ``ranges``, ``points`` and ``seed``.

    Raises
    ------
    OutsideDomain
        If a condition fails, a quantity is not defined, or a range is empty, at a sample.
    UnknownName, DeclarationError
        If a name is not known, a parameter is missing or declared integer, a range is none or depends on itself, or
        SALib is not installed.

    References
    ----------
    Sobol' (2001), Global sensitivity indices for nonlinear mathematical models and their Monte Carlo estimates.
    """
    require_evaluated("sobol_indices", solved)
    ranges = parameter_ranges(between, at)
    names = list(ranges.ends)
    moved_parameters(solved, names)
    if not isinstance(samples, int) or samples < 2 or samples & (samples - 1):
        raise DeclarationError(f"samples = {samples!r}: give a power of two, such as 1024")
    salib = _salib()
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    places = salib.sample(problem, samples, calc_second_order=False, seed=seed)
    together = ranges.at_places(dict(zip(names, places.T, strict=True)))
    found = values_at_points("sobol_indices", solved, together, at, quantities)
    _require_values(found, together)
    rows = {name: _indices(salib, problem, values, seed) for name, values in found.values.items()}
    return xr.Dataset(
        {
            index: (("quantity", "parameter"), np.array([row[index] for row in rows.values()]), {"long_name": words})
            for index, words in _WORDS.items()
        },
        {"quantity": list(rows), "parameter": names},
        {**found.attributes, "ranges": ranges.said, "points": len(places), "seed": seed},
    )


def _indices(salib: Any, problem: Mapping[str, Any], values: Floats, seed: int) -> dict[str, Floats]:
    if values.std() <= 1e-12 * np.abs(values).max():
        return dict.fromkeys(_INDICES, np.full(len(problem["names"]), np.nan))
    found = salib.analyze(problem, values, calc_second_order=False, seed=seed)
    return {index: np.asarray(found[theirs]) for index, theirs in _INDICES.items()}


def _require_values(found: ValuesAtPoints, together: Mapping[str, Floats]) -> None:
    bad = ~found.holds
    for values in found.values.values():
        bad |= ~np.isfinite(values)
    if bad.any():
        place = int(np.argmax(bad))
        said = ", ".join(f"{name} = {values[place]:.6g}" for name, values in together.items())
        why = found.why(place) or "a quantity is not defined"
        raise OutsideDomain(
            f"{int(bad.sum())} of {bad.size} samples have no value: {why} at {said}; "
            "narrow the ranges in between=, whose ends may be expressions in other parameters, or use monte_carlo, "
            "which counts such draws"
        )


def _salib() -> Any:
    try:
        from SALib.analyze.sobol import analyze
        from SALib.sample.sobol import sample
    except ImportError:
        raise DeclarationError(
            "Sobol's indices need SALib; install the extra, pip install 'lsec_models[sensitivity]', or use tornado"
        ) from None
    return SimpleNamespace(sample=sample, analyze=analyze)
