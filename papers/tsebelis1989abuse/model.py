"""The inspection game: whoever may break a rule, and whoever may look, drawn at random from two populations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.games.evolutionary.rest_points import RestPoints

G, f, h, d, rho = parameters("G f h d rho", positive=True)
kept = parameters("mu", nonnegative=True)

MIXTURE = "break + keep / look + rest"


@cache
def equilibria() -> Mapping[str, RestPoints]:
    """Return the rest points of every game, by label."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, EvolutionaryGame]:
    """Return every game as declared, by label."""
    return {"inspection": inspection(kept), "nothing_kept": inspection(sp.S.Zero)}


def inspection(part: sp.Expr) -> EvolutionaryGame:
    """Return the game in which inspectors keep a part of fines."""

    def earned(ruled: str, inspector: str) -> dict[str, sp.Expr]:
        breaks, looks = int(ruled == "break"), int(inspector == "look")
        caught = breaks * looks * rho
        return {"ruled": breaks * G - caught * f, "inspectors": caught * part * f - (breaks - caught) * d - looks * h}

    return EvolutionaryGame(
        populations={"ruled": ["break", "keep"], "inspectors": ["look", "rest"]},
        payoffs=earned,
        assuming=[rho <= 1, *([kept <= 1] if part == kept else [])],
    )
