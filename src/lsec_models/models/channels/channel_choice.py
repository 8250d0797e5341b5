"""A manufacturer's channels in live-streaming e-commerce: none, its own host, reselling or agency.

Players and decisions: a manufacturer makes a product at unit cost c and sells it at the wholesale price w to an online
retailer, who decides how it sells. The manufacturer may open a live channel: run by its own host (``self_run``: it
decides live sales and live effort e itself and pays a wage W), by a streamer who buys at the same w and decides live
sales and e (``reselling``), or by a streamer who sells for it (``agency``: live sales are the manufacturer's decision,
e the streamer's, against a share lambda of live revenue, a slot fee F, or whatever the contract says). Live effort
costs ``eta*e**2/2``. To decide sales is to set the quantity sold (d_r, d_l; prices clear both channels), or the price
(p_r, p_l) with ``compete="prices"``.

Demand comes from one utility (:mod:`lsec_models.models.parts.market`): with retail quantity d_r and live quantity d_l,
``p_r = alpha - d_r - sigma*d_l + theta*e`` and ``p_l = phi*alpha - d_l - sigma*d_r + e``. phi is the streamer's
influence, sigma in [0, 1) how far the channels replace each other, theta in (-1, 1) the spillover of live effort on
the retail channel (negative: it cannibalises). ``none`` is d_l = 0 in the same utility. The brand's own host has an
influence phi_o and an effort cost eta_o of its own, so that modes with different hosts can stand side by side.

Timing: the mode is chosen before the game that this module returns. The manufacturer leads with w, and with live sales
where they are its decision; then the retailer's sales, the live effort, and the streamer's sales, are decided
simultaneously. Everybody knows all parameters and sees earlier stages; any other order is one argument away.

Where a channel stops selling the two ways of competing part. Quantities are each player's own and not negative, so that
the game has no other constraints, and with d_l = 0 = e it is ``none``: it is sound everywhere, corners included, which
is why it is the default. In prices both demands depend on both decisions and must not be negative; linear demand ends
where one of them is zero (beyond, the other channel's demand has another slope), so that the game in prices is meant
for parameters at which both channels sell. With ``idle=True`` it is sound elsewhere too: the buyers are movers of their
own, who see all prices and buy what is best for them, in one channel only if that is so. Ask it at a point.

An interior equilibrium of ``reselling`` need not be subgame perfect: one w serves retailer and streamer, and the
manufacturer may prefer a w that only one of them buys at. The piecewise equilibrium (``corners=True``) knows.

Fixed payments (slot fee, wage, guarantee, technology) move no decision; they decide who takes part. A streamer accepts
a contract that pays its reservation profit u (:func:`reservations`).

Units: prices, w, c, alpha and the effects of e are money for a unit; d_r, d_l units for a season; F, W, T, A, G, u
money for a season.

Lineage: a reconstruction of the question of Ma and Yang (2024), Manufacturer's channel strategy in live streaming
E-commerce supply chain, Managerial and Decision Economics; our own model, not the paper's equations. Demand follows
Singh and Vives (1984), the manufacturer's two ways of selling Arya, Mittendorf and Sappington (2007) and Ha, Tong and
Wang (2022). Whether to sell by another: McGuire and Staelin (1983), Marketing Science 2(2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.domains.symbols import parameters
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.channels.two_channels import (
    ASSUMING,
    LIVE,
    RETAIL,
    WAYS,
    Sales,
    alpha,
    c,
    e,
    retail_alone,
    retail_and_live,
    sales,
)
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract, contract, w
from lsec_models.models.parts.streamers import StreamerType, type_of

phi_o, eta_o, W = parameters("phi_o eta_o W", positive=True)

SIDES = ("slack", "binding")
MODES: Mapping[str, str] = Frozen(
    {
        "none": "no live channel",
        "self_run": "the manufacturer's own live channel, run by an employed host",
        "reselling": "a streamer buys at the wholesale price and resells",
        "agency": "a streamer sells for the manufacturer, who sets the live price",
    }
)

BASELINE = baseline(
    {
        "alpha": "20",
        "c": "2",
        "sigma": "0.2",
        "theta": "0.1",
        "phi": "1.5",
        "eta": "2",
        "lambda": "0.1",
        "F": "4",
        "A": "4",
        "G": "4",
        "psi": "0.1",
        "T": "2",
        "phi_o": "0.8",
        "eta_o": "2",
        "W": "1",
        "u": "0.5",
    }
)


def channel_choice(
    mode: str | None = None,
    streamer: str | StreamerType | None = None,
    contract: str | Contract | None = None,
    order: Sequence[Slot] | None = None,
    compete: str = "quantities",
    mark: str = "",
    guarantee: str = "slack",
    idle: bool = False,
) -> Game:
    """Return the game that follows once the manufacturer has chosen a mode.

    Parameters
    ----------
    mode : str, optional
        ``none``, ``self_run``, ``reselling`` or ``agency``. Without it: ``self_run`` for an employed host, else what
        the contract is made for, else ``agency``.
    streamer : str or StreamerType, optional
        A type adds what its terms contain: a slot fee to the usual contract, a technology cost, bounded influence.
    contract : str or Contract, optional
        As for :func:`lsec_models.models.parts.contracts.contract`. The usual one without it: ``commission`` for agency,
        ``wholesale`` for reselling, each plus ``slot_fee`` if the type asks for one.
    order : sequence, optional
        The timing, leaders first. Decisions may be named, so that a player moves more than once.
    compete : str
        ``quantities`` or ``prices``.
    mark : str
        Appended to the names of the streamer's parameters (phi, eta, lambda, F, ...), so that streamers of several
        types can stand side by side.
    guarantee : str
        With a minimum guarantee G, on which side of it the streamer's effort puts it: ``slack`` (it works for its
        share, which is worth more) or ``binding`` (it receives G and makes no effort). Each is a game of its own, with
        the constraint that the streamer prefers that side.
    idle : bool
        With prices: whether a channel may sell nothing. Buyers are then the last movers, who decide d_r and d_l.

    Returns
    -------
    Game
        The players are the same in every mode; who does not take part earns 0. Reported: retail_demand, live_demand,
        demand, retail_price, live_effort, consumer_surplus (utility minus spending), chain_profit, welfare, and with a
        live channel live_price and live_revenue.

    Raises
    ------
    UnknownName
        If there is no such mode, streamer type, contract, way of competing or side of the guarantee.
    DeclarationError
        If mode, streamer, contract, guarantee, idle or order do not go together.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(channel_choice("none"))["manufacturer"]
    (alpha - c)**2/8
    >>> channel_choice("agency", streamer="top").stages[0]
    stage 1: manufacturer (w, d_l)
    >>> channel_choice(contract="wholesale", compete="prices").stages[1].decisions
    (p_r, p_l, e)
    """
    _check_known(compete, WAYS, "way of competing")
    _check_known(guarantee, SIDES, "side of a guarantee")
    host = type_of(streamer)
    terms = _terms(contract, mark)
    mode = _mode(mode, host, terms)
    if idle and compete != "prices":
        raise DeclarationError(f"idle=True says what buyers do at prices; with compete={compete!r} leave it out")
    if idle and terms is not None and terms.guarantee != 0:
        raise DeclarationError(
            f"idle=True: on which side of its guarantee effort puts {terms.name!r} is known only where both channels "
            "sell; leave it out, or use a contract without guarantee"
        )
    if mode == "none":
        return _none(order, sales(retail_alone(), compete, idle=idle))
    if mode == "self_run":
        return _self_run(order, sales(retail_and_live(phi_o), compete, idle=idle))
    hired = _Hired.of(mode, host, terms, mark)
    return _hired(hired, order, sales(retail_and_live(hired.influence), compete, idle=idle), guarantee)


def reservations(mode: str, streamer: str | StreamerType | None = None, mark: str = "") -> Mapping[str, sp.Expr]:
    """Return the least profit for which each player takes part in a mode.

    Parameters
    ----------
    mode : str
        A key of ``MODES``.
    streamer : str or StreamerType, optional
        With a type, its own reservation profit as a number; else the parameter u.
    mark : str
        As for :func:`channel_choice`.

    Returns
    -------
    mapping from str to sympy.Expr
        By player. The retailer can always sell nothing; the manufacturer's alternative are the other modes, and need
        no entry. Only a mode that hires a streamer asks for the streamer's consent.

    Raises
    ------
    UnknownName
        If there is no such mode or type.

    Examples
    --------
    >>> reservations("agency", "top")
    {'retailer': 0, 'streamer': 5}
    >>> reservations("self_run")
    {'retailer': 0}
    """
    _check_known(mode, MODES, "mode")
    found: dict[str, sp.Expr] = {"retailer": sp.S.Zero}
    if mode in ("reselling", "agency"):
        host = type_of(streamer)
        asked = parameters(f"u{mark}", nonnegative=True) if host is None else to_sympy(host.reservation)
        found["streamer"] = asked
    return Frozen(found)


@dataclass(frozen=True, kw_only=True)
class _Hired:
    """A mode with a streamer of its own interests."""

    contract: Contract
    influence: sp.Symbol
    effort_cost: sp.Symbol
    technology_cost: sp.Expr
    assuming: tuple[sp.Basic, ...]

    @classmethod
    def of(cls, mode: str, host: StreamerType | None, terms: Contract | None, mark: str) -> _Hired:
        influence, effort_cost, technology = parameters(f"phi{mark} eta{mark} T{mark}", positive=True)
        virtual = host is not None and bool(host.technology_cost)
        terms = _usual_contract(mode, host, mark) if terms is None else terms
        bounds = [influence * alpha > c, *([influence <= 1] if virtual else [])]
        return cls(
            contract=terms,
            influence=influence,
            effort_cost=effort_cost,
            technology_cost=technology if virtual else sp.S.Zero,
            assuming=(*bounds, terms.share > 0 if terms.title else terms.share < 1),
        )


def _none(order: Sequence[Slot] | None, sold: Sales) -> Game:
    players = [
        Player("manufacturer", decides=[w], payoff=(w - c) * sold.quantities[RETAIL]),
        _retailer(sold),
        Player("streamer", decides=[], payoff=sp.S.Zero),
    ]
    return Game(
        players=_with_buyers(players, sold),
        order=_buyers_last(["manufacturer", "retailer"] if order is None else order, sold),
        assuming=[alpha > c],
        report=_report(players, sold),
        constraints=sold.constraints,
    )


def _self_run(order: Sequence[Slot] | None, sold: Sales) -> Game:
    live = sold.live_decision
    own = sold.revenue(LIVE) - c * sold.quantities[LIVE] - eta_o * e**2 / 2 - W
    players = [
        Player("manufacturer", decides=[w, live, e], payoff=(w - c) * sold.quantities[RETAIL] + own),
        _retailer(sold),
        Player("streamer", decides=[], payoff=sp.S.Zero),
    ]
    return Game(
        players=_with_buyers(players, sold),
        order=_buyers_last([(w, live), ("retailer", e)] if order is None else order, sold),
        assuming=[*ASSUMING, phi_o * alpha > c],
        report=_report(players, sold),
        constraints=sold.constraints,
    )


def _hired(hired: _Hired, order: Sequence[Slot] | None, sold: Sales, guarantee: str) -> Game:
    live, working = sold.live_decision, hired.contract.guarantee == 0 or guarantee == "slack"
    terms = hired.contract.without_guarantee() if working else hired.contract.guaranteed()
    sides = _guarantee_constraint(hired, sold, working)
    if not working:
        sold = sold.without_effort()
    revenue, units = sold.revenue(LIVE), sold.quantities[LIVE]
    made = (w - c) * sold.quantities[RETAIL] - c * units + terms.manufacturer_income(revenue, units)
    effort = hired.effort_cost * e**2 / 2 if working else sp.S.Zero
    earned = terms.streamer_income(revenue, units) - effort - hired.technology_cost
    players = [
        Player("manufacturer", decides=[w] if terms.title else [w, live], payoff=made),
        _retailer(sold),
        Player("streamer", decides=[*([live] if terms.title else []), *([e] if working else [])], payoff=earned),
    ]
    followers = tuple(player.name for player in players[1:] if player.decides)
    return Game(
        players=_with_buyers(players, sold),
        order=_buyers_last(["manufacturer", followers] if order is None else order, sold),
        assuming=[*ASSUMING, *hired.assuming],
        report=_report(players, sold),
        constraints=[*sold.constraints, *sides],
    )


def _with_buyers(players: Sequence[Player], sold: Sales) -> list[Player]:
    return [*players, *([] if sold.buyers is None else [sold.buyers])]


def _buyers_last(order: Sequence[Slot], sold: Sales) -> list[Slot]:
    """Return a timing with buyers after everybody else, where they decide and no slot names them."""
    named = sold.buyers is None or any(sold.buyers.name in (slot, *_entries(slot)) for slot in order)
    return [*order] if named else [*order, "buyers"]


def _entries(slot: Slot) -> tuple[object, ...]:
    return tuple(slot) if isinstance(slot, tuple | list) else ()


def _retailer(sold: Sales) -> Player:
    margin = sold.prices[RETAIL] - w
    return Player("retailer", decides=[sold.retail_decision], payoff=margin * sold.quantities[RETAIL])


def _guarantee_constraint(hired: _Hired, sold: Sales, working: bool) -> list[sp.Basic]:
    """The streamer prefers the side: its share less the cost of effort, at its best effort, against the guarantee.

    Variable pay is linear in effort, so that the best effort for it is its slope over the cost of effort.
    """
    if hired.contract.guarantee == 0:
        return []
    pay = hired.contract.variable_pay(sold.revenue(LIVE), sold.quantities[LIVE])
    at_rest, slope = pay.xreplace({e: sp.S.Zero}), sp.diff(pay, e)
    worth = at_rest + slope**2 / (2 * hired.effort_cost)
    return [worth >= hired.contract.guarantee if working else worth <= hired.contract.guarantee]


def _report(players: Sequence[Player], sold: Sales) -> dict[str, sp.Expr]:
    chain = sp.Add(*(player.payoff for player in players))
    surplus = sold.market.consumer_surplus(sold.quantities)
    live_demand = sold.quantities.get(LIVE, sp.S.Zero)
    found = {
        "retail_demand": sold.quantities[RETAIL],
        "live_demand": live_demand,
        "demand": sold.quantities[RETAIL] + live_demand,
        "retail_price": sold.prices[RETAIL],
        "live_effort": e if any(e in player.decides for player in players) else sp.S.Zero,
        "consumer_surplus": surplus,
        "chain_profit": chain,
        "welfare": surplus + chain,
    }
    if LIVE in sold.prices:
        found |= {"live_price": sold.prices[LIVE], "live_revenue": sold.revenue(LIVE)}
    return found


def _terms(given: str | Contract | None, mark: str) -> Contract | None:
    return contract(given, mark) if isinstance(given, str) else given


def _mode(mode: str | None, host: StreamerType | None, terms: Contract | None) -> str:
    if mode is None:
        resells = terms is not None and terms.title
        mode = "self_run" if host is not None and host.employed else "reselling" if resells else "agency"
    _check_known(mode, MODES, "mode")
    if host is not None and mode != "none" and host.employed != (mode == "self_run"):
        employed, way_out = ("is", "'self_run'") if host.employed else ("is not", "'agency' or 'reselling'")
        raise DeclarationError(
            f"mode {mode!r}: streamer {host.name!r} {employed} employed by the manufacturer; use mode {way_out}"
        )
    if terms is not None and mode in ("none", "self_run"):
        raise DeclarationError(f"mode {mode!r} hires no streamer, so that no contract is made; leave out contract=")
    if terms is not None and terms.title != (mode == "reselling"):
        other = "reselling" if terms.title else "agency"
        raise DeclarationError(f"contract {terms.name!r} does not go with mode {mode!r}; use mode {other!r}")
    return mode


def _usual_contract(mode: str, host: StreamerType | None, mark: str) -> Contract:
    usual = contract("wholesale" if mode == "reselling" else "commission", mark)
    return usual + contract("slot_fee", mark) if host is not None and host.slot_fee else usual


def _check_known(name: str, known: Mapping[str, object] | Sequence[str], what: str) -> None:
    require_known(name, known, f"no {what} {name!r}")
