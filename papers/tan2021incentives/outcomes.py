"""What the dynamics come to at the printed numbers, exactly."""

from __future__ import annotations

from typing import Any

from .model import equilibria
from .printed import OUTCOMES, PAID, at


def outcome(condition: str) -> dict[str, Any]:
    """Return the stable rest points of a condition, without an incentive, and whether they are the printed ones."""
    found = equilibria()["unpaid"].at(at(condition))
    stable = [point.name for point in found.stable]
    return {"stable": stable, "all": found.complete, "as_printed": stable == list(OUTCOMES[condition])}


def paid_outcome() -> dict[str, Any]:
    """Return the same of condition IV with an incentive, as the equations have it and as the text has it."""
    point = {**at("IV"), "K": PAID}
    found = {name: equilibria()[name].at(point) for name in ("paid", "against_low")}
    return {name: {"stable": [one.name for one in rest.stable], "all": rest.complete} for name, rest in found.items()}


def mixture() -> dict[str, Any]:
    """Return the rest point of condition IV in which both sides mix: its shares, and what is known of it."""
    point = equilibria()["unpaid"].at(at("IV")).named("low + high / low + high")
    shares = {name: share for name, share in point.shares.items() if name.endswith("high")}
    return {"shares": shares, "shape": point.shape, "stability": point.stability.value}
