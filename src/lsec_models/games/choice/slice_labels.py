"""What a map of a solved choice says at a point of a slice of the parameter space, in whatever process it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.decomposition.label_polynomials import LabelPolynomial
from lsec_models.algebra.decomposition.parameter_slice import Slice
from lsec_models.errors import OutsideDomain
from lsec_models.games.choice.at_point import OUTSIDE, ChoicePoint
from lsec_models.games.choice.declaration import mode_label
from lsec_models.games.choice.map_labels import View
from lsec_models.games.choice.on_slice import CutChoice
from lsec_models.games.summary.summary import shown_point

if TYPE_CHECKING:
    from lsec_models.games.choice.equilibrium import ChoiceEquilibrium


class SliceLabels:
    """The labels of a slice: by closed forms on it, and, where regions are not proved, by the games solved there too.

    Parameters
    ----------
    solved : ChoiceEquilibrium
    cut : Slice
    view : View
        What to write.
    """

    def __init__(self, solved: ChoiceEquilibrium, cut: Slice, view: View) -> None:
        self._solved, self._cut, self._view = solved, cut, view

    def __reduce__(self) -> tuple[object, ...]:
        return SliceLabels, (self._solved, self._cut, self._view)

    @cached_property
    def _here(self) -> CutChoice:
        return CutChoice(self._solved, self._cut)

    def watched(self) -> list[LabelPolynomial]:
        """Return the polynomials that decide the labels."""
        return list(self._here.watched(self._view.compared))

    def at_number(self, number: Fraction) -> str:
        """Return the label at a number of the only parameter that moves; see :meth:`at`."""
        return self.at({self._cut.ring.symbols[0]: number})

    def at(self, moving: Mapping[sp.Symbol, Fraction]) -> str:
        """Return the label at a point of the slice.

        Raises
        ------
        OutsideDomain
            If regions are not proved, and the games solved exactly at the point say something else.
        """
        found = self._here.at(self._cut.ring.exact_point(moving))
        if found is None:
            return OUTSIDE
        if not self._solved.has_proved_regions:
            self._require_agreement(found, {**self._cut.values, **moving})
        return self._view.label(found)

    def _require_agreement(self, found: ChoicePoint, point: Mapping[sp.Symbol, Fraction]) -> None:
        exact = self._solved.decided_at(point)
        solved, read = self._view.label(exact), self._view.label(found)
        if solved == read:
            return
        where = shown_point(point)
        reasons = "; ".join(f"{mode_label(name)}: {reason}" for name, reason in exact.unavailable.items())
        raise OutsideDomain(
            f"the regions of a mode are not proved, and at {where} they give {read!r} where the games solved there "
            f"give {solved!r}{f' ({reasons})' if reasons else ''}; ask point by point, choice.at(...), or move over a "
            "range in which they agree"
        )
