"""What a certificate speaks of: variables and polynomials, as Coq names and numbers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from lsec_models.errors import CoqError
from lsec_models.prove.coq.names import identifiers
from lsec_models.prove.coq.polynomials import monomial


@dataclass(frozen=True, kw_only=True)
class RadicalVariable:
    """A variable that stands for a square root.

    Attributes
    ----------
    place : int
    radicand : int
    low, high : Fraction
        What it lies between.
    equation : tuple of int
        Where its equation stands among the conditions in Coq.
    """

    place: int
    radicand: int
    low: Fraction
    high: Fraction
    equation: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a certificate speaks of, as Coq names and numbers it.

    In Coq there stand first the ranges of parameters, then the conditions of the certificate, and then of each radical
    that it is positive, and its equation.
    """

    certificate: Mapping[str, Any]
    names: tuple[str, ...]
    variables: tuple[int, ...]
    shown: tuple[str, ...]
    parameters: tuple[int, ...]
    radicals: tuple[RadicalVariable, ...]
    context: Any

    @property
    def symbols(self) -> dict[str, sp.Symbol]:
        """The symbols of the parameters."""
        signs: Mapping[str, dict[str, bool]] = {"positive": {"positive": True}, "nonnegative": {"nonnegative": True}}
        ranges = [variable["range"] for variable in self.certificate["variables"]]
        return {
            self.names[i]: sp.Symbol(self.names[i], **signs.get(ranges[i], {"real": True})) for i in self.parameters
        }

    @property
    def bounded(self) -> list[tuple[int, bool]]:
        """The parameters that are positive (true), or at least zero."""
        ranges = [variable["range"] for variable in self.certificate["variables"]]
        return [(i, ranges[i] == "positive") for i in self.parameters if ranges[i] != "free"]

    @property
    def positions(self) -> tuple[int, ...]:
        """Where the conditions of the certificate stand."""
        first = len(self.bounded)
        return tuple(range(first, first + len(self.certificate["conditions"])))

    @property
    def conditions(self) -> int:
        """How many conditions there are at the beginning."""
        return len(self.bounded) + len(self.certificate["conditions"]) + 3 * len(self.radicals)

    def polynomial(self, terms: Sequence[Any]) -> Any:
        """Return a polynomial of the certificate."""
        return self.context.from_dict({tuple(powers): int(c) for c, powers in terms})

    def flat(self, polynomial: Any) -> tuple[str, str]:
        """Return a polynomial as a plain sum of its terms, as shown and as data of the same form."""
        shown, data = "", ""
        order = sorted(range(len(self.names)), key=lambda i: self.variables[i])
        for powers, coefficient in polynomial.terms():
            used = [(i, int(powers[i])) for i in order if powers[i]]
            factors = [_power(self.shown[i], power) for i, power in used]
            c = int(coefficient)
            size = abs(c) if shown else c
            if size != 1 or not factors:
                factors.insert(0, f"({size})" if size < 0 else str(size))
            term = monomial(size, ((self.variables[i], power) for i, power in used))
            text = " * ".join(factors)
            if not shown:
                shown, data = text, term
            else:
                sign, word = ("-", "PEsub") if c < 0 else ("+", "PEadd")
                shown, data = f"{shown} {sign} {text}", f"({word} {data} {term})"
        return (shown, data) if shown else ("0", "(C 0)")


def frame_of(certificate: Mapping[str, Any]) -> Frame:
    """Return what a certificate speaks of.

    Raises
    ------
    CoqError
        If it has the square root of a fraction.
    """
    names = tuple(variable["name"] for variable in certificate["variables"])
    roots = [names.index(radical["name"]) for radical in certificate["radicals"]]
    parameters = tuple(i for i in range(len(names)) if i not in roots)
    order = [*parameters, *roots]
    given = sum(certificate["variables"][i]["range"] != "free" for i in parameters) + len(certificate["conditions"])
    words = iter(identifiers([names[i] for i in parameters]))
    shown = ["" for _ in names]
    radicals = []
    for i in parameters:
        shown[i] = next(words)
    for k, (i, radical) in enumerate(zip(roots, certificate["radicals"], strict=True)):
        radicand = Fraction(radical["radicand"])
        if radicand.denominator != 1:
            raise CoqError(f"the square root of {radicand} is not that of a whole number")
        shown[i] = f"sqrt {radicand}"
        low, high = Fraction(radical["low"]), Fraction(radical["high"])
        pair = given + 3 * k + 1, given + 3 * k + 2
        radicals.append(RadicalVariable(place=i, radicand=int(radicand), low=low, high=high, equation=pair))
    return Frame(
        certificate=certificate,
        names=names,
        variables=tuple(order.index(i) + 1 for i in range(len(names))),
        shown=tuple(shown),
        parameters=parameters,
        radicals=tuple(radicals),
        context=flint.fmpz_mpoly_ctx.get(tuple(f"x{i}" for i in range(len(names))), flint.Ordering.lex),
    )


def _power(shown: str, power: int) -> str:
    if power == 1:
        return shown
    return f"({shown}) ^ {power}" if " " in shown else f"{shown} ^ {power}"
