"""Reductions of a sweep in a folder: what all pieces so far come to, and in the end a small Zarr store."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from lsec_models.evaluate.reductions.fold import States
from lsec_models.evaluate.stored.group import group_in, read, write
from lsec_models.evaluate.stored.journal import Journal, unwritten
from lsec_models.evaluate.work import SweepWork


class StoredTotals:
    """Reductions that are kept in a folder as they are computed; see :class:`StoredNumbers`.

    Parameters
    ----------
    folder : Path
    work : SweepWork
    machine : mapping from str to str

    Raises
    ------
    StoreError
        If the folder holds anything else.
    """

    def __init__(self, folder: Path, work: SweepWork, machine: Mapping[str, str]) -> None:
        self._folder, self._work = folder, work
        self._journal = Journal(folder, work, machine)
        try:
            with self._journal.understood():
                _ = self._states if self.done else None
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Let others write to the folder."""
        self._journal.release()

    @property
    def done(self) -> int:
        """The number of pieces that are kept."""
        return max(self._journal.done, 0)

    def keep(self, number: int, states: States) -> None:
        """Add a piece to what all before it come to.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        whole = self._work.fold.joined(self._states, states) if number else states
        try:
            self._journal.enter(number + 1, {"states": [[_as_text(array) for array in state] for state in whole]})
        except OSError as error:
            raise unwritten(self._folder, error) from error

    def dataset(self) -> xr.Dataset:
        """Return what all pieces come to; it is written as a Zarr store too."""
        data = self._work.fold.dataset(self._states)
        group = group_in(self._folder)
        for name, variable in data.variables.items():
            write(group, str(name), variable)
        self._journal.close(data.attrs, coordinates=self._work.plan.grid.fixed)
        return read(self._folder)[list(data)].load()

    @property
    def _states(self) -> States:
        return tuple(tuple(_as_array(text) for text in state) for state in self._journal.state["states"])


def _as_text(array: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Return an array as JSON, which keeps every bit of a float."""
    return {"type": array.dtype.str, "shape": array.shape, "values": array.ravel().tolist()}


def _as_array(text: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    return np.array(text["values"], dtype=text["type"]).reshape(text["shape"])
