"""Exact real algebraic numbers: sums, products, quotients and square roots, and roots of polynomials of any degree.

A number is the expression that it came from. Its sign is that of an enclosure as soon as zero is outside; it is zero
if the enclosure is closer to zero than any number of its kind that is not. That bound is the classical one: a number is
U/L, both algebraic integers of one field of degree D; all conjugates of U are at most u in absolute value, those of L
at most l. The norm of U, a product of D conjugates, is a whole number: U/L is zero or at least ``1/(l u**(D-1))``.

References
----------
Burnikel, C., Funke, S., Mehlhorn, K., Schirra, S. and Schmitt, S. (2009). A separation bound for real algebraic
expressions. Algorithmica 55.
"""

from __future__ import annotations

from functools import cached_property
from math import prod
from typing import Any
from weakref import WeakValueDictionary

import flint
import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.solve.corners.exact.numbers.number_fields import NumberField
from lsec_models.solve.corners.exact.unresolved import Unresolved

_FIRST_BITS = 64
_FEW_BITS = 256
_MAX_BITS = 100_000
_HASH_BITS = 20

_known: WeakValueDictionary[tuple[Any, ...], Algebraic] = WeakValueDictionary()


class Algebraic:
    """A real algebraic number.

    Parameters
    ----------
    operation : str
        "number", "root", "sqrt", "+", "*" or "/".
    parts : tuple
        A rational number, a RealRoot with the degree three or more, or the numbers that the operation takes.

    Examples
    --------
    >>> two, three = (square_root(Algebraic.of(flint.fmpq(n))) for n in (2, 3))
    >>> (two * three - square_root(Algebraic.of(flint.fmpq(6)))).sign(), (two + three - 3).sign()
    (0, 1)
    """

    __slots__ = ("__dict__", "__weakref__", "operation", "parts")

    def __init__(self, operation: str, parts: tuple[Any, ...]) -> None:
        self.operation, self.parts = operation, parts

    @classmethod
    def of(cls, value: Any) -> Algebraic:
        """Return an exact number as one of this kind."""
        if isinstance(value, cls):
            return value
        return _made("number", flint.fmpq(value)) if isinstance(value, flint.fmpq | int) else value.algebraic()

    def __add__(self, other: Any) -> Any:
        return self._with("+", other)

    __radd__ = __add__

    def __neg__(self) -> Any:
        return self * -1

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        return flint.fmpq(0) if _is_rational(other) and other == 0 else self._with("*", other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return self._with("/", other)

    def __rtruediv__(self, other: Any) -> Any:
        return Algebraic.of(other) / self

    def __eq__(self, other: object) -> bool:
        if not (_is_rational(other) or hasattr(other, "algebraic") or isinstance(other, Algebraic)):
            return NotImplemented
        return self is other or sign_of(self - other) == 0

    def __hash__(self) -> int:
        scaled = self * 2**_HASH_BITS
        floor = int(scaled.enclosure(_FIRST_BITS).mid().floor().unique_fmpz())
        while sign_of(scaled - floor) < 0:
            floor -= 1
        while sign_of(scaled - (floor + 1)) >= 0:
            floor += 1
        return hash(floor)

    def __float__(self) -> float:
        return float(self.enclosure(2 * _FIRST_BITS).mid())

    def __repr__(self) -> str:
        return f"Algebraic({float(self):.10g})"

    def expression(self) -> sp.Expr:
        """Return the number as a SymPy expression."""
        if self.operation == "number":
            return sp.Rational(int(self.parts[0].p), int(self.parts[0].q))
        if self.operation == "root":
            return self.parts[0].expression()
        inner = [part.expression() for part in self.parts]
        if self.operation == "sqrt":
            return sp.sqrt(*inner)
        first, second = inner
        return first + second if self.operation == "+" else first * second if self.operation == "*" else first / second

    def sign(self) -> int:
        """Return -1, 0 or 1.

        Raises
        ------
        Unresolved
            If the number is too close to zero for what is known of its kind.
        """
        return self._sign

    def enclosure(self, bits: int) -> flint.arb:
        """Return a ball that contains the number, computed with so many bits."""
        with flint.ctx.workprec(bits):
            return self._enclosed(bits)

    @cached_property
    def generators(self) -> dict[int, Algebraic]:
        """The roots in which it is a rational expression, each after those that it is made of; by identity."""
        found: dict[int, Algebraic] = {}
        for part in self.parts:
            if isinstance(part, Algebraic):
                found |= part.generators
        return found | {id(self): self} if self.operation in ("root", "sqrt") else found

    @cached_property
    def _sign(self) -> int:
        bits = _FIRST_BITS
        while True:
            ball = self.enclosure(bits)
            if ball > 0 or ball < 0:
                return 1 if ball > 0 else -1
            if bits >= _FEW_BITS:
                gap = self._gap
                if gap > _MAX_BITS:
                    raise Unresolved("a number is too close to zero to be told from it")
                if gap == 0 or abs(ball) < flint.arb(flint.fmpq(1, flint.fmpz(1) << gap)):
                    return 0
                bits = max(bits, gap)
            bits *= 2

    @cached_property
    def _gap(self) -> int:
        """How many bits of accuracy tell it from zero; none if it is zero."""
        gap = NumberField(list(self.generators.values())).gap(self)
        if gap is not None:
            return gap
        above, below = self.sizes
        return below + above * (prod(one.degree for one in self.generators.values()) - 1) + 2

    @property
    def degree(self) -> int:
        """The degree of a generator over the numbers that it is made of."""
        return int(self.parts[0].minimal.degree()) if self.operation == "root" else 2

    @cached_property
    def sizes(self) -> tuple[int, int]:
        """How many bits bound the conjugates of the algebraic integers U and L of which it is the quotient."""
        if self.operation == "number":
            return int(abs(self.parts[0].p)).bit_length(), int(self.parts[0].q).bit_length() - 1
        if self.operation == "root":
            *lower, leading = (int(abs(c)) for c in self.parts[0].minimal.coeffs())
            # The leading coefficient times a root is an algebraic integer; all roots are below Cauchy's bound.
            return (leading + max(lower)).bit_length(), leading.bit_length()
        (above, below), *rest = (part.sizes for part in self.parts)
        if self.operation == "sqrt":
            return (above + below + 1) // 2, below
        ((other_above, other_below),) = rest
        if self.operation == "*":
            return above + other_above, below + other_below
        if self.operation == "/":
            return above + other_below, below + other_above
        return max(above + other_below, below + other_above) + 1, below + other_below

    def _with(self, operation: str, other: Any) -> Any:
        if isinstance(other, Algebraic):
            return _made(operation, self, other)
        if _is_rational(other):
            neutral = other == (0 if operation == "+" else 1)
            return self if neutral else _made(operation, self, Algebraic.of(other))
        return _made(operation, self, other.algebraic()) if hasattr(other, "algebraic") else NotImplemented

    def _enclosed(self, bits: int) -> flint.arb:
        known = self.__dict__.get("_ball")
        if known is not None and known[0] >= bits:
            return known[1]
        ball = self._computed(bits)
        self.__dict__["_ball"] = bits, ball
        return ball

    def _computed(self, bits: int) -> flint.arb:
        if self.operation == "number":
            return flint.arb(self.parts[0])
        if self.operation == "root":
            root: RealRoot = self.parts[0].narrowed(bits)
            return flint.arb(root.low).union(flint.arb(root.high))
        first, *rest = (part._enclosed(bits) for part in self.parts)
        if self.operation == "sqrt":
            return first.sqrt()
        second = rest[0]
        return first + second if self.operation == "+" else first * second if self.operation == "*" else first / second


def square_root(value: Algebraic) -> Algebraic:
    """Return the square root of a positive number."""
    return _made("sqrt", value)


def root_of(irreducible: flint.fmpz_poly, number: int, root: RealRoot) -> Algebraic:
    """Return the real root of an irreducible polynomial with a given number in their order."""
    return _once(("root", number, *map(int, irreducible.coeffs())), (root,))


def sign_of(value: Any) -> int:
    """Return the sign of an exact number, also a rational one."""
    return int(value > 0) - int(value < 0) if isinstance(value, flint.fmpq) else int(value.sign())


def _is_rational(value: object) -> bool:
    return isinstance(value, flint.fmpq | int)


def _made(operation: str, *parts: Any) -> Algebraic:
    """Return a number; the same one where it is made of the same parts in the same way."""
    return _once((operation, *(id(p) if isinstance(p, Algebraic) else (int(p.p), int(p.q)) for p in parts)), parts)


def _once(key: tuple[Any, ...], parts: tuple[Any, ...]) -> Algebraic:
    found = _known.get(key)
    if found is None:
        found = _known[key] = Algebraic(key[0], parts)
    return found
