"""Two manufacturers of substitutes and the one retailer who sells both, under three orders of moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.game import Slot

a, b, c, c_1, c_2, g = parameters("a b c c_1 c_2 g", positive=True)
WHOLESALE = decisions("w_1 w_2", real=True)
MARGINS, RETAIL = decisions("m_1 m_2"), decisions("p_1 p_2")

MAKERS = ("manufacturer_1", "manufacturer_2")
RETAILERS = ("retailer_1", "retailer_2")
_MAKERS_FIRST: Sequence[Slot] = [MAKERS, "retailer"]
_ALIKE = (c, c)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label."""
    return {
        "makers_lead": common(_MAKERS_FIRST),
        "retailer_leads": common(["retailer", MAKERS]),
        "nobody_leads": common([(*MAKERS, "retailer")]),
        "unlike_costs": common(_MAKERS_FIRST, costs=(c_1, c_2)),
        "same_market": common(_MAKERS_FIRST, slope=b + g),
        "exclusive": exclusive(),
        "one_product": one_product(),
        "one_owner": one_owner(),
    }


def common(order: Sequence[Slot], *, costs: Sequence[sp.Expr] = _ALIKE, slope: sp.Expr = b) -> Game:
    """Return the game of two manufacturers and one retailer, who decides the margin on each product."""
    sold = _sold(_through_retailers(), slope)
    retailer = Player("retailer", decides=list(MARGINS), payoff=_earned(MARGINS, sold))
    return _channel([*_makers(sold, costs), retailer], order, sold, costs, slope)


def exclusive() -> Game:
    """Return the game in which each manufacturer, who leads, has a retailer of its own."""
    sold = _sold(_through_retailers(), b)
    shops = [
        Player(name, decides=[margin], payoff=margin * quantity)
        for name, margin, quantity in zip(RETAILERS, MARGINS, sold, strict=True)
    ]
    return _channel([*_makers(sold, _ALIKE), *shops], [MAKERS, RETAILERS], sold, _ALIKE, b)


def one_product() -> Game:
    """Return the game in which the retailer, who leads, sells the first product alone.

    The second one is as dear as it must be for nobody to buy it: demand for the first is then that of its own price.
    """
    first, second = _through_retailers()
    dear = (a + g * first) / b
    sold = [quantity.subs(second, dear) for quantity in _sold((first, second), b)]
    retailer = Player("retailer", decides=[MARGINS[0]], payoff=MARGINS[0] * sold[0])
    maker, _ = _makers(sold, _ALIKE)
    return Game(players=[maker, retailer], order=["retailer", maker.name], assuming=_assumed(_ALIKE, b))


def one_owner() -> Game:
    """Return the choice of both prices by one owner of the whole channel."""
    sold = _sold(RETAIL, b)
    owner = Player("owner", decides=list(RETAIL), payoff=_earned([price - c for price in RETAIL], sold))
    return Game(players=[owner], assuming=_assumed(_ALIKE, b), report=_quantities(sold))


def _channel(
    players: Sequence[Player], order: Sequence[Slot], sold: Sequence[sp.Expr], costs: Sequence[sp.Expr], slope: sp.Expr
) -> Game:
    prices = _through_retailers()
    report = {"p_1": prices[0], "p_2": prices[1], **_quantities(sold)}
    report["channel"] = _earned([price - cost for price, cost in zip(prices, costs, strict=True)], sold)
    return Game(players=list(players), order=list(order), assuming=_assumed(costs, slope), report=report)


def _makers(sold: Sequence[sp.Expr], costs: Sequence[sp.Expr]) -> list[Player]:
    return [
        Player(name, decides=[wholesale], payoff=(wholesale - cost) * quantity)
        for name, wholesale, cost, quantity in zip(MAKERS, WHOLESALE, costs, sold, strict=True)
    ]


def _through_retailers() -> list[sp.Expr]:
    return [wholesale + margin for wholesale, margin in zip(WHOLESALE, MARGINS, strict=True)]


def _sold(prices: Sequence[sp.Expr], slope: sp.Expr) -> list[sp.Expr]:
    return [a - slope * prices[i] + g * prices[1 - i] for i in range(2)]


def _earned(margins: Sequence[sp.Expr], sold: Sequence[sp.Expr]) -> sp.Expr:
    return sum((margin * quantity for margin, quantity in zip(margins, sold, strict=True)), sp.S.Zero)


def _quantities(sold: Sequence[sp.Expr]) -> dict[str, sp.Expr]:
    return {"q_1": sold[0], "q_2": sold[1]}


def _assumed(costs: Sequence[sp.Expr], slope: sp.Expr) -> list[sp.Rel]:
    """Return that each product sells if everybody sells at cost, and that its own price matters more."""
    at_cost = [quantity > 0 for quantity in _sold(costs, slope)]
    return [*([slope > g] if slope == b else []), *at_cost]
