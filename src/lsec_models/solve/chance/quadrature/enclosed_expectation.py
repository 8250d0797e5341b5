"""Rigorous expected values by quadrature: of any payoff of one random number, at numbers.

1. Write the number by a standard one: z standard normal, exponential of mean one, or uniform on [0, 1].
2. Cut off tails. There the payoff is at most a sum of terms c z^n exp(b z), by its sums, products and functions;
   beyond a place from which on the terms times the density fall at a rate, the integral is at most their value there
   over that rate.
3. Integrate in between by adaptive Gauss-Legendre quadrature with an error bound [1]_, which splits at kinks.

References
----------
.. [1] Johansson, F. (2018). Numerical integration in arbitrary-precision ball arithmetic. *Mathematical Software, ICMS
   2018*, 255-263.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import prod

import flint
import sympy as sp

from lsec_models.algebra.enclosures.balls import ball
from lsec_models.games.laws import Exponential, Normal, Uniform
from lsec_models.games.static.chance.random_symbol import Random

_BITS = 96
_CUT_OFF, _TOLERANCE = 2.0**-64, 2.0**-56
_MOST_EVALUATIONS = 20_000
_COARSE = 2.0**-30
_FARTHEST = 1 << 12
_NOTHING = 2.0**-1000
_LIKELY = {
    Normal: (-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2),
    Exponential: (0.1, 0.2, 0.4, 0.6, 0.9, 1.2, 1.6, 2.3),
    Uniform: (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
}

_KEPT = 512
_ZERO, _ONE = flint.acb(0), flint.acb(1)

Term = tuple[flint.arb, int, flint.arb]
Known = Mapping[sp.Symbol, flint.acb]


def enclosed_expectation(value: sp.Expr, drawn: Random, at: Mapping[sp.Symbol, Fraction]) -> flint.arb:
    """Return a ball that holds the expected value of a payoff at some decisions.

    Parameters
    ----------
    value : sympy.Expr
        Of the random number, decisions and numbers: with sums, products, powers, exp, log, erf, Min, Max and
        Heaviside.
    drawn : Random
        With a uniform, normal or exponential law.
    at : mapping from sympy.Symbol to Fraction
        A number for each decision.

    Raises
    ------
    NotImplementedError
        If something else stands in it, its tails are not seen to be integrable, or it is not a real number somewhere.

    Examples
    --------
    >>> from lsec_models import decisions, normal, random
    >>> q, z = decisions("q"), random("z", normal(0, 1))
    >>> sold = enclosed_expectation(sp.Min(q, sp.exp(z)), z, {q: Fraction(1)})
    >>> print(sold.str(12, radius=False))
    0.761578291865
    """
    with flint.ctx.workprec(_BITS):
        return _Integrand(value, drawn, {decision: flint.acb(ball(place)) for decision, place in at.items()}).integral()


@dataclass(frozen=True)
class _Integrand:
    """A payoff times a density, as a function of a standard number."""

    value: sp.Expr
    drawn: Random
    known: Known

    @cached_property
    def _standard(self) -> tuple[flint.arb, flint.arb]:
        """What is drawn as a place and a scale of the standard number."""
        law = self.drawn.law
        if isinstance(law, Normal):
            return _number(law.mean), _number(law.variance).sqrt()
        if isinstance(law, Exponential):
            return flint.arb(0), _number(law.mean)
        assert isinstance(law, Uniform)
        return _number(law.low), _number(law.length)

    def integral(self) -> flint.arb:
        """Return a ball that holds the mean."""
        law, zero = self.drawn.law, flint.arb(0)
        if isinstance(law, Uniform):
            return self._between(zero, flint.arb(1))
        high, upper = self._cut(1)
        low, lower = self._cut(-1) if isinstance(law, Normal) else (zero, zero)
        return self._between(-low, high) + flint.arb(0, (upper + lower).upper())

    def _there(self, z: flint.acb, analytic: bool) -> flint.acb:
        """Return the payoff at a standard number."""
        place, scale = self._standard
        return _value(self.value, {**self.known, self.drawn: z * scale + place}, analytic)

    @cached_property
    def _size(self) -> flint.arb:
        """How large the payoff is at some numbers that are likely."""
        sizes = [abs(self._there(flint.acb(z), False)) for z in _LIKELY[type(self.drawn.law)]]
        return flint.arb(max(sizes, key=float).upper()) + flint.arb(_NOTHING)

    def _between(self, low: flint.arb, high: flint.arb) -> flint.arb:
        def weighed(z: flint.acb, analytic: bool) -> flint.acb:
            return self._there(z, analytic) * _density(self.drawn, z)

        tolerance = flint.arb(_TOLERANCE) * self._size
        found = flint.acb.integral(
            weighed,
            flint.acb(low),
            flint.acb(high),
            abs_tol=tolerance,
            rel_tol=flint.arb(_TOLERANCE),
            eval_limit=_MOST_EVALUATIONS,
        )
        is_precise = bool(abs(found - found.mid()) < (self._size + abs(found.mid())) * _COARSE)
        if not (is_precise and found.imag.contains(0)):
            raise NotImplementedError(f"{self.value} is not integrated over {self.drawn}: it may be no real number")
        return found.real

    def _cut(self, side: int) -> tuple[flint.arb, flint.arb]:
        """Return a standard number, and at most what is beyond it on a side."""
        at, wanted = flint.arb(8), flint.arb(_CUT_OFF) * self._size
        while bool(at <= _FARTHEST):
            beyond = self._beyond(side, at)
            if beyond is not None and bool(beyond < wanted):
                return at, beyond
            at *= 2
        raise NotImplementedError(f"{self.value}: its tails are not seen to be integrable over {self.drawn}")

    def _beyond(self, side: int, at: flint.arb) -> flint.arb | None:
        is_normal, total = isinstance(self.drawn.law, Normal), flint.arb(0)
        for c, n, b in self._bounded(self.value, side, at):
            rate = (at if is_normal else flint.arb(1)) - b - n / at
            if not bool(rate > flint.arb(1) / 1024):
                return None
            total += c * at**n * (b * at).exp() * _density(self.drawn, flint.acb(at)).real / rate
        return flint.arb(total.upper())

    def _bounded(self, part: sp.Expr, side: int, at: flint.arb) -> list[Term]:
        """Return terms c z^n exp(b z) whose sum is at least the size of a part, z from a place on."""
        if self.drawn not in part.free_symbols:
            size = abs(_value(part, self.known, False))
            return [(flint.arb(size.upper()), 0, flint.arb(0))]
        place, scale = self._standard
        if part == self.drawn:
            return [(flint.arb(abs(place).upper()), 0, flint.arb(0)), (flint.arb(scale.upper()), 1, flint.arb(0))]
        if part.is_Add or isinstance(part, sp.Min | sp.Max):
            return [term for inner in part.args for term in self._bounded(inner, side, at)]
        if part.is_Mul:
            found: list[Term] = [(flint.arb(1), 0, flint.arb(0))]
            for inner in part.args:
                other = self._bounded(inner, side, at)
                found = [(c * d, n + m, a + b) for c, n, a in found for d, m, b in other]
            return found
        if isinstance(part, sp.Heaviside | sp.erf):
            return [(flint.arb(1), 0, flint.arb(0))]
        if isinstance(part, sp.exp):
            start, slope = self._most(part.exp, side, at)
            return [(flint.arb(start.exp().upper()), 0, flint.arb(slope.upper()))]
        if part.is_Pow and part.exp.is_Rational and part.exp.is_positive:
            whole = int(sp.ceiling(part.exp))
            power = self._bounded(sp.Mul(*[part.base] * whole, evaluate=False), side, at)
            return power if whole == part.exp else [(flint.arb(1), 0, flint.arb(0)), *power]
        return self._bounded_from_below(part, side, at)

    def _bounded_from_below(self, part: sp.Expr, side: int, at: flint.arb) -> list[Term]:
        """Return terms for a logarithm or a reciprocal of what stays above a positive number."""
        inner = part.args[0]
        least = self._least(inner, side, at)
        if not bool(least > 0):
            raise NotImplementedError(f"{part}: its size is not bounded where {self.drawn} is far out")
        if isinstance(part, sp.log):
            return [(flint.arb(abs(least.log()).upper()), 0, flint.arb(0)), *self._bounded(inner, side, at)]
        if part.is_Pow and part.exp.is_Rational:
            return [(flint.arb((1 / least ** _number(-part.exp)).upper()), 0, flint.arb(0))]
        raise NotImplementedError(f"{part.func} has no bound")

    def _most(self, part: sp.Expr, side: int, at: flint.arb) -> tuple[flint.arb, flint.arb]:
        """Return start and slope of a line below which a part stays from a place on."""
        try:
            return self._line(part, side)
        except NotImplementedError:
            most = -self._least(sp.expand(-part), side, at)
            if most.is_finite():
                return most, flint.arb(0)
            terms = self._bounded(part, side, at)
            if any(n > 1 or not bool(b == 0) for _, n, b in terms):
                raise
            start, slope = (sum((c for c, n, _ in terms if n == power), flint.arb(0)) for power in (0, 1))
            return start, slope

    def _least(self, part: sp.Expr, side: int, at: flint.arb) -> flint.arb:
        """Return a number above which a part stays from a place on; minus infinity where none is seen."""
        if self.drawn not in part.free_symbols:
            return _value(part, self.known, False).real
        if isinstance(part, sp.Max):
            return max((self._least(inner, side, at) for inner in part.args), key=lambda least: float(least.lower()))
        if isinstance(part, sp.Min):
            return min((self._least(inner, side, at) for inner in part.args), key=lambda least: float(least.lower()))
        constant, rest = part.as_independent(self.drawn, as_Add=False)
        if part.is_Mul and bool(_value(constant, self.known, False).real > 0):
            return _value(constant, self.known, False).real * self._least(rest, side, at)
        if isinstance(part, sp.exp):
            return self._least(part.exp, side, at).exp()
        try:
            start, slope = self._line(part, side)
        except NotImplementedError:
            if part.is_Add:
                return sum((self._least(inner, side, at) for inner in part.args), flint.arb(0))
            return flint.arb.neg_inf()
        return start + slope * at if bool(slope >= 0) else flint.arb.neg_inf()

    def _line(self, part: sp.Expr, side: int) -> tuple[flint.arb, flint.arb]:
        """Return start and slope, in the standard number, of what is linear in the random one."""
        polynomial = part.as_poly(self.drawn)
        if polynomial is None or polynomial.degree() > 1 or self.drawn in polynomial.coeff_monomial(1).free_symbols:
            raise NotImplementedError(f"{part} is not linear in {self.drawn}")
        place, scale = self._standard
        slope, start = (_value(polynomial.coeff_monomial(m), self.known, False).real for m in (self.drawn, 1))
        return start + slope * place, slope * scale * side


def _density(drawn: Random, z: flint.acb) -> flint.acb:
    if isinstance(drawn.law, Normal):
        return (-z * z / 2).exp() / (2 * flint.arb.pi()).sqrt()
    return (-z).exp() if isinstance(drawn.law, Exponential) else flint.acb(1)


def _number(expression: sp.Expr) -> flint.arb:
    return _value(expression, {}, False).real


def _value(part: sp.Expr, known: Known, analytic: bool) -> flint.acb:
    return _evaluator(part)(known, analytic)


@lru_cache(maxsize=_KEPT)
def _evaluator(part: sp.Expr) -> Callable[[Known, bool], flint.acb]:
    """Return what evaluates an expression, read once: an integral asks for it at thousands of places."""
    if part.is_Symbol:
        return lambda known, _: known[part]
    if part.is_Rational or part in (sp.pi, sp.E):
        number = _constant(part)
        return lambda *_: number
    if part.is_Pow and part.exp.is_Integer and not isinstance(part, sp.exp):
        base, power = _evaluator(part.base), int(part.exp)
        return lambda known, analytic: base(known, analytic) ** power
    inner = [_evaluator(argument) for argument in part.args]
    if part.is_Add:
        return lambda known, analytic: sum((one(known, analytic) for one in inner), _ZERO)
    if part.is_Mul:
        return lambda known, analytic: prod((one(known, analytic) for one in inner), start=_ONE)
    if isinstance(part, sp.Min | sp.Max):
        return lambda known, analytic: _extreme(
            [one(known, analytic) for one in inner], analytic, is_most=isinstance(part, sp.Max)
        )
    if isinstance(part, sp.exp):
        return lambda known, analytic: inner[0](known, analytic).exp()
    if part.is_Pow and part.exp.is_Rational:
        return lambda known, analytic: inner[0](known, analytic).pow(inner[1](known, analytic), analytic=analytic)
    if isinstance(part, sp.log):
        return lambda known, analytic: inner[0](known, analytic).log(analytic=analytic)
    if isinstance(part, sp.erf):
        return lambda known, analytic: inner[0](known, analytic).erf()
    if isinstance(part, sp.Heaviside):
        return lambda known, analytic: inner[0](known, analytic).real_heaviside(analytic=analytic)
    raise NotImplementedError(f"{part.func} has no enclosure")


def _constant(part: sp.Expr) -> flint.acb:
    with flint.ctx.workprec(_BITS):
        if part.is_Rational:
            return flint.acb(flint.arb(int(part.p)) / int(part.q))
        return flint.acb(flint.arb.pi() if part is sp.pi else flint.arb(1).exp())


def _extreme(values: Sequence[flint.acb], analytic: bool, *, is_most: bool) -> flint.acb:
    found = values[0]
    for other in values[1:]:
        found = (found.real_max if is_most else found.real_min)(other, analytic=analytic)
    return found
