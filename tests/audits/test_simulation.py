"""Audits by simulation: who is right is not accused, whatever the seed, and an error of theory shows as a gain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from families.gaussian import random_gaussian_game
from families.newsvendor_chains import random_chain
from families.signalling import random_signalling_game
from lsec_models import (
    Game,
    Player,
    audit,
    decisions,
    discrete,
    exponential,
    normal,
    parameters,
    probability,
    random,
    sample,
    signal,
    solve,
    uniform,
)
from lsec_models.audits import Simulation
from lsec_models.audits.chance.confidence import half_width
from lsec_models.audits.chance.simulated_audit import simulated_audit
from lsec_models.audits.chance.worlds import drawn_worlds, extreme_worlds
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.laws import Law

p, c, B = parameters("p c B", positive=True)
w, q, x = decisions("w q x")
AT = {"p": 10, "c": 2}


def chain(law: Law) -> Game:
    sold = sp.Min(q, random("D", law))
    maker = Player("M", decides=[w], payoff=(w - c) * q)
    return Game(players=[maker, Player("R", decides=[q], payoff=p * sold - w * q)], order=["M", "R"], assuming=[p > c])


def stated(found: Any, **values: Any) -> Any:
    """Return solutions at a point with other values in the only equilibrium."""
    changed = {name: sp.sympify(value) for name, value in values.items()}
    return replace(found, quantities=(Frozen({**found.quantities[0], **changed}),))


def simulation(found: Any, seed: int = 0) -> Simulation:
    return simulated_audit(found, 3, seed, 1e-6)


@pytest.mark.slow
def test_a_right_result_is_not_accused() -> None:
    found = audit(solve(chain(uniform(0, 100)), at=AT))
    simulated, audited = found.audits
    assert simulated.passed()
    assert audited.passed()
    assert [(move.player, move.untried) for move in simulated.moves] == [("M", 0), ("R", 0)]
    assert all(-0.05 < move.low <= move.high < 0.05 for move in simulated.moves)
    assert found.evidence.status(About.ACCURATE) is Status.CHECKED
    assert found.evidence.established
    assert "20000 worlds at each" in str(simulated)
    assert simulation(found) == simulation(found)


@pytest.mark.parametrize(
    ("changed", "accused"),
    [({"q": 55, "w": 6}, "R"), ({"w": 4, "q": 60}, "M"), ({"q": 30}, "R")],
)
def test_a_decision_that_is_not_best_is_refuted(changed: dict[str, Any], accused: str) -> None:
    found = audit(stated(solve(chain(uniform(0, 100)), at=AT), **changed))
    simulated = found.audits[0]
    assert not simulated.passed()
    (wrong,) = [finding for finding in found.evidence.rows if finding.player == accused]
    assert wrong.status is Status.REFUTED
    assert wrong.gain > 0
    assert not found.evidence.established


def test_a_wrong_expected_value_shows_as_a_gain_and_in_payoffs() -> None:
    """What is right for one law is stated of another."""
    wrong = solve(chain(uniform(0, 140)), at=AT)
    found = simulation(stated(solve(chain(uniform(0, 100)), at=AT), **wrong.quantities[0]))
    by_player = {move.player: move for move in found.moves}
    assert by_player["R"].low > 0
    assert not next(payoff for payoff in found.payoffs if payoff.player == "R").agrees
    assert found.evidence.status(About.ACCURATE) is Status.REFUTED


def test_rare_events_accuse_nobody() -> None:
    """Ordering for a demand of one in ten thousand is right where a lost sale costs more, though few worlds show it."""
    law = discrete({1: sp.Rational(9999, 10000), 10: sp.Rational(1, 10000)})
    payoff = 20_000 * sp.Min(q, random("D", law)) - q
    found = solve(Game(players=[Player("I", decides=[q], payoff=payoff)]), at={})
    assert found.only()["q"] == 10
    assert all(simulation(found, seed).passed() for seed in range(6))


def test_a_sample_of_data_is_simulated_alone() -> None:
    numbers = [(37 * i * i + 11 * i) % 97 + 3 for i in range(200)]
    demand = random("D", sample(numbers))
    shop = Game(players=[Player("I", decides=[q], payoff=p * sp.Min(q, demand) - c * q)], assuming=[p > c])
    found = audit(solve(shop, at={"p": 10, "c": "3.001"}))
    (simulated,) = found.audits
    assert simulated.passed()
    assert not simulation(stated(found, q=40)).passed()


def test_decimals_under_a_smooth_law_are_simulated_as_finely_as_exact_numbers() -> None:
    shop = Game(players=[Player("I", decides=[q], payoff=p * sp.Min(q, random("D", normal(50, 100))) - c * q)])
    (simulated,) = audit(solve(shop, at=AT)).audits
    assert simulated.tolerance == 1e-6


def test_answers_to_draws_are_deviated_from_too() -> None:
    """A second order when demand is known: one that is too small is found."""
    demand = random("D", uniform(0, 10))
    payoff = 10 * sp.Min(demand, q + x) - 4 * q - 6 * x + sp.Max(0, q + x - demand)
    game = Game(players=[Player("I", decides=[q, x], payoff=payoff)], order=[q, demand, x])
    found = solve(game, at={})
    assert simulation(found).passed()
    assert [move.decisions for move in simulation(found).moves] == [("q",), ("x",)]
    assert simulation(stated(found, q=8)).moves[0].low > 0


@pytest.mark.slow
def test_results_for_all_parameters_are_simulated_at_points() -> None:
    payoff = p * sp.Min(q, random("D", discrete({1: "1/2", 3: "1/2"}))) - c * q**2
    found = audit(solve(Game(players=[Player("I", decides=[q], payoff=payoff)]), corners=True), draws=4)
    assert [one.passed() for one in found.audits] == [True, True]
    assert found.audits[0].points == 4


theta = random("theta", normal(0, 4))


def told() -> Any:
    seen = [signal(f"s_{i}", of=theta, noise=2) for i in (1, 2)]
    first, second, price = decisions("q_1 q_2 w", real=True)
    firms = [
        Player(f"F{i}", decides=[own], payoff=(10 + theta - first - second - price) * own, sees=seen[: i + 1])
        for i, own in enumerate((first, second))
    ]
    maker = Player("M", decides=[price], payoff=price * (first + second), sees=seen[:1])
    return solve(Game(players=[maker, *firms], order=["M", ("F0", "F1")]), at={})


def test_strategies_under_signals() -> None:
    found = audit(told())
    (simulated,) = found.audits
    assert simulated.passed()
    assert all(move.low > -1e-3 for move in simulated.moves)
    assert "Simulation" in str(simulated)
    assert "simulation" in str(found.evidence)


@pytest.mark.parametrize(
    ("decision", "by", "accused"),
    [
        ("q_1", lambda s: s[0] / 5, "F0"),
        ("q_2", lambda s: s[1] / 5, "F1"),
        ("q_2", lambda _: decisions("w", real=True) / 5 - 1, "F1"),
        ("w", lambda s: s[0] / 2, "M"),
    ],
)
def test_a_wrong_weight_is_refuted(decision: str, by: Any, accused: str) -> None:
    """In a belief, or in the answer to what was decided before: that shows after other prices only, or then too."""
    found = told()
    rules = {**found.responses, decision: found.responses[decision] + by(found.game.signals)}
    simulated = simulation(replace(found, responses=Frozen(rules)))
    assert {move.player for move in simulated.moves if move.low > 1e-6} >= {accused}


@pytest.mark.slow
def test_random_results_are_not_accused_and_moved_ones_are() -> None:
    accused = 0
    for seed in range(5):
        found = solve(random_chain(seed).game, at={})
        assert simulation(found, seed).passed(), seed
        if len(found):
            name = found[0].game.shown_decisions[-1]
            accused += not simulation(stated(found, **{name: found.quantities[0][name] * 2 + 1}), seed).passed()
    assert accused >= 4
    for seed in range(8):
        there = solve(random_gaussian_game(seed).game, at={})
        assert simulation(there, seed).passed(), seed
        rules = {name: rule + sp.Rational(1, 2) for name, rule in there.responses.items()}
        assert not simulation(replace(there, responses=Frozen(rules)), seed).passed(), seed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("noise", "width", "number"), [(uniform(-1, 1), 1, 2), (normal(0, "1/3"), "sqrt(pi/3)", 1)], ids=str
)
@pytest.mark.parametrize("share", ["4/5", "6/5"])
def test_a_wrong_effort_in_a_tournament_is_refuted(noise: Law, width: Any, number: int, share: str) -> None:
    """As from another density of the difference of noises at zero: effort is the spread times it, 2/(2 width).

    Normal noise stands in no payoff any more, since the chance to win is written out: the other audit refutes it.
    """
    first, second = decisions("e_1 e_2")
    wins = probability(first + random("n_1", noise) > second + random("n_2", noise))
    players = [
        Player("A", decides=[first], payoff=2 * wins - first**2 / 2),
        Player("B", decides=[second], payoff=2 * (1 - wins) - second**2 / 2),
    ]
    right = solve(Game(players=players), at={})
    assert float(right.only()["e_1"]) == pytest.approx(float(1 / sp.sympify(width)), rel=1e-9)
    wrong = sp.sympify(share) * right.only()["e_1"]
    found = audit(stated(right, e_1=wrong, e_2=wrong))
    assert [isinstance(one, Simulation) for one in found.audits] == [True, False][-number:]
    assert not any(one.passed() for one in found.audits)
    assert {row.player for row in found.evidence.rows if row.status is Status.REFUTED} >= {"A", "B"}


def school(at: Any) -> Any:
    """Return Spence's job market: a worker whose productivity only it knows goes to school, a firm pays it."""
    low, high, rho = parameters("low high rho", positive=True)
    kind, years, wage = random("kind", discrete({low: 1 - rho, high: rho})), decisions("e"), decisions("w")
    worker = Player("worker", decides=[years], payoff=wage - years / kind, sees=[kind])
    firm = Player("firm", decides=[wage], payoff=-((wage - kind) ** 2))
    return solve(Game(players=[worker, firm], order=["worker", "firm"]), at=at)


def typed(found: Any, **changed: Any) -> Any:
    """Return signalling equilibria with other numbers in the first one."""
    (name, values, beliefs), *others = found.named
    other = {words.replace("_", " "): sp.sympify(number) for words, number in changed.items()}
    return replace(found, named=((name, Frozen({**values, **other}), beliefs), *others))


def test_types_that_signal_rightly_are_not_accused() -> None:
    found = audit(school({"low": 1, "high": "5/2", "rho": "1/3"}))
    (simulated,) = found.audits
    assert simulated.passed()
    assert [(move.player, move.untried) for move in simulated.moves] == [("worker", 0), ("firm", 0)]
    assert found.evidence.established
    assert found.evidence.status(About.ACCURATE) is Status.CHECKED
    assert simulation(found) == simulation(found)


@pytest.mark.parametrize(
    ("changed", "accused"),
    [
        ({"e_if_kind_is_2": "1/2"}, "worker"),  # The other type would go to school as long.
        ({"e_if_kind_is_2": 3}, "worker"),  # It would rather be taken for the other one.
        ({"e_if_kind_is_1": "1/4"}, "worker"),
        ({"w_if_kind_is_1": "5/4"}, "firm"),  # As if nothing were learnt.
        ({"w_if_kind_is_2": "19/10"}, "firm"),
        ({"e_if_kind_is_2": 0, "w_if_kind_is_1": "3/2", "w_if_kind_is_2": "3/2"}, "firm"),  # As with another prior.
    ],
)
def test_a_wrong_signal_or_answer_is_refuted(changed: dict[str, Any], accused: str) -> None:
    found = audit(typed(school({"low": 1, "high": 2, "rho": "1/4"}), **changed))
    (wrong,) = [finding for finding in found.evidence.rows if finding.player == accused]
    assert wrong.status is Status.REFUTED
    assert wrong.gain > 0
    assert not found.evidence.established


def test_a_wrong_payoff_of_types_is_refuted() -> None:
    """By type it is right, and its mean is one of another prior."""
    found = audit(typed(school({"low": 1, "high": 2, "rho": "1/4"}), worker="5/4"))
    assert found.evidence.status(About.ACCURATE) is Status.REFUTED


@pytest.mark.slow
def test_types_in_random_games_are_not_accused_and_wrong_answers_are() -> None:
    counted = 0
    for seed in range(8):
        found = solve(random_signalling_game(seed).game, at={})
        if not len(found):
            with pytest.raises(DeclarationError, match="look at its `families`"):
                audit(found)
            continue
        assert audit(found).audits[0].passed(), seed
        answer = found.game.stages[1].decisions[0].name
        name = next(words for words in found.named[0][1] if words.startswith(f"{answer} if "))
        wrong = typed(found, **{name: found[0][name] + sp.Rational(1, 2)})
        assert audit(wrong).evidence.status(About.OPTIMAL) is Status.REFUTED, seed
        counted += 1
    assert counted >= 4


def test_bounds_hold() -> None:
    """Means of many small samples of rare events are within their bounds, as often as is said, and bounds are small."""
    generator = np.random.default_rng(0)
    drawn = (generator.random((2_000, 400)) < 0.004).astype(float)
    ends = np.array([0.0, 1.0])
    outside = sum(abs(own.mean() - 0.004) > half_width(own, ends, 0.05) for own in drawn)
    assert outside <= 0.05 * len(drawn)
    assert half_width(generator.random(20_000), ends, 1e-6) < 0.02
    assert half_width(np.ones(10), None, 1e-6) == 0


@pytest.mark.parametrize("law", [uniform(1, 5), normal(2, 9), exponential(3), discrete({1: "1/4", 6: "3/4"})])
def test_worlds_have_the_moments_of_the_law(law: Law) -> None:
    drawn = random("D", law)
    noisy = [signal("s", of=drawn, noise=2)] if isinstance(law, type(normal(0, 1))) else []
    decided = decisions("y", real=True) if noisy else x
    game = Game(players=[Player("I", decides=[decided], payoff=drawn * decided - decided**2, sees=noisy)])
    worlds = drawn_worlds(game, 200_000, np.random.default_rng(1))
    mean, square = float(law.moment(1)), float(law.moment(2))
    assert worlds["D"].mean() == pytest.approx(mean, abs=0.03)
    assert worlds["D"].var() == pytest.approx(square - mean**2, rel=0.03)
    assert extreme_worlds(game)["D"].min() <= worlds["D"].min()
    assert extreme_worlds(game)["D"].max() >= worlds["D"].max()
    for seen in noisy:
        assert worlds[seen.name].var() == pytest.approx(11, rel=0.03)
