"""The modes with all their corners at baseline numbers, and the maps of the manufacturer's choice among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

import sympy as sp

from lsec_models import Game, solve
from lsec_models.algebra.decomposition.plane_map import PlanarMap
from lsec_models.games.choice.at_point import ChoicePoint
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.choice.map_labels import View
from lsec_models.games.static.piecewise import PiecewiseEquilibrium
from lsec_models.models import load
from lsec_models.models.channel_choice import BASELINE, MODES
from lsec_models.models.streamers import streamer_type
from lsec_models.models.two_channels import sigma, theta

from .model import F, commission, phi

HIRING = ("reselling", "agency")
FORECLOSED = "retailer sells nothing"
# The terms of the top streamer, so that consent is worth asking for.
RESERVATION = streamer_type("top").reservation
_Range = tuple[Fraction, Fraction]
_RANGES: Mapping[sp.Symbol, _Range] = {
    commission: (Fraction(0), Fraction(4, 5)),
    phi: (BASELINE["c"] / BASELINE["alpha"], Fraction(6)),
    theta: (Fraction(-1), Fraction(1)),
    F: (Fraction(0), Fraction(60)),
}


# The axes of each map; everything else is at its baseline value, but for what CHANGED says.
MAPS: Mapping[str, tuple[sp.Symbol, sp.Symbol]] = {
    "commission_influence": (commission, phi),
    "commission_spillover": (commission, theta),
    "fee_influence": (F, phi),
}
Numbers = tuple[tuple[sp.Symbol, Fraction], ...]
# At the baseline the channels replace each other so much that no live channel helps the retailer.
CHANGED: Mapping[str, Numbers] = {"commission_spillover": ((sigma, Fraction(1, 20)),)}


# Slot fees decide among modes at a small influence only.
_NARROWER: Mapping[str, Mapping[sp.Symbol, _Range]] = {"fee_influence": {phi: (_RANGES[phi][0], Fraction(3))}}


def ranges(name: str) -> Mapping[str | sp.Symbol, _Range]:
    """Return the range of each axis of a map."""
    return {symbol: _RANGES[symbol] for symbol in MAPS[name]} | dict(_NARROWER.get(name, {}))


@cache
def choice(name: str) -> ChoiceEquilibrium:
    """Return the manufacturer's choice on a map: all four modes, and a streamer who asks for its reservation profit."""
    among = {mode: with_corners(mode, MAPS[name], CHANGED.get(name, ())) for mode in MODES}
    asked = {mode: _rational(RESERVATION) for mode in HIRING}
    return solve(Choice(by="manufacturer", among=among, participation={"streamer": asked}))


@cache
def planar(name: str, view: str) -> PlanarMap[str]:
    """Return an exact map in one of ``VIEWS``."""
    x, y = MAPS[name]
    solved = choice(name)
    return solved.regions(x, y, at={}, over={**ranges(name)}, view=VIEWS[view](solved))


def with_corners(mode: str, free: tuple[sp.Symbol, ...], changed: Numbers = ()) -> PiecewiseEquilibrium:
    """Return a mode's equilibrium, corners included, with some parameters open and the others at their baseline.

    Parameters
    ----------
    mode : str
        An agent works for the commission, and a slot fee if that is open.
    free : tuple of sympy.Symbol
        The mode may know some of them only. Commission and influence are bounded as in the maps.
    changed : tuple of (sympy.Symbol, Fraction)
        Numbers that differ from the baseline.
    """
    game = _game(mode, "commission + slot_fee" if F in free else "commission")
    known = tuple(pair for pair in changed if pair[0] in game.parameters)
    return _solved(mode, tuple(symbol for symbol in game.parameters if symbol in free), known)


@cache
def _solved(mode: str, free: tuple[sp.Symbol, ...], changed: Numbers) -> PiecewiseEquilibrium:
    game = _game(mode, "commission + slot_fee" if F in free else "commission")
    numbers = {symbol: BASELINE[symbol.name] for symbol in game.parameters if symbol not in free}
    game = game.with_values({**numbers, **dict(changed)})
    bounds = (commission <= _rational(_RANGES[commission][1]), phi <= _rational(_RANGES[phi][1]))
    known = [bound for bound in bounds if bound.free_symbols <= set(free)]
    return solve(replace(game, assuming=[*game.assuming, *known]), corners=True)


def _game(mode: str, terms: str) -> Game:
    return load("channel_choice", mode=mode, contract=terms) if mode == "agency" else load("channel_choice", mode=mode)


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


def _rational(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)
