"""Pairs of modes compared exactly, over all parameters at which both are equilibria."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.prove.comparisons.compare import joint_domain, sign_of

from .model import DISTINCT, feedback_equilibria

QUANTITIES = ("q", "e", "G", "manufacturer", "streamer", "chain")


def rankings() -> dict[str, dict[str, Any]]:
    """Compare every quantity across every pair of modes.

    Returns
    -------
    dict
        For each ``"X | Y"`` and quantity the ``sign`` of X minus Y (``">"``, ``">="``, ``"="``, ...; ``"><"`` where it
        turns), and with ``"><"`` exactly where X is larger.
    """
    return {f"{left} | {right}": _compared(left, right) for left, right in combinations(DISTINCT, 2)}


def _compared(left: str, right: str) -> dict[str, dict[str, Any]]:
    pair = [feedback_equilibria()[label] for label in (left, right)]
    domain = joint_domain(pair)
    found: dict[str, dict[str, Any]] = {}
    for quantity in QUANTITIES:
        first, second = (_quantity(equilibrium, quantity).convert(domain.ring) for equilibrium in pair)
        sign = sign_of(first - second, domain, name=f"{quantity} of {left} - {quantity} of {right}")
        found[quantity] = {"sign": sign.symbol}
        if sign.condition is not None:
            found[quantity]["larger_where"] = sign.condition
    return found


def _quantity(equilibrium: FeedbackEquilibrium, name: str) -> Ratio:
    exact = equilibrium.exact
    return exact["manufacturer"] + exact["streamer"] if name == "chain" else exact[name]
