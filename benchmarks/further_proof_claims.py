"""Forty-two propositions more that `proofs.py` measures: of degrees up to 40, and with equations that nobody solves.

Two are false. What is known of functions in the second half are slopes, and first-order conditions, differentiated, are
equations.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise, product
from typing import Any

import sympy as sp
from proof_claims import Proposition


def further() -> list[Proposition]:
    """Return the whole list."""
    return [*_powers(), *_equations()]


def _proposition(name: str, claim: Any, *given: Any) -> Proposition:
    return Proposition(name=name, words=name, build=partial(lambda *both: both, claim, list(given)))


def _real(names: str) -> Any:
    return sp.symbols(names, real=True)


def _powers() -> Iterator[Proposition]:
    """Compound growth, discounting, means and spreads: up to four variables, high powers."""
    x, y, z, d = sp.symbols("x y z d", positive=True)
    ordered = [sp.Ge(x, y), sp.Ge(y, z)]
    for n in (10, 20, 40):
        schur = x ** (n - 2) * (x - y) * (x - z) + y ** (n - 2) * (y - x) * (y - z) + z ** (n - 2) * (z - x) * (z - y)
        yield _proposition(f"powers: Schur's inequality, degree {n}", sp.Ge(schur, 0), *ordered)
        half = n // 2
        alike = 3 * sum(v**n for v in (x, y, z)) >= sum(v ** (half - 1) for v in (x, y, z)) * sum(
            v ** (half + 1) for v in (x, y, z)
        )
        yield _proposition(f"powers: Chebyshev's sums, degree {n}", alike, *ordered)
        yield _proposition(
            f"powers: one rate of interest for two, {n} periods",
            (1 + x) ** half * (1 + z) ** half <= (1 + (x + z) / 2) ** n,
        )
        yield _proposition(
            f"powers: growth at three rates beats its tangent, {n}",
            (1 + x) ** half * (1 + y) ** (half // 2) * (1 + z) ** (half - half // 2)
            > 1 + half * x + half // 2 * (y + z),
        )
    for n in (4, 8):
        means = 3 ** (n - 1) * (x**n + y**n + z**n) >= (x + y + z) ** n
        yield _proposition(f"powers: a mean of three powers, {n}", means, *ordered)
        gap = x**n - z**n > n * z ** (n - 1) * (x - y) + n * z ** (n - 1) * (y - z)
        yield _proposition(f"powers: a gap in two steps beats its tangent, {n}", gap, sp.Gt(x, y), sp.Gt(y, z))
    worth = sum(d**i for i in range(1, 40))
    yield _proposition("powers: punishment of 39 periods deters", worth > 1, 3 * d > 2, d < 1)
    yield _proposition("powers: mean of powers, 40", 2**39 * (x**40 + y**40) >= (x + y) ** 40)
    yield _proposition(
        "powers: compound growth, second order, 40 periods (false)", (1 + x) ** 40 > 1 + 40 * x + 800 * x**2
    )
    yield _proposition("powers: shares to the power of 20", x**20 + y**20 < 1, sp.Eq(x + y, 1))


def _equations() -> Iterator[Proposition]:
    yield from _one_decision()
    yield from _several_decisions()
    yield from _multiples()


def _one_decision() -> Iterator[Proposition]:
    u, v, m, k, t = sp.symbols("u v m k t", positive=True)
    slope, move, cross, effort, other = _real("f_11 dx f_1t e g")
    yield _proposition(
        "equations: a complement raises the decision", move > 0, sp.Eq(slope * move + cross, 0), slope < 0, cross > 0
    )
    yield _proposition(
        "equations: any parameter raises it (false)", move > 0, sp.Eq(slope * move + cross, 0), slope < 0
    )
    yield _proposition(
        "equations: a convex cost of the power of 20",
        sp.Gt(u, v),
        sp.Eq(m + t, 20 * k * u**19),
        sp.Eq(m, 20 * k * v**19),
    )
    yield _proposition(
        "equations: two convex costs, the lower one is used more",
        sp.Gt(u, v),
        sp.Eq(k * u**7, m),
        sp.Eq((k + t) * v**7, m),
    )
    yield _proposition(
        "equations: a share of the return", sp.Gt(u, v), sp.Eq(t * m, k * u**3 + u), sp.Eq(m, k * v**3 + v), t > 1
    )
    yield _proposition(
        "equations: the envelope",
        sp.Eq(effort, other),
        sp.Eq(effort, cross + slope * move),
        sp.Eq(slope, 0),
        sp.Eq(other, cross),
    )


def _several_decisions() -> Iterator[Proposition]:
    """Linear systems of differentiated conditions: stability says that own effects outweigh those of others."""
    for n in (2, 3, 4):
        own, moves, cross = _real(f"a1:{n + 1}"), _real(f"q1:{n + 1}"), _real("r")
        cost = sp.Symbol("c", positive=True)
        system = [
            sp.Eq(own[i] * moves[i] + cross * sum(q for j, q in enumerate(moves) if j != i), cost if i == 0 else 0)
            for i in range(n)
        ]
        stable = [sp.Lt(a, cross) for a in own]
        yield _proposition(
            f"equations: a cost lowers the own quantity, {n} sellers", moves[0] < 0, *system, cross < 0, *stable
        )
        yield _proposition(
            f"equations: and raises that of a rival, {n} sellers", moves[1] > 0, *system, cross < 0, *stable
        )
        yield _proposition(
            f"equations: together they sell less, {n} sellers", sum(moves) < 0, *system, cross < 0, *stable
        )
    h = {(i, j): sp.Symbol(f"h{min(i, j)}{max(i, j)}", real=True) for i, j in product(range(3), repeat=2)}
    steps, push = _real("x1:4"), sp.Symbol("w", positive=True)
    hessian = sp.Matrix(3, 3, lambda i, j: h[i, j])
    negative = [h[0, 0] < 0, hessian[:2, :2].det() > 0, hessian.det() < 0]
    moved = [sp.Eq(row, push if i == 0 else 0) for i, row in enumerate(hessian * sp.Matrix(steps))]
    yield _proposition("equations: factor demand falls in its price, three factors", steps[0] < 0, *moved, *negative)
    fixed, rest = sp.Symbol("y1", real=True), sp.Symbol("y2", real=True)
    short = [sp.Eq(h[0, 0] * fixed + h[0, 1] * rest, push), sp.Eq(h[0, 1] * fixed + h[1, 1] * rest, 0)]
    yield _proposition(
        "equations: it falls by more in the long run, three factors", steps[0] <= fixed, *moved, *short, *negative
    )
    direction = sp.Matrix(steps[:2])
    form = sp.expand((direction.T * hessian[:2, :2] * direction)[0])
    yield _proposition("equations: the form of a negative Hessian", form < 0, *negative[:2], sp.Ne(steps[1], 0))


def _multiples() -> Iterator[Proposition]:
    """What is zero because a multiple of it is: budgets, shares and ratios that hang together."""
    for n in (4, 8):
        prices, amounts = _real(f"p1:{n + 1}"), _real(f"z1:{n + 1}")
        value = sum(p * z for p, z in zip(prices, amounts, strict=True))
        cleared = [sp.Eq(z, 0) for z in amounts[1:]]
        yield _proposition(
            f"equations: Walras's law, {n} markets", sp.Eq(amounts[0], 0), sp.Eq(value, 0), *cleared, prices[0] > 0
        )
        ratios = [sp.Eq(a * q, b * p) for (a, p), (b, q) in pairwise(zip(prices, amounts, strict=True))]
        yield _proposition(
            f"equations: ratios that are alike all along, {n}",
            sp.Eq(prices[0] * amounts[-1], prices[-1] * amounts[0]),
            *ratios,
            *(sp.Ne(z, 0) for z in amounts),
        )
