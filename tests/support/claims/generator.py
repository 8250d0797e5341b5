"""Random claims whose truth is known by construction: what the prover must never get wrong.

The families are in ``tests/support/claims``, one module for each kind. False claims come with an exact admissible point
at which they fail; what evaluates them shares no code with the prover.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from claims import logic, polynomial, radicals, ranges, slivers, symbols, thin
from claims.by_regime import false_by_regime, true_by_regime
from claims.known import Known, fails_there, is_admissible

__all__ = ["KINDS", "Known", "fails_there", "false_claims", "is_admissible", "true_claims"]

Make = Callable[[random.Random], Known | None]
_MODULES = {
    "polynomial": polynomial,
    "thin": thin,
    "slivers": slivers,
    "radicals": radicals,
    "logic": logic,
    "ranges": ranges,
    "symbols": symbols,
}
KINDS = (*_MODULES, "by regime")
_LITTLE = (1e-9, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2)


def true_claims(seed: int, kinds: Sequence[str] = KINDS) -> Iterator[Known]:
    """Yield true claims without end, one family after the other."""
    families: list[Make] = [make for kind in kinds if kind in _MODULES for make in _MODULES[kind].TRUE]
    return _stream(seed, [*families, *(true_by_regime(seed) if "by regime" in kinds else ())])


def false_claims(seed: int, kinds: Sequence[str] = KINDS) -> Iterator[Known]:
    """Yield false claims without end, each with an admissible point at which it fails."""
    families: list[Make] = [make for kind in kinds if kind in _MODULES for make in _MODULES[kind].FALSE]
    return _stream(seed, [*families, *(false_by_regime(seed) if "by regime" in kinds else ())])


def _stream(seed: int, families: Sequence[Make]) -> Iterator[Known]:
    """Yield a claim of each family in turn, and once in a round one of any that is to be decided with little effort."""
    for number in count():
        for position, make in enumerate(families):
            yield _made(make, f"{position} {seed} {number}")
        hurried = random.Random(f"hurried {seed} {number}")
        known = _made(hurried.choice(families), f"hurried {seed} {number}")
        yield replace(known, family="little effort", effort=hurried.choice(_LITTLE))


def _made(make: Make, seed: str) -> Known:
    return next(filter(None, (make(random.Random(f"{seed} {i}")) for i in count())))
