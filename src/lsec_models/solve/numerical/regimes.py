"""Which ends and constraints bind at a candidate, and what constraints are worth."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.bounds import regime_of
from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.first_order.stacked_conditions import multiplier_of_bound, multiplier_of_brink
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.subgames import Subgames
from lsec_models.solve.numerical.units.in_units import Units, in_units, unit_of

DIGITS = 15


def regime_in(subgames: Subgames, values: Mapping[str, Numbers], units: Units = MappingProxyType({})) -> str:
    """Return which decisions stop at an end, as regimes are named."""
    kinks = {symbol.name: words for symbol, words in subgames.game.kinks.items()}
    ends = subgames.feasible.ends(values)
    stopped = [
        kinks.get(decision.name)
        or f"{decision.name} = {_end_of(decision, side, number[0], units)}{_brink_of(decision.name, values)}"
        for decision in subgames.game.decisions
        for side, number in enumerate(ends[decision.name])
        if values[decision.name][0] == number[0]
    ]
    binding = [bound.words for bound in subgames.game.bounds if multiplier_of_bound(bound) in values]
    return regime_of([*stopped, *binding])


def regimes_at(subgames: Subgames, values: Mapping[str, Numbers]) -> tuple[NDArray[np.intp], list[str]]:
    """Return which decisions stop at which ends at many points: places in a list of regimes, which is returned too.

    Brinks have no mark of their own.

    Parameters
    ----------
    subgames : Subgames
    values : mapping from str to array of shape (points,)
        Parameters and all decisions.
    """
    known = {name: values[name] for name in subgames.inside.symbols}
    stopped = [known[name] == end for name, ends in subgames.feasible.ends(known).items() for end in ends]
    _, first, places = np.unique(np.array(stopped), axis=1, return_index=True, return_inverse=True)
    units = {d.name: known[unit_of(d.name)] for d in subgames.game.decisions if unit_of(d.name) in known}
    regimes = [
        regime_in(
            subgames,
            {name: value[[place]] for name, value in known.items()},
            {name: Fraction(float(unit[place])) for name, unit in units.items()},
        )
        for place in first
    ]
    return np.asarray(places).ravel(), regimes


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


def _end_of(decision: Decision, side: int, number: float, units: Units) -> sp.Expr:
    """Return an end of a decision as it is declared where it depends on parameters, else its number."""
    declared = decision.within[side]
    if declared is not None and declared.free_symbols:
        return declared
    return sp.nsimplify(in_units(decision.name, number, units), rational=True)


def _brink_of(decision: str, values: Mapping[str, Numbers]) -> str:
    return " (brink)" if is_brink(decision, values) else ""
