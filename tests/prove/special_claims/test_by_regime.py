"""Claims about piecewise equilibria."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sympy as sp

from lsec_models import (
    DifferentialGame,
    Game,
    Player,
    comparative_statics,
    compare,
    decisions,
    increasing,
    parameters,
    prove,
    solve,
    states,
    thresholds,
)
from lsec_models.errors import CertificateError, ClaimError
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.prove import verify
from lsec_models.prove.results.verdicts import ByRegime, Contradictory
from lsec_models.prove.verification.points import truth_at

a, c = parameters("a c", positive=True)
x, y = decisions("x y")


@pytest.fixture(scope="module")
def cournot() -> PiecewiseEquilibrium:
    price = a - x - y
    firms = [Player("cheap", decides=[x], payoff=price * x), Player("dear", decides=[y], payoff=(price - c) * y)]
    return solve(Game(players=firms), corners=True)


@pytest.fixture(scope="module")
def monopoly() -> PiecewiseEquilibrium:
    return solve(Game(players=[Player("one", decides=[x], payoff=(a - x - c) * x)]), corners=True)


CLAIMS: dict[str, tuple[Callable[[PiecewiseEquilibrium], sp.Basic], str]] = {
    "in every regime": (lambda e: e["cheap"] >= e["dear"], "proved"),
    "in none": (lambda e: e["y"] > e["x"], "refuted"),
    "in one only": (lambda e: e["y"] > 0, "mixed"),
    "exactly where": (lambda e: sp.Equivalent(e["y"] > 0, a > 2 * c), "proved"),
    "slopes": (lambda e: sp.Not(increasing(e["y"], c)), "proved"),
    "two quantities": (lambda e: e["x"] + e["y"] <= 2 * a / 3, "proved"),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_claims(cournot: PiecewiseEquilibrium, name: str) -> None:
    claim, expected = CLAIMS[name]
    verdict = prove(claim(cournot), given=[cournot])
    assert isinstance(verdict, ByRegime)
    assert verdict.status == expected
    assert bool(verdict) == (expected == "proved")


@pytest.mark.parametrize("name", [name for name, (_, expected) in CLAIMS.items() if expected == "proved"])
def test_a_proof_by_regime_is_verified_and_nothing_less_is(cournot: PiecewiseEquilibrium, name: str) -> None:
    claim = CLAIMS[name][0](cournot)
    certificate = json.loads(prove(claim, given=[cournot]).text())
    assert verify(certificate, claim, [cournot]).steps > 0
    for regime in certificate["regimes"]:
        less = {key: proof for key, proof in certificate["regimes"].items() if key != regime}
        with pytest.raises(CertificateError, match="says nothing of"):
            verify(certificate | {"regimes": less}, claim, [cournot])
        with pytest.raises(CertificateError, match="something else"):
            verify(certificate | {"empty": certificate["regimes"]}, claim, [cournot])
    with pytest.raises(CertificateError, match="not a certificate of format 'lsec-by-regime-1'"):
        verify(certificate | {"format": "lsec-by-regime-2"}, claim, [cournot])
    with pytest.raises(CertificateError, match="regimes"):
        verify(next(iter(certificate["regimes"].values())), claim, [cournot])
    with pytest.raises(CertificateError, match="something else"):
        verify(certificate, sp.Not(claim), [cournot])


def test_a_point_counts_in_every_regime_that_is_admissible_there(cournot: PiecewiseEquilibrium) -> None:
    assert truth_at(cournot["y"] > 0, [cournot], {"a": "3", "c": "1"}) is True
    assert truth_at(cournot["y"] > 0, [cournot], {"a": "3", "c": "2"}) is False
    assert truth_at(cournot["y"] > 0, [cournot], {"a": "-3", "c": "2"}) is None
    assert truth_at(cournot["y"] >= 0, [cournot], {"a": "2", "c": "1"}) is True, "both regimes hold at their border"


def test_points_of_a_mixed_verdict_stand_when_they_are_asked_again(cournot: PiecewiseEquilibrium) -> None:
    verdict = prove(cournot["y"] > c / 10, given=[cournot])
    assert isinstance(verdict, ByRegime)
    assert verdict.status == "mixed"
    for point, truth in ((verdict.witness, True), (verdict.counterexample, False)):
        assert point is not None
        assert truth_at(verdict.claim, [cournot], {name: str(value) for name, value in point.items()}) is truth
    assert verdict.line() == "mixed: mixed in 1, refuted in 1 of 2 combinations of regimes"
    assert set(verdict.cases) == {"interior", "y = 0"}


def test_regimes_of_two_equilibria_are_combined_where_they_meet(
    cournot: PiecewiseEquilibrium, monopoly: PiecewiseEquilibrium
) -> None:
    verdict = prove(cournot["dear"] <= monopoly["one"], given=[cournot, monopoly])
    assert isinstance(verdict, ByRegime)
    assert verdict
    # Where the monopolist sells nothing (a < c), the dear firm sells nothing: that pair of regimes is met nowhere.
    assert "interior | x = 0" not in verdict.cases
    assert {"interior | interior", "y = 0 | interior", "y = 0 | x = 0"} == set(verdict.cases)


def test_what_else_is_given_counts(cournot: PiecewiseEquilibrium) -> None:
    assert prove(cournot["y"] > 0, given=[cournot, a > 3 * c])
    assert isinstance(prove(cournot["y"] > 0, given=[cournot, a > c, c > a]), Contradictory)


def test_what_is_asked_regime_by_regime(cournot: PiecewiseEquilibrium) -> None:
    with pytest.raises(ClaimError, match="not given"):
        prove(cournot["y"] > 0)
    for ask in (
        lambda: compare({"one": cournot, "other": cournot}),  # type: ignore[dict-item]
        lambda: comparative_statics(cournot),  # type: ignore[arg-type]
        lambda: thresholds(cournot.regimes[0]["y"], c, [cournot]),
    ):
        with pytest.raises(ClaimError, match="regime by regime"):
            ask()
    found = comparative_statics(cournot.regime("interior").pieces[0], ["y"], ["c"])
    assert str(found).startswith("y in c: -\nrests on: the candidate ")


def test_a_feedback_equilibrium_may_be_given() -> None:
    r, margin, share = parameters("r margin share", positive=True)
    stock, effort = states("stock"), decisions("effort")
    firm = Player("firm", decides=[effort], payoff=(margin - share) * stock - effort**2 / 2)
    found = solve(DifferentialGame(states={stock: effort - stock}, players=[firm], discount=r))
    assert prove(margin >= share, given=[found])
    assert prove(found["effort"] <= margin, given=[found])


@pytest.mark.slow
def test_regimes_that_meet_in_a_point_count_where_quantities_jump() -> None:
    """At a = c one firm may sell anything up to one, and so may the other: together nothing, one or two."""
    one = solve(Game(players=[Player("f", decides=[x], payoff=x * (a - c))], constraints=[x <= 1]), corners=True)
    other = solve(Game(players=[Player("g", decides=[y], payoff=y * (c - a))], constraints=[y <= 1]), corners=True)
    claim = sp.Eq(one["x"] + other["y"], 1)
    statuses = {prove(claim, [one, other], effort=effort).status for effort in (1e-6, 1e-4, 1e-2, "quick")}
    assert statuses <= {"mixed", "undecided"}
    assert prove(claim, [one, other]).status == "mixed"


def test_little_effort_about_nothing_is_no_crash() -> None:
    firm = solve(Game(players=[Player("one", decides=[x], payoff=x * (a - c - x))]), corners=True)
    verdict = prove(sp.Gt(firm["x"], sp.sqrt(2) * c, evaluate=False), [firm, sp.Lt(a, a, evaluate=False)], effort=1e-6)
    assert verdict.status in ("undecided", "contradictory")
    assert str(verdict)
