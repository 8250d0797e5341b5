"""Modes in which live effort is bounded and an offered share is not negative.

A unit of goodwill is worth ``beta*phi*rho_i/(r + delta)`` to player i whatever is done, so that what is best at an
instant does not depend on goodwill, and the instant alone decides: a bound changes what is done and what a payoff has
besides goodwill, not what goodwill is worth. The payoffs here are those of an instant, with goodwill valued so, less
what does not depend on decisions. Discounted payoffs rank modes as they do: ``r`` times the one is the other and what
all modes have.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models import Game, Player, parameters, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.models.over_time.dynamic_quality import (
    beta,
    delta,
    e,
    eta,
    k,
    kappa_e,
    kappa_q,
    phi,
    q,
    r,
    rho_M,
    rho_S,
)

e_most = parameters("e_most", positive=True)

_MAKING, _HOSTING = k * q**2 / 2, eta * e**2 / 2


def equilibria() -> Mapping[str, PiecewiseEquilibrium]:
    """Return the modes with bounds, corners included, by label.

    Live effort is at most e_most. In ``cost_sharing_bounded`` the manufacturer decides what the offered share makes the
    streamer do: without a share it does what pays for itself, which is within its bound.
    """
    grown = kappa_q * q + kappa_e * e
    maker, streamer = (beta * phi * margin / (r + delta) * grown for margin in (rho_M, rho_S))
    alone = beta * phi * rho_S * kappa_e / (eta * (r + delta))
    # The streamer answers the share 1 - alone/e with e: its part of the cost of effort is eta*alone*e/2.
    part = eta * alone * e / 2
    games = {
        "nash_bounded": _game(maker - _MAKING, streamer - _HOSTING, [q], [e]),
        "centralised_bounded": _game(maker + streamer - _MAKING - _HOSTING, sp.S.Zero, [q, e], []),
        "cost_sharing_bounded": _game(
            maker - _MAKING - (_HOSTING - part),
            streamer - part,
            [q, e],
            [],
            least=[e >= alone],
            known=[alone <= e_most],
        ),
    }
    return {label: solve(game, corners=True) for label, game in games.items()}


def _game(
    first: sp.Expr,
    second: sp.Expr,
    by_first: list[sp.Symbol],
    by_second: list[sp.Symbol],
    *,
    least: list[sp.Basic] | None = None,
    known: list[sp.Basic] | None = None,
) -> Game:
    players = [
        Player("manufacturer", decides=by_first, payoff=first),
        Player("streamer", decides=by_second, payoff=second),
    ]
    order = [("manufacturer", "streamer")] if by_second else ["manufacturer"]
    goodwill = (kappa_q * q + kappa_e * e) / delta
    return Game(
        players=players,
        order=order,
        constraints=[e <= e_most, *(least or [])],
        assuming=known or [],
        report={"G": goodwill, "chain": first + second},
    )
