"""The maps of the manufacturer's choice among the modes with all their corners, at baseline numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

import sympy as sp

from lsec_models import solve
from lsec_models.algebra.decomposition.planar_map import PlanarMap
from lsec_models.games.choice.at_point import ChoicePoint
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.choice.map_labels import View
from lsec_models.models.channels.channel_choice import MODES
from lsec_models.models.channels.two_channels import sigma, theta
from lsec_models.models.parts.streamers import streamer_type

from .cornered import RANGES, Numbers, Range, rational, with_corners
from .symbols import F, commission, phi

HIRING = ("reselling", "agency")
FORECLOSED = "retailer sells nothing"
# The terms of the top streamer, so that consent is worth asking for.
RESERVATION = streamer_type("top").reservation


# The axes of each map; everything else is at its baseline value, but for what CHANGED says.
MAPS: Mapping[str, tuple[sp.Symbol, sp.Symbol]] = {
    "commission_influence": (commission, phi),
    "commission_spillover": (commission, theta),
    "fee_influence": (F, phi),
}
# At the baseline the channels replace each other so much that no live channel helps the retailer.
CHANGED: Mapping[str, Numbers] = {"commission_spillover": ((sigma, Fraction(1, 20)),)}


# Slot fees decide among modes at a small influence only.
_NARROWER: Mapping[str, Mapping[sp.Symbol, Range]] = {"fee_influence": {phi: (RANGES[phi][0], Fraction(3))}}


def ranges(name: str) -> Mapping[str | sp.Symbol, Range]:
    """Return the range of each axis of a map."""
    return {symbol: RANGES[symbol] for symbol in MAPS[name]} | dict(_NARROWER.get(name, {}))


@cache
def choice(name: str) -> ChoiceEquilibrium:
    """Return the manufacturer's choice on a map: all four modes, and a streamer who asks for its reservation profit."""
    among = {mode: with_corners(mode, MAPS[name], CHANGED.get(name, ())) for mode in MODES}
    asked = {mode: rational(RESERVATION) for mode in HIRING}
    return solve(Choice(by="manufacturer", among=among, participation={"streamer": asked}))


@cache
def planar(name: str, view: str) -> PlanarMap[str]:
    """Return an exact map in one of ``VIEWS``."""
    x, y = MAPS[name]
    solved = choice(name)
    return solved.regions(x, y, at={}, over={**ranges(name)}, view=VIEWS[view](solved))


def _chosen(_: ChoiceEquilibrium) -> View:
    """What the manufacturer chooses, and whether the retailer still sells then."""

    def label(point: ChoicePoint) -> str:
        retailer = point.values[point.mode]["retailer"]
        return point.label if retailer > 0 else f"{point.label}, {FORECLOSED}"

    return View(name="mode chosen, and whether the retailer sells", label=label)


def _agreement(solved: ChoiceEquilibrium) -> View:
    return solved.agreement("manufacturer", "streamer")


def _gains(solved: ChoiceEquilibrium) -> View:
    return solved.gains("manufacturer", "retailer", against="none")


VIEWS: Mapping[str, Callable[[ChoiceEquilibrium], View]] = {
    "mode": _chosen,
    "streamer": _agreement,
    "retailer": _gains,
}
