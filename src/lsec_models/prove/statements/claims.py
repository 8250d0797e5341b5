"""What can be asked of a parameter: whether a function rises, falls, stays as it is, or turns its sign once."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from lsec_models.errors import ClaimError, described, nearest


class Slope(sp.Expr):
    """The derivative of a function in a parameter, not worked out, so that the parameter can be checked first."""

    def __new__(cls, function: sp.Expr, symbol: sp.Symbol) -> Slope:
        """Return the derivative of `function` in `symbol`, as it stands."""
        slope: Slope = sp.Expr.__new__(cls, sp.sympify(function), symbol)
        return slope

    def doit(self, **hints: Any) -> sp.Expr:
        """Work the derivative out; of an integer parameter, the difference to its next value."""
        del hints
        function, symbol = self.args
        return function.subs(symbol, symbol + 1) - function if self.is_step else sp.diff(function, symbol)

    @property
    def is_step(self) -> bool:
        """Whether the parameter moves in whole steps."""
        return bool(self.args[1].is_integer)

    def _eval_subs(self, old: sp.Basic, new: sp.Basic) -> sp.Expr:
        return self.doit()._subs(old, new)

    def _sympystr(self, printer: Any) -> str:
        return f"{'Difference' if self.is_step else 'Derivative'}({', '.join(map(printer.doprint, self.args))})"

    def _latex(self, printer: Any) -> str:
        function, symbol = map(printer.doprint, self.args)
        if self.is_step:
            return rf"\Delta_{{{symbol}}} \left({function}\right)"
        return rf"\frac{{\partial}}{{\partial {symbol}}} \left({function}\right)"


class CrossesOnce(Boolean):
    """The claim that a function turns its sign exactly once as a parameter rises, from negative to positive."""

    def __new__(cls, function: sp.Expr, symbol: sp.Symbol) -> CrossesOnce:
        """Return the claim about `function` and the parameter `symbol`."""
        claim: CrossesOnce = Boolean.__new__(cls, function, symbol)
        return claim

    def _sympystr(self, printer: Any) -> str:
        return f"crosses_once({', '.join(map(printer.doprint, self.args))})"

    def _latex(self, printer: Any) -> str:
        function, symbol = map(printer.doprint, self.args)
        return rf"{function} \text{{ turns once from negative to positive as }} {symbol} \text{{ rises}}"


def increasing(function: sp.Expr, symbol: sp.Symbol | str) -> Relational:
    """Return the claim that the derivative of `function` in `symbol` is positive.

    Where the domain has gaps, or a piecewise equilibrium changes its regime, this says that the function rises within
    each connected piece and within each regime; it does not say whether the function jumps from one to the next.
    Of a parameter that is declared integer it says that the next value is higher, wherever both are admissible.

    Parameters
    ----------
    function : sympy.Expr
    symbol : sympy.Symbol or str
        The parameter; by name only if it occurs in the function.

    Raises
    ------
    ClaimError
        If no parameter of that name occurs in the function.

    Examples
    --------
    >>> x = sp.Symbol("x", positive=True)
    >>> increasing(x**2, x)
    Derivative(x**2, x) > 0
    >>> increasing(x**2, "y")
    Traceback (most recent call last):
    lsec_models.errors.ClaimError: the function has no parameter 'y'; known: 'x'; ... give the symbol
    """
    return sp.Gt(_slope(function, symbol), 0, evaluate=False)


def decreasing(function: sp.Expr, symbol: sp.Symbol | str) -> Relational:
    """Return the claim that the derivative of `function` in `symbol` is negative; see :func:`increasing`."""
    return sp.Lt(_slope(function, symbol), 0, evaluate=False)


def independent(function: sp.Expr, symbol: sp.Symbol | str) -> Relational:
    """Return the claim that the derivative of `function` in `symbol` is zero; see :func:`increasing`."""
    return sp.Eq(_slope(function, symbol), 0, evaluate=False)


def crosses_once(function: sp.Expr, symbol: sp.Symbol | str) -> CrossesOnce:
    """Return the claim that there is a threshold: `function` is negative below and positive above it.

    Whatever the admissible values of the other parameters, there is exactly one such number within the range of
    `symbol`, and the function is zero there alone. Where it turns from positive to negative, ask about ``-function``.

    Parameters
    ----------
    function : sympy.Expr
    symbol : sympy.Symbol or str
        The parameter; by name only if it occurs in the function.

    Raises
    ------
    ClaimError
        If no parameter of that name occurs in the function, or it is declared integer.

    Examples
    --------
    >>> x, a = sp.symbols("x a", positive=True)
    >>> crosses_once(x**3 + x - a, x)
    crosses_once(-a + x**3 + x, x)
    """
    function, symbol = _parameter_of(function, symbol)
    if symbol.is_integer:
        raise ClaimError(
            f"{symbol} is declared integer: a function may jump over zero; claim f < 0 and f > 0 on both sides instead"
        )
    return CrossesOnce(function, symbol)


def _slope(function: sp.Expr, symbol: sp.Symbol | str) -> Slope:
    return Slope(*_parameter_of(function, symbol))


def _parameter_of(function: sp.Expr, symbol: sp.Symbol | str) -> tuple[sp.Expr, sp.Symbol]:
    """Return a function and the parameter that is meant."""
    function = sp.sympify(function)
    named = {s.name: s for s in sorted(function.free_symbols, key=str)}
    if isinstance(symbol, str):
        if symbol not in named:
            raise ClaimError(
                f"the function has no parameter {symbol!r}; {nearest(symbol, named)}; of a parameter that is not "
                "written in it, such as one of a root, give the symbol"
            )
        return function, named[symbol]
    if not isinstance(symbol, sp.Symbol):
        raise ClaimError(f"{described(symbol)}, not a parameter; give its symbol or its name")
    return function, symbol
