"""What is printed of a model, against what the package finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import sympy as sp


def assert_printed(found: Any, formulas: Mapping[str, sp.Expr]) -> None:
    """Assert that quantities of a result are the printed formulas, identically."""
    for name, formula in formulas.items():
        assert sp.simplify(found[name] - formula) == 0, f"{name}: found {found[name]}, printed {formula}"


def assert_numbers(found: Any, at: Mapping[str, Any], numbers: Mapping[str, float]) -> None:
    """Assert that quantities of a result are, at a point, the numbers printed with ten digits."""
    point = found.at(at)
    for name, number in numbers.items():
        assert float(point[name]) == pytest.approx(number, rel=1e-9), name
