"""Kinks under normal and exponential laws: against SciPy, against numerical integrals, and what is said of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy import integrate, optimize, stats

from lsec_models import (
    Game,
    Player,
    audit,
    decisions,
    exponential,
    normal,
    parameters,
    random,
    solve,
    sweep,
    to_json,
    to_latex,
)
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.laws import Law
from lsec_models.games.static.chance.expected_values.expectation import expected
from lsec_models.solve.chance.enclosed_slope import sign_on

p, c, m, v = parameters("p c m v", positive=True)
w, q = decisions("w q")
LAWS = {"normal": (normal(m, v), stats.norm(50, 20)), "exponential": (exponential(m), stats.expon(scale=50))}
AT: dict[str, dict[str, Any]] = {"normal": {"m": 50, "v": 400}, "exponential": {"m": 50}}


def newsvendor(law: Law) -> Game:
    sold = sp.Min(q, random("D", law))
    shop = Player("I", decides=[q], payoff=p * sold - c * q)
    return Game(players=[shop], assuming=[p > c], report={"left": q - sold})


def alone(payoff: sp.Expr, decision: Any = q) -> Any:
    return solve(Game(players=[Player("I", decides=[decision], payoff=payoff)]), at={})


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize(("price", "cost"), [(10, 3), (10, "0.1"), ("4", "3.9")])
def test_the_newsvendor_orders_the_quantile(name: str, price: Any, cost: Any) -> None:
    law, dist = LAWS[name]
    price, cost = (float(Fraction(number)) for number in (price, cost))
    found = solve(newsvendor(law), at={"p": price, "c": cost, **AT[name]})
    order = dist.ppf(1 - cost / price)
    assert float(found.only()["q"]) == pytest.approx(max(order, 0), rel=1e-10, abs=1e-10)
    assert found.evidence.established
    assert found.complete
    assert found.evidence.status(About.OPTIMAL) is Status.VERIFIED
    if order > 0:
        low = -np.inf if name == "normal" else 0
        short, _ = integrate.quad(lambda x: (order - x) * dist.pdf(x), max(low, -200), order, epsabs=1e-12)
        assert float(found.only()["I"]) == pytest.approx((price - cost) * order - price * short, rel=1e-10)
        assert float(found.only()["left"]) == pytest.approx(short, rel=1e-9)


def test_a_salvage_value_and_a_penalty() -> None:
    demand = random("D", normal(100, 900))
    payoff = 12 * sp.Min(q, demand) + 2 * sp.Max(0, q - demand) - 3 * sp.Max(0, demand - q) - 5 * q
    assert float(alone(payoff).only()["q"]) == pytest.approx(stats.norm(100, 30).ppf(10 / 13), rel=1e-10)


@pytest.mark.parametrize("name", LAWS)
def test_a_leader_and_its_follower(name: str) -> None:
    """The supplier sells along p(1 - F(q)); a search that knows that finds the same price."""
    law, dist = LAWS[name]
    maker = Player("M", decides=[w], payoff=(w - c) * q)
    shop = Player("R", decides=[q], payoff=p * sp.Min(q, random("D", law)) - w * q)
    game = Game(players=[maker, shop], order=["M", "R"], assuming=[p > c])
    found = solve(game, at={"p": 10, "c": 3, **AT[name]})
    best = optimize.minimize_scalar(
        lambda order: -(10 * dist.sf(order) - 3) * order, bounds=(1, 60), method="bounded", options={"xatol": 1e-10}
    )
    only = found.only()
    assert float(only["q"]) == pytest.approx(best.x, rel=1e-6)
    assert float(only["w"]) == pytest.approx(10 * dist.sf(best.x), rel=1e-6)
    assert float(only["M"]) == pytest.approx(-best.fun, rel=1e-10)
    assert found.evidence.status(About.OPTIMAL) is Status.CHECKED
    assert not found.evidence.established
    assert only.kind == "candidate"


@pytest.mark.slow
def test_what_has_no_best_decision() -> None:
    demand = random("D", normal(50, 400))
    free = decisions("x", real=True)
    assert alone(sp.Min(q, demand) + q).status == "none"
    assert alone(sp.Min(free, demand) - 2 * free, free).status == "none"
    assert "flattens out" in alone(sp.Min(q, demand)).reason
    between = decisions("y", within=(c, p))
    nothing = Game(players=[Player("I", decides=[between], payoff=sp.Min(between, demand) - between / 2)])
    assert "leave nothing between" in solve(nothing, at={"c": 3, "p": 2}).reason


@pytest.mark.slow
def test_what_is_convex_and_rises_without_end_is_not_resolved() -> None:
    found = alone(sp.Max(0, q - random("D", normal(50, 400))))
    assert found.status == "open"
    assert "no decisions at which all first- and second-order" in found.reason


@pytest.mark.parametrize(
    ("mean", "variance", "cost", "best"),
    [
        (10**12, 1, 1, 10**12 + 0.8416212335729143),
        (50, Fraction(1, 10**30), 1, 50),
        (50, 400, Fraction(1, 10**30), 50 + 20 * stats.norm.isf(2e-31)),
        (5 * 10**30, 10**58, 1, 5.0841621233572914e30),
    ],
)
def test_orders_far_out_in_a_tail_and_in_any_unit(mean: Any, variance: Any, cost: Any, best: float) -> None:
    """Of which only the last digits of a slope tell; the quantile of the share (5 - c) / 5."""
    sold = sp.Min(q, random("D", normal(mean, variance)))
    found = alone(5 * sold - sp.Rational(cost) * q)
    assert found.evidence.established
    assert float(found.only()["q"]) == pytest.approx(best, rel=1e-13)


def test_an_order_that_is_positive_but_almost_nothing() -> None:
    found = alone(5 * sp.Min(q, random("D", exponential(1))) - (5 - sp.Rational(1, 10**28)) * q)
    assert float(found.only()["q"]) == pytest.approx(2e-29)
    assert float(found.only()["I"]) == pytest.approx(1e-57, rel=1e-6)


@pytest.mark.parametrize("law", [normal(50, 400), exponential(10)])
def test_a_positive_decision_does_not_reach_zero(law: Law) -> None:
    """Nothing is ordered at a cost above the price, and a positive order is always too much."""
    some = decisions("q", positive=True)
    found = alone(sp.Min(some, random("D", law)) - 2 * some, some)
    assert found.is_none
    assert "falls to 0, which it does not reach" in found.reason


@pytest.mark.slow
def test_no_best_decision_is_made_up_where_the_slope_vanishes_far_away() -> None:
    """Whose price is its cost loses by any order, ever less the lower it is."""
    z = decisions("z", real=True)
    found = alone(5 * sp.Min(z, random("D", normal(50, 400))) - 5 * z, z)
    assert found.status == "open"
    assert "not certain" in found.reason


def test_corners_are_exact() -> None:
    demand = random("D", normal(50, 400))
    few = decisions("x", within=(0, 20))
    assert alone(10 * sp.Min(few, demand) - 3 * few, few).only()["x"] == 20
    dear = alone(5 * sp.Min(q, demand) - 6 * q).only()
    assert (dear["q"], dear.regime) == (0, "q = 0")


def test_what_is_not_concave_is_a_candidate() -> None:
    demand = random("D", normal(5, 4))
    payoff = 5 * sp.Max(0, q - demand) - q**2 / 2
    found = alone(payoff)
    grid = np.linspace(0, 20, 20_001)
    dist = stats.norm(5, 2)
    z = (grid - 5) / 2
    values = 5 * ((grid - 5) * dist.cdf(grid) + 2 * stats.norm.pdf(z)) - grid**2 / 2
    assert float(found.only()["q"]) == pytest.approx(grid[np.argmax(values)], abs=1e-3)
    assert found.evidence.status(About.OPTIMAL) is Status.CHECKED
    assert found.evidence.status(About.COMPLETE) is Status.CHECKED


@pytest.mark.slow
@pytest.mark.parametrize("law", [normal(3, 4), exponential(2)])
def test_partial_expectations_against_integrals(law: Law) -> None:
    demand = random("D", law)
    dist = stats.norm(3, 2) if law == normal(3, 4) else stats.expon(scale=2)
    kinked = [sp.Min(q, demand), sp.Max(0, q - demand) ** 2, demand * sp.Max(0, 3 * demand - 2 * q)]
    for expression in (*kinked, sp.Max(1, demand) ** 2):
        value = expected(expression, [demand], rational=False)
        in_worlds = sp.lambdify((q, demand), expression, [{"Max": max, "Min": min}, "math"])
        for order in (0.3, 1.7, 6.0):
            low, breaks = -30 if law == normal(3, 4) else 0, [order, 2 * order / 3, 1]

            def weighed(x: float, y: float = order, f: Any = in_worlds) -> float:
                return float(f(y, x) * dist.pdf(x))

            there, _ = integrate.quad(weighed, low, 90, points=breaks, limit=200)
            assert float(value.subs(q, order)) == pytest.approx(there, rel=1e-7)


def test_signs_are_certain_or_unknown() -> None:
    x = sp.Symbol("x")
    assert sign_on(sp.erf(x) - 1, x, Fraction(1, 10), Fraction(1, 5)) == -1
    assert sign_on(sp.exp(-x) - sp.Rational(1, 2), x, Fraction(0), Fraction(1)) == 0
    with pytest.raises(NotImplementedError, match="no enclosure"):
        sign_on(sp.gamma(x), x, Fraction(1), Fraction(2))


@pytest.mark.slow
def test_verbs_on_smooth_laws() -> None:
    game = newsvendor(normal(m, v))
    at = {"p": 10, "c": 3, "m": 50, "v": 400}
    found = solve(game, at=at)
    assert audit(found).audits[-1].passed()
    assert "60.4" in to_latex(found)
    assert "60.4" in to_json(found)
    data = sweep(game, over={"p": (4, 10, 3)}, at={"c": 3, "m": 50, "v": 400})
    assert float(data["q"][-1]) == pytest.approx(float(found.only()["q"]))
    assert data.attrs["evidence"].startswith("solved in decimals at 3 points: one equilibrium, established, at 3")


def test_what_is_refused() -> None:
    game = newsvendor(exponential(m))
    with pytest.raises(DeclarationError, match=r"write solve\(game, at=\{'c': \.\.\., 'm': \.\.\., 'p': \.\.\.\}\)"):
        solve(game)
    with pytest.raises(OutsideDomain, match="p > c"):
        solve(game, at={"p": 1, "c": 3, "m": 50})
    demand = random("D", normal(0, 1))
    two = Player("I", decides=[q, w], payoff=sp.Min(q + w, demand) - q**2 - w**2)
    with pytest.raises(DeclarationError, match=r"its slope 1 - 2\*w is not constant beside the kink"):
        solve(Game(players=[two], order=[q, demand, w]), at={})
