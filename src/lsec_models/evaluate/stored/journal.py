"""The journal of a sweep that is kept in a folder: of what it is, where it is computed, and how far it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsec_models.cluster.machine import differences
from lsec_models.errors import StoreError
from lsec_models.evaluate.stored.group import JOURNAL
from lsec_models.evaluate.work import SweepWork
from lsec_models.files import remove_unfinished, write_atomically
from lsec_models.games.static.results.evidence_subject import digest
from lsec_models.games.summary.summary import shown_point
from lsec_models.version import __version__

if TYPE_CHECKING:
    from filelock import BaseFileLock

# Attributes of the Zarr group: all that is not in them would have to be a variable.
NAME = ".zattrs"
FORMAT = 1
_PARTIAL = "*.partial"


class Journal:
    """The attributes of the store's Zarr group, rewritten as a whole when a piece has been kept.

    Who has opened it is the only one who writes to the folder, until it is released or its process ends.

    Parameters
    ----------
    folder : Path
        Where the sweep is kept; it is made when something is entered.
    work : SweepWork
    machine : mapping from str to str
        See :func:`lsec_models.cluster.machine.machine`.

    Attributes
    ----------
    done : int
        The number of pieces that are kept: all before this one. Below zero where there is no place for them yet.
    state : dict
        What else is to be known to go on.
    attributes : dict
        What the dataset says about itself, when all is kept.

    Raises
    ------
    StoreError
        If the folder holds anything else: no sweep, another one, one in another format, or one begun on another
        machine or version; or if somebody else is writing to it.
    """

    def __init__(self, folder: Path, work: SweepWork, machine: Mapping[str, str]) -> None:
        self._file, self._machine = folder / NAME, dict(machine)
        self._subject = {"format": FORMAT, "digest": _digest(work), **_said(work)}
        self.done: int = -1
        self.state: dict[str, Any] = {}
        self.attributes: dict[str, object] = {}
        self._read(folder)
        self._held = _held(folder)
        try:
            self._read(folder)
            remove_unfinished(folder, below=False)
            for file in folder.rglob(_PARTIAL):
                file.unlink()
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Let others write to the folder."""
        self._held.release()

    @contextmanager
    def understood(self) -> Iterator[dict[str, Any]]:
        """Let the state be read, and say that the journal is damaged if it is not what was entered.

        Raises
        ------
        StoreError
        """
        try:
            yield self.state
        except (ValueError, TypeError, LookupError) as error:
            raise damaged(self._file, "does not say how far the sweep is") from error

    def enter(self, done: int, state: Mapping[str, Any]) -> None:
        """Enter that pieces are kept."""
        self.done, self.state = done, dict(state)
        content = {"subject": self._subject, "machine": self._machine, "done": done, "state": self.state}
        written = self.attributes | {JOURNAL: json.dumps(content)}
        write_atomically(self._file, json.dumps(written, indent=1) + "\n")

    def close(self, attributes: Mapping[str, object], *, coordinates: Iterable[str]) -> None:
        """Enter what the dataset says about itself, and which of its numbers are coordinates."""
        on = "; ".join(f"{name}: {value}" for name, value in self._machine.items())
        self.attributes = {**attributes, "computed_on": on, "coordinates": " ".join(coordinates)}
        self.enter(self.done, self.state)

    def _read(self, folder: Path) -> None:
        if not folder.exists():
            return
        if not folder.is_dir() or (not self._file.is_file() and any(folder.iterdir())):
            raise StoreError(f"{folder}: holds something else than a sweep; name a new folder in store=")
        if not self._file.is_file():
            return
        with self.understood():
            content = json.loads(json.loads(self._file.read_text(encoding="utf-8"))[JOURNAL])
            subject, machine, done, state = (content[key] for key in ("subject", "machine", "done", "state"))
            if type(done) is not int or not isinstance(state, dict) or not isinstance(machine, dict):
                raise TypeError(done)
        if isinstance(subject, dict) and subject.get("format") != FORMAT:
            raise StoreError(
                f"{folder}: is a store of format {subject.get('format')!r}, and lsec_models {__version__} goes on with "
                f"format {FORMAT}; name a new folder in store=, or read this one with xarray.open_zarr"
            )
        if subject != self._subject:
            raise StoreError(
                f"{folder}: is the store of another sweep, {_difference(subject, self._subject)}; name a new folder in "
                "store=, or read this one with xarray.open_zarr"
            )
        if machine != self._machine:
            raise StoreError(
                f"{folder}: was begun on another machine or version, whose numbers may differ in their last digits "
                f"({differences(machine, self._machine)}); go on there, name a new folder in store=, or read this one "
                "with xarray.open_zarr"
            )
        self.done, self.state = done, state


def _held(folder: Path) -> BaseFileLock:
    """Return the lock on a folder, an empty file beside it that stays; the lock ends with the process that holds it."""
    from filelock import FileLock

    place = folder.absolute()
    place.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place.with_name(f".{place.name}.lock"))
    try:
        lock.acquire(blocking=False)
    except OSError as error:
        # Where no file can be made, no other process has made one.
        if not Path(lock.lock_file).exists():
            raise StoreError(
                f"{folder}: no file can be made beside it; name a folder in store= that can be written to"
            ) from error
        raise StoreError(
            f"{folder}: another process is sweeping into it; wait until it has ended, or name a new folder in store="
        ) from error
    return lock


def damaged(path: Path, how: str) -> StoreError:
    """Return the error about a store that is not as it was left."""
    return StoreError(f"{path}: is damaged and {how}; name a new folder in store=")


def unwritten(folder: Path, error: OSError) -> StoreError:
    """Return the error about a piece that could not be written."""
    return StoreError(
        f"{folder}: {error.strerror or error}; make room and sweep again with the same store=, which goes on where it "
        "stopped"
    )


def _digest(work: SweepWork) -> str:
    plan = work.plan
    return digest(plan.digest, plan.labels, plan.is_single, work.asked, work.pieces.size)


def _said(work: SweepWork) -> dict[str, str]:
    """Return a sweep in words, to say in what another one differs."""
    plan = work.plan
    return {
        "equilibria": ", ".join(plan.labels),
        "over": plan.grid.said,
        "at": shown_point(plan.grid.fixed),
        "quantities": ", ".join(plan.quantities),
        "reduce": "nothing" if work.asked is None else ", ".join(f"{a.quantity}: {a.reduction}" for a in work.asked),
    }


def _difference(recorded: object, wanted: Mapping[str, object]) -> str:
    if not isinstance(recorded, Mapping):
        return "of another kind"
    for key in ("equilibria", "over", "at", "quantities", "reduce"):
        if recorded.get(key) != wanted[key]:
            return f"whose {key} is {recorded.get(key)!r}"
    return "with the same words, but of another game or other equilibria"
