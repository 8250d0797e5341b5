"""Readable closed forms: what is long in the parameters is written in terms of other quantities of the same result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio, factored_form, ratio
from lsec_models.algebra.polynomials.ring import ExactPoint, Ring, ring_of
from lsec_models.errors import NotRational
from lsec_models.games.summary.summary import DECISION, PAYOFF, REPORT, Quantity

_LONG, _SHORTER = 240, 2


def by_names(quantities: Sequence[Quantity], ring: Ring) -> tuple[Quantity, ...]:
    """Return quantities of one equilibrium, the long ones in terms of others where that is at most half as long.

    1. A reported quantity that is the sum of all payoffs, or of two other quantities, is written as that sum.
    2. Payoffs and reported quantities are written as they were declared, in decisions.

    That the values are the same is computed exactly, whatever was declared.

    Parameters
    ----------
    quantities : sequence of Quantity
        Those that are not rational functions of the parameters stay as they are.
    ring : Ring
        The parameters.

    Examples
    --------
    >>> from lsec_models import solve
    >>> from lsec_models.models import load
    >>> said = solve(load("inventory")).summary()
    >>> next(quantity.readable for quantity in said.quantities if quantity.name == "chain_profit")
    manufacturer + streamer
    """
    exact = {q.name: q for q in quantities if q.exact is not None and q.exact.ring == ring and q.name not in ring.names}
    long = [q for q in exact.values() if q.role in (PAYOFF, REPORT) and _length(q.closed_form) > _LONG]
    if not long:
        return tuple(quantities)
    values = _values(exact, ring)
    shorter: dict[str, sp.Expr] = {}
    for quantity in long:
        forms = [*_sums(quantity, exact, values), *_in_decisions(quantity, exact, ring)]
        best = min(forms, key=_length, default=quantity.closed_form)
        if _SHORTER * _length(best) <= _length(quantity.closed_form):
            shorter[quantity.name] = best
    return tuple(replace(q, by_names=shorter.get(q.name)) for q in quantities)


def _length(form: sp.Expr) -> int:
    return len(str(form))


def _values(exact: Mapping[str, Quantity], ring: Ring) -> dict[str, Fraction]:
    """Return values at a point, which tell at once that most sums are not what is looked for; none at a pole."""
    point = ring.exact_place(Fraction(int(sp.prime(40 + i)), 7) for i in range(len(ring.symbols)))
    return {name: value for name, q in exact.items() if (value := _value(q.exact, point)) is not None}


def _value(function: Ratio | None, point: ExactPoint) -> Fraction | None:
    try:
        return None if function is None else function.evaluate(point)
    except ZeroDivisionError:
        return None


def _sums(quantity: Quantity, exact: Mapping[str, Quantity], values: Mapping[str, Fraction]) -> Iterator[sp.Expr]:
    """Yield the sums of payoffs, or of two others, that a reported quantity is; of what is shorter than itself only."""
    whole = quantity.exact
    if quantity.role != REPORT or whole is None or quantity.name not in values:
        return
    smaller = [
        q
        for q in exact.values()
        if q.name in values and q.exact is not None and not q.exact.is_zero() and _size(q.exact) < _size(whole)
    ]
    payoffs = tuple(q for q in smaller if q.role == PAYOFF)
    for parts in (payoffs, *combinations([q for q in smaller if q.role != DECISION], 2)):
        total = sum((values[q.name] for q in parts), Fraction(0))
        if parts and total == values[quantity.name] and _sum([q.exact for q in parts if q.exact]) == whole:
            yield sp.Add(*(q.reference for q in parts))


def _size(function: Ratio) -> int:
    return len(function.numerator) + len(function.denominator)


def _sum(parts: Sequence[Ratio]) -> Ratio:
    total, *rest = parts
    for part in rest:
        total = total + part
    return total


def _in_decisions(quantity: Quantity, exact: Mapping[str, Quantity], ring: Ring) -> Iterator[sp.Expr]:
    """Yield what was declared, as it was and in factors, if that is the quantity once decisions have their values."""
    decided = {q.symbol: q.exact for q in exact.values() if q.symbol is not None and q.exact is not None}
    form = quantity.declared
    if form is None or quantity.exact is None or not form.free_symbols <= {*ring.symbols, *decided}:
        return
    wider = ring_of([*ring.symbols, *decided])
    try:
        value = ratio(wider, form).substitute({symbol: image.convert(wider) for symbol, image in decided.items()})
    except (NotRational, ZeroDivisionError):
        return
    if value == quantity.exact.convert(wider):
        yield form
        yield factored_form(form)
