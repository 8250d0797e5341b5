"""Tables of closed forms, as paper folders show them: the quantities of several games, and where they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.show.export.formulas import read_math
from lsec_models.show.export.table import Table


def closed_form_tables(
    games: Mapping[str, Mapping[str, Any]],
    *,
    name: str,
    captions: tuple[str, str],
    columns: tuple[str, str, str],
    words: Mapping[str, str],
    symbols: Iterable[sp.Symbol],
    titles: Mapping[str, str] | None = None,
) -> Sequence[Table]:
    """Return two tables: the closed forms of several games, and the conditions under which they hold.

    Parameters
    ----------
    games : mapping from label to mapping
        Of each game, ``"quantities"`` (text by name) and ``"holds_where"`` (conditions as text), in the order of rows.
    name : str
        Of the first table; the second is called ``{name}_conditions``.
    captions : tuple of two str
        Of the first and the second table.
    columns : tuple of three str
        What heads the games, the quantities and the closed forms.
    words : mapping from str to str
        The quantities that are shown, in the order of rows, and what each is called.
    symbols : iterable of sympy.Symbol
        What the names in formulas stand for.
    titles : mapping from str to str, optional
        What a game is called in the tables, where that is not its label.

    Returns
    -------
    sequence of Table

    Raises
    ------
    ParseError, UnknownName
        If a formula or condition cannot be read, or uses a name that is no symbol.

    Examples
    --------
    >>> a, c = sp.symbols("a c", positive=True)
    >>> forms, conditions = closed_form_tables(
    ...     {"monopoly": {"quantities": {"p": "(a + c)/2"}, "holds_where": ["a > c"]}},
    ...     name="forms", captions=("Prices.", "Where they hold."), columns=("game", "quantity", "value"),
    ...     words={"p": "price p"}, symbols=[a, c],
    ... )
    >>> print(forms.csv() + conditions.csv(), end="")
    game,quantity,value
    monopoly,price p,a/2 + c/2
    game,condition
    monopoly,a > c
    """
    known = tuple(symbols)
    called = {label: (titles or {}).get(label, label) for label in games}
    forms = [
        [called[label], words[quantity], read_math(entry["quantities"][quantity], known)]
        for label, entry in games.items()
        for quantity in words
        if quantity in entry["quantities"]
    ]
    conditions = [
        [called[label], read_math(asked, known)] for label, entry in games.items() for asked in entry["holds_where"]
    ]
    return [
        Table(name=name, caption=captions[0], columns=columns, rows=forms),
        Table(name=f"{name}_conditions", caption=captions[1], columns=[columns[0], "condition"], rows=conditions),
    ]
