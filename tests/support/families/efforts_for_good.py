"""Efforts that are constant over time, moved for good: payoffs of a linear motion without a value function.

With constant efforts, what stocks are on discounted average solves linear equations, so that payoffs that are linear in
stocks are those of that average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from grids.deviations import FACTORS, Tried


def efforts_for_good(solved: Any, points: Sequence[Mapping[sp.Symbol, Any]]) -> Tried:
    """Try multiples of each constant strategy, for all time, from stocks of zero."""
    game, found = solved.game, Tried()
    states, rate = list(game.states), sp.sympify(game.discount)
    average = sp.solve([rate * state - game.states[state] for state in states], states, dict=True)[0]
    known = {s.name: np.array([float(point[s]) for point in points]) for s in game.parameters}

    def value(expression: sp.Expr, at: Mapping[str, np.ndarray]) -> np.ndarray:
        symbols = sorted(expression.free_symbols, key=str)
        return np.asarray(sp.lambdify(symbols, expression, "numpy")(*(at[s.name] for s in symbols)), dtype=float)

    strategies = {name: sp.sympify(strategy) for name, strategy in solved.strategies.items()}
    assert not {s for strategy in strategies.values() for s in strategy.free_symbols} & set(states)
    at = known | {name: value(strategy, known) for name, strategy in strategies.items()}
    for player in game.players:
        earned = sp.expand(sp.sympify(player.payoff).subs(average) / rate)
        size = sum(np.abs(value(part, at)) for part in sp.Add.make_args(earned))
        for decision in player.decides:
            moved = at | {decision.name: at[decision.name] * np.array(FACTORS, dtype=float)[:, None]}
            gains = (value(earned, moved) - value(earned, at)) / size
            found.add(f"{player.name} in {decision.name}", gains, np.isfinite(gains))
    return found
