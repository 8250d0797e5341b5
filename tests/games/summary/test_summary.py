"""The neutral summary: part of it, and its text broken to a width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import UnknownName
from lsec_models.games.summary.line_width import fitted
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


def test_a_long_condition_is_read_with_the_names_of_factors() -> None:
    q, many = decisions("q"), parameters(" ".join(f"abbreviated_{i}" for i in range(9)), positive=True)
    [read] = (
        solve(Game(players=[Player("firm", decides=[q], payoff=(sum(many[1:]) - many[0] - q) * q)]))
        .summary()
        .conditions
    )
    assert str(read) == "N >= 0  [q is not negative]"


@pytest.mark.parametrize("width", [30, 48, 100])
def test_text_of_a_width_says_the_same_on_shorter_lines(width: int) -> None:
    said = KINDS["Equilibrium"]().summary()
    broken, whole = text(said, width), text(said)
    assert broken.split() == whole.split()
    assert max(map(len, broken.splitlines())) <= max(width, max(map(len, whole.split(" "))) + 8)
    assert len(broken.splitlines()) >= len(whole.splitlines())
    assert text(said, 1000) == whole


TERMS = st.lists(st.from_regex(r"[a-z]{1,9}(\*\*[2-9])?([*/][a-z]{1,9}){0,20}", fullmatch=True), min_size=1, max_size=8)


@settings(max_examples=30)
@given(TERMS, st.integers(0, 6), st.integers(26, 60))
def test_lines_of_a_width_break_between_factors_where_they_must(terms: list[str], indent: int, width: int) -> None:
    line = f"{' ' * indent}q = {' + '.join(terms)}"
    lines = list(fitted([line], width))
    assert "".join("".join(lines).split()) == "".join(line.split())
    assert max(map(len, lines)) <= width
    assert all(one.startswith(" " * (indent + 4)) for one in lines[1:])
    assert not any(one.lstrip().startswith("**") or one.endswith(("*", "/")) for one in lines)
    assert len(line) > width or lines == [line]
