"""What regimes along a parameter state of one number of it, against what is found there by itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from lsec_models.solve.polynomial.over_parameters.along import OUTSIDE, label_of

_CLOSE = 1e-6


def disagreements(found: Any, value: Fraction, exact: Any) -> list[str]:
    """Return in words what is stated of a number and not so.

    Parameters
    ----------
    found : RegimesAlong
    value : Fraction
        No threshold.
    exact : Solutions
        Of the game solved by itself there.
    """
    (piece,) = [one for one in found.pieces if float(one.low) < value < float(one.high)]
    label = piece.label.partition(" (")[0] if piece.quantities else piece.label
    if label == OUTSIDE or exact.status == "open" or label == "not resolved":
        return []
    words = []
    known = label_of(exact)
    if known != label and piece.label != known and known.partition(" (")[0] != label.partition(" (")[0]:
        words.append(f"{piece.label!r}, and {known!r} there")
    if piece.quantities and len(exact) == 1:
        words += list(_wrong_numbers(piece, found.symbol, value, exact[0]))
    return words


def _wrong_numbers(piece: Any, symbol: sp.Symbol, value: Fraction, exact: Any) -> list[str]:
    numbers = {symbol: sp.Rational(value)}
    if piece.root is not None:
        numbers[piece.root] = _root(piece, symbol, value)
    return [
        f"{name} = {function} is {number} and not {float(exact.values[name])}"
        for name, function in piece.quantities.items()
        if name in exact.values
        and abs((number := float(function.subs(numbers))) - float(exact.values[name])) > _CLOSE * (1 + abs(number))
    ]


def _root(piece: Any, symbol: sp.Symbol, value: Fraction) -> float:
    """Return the root that the words describe, by floating point."""
    known = {symbol.name: symbol, piece.root.name: piece.root}
    if piece.words.startswith("= "):
        return float(sp.sympify(piece.words[2:], locals=known).subs(symbol, sp.Rational(value)))
    stated, *later = piece.words.removeprefix("is ").split("; beyond ")
    which, equation = stated.removesuffix(" = 0").rsplit(" of ", 1)
    for start, said in (one.removeprefix(f"{symbol} = ").split(", ", 1) for one in later):
        which = said if value > float(sp.Rational(start)) else which
    polynomial = sp.Poly(sp.sympify(equation, locals=known).subs(symbol, sp.Rational(value)), piece.root)
    roots = [float(root.evalf(30)) for root in sp.real_roots(polynomial)]
    distinct = [root for i, root in enumerate(roots) if i == 0 or root - roots[i - 1] > np.finfo(float).eps]
    if which == "the only root":
        (only,) = distinct
        return only
    if which in ("the highest root", "the lowest root"):
        return distinct[-1 if which == "the highest root" else 0]
    number, _, count = which.removeprefix("root ").partition(", ")[0].partition(" of ")
    assert len(distinct) == int(count)
    return distinct[int(number) - 1]
