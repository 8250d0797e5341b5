"""How the columns of a table share the width of a page."""

from __future__ import annotations

from collections.abc import Sequence


def shared(natural: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Return how wide each column may be: narrow ones are as wide as they are, the others share what is left alike.

    Parameters
    ----------
    natural, least : sequence of int
        How wide each column is on one line, and how narrow it can be.
    width : int
        What there is to share; more is taken only where the narrowest are wider together.

    Examples
    --------
    >>> shared([5, 90, 60], [5, 10, 10], 65)
    [5, 30, 30]
    >>> shared([5, 90, 12], [5, 10, 10], 65)
    [5, 48, 12]
    """
    if sum(natural) <= width:
        return list(natural)
    fair = max(width, 1)
    while fair and sum(_at_most(natural, least, fair)) > width:
        fair -= 1
    return _at_most(natural, least, fair)


def _at_most(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    return [max(min(wide, room), narrow) for wide, narrow in zip(natural, least, strict=True)]
