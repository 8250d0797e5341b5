"""Equilibria in closed form over a grid, block by block: interior ones as they are, piecewise ones by regime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeGuard

import numpy as np

from lsec_models.errors import OutsideDomain
from lsec_models.evaluate.closed_forms.forms_in_graph import FormsInGraph, forms_in_graph
from lsec_models.evaluate.closed_forms.on_grid import Backend, FormOnGrid
from lsec_models.evaluate.closed_forms.regimes_on_grid import Assumptions, RegimesOnGrid
from lsec_models.evaluate.closed_forms.several_on_grid import BestOfForms, FormsTogether
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import BLOCK, Block
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import INSIDE, Places, enter_places
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

NO_REGIME = "no regime is an equilibrium"
BESIDE = "beside the regimes"

Swept: TypeAlias = Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium | FeedbackEquilibrium | BayesianEquilibrium
# Values of a compiled loop that are read again at once should be in the cache still.
_LOOPED_AND_USED = 1 << 16
# What is computed once for a block of several equilibria is less work for each.
_BLOCK_TOGETHER = 1 << 15
# Sets of equilibria are bits that are counted one by one.
_MOST_COMPARED = 16


@dataclass(frozen=True)
class _Form:
    """A closed form, or a piece of one.

    Attributes
    ----------
    regime : int
        The place of its regime.
    on_grid : FormOnGrid
    conditions : array of int16, optional
        By code, the place of the condition that fails; none of a regime, beside which others may hold.
    """

    regime: int
    on_grid: FormOnGrid
    conditions: Places | None = None


class ClosedForms:
    """Equilibria in closed form, compiled for a grid.

    Parameters
    ----------
    equilibria : sequence of Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, FeedbackEquilibrium or
        BayesianEquilibrium
    grid : Grid
    quantities : sequence of str
        What is asked for.
    backend : {"numpy", "numba"}
    contract : bool
        Whether a compiled loop may round a product and a sum once.
    """

    def __init__(
        self,
        equilibria: Sequence[Swept],
        grid: Grid,
        quantities: Sequence[str],
        backend: Backend,
        *,
        contract: bool = True,
    ) -> None:
        self._equilibria, self._grid, self._quantities = equilibria, grid, quantities
        self._backend, self._contract = backend, contract
        self._compared: dict[tuple[str, bool], BestOfForms] = {}

    @cached_property
    def _compiled(self) -> list[list[tuple[str, FormOnGrid]]]:
        """The closed forms of each equilibrium; those of which it is only asked who is best are never compiled."""
        return [self._pieces(place, equilibrium) for place, equilibrium in enumerate(self._equilibria)]

    def _pieces(self, place: int, equilibrium: Swept) -> list[tuple[str, FormOnGrid]]:
        """Return the closed forms of an equilibrium, each with the name of its regime (empty for an interior one)."""
        grid, quantities = self._grid, self._quantities
        if isinstance(equilibrium, PiecewiseEquilibrium):
            placed = self._regimes[place].forms
            pieces = ((regime.name, piece) for regime in equilibrium.regimes for piece in regime.pieces)
            return [
                (name, FormOnGrid(piece, grid, quantities, exactly=True, placed=one))
                for (name, piece), one in zip(pieces, placed, strict=True)
            ]
        shared = None if self._joint is None else self._joint.forms[place]
        backend, contract = self._backend, self._contract
        form = FormOnGrid(
            equilibrium, grid, quantities, exactly=False, backend=backend, contract=contract, placed=shared
        )
        return [("", form)]

    @cached_property
    def _joint(self) -> FormsInGraph | None:
        """Several equilibria that are evaluated together, in one graph."""
        if self._backend == "numba" or len(self._explicit) < 2:
            return None
        return forms_in_graph(self._explicit, self._grid, self._quantities)

    @cached_property
    def _explicit(self) -> list[Equilibrium | FeedbackEquilibrium | BayesianEquilibrium]:
        """The equilibria, if one formula without a root holds throughout for each; else none."""
        explicit = [equilibrium for equilibrium in self._equilibria if _is_explicit(equilibrium)]
        return explicit if len(explicit) == len(self._equilibria) else []

    @cached_property
    def _regimes(self) -> dict[int, FormsInGraph]:
        """By place, the pieces of piecewise equilibria and what their games assume."""
        return {
            place: forms_in_graph(
                list(equilibrium.pieces), self._grid, self._quantities, exactly=True, domain=equilibrium.domain
            )
            for place, equilibrium in enumerate(self._equilibria)
            if isinstance(equilibrium, PiecewiseEquilibrium)
        }

    @cached_property
    def conditions(self) -> list[str]:
        """What can fail, to be read by place."""
        assumed = (r.words for one in self._assumed.values() for r in one.boundaries.requirements)
        requirements = (r.words for pieces in self._compiled for _, form in pieces for r in form.requirements)
        return list(dict.fromkeys((*assumed, *requirements, NO_REGIME)))

    @cached_property
    def regimes(self) -> list[str]:
        """Which regimes there are; "beside the regimes" is appended when a point turns up that belongs to none."""
        return list(dict.fromkeys(name for pieces in self._compiled for name, _ in pieces if name))

    @cached_property
    def _forms(self) -> list[list[_Form]]:
        return [[self._form(name, form) for name, form in pieces] for pieces in self._compiled]

    @cached_property
    def _assumed(self) -> dict[int, Assumptions]:
        """By place, what the games of piecewise equilibria assume."""
        return {
            place: Assumptions.of(self._equilibria[place].domain, self._grid, placed)
            for place, placed in self._regimes.items()
        }

    @cached_property
    def _looped(self) -> dict[int, RegimesOnGrid]:
        """By place, the piecewise equilibria that one compiled loop evaluates."""
        return {
            place: RegimesOnGrid(
                [form for _, form in self._compiled[place]],
                self._regimes[place],
                assumed,
                self._quantities,
                contract=self._contract,
            )
            for place, assumed in self._assumed.items()
            if self._backend == "numba" and is_by_formula(self._equilibria[place])
        }

    @cached_property
    def _together(self) -> FormsTogether | None:
        joint = self._joint
        return None if joint is None else FormsTogether([f for [(_, f)] in self._compiled], joint, self._grid)

    def best(self, quantity: str, *, is_greatest: bool) -> BestOfForms | None:
        """Return what compares the equilibria by a quantity in one compiled loop; none where NumPy has to."""
        if self._backend == "numpy" or not 1 < len(self._explicit) <= _MOST_COMPARED:
            return None
        if (quantity, is_greatest) not in self._compared:
            placed = forms_in_graph(self._explicit, self._grid, [quantity])
            best = BestOfForms(placed, self._grid, quantity, is_greatest=is_greatest, contract=self._contract)
            self._compared[quantity, is_greatest] = best
        return self._compared[quantity, is_greatest]

    @property
    def block_size(self) -> int:
        """The number of points that are best evaluated together, where what is found is used at once."""
        if self._looped or any(forms[0].on_grid.is_looped for forms in self._forms):
            return _LOOPED_AND_USED
        return BLOCK if self._together is None else _BLOCK_TOGETHER

    def fill(self, block: Block, fields: Sequence[Field], *, coded: bool = True) -> None:
        """Write what each equilibrium is over a block, into one field for each, of its rows and columns.

        Not `coded`, it is not written of interior equilibria which condition fails.

        Raises
        ------
        OutsideDomain
            If a quantity is not finite at a point at which all conditions hold, exactly.
        """
        if self._together is not None:
            self._fill_together(self._together, block, fields, coded=coded)
            return
        for place, (equilibrium, forms, field) in enumerate(zip(self._equilibria, self._forms, fields, strict=True)):
            if place in self._looped:
                self._fill_looped(self._looped[place], forms, block, field)
                continue
            self._fill(place, block, field, coded=coded)
            if isinstance(equilibrium, PiecewiseEquilibrium) and not is_by_formula(equilibrium):
                self._solve_at_points(equilibrium, block, field)

    def _fill_together(self, together: FormsTogether, block: Block, fields: Sequence[Field], *, coded: bool) -> None:
        for part in block.blocks(_BLOCK_TOGETHER):
            views = [field.block(part.within(block)) for field in fields]
            codes = together.evaluate(part, [view.values for view in views])
            for [form], view, found in zip(self._forms, views, codes, strict=True):
                _mark(form, view, found, coded=coded)

    def _fill(self, place: int, block: Block, field: Field, *, coded: bool) -> None:
        forms = self._forms[place]
        size = forms[0].on_grid.block_size
        if place not in self._assumed:
            for part in block.blocks(size):
                view = field.block(part.within(block))
                _mark(forms[0], view, forms[0].on_grid.evaluate(part, view.values), coded=coded)
            return
        memory = {name: np.empty(size) for name in self._quantities}
        for part in block.blocks(size):
            found = {name: values[: part.size].reshape(part.shape) for name, values in memory.items()}
            self._fill_by_regime(self._assumed[place], forms, part, field.block(part.within(block)), found)

    def _fill_looped(self, looped: RegimesOnGrid, forms: Sequence[_Form], block: Block, field: Field) -> None:
        failing = self._failing(looped.assumed)
        violated = np.array([*(INSIDE for _ in forms), *failing], dtype=np.int16)
        regimes = np.array([*(form.regime for form in forms), *(INSIDE for _ in failing)], dtype=np.int16)
        for part in block.blocks(_LOOPED_AND_USED):
            view = field.block(part.within(block))
            codes = looped.evaluate(part, view.values)
            view.violated[...], view.regime[...] = violated[codes], regimes[codes]

    def _form(self, regime: str, form: FormOnGrid) -> _Form:
        if regime:
            return _Form(self.regimes.index(regime), form)
        places = [*(self.conditions.index(r.words) for r in form.requirements), INSIDE]
        return _Form(INSIDE, form, np.array(places, dtype=np.int16))

    def _fill_by_regime(
        self, assumed: Assumptions, forms: Sequence[_Form], block: Block, part: Field, found: Mapping[str, Floats]
    ) -> None:
        """Take at each point the first form that holds there; where none does, say why. `found` is overwritten."""
        for value in part.values.values():
            value[...] = np.nan
        part.violated[...] = self._failing(assumed)[assumed.first_failing(block)]
        part.regime[...] = INSIDE
        for form in forms:
            taken = (form.on_grid.evaluate(block, found) == form.on_grid.holds) & (part.violated != INSIDE)
            for quantity, value in part.values.items():
                np.copyto(value, found[quantity], where=taken)
            part.regime[taken] = form.regime
            part.violated[taken] = INSIDE

    def _failing(self, assumed: Assumptions) -> Places:
        """Return by the code of an assumption, or of their number where all hold, the place of what fails."""
        words = [*(requirement.words for requirement in assumed.boundaries.requirements), NO_REGIME]
        return np.array([self.conditions.index(one) for one in words], dtype=np.int16)

    def _solve_at_points(self, equilibrium: PiecewiseEquilibrium, block: Block, field: Field) -> None:
        """Take every admissible point from the exact solution there, whatever the regions say."""
        none = self.conditions.index(NO_REGIME)
        for index in map(tuple, np.argwhere(np.isin(field.violated, [INSIDE, none]))):
            try:
                found = equilibrium.at(self._grid.exact_point(block.place(index, self._grid.shape)))
            except OutsideDomain:
                field.violated[index], field.regime[index] = none, INSIDE
                for value in field.values.values():
                    value[index] = np.nan
                continue
            name = found.regime or BESIDE
            if name not in self.regimes:
                self.regimes.append(name)
            field.violated[index], field.regime[index] = INSIDE, self.regimes.index(name)
            for quantity, value in field.values.items():
                value[index] = float(found.values[quantity]) if quantity in found.values else np.nan


def _is_explicit(equilibrium: Swept) -> TypeGuard[Equilibrium | FeedbackEquilibrium | BayesianEquilibrium]:
    """Whether one formula holds throughout, without a root."""
    return isinstance(equilibrium, Equilibrium | FeedbackEquilibrium | BayesianEquilibrium)


def is_by_formula(equilibrium: Swept) -> bool:
    """Whether formulas say all: not where regions are not proved, and the game is solved at each point instead."""
    return not isinstance(equilibrium, PiecewiseEquilibrium) or equilibrium.tiling.is_proved


def _mark(form: _Form, part: Field, codes: Places, *, coded: bool) -> None:
    """Enter what fails, and NaN where something does, which a loop has done already."""
    outside = codes != form.on_grid.holds
    is_all_inside = not outside.any()
    if not (is_all_inside or form.on_grid.is_looped):
        for value in part.values.values():
            np.copyto(value, np.nan, where=outside)
    if not coded or form.conditions is None:
        return
    if is_all_inside:
        part.violated[...] = INSIDE
    else:
        enter_places(form.conditions, codes, part.violated)
    part.regime[...] = INSIDE
