"""Menus for hidden types, pay for hidden effort, and tournaments: the classics exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy import stats

from families.menus import random_menu
from lsec_models import (
    Game,
    Player,
    certainty_equivalent,
    decisions,
    normal,
    parameters,
    probability,
    random,
    solve,
    uniform,
)
from lsec_models.games.evidence.evidence import About, Status

v, k, rho, V = parameters("v k rho V", positive=True)
s, b, e = decisions("s b e", real=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("low", "share", "fact"),
    [("3/2", "2/5", {"q_H": 2, "q_L": "7/6", "p_H": "41/12", "p_L": "7/4", "seller": "29/24"}), (1, "3/5", {"q_L": 0})],
)
def test_a_menu_for_two_types(low: Any, share: Any, fact: dict[str, Any]) -> None:
    """Mussa and Rosen (1978): which constraints bind is found, and the low type is left out where it is rare."""
    high, low, share = sp.Integer(2), sp.Rational(low), sp.Rational(share)
    q_high, q_low = decisions("q_H q_L")
    p_high, p_low = decisions("p_H p_L", real=True)
    payoff = share * (p_high - q_high**2 / 2) + (1 - share) * (p_low - q_low**2 / 2)
    menu = Game(
        players=[Player("seller", decides=[q_high, p_high, q_low, p_low], payoff=payoff)],
        constraints=[
            high * q_high - p_high >= high * q_low - p_low,
            low * q_low - p_low >= low * q_high - p_high,
            high * q_high - p_high >= 0,
            low * q_low - p_low >= 0,
        ],
    )
    found = solve(menu, at={})
    assert found.complete
    assert found.evidence.established
    only = found.only()
    assert {name: only[name] for name in fact} == {name: sp.Rational(value) for name, value in fact.items()}
    binding = "-p_H + 2*q_H = -p_L + 2*q_L, -p_L + 3*q_L/2 = 0"
    assert only["q_L"] == 0 or only.regime == binding


@pytest.mark.parametrize("seed", [0, 3, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 16))])
def test_random_menus_against_enumeration(seed: int) -> None:
    """Whatever types have elsewhere: which constraints bind may be those that are not expected."""
    drawn = random_menu(seed)
    found = solve(drawn.game, at={})
    assert found.status == "found"
    assert max(drawn.largest_error(one) for one in (*found, *found.examples())) < 1e-8


def _paid(output: sp.Expr, wage: sp.Expr, cost: sp.Expr, efforts: list[Any], terms: list[Any]) -> Game:
    """A principal who offers linear pay, and an agent who shuns risk and has nothing elsewhere."""
    worth = certainty_equivalent(wage - cost, rho)
    principal = Player("principal", decides=terms, payoff=output - wage)
    agent = Player("agent", decides=efforts, payoff=worth)
    return Game(players=[principal, agent], order=["principal", "agent"], constraints={"principal": [worth >= 0]})


@pytest.mark.slow
def test_linear_pay_for_hidden_effort() -> None:
    """Holmstrom and Milgrom (1987)."""
    output = v * e + random("eps", normal(0, V))
    found = solve(_paid(output, s + b * output, k * e**2 / 2, [e], [s, b]), corners=True)
    assert found.evidence.established
    (only,) = found.regimes
    assert sp.simplify(only["b"] - v**2 / (v**2 + rho * k * V)) == 0
    assert sp.simplify(only["principal"] - v**4 / (2 * k * (v**2 + rho * k * V))) == 0


def test_what_others_do_filters_noise() -> None:
    common, own = random("z", normal(0, 1)), random("eps", normal(0, sp.Rational(16, 25)))
    bonus = decisions("c", real=True)
    mine, other = 2 * e + common, sp.Rational(3, 5) * common + own
    game = _paid(mine, s + b * mine + bonus * other, e**2 / 2, [e], [s, b, bonus])
    only = solve(game, at={"rho": 1}).only()
    assert (only["b"], only["c"]) == (sp.Rational(25, 29), -sp.Rational(3, 5) * sp.Rational(25, 29))


@pytest.mark.slow
def test_two_tasks() -> None:
    """Holmstrom and Milgrom (1991)."""
    (first, second), (one, two) = decisions("e_1 e_2", real=True), decisions("b_1 b_2", real=True)
    told = [first + random("eps_1", normal(0, "1/4")), second + random("eps_2", normal(0, "9/4"))]
    cost = (first**2 + second**2) / 2 + sp.Rational(3, 10) * first * second
    game = _paid(first + second, s + one * told[0] + two * told[1], cost, [first, second], [s, one, two])
    only = solve(game, at={"rho": 2}).only()
    assert float(only["b_1"]) == pytest.approx(0.5156881019)
    assert float(only["b_2"]) == pytest.approx(0.1677539609)


@pytest.mark.parametrize(("prize", "status"), [(2, "found"), (4, "found"), (5, "none")])
def test_a_tournament(prize: int, status: str) -> None:
    """Lazear and Rosen (1981), uniform noise: a pure equilibrium exists up to a spread of four."""
    first, second = decisions("e_1 e_2")
    wins = probability(first + random("n_1", uniform(-1, 1)) > second + random("n_2", uniform(-1, 1)))
    players = [
        Player("A", decides=[first], payoff=prize * wins - first**2 / 2),
        Player("B", decides=[second], payoff=prize * (1 - wins) - second**2 / 2),
    ]
    found = solve(Game(players=players), at={})
    assert found.status == status
    if status == "found":
        assert found.complete
        assert found.only().decisions == {"e_1": sp.Rational(prize, 2), "e_2": sp.Rational(prize, 2)}


@pytest.mark.parametrize(("spread", "deviation"), [(2, 1), ("1/2", "1/2"), (12, 1), ("49/4", 1)])
def test_a_tournament_with_normal_noise(spread: Any, deviation: Any) -> None:
    """Effort is the spread over 2 sd sqrt(pi): the density of the difference of the two noises at zero is that share.

    It is a best reply up to a spread of 12.35 variances, where first-order conditions have other solutions already.
    """
    spread, deviation = sp.Rational(spread), sp.Rational(deviation)
    found = solve(normal_tournament(spread, deviation), at={})
    effort = float(spread / (2 * deviation * sp.sqrt(sp.pi)))
    only = found.only()
    assert [float(only[name]) for name in ("e_1", "e_2")] == pytest.approx([effort, effort], rel=1e-9)
    assert float(only["first"]) == pytest.approx(float(spread) / 2 - effort**2 / 2, rel=1e-9)
    assert found.evidence.status(About.EXISTS) is Status.VERIFIED
    assert found.evidence.status(About.OPTIMAL) is Status.CHECKED
    replies = np.linspace(0, 3 * effort, 3001)
    gains = float(spread) * stats.norm.cdf((replies - effort) / (np.sqrt(2) * float(deviation))) - replies**2 / 2
    assert gains.max() <= float(only["first"]) + 1e-9


def test_a_tournament_with_too_little_noise_has_no_symmetric_equilibrium() -> None:
    found = solve(normal_tournament(sp.Integer(13), sp.Integer(1)), at={})
    assert found.status == "open"
    assert "is refuted by a better decision" in found.reason


def normal_tournament(spread: sp.Rational, deviation: sp.Rational) -> Game:
    efforts = decisions("e_1 e_2")
    noise = [random(f"n_{i}", normal(0, deviation**2)) for i in (1, 2)]
    wins = probability(efforts[0] + noise[0] > efforts[1] + noise[1])
    payoffs = (spread * wins - efforts[0] ** 2 / 2, spread * (1 - wins) - efforts[1] ** 2 / 2)
    players = [
        Player(name, decides=[e], payoff=p) for name, e, p in zip(("first", "second"), efforts, payoffs, strict=True)
    ]
    return Game(players=players)


@pytest.mark.parametrize("power", [-9, -7, 0, 9])
def test_efforts_between_two_ends_are_found_once_in_any_unit(power: int) -> None:
    unit = sp.Integer(10) ** power
    efforts = decisions("e_1 e_2", within=(0, 2 * unit))
    noise = random("n", normal(0, sp.Rational(10, 3) * unit**2))
    wins = probability(efforts[0] + noise + sp.Rational(3, 2) * unit > efforts[1])
    payoffs = [
        sp.Rational(5, 3) * wins - (efforts[0] / unit) ** 2 / 2,
        -sp.Rational(5, 3) * wins - 2 * (efforts[1] / unit) ** 2,
    ]
    players = [
        Player(str(i), decides=[e], payoff=payoff) for i, (e, payoff) in enumerate(zip(efforts, payoffs, strict=True))
    ]
    found = solve(Game(players=players), at={})
    # Both first-order conditions: 5/3 of a density is e_1, and 4 e_2.
    assert [float(found.only()[e.name] / unit) for e in efforts] == pytest.approx([0.2386079872765, 0.0596519968191])
    assert found.evidence.status(About.OPTIMAL) is Status.VERIFIED


def test_who_moves_first_may_deter_the_other_by_far_more_effort() -> None:
    """Above 8.3 the second gives up, and the first has 54 - 8.3**2/2; what is locally best for it earns 1.5."""
    first, second = decisions("e_1 e_2")
    wins = probability(first + random("n", normal(0, sp.Rational(8, 5))) > second)
    players = [
        Player("A", decides=[first], payoff=54 * wins - first**2 / 2),
        Player("B", decides=[second], payoff=54 * (1 - wins) - second**2 / 2),
    ]
    found = solve(Game(players=players, order=["A", "B"]), at={})
    assert found.status == "open"
    assert "A gains" in found.reason
