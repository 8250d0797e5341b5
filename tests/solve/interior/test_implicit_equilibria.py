"""Equilibria in terms of a root: twelve games with a commission, and games that are none, against searches."""

from __future__ import annotations

import random
from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy as sp

from equilibrium_brute_force import check_point
from families.parametric_commissions import CLOSED, POINTS, ROOT, twelve_games
from grids.nested import GridGame
from lsec_models import Game, Player, decisions, parameters, prove, solve
from lsec_models.algebra.numbers.real_roots import real_roots, to_fmpq
from lsec_models.algebra.numbers.root_images import image_of
from lsec_models.errors import NoClosedForm, NoInteriorOptimum, OutsideDomain
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.implicit import ImplicitEquilibrium

GAMES = twelve_games()
BY_A_GRID = "streamer, before the price, with effort"


@pytest.mark.slow
@pytest.mark.parametrize("words", [words for words, one in GAMES.items() if one.answer == ROOT])
def test_a_root_is_the_equilibrium_wherever_it_is_stated(words):
    found = solve(GAMES[words].game)
    assert isinstance(found, ImplicitEquilibrium)
    assert found.evidence.established
    assert found.evidence.status(About.COMPLETE) is Status.PROVED
    # Of three stages the grid takes seconds a point.
    for point in GAMES[words].points(3 if words == BY_A_GRID else 20, seed=5):
        decided = {name: float(value) for name, value in found.numbers_at(_exact(found, point)).items()}
        decided = {d.name: decided[d.name] for d in found.game.decisions}
        if words == BY_A_GRID:
            # Refined grids of three stages leave errors of a tenth of a percent.
            best, stated = _on_a_grid(point, decided["lam"])
            assert best == pytest.approx(stated, rel=3e-3)
            assert stated == pytest.approx(float(found.at(point).payoffs["streamer"]), rel=3e-3)
        else:
            assert not check_point(GAMES[words].declared(point), decided).refuted, (point, decided)


@pytest.mark.slow
@pytest.mark.parametrize("words", [words for words in GAMES if GAMES[words].answer == ROOT and words != BY_A_GRID])
def test_a_root_at_a_point_is_what_the_exact_solver_finds_there(words):
    found = solve(GAMES[words].game)
    # The exact solver takes constraints of the last mover of those they name.
    for point in GAMES[words].points(2, seed=9):
        at_once = solve(GAMES[words].game, at=point)
        if at_once.status == "open":
            continue
        assert dict(at_once.only().decisions) == dict(found.at(point).decisions)


@pytest.mark.slow
@pytest.mark.parametrize("words", [words for words, one in GAMES.items() if one.answer == CLOSED])
def test_a_closed_form_is_a_candidate_that_no_search_refutes(words):
    found = solve(GAMES[words].game)
    for point in GAMES[words].points(20, seed=5):
        decided = {name: float(value) for name, value in found.at(point).decisions.items()}
        assert not check_point(GAMES[words].declared(point), decided).refuted, (point, decided)


@pytest.mark.slow
@pytest.mark.parametrize("words", [words for words, one in GAMES.items() if one.answer == POINTS])
def test_what_is_solved_at_points_has_a_parametric_reason(words):
    one = GAMES[words]
    assert prove(one.claim, given=list(one.given))
    for point in one.points(3, seed=5):
        found = solve(one.game, at=point)
        assert found.status == "found"
        assert found.evidence.established
        for each in found:
            decided = {name: float(value) for name, value in each.decisions.items()}
            assert not check_point(one.declared(point), decided).refuted, (point, decided)


def test_a_quadratic_condition_is_solved_in_closed_form():
    a, c = parameters("a c", positive=True)
    x = decisions("x")
    found = solve(Game(players=[Player("firm", decides=[x], payoff=a * x - c * x**2 - x**3)]))
    root = found.root.closed_form
    assert sp.simplify(root - (sp.sqrt(c**2 + 3 * a) - c) / 3) == 0
    assert found.evidence.established
    assert found.at(a=1, c=1)["x"] == sp.Rational(1, 3)
    assert found.at(a=5, c=1)["x"] == 1


@pytest.mark.slow
def test_random_single_decisions_match_a_search():
    dice = random.Random(3)
    x, b = decisions("x", within=(0, 1)), parameters("b", positive=True)
    grid = np.linspace(0, 1, 200_001)
    stated = 0
    for _ in range(40):
        n = dice.choice([2, 3, 4, 5])
        powers = [dice.randint(-4, 4) for _ in range(n)]
        payoff = b * x * (1 - x) + sum(power * x ** (i + 1) for i, power in enumerate(powers))
        try:
            found = solve(Game(players=[Player("firm", decides=[x], payoff=payoff)]))
        except (NoClosedForm, NoInteriorOptimum):
            continue
        if not isinstance(found, ImplicitEquilibrium) or not found.evidence.established:
            continue
        for value in ("1/7", "3/2", "9", "40"):
            try:
                best = float(found.at(b=value)["x"])
            except OutsideDomain:
                continue
            stated += 1
            earned = sp.lambdify(x, payoff.subs(b, sp.Rational(value)))(grid)
            assert grid[np.argmax(earned)] == pytest.approx(best, abs=1e-4), (payoff, value)
    assert stated > 20


@pytest.mark.slow
def test_random_leaders_and_followers_match_the_exact_solver():
    """What is stated for all parameters is the only equilibrium at points, found there by other means."""
    agreed = established = 0
    for seed in range(1, 130):
        game = _random_game(seed)
        try:
            found = solve(game)
        except (NoClosedForm, NoInteriorOptimum):
            continue
        if not isinstance(found, ImplicitEquilibrium) or not game.parameters or not found.evidence.established:
            continue
        established += 1
        for value in ("1/5", "7/3", "30"):
            try:
                here = found.at(b=value)
            except OutsideDomain:
                continue
            there = solve(game, at={"b": value})
            if there.status == "open":
                continue
            assert dict(there.only().decisions) == dict(here.decisions), (seed, value)
            agreed += 1
    assert established > 7
    assert agreed > 10


def _random_game(seed):
    """Return a leader of any payoff of degree three, and a follower whose payoff is quadratic in its own decision."""
    dice = random.Random(seed)
    b, x, y = parameters("b", positive=True), decisions("x", within=(0, 1)), decisions("y")
    bend = 1 + dice.randint(0, 2) * x if dice.random() < 0.7 else 2 - x * dice.randint(1, 2)
    follows = y * (b * dice.randint(0, 2) + dice.randint(-1, 4) + dice.randint(-4, 4) * x) - y**2 * bend
    leads = dice.randint(-2, 4) * x * y + dice.randint(-3, 3) * y - dice.randint(0, 3) * x**2 + dice.randint(-3, 3) * x
    leads += dice.choice([0, 0, -1, 1]) * x**3 + b * dice.randint(-1, 1) * x + dice.choice([0, 0, 1, -1]) * x * y**2
    constraints = dice.choice([[], [y <= dice.randint(1, 4)], [y <= b], [y <= 1 + x]])
    players = [Player("L", decides=[x], payoff=leads), Player("F", decides=[y], payoff=follows)]
    return Game(players=players, order=["L", "F"], constraints=constraints)


def test_images_of_roots_are_exact():
    dice = random.Random(1)
    for _ in range(60):
        coefficients = [dice.randint(-9, 9) for _ in range(dice.randint(2, 5))] + [dice.randint(1, 9)]
        polynomial = flint.fmpz_poly(coefficients)
        for root in real_roots(polynomial, to_fmpq(Fraction(-20)), to_fmpq(Fraction(20))):
            above, below = (flint.fmpq_poly([dice.randint(-5, 5) for _ in range(4)] + [1]) for _ in range(2))
            try:
                image = image_of(root, above, below)
            except ZeroDivisionError:
                continue
            x = root.narrowed(200).interval[0]
            expected = sum(int(above[i].p) * x**i for i in range(5)) / sum(int(below[i].p) * x**i for i in range(5))
            assert abs(image.narrowed(100).interval[0] - expected) < Fraction(1, 10**12) * (1 + abs(expected)) ** 2


def test_without_a_bound_on_the_price_nobody_answers_at_the_end_and_it_stays_a_candidate():
    a, c = parameters("a c", positive=True)
    lam, p = decisions("lam", within=(0, 1)), decisions("p")
    players = [
        Player("streamer", decides=[lam], payoff=lam * p * (a - p)),
        Player("manufacturer", decides=[p], payoff=((1 - lam) * p - c) * (a - p)),
    ]
    found = solve(Game(players=players, order=["streamer", "manufacturer"], assuming=[a > c]))
    assert not found.evidence.established
    assert found.kind == "candidate"
    assert solve(found.game, at={"a": 10, "c": 2}).status == "none"


def test_what_is_printed_names_the_root_and_its_ends():
    found = solve(GAMES["streamer, before the price"].game)
    assert "where lam_star is the only root of" in str(found)
    assert "in (0, (a - c)/a)" in str(found)
    assert r"\text{ is the only root of }" in found._repr_latex_()
    assert "the only root of" in found._repr_html_()
    with pytest.raises(OutsideDomain):
        found.at(a=1, c=2)


def _exact(found, point):
    return {symbol: point[symbol.name] for symbol in found.game.parameters}


def _on_a_grid(point, stated):
    """Return what the best commission of many, and the stated one, are worth to a streamer who works."""
    a, c, k = (float(point[name]) for name in ("a", "c", "k"))

    def demand(p, e):
        return a - p + e

    def streamer(lam, p, e):
        return lam * p * demand(p, e) - k * e**2 / 2

    def manufacturer(lam, p, e):
        return np.where(demand(p, e) >= -1e-9, ((1 - lam) * p - c) * demand(p, e), -1e9)

    game = GridGame(
        payoffs={"lam": streamer, "p": manufacturer, "e": streamer},
        stages=[["lam"], ["p"], ["e"]],
        lowest={"lam": 0.0, "p": 0.0, "e": 0.0},
    )
    tried = np.append(np.linspace(0, 1, 201), stated)
    worth = streamer(**game.played({"lam": tried}, 1))
    return worth.max(), worth[-1]
