"""The games of the article: two firms, each of which promises its buyers a price or a quantity."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Choice, Equilibrium, Game, Player, decisions, parameters, solve

alpha, beta = parameters("alpha beta", positive=True)
gamma = parameters("gamma", real=True)
q_1, q_2, p_1, p_2 = decisions("q_1 q_2 p_1 p_2")

CONTRACTS = ("quantity", "price")
_FIRMS = ("firm_1", "firm_2")


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; in 'mixed' the first firm promises a price and the second a quantity."""
    return {
        "quantities": duopoly("quantity", "quantity"),
        "prices": duopoly("price", "price"),
        "mixed": duopoly("price", "quantity"),
    }


def duopoly(first: str, second: str) -> Game:
    """Return the game of two firms whose contracts, ``"price"`` or ``"quantity"``, are given."""
    sold = _sold(first, second)
    prices = [_price(own, rival) for own, rival in (sold, sold[::-1])]
    decided = {"quantity": (q_1, q_2), "price": (p_1, p_2)}
    promised = [decided[kind][i] for i, kind in enumerate((first, second))]
    utility = alpha * sum(sold) - beta * (sold[0] ** 2 + sold[1] ** 2) / 2 - gamma * sold[0] * sold[1]
    spent = sum(price * amount for price, amount in zip(prices, sold, strict=True))
    market = {"price_1": prices[0], "price_2": prices[1], "sold_1": sold[0], "sold_2": sold[1]}
    return Game(
        players=[
            Player(name, decides=[decision], payoff=price * amount)
            for name, decision, price, amount in zip(_FIRMS, promised, prices, sold, strict=True)
        ],
        assuming=[gamma > -beta, gamma < beta],
        report={**market, "buyers": utility - spent, "welfare": utility},
    )


def choice_of_contracts() -> Choice:
    """Return the choice of contracts, made by both firms at once before they compete."""
    return Choice(by=_FIRMS, among={(one, two): duopoly(one, two) for one in CONTRACTS for two in CONTRACTS})


def _sold(first: str, second: str) -> tuple[sp.Expr, sp.Expr]:
    """Return what both firms sell, by what they promise."""
    if first == second == "price":
        denominator = beta**2 - gamma**2
        one, two = (
            (alpha * (beta - gamma) - beta * own + gamma * rival) / denominator
            for own, rival in ((p_1, p_2), (p_2, p_1))
        )
        return one, two
    return (
        q_1 if first == "quantity" else (alpha - p_1 - gamma * q_2) / beta,
        q_2 if second == "quantity" else (alpha - p_2 - gamma * q_1) / beta,
    )


def _price(own: sp.Expr, rival: sp.Expr) -> sp.Expr:
    return sp.expand(alpha - beta * own - gamma * rival)
