"""A price that is adjusted during the show: what the data of the first half are worth, and to whom.

A show has two halves. Two stories of what nobody knows.

Level (``story="level"``). Demand in each half is ``phi*(a + zeta - b*p)``, with zeta normal, of mean 0 and variance V,
the same in both halves; a unit costs c. Sales of the first half show zeta with a noise of variance ``s*V/phi``: the
more viewers, the less noise. They tell the same whatever the first price was, since the slope b is known. The price is
``adjusted`` to them in the second half, or ``kept``. It is set by the manufacturer, who pays the streamer the part
lambda of revenue (``sold="agency"``), or by a streamer who buys at w, which stays for the whole show
(``"reselling"``). Of a ``"chain"`` the second half alone is asked: manufacturer, streamer and platform set w, m and f,
which make the price, and all adjust theirs or none. Any other contract without a guarantee (``contract=``) divides
revenue too: without title to the goods under agency, with it under reselling; of a chain both, where without title the
manufacturer sets the price p in the place of w and m.

Slope (``story="slope"``). Demand in each half is one of two lines, equally likely: ``a + x - (b + y)*p`` or
``a - x - (b - y)*p``, which cross at the price ``x/y``. Sales of the first half have a noise, uniform on [-h, h], which
hides the line unless the two are far apart: they tell it with the chance ``abs(x - y*p)/h``, and else nothing. So a
first price away from the crossing is an experiment. The second price is set for the line that was seen (p_h or p_l), or
for both (p_0). The first one looks ahead (``adjusted``, second halves discounted by delta), or not (``myopic``); or the
price is ``kept``. A unit costs nothing: a commission would scale what is earned, and change no price. The myopic price
``a/(2*b)`` lies ``below`` or ``above`` the crossing (``crossing``).

Timing. First prices, sales, second prices; of a chain in any order, leaders first. Everybody knows all parameters, and
sees the data where prices are adjusted; whoever prices later is a player of its own, ``later``. Buyers do not wait for
the second half.

Units. a and demand units for half a show, V units squared, prices, w, m, f, c money for a unit, F, A, W, T and payoffs
expected money for the show; s, phi, lambda, psi and delta pure numbers; y units for money, x and h units. Demand is
linear, and normal in the first story: negative sales are possible there, and rare where a is several times what is
unknown. In the second, mean sales of either line are positive at every price that is set, which is assumed; another
price, at which a line would sell less than nothing, is valued by that line all the same.

What is exact
-------------
With ``v = phi*V/(1 + s/phi)``, the part of the variance that the data foretell: an adjusted price is worth ``v/(4*b)``
in revenue, and costs buyers ``3*v/(8*b)``, so that welfare falls by ``v/(8*b)``. Under agency the streamer gets the
part lambda of that; under reselling, at a wholesale price that stays, all of it. Of a chain in which all adjust at once
each of three gets ``v/(16*b)``.

In the second story knowing the line is worth ``G = (b*x - a*y)**2/(4*b*(b**2 - y**2))`` to the seller, and costs buyers
``3*G/2``. The first price is ``delta*G*y/(2*b*h)`` below the myopic one where that lies below the crossing, else above
it by as much. The formula for the chance is that of one side of the crossing. On the other side a seller gets at most
what it gets as far from the crossing on this side, which is nearer to the myopic price; and where the chance would
exceed 1 the formula promises too much, so that what is best by the formula, below 1, is best.

Lineage. Value of information: Raiffa and Schlaifer (1961), Applied Statistical Decision Theory; experiments of a
monopolist: Mirman, Samuelson and Urbano (1993), International Economic Review 34(3). The two stories are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.laws import normal
from lsec_models.games.static.chance.information.signal import Signal, signal
from lsec_models.games.static.chance.random_symbol import random
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, refuse_contract, worth_selling
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract
from lsec_models.models.parts.contracts import w as paid_price
from lsec_models.models.parts.stories import require_in_story
from lsec_models.models.parts.streamers import StreamerType, fixed_terms, type_of

a, b, c, variance, s, phi = parameters("a b c V s phi", positive=True)
x, y, h, delta = parameters("x y h delta", positive=True)
W = parameters("W", positive=True)
w, m, f, p, p_1, p_2 = decisions("w m f p p_1 p_2", real=True)
first, p_h, p_l, p_0 = decisions("p_1 p_h p_l p_0")
zeta = random("zeta", normal(0, variance))

STORIES: Mapping[str, tuple[str, ...]] = Frozen(
    {"level": ("adjusted", "kept"), "slope": ("adjusted", "kept", "myopic")}
)
"""How prices are set in each story; the first without a word."""
SOLD = ("agency", "reselling", "chain")
CROSSINGS = ("below", "above")

BASELINE = baseline(
    {
        "a": "10",
        "b": "1",
        "c": "2",
        "V": "4",
        "s": "0.25",
        "phi": "1",
        "lambda": "0.2",
        "psi": "0.2",
        "A": "4",
        "x": "3",
        "y": "0.4",
        "h": "4",
        "delta": "0.9",
        "F": "4",
        "W": "1",
        "T": "2",
    }
)
# The myopic price is above the crossing of lines that lie nearer to each other.
BASELINE_ABOVE: Mapping[str, Fraction] = Frozen({"x": Fraction(1)})


def live_pricing(
    story: str = "level",
    pricing: str = "adjusted",
    sold: str = "agency",
    streamer: str | StreamerType | None = None,
    order: Sequence[Slot] | None = None,
    crossing: str = "below",
    contract: str | Contract | None = None,
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``level`` or ``slope``.
    pricing : str
        ``adjusted``, ``kept``, or of the slope ``myopic``.
    sold : str
        Of the level: by ``agency``, by ``reselling``, or by a ``chain`` of three.
    streamer : str or StreamerType, optional
        Of agency: a type adds a slot fee F or the technology cost T of a virtual host; the brand's own host
        (``self_run``) has no commission and the wage W.
    order : sequence, optional
        The timing, leaders first.
    crossing : str
        Of the slope: whether the myopic price is ``below`` or ``above`` the price at which the lines cross.
    contract : str or Contract, optional
        Of agency one without title, ``commission`` without a word; of reselling one with title, ``wholesale``; of a
        chain any, ``wholesale``; none with a guarantee.

    Returns
    -------
    Game
        Reported: consumer_surplus; of the level also revenue and, of agency and reselling, welfare; of the slope also
        told (the chance that the line is told), second halves discounted.

    Raises
    ------
    UnknownName
        If there is no such story, pricing, way to sell, type, contract or side.
    DeclarationError
        If options do not go together.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(live_pricing())["p_2"]
    phi*Y/(2*b*(phi + s)) + (a*lambda - a - b*c)/(2*b*(lambda - 1))
    """
    require_known(story, STORIES, f"no story {story!r}")
    require_in_story("pricing", pricing, STORIES, story)
    require_known(sold, SOLD, f"no way to sell {sold!r}")
    require_known(crossing, CROSSINGS, f"no side of the crossing {crossing!r}")
    kind = type_of(streamer)
    if kind is not None and (story == "slope" or sold != "agency"):
        raise DeclarationError("a streamer's type is its terms of agency; leave streamer out, or use sold='agency'")
    if story == "slope":
        if sold != "agency":
            raise DeclarationError("in the story 'slope' there is one seller; leave sold out")
        refuse_contract(contract, "in the story 'slope' there is one seller")
        return _slope(pricing, order, above=crossing == "above")
    if crossing != "below":
        raise DeclarationError("lines cross in the story 'slope' alone; leave crossing out")
    seen = [signal("Y", of=zeta, noise=s * variance / phi)] if pricing == "adjusted" else []
    own = kind is not None and kind.employed
    if own:
        refuse_contract(contract, "the brand's own host has no contract")
    terms = (
        Contract(name="own host")
        if own
        else agreement(contract or _USUAL[sold], kind, called={paid_price: w}, refused=_REFUSED[sold])
    )
    if sold == "agency":
        return _agency(seen, terms, kind, order)
    return _reselling(seen, terms, order) if sold == "reselling" else _chain(seen, terms, order)


_USUAL = {"agency": "commission", "reselling": "wholesale", "chain": "wholesale"}
_RANDOM = {"guarantee": "the show's revenue is random, and what a guarantee adds to it is not modelled"}
_REFUSED = {
    "agency": {"title": "a streamer who buys the goods resells them, sold='reselling'", **_RANDOM},
    "reselling": {"agency": "a streamer who does not buy the goods sells by sold='agency'", **_RANDOM},
    "chain": _RANDOM,
}


def _sold_at(price: sp.Expr) -> sp.Expr:
    return phi * (a + zeta - b * price)


def _surplus(sold: sp.Expr) -> sp.Expr:
    """Return the consumer surplus of a half: the area under linear demand."""
    return sold**2 / (2 * b * phi)


def _agency(seen: Sequence[Signal], terms: Contract, kind: StreamerType | None, order: Sequence[Slot] | None) -> Game:
    own = kind is not None and kind.employed
    _, technology = fixed_terms(kind)
    halves = {price: _sold_at(price) for price in (p_1, p_2)}
    paid = {price: terms.variable_pay(price * sold, sold) for price, sold in halves.items()}
    earned = {price: (price - c) * sold - paid[price] for price, sold in halves.items()}
    fixed = W if own else terms.fixed
    players = [
        Player("manufacturer", decides=[p_1], payoff=sp.Add(*earned.values()) - fixed),
        Player("later", decides=[p_2], payoff=earned[p_2], sees=seen),
    ]
    if not own:
        players.append(Player("streamer", decides=[], payoff=sp.Add(*paid.values()) + terms.fixed - technology))
    known = worth_selling(terms, a, b * c)
    lost = (W if own else sp.S.Zero) + technology
    return _game(players, order or ["manufacturer", "later"], known, halves, lost)


def _reselling(seen: Sequence[Signal], terms: Contract, order: Sequence[Slot] | None) -> Game:
    halves = {price: _sold_at(price) for price in (p_1, p_2)}
    earned = {price: terms.variable_pay(price * sold, sold) for price, sold in halves.items()}
    kept = sp.Add(*((price - c) * sold - earned[price] for price, sold in halves.items()))
    players = [
        Player("manufacturer", decides=[w], payoff=kept - terms.fixed),
        Player("streamer", decides=[p_1], payoff=sp.Add(*earned.values()) + terms.fixed),
        Player("later", decides=[p_2], payoff=earned[p_2], sees=seen),
    ]
    return _game(
        players, order or ["manufacturer", "streamer", "later"], worth_selling(terms, a, b * c), halves, sp.S.Zero
    )


def _game(
    players: Sequence[Player],
    order: Sequence[Slot],
    known: Sequence[sp.Basic],
    halves: Mapping[sp.Symbol, sp.Expr],
    lost: sp.Expr,
) -> Game:
    """Return the game of a whole show; what is lost leaves the chain."""
    surplus = sp.Add(*(_surplus(sold) for sold in halves.values()))
    revenue = sp.Add(*(price * sold for price, sold in halves.items()))
    report = {
        "consumer_surplus": surplus,
        "revenue": revenue,
        "welfare": surplus + revenue - c * sp.Add(*halves.values()) - lost,
    }
    return Game(players=players, order=order, assuming=known, report=report)


def _chain(seen: Sequence[Signal], terms: Contract, order: Sequence[Slot] | None) -> Game:
    own_price = w + m if terms.title else p
    price = own_price + f
    sold = _sold_at(price)
    income = terms.streamer_income(own_price * sold, sold)
    players = [
        Player("manufacturer", decides=[w if terms.title else p], payoff=(own_price - c) * sold - income, sees=seen),
        Player("streamer", decides=[m] if terms.title else [], payoff=income, sees=seen),
        Player("platform", decides=[f], payoff=f * sold, sees=seen),
    ]
    report = {"consumer_surplus": _surplus(sold), "revenue": price * sold}
    return Game(players=players, order=order, assuming=worth_selling(terms, a, b * c), report=report)


def _slope(pricing: str, order: Sequence[Slot] | None, *, above: bool) -> Game:
    lines = {p_h: (a + x, b + y), p_l: (a - x, b - y)}
    blind = {line: _of_line(p_0, *line) for line in lines.values()}
    earned_told = sp.Add(*(price * _of_line(price, *line) for price, line in lines.items())) / 2
    surplus_told = sp.Add(*(_area(price, *line) for price, line in lines.items())) / 2
    surplus_blind = sp.Add(*(_area(p_0, *line) for line in lines.values())) / 2
    earned_blind = p_0 * sp.Add(*blind.values()) / 2
    now = first * (a - b * first)
    told = sp.S.Zero if pricing == "kept" else (y * first - x if above else x - y * first) / h
    then = told * earned_told + (1 - told) * earned_blind
    selves = [
        *(
            Player(f"later_{words}", decides=[price], payoff=price * _of_line(price, *lines[price]))
            for words, price in (("high", p_h), ("low", p_l))
        ),
        Player("later_blind", decides=[p_0], payoff=earned_blind),
    ]
    seller = Player("seller", decides=[first], payoff=now if pricing == "myopic" else now + delta * then)
    surplus_now = sp.Add(*(_area(first, *line) for line in lines.values())) / 2
    report = {
        "told": told,
        "profit": now + delta * then,
        "consumer_surplus": surplus_now + delta * (told * surplus_told + (1 - told) * surplus_blind),
    }
    later: list[Slot] = [tuple(player.name for player in selves)]
    return Game(
        players=[seller, *selves],
        order=order or ["seller", *later],
        assuming=[delta <= 1, x < a, y < b, *_seen_at_times(above=above)],
        report=report,
    )


def _of_line(price: sp.Expr, size: sp.Expr, slope: sp.Expr) -> sp.Expr:
    return size - slope * price


def _area(price: sp.Expr, size: sp.Expr, slope: sp.Expr) -> sp.Expr:
    """Return the consumer surplus of a half under a line of demand."""
    return _of_line(price, size, slope) ** 2 / (2 * slope)


def _seen_at_times(*, above: bool) -> list[sp.Basic]:
    """Return what keeps sales positive, and the chance that the line is told within [0, 1], at prices that are set."""
    if not above:
        return [2 * b * x > a * y, 2 * b * x < a * (b + y), x <= h]
    worth = (b * x - a * y) ** 2 / (4 * b * (b**2 - y**2))
    dearest = a / (2 * b) + delta * worth * y / (2 * b * h)
    return [2 * b * x < a * y, y * dearest <= x + h, (b + y) * dearest < a + x]
