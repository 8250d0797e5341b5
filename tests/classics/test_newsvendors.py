"""Classic newsvendor models with their expectation written out.

What is stocked is kept below the largest demand by its bounds; there expected sales are q - q^2/(2B) if demand is
uniform on [0, B].
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, prove, solve
from printed import assert_numbers, assert_printed

p, c, B, a, k, mu, eta = parameters("p c B a k mu eta", positive=True)
w, q, e = decisions("w q e")
z = decisions("z")


class TestPriceOnly:
    """Lariviere, M. A. and Porteus, E. L. (2001). Selling to the newsvendor. M&SOM 3(4)."""

    sold = q - q**2 / (2 * B)
    numbers: ClassVar = {"p": 10, "c": 2, "B": 100}

    def test_uniform_demand(self) -> None:
        apart = solve(
            Game(
                players=[
                    Player("supplier", decides=[w], payoff=(w - c) * q),
                    Player("retailer", decides=[q], payoff=p * self.sold - w * q),
                ],
                order=["supplier", "retailer"],
                constraints=[q <= B],
                assuming=[c < p],
            )
        )
        owner = Player("chain", decides=[q], payoff=p * self.sold - c * q)
        together = solve(Game(players=[owner], constraints=[q <= B], assuming=[c < p]))
        assert_printed(
            apart,
            {
                "w": (p + c) / 2,
                "q": B * (p - c) / (2 * p),
                "supplier": B * (p - c) ** 2 / (4 * p),
                "retailer": B * (p - c) ** 2 / (8 * p),
            },
        )
        assert_printed(together, {"q": B * (p - c) / p, "chain": B * (p - c) ** 2 / (2 * p)})
        assert sp.simplify(apart["supplier"] + apart["retailer"] - sp.Rational(3, 4) * together["chain"]) == 0
        assert_numbers(apart, self.numbers, {"w": 6, "q": 40, "supplier": 160, "retailer": 80})
        assert_numbers(together, self.numbers, {"q": 80, "chain": 320})

    def test_a_power_law_of_demand(self) -> None:
        """Cdf x^2 on [0, 1]: expected sales q - q^3/3."""
        sold = q - q**3 / 3
        apart = Game(
            players=[
                Player("supplier", decides=[w], payoff=(w - c) * q),
                Player("retailer", decides=[q], payoff=p * sold - w * q),
            ],
            order=["supplier", "retailer"],
            constraints=[q <= 1],
        )
        at = {"p": 10, "c": 2}
        found = solve(apart, at=at).only()
        owner = Game(players=[Player("chain", decides=[q], payoff=p * sold - c * q)], constraints=[q <= 1])
        together = solve(owner, at=at).only()
        assert found["w"] == sp.Rational(22, 3)
        assert sp.simplify(found["q"] - sp.sqrt(sp.Rational(4, 15))) == 0
        efficiency = (found["supplier"] + found["retailer"]) / together["chain"]
        assert float(efficiency) == pytest.approx(0.7698003589, abs=1e-10)


class TestCoordination:
    """Pasternack (1985) buys back; Cachon and Lariviere (2005) share revenue."""

    back, phi = parameters("b phi", positive=True)
    sold = q - q**2 / (2 * B)

    def stocked(self, payoff: sp.Expr) -> Any:
        known = [c < p, self.back < p, self.phi < 1]
        return solve(
            Game(players=[Player("retailer", decides=[q], payoff=payoff)], constraints=[q <= B], assuming=known)
        )

    def test_a_buy_back_coordinates(self) -> None:
        wholesale = c + self.back * (p - c) / p
        found = self.stocked(p * self.sold + self.back * (q - self.sold) - wholesale * q)
        share = 1 - self.back / p
        assert_printed(found, {"q": B * (p - c) / p, "retailer": share * B * (p - c) ** 2 / (2 * p)})

    def test_shared_revenue_coordinates(self) -> None:
        found = self.stocked(self.phi * p * self.sold - self.phi * c * q)
        assert_printed(found, {"q": B * (p - c) / p, "retailer": self.phi * B * (p - c) ** 2 / (2 * p)})

    def test_effort_spoils_it(self) -> None:
        """With a price a + e - b q and the effort all the retailer's, both are too low."""
        b = parameters("b", positive=True)

        def chosen(kept: sp.Expr) -> Any:
            payoff = kept * (a + e - b * q) * q - kept * c * q - k * e**2 / 2
            known = [a > c, 2 * b * k > 1, *([kept < 1] if kept.free_symbols else [])]
            return solve(Game(players=[Player("retailer", decides=[q, e], payoff=payoff)], assuming=known))

        shared, together = chosen(self.phi), chosen(sp.S.One)
        order = (a - c) / (2 * b - self.phi / k)
        assert_printed(shared, {"q": order, "e": self.phi * order / k})
        assert_numbers(shared, {"a": 10, "b": 1, "c": 2, "k": 1, "phi": "1/2"}, {"q": 5.333333333, "e": 2.666666667})
        assert_numbers(together, {"a": 10, "b": 1, "c": 2, "k": 1}, {"q": 8, "e": 8})
        assert prove(shared["q"] < together["q"], given=[shared, together])
        assert prove(shared["e"] < together["e"], given=[shared, together])


class TestEffort:
    """Demand (a + mu e) xi, xi uniform on [0, 1], after effort and stock are chosen; z is the stock per market size."""

    size = a + mu * e

    def test_together(self) -> None:
        chain = Player("chain", decides=[z, e], payoff=self.size * (p * (z - z**2 / 2) - c * z) - eta * e**2 / 2)
        found = solve(Game(players=[chain], order=[z, e], constraints=[z <= 1], assuming=[c < p]))
        margin = (p - c) ** 2 / (2 * p)
        assert_printed(
            found, {"e": mu * margin / eta, "chain": a * margin + mu**2 * margin**2 / (2 * eta), "z": 1 - c / p}
        )

    def test_apart_and_without_effort_no_market(self) -> None:
        size = mu * e
        game = Game(
            players=[
                Player("supplier", decides=[w], payoff=(w - c) * z * size),
                Player("retailer", decides=[z, e], payoff=size * (p * (z - z**2 / 2) - w * z) - eta * e**2 / 2),
            ],
            order=["supplier", z, e],
            constraints=[z <= 1, w <= p],
        )
        found = solve(game.with_values({"p": 8, "c": 2, "mu": 3, "eta": 1}))
        assert found["w"] == sp.Rational(7, 2)
        assert float(found["supplier"]) == pytest.approx(9.610839844, rel=1e-9)
        assert float(found["retailer"]) == pytest.approx(7.208129883, rel=1e-9)


class TestPriceAndStock:
    """Petruzzi, N. C. and Dada, M. (1999). Pricing and the newsvendor problem. Operations Research 47(2)."""

    price = decisions("p")
    b, h = parameters("b h", positive=True)
    surplus = decisions("z", real=True)

    def additive(self) -> Game:
        """Demand a - b p + xi, xi uniform on [-h, h]; z is what is stocked above a - b p."""
        mean, x = a - self.b * self.price, self.surplus
        sold = mean + x - (x + self.h) ** 2 / (4 * self.h)
        return Game(
            players=[Player("retailer", decides=[x, self.price], payoff=self.price * sold - c * (mean + x))],
            order=[x, self.price],
            constraints=[x >= -self.h, x <= self.h],
            assuming=[a > self.b * c + self.h],
            report={"q": mean + x},
        )

    @pytest.mark.slow
    def test_additive_demand(self) -> None:
        """The stock is the only root of a cubic; the price is below that without uncertainty."""
        found: Any = solve(self.additive())
        assert found.evidence.established
        y = sp.Symbol("y")
        width, riskless = 2 * self.h, (a + self.b * c) / (2 * self.b)
        printed = y**3 - 4 * self.b * width * riskless * y + 4 * self.b * c * width**2
        root = found.root
        lhs = root.equation.lhs.subs(root.symbol, self.h - y)
        assert sp.simplify(lhs / printed).is_number
        at = {"a": 100, "b": 5, "c": 4, "h": 20}
        assert_numbers(found, at, {"z": 6.404924535, "p": 11.7689674, "q": 47.56008752})
        assert prove(found["p"] < riskless, given=[found])

    @pytest.mark.parametrize("elasticity", [2, 3, 5])
    def test_multiplicative_demand(self, elasticity: int) -> None:
        """Demand a p^-e xi, xi uniform on [0, 1]: the price is c (e + 1)/(e - 1)."""
        payoff = (self.price * (z - z**2 / 2) - c * z) * a / self.price**elasticity
        retailer = Player("retailer", decides=[self.price, z], payoff=payoff)
        found = solve(Game(players=[retailer], constraints=[z <= 1, self.price >= c]))
        assert_printed(found, {"p": c * sp.Rational(elasticity + 1, elasticity - 1)})
        exact = solve(Game(players=[retailer], constraints=[z <= 1, self.price >= c]), at={"a": 3, "c": 4}).only()
        assert exact["p"] == sp.Rational(4 * (elasticity + 1), elasticity - 1)
        assert exact.evidence.established

    def linear(self) -> Game:
        """Demand (a - b p) xi, xi uniform on [0, 1]."""
        payoff = (a - self.b * self.price) * (self.price * (z - z**2 / 2) - c * z)
        retailer = Player("retailer", decides=[self.price, z], payoff=payoff)
        return Game(
            players=[retailer],
            order=[self.price, z],
            constraints=[z <= 1, self.b * self.price <= a],
            assuming=[a > self.b * c],
            report={"q": z * (a - self.b * self.price)},
        )

    def test_linear_demand_that_is_scaled(self) -> None:
        found = solve(self.linear())
        best = (a + sp.sqrt(a**2 + 8 * a * self.b * c)) / (4 * self.b)
        at: dict[str, Any] = {"a": 100, "b": 5, "c": 4}
        assert sp.simplify(found.at(at)["p"] - best.subs({a: 100, self.b: 5, c: 4})) == 0
        numbers = {"p": 13.06225775, "q": 24.06613378, "retailer": 109.0467536}
        assert_numbers(found, at, numbers)
        exact = solve(self.linear(), at=at).only()
        assert float(exact["retailer"]) == pytest.approx(numbers["retailer"], rel=1e-9)
        assert exact.evidence.established
        assert prove(found["p"] > (a + self.b * c) / (2 * self.b), given=[found])
