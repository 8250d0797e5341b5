"""Loyal customers as stocks: who invests in whose, and what the end of a contract does to it.

Partners (``story="partners"``). Customers are loyal to the brand, B, or to the streamer, S. The manufacturer makes the
efforts u for its own and z for the streamer's, at the cost ``k/2`` times the square of each; the streamer e for its own
and y for the brand's, at ``eta/2``. The streamer's reach phi makes e win more:

    B' = kappa_b*(u + y) - delta*B,    S' = kappa_s*(phi*e + z) - delta*S.

While the contract lasts ``a + B + S`` units are sold at any time, each leaving the margin rho, of which the streamer
has the part lambda. When it ends each takes its own along: the brand has ``R_b`` for each of its customers, the
streamer ``R_s`` for each of its followers, and neither has anything of the other's. It ends at a random time
(``ends="random"``), with the rate psi, after ``1/psi`` years on average; or after H years (``"fixed"``).
``mode="centralised"`` is one owner of both. Any other contract without a guarantee (``contract=``) divides the same
margin: a streamer who buys the goods pays the given price w above their cost, and passes the part chi of the margin on
where revenue is shared; fixed payments are made at any time.

Base (``story="base"``). A brand alone keeps a part B of a market: acquisition v_1 and retention v_2 move it by
``B' = r_1*v_1 + r_2*v_2 - delta*B``, at the costs ``v_1**2/(1 - B)`` and ``v_2**2/B``, so that it is the harder to win
customers the fewer are left, and to keep them the fewer there are. A full base is worth rho a year.

Timing. At each instant all at once, or any order, leaders first, with both stocks known to all (feedback strategies).
Everybody knows all parameters, and discounts at r.

Streamer types. A type adds the slot fee F a year, or the technology cost T of a virtual host. The brand's own host
(``self_run``) decides nothing: the brand makes e too at the cost eta, has the whole margin, and pays the wage W; when
the host leaves, at the rate psi, its followers are lost.

Units. Time in years; r, delta, psi a year; B, S, a and sales units a year (in the story ``base`` B is a part of the
market); rho and w money for a unit, R_b and R_s money for a customer; fees and costs money a year; payoffs money
discounted to time 0. With a fixed end payoffs leave out what the stocks at time 0 are worth then, ``R_b*B_0`` and
``R_s*S_0``.

What is exact
-------------
A random end is discounting at ``r + psi``, with what is taken along earned at the rate psi. So one more customer of the
brand is worth ``((1 - lambda)*rho + psi*R_b)/(r + delta + psi)`` to it, and of the streamer's the same without R_b;
efforts are in proportion, at every stock and in every order. An end that comes sooner lowers what each invests in the
other's customers; in its own it raises it exactly if ``R_b*(r + delta) > (1 - lambda)*rho``, and the like for the
streamer. With a fixed end the same condition says whether effort rises towards it. In the story ``base`` the value is
linear in B; that nothing else is better is open there, since costs are not defined at ``B = 0`` and ``B = 1``.

Lineage. Goodwill: Nerlove and Arrow (1962), Economica 29; acquisition against retention: after Sethi (1983), Optimal
Control Applications and Methods 4(2), and Fruchter and Zhang (2004), Journal of Service Research 7(1). Two stocks that
part when a contract ends are ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters, states
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.static.game import Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, gains_by_a_unit, refuse_contract
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract, w
from lsec_models.models.parts.streamers import StreamerType, type_of

a, rho, k, eta, phi, kappa_b, kappa_s = parameters("a rho k eta phi kappa_b kappa_s", positive=True)
r, delta, psi, H, W, T = parameters("r delta psi H W T", positive=True)
given_w, chi = parameters("w chi", positive=True)
R_b, R_s, r_1, r_2 = parameters("R_b R_s r_1 r_2", positive=True)
B, S = states("B S", nonnegative=True)
u, z, e, y, v_1, v_2 = decisions("u z e y v_1 v_2")

STORIES = ("partners", "base")
MODES = ("nash", "centralised")
ENDS = ("random", "fixed")

BASELINE = baseline(
    {
        "a": "10",
        "rho": "5",
        "k": "2",
        "eta": "2",
        "phi": "1",
        "kappa_b": "1",
        "kappa_s": "1",
        "r": "0.1",
        "delta": "0.3",
        "psi": "0.5",
        "H": "3",
        "R_b": "8",
        "R_s": "6",
        "lambda": "0.2",
        "w": "4",
        "chi": "0.1",
        "A": "4",
        "r_1": "0.8",
        "r_2": "0.3",
        "B_0": "0",
        "S_0": "0",
        "F": "4",
        "W": "1",
        "T": "2",
    }
)


def customer_relationship(
    story: str = "partners",
    mode: str = "nash",
    streamer: str | StreamerType | None = None,
    order: Sequence[Slot] | None = None,
    ends: str = "random",
    contract: str | Contract | None = None,
) -> DifferentialGame:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``partners`` or ``base``.
    mode : str
        Of partners: ``nash``, or ``centralised`` for one owner.
    streamer : str or StreamerType, optional
        Of partners at a random end: a type adds its terms; with ``self_run`` the brand decides alone.
    order : sequence, optional
        The timing at each instant, leaders first.
    ends : str
        Of partners: ``random`` or ``fixed``.
    contract : str or Contract, optional
        Of two partners: any of the catalogue's without a guarantee; ``commission`` without a word.

    Returns
    -------
    DifferentialGame
        Reported of partners: sales.

    Raises
    ------
    UnknownName
        If there is no such story, mode, type, end or contract.
    DeclarationError
        If options do not go together.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(customer_relationship()).strategies["u"]
    kappa_b*(R_b*psi - lambda*rho + rho)/(k*(delta + psi + r))
    """
    require_known(story, STORIES, f"no story {story!r}")
    require_known(mode, MODES, f"no mode {mode!r}")
    require_known(ends, ENDS, f"no end {ends!r}")
    kind = type_of(streamer)
    if story == "base":
        if mode != "nash" or kind is not None or ends != "random":
            raise DeclarationError("the story 'base' has one player and no end; leave mode, streamer and ends out")
        refuse_contract(contract, "the story 'base' has one player")
        return _base()
    if kind is not None and (mode == "centralised" or ends == "fixed"):
        raise DeclarationError("a streamer's type is its terms while the contract lasts; leave mode and ends out")
    own = kind is not None and kind.employed
    if own or mode == "centralised":
        refuse_contract(contract, "one owner, or a brand with its own host, divides the margin with nobody")
    if own:
        return _own_host()
    terms = agreement(contract or "commission", kind, called={w: given_w, psi: chi}, refused=_REFUSED)
    return _partners(mode, terms, kind, order, fixed=ends == "fixed")


_MOVES = {B: kappa_b * (u + y) - delta * B, S: kappa_s * (phi * e + z) - delta * S}
_SALES = a + B + S


_REFUSED = {"guarantee": "it is for a season's sales, and here the streamer is paid at each instant"}


def _partners(
    mode: str, terms: Contract, kind: StreamerType | None, order: Sequence[Slot] | None, *, fixed: bool
) -> DifferentialGame:
    technology = T if kind is not None and kind.technology_cost else sp.S.Zero
    earned = rho * _SALES
    paid = terms.streamer_income(earned, _SALES)
    players = [
        Player(
            "manufacturer",
            decides=[u, z],
            payoff=earned - paid - k * (u**2 + z**2) / 2 + _taken_along(B, R_b, fixed=fixed),
        ),
        Player(
            "streamer",
            decides=[e, y],
            payoff=paid - eta * (e**2 + y**2) / 2 - technology + _taken_along(S, R_s, fixed=fixed),
        ),
    ]
    return DifferentialGame(
        states=_MOVES,
        players=players,
        discount=r if fixed else r + psi,
        horizon=H if fixed else None,
        order=order,
        cooperative=mode == "centralised",
        assuming=gains_by_a_unit(terms, rho),
        report={"sales": _SALES},
    )


def _taken_along(stock: sp.Symbol, worth: sp.Expr, *, fixed: bool) -> sp.Expr:
    """Return what a stock brings at the end of the contract, as a flow until then.

    At a random end it is the chance of one; at a fixed end, what the discounted worth of the stock grows by.
    """
    return worth * (_MOVES[stock] - r * stock) if fixed else psi * worth * stock


def _own_host() -> DifferentialGame:
    spent = (k * u**2 + eta * e**2) / 2
    moves = {B: kappa_b * u - delta * B, S: kappa_s * phi * e - delta * S}
    brand = Player("manufacturer", decides=[u, e], payoff=rho * _SALES - spent - W + psi * R_b * B)
    return DifferentialGame(states=moves, players=[brand], discount=r + psi, report={"sales": _SALES})


def _base() -> DifferentialGame:
    brand = Player("manufacturer", decides=[v_1, v_2], payoff=rho * B - v_1**2 / (1 - B) - v_2**2 / B)
    return DifferentialGame(states={B: r_1 * v_1 + r_2 * v_2 - delta * B}, players=[brand], discount=r)
