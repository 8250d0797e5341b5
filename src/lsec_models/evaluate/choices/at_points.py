"""A solved choice at the points of a grid: the mode that is picked, and what everybody decides and has in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.evaluate.attributes import attributes_of, payoff_attributes
from lsec_models.evaluate.closed_forms.closed_forms import Swept
from lsec_models.evaluate.point_by_point.points import FoundAtPoint, outside
from lsec_models.games.choice.at_point import NO_MODE, NO_PURE_EQUILIBRIUM, ChoicePoint
from lsec_models.games.choice.declaration import mode_label
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.choice.solved_modes import SolvedMode

SEVERAL_PURE = "several pure equilibria"


def choice_at(choice: ChoiceEquilibrium, point: Mapping[str, Fraction]) -> FoundAtPoint:
    """Return what is picked at a point; its regime is the label of the mode, or of several in a tie.

    In a tie, values are those of the mode that is declared first, as at a point.
    """
    symbols = choice.ring.symbols
    failing = outside(choice.domain, symbols, point)
    if failing:
        return FoundAtPoint(failing=failing)
    found = choice.decided_at({symbol: point[symbol.name] for symbol in symbols})
    if not found.is_decided:
        return FoundAtPoint(failing=_undecided(found))
    return FoundAtPoint(regime=found.label, values={**_values_in(found), **found.values[found.mode]})


def labels_of_modes(choice: ChoiceEquilibrium) -> Iterator[str]:
    """Yield what is picked where nothing ties, in words."""
    for name, mode in choice.modes.items():
        label = mode_label(name)
        if isinstance(mode.solved, ChoiceEquilibrium):
            yield from (f"{label}: {inner}" for inner in labels_of_modes(mode.solved))
        else:
            yield label


def quantities_of_choice(choice: ChoiceEquilibrium) -> dict[str, dict[str, str]]:
    """Return the quantities of all modes, with the attributes on which these agree, and where they are not defined."""
    by_mode = {mode_label(name): _quantities_in(mode, choice) for name, mode in choice.modes.items()}
    names = dict.fromkeys(name for quantities in by_mode.values() for name in quantities)
    return {name: _attributes(name, by_mode) for name in names}


def _undecided(found: ChoicePoint) -> str:
    if found.chosen:
        return SEVERAL_PURE
    return NO_PURE_EQUILIBRIUM if found.available else NO_MODE


def _values_in(found: ChoicePoint) -> Mapping[str, sp.Expr]:
    """Return the numbers of the equilibrium that is reached by what is picked, in inner choices too."""
    inner: Any = found.available[found.mode]
    if isinstance(inner, ChoicePoint):
        return {**_values_in(inner), **inner.values[inner.mode]}
    return dict(inner.values)


def _quantities_in(mode: SolvedMode, choice: ChoiceEquilibrium) -> dict[str, dict[str, str]]:
    """Return the quantities of a mode, and the payoffs of those who take no part in it but have a reservation."""
    solved = mode.solved
    found: dict[str, dict[str, str]] = {}
    if isinstance(solved, ChoiceEquilibrium):
        found = quantities_of_choice(solved)
    elif isinstance(solved, Swept):
        found = {name: attributes_of(solved.game, name) for name in solved.names}
    if solved is None:
        return found
    return found | {name: payoff_attributes(name) for name in choice.choice.players if name in mode.reservations}


def _attributes(name: str, by_mode: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, str]:
    first, *others = (quantities[name] for quantities in by_mode.values() if name in quantities)
    shared = {key: words for key, words in first.items() if all(other.get(key) == words for other in others)}
    undefined = [label for label, quantities in by_mode.items() if name not in quantities]
    return shared | ({"undefined": "; ".join(undefined)} if undefined else {})
