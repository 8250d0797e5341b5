"""Returns: which refund is right, who should pay the freight, and what a streamer exaggerates.

Refund (``story="refund"``). What a unit is worth to a buyer is known after buying only: uniform on [0, 1], whoever
buys. Who sends it back gets z for it, what is left of the refund after its part of the freight; so it keeps what is
worth more, sends back the part z, and expects ``(1 + z**2)/2`` of a purchase. A returned unit is worth s to the seller,
and t is the freight, ``t < s < 1 + t``. Buyers differ in what else they gain by buying, so that demand is linear in
price less expected value: ``phi*(a + b*z**2/2 - b*p)``, where p is the price above the cost of a unit, and a demand at
that cost without returns. ``who="chain"``: z is ``given``, by law or by a platform's rules; manufacturer, streamer and
platform set margins v, m and f above what each bears of returns, whoever that is. ``who="owner"``: one seller sets the
margin v, and where it is ``decided`` the refund r before, of which the buyer pays the part beta of the freight,
``z = r - beta*t``. ``who="alike"``: the classic of buyers who are all alike before they buy, and pay all that they
expect; the seller decides the refund.

Exaggeration (``story="exaggeration"``). The price p is given. A streamer's exaggeration x, measured by what it adds to
demand, costs it ``eta*x**2/2`` (complaints, reputation); shipped are ``phi*(a + x)``. The part ``kappa - omega*x`` of
that is kept, the rest sent back for a full refund. A unit that is kept costs the manufacturer c, one that is sent back
l (freight, lost value). The streamer has the part lambda of all sales (``commission="gross"``) or of those that are
kept (``"net"``), or one owner has everything (``"none"``). Any other contract (``contract=``) divides the same sales: a
streamer who buys the goods pays the given price w for each unit shipped, and the manufacturer refunds buyers
(``"gross"``), or for each unit that is kept (``"net"``); a guarantee is the least in place of the commission. With
``disappointed=False`` returns do not depend on x.

Timing. The refund, then margins, in any order, leaders first; buyers see both. Everybody knows all parameters, but for
buyers' beliefs about what is exaggerated; their surplus is modelled in the first story alone.

Units. In the story of the refund money is measured by the highest value of a unit; a, x, demand and shipped units for a
season; payoffs, F, A, G, W and T money for a season; w money for a unit; beta, phi, lambda, kappa pure numbers.

What is exact
-------------
A unit sold brings buyers and sellers together most at ``z = s - t``, what a returned unit is worth less freight, and
``(z - s + t)**2/2`` less at any other. Since prices follow, every player and buyers want that same policy, whoever
leads; a refund above it makes all of them worse off. If the refund is decided the freight is neutral; if r is given,
free freight (``z = r``, not ``r - t``) is good for buyers exactly if ``2*r + t < 2*s``. Formulas are those of z in
[0, 1]; below they promise less than there is, and above less than at ``s - t``.

A commission on gross sales makes exaggeration ``lambda*p*phi/eta``. If returns do not depend on it, one on net sales
is the same as one on gross sales at the rate ``lambda*kappa``. If they do it makes exaggeration lower, and ends it
exactly if ``omega*a >= kappa``. Where ``kappa - omega*x`` would be negative a net commission promises too little.

Lineage. Refunds: Su (2009), M&SOM 11(4); money-back guarantees: Davis, Gerstner and Hagerty (1995), Journal of
Retailing 71(1). Freight, the chain and the streamer's exaggeration are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, gains_by_a_unit, refuse_contract
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract, w
from lsec_models.models.parts.streamers import StreamerType, type_of

a, b, c, s, t, phi = parameters("a b c s t phi", positive=True)
p, eta, kappa, omega, lost = parameters("p eta kappa omega l", positive=True)
W, T, given_w = parameters("W T w", positive=True)
beta = parameters("beta", nonnegative=True)
z = parameters("z", positive=True)
r, v, m, f, x = decisions("r v m f x")

STORIES = ("refund", "exaggeration")
WHO: Mapping[str, tuple[str, ...]] = Frozen({"chain": ("given",), "owner": ("given", "decided"), "alike": ("decided",)})
"""Who sells, and whether the refund is given or decided; the first without a word."""
COMMISSIONS = ("gross", "net", "none")
_WORTH_SENDING = (s > t, s < 1 + t)

BASELINE = baseline(
    {
        "a": "1",
        "b": "1",
        "c": "0.4",
        "s": "0.6",
        "t": "0.1",
        "phi": "1",
        "z": "0.8",
        "beta": "0.5",
        "p": "1",
        "eta": "1",
        "kappa": "0.8",
        "omega": "0.5",
        "l": "0.2",
        "lambda": "0.2",
        "w": "0.8",
        "psi": "0.1",
        "A": "0.1",
        "G": "0.2",
        "F": "0.1",
        "W": "0.1",
        "T": "0.1",
    }
)


def after_sales(
    story: str = "refund",
    who: str = "chain",
    refund: str | None = None,
    streamer: str | StreamerType | None = None,
    order: Sequence[Slot] | None = None,
    commission: str = "gross",
    contract: str | Contract | None = None,
    *,
    disappointed: bool = True,
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``refund`` or ``exaggeration``.
    who : str
        Of the refund: who sells, ``chain``, ``owner`` or ``alike`` (to buyers who are).
    refund : str, optional
        ``given`` or ``decided``, of ``WHO[who]``.
    streamer : str or StreamerType, optional
        Of exaggeration: a type adds a slot fee F or the technology cost T of a virtual host; the brand's own host
        (``self_run``) is one owner who pays the wage W.
    order : sequence, optional
        The timing, leaders first.
    commission : str
        Of exaggeration: on ``gross`` or ``net`` sales, or ``none`` with one owner.
    contract : str or Contract, optional
        Of exaggeration: any of the catalogue's; ``commission`` without a word. Ask a guarantee at a point or,
        on gross sales, with ``corners=True``.
    disappointed : bool
        Of exaggeration: whether returns rise with it.

    Returns
    -------
    Game
        Reported of the refund: returns (part of what is sold), demand, price (above the cost of a unit),
        consumer_surplus and chain_profit; of exaggeration: shipped, kept (part of it) and chain_profit.

    Raises
    ------
    UnknownName
        If there is no such story, seller, refund, type, commission or contract.
    DeclarationError
        If options do not go together.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(after_sales(who="alike"))["r"]
    beta*t + s - t
    >>> solve(after_sales("exaggeration"))["x"]
    lambda*p*phi/eta
    """
    require_known(story, STORIES, f"no story {story!r}")
    require_known(who, WHO, f"no seller {who!r}")
    require_known(commission, COMMISSIONS, f"no commission {commission!r}")
    kind = type_of(streamer)
    if story == "exaggeration":
        if who != "chain" or refund is not None:
            raise DeclarationError("who= and refund= belong to the story 'refund'; leave them out")
        return _exaggeration(commission, contract, kind, order, disappointed=disappointed)
    refuse_contract(contract, "each of those who sell to buyers with a refund has a margin of its own")
    if kind is not None or commission != "gross" or not disappointed:
        raise DeclarationError(
            "streamer=, commission= and disappointed= belong to another story; use story='exaggeration'"
        )
    policy = WHO[who][0] if refund is None else refund
    require_known(policy, ("given", "decided"), f"no refund {policy!r}")
    if policy not in WHO[who]:
        raise DeclarationError(f"no {policy} refund with who={who!r}; write {' or '.join(WHO[who])}")
    return _alike(order) if who == "alike" else _refund(who, order, decided=policy == "decided")


def _cost_of(part: sp.Expr) -> sp.Expr:
    """Return what a unit sold costs in refunds and freight, less what returned units are worth."""
    return part * (part + t - s)


def _alike(order: Sequence[Slot] | None) -> Game:
    part = r - beta * t
    price = (1 + part**2) / 2
    seller = Player("seller", decides=[r], payoff=phi * a * (price - c - _cost_of(part)))
    report = {"returns": part, "price": price - c}
    return Game(players=[seller], order=order, assuming=[beta <= 1, *_WORTH_SENDING], report=report)


def _refund(who: str, order: Sequence[Slot] | None, *, decided: bool) -> Game:
    part = r - beta * t if decided else z
    margins = {"seller": v} if who == "owner" else {"manufacturer": v, "streamer": m, "platform": f}
    price = _cost_of(part) + sp.Add(*margins.values())
    sold = phi * (a + b * part**2 / 2 - b * price)
    players = [
        Player(name, decides=[*([r] if decided else []), own], payoff=own * sold) for name, own in margins.items()
    ]
    report = {
        "returns": part,
        "demand": sold,
        "price": price,
        "consumer_surplus": sold**2 / (2 * b * phi),
        "chain_profit": sp.Add(*(player.payoff for player in players)),
    }
    first: list[Slot] | None = [r, v] if decided else None
    # Even where everything is refunded, 2*a > b, something is sold at cost.
    known = [beta <= 1] if decided else [z <= 1, 2 * a > b]
    return Game(players=players, order=order or first, assuming=[*known, *_WORTH_SENDING], report=report)


def _exaggeration(
    commission: str,
    contract: str | Contract | None,
    kind: StreamerType | None,
    order: Sequence[Slot] | None,
    *,
    disappointed: bool,
) -> Game:
    own = commission == "none" or (kind is not None and kind.employed)
    if own and commission == "net":
        raise DeclarationError("the brand's own host has no commission; leave commission='net' out")
    kept = kappa - omega * x if disappointed else kappa
    shipped = phi * (a + x)
    margin = ((p - c) * kept - lost * (1 - kept)) * shipped
    trouble = eta * x**2 / 2
    known = [kappa <= 1, p > c]
    if own:
        refuse_contract(contract, "one owner, or the brand's own host, divides sales with nobody")
        wage = W if kind is not None and kind.employed else sp.S.Zero
        players = [Player("manufacturer", decides=[x], payoff=margin - trouble - wage)]
    else:
        terms = agreement(contract or "commission", kind, called={w: given_w})
        technology = T if kind is not None and kind.technology_cost else sp.S.Zero
        divided = shipped * (kept if commission == "net" else 1)
        paid = terms.pay(p * divided, divided)
        players = [
            Player("manufacturer", decides=[], payoff=margin - paid),
            Player("streamer", decides=[x], payoff=paid - trouble - technology),
        ]
        known += gains_by_a_unit(terms, p)
        received = terms.variable_pay(p, sp.S.One)
        if disappointed and received != 0:
            # Even the exaggeration under a gross commission leaves something that is kept.
            known.append(omega * received * phi <= eta * kappa)
    report = {
        "shipped": shipped,
        "kept": kept,
        "chain_profit": sp.Add(*(player.payoff for player in players)),
    }
    return Game(players=players, order=order, assuming=known, report=report)
