"""Encroachment and the channels of a platform: closed forms that papers print, each derived again on paper."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.game import Slot
from printed_forms import a, asks, assert_quantities, b, c, k


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
