"""Classic models of oligopoly: prices or quantities, research, mergers, networks, capacity and entry."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

import pytest
import sympy as sp

from lsec_models import (
    Choice,
    Game,
    Player,
    decisions,
    others,
    parameters,
    prove,
    solve,
    total,
)
from printed import assert_numbers, assert_printed

a, c, g = parameters("a c g", positive=True)
p, q, x, y, q1, q2, p1, p2, x1, x2, Q = decisions("p q x y q1 q2 p1 p2 x1 x2 Q")


class TestPricesOrQuantities:
    """Singh, N. and Vives, X. (1984). Price and quantity competition in a differentiated duopoly. RAND Journal 15."""

    alpha, beta, gamma = parameters("alpha beta gamma", positive=True)

    @classmethod
    def duopoly(cls, one: str, other: str) -> Game:
        """Each sets its price or its quantity; what it does not set follows from demand."""
        al, be, ga = cls.alpha, cls.beta, cls.gamma
        sold = {
            ("price", "price"): [
                (al * (be - ga) - be * own + ga * rival) / (be**2 - ga**2) for own, rival in ((p1, p2), (p2, p1))
            ],
            ("price", "quantity"): [(al - p1 - ga * q2) / be, q2],
            ("quantity", "price"): [q1, (al - p2 - ga * q1) / be],
            ("quantity", "quantity"): [q1, q2],
        }[one, other]
        earned = [
            sold[i] * (price if kind == "price" else al - be * sold[i] - ga * sold[1 - i])
            for i, (kind, price) in enumerate(((one, p1), (other, p2)))
        ]
        set_by = [price if kind == "price" else amount for kind, price, amount in ((one, p1, q1), (other, p2, q2))]
        return Game(
            players=[Player(f"firm{i + 1}", decides=[set_by[i]], payoff=earned[i]) for i in range(2)],
            assuming=[ga < be],
        )

    @classmethod
    def printed(cls) -> dict[tuple[str, str], sp.Expr]:
        al, be, ga = cls.alpha, cls.beta, cls.gamma
        mixed = be * (4 * be**2 - 3 * ga**2) ** 2
        return {
            ("quantity", "quantity"): al**2 * be / (2 * be + ga) ** 2,
            ("price", "price"): al**2 * be * (be - ga) / ((be + ga) * (2 * be - ga) ** 2),
            ("price", "quantity"): al**2 * (be - ga) ** 2 * (2 * be + ga) ** 2 / mixed,
            ("quantity", "price"): al**2 * (be**2 - ga**2) * (2 * be - ga) ** 2 / mixed,
        }

    def test_payoffs(self) -> None:
        numbers = iter((0.16, 0.1481481481, 0.1479289941, 0.1597633136))
        for kinds, formula in self.printed().items():
            found = solve(self.duopoly(*kinds))
            assert_printed(found, {"firm1": formula})
            at = {"alpha": 1, "beta": 1, "gamma": "1/2"}
            assert_numbers(
                found, {n: v for n, v in at.items() if n in map(str, found.ring.symbols)}, {"firm1": next(numbers)}
            )

    def test_quantities_are_dominant_for_substitutes(self) -> None:
        found = {kinds: solve(self.duopoly(*kinds)) for kinds in self.printed()}
        for rival in ("quantity", "price"):
            better, worse = found["quantity", rival], found["price", rival]
            assert prove(better["firm1"] > worse["firm1"], given=[better, worse])

    def test_both_choose_quantities(self) -> None:
        modes = {kinds: self.duopoly(*kinds) for kinds in self.printed()}
        chosen = solve(Choice(by=("firm1", "firm2"), among=modes)).at({"alpha": 1, "beta": 1, "gamma": "1/2"})
        assert set(chosen.chosen) == {("quantity", "quantity")}
        assert chosen.payoffs["firm1"] == sp.Rational(4, 25)


class TestResearch:
    """d'Aspremont, C. and Jacquemin, A. (1988). Cooperative and noncooperative R&D in duopoly. AER 78(5)."""

    a, unit, cost, b = parameters("a A Gamma beta", positive=True)
    numbers: ClassVar = {"a": 12, "A": 2, "beta": "3/10", "Gamma": 3}

    @classmethod
    @cache
    def solved(cls, form: str) -> Any:
        """Research alone or in a joint laboratory, then quantities; or one owner, or a planner, of everything."""
        price = cls.a - q1 - q2
        costs = [cls.unit - x1 - cls.b * x2, cls.unit - x2 - cls.b * x1]
        profits = [
            (price - each) * sold - cls.cost * lab**2 / 2
            for each, sold, lab in zip(costs, (q1, q2), (x1, x2), strict=True)
        ]
        known = [cls.a > cls.unit, 9 * cls.cost > 2 * (2 - cls.b) ** 2, 9 * cls.cost > 2 * (1 + cls.b) ** 2, cls.b <= 1]
        report = {"Q": q1 + q2, "welfare": (q1 + q2) ** 2 / 2 + sum(profits)}
        if form == "alone":
            firms = [Player(f"firm{i + 1}", decides=[(x1, x2)[i], (q1, q2)[i]], payoff=profits[i]) for i in range(2)]
            return solve(Game(players=firms, order=[(x1, x2), (q1, q2)], assuming=known, report=report))
        if form == "joint":
            firms = [Player(f"firm{i + 1}", decides=[(q1, q2)[i]], payoff=profits[i]) for i in range(2)]
            laboratory = Player("laboratory", decides=[x1, x2], payoff=sum(profits))
            return solve(
                Game(players=[laboratory, *firms], order=["laboratory", (q1, q2)], assuming=known, report=report)
            )
        worth = Q * (cls.a - Q) if form == "owner" else cls.a * Q - Q**2 / 2
        payoff = worth - (cls.unit - (1 + cls.b) * x) * Q - cls.cost * x**2
        return solve(Game(players=[Player(form, decides=[x, Q], payoff=payoff)], assuming=[cls.a > cls.unit]))

    @pytest.mark.slow
    def test_closed_forms(self) -> None:
        s, be, G = self.a - self.unit, self.b, self.cost
        half = sp.Rational(9, 2) * G
        alone, joint = self.solved("alone"), self.solved("joint")
        assert_printed(
            alone,
            {
                "x1": (2 - be) * s / (half - (2 - be) * (1 + be)),
                "Q": 6 * G * s / (9 * G - 2 * (2 - be) * (1 + be)),
                "firm1": G * s**2 * (9 * G - 2 * (2 - be) ** 2) / (9 * G - 2 * (2 - be) * (1 + be)) ** 2,
                "welfare": 4 * (s + (1 + be) * alone["x1"]) ** 2 / 9 - G * alone["x1"] ** 2,
            },
        )
        assert_printed(
            joint,
            {
                "x1": (1 + be) * s / (half - (1 + be) ** 2),
                "Q": 6 * G * s / (9 * G - 2 * (1 + be) ** 2),
                "firm1": G * s**2 / (9 * G - 2 * (1 + be) ** 2),
                "welfare": 4 * (s + (1 + be) * joint["x1"]) ** 2 / 9 - G * joint["x1"] ** 2,
            },
        )
        assert_printed(self.solved("owner"), {"x": (1 + be) * s / (4 * G - (1 + be) ** 2)})
        assert_printed(self.solved("planner"), {"x": (1 + be) * s / (2 * G - (1 + be) ** 2)})

    def test_numbers(self) -> None:
        assert_numbers(
            self.solved("alone"), self.numbers, {"x1": 1.505757307, "Q": 7.971656333, "welfare": 56.74538949}
        )
        assert_numbers(
            self.solved("joint"), self.numbers, {"x1": 1.100762066, "Q": 7.620660457, "welfare": 54.43943443}
        )
        assert_numbers(self.solved("owner"), self.numbers, {"x": 1.260911736})
        assert_numbers(self.solved("planner"), self.numbers, {"x": 3.016241299})

    @pytest.mark.parametrize("quantity", ["x1", "Q"])
    def test_a_joint_laboratory_is_better_above_a_spillover_of_one_half(self, quantity: str) -> None:
        alone, joint = self.solved("alone"), self.solved("joint")
        claim = sp.Equivalent(joint[quantity] > alone[quantity], 2 * self.b > 1)
        assert prove(claim, given=[alone, joint])

    @pytest.mark.slow
    def test_welfare_too(self) -> None:
        alone, joint = self.solved("alone"), self.solved("joint")
        assert prove(sp.Equivalent(joint["welfare"] > alone["welfare"], 2 * self.b > 1), given=[alone, joint])

    def test_an_owner_does_more_research_than_a_joint_laboratory_and_a_planner_most(self) -> None:
        joint, owner, planner = (self.solved(form) for form in ("joint", "owner", "planner"))
        assert prove(owner["x"] > joint["x1"], given=[owner, joint])
        assert prove(planner["x"] > owner["x"], given=[planner, owner])


class TestMergersInPrices:
    """Deneckere, R. and Davidson, C. (1985). Incentives to form coalitions with Bertrand competition."""

    prices = decisions("p1 p2 p3")

    def industry(self, merged: bool) -> Any:
        earned = [own * (1 - own + g * (sum(self.prices) - own)) for own in self.prices]
        if merged:
            firms = [
                Player("merged", decides=list(self.prices[:2]), payoff=earned[0] + earned[1]),
                Player("outsider", decides=[self.prices[2]], payoff=earned[2]),
            ]
        else:
            firms = [Player(f"firm{i + 1}", decides=[own], payoff=earned[i]) for i, own in enumerate(self.prices)]
        return solve(Game(players=firms, assuming=[2 * g < 1]))

    @pytest.mark.slow
    def test_closed_forms(self) -> None:
        after, before = self.industry(True), self.industry(False)
        bottom = 2 - 2 * g - g**2
        assert_printed(
            after,
            {
                "p1": (2 + g) / (2 * bottom),
                "p3": 1 / bottom,
                "merged": 2 * (1 - g) * (2 + g) ** 2 / (4 * bottom**2),
                "outsider": 1 / bottom**2,
            },
        )
        assert_printed(before, {"firm1": 1 / (2 - 2 * g) ** 2})
        at = {"g": "3/10"}
        assert_numbers(
            after,
            at,
            {"p1": 0.8778625954, "p3": 0.7633587786, "merged": 2 * 0.5394499155, "outsider": 0.5827166249},
        )
        assert_numbers(before, at, {"firm1": 0.5102040816})

    def test_insiders_gain_and_outsiders_more(self) -> None:
        after, before = self.industry(True), self.industry(False)
        assert prove(after["merged"] > 2 * before["firm1"], given=[after, before])
        assert prove(2 * after["outsider"] > after["merged"], given=[after])


def test_the_smallest_share_that_gains_by_merging() -> None:
    """Salant, Switzer and Reynolds (1983): m of n gain iff n + 1 <= m + sqrt(m); four of five break even."""
    n, m = parameters("n m", integer=True)
    firm = Player("firm", decides=[q], payoff=(a - q - others(q) - c) * q, copies=n)
    before = solve(Game(players=[firm], assuming=[a > c]))
    gain = before["firm"].subs(n, n - m + 1) - m * before["firm"]
    scaled = sp.factor(gain * (n - m + 2) ** 2 * (n + 1) ** 2 / (a - c) ** 2)
    assert sp.expand(scaled - ((n + 1) ** 2 - m * (n - m + 2) ** 2)) == 0
    assert gain.subs({n: 5, m: 4}) == 0
    for firms, merging in ((5, 3), (5, 5), (9, 7), (9, 8)):
        smallest = firms + 1.5 - (4 * firms + 5) ** 0.5 / 2
        assert (scaled.subs({n: firms, m: merging}) >= 0) == (merging >= smallest)


def test_networks_at_numbers() -> None:
    """Katz, M. L. and Shapiro, C. (1985). Network externalities, competition, and compatibility. AER 75(3)."""
    A, nu = parameters("A nu", positive=True)
    N = decisions("N", real=True)
    at = {"A": 10, "c": 2, "nu": "1/2"}

    def each(firms: int, expected: sp.Expr) -> sp.Expr:
        firm = Player("firm", decides=[x], payoff=(A + nu * N - x - others(x) - c) * x, copies=firms)
        return solve(Game(players=[firm], expectations={N: expected}, assuming=[c < A]), at=at).only()["x"]

    assert each(2, total(x) / 2) == sp.Rational(16, 5)
    assert each(2, total(x)) == 4
    assert each(1, total(x)) == sp.Rational(16, 3)
    owner = Player("firm", decides=[p], payoff=(p - c) * (A + nu * N - p))
    known = Game(players=[owner], expectations={N: A + nu * N - p}, assuming=[c < A, nu < 1], order=["firm", N])
    assert solve(known, at=at).only()["N"] == 8


class TestPricesAfterCapacities:
    """Kreps, D. M. and Scheinkman, J. A. (1983). Quantity precommitment and Bertrand competition. Bell Journal 14.

    Nobody undercuts the price that clears the market, where all that it can make is sold already. Who asks more is left
    the buyers whom the other one, of capacity K, cannot serve: where that pays, no prices are an equilibrium without
    chance, and the larger firm expects just that. Prices drawn at random are not solved for.
    """

    a, k, K = parameters("a k K", positive=True)

    def best_price(self, a: int, k: sp.Expr, K: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
        """Return what a firm of capacity k asks at best, no less than what clears the market, and its revenue."""
        x = decisions("x", within=(self.a - self.k - self.K, self.a))
        firm = Player("firm", decides=[x], payoff=x * sp.Min(self.k, sp.Max(0, self.a - x - self.K)))
        found = solve(Game(players=[firm]), at={"a": a, "k": k, "K": K})
        assert found.complete
        return found.only()["x"], found.only()["firm"]

    @pytest.mark.slow
    def test_prices_clear_the_market_up_to_half_of_what_is_left_and_capacities_are_those_of_cournot(self) -> None:
        """At a = 10 and a unit cost of capacity of 1, printed: K = 3. Beyond (a - K)/2 a firm earns its square."""
        both = [Player(f"firm{i}", decides=[q], payoff=q * (10 - q1 - q2) - q) for i, q in enumerate((q1, q2))]
        assert dict(solve(Game(players=both), at={}).only().decisions) == {"q1": 3, "q2": 3}
        earned = {}
        for k in (1, 3, sp.Rational(7, 2), 4, 5):
            price, revenue = self.best_price(10, sp.sympify(k), sp.Integer(3))
            clears = 2 * k <= 10 - 3
            assert price == (10 - 3 - k if clears else sp.Rational(7, 2))
            assert revenue == (k * price if clears else sp.Rational(49, 4))
            earned[k] = revenue - k
        assert max(earned, key=earned.__getitem__) == 3


class TestEntry:
    """Dixit, A. (1980). The role of investment in entry-deterrence. Economic Journal 90.

    Prices are net of the cost of a unit, capacity included; the incumbent has paid r a unit for its capacity K.
    """

    A, r, F, K = parameters("A r F_0 K", positive=True)

    @pytest.mark.slow
    def test_what_a_capacity_commits_to(self) -> None:
        """The incumbent sells K between the quantities of Cournot without and with the cost of capacity."""
        A, r, K = self.A, self.r, self.K
        price = A - q1 - q2
        incumbent = Player("incumbent", decides=[q1], payoff=price * q1 + r * sp.Min(q1, K) - r * K)
        entrant = Player("entrant", decides=[q2], payoff=price * q2)
        regimes = solve(Game(players=[incumbent, entrant], assuming=[4 * r < A]), corners=True)
        assert regimes.evidence.established
        sold = {sp.expand(regime["q1"]): regime.region for regime in regimes.regimes}
        assert set(sold) == {A / 3, K, (A + 2 * r) / 3}
        for quantity, region in ((A / 3, 3 * K <= A), ((A + 2 * r) / 3, A + 2 * r <= 3 * K)):
            assert prove(sp.Equivalent(sold[quantity], region), given=[4 * r < A])

    @pytest.mark.parametrize(
        ("fixed", "regime", "quantity", "profit"),
        [
            ("1/2", "enter", 5, sp.Rational(25, 2)),
            ("3/5", "stay out", 8.450806662, 13.09193338),
            ("7", "stay out", 5, 25),
        ],
    )
    def test_entry_is_accommodated_deterred_or_blockaded(
        self, fixed: str, regime: str, quantity: float, profit: float
    ) -> None:
        """Where r is large enough every quantity up to what deters is credible (r >= 0.78034 A)."""
        A, F = self.A, self.F
        enter = Game(
            players=[
                Player("incumbent", decides=[], payoff=(A - Q - q2) * Q),
                Player("entrant", decides=[q2], payoff=(A - Q - q2) * q2 - F),
            ],
            given=[Q],
        )
        stay_out = Game(
            players=[
                Player("incumbent", decides=[], payoff=(A - Q) * Q),
                Player("entrant", decides=[], payoff=0),
            ],
            given=[Q],
        )
        market = Game(
            players=[Player("incumbent", decides=[Q], payoff=0)],
            order=["incumbent"],
            then=Choice(by="entrant", among={"enter": enter, "stay out": stay_out}),
        )
        found = solve(market, at={"A": 10, "F_0": fixed}).only()
        assert found.regime.startswith(regime)
        assert float(found["Q"]) == pytest.approx(float(quantity), rel=1e-9)
        assert float(found["incumbent"]) == pytest.approx(float(profit), rel=1e-9)
        assert found["incumbent"].is_rational or sp.simplify(found["Q"] - (10 - 2 * sp.sqrt(sp.Rational(fixed)))) == 0
