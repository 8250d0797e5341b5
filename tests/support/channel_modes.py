"""Modes of selling live, solved, and their numbers at the baseline."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import sympy as sp

from lsec_models import Equilibrium, parameters, solve
from lsec_models.models import load
from lsec_models.models.channels.channel_choice import BASELINE, MODES

WAYS = ("quantities", "prices")
HIRING = ("reselling", "agency")
phi, eta, commission = parameters("phi eta lambda", positive=True)


@cache
def solved(mode: str, compete: str = "quantities", **options: Any) -> Equilibrium:
    return solve(load("channel_choice", mode=mode, compete=compete, **options))


def at(equilibrium: Equilibrium, **changes: Any) -> dict[str, Fraction]:
    """Return the exact numbers at the baseline, with changes, where the conditions of the equilibrium hold."""
    point = place(equilibrium, **changes)
    assert holds(equilibrium, point)
    values = {name: value.evaluate(equilibrium.ring.exact_point(point)) for name, value in equilibrium.exact.items()}
    return {name: Fraction(*value.as_integer_ratio()) for name, value in values.items()}


def place(equilibrium: Equilibrium, **changes: Any) -> dict[sp.Symbol, Fraction]:
    values = {**BASELINE, **changes}
    return {symbol: Fraction(values[symbol.name]) for symbol in equilibrium.game.parameters}


def holds(equilibrium: Equilibrium, point: Mapping[sp.Symbol, Fraction]) -> bool:
    exact = equilibrium.ring.exact_point(point)
    return all(
        condition.holds_at(exact) for condition in (*equilibrium.game.domain.conditions, *equilibrium.conditions)
    )


def same(one: sp.Expr, other: sp.Expr) -> bool:
    return bool(sp.cancel(sp.together(one - other)) == 0)


both_ways = pytest.mark.parametrize("compete", WAYS)
every_mode = pytest.mark.parametrize("mode", MODES)
