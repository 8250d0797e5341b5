"""Training and pay: the hold-up by a grid, the classic bonus, and the contract that makes training right."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import prove, read_game, solve
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.streamer_training import BASELINE, CONTRACTS, TRAINERS, omega, streamer_training
from lsec_models.prove.results.verdicts import Proved

EXAMPLES = Path(__file__).parents[3] / "examples"
ABILITIES = np.linspace(0, 12, 120_001)


def drawn(rng, names):
    point = {name: BASELINE[name] * Fraction(rng.randint(5, 20), 10) for name in names}
    return point | {"beta": Fraction(rng.randint(1, 9), 10)}


def earned(contract, p):
    """Return what the brand earns at each ability, from the words."""
    brings, cost = p["v"] * ABILITIES, p["c"] * ABILITIES**2 / 2
    outside = p["u"] + (p["kappa"] * ABILITIES if contract == "none" else 0)
    borne = (1 - p["beta"]) * cost if contract == "shared_cost" else cost
    return brings - cost if contract == "one_owner" else brings - outside - p["beta"] * (brings - outside) - borne


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_brand_trains_to_what_is_best_on_a_grid(contract):
    rng = Random(f"training {contract}")
    found = solve(load("streamer_training", contract=contract))
    assert found.evidence.established
    for _ in range(4):
        point = drawn(rng, ("v", "c", "kappa", "u"))
        point["kappa"] = point["v"] * Fraction(rng.randint(1, 9), 10)
        here = found.at({symbol.name: point[symbol.name] for symbol in found.game.parameters})
        payoff = earned(contract, {name: float(value) for name, value in point.items()})
        assert float(here["h"]) == pytest.approx(ABILITIES[payoff.argmax()], abs=2e-4)
        assert float(here["brand"]) == pytest.approx(payoff.max(), abs=1e-6)


@pytest.mark.parametrize("contract", TRAINERS["agency"])
def test_an_agency_trains_to_what_is_best_on_a_grid(contract):
    """Incomes by bargaining twice: the agency's side with the brand, then the agency with its streamer."""
    rng = Random(f"agency {contract}")
    found = solve(load("streamer_training", trainer="agency", contract=contract))
    assert found.evidence.established
    for _ in range(4):
        point = {name: value * Fraction(rng.randint(8, 12), 10) for name, value in BASELINE.items()}
        p = {name: float(value) for name, value in point.items()}
        left = ((1 - p["mu"]) * p["v"] - p["kappa"]) * ABILITIES
        side = p["kappa"] * ABILITIES + p["beta_m"] * left
        alone = p["kappa"] * ABILITIES + p["beta"] * left if contract == "none" else 0 * ABILITIES
        kept = (1 - p["omega"]) * (side - alone) - p["c"] * ABILITIES**2 / 2
        best = kept.argmax()
        here = found.at({symbol.name: point[symbol.name] for symbol in found.game.parameters})
        assert float(here["h"]) == pytest.approx(ABILITIES[best], abs=2e-4)
        assert float(here["agency"]) == pytest.approx(kept[best], abs=1e-6)
        earned = {"brand": (1 - p["beta_m"]) * left, "streamer": alone + p["omega"] * (side - alone)}
        for who, income in earned.items():
            assert float(here[who]) == pytest.approx(income[best], abs=1e-3)


@pytest.mark.parametrize(
    ("kind", "contract"), [("top", "none"), ("self_run", "none"), ("self_run", "exit_penalty"), ("virtual", "none")]
)
def test_hosts_of_each_type_are_trained_to_what_is_best_on_a_grid(kind, contract):
    """What a hired one would have elsewhere, and its part of the rest; what an own host must be paid to stay."""
    found = solve(load("streamer_training", streamer=kind, contract=contract))
    assert found.evidence.established
    p = {name: float(value) for name, value in BASELINE.items()} | {"phi": 1.5}
    brings, elsewhere = 1.5 * p["v"] * ABILITIES, 1.5 * p["kappa"] * ABILITIES
    paid = {
        "top": p["u"] + elsewhere + p["beta"] * (brings - elsewhere - p["u"]),
        "self_run": p["W"] + (elsewhere if contract == "none" else 0),
        "virtual": p["T"] + 0 * ABILITIES,
    }[kind]
    kept = brings - paid - p["c"] * ABILITIES**2 / 2
    here = found.at({s.name: Fraction(3, 2) if s.name == "phi" else BASELINE[s.name] for s in found.game.parameters})
    assert float(here["h"]) == pytest.approx(ABILITIES[kept.argmax()], abs=2e-4)
    assert float(here["brand"]) == pytest.approx(kept.max(), abs=1e-6)


def test_a_streamer_may_gain_by_the_penalty_of_its_agency():
    free, tied = (solve(streamer_training(contract=contract, trainer="agency")) for contract in TRAINERS["agency"])
    gain = prove(tied["streamer"] > free["streamer"], given=[free, tied, 2 * omega >= 1])
    assert isinstance(gain, Proved)
    assert prove(tied["streamer"] > free["streamer"], given=[free, tied]).status == "mixed"


def test_a_penalty_is_not_enough_and_a_shared_cost_is_right():
    none, penalty, shared, owner = (solve(streamer_training(contract=contract)) for contract in CONTRACTS)
    assert isinstance(prove(penalty["h"] < owner["h"], given=[penalty, owner]), Proved)
    assert isinstance(prove(none["h"] < penalty["h"], given=[none, penalty]), Proved)
    assert sp.simplify(shared["h"] - owner["h"]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("variance", [1, 4, 9])
def test_the_bonus_is_the_classic_one_where_the_base_is_not_negative(variance):
    """Holmstrom and Milgrom (1987) with v = 2, rho = k = 1: bonus 4/(4 + V), certainty equivalent 8/(4 + V)."""
    game = streamer_training("incentives").with_values({"v": 2, "rho": 1, "k": 1, "u": 0, "V": variance})
    (regime,) = solve(game, corners=True).regimes
    classic = (sp.Rational(4, 4 + variance), sp.Rational(8, 4 + variance))
    assert (regime["b"], regime["brand"]) == (classic if variance >= 4 else (sp.Rational(1, 2), 1))
    bonus = np.linspace(0, 1, 10_001)
    effort = 2 * bonus
    base = np.maximum(0, variance * bonus**2 / 2 - bonus * 2 * effort + effort**2 / 2)
    assert float(regime["brand"]) == pytest.approx((2 * effort * (1 - bonus) - base).max(), abs=1e-6)


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'training'"):
        streamer_training("trainings")
    with pytest.raises(DeclarationError, match="leave contract out"):
        streamer_training("incentives", "exit_penalty")
    with pytest.raises(DeclarationError, match="leave streamer out"):
        streamer_training("incentives", streamer="top")
    with pytest.raises(DeclarationError, match="does not bargain has no contract 'exit_penalty'; write none"):
        streamer_training(contract="exit_penalty", streamer="virtual")
    with pytest.raises(DeclarationError, match="leave trainer out"):
        streamer_training("incentives", trainer="agency")
    with pytest.raises(DeclarationError, match="no contract 'shared_cost'; write none or exit_penalty"):
        streamer_training(contract="shared_cost", trainer="agency")


def test_the_game_file():
    read, game = read_game(EXAMPLES / "streamer_training.toml"), streamer_training()
    assert read.stages == game.stages
    assert [sp.expand(a.payoff - b.payoff) for a, b in zip(read.players, game.players, strict=True)] == [0, 0]
