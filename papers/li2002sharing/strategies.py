"""The article's strategies, and what they differ from those that are derived."""

from __future__ import annotations

import sympy as sp

from .model import NUMBERS, a, equilibria, s, told


def differences() -> dict[str, dict[str, sp.Expr]]:
    """Return what each strategy and its printed form differ by, simplified."""
    return {
        f"n{n}_k{k}": {
            name: sp.simplify(equilibria()[f"n{n}_k{k}"][name] - rule) for name, rule in printed(n, k).items()
        }
        for n in NUMBERS
        for k in range(n + 1)
    }


def printed(n: int, k: int) -> dict[str, sp.Expr]:
    """Return the article's strategies with n retailers of whom k share."""
    seen = told(n)
    shared = sp.Add(*seen[:k])
    believed = shared / (k + s)
    w = (a + believed) / 2
    common = (a - w) / (n + 1)
    keeper = common + believed * (k + 2 * s) / ((n + 1) * (n + k + 1 + 2 * s))
    rules = {
        f"q_{i}": common + believed / (n + 1) if i <= k else keeper + own / (n + k + 1 + 2 * s)
        for i, own in enumerate(seen, start=1)
    }
    return {"w": w, **rules}
