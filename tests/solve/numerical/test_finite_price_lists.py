"""Firms that may only charge prices of a list: Nashpy's equilibria tend to ours as the list gets finer."""

from __future__ import annotations

import nashpy
import numpy as np
import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve

a, b, c = parameters("a b c", positive=True)
one, other = decisions("one other")
# The second firm's good is worth less, so that nothing follows from symmetry.
WORTH = sp.exp(a - b * one), sp.exp(a / 2 - b * other)


@pytest.mark.parametrize("at", [{"a": 2, "b": 1, "c": 0.5}, {"a": 3, "b": 2, "c": 1}], ids=str)
def test_prices_of_a_list_tend_to_those_of_the_continuum(at: dict[str, float]) -> None:
    buyers = 1 + sum(WORTH)
    payoffs = [(price - c) * worth / buyers for price, worth in zip((one, other), WORTH, strict=True)]
    firms = [
        Player(f"firm {price}", decides=[price], payoff=pay) for price, pay in zip((one, other), payoffs, strict=True)
    ]
    found = solve(Game(players=firms), at=at).only()
    earned = [sp.lambdify((one, other), payoff.subs({a: at["a"], b: at["b"], c: at["c"]})) for payoff in payoffs]
    for step in (0.3, 0.1, 0.03):
        prices = [float(found[name]) + step * (np.arange(-6, 7) + 0.37) for name in ("one", "other")]
        tables = [function(prices[0][:, None], prices[1][None, :]) for function in earned]
        shares = nashpy.Game(*tables).lemke_howson(initial_dropped_label=0)
        for name, list_of_prices, share in zip(("one", "other"), prices, shares, strict=True):
            assert float(share @ list_of_prices) == pytest.approx(float(found[name]), abs=step)
