"""Content of a show: best replies on grids from the words, free riding, hold-up, and what prices do to effort."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import audit, prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.content import PAYERS, beta, content, n
from lsec_models.models.mechanisms.content import given_commission as commission

EXAMPLES = Path(__file__).parents[3] / "examples"
LEVELS = np.linspace(0, 160, 160_001)
LED = ["manufacturer", ("streamer", "platform")]


@cache
def solved(story="portfolio", payer=None, **options):
    order = options.pop("order", None)
    return solve(content(story, payer, order=None if order is None else list(order), **options))


def proved(claim, *given):
    return prove(claim, given=list(given)).status == "proved"


def drawn(rng, game):
    point = {symbol.name: Fraction(rng.randint(4, 12), 4) for symbol in game.parameters}
    parts = {name: Fraction(rng.randint(1, 9), 10) for name in {"lambda", "psi", "beta"} & set(point)}
    return point | parts | ({"n": rng.randint(1, 6)} if "n" in point else {})


def best(earned, cost):
    """Return the level that earns most, where a level earns in proportion and costs half of its square."""
    return LEVELS[(earned * LEVELS - cost * LEVELS**2 / 2).argmax()]


@pytest.mark.parametrize("payer", PAYERS["portfolio"])
def test_content_and_effort_of_a_portfolio_are_best_replies(payer):
    """What each decides is best on a grid, given what the others decide; an offered bonus with the answer to it."""
    rng = Random(f"content {payer}")
    found = solved(payer=payer)
    assert found.evidence.established
    for _ in range(3):
        point = drawn(rng, found.game) | ({"lambda": Fraction(1, 20)} if payer == "bonus" else {})
        p = {name: float(value) for name, value in point.items()}
        at = found.at(point)
        here = {name: float(at[name]) for name in found.names}
        part, count, visitors = p["lambda"], p["n"], p["phi"] * p["rho"]
        of_streamer, of_brand = part * count * visitors, (1 - part) * visitors
        worker = count * visitors if payer == "owner" else of_streamer
        assert here["e"] == pytest.approx(best(worker * p["mu"], p["eta"]), abs=6e-4)
        payers = {"brand": of_brand, "brands": of_brand, "owner": count * visitors}
        offered = here.get("v", 0)
        borne = 1 - p["psi"] if payer == "shared" else 1
        making = best(payers.get(payer, of_streamer) * p["gamma"] + offered, borne * p["k"])
        assert here["x"] == pytest.approx(making, abs=6e-4)
        assert here["appeal"] == pytest.approx(making * (count if payer == "brands" else 1), abs=4e-3)
        if payer == "bonus":
            offers = np.linspace(0, 2 * offered + 1, 200)
            answers = np.array([best(of_streamer * p["gamma"] + offer, p["k"]) for offer in offers])
            earned = of_brand * p["gamma"] * answers - offers * answers
            offering = (of_brand * p["gamma"] - offered) * here["x"]
            assert offering == pytest.approx(earned.max(), rel=2e-3)


def test_who_should_pay_and_how_much_is_missing():
    streamer, brand, brands, owner, shared = (
        solved(payer=payer) for payer in ("streamer", "brand", "brands", "owner", "shared")
    )
    assert sp.simplify(streamer["x"] - commission * owner["x"]) == 0
    assert sp.simplify(n * brand["x"] - (1 - commission) * owner["x"]) == 0
    assert sp.simplify(brands["appeal"] - (1 - commission) * owner["x"]) == 0
    assert proved(streamer["x"] > brand["x"], streamer, brand, commission * (n + 1) > 1)
    assert proved(streamer["x"] <= brand["x"], streamer, brand, commission * (n + 1) <= 1)
    (borne,) = shared["x"].free_symbols - streamer["x"].free_symbols
    assert sp.simplify(shared["x"].subs(borne, 1 - commission) - owner["x"]) == 0


@pytest.mark.parametrize("payer", PAYERS["deal"])
def test_content_before_an_agreement_is_held_up(payer):
    """The payer's power times what is right; on a grid of content, with the effort that both want."""
    rng = Random(f"deal {payer}")
    found = solved("deal", payer, timing="before")
    right = solved("deal", "streamer", timing="after")
    for _ in range(3):
        point = drawn(rng, found.game)
        p = {name: float(value) for name, value in point.items()}
        power = p["beta"] if payer == "streamer" else 1 - p["beta"]
        effort = p["rho"] * p["phi"] * p["mu"] / p["eta"]
        together = p["rho"] * p["phi"] * (p["a"] + p["gamma"] * LEVELS + p["mu"] * effort) - p["eta"] * effort**2 / 2
        assert float(found.at(point)["x"]) == pytest.approx(
            LEVELS[(power * together - p["k"] * LEVELS**2 / 2).argmax()], abs=6e-4
        )
    part = beta if payer == "streamer" else 1 - beta
    assert sp.simplify(found["x"] - part * right["x"]) == 0


def sold_at(p, payer, w, x):
    """Return demand at a wholesale price, where streamer and platform answer it at once by first-order conditions."""
    b, rest = p["b"], p["a"] - p["b"] * w
    # Unknowns: margin, effort, fee, content.
    system = [[2 * b, -p["mu"], b, -p["gamma"]], [-p["mu"], p["eta"], 0, 0], [b, -p["mu"], 2 * b, -p["gamma"]]]
    if payer == "streamer":
        margin, effort, fee, shown = np.linalg.solve([*system, [-p["gamma"], 0, 0, p["k"]]], [rest, 0, rest, 0])
    else:
        margin, effort, fee, shown = np.linalg.solve([*system, [0, 0, 0, 1]], [rest, 0, rest, x])
    return p["a"] - b * (w + margin + fee) + p["gamma"] * shown + p["mu"] * effort


@pytest.mark.parametrize("payer", ["manufacturer", "streamer"])
def test_a_leading_manufacturer_finds_nothing_better_on_a_grid(payer):
    values = {"a": 20, "b": 1, "c": 2, "gamma": 0.8, "mu": 0.8, "k": 2, "eta": 2}
    found = solved("priced", payer, order=tuple(LED)).at({name: str(value) for name, value in values.items()})
    p = {name: float(value) for name, value in values.items()}
    most = -np.inf
    for w in np.linspace(4, 20, 33):
        for x in np.linspace(0, 4, 17) if payer == "manufacturer" else [0.0]:
            sold = sold_at(p, payer, w, x)
            most = max(most, (w - p["c"]) * sold - (p["k"] * x**2 / 2 if payer == "manufacturer" else 0))
    assert most <= float(found["manufacturer"]) + 1e-6
    assert most == pytest.approx(float(found["manufacturer"]), rel=5e-3)


def test_content_raises_effort_where_prices_are_decided_and_only_there():
    (gamma,) = {s for s in solved()["x"].free_symbols if s.name == "gamma"}
    assert gamma not in solved()["e"].free_symbols
    led = solved("priced", "streamer", order=tuple(LED))
    without = led["e"].subs(gamma, 0)
    assert proved(led["e"] > without, led)


@pytest.mark.slow
def test_nobody_gains_by_deviating_at_random_points():
    games = [solved(payer="brand"), solved("priced", "platform")]
    games += [solved("priced", payer, order=tuple(LED)) for payer in ("manufacturer", "streamer")]
    for found in games:
        assert found.evidence.established
        assert audit(found, draws=12).audits[-1].passed()


@pytest.mark.parametrize("kind", ["top", "ordinary", "self_run", "virtual"])
@pytest.mark.parametrize("story", ["portfolio", "priced"])
def test_every_type_of_streamer_is_solved(story, kind):
    found = solved(story, "manufacturer" if story == "priced" else "brand", streamer=kind)
    assert ("streamer" in {player.name for player in found.game.players}) == (kind != "self_run")


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'portfolio'"):
        content("portfolios")
    with pytest.raises(UnknownName, match="no payer 'guest'"):
        content(payer="guest")
    with pytest.raises(DeclarationError, match="no payer 'platform' in the story 'portfolio'; write one of streamer"):
        content(payer="platform")
    for options, way_out in (
        ({"timing": "before"}, "use story='deal'"),
        ({"story": "deal", "streamer": "top"}, "leave streamer out"),
        ({"payer": "shared", "streamer": "self_run"}, "leave payer='shared' out"),
        ({"story": "priced", "payer": "streamer", "streamer": "self_run"}, "use payer='manufacturer'"),
    ):
        with pytest.raises(DeclarationError, match=way_out):
            content(**options)


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "content.toml"), load("content")
    assert [sp.simplify(one.payoff - other.payoff) for one, other in zip(read.players, game.players, strict=True)] == [
        0,
        0,
        0,
    ]
    assert main(["solve", "content", "--baseline", "--quantity", "x"]) == 0
    assert "x = 1/2" in capsys.readouterr().out
