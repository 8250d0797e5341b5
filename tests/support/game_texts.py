"""Texts of game files: correct ones, and a channel and a monopoly of which any part may be changed."""

from __future__ import annotations

import json

CHANNEL = """
{top}
[parameters]
positive = ["a", "b", "c", "k", "lambda"]

[definitions]
price = "w + m"
demand = "a - b*price + q"

[players.maker]
decides = ["w", "q"]
payoff = "(w - c)*demand - k*q^2/2"

[players."the seller"]
decides = ["m"]
payoff = "m*demand"
{bottom}
"""

DUOPOLY = """
order = [["one", "two"]]
constraints = ["theta*p1 <= 2*p2 <= 40", "p1 - p2 > -30"]

[parameters]
positive = ["a"]
nonnegative = ["theta"]
real = ["shift"]

[definitions]
q1 = "a - p1 + theta*p2/4"
q2 = "a - p2 + theta*p1/4"

[players.one]
decides = ["p1"]
payoff = "p1*q1 + shift"

[players.two]
decides = ["p2"]
payoff = "(p2 - 0.30000000000000000001)*q2"

[players.bank]
payoff = 0

[report]
sales = "q1 + q2"
fee = 7
share = 0.3
"""

TRANSFER = """
assuming = ["a > lambda"]
[parameters]
positive = ["a", "lambda"]
[players.principal]
decides = ["T", "f"]
real = ["T"]
payoff = "-(T + lambda)**2 - (f - a)^2"
"""

BARGAIN = """
order = [
    {bargain = ["maker", "shop"], over = ["w", "F"], real = ["F"], weights = ["beta", "1 - beta"], outside = ["d", 0]},
    "shop",
]
assuming = ["a > c", "beta < 1"]
[parameters]
positive = ["a", "c", "beta", "d"]
[players.maker]
payoff = "(w - c)*q + F"
[players.shop]
decides = ["q"]
payoff = "(a - q - w)*q - F"
"""
FOLLOWED = """
order = ["brand"]
[parameters]
positive = ["a", "c", "rho"]
[players.brand]
decides = ["w", "F"]
real = ["F"]
payoff = 0
[then]
by = "streamer"
[then.among.accept.definitions]
D = "a - w - m"
[then.among.accept.players.brand]
payoff = "(w - c)*D - F"
[then.among.accept.players.streamer]
decides = ["m"]
real = ["m"]
payoff = "m*D + F"
[then.among.refuse.players.brand]
payoff = 0
[then.among.refuse.players.streamer]
payoff = "rho"
"""


def channel(top: str = "", bottom: str = "") -> str:
    return CHANNEL.format(top=top, bottom=bottom)


def monopoly(
    *,
    top: str = "",
    parameters: str = 'positive = ["a", "bound"]',
    definitions: str = "",
    player: str = 'decides = ["p"]',
    payoff: str = "payoff = 'p*(a - p)'",
    bottom: str = "",
) -> str:
    sections = (
        f"[parameters]\n{parameters}\n[definitions]\n{definitions}\n[players.shop]\n{player}\n{payoff}\n{bottom}\n"
    )
    return f"{top}\n{sections}"


def expressed(text: str) -> str:
    return monopoly(payoff=f"payoff = {json.dumps(text)}")
