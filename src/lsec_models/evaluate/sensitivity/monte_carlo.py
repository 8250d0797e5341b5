"""What quantities are where parameters are not known, but have laws: quantiles over draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.errors import DeclarationError
from lsec_models.evaluate.closed_forms.on_grid import Backend
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.grid import Key, grid_of
from lsec_models.evaluate.sensitivity.dependent_numbers import held_numbers
from lsec_models.evaluate.sensitivity.drawn_parameters import drawn, require_known_laws
from lsec_models.evaluate.sensitivity.values_at_points import (
    Evaluated,
    Several,
    ValuesAtPoints,
    require_evaluated,
    values_at_points,
)
from lsec_models.games.frozen import Frozen
from lsec_models.games.laws import Law
from lsec_models.signature import explained

SHARE, LEFT_OUT, CONDITION, DRAWS = "share", "left_out", "condition", "draws"
_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
_NOTHING: Mapping[Any, Any] = Frozen({})


@explained
def monte_carlo(
    solved: Evaluated,
    quantities: Several = None,
    *,
    laws: Mapping[Key, Law],
    over: Mapping[Key, object] = _NOTHING,
    at: Mapping[Key, object] = _NOTHING,
    draws: int = 1000,
    seed: int = 0,
    shares: Sequence[float] = _SHARES,
    backend: Backend = "numpy",
) -> xr.Dataset:
    """Return quantiles of quantities where parameters are drawn from laws, along a parameter that is swept if wanted.

    1. Draw the parameters that have laws, independently of each other but for what their laws depend on.
    2. Evaluate at every draw, the same draws at each value of the swept parameter, as :func:`lsec_models.sweep` does;
       where a law depends on that parameter, draws of the same probability.
    3. Where a condition fails the solution does not hold: the draw is left out there, and counted under the condition.
    4. Take quantiles over the others. They are those of parameters for which the solution holds, estimated from draws.

    Parameters
    ----------
    solved : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, FeedbackEquilibrium, BayesianEquilibrium, Game or \
DifferenceGame
        A game is solved at each draw, which takes milliseconds.
    quantities : name, or sequence of names, optional
        All without it.
    laws : mapping
        By name or symbol: what :func:`lsec_models.uniform`, ``normal``, ``exponential``, ``discrete`` and ``sample``
        return. Numbers of a law may be expressions in other parameters, as in
        ``{"c": uniform(1, 2), "gamma": uniform(0, sp.sqrt(k) * c)}``, but for those of ``discrete``.
    over : mapping, optional
        One parameter that is swept, as for :func:`lsec_models.sweep`.
    at : mapping, optional
        By name or symbol: a number for every other parameter.
    draws : int, optional
    seed : int, optional
        The same seed gives the same draws.
    shares : sequence of float, optional
        Which quantiles, from 0 to 1.
    backend : {"numpy", "numba"}, optional
        As of :func:`lsec_models.sweep`; worth it from some millions of draws.

    Returns
    -------
    xarray.Dataset
        Each quantity along ``share``, and along the swept parameter; NaN where no draw is left, or where the quantity
        is not defined at one that is. ``left_out`` counts along ``condition`` the draws at which a condition is the
        first that fails. Attributes as of a sweep, with ``laws``, ``draws`` and ``seed``.

    Raises
    ------
    UnknownName, DeclarationError
        If a name is not known, or is one that the dataset needs for itself, a parameter is missing or given twice, or a
        law is none, or depends on itself.
    OutsideDomain
        If a law is none where the parameters that it depends on are, such as a range that is empty there.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve, uniform
    >>> a, c = parameters("a c", positive=True)
    >>> p = decisions("p")
    >>> game = Game(players=[Player("shop", decides=[p], payoff=(p - c) * (a - p))], assuming=[a > c])
    >>> found = monte_carlo(solve(game), "p", laws={"a": uniform(1, 3)}, at={"c": 2}, draws=1000, shares=[0, 1])
    >>> found["p"].values.round(1), round(float(found["left_out"].sum() / 1000), 1), found["condition"].values.tolist()
    (array([2. , 2.5]), 0.5, ['a > c  [assumption]'])
    """
    require_evaluated("monte_carlo", solved)
    known = require_known_laws(laws)
    levels = _levels(shares)
    _require_counts(draws, seed)
    axis = _axis(known, over)
    width = len(next(iter(axis.values()))) if axis else 1
    held = held_numbers(at)
    # Draws follow each other at the first value of the swept parameter, then at the second.
    swept = [{name: values[place] for name, values in axis.items()} for place in range(width)]
    sampled = [drawn(known, draws, seed, {**held, **there}) for there in swept]
    together = {name: np.concatenate([one[name] for one in sampled]) for name in known}
    together |= {name: np.repeat(values, draws) for name, values in axis.items()}
    found = values_at_points("monte_carlo", solved, together, at, quantities, backend)
    _require_other_names(axis, found.values)
    return _dataset(found, axis, (width, draws), levels, known, seed)


def _levels(shares: object) -> Floats:
    if isinstance(shares, str) or not isinstance(shares, Iterable):
        raise DeclarationError(f"shares = {shares!r}: give numbers from 0 to 1, as in shares=[0.05, 0.5, 0.95]")
    levels = np.array([float(exact_number(share, "a share")) for share in shares])
    if not levels.size or levels.min() < 0 or levels.max() > 1 or (np.diff(levels) <= 0).any():
        raise DeclarationError(
            f"shares = {levels.tolist()}: give increasing numbers from 0 to 1, as in shares=[0.05, 0.5, 0.95]"
        )
    return levels


def _require_counts(draws: object, seed: object) -> None:
    for name, value, least in (("draws", draws, 1), ("seed", seed, 0)):
        if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
            raise DeclarationError(f"{name} = {value!r}: give a whole number, {least} or more")


def _require_other_names(axis: Iterable[str], quantities: Iterable[str]) -> None:
    """Refuse a swept parameter and quantities that are called as something in the dataset.

    Raises
    ------
    DeclarationError
    """
    for names, way_out in (
        (axis, "rename it in the game, or sweep another parameter"),
        (quantities, "rename it in the game, or name other quantities, as in quantities=['q', 'w']"),
    ):
        for name in names:
            if name in (SHARE, LEFT_OUT, CONDITION):
                raise DeclarationError(f"monte_carlo uses the name {name!r} for itself; {way_out}")


def _axis(laws: Mapping[str, Law], over: Mapping[Key, object]) -> dict[str, Floats]:
    """Return the values of the swept parameter by name; none where nothing is swept."""
    if not over:
        return {}
    axes = grid_of(list(map(str, over)), over, {}).axes
    if len(axes) > 1:
        raise DeclarationError(
            f"over= has {', '.join(axes)}: bands follow one parameter; give the others a law, or at="
        )
    for name in axes:
        if name in laws:
            raise DeclarationError(f"{name} has a law and is swept; put it into laws= or into over=")
    return axes


def _dataset(
    found: ValuesAtPoints,
    axis: Mapping[str, Floats],
    shape: tuple[int, int],
    levels: Floats,
    laws: Mapping[str, Law],
    seed: int,
) -> xr.Dataset:
    moving = tuple(axis)
    holds = found.holds.reshape(shape)

    def along(values: NDArray[Any]) -> NDArray[Any]:
        """Return an array, (something, swept values), without the second axis where nothing is swept."""
        return values if moving else values[:, 0]

    variables = {
        name: xr.Variable(
            (SHARE, *moving), along(_quantiles(value.reshape(shape), holds, levels)), found.described[name]
        )
        for name, value in found.values.items()
    }
    codes = found.failing.reshape(shape)
    counts = [(codes == code).sum(axis=1) for code in range(len(found.conditions))]
    met = [code for code, count in enumerate(counts) if count.any()]
    left_out = np.array([counts[code] for code in met], dtype=np.int64).reshape(len(met), shape[0])
    words = "draws at which a condition is the first that fails"
    variables[LEFT_OUT] = xr.Variable((CONDITION, *moving), along(left_out), {"long_name": words})
    coordinates: dict[str, Any] = {
        SHARE: levels,
        CONDITION: np.array([found.conditions[code] for code in met], dtype=str),
        **{name: xr.Variable(name, values, found.parameters[name]) for name, values in axis.items()},
    }
    said = {"laws": "; ".join(f"{name}: {law}" for name, law in laws.items()), DRAWS: shape[1], "seed": seed}
    return xr.Dataset(variables, coordinates, {**found.attributes, **said})


def _quantiles(values: Floats, holds: NDArray[np.bool_], levels: Floats) -> Floats:
    """Return quantiles, (levels, rows), of what is left of each row."""
    table = np.full((len(levels), len(values)), np.nan)
    for row, (numbers, held) in enumerate(zip(values, holds, strict=True)):
        if held.any():
            table[:, row] = np.quantile(numbers[held], levels)
    return table
