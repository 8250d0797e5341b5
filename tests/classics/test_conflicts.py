"""Classic models of conflict: contests for a prize, inspection, prices that match."""

from __future__ import annotations

import pytest
import sympy as sp

from lsec_models import Game, MatrixGame, Player, decisions, others, parameters, prove, solve
from lsec_models.errors import OutsideDomain
from printed import assert_numbers, assert_printed

x, y, x1, x2 = decisions("x y x1 x2")
V, V1, V2 = parameters("V V_1 V_2", positive=True)


class TestContests:
    """Tullock, G. (1980). Efficient rent seeking."""

    @staticmethod
    def contest(values: tuple[object, object], power: sp.Rational) -> Game:
        """Chances in proportion to effort^r; a decision is the root of effort that makes both whole powers."""
        root = sp.Rational(power).q
        chances = [own ** (power * root) for own in (x1, x2)]
        return Game(
            players=[
                Player(f"firm{i + 1}", decides=[own], payoff=values[i] * chances[i] / sum(chances) - own**root)
                for i, own in enumerate((x1, x2))
            ]
        )

    def test_n_alike(self) -> None:
        n = parameters("n", integer=True)
        firm = Player("firm", decides=[x], payoff=V * x / (x + others(x)) - x, copies=n)
        found = solve(Game(players=[firm]))
        assert_printed(found, {"x": (n - 1) * V / n**2, "firm": V / n**2})
        assert found.evidence.established

    def test_two_with_different_values(self) -> None:
        found = solve(self.contest((V1, V2), sp.S.One))
        total = (V1 + V2) ** 2
        assert_printed(found, {"x1": V1**2 * V2 / total, "x2": V2**2 * V1 / total, "firm1": V1**3 / total})
        assert_numbers(found, {"V_1": 6, "V_2": 4}, {"x1": 1.44, "x2": 0.96})

    @pytest.mark.slow
    def test_three_with_different_values(self) -> None:
        """Hillman and Riley (1989): all three take part where the lowest value is above V_1 V_2/(V_1 + V_2)."""
        efforts, values = decisions("x1 x2 x3"), parameters("V_1 V_2 V_3", positive=True)
        spent = sum(efforts)
        firms = [
            Player(f"firm{i}", decides=[own], payoff=value * own / spent - own)
            for i, (own, value) in enumerate(zip(efforts, values, strict=True), start=1)
        ]
        found = solve(Game(players=firms, assuming=[values[0] >= values[1], values[1] >= values[2]]))
        total = 2 / sum(1 / value for value in values)
        assert_printed(found, {f"x{i}": total * (1 - total / value) for i, value in enumerate(values, start=1)})
        assert_printed(found, {f"firm{i}": value * (1 - total / value) ** 2 for i, value in enumerate(values, start=1)})
        numbers = {"x1": 2.498868266, "x2": 1.846989588, "x3": 0.7605251245, "firm3": 0.1330918968}
        assert_numbers(found, {"V_1": 10, "V_2": 8, "V_3": 6}, numbers)
        assert found.evidence.established
        part = values[2] * (values[0] + values[1]) >= values[0] * values[1]
        assert prove(part, given=[found])
        with pytest.raises(OutsideDomain, match="x3 is not negative"):
            found.at({"V_1": 10, "V_2": 8, "V_3": 4})

    @pytest.mark.parametrize(
        ("power", "values"),
        [("3/2", (6, 5)), ("3/2", (6, 2)), ("2", (4, 4)), ("2", (5, 4)), ("5/3", (3, 3)), ("7/3", (3, 3))],
    )
    def test_a_decisive_contest_has_a_pure_equilibrium_only_between_equals(
        self, power: str, values: tuple[int, int]
    ) -> None:
        """Nti (1999): where r <= 1 + (V_2/V_1)^r, and there efforts are r V_1^(r + 1) V_2^r/(V_1^r + V_2^r)^2."""
        r, (high, low) = sp.Rational(power), values
        found = solve(self.contest(values, r), at={})
        if sp.Rational(low, high) ** r + 1 < r:
            assert found.is_none
            return
        there = found.only()
        assert there.evidence.established
        effort = (
            r * sp.Integer(high) ** (r + 1) * sp.Integer(low) ** r / (sp.Integer(high) ** r + sp.Integer(low) ** r) ** 2
        )
        assert float(there["x1"] ** r.q) == pytest.approx(float(effort), rel=1e-12)

    @pytest.mark.parametrize(("values", "efforts"), [((5, 4), ("25/16", "15/16")), ((9, 4), ("4", "0"))])
    def test_who_moves_first(self, values: tuple[int, int], efforts: tuple[str, str]) -> None:
        """Dixit (1987), Linster (1993): the leader makes V_1^2/(4 V_2), and keeps the follower out if V_1 >= 2 V_2.

        A bid of nothing has no best answer, so that the leader must bid something.
        """
        game = self.contest(values, sp.S.One).with_order(["firm1", "firm2"])
        with_bid = Game(players=game.players, order=game.order, constraints=[x1 >= sp.Rational(1, 10)])
        there = solve(with_bid, at={}).only()
        assert (there["x1"], there["x2"]) == tuple(map(sp.Rational, efforts))
        assert there.evidence.established
        assert solve(game, at={}).is_none

    def test_the_leader_in_closed_form(self) -> None:
        """With the leader's effort written as a square and the follower's value as v^2, nothing is irrational."""
        v = parameters("v", positive=True)
        game = Game(
            players=[
                Player("leader", decides=[x], payoff=V * x**2 / (x**2 + y) - x**2),
                Player("follower", decides=[y], payoff=v**2 * y / (x**2 + y) - y),
            ],
            order=["leader", "follower"],
            assuming=[2 * v**2 > V],
        )
        found = solve(game)
        effort = V**2 / (4 * v**2)
        assert sp.simplify(found["x"] ** 2 - effort) == 0
        assert_printed(found, {"y": V / 2 - effort, "leader": effort, "follower": (2 * v**2 - V) ** 2 / (4 * v**2)})


class TestInspection:
    """Tsebelis (1989), Avenhaus, von Stengel and Zamir (2002): a bank violates or not, an inspector looks or not."""

    G, F, h, d, m, kappa = (sp.Rational(text) for text in ("1", "5", "2/5", "3", "1/5", "3/5"))

    def game(self, detected: sp.Rational) -> MatrixGame:
        missed = (1 - detected) * self.d
        return MatrixGame(
            strategies={"bank": ["violate", "comply"], "inspector": ["look", "rest"]},
            payoffs={
                "bank": [[self.G - detected * self.F, self.G], [0, 0]],
                "inspector": [[detected * self.m * self.F - missed - self.h, -self.d], [-self.h, 0]],
            },
        )

    def test_both_randomise(self) -> None:
        found = solve(self.game(sp.Rational(4, 5))).only()
        assert found.probabilities["inspector"]["look"] == sp.Rational(1, 4)
        assert found.probabilities["bank"]["violate"] == sp.Rational(1, 8)
        assert found.payoffs["inspector"] == -sp.Rational(3, 8)

    def test_how_well_to_look(self) -> None:
        """The inspector commits to how often it detects, at a cost; the bank and it then randomise as above."""
        phi = decisions("phi", within=(sp.Rational(1, 5), 1))
        violations = self.h / (phi * (self.d + self.m * self.F))
        inspector = Player("inspector", decides=[phi], payoff=-self.d * violations - self.kappa * phi**2 / 2)
        there = solve(Game(players=[inspector]), at={}).only()
        assert sp.minimal_polynomial(there["phi"], x) == 2 * x**3 - 1
        mixed = solve(self.game(sp.Rational(7937, 10000))).only()
        assert float(mixed.payoffs["inspector"]) == pytest.approx(float(-self.d * violations.subs(phi, 0.7937)))


class TestMatchedPrices:
    """Salop, S. C. (1986): whoever buys pays the lowest price posted."""

    def test_a_homogeneous_good(self) -> None:
        """Every common price from the cost to that of a monopolist is stable, as an automatic match makes cuts vain."""
        cost, size = 2, 10
        one, two = decisions("p1 p2", within=(cost, 9))
        paid = sp.Min(one, two)
        half = (paid - cost) * (size - paid) / 2
        game = Game(
            players=[Player("one", decides=[one], payoff=half), Player("two", decides=[two], payoff=half)],
        )
        found = solve(game, at={})
        assert found.complete
        paid_at = sorted(min(there["p1"], there["p2"]) for there in found.examples())
        assert (paid_at[0], paid_at[-1]) == (cost, sp.Rational(cost + size, 2))
        same = [there["p1"] for there in found.examples() if there["p1"] == there["p2"]]
        assert {cost, (cost + size) // 2} <= set(same)
        assert found.continua
