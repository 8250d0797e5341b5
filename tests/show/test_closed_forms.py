from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import sympy as sp

from lsec_models.errors import UnknownName
from lsec_models.show import Table
from lsec_models.show.export.closed_forms import closed_form_tables

A, C = sp.symbols("a c", positive=True)
GAMES: Mapping[str, Mapping[str, Any]] = {
    "late": {"quantities": {"q": "(a**2 - c**2)/(a + c)", "p": "c", "e": "a*c"}, "holds_where": ["a > c", "a < 2*c"]},
    "early": {"quantities": {"p": "a/2"}, "holds_where": []},
}


def tables(games: Mapping[str, Mapping[str, Any]] = GAMES) -> Sequence[Table]:
    return closed_form_tables(
        games,
        name="forms",
        captions=("First.", "Second."),
        columns=("game", "quantity", "value"),
        words={"p": "price", "q": "quality"},
        symbols=iter((A, C)),
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


def test_a_formula_with_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownName, match="b"):
        tables({"odd": {"quantities": {"p": "b"}, "holds_where": []}})
