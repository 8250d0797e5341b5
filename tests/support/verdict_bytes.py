"""Claims of every kind, decided one after the other, and every byte of what comes out; run as a script by tests.

python tests/support/verdict_bytes.py [reversed] [jumping-clock] [two-workers] [NUMBERS OF THE ONLY CLAIMS]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import count
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, Game, PiecewiseEquilibrium, Player, decisions, parameters, solve
from lsec_models.models import load
from lsec_models.prove import increasing, prove
from lsec_models.prove.results.verdicts import ByRegime, Contradictory, Proved, Refuted, Verdict

a, c = parameters("a c", positive=True)
q, y = decisions("q y")
x, u, v, w = sp.symbols("x u v w", positive=True)
r = sp.Symbol("r", real=True)


@cache
def equilibrium(*order: Any) -> Equilibrium:
    return solve(load("power_structures_bilateral", order=list(order)))


@cache
def duopoly() -> PiecewiseEquilibrium:
    price = a - q - y
    firms = [Player("cheap", decides=[q], payoff=price * q), Player("dear", decides=[y], payoff=(price - c) * y)]
    return solve(Game(players=firms), corners=True)


def _pair(name: str, relation: Callable[[Any, Any], Any]) -> tuple[Any, Any]:
    led, nash = equilibrium("manufacturer", "streamer"), equilibrium(("manufacturer", "streamer"))
    return relation(led[name], nash[name]), [led, nash]


CLAIMS: tuple[Callable[[], tuple[Any, Any]], ...] = (
    lambda: (x / u + u / x >= 2, []),
    lambda: (x**3 + u**3 + v**3 >= 3 * x * u * v, []),
    lambda: (x > w, {x > u, u > v, v > w}),
    lambda: (sp.Gt(x * u, v * w, evaluate=False), frozenset({x >= v, u >= w + 1, w >= 1, x <= 7})),
    lambda: (x**4 * u**2 + x**2 * u**4 + 1 >= 3 * x**2 * u**2, []),
    lambda: (x**4 * u**2 + x**2 * u**4 + 1 > 3 * x**2 * u**2 - sp.Rational(1, 10**9), []),
    lambda: (sp.Gt(x * u, sp.sqrt(6) * v, evaluate=False), [x > sp.sqrt(2), u > sp.sqrt(3) * v]),
    lambda: (x > u, {x * u > x + u, x + u >= 5, x * u < 4}),
    lambda: (x > u, [x + u < 0]),
    lambda: (sp.Equivalent(x > u, x**2 > u**2), []),
    lambda: (x > u, {v > 3, w < 2}),
    lambda: (increasing(x**3 - 3 * x, x), [x > 1]),
    lambda: _pair("manufacturer", sp.Ge),
    lambda: _pair("price", sp.Lt),
    lambda: _pair("consumer_surplus", sp.Gt),
    lambda: (duopoly()["cheap"] >= duopoly()["dear"], [duopoly()]),
    lambda: (duopoly()["y"] > 0, [duopoly(), a > c]),
    # Divided by two numbers in an alternative, whose order is SymPy's secret.
    lambda: (
        sp.Equivalent(
            sp.Or(x < 3 * u / (12 + 2 * sp.sqrt(7)), x > 3 * u / (12 - 2 * sp.sqrt(7))),
            (9 * u**2 - 18 * u * x + 29 * x**2) / (36 * v) > 3 * u**2 / (16 * v),
        ),
        [x < u],
    ),
    lambda: (sp.Or(x / (u + 2) > w / (v + 1), u / (w + 3) <= 2 / (x + v)), [x > 2, w < 1, v > 1]),
    lambda: (sp.And(*(v / (k - u**2) > 0 for k in range(2, 9))), [u < 1]),
)


def told(number: int) -> list[str]:
    """Return a claim's verdict in words, and its certificates as JSON."""
    verdict = prove(*CLAIMS[number]())
    return [str(verdict), *_certificates(verdict)]


def _certificates(verdict: Verdict) -> list[str]:
    if isinstance(verdict, Proved):
        return [verdict.text()]
    if isinstance(verdict, Refuted) and verdict.opposite is not None:
        return _certificates(verdict.opposite)
    parts: list[Verdict] = []
    if isinstance(verdict, Contradictory):
        parts = list(verdict.proofs.values())
    if isinstance(verdict, ByRegime):
        parts = [*verdict.cases.values(), *verdict.empty.values()]
    return [text for part in parts for text in _certificates(part)]


def main(words: list[str]) -> None:
    """Print what comes of all claims, in the order in which they are listed."""
    if "jumping-clock" in words:
        hours = count(0, 3600)
        for name in ("monotonic", "perf_counter", "time", "process_time"):
            setattr(time, name, lambda: float(next(hours)))
    only = [int(word) for word in words if word.isdigit()]
    numbers = only or list(range(len(CLAIMS)))
    if "two-workers" in words:
        with ProcessPoolExecutor(2) as pool:
            found = dict(zip(numbers, pool.map(told, numbers), strict=True))
    else:
        found = {number: told(number) for number in (reversed(numbers) if "reversed" in words else numbers)}
    print(json.dumps([found[number] for number in numbers], indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
