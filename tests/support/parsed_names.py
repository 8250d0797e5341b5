"""Names that texts may use, and how they are read."""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.parsing.parse import parse_claim, parse_expression, parse_relation, parse_smooth_expression

a, b, x, y, z = sp.symbols("a b x y z")
rate, price, quality = sp.symbols("rate price quality")
SYMBOLS = {
    "a": a,
    "b": b,
    "x": x,
    "y": y,
    "z": z,
    "lambda": rate,
    "led.price": price,
    "nash.q": quality,
    "MS.profit_manufacturer": price * quality,
}
PARSERS = (parse_expression, parse_smooth_expression, parse_relation, parse_claim)
half = sp.Rational(1, 2)
p, q, r, s = x > 0, y > 0, z > 0, a > 0
