"""Games without closed forms, each in ordinary units and in others: money, quantities, and each decision by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters
from lsec_models.algebra.domains.symbols import Decision

FAMILIES = ("logit", "isoelastic", "exponential", "logit duopoly")
RANGES = ("positive", "between ends", "any")
HIGHEST = 60

a, b, c, top, size = parameters("a b c top size", positive=True)


@dataclass(frozen=True, kw_only=True)
class Rescaled:
    """A game in ordinary units, and in others; a decision in ordinary units is so many in others."""

    usual: Game
    usual_at: dict[str, sp.Expr]
    other: Game
    other_at: dict[str, sp.Expr]
    multiples: dict[str, sp.Expr]


def hundredths(low: int, high: int) -> st.SearchStrategy[sp.Rational]:
    return st.integers(low, high).map(lambda n: sp.Rational(n, 100))


@st.composite
def rescaled_games(draw: st.DrawFn, digits: int = 9) -> Rescaled:
    """Draw a chain of one to three stages, or a duopoly, in units that are up to so many powers of ten away."""
    family, kind = draw(st.sampled_from(FAMILIES)), draw(st.sampled_from(RANGES))
    count = 2 if family == "logit duopoly" else draw(st.integers(1, 3 if kind == "positive" else 2))
    slope = draw(hundredths(150, 400) if family == "isoelastic" else hundredths(30, 300))
    usual = {"a": draw(hundredths(50, 300)), "b": slope, "c": draw(hundredths(20, 150))}
    usual |= {"top": sp.Integer(HIGHEST), "size": sp.S.One}
    unit = st.integers(-100 * digits, 100 * digits).map(
        lambda n: sp.Rational(round(10 ** (n % 100 / 100), 2)) * 10 ** (n // 100)
    )
    ones, money, quantity = [sp.S.One] * count, draw(unit), draw(unit)
    own, earned = [[draw(unit) for _ in ones] for _ in range(2)]
    other = usual | {"c": usual["c"] * money, "top": usual["top"] * money, "size": quantity}
    other["b"] = slope if family == "isoelastic" else slope / money
    games = [_game(family, kind, *units) for units in ((ones, ones), (own, earned))]
    points = [{s.name: at[s.name] for s in game.parameters} for game, at in zip(games, (usual, other), strict=True)]
    names = [decision.name for decision in games[0].decisions]
    return Rescaled(
        usual=games[0],
        usual_at=points[0],
        other=games[1],
        other_at=points[1],
        multiples={name: money / one for name, one in zip(names, own, strict=True)},
    )


def _game(family: str, kind: str, units: Sequence[sp.Expr], earned: Sequence[sp.Expr]) -> Game:
    prices = [_price(f"p_{i}", family, kind, unit) for i, unit in enumerate(units)]
    paid = [price * unit for price, unit in zip(prices, units, strict=True)]
    if family == "logit duopoly":
        drawn = [sp.exp(a - b * price) for price in paid]
        payoffs = [size * (price - c) * one / (1 + sum(drawn)) for price, one in zip(paid, drawn, strict=True)]
    else:
        last = paid[-1]
        demand = {
            "logit": sp.exp(a - b * last) / (1 + sp.exp(a - b * last)),
            "isoelastic": last**-b,
            "exponential": sp.exp(-b * last),
        }[family]
        margins = [paid[0] - c, *paid[1:-1], last - sum(paid[:-1])][: len(paid)]
        payoffs = [size * margin * demand for margin in margins]
    players = [
        Player(f"seller {i}", decides=[price], payoff=payoff * unit)
        for i, (price, payoff, unit) in enumerate(zip(prices, payoffs, earned, strict=True))
    ]
    return Game(players=players, order=None if family == "logit duopoly" else [player.name for player in players])


def _price(name: str, family: str, kind: str, unit: sp.Expr) -> Decision:
    if kind == "positive" or family == "isoelastic":
        return decisions(name)
    return decisions(name, real=True) if kind == "any" else decisions(name, within=(0, top / unit))
