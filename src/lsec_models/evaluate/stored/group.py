"""Variables in a Zarr group, in version 2 of the format, as xarray reads them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import xarray as xr

from lsec_models.files import write_atomically

# The name of the attribute that holds the journal.
JOURNAL = "sweep"
_DIMENSIONS = "_ARRAY_DIMENSIONS"


def group_in(folder: Path) -> Any:
    """Return the Zarr group of a folder, made where there is none, with the attributes that are there."""
    import zarr

    if not (folder / ".zgroup").is_file():
        write_atomically(folder / ".zgroup", '{"zarr_format": 2}\n')
    return zarr.open_group(folder, mode="r+", zarr_format=2)


def write(group: Any, name: str, variable: xr.Variable) -> None:
    """Write a variable as a whole."""
    attributes = {_DIMENSIONS: list(variable.dims), **variable.attrs}
    group.create_array(
        name, data=variable.values, attributes=attributes, filters=_checked(), fill_value=None, overwrite=True
    )


def make_place(
    group: Any, name: str, dims: tuple[str, ...], *, shape: tuple[int, ...], chunks: tuple[int, ...], dtype: type
) -> None:
    """Make an array that has no numbers yet."""
    attributes = {_DIMENSIONS: list(dims)}
    group.create_array(
        name, shape=shape, chunks=chunks, dtype=dtype, attributes=attributes, filters=_checked(), fill_value=None
    )


def say(group: Any, name: str, attributes: Mapping[str, object]) -> None:
    """Let an array say this of itself, and nothing that it said before."""
    own = group[name].attrs
    own.put({_DIMENSIONS: own[_DIMENSIONS], **attributes})


def writing_every_chunk() -> AbstractContextManager[Any]:
    """Return the setting in which chunks of zeros are files too, so that one that is lost is noticed."""
    import zarr

    setting: AbstractContextManager[Any] = zarr.config.set({"array.write_empty_chunks": True})
    return setting


def read(folder: Path) -> xr.Dataset:
    """Return what is in a folder, to be read from the disk as it is needed, without the journal."""
    data: xr.Dataset = xr.open_zarr(folder, chunks=None, consolidated=False)
    data.attrs.pop(JOURNAL, None)
    return data


def _checked() -> list[Any]:
    """Return what enters a sum of its bits beside every chunk, and compares it when the chunk is read."""
    from numcodecs import CRC32

    return [CRC32()]
