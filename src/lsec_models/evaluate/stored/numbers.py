"""All numbers of a sweep in a Zarr store, piece by piece: one chunk of every variable is one piece."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from lsec_models.errors import StoreError
from lsec_models.evaluate.dataset import (
    dimensions,
    fixed_coordinates,
    labelled,
    met_in,
    swept_coordinates,
    variable_attributes,
)
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.plan import VIOLATED
from lsec_models.evaluate.reductions.reduction import Part
from lsec_models.evaluate.stored.group import group_in, make_place, read, say, write, writing_every_chunk
from lsec_models.evaluate.stored.journal import Journal, damaged, unwritten
from lsec_models.evaluate.work import SweepWork, Words


class StoredNumbers:
    """A sweep that is kept in a folder as it is computed; what is there already is not computed again.

    Parameters
    ----------
    folder : Path
    work : SweepWork
    machine : mapping from str to str

    Raises
    ------
    StoreError
        If the folder holds anything else, or lacks what it should hold, or the disk has no room for what is missing.
    """

    def __init__(self, folder: Path, work: SweepWork, machine: Mapping[str, str]) -> None:
        self._folder, self._work = folder, work
        self._journal = Journal(folder, work, machine)
        try:
            self._require_room()
            if self._journal.done < 0:
                self._make_place()
            with self._journal.understood() as state:
                self._words = Words(state["conditions"], state["regimes"])
                self._met = Counter(state["met"])
            self._group = group_in(folder)
            self._require_whole()
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Let others write to the folder."""
        self._journal.release()

    @property
    def done(self) -> int:
        """The number of pieces that are kept."""
        return self._journal.done

    def keep(self, number: int, part: Part) -> None:
        """Write a piece, then enter it in the journal: what is killed between is written again, the same.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        field = self._words.entered(part)
        self._met += met_in(field, self._words.conditions)
        try:
            with writing_every_chunk():
                for name, values in self._arrays(field).items():
                    whole = values.reshape(-1, *self._work.pieces[number].shape)
                    self._group[name][self._place(number)] = whole[0] if self._work.plan.is_single else whole
            self._journal.enter(number + 1, self._state())
        except OSError as error:
            raise unwritten(self._folder, error) from error

    def dataset(self) -> xr.Dataset:
        """Return what the store holds, to be read from the disk as it is needed; first say there what it means."""
        plan = self._work.plan
        described = variable_attributes(plan, self._words.conditions, self._words.regimes)
        axes = {str(name): variable.attrs for name, variable in self._coordinates.items()}
        for name, words in (axes | described).items():
            say(self._group, name, words)
        if plan.state not in described and plan.state in self._group:
            del self._group[plan.state]
        self._journal.close(plan.attributes(self._met), coordinates=plan.grid.fixed)
        return read(self._folder)[list(described)]

    def _make_place(self) -> None:
        """Make the arrays, empty; the journal has them in the making before, and there after."""
        self._journal.enter(-1, self._state_at_first())
        for other in self._folder.iterdir():
            if other.is_dir():
                shutil.rmtree(other)
        plan, box = self._work.plan, self._work.pieces.box
        group = group_in(self._folder)
        for name, variable in self._coordinates.items():
            write(group, str(name), variable)
        before = () if plan.is_single else (len(plan.labels),)
        dims = dimensions(plan)[1 - len(before) :]
        shape, chunks = (*before, *plan.grid.shape), (*before, *box)
        for name in plan.quantities:
            make_place(group, name, dims, shape=shape, chunks=chunks, dtype=np.float64)
        for name in self._codes:
            make_place(group, name, dims, shape=shape, chunks=chunks, dtype=np.int16)
        self._journal.enter(0, self._state_at_first())

    @property
    def _coordinates(self) -> Mapping[Hashable, xr.Variable]:
        """The axes, what is held fixed, and the names of equilibria."""
        plan = self._work.plan
        return labelled(plan, {}, swept_coordinates(plan) | fixed_coordinates(plan), {}).variables

    @property
    def _codes(self) -> tuple[str, ...]:
        """The names of the arrays of whole numbers."""
        return (VIOLATED, self._work.plan.state) if self._work.plan.has_regimes else (VIOLATED,)

    def _place(self, number: int) -> tuple[slice, ...]:
        """Return where a piece is in every array."""
        index = self._work.pieces[number].index
        return index if self._work.plan.is_single else (slice(None), *index)

    def _arrays(self, field: Field) -> dict[str, np.ndarray[Any, Any]]:
        arrays: dict[str, np.ndarray[Any, Any]] = {**field.values, VIOLATED: field.violated}
        return arrays | {self._work.plan.state: field.regime} if self._work.plan.has_regimes else arrays

    def _require_whole(self) -> None:
        """Refuse a store without numbers that are entered in its journal: what is lost would be read as zeros."""
        for name in (*self._work.plan.quantities, *self._codes):
            lacking = damaged(self._folder, f"lacks numbers of {name}")
            if name not in self._group:
                raise lacking
            with self._readable(name):
                array = self._group[name]
                if array.nchunks_initialized < self.done:
                    raise lacking
                for number in range(self.done):
                    array[self._place(number)]
        for axis, variable in self._coordinates.items():
            with self._readable(str(axis)):
                if not np.array_equal(self._group[axis][...], variable.values):
                    raise ValueError(axis)

    @contextmanager
    def _readable(self, name: str) -> Iterator[None]:
        """Say that an array is damaged, in whatever way Zarr stumbles over it."""
        try:
            yield
        except (AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
            raise damaged(self._folder, f"holds numbers of {name} that cannot be read") from error

    def _require_room(self) -> None:
        plan, done = self._work.plan, max(self._journal.done, 0)
        missing = prod(plan.grid.shape) * (len(self._work.pieces) - done) // len(self._work.pieces)
        needed = missing * len(plan.labels) * (8 * len(plan.quantities) + 4)
        there = next(folder for folder in (self._folder, *self._folder.absolute().parents) if folder.exists())
        free = shutil.disk_usage(there).free
        if needed > free:
            raise StoreError(
                f"{self._folder}: {missing:,} points may need {needed / 1e9:.3g} GB, the disk has {free / 1e9:.3g}; "
                "make room, sweep fewer points, or ask with reduce= for what is wanted of them"
            )

    def _state(self) -> dict[str, Any]:
        return {"conditions": self._words.conditions, "regimes": self._words.regimes, "met": dict(self._met)}

    def _state_at_first(self) -> dict[str, Any]:
        return {"conditions": [], "regimes": [], "met": {}}
