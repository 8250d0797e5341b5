"""Which rest points are stable as parameters move: exact thresholds and maps, against strict equilibria by hand."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import matplotlib as mpl
import pytest
import sympy as sp

from lsec_models import EvolutionaryGame, parameters, plot, solve
from lsec_models.errors import DeclarationError, NoClosedForm, UnknownName
from lsec_models.models.mechanisms.regulation import BASELINE, regulation

mpl.use("Agg")
V, C, a, b = parameters("V C a b", positive=True)
BIRDS = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[(V - C) / 2, V], [0, V / 2]])
CYCLE = EvolutionaryGame(
    populations={"all": ["rock", "paper", "scissors"]}, payoffs=[[0, -b, a], [a, 0, -b], [-b, a, 0]]
)


def test_hawks_alone_from_where_fights_pay() -> None:
    turned = solve(BIRDS).along("V", at={"C": "7/2"})
    assert [piece.label for piece in turned.pieces] == ["hawk + dove", "hawk"]
    assert str(turned.thresholds[0]) == "7/2"
    known = solve(BIRDS).along("V", at={"C": 3}, over=(1, 5), shown="rest points")
    assert [piece.label for piece in known.pieces] == ["hawk, dove, hawk + dove (stable)", "hawk (stable), dove"]


def test_the_cycle_is_stable_above_the_diagonal() -> None:
    cells = solve(CYCLE).regions("b", "a", over={"a": (0, 2), "b": (0, 2)})
    assert cells.label_at(Fraction(1), Fraction(3, 2)) == "rock + paper + scissors"
    assert cells.label_at(Fraction(3, 2), Fraction(1)) == "nothing is stable"
    assert cells.label_at(Fraction(1), Fraction(1)) is None


def random_game(rng: Random) -> EvolutionaryGame:
    """Return a game of three populations whose payoffs are linear in two parameters."""

    def entry() -> sp.Expr:
        return rng.randint(-5, 5) + rng.randint(-3, 3) * a + rng.randint(-3, 3) * b

    table = [[[[entry() for _ in range(2)] for _ in range(2)] for _ in range(2)] for _ in range(3)]
    names = {f"p{i}": [f"p{i}x", f"p{i}y"] for i in range(3)}
    return EvolutionaryGame(populations=names, payoffs=table)


def strict(game: EvolutionaryGame, point: dict[sp.Symbol, Fraction]) -> set[str]:
    """Return the profiles that everybody would lose by leaving, from the payoffs as declared."""
    found = set()
    for k in range(8):
        profile = [k // 4, k // 2 % 2, k % 2]
        losses = []
        for i, name in enumerate(game.names):
            there = [1 - s if j == i else s for j, s in enumerate(profile)]
            one, other = (game.payoffs[name][p[0]][p[1]][p[2]] for p in (profile, there))
            losses.append((one - other).subs({s: sp.Rational(str(x)) for s, x in point.items()}))
        if min(losses) > 0:
            found.add(" / ".join(game.populations[n][s] for n, s in zip(game.names, profile, strict=True)))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_maps_of_three_populations_say_what_is_strict(seed: int) -> None:
    rng = Random(f"maps {seed}")
    game = random_game(rng)
    cells = solve(game).regions(a, b, over={"a": (0, 4), "b": (0, 4)})
    for _ in range(12):
        x, y = (Fraction(rng.randint(1, 399), 101) for _ in range(2))
        label = cells.label_at(x, y)
        expected = strict(game, {a: x, b: y})
        assert label is None or set(label.split(", ")) == (expected or {"nothing is stable"})


@pytest.mark.slow
def test_a_map_of_three_populations_with_nine_parameters_is_drawn() -> None:
    found = solve(regulation())
    fixed = {s.name: BASELINE[s.name] for s in found.domain.ring.symbols if s.name not in ("f", "k")}
    cells = found.regions("f", "k", at=fixed, over={"f": (0, 20), "k": (0, 8)})
    assert set(cells.labels) == {"lax / supervise / complain", "lax / ignore / complain", "nothing is stable"}
    assert plot(cells) is not None


def test_what_is_refused() -> None:
    found = solve(BIRDS)
    bad: list[tuple[Any, type[Exception], str]] = [
        (lambda: found.along("W", at={"C": 1}), UnknownName, "no parameter 'W'"),
        (lambda: found.along("V", at={"C": 1, "V": 2}), DeclarationError, "leave it out of at="),
        (lambda: found.along("V"), DeclarationError, "no value for C"),
        (lambda: found.along("V", at={"C": 1}, over=(3, 2)), DeclarationError, "is empty"),
        (lambda: found.along("V", at={"C": 1}, shown="all"), DeclarationError, "'stable', 'rest points'"),
        (lambda: found.regions("V", "C", over={"V": (0, 1)}), DeclarationError, "no range for C"),
        (lambda: found.regions("V", "C", over={"V": (0, 1), "C": (0, None)}), DeclarationError, "needs two numbers"),
    ]
    for ask, kind, words in bad:
        with pytest.raises(kind, match=words):
            ask()
    zero_sum = EvolutionaryGame(populations={"all": ["r", "p", "s"]}, payoffs=[[0, -a, a], [a, 0, -a], [-a, a, 0]])
    with pytest.raises(NoClosedForm, match="an eigenvalue lies on the imaginary axis whatever the parameters are"):
        solve(zero_sum).along("a")
    with pytest.raises(NoClosedForm, match="not in closed form"):
        solve(regulation()).along(
            "k", at={n: x for n, x in BASELINE.items() if n not in ("k", "n")}, shown="rest points"
        )
