"""Equilibria over a grid of parameters, as a labelled dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sympy as sp
import xarray as xr
from numpy.typing import NDArray

from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.grid import Grid, Key, grid_of
from lsec_models.evaluate.kernel import INSIDE, Kernel, kernel_of
from lsec_models.games.equilibrium import Equilibrium

VIOLATED, STRUCTURE = "violated", "structure"


def sweep(
    equilibria: Equilibrium | Mapping[str, Equilibrium],
    *,
    over: Mapping[Key, object],
    at: Mapping[Key, object] | None = None,
) -> xr.Dataset:
    """Evaluate an equilibrium, or several, over a grid of parameters.

    1. Compile quantities and conditions to NumPy functions and evaluate them at all points of the grid at once.
    2. Find at each point the first condition that fails: declared signs of parameters first, then the conditions of
       the equilibrium's domain. Decided in floating point; a point within rounding of a boundary may fall on either
       side of it.
    3. Where one fails, the equilibrium does not hold: its quantities are NaN there, and ``violated`` says which.

    Parameters
    ----------
    equilibria : Equilibrium or mapping from str to Equilibrium
        With several, the dataset has the leading dimension ``structure``, the keys being its coordinate, and the
        quantities that all of them have.
    over : mapping
        By name or symbol: a tuple ``(start, stop, count)`` of evenly spaced values, both ends included, or a list or
        array of values. Each becomes a dimension. Values that no equilibrium allows are welcome: they are marked.
    at : mapping, optional
        By name or symbol: a number for every other parameter.

    Returns
    -------
    xarray.Dataset
        One variable for each decision, payoff (by player) and reported quantity, with the attributes ``latex``,
        ``kind`` (``"decision"``, ``"payoff"`` or ``"report"``) and, but for reports, ``player``; fixed parameters as
        scalar coordinates; and the integer variable ``violated``: -1 where the equilibrium holds, else the place of
        the first failing condition in its attribute ``conditions``. Attributes of the dataset: ``power_structure``
        (a list of them with several equilibria) and ``fixed``, in words.

    Raises
    ------
    UnknownName
        If a key is not a parameter.
    DeclarationError
        If a parameter is missing or given twice, a range is empty or not numeric, the equilibria have no quantity in
        common, or a name of the game is one that the dataset needs for itself.
    OutsideDomain
        If a quantity is not finite at a point at which all conditions hold, exactly.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> monopoly = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> data = sweep(monopoly, over={"b": (0, 2, 3)}, at={"a": 8})
    >>> data["p"].values
    array([nan,  4.,  2.])
    >>> data["violated"].values, data["violated"].attrs["conditions"]
    (array([ 1, -1, -1]), ['a > 0  [declared sign]', 'b > 0  [declared sign]'])
    """
    labelled = _labelled(equilibria)
    kernels = {label: kernel_of(equilibrium) for label, equilibrium in labelled.items()}
    quantities = _common_quantities(labelled)
    parameters = _parameters(labelled)
    _require_distinct_names(parameters, quantities)
    grid = grid_of(parameters, over, {} if at is None else at)
    conditions = list(dict.fromkeys(r.words for kernel in kernels.values() for r in kernel.requirements))
    fields = [_evaluated(kernel, grid, quantities, conditions) for kernel in kernels.values()]
    data = _dataset(fields, quantities, conditions, _coordinates(grid, parameters))
    data.attrs["fixed"] = ", ".join(f"{name} = {value}" for name, value in grid.fixed.items())
    structures = [equilibrium.label for equilibrium in labelled.values()]
    if isinstance(equilibria, Equilibrium):
        return data.isel({STRUCTURE: 0}).assign_attrs(power_structure=structures[0])
    return data.assign_coords({STRUCTURE: list(labelled)}).assign_attrs(power_structure=structures)


@dataclass(frozen=True)
class _Field:
    """What one equilibrium is on the grid."""

    values: dict[str, Floats]
    violated: NDArray[np.intp]


def _labelled(equilibria: Equilibrium | Mapping[str, Equilibrium]) -> dict[str, Equilibrium]:
    labelled = {equilibria.label: equilibria} if isinstance(equilibria, Equilibrium) else dict(equilibria)
    if not labelled:
        raise DeclarationError("sweep was given no equilibrium; solve a game first")
    for label, equilibrium in labelled.items():
        if not isinstance(equilibrium, Equilibrium):
            raise DeclarationError(
                f"sweep takes equilibria, but {label!r} is a {type(equilibrium).__name__}; pass what solve returns"
            )
    return labelled


def _common_quantities(labelled: Mapping[str, Equilibrium]) -> dict[str, dict[str, str]]:
    """Return the quantities that all equilibria have, with their attributes in the first."""
    first, *others = labelled.values()
    common = [name for name in first.exact if all(name in other.exact for other in others)]
    if not common:
        raise DeclarationError(f"{', '.join(labelled)} have no quantity in common; sweep them one by one")
    return {name: _attributes(first, name) for name in common}


def _attributes(equilibrium: Equilibrium, name: str) -> dict[str, str]:
    game = equilibrium.game
    for player in game.players:
        if name == player.name:
            return {"latex": rf"\pi_{{\text{{{name.replace('_', ' ')}}}}}", "kind": "payoff", "player": name}
        for decision in player.decides:
            if name == decision.name:
                return {"latex": sp.latex(decision), "kind": "decision", "player": player.name}
    return {"latex": rf"\text{{{name.replace('_', ' ')}}}", "kind": "report"}


def _parameters(labelled: Mapping[str, Equilibrium]) -> dict[str, str]:
    """Return all parameters by name, each with its LaTeX."""
    symbols = {symbol for equilibrium in labelled.values() for symbol in equilibrium.ring.symbols}
    return {symbol.name: sp.latex(symbol) for symbol in sorted(symbols, key=lambda symbol: symbol.name)}


def _require_distinct_names(parameters: Mapping[str, str], quantities: Mapping[str, object]) -> None:
    for name in parameters:
        if name in quantities:
            raise DeclarationError(f"{name!r} is a parameter and a quantity of the equilibrium; rename one of them")
    for name in (VIOLATED, STRUCTURE):
        if name in parameters or name in quantities:
            raise DeclarationError(f"a sweep uses the name {name!r} for itself; rename it in the game")


def _evaluated(kernel: Kernel, grid: Grid, quantities: Mapping[str, object], conditions: list[str]) -> _Field:
    arrays = {name: value for name, value in grid.arrays().items() if name in kernel.equilibrium.ring.names}
    first = np.array(np.broadcast_to(kernel.violated(arrays), grid.shape))
    found = kernel.quantities(arrays)
    values = {name: np.broadcast_to(found[name], grid.shape) for name in quantities}
    _settle_unresolved(kernel, grid, values, first)
    outside = first != INSIDE
    places = np.array([*(conditions.index(r.words) for r in kernel.requirements), INSIDE])
    return _Field({name: np.where(outside, np.nan, value) for name, value in values.items()}, places[first])


def _settle_unresolved(kernel: Kernel, grid: Grid, values: Mapping[str, Floats], first: NDArray[np.intp]) -> None:
    """Decide exactly where conditions hold in floating point, but a quantity is infinite: at a boundary, or a pole."""
    equilibrium = kernel.equilibrium
    finite = np.logical_and.reduce([np.isfinite(value) for value in values.values()])
    for index in map(tuple, np.argwhere((first == INSIDE) & ~finite)):
        point = {s: grid.exact_point(index)[s.name] for s in equilibrium.ring.symbols}
        failures = equilibrium.domain.failures(point)
        if not failures:
            infinite = ", ".join(name for name, value in values.items() if not np.isfinite(value[index]))
            where = ", ".join(f"{symbol} = {value}" for symbol, value in point.items())
            raise OutsideDomain(
                f"{infinite} of {equilibrium.label} has no finite value at {where}, where all conditions hold; leave "
                "the point out of the range, or assume away in the game what vanishes or grows without bound there"
            )
        first[index] = [requirement.words for requirement in kernel.requirements].index(failures[0])


def _coordinates(grid: Grid, parameters: Mapping[str, str]) -> dict[str, xr.Variable]:
    swept = {name: xr.Variable(name, axis, {"latex": parameters[name]}) for name, axis in grid.axes.items()}
    fixed = {name: xr.Variable((), float(v), {"latex": parameters[name]}) for name, v in grid.fixed.items()}
    return swept | fixed


def _dataset(
    fields: list[_Field],
    quantities: Mapping[str, dict[str, str]],
    conditions: list[str],
    coordinates: Mapping[str, xr.Variable],
) -> xr.Dataset:
    dims = (STRUCTURE, *(name for name, variable in coordinates.items() if variable.dims))
    data = {
        name: xr.Variable(dims, np.stack([field.values[name] for field in fields]), attributes)
        for name, attributes in quantities.items()
    }
    flags = range(INSIDE, len(conditions))
    meanings = {
        "long_name": "first condition that fails",
        "flag_values": list(flags),
        "flag_meanings": " ".join("inside" if flag == INSIDE else f"condition_{flag}" for flag in flags),
        "conditions": conditions,
    }
    data[VIOLATED] = xr.Variable(dims, np.stack([field.violated for field in fields]), meanings)
    return xr.Dataset(data, coords=dict(coordinates))
