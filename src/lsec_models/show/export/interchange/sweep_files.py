"""A sweep as a file: CSV, Parquet or NetCDF, by the file's ending."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lsec_models.errors import DeclarationError
from lsec_models.files import write_atomically

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

# Of each variable of codes the attribute whose lines say what they mean.
_CODED = {"regime": "regimes", "mode": "modes", "stability": "verdicts", "violated": "conditions"}
# SciPy writes names in Latin-1.
_LAST_OF_LATIN = 255


def sweep_table(data: xr.Dataset) -> pd.DataFrame:
    """Return a sweep with one row for each point: parameters, quantities, and in words which condition fails there.

    Parameters
    ----------
    data : xarray.Dataset
        What :func:`lsec_models.sweep` returns.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve, sweep
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - b * p))]))
    >>> print(sweep_table(sweep(led, over={"b": [0, 1]}, at={"a": 8})).to_csv(index=False), end="")
    b,a,p,firm,violated
    0.0,8.0,,,b > 0  [declared sign]
    1.0,8.0,4.0,16.0,
    """
    table = data.to_dataframe().reset_index()
    for name, words in (
        ("violated", "conditions"),
        ("regime", "regimes"),
        ("mode", "modes"),
        ("stability", "verdicts"),
    ):
        if name in table:
            lines = str(data[name].attrs[words]).splitlines()
            table[name] = ["" if place < 0 else lines[place] for place in table[name]]
    points = [*map(str, data.dims), *(str(name) for name in data.coords if name not in data.dims)]
    marks = [name for name in _CODED if name in table]
    return table[[*points, *(name for name in table if name not in (*points, *marks)), *marks]]


def write_sweep(data: xr.Dataset, file: Path) -> None:
    """Write a sweep: ``.csv`` and ``.parquet`` as :func:`sweep_table`, ``.nc`` with all that it says about itself.

    Raises
    ------
    DeclarationError
        If the file ends otherwise, or has no room for a name, or pandas finds nothing that writes Parquet.
    OSError
        If the file cannot be written.
    """
    writer = writer_of(file)
    write_atomically(file, writer(data))


def writer_of(file: Path) -> Callable[[xr.Dataset], bytes]:
    """Return what writes a file of that ending; see :func:`write_sweep`."""
    if file.suffix not in _WRITERS:
        raise DeclarationError(f"{file}: a sweep is written as {', '.join(_WRITERS)}; name a file that ends so")
    return _WRITERS[file.suffix]


def _csv(data: xr.Dataset) -> bytes:
    return str(sweep_table(data).to_csv(index=False, lineterminator="\n")).encode()


def _parquet(data: xr.Dataset) -> bytes:
    buffer = io.BytesIO()
    try:
        sweep_table(data).to_parquet(buffer, index=False)
    except ImportError:
        raise DeclarationError(
            "Parquet needs a package that writes it; install pyarrow, or name a .csv or .nc file"
        ) from None
    return buffer.getvalue()


def _netcdf(data: xr.Dataset) -> bytes:
    for name in map(str, data.variables):
        if any(ord(mark) > _LAST_OF_LATIN for mark in name):
            raise DeclarationError(f"NetCDF has names of Latin letters, and not {name!r}; name a .csv or .parquet file")
    return bytes(data.to_netcdf(engine="scipy"))


_WRITERS: Mapping[str, Callable[[xr.Dataset], bytes]] = {".csv": _csv, ".parquet": _parquet, ".nc": _netcdf}
