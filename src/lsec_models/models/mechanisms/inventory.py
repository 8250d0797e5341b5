"""Stock for a show whose demand is a gamble: who orders how much, who makes how much live effort.

Players and decisions. A manufacturer makes a product at unit cost c, which sells at the price p in a streamer's show.
Demand is ``D = phi*(a + mu*e)*xi``: phi is the streamer's influence, a the market, e live effort at the cost
``eta*e**2/2`` of whoever makes it, and xi is uniform on [1 - h, 1 + h]. Who owns the stock orders it before xi is
known, sells what there is and is asked for, salvages s for each unit left over, and loses g of goodwill with each unit
that is asked for in vain. Under a commission the manufacturer owns it; a streamer who takes title (``wholesale``,
``two_part_tariff``, ``revenue_sharing``) owns it, and decides effort too. With ``contract="none"`` one owner decides
everything.

What is ordered. ``stock="service"``: the owner keeps a *service level* y, the chance that demand is covered, with a
stock of ``1 - h + 2*h*y`` for each unit of expected demand: it plans with the effort, or moves after it.
``stock="units"``: a lot of Q units, which does not follow effort. For an owner who also decides effort, or knows it,
the two are the same decision.

Supply. ``stock``: one order. ``quick_response``: what is missing is made after the first minutes, when demand is
known, at the cost c_2 in place of c (all of it, since ``c_2 < p``). ``on_demand``: everything is made afterwards, at
the extra cost d for a unit, which a delay may be.

Timing. Under a commission both at once; ``order=["manufacturer", "streamer"]`` lets the streamer see the stock. A
streamer with title decides effort, then its order. With ``terms="decided"`` the manufacturer sets the wholesale price
before; with ``terms="given"`` it is a parameter, as in a contract that is meant to coordinate. Then xi. Everybody is
neutral to risk and knows all parameters. The price is given, so that consumers are not modelled.

Units. p, c, c_2, w, s, g, b, d are money for a unit, a units for a season, fixed payments money for a season; y is a
chance, h and phi are pure numbers.

What is exact
-------------
With a service level, sales for each unit of expected demand are ``1 - h*(1 - y)**2``, what is left over ``h*y**2``, and
what is missed ``h*(1 - y)**2``. The owner of the stock wants stock-outs with the chance ``(c - s)/(p - s + g)`` of
*its* unit cost and price, whatever phi, a, mu, eta and h: only terms that change a unit's worth to the owner move them.
Above y = 1 these formulas understate what an owner gets, who gets less there than at 1 in any case. A lot Q in the
range of demand misses ``(M*(1 + h) - Q)**2/(4*h*M)`` units on average, ``M = phi*(a + mu*e)``. Outside that range the
formula makes payoffs, concave in Q and in e, lower than they are, and nobody goes there. Without effort the kinks stand
as they are (ask with ``corners=True``), since a wholesale price may lead the streamer to the end of the range.

Lineage. Price-only contract: Lariviere and Porteus (2001), M&SOM 3(4); buy-back: Pasternack (1985), Marketing Science
4(2); revenue sharing: Cachon and Lariviere (2005), Management Science 51(1); quick response: Fisher and Raman (1996),
Operations Research 44(1); a price beside the stock: Petruzzi and Dada (1999), Operations Research 47(2); effort: after
Taylor (2002), Management Science 48(8). The game of a show is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.laws import uniform
from lsec_models.games.static.chance.random_symbol import random
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, gains_by_a_unit
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract, w
from lsec_models.models.parts.streamers import StreamerType, fixed_terms, type_of

a, p, c, h, phi, mu, eta = parameters("a p c h phi mu eta", positive=True)
c_2, d, b, W = parameters("c_2 d b W", positive=True)
s, g = parameters("s g", nonnegative=True)
given_w = parameters("w", positive=True)
e, y, Q = decisions("e y Q")
bounded_y = decisions("y", within=(0, 1))
xi = random("xi", uniform(1 - h, 1 + h))

STOCKS = ("service", "units")
SUPPLIES = ("stock", "quick_response", "on_demand")
TERMS = ("given", "decided")

BASELINE = baseline(
    {
        "a": "5",
        "p": "10",
        "c": "3",
        "h": "0.9",
        "phi": "1",
        "mu": "1",
        "eta": "1",
        "s": "0",
        "g": "0",
        "lambda": "0.2",
        "c_2": "5",
        "d": "1",
        "b": "4",
        "psi": "0.2",
        "w": "6",
        "F": "4",
        "A": "4",
        "W": "1",
        "T": "2",
    }
)


def inventory(
    contract: str | Contract = "commission",
    streamer: str | StreamerType | None = None,
    order: Sequence[Slot] | None = None,
    stock: str = "service",
    supply: str = "stock",
    terms: str = "given",
    buy_back: bool = False,
    effort: bool = True,
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    contract : str or Contract
        ``none`` (one owner), or any of the catalogue's without a guarantee.
    streamer : str or StreamerType, optional
        A type adds a slot fee F or the technology cost T of a virtual host; the brand's own host (``self_run``) is one
        owner who pays the wage W.
    order : sequence, optional
        The timing, leaders first.
    stock : str
        ``service`` (a service level y) or ``units`` (a lot Q).
    supply : str
        ``stock``, ``quick_response`` or ``on_demand``.
    terms : str
        Whether the wholesale price is ``given`` or ``decided`` by the manufacturer.
    buy_back : bool
        Whether the manufacturer takes unsold units back for b each; it then salvages them.
    effort : bool
        Without it demand is ``phi*a*xi``.

    Returns
    -------
    Game
        Reported: demand, sales and left (expected units), stock, chain_profit, and with a service level stock_outs
        (the chance of one).

    Raises
    ------
    UnknownName
        If there is no such contract, type, way to order or to supply, or kind of terms.
    DeclarationError
        If the options do not go together.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(inventory("none"))["stock_outs"]
    (c - s)/(g + p - s)
    >>> solve(inventory("commission"))["stock_outs"]
    (c - s)/(g - lambda*p + p - s)
    """
    for value, known, what in (
        (stock, STOCKS, "way to order"),
        (supply, SUPPLIES, "supply"),
        (terms, TERMS, "kind of terms"),
    ):
        require_known(value, known, f"no {what} {value!r}")
    kind = type_of(streamer)
    goods = _Goods.of(stock, supply, order, effort=effort)
    if contract == "none" or (kind is not None and kind.employed):
        _check(buy_back, terms, owner=False)
        return _one_owner(kind, goods, order)
    if terms == "decided" and stock == "service":
        raise DeclarationError(
            "with a service level something is ordered at every wholesale price; use stock='units', or terms='given'"
        )
    called = {w: given_w} if terms == "given" else {}
    agreed = agreement(contract, kind, called=called, refused=_REFUSED)
    _check(buy_back, terms, owner=agreed.title)
    if agreed.title:
        return _with_title(agreed, kind, goods, order, buy_back=buy_back)
    return _on_commission(agreed, kind, goods, order)


_REFUSED = {"guarantee": "what is sold is random, and what a guarantee adds to a commission is not modelled"}


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """A stock: what it is decided by, and what becomes of it."""

    decided: tuple[Decision, ...]
    ordered: sp.Expr
    left: sp.Expr
    missed: sp.Expr
    stock_outs: sp.Expr | None


def _service(size: sp.Expr, order: Sequence[Slot] | None) -> _Kept:
    """Return the stock that covers demand with the chance y."""
    # Where its owner leads, the best level is a root, which is looked for between ends.
    level = bounded_y if order is not None and order[0] == "manufacturer" else y
    return _Kept(
        decided=(level,),
        ordered=size * (1 - h + 2 * h * level),
        left=size * h * level**2,
        missed=size * h * (1 - level) ** 2,
        stock_outs=1 - level,
    )


def _lot(size: sp.Expr, *, kinked: bool) -> _Kept:
    """Return a lot of Q units; without kinks its expected sales are those within the range of demand."""
    above = (size * (1 + h) - Q) ** 2 / (4 * h * size)
    missed = size * xi - sp.Min(Q, size * xi) if kinked else above
    return _Kept(
        decided=(Q,),
        ordered=Q,
        left=Q - size + missed if not kinked else Q - sp.Min(Q, size * xi),
        missed=missed,
        stock_outs=None if kinked else (1 + h - Q / size) / (2 * h),
    )


@dataclass(frozen=True, kw_only=True)
class _Goods:
    """Expected quantities, in terms of the stock and of effort."""

    decided: tuple[Decision, ...]
    effort: tuple[Decision, ...]
    demand: sp.Expr
    ordered: sp.Expr
    sales: sp.Expr
    left: sp.Expr
    missed: sp.Expr
    late: sp.Expr
    extra: sp.Expr
    stock_outs: sp.Expr | None

    @classmethod
    def of(cls, stock: str, supply: str, order: Sequence[Slot] | None, *, effort: bool) -> _Goods:
        size = phi * (a + mu * e) if effort else phi * a
        working = (e,) if effort else ()
        none = sp.S.Zero
        if supply == "on_demand":
            kept = _Kept(decided=(), ordered=size, left=none, missed=none, stock_outs=None)
        else:
            kept = _service(size, order) if stock == "service" else _lot(size, kinked=not effort)
        quick = supply == "quick_response"
        return cls(
            decided=kept.decided,
            effort=working,
            demand=size,
            ordered=kept.ordered,
            sales=size if quick else kept.ordered - kept.left,
            left=kept.left,
            missed=none if quick else kept.missed,
            late=kept.missed if quick else none,
            extra=d * size if supply == "on_demand" else none,
            stock_outs=None if quick else kept.stock_outs,
        )

    @property
    def assuming(self) -> list[sp.Basic]:
        """What cheap later supply asks of the parameters."""
        return [c_2 > c, c_2 < p] if self.late != 0 else []

    @property
    def made(self) -> sp.Expr:
        """What it costs to make all units, before and after demand is known."""
        return c * self.ordered + c_2 * self.late + self.extra

    def report(self, players: Sequence[Player]) -> dict[str, sp.Expr]:
        """Return the quantities that equilibria report."""
        found = {"demand": self.demand, "sales": self.sales}
        if self.decided:
            found |= {"stock": self.ordered, "left": self.left}
        if self.stock_outs is not None:
            found["stock_outs"] = self.stock_outs
        return found | {"chain_profit": sp.Add(*(player.payoff for player in players))}


def _one_owner(kind: StreamerType | None, goods: _Goods, order: Sequence[Slot] | None) -> Game:
    wage = W if kind is not None and kind.employed else sp.S.Zero
    _, technology = fixed_terms(kind)
    worth = p * goods.sales + s * goods.left - g * goods.missed - goods.made
    chain = Player(
        "manufacturer", decides=[*goods.effort, *goods.decided], payoff=worth - _cost(goods) - wage - technology
    )
    return _game([chain], goods, order or [*goods.effort, *goods.decided], [p > c + (d if goods.extra != 0 else 0)])


def _on_commission(agreed: Contract, kind: StreamerType | None, goods: _Goods, order: Sequence[Slot] | None) -> Game:
    _, technology = fixed_terms(kind)
    takings = p * goods.sales
    rest = agreed.manufacturer_income(takings, goods.sales)
    unit = c + d if goods.extra != 0 else c
    players = [
        Player(
            "manufacturer",
            decides=goods.decided,
            payoff=rest + s * goods.left - g * goods.missed - goods.made,
        ),
        Player(
            "streamer",
            decides=goods.effort,
            payoff=agreed.streamer_income(takings, goods.sales) - _cost(goods) - technology,
        ),
    ]
    movers = tuple(player.name for player in players if player.decides)
    return _game(players, goods, order or [movers], [*gains_by_a_unit(agreed, p), (1 - agreed.share) * p > unit])


def _with_title(
    agreed: Contract, kind: StreamerType | None, goods: _Goods, order: Sequence[Slot] | None, *, buy_back: bool
) -> Game:
    if goods.late != 0 or goods.extra != 0:
        raise DeclarationError(
            "a streamer with title orders before the show; use supply='stock', or contract='commission' or 'none'"
        )
    _, technology = fixed_terms(kind)
    takings = p * goods.sales
    refund, salvaged = (b, s * goods.left) if buy_back else (s, sp.S.Zero)
    players = [
        Player(
            "manufacturer",
            decides=[w] if agreed.unit_price == w else [],
            payoff=agreed.manufacturer_income(takings, goods.ordered)
            - goods.made
            + salvaged
            - (b * goods.left if buy_back else 0),
        ),
        Player(
            "streamer",
            decides=[*goods.effort, *goods.decided],
            payoff=agreed.streamer_income(takings, goods.ordered)
            + refund * goods.left
            - g * goods.missed
            - _cost(goods)
            - technology,
        ),
    ]
    leading = [w] if agreed.unit_price == w else []
    kept = agreed.share * p
    known = [p > c, *([] if leading else [kept > given_w, given_w > refund]), *([b < p] if buy_back else [])]
    return _game(players, goods, order or [*leading, *goods.effort, *goods.decided], known)


def _game(players: Sequence[Player], goods: _Goods, order: Sequence[Slot], known: Sequence[sp.Basic]) -> Game:
    return Game(
        players=players,
        order=order,
        assuming=[*known, *([c > s, h <= 1] if goods.decided else []), *goods.assuming],
        report=goods.report(players),
        constraints={"manufacturer": [w >= s]} if w in players[0].decides else (),
    )


def _cost(goods: _Goods) -> sp.Expr:
    return eta * e**2 / 2 if goods.effort else sp.S.Zero


def _check(buy_back: bool, terms: str, *, owner: bool) -> None:
    for option, asked in (("buy_back=True", buy_back), ("terms='decided'", terms == "decided")):
        if asked and not owner:
            raise DeclarationError(
                f"{option} goes with a streamer who buys the goods; leave it out, or use contract='wholesale'"
            )
