"""A field as a dataset that says what its numbers and codes mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from lsec_models.evaluate.choices.plan import MODE
from lsec_models.evaluate.closed_forms.closed_forms import NO_REGIME
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.kernel import INSIDE
from lsec_models.evaluate.plan import REGIME, STRUCTURE, VIOLATED, SweepPlan
from lsec_models.evaluate.rest_points.plan import STABILITY

# NumPy counts numbers of four times the size of codes.
_COUNTED_AT_ONCE = 1 << 20
# Of each variable of states what it means that there is none, and the attribute that has their words.
_STATES = {REGIME: ("none", "regimes"), MODE: ("none", "modes"), STABILITY: ("not_at_rest", "verdicts")}


def dataset_of(plan: SweepPlan, field: Field, conditions: Sequence[str], regimes: Sequence[str]) -> xr.Dataset:
    """Return the dataset of a sweep: a field over its whole grid, with the words that its codes stand for."""
    coordinates = swept_coordinates(plan) | fixed_coordinates(plan)
    dims = dimensions(plan)
    arrays = {**field.values, VIOLATED: field.violated, plan.state: field.regime}
    described = variable_attributes(plan, conditions, regimes)
    variables = {name: xr.Variable(dims, arrays[name], words) for name, words in described.items()}
    return labelled(plan, variables, coordinates, plan.attributes(met_in(field, conditions)))


def dimensions(plan: SweepPlan) -> tuple[str, ...]:
    """Return the dimensions of every variable of a sweep, before :func:`labelled`."""
    return (plan.along, *plan.grid.axes)


def swept_coordinates(plan: SweepPlan) -> dict[str, xr.Variable]:
    """Return the axes of a sweep."""
    return {name: xr.Variable(name, axis, plan.parameters[name]) for name, axis in plan.grid.axes.items()}


def fixed_coordinates(plan: SweepPlan) -> dict[str, xr.Variable]:
    """Return what a sweep holds fixed."""
    fixed = plan.grid.fixed.items()
    return {name: xr.Variable((), float(value), plan.parameters[name]) for name, value in fixed}


def labelled(
    plan: SweepPlan,
    variables: Mapping[str, xr.Variable],
    coordinates: Mapping[str, xr.Variable],
    attributes: Mapping[str, object],
) -> xr.Dataset:
    """Return a dataset with names along its equilibria, or without that dimension if one equilibrium was swept."""
    along = {"long_name": plan.along.replace("_", " ")}
    names = {} if plan.is_single else {plan.along: xr.Variable(plan.along, plan.labels, along)}
    placed = {name: _placed(plan, one) for name, one in variables.items()}
    return xr.Dataset(placed, {**coordinates, **names}, dict(attributes))


def _placed(plan: SweepPlan, variable: xr.Variable) -> xr.Variable:
    """Return a variable that lies along equilibria, if it does, along their dimension, or that of the only one."""
    if plan.along != STRUCTURE and STRUCTURE in variable.dims:
        dims = [plan.along if dim == STRUCTURE else dim for dim in variable.dims]
        variable = xr.Variable(dims, variable.data, variable.attrs)
    return variable.isel({plan.along: 0}) if plan.is_single and plan.along in variable.dims else variable


def variable_attributes(
    plan: SweepPlan, conditions: Sequence[str], regimes: Sequence[str]
) -> dict[str, dict[str, object]]:
    """Return the variables of a sweep with their attributes."""
    described: dict[str, dict[str, object]] = {name: dict(words) for name, words in plan.quantities.items()}
    if not regimes:
        conditions = [words for words in conditions if words != NO_REGIME]
    described[VIOLATED] = _flags("first condition that fails", "inside", "condition", conditions) | {
        "conditions": "\n".join(conditions)
    }
    if regimes:
        without, words = _STATES[plan.state]
        described[plan.state] = _flags(plan.state, without, plan.state, regimes) | {words: "\n".join(regimes)}
    return described


def met_in(field: Field, conditions: Sequence[str]) -> Counter[str]:
    """Return at how many points of a field what fails, by its words; empty words where nothing does."""
    codes, counts = field.violated.ravel(), np.zeros(len(conditions) + 1, dtype=np.int64)
    for first in range(0, codes.size, _COUNTED_AT_ONCE):
        some = codes[first : first + _COUNTED_AT_ONCE]
        if some.max() == INSIDE:
            counts[0] += some.size
        else:
            counts += np.bincount(some - INSIDE, minlength=counts.size)
    return Counter(dict(zip(("", *conditions), counts.tolist(), strict=True)))


def _flags(long_name: str, without: str, stem: str, words: Sequence[str]) -> dict[str, object]:
    flags = range(INSIDE, len(words))
    meanings = " ".join(without if flag == INSIDE else f"{stem}_{flag}" for flag in flags)
    return {"long_name": long_name, "flag_values": list(flags), "flag_meanings": meanings}
