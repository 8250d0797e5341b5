"""Rivals in prices, common and exclusive retailers: forms that papers print, each derived again on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.game import Slot
from printed_forms import a, asks, assert_quantities, b, c, costs, g, numbered


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
