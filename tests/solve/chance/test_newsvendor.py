"""Newsvendor chains: the classics exactly, and random chains against grids of numbers."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from families.newsvendor_chains import random_chain
from lsec_models import (
    Game,
    Player,
    audit,
    decisions,
    discrete,
    parameters,
    prove,
    random,
    sample,
    solve,
    sweep,
    uniform,
)
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.games.evidence.evidence import About, Status

p, c, B, b, phi, s, c_2, mu, eta = parameters("p c B b phi s c_2 mu eta", positive=True)
w, x, e = decisions("w x e")
q = decisions("q", within=(0, B))
D = random("D", uniform(0, B), nonnegative=True)
sales = sp.Min(q, D)


def _alone(payoff: sp.Expr, *own: Any, **more: Any) -> Game:
    return Game(players=[Player("I", decides=own or [q], payoff=payoff)], **more)


@pytest.mark.slow
def test_the_price_only_contract() -> None:
    """Lariviere and Porteus (2001)."""
    retailer = Player("R", decides=[q], payoff=p * sales - w * q)
    game = Game(
        players=[Player("M", decides=[w], payoff=(w - c) * q), retailer],
        order=["M", "R"],
        assuming=[p > c],
        report={"sold": sales, "left": q - sales},
    )
    chain = solve(game, corners=True)
    assert chain.evidence.established
    (interior,) = chain.regimes
    assert interior["w"] == (p + c) / 2
    assert sp.simplify(interior["q"] - B * (p - c) / (2 * p)) == 0
    assert str(prove(chain["R"] < chain["M"], given=[chain])).startswith("proved")
    first_best = solve(_alone(p * sales - c * q, assuming=[p > c]), corners=True)
    assert first_best.evidence.established
    both = chain.regimes[0]["M"] + chain.regimes[0]["R"]
    assert sp.simplify(both / first_best.regimes[0]["I"]) == sp.Rational(3, 4)
    at = chain.at(p=10, c=2, B=100)
    assert [at[name] for name in ("w", "q", "M", "R", "sold", "left")] == [6, 40, 160, 80, 32, 8]
    audited = audit(chain, draws=3)
    assert audited.evidence.status(About.OPTIMAL) is Status.PROVED


def test_buy_backs_and_revenue_sharing_coordinate() -> None:
    """Pasternack (1985), Cachon and Lariviere (2005): the retailer's payoff is a share of the chain's, for each q."""
    chain = _alone(p * sales - c * q).representative.players[0].payoff
    for payoff, share in (
        (p * sales + b * (q - sales) - (c + b * (p - c) / p) * q, 1 - b / p),
        (phi * p * sales - phi * c * q, phi),
    ):
        own = _alone(payoff).representative.players[0].payoff
        assert sp.simplify(own - share * chain) == 0


def test_what_one_player_must_respect_does_not_bind_later_deviations() -> None:
    """Expected sales keep their kink although the leader's own constraint would exclude the other side."""
    order = decisions("q")
    maker = Player("M", decides=[w], payoff=w * order)
    shop = Player("R", decides=[order], payoff=p * sp.Min(order, D) - w * order)
    game = Game(players=[maker, shop], order=["M", "R"], constraints={"M": [order <= B]})
    assert game.representative.kinks
    assert not Game(players=[maker, shop], order=["M", "R"], constraints=[order <= B]).representative.kinks


@pytest.mark.slow
def test_quick_response() -> None:
    """A second order at a higher cost, when demand is known."""
    payoff = p * sp.Min(D, q + x) - c * q - c_2 * x + s * sp.Max(0, q + x - D)
    game = _alone(payoff, q, x, order=[q, D, x], assuming=[p > c_2, c_2 > c, c > s])
    twice = solve(game, corners=True)
    assert twice.evidence.established
    assert game.representative.answers == {x: sp.Max(0, D - q)}
    (only,) = twice.regimes
    assert sp.simplify(only["q"] - B * (c_2 - c) / (c_2 - s)) == 0
    assert sp.simplify(only["I"] - (p - c_2) * B / 2 - B * (c_2 - c) ** 2 / (2 * (c_2 - s))) == 0
    once = solve(_alone(p * sales - c * q + s * (q - sales), assuming=[p > c, c > s]), corners=True)
    value = B * (p - c_2) * (c - s) ** 2 / (2 * (p - s) * (c_2 - s))
    assert sp.simplify(only["I"] - once.regimes[0]["I"] - value) == 0


@pytest.mark.slow
def test_a_stock_for_buyers_who_may_return() -> None:
    """Su (2009): a refund of the salvage value, and the price that buyers pay who learn their value afterwards."""
    worth = sp.Max(random("V", uniform(0, 1)), s)
    game = _alone(
        worth * sales - c * q + s * (q - sales), assuming=[c > s, 2 * c < 1 + s**2, s < 1], report={"price": worth}
    )
    found = solve(game, corners=True)
    assert found.evidence.established
    (only,) = found.regimes
    assert sp.simplify(only["price"] - (1 + s**2) / 2) == 0
    assert sp.simplify(only["q"] - B * (1 - 2 * (c - s) / (1 - s) ** 2)) == 0


def test_a_second_order_up_to_what_is_left_of_demand() -> None:
    demand = random("D", uniform(0, 10))
    game = _alone(5 * sp.Min(sp.Max(0, demand - 5), x) - 2 * x - w**2 + w, w, x, order=[w, demand, x])
    assert game.representative.answers == {x: sp.Max(0, demand - 5)}
    assert solve(game, at={}).only()["I"] == 4
    nested = 5 * sp.Min(8, demand + w, x) - 2 * x
    with pytest.raises(DeclarationError, match=r"the kink where .*Max\(0, .* is not linear in it"):
        _alone(nested, w, x, order=[w, demand, x]).representative  # noqa: B018


def test_a_price_after_demand_is_seen() -> None:
    """Whoever knows the intercept before it prices earns a quarter of its variance more."""
    price = decisions("P", real=True)
    level = random("A", discrete({6: "1/2", 10: "1/2"}))
    first = solve(_alone((price - 2) * (level - price), price))
    later = _alone((price - 2) * (level - price) - w**2, w, price, order=[w, level, price])
    assert solve(later)["I"] - first["I"] == 1
    assert later.representative.answers == {price: level / 2 + 1}


def test_what_is_decided_late_has_room_between_its_ends() -> None:
    level, between = random("A", discrete({1: "1/2", 6: "1/2"})), decisions("v", within=(b, c))
    game = _alone(between * level - between**2 - x**2, x, between, order=[x, level, between])
    assert solve(game, at={"b": 1, "c": 2}).only()["I"] == 4
    with pytest.raises(OutsideDomain, match="c >= b"):
        solve(game, at={"b": 6, "c": 2})


def test_what_is_decided_late_has_a_closed_form_or_a_reason() -> None:
    with pytest.raises(DeclarationError, match="before and beyond the kink"):
        _alone(p * sp.Min(D, q + x) - c * q - c_2 * x, q, x, order=[q, D, x])
    with pytest.raises(DeclarationError, match="it is not known that"):
        _alone(D * x + (b - c) * x**2, q, x, order=[q, D, x])
    with pytest.raises(DeclarationError, match="everybody decides when D is known"):
        _alone(D * x - x**2, x, order=[D, x])
    with pytest.raises(DeclarationError, match=r"constraints: .* speaks of x, which is decided when"):
        _alone(D * x - x**2 - q**2, q, x, order=[q, D, x], constraints=[x <= q])
    bold = decisions("x", positive=True)
    with pytest.raises(DeclarationError, match="declared positive"):
        _alone(D * bold - bold**2 - q**2, q, bold, order=[q, D, bold])
    with pytest.raises(DeclarationError, match="one decision at a time"):
        _alone(D * x * e - x**2 - e**2 - q, q, x, e, order=[q, D, (x, e)])


@pytest.mark.slow
def test_effort_that_scales_demand() -> None:
    xi, order = random("xi", uniform(0, 1)), decisions("q")
    size = mu * e
    retailer = Player("R", decides=[e, order], payoff=p * sp.Min(order, size * xi) - w * order - eta * e**2 / 2)
    maker = Player("M", decides=[w], payoff=(w - c) * order)
    game = Game(players=[maker, retailer], order=["M", "R"], assuming=[p > c], constraints=[order <= size])
    formula = solve(game)
    assert formula.kind == "candidate"  # Nobody has proved what happens off the path.
    assert formula["w"] == (p + 3 * c) / 4
    whole = mu**2 * (p - c) ** 4 / (8 * eta * p**2)
    assert sp.simplify((formula["M"] + formula["R"]) / whole) == sp.Rational(189, 256)
    at = {"p": 8, "c": 2, "mu": 3, "eta": 1}
    solved = solve(game, at=at)
    assert solved.complete
    assert solved.evidence.established
    assert solved.only().payoffs == formula.at(at).payoffs
    assert float(solved.only()["M"]) == pytest.approx(9.610839844)


def test_effort_of_a_chain_that_is_one() -> None:
    xi, order = random("xi", uniform(0, 1)), decisions("q")
    alone = _alone(8 * sp.Min(order, (1 + 3 * e) * xi) - 2 * order - e**2 / 2, e, order)
    assert dict(solve(alone, at={}).only().values) == {
        "e": sp.Rational(27, 4),
        "q": sp.Rational(255, 16),
        "I": sp.Rational(801, 32),
    }


def test_price_setting_newsvendors() -> None:
    """Petruzzi and Dada (1999), additive and multiplicative demand."""
    xi, price, order = random("xi", uniform(-20, 20)), decisions("P"), decisions("q")
    riskless = 100 - 5 * price
    ends = [riskless >= 20, order <= riskless + 20, order >= riskless - 20]
    additive = solve(_alone(price * sp.Min(order, riskless + xi) - 4 * order, price, order, constraints=ends), at={})
    assert additive.complete
    assert float(additive.only()["P"]) == pytest.approx(11.7689674)
    assert float(additive.only()["q"]) == pytest.approx(47.56008752)
    share = random("xi", uniform(0, 1))
    scaled = _alone(price * sp.Min(order, riskless * share) - 4 * order, price, order, constraints=[5 * price < 100])
    only = solve(scaled, at={}).only()
    assert only["P"] == 5 + sp.sqrt(65)
    assert float(only["I"]) == pytest.approx(109.0467536)


def test_demand_that_a_parameter_scales_to_nothing() -> None:
    size = parameters("g", real=True)
    game = _alone(p * sp.Min(x, size * random("xi", uniform(0, 1))) - c * x, x, assuming=[p > c])
    assert "divides by zero" in solve(game, at={"p": 3, "c": 1, "g": 0}).reason
    assert solve(game, at={"p": 3, "c": 1, "g": -1}).only()["I"] == sp.Rational(-3, 2)


def test_demand_that_a_decision_scales_to_nothing() -> None:
    """At no effort the expected value is a limit: nobody says that there is no optimum, or that there is one only."""
    sold = sp.Min(2, e * random("xi", uniform(0, 1)))
    costly = solve(_alone(30 * sold - 40 * e, e), at={})
    assert costly.status == "open"
    assert "constraints=[e > 0]" in costly.reason
    lost = 30 * (e * random("xi", uniform(0, 1)) - sold)
    as_good = solve(_alone(lost - sp.Rational(27, 5) * e, e, constraints=[e <= 5]), at={})
    assert as_good.only().payoffs["I"] == 0
    assert as_good.evidence.status(About.COMPLETE) is Status.OPEN
    assert solve(_alone(30 * sold - e**2, e, constraints=[e > 0]), at={}).complete
    unprofitable = 3 * sp.Min(x, e * random("xi", uniform(0, 1))) - 4 * x - e**2
    assert solve(_alone(unprofitable, x, e, constraints=[x <= e]), at={}).status == "open"


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 11, 25])
def test_random_chains(seed: int) -> None:
    chain = random_chain(seed)
    found = solve(chain.game, at={})
    assert found.status == "found"
    for one in (*found, *found.examples()):
        assert chain.largest_error(one) < 1e-3, seed


def _newsvendor(numbers: list[Any]) -> Game:
    order = decisions("q")
    demand = random("D", sample(numbers))
    return _alone(
        p * sp.Min(order, demand) - c * order, order, assuming=[p > c], report={"sold": sp.Min(order, demand)}
    )


@pytest.mark.slow
def test_an_order_against_ten_thousand_past_demands() -> None:
    numbers = [(37 * i * i + 11 * i) % 9973 + i / 8 for i in range(10_000)]
    found = solve(_newsvendor(numbers), at={"p": 10, "c": "3.00005"})
    assert float(found.only()["q"]) == sorted(numbers)[6999]


@pytest.mark.slow
def test_the_empirical_newsvendor_orders_an_order_statistic() -> None:
    numbers = [(37 * i * i + 11 * i) % 997 + i / 8 for i in range(400)]
    game = _newsvendor(numbers)
    found = solve(game, at={"p": 10, "c": "3.001"})
    only = found.only()
    assert float(only["q"]) == sorted(numbers)[279]
    earned = [sum(10 * min(order, number) - 3.001 * order for number in numbers) / 400 for order in numbers]
    assert float(only["I"]) == pytest.approx(max(earned))
    assert found.complete
    assert found.evidence.established
    flat = solve(game, at={"p": 10, "c": 3})
    assert not len(flat)
    assert [float(end) for end in flat.continua[0].free["q"]] == sorted(numbers)[279:281]
    assert audit(found).audits[0].passed()
    data = sweep(game, over={"p": (4, 10, 2)}, at={"c": "3.001"})
    assert data["q"].values[1] == float(only["q"])


def test_a_sample_where_all_or_nothing_is_best() -> None:
    demand, number = random("D", sample(range(50))), decisions("v", real=True)
    line = solve(_alone(sp.Max(0, demand - 5), number), at={})
    assert not len(line)
    assert line.continua[0].free == {"v": (-sp.oo, sp.oo)}
    between = decisions("v", within=(b, c))
    nothing = solve(_alone(3 * sp.Min(demand, between) - between, between), at={"b": 2, "c": 1})
    assert nothing.status == "none"
    assert "leave nothing between" in nothing.reason


def test_few_numbers_and_many_agree() -> None:
    few = [3, 8, 1, 12, 5]
    many = [number + i * sp.Rational(1, 10**6) for i, number in enumerate(few * 7)]
    small, large = (solve(_newsvendor(data), at={"p": 7, "c": "1.9"}).only() for data in (few, many))
    assert float(small["q"]) == pytest.approx(float(large["q"]), abs=1e-4)
    assert float(small["sold"]) == pytest.approx(float(large["sold"]), abs=1e-4)


def test_what_a_sample_is_not_solved_for() -> None:
    order, demand = decisions("q"), random("D", sample(range(50)))
    with pytest.raises(DeclarationError, match=r"at=\{'c': \.\.\., 'p': \.\.\.\}"):
        solve(_newsvendor(list(range(50))))
    with pytest.raises(OutsideDomain, match="p > c"):
        solve(_newsvendor(list(range(50))), at={"p": 1, "c": 2})
    with pytest.raises(DeclarationError, match="one decision is solved for"):
        solve(_alone(sp.Min(order + x, demand) - order**2 - x**2, order, x), at={})
    with pytest.raises(DeclarationError, match="degree two at most"):
        solve(_alone(sp.Min(order, demand) * 5 - order**3, order), at={})
    unbounded = solve(_alone(order + sp.Min(order, demand), order), at={})
    assert unbounded.status == "none"
    assert "rises without bound" in unbounded.reason
