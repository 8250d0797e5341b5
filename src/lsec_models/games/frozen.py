"""An immutable mapping, for fields of frozen declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

import sympy as sp

from lsec_models.algebra.description import Description, description_html
from lsec_models.errors import UnknownKey, nearest

V = TypeVar("V")


class Frozen(dict[str, V]):
    """A dictionary that keeps its order and cannot be changed; a symbol and its name are the same key.

    Raises
    ------
    UnknownKey
        If it is asked for what it does not have; the message says what it has.

    Examples
    --------
    >>> payoffs = Frozen({"manufacturer": 3, "streamer": 2})
    >>> payoffs["steamer"]
    Traceback (most recent call last):
        ...
    lsec_models.errors.UnknownKey: no 'steamer' here; did you mean 'streamer'?
    >>> payoffs["streamer"] = 5
    Traceback (most recent call last):
        ...
    TypeError: this mapping cannot be changed; copy it into a dict and change that
    """

    def __getitem__(self, key: object) -> V:
        try:
            return super().__getitem__(key)  # type: ignore[index]
        except TypeError:
            return self.__missing__(key)

    def __missing__(self, key: object) -> V:
        """Return the entry that is written like the one asked for."""
        by_name = {str(known): known for known in self}
        if str(key) not in by_name:
            raise UnknownKey(f"no {str(key)!r} here; {nearest(str(key), by_name)}")
        return super().__getitem__(by_name[str(key)])

    def __or__(self, other: Mapping[str, V]) -> Frozen[V]:  # type: ignore[override]
        return Frozen({**self, **other})

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return Frozen, (dict(self),)

    def _repr_html_(self) -> str | None:
        """Return a table of formulas, as decisions and payoffs are; a notebook shows anything else as text."""
        if not self or not all(isinstance(value, sp.Basic) for value in self.values()):
            return None
        rows = tuple((_name(key), value) for key, value in self.items())
        return description_html(Description(title="", rows=rows))

    def _refuse(self, *values: object, **named: object) -> NoReturn:
        del values, named
        raise TypeError("this mapping cannot be changed; copy it into a dict and change that")

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refuse


def values_by_name(values: Mapping[Any, V]) -> Frozen[V]:
    """Return values of symbols by the names of these.

    Examples
    --------
    >>> values_by_name({sp.Symbol("p"): 3})
    {'p': 3}
    """
    return Frozen({symbol.name: value for symbol, value in values.items()})


def _name(key: object) -> str | sp.Basic:
    """Return a letter as a symbol, with what stands below it; other names are words."""
    is_symbol = isinstance(key, sp.Basic) or len(str(key).partition("_")[0]) == 1
    return sp.Symbol(str(key)) if is_symbol else str(key)
