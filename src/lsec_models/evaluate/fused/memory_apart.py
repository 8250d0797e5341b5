"""Memory of arrays that are written together: each begins at another place of its page, and at a line of the cache."""

from __future__ import annotations

from math import prod

import numpy as np

from lsec_models.evaluate.compiled import Floats

# Lines of a cache are kept by their place in a page; five lines from array to array, all 64 places come in turn.
_PAGE, _APART = 4096, 5 * 64
# From so many bytes on NumPy asks the system for pages of this size, which it gives at once where they lie whole.
_LARGE, _LARGE_PAGE = 1 << 22, 1 << 21


def apart(shape: tuple[int, ...], number: int) -> Floats:
    """Return an empty array that begins at another place of its page for each number.

    Large arrays all begin at the same one; written together, point by point, they drive each other out of the cache.
    They get whole large pages: else the system hands out what is before the first and behind the last one in hundreds
    of small ones, each of which takes as long as to compute some hundred points. Arrays that do not begin with a line
    of the cache take a processor that reads whole lines up to twice as long.
    """
    bytes_ = 8 * prod(shape)
    page, room = (_LARGE_PAGE, 2 * _LARGE_PAGE) if bytes_ >= _LARGE else (_PAGE, _PAGE)
    memory: Floats = np.empty((bytes_ + room) // 8)
    first = (number * _APART % _PAGE - memory.__array_interface__["data"][0]) % page // 8
    return memory[first : first + prod(shape)].reshape(shape)
