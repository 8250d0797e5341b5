"""First decisions that reveal what their owner knows: separating laws with their distortion, exactly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sympy as sp

from families.gaussian import random_revealing_game
from lsec_models import Choice, Game, Player, audit, decisions, normal, parameters, random, signal, solve
from lsec_models.errors import DeclarationError, NoClosedForm, NoInteriorOptimum
from lsec_models.games.evidence.evidence import About, Status

a, V, s, m = parameters("a V s m", positive=True)
theta = random("theta", normal(0, V))
x, y, u = decisions("x y u", real=True)


def li(n: int, sharing: int) -> Any:
    """Li (2002), where retailers see their own signals and a wholesale price, by which they infer what is shared."""
    told = [signal(f"Y_{i}", of=theta, noise=s * V) for i in range(1, n + 1)]
    quantities = [decisions(f"q_{i}", real=True) for i in range(1, n + 1)]
    w, price = decisions("w", real=True), a + theta - sum(quantities)
    retailers = [
        Player(f"R{i}", decides=[q], payoff=(price - w) * q, sees=[seen])
        for i, (q, seen) in enumerate(zip(quantities, told, strict=True), start=1)
    ]
    maker = Player("M", decides=[w], payoff=w * sum(quantities), sees=told[:sharing])
    return solve(Game(players=[maker, *retailers], order=["M", tuple(one.name for one in retailers)]))


@pytest.mark.slow
@pytest.mark.parametrize(("n", "k"), [(2, 1), (3, 1), (3, 2)])
def test_li_with_some_who_share(n: int, k: int) -> None:
    """The price that reveals is higher than the one that is set if all see what is shared, (a + S/(k + s))/2."""
    found = li(n, k)
    shared = sum(found.game.signals[:k])
    known = (a + shared / (k + s)) / 2
    assert sp.simplify(found["w"] - known) != 0
    ratio = sp.cancel(found["w"] / known)
    assert not ratio.free_symbols & {a, *found.game.signals}
    assert ratio.subs(s, 1) > 1
    assert found.evidence.established
    assert found.evidence.status(About.COMPLETE) is Status.PROVED
    assert "by which w reveals Y_1" in found.evidence.line()


def test_li_with_two_of_whom_one_shares() -> None:
    """Worked out by hand: R2 infers Y_1 from w, and R1 knows that it does."""
    found = li(2, 1)
    one, other = found.game.signals
    slope = (10 * s + 17) / (16 * (s + 1) * (s + 2))
    assert sp.simplify(found["w"] - slope * (a * (s + 1) + one)) == 0
    assert sp.simplify(found["q_2"] - found.responses["q_2"].subs(found.game.decisions[0], found["w"])) == 0
    assert sp.simplify(sp.diff(found["q_2"], other) - 1 / (2 * (s + 2))) == 0


@pytest.mark.parametrize("n", [2, 3])
def test_li_with_all_who_share_has_none(n: int) -> None:
    """Then orders depend on the price alone, and so does the best price: it could not tell anything."""
    with pytest.raises(NoInteriorOptimum, match="there is no separating equilibrium in affine strategies in which w"):
        li(n, n)


def test_a_leader_who_hides_good_news() -> None:
    """Gal-Or (1987): a leader in quantities who knows of demand orders as if it knew less.

    With E[theta | r, t] = alpha (r + t) and E[theta | r] = rho r the law has the slope alpha rho / 2, and if the
    follower saw r, rho / 2. Without a signal of its own the follower would take back all that the leader gains.
    """
    seen, own = signal("r", of=theta, noise=m), signal("t", of=theta, noise=m)
    leader = Player("leader", decides=[x], payoff=(a + theta - x - y) * x, sees=[seen])
    follower = Player("follower", decides=[y], payoff=(a + theta - x - y) * y, sees=[own])
    found = solve(Game(players=[leader, follower], order=["leader", "follower"]))
    alpha, rho = V / (2 * V + m), V / (V + m)
    assert sp.simplify(sp.diff(found["x"], seen) - alpha * rho / 2) == 0
    follower = Player("follower", decides=[y], payoff=(a + theta - x - y) * y)
    with pytest.raises(NoInteriorOptimum, match="what is inferred"):
        solve(Game(players=[leader, follower], order=["leader", "follower"]))


def test_effort_is_distorted_by_what_it_shows() -> None:
    """Effort x costs (x - theta)^2/2 and pays what buyers take theta to be: x = theta + 1, one more than is best."""
    seller = Player("seller", decides=[x], payoff=y - (x - theta) ** 2 / 2, sees=[theta])
    buyers = Player("buyers", decides=[y], payoff=-((y - theta) ** 2))
    found = solve(Game(players=[seller, buyers], order=["seller", "buyers"]))
    assert found["x"] == theta + 1
    assert sp.expand(found.responses["y"] - (x - 1)) == 0
    assert found["seller"] == -sp.Rational(1, 2)


def test_what_everybody_sees_is_no_news() -> None:
    """A signal that later movers see too moves the first decision, and is taken out of what it reveals."""
    both = signal("b", of=theta, noise=V)
    seller = Player("seller", decides=[x], payoff=y + x * both - (x - theta) ** 2 / 2, sees=[theta, both])
    buyers = Player("buyers", decides=[y], payoff=-((y - theta) ** 2), sees=[both])
    found = solve(Game(players=[seller, buyers], order=["seller", "buyers"]))
    assert sp.expand(found["x"] - (theta + both + 1)) == 0
    assert sp.expand(found["y"] - theta) == 0
    assert sp.expand(found.responses["y"] - (x - both - 1)) == 0


def test_refusals() -> None:
    other = random("zeta", normal(0, V))
    knows = Player("A", decides=[x], payoff=y - (x - theta - 2 * other) ** 2, sees=[theta, other])
    guesses = Player("B", decides=[y], payoff=-((y - theta) ** 2))
    with pytest.raises(DeclarationError, match="one decision tells one number, and more than one matters"):
        solve(Game(players=[knows, guesses], order=["A", "B"]))
    square = Player("A", decides=[x], payoff=y * theta - (x - theta) ** 2 - m * y**2, sees=[theta])
    with pytest.raises(NoClosedForm, match="is a square root"):
        solve(Game(players=[square, guesses], order=["A", "B"]))


@pytest.mark.parametrize("more", [0, y * theta - y**2 / 2])
def test_no_absence_is_stated_where_every_slope_is_an_equilibrium(more: sp.Expr) -> None:
    """With y = x/k and more = 0 the payoff is 2 x theta - x^2/k: concave, best at x = k theta, for all k > 0."""
    knows = Player("A", decides=[x], payoff=2 * x * theta - x * y + more, sees=[theta])
    guesses = Player("B", decides=[y], payoff=-((y - theta) ** 2))
    with pytest.raises(NoClosedForm, match="holds whatever the slope"):
        solve(Game(players=[knows, guesses], order=["A", "B"]))


def test_no_real_slope_is_no_equilibrium() -> None:
    """With y = (x - c)/k the first-order condition is 2 k^2 - 2 k + 5 = 0."""
    knows = Player("A", decides=[x], payoff=-((x - theta) ** 2) - 5 * y * theta, sees=[theta])
    guesses = Player("B", decides=[y], payoff=-((y - theta) ** 2))
    with pytest.raises(NoInteriorOptimum, match="no affine law of nonzero slope meets both"):
        solve(Game(players=[knows, guesses], order=["A", "B"]))


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12))])
def test_random_games_against_best_replies(seed: int) -> None:
    drawn = random_revealing_game(seed)
    assert drawn.largest_error_where_revealed(solve(drawn.game, at={}), seed) < 1e-9


def test_a_first_decision_that_hardly_moves_is_compared_as_finely() -> None:
    """It moves by 0.0007 for each unit of its signal; an answer that overlooks a thousandth of that is seen."""
    drawn = random_revealing_game(71078)
    found = solve(drawn.game, at={})
    first = drawn.game.stages[0].decisions[0]
    weight = sp.diff(found.responses["x_P1"], first) / 1000
    moved = replace(found, responses={**found.responses, "x_P1": found.responses["x_P1"] + weight * (first - 35)})
    assert drawn.largest_error_where_revealed(found, 0) < 1e-9
    assert drawn.largest_error_where_revealed(moved, 0) > 1e-6


def test_the_audit_does_not_accuse_who_infers() -> None:
    """After another price than that of the equilibrium retailers are misled, and worlds would show that as a gain."""
    audited = audit(li(2, 1).at(a=10, V=4, s=1))
    assert audited.evidence.established
    assert max(move.low for move in audited.audits[-1].moves) <= 0


@pytest.mark.slow
def test_the_audit_sees_a_price_that_is_not_distorted() -> None:
    found = li(2, 1).at(a=10, V=4, s=1)
    plain = replace(found, responses={**found.responses, "w": 5 + found.game.signals[0] / 4})
    assert max(move.low for move in audit(plain).audits[-1].moves) > 1e-3


@pytest.mark.slow
def test_whether_to_tell_a_maker_whose_price_tells_others() -> None:
    """The first retailer keeps its signal to itself; the maker, whose price then tells nothing, may be glad of it."""
    told, kept = li(2, 1), li(2, 0)
    choice = solve(Choice(by="R1", among={"keep": kept.game, "tell": told.game}))
    assert choice.at(a=10, V=1, s=1).mode == "keep"
    at = [{"a": 10, "V": variance, "s": 1} for variance in (1, 20)]
    assert [told.at(point)["M"] > kept.at(point)["M"] for point in at] == [False, True]
