"""Exact formulas as JavaScript functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp
from sympy.printing.jscode import JavascriptCodePrinter

from lsec_models.errors import DeclarationError

_PRINTER = JavascriptCodePrinter({"order": "none"})
_KNOWN = {kind.__name__ for kind in (sp.exp, sp.log, sp.Abs, sp.Min, sp.Max, sp.sin, sp.cos)}


def javascript_function(formulas: Sequence[sp.Expr], arguments: Mapping[sp.Symbol, str], header: str = "p") -> str:
    """Return the source of a JavaScript function that computes several formulas at once.

    Common subexpressions are computed once. Numbers are double precision; whole numbers and fractions are written as
    they are (``1/3`` is divided by JavaScript), so that nothing is rounded before it has to be.

    Parameters
    ----------
    formulas : sequence of sympy.Expr
    arguments : mapping from sympy.Symbol to str
        What stands for each symbol in the function: JavaScript, such as ``"p[0]"``.
    header : str
        The names of the function's arguments.

    Returns
    -------
    str
        A function that returns an array with one number for each formula.

    Raises
    ------
    DeclarationError
        If a symbol has no argument, or a formula has a part that JavaScript's ``Math`` does not know.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> print(javascript_function([x / 3, (x + y) ** 2, sp.sqrt(x + y)], {x: "p[0]", y: "p[1]"}))
    function(p){const x0 = p[0] + p[1];return [(1/3)*p[0],Math.pow(x0, 2),Math.sqrt(x0)];}
    """
    symbols = set().union(*(formula.free_symbols for formula in formulas))
    missing = sorted(str(symbol) for symbol in symbols - set(arguments))
    if missing:
        raise DeclarationError(f"no argument of the JavaScript function for {', '.join(missing)}; give it one")
    for formula in formulas:
        _check_known(formula)
    images = {symbol: sp.Symbol(text) for symbol, text in arguments.items()}
    shared, results = sp.cse([formula.xreplace(images) for formula in formulas], list=False)
    steps = "".join(f"const {name} = {_code(value)};" for name, value in shared)
    return f"function({header}){{{steps}return [{','.join(map(_code, results))}];}}"


def javascript_at_root(
    formulas: Sequence[sp.Expr],
    symbol: sp.Symbol,
    coefficients: Sequence[sp.Expr],
    ends: Sequence[sp.Expr],
    arguments: Mapping[sp.Symbol, str],
) -> str:
    """Return the source of a JavaScript function that computes formulas at the only root of a polynomial between ends.

    The interval is halved until no number lies inside it; where there is no higher end, it is widened before.

    Parameters
    ----------
    formulas : sequence of sympy.Expr
    symbol : sympy.Symbol
        What stands for the root in them.
    coefficients : sequence of sympy.Expr
        Of the polynomial, which turns from positive to negative; that of the highest power first.
    ends : sequence of sympy.Expr
        The lower end, and the higher one if there is one.
    arguments : mapping from sympy.Symbol to str
        As for :func:`javascript_function`.

    Examples
    --------
    >>> a, x = sp.symbols("a x")
    >>> source = javascript_at_root([x], x, [sp.Integer(-1), sp.Integer(0), a], [sp.Integer(0)], {a: "p[0]"})
    >>> source.startswith("function(p){const c = (function(p){return [-1,0,p[0]];})(p);")
    True
    """
    polynomial, between = (javascript_function(parts, arguments) for parts in (coefficients, ends))
    values = javascript_function(formulas, {**arguments, symbol: "x"}, "p,x")
    return (
        f"function(p){{const c = ({polynomial})(p);const at = (x) => c.reduce((sum, next) => sum*x + next);"
        f"let [low, high] = ({between})(p);"
        "if (high === undefined) {high = low + 1;"
        "while (at(high) > 0 && high < Infinity) high = low + 2*(high - low);}"
        "for (;;) {const x = (low + high)/2;if (!(low < x && x < high)) break;if (at(x) > 0) low = x; else high = x;}"
        f"return ({values})(p, (low + high)/2);}}"
    )


def _check_known(formula: sp.Expr) -> None:
    if formula.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
        raise DeclarationError(
            f"{formula} is not a number, so that there is no JavaScript for it: something divides by 0"
        )
    for part in formula.atoms(sp.Function, sp.Piecewise, sp.I):
        if type(part).__name__ not in _KNOWN:
            raise DeclarationError(f"there is no JavaScript for {part}; it is not a function of a page's numbers")


def _code(value: sp.Expr) -> str:
    return str(_PRINTER.doprint(value))
