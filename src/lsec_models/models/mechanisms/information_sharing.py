"""A streamer sees demand coming: whom does it help to tell, and when does telling need to be paid for?

Players. Demand in the show is ``a + zeta - b*p`` with zeta normal, of mean 0 and variance V. The streamer, from its
viewers' data, sees the signal Y: zeta and a noise of variance ``s*V``. Before it sees anything it binds itself to tell
the manufacturer what it will see, or not (``sharing="none"`` or ``"told"``); what is told is true.

Reselling (``how="reselling"``). The manufacturer makes a unit at the cost c and sets the wholesale price w; then the
streamer, who always knows Y, sets the price p. Agency (``how="agency"``). The manufacturer sets p and pays the streamer
the part lambda of revenue. Any other contract without a guarantee (``contract=``) is taken too, with title to the goods
where the streamer resells, without it under agency. Rivals (``how="rivals"``). Two streamers, first and second, each
with a signal Y_1, Y_2 of its own, noises independent, sell d_1 and d_2 at prices ``a + zeta - d_1 - sigma*d_2`` and its
mirror image, without costs and at once; ``sharing`` says who tells the other: ``none``, ``first``, ``second`` or
``both``.

A type of streamer has an audience of its own: demand is ``phi*(a + zeta) - b*p``. A top one asks for the slot fee F,
a virtual one costs T. Of the brand's own host (agency, ``self_run``), paid the wage W, ``sharing`` says whether the
brand follows what it sees.

Timing. Who tells, signals, then w, then p (or p, or both quantities). Units. a and demand are units for a season, V
units squared, prices and w money for a unit, F, A, W, T and payoffs expected money for a season; s, lambda, psi and
sigma are pure numbers. Demand is linear and normal, so that prices and quantities may be negative; where a is several
times the root of V, that is a matter of rare seasons.

What is exact
-------------
With ``v = V/(1 + s)``, the variance of what the signal foretells: telling a reseller's manufacturer is worth
``v/(8*b)`` to the manufacturer and ``-3*v/(16*b)`` to the streamer, so that no payment between them makes it right.
Under agency it is worth ``(1 - lambda)*v/(4*b)`` and ``lambda*v/(4*b)``: the streamer tells of its own accord. With a
type both are ``phi**2`` times as much. Of two rivals in quantities each keeps what it knows to itself, whatever the
other does, if their goods are substitutes.

Lineage. Vives (1984), Journal of Economic Theory 34(1); Gal-Or (1985), Econometrica 53(2); in a chain, Li (2002),
Management Science 48(9). The comparison of reselling and agency is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.laws import normal
from lsec_models.games.static.chance.information.signal import signal
from lsec_models.games.static.chance.random_symbol import random
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, refuse_contract, worth_selling
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract
from lsec_models.models.parts.contracts import w as paid_price
from lsec_models.models.parts.streamers import StreamerType, fixed_terms, type_of

a, b, c, variance, s = parameters("a b c V s", positive=True)
phi, W = parameters("phi W", positive=True)
sigma = parameters("sigma", nonnegative=True)
w, p, d_1, d_2 = decisions("w p d_1 d_2", real=True)
zeta = random("zeta", normal(0, variance))

SHARING: Mapping[str, tuple[str, ...]] = Frozen(
    {"reselling": ("none", "told"), "agency": ("none", "told"), "rivals": ("none", "first", "second", "both")}
)
"""Who may tell, by how goods are sold."""

_USUAL = {"agency": "commission", "reselling": "wholesale"}
_RANDOM = {"guarantee": "the season's revenue is random, and what a guarantee adds to it is not modelled"}
_REFUSED = {
    "agency": {"title": "a streamer who buys the goods resells them, how='reselling'", **_RANDOM},
    "reselling": {"agency": "a streamer who does not buy the goods sells by how='agency'", **_RANDOM},
}

BASELINE = baseline(
    {
        "a": "10",
        "b": "1",
        "c": "2",
        "V": "4",
        "s": "1",
        "lambda": "0.2",
        "psi": "0.2",
        "A": "4",
        "sigma": "0.5",
        "phi": "1",
        "F": "4",
        "W": "1",
        "T": "2",
    }
)


def information_sharing(
    how: str = "reselling",
    sharing: str = "none",
    order: Sequence[Slot] | None = None,
    streamer: str | StreamerType | None = None,
    contract: str | Contract | None = None,
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    how : str
        ``reselling``, ``agency`` or ``rivals``.
    sharing : str
        Who tells what it sees, of ``SHARING[how]``.
    order : sequence, optional
        The timing, leaders first.
    streamer : str or StreamerType, optional
        Of reselling and agency.
    contract : str or Contract, optional
        Of reselling one with title, ``wholesale`` without a word; of agency one without, ``commission``.

    Returns
    -------
    Game
        Of manufacturer and streamer, of a manufacturer with its own host, or of first and second.

    Raises
    ------
    UnknownName
        If there is no such way to sell, type or contract.
    DeclarationError
        If nobody can share in this way, or a type does not go with how goods are sold.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(information_sharing("agency", "told"))["p"]
    Y/(2*b*(s + 1)) + (a*lambda - a - b*c)/(2*b*(lambda - 1))
    """
    require_known(how, SHARING, f"no way to sell {how!r}")
    if sharing not in SHARING[how]:
        raise DeclarationError(f"no sharing {sharing!r} under {how!r}; write one of {', '.join(SHARING[how])}")
    kind = type_of(streamer)
    if how == "rivals":
        if kind is not None:
            raise DeclarationError("rivals are of no type; leave streamer out, or use how='agency'")
        refuse_contract(contract, "rivals sell goods of their own")
        return _rivals(sharing, order)
    seen = [signal("Y", of=zeta, noise=s * variance)]
    told = seen if sharing == "told" else []
    audience = sp.S.One if kind is None else phi
    demand = audience * (a + zeta) - b * p
    _, technology = fixed_terms(kind)
    if kind is not None and kind.employed:
        if how != "agency":
            raise DeclarationError("the brand's own host buys nothing; use how='agency'")
        refuse_contract(contract, "the brand's own host has no contract")
        brand = Player("manufacturer", decides=[p], payoff=(p - c) * demand - W, sees=told)
        return Game(players=[brand], order=order, assuming=[audience * a > b * c])
    terms = agreement(contract or _USUAL[how], kind, called={paid_price: w}, refused=_REFUSED[how])
    income = terms.streamer_income(p * demand, demand)
    kept = (p - c) * demand - income
    known = worth_selling(terms, audience * a, b * c)
    if how == "agency":
        players = [
            Player("manufacturer", decides=[p], payoff=kept, sees=told),
            Player("streamer", decides=[], payoff=income - technology),
        ]
        return Game(players=players, order=order or ["manufacturer"], assuming=known)
    players = [
        Player("manufacturer", decides=[w], payoff=kept, sees=told),
        Player("streamer", decides=[p], payoff=income - technology, sees=seen),
    ]
    return Game(players=players, order=order or ["manufacturer", "streamer"], assuming=known)


def _rivals(sharing: str, order: Sequence[Slot] | None) -> Game:
    seen = [signal(f"Y_{i}", of=zeta, noise=s * variance) for i in (1, 2)]
    told = {"none": (), "first": ("second",), "second": ("first",), "both": ("first", "second")}[sharing]
    players = [
        Player(
            name,
            decides=[own],
            payoff=(a + zeta - own - sigma * other) * own,
            sees=seen if name in told else [mine],
        )
        for name, own, other, mine in zip(("first", "second"), (d_1, d_2), (d_2, d_1), seen, strict=True)
    ]
    return Game(players=players, order=order or [("first", "second")], assuming=[sigma < 1])
