"""What is made of objects that live longer than one use of it, kept for the next use."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by the very objects that they are made of, and by words: those that were used last.

    Objects are told apart by identity, not by what they are equal to, and are not kept alive. They must not change.

    Parameters
    ----------
    most : int
        How many values are kept.

    Examples
    --------
    >>> lengths, names = Kept[int](most=2), {"a", "b"}
    >>> lengths.of([names], "length", lambda: len(names))
    2
    >>> lengths.of([names], "length", lambda: 1 / 0)
    2
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._values: OrderedDict[Hashable, tuple[list[weakref.ref[object]], T]] = OrderedDict()

    def of(self, objects: Sequence[object], words: Hashable, make: Callable[[], T]) -> T:
        """Return the value of some objects and words, which is made where it is not kept; threads may do so at once."""
        key = (tuple(map(id, objects)), words)
        with self._lock:
            kept = self._values.get(key)
            # An object that is gone may have left its number to another one.
            if kept is not None and all(one() is other for one, other in zip(kept[0], objects, strict=True)):
                self._values.move_to_end(key)
                return kept[1]
        value = make()
        with self._lock:
            self._values[key] = [weakref.ref(one) for one in objects], value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
