"""What a certificate states, evaluated exactly: nothing here uses the prover or its checker.

Variables that stand for square roots are that root, whatever bounds the certificate gives for it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import flint

Point = Mapping[str, Fraction]
_BITS = (64, 512, 4096)


def fails_at(certificate: Mapping[str, Any], point: Point) -> bool:
    """Whether a point is in the set that a certificate states, and one of its clauses is false there."""
    return is_admissible(certificate, point) and any(
        all(_holds(certificate, atom["polynomial"], atom["relation"], point) is False for atom in clause["atoms"])
        for clause in certificate["clauses"]
    )


def is_admissible(certificate: Mapping[str, Any], point: Point) -> bool:
    """Whether variables are in their ranges, and all conditions certainly hold."""
    roots = _radicands(certificate)
    for variable in certificate["variables"]:
        if variable["name"] not in roots and not _is_allowed(point[variable["name"]], variable["range"]):
            return False
    return all(
        _holds(certificate, condition["polynomial"], ">" if condition["strict"] else ">=", point) is True
        for condition in certificate["conditions"]
    )


def points(certificate: Mapping[str, Any], generator: random.Random) -> Iterator[dict[str, Fraction]]:
    """Yield random points in the ranges of a certificate's variables, small and simple ones first of all."""
    while True:
        yield {variable["name"]: _number(generator, variable["range"]) for variable in certificate["variables"]}


def _number(generator: random.Random, allowed: str) -> Fraction:
    number = Fraction(generator.choice((1, 1, 1, 2, 3, 5, 10)), generator.choice((1, 1, 1, 2, 3, 7, 100)))
    if allowed == "nonnegative":
        return generator.choice((Fraction(0), number))
    return generator.choice((Fraction(0), number, -number)) if allowed == "free" else number


def _is_allowed(value: Fraction, allowed: str) -> bool:
    return {"positive": value > 0, "nonnegative": value >= 0, "free": True}[allowed]


def _radicands(certificate: Mapping[str, Any]) -> dict[str, Fraction]:
    return {radical["name"]: Fraction(radical["radicand"]) for radical in certificate["radicals"]}


def _holds(certificate: Mapping[str, Any], terms: Any, relation: str, point: Point) -> bool | None:
    sign = _sign(certificate, terms, point)
    if sign is None:
        return None
    return {">": sign > 0, ">=": sign >= 0, "=": sign == 0, "!=": sign != 0}[relation]


def _sign(certificate: Mapping[str, Any], terms: Any, point: Point) -> int | None:
    """Return the sign of a polynomial; None where intervals do not separate it from zero."""
    names, roots = [variable["name"] for variable in certificate["variables"]], _radicands(certificate)
    values: dict[tuple[str, ...], Fraction] = {}
    for coefficient, powers in terms:
        value, odd = Fraction(int(coefficient)), []
        for name, power in zip(names, powers, strict=True):
            value *= roots[name] ** (power // 2) if name in roots else point[name] ** power
            if name in roots and power % 2:
                odd.append(name)
        values[tuple(odd)] = values.get(tuple(odd), Fraction(0)) + value
    if not any(values.values()):
        return 0
    for bits in _BITS:
        ball = _ball(values, roots, bits)
        if not ball.contains(0):
            return 1 if ball > 0 else -1
    return None


def _ball(values: Mapping[tuple[str, ...], Fraction], roots: Mapping[str, Fraction], bits: int) -> Any:
    with flint.ctx.workprec(bits):
        total = flint.arb(0)
        for odd, value in values.items():
            term = _arb(value)
            for name in odd:
                term *= _arb(roots[name]).sqrt()
            total += term
    return total


def _arb(value: Fraction) -> Any:
    return flint.arb(flint.fmpq(value.numerator, value.denominator))
