"""Which ends and constraints bind at a candidate, and what constraints are worth."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import sympy as sp

from lsec_models.games.frozen import Frozen
from lsec_models.games.static.bounds import regime_of
from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.first_order.stacked_conditions import multiplier_of_bound, multiplier_of_brink
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.subgames import Subgames
from lsec_models.solve.numerical.units.in_units import Units, in_units

DIGITS = 15


def regime_in(subgames: Subgames, values: Mapping[str, Numbers], units: Units = MappingProxyType({})) -> str:
    """Return which decisions stop at an end, as regimes are named."""
    kinks = {symbol.name: words for symbol, words in subgames.game.kinks.items()}
    stopped = [
        kinks.get(name)
        or f"{name} = {sp.nsimplify(in_units(name, end[0], units), rational=True)}{_brink_of(name, values)}"
        for name, ends in subgames.feasible.ends(values).items()
        for end in ends
        if values[name][0] == end[0]
    ]
    binding = [bound.words for bound in subgames.game.bounds if multiplier_of_bound(bound) in values]
    return regime_of([*stopped, *binding])


def multipliers_in(game: Game, values: Mapping[str, Numbers], units: Units) -> Frozen[sp.Expr]:
    """Return what each constraint on later answers that binds is worth to the first mover."""
    binding = {bound.words: multiplier_of_bound(bound) for bound in game.bounds}
    earned = units[game.stages[0].moves[0].player]
    worth = {words: earned / units[words] for words, n in binding.items() if n in values}
    return Frozen({words: sp.Float(in_units(words, values[binding[words]][0], worth), DIGITS) for words in worth})


def is_interior(subgames: Subgames, values: Mapping[str, Numbers]) -> bool:
    """Whether nothing binds."""
    return regime_in(subgames, values) == "interior"


def is_brink(decision: str, values: Mapping[str, Numbers]) -> bool:
    """Whether an earlier mover stops just where a decision is about to leave its end."""
    return multiplier_of_brink(decision) in values


def _brink_of(decision: str, values: Mapping[str, Numbers]) -> str:
    return " (brink)" if is_brink(decision, values) else ""
