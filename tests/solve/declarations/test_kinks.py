"""Kinks in payoffs, against grids of numbers on which payoffs are evaluated as they are declared."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from families.kinked import Kinked, random_kinked
from lsec_models import Game, Player, audit, decisions, others, parameters, solve, sweep
from lsec_models.errors import DeclarationError, NoClosedForm, NotQuadratic
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.kinks import PositiveParts

a, c, k, s = parameters("a c k s", positive=True)
p, q, w, p_1, p_2 = decisions("p q w p_1 p_2")


def _checked(kinked: Kinked, seed: int) -> Any:
    """Solve a random game, and compare what is stated with a grid."""
    found = solve(kinked.game, at={})
    for one in (*found, *found.examples()):
        first, second = np.array(float(one["x"])), np.array(float(one["y"]))
        for i, name in enumerate(("one", "two")[: len(kinked.payoffs)]):
            assert float(kinked.earned(i, first, second)) == pytest.approx(float(one[name]), abs=1e-9), seed
        if kinked.kind == "once":
            assert max(kinked.regrets(float(first), float(second))) < 1e-7, seed
        else:
            assert kinked.highest() < float(one["one"]) + 1e-4, seed
        if kinked.kind == "leader":
            assert kinked.regrets(float(first), float(second))[1] < 1e-7, seed
    return found


@pytest.mark.slow
@pytest.mark.parametrize("block", range(5))
def test_a_single_mover_finds_the_best_of_all_sides(block: int) -> None:
    for seed in range(block * 20, block * 20 + 20):
        assert _checked(random_kinked(seed, "alone"), seed).status == "found", seed


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
def test_a_leader_foresees_kinked_answers(block: int) -> None:
    for seed in range(block * 10, block * 10 + 10):
        assert _checked(random_kinked(seed, "leader"), seed).status != "none", seed


@pytest.mark.slow
@pytest.mark.parametrize("block", range(5))
def test_movers_at_once_have_no_other_equilibrium(block: int) -> None:
    for seed in range(block * 10, block * 10 + 10):
        kinked = random_kinked(seed, "once")
        found = _checked(kinked, seed)
        if found.status == "none" or (found.complete and not found.continua):
            for first, second in kinked.fixed_points():
                near = [o for o in found if abs(float(o["x"]) - first) + abs(float(o["y"]) - second) < 2e-2]
                assert near, (seed, first, second)


@pytest.mark.slow
def test_demand_that_stays_at_zero() -> None:
    game = Game(players=[Player("firm", decides=[p], payoff=(p - c) * sp.Max(0, a - p))])
    regimes = solve(game, corners=True)
    assert regimes.regime("interior")["p"] == (a + c) / 2
    assert regimes.at(a=10, c=2)["firm"] == 16
    assert regimes.at(a=2, c=3)["firm"] == 0
    assert solve(game, at={"a": 2, "c": 3}).continua
    assert "kink" not in repr(regimes)


@pytest.mark.slow
def test_capacity_is_a_kink() -> None:
    sold = sp.Min(k, a - p)
    game = Game(players=[Player("firm", decides=[p], payoff=(p - c) * sold)], constraints=[p <= a], assuming=[a > c])
    regimes = solve(game, corners=True)
    idle, full = regimes.regimes
    assert (idle.name, full.name) == ("interior", "Min(k, -p + a) is k (brink)")
    assert idle["p"].equals((a + c) / 2)
    assert full["p"] == a - k
    assert regimes.tiling.is_proved
    assert regimes.evidence.established
    assert idle.contains({a: Fraction(10), c: Fraction(2), k: Fraction(4)})
    assert not idle.contains({a: Fraction(10), c: Fraction(2), k: Fraction(39, 10)})
    data = sweep(regimes, over={"k": [1, 4, 6]}, at={"a": 10, "c": 2})
    assert np.allclose(data["p"], [9, 6, 6])
    assert not [name for name in data.data_vars if "kink" in str(name)]
    assert audit(regimes, draws=4).audits[-1].passed()


@pytest.mark.slow
def test_a_leader_before_a_capacity() -> None:
    """A maker who knows that its shop has room for k units charges what empties the shop exactly."""
    sold = sp.Min(k, a - p)
    game = Game(
        players=[
            Player("maker", decides=[w], payoff=(w - c) * sold),
            Player("shop", decides=[p], payoff=(p - w) * sold),
        ],
        order=["maker", "shop"],
        constraints=[p <= a],
        assuming=[a > c],
    )
    regimes = solve(game, corners=True)
    assert regimes.at(a=10, c=2, k=1)["w"] == 8
    assert regimes.at(a=10, c=2, k=2)["w"] == regimes.at(a=10, c=2, k=5)["w"] == 6
    assert regimes.regimes[1]["w"] == a - 2 * k


def test_stock_and_demand_meet_at_the_kink() -> None:
    """Who buys stock at a cost sells all of it: the optimum lies on the kink."""
    firm = Player("firm", decides=[p, q], payoff=p * sp.Min(q, a - p) - c * q)
    found = solve(Game(players=[firm], constraints=[p <= a]), at={"a": 10, "c": 2}).only()
    assert (found["p"], found["q"]) == (6, 4)
    assert found.regime == "Min(q, -p + a) is q"


def test_what_stands_for_kinks_is_not_told() -> None:
    sold = p * sp.Min(q, 10 - p)
    maker = Player("maker", decides=[q], payoff=sold / 2 - 6 * q)
    shop = Player("shop", decides=[p], payoff=sold / 2)
    found = solve(Game(players=[maker, shop], order=["maker", "shop"], constraints=[p <= 10]), at={})
    (nothing_made,) = found.continua
    assert str(nothing_made) == "a continuum: p from 0 to 10; q = 0"
    for one in found.examples():
        assert set(one.values) == {"p", "q", "maker", "shop"}
    alone = solve(Game(players=[replace(shop, decides=[p, q], payoff=sold - q)], constraints=[p <= 10]), at={})
    assert alone.only().values == {"p": sp.Rational(11, 2), "q": sp.Rational(9, 2), "shop": sp.Rational(81, 4)}


def test_a_minimum_guarantee() -> None:
    """A streamer has the higher of a share and a guarantee; the maker pays."""
    revenue = q * (10 - q)
    share = sp.Max(2, q / 2)
    game = Game(players=[Player("maker", decides=[q], payoff=revenue - share)])
    (found,) = solve(game, at={})
    grid = np.linspace(0, 10, 100001)
    assert float(found["maker"]) == pytest.approx((grid * (10 - grid) - np.maximum(2, grid / 2)).max(), abs=1e-8)


def test_price_matching_makes_many_prices_stable() -> None:
    """Salop (1986): buyers pay the lower price everywhere, so that no firm wins by a cut: a continuum."""
    paid = sp.Min(p_1, p_2)
    demand = 1 - paid + paid / 2
    game = Game(
        players=[
            Player("one", decides=[p_1], payoff=paid * demand),
            Player("two", decides=[p_2], payoff=paid * demand),
        ],
        order=[("one", "two")],
        constraints=[p_1 <= 3, p_2 <= 3],
    )
    found = solve(game, at={})
    for one in found.examples():
        low = min(float(one["p_1"]), float(one["p_2"]))
        assert float(one["one"]) == pytest.approx(low * (1 - low / 2))
    # At (0, 1/2) the first firm gains by a higher price: what is free is the diagonal, not a square.
    assert "a continuum: (p_1, p_2) between (0, 0) and (1, 1)" in [str(one) for one in found.continua]


def test_cases_are_kinks_where_they_meet() -> None:
    tax = sp.Piecewise((0, q < 1), (q - 1, q < 2), (2 * q - 3, True))
    game = Game(players=[Player("firm", decides=[q], payoff=q * (s - q / 2) - tax)])
    grid = np.linspace(0, 8, 80001)
    for worth in (0.5, 1.5, 2.5, 3, 3.25, 5):
        (found,) = solve(game, at={"s": worth})
        paid = np.where(grid < 1, 0, np.where(grid < 2, grid - 1, 2 * grid - 3))
        best = (grid * (worth - grid / 2) - paid).max()
        assert float(found["firm"]) == pytest.approx(best, abs=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_positive_parts_are_the_kinks(seed: int) -> None:
    kinked = random_kinked(seed, "once")
    rng = np.random.default_rng(seed)
    for payoff in kinked.payoffs:
        parts = PositiveParts([])
        written = parts.written(payoff)
        for x, y in rng.integers(0, 7, size=(5, 2)).tolist():
            values = dict(zip(decisions("x y"), (x, y), strict=True))
            for symbol in sorted(parts.of, key=parts.levels.__getitem__):
                values[symbol] = sp.Max(0, parts.of[symbol].subs(values))
            assert written.subs(values) == payoff.subs(values)


@pytest.mark.parametrize(
    ("payoff", "words"),
    [
        (sp.Piecewise((q, q < 1)), "has a gap"),
        (sp.Piecewise((q, q < 1), (1, q < 2)), "has a gap"),
        (sp.Piecewise((0, q < 1), (2, True)), "jumps where q < 1 changes"),
        (sp.Piecewise((0, sp.And(q > 1, q < 2)), (1, True)), "is not an inequality"),
        (sp.Piecewise((2 - q, q > 1), (3 - q, q > 2), (q, True)), "jumps|lies within"),
        (sp.Piecewise((1, q < 1), (q, p < 2), (q + p - 2, True)), "lies within"),
    ],
)
def test_cases_that_are_no_kinks_are_refused(payoff: Any, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        Game(players=[Player("firm", decides=[p, q], payoff=payoff - q**2 - p**2)])


def test_the_ways_out_exist() -> None:
    kinked = Game(players=[Player("firm", decides=[q], payoff=sp.Min(q, a) - q / 2)])
    with pytest.raises(NoClosedForm, match=r"solve\(game, corners=True\)"):
        solve(kinked)
    assert solve(kinked, corners=True)["q"]
    curved = Game(players=[Player("firm", decides=[q], payoff=sp.Min(q * (a - q), k))])
    with pytest.raises(NotQuadratic, match=r"a kink, where Min\(.*\) is .*, compares what is not linear.*at=") as error:
        solve(curved, corners=True)
    assert "kinks 1" not in str(error.value)
    found = solve(curved, at={"a": 4, "k": 5})
    assert found.only().values == {"q": 2, "firm": 4}
    with pytest.raises(DeclarationError, match="one constraint for each"):
        Game(players=[Player("firm", decides=[q], payoff=-(q**2))], constraints=[q <= sp.Min(a, k)])
    assert Game(players=[Player("firm", decides=[q], payoff=-(q**2))], constraints=[q <= a, q <= k])


def test_copies_with_a_demand_that_stays_at_zero() -> None:
    """Whether copies may differ is not shown where payoffs have kinks: the result is called symmetric."""
    firm = Player("firm", decides=[q], payoff=q * sp.Max(0, 10 - q - others(q)) - 2 * q, copies=3)
    found = solve(Game(players=[firm]), at={})
    assert [one["q"] for one in found] == [2]
    assert found.evidence.status(About.COMPLETE) is Status.OPEN
    assert str(found).startswith("Symmetric")


def test_kinks_beyond_elimination_are_searched() -> None:
    """A follower with a cost of the third degree and a kink, and a leader with one of its own."""
    x, y = decisions("x y", within=(0, 6))
    leader = -x * (3 * x + 3 * y + 4) / 2 - 2 * sp.Min(sp.Rational(5, 2) - 2 * x + y / 2, -x - y - 1)
    follower = -(y**3) - 2 * y**2 - 2 * y * (x + y + 1) + 3 * y + 3 * sp.Max(0, x - 3) / 4
    game = Game(
        players=[Player("A", decides=[x], payoff=leader), Player("B", decides=[y], payoff=follower)], order=["A", "B"]
    )
    found = solve(game, at={})
    reply = (np.sqrt(19) - 4) / 3
    assert float(found.only()["y"]) == pytest.approx(reply)
    assert float(found.only()["A"]) == pytest.approx(2 + 2 * reply)
    assert not found.evidence.established
    assert "kink" not in found.only().regime
