"""An immutable mapping, for fields of frozen declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from lsec_models.errors import UnknownKey, nearest

V = TypeVar("V")


class Frozen(Mapping[str, V]):
    """A mapping that keeps its order and can not be changed; a symbol and its name are the same key.

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
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, V]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> V:
        try:
            return self._items[key]
        except (KeyError, TypeError):
            return self._items[self._known(key)]

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __or__(self, other: Mapping[str, V]) -> Frozen[V]:
        return Frozen({**self, **other})

    def __hash__(self) -> int:
        return hash(tuple(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)

    def _known(self, key: object) -> str:
        """Return the key that is written like the one asked for."""
        by_name = {str(known): known for known in self._items}
        if str(key) not in by_name:
            raise UnknownKey(f"no {str(key)!r} here; {nearest(str(key), by_name)}")
        return by_name[str(key)]
