"""How the values of a quantity are distributed over the points of a grid, in bins of a stated width."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import xarray as xr

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.plan import STRUCTURE, SweepPlan
from lsec_models.evaluate.reductions.reduction import Part, State
from lsec_models.evaluate.reductions.tally import joined, tally_of
from lsec_models.signature import explained_fields

_MOST_BINS = 100_000
_FARTHEST = 2.0**53


@explained_fields
@dataclass(frozen=True, kw_only=True)
class Histogram:
    """At how many points a quantity lies in each bin, for ``sweep(..., reduce={"q": Histogram(width=0.1)})``.

    Parameters
    ----------
    width : float
        Of the bins, in the units of the quantity. Bin ``j`` is from ``j * width`` up to, but without,
        ``(j + 1) * width``; a value within rounding of an edge may be on either side of it. At most 100,000 bins may
        hold values; how far values lie apart is known only as they are computed, so that a sweep of more ends when it
        meets them.

    Raises
    ------
    DeclarationError
        If the width is missing, has no name, or is not a finite number above zero.

    Examples
    --------
    >>> Histogram(width=0.5)
    Histogram(width=0.5)
    """

    width: float
    word: ClassVar[str] = "histogram"

    def __post_init__(self) -> None:
        _require_width(self.width)

    def of_part(self, quantity: str, part: Part, plan: SweepPlan) -> State:  # noqa: ARG002
        """Return the numbers of bins, and how often each is met, by equilibrium."""
        return _tallied(part.field.values[quantity], self.width, quantity)

    def joined(self, one: State, other: State) -> State:
        """Return the counts of both."""
        return _joined(one, other, self.width)

    def variables(self, quantity: str, state: State, plan: SweepPlan) -> Mapping[str, xr.Variable]:
        """Return the counts, and the lower edges of the bins, those between the others that are empty included."""
        bins, counts = state
        edges = np.arange(bins[0], bins[-1] + 1) if bins.size and bins[-1] - bins[0] < _MOST_BINS else bins
        filled = np.zeros((len(counts), edges.size), dtype=np.int64)
        filled[:, np.searchsorted(edges, bins)] = counts
        name, dim = f"{quantity}_histogram", f"{quantity}_bin"
        words = plan.quantities[quantity].get("long_name", quantity)
        unit = {key: said for key, said in plan.quantities[quantity].items() if key == "units"}
        said = {"long_name": f"lower edge, {words}", **unit, "width": self.width}
        return {
            name: xr.Variable((STRUCTURE, dim), filled, {"long_name": f"points by {words}", "units": "points"}),
            dim: xr.Variable(dim, edges * self.width, said),
        }


@explained_fields
@dataclass(frozen=True)
class Quantile:
    """The value that a share of a sweep's points does not exceed; for ``sweep(..., reduce={"q": Quantile(...)})``.

    Parameters
    ----------
    shares : float or sequence of float
        From 0, the least value, to 1, the greatest: 0.5 for the median.
    width : float
        How exact: what is found is the middle of a bin of that width, see :class:`Histogram`, in which the value lies;
        it is off by at most half of it. There are at most as many bins as there. The value meant is the least that at
        least this share of the values does not exceed (``method="inverted_cdf"`` of ``numpy.quantile``).

    Raises
    ------
    DeclarationError
        If a share is not between 0 and 1, or the width is missing, has no name, or is not a finite number above zero.

    Examples
    --------
    >>> Quantile([0.1, 0.5, 0.9], width=0.01).shares
    (0.1, 0.5, 0.9)
    """

    shares: float | Sequence[float]
    width: float
    word: ClassVar[str] = "quantile"

    def __post_init__(self) -> None:
        _require_width(self.width)
        shares: tuple[object, ...] = tuple(self.shares) if isinstance(self.shares, Sequence) else (self.shares,)
        if not shares or not all(isinstance(share, int | float) and 0 <= share <= 1 for share in shares):
            raise DeclarationError(f"Quantile: {self.shares!r} is not a share; give numbers from 0 to 1, as 0.5")
        object.__setattr__(self, "shares", shares)

    def of_part(self, quantity: str, part: Part, plan: SweepPlan) -> State:  # noqa: ARG002
        """Return the numbers of bins, and how often each is met, by equilibrium."""
        return _tallied(part.field.values[quantity], self.width, quantity)

    def joined(self, one: State, other: State) -> State:
        """Return the counts of both."""
        return _joined(one, other, self.width)

    def variables(self, quantity: str, state: State, plan: SweepPlan) -> Mapping[str, xr.Variable]:
        """Return the quantiles, by equilibrium and share."""
        bins, counts = state
        name, dim = f"{quantity}_quantile", f"{quantity}_share"
        shares = np.array(self.shares, dtype=float)
        values = np.array([[self._middle(bins, row, share) for share in shares] for row in counts])
        words = {"long_name": f"quantile of {plan.quantities[quantity].get('long_name', quantity)}"}
        attributes = plan.quantities[quantity] | words | {"within": self.width / 2}
        return {
            name: xr.Variable((STRUCTURE, dim), values, attributes),
            dim: xr.Variable(dim, shares, {"long_name": "share of points"}),
        }

    def _middle(self, bins: np.ndarray, counts: np.ndarray, share: float) -> float:
        if not counts.sum():
            return math.nan
        rank = max(1, math.ceil(share * int(counts.sum())))
        return float((bins[np.searchsorted(np.cumsum(counts), rank)] + 0.5) * self.width)


def _require_width(width: object) -> None:
    if not isinstance(width, int | float) or isinstance(width, bool) or not 0 < width <= sys.float_info.max:
        raise DeclarationError(f"width = {width!r}: the width of bins is a number above zero, as in width=0.01")


def _tallied(values: Floats, width: float, quantity: str) -> State:
    with np.errstate(all="ignore"):
        bins = np.floor(values / width)
    if (np.abs(bins) > _FARTHEST).any():
        raise DeclarationError(
            f"values of {quantity} are too large for bins of width {width:g}: floats do not tell them apart; "
            "give a larger width"
        )
    return _limited(tally_of([row[~np.isnan(row)].astype(np.int64) for row in bins]), width)


def _joined(one: State, other: State, width: float) -> State:
    return _limited(joined((one[0], one[1]), (other[0], other[1])), width)


def _limited(state: State, width: float) -> State:
    bins = state[0]
    if bins.size > _MOST_BINS:
        enough = _rounded_up(int(bins[-1] - bins[0] + 1) / (_MOST_BINS - 1) * width)
        raise DeclarationError(
            f"width = {width:g} makes more than {_MOST_BINS:,} bins: values from {bins[0] * width:g} to "
            f"{bins[-1] * width:g} were met so far; give a width of at least {enough:g}, more where values lie farther "
            "apart"
        )
    return state


def _rounded_up(number: float) -> float:
    """Return the next number of one digit from a number on.

    Examples
    --------
    >>> _rounded_up(0.00123), _rounded_up(3.0)
    (0.002, 3.0)
    """
    step = 10.0 ** math.floor(math.log10(number))
    return math.ceil(number / step) * step
