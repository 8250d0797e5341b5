"""Differential games whose solution stands in a textbook or paper; the engine must return exactly that."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from lsec_models import Player, decisions, parameters
from lsec_models.algebra.domains.symbols import states
from lsec_models.audits.dynamic.hjb_residual import hjb_residuals
from lsec_models.errors import NoClosedForm, OutsideDomain
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.solve.differential.dispatch import solve_differential

r, delta, kappa_q, kappa_e, k, eta, rho_M, rho_S, theta = parameters(  # noqa: N816
    "r delta kappa_q kappa_e k eta rho_M rho_S theta", positive=True
)
G = states("G")
q, e, phi = decisions("q e phi")

GOODWILL = DifferentialGame(
    states={G: kappa_q * q + kappa_e * e - delta * G},
    players=[
        Player("manufacturer", decides=[q], payoff=rho_M * theta * G - k * q**2 / 2),
        Player("streamer", decides=[e], payoff=rho_S * theta * G - eta * e**2 / 2),
    ],
    discount=r,
)
SHARING = DifferentialGame(
    states=GOODWILL.states,
    players=[
        Player("manufacturer", decides=[q, phi], payoff=rho_M * theta * G - k * q**2 / 2 - phi * eta * e**2 / 2),
        Player("streamer", decides=[e], payoff=rho_S * theta * G - (1 - phi) * eta * e**2 / 2),
    ],
    discount=r,
    order=["manufacturer", "streamer"],
)


def solved(game: DifferentialGame) -> FeedbackEquilibrium:
    equilibrium = solve_differential(game)
    assert isinstance(equilibrium, FeedbackEquilibrium)
    assert set(hjb_residuals(equilibrium).values()) == {0}
    return equilibrium


def equal(left: object, right: object) -> bool:
    return bool(sp.simplify(sp.sympify(left) - sp.sympify(right)) == 0)


# ---- goodwill, linear in the state ---------------------------------------------------------------------------------


def test_nerlove_arrow_1962():
    """Optimal goodwill: its marginal profit equals r + delta times its marginal cost."""
    A, R, B, C = decisions("A"), *parameters("R B C", positive=True)
    profit = R * G - B * G**2 / 2
    game = DifferentialGame(
        states={G: A - delta * G}, players=[Player("firm", decides=[A], payoff=profit - C * A**2 / 2)], discount=r
    )
    firm = solved(game)
    resting = firm.steady_state["G"]
    marginal_cost = C * delta * resting
    assert equal(sp.diff(profit, G).subs(G, resting), (r + delta) * marginal_cost)
    assert equal(firm.decisions["A"], delta * resting)
    (condition,) = firm.root_conditions
    assert condition.origin == "A is not negative, at the start", (
        "a firm with too much goodwill would like to disinvest"
    )


def test_goodwill_nash_by_hand():
    nash = solved(GOODWILL)
    assert nash.method == "linear-state"
    assert equal(nash["q"], kappa_q * rho_M * theta / (k * (r + delta)))
    assert equal(nash["e"], kappa_e * rho_S * theta / (eta * (r + delta)))
    assert equal(nash["G"], (kappa_q * nash["q"] + kappa_e * nash["e"]) / delta)
    assert equal(nash.speed, delta)
    assert nash.domain.conditions == ()


def test_goodwill_cooperation_by_hand():
    together = solved(GOODWILL.as_cooperative())
    total = rho_M + rho_S
    assert equal(together["q"], kappa_q * total * theta / (k * (r + delta)))
    assert equal(together["e"], kappa_e * total * theta / (eta * (r + delta)))
    gain = sp.Add(*together.payoffs.values()) - sp.Add(*solved(GOODWILL).payoffs.values())
    expected = theta**2 * (kappa_q**2 * rho_S**2 / k + kappa_e**2 * rho_M**2 / eta) / (2 * r * (r + delta) ** 2)
    assert equal(gain, expected)


def test_one_player_with_all_controls_is_cooperation():
    payoff = sp.Add(*(player.payoff for player in GOODWILL.players))
    alone = solved(replace(GOODWILL, players=[Player("chain", decides=[q, e], payoff=payoff)], order=None))
    together = solved(GOODWILL.as_cooperative())
    assert equal(alone["q"], together["q"])
    assert equal(alone["chain"], sp.Add(*together.payoffs.values()))


def test_leading_is_worth_nothing_where_nobody_answers():
    nash, led = solved(GOODWILL), solved(GOODWILL.with_order(["manufacturer", "streamer"]))
    assert nash.exact == led.exact


def test_jorgensen_sigue_zaccour_cost_sharing():
    """The optimal share of the follower's cost is (2 rho_M - rho_S)/(2 rho_M + rho_S), offered iff 2 rho_M > rho_S."""
    led = solved(SHARING)
    assert equal(led["phi"], (2 * rho_M - rho_S) / (2 * rho_M + rho_S))
    (condition,) = led.domain.conditions
    assert equal(condition.relation.lhs - condition.relation.rhs, 2 * rho_M - rho_S)
    assert not condition.strict
    with pytest.raises(OutsideDomain, match=r"2\*rho_M >= rho_S.*phi is not negative"):
        led.at({**dict.fromkeys(led.ring.names, 1), "rho_S": 3})


def test_jorgensen_sigue_zaccour_2000():
    """Their game: long-term advertising builds goodwill, short-term promotion sells; the manufacturer may pay both.

    Jorgensen, Sigue and Zaccour (2000), Dynamic cooperative advertising in a channel, Journal of Retailing 76(1), with
    linear demand: cooperation in both kinds pays both players, and rates are (2 rho_M - rho_S)/(2 rho_M + rho_S).
    """
    u, v = decisions("u v")
    a, b, c = parameters("alpha beta c", positive=True)
    long_share, short_share = decisions("phi_u phi_v")
    sales = a * v + b * G

    def game(supported: bool) -> DifferentialGame:
        pay, rest = (long_share * u**2 + short_share * v**2, (1 - long_share) * u**2 + (1 - short_share) * v**2)
        own, other = (pay, rest) if supported else (sp.S.Zero, u**2 + v**2)
        shares = [long_share, short_share] if supported else []
        return DifferentialGame(
            states={G: u - delta * G},
            players=[
                Player("manufacturer", decides=shares, payoff=rho_M * sales - c * own / 2),
                Player("retailer", decides=[u, v], payoff=rho_S * sales - c * other / 2),
            ],
            order=["manufacturer", "retailer"] if supported else ["retailer"],
            discount=r,
        )

    supported, alone = solved(game(True)), solved(game(False))
    rate = (2 * rho_M - rho_S) / (2 * rho_M + rho_S)
    assert equal(supported["phi_u"], rate)
    assert equal(supported["phi_v"], rate)
    gains = [sp.factor(supported[name] - alone[name]) for name in ("manufacturer", "retailer")]
    at = {**dict.fromkeys(supported.ring.symbols, 1), rho_M: 3}
    assert all(gain.subs(at) > 0 for gain in gains)
    assert equal(gains[0].subs(rho_S, 2 * rho_M), 0), "nothing is shared where the retailer keeps twice as much"


# ---- Sethi (1983): sales in a saturated market ---------------------------------------------------------------------


def test_sethi_1983():
    """``x' = b u sqrt(1 - x) - d x``, cost c u^2: with w = u sqrt(1 - x) as the control, all is rational.

    Sethi, S. P. (1983). Deterministic and stochastic optimization of a dynamic advertising model. Optimal Control
    Applications and Methods 4(2): V = a + lambda x, with lambda the positive root of a quadratic equation, and
    u = b lambda sqrt(1 - x) / (2 c).
    """
    b, c, d, m = parameters("b c d m", positive=True)
    x, w = states("x", nonnegative=True), decisions("w")
    start = parameters("x_0", nonnegative=True)
    game = DifferentialGame(
        states={x: b * w - d * x},
        players=[Player("firm", decides=[w], payoff=m * x - c * w**2 / (1 - x))],
        initial={x: start},
        discount=r,
        assuming=[start < 1],
    )
    firm = solved(game)
    assert firm.method == "linear values"
    slope = sp.diff(firm.values["firm"], x)
    closed = (sp.sqrt((r + d) ** 2 + b**2 * m / c) - (r + d)) / (b**2 / (2 * c))
    assert equal(slope, closed)
    assert equal(firm.strategies["w"], b * closed * (1 - x) / (2 * c))
    at = {b: 1, c: 1, d: sp.Rational(1, 10), m: 2, r: sp.Rational(1, 20), start: sp.Rational(1, 5)}
    assert 0 < firm.steady_state["x"].subs(at) < 1


# ---- linear-quadratic, one state -----------------------------------------------------------------------------------


def test_regulator_by_hand():
    a, b, Q, R = parameters("a b Q R", positive=True)
    x, u = states("x"), decisions("u", real=True)
    game = DifferentialGame(
        states={x: a * x + b * u}, players=[Player("one", decides=[u], payoff=-(Q * x**2 + R * u**2) / 2)], discount=r
    )
    one = solved(game)
    root = sp.sqrt((2 * a - r) ** 2 + 4 * Q * b**2 / R)
    assert equal(one.strategies["u"], -((2 * a - r) + root) / (2 * b) * x)
    assert equal(one.speed, (root - r) / 2)
    (condition,) = one.domain.conditions
    assert condition.origin == "stable closed loop"
    inside = {"a": 1, "b": 1, "Q": 1, "R": 1, "r": 1, "x_0": 1}
    assert sp.simplify(one.at(inside).speed - (sp.sqrt(5) - 1) / 2) < 1e-12
    with pytest.raises(OutsideDomain, match="stable closed loop"):
        one.at({**inside, "r": 3})


def test_symmetric_players_have_a_closed_form():
    b, d, Q, R = parameters("b d Q R", positive=True)
    x, (u, v) = states("x"), decisions("u v", real=True)
    game = DifferentialGame(
        states={x: -d * x + b * (u + v)},
        players=[
            Player("one", decides=[u], payoff=-(Q * x**2 + R * u**2) / 2),
            Player("two", decides=[v], payoff=-(Q * x**2 + R * v**2) / 2),
        ],
        discount=r,
    )
    nash = solved(game)
    P = sp.diff(nash.values["one"], x, 2)
    S = b**2 / R
    assert equal(3 * S * P**2 - (2 * d + r) * P - Q, 0), "the Riccati equation of a symmetric player"
    point = {"b": 1, "d": 1, "Q": 1, "R": 1, "r": 1, "x_0": 1}
    (only,) = solve_differential(game, at=point)
    assert float(only.payoffs["one"]) == pytest.approx(float(nash.at(point).payoffs["one"]), rel=1e-14)


def test_asymmetric_players_have_none():
    b, Q, R = parameters("b Q R", positive=True)
    x, (u, v) = states("x"), decisions("u v", real=True)
    game = DifferentialGame(
        states={x: -delta * x + b * u + v},
        players=[
            Player("one", decides=[u], payoff=-(Q * x**2 + u**2) / 2),
            Player("two", decides=[v], payoff=-(x**2 + R * v**2) / 2),
        ],
        discount=r,
    )
    with pytest.raises(NoClosedForm, match=r"degree 4.*at=\{"):
        solve_differential(game)
