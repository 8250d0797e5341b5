"""Opening the store of a sweep."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from lsec_models.errors import DeclarationError, StoreError, described
from lsec_models.evaluate.stored.numbers import StoredNumbers
from lsec_models.evaluate.stored.totals import StoredTotals
from lsec_models.evaluate.work import SweepWork


def opened(store: object, work: SweepWork, machine: dict[str, str]) -> StoredNumbers | StoredTotals:
    """Return the store of a sweep, made where there is none, with what is done already.

    Raises
    ------
    DeclarationError
        If `store` is not a name of a folder, or something is called as no folder can be, or Zarr is not installed.
    StoreError
        If the folder holds anything else than this sweep, begun on a machine like this one, or somebody else is writing
        to it, or there is no room.
    """
    if not isinstance(store, str | os.PathLike) or not str(store) or "\0" in str(store):
        raise DeclarationError(f"store = {described(store)}; give the name of a folder, as in store='run.zarr'")
    if any(importlib.util.find_spec(name) is None for name in ("zarr", "filelock")):
        raise DeclarationError(
            "store= needs Zarr and filelock: python -m pip install 'lsec_models[store]'; or leave store= out"
        )
    for name in (*work.plan.quantities, *work.plan.parameters):
        if name.startswith(".") or any(sign in name for sign in "/\\"):
            raise DeclarationError(
                f"store = {described(store)}: every name becomes that of a folder in it, and {name!r} cannot; rename "
                "it in the game, or leave it out of quantities="
            )
    kept = StoredNumbers if work.asked is None else StoredTotals
    try:
        folder = Path(store).expanduser()
    except RuntimeError as error:  # There is no such user.
        raise StoreError(f"{store}: {error}; name a folder in store= that can be written to") from error
    try:
        return kept(folder, work, machine)
    except OSError as error:
        raise StoreError(
            f"{store}: {error.strerror or error}; name a folder in store= that can be written to"
        ) from error
