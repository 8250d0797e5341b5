"""Closed forms as paper folders record and show them: the quantities of several games, and where they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lsec_models.show.export.table import Table

if TYPE_CHECKING:
    from lsec_models.games.differential.feedback import FeedbackEquilibrium
    from lsec_models.games.static.results.equilibrium import Equilibrium
    from lsec_models.games.static.results.implicit import ImplicitEquilibrium


def closed_form(equilibrium: Equilibrium | FeedbackEquilibrium | ImplicitEquilibrium) -> dict[str, Any]:
    """Return the quantities of an equilibrium by name, and the conditions under which it holds.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, c = parameters("a c", positive=True)
    >>> p = decisions("p")
    >>> closed_form(solve(Game(players=[Player("firm", decides=[p], payoff=(p - c) * (a - p))])))
    {'quantities': {'p': a/2 + c/2, 'firm': (a - c)**2/4}, 'holds_where': []}
    """
    return {
        "quantities": {name: equilibrium[name] for name in equilibrium.names},
        "holds_where": [condition.relation for condition in equilibrium.domain.conditions],
    }


def closed_form_tables(
    games: Mapping[str, Mapping[str, Any]],
    *,
    name: str,
    captions: tuple[str, str],
    columns: tuple[str, str, str],
    words: Mapping[str, str],
    titles: Mapping[str, str] | None = None,
) -> Sequence[Table]:
    """Return two tables: the closed forms of several games, and the conditions under which they hold.

    Parameters
    ----------
    games : mapping from label to mapping
        Of each game what :func:`closed_form` returns, in the order of rows.
    name : str
        Of the first table; the second is called ``{name}_conditions``.
    captions : tuple of two str
        Of the first and the second table.
    columns : tuple of three str
        What heads the games, the quantities and the closed forms.
    words : mapping from str to str
        The quantities that are shown, in the order of rows, and what each is called.
    titles : mapping from str to str, optional
        What a game is called in the tables, where that is not its label.

    Returns
    -------
    sequence of Table

    Examples
    --------
    >>> from lsec_models import parameters
    >>> a, c = parameters("a c", positive=True)
    >>> forms, conditions = closed_form_tables(
    ...     {"monopoly": {"quantities": {"p": (a + c) / 2}, "holds_where": [a > c]}},
    ...     name="forms", captions=("Prices.", "Where they hold."), columns=("game", "quantity", "value"),
    ...     words={"p": "price p"},
    ... )
    >>> print(forms.csv() + conditions.csv(), end="")
    game,quantity,value
    monopoly,price p,a/2 + c/2
    game,condition
    monopoly,a > c
    """
    called = {label: (titles or {}).get(label, label) for label in games}
    forms = [
        [called[label], words[quantity], entry["quantities"][quantity]]
        for label, entry in games.items()
        for quantity in words
        if quantity in entry["quantities"]
    ]
    conditions = [[called[label], asked] for label, entry in games.items() for asked in entry["holds_where"]]
    return [
        Table(name=name, caption=captions[0], columns=columns, rows=forms),
        Table(name=f"{name}_conditions", caption=captions[1], columns=[columns[0], "condition"], rows=conditions),
    ]
