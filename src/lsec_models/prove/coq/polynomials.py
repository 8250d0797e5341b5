"""Polynomials as Coq reads them: sums by powers of one variable after another, each written down once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Exponents = tuple[int, ...]
Terms = Mapping[Exponents, int]
_MAX_INLINE = 40


class Polynomials:
    """Writes polynomials as expressions of the library's type ``E``; a long one becomes a definition of its own.

    Attributes
    ----------
    definitions : list of str
        In the order in which they are needed.
    """

    def __init__(self) -> None:
        self.definitions: list[str] = []
        self._names: dict[str, str] = {}

    def written(self, terms: Terms, variables: Sequence[int]) -> str:
        """Return a polynomial.

        Parameters
        ----------
        terms : mapping from exponents to int
        variables : sequence of int
            The number in Coq, from 1, of each variable.
        """
        text = _sum([(c, powers) for powers, c in terms.items() if c], variables, 0)
        if len(text) <= _MAX_INLINE:
            return text
        if text not in self._names:
            self._names[text] = f"p{len(self._names) + 1}"
            self.definitions.append(f"Definition {self._names[text]} : E := {text}.")
        return self._names[text]

    def text(self, polynomial: Any, variables: Sequence[int]) -> str:
        """Return a polynomial of flint."""
        return self.written({tuple(map(int, powers)): int(c) for powers, c in polynomial.terms()}, variables)


def number(value: int) -> str:
    """Return an integer in the scope of integers."""
    return f"({value})" if value < 0 else str(value)


def constant(value: int) -> str:
    """Return a constant polynomial."""
    return f"(C {number(value)})"


def monomial(coefficient: int, powers: Iterable[tuple[int, int]]) -> str:
    """Return a coefficient times variables, given by their numbers, to powers."""
    factors = [_power(variable, power) for variable, power in powers if power]
    if coefficient != 1 or not factors:
        factors.insert(0, constant(coefficient))
    text = factors[0]
    for factor in factors[1:]:
        text = f"(PEmul {text} {factor})"
    return text


def _power(variable: int, power: int) -> str:
    return f"(X {variable})" if power == 1 else f"(PEpow (X {variable}) {power})"


def _sum(terms: list[tuple[int, Exponents]], variables: Sequence[int], start: int) -> str:
    """Return a sum by powers of the first variable, from `start`, that occurs; the lowest power first."""
    if not terms:
        return constant(0)
    if len(terms) == 1:
        coefficient, powers = terms[0]
        return monomial(coefficient, ((variables[i], powers[i]) for i in range(start, len(powers))))
    i = next(i for i in range(start, len(variables)) if any(powers[i] for _, powers in terms))
    parts: dict[int, list[tuple[int, Exponents]]] = {}
    for coefficient, powers in terms:
        parts.setdefault(powers[i], []).append((coefficient, powers))
    texts = [_times(_sum(parts[power], variables, i + 1), variables[i], power) for power in sorted(parts)]
    text = texts[-1]
    for other in reversed(texts[:-1]):
        text = f"(PEadd {other} {text})"
    return text


def _times(text: str, variable: int, power: int) -> str:
    if power == 0:
        return text
    return _power(variable, power) if text == constant(1) else f"(PEmul {text} {_power(variable, power)})"
