"""The only root, between two ends, of a polynomial whose coefficients are functions of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy as sp

from lsec_models.algebra.algebraic_functions.radicals import root_in_radicals
from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.latex import latex_of
from lsec_models.algebra.domains.symbols import latex_of_name
from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import RealRoot, real_roots, root_bound
from lsec_models.algebra.numbers.root_images import image_of
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.errors import OutsideDomain

_ORIGIN = "ends of the root"


class RootSymbol(sp.Symbol):
    """What stands for a root in formulas."""

    def _latex(self, _printer: Any) -> str:
        return rf"{latex_of_name(self.name.removesuffix('_star'))}^{{\star}}"


@dataclass(frozen=True, kw_only=True, repr=False)
class ParametricRoot(Described):
    """The only root of a polynomial between two ends, where it turns from positive to negative.

    Attributes
    ----------
    symbol : sympy.Symbol
        What stands for the root.
    domain : Domain
        The parameters at which it is the only root.
    ring : Ring
        The parameters and the symbol.
    polynomial : Polynomial
        Of that ring; positive between the lower end and the root, negative between the root and the higher end.
    low : Ratio
        The lower end, in the parameters; it is not a root.
    high : Ratio or None
        The higher end; None where there is none.
    """

    symbol: sp.Symbol
    domain: Domain
    ring: Ring
    polynomial: Polynomial
    low: Ratio
    high: Ratio | None

    @property
    def degree(self) -> int:
        """The degree of the polynomial in the root."""
        return int(self.polynomial.degrees()[self.ring.index[self.symbol]])

    @property
    def equation(self) -> sp.Basic:
        """What the root solves, by powers of it."""
        parts = self.ring.by_powers(self.polynomial, self.ring.index[self.symbol])
        side = -1 if parts[self.degree].leading_coefficient() < 0 else 1
        terms = (Ratio(self.ring, side * part).expression() * self.symbol**power for power, part in parts.items())
        return sp.Eq(sp.Add(*terms), 0, evaluate=False)

    @property
    def ends(self) -> tuple[sp.Expr, sp.Expr]:
        """Both ends as SymPy expressions."""
        return self.low.expression(), sp.oo if self.high is None else self.high.expression()

    @cached_property
    def closed_form(self) -> sp.Expr | None:
        """The root in square roots and further roots of these, where it is proved to be that on all of the domain."""
        return root_in_radicals(self.domain, self.ring, self.symbol, self.polynomial, (self.low, self.high))

    @cached_property
    def region(self) -> Domain:
        """The domain of the parameters, with all values of the symbol between the ends."""
        symbol = Ratio.variable(self.ring, self.symbol)
        gaps = [symbol - self.low.convert(self.ring)]
        gaps += [] if self.high is None else [self.high.convert(self.ring) - symbol]
        domain = self.domain.over(self.ring)
        return domain.where(self._positive(domain, gap) for gap in gaps)

    def _positive(self, domain: Domain, gap: Ratio) -> Condition:
        known = domain.sign(Ratio(self.ring, gap.denominator)).is_positive
        top = gap.numerator if known else gap.numerator * gap.denominator
        return Condition(ring=self.ring, polynomial=top, strict=True, origin=_ORIGIN)

    def at(self, point: Mapping[sp.Symbol, Fraction]) -> RealRoot:
        """Return the root at an exact point of the parameters.

        Raises
        ------
        OutsideDomain
            If there is none, or several, between the ends.
        """
        polynomial = self.ring.along(self.polynomial, self.symbol, point).numer()
        where = self.low.ring.exact_point(dict(point))
        low = to_fmpq(self.low.evaluate(where))
        high = max(root_bound(polynomial), low + 1) if self.high is None else to_fmpq(self.high.evaluate(where))
        roots = real_roots(polynomial, low, high) if low < high and polynomial.degree() > 0 else []
        if len(roots) != 1:
            raise OutsideDomain(f"{len(roots)} roots between the ends of {self.symbol}, not one")
        return roots[0]

    def value(self, function: Ratio, point: Mapping[sp.Symbol, Fraction], root: RealRoot) -> RealRoot:
        """Return a function of parameters and symbol at a point, where `root` is the root.

        Raises
        ------
        ZeroDivisionError
            If it has a pole there.
        """
        above, below = (
            self.ring.along(part, self.symbol, point) for part in (function.numerator, function.denominator)
        )
        return image_of(root, above, below)

    def remainder(self, polynomial: Polynomial) -> tuple[Polynomial, Polynomial]:
        """Return a polynomial of lower degree in the symbol, and the multiplier with which it is equal at the root.

        Pseudo-division: ``multiplier * polynomial`` and the remainder differ by a multiple of the defining polynomial.
        """
        ring, i = self.ring, self.ring.index[self.symbol]
        leading, multiplier = ring.by_powers(self.polynomial, i)[self.degree], ring.one
        while int(polynomial.degrees()[i]) >= self.degree and not polynomial.is_zero():
            power = int(polynomial.degrees()[i])
            top = ring.by_powers(polynomial, i)[power]
            common = top.gcd(leading)
            top, scale = top / common, leading / common
            shift = ring.generators[i] ** (power - self.degree)
            polynomial = scale * polynomial - top * shift * self.polynomial
            multiplier = multiplier * scale
        return polynomial, multiplier

    def derivative(self, parameter: sp.Symbol) -> Ratio:
        """Return how the root moves with a parameter, by the implicit function theorem."""
        i, j = self.ring.index[self.symbol], self.ring.index[parameter]
        return -Ratio(self.ring, self.polynomial.derivative(j), self.polynomial.derivative(i))

    def description(self) -> Description:
        """Return the equation and the ends."""
        low, high = self.ends
        notes = (("the only root of", self.equation), ("between", low, "and", high))
        return Description(title=f"Root {self.symbol}", notes=notes)

    def __str__(self) -> str:
        if self.closed_form is not None:
            return f"{self.symbol} = {self.closed_form}"
        low, high = self.ends
        return f"{self.symbol} is the only root of {self.equation.lhs} = 0 in ({low}, {high})"

    @property
    def latex(self) -> str:
        """The same as a formula."""
        if self.closed_form is not None:
            return f"{sp.latex(self.symbol)} = {latex_of(self.closed_form)}"
        low, high = map(sp.latex, self.ends)
        only = rf"\text{{ is the only root of }} {latex_of(self.equation)} \text{{ in }}"
        return rf"{sp.latex(self.symbol)} {only} \left({low}, {high}\right)"
