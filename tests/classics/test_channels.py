"""Classic models of channels: one supplier and one retailer, exclusive retailers, collection, greening, platforms."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

import pytest
import sympy as sp

from lsec_models import (
    Choice,
    Game,
    Player,
    crosses_once,
    decisions,
    increasing,
    parameters,
    prove,
    solve,
    thresholds,
)
from lsec_models.games.evidence.evidence import About, Status
from printed import assert_numbers, assert_printed

a, b, c, C, k, eta, lam, phi = parameters("a b c C k eta lambda phi", positive=True)
w, m, g, p, q, e = decisions("w m g p q e")


class TestBilateralMonopoly:
    """Jeuland, A. P. and Shugan, S. M. (1983). Managing channel profits. Marketing Science 2(3)."""

    demand = a - b * (C + c + m + g)
    left = a - b * (C + c)
    players = (Player("maker", decides=[m], payoff=m * demand), Player("shop", decides=[g], payoff=g * demand))
    numbers: ClassVar = {"a": 100, "b": 2, "C": 5, "c": 3}

    def channel(self, order: Any) -> Any:
        return solve(Game(players=list(self.players), order=order, assuming=[a > b * (C + c)]))

    def test_together(self) -> None:
        owner = Player("channel", decides=[p], payoff=(p - C - c) * (a - b * p))
        found = solve(Game(players=[owner], assuming=[a > b * (C + c)]))
        assert_printed(found, {"channel": self.left**2 / (4 * b)})
        assert_numbers(found, self.numbers, {"channel": 882})

    def test_at_once(self) -> None:
        found = self.channel([("maker", "shop")])
        each = self.left**2 / (9 * b)
        assert_printed(found, {"m": self.left / (3 * b), "g": self.left / (3 * b), "maker": each, "shop": each})
        assert_numbers(found, self.numbers, {"m": 14, "maker": 392})

    def test_the_maker_leads(self) -> None:
        found = self.channel(["maker", "shop"])
        assert_printed(
            found,
            {"m": self.left / (2 * b), "maker": self.left**2 / (8 * b), "shop": self.left**2 / (16 * b)},
        )
        assert_numbers(found, self.numbers, {"maker": 441, "shop": 220.5})

    def test_a_quantity_discount_coordinates(self) -> None:
        share, fee = parameters("k_1 k_2", positive=True)
        price = (a - q) / b
        wholesale = C + share * (price - c - C) + fee / q
        shop = Player("shop", decides=[q], payoff=(price - c - wholesale) * q)
        found = solve(Game(players=[shop], assuming=[a > b * (C + c), share < 1]))
        assert_printed(found, {"q": self.left / 2, "shop": (1 - share) * self.left**2 / (4 * b) - fee})


theta = parameters("theta", positive=True)
_LINKS = ("integrated", "retailer")


@cache
def exclusive_retailers(*links: str) -> Game:
    """McGuire and Staelin (1983): two makers, each integrated or with a retailer of its own."""
    w1, w2, p1, p2 = decisions("w1 w2 p1 p2")
    prices, wholesale = (p1, p2), (w1, w2)
    players: list[Player] = []
    first: list[str] = []
    last: list[str] = []
    for i, link in enumerate(links):
        sold = 1 - prices[i] + theta * prices[1 - i]
        own = wholesale[i] if link == "retailer" else prices[i]
        players.append(Player(f"maker{i + 1}", decides=[own], payoff=own * sold))
        (first if link == "retailer" else last).append(f"maker{i + 1}")
        if link == "retailer":
            players.append(Player(f"shop{i + 1}", decides=[prices[i]], payoff=(prices[i] - wholesale[i]) * sold))
            last.append(f"shop{i + 1}")
    return Game(players=players, order=[tuple(first), tuple(last)] if first else [tuple(last)], assuming=[theta < 1])


class TestIntegrationIsChosen:
    """McGuire, T. W. and Staelin, R. (1983). An industry equilibrium analysis of downstream vertical integration."""

    better = 3 * theta**4 + 4 * theta**3 - 9 * theta**2 - 8 * theta + 8
    stable = 12 * theta**8 - 96 * theta**6 + 273 * theta**4 - 320 * theta**2 + 128

    @staticmethod
    def chosen() -> Any:
        modes = {(one, two): exclusive_retailers(one, two) for one in _LINKS for two in _LINKS}
        return solve(Choice(by=("maker1", "maker2"), among=modes))

    @pytest.mark.slow
    def test_who_sells_through_retailers(self) -> None:
        """Integration is always stable; retailers are from 0.931 on; in between they are better for both."""
        choice, both = self.chosen(), ("retailer", "retailer")
        assert set(choice.at({"theta": "1/2"}).chosen) == {("integrated", "integrated")}
        assert set(choice.at({"theta": "93/100"}).chosen) == {("integrated", "integrated")}
        at = choice.at({"theta": "19/20"})
        assert set(at.chosen) == {("integrated", "integrated"), both}

    def test_numbers(self) -> None:
        at = {"theta": "19/20"}
        own = solve(exclusive_retailers("integrated", "integrated"))
        shops = solve(exclusive_retailers("retailer", "retailer"))
        mixed = solve(exclusive_retailers("retailer", "integrated"))
        assert_numbers(own, at, {"maker1": 0.9070294785})
        assert_numbers(shops, at, {"maker1": 1.989292031, "w1": 2.369477912, "p1": 3.209026583})
        assert_numbers(mixed, at, {"maker1": 0.6399826445, "maker2": 1.86205992})
        assert prove(own["maker1"] > mixed["maker1"], given=[own, mixed])

    @pytest.mark.parametrize(("modes", "polynomial"), [(("integrated",) * 2, better), (_LINKS, stable)])
    def test_thresholds_are_the_printed_roots(self, modes: tuple[str, str], polynomial: sp.Expr) -> None:
        shops, other = solve(exclusive_retailers("retailer", "retailer")), solve(exclusive_retailers(*modes))
        gain = shops["maker1"] - other["maker1"]
        (found,) = thresholds(gain, theta, [shops, other])
        assert found.equation == sp.Eq(polynomial, 0)
        assert prove(crosses_once(gain, theta), given=[shops, other])


class TestCollection:
    """Savaskan, R. C., Bhattacharya, S. and Van Wassenhove, L. N. (2004). Closed-loop supply chain models."""

    f, beta, c_m, delta, C_L = parameters("f beta c_m Delta C_L", positive=True)
    tau = decisions("tau")
    numbers: ClassVar = {"f": 100, "beta": 2, "c_m": 20, "Delta": 5, "C_L": 200}

    def collected(self, by: str) -> Any:
        """Who collects used products, each of which saves the maker delta."""
        sold = self.f - self.beta * p
        cost, saved = self.C_L * self.tau**2, self.delta * self.tau
        if by == "together":
            owner = Player("chain", decides=[p, self.tau], payoff=(p - self.c_m + saved) * sold - cost)
            return solve(Game(players=[owner], assuming=[self.f > self.beta * self.c_m]))
        own = by == "maker"
        maker = (w - self.c_m + (saved if own else 0)) * sold - (cost if own else 0)
        shop = (p - w + (0 if own else saved)) * sold - (0 if own else cost)
        return solve(
            Game(
                players=[
                    Player("maker", decides=[w, self.tau] if own else [w], payoff=maker),
                    Player("shop", decides=[p] if own else [p, self.tau], payoff=shop),
                ],
                order=["maker", "shop"],
                assuming=[self.f > self.beta * self.c_m],
            )
        )

    def test_together(self) -> None:
        left, bottom = self.f - self.beta * self.c_m, 4 * self.C_L - self.beta * self.delta**2
        found = self.collected("together")
        assert_printed(found, {"tau": self.delta * left / bottom, "chain": self.C_L * left**2 / (self.beta * bottom)})
        assert_numbers(found, self.numbers, {"tau": 0.4, "chain": 480})

    def test_the_maker_collects(self) -> None:
        left, bottom = self.f - self.beta * self.c_m, 8 * self.C_L - self.beta * self.delta**2
        found = self.collected("maker")
        assert_printed(
            found,
            {
                "tau": self.delta * left / bottom,
                "maker": self.C_L * left**2 / (self.beta * bottom),
                "shop": 4 * self.C_L**2 * left**2 / (self.beta * bottom**2),
            },
        )
        assert_numbers(found, self.numbers, {"tau": 0.1935483871, "maker": 232.2580645, "shop": 119.8751301})

    def test_the_shop_collects_more_and_the_chain_earns_three_quarters(self) -> None:
        """The maker pays the shop all that a returned product saves."""
        left, bottom = self.f - self.beta * self.c_m, 4 * self.C_L - self.beta * self.delta**2
        found, maker, together = self.collected("shop"), self.collected("maker"), self.collected("together")
        assert_printed(
            found,
            {
                "tau": self.delta * left / (2 * bottom),
                "maker": self.C_L * left**2 / (2 * self.beta * bottom),
                "shop": self.C_L * left**2 / (4 * self.beta * bottom),
            },
        )
        assert_numbers(found, self.numbers, {"tau": 0.2, "maker": 240, "shop": 120})
        assert sp.simplify(found["maker"] + found["shop"] - sp.Rational(3, 4) * together["chain"]) == 0
        assert prove(found["tau"] > maker["tau"], given=[found, maker])
        assert prove(found["tau"] < together["tau"], given=[found, together])
        assert prove(found["p"] < maker["p"], given=[found, maker])

    def test_a_third_party_collects_least_and_the_price_is_highest(self) -> None:
        """The maker pays it b for each product: half of what it saves."""
        left, bottom = self.f - self.beta * self.c_m, 16 * self.C_L - self.beta * self.delta**2
        paid, sold = decisions("b"), self.f - self.beta * p
        profit = (w - self.c_m + (self.delta - paid) * self.tau) * sold
        players = [
            Player("maker", decides=[w, paid], payoff=profit),
            Player("shop", decides=[p], payoff=(p - w) * sold),
            Player("collector", decides=[self.tau], payoff=paid * self.tau * sold - self.C_L * self.tau**2),
        ]
        order: Any = ["maker", ("shop", "collector")]
        found = solve(Game(players=players, order=order, assuming=[self.f > self.beta * self.c_m]))
        assert_printed(found, {"b": self.delta / 2, "tau": self.delta * left / bottom})
        maker = self.collected("maker")
        assert prove(found["tau"] < maker["tau"], given=[found, maker])
        assert prove(found["p"] > maker["p"], given=[found, maker])


class TestGreening:
    """Ghosh, D. and Shah, J. (2012). A comparative analysis of greening policies. Int. J. Production Economics 135."""

    demand = a - b * p + lam * e
    numbers: ClassVar = {"a": 100, "b": 1, "c": 10, "lambda": 1, "eta": 2}

    def test_together(self) -> None:
        owner = Player("chain", decides=[p, e], payoff=(p - c) * self.demand - eta * e**2 / 2)
        found = solve(Game(players=[owner], assuming=[a > b * c]))
        bottom = 2 * b * eta - lam**2
        assert_printed(found, {"e": lam * (a - b * c) / bottom, "chain": eta * (a - b * c) ** 2 / (2 * bottom)})
        assert_numbers(found, self.numbers, {"e": 30, "chain": 2700})

    def decentralised(self, greens: str) -> Any:
        cost = eta * e**2 / 2
        maker = Player(
            "maker",
            decides=[w, e] if greens == "maker" else [w],
            payoff=(w - c) * self.demand - (cost if greens == "maker" else 0),
        )
        shop = Player(
            "shop",
            decides=[p] if greens == "maker" else [p, e],
            payoff=(p - w) * self.demand - (0 if greens == "maker" else cost),
        )
        return solve(Game(players=[maker, shop], order=["maker", "shop"], assuming=[a > b * c]))

    def test_the_maker_greens(self) -> None:
        bottom = 4 * b * eta - lam**2
        found = self.decentralised("maker")
        assert_printed(
            found,
            {
                "e": lam * (a - b * c) / bottom,
                "maker": eta * (a - b * c) ** 2 / (2 * bottom),
                "shop": b * eta**2 * (a - b * c) ** 2 / bottom**2,
            },
        )
        assert_numbers(found, self.numbers, {"e": 12.85714286, "maker": 1157.142857, "shop": 661.2244898})

    def test_the_shop_greens(self) -> None:
        bottom = 2 * b * eta - lam**2
        together = eta * (a - b * c) ** 2 / (2 * bottom)
        assert_printed(
            self.decentralised("shop"),
            {
                "w": (a + b * c) / (2 * b),
                "e": lam * (a - b * c) / (2 * bottom),
                "maker": together / 2,
                "shop": together / 4,
            },
        )


class TestAgencyOrReselling:
    """In the spirit of Abhishek, V., Jerath, K. and Zhang, Z. J. (2016). Agency selling or reselling?"""

    alpha, f = parameters("alpha f", positive=True)
    spill = parameters("S", real=True)
    gamma = parameters("gamma", positive=True)

    def agency(self) -> Any:
        maker = Player("maker", decides=[p], payoff=((1 - self.alpha) * p + self.spill) * (1 - p))
        platform = Player("platform", decides=[], payoff=self.alpha * p * (1 - p))
        return solve(
            Game(players=[maker, platform], order=["maker"], assuming=[self.alpha < 1, self.spill > self.alpha - 1])
        )

    def reselling(self) -> Any:
        maker = Player("maker", decides=[w], payoff=(w + self.spill) * (1 - p))
        platform = Player("platform", decides=[p], payoff=(p - w) * (1 - p))
        return solve(Game(players=[maker, platform], order=["maker", "platform"], assuming=[self.spill > -1]))

    def test_closed_forms(self) -> None:
        al, s = self.alpha, self.spill
        sold, bought = self.agency(), self.reselling()
        assert_printed(
            sold,
            {
                "p": (1 - s / (1 - al)) / 2,
                "maker": (1 - al + s) ** 2 / (4 * (1 - al)),
                "platform": al * (1 - (s / (1 - al)) ** 2) / 4,
            },
        )
        assert_printed(bought, {"maker": (1 + s) ** 2 / 8, "platform": (1 + s) ** 2 / 16})
        at = {"alpha": "3/10", "S": "1/20"}
        assert_numbers(sold, at, {"p": 0.4642857143, "maker": 0.2008928571, "platform": 0.07461734694})
        assert_numbers(bought, {"S": "1/20"}, {"maker": 0.1378125, "platform": 0.06890625})

    def test_a_spillover_that_is_not_too_negative_favours_agency(self) -> None:
        """Between two numbers, and not below the higher one throughout: where little is sold, commissions are small."""
        sold, bought = self.agency(), self.reselling()
        al = self.alpha
        low, high = thresholds(sold["platform"] - bought["platform"], self.spill, [sold, bought, self.spill + al < 1])
        assert (low.turns, high.turns) == ("- to +", "+ to -")
        for found, sign in ((low, -1), (high, 1)):
            turn = (1 - al) * (sign * 2 * al * sp.sqrt(2 + al) - (1 - al)) / (1 + al) ** 2
            assert sp.simplify(found.value - turn) == 0
        at = {"alpha": "1/10", "S": "-89/100"}
        assert sold.at(at)["platform"] < bought.at({"S": "-89/100"})["platform"]

    def test_without_spillover_both_prefer_agency_at_middle_commissions(self) -> None:
        at = {self.spill: 0}
        gains = [sp.simplify((self.agency()[x] - self.reselling()[x]).subs(at)) > 0 for x in ("maker", "platform")]
        both = sp.And(4 * self.alpha > 1, 2 * self.alpha < 1)
        assert prove(sp.Equivalent(sp.And(*gains), both), given=[self.alpha < 1])

    def two_makers(self, form: str) -> Any:
        """Two makers on one platform; orders cost f to fulfil."""
        al, ga, f = self.alpha, self.gamma, self.f
        w1, w2, p1, p2 = decisions("w1 w2 p1 p2")
        sold = [(1 - ga - x + ga * y) / (1 - ga**2) for x, y in ((p1, p2), (p2, p1))]
        if form == "agency":
            makers = [
                Player(f"maker{i + 1}", decides=[x], payoff=((1 - al) * x - f) * sold[i])
                for i, x in enumerate((p1, p2))
            ]
            platform = Player("platform", decides=[], payoff=al * (p1 * sold[0] + p2 * sold[1]))
            order: list[Any] = [("maker1", "maker2")]
        else:
            makers = [Player(f"maker{i + 1}", decides=[x], payoff=x * sold[i]) for i, x in enumerate((w1, w2))]
            earned = (p1 - w1 - f) * sold[0] + (p2 - w2 - f) * sold[1]
            platform = Player("platform", decides=[p1, p2], payoff=earned)
            order = [("maker1", "maker2"), "platform"]
        return solve(Game(players=[*makers, platform], order=order, assuming=[ga < 1, al < 1, f < 1 - al]))

    def test_two_makers_with_a_cost_of_fulfilment(self) -> None:
        al, ga, f = self.alpha, self.gamma, self.f
        borne = f / (1 - al)
        bottom = (1 + ga) * (2 - ga) ** 2
        bought, sold = self.two_makers("reselling"), self.two_makers("agency")
        assert_printed(
            bought, {"maker1": (1 - ga) * (1 - f) ** 2 / (2 * bottom), "platform": (1 - f) ** 2 / (2 * bottom)}
        )
        assert_printed(
            sold,
            {
                "maker1": (1 - al) * (1 - ga) * (1 - borne) ** 2 / bottom,
                "platform": 2 * al * (1 - ga + borne) * (1 - borne) / bottom,
            },
        )
        at = {"gamma": "3/10", "f": "1/10", "alpha": "7/20"}
        assert_numbers(bought, at, {"maker1": 0.07545914293, "platform": 0.1077987756})
        assert_numbers(sold, at, {"maker1": 0.08670993632, "platform": 0.1346126284})

    def test_two_makers_without_one(self) -> None:
        """The platform prefers agency above 1/(4(1 - g)), the makers below 1/2: both somewhere only if g < 1/2."""
        al, ga = self.alpha, self.gamma
        gains = {
            name: sp.factor((self.two_makers("agency")[name] - self.two_makers("reselling")[name]).subs(self.f, 0))
            for name in ("maker1", "platform")
        }
        known = [ga < 1, al < 1]
        assert prove(sp.Equivalent(gains["maker1"] > 0, 2 * al < 1), given=known)
        assert prove(sp.Equivalent(gains["platform"] > 0, 4 * al * (1 - ga) > 1), given=known)


class TestCooperativeAdvertising:
    """Xie, J. and Wei, J. C. (2009). Coordinating advertising and pricing in a manufacturer-retailer channel. EJOR 197.

    Demand is (1 - p)(k_r x + k_m y), where x and y are the roots of what retailer and manufacturer spend; the
    manufacturer bears the share T of what the retailer spends.
    """

    k_m, k_r = parameters("k_m k_r", positive=True)
    wholesale, T = decisions("w T", within=(0, 1))
    x, y = decisions("x y")

    def players(self) -> list[Player]:
        demand = (1 - p) * (self.k_r * self.x + self.k_m * self.y)
        maker = self.wholesale * demand - self.y**2 - self.T * self.x**2
        shop = (p - self.wholesale) * demand - (1 - self.T) * self.x**2
        return [
            Player("maker", decides=[self.wholesale, self.y, self.T], payoff=maker),
            Player("shop", decides=[p, self.x], payoff=shop),
        ]

    @pytest.mark.slow
    def test_the_manufacturer_leads(self) -> None:
        """The wholesale price, and with it all else, depends on k = k_m^2/k_r^2 only."""
        order = [self.wholesale, (self.y, self.T), "shop"]
        found = solve(Game(players=self.players(), order=order, constraints=[p <= 1]))
        ratio = self.k_m**2 / self.k_r**2
        price = (4 * ratio + sp.sqrt(16 * ratio**2 + 16 * ratio + 9)) / (16 * ratio + 9)
        share = (5 * price - 1) / (3 * price + 1)
        for km, kr in ((1, 1), (2, 3), (5, 1)):
            at = {self.k_m: km, self.k_r: kr}
            here = found.at({"k_m": km, "k_r": kr})
            assert sp.simplify(here["w"] - price.subs(at)) == 0
            assert sp.simplify(sp.radsimp(here["T"] - share.subs(at))) == 0
            assert sp.simplify(here["p"] - (1 + price.subs(at)) / 2) == 0
        assert prove(found["w"] > sp.Rational(1, 3), given=[found])
        assert prove(increasing(found["w"], self.k_m), given=[found])

    def test_together(self) -> None:
        x, y = self.x, self.y
        payoff = p * (1 - p) * (self.k_r * x + self.k_m * y) - x**2 - y**2
        found = solve(Game(players=[Player("channel", decides=[p, x, y], payoff=payoff)], constraints=[p <= 1]))
        assert_printed(found, {"p": sp.Rational(1, 2), "x": self.k_r / 8, "y": self.k_m / 8})
        assert_printed(found, {"channel": (self.k_m**2 + self.k_r**2) / 64})

    def test_how_far_it_is_established(self) -> None:
        """No wholesale price was proved to be the best, so that the word is candidate."""
        order = [self.wholesale, (self.y, self.T), "shop"]
        found = solve(Game(players=self.players(), order=order, constraints=[p <= 1]))
        assert found.evidence.status(About.EXISTS) is Status.PROVED
        assert repr(found).startswith("Equilibrium") == found.evidence.established
