"""Numbers of decisions and payoffs in the units that results are to have."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from lsec_models.solve.numerical.graph.compiled_values import Numbers

Units: TypeAlias = Mapping[str, Fraction]


def unit_of(name: str) -> str:
    """Return the name of the unit of a decision or payoff, which is a symbol of a game's graph.

    Examples
    --------
    >>> unit_of("p")
    'unit of p'
    """
    return f"unit of {name}"


def in_units(name: str, value: float, units: Units) -> float:
    """Return a number of a decision or payoff in the unit of results."""
    return float(value) * float(units.get(name, 1))


def shown(decisions: Mapping[str, Numbers], units: Units) -> str:
    """Return decisions at one point in words."""
    return ", ".join(f"{name} = {in_units(name, value[0], units):.4g}" for name, value in decisions.items())
