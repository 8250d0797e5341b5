from __future__ import annotations

from fractions import Fraction

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from lsec_models import plot
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.evaluate.sensitivity.tornado import tornado
from results import KINDS

mpl.use("Agg")
POINT = {"a": 10, "b": 2, "c": 3}


@pytest.mark.parametrize("share", [0.1, "1/4"])
def test_ends_are_what_the_equilibrium_is_there_and_the_longest_is_first(share: object) -> None:
    led = KINDS["Equilibrium"]()
    found = tornado(led, "maker", at=POINT, share=share)
    assert found.base == float(led.at(POINT)["maker"])
    for bar in found.bars:
        for side, value in ((-1, bar.down), (1, bar.up)):
            moved = {**POINT, bar.parameter: POINT[bar.parameter] * (1 + side * Fraction(str(share)))}
            if value is not None:
                assert value == pytest.approx(float(led.at(moved)["maker"]))
    reaches = [bar.reach for bar in found.bars]
    assert reaches == sorted(reaches, reverse=True)
    assert list(found.table.columns) == ["down", "up", "fails down", "fails up"]


def test_a_side_that_leaves_the_domain_is_named_and_drawn_as_words() -> None:
    found = tornado(KINDS["Equilibrium"](), "price", at={"a": 10, "b": 2, "c": 3}, share=0.5)
    ends = found.table
    assert ends.loc["a", "down"] != ends.loc["a", "down"]
    assert ends.loc["a", "fails down"].startswith("a > b*c")
    assert ends.loc["c", "fails down"] == ""
    assert found.bars[0].reach == float("inf")
    axes = plot(found)
    assert any("less: a > b*c" in text.get_text() for text in axes.texts)
    assert [label.get_text() for label in axes.get_yticklabels()][-1] in ("$a$", "$b$", "$c$")
    drawn = [patch.get_width() for patch in axes.patches if patch.get_width()]
    assert sorted(drawn) == pytest.approx(
        sorted(end - found.base for bar in found.bars for end in (bar.down, bar.up) if end is not None)
    )
    plt.close("all")


@pytest.mark.slow
def test_games_and_piecewise_equilibria_give_the_same_bars() -> None:
    piecewise = KINDS["PiecewiseEquilibrium"]()
    point = {"a": 10, "c": "9.5"}
    by_formula, by_game = (tornado(one, "firm", at=point) for one in (piecewise, piecewise.game))
    assert by_formula.table[["down", "up"]].to_numpy() == pytest.approx(by_game.table[["down", "up"]].to_numpy())
    assert by_formula.table.loc["c", "up"] == 0


def test_bad_input_is_named() -> None:
    led = KINDS["Equilibrium"]()
    for share in (0, 1, -0.1):
        with pytest.raises(DeclarationError, match="give a number between 0 and 1"):
            tornado(led, "price", at=POINT, share=share)
    with pytest.raises(UnknownName, match="did you mean 'price'"):
        tornado(led, "prise", at=POINT)
    with pytest.raises(OutsideDomain, match="nothing holds at a = 1"):
        tornado(led, "price", at={**POINT, "a": 1})
    with pytest.raises(DeclarationError, match="no value for b"):
        tornado(led, "price", at={"a": 10, "c": 3})
    with pytest.raises(DeclarationError, match="of a choice give one mode"):
        tornado(KINDS["ChoiceEquilibrium"](), "firm", at={"a": 3, "F": 1})
    at_point = KINDS["Solutions"]()
    with pytest.raises(DeclarationError, match=r"give the game itself, tornado\(result\.game, \.\.\.\)"):
        tornado(at_point, "A", at={})
