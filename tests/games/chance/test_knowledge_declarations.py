"""Signals: what may be declared, and named errors for what may not."""

from __future__ import annotations

from typing import Any

import pytest

from lsec_models import Game, Player, decisions, normal, parameters, random, signal, uniform
from lsec_models.errors import DeclarationError

a, V, t = parameters("a V t", positive=True)
x, y = decisions("x y", real=True)
z, b = random("z", normal(0, V)), random("b", uniform(0, 1))
third = Player("C", decides=[decisions("u", real=True)], payoff=-(decisions("u", real=True) ** 2))
seen, other = signal("s", of=z, noise=1 / t), signal("r", of=z, noise=1)


def _game(
    payoff: Any = z * x - x**2, sees: Any = (seen,), others: Any = (), order: Any = None, more: Any = (), **rest: Any
) -> Game:
    players = [
        *more,
        Player("A", decides=[x], payoff=payoff, sees=sees),
        Player("B", decides=[y], payoff=x * y - y**2, sees=others),
    ]
    return Game(players=players, order=order, **rest)


def test_a_game_knows_its_signals() -> None:
    game = _game(order=[seen, ("A", "B")])
    assert game.signals == (seen,)
    assert game.random == (z,)
    assert game.parameters == (V, t)
    assert "A sees s" in str(game)
    assert "signal s of z with noise of variance 1/t" in str(game)
    assert _game(sees=[z, seen]).signals == (seen, z)
    numbers = game.with_values(V=2, t=4)
    assert (str(numbers.signals[0].noise), numbers.parameters) == ("1/4", ())
    assert signal("s", of=z, noise=2) != signal("s", of=z, noise=3)
    assert seen.with_parameters({a: b}) is seen
    with pytest.raises(DeclarationError, match=r"decisions are functions of them; solve it by itself, solve\(game\)"):
        _ = game.representative


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: signal("s", of=z, noise=0), "is a variance, and must be positive"),
        (lambda: signal("s", of=z, noise=-a), "is a variance, and must be positive"),
        (lambda: signal("s", of=a, noise=1), "nothing random in it"),
        (lambda: signal("s", of=b, noise=1), "has the law uniform"),
        (lambda: signal("s", of=z**2, noise=1), "is not linear in what is random"),
        (lambda: signal("s", of=z + x, noise=1), "x is not a parameter"),
        (lambda: signal("", of=z), "non-empty string"),
        (lambda: Player("A", decides=[x], payoff=-(x**2), sees=[y]), "which is not a signal"),
        (lambda: Player("A", decides=[x], payoff=-(x**2), sees="s"), "with the symbols that signal"),
        (lambda: _game(payoff=b * x - x**2), "all that is random is normal"),
        (lambda: _game(payoff=seen * x - x**2, sees=[]), "signal s is seen by nobody"),
        (lambda: _game(payoff=other * x - x**2), "signal r is seen by nobody"),
        (lambda: _game(order=["A", seen, "B"]), "'A' sees s, which the order draws after"),
        (lambda: _game(order=[x, "B", z]), "say who sees it"),
        (lambda: _game(order=[("A", "B"), "C"], more=[third]), "which 'C' in stage 2 does not see, and may infer"),
        (lambda: _game(constraints=[x <= 1]), "not solved together with constraints="),
        (lambda: _game(given=[decisions("w")]), "not solved together with given="),
        (lambda: _game(expectations={decisions("N", real=True): x}), "not solved together with expectations="),
        (lambda: _game(report={"s": x}), "is a reported quantity and random"),
    ],
)
def test_named_errors(wrong: Any, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        wrong()


def test_decisions_have_no_ends() -> None:
    q = decisions("q")
    with pytest.raises(DeclarationError, match=r"decisions\('q', real=True\), in a game file by real = \[\"q\"\]"):
        Game(players=[Player("A", decides=[q], payoff=z * q - q**2, sees=[seen])])
