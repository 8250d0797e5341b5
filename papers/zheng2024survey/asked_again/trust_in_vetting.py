"""Accuracy that buyers see or foresee, where they differ in what a unit is worth to them, and where the streamer leads.

What is found is replaced. What is not said to be other is as in the model product_selection, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

k, v, r, L, phi, kappa = parameters("k v r L phi kappa", positive=True)
commission = parameters("lambda", positive=True)
p, q, x = decisions("p q x")
q_e, x_e = decisions("q_e x_e", real=True)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    ``valued_`` are lots of phi units whose buyers value a sound one from 0 to v: at p times the most that anybody pays
    for what it expects, the part 1 - p is sold; the brand decides p last. ``inferred_`` are streamers that lead, from
    whose accuracy, if it is ``seen``, buyers infer what quality the brand answers with.
    """
    games = {"valued": _valued, "inferred": _inferred}
    return {
        f"{name}_{words}": solve(of(seen=words == "seen")) for name, of in games.items() for words in ("seen", "unseen")
    }


def _valued(*, seen: bool) -> Game:
    sound, sold = 1 - (1 - q_e) * (1 - (x if seen else x_e)), phi * (1 - p)
    takings = p * v * sound * sold
    players = [
        *_brand_and_streamer(takings, sold),
        # Whoever prices later is a player of its own; what buyers expect only scales what a price brings.
        Player("later", decides=[p], payoff=(1 - commission) * p * sold),
    ]
    known = [commission < 1, phi * (2 * L + commission * v) <= 4 * kappa, phi * r <= k]
    return Game(players=players, order=[(q, x), p], assuming=known, expectations=_foreseen(seen=seen))


def _inferred(*, seen: bool) -> Game:
    # A brand answers accuracy by replacing less; what buyers expect moves nothing of that.
    answered = phi * r * x / k
    sound = 1 - (1 - answered) * (1 - x) if seen else 1 - (1 - q_e) * (1 - x_e)
    takings = phi * v * sound
    players = _brand_and_streamer(takings, phi)
    known = [commission < 1, phi * (L + commission * v) <= kappa, phi * r <= k]
    foreseen = {} if seen else _foreseen(seen=False)
    return Game(players=players, order=["streamer", "manufacturer"], assuming=known, expectations=foreseen)


def _brand_and_streamer(takings: sp.Expr, sold: sp.Expr) -> list[Player]:
    return [
        Player(
            "manufacturer",
            decides=[q],
            payoff=(1 - commission) * takings - r * phi * (1 - q) * x - k * q**2 / 2,
        ),
        Player(
            "streamer",
            decides=[x],
            payoff=commission * takings - L * sold * (1 - q) * (1 - x) - kappa * x**2 / 2,
        ),
    ]


def _foreseen(*, seen: bool) -> dict[sp.Symbol, sp.Symbol]:
    return {q_e: q} | ({} if seen else {x_e: x})
