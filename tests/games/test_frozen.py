"""Mappings that do not change: read by symbol or by name, hashed, joined and kept."""

from __future__ import annotations

import pickle

import pytest
import sympy as sp

from lsec_models.errors import UnknownKey
from lsec_models.games.frozen import Frozen

x, y = sp.symbols("x y")
FOUND = Frozen({x: sp.Integer(1), "profit": y**2})


def test_a_key_is_known_by_how_it_is_written() -> None:
    assert FOUND["x"] == FOUND[x] == FOUND[sp.Symbol("x", positive=True)] == 1
    assert FOUND[sp.Symbol("profit")] == y**2
    with pytest.raises(UnknownKey, match="no 'profi' here; did you mean 'profit'"):
        FOUND["profi"]
    with pytest.raises(UnknownKey, match=r"no '.*1.*' here"):
        FOUND[[1]]


def test_it_is_joined_hashed_and_kept_as_it_is() -> None:
    joined = FOUND | {"x": sp.Integer(2)}
    assert (type(joined), joined["x"], FOUND["x"]) == (Frozen, 2, 1)
    assert hash(FOUND) == hash(Frozen(dict(FOUND)))
    assert pickle.loads(pickle.dumps(FOUND)) == FOUND


def test_formulas_are_a_table_and_the_rest_is_text() -> None:
    assert "profit" in FOUND._repr_html_()
    assert Frozen({})._repr_html_() is None
    assert Frozen({"a": 1.0})._repr_html_() is None
