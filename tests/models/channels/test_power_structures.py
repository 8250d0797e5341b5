"""The three-player model against one recursion that covers all its power structures.

With s_i = gamma_i**2 / (b * k_i) for each player's investment, let Phi be 1 below the last block and, going up through
the blocks, (1 + n) * Phi - (sum of s_i in the block) above a block of n players. Then, with D = (a - b*c) / Phi at the
top: demand is D, each player's margin Phi_i * D / b, investment gamma_i * D / (b * k_i) and profit
D**2 / b * (Phi_i - s_i / 2), where Phi_i is Phi just below the player's own block.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models import Equilibrium, Game, decisions, parameters, solve
from lsec_models import power_structures as all_orders
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.channels.power_structures import PLAYERS
from lsec_models.models.parts.streamers import STREAMER_TYPES, streamer_type
from strategies import examples

ALL = parameters("a b c k eta upsilon gamma mu tau", positive=True)
a, b, c, k, eta, upsilon, gamma, mu, tau = ALL
INVESTS = {"manufacturer": ("q", gamma, k), "streamer": ("e", mu, eta), "platform": ("t", tau, upsilon)}
STRUCTURES = [tuple(order) for order in all_orders(PLAYERS)]
BILATERAL = [tuple(order) for order in all_orders(PLAYERS[:2])]
STATIC = sorted(name for name in CATALOGUE if isinstance(load(name), Game))
TYPED = [name for name in STATIC if "streamer" in CATALOGUE[name].options]
# In which streamers of every type appear.
STORIES = {
    "after_sales": {"story": "exaggeration"},
    "consumer_demand": {"segments": "trust"},
    "information_sharing": {"how": "agency"},
    "promotion": {"streamers": "alike"},
    "technology": {"story": "host"},
}

Order = tuple[tuple[str, ...], ...]


@cache
def solved(order: Order) -> Equilibrium:
    return solve(load("power_structures", order=order))


def label(order: Order) -> str:
    return " > ".join("=".join(name[0] for name in block) for block in order)


def strength(player: str) -> sp.Expr:
    _, gain, cost = INVESTS[player]
    return gain**2 / (b * cost)


def below(order: Order) -> dict[str, sp.Expr]:
    """Return Phi just below each player's block and, under "top", above all of them."""
    phi, found = sp.S.One, {}
    for block in reversed(order):
        found |= dict.fromkeys(block, phi)
        phi = (1 + len(block)) * phi - sum(map(strength, block))
    return found | {"top": phi}


def predicted(order: Order, market: sp.Expr = a) -> dict[str, sp.Expr]:
    """Return every quantity that the recursion gives."""
    phi = below(order)
    demand = (market - b * c) / phi["top"]
    margin = {player: phi[player] * demand / b for block in order for player in block}
    profit = {player: demand**2 / b * (phi[player] - strength(player) / 2) for player in margin}
    found = {"demand": demand, "price": c + sum(margin.values()), "w": c + margin["manufacturer"]}
    found |= {"m": margin["streamer"]}
    if "platform" in margin:
        found |= {"f": margin["platform"]}
    for player in margin:
        decision, gain, cost = INVESTS[player]
        found[decision] = gain * demand / (b * cost)
    chain = sum(profit.values())
    return found | profit | {"chain_profit": chain, "consumer_surplus": demand**2 / (2 * b)}


def assert_equal(equilibrium: Equilibrium, expected: dict[str, sp.Expr]) -> None:
    for name, value in expected.items():
        assert equilibrium.exact[name] == ratio(equilibrium.ring, value), name


@pytest.mark.parametrize("order", STRUCTURES, ids=label)
def test_the_recursion_gives_each_of_the_thirteen_structures(order: Order) -> None:
    equilibrium = solved(order)
    expected = predicted(order)
    assert set(equilibrium) == set(expected)
    assert_equal(equilibrium, expected)


@pytest.mark.parametrize("order", BILATERAL, ids=label)
def test_the_recursion_gives_the_bilateral_structures(order: Order) -> None:
    equilibrium = solve(load("power_structures_bilateral", order=order))
    expected = predicted(order)
    assert set(equilibrium) == set(expected)
    assert_equal(equilibrium, expected)


def test_the_simultaneous_structure_is_the_default() -> None:
    assert solve(load("power_structures")).exact == solve(load("power_structures", order=[PLAYERS])).exact
    assert solve(load("power_structures_bilateral")).label == "manufacturer = streamer"


positive = st.builds(Fraction, st.integers(1, 12), st.integers(1, 6))


@pytest.mark.slow
@examples(60)
@given(st.sampled_from(STRUCTURES), st.fixed_dictionaries({symbol.name: positive for symbol in ALL}))
def test_it_holds_where_every_player_is_concave(order: Order, point: dict[str, Fraction]) -> None:
    """Own second-order conditions are Phi_i > 0 and 2 * Phi_i > s_i; nothing else is asked."""
    values = {symbol: sp.Rational(*point[symbol.name].as_integer_ratio()) for symbol in ALL}
    phi = {player: value.subs(values) for player, value in below(order).items()}
    concave = all(phi[player] > 0 and 2 * phi[player] > strength(player).subs(values) for player in PLAYERS)
    holds = bool(concave and (a - b * c).subs(values) > 0)
    equilibrium = solved(order)
    if holds:
        found = equilibrium.at(point)
        expected = predicted(order)
        assert all(found[name] == sp.sympify(expected[name]).subs(values) for name in found.values)
        assert all(found[name] > 0 for name in found.values)
    else:
        with pytest.raises(OutsideDomain):
            equilibrium.at(point)


class TestIntegratedChain:
    def test_closed_form(self) -> None:
        total = sum(map(strength, PLAYERS))
        demand = (a - b * c) / (2 - total)
        expected = {"demand": demand, "p": c + demand / b, "price": c + demand / b}
        expected |= {decision: gain * demand / (b * cost) for decision, gain, cost in INVESTS.values()}
        expected |= {"chain": demand**2 / b * (1 - total / 2), "consumer_surplus": demand**2 / (2 * b)}
        equilibrium = solve(load("integrated_chain"))
        assert_equal(equilibrium, expected | {"chain_profit": expected["chain"]})
        assert equilibrium.label == "chain"

    @pytest.mark.parametrize("order", STRUCTURES, ids=label)
    def test_no_structure_earns_the_chain_as_much(self, order: Order) -> None:
        together, apart = solve(load("integrated_chain")), solved(order)
        for point in sample(together.domain.where(apart.domain.conditions), 15, seed=11):
            values = {symbol.name: value for symbol, value in point.items()}
            one, other = together.at(values), apart.at(values)
            assert one["chain_profit"] > other["chain_profit"]
            assert one["demand"] > other["demand"]
            assert one["consumer_surplus"] > other["consumer_surplus"]


class TestStreamerTypes:
    @pytest.mark.slow
    @pytest.mark.parametrize("order", [None, *STRUCTURES], ids=lambda order: label(order or [("default",)]))
    @pytest.mark.parametrize("kind", ["top", "ordinary", "virtual"])
    def test_independent_hosts_under_every_structure(self, kind: str, order: Any) -> None:
        game = load("power_structures", order=order, streamer=kind)
        equilibrium = solve(game)
        assert {"phi", "lambda"} <= {p.name for p in game.parameters}
        assert sample(equilibrium.domain, 3)
        total = sum(equilibrium[player] for player in PLAYERS)
        assert sp.cancel(equilibrium["chain_profit"] - total) == 0

    @pytest.mark.parametrize("order", [None, *all_orders(["manufacturer", "platform"])], ids=str)
    def test_a_host_of_the_brand(self, order: Any) -> None:
        """Who runs the host sets its effort; the chain loses one margin."""
        equilibrium = solve(load("power_structures", order=order, streamer="self_run"))
        assert "m" not in equilibrium.decisions
        assert "streamer" not in equilibrium.payoffs
        assert {"w", "q", "e", "f", "t"} == set(equilibrium.decisions)

    def test_the_brands_own_host_alone(self) -> None:
        found = solve(load("power_structures_bilateral", streamer="self_run"))
        phi, wage = parameters("phi W", positive=True)
        surplus, bottom = phi * a - b * c, 2 - strength("manufacturer") - strength("streamer")
        assert_equal(found, {"demand": surplus / bottom, "manufacturer": surplus**2 / (2 * b * bottom) - wage})

    @pytest.mark.slow
    @pytest.mark.parametrize("kind", sorted(STREAMER_TYPES))
    @pytest.mark.parametrize("name", TYPED)
    def test_typical_numbers_are_admissible(self, name: str, kind: str) -> None:
        game = load(name, streamer=kind, **STORIES.get(name, {}))
        point = baseline(CATALOGUE[name], game, kind)
        found = solve(game).at({symbol.name: value for symbol, value in point.items()})
        assert all(found[sales] > 0 for sales in ("demand", "sold", "later") if sales in found.values)
        assert all(value > 0 for quantity, value in found.values.items() if quantity.endswith("price"))

    @pytest.mark.parametrize("order", [o for o in STRUCTURES if o[0] == ("manufacturer",)], ids=label)
    @pytest.mark.parametrize(("kind", "fees"), [("ordinary", {}), ("top", {"F": 1}), ("virtual", {"T": 1})])
    def test_a_commission_is_neutral_where_the_manufacturer_moves_first(
        self, order: Order, kind: str, fees: dict[str, int]
    ) -> None:
        """Then everybody sets what it keeps of a unit, whatever share of w it is; fixed fees just move."""
        phi = parameters("phi", positive=True)
        found = solve(load("power_structures", order=order, streamer=kind))
        expected = predicted(order, market=phi * a)
        fixed = {name: parameters(name, positive=True) for name in fees}
        fee, technology = fixed.get("F", sp.S.Zero), fixed.get("T", sp.S.Zero)
        expected["manufacturer"] -= fee
        expected["streamer"] += fee - technology
        expected["chain_profit"] -= technology
        assert_equal(found, {name: value for name, value in expected.items() if name not in ("w", "m")})

    def test_a_commission_is_not_neutral_where_all_move_at_once(self) -> None:
        found = solve(load("power_structures", streamer="ordinary"))
        assert parameters("lambda", positive=True) in found["demand"].free_symbols

    @pytest.mark.parametrize("kind", sorted(STREAMER_TYPES))
    def test_payments_inside_an_integrated_chain_cancel(self, kind: str) -> None:
        found = solve(load("integrated_chain", streamer=kind))
        phi = parameters("phi", positive=True)
        assert_equal(found, {"demand": (phi * a - b * c) / (2 - sum(map(strength, PLAYERS)))})
        assert not {"lambda", "F"} & {symbol.name for name in found for symbol in found[name].free_symbols}

    @pytest.mark.parametrize("kind", sorted(STREAMER_TYPES))
    def test_types_are_sensible_data(self, kind: str) -> None:
        found = streamer_type(kind)
        assert found.name == kind
        assert 0 <= found.commission < 1
        assert found.influence > 0
        assert found.effort_cost > 0
        assert min(found.slot_fee, found.wage, found.technology_cost, found.reservation) >= 0
        assert found.employed is (kind == "self_run")
        assert load("power_structures", streamer=found) == load("power_structures", streamer=kind)


class TestLoading:
    @pytest.mark.parametrize(
        ("name", "options", "error", "words"),
        [
            ("power_structure", {}, UnknownName, "no model 'power_structure'.*did you mean.*'power_structures'"),
            ("newsvendor", {}, UnknownName, "no model 'newsvendor' in the catalogue"),
            ("power_structures", {"oder": ["x"]}, DeclarationError, "no option 'oder'.*did you mean 'order'"),
            ("power_structures", {"streamer": "star"}, UnknownName, "no streamer type 'star'"),
            ("power_structures", {"streamer": "ordinari"}, UnknownName, "did you mean 'ordinary'"),
            ("power_structures", {"order": ["manufacturer", "streamer"]}, DeclarationError, "leaves out 'platform'"),
            ("power_structures", {"order": ["maker"]}, UnknownName, "'maker', who does not play"),
            (
                "power_structures",
                {"streamer": "self_run", "order": ["manufacturer", "streamer", "platform"]},
                UnknownName,
                "'streamer', who does not play",
            ),
            ("power_structures_bilateral", {"order": [PLAYERS]}, UnknownName, "'platform', who does not play"),
            ("integrated_chain", {"order": ["manufacturer"]}, UnknownName, "'manufacturer'.*known: 'chain'"),
        ],
    )
    def test_bad_requests_are_told_what_is_wrong(
        self, name: str, options: dict[str, Any], error: type[Exception], words: str
    ) -> None:
        with pytest.raises(error, match=words):
            load(name, **options)

    @pytest.mark.parametrize("name", STATIC)
    def test_every_entry_loads_and_explains_itself(self, name: str) -> None:
        model = CATALOGUE[name]
        assert model.name == name
        assert model.question.endswith((".", "?"))
        game = load(name)
        assert ("order" in model.options) == (name != "exclusivity")  # secret terms leave one order
        assert isinstance(game, Game)
        assert set(baseline(model, game)) == set(game.parameters)

    def test_a_baseline_that_is_missing_is_named(self) -> None:
        game = load("power_structures", streamer="top")
        with pytest.raises(DeclarationError, match=r"no baseline for F, lambda, phi.*ordinary"):
            baseline(CATALOGUE["power_structures"], game)

    def test_slots_may_name_decisions(self) -> None:
        """Quality before all prices: the manufacturer moves twice."""
        q = decisions("q")
        game = load("power_structures", order=[q, ("manufacturer", "streamer", "platform")])
        assert [len(stage.decisions) for stage in game.stages] == [1, 5]
        assert solve(game)["q"] != solve(load("power_structures"))["q"]


@examples(20)
@given(st.permutations(PLAYERS), st.sampled_from(STRUCTURES))
def test_roles_can_be_exchanged(names: list[str], order: Order) -> None:
    """The players differ by name only: exchanging their parameters exchanges their fortunes."""
    role = dict(zip(PLAYERS, names, strict=True))
    assume(role != {player: player for player in PLAYERS})
    swapped = [tuple(role[player] for player in block) for block in order]
    one, other = solved(order), solved(tuple(swapped))
    exchange = {}
    for player, image in role.items():
        (_, gain, cost), (_, other_gain, other_cost) = INVESTS[player], INVESTS[image]
        exchange |= {gain: other_gain, cost: other_cost}
    for player, image in role.items():
        assert ratio(other.ring, one[player].xreplace(exchange)) == other.exact[image]
    assert ratio(other.ring, one["demand"].xreplace(exchange)) == other.exact["demand"]
