"""Products and powers of sums and functions, built without the questions that SymPy would ask."""

from __future__ import annotations

from functools import cmp_to_key

import sympy as sp


class Sums:
    """Symbols in the place of the sums inside products and powers.

    Of a sum of two terms under a power, SymPy asks whether a term is infinite. To find out it follows the
    assumptions on the symbols into the terms, isolates the roots of polynomials and multiplies out powers, however
    long that takes. Of a symbol without assumptions it has nothing to ask. What is restored in the end has the form
    that SymPy would have given it.

    Parameters
    ----------
    hides_functions : bool
        Whether symbols stand in the place of exponentials, logarithms and free powers too. SymPy would merge them in a
        product, and to do so ask the assumptions on the symbols in their exponents.
    """

    def __init__(self, *, hides_functions: bool = False) -> None:
        self._hides_functions = hides_functions
        self._symbols: dict[sp.Expr, sp.Dummy] = {}
        self._sums: dict[sp.Expr, sp.Expr] = {}
        self._restored: dict[sp.Expr, sp.Expr] = {}

    def power(self, base: sp.Expr, exponent: int) -> sp.Expr:
        """Return a power."""
        return self._opened(self._closed(base) ** exponent)

    def product(self, *factors: sp.Expr) -> sp.Expr:
        """Return a product."""
        # SymPy would ask whether the other factors are finite.
        return sp.S.Zero if sp.S.Zero in factors else self._opened(sp.Mul(*map(self._closed, factors)))

    def hidden(self, expression: sp.Expr) -> sp.Expr:
        """Return an expression from elsewhere with symbols for the sums in its products, and for its functions."""
        if expression.is_Add:
            hidden = sp.Add(*map(self.hidden, expression.args))
        elif expression.is_Mul:
            hidden = self.product(*map(self.hidden, expression.args))
        elif expression.is_Pow and expression.exp.is_Integer:
            hidden = self.power(self.hidden(expression.base), expression.exp)
        elif self._hides_functions and _is_function(expression):
            return self.function(expression)
        else:
            return expression
        if hidden.args:
            self._restored[hidden] = expression
        return hidden

    def function(self, expression: sp.Expr) -> sp.Expr:
        """Return the symbol that stands for a function of declared names, which is the same for the same function."""
        if expression not in self._symbols:
            self._symbols[expression] = sp.Dummy()
            self._restored[self._symbols[expression]] = expression
        return self._symbols[expression]

    def restored(self, expression: sp.Expr) -> sp.Expr:
        """Return an expression with its sums."""
        if expression not in self._restored:
            found = self._sums.get(expression)
            self._restored[expression] = self._rebuilt(expression) if found is None else self.restored(found)
        return self._restored[expression]

    def _closed(self, factor: sp.Expr) -> sp.Expr:
        if not factor.is_Add:
            return factor
        if factor not in self._symbols:
            self._symbols[factor] = sp.Dummy()
            self._sums[self._symbols[factor]] = factor
        return self._symbols[factor]

    def _opened(self, product: sp.Expr) -> sp.Expr:
        # A multiple of one sum is a sum again, as SymPy has it.
        number, rest = product.as_coeff_Mul()
        return number * self._sums[rest] if rest in self._sums else product

    def _rebuilt(self, expression: sp.Expr) -> sp.Expr:
        if isinstance(expression, sp.Min | sp.Max | sp.Piecewise):
            return expression  # Kinks come from elsewhere as a whole.
        args = [self.restored(part) for part in expression.args]
        if all(new is old for new, old in zip(args, expression.args, strict=True)):
            return expression
        if expression.is_Pow:
            return _power(*args)
        # SymPy's own order: a number, then the rest as `compare` has it.
        numbers = args[: int(args[0].is_Number)]
        rest = sorted(args[len(numbers) :], key=cmp_to_key(sp.Basic.compare))
        return expression.func(*numbers, *rest, evaluate=False)


def _power(base: sp.Expr, exponent: sp.Expr) -> sp.Expr:
    """Return a power of something restored; SymPy's printers expect that a whole power of a power is a single one."""
    if exponent is sp.S.One:
        return base
    if isinstance(base, sp.exp) and exponent.is_Integer:
        return sp.exp(exponent * base.exp, evaluate=False)
    if base.is_Pow and exponent.is_Integer:
        return _power(base.base, exponent * base.exp)
    return sp.Pow(base, exponent, evaluate=False)


def _is_function(expression: sp.Expr) -> bool:
    """Whether it is an exponential, a logarithm or a power; roots of numbers, which multiply to numbers, are none."""
    return isinstance(expression, sp.exp | sp.log) or (
        expression.is_Pow and not (expression.base.is_Rational and expression.exp.is_Rational)
    )
