"""Goodwill games: closed forms by hand, simulations and root finding without the package, audits, options."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp

import brute_force.goodwill as brute
from lsec_models.audits.dynamic.dynamic_audit import audit_differential
from lsec_models.audits.dynamic.hjb_residual import hjb_residuals
from lsec_models.audits.dynamic.simulation import simulate
from lsec_models.errors import DeclarationError, LsecError, OutsideDomain, UnknownName
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.feedback_at_point import FeedbackSolutions
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.over_time.dynamic_quality import (
    BASELINE,
    MODES,
    F,
    G,
    T,
    W,
    beta,
    commission,
    delta,
    epsilon,
    eta,
    gamma,
    k,
    kappa_e,
    kappa_q,
    mu,
    phi,
    psi_e,
    psi_q,
    r,
    rho,
    rho_M,
    rho_S,
)
from lsec_models.models.parts.streamers import STREAMER_TYPES
from lsec_models.solve.differential.dispatch import solve_differential

VARIANTS: list[dict[str, Any]] = [{}, {"direct": True}, {"quality": "stock"}, {"quality": "stock", "direct": True}]
NUMBERS = {name: float(value) for name, value in BASELINE.items()}


@cache
def _solved(mode: str, options: tuple[tuple[str, Any], ...]) -> FeedbackEquilibrium:
    found = solve_differential(load("dynamic_quality", mode=mode, **dict(options)))
    assert isinstance(found, FeedbackEquilibrium)
    return found


def solved(mode: str, **options: Any) -> FeedbackEquilibrium:
    return _solved(mode, tuple(sorted(options.items())))


def equal(left: object, right: object) -> bool:
    return bool(sp.cancel(sp.sympify(left) - sp.sympify(right)) == 0)


def at_baseline(game: DifferentialGame, streamer: str | None = None) -> dict[str, Any]:
    return {symbol.name: value for symbol, value in baseline(CATALOGUE["dynamic_quality"], game, streamer).items()}


def unit_worth(variant: dict[str, Any]) -> tuple[sp.Expr, sp.Expr]:
    """What a unit of quality effort and of live effort adds to discounted demand, per unit of margin."""
    now = 1 if variant.get("direct") else 0
    goodwill = beta / (r + delta)
    if variant.get("quality") == "stock":
        return phi * (now * gamma + kappa_q * goodwill) / (r + epsilon), phi * (now * mu + kappa_e * goodwill)
    return phi * (now * gamma + kappa_q * goodwill), phi * (now * mu + kappa_e * goodwill)


EFFORTS = {
    "centralised": (rho_M + rho_S, rho_M + rho_S),
    "nash": (rho_M, rho_S),
    "stackelberg": (rho_M, rho_S),
    "cost_sharing": (rho_M, rho_M + rho_S / 2),
    "quality_sharing": (rho_S + rho_M / 2, rho_S),
    "two_way_sharing": (rho_S + rho_M / 2, rho_M + rho_S / 2),
}
SHARES = {"s_e": (2 * rho_M - rho_S) / (2 * rho_M + rho_S), "s_q": (2 * rho_S - rho_M) / (2 * rho_S + rho_M)}


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_efforts_and_shares_by_hand(mode: str, variant: dict[str, Any]) -> None:
    found = solved(mode, **variant)
    of_quality, of_effort = unit_worth(variant)
    weight_q, weight_e = EFFORTS[mode]
    assert equal(found["q"], weight_q * of_quality / k)
    assert equal(found["e"], weight_e * of_effort / eta)
    assert all(equal(found[name], SHARES[name]) for name in {"s_e", "s_q"} & set(found.decisions))
    level = found["q"] / epsilon if variant.get("quality") == "stock" else found["q"]
    assert equal(found["G"], (kappa_q * level + kappa_e * found["e"]) / delta)


@pytest.mark.parametrize("variant", VARIANTS[:2], ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_the_equations_hold_identically(mode: str, variant: dict[str, Any]) -> None:
    assert set(hjb_residuals(solved(mode, **variant)).values()) == {0}


def test_conditions_are_those_of_the_offered_shares() -> None:
    asked = {mode: {str(c.relation) for c in solved(mode).domain.conditions} for mode in MODES}
    of_effort, of_quality = "2*rho_M >= rho_S", "2*rho_S >= rho_M"
    assert asked == {
        "centralised": set(),
        "nash": set(),
        "stackelberg": set(),
        "cost_sharing": {of_effort},
        "quality_sharing": {of_quality},
        "two_way_sharing": {of_effort, of_quality},
    }
    with pytest.raises(OutsideDomain, match=r"2\*rho_M >= rho_S"):
        solved("cost_sharing").at({**{name: BASELINE[name] for name in solved("cost_sharing").ring.names}, "rho_S": 7})


class TestAgainstSimulation:
    @pytest.mark.parametrize("start", [0, 8])
    def test_payoffs_by_integration(self, start: int) -> None:
        found = solved("nash")
        point = {name: BASELINE[name] for name in found.ring.names} | {"G_0": start}
        there = found.at(point)
        v = NUMBERS | {"G_0": start}
        expected = brute.simulated(v, float(there.decisions["q"]), float(there.decisions["e"]))
        assert [float(there.payoffs[name]) for name in ("manufacturer", "streamer")] == pytest.approx(
            expected, rel=1e-7
        )

    def test_efforts_and_shares_by_optimisation(self) -> None:
        v = {name: NUMBERS[name] for name in NUMBERS if name not in ("gamma", "mu")}
        s_e, s_q = brute.best_share(v, "manufacturer"), brute.best_share(v, "streamer")
        found = solved("two_way_sharing").at({name: BASELINE[name] for name in solved("two_way_sharing").ring.names})
        assert float(found.decisions["s_e"]) == pytest.approx(s_e, abs=1e-5)
        assert float(found.decisions["s_q"]) == pytest.approx(s_q, abs=1e-5)
        q, e = brute.efforts(v, s_e, s_q)
        assert float(found.decisions["q"]) == pytest.approx(q, rel=1e-5)
        assert float(found.decisions["e"]) == pytest.approx(e, rel=1e-5)
        expected = brute.payoffs(v, q, e, s_e, s_q)
        assert [float(found.payoffs[name]) for name in ("manufacturer", "streamer")] == pytest.approx(
            expected, rel=1e-6
        )

    @pytest.mark.slow
    def test_paths_in_closed_form_and_step_by_step(self) -> None:
        found = solved("two_way_sharing", quality="stock", direct=True)
        there = found.at({name: BASELINE[name] for name in found.ring.names})
        stepped = simulate(there, until=12, steps=400)
        for name in ("G", "Q", "demand"):
            path = sp.lambdify(there.time, there.paths[name])(stepped["time"].to_numpy())
            assert np.allclose(path, stepped[name].to_numpy(), rtol=1e-8, atol=1e-9)

    @pytest.mark.slow
    def test_nobody_gains_by_deviating(self) -> None:
        found = solved("cost_sharing", direct=True)
        audited = audit_differential(found, at={n: BASELINE[n] for n in found.ring.names}, draws=60, pieces=5, seed=3)
        assert audited.is_exact
        assert audited.simulation_error < 1e-8
        assert audited.largest_gain < 1e-7


class TestPrice:
    @pytest.mark.slow
    @pytest.mark.parametrize("leader", [None, "manufacturer", "streamer"])
    @pytest.mark.parametrize("direct", [False, True])
    def test_against_root_finding(self, leader: str | None, direct: bool) -> None:
        game = load("dynamic_quality", price=True, direct=direct)
        if leader is not None:
            game = game.with_order([leader, "streamer" if leader == "manufacturer" else "manufacturer"])
        found = solve_differential(game, at_baseline(game))
        assert isinstance(found, FeedbackSolutions)
        (solution,) = found
        v = NUMBERS if direct else {**NUMBERS, "gamma": 0.0, "mu": 0.0}
        expected = brute.with_price(v, leader)
        numbers = {**solution.decisions, **solution.steady_state, **solution.payoffs}
        assert {name: float(numbers[name]) for name in expected} == pytest.approx(expected, rel=1e-7)

    def test_stackelberg_is_the_manufacturer_first(self) -> None:
        game = load("dynamic_quality", mode="stackelberg", price=True, direct=True)
        assert game == load("dynamic_quality", price=True, direct=True).with_order(["manufacturer", "streamer"])

    @pytest.mark.slow
    @pytest.mark.parametrize(("mode", "share"), [("cost_sharing", "s_e"), ("quality_sharing", "s_q")])
    def test_an_offered_share_is_the_best_one_at_every_goodwill(self, mode: str, share: str) -> None:
        """Values satisfy their equations along the strategies, and no other share is worth more at an instant."""
        game = load("dynamic_quality", mode=mode, price=True, shares="chosen")
        found = solve_differential(game, at_baseline(game))
        assert isinstance(found, FeedbackSolutions)
        (solution,) = found
        slopes = {name: sp.diff(value, G) for name, value in solution.values.items()}
        payer, paid = ("manufacturer", "streamer") if share == "s_e" else ("streamer", "manufacturer")
        for level in (0, 2, 5):
            at = {G: sp.Integer(level)}
            x, y = (float(slopes[side].subs(at)) for side in (payer, paid))

            def worth(part: float, x: float = x, y: float = y) -> float:
                effort = y / ((1 - part) * NUMBERS["eta"])
                return x * effort - part * NUMBERS["eta"] * effort**2 / 2

            parts = np.linspace(0, 0.9, 90_001)
            best = parts[np.argmax([worth(part) for part in parts])]
            assert float(solution.strategies[share].subs(at)) == pytest.approx(best, abs=1e-4)
            for side, slope in slopes.items():
                gain = solution.flows[side] + slope * solution.closed_loop["G"]
                assert float(gain.subs(at)) == pytest.approx(NUMBERS["r"] * float(solution.values[side].subs(at)))

    @pytest.mark.slow
    def test_sharing_raises_both_payoffs_at_the_baseline(self) -> None:
        payoffs = {}
        for mode in ("nash", "two_way_sharing"):
            game = load("dynamic_quality", mode=mode, price=True)
            found = solve_differential(game, at_baseline(game))
            assert isinstance(found, FeedbackSolutions)
            payoffs[mode] = {name: float(value) for name, value in found[0].payoffs.items()}
        assert all(payoffs["two_way_sharing"][name] > payoffs["nash"][name] for name in payoffs["nash"])


class TestContracts:
    def test_without_shares_a_contract_is_nash(self) -> None:
        contract, plain = solved("two_way_sharing", shares="fixed"), solved("nash")
        for name in ("q", "e", "G", "manufacturer", "streamer"):
            assert equal(contract[name].subs({psi_e: 0, psi_q: 0}), plain[name])

    @pytest.mark.slow
    def test_at_the_offered_shares_a_contract_is_the_game(self) -> None:
        contract, chosen = solved("two_way_sharing", shares="fixed"), solved("two_way_sharing")
        for name in ("q", "e", "manufacturer", "streamer"):
            assert equal(contract[name].subs({psi_e: SHARES["s_e"], psi_q: SHARES["s_q"]}), chosen[name])

    def test_a_commission_is_a_split_of_the_margin(self) -> None:
        by_commission, by_margins = solved("cost_sharing", split="commission"), solved("cost_sharing")
        put = {rho_M: (1 - commission) * rho, rho_S: commission * rho}
        for name in ("q", "e", "s_e", "manufacturer", "streamer"):
            assert equal(by_margins[name].subs(put), by_commission[name])


class TestTypes:
    @pytest.mark.parametrize(("kind", "fee", "technology"), [("top", F, 0), ("ordinary", 0, 0), ("virtual", 0, T)])
    def test_fixed_payments_move_money_only(self, kind: str, fee: Any, technology: Any) -> None:
        typed, plain = solved("nash", streamer=kind), solved("nash", split="commission")
        assert equal(typed["manufacturer"], plain["manufacturer"] - fee / r)
        assert equal(typed["streamer"], plain["streamer"] + (fee - technology) / r)
        assert equal(typed["q"], plain["q"])

    def test_an_employed_host_is_a_centralised_chain_that_pays_a_wage(self) -> None:
        own, chain = solved("nash", streamer="self_run"), solved("centralised", split="commission")
        assert solved("centralised", streamer="self_run").exact == own.exact
        assert equal(own["manufacturer"], chain["manufacturer"] + chain["streamer"] - W / r)
        assert equal(own["e"], chain["e"])

    @pytest.mark.slow
    @pytest.mark.parametrize("kind", sorted(STREAMER_TYPES))
    @pytest.mark.parametrize("price", [False, True])
    def test_typical_numbers_are_admissible(self, kind: str, price: bool) -> None:
        game = load("dynamic_quality", streamer=kind, price=price)
        found = solve_differential(game, at_baseline(game, kind))
        assert isinstance(found, FeedbackSolutions)
        (solution,) = found
        assert min(map(float, solution.decisions.values())) > 0
        assert float(solution.steady_state["G"]) > 0
        assert solution.speed > 0

    def test_influence_of_a_virtual_host_is_bounded(self) -> None:
        found = solved("nash", streamer="virtual")
        with pytest.raises(OutsideDomain, match="phi"):
            found.at({**dict.fromkeys(found.ring.names, 1), "lambda": 0.5, "phi": 2})


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"mode": "nahs"}, UnknownName, "mode: no 'nahs' in dynamic_quality; did you mean 'nash'"),
        ({"split": "comission"}, UnknownName, "did you mean 'commission'"),
        ({"shares": "free"}, UnknownName, "shares: no 'free'"),
        ({"quality": "stocks"}, UnknownName, "did you mean 'stock'"),
        ({"streamer": "star"}, UnknownName, "no streamer type 'star'"),
        ({"price": True, "shares": "chosen", "mode": "two_way_sharing"}, DeclarationError, "use shares='fixed'"),
        ({"price": True, "shares": "chosen", "direct": True}, DeclarationError, "without direct effects"),
        ({"price": True, "split": "margins"}, DeclarationError, "drop one of them"),
        ({"streamer": "top", "split": "margins"}, DeclarationError, "'top' streamer is paid by commission"),
        ({"streamer": "self_run", "mode": "cost_sharing"}, DeclarationError, "'self_run' host is employed"),
        ({"margin": 1}, DeclarationError, "no option 'margin'"),
    ],
)
def test_bad_options_are_told(options: dict[str, Any], error: type[LsecError], told: str) -> None:
    with pytest.raises(error, match=told):
        load("dynamic_quality", **options)


@pytest.mark.parametrize(
    "options", [{}, {"quality": "stock", "direct": True}, {"price": True, "direct": True}], ids=str
)
@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_a_baseline(mode: str, options: dict[str, Any]) -> None:
    game = load("dynamic_quality", mode=mode, **options)
    assert set(at_baseline(game)) == {symbol.name for symbol in game.parameters}
