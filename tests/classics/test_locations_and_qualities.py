"""Classic models of products: where to locate, which quality to make, and a good that lasts."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from lsec_models import Buyers, Game, Market, Player, decisions, parameters, prove, solve, uniform
from printed import assert_numbers, assert_printed

t, c, V = parameters("t c V", positive=True)
p1, p2 = decisions("p1 p2")
x = sp.Symbol("x")


class TestQuadraticTransport:
    """d'Aspremont, C., Gabszewicz, J. J. and Thisse, J.-F. (1979). On Hotelling's stability in competition.

    Buyers on [0, 1] pay t times the squared distance.
    """

    def line(self, one: sp.Expr, two: sp.Expr, **more: Any) -> Game:
        left = (one + two) / 2 + (p2 - p1) / (2 * t * (two - one))
        locations = [place for place in (one, two) if place.is_Symbol and not place.name.startswith("l_")]
        decides = [[place] for place in locations] or [[], []]
        return Game(
            players=[
                Player("one", decides=[*decides[0], p1], payoff=(p1 - c) * left),
                Player("two", decides=[*decides[1], p2], payoff=(p2 - c) * (1 - left)),
            ],
            order=[tuple(locations), (p1, p2)] if locations else None,
            **more,
        )

    def prices(self) -> Any:
        one, two = parameters("l_1 l_2", nonnegative=True)
        return solve(self.line(one, two, assuming=[one < two, two <= 1]))

    def test_prices_at_given_locations(self) -> None:
        one, two = parameters("l_1 l_2", nonnegative=True)
        assert_printed(
            self.prices(),
            {
                "p1": c + t * (two - one) * (2 + one + two) / 3,
                "p2": c + t * (two - one) * (4 - one - two) / 3,
                "one": t * (two - one) * (2 + one + two) ** 2 / 18,
                "two": t * (two - one) * (4 - one - two) ** 2 / 18,
            },
        )
        at = {"l_1": "1/10", "l_2": "4/5", "t": 1, "c": 1}
        numbers = {"p1": 1.6766666667, "p2": 1.7233333333, "one": 0.3270555556, "two": 0.3737222222}
        assert_numbers(self.prices(), at, numbers)

    def test_firms_move_as_far_apart_as_they_may(self) -> None:
        one, two = parameters("l_1 l_2", nonnegative=True)
        found = self.prices()
        assert prove(sp.Lt(sp.diff(found["one"], one), 0), given=[found])
        assert prove(sp.Gt(sp.diff(found["two"], two), 0), given=[found])
        left, right = decisions("x1", within=(0, sp.Rational(1, 2))), decisions("x2", within=(sp.Rational(3, 5), 1))
        moved = {one: left, two: right}
        chosen = Game(
            players=[
                Player("one", decides=[left], payoff=found["one"].subs(moved)),
                Player("two", decides=[right], payoff=found["two"].subs(moved)),
            ]
        )
        there = solve(chosen, at={"t": 2}).only()
        assert (there["x1"], there["x2"], there["one"], there["two"]) == (0, 1, 1, 1)
        assert there.evidence.established

    def test_a_planner_saves_buyers_their_way(self) -> None:
        one, two = decisions("x1", within=(0, sp.Rational(1, 2))), decisions("x2", within=(sp.Rational(1, 2), 1))
        place, middle = sp.Symbol("z"), (one + two) / 2
        ways = sp.integrate((place - one) ** 2, (place, 0, middle)) + sp.integrate(
            (place - two) ** 2, (place, middle, 1)
        )
        found = solve(Game(players=[Player("planner", decides=[one, two], payoff=sp.expand(-t * ways))]), at={"t": 1})
        assert found.evidence.established
        assert (found.only()["x1"], found.only()["x2"]) == (sp.Rational(1, 4), sp.Rational(3, 4))

    def test_on_a_longer_line_they_locate_outside_the_market(self) -> None:
        """Tabuchi, T. and Thisse, J.-F. (1995). Asymmetric equilibria in spatial competition. IJIO 13."""
        left, right = decisions("x1 x2", real=True)
        found = solve(self.line(left, right))
        printed = {"x1": -sp.Rational(1, 4), "x2": sp.Rational(5, 4), "p1": c + 3 * t / 2, "one": 3 * t / 4}
        assert_printed(found, printed | {"two": 3 * t / 4})


class TestLinearTransport:
    """The same line with costs that are proportional to distance: prices need not exist where firms are close.

    Firms are at al and 1 - bl. Behind each of them all buyers lose the same by going to the other one, so that they are
    three segments.
    """

    @staticmethod
    def market(al: sp.Rational, bl: sp.Rational) -> Market:
        behind_one = {"one": V - p1 - t * (al - x), "two": V - p2 - t * (1 - bl - x)}
        between = {"one": V - p1 - t * (x - al), "two": V - p2 - t * (1 - bl - x)}
        behind_two = {"one": V - p1 - t * (x - al), "two": V - p2 - t * (x - 1 + bl)}
        return Market(
            segments={
                "behind one": Buyers(options=behind_one, taste={x: uniform(0, al)}, mass=al),
                "between": Buyers(options=between, taste={x: uniform(al, 1 - bl)}, mass=1 - al - bl),
                "behind two": Buyers(options=behind_two, taste={x: uniform(1 - bl, 1)}, mass=bl),
            }
        )

    @staticmethod
    def firms(case: Any) -> Game:
        demand = case.demand
        return Game(
            players=[
                Player("one", decides=[p1], payoff=p1 * demand["one"]),
                Player("two", decides=[p2], payoff=p2 * demand["two"]),
            ],
            assuming=case.assuming,
            constraints=case.constraints,
        )

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("al", "bl", "margins"), [("1/10", "1/5", (0.2677777778, 0.5344444444)), ("1/10", "2/5", (-0.39, 0.41))]
    )
    def test_prices_exist_where_nobody_gains_by_undercutting(
        self, al: str, bl: str, margins: tuple[float, float]
    ) -> None:
        one, two = sp.Rational(al), sp.Rational(bl)
        m1 = (1 + (one - two) / 3) ** 2 - sp.Rational(4, 3) * (one + 2 * two)
        m2 = (1 + (two - one) / 3) ** 2 - sp.Rational(4, 3) * (two + 2 * one)
        assert (float(m1), float(m2)) == pytest.approx(margins)
        market = self.market(one, two)
        shared = {"behind_one": ["one"], "between": ["one", "two"], "behind_two": ["two"]}
        case = market.case(**{name.replace("_", " "): options for name, options in shared.items()})
        found = solve(self.firms(case))
        assert_printed(found, {"p1": t * (1 + (one - two) / 3), "p2": t * (1 + (two - one) / 3)})
        verdict = prove(market.no_gain(self.firms, found), given=[found, market.domain])
        assert (verdict.status == "proved") == (m1 >= 0 and m2 >= 0), verdict


class TestQualities:
    """Moorthy, K. S. (1988). Product and price competition in a duopoly. Marketing Science 7(2).

    Buyers of taste theta, uniform on [0, 1], have theta s - p of a product of quality s, which costs s^2 to make.
    """

    theta = sp.Symbol("theta")

    def case(self, low: sp.Symbol, high: sp.Symbol) -> Any:
        worth = {"high": self.theta * high - p2, "low": self.theta * low - p1, "nothing": 0}
        buyers = Buyers(options=worth, taste={self.theta: uniform(0, 1)}, assuming=[low < high])
        return buyers.case("nothing", "low", "high")

    def prices(self, low: sp.Symbol, high: sp.Symbol) -> Any:
        case = self.case(low, high)
        demand = case.demand
        return solve(
            Game(
                players=[
                    Player("low", decides=[p1], payoff=(p1 - low**2) * demand["low"]),
                    Player("high", decides=[p2], payoff=(p2 - high**2) * demand["high"]),
                ],
                assuming=[low < high],
            )
        )

    def test_prices_at_given_qualities(self) -> None:
        low, high = parameters("l h", positive=True)
        found = self.prices(low, high)
        bottom = 4 * high - low
        assert_printed(
            found,
            {
                "p1": low * (high - low + high**2 + 2 * low * high) / bottom,
                "p2": high * (2 * (high - low) + 2 * high**2 + low**2) / bottom,
                "low": low * high * (high - low) * (1 + high - low) ** 2 / bottom**2,
                "high": high**2 * (high - low) * (2 - 2 * high - low) ** 2 / bottom**2,
            },
        )

    @pytest.mark.slow
    def test_qualities_are_differentiated_and_bracket_that_of_a_monopolist(self) -> None:
        low, high = parameters("l h", positive=True)
        found = self.prices(low, high)
        s1 = decisions("s1", within=(sp.Rational(1, 100), sp.Rational(3, 10)))
        s2 = decisions("s2", within=(sp.Rational(31, 100), 1))
        game = Game(
            players=[
                Player("low", decides=[s1], payoff=found["low"].subs({low: s1, high: s2})),
                Player("high", decides=[s2], payoff=found["high"].subs({low: s1, high: s2})),
            ]
        )
        (there,) = [one for one in solve(game, at={}) if float(one["s2"]) < 0.9]
        assert there.evidence.established
        assert float(there["s1"]) == pytest.approx(0.1993612412, abs=1e-9)
        assert float(there["s2"]) == pytest.approx(0.4097604400, abs=1e-9)
        s, p = decisions("s p")
        alone = Player("monopolist", decides=[s, p], payoff=(p - s**2) * (1 - p / s))
        assert_printed(solve(Game(players=[alone])), {"s": sp.Rational(1, 3), "p": sp.Rational(2, 9)})
        # The maker of the poor product does not gain by a product that is better than the rival's.
        best, better = sp.Rational(40976, 100000), decisions("s", within=(sp.Rational(40977, 100000), 1))
        leap = Player("low", decides=[better], payoff=found["high"].subs({low: best, high: better}))
        assert all(float(one["low"]) < float(there["low"]) for one in solve(Game(players=[leap]), at={}))


class TestDurableGood:
    """Stokey (1979), Coase (1972), Bulow (1982): two dates, buyers uniform on [0, 1] who wait if that pays them.

    The seller today picks who buys at once, v_1, and with it the price at which that buyer is indifferent; the seller
    tomorrow serves those who are left.
    """

    d_c, d_f = parameters("d_c d_f", positive=True)
    v1, later = decisions("v_1 p_2")

    def seller(self, patience: sp.Expr = d_c) -> Any:
        today = (1 - patience) * self.v1 + patience * self.later
        tomorrow = self.later * (self.v1 - self.later)
        return solve(
            Game(
                players=[
                    Player("today", decides=[self.v1], payoff=today * (1 - self.v1) + self.d_f * tomorrow),
                    Player("tomorrow", decides=[self.later], payoff=tomorrow),
                ],
                order=["today", "tomorrow"],
                assuming=[self.d_c <= 1, self.d_f <= 1],
                constraints=[self.v1 <= 1],
                report={"p_1": today},
            )
        )

    def test_without_commitment(self) -> None:
        dc, df = self.d_c, self.d_f
        found = self.seller()
        marginal = (2 - dc) / (4 - 2 * dc - df)
        assert_printed(
            found,
            {
                "v_1": marginal,
                "p_1": marginal * (1 - dc / 2),
                "p_2": marginal / 2,
                "today": (2 - dc) ** 2 / (4 * (4 - 2 * dc - df)),
            },
        )
        at = {"d_c": "3/5", "d_f": "9/10"}
        numbers = {"v_1": 0.7368421053, "p_1": 0.5157894737, "p_2": 0.3684210526, "today": 0.2578947368}
        assert_numbers(found, at, numbers)

    def test_buyers_who_do_not_wait(self) -> None:
        found = self.seller(sp.S.Zero)
        assert_printed(found, {"p_1": 2 / (4 - self.d_f), "today": 1 / (4 - self.d_f)})

    def test_with_one_discount_factor_waiting_costs_the_seller(self) -> None:
        alike = self.seller()["today"].subs({self.d_c: self.d_f})
        assert prove(alike < sp.Rational(1, 4), given=[self.d_f < 1])

    def test_with_commitment_all_is_sold_at_once(self) -> None:
        price = (1 - self.d_c) * self.v1 + self.d_c * self.later
        payoff = price * (1 - self.v1) + self.d_f * self.later * (self.v1 - self.later)
        seller = Player("seller", decides=[self.v1, self.later], payoff=payoff)
        game = Game(players=[seller], constraints=[self.later <= self.v1, self.v1 <= 1])
        for buyers, firm in (("3/5", "1/2"), ("9/10", "9/10"), ("1/2", "1/10")):
            found = solve(game, at={"d_c": buyers, "d_f": firm}).only()
            assert (found["seller"], found["v_1"], found["p_2"]) == (
                sp.Rational(1, 4),
                sp.Rational(1, 2),
                sp.Rational(1, 2),
            )
