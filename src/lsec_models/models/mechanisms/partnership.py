"""Brand and streamer as partners: what they bargain over, what their power moves, lowest prices and exclusivity.

Players. A manufacturer and a streamer agree on terms by Nash bargaining; the streamer's power is beta. Without an
agreement the manufacturer has nothing; the streamer has u where a slot fee is agreed, else nothing. The slot fee F is
paid to the streamer; a negative one is paid by it. Who works or sells decides after the agreement.

Price (``story="price"``). The streamer buys at w and sells the quantity d_l at the price ``(a - d_l)/b``; a unit costs
c. Agreed are ``wholesale``: w; ``two_part_tariff``: w and F; ``revenue_sharing``: the part psi of revenue that is
passed on, at the price ``(1 - psi)*c`` for a unit. ``one_owner`` decides alone.

Effort (``story="effort"``). The price is ``c + rho``. Demand is ``a + mu*e + gamma*q``: live effort e costs the
streamer ``eta*e**2/2``, quality q the manufacturer ``k*q**2/2``; with ``sides="streamer"`` quality is given. Agreed are
``commission``: the part lambda of revenue and F; ``profit_sharing``: F, where the streamer has a given part varsigma of
revenue and of all costs.

Rivals (``story="rivals"``). Two brands, first and second, bargain with one streamer, who sells d_1 and d_2 at prices
``alpha - d_1 - sigma*d_2`` and its mirror image. ``two_part_tariff``: both pairs at once, each given the terms of the
other, on w_i and F_i (Nash-in-Nash; without agreement the streamer sells the other brand alone). ``exclusive``: the
first brand alone. ``auction``: an exclusive place is sold to the brand that bids more; brands that are alike bid all
that it is worth, so that the streamer gets everything.

Clause (``story="clause"``). The manufacturer sells in a shop of its own and in the show, d_r and d_l at such prices,
and pays the given commission lambda on live revenue. ``lowest_price``: the show may not be dearer than the shop.
Without the clause the show is dearer, since its price bears the commission; to sell in the show alone is never best. So
prices are equal under the clause, and this is how the game is declared.

Agency (``story="agency"``). The streamer of the story ``price`` sells on a platform, whose fee is f a unit. ``direct``:
the streamer bargains with brand and platform itself, over w and f, with the power beta. ``agency``: an agency (MCN)
does, with the power beta_m, and at the same time with its streamer, whose power is omega, over the price y that the
streamer pays it. Pairs take each other's terms as given (Nash-in-Nash).

Types (``streamer=``). The audience of a show is phi times as large: demand at each price, or, of rival brands, what
their first units are worth. The commission and the fee that a type asks for elsewhere are agreed here. A virtual host
has cost its operator T before they meet, so that T is in its disagreement payoff too. The brand's own host
(``self_run``) is paid the wage W and does not bargain: one owner decides. It shows one brand and needs no agency, and
neither does a virtual host. In the story ``clause`` shop and show reach the same buyers.

Timing. The agreement, then all other decisions at once; everybody knows all parameters. Units. Prices, c and rho are
money for a unit, F, u, T, W and payoffs money for a season; beta, lambda, psi, varsigma, sigma and phi are pure
numbers.

What is exact
-------------
A wholesale price alone is ``c + (1 - beta)*(a/b - c)/2``: the chain gains by the power of who sells. With a fee w is c,
and power moves the fee alone. A commission with a fee gives the streamer the part ``(mu**2/eta)/(mu**2/eta +
gamma**2/k)`` of the margin, whatever its power, and both work too little; a shared profit makes both right, however it
is shared. Where the streamer alone works, it has the whole margin, and pays ``(1 - beta)*(profit - u)`` for its place.
An exclusive place that is sold earns the streamer more than two brands exactly if ``beta < 1/2``, however alike brands
are. A lowest price makes the show cheaper and the shop dearer; the streamer gains, the manufacturer loses. With an
agency goods are cheaper exactly if ``(1 - omega)*(2 - beta_m)*(1 + beta) < 2*(1 - beta)*(1 + omega)*beta_m``.

Lineage. Nash (1950), Econometrica 18(2); Horn and Wolinsky (1988), RAND Journal of Economics 19(3); profit sharing:
Holmstrom (1982), Bell Journal of Economics 13(2); revenue sharing: Cachon and Lariviere (2005), Management Science
51(1). The five stories are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.chains import game_of_chain
from lsec_models.models.parts.stories import require_in_story
from lsec_models.models.parts.streamers import StreamerType, fixed_terms, type_of

a, b, c, beta, rho, mu, gamma, eta, k, alpha = parameters("a b c beta rho mu gamma eta k alpha", positive=True)
beta_m, omega, phi, W = parameters("beta_m omega phi W", positive=True)
substitution = parameters("sigma", positive=True)
given_commission, held = parameters("lambda varsigma", positive=True)
u, sigma = parameters("u sigma", nonnegative=True)
w, d_l, d_r, d_1, d_2, w_1, w_2, e, q, f, y = decisions("w d_l d_r d_1 d_2 w_1 w_2 e q f y")
F, F_1, F_2 = decisions("F F_1 F_2", real=True)
commission, psi = (decisions(name, within=(0, 1)) for name in ("lambda", "psi"))

SIDES = ("both", "streamer")
CONTRACTS: Mapping[str, tuple[str, ...]] = Frozen(
    {
        "price": ("wholesale", "two_part_tariff", "revenue_sharing", "one_owner"),
        "effort": ("commission", "profit_sharing", "one_owner"),
        "rivals": ("two_part_tariff", "exclusive", "auction"),
        "clause": ("none", "lowest_price"),
        "agency": ("direct", "agency"),
    }
)
"""What may be agreed in each story; the first without a word."""

BASELINE = baseline(
    {
        "a": "10",
        "b": "1",
        "c": "2",
        "beta": "0.4",
        "u": "1",
        "rho": "4",
        "mu": "1",
        "gamma": "1",
        "eta": "1",
        "k": "2",
        "alpha": "10",
        "sigma": "0.5",
        "lambda": "0.2",
        "varsigma": "0.5",
        "beta_m": "0.8",
        "omega": "0.4",
        "phi": "1",
        "W": "1",
        "T": "2",
    }
)

_POWERS = (1 - beta, beta)
_PAIR = ("manufacturer", "streamer")
# Where the brand's own host has something to decide.
_OWNED = ("price", "effort")


@dataclass(frozen=True, kw_only=True)
class _Host:
    """What the type of a streamer changes: its audience, and what it has cost before they meet.

    Attributes
    ----------
    audience : sympy.Expr
        phi, and 1 without a type.
    technology : sympy.Expr
        T of a virtual host.
    wage : sympy.Expr
        W of an own host.
    """

    audience: sp.Expr = sp.S.One
    technology: sp.Expr = sp.S.Zero
    wage: sp.Expr = sp.S.Zero

    @classmethod
    def of(cls, kind: StreamerType | None) -> _Host:
        if kind is None:
            return cls()
        return cls(audience=phi, technology=fixed_terms(kind)[1], wage=W if kind.employed else sp.S.Zero)

    def disagreement(self, elsewhere: sp.Expr = sp.S.Zero) -> list[sp.Expr] | None:
        """Return what manufacturer and streamer have without an agreement; None for nothing."""
        outside = elsewhere - self.technology
        return [sp.S.Zero, outside] if outside != 0 else None


def partnership(
    story: str = "price",
    contract: str | None = None,
    order: Sequence[Slot] | None = None,
    sides: str = "both",
    streamer: str | StreamerType | None = None,
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``price``, ``effort``, ``rivals``, ``clause`` or ``agency``.
    contract : str, optional
        What is agreed, of ``CONTRACTS[story]``.
    order : sequence, optional
        Who decides after the agreement, leaders first.
    sides : str
        Of effort: whose work moves demand, ``both`` or ``streamer``.
    streamer : str or StreamerType, optional
        Of price, effort, rivals and agency. With the brand's own host, of price and effort, one owner decides.

    Returns
    -------
    Game
        Reported: chain_profit; of price and agency also price, demand and consumer_surplus; of effort demand, and
        streamer_part (of the margin) under a commission; of clause retail_price, live_price and consumer_surplus.

    Raises
    ------
    UnknownName
        If there is no such story, contract, side or type.
    DeclarationError
        If the contract is one of another story, sides are asked for in a story without effort, or a type does not go
        with the story or the contract.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(partnership("effort"))["streamer_part"]
    k*mu**2/(eta*gamma**2 + k*mu**2)
    """
    require_known(story, CONTRACTS, f"no story {story!r}")
    kind = type_of(streamer)
    owned = kind is not None and kind.employed and story in _OWNED
    usual = "one_owner" if owned else CONTRACTS[story][0]
    agreed = usual if contract is None else contract
    require_in_story("contract", agreed, CONTRACTS, story)
    require_known(sides, SIDES, f"no sides {sides!r}")
    if sides != "both" and story != "effort":
        raise DeclarationError("sides= says whose effort moves demand; leave it out, or use story='effort'")
    if kind is not None:
        _check_type(kind, story, agreed)
    host = _Host.of(kind)
    if story == "effort":
        return _effort(agreed, order, host, both=sides == "both")
    if story == "clause":
        return _clause(agreed, order)
    told = {"price": _price, "rivals": _rivals, "agency": _agency}
    return told[story](agreed, order, host)


def _check_type(kind: StreamerType, story: str, agreed: str) -> None:
    """Refuse a type where it has no meaning."""
    if story == "clause":
        raise DeclarationError("under a clause shop and show reach the same buyers; leave streamer= out")
    if kind.employed and story not in _OWNED:
        raise DeclarationError(
            "the brand's own host shows that brand alone, and bargains with nobody; use story='price' or 'effort'"
        )
    if kind.employed != (agreed == "one_owner"):
        words = "does not bargain; leave contract= out" if kind.employed else "is not an owner; use streamer='self_run'"
        raise DeclarationError(f"a {kind.name!r} host {words}")
    if kind.technology_cost and story == "agency":
        raise DeclarationError("a virtual host needs no agency; use story='price'")


def _price(contract: str, order: Sequence[Slot] | None, host: _Host) -> Game:
    size = host.audience * a
    price = (size - d_l) / b
    known = [size > b * c]
    more = {"price": price, "demand": d_l, "consumer_surplus": d_l**2 / (2 * b)}
    if contract == "one_owner":
        owner = Player("manufacturer", decides=[d_l], payoff=(price - c) * d_l - host.wage)
        return game_of_chain([owner], order or ["manufacturer"], known, more)
    fee = F if contract == "two_part_tariff" else sp.S.Zero
    kept, unit = (1 - psi, (1 - psi) * c) if contract == "revenue_sharing" else (sp.S.One, w)
    players = [
        Player("manufacturer", decides=[], payoff=((1 - kept) * price + unit - c) * d_l - fee),
        Player("streamer", decides=[d_l], payoff=(kept * price - unit) * d_l + fee - host.technology),
    ]
    terms = {"wholesale": [w], "two_part_tariff": [w, F], "revenue_sharing": [psi]}[contract]
    worth_it = [(size - b * c) ** 2 > 4 * b * u] if fee != 0 else []
    elsewhere = host.disagreement(u if fee != 0 else sp.S.Zero)
    agreement = Bargain(_PAIR, over=terms, weights=_POWERS, disagreement=elsewhere)
    return game_of_chain(players, [agreement, *(order or ["streamer"])], [*known, beta < 1, *worth_it], more)


def _effort(contract: str, order: Sequence[Slot] | None, host: _Host, *, both: bool) -> Game:
    demand = host.audience * (a + mu * e + (gamma * q if both else 0))
    working, making = eta * e**2 / 2, (k * q**2 / 2 if both else sp.S.Zero)
    profit = rho * demand - working - making
    quality = [q] if both else []
    if contract == "one_owner":
        owner = Player("manufacturer", decides=[*quality, e], payoff=profit - host.wage)
        return game_of_chain([owner], order or ["manufacturer"], [], {"demand": demand})
    later = order or [_PAIR if both else "streamer"]
    more = {"demand": demand}
    if contract == "profit_sharing":
        players = [
            Player("manufacturer", decides=quality, payoff=(1 - held) * profit - F),
            Player("streamer", decides=[e], payoff=held * profit + F - host.technology),
        ]
        agreement = Bargain(_PAIR, over=[F], weights=_POWERS, disagreement=host.disagreement(u))
        known = [held < 1, beta < 1, _joint_profit(sp.S.One, sp.S.One, host.audience, both=both) > u]
        return game_of_chain(players, [agreement, *later], known, more)
    paid = commission * (c + rho)
    players = [
        Player("manufacturer", decides=quality, payoff=(rho - paid) * demand - making - F),
        Player("streamer", decides=[e], payoff=paid * demand - working + F - host.technology),
    ]
    agreement = Bargain(_PAIR, over=[commission, F], weights=_POWERS, disagreement=host.disagreement(u))
    part = _by_streamer() / (_by_streamer() + _by_manufacturer(both=both))
    known = [beta < 1, _joint_profit(part, 1 - part, host.audience, both=both) > u]
    return game_of_chain(players, [agreement, *later], known, more | {"streamer_part": paid / rho})


def _joint_profit(streamer: sp.Expr, manufacturer: sp.Expr, audience: sp.Expr, *, both: bool) -> sp.Expr:
    """Return what both earn together where each works for this part of the margin, before what a host has cost."""
    gained = _by_streamer() * streamer * (2 - streamer) + _by_manufacturer(both=both) * manufacturer * (
        2 - manufacturer
    )
    return rho * audience * a + (rho * audience) ** 2 * gained / 2


def _by_streamer() -> sp.Expr:
    """Return the demand that live effort brings for each step of the margin."""
    return mu**2 / eta


def _by_manufacturer(*, both: bool) -> sp.Expr:
    return gamma**2 / k if both else sp.S.Zero


def _rivals(contract: str, order: Sequence[Slot] | None, host: _Host) -> Game:
    worth = host.audience * alpha
    known = [worth > c, beta < 1]
    if contract != "two_part_tariff":
        powers = _POWERS if contract == "exclusive" else (0, 1)
        players = [
            Player("first", decides=[], payoff=(w_1 - c) * d_1 - F_1),
            Player("streamer", decides=[d_1], payoff=(worth - d_1 - w_1) * d_1 + F_1 - host.technology),
        ]
        elsewhere = host.disagreement()
        agreement = Bargain(["first", "streamer"], over=[w_1, F_1], weights=powers, disagreement=elsewhere)
        return game_of_chain(players, [agreement, *(order or ["streamer"])], known, {})
    sold = (worth - d_1 - substitution * d_2 - w_1) * d_1 + (worth - d_2 - substitution * d_1 - w_2) * d_2
    players = [
        Player("first", decides=[], payoff=(w_1 - c) * d_1 - F_1),
        Player("second", decides=[], payoff=(w_2 - c) * d_2 - F_2),
        Player("streamer", decides=[d_1, d_2], payoff=sold + F_1 + F_2 - host.technology),
    ]
    agreements = (
        Bargain(["first", "streamer"], over=[w_1, F_1], weights=_POWERS, breakdown={d_1: 0}),
        Bargain(["second", "streamer"], over=[w_2, F_2], weights=_POWERS, breakdown={d_2: 0}),
    )
    return game_of_chain(players, [agreements, *(order or ["streamer"])], [*known, substitution < 1], {})


def _clause(contract: str, order: Sequence[Slot] | None) -> Game:
    shop = d_l if contract == "lowest_price" else d_r
    prices = {"retail_price": alpha - shop - sigma * d_l, "live_price": alpha - d_l - sigma * shop}
    retail, live = prices.values()
    players = [
        Player(
            "manufacturer",
            decides=[d_l] if contract == "lowest_price" else [d_r, d_l],
            payoff=(retail - c) * shop + ((1 - given_commission) * live - c) * d_l,
        ),
        Player("streamer", decides=[], payoff=given_commission * live * d_l),
    ]
    known = [sigma < 1, given_commission < 1, alpha * (1 - given_commission / 2) > c]
    surplus = (shop**2 + d_l**2) / 2 + sigma * shop * d_l
    return game_of_chain(players, order or ["manufacturer"], known, prices | {"consumer_surplus": surplus})


def _agency(contract: str, order: Sequence[Slot] | None, host: _Host) -> Game:
    by_agency, size = contract == "agency", host.audience * a
    price, paid = (size - d_l) / b, y if by_agency else w + f
    agent, power = ("agency", beta_m) if by_agency else ("streamer", beta)
    between = [Player("agency", decides=[], payoff=(y - w - f) * d_l)] if by_agency else []
    players = [
        Player("manufacturer", decides=[], payoff=(w - c) * d_l),
        Player("platform", decides=[], payoff=f * d_l),
        *between,
        Player("streamer", decides=[d_l], payoff=(price - paid) * d_l),
    ]

    def agreed(one: str, other: str, term: Decision, power: sp.Expr) -> Bargain:
        return Bargain([one, other], over=[term], weights=[1 - power, power], breakdown={d_l: 0})

    agreements = [agreed("manufacturer", agent, w, power), agreed("platform", agent, f, power)]
    agreements += [agreed("agency", "streamer", y, omega)] if by_agency else []
    known = [size > b * c, *([beta_m < 1, omega < 1] if by_agency else [beta < 1])]
    more = {"price": price, "demand": d_l, "consumer_surplus": d_l**2 / (2 * b)}
    return game_of_chain(players, [tuple(agreements), *(order or ["streamer"])], known, more)
