"""Readable closed forms: a denominator that several quantities share gets a name, and factors are written positive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain, count

import sympy as sp

from lsec_models.algebra.domain import Domain
from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.ring import Key, Polynomial, key_of
from lsec_models.games.summary import Denominator, Quantity, Summary, SummaryBranch

_NAMES = ("D", "Delta", "Den")
_LONG = 12


def with_named_denominators(summary: Summary, domain: Domain) -> Summary:
    """Return what a result says with a name for each sum by which several of its quantities divide.

    1. Take the irreducible factors of all denominators, each in the sign that it has on the domain.
    2. Name those that are long enough and occur in at least two quantities: D, or D_1, D_2 and so on; names are the
       same in all branches.
    3. Write every quantity anew, with names, and each other factor in the sign that makes it positive on the domain.

    Parameters
    ----------
    summary : Summary
        Quantities that are no rational functions of the domain's parameters stay as they are.
    domain : Domain
        Where the result holds.

    Examples
    --------
    >>> from lsec_models import solve
    >>> from lsec_models.models import load
    >>> led = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
    >>> said = led.summary()
    >>> print(said.denominators[0])
    D = 4*b*eta*k - eta*gamma**2 - 2*k*mu**2 > 0
    >>> next(quantity.shown for quantity in said.quantities if quantity.name == "q")
    eta*gamma*(a - b*c)/D
    """
    positive = _Positive(domain)
    own = [q.exact for q in summary.everything if q.exact is not None and q.exact.ring == domain.ring]
    found = Counter(chain.from_iterable(_sums_below(exact, positive) for exact in own))
    shared = [(key, factor) for (key, factor) in _first(own, positive).items() if found[key] > 1]
    named = dict(zip((key for key, _ in shared), _symbols(summary, len(shared)), strict=True))
    denominators = tuple(
        Denominator(symbol=named[key], value=domain.ring.expression(factor), positive=positive.known(factor))
        for key, factor in shared
    )

    def written(quantities: Iterable[Quantity]) -> tuple[Quantity, ...]:
        return tuple(
            q
            if q.exact is None or q.exact.ring != domain.ring
            else replace(q, shown=_written(q.exact, positive, named))
            for q in quantities
        )

    def rewritten(branch: SummaryBranch) -> SummaryBranch:
        return replace(branch, quantities=written(branch.quantities))

    return replace(
        summary,
        quantities=written(summary.quantities),
        branches=tuple(map(rewritten, summary.branches)),
        denominators=denominators,
    )


class _Positive:
    """Gives factors the sign that they have on a domain."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain

    def known(self, factor: Polynomial) -> bool:
        """Whether a factor is known to be positive."""
        return self._domain.factor_sign(factor).is_positive

    def turned(self, factor: Polynomial) -> tuple[Polynomial, int]:
        """Return a factor or its opposite, whichever is not known to be negative, and the sign that was taken out."""
        return (-factor, -1) if self._domain.factor_sign(factor).is_nonpositive else (factor, 1)


def _sums_below(exact: Ratio, positive: _Positive) -> Iterable[Key]:
    return (key_of(positive.turned(factor)[0]) for factor in _below(exact))


def _below(exact: Ratio) -> Iterable[Polynomial]:
    """Yield the factors of a denominator that are worth a name."""
    for factor, n in exact.factors()[1] if exact.numerator else ():
        if n < 0 and len(factor.monoms()) > 1 and len(str(exact.ring.expression(factor))) >= _LONG:
            yield factor


def _first(own: Iterable[Ratio], positive: _Positive) -> dict[Key, Polynomial]:
    """Return each factor of a denominator once, in the order in which they are met."""
    turned = (positive.turned(factor)[0] for exact in own for factor in _below(exact))
    return {key_of(factor): factor for factor in turned}


def _symbols(summary: Summary, number: int) -> list[sp.Symbol]:
    """Return names that nothing else in the result has."""
    taken = {symbol.name for symbol in (*summary.parameters, *summary.states)}
    taken |= {quantity.name for quantity in summary.everything}
    for stem in chain(_NAMES, (f"D{'_' * more}" for more in count(1))):
        names = [stem] if number == 1 else [f"{stem}_{i}" for i in range(1, number + 1)]
        if not taken & {stem, *names}:
            break
    return [sp.Symbol(name) for name in names]


def _written(exact: Ratio, positive: _Positive, named: Mapping[Key, sp.Symbol]) -> sp.Expr:
    """Return a function with names for factors; a sign that is left goes into a factor whose sign is open."""
    if exact.numerator.is_zero():
        return sp.S.Zero
    constant, powers = exact.factors()
    bases: list[tuple[Polynomial, int]] = []
    for factor, n in powers:
        turned, sign = positive.turned(factor)
        constant *= sign ** abs(n)
        bases.append((turned, n))
    if constant < 0:
        for i, (factor, n) in enumerate(bases):
            if n % 2 and key_of(factor) not in named and len(factor.monoms()) > 1 and not positive.known(factor):
                constant, bases[i] = -constant, (-factor, n)
                break
    terms = (named.get(key_of(factor), exact.ring.expression(factor)) ** n for factor, n in bases)
    return sp.Mul(sp.Rational(constant.numerator, constant.denominator), *terms)
