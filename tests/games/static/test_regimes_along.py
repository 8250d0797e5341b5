"""What regimes along a parameter say of themselves: intervals, thresholds, and the equilibrium as a function."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import UnknownName
from results import capped_quality

t = parameters("t", positive=True)
x = decisions("x")


def test_an_interval_gives_and_the_whole_line_pieces_together() -> None:
    found = capped_quality()
    first, second = found.pieces
    a = found.symbol
    assert (str(first), str(second)) == ("interior for a from 0 to 4", "x = 2 for a from 4 to 9")
    assert (first["x"], first.note, second["x"], second.note) == (first.root, "x_star = sqrt(a)", 2, "")
    assert (first.sample, first.relation) == (1, a < 4)
    assert found["x"].subs(a, 1) == first.root
    assert found["x"].subs(a, 5) == 2
    with pytest.raises(UnknownName, match="no quantity 'price' in formulas along a"):
        found["price"]
    assert (str(found.thresholds[0].expression()), found.line_map.pieces[1].label) == ("4", "x = 2")


def test_a_threshold_says_how_far_it_is_known() -> None:
    (change,) = capped_quality().changes
    assert (str(change), str(replace(change, holds="", runs_on=False))) == (
        "at a = 4: x = 2, decisions run on",
        "at a = 4: not known",
    )
    assert str(replace(change, between=(Fraction(3), Fraction(9, 2)))) == "at a between 3 and 4.5: not known"
    cubic = solve(
        Game(players=[Player("firm", decides=[x], payoff=(t**3 + t - 5) * x)], constraints=[x <= 1]), over={"t": (0, 3)}
    )
    assert str(cubic.changes[0]).startswith("at t = 1.51598 (t**3 + t - 5 = 0): ")


def test_numbers_that_were_not_looked_at_are_named_or_counted() -> None:
    first, _ = capped_quality().pieces
    (threshold,) = capped_quality().thresholds
    assert replace(first, unseen=(threshold,)).where == "for a from 0 to 4, but perhaps for 4"
    assert replace(first, unseen=(threshold,) * 4).where == "for a from 0 to 4, but perhaps for 4 numbers"
