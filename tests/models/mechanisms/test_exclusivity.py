"""Two brands and two streamers: terms and breakdowns on grids, and who wants exclusivity where."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import Choice, prove, read_game, solve
from lsec_models.errors import UnknownName
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.models import CATALOGUE, load
from lsec_models.models.mechanisms.exclusivity import BRANDS, LINKS, STREAMERS, exclusivity
from lsec_models.show.export.catalogue import model_text

EXAMPLES = Path(__file__).parents[3] / "examples"


@cache
def solved(links):
    return solve(exclusivity(links))


def drawn(rng):
    power, audiences, brands = (Fraction(rng.randint(1, 9), 10) for _ in range(3))
    return {"alpha": Fraction(10), "c": Fraction(2), "beta": power, "sigma": audiences, "tau": brands}


@cache
def formula(links, quantity):
    """Return a closed form as a function of power, audiences and brands, at alpha = 10 and c = 2."""
    found = solved(links)[quantity]
    names = ("alpha", "c", "beta", "sigma", "tau")
    own = {symbol.name: symbol for symbol in found.free_symbols}
    return sp.lambdify([own.get(name, sp.Symbol(name)) for name in names], found)


def stated(links, quantity, point):
    return formula(links, quantity)(*(point[name] for name in ("alpha", "c", "beta", "sigma", "tau")))


def price(p, sold, pair):
    """Return the price of one brand at one streamer, from the words."""
    lost = {
        other: (1 if other[0] == pair[0] else p["tau"]) * (1 if other[1] == pair[1] else p["sigma"]) for other in sold
    }
    return p["alpha"] - sum(lost[other] * sold[other] for other in sold)


def answered(p, sold, terms, shown):
    """Return what one streamer sells of the brands it shows, by best replies in turn, the other's sales given."""
    now = dict(sold)
    for _ in range(30):
        for pair in shown:
            others = {**now, pair: 0.0}
            cross = sum(p["tau"] * others[other] for other in shown if other != pair)
            now[pair] = max(0.0, (price(p, others, pair) - cross - terms[pair]) / 2)
    return now


def earned(p, sold, terms, streamer):
    """Return what a streamer earns before fees."""
    return sum((price(p, sold, pair) - terms[pair]) * sold[pair] for pair in sold if pair[1] == streamer)


@pytest.mark.slow
@pytest.mark.parametrize("links", ["all", "first_exclusive", "exclusive"])
def test_no_pair_gains_by_other_terms_and_fees_share_what_a_link_adds(links):
    """Rivals' sales stay at what is believed; the streamer answers each wholesale price, and a breakdown."""
    led = solved(links)
    assert led.evidence.established
    assert led.evidence.status(About.COMPLETE) is Status.OPEN
    point = drawn(Random(f"exclusivity {links}"))
    p = {name: float(value) for name, value in point.items()}
    pairs = LINKS[links]
    terms, sold, fees = ({pair: float(stated(links, f"{x}_{pair}", point)) for pair in pairs} for x in "wdF")
    for streamer in STREAMERS:
        shown = [pair for pair in pairs if pair[1] == streamer]
        again = answered(p, sold, terms, shown)
        assert again == pytest.approx(sold)
    for pair in pairs:
        streamer = pair[1]
        shown = [other for other in pairs if other[1] == streamer]
        together = []
        for tried in np.linspace(0, 4, 41):
            other = {**terms, pair: float(tried)}
            now = answered(p, sold, other, shown)
            together.append((tried - p["c"]) * now[pair] + earned(p, now, other, streamer))
        assert np.linspace(0, 4, 41)[int(np.argmax(together))] == pytest.approx(p["c"])
        without = answered(p, {**sold, pair: 0.0}, terms, [other for other in shown if other != pair])
        added = earned(p, sold, terms, streamer) - earned(p, without, terms, streamer)
        assert -fees[pair] == pytest.approx((1 - p["beta"]) * added)
    for number, name in BRANDS.items():
        paid = [fees[pair] for pair in pairs if pair[0] == number]
        assert not paid or float(stated(links, name, point)) == pytest.approx(-sum(paid))


@pytest.mark.slow
def test_who_wants_exclusivity_where():
    """Both brands by one condition, a brand alone by another, and a streamer only where brands do."""
    rng = Random("exclusivity")
    seen = set()
    for _ in range(40):
        point = drawn(rng)
        s, t, b = (point[name] for name in ("sigma", "tau", "beta"))
        own, all_, alone = (
            {name: stated(links, name, point) for name in ("first", "second", "one")}
            for links in ("exclusive", "all", "first_exclusive")
        )
        brands = own["first"] > all_["first"]
        assert brands == ((1 + t) * (2 + s) ** 2 > 2 * (1 - t) * (2 + s * t) ** 2)
        streamers = own["one"] > all_["one"]
        assert streamers == (b * (1 + t) * (2 + s) ** 2 > 2 * (t + b * (1 - t)) * (2 + s * t) ** 2)
        assert brands or not streamers
        assert (alone["first"] > all_["first"]) == ((2 + s) ** 2 > 8)
        stays = own["second"] >= alone["second"]
        assert stays == (4 * s**2 * (1 + 2 * t + 3 * t**2) + 16 * s * (1 + t) >= 16 + s**4 * t**4)
        seen.add((bool(brands), bool(stays)))
    assert seen == {(True, True), (True, False), (False, False)}


@pytest.mark.slow
def test_exclusivity_is_at_the_expense_of_buyers_and_one_brand_s_is_good_for_its_rival():
    own, all_, alone = (solved(links) for links in ("exclusive", "all", "first_exclusive"))
    assert prove(own["consumer_surplus"] < all_["consumer_surplus"], given=[own, all_]).status == "proved"
    assert prove(alone["second"] > all_["second"], given=[alone, all_]).status == "proved"


@pytest.mark.slow
def test_a_choice_on_top():
    """The second brand, whose rival is exclusive to the other streamer, is at both while audiences differ enough."""
    modes = {"at both": solved("first_exclusive"), "at its own": solved("exclusive")}
    found = solve(Choice(by="second", among=modes))
    at = {"alpha": 10, "c": 2, "beta": "1/2", "tau": "1/4"}
    assert [found.at(at | {"sigma": sigma}).mode for sigma in ("1/2", "9/10")] == ["at both", "at its own"]


def test_a_link_that_nobody_sees_always_pays_an_exclusive_brand():
    """The second brand goes to the first streamer too, who sells both; the other sells what it did."""
    rng = Random("exclusivity secret links")
    for _ in range(30):
        point = drawn(rng)
        p = {name: float(value) for name, value in point.items()}
        before = {"21": 0.0} | {pair: float(stated("exclusive", f"d_{pair}", point)) for pair in ("11", "22")}
        terms = dict.fromkeys(before, p["c"])
        after = answered(p, before, terms, ["11", "21"])
        assert earned(p, after, terms, "1") > earned(p, before, terms, "1") + 1e-6


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'exclusive'"):
        exclusivity("exclusives")
    with pytest.raises(UnknownName, match=r"no links \['11'\]; known: 'all'"):
        exclusivity(["11"])


def test_four_bargains_at_once_are_described_within_80_columns():
    shown = model_text(CATALOGUE["exclusivity"], exclusivity("all")).splitlines()
    assert max(map(len, shown)) <= 80
    assert [line.strip() for line in shown if line.endswith("at once")][-1].startswith("stage 2")


def test_the_game_file():
    read, game = read_game(EXAMPLES / "exclusivity.toml"), load("exclusivity")
    for one, other in zip(read.players, game.players, strict=True):
        gap = sp.expand(one.payoff - other.payoff)
        same = {symbol: sp.Symbol(symbol.name) for symbol in gap.free_symbols}
        assert sp.expand(gap.subs(same)) == 0
    assert read.bargains[0].secret
