"""Tables as plain text of a given width, for terminals and pipes alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def text_table(head: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> str:
    """Return a table; what is too long for its column goes on in the next line.

    Parameters
    ----------
    head : sequence of str
    rows : iterable of sequences of str
    width : int
        No line is longer, unless a word is.

    Examples
    --------
    >>> print(text_table(["MODEL", "QUESTION"], [["one", "Who leads, and who does not?"]], width=24))
    MODEL  QUESTION
    one    Who leads, and
           who does not?
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    for place, name in enumerate(head):
        table.add_column(name, overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(width=width, color_system=None, highlight=False, emoji=False, legacy_windows=False)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())
