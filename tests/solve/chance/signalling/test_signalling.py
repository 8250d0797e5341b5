"""Signalling games: textbooks exactly, and random games against enumeration over grids of signals and beliefs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp

from families.signalling import random_signalling_game
from lsec_models import (
    Choice,
    Game,
    Player,
    decisions,
    discrete,
    normal,
    parameters,
    random,
    read_game,
    solve,
    sweep,
    uniform,
)
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, NotQuadratic, OutsideDomain, UnknownName
from lsec_models.games.static.results.signalling_equilibria import SignalRange

rho = parameters("rho", positive=True)
e, w, x = decisions("e"), decisions("w"), decisions("x")
hard = decisions("e", positive=True)
kind = random("kind", discrete({1: 1 - rho, 2: rho}))


def school(cost: Any = e / kind, of: Any = kind, worth: Any = None, signal: Any = e, response: Any = w) -> Game:
    """Return Spence's job market: a worker of productivity 1 or 2 goes to school, a firm pays what it expects."""
    worth = of if worth is None else worth
    worker = Player("worker", decides=[signal], payoff=response - cost, sees=[of])
    firm = Player("firm", decides=[response], payoff=-((response - worth) ** 2))
    return Game(players=[worker, firm], order=["worker", "firm"], report={"years": signal, "surplus": worth - cost})


def test_spence_1973() -> None:
    """Productivity 1 and 2, costs y and y/2: any y from 1 to 2 separates; where types pool, a wage of 5/4 is paid."""
    found = solve(school(), at={"rho": "1/4"})
    assert [str(family.ranges[0]) for family in found.families] == [
        "e from 1 to 2",
        "e from 0 to 1/4",
        "e above 1/4, below 1",
    ]
    assert found.worse_signals == (0,)
    assert (found.worse, found.better) == (1, 2)
    least = found.least_cost
    assert least.values == {
        "e if kind is 1": 0,
        "w if kind is 1": 1,
        "worker if kind is 1": 1,
        "e if kind is 2": 1,
        "w if kind is 2": 2,
        "worker if kind is 2": sp.Rational(3, 2),
        "worker": sp.Rational(9, 8),
        "firm": 0,
        "years": sp.Rational(1, 4),
        "surplus": sp.Rational(9, 8),
    }
    assert least.beliefs == {0: 0, 1: 1}
    assert "after any other e, kind = 1 is believed" in str(least)
    assert [family.intuitive for family in found.families[1:]] == [(), ()]
    assert [str(one) for one in found.family("separating").intuitive] == ["e = 1"]
    assert found.complete
    assert found.evidence.established
    with pytest.raises(OutsideDomain, match="ask for least_cost"):
        found.only()


def test_the_better_type_is_found() -> None:
    """Who would rather be taken for the lower value, because it costs the receiver more to trust the higher one."""
    risk = random("risk", discrete({1: "1/2", 3: "1/2"}))
    found = solve(school(cost=e * risk, of=risk, worth=5 - risk), at={})
    assert (found.worse, found.better) == (3, 1)
    assert found.least_cost["e if risk is 1"] == sp.Rational(2, 3)


def test_a_price_that_tells_quality() -> None:
    """A seller whose product is worth 1 or 2 more, and costs more if it is better, to buyers of linear demand.

    The worse seller's price is the monopoly price 3/2 of demand 3 - p. The better one, at cost 1, would charge 5/2 if
    its product were known to be good, and keeps the other from following only by a higher price: (4 - p) p <= 9/4.
    """
    theta, p = random("theta", discrete({0: "1/2", 1: "1/2"})), decisions("p", within=(1, 5))
    seller = Player("seller", decides=[p], payoff=(p - theta) * x, sees=[theta])
    buyers = Player("buyers", decides=[x], payoff=(3 + theta - p) * x - x**2 / 2)
    found = solve(Game(players=[seller, buyers], order=["seller", "buyers"]), at={})
    assert found.worse_signals == (sp.Rational(3, 2),)
    price = found.least_cost["p if theta is 1"]
    assert sp.simplify(price - (2 + sp.sqrt(7) / 2)) == 0
    assert sp.simplify(found.least_cost["x if theta is 1"] - (2 - sp.sqrt(7) / 2)) == 0


def test_schooling_that_costs_both_alike_tells_nothing() -> None:
    """Then types separate only where both are indifferent, and pooling is not upset."""
    found = solve(school(cost=e), at={"rho": "1/2"})
    pooling = found.family("pooling")
    assert [str(one) for one in pooling.ranges] == ["e from 0 to 1/2"]
    assert pooling.intuitive == pooling.ranges
    assert [str(one) for one in found.family("separating").ranges] == ["e = 1"]


def test_no_equilibrium_where_a_type_gains_without_bound() -> None:
    found = solve(school(cost=-e), at={"rho": "1/2"})
    assert found.is_none
    assert "gains without bound along e" in str(found)
    assert "in which the sender does not mix" in str(found)


def test_not_resolved_where_belief_helps_one_type_and_hurts_the_other() -> None:
    worker = Player("worker", decides=[e], payoff=(3 - 2 * kind) * w - e, sees=[kind])
    firm = Player("firm", decides=[w], payoff=-((w - kind) ** 2))
    found = solve(Game(players=[worker, firm], order=["worker", "firm"]), at={"rho": "1/2"})
    assert found.status == "open"
    assert not found.evidence.established
    assert "helps one type of worker and hurts the other" in str(found)


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12))])
def test_random_games_against_enumeration(seed: int) -> None:
    drawn = random_signalling_game(seed)
    found = solve(drawn.game, at={})
    assert found.status == "found"
    assert drawn.mistakes(found) == []


def test_enumeration_sees_what_is_wrong() -> None:
    """A game that is not the one that was solved is told from it."""
    drawn, other = random_signalling_game(1), random_signalling_game(3)
    assert other.mistakes(solve(drawn.game, at={}))


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        (lambda: solve(school()), DeclarationError, r"write solve\(game, at=\{'rho'"),
        (lambda: solve(school(), at={"rho": 1}), DeclarationError, "and only one type there"),
        (lambda: solve(school(), at={"rho": 2}), OutsideDomain, "does not hold|is not defined"),
        (lambda: solve(school(), at={"rho": "1/2"}, ties="against"), DeclarationError, "leave ties= out"),
        (lambda: school(cost=hard / kind, signal=hard), DeclarationError, "declare it nonnegative"),
        (
            lambda: school(e, of=random("k", discrete({1: "1/3", 2: "1/3", 3: "1/3"}))),
            DeclarationError,
            "k has 3 values",
        ),
        (lambda: solve(school(cost=e * w**2), at={"rho": "1/2"}), NotQuadratic, "worker: .* not linear in w"),
        (lambda: solve(_firm(-((w - kind) ** 4)), at={"rho": "1/2"}), NotQuadratic, "firm: .* not quadratic in w"),
        (
            lambda: _firm(-((w - kind) ** 2), order=["firm", "worker"]),
            DeclarationError,
            r"write order=\['worker', ...\]",
        ),
        (lambda: _firm(-((w - kind) ** 2), order=[("firm", "worker")]), DeclarationError, "one player sees the type"),
        (lambda: _firm(-((w - kind) ** 2), sees=[kind]), DeclarationError, "for 'worker' alone"),
        (lambda: _firm(kind * w - w**2, more=[random("z", normal(0, 1))]), DeclarationError, "z is seen too"),
        (
            lambda: _firm(-((w - kind) ** 2), order=["worker", kind, "firm"]),
            DeclarationError,
            "which the order draws after",
        ),
        (
            lambda: _firm(w - w**2, more=[random("k", discrete({1: "1/2", 2: "1/2"}))]),
            DeclarationError,
            "is another one; .* take kind out of sees=",
        ),
        (lambda: _chosen(), DeclarationError, r"write solve\(game, at=\{'rho'"),
    ],
)
def test_named_errors(wrong: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        wrong()


def _firm(payoff: Any, sees: Any = (), order: Any = ("worker", "firm"), more: Any = ()) -> Game:
    worker = Player("worker", decides=[e], payoff=w - e / kind, sees=[kind, *more])
    return Game(players=[worker, Player("firm", decides=[w], payoff=payoff, sees=sees)], order=order)


def _chosen() -> Any:
    return solve(Choice(by="worker", among={"school": school(), "cheap": school(cost=e / 2 / kind)}))


FILE = """
order = ["worker", "firm"]
[parameters]
positive = ["rho"]
[random]
kind = {discrete = [["1", "1 - rho"], ["2", "rho"]]}
[players.worker]
decides = ["e"]
sees = ["kind"]
payoff = "w - e/kind"
[players.firm]
decides = ["w"]
payoff = "-(w - kind)^2"
"""


def test_game_files_and_the_command_line(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert [str(one) for one in solve(read_game(FILE), at={"rho": "1/4"}).families][:1] == [
        "separating: e from 1 to 2 (intuitive criterion: passed by e = 1)"
    ]
    (tmp_path / "school.toml").write_text(FILE, encoding="utf-8")
    assert main(["solve", str(tmp_path / "school.toml"), "--set", "rho=1/4"]) == 0
    said = capsys.readouterr().out
    assert "least-cost separating" in said
    assert "all pooling: e from 0 to 1/4 (intuitive criterion: none passes)" in said


@pytest.mark.slow
def test_a_sweep_is_the_least_cost_separating_equilibrium_at_each_point(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Types 1 and t: who is better goes to school for t - 1 years, whatever the share of the others."""
    t = parameters("t", positive=True)
    of = random("kind", discrete({1: 1 - rho, t: rho}))
    game = school(cost=e / of, of=of)
    data = sweep(game, over={"t": (1.5, 3, 3), "rho": [0.25, 0.5]}, at={})
    assert data["e if better"].values == pytest.approx(np.repeat(np.linspace(1.5, 3, 3)[:, None] - 1, 2, axis=1))
    assert (data["w if worse"].values == 1).all()
    assert set(data.regime.attrs["regimes"].splitlines()) == {"separating, pooling, semi-separating"}
    assert data.attrs["evidence"].startswith("solved exactly at 6 points: one least-cost separating equilibrium")
    one = solve(game, at={"t": 3, "rho": "1/2"}).least_cost
    assert float(data["surplus"][-1, -1]) == float(one["surplus"])
    below = sweep(game, over={"t": [0.5, 1]}, at={"rho": "1/2"})
    assert float(below["e if better"][0]) == float(
        solve(game, at={"t": "1/2", "rho": "1/2"}).least_cost["e if kind is 1"]
    )
    assert np.isnan(below["e if better"][1])
    assert below.violated.attrs["conditions"] == "only one type"
    (tmp_path / "school.toml").write_text(FILE, encoding="utf-8")
    assert main(["sweep", str(tmp_path / "school.toml"), "--over", "rho=0.25:0.75:3", "--quantity", "e if better"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("rho,e if better")


def test_a_sweep_says_where_there_are_several_or_none() -> None:
    far = decisions("e", real=True)
    several = sweep(school(cost=far**2 / kind, signal=far), over={"rho": [0.5]})
    assert several.violated.attrs["conditions"] == "several least-cost separating equilibria"
    short = decisions("e", within=(0, sp.Rational(1, 2)))
    pooled = sweep(school(cost=short / kind, signal=short), over={"rho": [0.5]})
    assert pooled.violated.attrs["conditions"] == "no separating equilibrium"


def test_a_game_whose_criterion_turns_at_roots_of_high_degree() -> None:
    """Roots of degree twenty and more are never looked at by themselves where what is beside them tells."""
    found = solve(random_signalling_game(64).game, at={})
    assert not any(family.undecided for family in found.families)


def test_a_report_that_is_not_defined_everywhere() -> None:
    worker = Player("worker", decides=[e], payoff=w - e / kind, sees=[kind])
    firm = Player("firm", decides=[w], payoff=-((w - kind) ** 2))
    report = {"rate": w / e, "times": w / (e + 1)}
    least = solve(Game(players=[worker, firm], order=["worker", "firm"], report=report), at={"rho": "1/2"}).least_cost
    assert least["times"] == 1
    with pytest.raises(UnknownName, match="divides by zero"):
        least["rate"]


def test_a_signal_of_either_sign_and_numbers_that_are_put_in() -> None:
    """What worries the worker about being far from nothing in either direction; the least costs are two."""
    far = decisions("e", real=True)
    game = school(cost=far**2 / kind, signal=far).with_values(rho="1/2")
    found = solve(game, at={})
    assert [str(one) for one in found.family("separating").ranges] == [
        f"e from {-sp.sqrt(2)} to -1",
        f"e from 1 to {sp.sqrt(2)}",
    ]
    assert {one["e if kind is 2"] for one in found} == {-1, 1}
    with pytest.raises(OutsideDomain, match="2 least-cost separating equilibria"):
        _ = found.least_cost


def test_ranges_of_signals_without_ends() -> None:
    ends = [(sp.oo, True), (sp.S.One, True), (sp.S.One, False)]
    shown = [str(SignalRange(signal="e", low=-sp.oo, high=high, with_high=own)) for high, own in ends]
    assert shown == ["any e", "e up to 1", "e below 1"]


def test_what_nobody_sees_counts_by_its_expected_value() -> None:
    luck = random("luck", uniform(0, 2))
    found = solve(school(worth=kind * luck, cost=e / kind + luck - 1), at={"rho": "1/4"})
    plain = solve(school(), at={"rho": "1/4"})
    assert [str(family) for family in found.families] == [str(family) for family in plain.families]
    assert found.least_cost["worker"] == plain.least_cost["worker"]
    # A wage misses what turns out by the variance of luck, a third, times what the worker produces, squared.
    assert found.least_cost["firm"] == -(sp.Rational(3, 4) + sp.Rational(1, 4) * 4) / 3
