"""Numbers drawn from laws, the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from lsec_models.errors import DeclarationError, OutsideDomain, described
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.sensitivity.dependent_numbers import (
    known_first,
    number_or_expression,
    said_at,
    values_at,
)
from lsec_models.games.frozen import Frozen
from lsec_models.games.laws import Discrete, Exponential, Law, Normal, Sample, Uniform

_NOTHING: Mapping[Any, Any] = Frozen({})


def drawn(laws: Mapping[str, Law], count: int, seed: int, given: Mapping[str, Floats] = _NOTHING) -> dict[str, Floats]:
    """Return numbers drawn from laws, independently of each other but for what laws depend on.

    What is drawn of a name does not depend on what else is drawn after it in the alphabet, unless its law does.

    Parameters
    ----------
    laws : mapping from str to Law
        Parameters of a law are among the names that are drawn, or given.
    count, seed : int
    given : mapping from str to array, optional
        Numbers of other parameters.

    Raises
    ------
    DeclarationError
        If a law depends on what is neither drawn nor given, or on itself.
    OutsideDomain
        If a law is none where those that it depends on are.

    Examples
    --------
    >>> from lsec_models import discrete
    >>> bool((drawn({"a": discrete({1: "1/2", 2: "1/2"})}, 100, seed=1)["a"] == 2).mean().round(1) == 0.5)
    True
    """
    names = sorted(laws)
    streams = dict(zip(names, np.random.SeedSequence(seed).spawn(len(names)), strict=True))
    needs = {name: sorted(symbol.name for symbol in laws[name].symbols) for name in names}
    found: dict[str, Floats] = {}
    for name in known_first(needs, given, "law"):
        known = {**given, **found}
        _require_law_at(name, laws[name], known)
        found[name] = draws_of(laws[name], count, np.random.default_rng(streams[name]), known)
    return {name: found[name] for name in names}


def require_known_laws(laws: object) -> Mapping[str, Law]:
    """Return laws by name of the parameter; refuse what is none, or chances that depend on other parameters.

    Raises
    ------
    DeclarationError
    """
    if not isinstance(laws, Mapping) or not laws:
        raise DeclarationError(
            f"laws = {laws!r}: give a law for each parameter that is drawn, as in laws={{'a': lsec.uniform(9, 11)}}"
        )
    found = {str(name): law for name, law in laws.items()}
    for name, law in found.items():
        if not isinstance(law, Law):
            raise DeclarationError(
                f"the law of {name}: {described(law)}; write uniform(...), normal(...), exponential(...), "
                f"discrete(...) or sample(...), or put a number into at={{{name!r}: ...}}"
            )
        if law.symbols and isinstance(law, Discrete):
            free = ", ".join(sorted(symbol.name for symbol in law.symbols))
            raise DeclarationError(f"the law of {name}, {law}, depends on {free}; write it with numbers only")
        for number in _numbers_of(law):
            number_or_expression(number, f"a number of the law of {name}")
    return found


def draws_of(law: Law, count: int, stream: np.random.Generator, known: Mapping[str, Floats] = _NOTHING) -> Floats:
    """Return so many numbers with a law, from a stream of random bits, where its parameters are known."""
    numbers = values_at(_numbers_of(law), known)
    if isinstance(law, Uniform):
        low, high = numbers
        return stream.uniform(low, high, count)
    if isinstance(law, Normal):
        mean, variance = numbers
        return stream.normal(mean, variance**0.5, count)
    if isinstance(law, Exponential):
        [mean] = numbers
        return stream.exponential(mean, count)
    values, chances = values_of(law)
    return stream.choice(values, count, p=chances)


def values_of(law: Law) -> tuple[Floats, Floats | None]:
    """Return the values that a law takes one by one, and how likely each is; None where all are equally likely."""
    if isinstance(law, Discrete):
        chances = np.array([float(chance) for chance in law.probabilities.values()])
        return np.array([float(value) for value in law.probabilities]), chances / chances.sum()
    assert isinstance(law, Sample), f"no draws of {law}"
    return np.array([float(number) for number in law.data]), None


def _numbers_of(law: Law) -> tuple[sp.Expr, ...]:
    """Return the numbers, or expressions, that a law with a density is made of; none of another one."""
    if isinstance(law, Uniform):
        return law.low, law.high
    if isinstance(law, Normal):
        return law.mean, law.variance
    return (law.mean,) if isinstance(law, Exponential) else ()


def _positive_in(law: Law) -> dict[str, sp.Expr]:
    """Return what must be positive for a law to be one, by what it is called."""
    if isinstance(law, Uniform):
        return {"length": law.length}
    if isinstance(law, Normal):
        return {"variance": law.variance}
    return {"mean": law.mean} if isinstance(law, Exponential) else {}


def _require_law_at(name: str, law: Law, known: Mapping[str, Floats]) -> None:
    if not law.symbols:
        return
    for what, expression in _positive_in(law).items():
        [values] = values_at([expression], known)
        bad = ~(np.isfinite(values) & (values > 0))
        if bad.any():
            place = int(np.argmax(bad))
            said = said_at([expression], known, bad.shape, place)
            raise OutsideDomain(
                f"the law of {name}, {law}, has the {what} {values.flat[place]:.6g} at {said}; write it so that its "
                f"{what} is positive wherever other parameters are"
            )
