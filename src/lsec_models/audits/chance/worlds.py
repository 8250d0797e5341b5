"""Worlds: what is drawn at random in a game at numbers, and what players see of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product

import numpy as np
import sympy as sp

from lsec_models.evaluate.compiled import Compiled, Floats, compiled
from lsec_models.evaluate.sensitivity.drawn_parameters import draws_of, values_of
from lsec_models.games.laws import Exponential, Law, Normal, Uniform
from lsec_models.games.static.chance.information.signal import Signal
from lsec_models.games.static.game import Game

# A normal number is further from its mean, or an exponential one further above zero, about twice in a billion draws.
_DEVIATIONS, _MEANS = 6.0, 20.0
_MOST_CORNERS = 10
_KEPT = 256


def drawn_worlds(game: Game, number: int, generator: np.random.Generator) -> dict[str, Floats]:
    """Return what is drawn in each of so many worlds, by the name of each random number and signal."""
    known = {symbol.name: draws_of(symbol.law, number, generator) for symbol in game.random}
    noise = {seen.name: generator.standard_normal(number) for seen in _noisy(game)}
    return known | _seen(game, known, noise)


def extreme_worlds(game: Game) -> dict[str, Floats]:
    """Return worlds in which all that is random is at an end of its law, in each combination.

    With many random numbers, worlds in which one of them is at an end and the others are at their means.
    """
    ends = {symbol.name: _ends(symbol.law) for symbol in game.random}
    ends |= {f"noise of {seen.name}": (-_DEVIATIONS, _DEVIATIONS) for seen in _noisy(game)}
    corners = np.array(list(product(*ends.values()) if len(ends) <= _MOST_CORNERS else _one_at_a_time(ends))).T
    told = dict(zip(ends, corners, strict=True))
    known = {symbol.name: told[symbol.name] for symbol in game.random}
    return known | _seen(game, known, {seen.name: told[f"noise of {seen.name}"] for seen in _noisy(game)})


def evaluated(expression: sp.Expr, known: Mapping[str, Floats]) -> Floats:
    """Return an expression in each world."""
    names, function = _function(expression)
    (value,) = function([known[name] for name in names])
    return value


@lru_cache(maxsize=_KEPT)
def _function(expression: sp.Expr) -> tuple[tuple[str, ...], Compiled]:
    symbols = sorted(expression.free_symbols, key=lambda symbol: symbol.name)
    return tuple(symbol.name for symbol in symbols), compiled(symbols, [expression])


def _noisy(game: Game) -> list[Signal]:
    return [seen for seen in game.signals if isinstance(seen, Signal)]


def _seen(game: Game, known: Mapping[str, Floats], noise: Mapping[str, Floats]) -> dict[str, Floats]:
    return {seen.name: evaluated(seen.of, known) + float(seen.noise) ** 0.5 * noise[seen.name] for seen in _noisy(game)}


def _ends(law: Law) -> tuple[float, float]:
    if isinstance(law, Uniform):
        return float(law.low), float(law.high)
    if isinstance(law, Normal):
        reach = _DEVIATIONS * float(law.variance) ** 0.5
        return float(law.mean) - reach, float(law.mean) + reach
    if isinstance(law, Exponential):
        return 0.0, _MEANS * float(law.mean)
    values, _ = values_of(law)
    return float(values.min()), float(values.max())


def _one_at_a_time(ends: Mapping[str, tuple[float, float]]) -> list[list[float]]:
    means = [(low + high) / 2 for low, high in ends.values()]
    return [[*means[:i], end, *means[i + 1 :]] for i, (low, high) in enumerate(ends.values()) for end in (low, high)]
