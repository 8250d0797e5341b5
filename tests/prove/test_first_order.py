"""Games that nobody has solved among what is given: signs against equilibria found by bisection or in closed form."""

from __future__ import annotations

import random
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from sympy import And

from lsec_models import Game, Player, decisions, others, parameters, solve
from lsec_models.errors import ClaimError
from lsec_models.games.laws import uniform
from lsec_models.games.static.chance.random_symbol import random as drawn
from lsec_models.prove import decreasing, increasing, independent, prove, to_smt2, verify
from lsec_models.prove.coq.theorem import theorem_of
from lsec_models.prove.results.verdicts import Mixed, Proved, Refuted, Undecided
from lsec_models.prove.statements.claims import Slope
from strategies import examples

a, c, k, r, t = parameters("a c k r t", positive=True)
c_1, c_2 = parameters("c_1 c_2", positive=True)
x, y, q_1, q_2 = decisions("x y q_1 q_2", positive=True)
z = decisions("z", real=True)


def effort(decision: Any = x, more: Any = 0) -> Game:
    """A streamer whose effort solves a polynomial of degree five."""
    payoff = r * decision / (1 + decision) - k * decision**4 / 4 - (c + more) * decision
    return Game(players=[Player("streamer", decides=[decision], payoff=payoff)])


DUOPOLY = Game(
    players=[
        Player("A", decides=[q_1], payoff=(a - q_1 - q_2) * q_1 - c_1 * q_1**4),
        Player("B", decides=[q_2], payoff=(a - q_1 - q_2) * q_2 - c_2 * q_2**4),
    ]
)
PROVED: dict[str, tuple[Any, list[Any]]] = {
    "effort rises in its return": (increasing(x, r), [effort()]),
    "effort falls in its cost": (decreasing(x, c), [effort()]),
    "effort falls in convexity": (decreasing(x, k), [effort()]),
    "the envelope": (increasing(effort().players[0].payoff, r), [effort()]),
    "what is not in the game does not move it": (independent(x, t), [effort()]),
    "a tax lowers effort": (x > y, [effort(), effort(y, t)]),
    "a cost lowers the own quantity": (decreasing(q_1, c_1), [DUOPOLY]),
    "and raises that of the rival": (increasing(q_2, c_1), [DUOPOLY]),
    "together they sell less": (decreasing(q_1 + q_2, c_1), [DUOPOLY]),
    "the rival gains": (increasing((a - q_1 - q_2) * q_2 - c_2 * q_2**4, c_1), [DUOPOLY]),
}


@pytest.mark.parametrize("name", PROVED)
def test_proved_without_a_formula(name: str) -> None:
    claim, assumed = PROVED[name]
    verdict = prove(claim, assumed, engines=False)
    assert isinstance(verdict, Proved), verdict
    assert verdict.claim == claim
    assert verify(verdict.certificate, claim, assumed).exact
    assert theorem_of(verdict.certificate).as_written is not bool(claim.atoms(Slope))


def test_a_slope_along_an_equilibrium_is_not_zero_for_coq() -> None:
    """Its words read as a derivative that holds decisions fixed, of which a theorem would say that zero is zero."""
    verdict = prove(sp.Ge(increasing(x, r).lhs, 0, evaluate=False), [effort()], engines=False)
    theorem = theorem_of(verdict.certificate)
    assert not theorem.as_written
    assert "x moves with r, by conditions that are given" in theorem.body
    assert "dx_dr" in theorem.body


def test_effort_found_by_bisection_moves_as_proved() -> None:
    draw = random.Random(3)
    for _ in range(50):
        at = {name: draw.uniform(0.1, 3) for name in "rck"} | {"t": 0.1}
        at["r"] += at["c"] + 0.2

        def root(**values: float) -> float:
            return brentq(lambda e: values["r"] / (1 + e) ** 2 - values["k"] * e**3 - values["c"] - values["t"], 0, 50)

        low = root(**at)
        assert root(**at | {"r": at["r"] + 0.01}) > low
        assert root(**at | {"c": at["c"] + 0.01}) < low
        assert root(**at | {"k": at["k"] + 0.01}) < low
        assert root(**at | {"t": 0.0}) > low


def test_quantities_found_by_best_replies_move_as_proved() -> None:
    def played(first: float, second: float) -> tuple[float, float]:
        one = two = 0.1
        for _ in range(60):
            one = brentq(lambda q, rival=two: 3 - 2 * q - rival - 4 * first * q**3, 0, 3)
            two = brentq(lambda q, rival=one: 3 - 2 * q - rival - 4 * second * q**3, 0, 3)
        return one, two

    for first, second in ((0.2, 0.5), (1.0, 0.3), (2.0, 2.0)):
        (one, two), (less, more) = played(first, second), played(first + 0.01, second)
        assert less < one
        assert more > two
        assert less + more < one + two


@examples(8)
@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(1, 4), st.integers(1, 4))
def test_signs_are_those_of_the_closed_form(ours: int, theirs: int, own: int, other: int) -> None:
    """Quadratic games have a formula, whose derivative has the sign that is proved or refuted without it."""
    u, v = decisions("u v", real=True)
    game = Game(
        players=[
            Player("A", decides=[u], payoff=(a + ours * v) * u - own * u**2 / 2),
            Player("B", decides=[v], payoff=(1 + theirs * u) * v - other * v**2 / 2),
        ]
    )
    if own * other == ours * theirs:
        return
    slope = sp.diff(solve(game)["u"], a)
    verdict = prove(increasing(u, a), [game], engines=False)
    assert isinstance(verdict, Proved if slope > 0 else Refuted)


def test_what_is_singular_is_no_counterexample() -> None:
    """With s = 1 each answers the other one for one, and nothing says how they move."""
    s, (u, v) = parameters("s", positive=True), decisions("u v", real=True)
    game = Game(
        players=[
            Player("A", decides=[u], payoff=a * u - (u - s * v) ** 2 / 2),
            Player("B", decides=[v], payoff=-((v - s * u) ** 2) / 2),
        ]
    )
    assert isinstance(prove(increasing(u, a), [game, s < 1]), Proved)
    verdict = prove(increasing(u, a), [game])
    assert isinstance(verdict, Mixed)
    assert verdict.counterexample["s"] > 1


def test_a_game_that_has_no_interior_equilibrium_is_contradictory() -> None:
    game = Game(players=[Player("A", decides=[x], payoff=-x * (1 + c + x))])
    assert prove(increasing(x, c), [game]).status == "contradictory"


def peaks(tilt: Any) -> Game:
    """With a tilt of one side, the higher of two peaks is on that side."""
    return Game(players=[Player("A", decides=[z], payoff=-(z**4) + 2 * z**2 + tilt * z)])


def test_a_lower_peak_refutes_nothing() -> None:
    """At each equilibrium z > 1; at the lower peak, which is none, z < 0."""
    verdict = prove(z > 0, [peaks(r)], engines=False)
    assert isinstance(verdict, Undecided)
    assert "that nobody gains by moving far from there is not shown" in verdict.words()


def test_a_claim_that_holds_at_a_lower_peak_alone_is_refuted() -> None:
    verdict = prove(z < 0, [peaks(r), z**2 > z], engines=False)
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample["z"] > 1


@pytest.mark.slow
def test_a_failure_at_a_point_with_better_decisions_far_away_has_no_instance() -> None:
    """Beside the pole the payoff is as high as one likes, so that the other peak is not an equilibrium."""
    game = Game(players=[Player("A", decides=[x], payoff=-((x - 1) ** 2) + 1 / (x - 9) ** 2)])
    verdict = prove(x > 2, [game, x < 8], effort="quick", engines=False)
    assert isinstance(verdict, Refuted | Undecided)
    assert not getattr(verdict, "counterexample", None)


def test_symbols_are_known_by_name() -> None:
    assert prove(increasing(sp.Symbol("x"), sp.Symbol("r")), [effort()], engines=False)
    assert isinstance(prove(independent(x, sp.Symbol("r", real=True)), [effort()], engines=False), Refuted)


def test_names_of_slopes_do_not_meet() -> None:
    """The slope of x in y_dz and that of x_dy in z would both be dx_dy_dz, which may be taken too."""
    (x_dy,), (y_dz, s) = [decisions("x_dy", positive=True)], parameters("y_dz z", positive=True)
    game = Game(
        players=[
            Player("A", decides=[x], payoff=x * (y_dz + s - x)),
            Player("B", decides=[x_dy], payoff=x_dy * (a - y_dz - 2 * s - x_dy)),
        ]
    )
    claim = And(increasing(x, y_dz), decreasing(x_dy, s))
    assert isinstance(prove(claim, [game, sp.Symbol("dx_dy_dz", real=True) < -7], engines=False), Proved)


def test_own_cost_where_firms_are_alike() -> None:
    assert isinstance(prove(decreasing(q_1, c_1), [DUOPOLY, sp.Eq(c_1, c_2)], engines=False), Proved)


def test_solvers_of_others_are_asked_the_same() -> None:
    assert "dx_dr" in to_smt2(increasing(x, r), [effort()])


XI = drawn("xi", uniform(0, 1))
TWO = [Player("A", decides=[x], payoff=x * (a - x - y)), Player("B", decides=[y], payoff=y * (a - x - y))]
REFUSED: dict[str, tuple[Any, list[Any], str]] = {
    "stages": (increasing(x, a), [Game(players=TWO, order=["A", "B"])], r"has 2 stages.*one stage"),
    "copies": (
        increasing(x, a),
        [Game(players=[Player("A", decides=[x], payoff=x * (a - x - others(x)), copies=3)])],
        "more than players who decide",
    ),
    "chance": (
        increasing(x, a),
        [Game(players=[Player("A", decides=[x], payoff=x * (a * XI - x))])],
        "more than players who decide",
    ),
    "no rational functions": (
        increasing(x, a),
        [Game(players=[Player("A", decides=[x], payoff=a * sp.log(1 + x) - x)])],
        "not rational functions; give slopes as parameters",
    ),
    "one name twice": (x > c, [effort(), effort(more=t)], "two games have a decision called x; give it another name"),
    "a slope in a decision": (increasing(x * r, x), [effort()], "x is a decision; ask how something moves"),
    "what nobody decides": (independent(y, r), [effort()], "nobody decides y in what is given; known decisions: x"),
    "a claim about another decision": (y > x, [effort()], "the claim speaks of y"),
    "what an equation defines": (independent(t, r), [effort(), sp.Eq(t, x * r)], "ties t to r by equations"),
    "what an equation alone defines": (independent(t, r), [sp.Eq(t, 2 * r)], "ties t to r by equations"),
    "linear payoffs": (
        x > c,
        [Game(players=[Player("A", decides=[x], payoff=r * x)])],
        "payoff of A is nowhere strictly concave in x",
    ),
    "seven decisions": (
        a > 0,
        [Game(players=[Player("A", decides=(v := decisions("v_1:8")), payoff=-sum(d**2 for d in v))])],
        "has 7 decisions.*at most 6",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_what_to_do(name: str) -> None:
    claim, assumed, words = REFUSED[name]
    with pytest.raises(ClaimError, match=words):
        prove(claim, assumed)
