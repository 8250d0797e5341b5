"""Rational payoffs that elimination does not reach: candidates found in numbers, over points as over grids."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.cli import main
from lsec_models.solve.numerical.solutions import numerical_solutions_at
from lsec_models.solve.searched import is_searched

a, b = parameters("a b", positive=True)
w, m, n, q = decisions("w m n q")


def chain(cost: sp.Expr, *, four: bool = False) -> Game:
    margins = [w, m, n] if four else [w, m]
    names = ["maker", "agent", "streamer"][: len(margins)]
    players = [Player(name, decides=[x], payoff=x * q) for name, x in zip(names, margins, strict=True)]
    shop = Player("shop", decides=[q], payoff=(a - sum(margins)) * q - cost)
    return Game(players=[*players, shop], order=[*names, "shop"])


@pytest.mark.slow
def test_four_stages() -> None:
    found = solve(chain(q**4, four=True), at={"a": 64}).only()
    assert [float(found[name]) for name in ("w", "m", "n", "q")] == pytest.approx([48, 12, 3, 4 ** (-1 / 3)], rel=1e-12)


def test_a_last_reply_is_linear_only_after_a_factor_of_the_denominator_is_cancelled() -> None:
    # p = (1 + 3 (w + m)) / 2, m = (1 + w) / 2.
    p = decisions("p")
    demand = 1 / (1 + p) ** 3
    payoffs = {"maker": w * demand, "agent": m * demand, "shop": (p - w - m) * demand}
    players = [Player(name, decides=[x], payoff=payoffs[name]) for name, x in zip(payoffs, (w, m, p), strict=True)]
    found = solve(Game(players=players, order=list(payoffs)), at={}).only()
    assert [float(found[name]) for name in ("w", "m", "p")] == pytest.approx([1 / 2, 3 / 4, 19 / 8], rel=1e-12)


def test_a_sweep_has_the_candidates_and_says_so() -> None:
    # Each margin takes two thirds of what it finds; at a single point that is exact.
    data = sweep(chain(b * q**3), over={a: [3, 9]}, at={b: 2})
    np.testing.assert_allclose(data["w"], [2, 6], rtol=1e-12)
    assert data.attrs["caveat"].startswith("not established: candidates")


@pytest.mark.parametrize(
    ("game", "searched"),
    [
        (chain(q**2), False),
        (chain(q**2, four=True), False),
        (chain(q**3), True),
        (chain(q**2 + q / (1 + m)), False),
        (chain(q**2 * (1 + w), four=True), True),
        (Game(players=[Player("shop", decides=[q, w], payoff=q * w - q**4 - w**4)]), False),
    ],
)
def test_who_is_searched(game: Game, searched: bool) -> None:
    assert is_searched(game) is searched


FILE = """
order = ["maker", "agent", "shop"]

[parameters]
positive = ["a"]

[players.maker]
decides = ["w"]
payoff = "w*q"

[players.agent]
decides = ["m"]
payoff = "m*q"

[players.shop]
decides = ["q"]
payoff = "(a - w - m)*q - q**3"
"""


def test_the_command_line_solves_and_sweeps_what_has_no_closed_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "chain.toml"
    file.write_text(FILE, encoding="utf-8")
    assert main(["solve", str(file), "--set", "a=9"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Equilibrium of maker > agent > shop at a = 9")
    assert "    w = 6" in shown
    assert main(["sweep", str(file), "--over", "a=3,9", "--quantity", "w"]) == 0
    captured = capsys.readouterr()
    assert [float(row["w"]) for row in csv.DictReader(captured.out.splitlines())] == pytest.approx([2, 6])
    assert captured.err == "lsec: not established: candidates, found in numbers\n"


def drawn(seed: int) -> Game:
    """A game of three stages that elimination reaches too: the last decision enters its owner's payoff squared."""
    dice = random.Random(seed)
    every = decisions("x y z", within=(0, 4))
    players = []
    for name, own in zip("ABC", every, strict=True):
        payoff = dice.randint(1, 6) * own - sp.Rational(dice.randint(1, 4), 2) * own ** (2 if own is every[-1] else 4)
        payoff += sum(sp.Rational(dice.randint(-3, 3), 4) * own * other for other in every if other is not own)
        players.append(Player(name, decides=[own], payoff=payoff))
    return Game(players=players, order=["A", "B", "C"])


@pytest.mark.slow
def test_what_is_found_in_numbers_is_what_is_found_exactly() -> None:
    compared = 0
    for seed in range(4):
        game = drawn(seed)
        exact, found = solve(game, at={}), numerical_solutions_at(game, {})
        if exact.status == found.status == "found" and len(exact) == 1:
            names = [decision.name for decision in game.decisions]
            pairs = ((float(exact[0][name]), float(found.only()[name])) for name in names)
            assert all(one == pytest.approx(other, rel=1e-9, abs=1e-9) for one, other in pairs), seed
            compared += 1
    assert compared >= 2
