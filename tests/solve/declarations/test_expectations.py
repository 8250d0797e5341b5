"""Expectations that come true: fixed points found by scanning numbers, and what the literature prints."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, others, parameters, prove, solve, sweep, total
from lsec_models.errors import DeclarationError, LsecError, NoFixedPoint
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.models import load
from lsec_models.models.mechanisms.business_model import BASELINE

A, c, nu, t = parameters("A c nu t", positive=True)
n = parameters("n", integer=True)
x, y, p, p_1, p_2 = decisions("x y p p_1 p_2")
N = decisions("N", real=True)


def network(copies: object = n, **more: Any) -> Game:
    """Firms whose products are worth more, the more buyers all of them together are expected to have."""
    firm = Player("firm", decides=[x], payoff=(A + nu * N - x - others(x) - c) * x, copies=copies)
    return Game(players=[firm], expectations={N: total(x)}, assuming=[c < A], **more)


def test_katz_and_shapiro() -> None:
    """Katz and Shapiro (1985): firms whose networks are compatible, or not; and a monopoly."""
    compatible = solve(network())
    assert sp.simplify(compatible["x"] - (A - c) / (n + 1 - n * nu)) == 0
    assert compatible["N"].equals(n * compatible["x"])
    assert compatible.evidence.status(About.COMPLETE) is Status.PROVED
    assert solve(network(), at={"A": 10, "c": 2, "nu": 0.5, "n": 2}).only()["x"] == 4
    own = Game(
        players=[Player("firm", decides=[x], payoff=(A + nu * N - x - others(x) - c) * x, copies=n)],
        expectations={N: total(x) / n},
        assuming=[c < A],
    )
    assert sp.simplify(solve(own)["x"] - (A - c) / (n + 1 - nu)) == 0
    monopoly = Game(
        players=[Player("firm", decides=[p], payoff=(p - c) * (A + nu * N - p))],
        expectations={N: A + nu * N - p},
        assuming=[c < A, nu < 1],
    )
    passive, responsive = solve(monopoly), solve(monopoly.with_order(["firm", N]))
    assert sp.simplify(passive["N"] - (A - c) / (2 - nu)) == 0
    assert sp.simplify(responsive["N"] - (A - c) / (2 * (1 - nu))) == 0
    assert sp.simplify(responsive["firm"] - (A - c) ** 2 / (4 * (1 - nu))) == 0
    assert prove(responsive["N"] > passive["N"], given=[responsive])


@given(known=st.sets(st.sampled_from(["a", "b", "c", "nu", "phi"]), min_size=1))
@settings(max_examples=6)
def test_numbers_reach_what_is_expected_too(known: set[str]) -> None:
    """Numbers before solving and after it are the same, for every set of parameters."""
    numbers = {name: BASELINE[name] for name in known}
    fixed = load("business_model").with_values(numbers)
    assert not known & {parameter.name for parameter in fixed.parameters}
    free, before = solve(load("business_model")), solve(fixed)
    images = {symbol: sp.Rational(numbers[symbol.name]) for symbol in free.game.parameters if symbol.name in known}
    assert {name: sp.simplify(before[name] - free[name].subs(images)) for name in ("N", "w", "price")} == {
        "N": 0,
        "w": 0,
        "price": 0,
    }


def test_a_network_on_a_line() -> None:
    share = sp.Rational(1, 2) + (p_2 - p_1 + nu * (2 * N - 1)) / (2 * t)
    line = Game(
        players=[
            Player("one", decides=[p_1], payoff=(p_1 - c) * share),
            Player("two", decides=[p_2], payoff=(p_2 - c) * (1 - share)),
        ],
        expectations={N: share},
        assuming=[nu < t],
    )
    assert solve(line)["p_1"].equals(c + t)
    assert solve(line.with_order([("one", "two"), N]))["p_1"].equals(c + t - nu)


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Two firms with linear demands at numbers; how much one of them sells is expected, and matters to both."""

    base: tuple[int, int]
    own: tuple[float, float]
    rival: float
    pull: tuple[float, float]
    weights: tuple[float, float, float]
    shift: float

    def game(self) -> Game:
        price = [
            self.base[i]
            - sp.Rational(self.own[i]) * z
            - sp.Rational(self.rival) * other
            + sp.Rational(self.pull[i]) * N
            for i, (z, other) in enumerate(((x, y), (y, x)))
        ]
        weight = [sp.Rational(w) for w in self.weights]
        return Game(
            players=[
                Player("one", decides=[x], payoff=x * price[0]),
                Player("two", decides=[y], payoff=y * price[1]),
            ],
            expectations={N: weight[0] * x + weight[1] * y + weight[2] * N + sp.Rational(self.shift)},
        )

    def implied(self, expected: np.ndarray) -> np.ndarray:
        """What comes about if something is expected: quantities by best replies in turn, then their sum."""
        one, two = np.zeros_like(expected), np.zeros_like(expected)
        for _ in range(200):
            before = two
            one = np.maximum(0, (self.base[0] - self.rival * two + self.pull[0] * expected) / (2 * self.own[0]))
            two = np.maximum(0, (self.base[1] - self.rival * one + self.pull[1] * expected) / (2 * self.own[1]))
            if np.array_equal(two, before):
                break
        return np.asarray(self.weights[0] * one + self.weights[1] * two + self.weights[2] * expected + self.shift)


def _random(seed: int) -> Expected:
    dice = random.Random(seed)

    def pick(*values: float) -> float:
        return dice.choice(values)

    return Expected(
        base=(dice.randint(-3, 9), dice.randint(-3, 9)),
        own=(pick(1, 1.5, 2), pick(1, 1.5, 2)),
        rival=pick(-0.5, 0, 0.5, 1),
        pull=(pick(-1, -0.5, 0.25, 0.5, 1, 2, 4), pick(-1, 0, 0.25, 0.5, 1, 2)),
        weights=(pick(0.5, 1, 1.5), pick(-1, 0, 1), pick(0, 0, 0.5, -0.5, 2)),
        shift=pick(-4, -1, 0, 0, 3),
    )


def _crossings(gap: Callable[[np.ndarray], np.ndarray]) -> list[float]:
    """Where a continuous function of one number is zero, between -300 and 300."""
    tried = np.linspace(-300.0371, 300.0249, 60001)
    values = gap(tried)
    found = []
    for i in np.nonzero(np.sign(values[1:]) != np.sign(values[:-1]))[0]:
        low, high = tried[i], tried[i + 1]
        rising = values[i + 1] > values[i]
        for _ in range(60):
            middle = (low + high) / 2
            above = bool(gap(np.array([middle]))[0] > 0) == rising
            low, high = (low, middle) if above else (middle, high)
        found.append(float(low))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("block", range(8))
def test_all_fixed_points_are_found(block: int) -> None:
    for seed in range(block * 30, block * 30 + 30):
        one = _random(seed)
        found = solve(one.game(), at={})
        roots = _crossings(lambda expected, one=one: one.implied(expected) - expected)  # type: ignore[misc]
        stated = sorted(float(s["N"]) for s in found)
        if found.status == "none":
            assert not roots, (seed, one)
        if found.status == "found" and found.complete and not found.continua:
            assert np.allclose(stated, roots, atol=1e-6), (seed, one)
        for value in stated:
            assert np.isclose(one.implied(np.array([value]))[0], value), (seed, one)


@pytest.mark.slow
def test_most_are_resolved() -> None:
    statuses = [solve(_random(seed).game(), at={}).status for seed in range(60)]
    assert statuses.count("open") <= 3
    assert "none" in statuses


@pytest.mark.parametrize("seed", range(60))
def test_a_leader_foresees_what_responds(seed: int) -> None:
    dice = random.Random(seed)
    base, slope, cost = dice.randint(3, 12), dice.choice((1, 2)), dice.choice((0, 1, 2))
    pull = dice.choice((-1, -0.5, 0.25, 0.5, 0.75))
    demand = base - slope * p + sp.Rational(pull) * N
    game = Game(
        players=[Player("firm", decides=[p], payoff=(p - cost) * demand)],
        order=["firm", N],
        expectations={N: demand},
    )
    prices = np.linspace(0, 30, 30001)
    sold = (base - slope * prices) / (1 - pull)
    found = solve(game, at={}).only()
    assert np.isclose(float(found["firm"]), ((prices - cost) * sold).max(), atol=1e-5)
    for expected in (float(found["N"]),):
        assert np.isclose(base - slope * float(found["p"]) + pull * expected, expected)


def test_expectations_without_a_fixed_point_are_named() -> None:
    endless = Game(
        players=[Player("firm", decides=[p], payoff=(p - c) * (A + N - p))],
        expectations={N: A + N - p},
        order=["firm", N],
    )
    with pytest.raises(NoFixedPoint, match=r"N = .* has no fixed point, or every number is one: .*its strength"):
        solve(endless)
    assert solve(endless, at={"A": 10, "c": 2}).status != "found"
    weaker = Game(
        players=[Player("firm", decides=[p], payoff=(p - c) * (A + nu * N - p))],
        expectations={N: A + nu * N - p},
    )
    assert any("one fixed point" in str(condition) for condition in solve(weaker).domain.conditions)


def test_where_there_is_none_it_is_said() -> None:
    """Whoever is expected to sell nothing sells, and whoever is expected to sell sells more than that."""
    explosive = Game(players=[Player("firm", decides=[x], payoff=x * (1 + 4 * N - x))], expectations={N: x})
    found = solve(explosive, at={})
    assert found.status == "none"
    assert "expectation" in found.reason or "first movers" in found.reason


def test_what_is_refused() -> None:
    firm = Player("firm", decides=[x], payoff=x * (A + N - x))
    with pytest.raises(DeclarationError, match=r"decisions\('nu', real=True\)"):
        Game(players=[firm], expectations={nu: x})
    positive = decisions("N")
    with pytest.raises(DeclarationError, match="must be declared without bounds"):
        Game(players=[Player("firm", decides=[x], payoff=x * (A + positive - x))], expectations={positive: x})
    with pytest.raises(DeclarationError, match="no player decides it"):
        Game(players=[firm])
    with pytest.raises(DeclarationError, match="and expected"):
        Game(players=[Player("firm", decides=[x, N], payoff=x * (A - x) - N**2)], expectations={N: x})
    with pytest.raises(DeclarationError, match="not a mapping"):
        Game(players=[firm], expectations=[N])  # type: ignore[arg-type]
    with pytest.raises(DeclarationError, match=r"speaks of x, .* write total\(x\)"):
        Game(players=[Player("firm", decides=[x], payoff=x * (A + N - x), copies=2)], expectations={N: x})
    with pytest.raises(LsecError, match="assumption"):
        Game(players=[firm], expectations={N: x}, assuming=[N > 1])


def test_a_response_that_later_movers_may_spoil_is_not_resolved() -> None:
    game = Game(
        players=[
            Player("firm", decides=[x], payoff=x * (A + N - x)),
            Player("shop", decides=[y], payoff=y * (1 - y - N)),
        ],
        order=["firm", N, "shop"],
        expectations={N: y},
    )
    assert solve(game, at={"A": 3}).status == "open"
    with pytest.raises(DeclarationError, match="let it stand last"):
        solve(game, corners=True)
    assert solve(game.with_order(["firm", "shop", N]), at={"A": 3}).status == "found"


def test_regimes_and_sweeps_know_expectations() -> None:
    game = Game(
        players=[Player("firm", decides=[x], payoff=x * (A + nu * N - x - c))],
        expectations={N: x},
        assuming=[nu < 1],
    )
    regimes = solve(game, corners=True)
    assert [regime.name for regime in regimes.regimes] == ["interior", "x = 0"]
    assert regimes["N"] == regimes["x"]
    assert regimes.tiling.covering == "proved"
    data = sweep(game, over={"A": [1, 4]}, at={"nu": 0.5, "c": 2})
    assert np.allclose(data["N"], [0, 4 / 3])
    assert "expected N" not in data


def test_what_no_number_fulfils_leaves_no_equilibrium_at_a_point() -> None:
    """What is nearest to fulfilling N = N**2 + 1 is left out of the list with all that was found of it."""
    sold = decisions("x", within=(0, 3))
    firm = Player("firm", decides=[sold], payoff=sold * (1 + N) - sold**3 / 3)
    found = solve(Game(players=[firm], expectations={N: N**2 + 1}), at={})
    assert found.is_none
    assert list(found) == []
    assert "N = N**2 + 1" in found.reason


@pytest.mark.parametrize(
    ("gap", "words"), [(1, "no number fulfils"), (A, "no number fulfils"), (2 * p - N + 1, "counted")]
)
def test_what_never_comes_true_is_no_continuum(gap: sp.Expr, words: str) -> None:
    game = Game(players=[Player("A", decides=[p], payoff=p * (1 - p + N))], expectations={N: N + gap})
    found = solve(game, at={"A": 1} if game.parameters else {})
    assert found.is_none
    assert words in found.reason
