"""Piecewise equilibria of small random games against nested optimisation.

`benchmarks/corner_games.py` does the same with all games, whatever their size.
"""

from __future__ import annotations

from collections import Counter
from itertools import count, islice

import pytest
import sympy as sp

from corner_comparison import Comparison, Verdict, comparisons
from random_games import RandomGame, random_game

GAMES = 6


def is_small(drawn: RandomGame) -> bool:
    """Whether regimes are soon found and proved: few decisions, and parameters only where they move no slope."""
    game = drawn.game
    bilinear = any(
        not value.is_number
        for player in game.players
        for powers, value in sp.Poly(player.payoff, *game.decisions).terms()
        if sum(powers) == 2
    )
    return len(game.decisions) <= 3 and len(game.parameters) <= 2 and not bilinear


@pytest.fixture(scope="module")
def found() -> list[Comparison]:
    fit = (drawn for drawn in map(random_game, count()) if is_small(drawn))
    return [comparison for drawn in islice(fit, GAMES) for comparison in comparisons(drawn, effort="quick")]


@pytest.mark.slow
def test_nested_optimisation_never_contradicts_a_piecewise_equilibrium(found: list[Comparison]) -> None:
    assert [comparison for comparison in found if comparison.verdict is Verdict.DISAGREE] == []


@pytest.mark.slow
def test_nearly_all_comparisons_are_resolved(found: list[Comparison]) -> None:
    verdicts = Counter(comparison.verdict for comparison in found)
    assert verdicts[Verdict.AGREE] > 0.95 * len(found)
    assert len(found) > 4 * GAMES
