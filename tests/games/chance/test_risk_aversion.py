"""Players who shun risk, against what gambles are worth over many draws and on fine grids of decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

import lsec_models as lsec
from lsec_models import (
    CARA,
    Game,
    MeanVariance,
    Player,
    decisions,
    discrete,
    exponential,
    normal,
    parameters,
    random,
    read_game,
    sample,
    signal,
    solve,
    uniform,
)
from lsec_models.audits import Simulation
from lsec_models.errors import DeclarationError, LsecError, OutsideDomain, ParseError
from lsec_models.games.static.chance.expected_game import answered_game
from lsec_models.games.static.results.simulations import SimulatedPayoff

a, V, rho, r = parameters("a V rho r", positive=True)
q, x, w = decisions("q x w")
N = decisions("N", real=True)
z = random("z", normal(0, V))
_LEVELS = (np.arange(20_000) + 0.5) / 20_000
_LAWS: dict[str, tuple[Any, NDArray[np.float64]]] = {
    "uniform": (uniform(0, 8), stats.uniform(0, 8).ppf(_LEVELS)),
    "normal": (normal(5, 4), stats.norm(5, 2).ppf(_LEVELS)),
    "exponential": (exponential(3), stats.expon(scale=3).ppf(_LEVELS)),
    "discrete": (discrete({1: "1/4", 3: "1/2", 7: "1/4"}), np.repeat([1.0, 3.0, 7.0], [1, 2, 1])),
}


def _worth(gamble: NDArray[np.float64], aversion: float) -> float:
    return float(gamble.mean() - aversion * gamble.var() / 2)


@pytest.mark.slow
@settings(max_examples=4)
@given(st.sampled_from(sorted(_LAWS)), st.integers(2, 9), st.integers(1, 8), st.integers(0, 1), st.sampled_from([1, 7]))
def test_a_newsvendor_by_mean_and_variance(kind: str, price: int, cost: int, salvage: int, sixths: int) -> None:
    """The order is the best one on a grid, whatever the law, and worth what it is there."""
    price, salvage, aversion = price + cost, min(salvage, cost - 1), sp.Rational(sixths, 60)
    law, draws = _LAWS[kind]
    demand = random("D", law)
    payoff = price * sp.Min(q, demand) - cost * q + salvage * sp.Max(0, q - demand)
    found = solve(Game(players=[Player("shop", decides=[q], payoff=payoff, risk=MeanVariance(aversion))]), at={})

    def earned(order: float) -> NDArray[np.float64]:
        sold = np.minimum(order, draws)
        return price * sold - cost * order + salvage * np.maximum(0, order - draws)

    grid = np.linspace(0, 25, 1001)
    values = [_worth(earned(order), float(aversion)) for order in grid]
    assert found.status == "found"
    for one in found:
        assert float(one["shop"]) == pytest.approx(max(values), rel=2e-3, abs=2e-3)
        assert _worth(earned(float(one["q"])), float(aversion)) == pytest.approx(float(one["shop"]), rel=1e-3, abs=1e-3)


def test_constant_absolute_risk_aversion_is_exact_for_normal_risk() -> None:
    """The mean utility over draws is highest at the order, and what it is worth is the certainty equivalent."""
    shop = Player("shop", decides=[q], payoff=(a + z - q) * q, risk=CARA(rho))
    found = solve(Game(players=[shop], constraints=[q <= 1]), corners=True)
    assert [regime["q"] for regime in found.regimes] == [a / (V * rho + 2), 1]
    assert found.evidence.established
    draws = stats.norm(0, 2).ppf(_LEVELS)
    there = found.at(a=2, V=4, rho="1/2")

    def worth(order: float) -> float:
        return float(-np.log(np.mean(np.exp(-0.5 * (2 + draws - order) * order))) / 0.5)

    grid = np.linspace(0, 1, 201)
    assert grid[np.argmax([worth(order) for order in grid])] == pytest.approx(float(there["q"]), abs=5e-3)
    assert worth(float(there["q"])) == pytest.approx(float(there["shop"]), rel=1e-3)
    assert lsec.prove(lsec.decreasing(found.regimes[0]["q"], rho))


def test_who_shuns_risk_and_who_does_not_compete() -> None:
    """A common shock: the first-order conditions of each are linear, with r V q more on the side of who shuns it."""
    q_1, q_2 = decisions("q_1 q_2")
    demand = a + z - q_1 - q_2
    first = Player("first", decides=[q_1], payoff=demand * q_1, risk=MeanVariance(r))
    game = Game(players=[first, Player("second", decides=[q_2], payoff=demand * q_2)])
    found = solve(game)
    images = sp.solve([a - 2 * q_1 - q_2 - r * V * q_1, a - q_1 - 2 * q_2], [q_1, q_2])
    assert all(sp.simplify(found[d.name] - images[d]) == 0 for d in (q_1, q_2))
    assert "first shuns risk by MeanVariance(r)" in str(game)
    assert "shuns risk by MeanVariance(r)" in lsec.to_latex(game)
    assert solve(game, at={"a": 5, "V": 1, "r": 2}).only()["q_1"] == sp.Rational(5, 7)


def test_linear_pay_is_found_without_writing_down_what_it_is_worth() -> None:
    """Holmstrom and Milgrom (1987), b = 1/(1 + rho V), at a base salary that is given."""
    bonus, effort = decisions("b e", real=True)
    output = effort + z
    agent = Player("agent", decides=[effort], payoff=bonus * output - effort**2 / 2, risk=CARA(rho))
    both = output - effort**2 / 2 - rho * V * bonus**2 / 2
    found = solve(
        Game(players=[Player("principal", decides=[bonus], payoff=both), agent], order=["principal", "agent"])
    )
    assert sp.simplify(found["b"] - 1 / (1 + rho * V)) == 0
    assert sp.simplify(found["agent"] - found["b"] ** 2 * (1 - rho * V) / 2) == 0


@pytest.mark.slow
def test_others_may_know_what_is_a_risk_to_a_leader() -> None:
    """Who posts a price shuns the risk that the later order, made when demand is seen, is small."""
    demand = random("D", uniform(4, 8))
    shop = Player("shop", decides=[q], payoff=(demand - q - w) * q)
    players = [Player("maker", decides=[w], payoff=w * q, risk=MeanVariance("3/2")), shop]
    game = Game(players=players, order=["maker", demand, "shop"])
    found = solve(game, at={})
    draws = 4 + 4 * _LEVELS
    grid = np.linspace(0, 8, 4001)
    worth = [_worth(price * np.maximum(0, draws - price) / 2, 1.5) for price in grid]
    assert [float(one["maker"]) for one in found] == pytest.approx([max(worth)], rel=1e-4)
    assert float(found.only()["w"]) == pytest.approx(grid[int(np.argmax(worth))], abs=4e-3)
    assert _simulation(found).passed()
    with pytest.raises(LsecError, match="decides q when something random is known"):
        solve(replace(game, players=[players[0], replace(shop, risk=MeanVariance(1))]), at={})


@pytest.mark.slow
@pytest.mark.parametrize("power", [8])
def test_units_of_money_and_goods_do_not_matter(power: int) -> None:
    """Aversion is in one over the unit of money."""
    unit = sp.Integer(10) ** power

    def order(goods: sp.Rational, money: sp.Rational) -> float:
        demand = random("D", normal(50 * goods, 400 * goods**2))
        payoff = money * (10 * sp.Min(q, demand) - 3 * q) / goods
        shop = Player("shop", decides=[q], payoff=payoff, risk=MeanVariance(sp.Rational(1, 100) / money))
        return float(solve(Game(players=[shop]), at={}).only()["q"] / goods)

    assert order(unit, 1 / unit**2) == pytest.approx(order(sp.S.One, sp.S.One), rel=1e-9)


def _simulation(result: Any) -> Simulation:
    found = lsec.audit(result).audits[0]
    assert isinstance(found, Simulation)
    return found


@pytest.mark.parametrize("risk", [CARA("1/2"), MeanVariance("1/2")])
def test_worlds_tell_who_shuns_risk(risk: Any) -> None:
    """What is right is not accused; what a neutral player would do, or other aversion, is."""
    shock = random("z", normal(0, "1/2"))

    def solved(attitude: Any) -> Any:
        return solve(Game(players=[Player("shop", decides=[q], payoff=(5 + shock - q) * q, risk=attitude)]), at={})

    right = solved(risk)
    assert _simulation(right).passed()
    assert all(move.high < 1e-2 for move in _simulation(right).moves)
    for other in (None, replace(risk, aversion=3)):
        wrong = replace(solved(other), game=right.game)
        assert not _simulation(wrong).passed()
        assert all(move.low > 0 for move in _simulation(wrong).moves)


@pytest.mark.parametrize("aversion", ["1/3", 2, 50])
def test_worlds_tell_who_shuns_grave_risk(aversion: Any) -> None:
    """Where rare worlds decide the mean utility, what is right is still tried, and what is wrong accused."""
    shop = _shop((22 + random("z", normal(0, 9)) - q) * q, CARA(aversion))
    found = _simulation(solve(shop, at={}))
    assert found.passed()
    assert all(move.untried == 0 and move.high < 0.05 for move in found.moves)
    other = solve(_shop((22 + random("z", normal(0, 9)) - q) * q, CARA(2 * sp.Rational(aversion))), at={})
    assert not _simulation(replace(other, game=shop)).passed()


def test_a_kink_outside_the_law_and_one_inside_are_both_answered() -> None:
    """Some answers of kinks have a multiplier that others have not."""
    demand = random("D", exponential(2))
    payoff = 5 * sp.Min(q, demand) - 2 * q + sp.Max(0, demand + 5 - q) / 10
    assert float(solve(_shop(payoff, MeanVariance("1/10")), at={}).only()["q"]) == pytest.approx(1.316, abs=2e-3)


def test_a_mean_without_a_bound_is_not_checked() -> None:
    unknown = SimulatedPayoff(player="shop", difference=-np.inf, error=np.inf, at={})
    assert not unknown.agrees
    assert not replace(unknown, difference=0.0).agrees


@pytest.mark.parametrize("risk", [CARA(a - r), MeanVariance(a - r)])
def test_aversion_whose_sign_is_not_declared_is_assumed_positive(risk: Any) -> None:
    """Who loves risk is outside the domain, as a law is whose variance is negative."""
    game = _shop((10 + z - q) * q, risk)
    assert solve(game, at={"a": 3, "r": 1, "V": 4}).only()["q"] == 1
    for level in (1, 2):
        with pytest.raises(OutsideDomain, match="a > r"):
            solve(game, at={"a": 1, "r": level, "V": 1})
        with pytest.raises(OutsideDomain, match="a > r"):
            solve(game).at(a=1, r=level, V=1)


def test_game_files() -> None:
    text = """
    [parameters]
    positive = ["a", "rho"]
    [random]
    z = {normal = ["0", "1"]}
    [players.shop]
    decides = ["q"]
    payoff = "(a + z - q)*q"
    risk = {CARA = "rho"}
    """
    assert read_game(text).players[0].risk == CARA(rho)
    assert solve(read_game(text))["q"] == a / (rho + 2)
    for wrong, words in (
        ("{cara = 1}", "players.shop.risk: this must be .*CARA"),
        ("1", "players.shop.risk: this must be"),
        ("{MeanVariance = 0}", "line 9: players.shop.risk: .* must be positive"),
    ):
        with pytest.raises((ParseError, DeclarationError), match=words):
            read_game(text.replace('{CARA = "rho"}', wrong))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: CARA(-1), r"CARA\(-1\): an aversion to risk must be positive"),
        (lambda: MeanVariance(q), "depends on q, which is not a parameter"),
        (lambda: MeanVariance("much"), "the aversion of MeanVariance"),
        (lambda: Player("shop", decides=[q], payoff=q * z, risk=0.5), "risk=0.5 is not a way to shun risk"),
        (
            lambda: solve(_shop(999 * sp.Min(q, z), CARA(r)), at={"r": 1, "V": 1}),
            r"payoff of 'shop', who shuns risk by CARA\(1\): 999.* is not linear in what is random",
        ),
        (lambda: _shop(q * random("D", uniform(0, 1)), CARA(r)), "D has the law uniform"),
        (lambda: _shop(q * z, CARA(r), sees=[signal("s", of=z, noise=1)]), "not asked where players see signals"),
        (
            lambda: solve(_shop(sp.Min(q, random("D", sample(range(99)))), MeanVariance(r)), at={"r": 1}),
            "is not asked against as many numbers as D has",
        ),
        (
            lambda: solve(_shop(sp.Min(q, sp.exp(random("z", normal(0, 1)))), MeanVariance(r)), at={"r": 1}),
            "is not asked where expected values over z have no closed form",
        ),
        (
            lambda: lsec.DifferentialGame(
                states={lsec.states("G"): q}, players=[Player("A", decides=[q], payoff=-q, risk=CARA(1))], discount=r
            ),
            "is not asked in a differential game",
        ),
        (lambda: _in_turn(MeanVariance(1), risk_of_late=MeanVariance(1)), "decides x when something random is known"),
        (
            lambda: answered_game(_in_turn(MeanVariance(1))),
            r"'early' shuns risk by MeanVariance\(1\), of which a part is known before others decide",
        ),
        (lambda: _in_turn(None, constraints={"late": [x <= 1]}), "constraints: x <= 1 speaks of x, which is decided"),
        (lambda: _in_turn(None, expectations={N: x}), "expectations: x speaks of x, which is decided when something"),
    ],
)
def test_named_errors(wrong: Any, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        wrong()


def test_who_decides_before_the_draw_may_be_constrained() -> None:
    assert _in_turn(None, constraints={"early": [w <= 1]}).representative.bounds


def _in_turn(risk: Any, risk_of_late: Any = None, **more: Any) -> Game:
    """Somebody decides before something is drawn, somebody after it, and a second draw is never seen."""
    seen, unseen = random("E", uniform(0, 1)), random("F", exponential(1))
    early = Player("early", decides=[w], payoff=(a + seen - w) * x - unseen * w, risk=risk)
    late = Player("late", decides=[x], payoff=x * (a + seen - x), risk=risk_of_late)
    return Game(players=[early, late], order=["early", seen, "late"], **more)


def _shop(payoff: sp.Expr, risk: Any, **more: Any) -> Game:
    return Game(players=[Player("shop", decides=[q], payoff=payoff, risk=risk, **more)])
