from __future__ import annotations

from fractions import Fraction

import numpy as np
import sympy as sp

from lsec_models import solve, sweep
from lsec_models.models import load

AT = {"a": 20, "b": 2, "c": 1, "eta": 5, "upsilon": 7, "mu": 2, "tau": 1}


def test_numbers_of_a_sweep_are_right_to_the_last_digits() -> None:
    equilibrium = solve(load("power_structures", order=["manufacturer", "streamer", "platform"]))
    names, symbols = list(equilibrium.exact), equilibrium.ring.symbols
    drawn = np.random.default_rng(0)
    over = {"k": np.sort(drawn.uniform(0.5, 5, 9)), "gamma": np.sort(drawn.uniform(0.1, 1.5, 9))}
    data = sweep(equilibrium, over=over, at=AT)
    plain = sp.lambdify(symbols, [equilibrium[name] for name in names], cse=True)
    ours, theirs = [], []
    for i, j in np.ndindex(9, 9):
        point = AT | {"k": float(over["k"][i]), "gamma": float(over["gamma"][j])}
        exact = equilibrium.ring.exact_point({symbol: Fraction(point[symbol.name]) for symbol in symbols})
        for name, other in zip(names, plain(*(float(point[symbol.name]) for symbol in symbols)), strict=True):
            value = equilibrium.exact[name].evaluate(exact)
            ours.append(float(abs(Fraction(float(data[name][i, j])) / value - 1)))
            theirs.append(float(abs(Fraction(float(other)) / value - 1)))
    assert np.median(ours) <= 5e-16
    assert np.quantile(ours, 0.99) <= 2 * np.quantile(theirs, 0.99)
