"""Several players at once, some of whom decide twice, with rational payoffs at a point: exactly."""

from __future__ import annotations

import random
from fractions import Fraction

import flint
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.two_own import TwoOwnGrid
from lsec_models import Game, Player, decisions, solve
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.at_once.region_signs import TwoDecisionRegion
from lsec_models.solve.polynomial.at_once.several_at_once import SeveralAtOnce
from lsec_models.solve.polynomial.numbers.extension import Extension

x, u, y, v = decisions("x u y v")


def duel(first: sp.Expr, second: sp.Expr, own=(x, u), other=(y, v)) -> Game:
    return Game(players=[Player("A", decides=own, payoff=first), Player("B", decides=other, payoff=second)])


@pytest.mark.slow
def test_price_and_effort_of_two_streamers() -> None:
    """Symmetric: x = 2 - x/2 + u/2 - v/2 + y/4 with u**3 = x/2 gives 3 x / 4 = 1."""
    first = x * (2 - x + y / 2 + u - v) - u**4 / 2
    found = solve(duel(first, first.subs({x: y, y: x, u: v, v: u}, simultaneous=True)), at={})
    (one,) = found
    price = sp.Rational(4, 3)
    assert one["x"] == one["y"] == price
    assert sp.simplify(one["u"] ** 3 - price / 2) == 0
    assert found.complete
    assert found.evidence.established


def test_two_ways_to_spend_in_a_contest() -> None:
    """A dearer way is not used; at the same cost both are interchangeable, and no list of points is all."""
    total = x + u + y + v + 1
    dear = duel(9 * (x + u) / total - x - 2 * u, 9 * (y + v) / total - y - 2 * v)
    found = solve(dear, at={})
    spent = (5 + 3 * sp.sqrt(17)) / 8  # Of 9 (s + 1) = (2 s + 1)**2.
    assert [sp.simplify(found.only()[d] - e) for d, e in (("x", spent), ("y", spent), ("u", 0), ("v", 0))] == [0] * 4
    assert found.complete
    alike = solve(duel(9 * (x + u) / total - x - u, 9 * (y + v) / total - y - v), at={})
    assert not alike.complete


@pytest.mark.slow
def test_a_local_best_that_is_not_the_best_is_no_equilibrium() -> None:
    """A's payoff has two tops, and B makes the one or the other the higher one."""
    a, b = decisions("x u", within=(0, 3))
    top = -((a - 1) ** 2) * (a - 2) ** 2 * 10 - (b - 1) ** 2
    for worth, best in ((1, 2), (-1, 1)):
        found = solve(duel(top + worth * a * y / 10, -((y - 1) ** 2) - v**2 + v, own=(a, b)), at={})
        (one,) = found
        assert abs(float(one["x"]) - best) < 0.1
        assert (one["u"], one["y"]) == (1, 1)
        assert found.complete


@pytest.mark.slow
def test_no_equilibrium_of_who_hides_and_who_seeks() -> None:
    hider, seeker = decisions("x u", within=(0, 1)), decisions("y v", within=(0, 1))
    apart = (hider[0] - seeker[0]) ** 2 + (hider[1] - seeker[1]) ** 2
    found = solve(duel(apart + (hider[0] ** 3 + hider[1] ** 3) / 10, -apart, own=hider, other=seeker), at={})
    assert (found.status, found.reason) == ("none", "no decisions are best replies to each other")


@pytest.mark.slow
def test_who_gains_without_bound_has_no_best_reply() -> None:
    """A gains ever more as both its decisions grow, u four times as fast as x, so that nothing is level."""
    found = solve(duel(x * u - x**2 - u**2 / 8 + x * y, v + y - y**3 - v**3), at={})
    assert found.is_none
    # Level at a saddle, beside which there is more far out.
    saddle = solve(duel(3 * x * u - x**2 - u**2 - x * y, v + y - y**3 - v**3), at={})
    assert not saddle.evidence.established


def test_what_is_approached_far_out_at_an_end_and_is_less_keeps_nobody_from_a_best_pair() -> None:
    """With u = 0 A has -1/(1 + x**2), which tends to zero; with u = x = 1 it has one, the most there is."""
    share, z = decisions("u", within=(0, 1)), decisions("z")
    first = Player("A", decides=[x, share], payoff=(2 * x * share - 1 + share) / (1 + x**2))
    several = SeveralAtOnce(Game(players=[first, Player("B", decides=[z], payoff=-((z - x) ** 2))]), {})
    ((one,), incomplete) = several.equilibria()
    assert (one.decided, incomplete) == ((1, 1, 1), "")


def test_a_constraint_of_another_is_no_end_of_what_one_decides() -> None:
    """A would decide more than B must have it decide, and B can do nothing about that."""
    players = [Player("A", decides=[x, u], payoff=x * (4 - x) + u - u**2), Player("B", decides=[y], payoff=-(y**2))]
    own, other = (Game(players=players, constraints={owner: [x <= 1]}) for owner in ("A", "B"))
    ((profile,), _) = SeveralAtOnce(own, {}).equilibria()
    assert profile.decided[0] == 1
    with pytest.raises(Unresolved, match="of who does not decide in it"):
        SeveralAtOnce(other, {})


def test_one_decides_twice_and_others_once() -> None:
    z = decisions("z")
    players = [
        Player("A", decides=[x, u], payoff=x * (4 - x - y - z) + u * x / 2 - u**2),
        Player("B", decides=[y], payoff=y * (4 - x - y - z) - y**3),
        Player("C", decides=[z], payoff=z * (4 - x - y - z) - z**3),
    ]
    found = solve(Game(players=players), at={})
    (one,) = found
    assert one["y"] == one["z"]
    assert sp.simplify(one["x"] / 4 - one["u"]) == 0
    assert found.complete


@pytest.mark.slow
def test_random_games_agree_with_a_grid() -> None:
    """Nobody gains on a grid, and where best replies settle there is an equilibrium of a list that says it is all."""
    dice, resolved = random.Random(11), 0
    for _ in range(8):
        ends = {"within": (0, dice.choice([1, 2, 4]))} if dice.random() < 0.5 else {}
        own, other = decisions("x u", **ends), decisions("y v", **ends)
        rows = []
        for (p, e), (q, f) in ((own, other), (other, own)):
            n = [dice.randint(0, 3) for _ in range(4)]
            cost = dice.choice([e**2, e**3 / 3, e**2 + p**3 / 3])
            shape = dice.choice(["market", "contest"])
            market = p * (3 + n[0] - p + sp.Rational(n[1], 4) * q + e - sp.Rational(n[2], 3) * f)
            contest = (2 + n[3]) * (p + e) / (1 + p + e + q + f) - p**2
            rows.append((market if shape == "market" else contest) - cost)
        game = duel(*rows, own=own, other=other)
        found, grid = solve(game, at={}), TwoOwnGrid(game)
        if not found.is_none and not found.evidence.established:
            continue
        resolved += 1
        points = [[float(one[name]) for name in grid.names] for one in found]
        assert not any(grid.gain(point, mover) > 1e-6 for point in points for mover in (0, 1)), rows
        reached = [grid.settled([dice.uniform(0, 1) for _ in range(4)]) for _ in range(2)] if found.complete else []
        for place in filter(None, reached):
            assert any(max(abs(a - b) for a, b in zip(place, point, strict=True)) < 1e-2 for point in points), rows
    assert resolved >= 7


REGIONS = st.tuples(
    *2 * [st.sampled_from([(None, None), (Fraction(0), None), (None, Fraction(1)), (Fraction(-1), Fraction(2))])]
)
POLYNOMIALS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(-4, 4), min_size=1, max_size=5
)


@pytest.mark.slow
@settings(max_examples=100)
@given(REGIONS, POLYNOMIALS, st.integers(0, 10**6))
def test_signs_that_are_stated_are_those_of_numbers(ends, function, seed: int) -> None:
    region = TwoDecisionRegion(Extension(RealRoot.rational(0)), ends)
    written = {powers: flint.fmpq_poly([c]) for powers, c in function.items() if c}
    squares = {(2 * i, 2 * j): flint.fmpq_poly([abs(c)]) for (i, j), c in function.items()}
    dice = random.Random(seed)

    def drawn(i: int, reach: float) -> float:
        low, high = (float(end) if end is not None else None for end in ends[i])
        start = low if low is not None else high if high is not None else 0.0
        side = 1 if low is not None else -1 if high is not None else dice.choice([-1, 1])
        return dice.uniform(low, high) if None not in (low, high) else start + side * dice.expovariate(1 / reach)

    def at(polynomial, place) -> float:
        return sum(float(c[0]) * place[0] ** i * place[1] ** j for (i, j), c in polynomial.items())

    near = [(drawn(0, 1), drawn(1, 1)) for _ in range(50)]
    for tried in (written, squares):
        if region.is_nonnegative(tried):
            assert all(at(tried, place) >= -1e-9 for place in near)
        if region.is_positive(tried):
            assert all(at(tried, place) > 0 for place in near)
    if region.falls_far_out(written) and None in (*ends[0], *ends[1]):
        far = [(drawn(0, 10.0**n), drawn(1, 10.0**n)) for n in (7, 9) for _ in range(30)]
        moved = [place for place in far if max(map(abs, place)) > 1e6]
        assert all(at(written, place) < 0 for place in moved)
