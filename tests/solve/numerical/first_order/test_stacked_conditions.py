from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters
from lsec_models.solve.numerical.first_order.stacked_conditions import Brink, jacobian_entries, stacked_conditions
from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph

b = parameters("b", positive=True)
w, e, m, p, s = decisions("w e m p s")
SOLD = sp.exp(1 - b * p) * (1 + e * s) * sp.sqrt(1 + s)


def chain(*, is_at_once: bool) -> Game:
    players = [
        Player("maker", decides=[w, e], payoff=w * SOLD - e**2),
        Player("host", decides=[m], payoff=m * SOLD / (1 + m)),
        Player("seller", decides=[p, s], payoff=(p - w - m) * SOLD - s**2),
    ]
    return Game(players=players, order=["maker", ("host", "seller")] if is_at_once else ["maker", "host", "seller"])


@pytest.mark.parametrize("is_at_once", [False, True])
@pytest.mark.parametrize("stop", [None, Brink(decision="s", stage=0, player="maker")])
def test_entries_that_are_computed_in_one_order_are_those_of_the_other(is_at_once: bool, stop: Brink | None) -> None:
    graph = DerivativeGraph()
    held = () if stop is None else ("s",)
    for stage in stacked_conditions(chain(is_at_once=is_at_once), graph, held, stop):
        entries = jacobian_entries(graph, stage)
        rows, columns = range(len(stage.conditions)), {name: i for i, name in enumerate(stage.unknowns)}
        chosen = [entries.get((row, column), graph.zero) for row in rows for column in columns.values()]
        direct = [graph.derivative(condition, name) for condition in stage.conditions for name in stage.unknowns]
        names = sorted({*stage.unknowns, "w", "e", "m", "p", "s", "b"})
        numbers = np.random.default_rng(0).uniform(0.3, 1.5, (len(names), 7))
        expected, found = (graph.compiled(names, places).at_few(numbers) for places in (direct, chosen))
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
        known = {gradient: row for row, gradient in enumerate(stage.gradients) if gradient}
        assert len(known) == len(rows) - sum(gradient is None for gradient in stage.gradients)
        for (lagrangian, name), row in known.items():
            for (other, beside), twin in known.items():
                if lagrangian == other:
                    assert entries.get((row, columns[beside])) == entries.get((twin, columns[name]))
