"""Orders where demand is not uniform, exactly, at numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from lsec_models import Game, Player, decisions, discrete, random, sample, solve
from lsec_models.games.laws import Law

PRICE, COST, KEPT, CREDIT = sp.Integer(10), sp.Integer(2), sp.Rational(2, 5), sp.Integer(5)
LAWS: Mapping[str, Law] = {
    "three levels": discrete({20: "3/10", 50: "9/20", 90: "1/4"}),
    "a sample of 61": sample([(37 * i * i + 11 * i) % 97 + 5 for i in range(61)]),
}


def orders() -> dict[str, Any]:
    """Return the orders under each law, at a price of 10 and a cost of 2, and whether each is the only best one."""
    return {name: {contract: _order(law, contract) for contract in _CONTRACTS} for name, law in LAWS.items()}


_CONTRACTS = ("chain", "at the price 6", "shared", "bought back")


def _order(law: Law, contract: str) -> dict[str, Any]:
    q = decisions("q")
    sold = sp.Min(q, random("D", law))
    payoffs = {
        "chain": PRICE * sold - COST * q,
        "at the price 6": PRICE * sold - 6 * q,
        "shared": KEPT * (PRICE * sold - COST * q),
        "bought back": PRICE * sold - (COST + CREDIT * (PRICE - COST) / PRICE) * q + CREDIT * (q - sold),
    }
    found = solve(Game(players=[Player("retailer", decides=[q], payoff=payoffs[contract])]), at={})
    return {"order": found.only()["q"], "the only one": found.complete}
