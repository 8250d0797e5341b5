"""Channel choice: each mode against what is known, against the utility, and in its limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from channel_modes import HIRING, WAYS, at, both_ways, commission, every_mode, holds, phi, place, same, solved
from lsec_models import Game, parameters, solve
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.errors import DeclarationError, NoInteriorOptimum, UnknownName
from lsec_models.models import load
from lsec_models.models.channels.channel_choice import BASELINE, MODES, phi_o, reservations
from lsec_models.models.channels.two_channels import alpha, c, sigma, theta
from lsec_models.models.parts.contracts import Contract, contract
from lsec_models.models.parts.streamers import STREAMER_TYPES


class TestNone:
    @both_ways
    def test_it_is_spenglers_chain(self, compete: str) -> None:
        found = solved("none", compete)
        expected = {
            "w": (alpha + c) / 2,
            "retail_price": (3 * alpha + c) / 4,
            "manufacturer": (alpha - c) ** 2 / 8,
            "retailer": (alpha - c) ** 2 / 16,
            "streamer": sp.S.Zero,
            "consumer_surplus": (alpha - c) ** 2 / 32,
            "live_demand": sp.S.Zero,
            "live_effort": sp.S.Zero,
        }
        assert all(same(found[name], value) for name, value in expected.items())

    @pytest.mark.parametrize("mode", ["self_run", "agency"])
    def test_a_live_channel_that_sells_nothing_is_none(self, mode: str) -> None:
        """At d_l = e = 0 payoffs and surplus are those of none, whatever w and the retailer's sales."""
        live, plain = load("channel_choice", mode=mode), load("channel_choice", mode="none")
        at_rest = {symbol: 0 for symbol in live.decisions if symbol.name in ("d_l", "e")}
        fixed = {parameters("W", positive=True): 0}
        for name in ("manufacturer", "retailer", "consumer_surplus", "chain_profit", "retail_price"):
            quantities = {**{p.name: p.payoff for p in live.players}, **live.report}
            others = {**{p.name: p.payoff for p in plain.players}, **plain.report}
            assert same(quantities[name].xreplace(at_rest).subs(fixed), others[name]), name


class TestOneUtility:
    @pytest.mark.slow
    @every_mode
    @both_ways
    def test_prices_are_the_gradient_and_surplus_is_utility_minus_spending(self, mode: str, compete: str) -> None:
        found = at(solved(mode, compete))
        size = BASELINE["phi_o"] if mode == "self_run" else BASELINE["phi"]
        x, y, e = found["retail_demand"], found["live_demand"], found["live_effort"]
        first_retail = BASELINE["alpha"] + BASELINE["theta"] * e
        first_live = size * BASELINE["alpha"] + e
        assert found["retail_price"] == first_retail - x - BASELINE["sigma"] * y
        assert mode == "none" or found["live_price"] == first_live - y - BASELINE["sigma"] * x
        utility = first_retail * x + first_live * y - x * x / 2 - y * y / 2 - BASELINE["sigma"] * x * y
        spending = found["retail_price"] * x + found.get("live_price", 0) * y
        assert utility - spending == found["consumer_surplus"]

    @pytest.mark.slow
    @every_mode
    @both_ways
    def test_accounts(self, mode: str, compete: str) -> None:
        """What consumers pay is what everybody earns, plus costs."""
        found = at(solved(mode, compete))
        paid = found["retail_demand"] * found["retail_price"] + found.get("live_revenue", 0)
        cost_of_effort = BASELINE["eta"] * found["live_effort"] ** 2 / 2
        wage = BASELINE["W"] if mode == "self_run" else 0
        chain = found["manufacturer"] + found["retailer"] + found["streamer"]
        assert chain == found["chain_profit"] == paid - BASELINE["c"] * found["demand"] - cost_of_effort - wage
        assert found["welfare"] == found["chain_profit"] + found["consumer_surplus"]


class TestLimits:
    @pytest.mark.parametrize("mode", ["self_run", "agency"])
    @pytest.mark.parametrize("name", ["w", "retail_demand", "retail_price", "retailer"])
    @both_ways
    def test_separate_channels(self, mode: str, name: str, compete: str) -> None:
        found = solved(mode, compete)
        assert same(found[name].subs({sigma: 0, theta: 0}), solved("none")[name])

    @both_ways
    def test_the_own_channel_is_then_a_monopoly(self, compete: str) -> None:
        eta_o, wage = parameters("eta_o W", positive=True)
        gain = solved("self_run", compete)["manufacturer"] - solved("none", compete)["manufacturer"]
        expected = eta_o * (phi_o * alpha - c) ** 2 / (2 * (2 * eta_o - 1)) - wage
        assert same(gain.subs({sigma: 0, theta: 0}), expected)

    @pytest.mark.slow
    @pytest.mark.parametrize("mode", ["none", "self_run", "reselling"])
    def test_prices_or_quantities_are_then_the_same(self, mode: str) -> None:
        """Not under agency: there the streamer works for a share of p_l * d_l, and which of the two is set matters."""
        quantities, prices = (solved(mode, compete) for compete in WAYS)
        for name in set(quantities.exact) & set(prices.exact):
            assert same(quantities[name].subs({sigma: 0, theta: 0}), prices[name].subs({sigma: 0, theta: 0})), name

    def test_without_commission_and_influence_it_is_encroachment(self) -> None:
        """No share, no effort: a direct channel of a manufacturer that leads its retailer, worked out by hand."""
        found = {name: solved("agency")[name].subs({commission: 0, phi: 1}) for name in ("w", "d_l", "d_r")}
        margin = (alpha - c) / 2
        live = margin * (2 - sigma) / (2 - sigma**2)
        assert same(found["w"], c + margin)
        assert same(found["d_l"], live)
        assert same(found["d_r"], (margin - sigma * live) / 2)

    @pytest.mark.slow
    def test_costly_effort_of_the_own_host_is_agency_without_commission(self) -> None:
        eta_o, wage = parameters("eta_o W", positive=True)
        own = solved("self_run")["manufacturer"] + wage
        agent = solved("agency")["manufacturer"].subs(commission, 0)
        assert same(sp.limit(sp.factor(own.subs(phi_o, phi)), eta_o, sp.oo), agent)


class TestTrivialChanges:
    @every_mode
    @both_ways
    def test_units_of_money(self, mode: str, compete: str) -> None:
        """Demand has unit slope, so that everything measured in money for a unit scales alike."""
        equilibrium, scale = solved(mode, compete), Fraction(7, 3)
        one = at(equilibrium)
        other = at(equilibrium, alpha=BASELINE["alpha"] * scale, c=BASELINE["c"] * scale, W=scale**2)
        squared = {
            "manufacturer",
            "retailer",
            "streamer",
            "consumer_surplus",
            "chain_profit",
            "welfare",
            "live_revenue",
        }
        for name, value in one.items():
            assert other[name] == value * scale ** (2 if name in squared else 1), name

    @pytest.mark.slow
    @pytest.mark.parametrize("mode", HIRING)
    def test_names(self, mode: str) -> None:
        plain, marked = solved(mode), solved(mode, mark="_top")
        back = {symbol: parameters(symbol.name.removesuffix("_top"), positive=True) for symbol in marked.ring.symbols}
        back = {symbol: image for symbol, image in back.items() if symbol.name.endswith("_top")}
        assert {symbol.name for symbol in back} >= {"phi_top", "eta_top"}
        assert all(same(marked[name].xreplace(back), plain[name]) for name in plain.exact)


class TestTiming:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("mode", "order"),
        [
            ("agency", ["manufacturer", "streamer", "retailer"]),
            ("agency", ["streamer", "manufacturer", "retailer"]),
            ("reselling", ["manufacturer", "streamer", "retailer"]),
            ("reselling", ["manufacturer", "retailer", "streamer"]),
            ("self_run", ["manufacturer", "retailer"]),
        ],
    )
    def test_others_are_one_argument_away(self, mode: str, order: list[str]) -> None:
        found = at(solved(mode, order=tuple(order)))
        assert found["manufacturer"] > 0
        assert found["manufacturer"] != at(solved(mode))["manufacturer"]

    def test_an_agents_effort_does_not_wait_for_the_retailer(self) -> None:
        """It follows live sales alone, so that nothing changes if the streamer sees what the retailer does."""
        later = solved("agency", order=("manufacturer", "retailer", "streamer"))
        assert at(later) == at(solved("agency"))

    def test_the_wholesale_price_needs_a_leader(self) -> None:
        """Who sells on takes w as given only if it sees it."""
        with pytest.raises(NoInteriorOptimum, match="linear in w"):
            solve(load("channel_choice", mode="none", order=[("manufacturer", "retailer")]))

    @pytest.mark.slow
    def test_committing_to_effort_first_is_worth_something(self) -> None:
        first, later = solved("self_run", order=("manufacturer", "retailer")), solved("self_run")
        for point in sample(first.domain.where(later.domain.conditions), 20, seed=2):
            values = {symbol.name: value for symbol, value in point.items()}
            assert at(first, **values)["manufacturer"] >= at(later, **values)["manufacturer"]


class TestSpillover:
    @pytest.mark.parametrize("mode", ["self_run", "agency"])
    def test_who_gains_from_it(self, mode: str) -> None:
        """Live effort that helps the retail channel helps the retailer; effort that cannibalises it hurts."""
        equilibrium = solved(mode)
        profits = [at(equilibrium, theta=Fraction(n, 10))["retailer"] for n in (-9, -5, 0, 5, 9)]
        assert profits == sorted(profits)
        assert len(set(profits)) == len(profits)

    def test_without_effort_there_is_none(self) -> None:
        assert not solved("agency")["manufacturer"].subs(commission, 0).has(theta)


class TestContracts:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("mode", "plain", "words", "fee", "sign"),
        [
            ("agency", "commission", "commission + slot_fee", "F", 1),
            ("reselling", "wholesale", "two_part_tariff", "A", -1),
            ("reselling", "wholesale", "wholesale + slot_fee", "F", 1),
        ],
    )
    def test_fixed_payments_move_nothing_but_profits(
        self, mode: str, plain: str, words: str, fee: str, sign: int
    ) -> None:
        without, found = solved(mode, contract=plain), solved(mode, contract=words)
        paid = ratio(found.ring, sign * parameters(fee, positive=True))
        expected = {name: value.convert(found.ring) for name, value in without.exact.items()}
        expected |= {"streamer": expected["streamer"] + paid, "manufacturer": expected["manufacturer"] - paid}
        assert dict(found.exact) == expected

    @pytest.mark.slow
    def test_sharing_no_revenue_is_wholesale(self) -> None:
        shared, plain = solved("reselling", contract="revenue_sharing"), solved("reselling")
        point = shared.ring.exact_point(place(shared, psi=0))
        expected = at(plain)
        assert {name: value.evaluate(point) for name, value in shared.exact.items()} == expected

    def test_a_guarantee_has_two_sides(self) -> None:
        words = "commission + minimum_guarantee"
        slack = solved("agency", contract=words)
        binding = solved("agency", contract=words, guarantee="binding")
        plain, guaranteed = solved("agency"), parameters("G", positive=True)
        assert at(slack, G=1) == at(plain)
        assert binding["streamer"] == guaranteed
        assert binding["live_effort"] == 0
        assert not binding["live_demand"].has(commission)
        low, high = 1, 100
        assert at(slack, G=low)["streamer"] > low
        assert not holds(slack, place(slack, G=high))
        assert at(binding, G=high)["streamer"] == high
        assert not holds(binding, place(binding, G=low))

    def test_on_the_guaranteed_side_working_is_worth_no_more(self) -> None:
        """The constraint is the streamer's best payoff from its share, computed here from a fine grid of efforts."""
        game = load("channel_choice", contract="commission + minimum_guarantee", guarantee="binding")
        found = at(solve(game), G=100)
        share, cost = float(BASELINE["lambda"]), float(BASELINE["eta"])
        effort = np.linspace(0, 10, 100_001)
        pay = share * (float(found["live_price"]) + effort) * float(found["live_demand"]) - cost * effort**2 / 2
        values = {s: sp.Rational(*BASELINE[s.name].as_integer_ratio()) for s in game.parameters if s.name != "G"}
        values |= {symbol: found[symbol.name] for symbol in game.decisions}
        side = tuple(game.constraints)[-1].args[0].xreplace(values)
        assert abs(float(side) - pay.max()) < 1e-8

    def test_ones_own(self) -> None:
        """A bonus for each unit sold, on top of the commission."""
        bonus = Contract(name="bonus", unit_price=sp.Rational(-1, 2))
        game = load("channel_choice", contract=contract("commission") + bonus)
        found = at(solve(game))
        assert found["streamer"] > at(solved("agency"))["streamer"]


class TestStreamerTypes:
    @pytest.mark.parametrize("kind", sorted(STREAMER_TYPES))
    @pytest.mark.parametrize("mode", MODES)
    def test_terms_follow_from_the_type(self, kind: str, mode: str) -> None:
        host = STREAMER_TYPES[kind]
        if mode == "none" or host.employed == (mode == "self_run"):
            game = load("channel_choice", mode=mode, streamer=kind)
            names = {symbol.name for symbol in game.parameters}
            hired = mode in HIRING
            assert ("F" in names) is (hired and bool(host.slot_fee))
            assert ("T" in names) is (hired and bool(host.technology_cost))
            assert ("lambda" in names) is (mode == "agency")
            assert ("W" in names) is (mode == "self_run")
        else:
            with pytest.raises(DeclarationError, match="employed by the manufacturer; use mode"):
                load("channel_choice", mode=mode, streamer=kind)

    def test_the_usual_mode(self) -> None:
        assert load("channel_choice", streamer="self_run") == load("channel_choice", mode="self_run")
        assert load("channel_choice") == load("channel_choice", mode="agency", contract="commission")
        assert load("channel_choice", contract="wholesale") == load("channel_choice", mode="reselling")

    def test_the_own_host_has_the_terms_of_its_type(self) -> None:
        own = STREAMER_TYPES["self_run"]
        assert (BASELINE["phi_o"], BASELINE["eta_o"], BASELINE["W"]) == (own.influence, own.effort_cost, own.wage)

    def test_who_must_agree(self) -> None:
        outside = parameters("u", nonnegative=True)
        assert reservations("agency") == reservations("reselling") == {"retailer": 0, "streamer": outside}
        assert reservations("none") == reservations("self_run") == {"retailer": 0}
        assert reservations("agency", "top")["streamer"] == STREAMER_TYPES["top"].reservation
        assert reservations("agency", mark="_top")["streamer"].name == "u_top"


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"mode": "agancy"}, UnknownName, "no mode 'agancy'; did you mean 'agency'"),
        ({"streamer": "star"}, UnknownName, "no streamer type 'star'"),
        ({"contract": "comission"}, UnknownName, "did you mean 'commission'"),
        ({"compete": "quantity"}, UnknownName, "no way of competing 'quantity'; did you mean 'quantities'"),
        ({"guarantee": "tight"}, UnknownName, "no side of a guarantee 'tight'"),
        ({"mode": "agency", "contract": "wholesale"}, DeclarationError, "use mode 'reselling'"),
        ({"mode": "reselling", "contract": "commission"}, DeclarationError, "use mode 'agency'"),
        ({"mode": "none", "contract": "commission"}, DeclarationError, "leave out contract="),
        ({"mode": "self_run", "contract": "wholesale"}, DeclarationError, "leave out contract="),
        ({"mode": "agency", "streamer": "self_run"}, DeclarationError, "is employed.*use mode 'self_run'"),
        ({"mode": "self_run", "streamer": "top"}, DeclarationError, "is not employed.*'agency' or 'reselling'"),
        ({"mode": "none", "order": ["retailer"]}, DeclarationError, "leaves out 'manufacturer'"),
        ({"mod": "none"}, DeclarationError, "did you mean 'mode'"),
    ],
)
def test_bad_requests_are_told(options: dict[str, Any], error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        load("channel_choice", **options)


def test_unknown_modes_have_no_reservations() -> None:
    with pytest.raises(UnknownName, match="did you mean 'agency'"):
        reservations("agenci")


def test_players_are_the_same_in_every_mode() -> None:
    games: list[Game] = [load("channel_choice", mode=mode) for mode in MODES]
    assert {tuple(player.name for player in game.players) for game in games} == {
        ("manufacturer", "retailer", "streamer")
    }
