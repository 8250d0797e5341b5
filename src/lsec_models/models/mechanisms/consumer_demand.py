"""Buyers who differ: patient ones who wait for a lower price, and trusting ones who believe what is claimed.

Patience (``segments="patience"``). Buyers' values u are uniform on [0, 1], one buyer for each. A seller without cost
sells in two shows. A buyer who buys today at p_1 gains ``u - p_1``; one who waits gains ``u + zeta - p_2`` tomorrow,
discounted by delta_c, where zeta, uniform on [-h, h], is what happens to everybody's values in between (zero without
``shock=True``). Buyers foresee p_2 and are sure to be served. Those above a marginal value v buy today; v and p_1 stand
for each other, by ``v - p_1 = delta_c*(v - p_2)`` with the p_2 that is expected, so that the seller decides v.

Commitment. ``none``: tomorrow's price is set tomorrow, when zeta is known, by the seller of tomorrow, who no longer
cares for those who have bought (skimming). ``show``: nothing is sold tomorrow; with zeta = 0 that is what a price that
stays comes to. ``path``: both prices are announced today and kept. The seller discounts tomorrow by delta_f.

Trust (``segments="trust"``). One show. A seller claims that its product is worth x more than it is; the share nu of
buyers believes it, the others know better. Exaggeration costs ``k*x**2/2`` (complaints, fines). Surplus of those who
believe is counted at the true value. With a type of streamer the seller sells in its show, to phi buyers for each one,
and leaves it the part lambda of sales and the slot fee F of a top one; a virtual one costs T. The brand's own host
(``self_run``) is paid the wage W. ``contract=`` is how the streamer is paid: a commission, a slot fee, a guarantee, or
their sum. A streamer with title to the goods would set the price, which is the seller's here, with its claim.

Timing. Patience: v (today's price), zeta, p_2; trust: price and claim at once. Everybody knows all parameters, and each
buyer its own value. A commission on sales would scale what the seller earns and change no decision, since a unit costs
nothing. Units: values, prices and x are money for a unit, measured by the highest value; payoffs, F, G, W and T are
money for one buyer of each value; delta_c, delta_f, nu are pure numbers.

What is exact
-------------
With ``h <= 1/2`` tomorrow's sales are neither none nor all, and formulas are those of the game; below ``v = h``, where
they are not, they make the seller's payoff higher than it is, and the best v is at least 1/2. Flexibility is worth the
variance of demand, ``delta_f*h**2/12``, and costs what Coase says: it beats a single show exactly if

    delta_f * (h**2/3) * (4 - 2*delta_c - delta_f) > delta_c*(2 - delta_c) - delta_f.

Buyers who trust are worse off than without the product exactly if ``nu + nu**2 > k/(phi*(1 - lambda))``.

Lineage. Coase (1972), Journal of Law and Economics 15(1); Stokey (1979), Quarterly Journal of Economics 93(3); Bulow
(1982), Journal of Political Economy 90(2). The shock, and the game of trust, are ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.laws import uniform
from lsec_models.games.static.chance.random_symbol import random
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, gains_by_a_unit, refuse_contract
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract
from lsec_models.models.parts.streamers import StreamerType, fixed_terms, type_of

delta_c, delta_f, h, k, nu = parameters("delta_c delta_f h k nu", positive=True)
phi, W = parameters("phi W", positive=True)
marginal, p_2, p, x = decisions("v p_2 p x")
bounded_marginal = decisions("v", within=(h, 1))
zeta = random("zeta", uniform(-h, h))

SEGMENTS = ("patience", "trust")
COMMITMENTS = ("none", "show", "path")

BASELINE = baseline(
    {
        "delta_c": "0.6",
        "delta_f": "0.9",
        "h": "0.3",
        "k": "2",
        "nu": "0.5",
        "phi": "1",
        "lambda": "0.2",
        "G": "0.1",
        "F": "0.1",
        "W": "0.1",
        "T": "0.1",
    }
)


def consumer_demand(
    segments: str = "patience",
    commitment: str = "none",
    order: Sequence[Slot] | None = None,
    streamer: str | StreamerType | None = None,
    contract: str | Contract | None = None,
    *,
    shock: bool = False,
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    segments : str
        ``patience`` or ``trust``.
    commitment : str
        Of a seller to patient buyers: ``none``, ``show`` or ``path``.
    order : sequence, optional
        The timing, leaders first; with ``["seller_tomorrow", "seller"]`` tomorrow's price is known today.
    streamer : str or StreamerType, optional
        Of trust.
    contract : str or Contract, optional
        Of trust: any of the catalogue's without title; with a type ``commission`` without a word. Ask a guarantee at
        a point.
    shock : bool
        Whether values move between the shows.

    Returns
    -------
    Game
        Patience: the players are ``seller`` and, without commitment, ``seller_tomorrow``; reported are p_1 and
        consumer_surplus (of all buyers, discounted by delta_c). Trust: sales, believers_surplus, doubters_surplus (of
        each group, were everybody of it) and consumer_surplus.

    Raises
    ------
    UnknownName
        If there are no such segments, commitment, type or contract.
    DeclarationError
        If commitment, shock or a type do not go together with the rest.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(consumer_demand())["seller"]
    (delta_c - 2)**2/(4*(-2*delta_c - delta_f + 4))
    """
    require_known(segments, SEGMENTS, f"no segments {segments!r}")
    require_known(commitment, COMMITMENTS, f"no commitment {commitment!r}")
    kind = type_of(streamer)
    if segments == "trust":
        if shock or commitment != "none":
            raise DeclarationError("trust is a game of one show; leave shock and commitment out")
        return _trust(order, kind, contract)
    refuse_contract(contract, "a seller to patient buyers sells without a streamer")
    if kind is not None:
        raise DeclarationError("a commission changes no decision of a seller to patient buyers; leave streamer out")
    if commitment == "path" and shock:
        raise DeclarationError("a path of prices that is kept does not answer to a shock; leave shock=True out")
    return (
        _one_show(order)
        if commitment == "show"
        else _two_shows(order, zeta if shock else sp.S.Zero, kept=commitment == "path")
    )


def _one_show(order: Sequence[Slot] | None) -> Game:
    v = marginal
    seller = Player("seller", decides=[v], payoff=v * (1 - v))
    return Game(players=[seller], order=order, report={"p_1": v, "consumer_surplus": (1 - v) ** 2 / 2})


def _two_shows(order: Sequence[Slot] | None, moved: sp.Expr, *, kept: bool) -> Game:
    v = marginal if moved == 0 else bounded_marginal
    # What the marginal buyer expects of tomorrow does not depend on the shock, whose mean is zero.
    p_1 = v - delta_c * (v - p_2)
    sold = v + moved - p_2
    today, tomorrow = p_1 * (1 - v), p_2 * sold
    early = (1 - v) * ((1 + v) / 2 - p_1)
    report = {"p_1": p_1, "consumer_surplus": early + delta_c * sold**2 / 2}
    known = [delta_c < 1, delta_f <= 1]
    if kept:
        seller = Player("seller", decides=[v, p_2], payoff=today + delta_f * tomorrow)
        return Game(players=[seller], order=order, assuming=known, constraints=[p_2 <= v], report=report)
    players = [
        Player("seller", decides=[v], payoff=today + delta_f * tomorrow),
        Player("seller_tomorrow", decides=[p_2], payoff=tomorrow),
    ]
    usual: list[Slot] = ["seller", *([zeta] if moved != 0 else []), "seller_tomorrow"]
    return Game(
        players=players, order=order or usual, assuming=[*known, *([2 * h <= 1] if moved != 0 else [])], report=report
    )


_REFUSED = {"title": "a streamer who buys the goods sets their price, and here price and claim are the seller's"}


def _trust(order: Sequence[Slot] | None, kind: StreamerType | None, words: str | Contract | None) -> Game:
    believe, doubt = 1 + x - p, 1 - p
    sales = nu * believe + (1 - nu) * doubt
    audience = sp.S.One if kind is None else phi
    _, technology = fixed_terms(kind)
    own = kind is not None and kind.employed
    if own:
        refuse_contract(words, "the brand's own host has no contract")
    hired = not own and (kind is not None or words is not None)
    terms = agreement(words or "commission", kind, refused=_REFUSED) if hired else Contract(name="none")
    takings = audience * p * sales
    paid = terms.pay(takings, audience * sales)
    players = [Player("seller", decides=[p, x], payoff=takings - paid - k * x**2 / 2 - (W if own else 0))]
    if hired:
        players.append(Player("streamer", decides=[], payoff=paid - technology))
    # Where a guarantee is paid the seller keeps all of what a buyer more brings.
    worth = audience * (1 - (terms.share if terms.guarantee == 0 else 0))
    # Believers buy down to the value p - x, and gain their true value less the price.
    of_believers, of_doubters = (doubt**2 - x**2) / 2, doubt**2 / 2
    return Game(
        players=players,
        order=order,
        # Then doubters buy, p <= 1, and not all believers do, p >= x; nor does it pay to leave that range.
        assuming=[nu <= 1, k > worth * nu**2, k >= worth * nu, *gains_by_a_unit(terms, p)],
        report={
            "sales": audience * sales,
            "believers_surplus": of_believers,
            "doubters_surplus": of_doubters,
            "consumer_surplus": nu * of_believers + (1 - nu) * of_doubters,
        },
    )
