"""Laws: how what differs from buyer to buyer, or is not known before, is distributed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from math import comb, factorial
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_sympy
from lsec_models.errors import DeclarationError
from lsec_models.games.frozen import Frozen

# By how much probabilities that are meant to sum to one may miss it as decimals.
_ROUNDING = sp.Rational(1, 10**6)


class Law(ABC):
    """How a number is distributed."""

    @property
    @abstractmethod
    def lowest(self) -> sp.Expr:
        """The lowest number that may be drawn; minus infinity where there is none."""

    @abstractmethod
    def moment(self, power: int) -> sp.Expr:
        """Return the expected value of a power of the number."""

    @property
    def conditions(self) -> tuple[sp.Basic, ...]:
        """What parameters of the law must satisfy."""
        return ()

    @property
    def symbols(self) -> frozenset[sp.Symbol]:
        """The parameters of the law."""
        return frozenset(symbol for part in self._parts for symbol in part.free_symbols)

    @property
    def _parts(self) -> Iterable[sp.Expr]:
        return (getattr(self, field.name) for field in fields(self))  # type: ignore[arg-type]

    def with_parameters(self, images: Mapping[sp.Basic, sp.Basic]) -> Law:
        """Return the law at other parameters; the same one where it uses none of them."""
        if not self.symbols & set(images):
            return self
        return type(self)(*(part.subs(images) for part in self._parts))


@dataclass(frozen=True)
class Uniform(Law):
    """Every number between two ends is equally likely.

    Attributes
    ----------
    low, high : sympy.Expr
        Numbers, or expressions in parameters.
    """

    low: sp.Expr
    high: sp.Expr

    @property
    def lowest(self) -> sp.Expr:
        """The first end."""
        return self.low

    @property
    def length(self) -> sp.Expr:
        """How far the ends are apart."""
        return self.high - self.low

    @property
    def conditions(self) -> tuple[sp.Basic, ...]:
        """That the first end is below the second."""
        return (self.low < self.high,)

    def moment(self, power: int) -> sp.Expr:
        """Return the expected value of a power of the number."""
        return sp.Add(*(self.low**i * self.high ** (power - i) for i in range(power + 1))) / (power + 1)

    def __str__(self) -> str:
        return f"uniform({self.low}, {self.high})"


@dataclass(frozen=True)
class Normal(Law):
    """The normal law.

    Attributes
    ----------
    mean, variance : sympy.Expr
        Numbers, or expressions in parameters.
    """

    mean: sp.Expr
    variance: sp.Expr

    @property
    def lowest(self) -> sp.Expr:
        """Minus infinity."""
        return -sp.oo

    @property
    def conditions(self) -> tuple[sp.Basic, ...]:
        """That the variance is positive."""
        return (self.variance > 0,)

    def moment(self, power: int) -> sp.Expr:
        """Return the expected value of a power of the number."""
        even = ((2 * i, sp.factorial2(2 * i - 1) * self.variance**i) for i in range(power // 2 + 1))
        return sp.Add(*(comb(power, j) * self.mean ** (power - j) * value for j, value in even))

    def __str__(self) -> str:
        return f"normal({self.mean}, {self.variance})"


@dataclass(frozen=True)
class Exponential(Law):
    """The exponential law.

    Attributes
    ----------
    mean : sympy.Expr
        A number, or an expression in parameters.
    """

    mean: sp.Expr

    @property
    def lowest(self) -> sp.Expr:
        """Zero."""
        return sp.S.Zero

    @property
    def conditions(self) -> tuple[sp.Basic, ...]:
        """That the mean is positive."""
        return (self.mean > 0,)

    def moment(self, power: int) -> sp.Expr:
        """Return the expected value of a power of the number."""
        return factorial(power) * self.mean**power

    def __str__(self) -> str:
        return f"exponential({self.mean})"


@dataclass(frozen=True)
class Discrete(Law):
    """One of several values.

    Attributes
    ----------
    probabilities : Mapping from sympy.Expr to sympy.Expr
        The probability of each value: numbers, or expressions in parameters.
    """

    probabilities: Mapping[sp.Expr, sp.Expr]

    @property
    def lowest(self) -> sp.Expr:
        """The lowest value."""
        return sp.Min(*self.probabilities)

    @property
    def conditions(self) -> tuple[sp.Basic, ...]:
        """That no probability is negative."""
        return tuple(probability >= 0 for probability in self.probabilities.values())

    @property
    def _parts(self) -> Iterable[sp.Expr]:
        return (*self.probabilities, *self.probabilities.values())

    def with_parameters(self, images: Mapping[sp.Basic, sp.Basic]) -> Law:
        """Return the law at other parameters; the same one where it uses none of them."""
        if not self.symbols & set(images):
            return self
        moved: dict[sp.Expr, sp.Expr] = {}
        for value, probability in self.probabilities.items():
            image = value.subs(images)
            moved[image] = moved.get(image, sp.S.Zero) + probability.subs(images)
        return discrete(moved)

    def moment(self, power: int) -> sp.Expr:
        """Return the expected value of a power of the number."""
        return sp.Add(*(probability * value**power for value, probability in self.probabilities.items()))

    def __hash__(self) -> int:
        return hash(tuple(self.probabilities.items()))

    def __str__(self) -> str:
        return f"discrete({{{', '.join(f'{value}: {p}' for value, p in self.probabilities.items())}}})"


@dataclass(frozen=True)
class Sample(Law):
    """Each number of a sample is equally likely.

    Attributes
    ----------
    data : tuple of Fraction
        Sorted.
    """

    data: tuple[Fraction, ...]

    @property
    def lowest(self) -> sp.Expr:
        """The lowest number of the sample."""
        return to_sympy(self.data[0])

    @property
    def _parts(self) -> Iterable[sp.Expr]:
        return ()

    def moment(self, power: int) -> sp.Expr:
        """Return the mean of a power of the numbers."""
        return to_sympy(sum((Fraction(number**power) for number in self.data), Fraction(0)) / len(self.data))

    @cached_property
    def distinct(self) -> int:
        """How many different numbers there are."""
        return 1 + sum(one != other for one, other in pairwise(self.data))

    @cached_property
    def _digest(self) -> str:
        return sha256(",".join(map(str, self.data)).encode()).hexdigest()[:12]

    def __str__(self) -> str:
        return f"sample of {len(self.data)} numbers from {self.data[0]} to {self.data[-1]} ({self._digest})"


def uniform(low: Any, high: Any) -> Uniform:
    """Return the uniform distribution between two ends.

    Parameters
    ----------
    low, high : number or sympy.Expr

    Raises
    ------
    DeclarationError
        If an end is not a number or expression, or the first is not below the second.

    Examples
    --------
    >>> print(uniform(0, 1))
    uniform(0, 1)
    >>> uniform(1, 0)
    Traceback (most recent call last):
    lsec_models.errors.DeclarationError: uniform(1, 0): the lower end must be below the upper one; swap them
    """
    first, last = (_number(end, f"an end of uniform({low}, {high})") for end in (low, high))
    if (last - first).is_nonpositive:
        raise DeclarationError(f"uniform({low}, {high}): the lower end must be below the upper one; swap them")
    return Uniform(first, last)


def normal(mean: Any, variance: Any) -> Normal:
    """Return the normal distribution.

    Parameters
    ----------
    mean, variance : number or sympy.Expr
        The variance, not the standard deviation.

    Raises
    ------
    DeclarationError
        If either is not a number or expression, or the variance is not positive.

    Examples
    --------
    >>> normal(0, 1).moment(4)
    3
    >>> normal(0, -1)
    Traceback (most recent call last):
    lsec_models.errors.DeclarationError: normal(0, -1): a variance must be positive; what is known needs no law
    """
    shown = f"normal({mean}, {variance})"
    law = Normal(_number(mean, f"the mean of {shown}"), _number(variance, f"the variance of {shown}"))
    if law.variance.is_nonpositive:
        raise DeclarationError(f"{shown}: a variance must be positive; what is known needs no law")
    return law


def exponential(mean: Any) -> Exponential:
    """Return the exponential distribution with a given mean.

    Parameters
    ----------
    mean : number or sympy.Expr

    Raises
    ------
    DeclarationError
        If it is not a number or expression, or not positive.

    Examples
    --------
    >>> exponential(2).moment(2)
    8
    """
    law = Exponential(_number(mean, f"the mean of exponential({mean})"))
    if law.mean.is_nonpositive:
        raise DeclarationError(f"exponential({mean}): the mean must be positive; give a positive one")
    return law


def discrete(probabilities: Mapping[Any, Any]) -> Discrete:
    """Return the distribution of a number that takes one of several values.

    Parameters
    ----------
    probabilities : mapping from number or sympy.Expr to number or sympy.Expr
        The probability of each value; they sum to one.

    Raises
    ------
    DeclarationError
        If it is not such a mapping, a probability is negative, or their sum is not one.

    Examples
    --------
    >>> discrete({1: "1/4", 3: "3/4"}).moment(1)
    5/2
    >>> discrete({1: "1/4", 3: "1/4"})
    Traceback (most recent call last):
    lsec_models.errors.DeclarationError: discrete({1: 1/4, 3: 1/4}): probabilities sum to 1/2; they must sum to 1
    """
    if not isinstance(probabilities, Mapping) or not probabilities:
        raise DeclarationError(f"discrete({probabilities!r}): write values and probabilities, as in {{1: 1/4, 3: 3/4}}")
    read = {_number(v, "a value"): _number(p, f"the probability of {v}") for v, p in probabilities.items()}
    # In whatever order values are written, it is the same law.
    law = Discrete(Frozen({value: read[value] for value in sorted(read, key=sp.default_sort_key)}))
    if len(read) < len(probabilities):
        raise DeclarationError(f"discrete({dict(probabilities)}): a value stands twice; add up its probabilities")
    for value, probability in read.items():
        if probability.is_negative:
            raise DeclarationError(f"{law}: the probability of {value} is negative; give one between 0 and 1")
    if (whole := sp.cancel(sp.Add(*read.values()))) != 1:
        nearly = whole.is_number and abs(whole - 1) < _ROUNDING
        more = "; write fractions as text, such as '1/3', or the last one as 1 minus the others" if nearly else ""
        raise DeclarationError(f"{law}: probabilities sum to {whole}; they must sum to 1{more}")
    return law


def sample(data: Iterable[Any]) -> Sample:
    """Return the empirical distribution of a sample: each of its numbers is equally likely.

    Parameters
    ----------
    data : iterable of numbers
        Floats are read as the decimals they print as.

    Raises
    ------
    DeclarationError
        If there are none, or one of them is not a number.

    Examples
    --------
    >>> sample([3, 1, 2.5]).moment(1)
    13/6
    """
    if isinstance(data, str | Mapping) or not isinstance(data, Iterable):
        raise DeclarationError(f"sample: {data!r} is not a sequence of numbers; write sample([3, 1, 2])")
    read = (exact_number(number, f"number {i} of a sample") for i, number in enumerate(data, start=1))
    numbers = tuple(sorted(read, key=to_fmpq))
    if not numbers:
        raise DeclarationError("sample: there is no number in it; give at least one")
    return Sample(numbers)


def _number(value: object, what: str) -> sp.Expr:
    if isinstance(value, sp.Expr) and value.free_symbols:
        return value
    return to_sympy(exact_number(value, what))
