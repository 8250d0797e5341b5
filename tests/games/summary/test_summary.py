"""The neutral summary: part of it, and its text broken to a width."""

from __future__ import annotations

import pytest

from lsec_models.errors import UnknownName
from lsec_models.games.summary.text import equations, text
from results import KINDS


def test_part_of_a_summary_is_in_the_order_in_which_it_is_named() -> None:
    said = KINDS["Equilibrium"]().summary()
    some = said.only(["price", "w"])
    assert [quantity.name for quantity in some.quantities] == ["price", "w"]
    assert (some.conditions, some.evidence) == (said.conditions, said.evidence)
    assert len(equations(some)) == 2
    assert equations(some)[0].startswith("price = ")
    with pytest.raises(UnknownName, match="no quantity 'prce' at this equilibrium; did you mean 'price'"):
        said.only(["prce"])


def test_part_of_several_regimes_is_what_all_of_them_have() -> None:
    said = KINDS["PiecewiseEquilibrium"]().summary()
    some = said.only(["firm"])
    assert [[quantity.name for quantity in branch.quantities] for branch in some.branches] == [["firm"]] * len(
        said.branches
    )
    assert [branch.name for branch in some.branches] == [branch.name for branch in said.branches]
    with pytest.raises(UnknownName, match="no quantity 'q'"):
        said.only(["q"])


@pytest.mark.parametrize("width", [30, 48, 100])
def test_text_of_a_width_says_the_same_on_shorter_lines(width: int) -> None:
    said = KINDS["Equilibrium"]().summary()
    broken, whole = text(said, width), text(said)
    assert broken.split() == whole.split()
    assert max(map(len, broken.splitlines())) <= max(width, max(map(len, whole.split(" "))) + 8)
    assert len(broken.splitlines()) >= len(whole.splitlines())
    assert text(said, 1000) == whole
