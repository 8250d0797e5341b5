"""Rational expressions as they are written: as text over the reals, as data of the library, and as a fraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from lsec_models.errors import CoqError
from lsec_models.prove.coq.polynomials import constant, number

_SUM, _MINUS, _PRODUCT, _POWER, _ATOM = range(5)


@dataclass(frozen=True, kw_only=True)
class RationalTerm:
    """A rational expression.

    Attributes
    ----------
    shown : str
        As a reader of Coq sees it.
    level : int
        How tightly its outermost sign binds.
    data : str
        As the library's type ``quotient``.
    top, bottom : fmpz_mpoly
        The fraction that the library computes.
    """

    shown: str
    level: int
    data: str
    top: Any
    bottom: Any

    def within(self, level: int) -> str:
        """Return the text, in brackets unless it binds at least so tightly."""
        return self.shown if self.level >= level else f"({self.shown})"


class Quotients:
    """Reads SymPy expressions.

    Parameters
    ----------
    context : fmpz_mpoly_ctx
        Of the certificate's variables.
    names : sequence of str
        Of its variables.
    variables : sequence of int
        The numbers of variables in Coq.
    shown : sequence of str
        What stands for variables in texts.
    divisors : sequence of fmpz_mpoly
        What is known not to vanish.
    """

    def __init__(
        self,
        context: Any,
        names: Sequence[str],
        variables: Sequence[int],
        shown: Sequence[str],
        divisors: Sequence[Any],
    ) -> None:
        self.context = context
        self._places = {name: i for i, name in enumerate(names)}
        self._variables, self._shown, self._divisors = variables, shown, divisors
        self._one = context.constant(1)

    def read(self, expression: sp.Expr) -> RationalTerm:
        """Return an expression.

        Raises
        ------
        CoqError
            If it is not rational.
        """
        if isinstance(expression, sp.Symbol) and expression.name in self._places:
            i = self._places[expression.name]
            data = f"(Poly (X {self._variables[i]}))"
            level = _POWER if " " in self._shown[i] else _ATOM
            return self._made(self._shown[i], level, data, self.context.gen(i), self._one)
        if isinstance(expression, sp.Integer):
            return self._integer(int(expression))
        if isinstance(expression, sp.Rational):
            return self._over(self._integer(int(expression.p)), self._integer(int(expression.q)))
        if isinstance(expression, sp.Add):
            return self._sum(expression)
        if isinstance(expression, sp.Mul):
            return self._product(expression)
        if isinstance(expression, sp.Pow) and isinstance(expression.exp, sp.Integer):
            if expression.exp < 0:
                return self._over(self._integer(1), self.read(expression.base**-expression.exp))
            return self._power(self.read(expression.base), int(expression.exp))
        raise CoqError(f"{str(expression)[:80]} is not a rational expression in the parameters")

    def subtracted(self, left: RationalTerm, right: RationalTerm) -> tuple[Any, Any]:
        """Return numerator and denominator of a difference, as the library computes them."""
        return left.top * right.bottom - right.top * left.bottom, left.bottom * right.bottom

    def _divisor(self, polynomial: Any) -> str:
        """Return a polynomial as a constant times what does not vanish, to powers."""
        powers = []
        for divisor in self._divisors:
            power = 0
            while not polynomial.is_zero() and (polynomial.total_degree() or divisor.total_degree() == 0):
                quotient, rest = divmod(polynomial, divisor)
                if not rest.is_zero() or divisor.total_degree() <= 0:
                    break
                polynomial, power = quotient, power + 1
            powers.append(f"{power}%N")
        whole = int(polynomial.coeffs()[0]) if polynomial.total_degree() == 0 else 1
        return f"({number(whole)}%Z, [{'; '.join(powers)}])"

    def _made(self, shown: str, level: int, data: str, top: Any, bottom: Any) -> RationalTerm:
        return RationalTerm(shown=shown, level=level, data=data, top=top, bottom=bottom)

    def _integer(self, value: int) -> RationalTerm:
        if value < 0:
            return self._minus(self._integer(-value))
        return self._made(str(value), _ATOM, f"(Poly {constant(value)})", self.context.constant(value), self._one)

    def _minus(self, inner: RationalTerm) -> RationalTerm:
        return self._made(f"- {inner.within(_POWER)}", _MINUS, f"(Minus {inner.data})", -inner.top, inner.bottom)

    def _sum(self, expression: sp.Add) -> RationalTerm:
        terms = expression.as_ordered_terms()
        total = self.read(terms[0])
        for term in terms[1:]:
            minus = term.could_extract_minus_sign()
            other = self.read(-term if minus else term)
            top, sign, added = (
                (total.top * other.bottom - other.top * total.bottom, "-", f"(Minus {other.data})")
                if minus
                else (total.top * other.bottom + other.top * total.bottom, "+", other.data)
            )
            shown = f"{total.within(_SUM)} {sign} {other.within(_PRODUCT)}"
            total = self._made(shown, _SUM, f"(Add {total.data} {added})", top, total.bottom * other.bottom)
        return total

    def _product(self, expression: sp.Mul) -> RationalTerm:
        coefficient, others = expression.as_coeff_Mul()
        if coefficient < 0:
            inner = self.read(-coefficient * others)
            return self._minus(inner)
        above, below = [], []
        for factor in sp.Mul.make_args(others):
            base, exponent = factor.as_base_exp()
            if isinstance(exponent, sp.Integer) and exponent < 0:
                below.append(base**-exponent)
            else:
                above.append(factor)
        if coefficient.p != 1:
            above.insert(0, sp.Integer(coefficient.p))
        if coefficient.q != 1:
            below.insert(0, sp.Integer(coefficient.q))
        top = self._times(above)
        return self._over(top, self._times(below)) if below else top

    def _times(self, factors: Sequence[sp.Expr]) -> RationalTerm:
        if not factors:
            return self._integer(1)
        product = self.read(factors[0])
        for factor in factors[1:]:
            other = self.read(factor)
            shown = f"{product.within(_PRODUCT)} * {other.within(_POWER)}"
            data = f"(Times {product.data} {other.data})"
            product = self._made(shown, _PRODUCT, data, product.top * other.top, product.bottom * other.bottom)
        return product

    def _over(self, left: RationalTerm, right: RationalTerm) -> RationalTerm:
        shown = f"{left.within(_PRODUCT)} / {right.within(_POWER)}"
        data = f"(Times {left.data} (Inverse {right.data} {self._divisor(right.top)}))"
        return self._made(shown, _PRODUCT, data, left.top * right.bottom, left.bottom * right.top)

    def _power(self, base: RationalTerm, exponent: int) -> RationalTerm:
        shown = f"{base.within(_ATOM)} ^ {exponent}"
        data = f"(Power {base.data} {exponent}%nat)"
        return self._made(shown, _POWER, data, base.top**exponent, base.bottom**exponent)
