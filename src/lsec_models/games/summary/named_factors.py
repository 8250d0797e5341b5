"""Readable closed forms: a long factor that several quantities share gets a name, and factors are written positive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.grouped import grouped
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Key, Polynomial, key_of
from lsec_models.games.summary.named_quantities import by_names
from lsec_models.games.summary.summary import (
    Asked,
    NamedFactor,
    Quantity,
    ReadCondition,
    Summary,
    exact_condition,
)

_BELOW, _ABOVE = ("D", "Delta", "Den"), ("N", "Nu", "Num")
_LONG_BELOW, _LONG_ABOVE, _LONG_CONDITION = 12, 40, 60


def with_named_factors(summary: Summary, domain: Domain) -> Summary:
    """Return what a result says with a name for each long factor that several of its quantities share.

    1. Take the irreducible factors of all quantities, each in the sign that it has on the domain.
    2. Name those that occur in at least two quantities and are long enough: D, or D_1, D_2 and so on, what is divided
       by; N those that only stand above bars. Names are the same in all branches.
    3. Write every quantity anew, with names, and each other factor in the sign that makes it positive on the domain;
       long factors by the powers of a symbol, where that is shorter.
    4. Write long conditions in the same names, where that is shorter.
    5. Write what is still long in terms of other quantities, where that is much shorter
       (:func:`lsec_models.games.summary.named_quantities.by_names`). Then name the factors of the others anew.

    Parameters
    ----------
    summary : Summary
        Quantities that are not rational functions of the domain's parameters stay as they are.
    domain : Domain
        Where the result holds.

    Examples
    --------
    >>> from lsec_models import solve
    >>> from lsec_models.models import load
    >>> led = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
    >>> said = led.summary()
    >>> print(said.factors[0])
    D = 4*b*eta*k - eta*gamma**2 - 2*k*mu**2 > 0
    >>> next(quantity.shown for quantity in said.quantities if quantity.name == "q")
    eta*gamma*(a - b*c)/D
    """
    positive = _Positive(domain)
    said = _factors_named(summary, domain, positive)
    shorter = replace(
        said,
        quantities=by_names(said.quantities, domain.ring),
        branches=tuple(replace(b, quantities=by_names(b.quantities, domain.ring)) for b in said.branches),
    )
    return said if shorter == said else _factors_named(shorter, domain, positive)


def _factors_named(summary: Summary, domain: Domain, positive: _Positive) -> Summary:
    """Return the same with names for the factors that what is written as a closed form shares."""
    closed = (q.exact for q in summary.everything if q.by_names is None)
    factors = _shared((exact for exact in closed if exact is not None and exact.ring == domain.ring), positive)
    named = _named(summary, factors)

    def rewritten(quantity: Quantity) -> Quantity:
        if quantity.exact is None or quantity.exact.ring != domain.ring:
            return quantity
        return replace(quantity, shown=_written(quantity.exact, positive, named))

    def read(conditions: Iterable[Asked]) -> tuple[Asked, ...]:
        return tuple(_read(exact_condition(condition), domain, positive, named) for condition in conditions)

    return replace(
        summary,
        quantities=tuple(map(rewritten, summary.quantities)),
        conditions=read(summary.conditions),
        branches=tuple(
            replace(b, quantities=tuple(map(rewritten, b.quantities)), cells=tuple(map(read, b.cells)))
            for b in summary.branches
        ),
        factors=tuple(
            NamedFactor(
                symbol=named[key],
                value=grouped(domain.ring, factor, positive.turned),
                positive=positive.known(factor),
                below=below,
            )
            for key, (factor, below) in factors.items()
        ),
    )


def _read(asked: Asked, domain: Domain, positive: _Positive, named: Mapping[Key, sp.Symbol]) -> Asked:
    """Return a long condition with names for factors, or as it is where that is no longer."""
    whole = asked.relation
    comparable = isinstance(whole, sp.StrictGreaterThan | sp.GreaterThan) and len(str(whole)) > _LONG_CONDITION
    if not comparable or not isinstance(asked, Condition) or asked.ring != domain.ring:
        return asked
    constant, written = _written(Ratio(asked.ring, asked.polynomial), positive, named).as_coeff_Mul()
    sides = (written, sp.S.Zero) if constant > 0 else (sp.S.Zero, written)
    relation = type(whole)(*sides, evaluate=False)
    return ReadCondition(condition=asked, relation=relation) if len(str(relation)) < len(str(whole)) else asked


class _Positive:
    """Gives factors the sign that they have on a domain."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain

    def known(self, factor: Polynomial) -> bool:
        """Whether a factor is known to be positive."""
        return self._domain.factor_sign(factor).is_positive

    def is_open(self, factor: Polynomial) -> bool:
        """Whether a factor may have either sign, as far as is known."""
        sign = self._domain.factor_sign(factor)
        return not (sign.is_nonnegative or sign.is_nonpositive)

    def turned(self, factor: Polynomial) -> tuple[Polynomial, int]:
        """Return a factor or its opposite, whichever is not known to be negative, and the sign that was taken out."""
        return (-factor, -1) if self._domain.factor_sign(factor).is_nonpositive else (factor, 1)

    def powers(self, exact: Ratio) -> Iterator[tuple[Polynomial, int]]:
        """Yield the irreducible factors of a function, turned, each with its power."""
        for factor, n in exact.factors()[1] if exact.numerator else ():
            yield self.turned(factor)[0], n


def _shared(own: Iterable[Ratio], positive: _Positive) -> dict[Key, tuple[Polynomial, bool]]:
    """Return the factors that get a name, those below bars first, and whether each is one of these."""
    found: dict[Key, tuple[Polynomial, bool]] = {}
    met: Counter[Key] = Counter()
    lengths: dict[Key, int] = {}
    for exact in own:
        for factor, n in positive.powers(exact):
            key = key_of(factor)
            met[key] += 1
            found[key] = factor, n < 0 or (key in found and found[key][1])
            if key not in lengths:
                lengths[key] = len(str(exact.ring.expression(factor))) if len(factor.monoms()) > 1 else 0
    least = {True: _LONG_BELOW, False: _LONG_ABOVE}
    shared = [key for key, (_, below) in found.items() if met[key] > 1 and lengths[key] >= least[below]]
    return {key: found[key] for key in sorted(shared, key=lambda key: not found[key][1])}


def _named(summary: Summary, factors: Mapping[Key, tuple[Polynomial, bool]]) -> dict[Key, sp.Symbol]:
    """Return names that nothing else in the result has."""
    taken = {symbol.name for symbol in (*summary.parameters, *summary.states)}
    taken |= {quantity.name for quantity in summary.everything}
    named: dict[Key, sp.Symbol] = {}
    for stems, is_below in ((_BELOW, True), (_ABOVE, False)):
        keys = [key for key, (_, below) in factors.items() if below is is_below]
        options = chain(stems, (f"{stems[0]}{'_' * more}" for more in count(1)))
        names = next(names for stem in options if not taken & {stem, *(names := _numbered(stem, len(keys)))})
        named |= {key: sp.Symbol(name) for key, name in zip(keys, names, strict=True)}
    return named


def _numbered(stem: str, number: int) -> list[str]:
    return [stem] if number == 1 else [f"{stem}_{i}" for i in range(1, number + 1)]


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
            if n % 2 and key_of(factor) not in named and len(factor.monoms()) > 1 and positive.is_open(factor):
                constant, bases[i] = -constant, (-factor, n)
                break
    terms = ((named.get(key_of(factor)) or grouped(exact.ring, factor, positive.turned)) ** n for factor, n in bases)
    return sp.Mul(to_sympy(constant), *terms)
