"""Open-loop equilibria: second-order tests, leadership by commitment, random games, and textbooks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import sympy as sp

from families.differential import Shape, drawn
from grids.open_loop import extrapolated, gain
from lsec_models import Player, decisions, parameters
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import DeclarationError, NoInteriorOptimum, OutsideDomain
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.differential.dispatch import solve_differential

x, y = states("x y")
s = states("s", nonnegative=True)
u, v = decisions("u v", real=True)
w, z = decisions("w z")
tenth = sp.Rational(1, 10)


def rising(horizon: object, **changes: object) -> DifferentialGame:
    """Payoffs rise with the square of the stock: bounded for less than half of pi."""
    declared: dict[str, object] = {
        "states": {x: u},
        "players": [Player("one", decides=[u], payoff=(x**2 - u**2) / 2)],
        "discount": 0,
        "initial": {x: 1},
        "horizon": horizon,
        "information": "open_loop",
    }
    return DifferentialGame(**(declared | changes))  # type: ignore[arg-type]


# ---- second-order tests --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("horizon", [sp.Rational(1571, 1000), 2, 3, 4, 8])
def test_horizons_beyond_the_free_end_riccati_equation(horizon):
    """Between half of pi and pi there is no conjugate point; the end of the stock is free, and gains have no bound."""
    with pytest.raises(NoInteriorOptimum, match=r"'one' gains without bound.*1\.5708 before the end"):
        solve_differential(rising(horizon), at={})


@pytest.mark.parametrize("horizon", [1, sp.Rational(157, 100)])
def test_horizons_within(horizon):
    found = solve_differential(rising(horizon), at={})
    assert found.payoffs["one"] == pytest.approx(float(sp.tan(horizon)) / 2, rel=1e-5)
    assert found.evidence.status(About.OPTIMAL) is Status.VERIFIED
    assert found.evidence.status(About.COMPLETE) is Status.VERIFIED
    assert not found.evidence.established


def test_several_stocks_that_escape_at_once():
    """The determinant does not change its sign, which proves nothing; nothing is stated."""
    game = rising(
        2, states={x: u, y: v}, players=[Player("one", decides=[u, v], payoff=x**2 - u**2 + y**2 - v**2)],
        initial={x: 1, y: 1},
    )  # fmt: skip
    with pytest.raises(NoInteriorOptimum, match=r"not resolved.*further than 1\.5708 before the end"):
        solve_differential(game, at={})


def test_joint_optimum_is_tested_too():
    game = rising(2, players=[Player("one", decides=[u], payoff=x**2 - u**2), Player("two", decides=[], payoff=0 * x)])
    with pytest.raises(NoInteriorOptimum, match=r"'one \+ two' gains without bound"):
        solve_differential(replace(game, order=None, cooperative=True), at={})


def test_second_order_test_is_each_players_own():
    """Together they could gain without bound; each alone, the other's path given, could not."""
    keen = [Player(name, decides=[d], payoff=x**2 / 2 - d**2) for name, d in (("one", u), ("two", v))]
    game = rising(2, states={x: u + v}, players=keen)
    nash = solve_differential(game, at={})
    assert nash.evidence.status(About.OPTIMAL) is Status.VERIFIED
    with pytest.raises(NoInteriorOptimum, match="gains without bound"):
        solve_differential(game.as_cooperative(), at={})


@pytest.mark.slow
@pytest.mark.parametrize(("curve", "bounded"), [("1", True), ("109/100", True), ("11026/10000", False)])
def test_endless_horizons(curve, bounded):
    """``x' = u - x`` at the rate 1/10: the stock settles up to the curve 1.1; gains are bounded up to (1 + 1/20)**2."""
    flow = (sp.Rational(curve) * x**2 - u**2) / 2
    game = rising(None, states={x: u - x}, players=[Player("one", decides=[u], payoff=flow)], discount=tenth)
    if bounded:
        assert solve_differential(game, at={}).evidence.status(About.OPTIMAL) is Status.PROVED
    else:
        with pytest.raises(NoInteriorOptimum, match="gains without bound"):
            solve_differential(game, at={})


def test_decisions_with_bounds_are_not_said_to_gain():
    """Where decisions have bounds, a payoff that is not concave may still have a maximum: nothing is stated."""
    game = rising(2, states={x: w}, players=[Player("one", decides=[w], payoff=(x**2 - w**2) / 2)])
    kept = rising(2, states={s: u}, players=[Player("one", decides=[u], payoff=(s**2 - u**2) / 2)], initial={s: 1})
    for one in (game, kept):
        with pytest.raises(NoInteriorOptimum, match="not resolved"):
            solve_differential(one, at={})


@pytest.mark.slow
def test_several_stocks_without_an_end():
    """What is gained until a date may be lost after it, where another stock hurts: no gain without bound is stated."""
    flow = 3 * x**2 - 5 * y**2 - u**2
    game = rising(
        None,
        states={x: u - x, y: x - y},
        players=[Player("one", decides=[u], payoff=flow)],
        discount=tenth,
        initial={x: 1, y: 0},
    )
    with pytest.raises(NoInteriorOptimum, match=r"not resolved.*not known to be concave"):
        solve_differential(game, at={})


@pytest.mark.parametrize("flow", [-(x**2), x - u * x, u**2 - x**2])
def test_decisions_without_a_convex_cost(flow):
    with pytest.raises(NoInteriorOptimum, match=r"not resolved.*not strictly concave in its own decisions"):
        solve_differential(rising(1, players=[Player("one", decides=[u], payoff=flow)]), at={})


def test_rates_that_are_not_positive_where_play_never_ends():
    rate = parameters("rate", real=True)
    game = rising(None, players=[Player("one", decides=[u], payoff=-(x**2) - u**2)], discount=rate)
    with pytest.raises(OutsideDomain, match="discount rate of 'one' is not positive"):
        solve_differential(game, at={"rate": 0})


# ---- leadership ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_leader_who_commits():
    """Against the leader's best path on a grid, the follower's answer inserted."""
    game = drawn(Shape(led=True), 5)
    found, known = solve_differential(game.declared, at={}), extrapolated(game.grid)
    assert list(found.payoffs.values()) == pytest.approx(list(known.payoffs), rel=2e-3)
    nash = solve_differential(replace(game.declared, order=None), at={})
    assert found.payoffs["p0"] > nash.payoffs["p0"]
    assert "time-inconsistent" in str(found.evidence)


@pytest.mark.slow
def test_commitment_is_no_burden_where_stocks_do_not_enter_decisions():
    """In linear-state games the announced path is what the leader would choose at every date."""
    game = drawn(Shape(led=True, linear=True), 3).declared
    committed = solve_differential(game, at={})
    feedback = solve_differential(replace(game, information="feedback"), at={})
    assert dict(committed.payoffs) == pytest.approx(dict(feedback.payoffs), rel=1e-6)
    assert "inconsistent" not in str(committed.evidence)


def test_leadership_that_is_not_solved():
    game = drawn(Shape(led=True, players=3), 1).declared
    with pytest.raises(DeclarationError, match="one leader and followers who answer at once"):
        solve_differential(replace(game, order=["p0", "p1", "p2"]), at={})
    with pytest.raises(DeclarationError, match="neither; use information"):
        solve_differential(
            replace(
                game,
                players=[replace(p, payoff=p.payoff - states("x0") ** 4) for p in game.players],
                order=["p0", ("p1", "p2")],
            ),
            at={},
        )


def test_followers_with_bounds_leave_the_leader_open():
    game = drawn(Shape(led=True, bounded=True, linear=True), 0).declared
    fond = [replace(p, payoff=p.payoff + 9 * d) for p, d in zip(game.players, game.decisions, strict=True)]
    found = solve_differential(replace(game, players=fond), at={})
    assert found.evidence.status(About.OPTIMAL) is Status.OPEN
    assert "candidate" in repr(found)


# ---- random games --------------------------------------------------------------------------------------------------

SHAPES = {
    "Nash": Shape(),
    "two stocks": Shape(stocks=2),
    "bounds": Shape(bounded=True),
    "growing": Shape(growing=True, bounded=True),
    "indefinite": Shape(indefinite=True),
    "resource": Shape(players=1, bounded=True, stocks_bounded=True),
    "cooperation": Shape(together=True, bounded=True),
    "leadership": Shape(led=True),
}


@pytest.mark.slow
@pytest.mark.parametrize("family", SHAPES)
def test_random_games_against_the_grid(family):
    judged = [_judged(SHAPES[family], seed) for seed in range(4)]
    assert judged.count(True) >= 2


def _judged(shape: Shape, seed: int) -> bool:
    """Require that a stated equilibrium is the grid's; return whether there was something to compare."""
    game = drawn(shape, seed)
    try:
        found = solve_differential(game.declared, at={})
    except NoInteriorOptimum:
        return False
    known = extrapolated(game.grid, 40)
    if known is None or known.apart > 2e-3:
        return False
    assert list(found.payoffs.values()) == pytest.approx(list(known.payoffs), abs=1e-2 * np.abs(known.payoffs).max())
    if game.grid.leader is None:
        assert gain(game.grid, [partial(found.path, d.name) for d in game.declared.decisions], 40) < 2e-3
    return True


# ---- textbooks -----------------------------------------------------------------------------------------------------


def test_fershtman_and_kamien_1987():
    """Sticky prices: output is where ``u = (p - c) (r + s) / (r + 2 s)``, between competition and Cournot."""
    rate, speed, choke, cost = sp.Rational(1, 10), sp.Rational(1, 2), 10, 2
    price = states("p")
    game = DifferentialGame(
        states={price: speed * (choke - w - z - price)},
        players=[Player(f"firm {d}", decides=[d], payoff=(price - cost) * d - d**2 / 2) for d in (w, z)],
        discount=rate,
        initial={price: 4},
        information="open_loop",
    )
    found = solve_differential(game, at={})
    share = (rate + speed) / (rate + 2 * speed)
    resting = (choke + 2 * share * cost) / (1 + 2 * share)
    assert found.path("p", found.until) == pytest.approx(float(resting), rel=1e-6)
    assert found.path("w", found.until) == pytest.approx(float(share * (resting - cost)), rel=1e-6)
    assert found.evidence.status(About.OPTIMAL) is Status.PROVED, "the Hamiltonian is not concave, the payoff is"
    assert found.evidence.status(About.STABLE) is Status.VERIFIED


def test_transboundary_pollution():
    """Two countries: emissions ``e = A + costate``, the costate at rest ``-b x / (r + delta)`` (Long, 2010)."""
    benefit, damage, rate, decay = 3, sp.Rational(1, 4), sp.Rational(1, 20), sp.Rational(1, 10)
    game = DifferentialGame(
        states={s: w + z - decay * s},
        players=[
            Player(f"country {d}", decides=[d], payoff=benefit * d - d**2 / 2 - damage * s**2 / 2) for d in (w, z)
        ],
        discount=rate,
        initial={s: 1},
        information="open_loop",
    )
    nash, joint = (solve_differential(g, at={}) for g in (game, game.as_cooperative()))
    for found, counted in ((nash, 1), (joint, 2)):
        resting = 2 * benefit * (rate + decay) / (decay * (rate + decay) + 2 * counted * damage)
        assert found.path("s", found.until) == pytest.approx(float(resting), rel=1e-6)
    assert sum(joint.payoffs.values()) > sum(nash.payoffs.values())


@pytest.mark.slow
def test_open_loop_stands_where_the_textbooks_numbers_are():
    """Prices are stickier with feedback, stocks of pollution higher: numbers by hand, at one point of each model."""
    price = states("p")
    sticky = DifferentialGame(
        states={price: 10 - w - z - price},
        players=[Player(f"firm {d}", decides=[d], payoff=(price - 2) * d - d**2 / 2) for d in (w, z)],
        discount=tenth,
        initial={price: 4},
        information="open_loop",
    )
    sold = solve_differential(sticky, at={})
    assert sold.path("p", sold.until) == pytest.approx((10 * 2.1 + 4 * 1.1) / 4.3, rel=1e-6)
    assert sold.path("p", sold.until) == pytest.approx(5.906976744, rel=1e-6)
    (fed,) = solve_differential(replace(sticky, information="feedback"), at={})
    assert float(fed.steady_state["p"]) == pytest.approx(5.455565514, rel=1e-8)
    shared = DifferentialGame(
        states={s: w + z - s / 5},
        players=[Player(f"country {d}", decides=[d], payoff=d - d**2 / 2 - s**2 / 4) for d in (w, z)],
        discount=tenth / 2,
        initial={s: 0},
        information="open_loop",
    )
    apart, together = (solve_differential(game, at={}) for game in (shared, shared.as_cooperative()))
    assert apart.path("s", apart.until) == pytest.approx(0.4761904762, rel=1e-6)
    assert together.path("s", together.until) == pytest.approx(0.243902439, rel=1e-6)
