"""Numbers drawn from laws, the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lsec_models.errors import DeclarationError, described
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.laws import Discrete, Exponential, Law, Normal, Sample, Uniform


def drawn(laws: Mapping[str, Law], count: int, seed: int) -> dict[str, Floats]:
    """Return numbers drawn from laws, independently of each other.

    What is drawn of a name does not depend on what else is drawn after it in the alphabet.

    Examples
    --------
    >>> from lsec_models import discrete
    >>> bool((drawn({"a": discrete({1: "1/2", 2: "1/2"})}, 100, seed=1)["a"] == 2).mean().round(1) == 0.5)
    True
    """
    names = sorted(laws)
    streams = np.random.SeedSequence(seed).spawn(len(names))
    return {
        name: draws_of(laws[name], count, np.random.default_rng(stream))
        for name, stream in zip(names, streams, strict=True)
    }


def require_known_laws(laws: object) -> Mapping[str, Law]:
    """Return laws by name of the parameter; refuse what is none, or has parameters of its own.

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
        if law.symbols:
            free = ", ".join(sorted(symbol.name for symbol in law.symbols))
            raise DeclarationError(f"the law of {name}, {law}, depends on {free}; write it with numbers only")
    return found


def draws_of(law: Law, count: int, stream: np.random.Generator) -> Floats:
    """Return so many numbers with a law, at numbers, from a stream of random bits."""
    if isinstance(law, Uniform):
        return stream.uniform(float(law.low), float(law.high), count)
    if isinstance(law, Normal):
        return stream.normal(float(law.mean), float(law.variance) ** 0.5, count)
    if isinstance(law, Exponential):
        return stream.exponential(float(law.mean), count)
    values, chances = values_of(law)
    return stream.choice(values, count, p=chances)


def values_of(law: Law) -> tuple[Floats, Floats | None]:
    """Return the values that a law takes one by one, and how likely each is; None where all are equally likely."""
    if isinstance(law, Discrete):
        chances = np.array([float(chance) for chance in law.probabilities.values()])
        return np.array([float(value) for value in law.probabilities]), chances / chances.sum()
    assert isinstance(law, Sample), f"no draws of {law}"
    return np.array([float(number) for number in law.data]), None
