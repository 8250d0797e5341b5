from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.show import Table
from lsec_models.show.export.closed_forms import closed_form_tables

A, C = sp.symbols("a c", positive=True)
GAMES: Mapping[str, Mapping[str, Any]] = {
    "late": {"quantities": {"q": A - C, "p": C, "e": A * C}, "holds_where": [A > C, A < 2 * C]},
    "early": {"quantities": {"p": A / 2}, "holds_where": []},
}


def tables(games: Mapping[str, Mapping[str, Any]] = GAMES) -> Sequence[Table]:
    return closed_form_tables(
        games,
        name="forms",
        captions=("First.", "Second."),
        columns=("game", "quantity", "value"),
        words={"p": "price", "q": "quality"},
        titles={"late": "too late"},
    )


def test_games_keep_their_order_and_quantities_follow_the_words() -> None:
    forms, _ = tables()
    assert (forms.name, forms.caption, list(forms.columns)) == ("forms", "First.", ["game", "quantity", "value"])
    assert [list(row) for row in forms.rows] == [
        ["too late", "price", C],
        ["too late", "quality", A - C],
        ["early", "price", A / 2],
    ]


def test_every_condition_is_a_row_and_a_game_without_any_is_left_out() -> None:
    _, conditions = tables()
    assert (conditions.name, conditions.caption) == ("forms_conditions", "Second.")
    assert list(conditions.columns) == ["game", "condition"]
    assert [list(row) for row in conditions.rows] == [["too late", A > C], ["too late", A < 2 * C]]
