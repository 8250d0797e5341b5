"""Statements about equilibria with corners, decided by proof with all but the named parameters at their baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from lsec_models import prove, solve
from lsec_models.algebra.parse import parse_claim
from lsec_models.games.static.piecewise import PiecewiseEquilibrium
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.channel_choice import MODES, reservations
from lsec_models.models.two_channels import theta

from .choices import HIRING, with_corners
from .hiring import QUANTITIES
from .model import commission, phi

_BOTH = (commission, phi)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement about equilibria with corners.

    Attributes
    ----------
    words : str
    claim : str
        Quantities are written as ``mode.quantity``.
    free : tuple of sympy.Symbol
        What is open; everything else is at its baseline value.
    """

    words: str
    claim: str
    free: tuple[sp.Symbol, ...]


STATEMENTS = (
    Statement(
        words="A reseller never hurts the manufacturer, whatever its influence.",
        claim="reselling.manufacturer >= none.manufacturer",
        free=(phi,),
    ),
    Statement(
        words="A reseller never hurts the manufacturer, whatever the spillover.",
        claim="reselling.manufacturer >= none.manufacturer",
        free=(theta,),
    ),
    Statement(
        words="Without a slot fee, an agent never hurts the manufacturer.",
        claim="agency.manufacturer >= none.manufacturer",
        free=_BOTH,
    ),
    Statement(
        words="An agent never helps the retailer.",
        claim="agency.retailer <= none.retailer",
        free=_BOTH,
    ),
    Statement(
        words="A reseller hurts the retailer if its influence exceeds 1511/1700.",
        claim="phi > 1511/1700 => reselling.retailer < none.retailer",
        free=(phi,),
    ),
    Statement(
        words="Below, as long as the manufacturer serves it, the retailer gains from the reseller.",
        claim="phi < 1511/1700 and 37000*phi^2 + 39400*phi > 30473 => reselling.retailer > none.retailer",
        free=(phi,),
    ),
    Statement(
        words="A less influential streamer is not served: reselling is then as no live channel, for the retailer too.",
        claim="37000*phi^2 + 39400*phi < 30473 => reselling.d_l == 0 and reselling.w == none.w",
        free=(phi,),
    ),
    Statement(
        words="An agent that sells nothing is as no live channel.",
        claim="45*lambda + 800*phi < 800*lambda*phi + 152 => agency.d_l == 0 and agency.w == none.w",
        free=_BOTH,
    ),
    Statement(
        words="Above an influence of 1.907 a reseller forecloses the retailer.",
        claim="43300*phi^2 > 75260*phi + 13967 => reselling.d_r == 0",
        free=(phi,),
    ),
    Statement(
        words="Below, the retailer sells.",
        claim="43300*phi^2 < 75260*phi + 13967 => reselling.d_r > 0",
        free=(phi,),
    ),
    Statement(
        words="An agent forecloses the retailer beyond a curve in commission and influence.",
        claim="50*lambda^2*phi + 545*lambda + 80*phi > 180*lambda^2 + 130*lambda*phi + 368 => agency.d_r == 0",
        free=_BOTH,
    ),
    Statement(
        words="Below it, the retailer sells.",
        claim="50*lambda^2*phi + 545*lambda + 80*phi < 180*lambda^2 + 130*lambda*phi + 368 => agency.d_r > 0",
        free=_BOTH,
    ),
    Statement(
        words="At a commission of at most 1/10 an agent is worth at least what a reseller is, whatever the influence.",
        claim="lambda <= 1/10 => agency.manufacturer >= reselling.manufacturer",
        free=_BOTH,
    ),
)


def decided() -> list[dict[str, Any]]:
    """Return each statement with its verdict."""
    return [
        {
            "words": statement.words,
            "claim": statement.claim,
            "free": [symbol.name for symbol in statement.free],
            "proved": bool(prove(*_read(statement))),
        }
        for statement in STATEMENTS
    ]


def top_streamer() -> dict[str, Any]:
    """Return the equilibrium with a top streamer at its terms, as reseller and as agent, corners included."""
    return {mode: _at_terms(mode) for mode in HIRING}


def _read(statement: Statement) -> tuple[sp.Basic, list[PiecewiseEquilibrium]]:
    """Return the claim and what it speaks of; piecewise quantities are put in once the text is read."""
    named = {mode: with_corners(mode, statement.free) for mode in MODES if f"{mode}." in statement.claim}
    values = {
        sp.Dummy(quantity, real=True): (f"{mode}.{quantity}", found[quantity])
        for mode, found in named.items()
        for quantity in found.regimes[0].exact
    }
    known = {symbol.name: symbol for symbol in statement.free} | {name: dummy for dummy, (name, _) in values.items()}
    claim = parse_claim(statement.claim, known)
    return claim.xreplace({dummy: value for dummy, (_, value) in values.items()}), list(named.values())


def _at_terms(mode: str) -> dict[str, Any]:
    game = load("channel_choice", mode=mode, streamer="top")
    numbers = baseline(CATALOGUE["channel_choice"], game, "top")
    found = solve(game.with_values({**numbers}), corners=True).at({})
    values = {name: str(found[name]) for name in QUANTITIES}
    return {"regime": found.regime, **values, "streamer_accepts": bool(found["streamer"] >= _asked(mode))}


def _asked(mode: str) -> sp.Expr:
    return reservations(mode, "top")["streamer"]
