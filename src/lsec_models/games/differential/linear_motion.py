"""Linear motion: the exponential of a small symbolic matrix, and its rates."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp


@dataclass(frozen=True, kw_only=True)
class LinearDynamics:
    """What ``x' = A x`` does.

    Attributes
    ----------
    rates : tuple of sympy.Expr
        The eigenvalues of A.
    exponential : sympy.Matrix
        ``exp(A t)``.
    """

    rates: tuple[sp.Expr, ...]
    exponential: sp.Matrix


def motion(matrix: sp.Matrix, time: sp.Symbol) -> LinearDynamics:
    """Return the exponential of a matrix times time.

    Where the eigenvalues differ, by Sylvester's formula (valid wherever no two of them coincide); where they are
    identically equal, by SymPy's Jordan form.

    Parameters
    ----------
    matrix : sympy.Matrix
    time : sympy.Symbol

    Examples
    --------
    >>> delta, t = sp.symbols("delta t", positive=True)
    >>> motion(sp.Matrix([[-delta]]), t).exponential[0]
    exp(-delta*t)
    """
    size = matrix.rows
    diagonal = matrix.is_lower or matrix.is_upper
    rates = tuple(matrix[i, i] for i in range(size)) if diagonal else tuple(matrix.eigenvals(multiple=True))
    if len(set(rates)) < size:
        return LinearDynamics(rates=rates, exponential=(matrix * time).exp())
    total = sp.zeros(size, size)
    for i, rate in enumerate(rates):
        projector = sp.eye(size)
        for other in (*rates[:i], *rates[i + 1 :]):
            projector = projector * (matrix - other * sp.eye(size)) / (rate - other)
        total += sp.exp(rate * time) * projector
    return LinearDynamics(rates=rates, exponential=total)
