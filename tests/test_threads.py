"""How many threads BLAS and Numba take makes no difference to any bit of what comes out."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import hashlib
import sys

import sympy as sp

import lsec_models as lsec
from lsec_models import Game, OneStateProblem, Player

a, b, c, r = lsec.parameters("a b c r", positive=True)
p, q = lsec.decisions("p q")
x, u = sp.Symbol("x"), lsec.decisions("u", real=True)
game = Game(players=[Player("maker", decides=[p, q], payoff=(p - c) * (a - b * p + q) - q**2)], assuming=[4 * b > 1])
solved = lsec.solve(game)
flow = -(u**2) / 2 - (x**2 - 1) ** 2 / 4
lake = OneStateProblem(state=x, control=u, payoff=flow, dynamics=u, discount=r, between=(-2, 2))
said = [repr(lsec.solve(lake, at={"r": "1/20"}).summary()), str(lsec.audit(solved, draws=20).audits)]
at, over = {"c": "1/3"}, {"a": (2, 9, 211), "b": (0.3, 4, 173)}
for backend in sys.argv[1:]:
    for reduce in (None, {"p": ["mean", "min"], "maker": "max"}):
        data = lsec.sweep(solved, over=over, at=at, reduce=reduce, backend=backend)
        said += [f"{name} {data[name].values.tobytes().hex()}" for name in sorted(data.data_vars)]
print(hashlib.sha256("\\n".join(said).encode()).hexdigest())
"""


@pytest.mark.slow
def test_the_number_of_threads_makes_no_difference() -> None:
    pytest.importorskip("numba", reason="the extra 'fast' is not installed")
    found = set()
    for threads in ("1", "2"):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "numpy", "numba"],
            env=os.environ | dict.fromkeys(names, threads),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found.add(done.stdout)
    assert len(found) == 1
