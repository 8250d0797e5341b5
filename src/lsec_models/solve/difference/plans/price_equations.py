"""Plans without end: what stocks are worth along them (shadow prices) as functions of the planned stocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.solve.difference.backward_step import Matrix, solved, times
from lsec_models.solve.difference.quadratic_period import QuadraticPeriod
from lsec_models.solve.difference.riccati.coupled_equations import Unknowns, enclosed_fixed_point

if TYPE_CHECKING:
    import numpy as np

Prices = Mapping[str, Matrix]
_MOST_COMBINED = 14


def planned_period(period: QuadraticPeriod, prices: Prices, lift: Callable[[Fraction], Any]) -> tuple[Matrix, Prices]:
    """Solve one period of plans that are made at once: decisions, and shadow prices a period earlier.

    A decider's shadow prices are half the slopes of its payoff in the stocks, everybody's plan given. Each decision is
    worth nothing more at the margin: ``W z + factor B' (prices of the next stocks) = 0`` in its row, linear in all.

    Parameters
    ----------
    period : QuadraticPeriod
        With one stage.
    prices : mapping from str to matrix
        Of each decider: a row for each stock, in terms of the known quantities of the next period.
    lift : callable
        Makes an entry from a number.

    Returns
    -------
    matrix, mapping from str to matrix
        Decisions, and prices, in terms of the known quantities of this period.

    Raises
    ------
    ZeroDivisionError
        If the conditions do not have one solution, as far as the entries tell.
    """
    motion = [[lift(entry) for entry in row] for row in period.motion]
    known, first = period.known, period.known - len(next(iter(prices.values())))
    later = {name: times(rows, motion) for name, rows in prices.items()}

    def worth(name: str, column: int) -> list[Any]:
        """Return half the slope of a decider's payoff in an entry of z, as a combination of z."""
        factor, own = lift(period.factors[name]), [lift(entry) for entry in period.payoffs[name][column]]
        for k, row in enumerate(later[name]):
            weight = factor * motion[first + k][column]
            own = [entry + weight * more for entry, more in zip(own, row, strict=True)]
        return own

    [stage] = period.stages
    rows = {column: worth(name, column) for name, own in stage for column in own}
    left = [[-entry for entry in rows[c][known:]] for c in sorted(rows)]
    laws = solved(left, [rows[c][:known] for c in sorted(rows)])
    identity = [[lift(Fraction(int(i == j))) for j in range(known)] for i in range(known)]
    everything = [*identity, *laws]
    before = {name: times([worth(name, first + k) for k in range(known - first)], everything) for name in prices}
    return laws, before


def enclosed_prices(products: QuadraticPeriod, near: Unknowns) -> Prices | None:
    """Return balls that hold exactly one solution near some digits; None where that is not certain."""
    size = products.known

    def arranged(unknowns: Any) -> Prices:
        entries = iter(unknowns)
        return {name: [[next(entries) for _ in range(size)] for _ in range(size)] for name in products.deciders}

    def earlier(unknowns: list[Any], lift: Callable[[Fraction], Any]) -> list[Any]:
        _, before = planned_period(products, arranged(unknowns), lift)
        return [entry for name in products.deciders for row in before[name] for entry in row]

    box = enclosed_fixed_point(earlier, near)
    return None if box is None else arranged(box)


def prices_near(products: QuadraticPeriod) -> list[Unknowns]:
    """Return, in floats, the shadow prices of all plans along which stocks settle and follow from themselves.

    Stocks, prices and decisions solve a linear system ``E s+ = H s``. Solutions that settle are made of its stable
    modes: any choice of as many as there are stocks, whose shares in the stocks are independent.
    """
    import numpy as np
    from scipy.linalg import eig

    ahead, now = (np.array([[float(x) for x in row] for row in matrix]) for matrix in _pencil(products))
    with np.errstate(all="ignore"):
        values, modes = eig(now, ahead)
    stable = [i for i, value in enumerate(values) if np.isfinite(value) and abs(value) < 1]
    size, count = products.known, len(products.deciders)
    if not size <= len(stable) <= _MOST_COMBINED:
        return []
    found: list[Unknowns] = []
    for chosen in combinations(stable, size):
        if not np.allclose(sorted(values[list(chosen)].imag), sorted(-values[list(chosen)].imag), atol=1e-9):
            continue
        shares, worth = modes[:size, chosen], modes[size : size * (1 + count), chosen]
        if np.linalg.cond(shares) < 1e10:
            prices: np.ndarray[Any, Any] = np.real(worth @ np.linalg.inv(shares))
            found.append([Fraction(float(x)) for x in prices.ravel()])
    return found


def stable_modes(products: QuadraticPeriod) -> int | None:
    """Return how many modes of the linear system of plans are stable, exactly; None where one is at the margin.

    They are the zeros within the unit circle of the polynomial ``det(m E - H)``, enclosed by balls.
    """
    ahead, now = (flint.fmpq_mat([[to_fmpq(x) for x in row] for row in m]) for m in _pencil(products))
    degree = products.known * (1 + len(products.deciders))
    places = range(degree + 1)
    values = flint.fmpq_mat([[(ahead * flint.fmpq(m) - now).det()] for m in places])
    powers = flint.fmpq_mat([[flint.fmpq(m) ** k for k in places] for m in places])
    coefficients = flint.fmpq_poly([row[0] for row in powers.solve(values).tolist()])
    if coefficients == 0:
        return None
    stable = 0
    for zero, multiplicity in coefficients.numer().complex_roots():
        size = abs(zero)
        if not (size < 1 or size > 1):
            return None
        stable += multiplicity if size < 1 else 0
    return stable


def _pencil(products: QuadraticPeriod) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """Return E and H of ``E s+ = H s`` with the stocks, everybody's prices and the decisions in s."""
    size, count = products.known, len(products.deciders)
    decided = products.size - size
    total = size * (1 + count) + decided
    [stage] = products.stages
    owners = {column: name for name, own in stage for column in own}
    price = {name: size * (1 + i) for i, name in enumerate(products.deciders)}
    zero = Fraction(0)
    # z is made of the stocks and the decisions.
    place = [*range(size), *range(size * (1 + count), total)]
    ahead, now = [], []

    def add(next_terms: Mapping[int, Fraction], terms: Mapping[int, Fraction]) -> None:
        ahead.append([next_terms.get(i, zero) for i in range(total)])
        now.append([terms.get(i, zero) for i in range(total)])

    for k in range(size):
        add({k: Fraction(1)}, dict(zip(place, products.motion[k], strict=True)))
    for name, column in [*((n, k) for n in products.deciders for k in range(size)), *((owners[c], c) for c in owners)]:
        factor, flow = products.factors[name], products.payoffs[name][column]
        valued = {price[name] + k: factor * products.motion[k][column] for k in range(size)}
        terms = {i: -entry for i, entry in zip(place, flow, strict=True)}
        if column < size:
            terms[price[name] + column] = terms.get(price[name] + column, zero) + 1
        add(valued, terms)
    return ahead, now
