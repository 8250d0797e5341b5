"""Equilibria over a grid of parameters, as a labelled dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import sympy as sp
import xarray as xr
from numpy.typing import NDArray

from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import Block, blocks_of
from lsec_models.evaluate.grid import Grid, Key, grid_of, require_counts
from lsec_models.evaluate.kernel import DECLARED, INSIDE
from lsec_models.evaluate.on_grid import BACKENDS, Backend, FormOnGrid
from lsec_models.evaluate.points import solved_at_points
from lsec_models.evaluate.progress import tracked
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.refusals import refusal
from lsec_models.games.static.equilibrium import Equilibrium
from lsec_models.games.static.game import Game
from lsec_models.games.static.implicit import ImplicitEquilibrium
from lsec_models.games.static.piecewise import PiecewiseEquilibrium
from lsec_models.games.summary import shown_point
from lsec_models.signature import explained

VIOLATED, STRUCTURE, REGIME = "violated", "structure", "regime"
NO_REGIME = "no regime is an equilibrium"
BESIDE = "beside the regimes"

Swept: TypeAlias = Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium | FeedbackEquilibrium


@explained
def sweep(
    equilibria: Swept | Game | Mapping[str, Swept],
    *,
    over: Mapping[Key, object],
    at: Mapping[Key, object] | None = None,
    backend: Backend = "numpy",
) -> xr.Dataset:
    """Evaluate an equilibrium, or several, over a grid of parameters; or solve a game at each of its points.

    1. Write quantities and conditions as one graph of operations, take out of it what does not vary along both the
       last axis and the others, and evaluate the rest block by block, so that nothing but the dataset has its size.
    2. Find at each point the first condition that fails: declared signs of parameters first, then the conditions of
       the equilibrium's domain. Decided in floating point; a point within rounding of a boundary may fall on either
       side of it.
    3. Where one fails, the equilibrium does not hold: its quantities are NaN there, and ``violated`` says which.
    4. Of a piecewise equilibrium whose regions are proved, take at each point the first regime that holds there; points
       within rounding of a boundary are decided exactly. Where they are not proved, solve the game exactly at each
       point instead, which takes some milliseconds a point.
    5. A game needs no equilibrium in closed form: it is solved exactly at each point, ``solve(game, at=point)``, and
       has values where there is one equilibrium, established. Elsewhere ``violated`` says "no equilibrium", "several
       equilibria", "other equilibria are not excluded", "not established" or "not resolved". ``regime`` is what binds.

    Parameters
    ----------
    equilibria : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, FeedbackEquilibrium, Game, or mapping from str
        to equilibria.
        With several, the dataset has the leading dimension ``structure``, the keys being its coordinate, and the
        quantities that all of them have.
    over : mapping
        By name or symbol: a tuple ``(start, stop, count)`` of evenly spaced values, both ends included, or a list or
        array of values. Each becomes a dimension. Values that no equilibrium allows are welcome: they are marked.
    at : mapping, optional
        By name or symbol: a number for every other parameter.
    backend : {"numpy", "numba"}, optional
        ``"numba"`` (the extra ``lsec_models[fast]``) compiles one loop for an equilibrium, on all processors: a second
        or two for the first sweep ever, then several times as fast; worth it from some millions of points. Numbers may
        differ from NumPy's in the last digits. Piecewise equilibria, games, and what is in terms of a
        root are evaluated by NumPy all the same.

    Returns
    -------
    xarray.Dataset
        One variable for each decision, payoff (by player) and reported quantity, with the attributes ``latex``,
        ``kind`` (``"decision"``, ``"payoff"`` or ``"report"``) and, but for reports, ``player``, and for payoffs
        ``long_name`` (set it and ``units`` of others yourself: figures show them); fixed parameters as
        scalar coordinates; and the integer variable ``violated``: -1 where the equilibrium holds, else the place of
        the first failing condition in its attribute ``conditions``, which has one on each line (netCDF knows no lists
        of texts). Attributes of the dataset: ``power_structure`` and ``evidence``, what each equilibrium rests on (on
        one line each, with several equilibria), ``caveat``, what keeps them from being established (empty where nothing
        does), and ``fixed``, in words. With a piecewise equilibrium also the integer
        variable ``regime``: the place of the regime in the lines of its attribute ``regimes``, -1 where none holds;
        the line "beside the regimes" stands for equilibria that belong to none. A reported quantity that is not
        defined in a regime is NaN there, and its attribute ``undefined`` names the regimes.

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
    >>> data["violated"].values.tolist(), data["violated"].attrs["conditions"].splitlines()
    ([1, -1, -1], ['a > 0  [declared sign]', 'b > 0  [declared sign]'])
    """
    if backend not in BACKENDS:
        raise DeclarationError(f"backend = {backend!r}: it is one of {', '.join(map(repr, BACKENDS))}")
    if isinstance(equilibria, Game):
        return _sweep_game(equilibria, over, {} if at is None else at)
    labelled = _labelled(equilibria)
    quantities = _common_quantities(labelled)
    parameters = _parameters(labelled)
    _require_distinct_names(parameters, quantities)
    grid = grid_of(parameters, over, {} if at is None else at)
    for equilibrium in labelled.values():
        require_counts(grid, equilibrium.ring.symbols)
    forms = [_forms(equilibrium, grid, list(quantities), backend) for equilibrium in labelled.values()]
    requirements = (r.words for pieces in forms for _, form in pieces for r in form.requirements)
    conditions = list(dict.fromkeys((*requirements, NO_REGIME)))
    regimes = list(dict.fromkeys(name for pieces in forms for name, _ in pieces if name))
    stacked = Field.empty((len(forms), *grid.shape), quantities)
    for place, (pieces, equilibrium) in enumerate(zip(forms, labelled.values(), strict=True)):
        field = stacked.at(place)
        _evaluate(pieces, grid, field, conditions, regimes)
        if isinstance(equilibrium, PiecewiseEquilibrium) and not equilibrium.tiling.is_proved:
            _solve_at_points(field, equilibrium, grid, conditions, regimes)
    data = _dataset(stacked, quantities, conditions, regimes, _coordinates(grid, parameters))
    data.attrs["fixed"] = shown_point(grid.fixed)
    structures = "\n".join(equilibrium.label for equilibrium in labelled.values())
    evidence = "\n".join(equilibrium.evidence.line() for equilibrium in labelled.values())
    caveat = "\n".join(dict.fromkeys(filter(None, (found.evidence.caveat() for found in labelled.values()))))
    data = data.assign_attrs(power_structure=structures, evidence=evidence, caveat=caveat)
    if not isinstance(equilibria, Mapping):
        return data.isel({STRUCTURE: 0})
    return data.assign_coords({STRUCTURE: list(labelled)})


def _sweep_game(game: Game, over: Mapping[Key, object], at: Mapping[Key, object]) -> xr.Dataset:
    game = game.representative
    names = (name for name in (*(d.name for d in game.decisions), *game.ratios) if name not in game.hidden)
    quantities = {name: _attributes_of(game, name) for name in names}
    parameters = {symbol.name: sp.latex(symbol) for symbol in game.parameters}
    _require_distinct_names(parameters, quantities)
    grid = grid_of(parameters, over, at)
    require_counts(grid, game.parameters)
    conditions: list[str] = []
    regimes: list[str] = []
    field, evidence = solved_at_points(game, grid, quantities, conditions, regimes)
    data = _dataset(field.stacked(), quantities, conditions, regimes, _coordinates(grid, parameters))
    fixed = shown_point(grid.fixed)
    return data.assign_attrs(fixed=fixed, power_structure=game.label, evidence=evidence).isel({STRUCTURE: 0})


def _forms(equilibrium: Swept, grid: Grid, quantities: Sequence[str], backend: Backend) -> list[tuple[str, FormOnGrid]]:
    """Return the closed forms of an equilibrium, each with the name of its regime (empty for an interior one)."""
    if not isinstance(equilibrium, PiecewiseEquilibrium):
        return [("", FormOnGrid(equilibrium, grid, quantities, exactly=False, backend=backend))]
    return [
        (regime.name, FormOnGrid(piece, grid, quantities, exactly=True))
        for regime in equilibrium.regimes
        for piece in regime.pieces
    ]


def _labelled(equilibria: Swept | Mapping[str, Swept]) -> dict[str, Swept]:
    labelled = dict(equilibria) if isinstance(equilibria, Mapping) else {getattr(equilibria, "label", ""): equilibria}
    if not labelled:
        raise DeclarationError("sweep was given no equilibrium; solve a game first")
    for label, equilibrium in labelled.items():
        if not isinstance(equilibrium, Swept):
            raise refusal("sweep", "closed forms", equilibrium, label=label if isinstance(equilibria, Mapping) else "")
    return labelled


def _common_quantities(labelled: Mapping[str, Swept]) -> dict[str, dict[str, str]]:
    """Return the quantities that all equilibria have, with their attributes in the first."""
    first, *others = labelled.values()
    common = [name for name in _names(first) if all(name in _names(other) for other in others)]
    if not common:
        raise DeclarationError(f"{', '.join(labelled)} have no quantity in common; sweep them one by one")
    return {name: _attributes(first, name) for name in common}


def _names(equilibrium: Swept) -> tuple[str, ...]:
    return equilibrium.names


def _attributes(equilibrium: Swept, name: str) -> dict[str, str]:
    regimes = equilibrium.regimes if isinstance(equilibrium, PiecewiseEquilibrium) else ()
    undefined = [regime.name for regime in regimes if name not in regime.exact]
    return _attributes_of(equilibrium.game, name) | ({"undefined": "; ".join(undefined)} if undefined else {})


def _attributes_of(game: Game | DifferentialGame, name: str) -> dict[str, str]:
    """Return the attributes of a quantity of a game."""
    for player in game.players:
        if name == player.name:
            words = name.replace("_", " ")
            latex, long_name = rf"\pi_{{\text{{{words}}}}}", f"payoff of {words}"
            return {"latex": latex, "long_name": long_name, "kind": "payoff", "player": name}
        for decision in player.decides:
            if name == decision.name:
                return {"latex": sp.latex(decision), "kind": "decision", "player": player.name}
    return {"latex": rf"\text{{{name.replace('_', ' ')}}}", "kind": "report"}


def _parameters(labelled: Mapping[str, Swept]) -> dict[str, str]:
    """Return all parameters by name, each with its LaTeX."""
    symbols = {symbol for equilibrium in labelled.values() for symbol in equilibrium.ring.symbols}
    return {symbol.name: sp.latex(symbol) for symbol in sorted(symbols, key=lambda symbol: symbol.name)}


def _require_distinct_names(parameters: Mapping[str, str], quantities: Mapping[str, object]) -> None:
    for name in parameters:
        if name in quantities:
            raise DeclarationError(f"{name!r} is a parameter and a quantity of the equilibrium; rename one of them")
    for name in (VIOLATED, STRUCTURE, REGIME):
        if name in parameters or name in quantities:
            raise DeclarationError(f"a sweep uses the name {name!r} for itself; rename it in the game")


def _evaluate(
    forms: list[tuple[str, FormOnGrid]], grid: Grid, field: Field, conditions: list[str], regimes: list[str]
) -> None:
    """Fill a field block by block."""
    for block in blocks_of(grid.shape, forms[0][1].block_size):
        part = field.block(block)
        [(regime, form), *_] = forms
        if not regime:
            _fill(form, block, part, conditions)
        else:
            _fill_by_regime(forms, block, part, conditions, regimes)


def _fill(form: FormOnGrid, block: Block, part: Field, conditions: list[str]) -> None:
    codes = form.evaluate(block, part.values)
    outside = codes != form.holds
    if outside.any():
        for value in part.values.values():
            np.copyto(value, np.nan, where=outside)
    part.violated[...] = _places(form, conditions)[codes]
    part.regime[...] = INSIDE


def _fill_by_regime(
    forms: list[tuple[str, FormOnGrid]], block: Block, part: Field, conditions: list[str], regimes: list[str]
) -> None:
    """Take at each point the first form that holds there; where none does, say why."""
    for value in part.values.values():
        value[...] = np.nan
    part.violated[...] = conditions.index(NO_REGIME)
    part.regime[...] = INSIDE
    found = {name: np.empty(block.shape) for name in part.values}
    for name, form in forms:
        codes = form.evaluate(block, found)
        taken = (codes == form.holds) & (part.violated != INSIDE)
        for quantity, value in part.values.items():
            np.copyto(value, found[quantity], where=taken)
        part.regime[taken] = regimes.index(name)
        part.violated[taken] = INSIDE
        failing = _shared_places(form, conditions)[codes]
        np.copyto(part.violated, failing, where=(failing != INSIDE) & (part.violated != INSIDE))


def _places(form: FormOnGrid, conditions: list[str]) -> NDArray[np.int16]:
    """Return, by code, the place of the requirement that fails."""
    return np.array([*(conditions.index(r.words) for r in form.requirements), INSIDE], dtype=np.int16)


def _shared_places(form: FormOnGrid, conditions: list[str]) -> NDArray[np.int16]:
    """Return, by code, the place of a requirement that all regimes share; a regime's own conditions say nothing."""
    shared = {str(condition) for condition in form.equilibrium.game.domain.conditions}
    places = _places(form, conditions)
    own = [r.words not in shared and not r.words.endswith(DECLARED) for r in form.requirements]
    places[:-1][own] = INSIDE
    return places


def _solve_at_points(
    field: Field, equilibrium: PiecewiseEquilibrium, grid: Grid, conditions: list[str], regimes: list[str]
) -> None:
    """Take every admissible point from the exact solution there, whatever the regions say."""
    admissible = np.isin(field.violated, [INSIDE, conditions.index(NO_REGIME)])
    for index in tracked([tuple(place) for place in np.argwhere(admissible).tolist()], "points"):
        try:
            found = equilibrium.at(grid.exact_point(index))
        except OutsideDomain:
            field.violated[index], field.regime[index] = conditions.index(NO_REGIME), INSIDE
            for value in field.values.values():
                value[index] = np.nan
            continue
        name = found.regime or BESIDE
        if name not in regimes:
            regimes.append(name)
        field.violated[index], field.regime[index] = INSIDE, regimes.index(name)
        for quantity, value in field.values.items():
            value[index] = float(found.values[quantity]) if quantity in found.values else np.nan


def _coordinates(grid: Grid, parameters: Mapping[str, str]) -> dict[str, xr.Variable]:
    swept = {name: xr.Variable(name, axis, {"latex": parameters[name]}) for name, axis in grid.axes.items()}
    fixed = {name: xr.Variable((), float(v), {"latex": parameters[name]}) for name, v in grid.fixed.items()}
    return swept | fixed


def _dataset(
    field: Field,
    quantities: Mapping[str, dict[str, str]],
    conditions: list[str],
    regimes: list[str],
    coordinates: Mapping[str, xr.Variable],
) -> xr.Dataset:
    dims = (STRUCTURE, *(name for name, variable in coordinates.items() if variable.dims))
    data = {name: xr.Variable(dims, field.values[name], attributes) for name, attributes in quantities.items()}
    if not regimes:
        conditions = [words for words in conditions if words != NO_REGIME]
    meanings = _flags("first condition that fails", "inside", "condition", conditions) | {
        "conditions": "\n".join(conditions)
    }
    data[VIOLATED] = xr.Variable(dims, field.violated, meanings)
    if regimes:
        meanings = _flags("regime", "none", "regime", regimes) | {"regimes": "\n".join(regimes)}
        data[REGIME] = xr.Variable(dims, field.regime, meanings)
    return xr.Dataset(data, coords=dict(coordinates))


def _flags(long_name: str, without: str, stem: str, words: list[str]) -> dict[str, object]:
    flags = range(INSIDE, len(words))
    meanings = " ".join(without if flag == INSIDE else f"{stem}_{flag}" for flag in flags)
    return {"long_name": long_name, "flag_values": list(flags), "flag_meanings": meanings}
