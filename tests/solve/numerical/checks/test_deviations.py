"""Other decisions that are tried: far ones of several decisions at once."""

from __future__ import annotations

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, solve


def test_a_hill_that_is_far_in_both_decisions_at_once_is_found() -> None:
    w, e = decisions("w e")
    sold = sp.exp(2 - w + e) / (1 + sp.exp(2 - w + e))
    far = 500_000 * sp.exp(-2 * (sp.log(w / 300) ** 2 + sp.log(e / 200) ** 2))
    both = Game(players=[Player("maker", decides=[w, e], payoff=(w - sp.S.Half) * sold - e**2 + far)])
    assert float(solve(both, at={}).only()["w"]) == pytest.approx(300, rel=1e-2)
