"""Whether the numbers of a sweep have room in memory, asked before any of them is computed."""

from __future__ import annotations

from math import prod

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.free_memory import free_memory
from lsec_models.evaluate.plan import SweepPlan

_BYTES_OF_CODES = 4


def field_over(plan: SweepPlan, ways_out: str) -> Field:
    """Return a field over the whole grid of a plan, whose numbers mean nothing yet.

    Parameters
    ----------
    plan : SweepPlan
    ways_out : str
        What to do where there is no room.

    Raises
    ------
    DeclarationError
        If there is no room.
    """
    free = free_memory()
    if bytes_of(plan) > free:
        raise _no_room(plan, f"and {free / 1e9:,.3g} GB are free", ways_out)
    try:
        return Field.empty((len(plan.labels), *plan.grid.shape), plan.quantities)
    except (MemoryError, ValueError):  # More than the process is allowed, or than NumPy can count.
        raise _no_room(plan, "which is more than there is", ways_out) from None


def bytes_of(plan: SweepPlan) -> int:
    """Return the size of all numbers of a sweep: floats, and codes of what fails and of what holds."""
    return prod(plan.grid.shape) * len(plan.labels) * (8 * len(plan.quantities) + _BYTES_OF_CODES)


def _no_room(plan: SweepPlan, there: str, ways_out: str) -> DeclarationError:
    equilibria, quantities, points = len(plan.labels), len(plan.quantities), prod(plan.grid.shape)
    several = f" of each of {equilibria} equilibria" if equilibria > 1 else ""
    return DeclarationError(
        f"{quantities} {'quantity' if quantities == 1 else 'quantities'}{several} at {points:,} points need "
        f"{bytes_of(plan) / 1e9:,.3g} GB of memory, {there}; {ways_out}"
    )
