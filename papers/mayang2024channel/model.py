"""The games of this folder: the four modes, and variants that single claims need."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.models import load
from lsec_models.models.channels.channel_choice import BASELINE, MODES, W, eta_o, phi_o
from lsec_models.models.channels.two_channels import alpha, c, sigma, theta
from lsec_models.models.parts.streamers import streamer_type

from . import guaranteed, returned
from .cornered import with_corners
from .substitution import substituted
from .symbols import F, L, commission, eta, phi

TYPES = ("top", "ordinary")
# Where the two ways of hiring are compared over commission and spillover: a moderate influence, so that both sell.
FIXED: Mapping[sp.Symbol, sp.Expr] = {
    alpha: sp.S.One,
    c: sp.S.Zero,
    sigma: sp.Rational(1, 5),
    phi: sp.Rational(6, 5),
    eta: sp.Integer(2),
}


def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every equilibrium that claims speak of, by label: the interior ones, and those with corners."""
    return interior() | cornered()


def cornered() -> Mapping[str, PiecewiseEquilibrium]:
    """Return modes with all their corners, by label.

    Those parameters that the label names are open; everything else is at its baseline.
    """
    return {
        "none_baseline": with_corners("none", ()),
        "reselling_phi": with_corners("reselling", (phi,)),
        "reselling_theta": with_corners("reselling", (theta,)),
        "agency_lambda_phi": with_corners("agency", (commission, phi)),
    }


@cache
def interior() -> Mapping[str, Equilibrium]:
    """Return every interior equilibrium that results and claims speak of, by label."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return the games that are solved for their interior equilibria, as declared, by label.

    ``none``, ``self_run``, ``reselling`` and ``agency`` are the modes. ``agency_fee`` adds a slot fee. ``own`` is the
    own channel with the streamer's influence and effort cost and no wage: the streamer joins the firm. Labels that end
    in ``_0`` have no unit cost and no wage, in ``_prices`` moreover prices as decisions; ``self_run_prices_kept`` has
    no spillover besides. ``own_market`` is the own channel with a live market L that does not grow with the offline
    market alpha; ``_fixed`` ones leave commission and spillover open; ``top`` and ``ordinary`` are agencies at types'
    terms, with substitutability and spillover open. Those of :mod:`.guaranteed` and :mod:`.returned` have other terms.
    """
    found = {mode: load("channel_choice", mode=mode) for mode in MODES}
    found["agency_fee"] = load("channel_choice", contract="commission + slot_fee")
    found["own"] = substituted(found["self_run"], {phi_o: phi, eta_o: eta, W: sp.S.Zero})
    free = {c: sp.S.Zero, W: sp.S.Zero}
    found |= {f"{name}_0": substituted(found[name], free) for name in (*MODES, "own")}
    for mode in ("none", "self_run", "agency"):
        found[f"{mode}_prices"] = substituted(load("channel_choice", mode=mode, compete="prices"), free)
    found["self_run_prices_kept"] = substituted(found["self_run_prices"], {theta: sp.S.Zero})
    found["own_market"] = substituted(found["self_run_0"], {phi_o: L / alpha})
    found |= {**guaranteed.games(), **returned.games()}
    found |= {f"{mode}_fixed": substituted(found[mode], FIXED) for mode in ("reselling", "agency")}
    found |= {kind: _at_terms(kind) for kind in TYPES}
    return found


def _at_terms(kind: str) -> Game:
    terms = streamer_type(kind)
    numbers = {phi: terms.influence, eta: terms.effort_cost, commission: terms.commission, F: terms.slot_fee}
    numbers |= {alpha: BASELINE["alpha"], c: BASELINE["c"]}
    return substituted(load("channel_choice", mode="agency", streamer=kind), {s: _exact(v) for s, v in numbers.items()})


def _exact(value: Fraction) -> sp.Expr:
    return sp.Rational(value.numerator, value.denominator)
