"""Ranges of parameters, whose ends may depend on other parameters: a curved box, and the unit cube that it is.

A parameter's place between its ends is its slack coordinate: where the ends are those of the domain, every point of the
cube is admissible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.parameter_point import given_values
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.grid import Key
from lsec_models.evaluate.sensitivity.dependent_numbers import (
    held_numbers,
    known_first,
    names_in,
    number_or_expression,
    said_at,
    values_at,
)


@dataclass(frozen=True, kw_only=True)
class ParameterRanges:
    """Ranges of parameters.

    Attributes
    ----------
    ends : Mapping from str to pair of sympy.Expr
        The lower and the upper end of each parameter: numbers, or expressions in others and in what is held fixed.
    order : tuple of str
        The parameters, each after those that its ends depend on.
    held : Mapping from str to array
        What is held fixed.
    """

    ends: Mapping[str, tuple[sp.Expr, sp.Expr]]
    order: tuple[str, ...]
    held: Mapping[str, Floats]

    @property
    def said(self) -> str:
        """The ranges in words."""
        return "; ".join(
            f"{name} uniform from {low} to {high}{self._given(name)}" for name, (low, high) in self.ends.items()
        )

    def at_places(self, places: Mapping[str, Floats]) -> dict[str, Floats]:
        """Return the parameters that have places between their ends, from 0 to 1 each.

        Raises
        ------
        OutsideDomain
            If some end is not a number there, or the lower one is not below the upper one.
        """
        found: dict[str, Floats] = {}
        for name in self.order:
            known = {**self.held, **found}
            low, high = (np.broadcast_to(end, places[name].shape) for end in values_at(self.ends[name], known))
            bad = ~(np.isfinite(low) & np.isfinite(high) & (low < high))
            if bad.any():
                row = int(np.argmax(bad))
                said = said_at(self.ends[name], known, bad.shape, row)
                raise OutsideDomain(
                    f"the range of {name}, {self.ends[name]}, goes from {low[row]:.6g} to {high[row]:.6g} at {said}; "
                    "give ends of which the lower one is less wherever the other parameters are"
                )
            found[name] = low + places[name] * (high - low)
        return {name: found[name] for name in self.ends}

    def _given(self, name: str) -> str:
        depends = names_in(self.ends[name])
        return f" at each {', '.join(depends)}" if depends else ""


def parameter_ranges(between: object, at: Mapping[Key, object]) -> ParameterRanges:
    """Return ranges that are given by parameter.

    Raises
    ------
    DeclarationError
        If there are fewer than two, one is not a pair of numbers or expressions, is empty, or depends on itself, or a
        parameter is held fixed too.

    Examples
    --------
    >>> c, k = sp.symbols("c k", positive=True)
    >>> ranges = parameter_ranges({"gamma": (0, sp.sqrt(k) * c), "c": (1, 2)}, {"k": 4})
    >>> print(ranges.said)
    gamma uniform from 0 to c*sqrt(k) at each c, k; c uniform from 1 to 2
    >>> half = np.array([0.5])
    >>> ranges.at_places({"gamma": half, "c": half})
    {'gamma': array([1.5]), 'c': array([1.5])}
    """
    given = given_values(between) if isinstance(between, Mapping) else {}
    if len(given) < 2:
        raise DeclarationError(f"between = {between!r}: give ranges of two parameters or more, {{'a': (8, 12), ...}}")
    ranges = {name: _ends(name, ends) for name, ends in given.items()}
    held = held_numbers(at)
    for name in sorted(ranges.keys() & held.keys()):
        raise DeclarationError(f"{name} is given twice; put it into between= or at=")
    order = known_first({name: names_in(ends) for name, ends in ranges.items()}, held, "range")
    return ParameterRanges(ends=ranges, order=tuple(order), held=held)


def _ends(name: str, ends: object) -> tuple[sp.Expr, sp.Expr]:
    if not isinstance(ends, tuple | list) or len(ends) != 2:
        raise DeclarationError(f"the range of {name}: {ends!r}; write between={{{name!r}: (low, high)}}")
    low, high = (number_or_expression(end, f"an end of the range of {name}") for end in ends)
    if (high - low).is_nonpositive:
        raise DeclarationError(f"the range of {name}, from {low} to {high}, is empty; give (low, high), low < high")
    return low, high
