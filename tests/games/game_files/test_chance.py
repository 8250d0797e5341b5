"""Game files with laws and signals."""

from __future__ import annotations

from pathlib import Path

import pytest
import sympy as sp

from lsec_models import Game, LsecError, Player, decisions, normal, parameters, random, read_game, signal, uniform
from lsec_models.cli import main

a, p, c, B, V, t = parameters("a p c B V t", positive=True)


def test_a_newsvendor_chain() -> None:
    read = read_game("""
    order = ["maker", "shop", "D"]
    assuming = ["p > c"]
    [parameters]
    positive = ["p", "c", "B"]
    [random]
    D = {uniform = ["0", "B"]}
    [definitions]
    sold = {min = ["q", "D"]}
    [players.maker]
    decides = ["w"]
    payoff = "(w - c)*q"
    [players.shop]
    decides = ["q"]
    within.q = ["0", "B"]
    payoff = "p*sold - w*q"
    """)
    demand, w, q = random("D", uniform(0, B)), decisions("w"), decisions("q", within=(0, B))
    shop = Player("shop", decides=[q], payoff=p * sp.Min(q, demand) - w * q)
    written = Game(
        players=[Player("maker", decides=[w], payoff=(w - c) * q), shop],
        order=["maker", "shop", demand],
        assuming=[p > c],
    )
    assert read.random == (demand,)
    assert read.ratios == written.ratios
    assert (read.label, read.domain) == (written.label, written.domain)


def test_signals() -> None:
    read = read_game("""
    order = ["s_1", "firm"]
    [parameters]
    positive = ["a", "V", "t"]
    [random]
    zeta = {normal = ["0", "V"]}
    [signals]
    s_1 = {of = "zeta", noise = "1/t"}
    [players.firm]
    decides = ["q"]
    real = ["q"]
    payoff = "(a + zeta - q)*q"
    sees = ["s_1"]
    """)
    zeta, q = random("zeta", normal(0, V)), decisions("q", real=True)
    assert read.signals == (signal("s_1", of=zeta, noise=1 / t),)
    assert read.players[0].payoff == (a + zeta - q) * q


@pytest.mark.parametrize(
    ("law", "shown"),
    [
        ('{discrete = [["1", "0.25"], ["3", "3/4"]]}', "discrete({1: 1/4, 3: 3/4})"),
        ('{exponential = "2"}', "exponential(2)"),
        ("{sample = [3, 1, 2.5]}", "sample of 3 numbers from 1 to 3"),
    ],
)
def test_laws(law: str, shown: str) -> None:
    assert shown in str(_read(law).random[0].law)


@pytest.mark.parametrize(
    ("law", "words"),
    [
        ('{unifrm = ["0", "1"]}', "random.D: this must be a law: .* did you mean 'uniform'"),
        ("3", "random.D: this must be a law"),
        ('{uniform = ["0"]}', r"random.D: write \{uniform ="),
        ('{uniform = ["1", "0"]}', "line 2: random.D: .* swap them"),
        ('{normal = ["0", "-1"]}', "a variance must be positive"),
        ('{discrete = [["1", "0.5"]]}', "probabilities sum to 1/2"),
        ('{discrete = [["1", "0.5"], ["1.0", "0.5"]]}', "a value stands twice"),
        ('{discrete = "1"}', r"random.D: write \{discrete ="),
        ('{sample = ["x"]}', "the text is not a number"),
        ('{sample = "x"}', r"random.D: write \{sample ="),
        ('{uniform = ["0", "q"]}', "the name 'q' is unknown"),
    ],
)
def test_what_is_no_law(law: str, words: str) -> None:
    with pytest.raises(LsecError, match=words):
        _read(law)


@pytest.mark.parametrize(
    ("signals", "sees", "words"),
    [
        ('s = "D"', '["s"]', "signals.s: this must be a table"),
        ('s = {of = "1"}', '["s"]', "signals.s: .* nothing random in it"),
        ('s = {of = "D", noise = "0"}', '["s"]', "must be positive"),
        ('s = {of = "D"}', '["r"]', "players.I.sees: 'r' is neither a signal nor random"),
        ('s = {of = "D"}', '"s"', "players.I.sees: this must be a list of names"),
        ('s = {of = "D"}', "[]", r'line \d: signals.s: it is seen by nobody; write sees = \["s"\] for a player'),
        ('s = {of = "D"}\nr = {of = "D"}', '["s"]', "signals.r: it is seen by nobody"),
    ],
)
def test_what_is_no_signal(signals: str, sees: str, words: str) -> None:
    with pytest.raises(LsecError, match=words):
        _read('{normal = ["0", "1"]}', f"[signals]\n{signals}\n", f"sees = {sees}")


def test_the_command_line_solves_against_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numbers = list(range(1, 51))
    file = tmp_path / "shop.toml"
    file.write_text(
        f"""
        [parameters]
        positive = ["p", "c"]
        [random]
        D = {{sample = {numbers}}}
        [definitions]
        sold = {{min = ["q", "D"]}}
        [players.shop]
        decides = ["q"]
        payoff = "p*sold - c*q"
        """,
        encoding="utf-8",
    )
    assert main(["solve", str(file), "--set", "p=10", "c=3.3"]) == 0
    assert "q = 34," in capsys.readouterr().out
    assert main(["solve", str(file)]) != 0
    assert "give a number for every parameter" in capsys.readouterr().err


def _read(law: str, signals: str = "", sees: str = "") -> Game:
    player = f'[players.I]\ndecides = ["q"]\nreal = ["q"]\npayoff = "D*q - q^2"\n{sees}\n'
    game = read_game(f"[random]\nD = {law}\n{signals}{player}")
    assert isinstance(game, Game)
    return game
