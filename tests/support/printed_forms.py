"""How a closed form is compared with one that is printed."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models import Equilibrium, decisions, parameters

a, b, c, g, k = parameters("a b c g k", positive=True)


def assert_quantities(equilibrium: Equilibrium, expected: Mapping[str, sp.Expr]) -> None:
    for name, value in expected.items():
        difference = sp.simplify(equilibrium[name] - value)
        assert difference == 0, f"{name}: found {equilibrium[name]}, expected {value}"


def asks(equilibrium: Equilibrium) -> set[sp.Basic]:
    """What an equilibrium asks of the parameters beyond the game's own assumptions."""
    return {c.relation for c in equilibrium.domain.conditions if c.origin != "assumption"}


def numbered(letter: str, n: int) -> list[sp.Symbol]:
    return [decisions(f"{letter}{i}") for i in range(1, n + 1)]


def costs(n: int) -> list[sp.Symbol]:
    return [parameters(f"c{i}", positive=True) for i in range(1, n + 1)]
