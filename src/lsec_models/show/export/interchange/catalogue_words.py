"""A sweep of a model of the catalogue with what its symbols mean, and in which units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models.errors import UnknownName, require_known
from lsec_models.models import CATALOGUE
from lsec_models.models.notation import Meaning, meaning, short_words

if TYPE_CHECKING:
    import xarray as xr


def in_words(data: xr.Dataset, model: str) -> xr.Dataset:
    """Return a sweep whose parameters and quantities have `long_name` and `units`, as the catalogue has them.

    Names of which the catalogue says nothing are left as they are: players, whose names stand for payoffs.

    Parameters
    ----------
    data : xarray.Dataset
        What :func:`lsec_models.sweep` returns for a game of the model.
    model : str
        Its name in the catalogue.

    Returns
    -------
    xarray.Dataset
        With the same numbers.

    Raises
    ------
    UnknownName
        If there is no such model.

    Examples
    --------
    >>> from lsec_models import load, solve, sweep
    >>> led = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
    >>> others = dict.fromkeys((symbol.name for symbol in led.ring.symbols if symbol.name != "c"), 1)
    >>> data = in_words(sweep(led, over={"c": [1, 2]}, at=others), "power_structures_bilateral")
    >>> data["c"].attrs["long_name"], data["c"].attrs["units"]
    ('cost of making a unit', 'price')
    """
    require_known(model, CATALOGUE, f"no model {model!r} in the catalogue")
    module, said = CATALOGUE[model].module, data.copy()
    short = short_words(module)
    for name in map(str, said.variables):
        known = _meaning(name, module)
        if known is not None:
            said[name].attrs |= {"long_name": short[name], "units": known.unit}
    return said


def _meaning(name: str, module: str) -> Meaning | None:
    try:
        return meaning(name, module)
    except UnknownName:
        return None
