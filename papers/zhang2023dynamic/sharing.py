"""What sharing costs is worth: the optimal rate, the threshold, and the contracts that both sides prefer to none."""

from __future__ import annotations

from typing import Any

import sympy as sp

import lsec_models as lsec
from lsec_models import parameters
from lsec_models.algebra.polynomials.ratio import factored_form
from lsec_models.models.over_time.dynamic_quality import psi_e, psi_q, rho, rho_M, rho_S

from .model import feedback_equilibria

kept = parameters("x", positive=True)


def optimal_rates() -> dict[str, Any]:
    """Return the rates that the game gives, and where they turn positive in the manufacturer's share x of the margin.

    The rate is found twice: as a decision in the game in which it is chosen, and as the best of all given shares.
    """
    return {
        "effort": _rate("cost_sharing", "s_e", "effort_contract", "manufacturer", psi_e),
        "quality": _rate("quality_sharing", "s_q", "quality_contract", "streamer", psi_q),
    }


def pareto() -> dict[str, Any]:
    """Return what given shares are worth against nash, and where each side's gain turns."""
    return {
        "effort": _gains("effort_contract", "manufacturer", psi_e),
        "quality": _gains("quality_contract", "streamer", psi_q),
    }


def coordination() -> dict[str, Any]:
    """Return what the coordinating shares are worth to each side, against nash."""
    labels = ("effort_coordinated", "quality_coordinated", "coordinated")
    return {label: {side: _gain(label, side) for side in ("manufacturer", "streamer")} for label in labels}


def _rate(chosen: str, share: str, contract: str, payer: str, given: sp.Symbol) -> dict[str, Any]:
    rate = feedback_equilibria()[chosen][share]
    slope = sp.cancel(sp.diff(feedback_equilibria()[contract][payer], given))
    in_share = sp.cancel(rate.subs({rho_M: kept * rho, rho_S: (1 - kept) * rho}))
    return {
        "chosen": rate,
        "best_of_given_shares": _turns(slope, given, [given < 1]),
        "of_the_margin_kept": in_share,
        "turns_at": _turns(in_share, kept, [kept < 1]),
    }


def _gains(contract: str, payer: str, share: sp.Symbol) -> dict[str, Any]:
    found: dict[str, Any] = {side: _gain(contract, side) for side in ("manufacturer", "streamer")}
    gain = feedback_equilibria()[contract][payer] - feedback_equilibria()["nash"][payer]
    return found | {"payer": payer, "payer_gains_up_to": _turns(sp.cancel(gain / share), share, [share < 1, share > 0])}


def _gain(label: str, side: str) -> str:
    return factored_form(feedback_equilibria()[label][side] - feedback_equilibria()["nash"][side])


def _turns(function: sp.Expr, symbol: sp.Symbol, given: list[sp.Basic]) -> list[str]:
    return [point.value for point in lsec.thresholds(function, symbol, given)]
