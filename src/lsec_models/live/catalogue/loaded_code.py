"""Python that makes games of the catalogue, and their numbers, as the live pages write them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lsec_models.live.numbers import decimal_text


def loaded(model: str, **options: Any) -> str:
    """Return Python for a game of the catalogue; options that are None are left out.

    Examples
    --------
    >>> print(loaded("power_structures", order=["streamer"], streamer=None))
    lsec.load('power_structures', order=['streamer'])
    """
    given = "".join(f", {name}={value!r}" for name, value in options.items() if value is not None)
    return f"lsec.load({model!r}{given})"


def solved_anew(model: str, **options: Any) -> str:
    """Return Python that solves a game of the catalogue."""
    return f"equilibrium = lsec.solve({loaded(model, **options)})"


def with_numbers(game: str, numbers: Mapping[str, Fraction]) -> str:
    """Return Python for a game, itself given as Python, with numbers in place of some parameters.

    Examples
    --------
    >>> with_numbers("game", {"c": Fraction(2), "theta": Fraction(1, 10)})
    'game.with_values({"c": 2, "theta": 0.1})'
    """
    given = ", ".join(f'"{name}": {decimal_text(value)}' for name, value in numbers.items())
    return f"{game}.with_values({{{given}}})"
