"""Brand and streamer as partners: Nash products and prices on grids, the classics, and what power does not move."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.models import load
from lsec_models.models.mechanisms.partnership import CONTRACTS, F, beta, commission, partnership

EXAMPLES = Path(__file__).parents[3] / "examples"
SHARES = np.linspace(0, 1, 20_001)


@cache
def solved(story, contract=None, sides="both"):
    return solve(partnership(story, contract, sides=sides))


def proved(claim, given):
    return prove(claim, given=given).status == "proved"


def drawn(rng, game):
    """Return random parameters at which the two gain by agreeing."""
    point = {symbol.name: Fraction(rng.randint(4, 12), 4) for symbol in game.parameters}
    fractions = {"beta", "beta_m", "omega", "varsigma", "sigma", "lambda"} & set(point)
    large = {name: Fraction(rng.randint(20, 40)) for name in ("a", "alpha") if name in point}
    return point | large | {name: Fraction(rng.randint(1, 9), 10) for name in fractions}


def best_division(maker, streamer, power, outside=0.0):
    """Return the largest Nash product, and where it is."""
    gain = np.where((maker > 0) & (streamer > outside), maker, 0), np.maximum(streamer - outside, 0)
    product = gain[0] ** (1 - power) * gain[1] ** power
    return product.max(), product.argmax()


@pytest.mark.slow
@pytest.mark.parametrize(("story", "contract"), [(s, one) for s, agreed in CONTRACTS.items() for one in agreed])
def test_every_game_is_solved_and_established(story, contract):
    assert solved(story, contract).evidence.established


@pytest.mark.parametrize("contract", ["wholesale", "revenue_sharing"])
def test_a_price_or_a_part_of_revenue_has_the_largest_nash_product(contract):
    rng = Random(f"partnership {contract}")
    game = partnership("price", contract)
    found = solved("price", contract)
    for _ in range(3):
        point = drawn(rng, game)
        a, b, c, power = (float(point[name]) for name in ("a", "b", "c", "beta"))
        if contract == "wholesale":
            paid, kept = c + SHARES * (a / b - c), 1.0
        else:
            paid, kept = (1 - SHARES) * c, 1 - SHARES
        sold = np.maximum((a - b * paid / np.maximum(kept, 1e-12)) / 2, 0)
        price = (a - sold) / b
        _, best = best_division(((1 - kept) * price + paid - c) * sold, (kept * price - paid) * sold, power)
        here = found.at({name: point[name] for name in found.ring.names})
        agreed = paid if contract == "wholesale" else SHARES
        assert float(here["w" if contract == "wholesale" else "psi"]) == pytest.approx(agreed[best], abs=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("sides", ["both", "streamer"])
def test_a_commission_makes_the_most_of_what_a_fee_divides(sides):
    """With a fee the commission is the one at which both earn most together; the fee then divides by power."""
    rng = Random(f"partnership {sides}")
    game = partnership("effort", sides=sides)
    found = solved("effort", sides=sides)
    for _ in range(3):
        point = drawn(rng, game)
        p = {name: float(value) for name, value in point.items()}
        quality = p["gamma"] / p["k"] * p["rho"] * (1 - SHARES) if sides == "both" else 0 * SHARES
        effort = p["mu"] / p["eta"] * p["rho"] * SHARES
        demand = p["a"] + p["mu"] * effort + (p["gamma"] * quality if sides == "both" else 0)
        working, making = p["eta"] * effort**2 / 2, p.get("k", 0) * quality**2 / 2
        together = p["rho"] * demand - working - making
        best = together.argmax()
        here = found.at({name: point[name] for name in found.ring.names})
        assert float(here["streamer_part"]) == pytest.approx(SHARES[best], abs=1e-4)
        assert float(here["chain_profit"]) == pytest.approx(together[best], rel=1e-9)
        earned = p["u"] + p["beta"] * (together[best] - p["u"])
        assert float(here["streamer"]) == pytest.approx(earned, rel=1e-9)
        fee = earned - p["rho"] * SHARES[best] * demand[best] + working[best]
        assert float(here["F"]) == pytest.approx(fee, abs=1e-3 * earned)


def test_power_moves_the_fee_alone_and_shared_profit_gets_efforts_right():
    led, shared, owner = (solved("effort", contract) for contract in CONTRACTS["effort"])
    for quantity in ("lambda", "e", "q", "chain_profit"):
        assert beta not in led[quantity].free_symbols
    assert [sp.simplify(shared[x] - owner[x]) for x in ("e", "q", "chain_profit")] == [0, 0, 0]
    assert proved(led["e"] < owner["e"], [led, owner])
    assert proved(led["q"] < owner["q"], [led, owner])


@pytest.mark.parametrize("contract", CONTRACTS["agency"])
def test_no_pair_finds_terms_of_a_larger_nash_product(contract):
    """Each term on a grid, the terms of the other pairs as they are; at a = 10, b = 1, c = 2."""
    rng = Random(f"partnership {contract}")
    found = solved("agency", contract)
    for _ in range(2):
        power = {name: rng.randint(1, 9) / 10 for name in ("beta", "beta_m", "omega")}
        point = {"a": 10, "b": 1, "c": 2, **{name: str(value) for name, value in power.items()}}
        here = found.at({symbol.name: point[symbol.name] for symbol in found.game.parameters})
        w, f, y = (float(here[name]) if name in found.names else 0.0 for name in ("w", "f", "y"))
        tried = 10 * SHARES

        def earned(w, f, y):
            paid = y if contract == "agency" else w + f
            sold = np.maximum(10 - paid, 0) / 2
            agent = (y - w - f) * sold if contract == "agency" else sold**2
            return {"manufacturer": (w - 2) * sold, "platform": f * sold, "agent": agent, "streamer": sold**2}

        strength = power["beta_m" if contract == "agency" else "beta"]
        asked = [("manufacturer", "agent", strength, {"w": tried}), ("platform", "agent", strength, {"f": tried})]
        asked += [("agent", "streamer", power["omega"], {"y": tried})] if contract == "agency" else []
        for one, other, theirs, terms in asked:
            income = earned(**{"w": w, "f": f, "y": y, **terms})
            _, best = best_division(income[one], income[other], theirs)
            (name,) = terms
            assert tried[best] == pytest.approx(float(here[name]), abs=1e-3)


def test_who_alone_works_pays_for_its_place():
    led = solved("effort", sides="streamer")
    assert proved(led["F"] < 0, [led])


@pytest.mark.slow
def test_the_classics_of_bargaining():
    """Prices at equal powers: 4 at a = 10, c = 2; and two brands with cost nothing get 25/6 each at sigma = 1/2."""
    here = solved("price").at({"a": 10, "b": 1, "c": 2, "beta": "1/2"})
    assert (here["w"], here["manufacturer"], here["streamer"]) == (4, 6, 9)
    rivals = solve(load("partnership", story="rivals"))
    assert rivals.evidence.status(About.COMPLETE) is Status.OPEN
    there = rivals.at({"alpha": 11, "c": 1, "sigma": "1/2", "beta": "1/2"})
    assert (there["F_1"], there["streamer"]) == (-sp.Rational(25, 6), 25)


def test_exclusivity_is_worth_selling_to_a_weak_streamer_only():
    both, one, sold = (solved("rivals", contract) for contract in CONTRACTS["rivals"])
    assert proved(one["streamer"] < both["streamer"], [one, both])
    assert proved(sold["streamer"] > both["streamer"], [sold, both, beta < sp.Rational(1, 2)])
    assert proved(sold["streamer"] < both["streamer"], [sold, both, beta > sp.Rational(1, 2)])


def test_the_best_prices_under_a_clause_are_equal_ones():
    """Both quantities on a grid, under the clause and without; also where the payoff without it is not concave."""
    rng = Random("partnership clause")
    found = {contract: solved("clause", contract) for contract in CONTRACTS["clause"]}
    for _ in range(6):
        sigma, rate, cost = rng.randint(1, 9) / 10, rng.randint(1, 9) / 10, rng.randint(0, 4) / 10
        if 1 - rate / 2 <= cost:
            continue
        shop, live = np.meshgrid(np.linspace(0, 1, 801), np.linspace(0, 1, 801))
        price, dearer = 1 - shop - sigma * live, 1 - live - sigma * shop
        earned = (price - cost) * shop + ((1 - rate) * dearer - cost) * live
        kept = np.where(dearer <= price + 1e-12, earned, -np.inf)
        best = np.unravel_index(kept.argmax(), kept.shape)
        values = {"alpha": 1, "c": Fraction(str(cost)) or Fraction(1, 10**9), "sigma": str(sigma), "lambda": str(rate)}
        here = found["lowest_price"].at(values)
        assert float(here["live_price"]) == pytest.approx(dearer[best], abs=4e-3)
        assert float(here["live_price"]) == pytest.approx(price[best], abs=4e-3)
        assert float(here["manufacturer"]) == pytest.approx(kept.max(), abs=1e-5)
        free = np.unravel_index(earned.argmax(), earned.shape)
        assert dearer[free] > price[free]


def test_a_lowest_price_makes_the_shop_dearer_and_the_show_cheaper():
    free, bound = (solved("clause", contract) for contract in CONTRACTS["clause"])
    assert proved(bound["live_price"] < free["live_price"], [free, bound])
    assert proved(bound["streamer"] > free["streamer"], [free, bound])


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'price'"):
        partnership("prices")
    with pytest.raises(UnknownName, match="did you mean 'wholesale'"):
        partnership("price", "wholesales")
    with pytest.raises(DeclarationError, match="no contract 'commission' in the story 'price'; write one of wholesale"):
        partnership("price", "commission")
    with pytest.raises(UnknownName, match="no sides 'brand'"):
        partnership("effort", sides="brand")
    with pytest.raises(DeclarationError, match="use story='effort'"):
        partnership("price", sides="streamer")


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "partnership.toml"), partnership("effort")
    names = {term: sp.Symbol(term.name) for term in (commission, F)}
    for one, other in zip(read.players, game.players, strict=True):
        gap = sp.expand(one.payoff - other.payoff.subs(names))
        assert sp.expand(gap.subs({s: sp.Symbol(s.name) for s in gap.free_symbols})) == 0
    assert main(["solve", "partnership", "--baseline", "--quantity", "w"]) == 0
    assert "w = 22/5" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("story", "contract", "kind"),
    [
        (story, contract, "self_run" if contract == "one_owner" else "top" if story == "agency" else "virtual")
        for story, agreed in CONTRACTS.items()
        if story != "clause"
        for contract in agreed
    ],
)
def test_a_type_scales_the_audience_and_what_a_host_has_cost_moves_no_term(story, contract, kind):
    """Terms and decisions are those of the game without a type at phi times the market; T and W are paid on top."""
    rng = Random(f"type {story} {contract} {kind}")
    plain, typed = partnership(story, contract), partnership(story, contract, streamer=kind)
    point, phi = drawn(rng, plain), Fraction(rng.randint(10, 15), 10)
    scaled = {"price": ("a",), "effort": ("a", "mu", "gamma"), "rivals": ("alpha",), "agency": ("a",)}[story]
    larger = point | {name: phi * point[name] for name in scaled if name in point}
    host = {"phi": phi, "T": Fraction(7, 3), "W": Fraction(7, 3)}
    given = {symbol.name: (point | host)[symbol.name] for symbol in typed.parameters}
    before, after = solved(story, contract).at(larger), solve(typed).at(given)
    assert all(before[symbol.name] == after[symbol.name] for symbol in plain.decisions)
    bears = {"virtual": "streamer", "self_run": "manufacturer"}.get(kind)
    for player in plain.players:
        borne = Fraction(7, 3) if player.name == bears else 0
        assert before[player.name] - borne == after[player.name]


def test_a_type_is_refused_where_it_has_no_meaning():
    for options, told in [
        ({"story": "clause"}, "shop and show reach the same buyers"),
        ({"story": "effort", "contract": "one_owner"}, "'top' host is not an owner; use streamer='self_run'"),
    ]:
        with pytest.raises(DeclarationError, match=told):
            partnership(**options, streamer="top")
    for options, told in [
        ({"story": "rivals"}, "shows that brand alone"),
        ({"contract": "wholesale"}, "'self_run' host does not bargain"),
    ]:
        with pytest.raises(DeclarationError, match=told):
            partnership(**options, streamer="self_run")
    with pytest.raises(DeclarationError, match="a virtual host needs no agency"):
        partnership("agency", streamer="virtual")
