"""Content and guests that make a show worth watching: who pays for them, and what they do to live effort.

Content x, which a star guest is a part of, brings the demand ``gamma*x`` and costs ``k*x**2/2``.

Portfolio (``story="portfolio"``). A streamer shows n brands that are alike. Demand for each is ``phi*(a + gamma*x +
mu*e)``: what draws viewers draws them to all brands. A unit leaves the margin rho, of which the streamer receives the
part lambda; live effort costs it ``eta*e**2/2``. Who pays for content, and decides it: ``streamer``; ``brand``, one of
the n, of which the ``others`` are the rest; ``brands``, each at its own cost, so that content is the sum;
``shared``, the streamer, of whose cost brands together bear the part psi; ``bonus``, the streamer, to whom one brand
offers the bonus v for each unit of content; ``owner``, who has everybody's income. Any other contract (``contract=``)
divides the same margin: a streamer who buys the goods pays the given price w above the cost of a unit, and passes the
part chi of the margin on where revenue is shared; a guarantee is the least from each brand in place of the commission.

Deal (``story="deal"``). One brand, whose demand is the same. The two bargain (Nash) over lambda and a fee F, the
streamer with the power beta; then the streamer decides effort. Content is decided by one of the two ``after`` the
agreement, or ``before`` it: its cost is spent by then, and each gets its power's part of what both earn, as is written
into the payoffs.

Priced (``story="priced"``). A manufacturer sets the wholesale price w, a streamer its margin m and live effort e, a
platform a fee f on each unit. Demand is ``phi*a - b*(w + m + f) + gamma*x + mu*e``, and one of the three pays for
content. With a type the streamer also has the part lambda of the manufacturer's revenue. A contract that is named takes
the place of these terms, and divides all that buyers pay but for the fee: a streamer who buys at w adds its margin m,
and under a commission, a slot fee or a guarantee the manufacturer sets the price p.

Timing. All decisions at once, a bonus before; any order, leaders first, is an argument. Everybody knows all parameters.

Units. a and demand units for a season; rho, w, m, p, f, c money for a unit; F, A, G, W, T and payoffs money for a
season; v money for a unit of content; lambda, psi, chi, beta, phi pure numbers.

What is exact
-------------
Content for n brands is a public good: right is ``n*rho*gamma*phi/k``; one brand pays for the part ``(1 - lambda)/n``
of it, the streamer for the part lambda. So the streamer's content is the better exactly if ``lambda > 1/(n + 1)``;
brands that each pay at their own cost together reach the part ``1 - lambda``. A share psi of the streamer's cost makes
content right exactly if ``psi = 1 - lambda``. With margins given, effort does not depend on content; with prices
decided content raises effort, if all move at once and if the manufacturer or the streamer leads, since a better show
sells at higher margins. Content that is paid for before terms are settled is the payer's power times what is right
(hold-up).

Lineage. Public goods: Samuelson (1954), Review of Economics and Statistics 36(4); voluntary contributions: Bergstrom,
Blume and Varian (1986), Journal of Public Economics 29(1); hold-up: Grout (1984), Econometrica 52(2). The three stories
are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.copies import others, total
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, gains_by_a_unit, refuse_contract, worth_selling
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.chains import game_of_chain
from lsec_models.models.parts.contracts import Contract, w
from lsec_models.models.parts.stories import require_in_story
from lsec_models.models.parts.streamers import StreamerType, fixed_terms, type_of

a, b, c, rho, gamma, mu, k, eta, phi = parameters("a b c rho gamma mu k eta phi", positive=True)
given_commission, psi, beta = parameters("lambda psi beta", positive=True)
W, given_w, chi = parameters("W w chi", positive=True)
n = parameters("n", integer=True)
x, e, v, p, m, f = decisions("x e v p m f")
F = decisions("F", real=True)
commission = decisions("lambda", within=(0, 1))

PAYERS: Mapping[str, tuple[str, ...]] = Frozen(
    {
        "portfolio": ("streamer", "brand", "brands", "shared", "bonus", "owner"),
        "deal": ("streamer", "brand"),
        "priced": ("manufacturer", "streamer", "platform"),
    }
)
"""Who may pay for content in each story; the first without a word."""
TIMINGS = ("before", "after")

BASELINE = baseline(
    {
        "a": "10",
        "b": "1",
        "c": "2",
        "rho": "2",
        "gamma": "1",
        "mu": "1",
        "k": "4",
        "eta": "2",
        "phi": "1",
        "lambda": "0.2",
        "psi": "0.5",
        "beta": "0.4",
        "n": "5",
        "w": "1.5",
        "chi": "0.1",
        "A": "4",
        "G": "5",
        "F": "4",
        "W": "1",
        "T": "2",
    }
)


def content(
    story: str = "portfolio",
    payer: str | None = None,
    streamer: str | StreamerType | None = None,
    order: Sequence[Slot] | None = None,
    timing: str = "after",
    contract: str | Contract | None = None,
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``portfolio``, ``deal`` or ``priced``.
    payer : str, optional
        Who pays for content, of ``PAYERS[story]``.
    streamer : str or StreamerType, optional
        Not of a deal, whose terms are decided. A type adds a slot fee F from each brand, or the technology cost T of a
        virtual host; in the story ``priced`` also the part lambda of the manufacturer's revenue. The brand's own host
        (``self_run``) shows that brand alone: the brand decides effort and content, and pays the wage W.
    order : sequence, optional
        The timing, leaders first; of a deal, who decides after the agreement.
    timing : str
        Of a deal: whether content is decided ``before`` or ``after`` the agreement.
    contract : str or Contract, optional
        Not of a deal: any of the catalogue's; without a word ``commission`` of a portfolio, and the terms above where
        prices are decided. Ask a guarantee of a portfolio with ``corners=True`` or at a point; where
        prices are decided too, at once, no method solves it yet.

    Returns
    -------
    Game
        Reported: appeal (all content), demand (of a brand) and chain_profit; where prices are decided also price and
        consumer_surplus.

    Raises
    ------
    UnknownName
        If there is no such story, payer, type, timing or contract.
    DeclarationError
        If the payer is one of another story, or options do not go together.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(content(payer="streamer"))["x"]
    gamma*lambda*n*phi*rho/k
    >>> solve(content("priced", order=["manufacturer", ("streamer", "platform")]))["x"].free_symbols >= {gamma, k}
    True
    """
    require_known(story, PAYERS, f"no story {story!r}")
    chosen = PAYERS[story][0] if payer is None else payer
    require_in_story("payer", chosen, PAYERS, story)
    require_known(timing, TIMINGS, f"no timing {timing!r}")
    kind = type_of(streamer)
    if story == "deal":
        if kind is not None:
            raise DeclarationError("a deal decides the terms that a streamer's type would give; leave streamer out")
        refuse_contract(contract, "a deal decides its terms, a commission and a fee")
        return _deal(chosen, order, before=timing == "before")
    if timing != "after":
        raise DeclarationError("timing= says when content is decided beside an agreement; use story='deal'")
    if story == "priced":
        return _priced(chosen, kind, order, contract)
    return _portfolio(chosen, kind, order, contract)


_MAKING, _WORKING = k * x**2 / 2, eta * e**2 / 2


def _portfolio(
    payer: str, kind: StreamerType | None, order: Sequence[Slot] | None, words: str | Contract | None
) -> Game:
    if payer == "owner" or (kind is not None and kind.employed):
        refuse_contract(words, "one owner, or the brand's own host, divides the margin with nobody")
    if kind is not None and kind.employed:
        return _own_host(payer, order)
    _, technology = fixed_terms(kind)
    agreed = agreement(words or "commission", kind, called={w: given_w, psi: chi})
    known = [*gains_by_a_unit(agreed, rho), n >= 1]
    sold = _drawn(x)
    if payer == "owner":
        owner = Player("owner", decides=[x, e], payoff=n * rho * sold - _MAKING - _WORKING - technology)
        return game_of_chain([owner], order, known, {"appeal": x, "demand": sold})
    if payer == "brands":
        return _each_at_its_cost(agreed, technology, order, known)
    earned = agreed.pay(rho * sold, sold)
    kept = rho * sold - earned
    borne = {"brand": _MAKING, "shared": psi * _MAKING / n, "bonus": v * x}.get(payer, sp.S.Zero)
    received = v * x if payer == "bonus" else sp.S.Zero
    paid = {"brand": sp.S.Zero, "shared": (1 - psi) * _MAKING}.get(payer, _MAKING)
    players = [
        Player("brand", decides={"brand": [x], "bonus": [v]}.get(payer, []), payoff=kept - borne),
        Player("others", decides=[], payoff=(n - 1) * (kept - (borne if payer == "shared" else 0))),
        Player(
            "streamer",
            decides=[e] if payer == "brand" else [x, e],
            payoff=n * earned - technology - _WORKING - paid + received,
        ),
    ]
    shared = [psi < 1] if payer == "shared" else []
    offered: list[Slot] | None = ["brand", "streamer"] if payer == "bonus" else None
    return game_of_chain(players, order or offered, [*known, *shared], {"appeal": x, "demand": sold})


def _own_host(payer: str, order: Sequence[Slot] | None) -> Game:
    if payer not in ("streamer", "brand", "owner"):
        raise DeclarationError(f"a brand's own host shows one brand, which pays; leave payer={payer!r} out")
    sold = _drawn(x)
    brand = Player("brand", decides=[x, e], payoff=rho * sold - _MAKING - _WORKING - W)
    return game_of_chain([brand], order, [], {"appeal": x, "demand": sold})


def _each_at_its_cost(
    agreed: Contract, technology: sp.Expr, order: Sequence[Slot] | None, known: Sequence[sp.Basic]
) -> Game:
    own, shown = _drawn(x + others(x)), _drawn(total(x))
    players = [
        Player("brand", decides=[x], payoff=rho * own - agreed.pay(rho * own, own) - _MAKING, copies=n),
        Player("streamer", decides=[e], payoff=n * agreed.pay(rho * shown, shown) - technology - _WORKING),
    ]
    together = n * rho * shown - n * _MAKING - _WORKING - technology
    report = {"appeal": total(x), "demand": shown, "chain_profit": together}
    return Game(players=players, order=order, assuming=known, report=report)


def _drawn(appeal: sp.Expr) -> sp.Expr:
    """Return the demand for one brand of a show with this content."""
    return phi * (a + gamma * appeal + mu * e)


def _deal(payer: str, order: Sequence[Slot] | None, *, before: bool) -> Game:
    sold = _drawn(x)
    making = {name: _MAKING if name == payer else sp.S.Zero for name in _PAIR}
    decided = {name: [x] if name == payer else [] for name in _PAIR}
    if before:
        # The streamer works for both, and each gets its power's part of what they earn; content is spent by then.
        gained = rho * sold - _WORKING
        kept, paid, agreed = (1 - beta) * gained, beta * gained, []
    else:
        kept = (1 - commission) * rho * sold - F
        paid = commission * rho * sold + F - _WORKING
        agreed = [Bargain(_PAIR, over=[commission, F], weights=(1 - beta, beta))]
    players = [
        Player("brand", decides=decided["brand"], payoff=kept - making["brand"]),
        Player("streamer", decides=[*decided["streamer"], e], payoff=paid - making["streamer"]),
    ]
    at_once: Slot = "streamer" if payer == "streamer" else _PAIR
    usual: list[Slot] = [x, e] if before else [at_once]
    return game_of_chain(players, [*agreed, *(order or usual)], [beta < 1], {"appeal": x, "demand": sold})


def _priced(payer: str, kind: StreamerType | None, order: Sequence[Slot] | None, words: str | Contract | None) -> Game:
    fee, technology = fixed_terms(kind)
    own = kind is not None and kind.employed
    if own and payer == "streamer":
        raise DeclarationError("the brand's own host pays for nothing; use payer='manufacturer' or 'platform'")
    if own:
        refuse_contract(words, "the brand's own host has no contract")
    agreed = None if words is None else agreement(words, kind, called={psi: chi})
    audience = phi if kind is not None else sp.S.One
    on_sale = agreed is not None and not agreed.title
    own_price = p if on_sale else w if own else w + m
    price = own_price + f
    sold = audience * a - b * price + gamma * x + mu * e
    share = given_commission if kind is not None and kind.commission else sp.S.Zero
    if agreed is not None:
        paid = agreed.pay(own_price * sold, sold)
    else:
        paid = sp.S.Zero if own else (m + share * w) * sold + fee
    making = {payer: _MAKING}
    content_of = {payer: [x]}
    players = [
        Player(
            "manufacturer",
            decides=[p if on_sale else w, *content_of.get("manufacturer", []), *([e] if own else [])],
            payoff=(own_price - c) * sold - paid - making.get("manufacturer", 0) - (_WORKING + W if own else 0),
        ),
        *(
            []
            if own
            else [
                Player(
                    "streamer",
                    decides=[*([] if on_sale else [m]), *content_of.get("streamer", []), e],
                    payoff=paid - technology - _WORKING - making.get("streamer", 0),
                )
            ]
        ),
        Player(
            "platform",
            decides=[f, *content_of.get("platform", [])],
            payoff=f * sold - making.get("platform", 0),
        ),
    ]
    more = {"appeal": x, "demand": sold, "price": price, "consumer_surplus": sold**2 / (2 * b)}
    if agreed is not None:
        known = worth_selling(agreed, audience * a, b * c)
    else:
        known = [audience * a > b * c, *([share < 1] if share != 0 else [])]
    return game_of_chain(players, order, known, more)


_PAIR = ("brand", "streamer")
