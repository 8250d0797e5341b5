"""The answers on the book's first page: each is decided anew."""

from __future__ import annotations

from pathlib import Path

import pytest
import sympy as sp

from lsec_models import Choice, compare, load, prove, solve
from lsec_models.models.channels.channel_choice import channel_choice

PAGE = (Path(__file__).parents[2] / "book" / "index.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
ANSWERS = {cells[0]: cells[1] for cells in ROWS if cells[0].endswith("?")}
MARKET = {"alpha": 20, "c": 2, "sigma": 0.2, "theta": 0.1, "phi": 1.5, "eta": 2}


def test_the_first_screen_has_a_picture_and_then_the_answers() -> None:
    assert len(ANSWERS) == 6
    assert PAGE.index("mystnb:") < PAGE.index("| you ask |") < PAGE.index("## Install")


def test_leading_pays_and_where_it_does_not() -> None:
    led, nash = (
        solve(load("power_structures_bilateral", order=order))
        for order in (["manufacturer", "streamer"], [("manufacturer", "streamer")])
    )
    never_less = prove(led["manufacturer"] >= nash["manufacturer"], given=[led, nash])
    b, eta, mu = sp.symbols("b eta mu", positive=True)
    (equal,) = never_less.equality
    assert sp.simplify(str(equal.lhs - equal.rhs)) in (
        sp.simplify(str(b * eta - mu**2)),
        sp.simplify(str(mu**2 - b * eta)),
    )
    assert r"never earns less than by moving at the same time, and more unless $b\eta = \mu^2$" in "".join(
        ANSWERS.values()
    )
    higher = compare({"led": led, "nash": nash}, ["q"])
    assert "q: led > nash iff mu**2 > b*eta" in str(higher)
    assert r"exactly where $\mu^2 > b\eta$" in ANSWERS["Under whose lead is quality higher?"]


@pytest.mark.slow
def test_the_threshold_between_agent_and_reseller() -> None:
    modes = {mode: channel_choice(mode, compete="quantities") for mode in ("none", "reselling", "agency")}
    channels = solve(Choice(by="manufacturer", among=modes, participation={"streamer": 0}))
    pieces = channels.thresholds("lambda", at=MARKET, over=(0, 0.9)).pieces
    assert [piece.label for piece in pieces] == ["agency", "reselling"]
    assert (
        f"the agent up to a commission of {float(pieces[1].low):.4f}, the reseller beyond"
        in ANSWERS["A reseller, or an agent on commission?"]
    )


def test_who_invests_while_goodwill_builds_up() -> None:
    one, two = (solve(load("dynamic_quality", mode=mode)) for mode in ("centralised", "nash"))
    for invested in ("q", "e"):
        more = prove(one[invested] > two[invested], given=[one, two])
        assert more.status == "proved"
        assert "not established" not in str(more)
