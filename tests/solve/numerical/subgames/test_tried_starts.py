from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters
from lsec_models.solve.numerical.subgames.subgames import Subgames
from lsec_models.solve.numerical.subgames.tried_starts import best_tried

w, p, s = decisions("w p s")
x, y, u, v, wide, low = parameters("x y u v wide low", real=True)


def hill(top: tuple[sp.Symbol, sp.Symbol], width: sp.Expr) -> sp.Expr:
    distance = (sp.log(p) - top[0]) ** 2 + (sp.log(s) - top[1]) ** 2
    return sp.exp(-distance / (2 * width**2))


GAME = Game(
    players=[
        Player("maker", decides=[w], payoff=-((w - 1) ** 2)),
        Player("shop", decides=[p, s], payoff=hill((x, y), wide) + low * hill((u, v), sp.S.One)),
    ],
    order=["maker", "shop"],
)
PLACES = st.floats(-3.5, 3.5)


def best_of(there: Mapping[str, np.ndarray], count: int) -> float:
    mesh = dict(zip("ps", np.meshgrid(*[np.geomspace(0.01, 100, count)] * 2), strict=True))
    return float(Subgames(GAME).payoff("shop", {name: mesh.get(name, value) for name, value in there.items()}).max())


@settings(max_examples=20)
@given(x=PLACES, y=PLACES, u=PLACES, v=PLACES, wide=st.floats(0.5, 2), low=st.floats(0.1, 0.7))
@example(x=1.6875, y=2.59375, u=0.0, v=0.59375, wide=1.90625, low=0.5390625)
def test_who_moves_last_climbs_from_the_best_that_is_tried_not_from_the_top_of_a_lower_hill(
    **numbers: float,
) -> None:
    """Of two tops whose heights differ by a five-hundredth, as in the example, the higher one may be missed."""
    there = {name: np.array([value]) for name, value in numbers.items()}
    there |= {"w": np.ones(1), "p": np.exp(there["u"]), "s": np.exp(there["v"])}
    found = Subgames(GAME).answered(1, there)
    assert found.found.all()
    best = {}
    for count in (21, 301):
        lines = [np.geomspace(0.01, 100, count)] * 2
        mesh = dict(zip("ps", np.meshgrid(*lines), strict=True))
        best[count] = (
            Subgames(GAME).payoff("shop", {name: mesh.get(name, value) for name, value in there.items()}).max()
        )
    earned = Subgames(GAME).payoff("shop", found.values)[0]
    assert earned >= best[21] - 1e-9
    assert earned >= 0.99 * best[301]


@given(st.lists(st.floats(-24, 24), min_size=1, max_size=2))
def test_what_is_best_beyond_all_that_is_tried_at_first_is_nearly_met_all_the_same(tops: list[float]) -> None:
    names = ["p", "s"][: len(tops)]
    ends = {name: (np.zeros(1), np.full(1, np.inf)) for name in names}

    def earned(values: Mapping[str, np.ndarray]) -> np.ndarray:
        return sum(-(np.log10(values[name] / 10**top) ** 2) for name, top in zip(names, tops, strict=True))

    start, at_edge = best_tried([p, s][: len(tops)], dict.fromkeys(names, np.ones(1)), ends, earned)
    assert all(abs(np.log10(start[name][0]) - top) < 0.501 for name, top in zip(names, tops, strict=True))
    assert at_edge.tolist() == [any(abs(top) > 23.5 for top in tops)]
