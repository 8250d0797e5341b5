"""Closed forms that textbooks and papers print, each derived again on paper before it was written down here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations

import pytest
import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.game import Slot

a, b, c, g, k = parameters("a b c g k", positive=True)


def assert_quantities(equilibrium: Equilibrium, expected: Mapping[str, sp.Expr]) -> None:
    for name, value in expected.items():
        difference = sp.simplify(equilibrium[name] - value)
        assert difference == 0, f"{name}: found {equilibrium[name]}, expected {value}"


def asks(equilibrium: Equilibrium) -> set[sp.Basic]:
    """What an equilibrium asks of the parameters beyond the game's own assumptions."""
    return {c.relation for c in equilibrium.domain.conditions if c.origin != "assumption"}


def numbered(letter: str, n: int) -> list[sp.Symbol]:
    return [decisions(f"{letter}{i}") for i in range(1, n + 1)]


def costs(n: int) -> list[sp.Symbol]:
    return [parameters(f"c{i}", positive=True) for i in range(1, n + 1)]


class TestDoubleMarginalisation:
    """Spengler, J. J. (1950). Vertical integration and antitrust policy. Journal of Political Economy 58, 347-352."""

    @staticmethod
    def chain(tiers: int) -> Game:
        """Successive monopolies: each tier adds its margin to the cost c of the first."""
        margins = numbered("m", tiers)
        demand = a - b * (c + sum(margins))
        players = [Player(f"tier{i}", decides=[m], payoff=m * demand) for i, m in enumerate(margins, start=1)]
        return Game(
            players=players,
            order=[player.name for player in players],
            assuming=[a > b * c],
            report={"demand": demand, "price": c + sum(margins)},
        )

    def test_two_tiers(self) -> None:
        w, p = decisions("w p")
        demand = a - b * p
        game = Game(
            players=[
                Player("manufacturer", decides=[w], payoff=(w - c) * demand),
                Player("retailer", decides=[p], payoff=(p - w) * demand),
            ],
            order=["manufacturer", "retailer"],
            assuming=[a > b * c],
            report={"demand": demand},
        )
        found = solve(game)
        assert_quantities(
            found,
            {
                "w": (a + b * c) / (2 * b),
                "p": (3 * a + b * c) / (4 * b),
                "demand": (a - b * c) / 4,
                "manufacturer": (a - b * c) ** 2 / (8 * b),
                "retailer": (a - b * c) ** 2 / (16 * b),
            },
        )
        assert asks(found) == set()

    @pytest.mark.parametrize("tiers", range(1, 7))
    def test_every_tier_halves_the_quantity(self, tiers: int) -> None:
        found = solve(self.chain(tiers))
        surplus = a - b * c
        expected = {f"m{i}": surplus / (2**i * b) for i in range(1, tiers + 1)}
        expected |= {f"tier{i}": surplus**2 / (2 ** (i + tiers) * b) for i in range(1, tiers + 1)}
        assert_quantities(found, expected | {"demand": surplus / 2**tiers, "price": (a - surplus / 2**tiers) / b})
        assert asks(found) == set()

    def test_integration_earns_a_third_more(self) -> None:
        apart, together = solve(self.chain(2)), solve(self.chain(1))
        assert sp.simplify(apart["tier1"] + apart["tier2"] - sp.Rational(3, 4) * together["tier1"]) == 0


class TestQuantityCompetition:
    """Inverse demand a - b*Q; Cournot, Stackelberg with any number of leaders and followers, and sequential entry."""

    @staticmethod
    def industry(firm_costs: Sequence[sp.Expr], order: Sequence[Slot] | None = None) -> Game:
        quantities = numbered("q", len(firm_costs))
        price = a - b * sum(quantities)
        return Game(
            players=[
                Player(f"firm{i}", decides=[q], payoff=(price - cost) * q)
                for i, (q, cost) in enumerate(zip(quantities, firm_costs, strict=True), start=1)
            ],
            order=order,
            report={"price": price},
        )

    @pytest.mark.slow
    @pytest.mark.parametrize("n", range(1, 7))
    def test_cournot_with_distinct_costs(self, n: int) -> None:
        cost = costs(n)
        found = solve(self.industry(cost))
        total = sum(cost)
        quantity = {i: (a - (n + 1) * cost[i] + total) / ((n + 1) * b) for i in range(n)}
        expected = {f"q{i + 1}": value for i, value in quantity.items()}
        expected |= {f"firm{i + 1}": b * value**2 for i, value in quantity.items()}
        assert_quantities(found, expected | {"price": (a + total) / (n + 1)})
        assert len(asks(found)) == n, "each firm must want to produce"

    @pytest.mark.parametrize("n", range(1, 7))
    def test_cournot_with_one_cost(self, n: int) -> None:
        found = solve(self.industry([c] * n))
        assert_quantities(found, {"q1": (a - c) / ((n + 1) * b), "firm1": (a - c) ** 2 / ((n + 1) ** 2 * b)})
        assert asks(found) == {sp.Ge(a, c)}

    @pytest.mark.parametrize(("leaders", "followers"), [(1, 1), (1, 2), (1, 5), (2, 1), (2, 2), (3, 3), (5, 1)])
    def test_stackelberg_with_one_cost(self, leaders: int, followers: int) -> None:
        names = [f"firm{i}" for i in range(1, leaders + followers + 1)]
        found = solve(self.industry([c] * len(names), [tuple(names[:leaders]), tuple(names[leaders:])]))
        lead = (a - c) / ((leaders + 1) * b)
        follow = lead / (followers + 1)
        assert_quantities(
            found,
            {
                "q1": lead,
                f"q{leaders + followers}": follow,
                "firm1": (a - c) ** 2 / ((leaders + 1) ** 2 * (followers + 1) * b),
                f"firm{leaders + followers}": b * follow**2,
                "price": c + (a - c) / ((leaders + 1) * (followers + 1)),
            },
        )

    @pytest.mark.parametrize(("leaders", "followers"), [(1, 1), (1, 3), (2, 1), (2, 2), (3, 3)])
    def test_stackelberg_with_distinct_costs(self, leaders: int, followers: int) -> None:
        cost = costs(leaders + followers)
        names = [f"firm{i}" for i in range(1, leaders + followers + 1)]
        found = solve(self.industry(cost, [tuple(names[:leaders]), tuple(names[leaders:])]))
        behind = sum(cost[leaders:])
        # Followers scale what leaders face, a - bQ + (followers' costs), by 1/(followers + 1): Cournot with these.
        intercepts = [a + behind - (followers + 1) * own for own in cost[:leaders]]
        produced = sum(intercepts) / (leaders + 1)
        price = (a - produced + behind) / (followers + 1)
        expected = {f"q{i}": (own - produced) / b for i, own in enumerate(intercepts, start=1)}
        expected |= {f"q{leaders + j}": (price - own) / b for j, own in enumerate(cost[leaders:], start=1)}
        assert_quantities(found, expected | {"price": price})

    def test_stackelberg_duopoly_as_printed_everywhere(self) -> None:
        c1, c2 = costs(2)
        found = solve(self.industry([c1, c2], ["firm1", "firm2"]))
        assert_quantities(
            found,
            {
                "q1": (a - 2 * c1 + c2) / (2 * b),
                "q2": (a + 2 * c1 - 3 * c2) / (4 * b),
                "firm1": (a - 2 * c1 + c2) ** 2 / (8 * b),
                "firm2": (a + 2 * c1 - 3 * c2) ** 2 / (16 * b),
            },
        )
        assert asks(found) == {sp.Ge(a + c2, 2 * c1), sp.Ge(a + 2 * c1, 3 * c2)}

    @pytest.mark.parametrize("n", range(2, 7))
    def test_sequential_entry_halves_quantities(self, n: int) -> None:
        """Boyer, M. and Moreaux, M. (1986). Perfect competition as the limit of a hierarchical market game."""
        found = solve(self.industry([c] * n, [f"firm{i}" for i in range(1, n + 1)]))
        expected = {f"q{i}": (a - c) / (2**i * b) for i in range(1, n + 1)}
        assert_quantities(found, expected | {"price": c + (a - c) / 2**n})


class TestPriceCompetition:
    """Differentiated Bertrand: demand of firm i is a - b*p_i + g * (sum of the others' prices)."""

    @staticmethod
    def industry(firm_costs: Sequence[sp.Expr], order: Sequence[Slot] | None = None) -> Game:
        prices = numbered("p", len(firm_costs))
        return Game(
            players=[
                Player(f"firm{i}", decides=[p], payoff=(p - cost) * (a - b * p + g * (sum(prices) - p)))
                for i, (p, cost) in enumerate(zip(prices, firm_costs, strict=True), start=1)
            ],
            order=order,
        )

    @pytest.mark.parametrize("n", range(2, 7))
    def test_one_cost(self, n: int) -> None:
        found = solve(self.industry([c] * n))
        price = (a + b * c) / (2 * b - (n - 1) * g)
        assert_quantities(found, {"p1": price, f"p{n}": price, "firm1": b * (price - c) ** 2})
        (asked,) = asks(found)
        assert asked.func is sp.StrictGreaterThan
        assert sp.cancel((asked.lhs - asked.rhs) / (2 * b - (n - 1) * g)) in (1, sp.Rational(1, 2)), "2b > (n - 1)g"

    @pytest.mark.parametrize("n", range(2, 6))
    def test_distinct_costs(self, n: int) -> None:
        cost = costs(n)
        found = solve(self.industry(cost))
        total = (n * a + b * sum(cost)) / (2 * b - (n - 1) * g)
        assert_quantities(found, {f"p{i + 1}": (a + b * cost[i] + g * total) / (2 * b + g) for i in range(n)})

    def test_a_price_leader(self) -> None:
        found = solve(self.industry([sp.S.Zero, sp.S.Zero], ["firm1", "firm2"]))
        bottom = 2 * b**2 - g**2
        lead, follow = a * (2 * b + g) / (2 * bottom), a * (4 * b**2 + 2 * b * g - g**2) / (4 * b * bottom)
        assert_quantities(
            found,
            {
                "p1": lead,
                "p2": follow,
                "firm1": a**2 * (2 * b + g) ** 2 / (8 * b * bottom),
                "firm2": b * follow**2,
            },
        )
        assert asks(found) == {sp.Gt(2 * b**2, g**2, evaluate=False)}

    def test_a_price_follower_earns_more_than_the_leader(self) -> None:
        found = solve(self.industry([sp.S.Zero, sp.S.Zero], ["firm1", "firm2"]))
        gain = sp.factor(found["firm2"] - found["firm1"])
        advantage = a**2 * g**3 * (4 * b + 3 * g) / (16 * b * (2 * b**2 - g**2) ** 2)
        assert sp.simplify(gain - advantage) == 0


class TestCommonRetailer:
    """Choi, S. C. (1991). Price competition in a channel structure with a common retailer. Marketing Science 10(4).

    Two manufacturers set wholesale prices w, one retailer sells both products with margins m; demand of product i is
    a - b*p_i + g*p_j with b > g.
    """

    STRUCTURES: Mapping[str, list[Slot]] = {
        "manufacturers lead": [("maker1", "maker2"), "retailer"],
        "retailer leads": ["retailer", ("maker1", "maker2")],
        "vertical Nash": [("maker1", "maker2", "retailer")],
    }

    @staticmethod
    def channel(structure: str, cost1: sp.Expr = c, cost2: sp.Expr = c) -> Equilibrium:
        w1, w2, m1, m2 = decisions("w1 w2 m1 m2")
        p1, p2 = w1 + m1, w2 + m2
        q1, q2 = a - b * p1 + g * p2, a - b * p2 + g * p1
        game = Game(
            players=[
                Player("maker1", decides=[w1], payoff=(w1 - cost1) * q1),
                Player("maker2", decides=[w2], payoff=(w2 - cost2) * q2),
                Player("retailer", decides=[m1, m2], payoff=m1 * q1 + m2 * q2),
            ],
            order=TestCommonRetailer.STRUCTURES[structure],
            assuming=[b > g, a > (b - g) * c],
            report={"p1": p1, "q1": q1, "q2": q2},
        )
        return solve(game)

    @pytest.mark.parametrize(
        ("structure", "wholesale", "quantity", "margin"),
        [
            ("manufacturers lead", 1 / (2 * b - g), b / (2 * (2 * b - g)), b / (2 * (b - g) * (2 * b - g))),
            ("retailer leads", 1 / (2 * (2 * b - g)), b / (2 * (2 * b - g)), 1 / (2 * (b - g))),
            ("vertical Nash", 1 / (3 * b - g), b / (3 * b - g), b / ((b - g) * (3 * b - g))),
        ],
    )
    def test_one_cost(self, structure: str, wholesale: sp.Expr, quantity: sp.Expr, margin: sp.Expr) -> None:
        """Quantities for every unit of T = a - (b - g)*c: manufacturer's margin, quantity, retailer's margin."""
        found = self.channel(structure)
        t = a - (b - g) * c
        assert_quantities(
            found,
            {
                "w1": c + wholesale * t,
                "w2": c + wholesale * t,
                "m1": margin * t,
                "m2": margin * t,
                "q1": quantity * t,
                "p1": c + (wholesale + margin) * t,
                "maker1": wholesale * quantity * t**2,
                "retailer": 2 * margin * quantity * t**2,
            },
        )
        assert asks(found) == set()

    def test_the_printed_wholesale_prices(self) -> None:
        assert_quantities(self.channel("manufacturers lead"), {"w1": (a + b * c) / (2 * b - g)})
        assert_quantities(self.channel("vertical Nash"), {"w1": (a + 2 * b * c) / (3 * b - g)})

    def test_distinct_costs(self) -> None:
        c1, c2 = costs(2)
        led, nash = self.channel("manufacturers lead", c1, c2), self.channel("vertical Nash", c1, c2)
        t1, t2 = a - b * c1 + g * c2, a - b * c2 + g * c1
        w1 = (2 * a * b + a * g + 2 * b**2 * c1 + b * g * c2) / (4 * b**2 - g**2)
        assert_quantities(led, {"w1": w1, "q1": b * (w1 - c1) / 2})
        assert_quantities(nash, {"q1": b * (3 * b * t1 + g * t2) / (9 * b**2 - g**2)})

    def test_consumers_do_not_care_who_leads_but_gain_where_nobody_does(self) -> None:
        led, retail, nash = map(self.channel, self.STRUCTURES)
        assert sp.simplify(led["p1"] - retail["p1"]) == 0
        difference = sp.factor(led["p1"] - nash["p1"])
        point = {a: 10, b: 3, c: 1, g: 2}
        assert difference.subs(point) > 0
        assert sp.simplify(led["maker1"] - 2 * retail["maker1"]) == 0


class TestExclusiveRetailers:
    """McGuire, T. W. and Staelin, R. (1983). An industry equilibrium analysis of downstream vertical integration.

    Two manufacturers, each with its own retailer; demand in their normalised units is 1 - p_i + theta * p_j. An
    integrated manufacturer sets its retail price itself, at the time of the retailers.
    """

    theta = parameters("theta", positive=True)

    def industry(self, integrated1: bool, integrated2: bool) -> Equilibrium:
        theta = self.theta
        w1, w2, p1, p2 = decisions("w1 w2 p1 p2")
        q1, q2 = 1 - p1 + theta * p2, 1 - p2 + theta * p1
        players, first, last = [], [], []
        sides = ((integrated1, "1", w1, p1, q1), (integrated2, "2", w2, p2, q2))
        for integrated, side, w, p, q in sides:
            if integrated:
                players.append(Player(f"maker{side}", decides=[p], payoff=p * q))
                last.append(f"maker{side}")
            else:
                players.append(Player(f"maker{side}", decides=[w], payoff=w * q))
                players.append(Player(f"shop{side}", decides=[p], payoff=(p - w) * q))
                first.append(f"maker{side}")
                last.append(f"shop{side}")
        order = [tuple(first), tuple(last)] if first else [tuple(last)]
        return solve(Game(players=players, order=order, assuming=[theta < 1], report={"q1": q1, "q2": q2}))

    def test_both_integrated(self) -> None:
        price = 1 / (2 - self.theta)
        assert_quantities(
            self.industry(True, True), {"p1": price, "p2": price, "q1": price, "maker1": price**2, "maker2": price**2}
        )

    def test_both_decentralised(self) -> None:
        th = self.theta
        bottom = (2 - th) * (4 - th - 2 * th**2)
        found = self.industry(False, False)
        assert_quantities(
            found,
            {
                "w1": (2 + th) / (4 - th - 2 * th**2),
                "p1": 2 * (3 - th**2) / bottom,
                "q1": (2 - th**2) / bottom,
                "maker1": (2 + th) * (2 - th) * (2 - th**2) / bottom**2,
                "shop1": (2 - th**2) ** 2 / bottom**2,
            },
        )
        assert asks(found) == set()

    def test_one_integrated(self) -> None:
        th = self.theta
        found = self.industry(True, False)
        p1 = (4 + th - 2 * th**2) / (2 * (2 - th) * (2 - th**2))
        assert_quantities(
            found,
            {
                "w2": (2 + th) / (2 * (2 - th**2)),
                "p1": p1,
                "q1": p1,
                "q2": 1 / (2 * (2 - th)),
                "maker1": p1**2,
                "maker2": (2 + th) / (4 * (2 - th) * (2 - th**2)),
                "shop2": 1 / (4 * (2 - th) ** 2),
            },
        )

    @pytest.mark.parametrize(("against", "printed"), [((True, True), "0.708"), ((True, False), "0.931")])
    def test_the_printed_thresholds(self, against: tuple[bool, bool], printed: str) -> None:
        """Manufacturers gain from shops of their own choosing above 0.708, and none integrates alone above 0.931."""
        gain = self.industry(False, False)["maker1"] - self.industry(*against)["maker1"]
        top = sp.Poly(sp.fraction(sp.together(gain))[0], self.theta)
        roots = [r for r in top.nroots(n=20) if r.is_real and 0 < r < 1]
        assert [str(sp.N(r, 3)) for r in roots] == [printed]


class TestEncroachment:
    """Arya, Mittendorf and Sappington (2007). The bright side of supplier encroachment. Marketing Science 26(5)."""

    w, r, d = decisions("w qR qM")

    def market(self, order: Sequence[Slot], p_retail: sp.Expr, p_direct: sp.Expr) -> Equilibrium:
        w, r, d = self.w, self.r, self.d
        game = Game(
            players=[
                Player("manufacturer", decides=[w, d], payoff=w * r + (p_direct - c) * d),
                Player("retailer", decides=[r], payoff=(p_retail - w) * r),
            ],
            order=order,
            assuming=[a > c],
            report={"consumers": b * (r + d) ** 2 / 2},
        )
        return solve(game)

    def test_without_encroachment(self) -> None:
        w, r = self.w, self.r
        price = a - b * r
        game = Game(
            players=[
                Player("manufacturer", decides=[w], payoff=w * r),
                Player("retailer", decides=[r], payoff=(price - w) * r),
            ],
            order=["manufacturer", "retailer"],
            report={"consumers": b * r**2 / 2},
        )
        assert_quantities(
            solve(game),
            {
                "w": a / 2,
                "qR": a / (4 * b),
                "retailer": a**2 / (16 * b),
                "manufacturer": a**2 / (8 * b),
                "consumers": a**2 / (32 * b),
            },
        )

    def test_wholesale_price_then_retailer_then_direct_sales(self) -> None:
        price = a - b * (self.r + self.d)
        found = self.market([self.w, "retailer", self.d], price, price)
        assert_quantities(
            found,
            {
                "w": a / 2 - c / 6,
                "qR": 2 * c / (3 * b),
                "qM": (3 * a - 5 * c) / (6 * b),
                "retailer": 2 * c**2 / (9 * b),
                "manufacturer": (3 * a**2 - 6 * a * c + 7 * c**2) / (12 * b),
                "consumers": (3 * a - c) ** 2 / (72 * b),
            },
        )
        assert asks(found) == {sp.Ge(3 * a, 5 * c)}

    def test_simultaneous_quantities(self) -> None:
        price = a - b * (self.r + self.d)
        found = self.market([self.w, ("retailer", self.d)], price, price)
        assert_quantities(
            found,
            {
                "w": a / 2 - c / 10,
                "qR": 2 * c / (5 * b),
                "qM": (5 * a - 7 * c) / (10 * b),
                "retailer": 4 * c**2 / (25 * b),
                "manufacturer": (5 * a**2 - 10 * a * c + 9 * c**2) / (20 * b),
                "consumers": (5 * a - 3 * c) ** 2 / (200 * b),
            },
        )

    @pytest.mark.parametrize("simultaneous", [False, True])
    def test_differentiated_products(self, simultaneous: bool) -> None:
        """With P_i = a - q_i - s*q_j the printed formulas are those of the sequential game."""
        s = parameters("s", positive=True)
        order: list[Slot] = [self.w, ("retailer", self.d)] if simultaneous else [self.w, "retailer", self.d]
        found = self.market(order, a - self.r - s * self.d, a - self.d - s * self.r)
        strength, bottom = a * (1 - s) + c * s, 8 - 5 * s**2
        printed = {
            "w": a / 2 - s**2 * strength / (2 * bottom),
            "qR": 2 * strength / bottom,
            "qM": ((a - c) * (8 - 3 * s**2) - 2 * a * s) / (2 * bottom),
            "retailer": (4 - 2 * s**2) * strength**2 / bottom**2,
        }
        if simultaneous:
            assert any(sp.simplify(found[name] - value) != 0 for name, value in printed.items())
        else:
            assert_quantities(found, printed)

    def test_the_printed_gains(self) -> None:
        price = a - b * (self.r + self.d)
        found = self.market([self.w, "retailer", self.d], price, price)
        gains = {
            "manufacturer": (a**2 / (8 * b), (3 * (a - 2 * c) ** 2 + 2 * c**2) / (24 * b)),
            "consumers": (a**2 / (32 * b), (9 * a - 2 * c) * (3 * a - 2 * c) / (288 * b)),
        }
        for name, (before, printed) in gains.items():
            assert sp.simplify(found[name] - before - printed) == 0
        threshold = sp.solve(sp.Eq(found["retailer"], a**2 / (16 * b)), c)
        assert threshold == [3 * a / (4 * sp.sqrt(2))]


class TestPlatformChannels:
    """Ha, Tong and Wang (2022). Channel structures of online retail platforms. M&SOM."""

    r = parameters("r", positive=True)
    w, q_direct, q_resold, e = decisions("w qM qI e")

    def game(self, players: list[Player], order: Sequence[Slot] | None) -> Equilibrium:
        return solve(Game(players=players, order=order, assuming=[self.r < 1, k > 1]))

    def agency(self) -> Equilibrium:
        price = a - self.q_direct + self.e
        return self.game(
            [
                Player("manufacturer", decides=[self.q_direct], payoff=(1 - self.r) * price * self.q_direct),
                Player("intermediary", decides=[self.e], payoff=self.r * price * self.q_direct - k * self.e**2 / 2),
            ],
            None,
        )

    def reselling(self) -> Equilibrium:
        price = a - self.q_resold + self.e
        return self.game(
            [
                Player("manufacturer", decides=[self.w], payoff=self.w * self.q_resold),
                Player(
                    "intermediary",
                    decides=[self.q_resold, self.e],
                    payoff=(price - self.w) * self.q_resold - k * self.e**2 / 2,
                ),
            ],
            ["manufacturer", "intermediary"],
        )

    def dual(self) -> Equilibrium:
        price = a - self.q_direct - self.q_resold + self.e
        return self.game(
            [
                Player(
                    "manufacturer",
                    decides=[self.w, self.q_direct],
                    payoff=self.w * self.q_resold + (1 - self.r) * price * self.q_direct,
                ),
                Player(
                    "intermediary",
                    decides=[self.q_resold, self.e],
                    payoff=(price - self.w) * self.q_resold + self.r * price * self.q_direct - k * self.e**2 / 2,
                ),
            ],
            [self.w, self.q_resold, (self.q_direct, self.e)],
        )

    def test_agency(self) -> None:
        r = self.r
        assert_quantities(
            self.agency(),
            {
                "qM": a * k / (2 * k - r),
                "e": a * r / (2 * k - r),
                "manufacturer": a**2 * k**2 * (1 - r) / (2 * k - r) ** 2,
                "intermediary": a**2 * k * r / (4 * k - 2 * r),
            },
        )

    def test_reselling(self) -> None:
        found = self.reselling()
        assert_quantities(
            found,
            {
                "w": a / 2,
                "qI": a * k / (2 * (2 * k - 1)),
                "e": a / (2 * (2 * k - 1)),
                "manufacturer": a**2 * k / (4 * (2 * k - 1)),
                "intermediary": a**2 * k / (8 * (2 * k - 1)),
            },
        )
        assert asks(found) == set()

    def test_dual(self) -> None:
        r = self.r
        z = 2 * (k * (3 - r) - 1) * (k - r + 1)
        price = 2 * k**2 * (3 - r) - k * r * (4 - r) - 2 * (1 - r)
        assert_quantities(
            self.dual(),
            {
                "w": a * k * (1 - r) * price / (z * (2 * k - r)),
                "qI": a * k * (2 - r) * (1 - r) / z,
                "qM": a * k * (k * (3 - r) - r + 1) / z,
                "e": a * ((3 - r) * r * k + 2 * (1 - r)) / z,
            },
        )

    @pytest.mark.parametrize(
        ("channel", "manufacturer", "intermediary"),
        [("dual", ".25050", ".03299"), ("agency", ".23669", ".02564"), ("reselling", ".16667", ".08333")],
    )
    def test_the_printed_numbers(self, channel: str, manufacturer: str, intermediary: str) -> None:
        found = getattr(self, channel)()
        values = {"a": 1, "k": 2, "r": Fraction(1, 10)}
        point = found.at({p.name: values[p.name] for p in found.ring.symbols})
        assert round(float(point["manufacturer"]), 5) == float(manufacturer)
        assert round(float(point["intermediary"]), 5) == float(intermediary)

    @pytest.mark.parametrize(
        ("player", "printed"),
        [
            ("intermediary", {"1": ".3486", "3/2": ".3071", "2": ".2915", "3": ".2777"}),
            ("manufacturer", {"1": ".5", "3/2": ".5068", "2": ".5047", "3": ".5024"}),
        ],
    )
    def test_the_printed_thresholds(self, player: str, printed: dict[str, str]) -> None:
        """Where a firm is indifferent between dual channels and reselling."""
        gain = sp.together(self.dual()[player] - self.reselling()[player])
        for cost, threshold in printed.items():
            top = sp.Poly(sp.fraction(sp.cancel(gain.subs({a: 1, k: sp.Rational(cost)})))[0], self.r)
            roots = {round(float(root), 4) for root in top.nroots(n=15, maxsteps=200) if root.is_real}
            assert float(threshold) in roots


class TestOtherClassics:
    def test_monopoly_with_quality(self) -> None:
        """Dorfman-Steiner in the linear-quadratic case."""
        p, q = decisions("p q")
        game = Game(
            players=[Player("firm", decides=[p, q], payoff=(p - c) * (a - b * p + g * q) - k * q**2 / 2)],
            assuming=[a > b * c],
        )
        found = solve(game)
        bottom = 2 * b * k - g**2
        assert_quantities(
            found,
            {
                "p": c + k * (a - b * c) / bottom,
                "q": g * (a - b * c) / bottom,
                "firm": k * (a - b * c) ** 2 / (2 * bottom),
            },
        )
        assert asks(found) == {sp.Gt(2 * b * k, g**2, evaluate=False)}

    def test_a_contest(self) -> None:
        """Tullock, G. (1980). Efficient rent seeking: with valuations V, efforts V*c_j/(c_i + c_j)**2."""
        v, c1, c2 = parameters("V c1 c2", positive=True)
        x, y = decisions("x y")
        game = Game(
            players=[
                Player("first", decides=[x], payoff=v * x / (x + y) - c1 * x),
                Player("second", decides=[y], payoff=v * y / (x + y) - c2 * y),
            ]
        )
        found = solve(game)
        assert found.stages[0].method == "elimination"
        assert_quantities(
            found,
            {
                "x": v * c2 / (c1 + c2) ** 2,
                "y": v * c1 / (c1 + c2) ** 2,
                "first": v * c2**2 / (c1 + c2) ** 2,
                "second": v * c1**2 / (c1 + c2) ** 2,
            },
        )

    @pytest.mark.parametrize("order", list(permutations(["cook", "farmer"])))
    def test_a_public_good_is_under_provided(self, order: tuple[str, ...]) -> None:
        """Voluntary contributions with quadratic cost: equal to the marginal benefit, whoever moves first."""
        x, y = decisions("x y")
        good = x + y
        game = Game(
            players=[
                Player("cook", decides=[x], payoff=a * good - k * x**2 / 2),
                Player("farmer", decides=[y], payoff=b * good - k * y**2 / 2),
            ],
            order=order,
        )
        assert_quantities(solve(game), {"x": a / k, "y": b / k})
