"""Tiers that add margins, and rivals in quantities: forms of textbooks, each derived again on paper."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, solve
from lsec_models.games.static.game import Slot
from printed_forms import a, asks, assert_quantities, b, c, costs, numbered


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
