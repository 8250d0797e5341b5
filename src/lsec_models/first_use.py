"""Names that are imported when they are first asked for: most sessions use a few rooms of the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def at_first_use(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return what a package does when a name is asked of it that is not there yet.

    Parameters
    ----------
    package : str
    homes : mapping from str to str
        The module of each name, within the package.

    Examples
    --------
    >>> imported = at_first_use("lsec_models", {"Game": "games.static.game"})
    >>> imported("Game").__module__
    'lsec_models.games.static.game'
    >>> imported("Gmae")
    Traceback (most recent call last):
    AttributeError: module 'lsec_models' has no attribute 'Gmae'
    """

    def imported(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return imported
