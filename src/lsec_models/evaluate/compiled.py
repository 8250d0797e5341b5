"""SymPy expressions as NumPy functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Compiled = Callable[[Sequence[Floats]], list[Floats]]


def compiled(symbols: Sequence[sp.Symbol], expressions: Sequence[sp.Expr]) -> Compiled:
    """Return a function that evaluates `expressions` at arrays of floats.

    Common subexpressions are computed once. Divisions by zero and overflows give infinities and NaN, silently: it is
    for the caller to say what they mean.

    Parameters
    ----------
    symbols : sequence of sympy.Symbol
        The arguments; any names, also Python keywords such as ``lambda``.
    expressions : sequence of sympy.Expr

    Returns
    -------
    callable
        Takes one array for each symbol and returns one array for each expression; shapes follow NumPy's broadcasting,
        so that arrays along different axes are combined only where an expression needs both.

    Examples
    --------
    >>> x, commission = sp.symbols("x lambda")
    >>> compiled([x, commission], [commission * x, sp.Integer(3)])([np.array([1.0, 2.0]), np.array(0.5)])
    [array([0.5, 1. ]), array(3.)]
    """
    if not expressions:
        return lambda values: []  # noqa: ARG005
    modules = _with_error_function() if any(e.has(sp.erf) for e in expressions) else "numpy"
    function = sp.lambdify(list(symbols), list(expressions), modules=modules, cse=True, dummify=True)

    def evaluate(values: Sequence[Floats]) -> list[Floats]:
        with np.errstate(all="ignore"):
            return [_array(value) for value in function(*values)]

    return evaluate


def _with_error_function() -> list[Any]:
    from scipy.special import erf

    return [{"erf": erf}, "numpy"]


def _array(value: object) -> Floats:
    """Return a result as an array of floats; that of a constant expression is a Python number."""
    return np.asarray(value if isinstance(value, np.ndarray | np.floating) else float(value))  # type: ignore[arg-type]
