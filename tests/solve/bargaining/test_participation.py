"""Constraints of first movers on later answers: participation, incentives, and contracts decided with them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import pytest
import sympy as sp
from hypothesis import given, settings

from grids.leader import LeaderGrid
from lsec_models import Game, Player, decisions, decreasing, parameters, prove, solve
from lsec_models.errors import LsecError, NoClosedForm, NoInteriorOptimum
from lsec_models.games.evidence.evidence import About, Status

a, b, c, k, v, rho, r, u = parameters("a b c k v rho r u", positive=True)
w, q = decisions("w q")
F, m, e, s = decisions("F m e s", real=True)
demand = a - b * (w + m)


def two_part_tariff(least: sp.Expr = rho) -> Game:
    """A manufacturer posts a wholesale price and a fee; a streamer sets its margin, and must have `least`."""
    return Game(
        players=[
            Player("manufacturer", decides=[w, F], payoff=(w - c) * demand + F),
            Player("streamer", decides=[m], payoff=m * demand - F),
        ],
        order=["manufacturer", "streamer"],
        assuming=[a > b * c],
        constraints={"manufacturer": [m * demand - F >= least]},
    )


def one_price(least: sp.Expr) -> Game:
    """A manufacturer posts a price; a retailer orders, and must have `least`."""
    return Game(
        players=[
            Player("manufacturer", decides=[w], payoff=(w - c) * q),
            Player("retailer", decides=[q], payoff=(a - q - w) * q),
        ],
        order=["manufacturer", "retailer"],
        assuming=[a > c],
        constraints={"manufacturer": [(a - q - w) * q >= least]},
    )


def assert_grid_agrees(game: Game, point: dict[Any, Fraction], found: Any, tolerance: float = 2e-3) -> None:
    """Assert that no feasible decision on a grid has more than the leader's payoff, which the stated ones do have."""
    grid = LeaderGrid(game, point)
    stated = float(found.payoffs[grid.leader])
    decided = [float(found.decisions[d.name]) for d in grid.decided]
    assert grid.at(decided) == pytest.approx(stated, abs=tolerance * (1 + abs(stated)))
    assert grid.best()[0] <= stated + tolerance * (1 + abs(stated))


@pytest.mark.slow
def test_the_fee_takes_what_participation_leaves() -> None:
    solved = solve(two_part_tariff(), corners=True)
    (regime,) = solved.regimes
    assert regime.decisions["w"] == c
    assert sp.simplify(regime.decisions["F"] - ((a - b * c) ** 2 / (4 * b) - rho)) == 0
    assert regime.payoffs["streamer"] == rho
    assert list(regime.multipliers.values()) == [1]
    assert regime.binding == ("-F + m*(a - b*(m + w)) = rho",)
    assert solved.evidence.established
    assert solved.evidence.status(About.COMPLETE) is Status.PROVED
    assert solved.tiling.is_proved


@pytest.mark.slow
def test_three_fees_take_what_three_hosts_do_not_insist_on() -> None:
    fees, efforts, kept = decisions("F_1 F_2 F_3"), decisions("e_1 e_2 e_3"), parameters("r_1 r_2 r_3", positive=True)
    hosts = [
        Player(f"host {i}", decides=[own], payoff=fee + a * own - own**2 * i / 2)
        for i, (fee, own) in enumerate(zip(fees, efforts, strict=True), 1)
    ]
    asked = [host.payoff >= least for host, least in zip(hosts, kept, strict=True)]
    brand = Player("brand", decides=[*fees], payoff=2 * sum(efforts) - sum(fees))
    game = Game(
        players=[brand, *hosts],
        order=["brand", tuple(host.name for host in hosts)],
        constraints={"brand": asked},
        assuming=[least > a**2 for least in kept],
    )
    solved = solve(game, corners=True)
    (regime,) = solved.regimes
    assert [regime.payoffs[host.name] for host in hosts] == [*kept]
    assert [*regime.multipliers.values()] == [1, 1, 1]
    assert solved.evidence.established
    # What each fee leaves is r_i: a host by itself earns a**2/(2 i).
    point = {"a": 1, "r_1": 2, "r_2": 3, "r_3": 4}
    (only,) = solve(game, at=point)
    assert [only[f"F_{i}"] for i in (1, 2, 3)] == [1 + i - sp.Rational(1, 2 * i) for i in (1, 2, 3)]
    assert [*only.multipliers.values()] == [1, 1, 1]


def test_three_orders_that_are_asked_for_have_three_different_multipliers() -> None:
    # A shop orders (10 - w)/2; the maker would rather sell 5/2, and loses 4 K - 10 by each unit that is asked more.
    prices, orders = decisions("w_1 w_2 w_3"), decisions("q_1 q_2 q_3")
    shops = [
        Player(f"shop {i}", decides=[own], payoff=(10 - own - price) * own)
        for i, (price, own) in enumerate(zip(prices, orders, strict=True), 1)
    ]
    maker = Player("maker", decides=[*prices], payoff=sum(p * o for p, o in zip(prices, orders, strict=True)))
    least = (3, 4, sp.Rational(9, 2))
    (only,) = solve(
        Game(
            players=[maker, *shops],
            order=["maker", tuple(shop.name for shop in shops)],
            constraints={"maker": [own >= k for own, k in zip(orders, least, strict=True)]},
        ),
        at={},
    )
    assert [only[price.name] for price in prices] == [10 - 2 * k for k in least]
    assert [*only.multipliers.values()] == [4 * k - 10 for k in least]


@pytest.mark.slow
def test_a_binding_reservation_cuts_the_price_and_is_worth_its_multiplier() -> None:
    solved = solve(one_price(r**2), corners=True)
    slack, binding = solved.regimes
    assert (slack.decisions["w"], binding.decisions["w"]) == (a / 2 + c / 2, a - 2 * r)
    (multiplier,) = binding.multipliers.values()
    # The envelope theorem: the reservation is r**2.
    assert sp.simplify(sp.diff(binding.payoffs["manufacturer"], r) / sp.diff(r**2, r) + multiplier) == 0
    assert str(slack.region) == "a >= c + 4*r"
    assert solved.evidence.status(About.OPTIMAL) is Status.PROVED
    assert "no decisions meet all constraints" in solved.tiling.gaps[0].reason


def test_an_irrational_price_is_found_at_a_point() -> None:
    (found,) = solve(one_price(rho), at={"a": 10, "c": 2, "rho": 8})
    assert found["w"] == 10 - 4 * sp.sqrt(2)
    assert found.evidence.established
    assert_grid_agrees(one_price(rho), {a: Fraction(10), c: Fraction(2), rho: Fraction(8)}, found)
    assert solve(one_price(rho), at={"a": 10, "c": 2, "rho": 30}).is_none


class TestTwoDecisions:
    """A brand decides a share and a price, and knows what the streamer answers and must have."""

    share, price = decisions("s", within=(0, 1)), decisions("p", within=(0, 10))

    @pytest.mark.slow
    def test_a_share_and_a_price_leave_what_the_streamer_must_have(self) -> None:
        s, p = self.share, self.price
        sold = 6 - p + q
        streamer = Player("streamer", decides=[q], payoff=s * p * sold - q**2)
        brand = Player("brand", decides=[s, p], payoff=((1 - s) * p - 1) * sold)
        asked = {"brand": [streamer.payoff >= u]}
        game = Game(players=[brand, streamer], order=["brand", "streamer"], constraints=asked)
        found = solve(game, at={"u": 6})
        assert found.evidence.established
        assert found.complete
        assert found[0]["streamer"] == 6
        # The envelope theorem.
        (multiplier,) = found[0].multipliers.values()
        more = solve(game, at={"u": 6 + Fraction(1, 1000)}).only()
        assert float(found[0]["brand"] - more["brand"]) * 1000 == pytest.approx(float(multiplier), rel=1e-2)
        assert solve(game, at={"u": 50}).is_none

    @pytest.mark.slow
    @settings(max_examples=6)
    @given(st.integers(3, 8), st.integers(1, 3), st.integers(0, 8), st.integers(0, 2), st.booleans())
    def test_a_grid_finds_nothing_better(self, big: int, bend: int, least: int, cost: int, joint: bool) -> None:
        """A streamer who has a share of what its effort adds, perhaps under a limit on the product of both terms."""
        s, p = self.share, self.price
        streamer = Player("streamer", decides=[q], payoff=2 * s * q - bend * q**2 / 2)
        brand = Player("brand", decides=[s, p], payoff=((1 - s) * p - cost) * (big - p + q))
        asked = [streamer.payoff >= sp.Rational(least, 8), *([s * p <= 2] if joint else [])]
        game = Game(players=[brand, streamer], order=["brand", "streamer"], constraints={"brand": asked})
        found, grid = solve(game, at={}), LeaderGrid(game, {}, 10)
        if found.is_none:
            assert grid.best(21)[0] == -sp.oo
            return
        stated = float(found[0]["brand"])
        assert grid.at([float(found[0]["s"]), float(found[0]["p"])]) == pytest.approx(stated, abs=1e-3)
        assert grid.best(21)[0] <= stated + 1e-3

    def test_the_multiplier_of_a_polynomial_is_told_with_what_binds(self) -> None:
        s, p = self.share, self.price
        streamer = Player("streamer", decides=[q], payoff=s * q - q**2 / 2)
        brand = Player("brand", decides=[s, p], payoff=(1 - s) * p * (6 - p + q) - p**2 / 4)
        asked = {"brand": [streamer.payoff >= sp.Rational(1, 8)]}
        game = Game(players=[brand, streamer], order=["brand", "streamer"], constraints=asked)
        found = solve(game, at={}).only()
        assert (found["s"], found["p"], found.regime) == (sp.Rational(1, 2), sp.Rational(13, 6), "-q**2/2 + q*s = 1/8")
        assert dict(found.multipliers) == {"-q**2/2 + q*s >= 1/8": sp.Rational(299, 18)}
        assert "multiplier of -q**2/2 + q*s >= 1/8: 299/18" in str(found.summary().notes)

    def test_what_both_own_decisions_are_asked_together_may_be_curved(self) -> None:
        """The largest product on a disc, its edge included: by symmetry, and the multiplier by hand."""
        x, y = decisions("x y")
        game = Game(players=[Player("solo", decides=[x, y], payoff=x * y)], constraints=[x**2 + y**2 <= 2])
        found = solve(game, at={}).only()
        assert (found["x"], found["y"], *found.multipliers.values()) == (1, 1, sp.Rational(1, 2))
        edge = Game(players=game.players, constraints=[x**2 + y**2 <= 2, x**2 + y**2 >= 2])
        assert solve(edge, at={}).only()["x"] == 1


@pytest.mark.slow
def test_an_agent_is_sold_the_project() -> None:
    principal = Player("principal", decides=[s, F], payoff=(1 - s) * v * e - F)
    agent = Player("agent", decides=[e], payoff=s * v * e + F - k * e**2 / 2)
    hired = Game(
        players=[principal, agent], order=["principal", "agent"], constraints={"principal": [agent.payoff >= u]}
    )
    (regime,) = solve(hired, corners=True).regimes
    assert regime.decisions["s"] == 1
    assert regime.decisions["e"] == v / k
    assert sp.simplify(regime.decisions["F"] - (u - v**2 / (2 * k))) == 0


@pytest.mark.slow
def test_who_can_not_pay_out_a_fee_shares_less() -> None:
    """A fee that must not be negative binds where the reservation is low."""
    paid = decisions("paid")
    principal = Player("principal", decides=[s, paid], payoff=(1 - s) * v * e - paid)
    agent = Player("agent", decides=[e], payoff=s * v * e + paid - k * e**2 / 2)
    hired = Game(
        players=[principal, agent],
        order=["principal", "agent"],
        constraints={"principal": [agent.payoff >= r**2 / (2 * k)]},
    )
    solved = solve(hired, corners=True)
    regions = {regime.decisions["s"]: set(map(str, sp.And.make_args(regime.region))) for regime in solved.regimes}
    assert regions == {sp.Rational(1, 2): {"v >= 2*r"}, r / v: {"2*r >= v", "v >= r"}, 1: {"r >= v"}}
    assert solved.tiling.is_proved
    for least in (Fraction(1, 2), Fraction(3, 2), Fraction(3)):
        point = {k: Fraction(1), v: Fraction(2), r: least}
        assert_grid_agrees(hired, point, solved.at(point))


def test_the_same_holds_for_what_nobody_decides_later_about() -> None:
    """A limit on what a follower answers, in which the Lagrangian does not change: the problem itself is looked at."""
    x, y = decisions("x y", real=True)
    leader = Player("leader", decides=[x], payoff=x)
    follower = Player("follower", decides=[y], payoff=-((y - a + x) ** 2))
    game = Game(players=[leader, follower], order=["leader", "follower"], constraints={"leader": [y >= rho]})
    (regime,) = solve(game, corners=True).regimes
    assert regime.decisions["x"] == a - rho
    assert solve(game, corners=True).evidence.established


def test_a_reservation_that_nothing_reaches_leaves_no_regime() -> None:
    x, y = decisions("x y", real=True)
    leader = Player("leader", decides=[x], payoff=x * y)
    follower = Player("follower", decides=[y], payoff=-((y - x) ** 2))
    least = parameters("least", real=True)
    game = Game(
        players=[leader, follower],
        order=["leader", "follower"],
        constraints={"leader": [-(y**2) >= least]},
        assuming=[least > 0],
    )
    with pytest.raises(NoClosedForm, match="solve the game at a point"):
        solve(game, corners=True)
    assert solve(game, at={"least": 1}).is_none


@pytest.mark.slow
def test_what_is_known_of_regimes_serves_proofs_and_sweeps() -> None:
    solved = solve(two_part_tariff(), corners=True)
    assert prove(decreasing(solved["manufacturer"], rho), given=[solved])
    at = solved.at(a=10, b=1, c=2, rho=3)
    assert (at["F"], at["streamer"]) == (13, 3)


def test_a_game_that_only_binds_says_how_to_find_that() -> None:
    with pytest.raises(NoInteriorOptimum, match="corners=True"):
        solve(two_part_tariff())


def test_several_limits_of_a_follower_all_count() -> None:
    """A streamer whose margin is capped twice: the tighter cap counts, whatever the fee is."""
    game = two_part_tariff()
    capped = Game(
        players=game.players,
        order=game.order,
        assuming=game.assuming,
        constraints={**game.constraints, "streamer": [m <= 1, m <= 3]},  # type: ignore[dict-item]
    )
    at = {"a": 10, "b": 1, "c": 2, "rho": 1}
    found = solve(capped, at=at).only()
    assert found["m"] <= 1
    # The chain sells at its best retail price, 6, of which the streamer adds 1 at most: w = 5.
    assert (found["w"], found["manufacturer"]) == (5, 15)


SMALL = st.integers(1, 5)


@pytest.mark.slow
@settings(max_examples=15)
@given(SMALL, SMALL, SMALL, st.integers(0, 12), st.booleans(), st.booleans())
def test_no_decision_on_a_grid_is_better(big: int, slope: int, bend: int, least: int, fee: bool, floor: bool) -> None:
    """Random two-part tariffs, commissions and prices with effort; the grid shares no code with the solver."""
    x, t = decisions("x", real=True), decisions("t", **{"nonnegative" if floor else "real": True})
    y = decisions("y", real=True)
    lump = t if fee else 0
    follower = Player("follower", decides=[y], payoff=x * y * slope - bend * y**2 / 2 - lump)
    leader = Player("leader", decides=[x, t] if fee else [x], payoff=(big - x) * y - x**2 / 4 + lump)
    game = Game(
        players=[leader, follower],
        order=["leader", "follower"],
        constraints={"leader": [follower.payoff >= sp.Rational(least, 4)]},
    )
    found = solve(game, at={})
    if not found:
        # More and more is to be had far away.
        assert found.is_none
        assert LeaderGrid(game, {}, reach=160.0).best()[0] > LeaderGrid(game, {}, reach=40.0).best()[0] + 1
        return
    assert len(found) == 1
    assert found[0].evidence.established
    assert_grid_agrees(game, {}, found[0])


def test_linear_limits_that_nothing_meets_leave_no_equilibrium() -> None:
    """The follower answers y = x + 1, so that y - x - 2 is -1 whatever x."""
    x, y = decisions("x y")
    players = [
        Player("leader", decides=[x], payoff=x * y / 2 - x**2),
        Player("follower", decides=[y], payoff=(x + 1) * y - y**2 / 2),
    ]
    game = Game(players=players, order=["leader", "follower"], constraints={"leader": [y - x >= 2, x <= 2]})
    assert solve(game, at={}).is_none


def test_errors_name_the_way_out() -> None:
    x, y, z = decisions("x y z", real=True)
    players = [
        Player("one", decides=[x], payoff=-((x - a) ** 2)),
        Player("two", decides=[y], payoff=-((y - x) ** 2)),
        Player("three", decides=[z], payoff=-((z - y) ** 2)),
    ]
    later = Game(players=players, order=["one", "two", "three"], constraints={"one": [y <= b], "two": [z**2 <= c]})
    with pytest.raises(LsecError, match="regimes are found for first movers"):
        solve(later, corners=True)
