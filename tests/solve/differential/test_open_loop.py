"""Open-loop equilibria: second-order tests, bounds that bind, leadership by commitment, and what is stated of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad
from scipy.optimize import brentq

from families.differential import Shape, drawn
from grids.open_loop import extrapolated, gain
from lsec_models import Player, decisions, parameters
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import DeclarationError, NoInteriorOptimum, NoStabilisingSolution, OutsideDomain
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.differential.dispatch import solve_differential
from lsec_models.solve.differential.open_loop.lemke import complementary

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


# ---- bounds --------------------------------------------------------------------------------------------------------


def resource(rate: object) -> DifferentialGame:
    return DifferentialGame(
        states={s: -w},
        players=[Player("owner", decides=[w], payoff=w - w**2 / 2)],
        discount=rate,  # type: ignore[arg-type]
        initial={s: 1},
        horizon=5,
        information="open_loop",
    )


def test_a_resource_that_runs_out_at_the_end():
    found = solve_differential(resource(0), at={})
    times = np.linspace(0, 5, 11)
    assert found.path("w", times) == pytest.approx(0.2, abs=1e-9)
    assert found.path("s", 5.0) == pytest.approx(0, abs=1e-9)
    assert found.payoffs["owner"] == pytest.approx(0.9, rel=1e-9)


@pytest.mark.parametrize("rate", ["1/10", "3/10", "2"])
def test_a_resource_under_discounting(rate):
    """``w = max(0, 1 - mu exp(rt))``, in total 1."""
    r = float(sp.Rational(rate))

    def left(mu: float) -> float:
        stop = min(5.0, -np.log(mu) / r)
        return stop - mu * np.expm1(r * stop) / r - 1

    mu = brentq(left, 1e-9, 1 - 1e-9)
    found = solve_differential(resource(sp.Rational(rate)), at={})
    times = np.linspace(0, 5, 41)
    assert found.path("w", times) == pytest.approx(np.maximum(0, 1 - mu * np.exp(r * times)), abs=1e-5)
    assert found.path("s", times).min() > -1e-6
    worth, _ = quad(lambda t: np.exp(-r * t) * (1 - (mu * np.exp(r * t)) ** 2) / 2, 0, min(5.0, -np.log(mu) / r))
    assert found.payoffs["owner"] == pytest.approx(worth, rel=1e-6)


def test_a_stock_that_hurts_and_grows():
    game = DifferentialGame(
        states={x: w + sp.Rational(3, 10) * x},
        players=[Player("one", decides=[w], payoff=-x - w**2 / 2)],
        discount=tenth,
        initial={x: 2},
        horizon=5,
        information="open_loop",
    )
    found = solve_differential(game, at={})
    times = np.linspace(0, 5, 6)
    assert found.path("w", times) == pytest.approx(0, abs=1e-12)
    assert found.path("x", times) == pytest.approx(2 * np.exp(0.3 * times), rel=1e-7)
    assert found.payoffs["one"] == pytest.approx(-2 * np.expm1(0.2 * 5) / 0.2, rel=1e-7)


def test_a_decision_at_its_bound_for_ever():
    """The second player would rather undo what the first one does, but cannot."""
    game = DifferentialGame(
        states={x: w + z - x / 10},
        players=[
            Player("one", decides=[w], payoff=x - w**2 / 2),
            Player("two", decides=[z], payoff=20 * x - x**2 - z**2 / 2),
        ],
        discount=tenth / 2,
        initial={x: 0},
        information="open_loop",
    )
    found = solve_differential(game, at={})
    assert found.path("w", [0, 5, 50]) == pytest.approx(20 / 3, rel=1e-6)
    assert found.payoffs["one"] == pytest.approx(4000 / 9, rel=1e-6)
    assert found.payoffs["two"] == pytest.approx(-800000 / 27, rel=1e-6)
    assert found.evidence.status(About.EXISTS) is Status.CHECKED


def test_a_decision_that_must_be_positive_does_not_rest():
    strict = decisions("p", positive=True)
    game = DifferentialGame(
        states={x: strict},
        players=[Player("one", decides=[strict], payoff=-x - strict**2 / 2)],
        discount=tenth,
        initial={x: 1},
        horizon=2,
        information="open_loop",
    )
    with pytest.raises(NoInteriorOptimum, match=r"p is .* at time"):
        solve_differential(game, at={})
    with pytest.raises(NoInteriorOptimum):
        solve_differential(game)


def test_states_that_somebody_else_would_have_to_keep_above_zero():
    game = DifferentialGame(
        states={s: -w - z},
        players=[
            Player("one", decides=[w], payoff=w - w**2 / 2),
            Player("two", decides=[z], payoff=z - z**2 / 2),
        ],
        discount=tenth,
        initial={s: 1},
        horizon=5,
        information="open_loop",
    )
    with pytest.raises(NoInteriorOptimum, match=r"s falls below zero at about time 0\.\d.*2 deciders move it"):
        solve_differential(game, at={})


def test_each_its_own_resource():
    """Two owners who sell to one market, each with a stock of its own: symmetric, and both run out at the end."""
    own = states("b", nonnegative=True)
    price = 1 - (w + z) / 2
    game = DifferentialGame(
        states={s: -w, own: -z},
        players=[Player("one", decides=[w], payoff=price * w), Player("two", decides=[z], payoff=price * z)],
        discount=0,
        initial={s: 1, own: 1},
        horizon=5,
        information="open_loop",
    )
    found = solve_differential(game, at={})
    assert found.path("w", [0, 2, 5]) == pytest.approx(0.2, abs=1e-8)
    assert found.payoffs == pytest.approx({"one": 0.8, "two": 0.8}, rel=1e-8)


# ---- stocks that rest at zero on the way ---------------------------------------------------------------------------


def stored(*stocks: sp.Symbol, horizon: object = 3, rate: object = 0) -> DifferentialGame:
    """Each produces what is bought, one a year, or takes it from a stock of its own that costs to keep."""
    made = (u, v)[: len(stocks)]
    return DifferentialGame(
        states={stock: one - 1 for stock, one in zip(stocks, made, strict=True)},
        players=[
            Player(f"owner of {stock}", decides=[one], payoff=-(one**2) / 2 - stock)
            for stock, one in zip(stocks, made, strict=True)
        ],
        discount=rate,  # type: ignore[arg-type]
        initial=dict.fromkeys(stocks, sp.Rational(1, 2)),
        horizon=horizon,
        information="open_loop",
    )


@pytest.mark.slow
@pytest.mark.parametrize("owners", [1, 2])
def test_a_stock_that_is_used_up_and_stays_so(owners):
    """Production rises by one a year to what is bought; then the stock of 1/2 is used up, after one year.

    In that year production costs 1/6 and the stock 1/6, then production 1/2 a year.
    """
    stocks = states("s k", nonnegative=True)[:owners]
    found = solve_differential(stored(*stocks), at={})
    times = np.array([0.1, 0.5, 0.9, 1.5, 2.5, 2.9])
    for stock, one in zip(stocks, (u, v), strict=False):
        assert found.payoffs[f"owner of {stock}"] == pytest.approx(-4 / 3, rel=1e-5)
        assert found.path(one.name, times) == pytest.approx(np.minimum(times, 1), abs=0.01)
        assert found.path(stock.name, times) == pytest.approx(np.maximum(1 - times, 0) ** 2 / 2, abs=1e-4)
    assert found.evidence.status(About.OPTIMAL) is Status.PROVED
    assert found.evidence.status(About.EXISTS) is (Status.PROVED if owners == 1 else Status.CHECKED)
    assert found.evidence.status(About.TRANSVERSALITY) is Status.CHECKED


def test_a_stock_that_nobody_can_keep():
    game = replace(
        stored(s), states={s: -w - 1}, order=None, players=[Player("owner", decides=[w], payoff=w - w**2 / 2 - s)]
    )
    with pytest.raises(NoInteriorOptimum, match="no decisions keep all stocks from falling below zero"):
        solve_differential(game, at={})


@pytest.mark.slow
@pytest.mark.parametrize(("owners", "decay"), [(1, 0), (1, tenth), (2, tenth)])
def test_a_stock_at_its_bound_for_ever(owners, decay):
    """Production rises until the store is empty, then it is what is bought, for ever; without decay nothing else rests.

    The price of the store rises by ``(r + decay) price + 1``, and is one when the store is empty.
    """
    stocks, made = states("s k", nonnegative=True)[:owners], (u, v)
    game = replace(
        stored(*stocks, horizon=None, rate=tenth),
        states={stock: one - 1 - decay * stock for stock, one in zip(stocks, made, strict=False)},
    )
    found = solve_differential(game, at={})
    rate = 0.1 + float(decay)

    def price(time: float, empty: float) -> float:
        return (1 + 1 / rate) * np.exp(rate * (time - empty)) - 1 / rate

    def store(time: float, empty: float) -> float:
        added = quad(lambda t: np.exp(float(decay) * (t - time)) * (price(t, empty) - 1), 0, time)[0]
        return 0.5 * np.exp(-float(decay) * time) + added

    empty = brentq(lambda time: store(time, time), 0.1, 5)
    worth, _ = quad(lambda t: np.exp(-0.1 * t) * (-(price(t, empty) ** 2) / 2 - store(t, empty)), 0, empty)
    worth -= np.exp(-0.1 * empty) / 2 / 0.1
    times = np.array([0.1, 0.5, 0.8, 1.5, 10.0])
    for stock, one in zip(stocks, made, strict=False):
        assert found.payoffs[f"owner of {stock}"] == pytest.approx(worth, rel=1e-4)
        path = [price(t, empty) if t < empty else 1.0 for t in times]
        assert found.path(one.name, times) == pytest.approx(path, abs=0.01)
        assert found.path(stock.name, [1.5, 10.0, found.until]) == pytest.approx(0, abs=1e-4)
    assert found.evidence.status(About.OPTIMAL) is Status.PROVED
    assert found.evidence.status(About.EXISTS) is Status.CHECKED
    assert found.evidence.status(About.STABLE) is Status.CHECKED


@pytest.mark.slow
def test_nothing_comes_to_rest_but_at_a_bound():
    """Who would take away for ever what hurts, but cannot, leaves it as it is: the stock is worth ``-x / r``."""
    game = DifferentialGame(
        states={x: w},
        players=[Player("one", decides=[w], payoff=-x - w**2 / 2)],
        discount=tenth,
        initial={x: 2},
        information="open_loop",
    )
    found = solve_differential(game, at={})
    assert found.payoffs["one"] == pytest.approx(-20, rel=1e-4)
    assert found.path("w", [0, 1, 20]) == pytest.approx(0, abs=1e-9)
    assert found.evidence.status(About.OPTIMAL) is Status.PROVED
    with pytest.raises(NoStabilisingSolution, match="no steady state"):
        solve_differential(
            replace(game, players=[Player("one", decides=[u], payoff=-x - u**2 / 2)], states={x: u}), at={}
        )


def test_a_stock_that_nobody_can_keep_for_ever():
    """What is asked for is more than can be kept, and the first date at which a stock would be negative is named."""
    game = replace(
        stored(s, horizon=None, rate=tenth),
        states={s: -w - 1 - s / 10},
        order=None,
        players=[Player("owner", decides=[w], payoff=w - w**2 / 2 - s)],
    )
    with pytest.raises(NoInteriorOptimum, match=r"s falls below zero at about time 0\.\d.*no decisions keep all"):
        solve_differential(game, at={})


@pytest.mark.slow
def test_random_stocks_at_bounds_for_ever_are_those_of_the_grid():
    for seed in (0, 4, 5):
        game = drawn(Shape(players=1, endless=True, bounded=True, stocks_bounded=True), seed)
        if seed == 5:
            with pytest.raises(NoInteriorOptimum, match="x0 falls below zero at about time"):
                solve_differential(game.declared, at={})
            continue
        found, known = solve_differential(game.declared, at={}), extrapolated(game.grid, 120)
        assert known is not None
        assert list(found.payoffs.values()) == pytest.approx(list(known.payoffs), rel=0.003), seed


@pytest.mark.slow
def test_random_stocks_at_bounds_are_those_of_the_grid():
    """One decider, one stock or two: nobody else's method finds more, or anything better."""
    for seed in (8, 16, 18):
        game = drawn(Shape(players=1, stocks=2, bounded=True, stocks_bounded=True), seed)
        if seed == 16:
            with pytest.raises(NoInteriorOptimum, match="no decisions keep all stocks"):
                solve_differential(game.declared, at={})
            continue
        found, known = solve_differential(game.declared, at={}), extrapolated(game.grid, 40)
        assert known is not None
        assert "grid of dates" in str(found.evidence)
        assert list(found.payoffs.values()) == pytest.approx(list(known.payoffs), rel=0.002), seed
        assert gain(game.grid, [partial(found.path, d.name) for d in game.declared.decisions], 40) < 0.002, seed


@pytest.mark.parametrize("seed", range(20))
def test_complementary_vectors(seed):
    """Of random positive semidefinite matrices with skew parts, as first-order conditions with prices have them."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 12)), int(rng.integers(0, 6))
    root, rows = rng.standard_normal((n, n)), rng.standard_normal((m, n))
    matrix = np.block([[root @ root.T + 0.1 * np.eye(n), -rows.T], [rows, np.zeros((m, m))]])
    inside = rng.uniform(0, 2, n)
    constant = np.concatenate([3 * rng.standard_normal(n), rng.uniform(0, 1, m) - rows @ inside])
    value = complementary(matrix, constant)
    assert value is not None
    force = matrix @ value + constant
    assert value.min() >= -1e-9
    assert force.min() >= -1e-8
    assert np.abs(value * force).max() < 1e-8


def test_a_problem_without_a_solution():
    assert complementary(np.array([[0.0]]), np.array([-1.0])) is None


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
