"""A game file and the lines of an answer, for tests of the command line."""

from __future__ import annotations

CHAIN = """\
order = ["manufacturer", "retailer"]
assuming = ["a > b*c"]
[parameters]
positive = ["a", "b", "c"]
[definitions]
demand = "a - b*(w + m)"
[players.manufacturer]
decides = ["w"]
payoff = "(w - c)*demand"
[players.retailer]
decides = ["m"]
payoff = "m*demand"
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()
