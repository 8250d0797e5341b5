"""Buyers on a fine grid of tastes, each of whom takes the best option: demand and surplus by counting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction


def counted(
    utilities: Mapping[str, Callable[[Fraction], Fraction]], low: Fraction, high: Fraction, mass: Fraction, cells: int
) -> tuple[dict[str, Fraction], Fraction]:
    """Return how many buyers take each option, and their utility together; each stands in the middle of a cell."""
    each = mass / cells
    demand, surplus = dict.fromkeys(utilities, Fraction(0)), Fraction(0)
    for i in range(cells):
        taste = low + (high - low) * Fraction(2 * i + 1, 2 * cells)
        worth = {name: utility(taste) for name, utility in utilities.items()}
        best = max(worth, key=lambda name: worth[name])
        demand[best] += each
        surplus += each * worth[best]
    return demand, surplus
