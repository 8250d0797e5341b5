"""Modes with all their corners, some parameters open and the others at their baseline numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

import sympy as sp

from lsec_models import Game, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.models import load
from lsec_models.models.channels.channel_choice import BASELINE
from lsec_models.models.channels.two_channels import theta

from .symbols import F, commission, phi

Range = tuple[Fraction, Fraction]
Numbers = tuple[tuple[sp.Symbol, Fraction], ...]
RANGES: Mapping[sp.Symbol, Range] = {
    commission: (Fraction(0), Fraction(4, 5)),
    phi: (BASELINE["c"] / BASELINE["alpha"], Fraction(6)),
    theta: (Fraction(-1), Fraction(1)),
    F: (Fraction(0), Fraction(60)),
}


def with_corners(mode: str, free: tuple[sp.Symbol, ...], changed: Numbers = ()) -> PiecewiseEquilibrium:
    """Return a mode's equilibrium, corners included, with some parameters open and the others at their baseline.

    Parameters
    ----------
    mode : str
        An agent works for the commission, and a slot fee if that is open.
    free : tuple of sympy.Symbol
        The mode may know some of them only. Commission and influence are bounded as in RANGES.
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
    bounds = (commission <= rational(RANGES[commission][1]), phi <= rational(RANGES[phi][1]))
    known = [bound for bound in bounds if bound.free_symbols <= set(free)]
    return solve(replace(game, assuming=[*game.assuming, *known]), corners=True)


def _game(mode: str, terms: str) -> Game:
    return load("channel_choice", mode=mode, contract=terms) if mode == "agency" else load("channel_choice", mode=mode)


def rational(value: Fraction) -> sp.Rational:
    """Return a fraction as a SymPy number."""
    return sp.Rational(value.numerator, value.denominator)
