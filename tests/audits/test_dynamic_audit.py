"""The checks of differential games: they agree with equilibria, and see what is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from lsec_models import Player, decisions, parameters
from lsec_models.algebra.domains.symbols import states
from lsec_models.audits.dynamic.dynamic_audit import audit_differential
from lsec_models.audits.dynamic.hjb_residual import hjb_residuals
from lsec_models.audits.dynamic.policy import Policy
from lsec_models.audits.dynamic.simulation import run, simulate
from lsec_models.audits.dynamic.transcription import best_reply
from lsec_models.errors import DeclarationError, ExplosiveSimulation, OutsideDomain, UnknownName
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.frozen import Frozen
from lsec_models.solve.differential.dispatch import solve_differential

r, delta, k, eta, rho_M, rho_S = parameters("r delta k eta rho_M rho_S", positive=True)  # noqa: N816
G, H = states("G H")
q, e, phi = decisions("q e phi")
GOODWILL = DifferentialGame(
    states={G: q + e - delta * G},
    players=[
        Player("manufacturer", decides=[q], payoff=rho_M * G - k * q**2 / 2),
        Player("streamer", decides=[e], payoff=rho_S * G - eta * e**2 / 2),
        Player("platform", decides=[], payoff=G),
    ],
    discount=r,
    report={"effort": q + e},
)
AT = {"r": 0.1, "delta": 0.2, "k": 1, "eta": 2, "rho_M": 2, "rho_S": 1, "G_0": 3}

u, v = decisions("u v", real=True)
x, y = states("x y")
# The second player's effort is worth more to it the more the first one does, so that it matters who moves first.
PURSUIT = DifferentialGame(
    states={x: u + v - delta * x},
    players=[
        Player("one", decides=[u], payoff=-((x - 1) ** 2) - k * u**2),
        Player("two", decides=[v], payoff=-((x - 2) ** 2) - eta * v**2 + u * v),
    ],
    discount=r,
    initial={x: 0},
)
PURSUIT_AT = {"r": 0.1, "delta": 0.3, "k": 1, "eta": 2}
SHARING = DifferentialGame(
    states={G: e - delta * G},
    players=[
        Player("manufacturer", decides=[phi], payoff=rho_M * G - phi * eta * e**2 / 2),
        Player("streamer", decides=[e], payoff=rho_S * G - (1 - phi) * eta * e**2 / 2),
    ],
    order=["manufacturer", "streamer"],
    discount=r,
)


# Steps of the simulation are finite: a best reply to them gains this much, relative, at the very most.
NOTHING = 1e-6


def exponential_mean(start: float, rest: float, rate: float, times: np.ndarray) -> np.ndarray:
    return rest + (start - rest) * np.exp(-rate * times)


# ---- what holds ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("order", ["nash", "cooperation"])
def test_audit_of_a_closed_form(order):
    game = GOODWILL.as_cooperative() if order == "cooperation" else GOODWILL
    audit = audit_differential(solve_differential(game), at=AT, draws=30, pieces=5)
    assert audit.is_exact
    assert audit.simulation_error < 1e-5
    assert audit.largest_gain < NOTHING
    assert {player.player for player in audit.players} == (
        {"manufacturer", "streamer"} if order == "nash" else {"manufacturer + streamer + platform"}
    )
    for player in audit.players:
        assert player.random_gain < 0
        assert player.reply.payoff == pytest.approx(player.value, rel=1e-5), "found from scratch"


@pytest.mark.slow
@pytest.mark.parametrize("order", [[("one", "two")], ["two", "one"]])
def test_audit_of_quadratic_values(order):
    (solution,) = solve_differential(PURSUIT.with_order(order), at=PURSUIT_AT)
    audit = audit_differential(solution, draws=30, pieces=5)
    assert audit.residuals is None
    assert audit.simulation_error < 1e-5
    assert audit.largest_gain < NOTHING


def test_who_leads_matters():
    payoffs = {}
    for order in ([("one", "two")], ["one", "two"], ["two", "one"]):
        (solution,) = solve_differential(PURSUIT.with_order(order), at=PURSUIT_AT)
        payoffs[str(order)] = float(solution.payoffs["one"])
    assert len({round(value, 6) for value in payoffs.values()}) >= 2


@pytest.mark.slow
def test_audit_of_cost_sharing_answers_the_leader():
    """When the leader deviates in its share, the streamer's effort follows at once."""
    at = {name: value for name, value in AT.items() if name != "k"}
    audit = audit_differential(solve_differential(SHARING), at=at, draws=30, pieces=4, bounds={"phi": (0, 0.95)})
    assert audit.is_exact
    assert audit.largest_gain < NOTHING
    leader = audit.players[0]
    assert leader.reply.levels == pytest.approx(0.6, abs=0.01)


@pytest.mark.slow
def test_audit_over_a_finite_horizon():
    solution = solve_differential(PURSUIT.with_horizon(4), at=PURSUIT_AT)
    audit = audit_differential(solution, draws=30, pieces=5)
    assert audit.simulation_error < 1e-5
    assert audit.largest_gain < NOTHING
    closed = solve_differential(GOODWILL.with_horizon(6)).at(AT)
    payoffs = simulate(closed, steps=100).attrs["payoffs"]
    assert payoffs == pytest.approx({name: float(payoff) for name, payoff in closed.payoffs.items()}, rel=1e-6)


@pytest.mark.slow
def test_residuals_of_two_states_and_a_bystander():
    game = DifferentialGame(
        states={G: q - delta * G, H: G + e - 2 * H},
        players=[
            Player("manufacturer", decides=[q], payoff=rho_M * H - k * q**2 / 2),
            Player("streamer", decides=[e], payoff=rho_S * (G + H) - eta * e**2 / 2),
            Player("platform", decides=[], payoff=G - H),
        ],
        discount={"manufacturer": r, "streamer": 2 * r, "platform": r},
    )
    eq = solve_differential(game)
    assert set(hjb_residuals(eq)) == {f"value of {p}" for p in ("manufacturer", "streamer", "platform")} | {
        "choice of q",
        "choice of e",
    }
    assert set(hjb_residuals(eq).values()) == {0}
    at = {"r": 0.1, "delta": 0.3, "k": 1, "eta": 1, "rho_M": 1, "rho_S": 2, "G_0": 1, "H_0": 0}
    point = eq.at(at)
    data = simulate(point, until=20, steps=2000)
    for name in ("G", "H", "q", "payoff flow of platform"):
        path = sp.lambdify(point.time, point.paths[name])(data.time.values)
        assert data[name].values == pytest.approx(path, rel=1e-9), "the closed form of the path"
    assert float(point.speed) == pytest.approx(0.3)


# ---- simulation ----------------------------------------------------------------------------------------------------


def test_simulation_against_the_closed_form():
    point = solve_differential(GOODWILL).at(AT)
    data = simulate(point)
    rest = float(point.steady_state["G"])
    assert data["G"].values == pytest.approx(exponential_mean(3, rest, 0.2, data.time.values), rel=1e-6)
    assert data["effort"].values == pytest.approx(float(point.decisions["q"] + point.decisions["e"]))
    assert data.attrs["payoffs"] == pytest.approx({n: float(p) for n, p in point.payoffs.items()}, rel=1e-6)


def test_explosive_simulation():
    (solution,) = solve_differential(PURSUIT, at=PURSUIT_AT)
    away = replace(solution, responses=Frozen({**solution.responses, "v": 3 * x}))
    with pytest.raises(ExplosiveSimulation, match=r"x leaves every bound by time .* at delta = 3/10, .*not stable"):
        simulate(away, until=50)


@pytest.mark.parametrize(("until", "steps"), [(0, 10), (-1, 10), (np.inf, 10), (1, 0)])
def test_nothing_to_simulate(until, steps):
    with pytest.raises(DeclarationError, match="must be positive and finite"):
        simulate(solve_differential(GOODWILL).at(AT), until=until, steps=steps)


# ---- what does not hold --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_wrong_strategy_is_seen():
    """Ten percent too little effort: the equation, the value and a deviation show it, each by itself."""
    eq = solve_differential(GOODWILL)
    ring = eq.laws["q"].ring
    nine_tenths = eq.laws["q"] - eq.laws["q"] / type(eq.laws["q"]).constant(ring, 10)
    wrong = replace(eq, laws=Frozen({**eq.laws, "q": nine_tenths}), replies=Frozen({**eq.replies, "q": nine_tenths}))
    residuals = hjb_residuals(wrong)
    assert residuals["choice of q"] != 0
    assert residuals["value of streamer"] != 0
    assert residuals["choice of e"] == 0
    audit = audit_differential(wrong, at=AT, draws=30, pieces=5)
    assert not audit.is_exact
    assert audit.simulation_error > 1e-3
    manufacturer, streamer = audit.players
    assert manufacturer.optimised_gain > 0.1
    assert manufacturer.random_gain > 0
    assert streamer.optimised_gain < 1e-5


@pytest.mark.slow
def test_a_wrong_value_is_seen():
    (solution,) = solve_differential(PURSUIT, at=PURSUIT_AT)
    wrong = replace(solution, values=Frozen({name: value + x / 100 + 1 for name, value in solution.values.items()}))
    assert audit_differential(wrong, draws=5, pieces=4).simulation_error > 1e-2


@pytest.mark.slow
def test_a_rival_plays_what_it_may():
    """Affine laws for both: two would take stock away above ten, which its sign forbids, and one gains by it."""
    one, free, two = decisions("u"), decisions("v", real=True), decisions("v")

    def game(other: sp.Symbol) -> DifferentialGame:
        return DifferentialGame(
            states={x: one + other - x / 10},
            players=[
                Player("one", decides=[one], payoff=x - one**2 / 2),
                Player("two", decides=[other], payoff=20 * x - x**2 - other**2 / 2),
            ],
            discount=sp.Rational(1, 20),
            initial={x: 0},
        )

    unbounded = [solution for solution in solve_differential(game(free), at={}) if solution.strategies["v"] != 0]
    false = replace(unbounded[0], game=game(two))
    reply = best_reply(Policy(false), "one", pieces=3)
    assert reply.kept == pytest.approx(187.84481, rel=1e-5)
    assert 250 < reply.payoff - reply.kept < 480.8 - 187.8, "all that one can have against that rival is 480.8"
    assert best_reply(Policy(unbounded[0]), "one", pieces=3).payoff < reply.kept * (1 + NOTHING)
    (right,) = solve_differential(game(two), at={})
    assert audit_differential(right, draws=10, pieces=3).largest_gain < NOTHING


@pytest.mark.slow
def test_no_deviation_drives_a_stock_below_zero():
    """Fish at the price one, caught at most as fast as they are there: catching more than that is not a deviation."""
    fish, catch = states("S", nonnegative=True), decisions("c", real=True)
    game = DifferentialGame(
        states={fish: 1 - fish - catch},
        players=[Player("fleet", decides=[catch], payoff=-((fish - sp.Rational(1, 2)) ** 2) - catch**2)],
        discount=sp.Rational(1, 10),
        initial={fish: sp.Rational(1, 10)},
    )
    (solution,) = solve_differential(game, at={})
    assert audit_differential(solution, draws=30, pieces=4).largest_gain < NOTHING
    lured = replace(
        game, players=[Player("fleet", decides=[catch], payoff=3 * catch - catch**2 - (fish - sp.Rational(1, 2)) ** 2)]
    )
    audit = audit_differential(replace(solution, game=lured), draws=60, pieces=4)
    levels = audit.players[0].reply.levels
    assert audit.largest_gain > 0
    policy = Policy(replace(solution, game=lured))
    reply = audit.players[0].reply
    times = np.linspace(0, policy.horizon, 4000)

    def deviations(time: float) -> dict:
        piece = int(np.searchsorted(reply.edges, time, side="right")) - 1
        return {} if piece >= levels.shape[1] else {"c": lambda _, value: 0 * value + levels[0, piece]}

    done = run(policy, times, deviations=deviations)
    assert done.stocks.min() > -1e-3, "the best reply that is found stays in the domain"
    assert run(policy, times, deviations=lambda _: {"c": lambda _, value: 0 * value + 5}).outside[0] > 1


def test_refusals():
    eq = solve_differential(GOODWILL)
    with pytest.raises(DeclarationError, match=r"give at=\{'G_0': ..., "):
        audit_differential(eq)
    with pytest.raises(DeclarationError, match="leave out at="):
        audit_differential(eq.at(AT), at=AT)
    with pytest.raises(DeclarationError, match="takes feedback equilibria, not a str; pass the equilibrium"):
        audit_differential("eq")  # type: ignore[arg-type]
    with pytest.raises(OutsideDomain, match="delta is declared positive"):
        audit_differential(eq, at=AT | {"delta": -1})
    with pytest.raises(UnknownName, match="'platform' decides nothing"):
        best_reply(Policy(eq.at(AT)), "platform")
    with pytest.raises(UnknownName, match="no player 'streamr'; did you mean 'streamer'"):
        Policy(eq.at(AT)).value("streamr", 0.0, np.array([1.0]))
