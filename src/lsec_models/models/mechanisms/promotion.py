"""A contest for the platform's recommendation: who promotes how much, who gives up, what the platform wants.

Players and decisions. A platform sends t visitors to the shows of streamers, in proportion to what each does for its
promotion: of efforts ``e_i >= 0`` streamer i's share is ``e_i`` over the sum of all. A visitor of streamer i spends
v_i (its influence and conversion together). The platform's commission is the part mu of sales; streamers keep the
rest and bear ``eta*e_i`` each. Traffic costs the platform ``upsilon*t**2/2``; where effort itself is worth something to
it (viewers who stay), it earns ``kappa`` with each unit. Streamers are n that are alike, or two or three that differ.

Contracts and types. Streamers sell goods of their own, or those of one manufacturer: under a ``commission`` each has
the part lambda of what the platform leaves, and under ``commission + slot_fee`` the fee F besides. A streamer who buys
the goods pays w for what sells for one unit of money, and has what the platform leaves. Without a part of sales nobody
would contest, and a guarantee would make the prize one of a kinked contest, which is left out. Of n alike a type may be
named: a visitor then spends phi times as much, a hired streamer is on commission (a top one for a slot fee too), a
virtual one costs T. Own hosts (``self_run``) are those of n brands, which decide their efforts, have all that the
platform leaves, and pay the wage W. Unlike streamers are told apart by what their visitors spend.

Timing. Traffic is given, or ``traffic="decided"`` by the platform before; then all efforts at once, with any other
order as an argument. Everybody knows all parameters. If nobody makes an effort there is no share to speak of, and no
payoff; any effort, however small, then wins everything, so that this is not an equilibrium.

Units. v_i money for a visitor, eta money for a unit of effort, t visitors and payoffs for a season. Consumers' gains
are not modelled: a visitor's spending is given.

What is exact
-------------
With the values ``V_i = (1 - mu)*v_i*t``, of which a commission leaves the part lambda, efforts are those of Tullock's
contest: total effort is ``V_1*V_2/(V_1 + V_2)/eta`` of two, and ``(n - 1)*V/(n*eta)`` of n alike. Efforts are linear in
traffic, and who takes part depends on the ratios of the v_i alone: of three all do exactly if ``1/v_i < 1/v_j + 1/v_k``
for each of them, as the solution says of itself. That joint promotion raises a *stock* of goodwill, and when sharing
its cost pays, is :mod:`lsec_models.models.over_time.dynamic_quality`, with the brand's advertising in the place of
quality.

Lineage. Tullock (1980), Efficient rent seeking; three that differ: Hillman and Riley (1989), Economics & Politics 1(1);
the platform that sets the prize for its commission is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.copies import others, total
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, refuse_contract
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract, w
from lsec_models.models.parts.streamers import StreamerType, fixed_terms, type_of

commission, eta, upsilon, v, kappa, given_t = parameters("mu eta upsilon v kappa t", positive=True)
v_1, v_2, v_3, phi, W, given_w = parameters("v_1 v_2 v_3 phi W w", positive=True)
n = parameters("n", integer=True)
t, e, e_1, e_2, e_3 = decisions("t e e_1 e_2 e_3")

STREAMERS: Mapping[str, int] = Frozen({"alike": 1, "two": 2, "three": 3})
TRAFFIC = ("given", "decided")
_NAMES = ("first", "second", "third")

BASELINE = baseline(
    {
        "mu": "1/5",
        "eta": "1",
        "upsilon": "1",
        "kappa": "1/2",
        "t": "10",
        "n": "4",
        "v": "2",
        "v_1": "3",
        "v_2": "2",
        "v_3": "1.5",
        "phi": "1",
        "lambda": "1/5",
        "w": "1/2",
        "psi": "1/10",
        "A": "1/10",
        "F": "1",
        "W": "1",
        "T": "2",
    }
)


def promotion(
    streamers: str = "two",
    order: Sequence[Slot] | None = None,
    traffic: str = "given",
    contract: str | Contract | None = None,
    streamer: str | StreamerType | None = None,
    *,
    attention: bool = False,
) -> Game:
    """Return the contest; see the module's docstring.

    Parameters
    ----------
    streamers : str
        ``alike`` (n of them, with influence v), ``two`` or ``three`` (v_1, v_2, v_3).
    order : sequence, optional
        The timing, leaders first.
    traffic : str
        ``given`` or ``decided`` by the platform.
    contract : str or Contract, optional
        How a manufacturer pays streamers, any of the catalogue's that pays by sales, without a guarantee; without one,
        and without a type, they sell goods of their own.
    streamer : str or StreamerType, optional
        Of n alike: the type of all of them.
    attention : bool
        Whether effort itself is worth kappa to the platform.

    Returns
    -------
    Game
        Of ``platform`` and ``streamer``, or ``first``, ``second``, ``third``, and of a ``manufacturer`` under a
        contract; of ``platform`` and ``manufacturer`` with own hosts. Reported: sales, total_effort, and of unlike
        streamers first_share and second_share (of traffic).

    Raises
    ------
    UnknownName
        If there are no such streamers, traffic, contract or type.
    DeclarationError
        If a type is named of unlike streamers, or a contract with own hosts.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(promotion())["total_effort"]
    t*v_1*v_2*(1 - mu)/(eta*(v_1 + v_2))
    >>> solve(promotion("alike", streamer="ordinary"))["e"]
    lambda*phi*t*v*(1 - n)*(mu - 1)/(eta*n**2)
    """
    require_known(streamers, STREAMERS, f"no streamers {streamers!r}")
    require_known(traffic, TRAFFIC, f"no traffic {traffic!r}")
    kind = type_of(streamer)
    if kind is not None and streamers != "alike":
        raise DeclarationError(
            "unlike streamers are told apart by what their visitors spend, v_1 and so on; leave streamer= out, or use "
            "streamers='alike', who are all of one type"
        )
    terms = _Terms.of(contract, kind)
    visitors = t if traffic == "decided" else given_t
    contest = _alike(visitors, terms, kind) if streamers == "alike" else _unlike(visitors, STREAMERS[streamers], terms)
    players, total, report = contest
    earned = commission * report["sales"] - upsilon * visitors**2 / 2 + (kappa * total if attention else 0)
    platform = Player("platform", decides=[t] if traffic == "decided" else [], payoff=earned)
    usual: list[Slot] = [tuple(player.name for player in players)]
    count = n if streamers == "alike" else sp.Integer(STREAMERS[streamers])
    maker = [Player("manufacturer", decides=[], payoff=terms.left(report["sales"], count))] if terms.shared else []
    return Game(
        players=[platform, *maker, *players],
        order=order or [*(["platform"] if traffic == "decided" else []), *usual],
        assuming=[
            commission < 1,
            *terms.known,
            *([n >= 2] if streamers == "alike" else []),
        ],
        report=report | {"total_effort": total},
    )


_REFUSED = {
    "fixed": "nobody contests without a part of sales",
    "guarantee": "efforts of a contest whose prizes are kinked are not modelled",
}


@dataclass(frozen=True, kw_only=True)
class _Terms:
    """What a streamer has of the sales that the platform leaves, what it is paid and what it costs in any case.

    Attributes
    ----------
    share : sympy.Expr
        Its part of sales after the platform's commission; 1 without a manufacturer.
    unit_price : sympy.Expr
        What it pays for goods that sell for one unit of money.
    fee : sympy.Expr
        What a manufacturer pays it for its place.
    cost : sympy.Expr
        Technology of a virtual one, or wage of an own host.
    shared : bool
        Whether there is a manufacturer.
    """

    share: sp.Expr = sp.S.One
    unit_price: sp.Expr = sp.S.Zero
    fee: sp.Expr = sp.S.Zero
    cost: sp.Expr = sp.S.Zero
    shared: bool = False

    @classmethod
    def of(cls, words: str | Contract | None, kind: StreamerType | None) -> _Terms:
        if kind is not None and kind.employed:
            refuse_contract(words, "a brand's own host has no contract")
            return cls(cost=W)
        if words is None and kind is None:
            return cls()
        agreed = agreement(words or "commission", kind, called={w: given_w}, refused=_REFUSED)
        return cls(
            share=agreed.share,
            unit_price=agreed.unit_price,
            fee=agreed.fixed,
            cost=fixed_terms(kind)[1],
            shared=True,
        )

    @property
    def known(self) -> list[sp.Basic]:
        """The conditions under which a streamer contests traffic, and the manufacturer gains from its sales."""
        if not self.shared:
            return []
        if self.unit_price == 0:
            return [self.share < 1]
        return [(1 - commission) * self.share > self.unit_price]

    def earned(self, sales: sp.Expr) -> sp.Expr:
        """Return what a streamer has of its sales, effort aside."""
        return ((1 - commission) * self.share - self.unit_price) * sales + self.fee - self.cost

    def left(self, sales: sp.Expr, count: sp.Expr) -> sp.Expr:
        """Return what this many streamers leave the manufacturer of all sales."""
        return ((1 - commission) * (1 - self.share) + self.unit_price) * sales - count * self.fee


def _alike(
    visitors: sp.Expr, terms: _Terms, kind: StreamerType | None
) -> tuple[list[Player], sp.Expr, dict[str, sp.Expr]]:
    spent = (v if kind is None else phi * v) * visitors
    owned = kind is not None and kind.employed
    payoff = terms.earned(spent * e / (e + others(e))) - eta * e
    player = Player("manufacturer" if owned else "streamer", decides=[e], payoff=payoff, copies=n)
    return [player], total(e), {"sales": spent}


def _unlike(visitors: sp.Expr, count: int, terms: _Terms) -> tuple[list[Player], sp.Expr, dict[str, sp.Expr]]:
    efforts, worth = (e_1, e_2, e_3)[:count], (v_1, v_2, v_3)[:count]
    total = sp.Add(*efforts)
    players = [
        Player(name, decides=[effort], payoff=terms.earned(value * visitors * effort / total) - eta * effort)
        for name, effort, value in zip(_NAMES, efforts, worth, strict=False)
    ]
    sales = visitors * sp.Add(*(value * effort for value, effort in zip(worth, efforts, strict=True))) / total
    shares = {f"{name}_share": effort / total for name, effort in zip(_NAMES[:2], efforts, strict=False)}
    return players, total, {"sales": sales, **shares}
