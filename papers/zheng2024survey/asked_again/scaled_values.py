"""What is told of demand, and prices that follow it, where values scale: ``a - b*p/(1 + h)`` or ``a - b*p/(1 - h)``.

Both are equally likely. What is not said to be other is as in the models information_sharing and live_pricing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.models.parts.streamers import STREAMER_TYPES

a, b, c, h, commission = parameters("a b c h lambda", positive=True)
_HALF = sp.Rational(1, 2)
_MOVED = (1 + h, 1 - h)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    ``scaled_none`` and ``scaled_told`` are a streamer who resells and sees how values moved, ``scaled_blind`` one who
    does not; ``scaled_agency_`` ones a streamer on commission who tells it or not, also by type. ``live_scaled_`` is a
    show whose second price is ``adjusted`` to that, or ``kept``, also by type.
    """
    found = {f"scaled_{words}": _resold(told=words == "told") for words in ("none", "told")}
    found |= {"scaled_blind": _resold(told=False, seen=False)}
    found |= {f"scaled_agency_{words}": _agency(told=words == "told") for words in ("none", "told")}
    for kind in ("virtual", "self_run"):
        own = STREAMER_TYPES[kind]
        for words in ("none", "told"):
            part, audience = sp.Rational(own.commission), sp.Rational(own.influence)
            found[f"scaled_agency_{words}_by_{kind}"] = _agency(told=words == "told", part=part, audience=audience)
    for words in ("adjusted", "kept"):
        found[f"live_scaled_{words}"] = _show(adjusted=words == "adjusted")
        for kind in ("ordinary", "self_run"):
            own = STREAMER_TYPES[kind]
            part, audience = sp.Rational(own.commission), sp.Rational(own.influence)
            found[f"live_scaled_{kind}_{words}"] = _show(adjusted=words == "adjusted", part=part, audience=audience)
    return found


def _resold(*, told: bool, seen: bool = True) -> Equilibrium:
    w, w_h, w_l, p, p_h, p_l = decisions("w w_h w_l p p_h p_l")
    paid = (w_h, w_l) if told else (w, w)
    prices = (p_h, p_l) if seen else (p, p)
    sold = [a - b * price / moved for price, moved in zip(prices, _MOVED, strict=True)]
    by_maker = [(price - c) * units for price, units in zip(paid, sold, strict=True)]
    by_streamer = [(price - own) * units for price, own, units in zip(prices, paid, sold, strict=True)]
    players = [
        Player("manufacturer", decides=list(dict.fromkeys(paid)), payoff=_HALF * sp.Add(*by_maker)),
        Player("streamer", decides=list(dict.fromkeys(prices)), payoff=_HALF * sp.Add(*by_streamer)),
    ]
    # Where values are low, something is sold at every wholesale price that is set.
    known = [h < 1, (1 - h) * a > b * c, 2 * (1 - h) * a > (1 - h**2) * a + b * c]
    if not seen:
        known.append((1 - h) * (1 - 3 * h) * a > b * c)
    return solve(Game(players=players, order=["manufacturer", "streamer"], assuming=known))


def _agency(*, told: bool, part: sp.Expr = commission, audience: sp.Expr = sp.S.One) -> Equilibrium:
    p, p_h, p_l = decisions("p p_h p_l")
    prices = (p_h, p_l) if told else (p, p)
    sold = [audience * a - b * price / moved for price, moved in zip(prices, _MOVED, strict=True)]
    takings = _HALF * sp.Add(*(price * units for price, units in zip(prices, sold, strict=True)))
    players = [
        Player(
            "manufacturer",
            decides=list(dict.fromkeys(prices)),
            payoff=(1 - part) * takings - c * _HALF * sp.Add(*sold),
        ),
        Player("streamer", decides=[], payoff=part * takings),
    ]
    return solve(Game(players=players, order=["manufacturer"], assuming=_sold_at_one_price(part, audience)))


def _sold_at_one_price(part: sp.Expr = commission, audience: sp.Expr = sp.S.One) -> list[sp.Basic]:
    """Return under which assumptions something is sold also where values are low, at the price that is best of one."""
    priced = (1 - part) * (1 - h) ** 2 * audience * a > b * c
    return [h < 1, priced, *([part < 1] if part.free_symbols else [])]


def _show(*, adjusted: bool, part: sp.Expr = commission, audience: sp.Expr = sp.S.One) -> Equilibrium:
    p_1, p_2, p_h, p_l = decisions("p_1 p_2 p_h p_l")
    second = (p_h, p_l) if adjusted else (p_2, p_2)
    halves = [[(price, moved) for price, moved in zip(prices, _MOVED, strict=True)] for prices in ((p_1, p_1), second)]

    def mean(of: Callable[..., sp.Expr], half: Sequence[tuple[sp.Symbol, sp.Expr]]) -> sp.Expr:
        return _HALF * sp.Add(*(of(price, moved, audience * (a - b * price / moved)) for price, moved in half))

    def kept(price: sp.Symbol, _moved: sp.Expr, sold: sp.Expr) -> sp.Expr:
        return ((1 - part) * price - c) * sold

    players = [
        Player("manufacturer", decides=[p_1], payoff=sp.Add(*(mean(kept, half) for half in halves))),
        Player("later", decides=list(dict.fromkeys(second)), payoff=mean(kept, halves[1])),
    ]
    surplus = sp.Add(*(mean(lambda _price, moved, sold: moved * sold**2 / (2 * b * audience), half) for half in halves))
    streamer = sp.Add(*(mean(lambda price, _moved, sold: part * price * sold, half) for half in halves))
    brand = players[0].payoff
    report = {"consumer_surplus": surplus, "streamer": streamer, "welfare": surplus + streamer + brand}
    order = ["manufacturer", "later"]
    # Every viewer's demand is the same.
    return solve(Game(players=players, order=order, assuming=_sold_at_one_price(part), report=report))
