"""What a check finds: the steps of a proof, and those that rest on the agreement of engines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The outcome of a check that found nothing wrong.

    Attributes
    ----------
    steps : int
        How many proof steps there are.
    open_steps : tuple of OpenStep
        Those that rest on the agreement of engines.
    """

    steps: int
    open_steps: tuple[OpenStep, ...]

    @property
    def exact(self) -> bool:
        """Whether every step was re-computed."""
        return not self.open_steps


@dataclass(frozen=True, kw_only=True)
class OpenStep:
    """What engines agreed on, and only they: that a polynomial is positive on a set.

    Attributes
    ----------
    ranges : tuple of str
        ``"positive"``, ``"nonnegative"`` or ``"free"``, for each variable.
    conditions : tuple of (terms, strict)
        Polynomials as ``{exponents: coefficient}`` that are positive (strict) or nonnegative on the set.
    target : dict
        The polynomial.
    strict : bool
        Whether it is positive, not only nonnegative.
    """

    ranges: tuple[str, ...]
    conditions: tuple[tuple[dict[tuple[int, ...], int], bool], ...]
    target: dict[tuple[int, ...], int]
    strict: bool


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a proof, with what is to be shown by it.

    Attributes
    ----------
    depth : int
        0 for what a clause asks; a step that another one needs is one deeper.
    names, ranges : tuple of str
        The variables.
    conditions : tuple of (terms, strict), or None where one was used up
        Polynomials as ``{exponents: coefficient}`` that are positive (strict) or nonnegative.
    target : dict
        The polynomial that is shown to be positive (strict) or nonnegative.
    strict : bool
    proof : mapping
        The step as the certificate has it.
    """

    depth: int
    names: tuple[str, ...]
    ranges: tuple[str, ...]
    conditions: tuple[tuple[dict[tuple[int, ...], int], bool] | None, ...]
    target: dict[tuple[int, ...], int]
    strict: bool
    proof: Mapping[str, Any]
