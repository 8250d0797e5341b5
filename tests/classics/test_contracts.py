"""Classic contracts: screening by menus, incentives that are linear in output, chains of bargains."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from lsec_models import Bargain, Game, Player, decisions, parameters, solve
from lsec_models.games.evidence.evidence import About, Status
from printed import assert_printed

k, rho, sigma, v = parameters("k rho sigma v", positive=True)
e = decisions("e")


class TestScreening:
    """Mussa and Rosen (1978), Maskin and Riley (1984): two types of buyers, one menu, both constraints of each type."""

    share, high, low = parameters("v t_H t_L", positive=True)

    def menu(self) -> Game:
        q_h, q_l, p_h, p_l = decisions("q_H q_L p_H p_L")
        rents = {"H": self.high * q_h - p_h, "L": self.low * q_l - p_l}
        payoff = self.share * (p_h - k * q_h**2 / 2) + (1 - self.share) * (p_l - k * q_l**2 / 2)
        return Game(
            players=[Player("seller", decides=[q_h, p_h, q_l, p_l], payoff=payoff)],
            constraints=[
                rents["H"] >= self.high * q_l - p_l,
                rents["L"] >= self.low * q_h - p_h,
                rents["H"] >= 0,
                rents["L"] >= 0,
            ],
            assuming=[self.share < 1, self.low < self.high],
        )

    @pytest.mark.parametrize(("share", "high", "low"), [("2/5", "2", "3/2"), ("3/4", "2", "3/2"), ("4/5", "2", "3/2")])
    def test_who_values_quality_less_gets_too_little_or_nothing(self, share: str, high: str, low: str) -> None:
        t_h, t_l, part = map(sp.Rational, (high, low, share))
        found = solve(self.menu(), at={"v": share, "k": 1, "t_H": high, "t_L": low}).only()
        sold = max(0, (t_l - part * t_h) / (1 - part))
        assert (found["q_H"], found["q_L"]) == (t_h, sold)
        assert found["p_L"] == t_l * sold
        assert found["p_H"] == t_h**2 - (t_h - t_l) * sold
        assert found["seller"] == (part * t_h**2 + (1 - part) * sold**2) / 2
        assert found.evidence.established
        if share == "2/5":
            assert found["seller"] == sp.Rational(29, 24)


class TestLinearIncentives:
    """Holmstrom, B. and Milgrom, P. (1987, 1991): certainty equivalents, so that chance is written out."""

    fixed = decisions("s", real=True)
    part, other = decisions("b_1 b_2", real=True)

    def contract(self, effort: list[Any], worth: sp.Expr, paid: sp.Expr, agent: sp.Expr, weights: list[Any]) -> Game:
        """The principal pays s beside what depends on output; the agent may go."""
        return Game(
            players=[
                Player("principal", decides=[*weights, self.fixed], payoff=worth - paid - self.fixed),
                Player("agent", decides=effort, payoff=self.fixed + agent),
            ],
            order=["principal", "agent"],
            constraints={"principal": [self.fixed + agent >= 0]},
        )

    @pytest.mark.slow
    def test_one_task(self) -> None:
        paid = self.part * v * e
        agent = paid - k * e**2 / 2 - rho * self.part**2 * sigma**2 / 2
        found = solve(self.contract([e], v * e, paid, agent, [self.part]), corners=True)
        (regime,) = found.regimes
        weight = v**2 / (v**2 + rho * k * sigma**2)
        assert_printed(regime, {"b_1": weight, "e": weight * v / k, "principal": weight * v**2 / (2 * k)})
        assert found.evidence.status(About.OPTIMAL) is Status.PROVED
        there = found.at({"v": 2, "rho": 1, "k": 1, "sigma": 1})
        assert (there["b_1"], there["e"], there["principal"]) == tuple(map(sp.Rational, ("4/5", "8/5", "8/5")))

    @pytest.mark.slow
    def test_two_tasks(self) -> None:
        """The task that is measured badly has weak incentives, and weakens those of the other."""
        e1, e2 = decisions("e_1 e_2", real=True)
        g, risk, s1, s2 = (sp.Rational(text) for text in ("3/10", "2", "1/2", "3/2"))
        cost = (e1**2 + e2**2) / 2 + g * e1 * e2
        paid = self.part * e1 + self.other * e2
        agent = paid - cost - risk * (self.part**2 * s1**2 + self.other**2 * s2**2) / 2
        found = solve(self.contract([e1, e2], e1 + e2, paid, agent, [self.part, self.other]), at={}).only()
        bottom = 1 + risk * (s1**2 + s2**2) + risk**2 * s1**2 * s2**2 * (1 - g**2)
        assert found["b_1"] == (1 + risk * s2**2 - g * risk * s2**2) / bottom
        assert found["b_2"] == (1 + risk * s1**2 - g * risk * s1**2) / bottom
        assert (float(found["b_1"]), float(found["b_2"])) == pytest.approx((0.5156881019, 0.1677539609), rel=1e-9)

    def test_what_a_rival_produces_tells_about_common_chance(self) -> None:
        correlation, worth = sp.Rational(3, 5), 2
        noise = self.part**2 + self.other**2 + 2 * correlation * self.part * self.other
        agent = self.part * worth * e - e**2 / 2 - noise / 2
        found = solve(
            self.contract([e], worth * e, self.part * worth * e, agent, [self.part, self.other]), at={}
        ).only()
        assert found["b_1"] == sp.Rational(4, 4 + 1 - correlation**2)
        assert found["b_2"] == -correlation * found["b_1"]
        assert float(found["b_1"]) == pytest.approx(0.8620689655, abs=1e-10)


class TestChainOfBargains:
    """The pair upstream bargains first; below it, the same power at each link: q = (a - c)(1 - beta/2)^2/(2b)."""

    def test_three_tiers(self) -> None:
        a, b, c, beta, bought = parameters("a b c beta w_1", positive=True)
        w1, w2, q = decisions("w_1 w_2 q")
        powers = [beta, 1 - beta]
        below = Game(
            players=[
                Player("wholesaler", decides=[], payoff=(w2 - bought) * q),
                Player("shop", decides=[q], payoff=(a - b * q - w2) * q),
            ],
            order=[Bargain(["wholesaler", "shop"], over=[w2], weights=powers), "shop"],
            assuming=[a > bought, beta < 1],
            report={"sold": q},
        )
        agreed: Any = solve(below)
        (lower,) = agreed.regimes
        sold, margin = (lower[name].subs(bought, w1) for name in ("q", "wholesaler"))
        above = Game(
            players=[
                Player("maker", decides=[], payoff=(w1 - c) * sold),
                Player("wholesaler", decides=[], payoff=margin),
            ],
            order=[Bargain(["maker", "wholesaler"], over=[w1], weights=powers)],
            assuming=[a > c, beta < 1],
            report={"sold": sold},
        )
        agreed = solve(above)
        (upper,) = agreed.regimes
        assert_printed(upper, {"w_1": c + beta * (a - c) / 2, "sold": (a - c) * (1 - beta / 2) ** 2 / (2 * b)})


def test_one_firm_may_have_the_whole_network() -> None:
    """Katz and Shapiro (1985): incompatible networks tip only where nu, their worth, is at least 1."""
    A, c, nu = parameters("A c nu", positive=True)
    x1, x2 = decisions("x1 x2")
    n1, n2 = decisions("N1 N2", real=True)
    price = A - x1 - x2 - c
    game = Game(
        players=[
            Player("one", decides=[x1], payoff=(price + nu * n1) * x1),
            Player("two", decides=[x2], payoff=(price + nu * n2) * x2),
        ],
        expectations={n1: x1, n2: x2},
        assuming=[c < A],
    )
    at = {"A": 10, "c": 2}
    apart, tipped = solve(game, at=at | {"nu": "1/2"}), solve(game, at=at | {"nu": "3/2"})
    assert {(one["x1"], one["x2"]) for one in apart} == {(sp.Rational(16, 5), sp.Rational(16, 5))}
    assert {(one["x1"], one["x2"]) for one in tipped} == {(sp.Rational(16, 3),) * 2, (16, 0), (0, 16)}
    assert apart.complete
    assert tipped.complete
    assert solve(game, at=at | {"nu": 1}).continua
