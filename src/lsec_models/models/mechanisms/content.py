"""Content and guests that make a show worth watching: who pays for them, and what they do to live effort.

Content x, which a star guest is a part of, brings the demand ``gamma*x`` and costs ``k*x**2/2``.

Portfolio (``story="portfolio"``). A streamer shows n brands that are alike. Demand for each is ``phi*(a + gamma*x +
mu*e)``: what draws viewers draws them to all brands. A unit leaves the margin rho, of which the streamer receives the
part lambda; live effort costs it ``eta*e**2/2``. Who pays for content, and decides it: ``streamer``; ``brand``, one of
the n, of which the ``others`` are the rest; ``brands``, each at its own cost, so that content is the sum;
``shared``, the streamer, of whose cost brands together bear the part psi; ``bonus``, the streamer, to whom one brand
offers the bonus v for each unit of content; ``owner``, who has everybody's income.

Deal (``story="deal"``). One brand, whose demand is the same. The two bargain (Nash) over lambda and a fee F, the
streamer with the power beta; then the streamer decides effort. Content is decided by one of the two ``after`` the
agreement, or ``before`` it: its cost is spent by then, and each gets its power's part of what both earn, as is written
into the payoffs.

Priced (``story="priced"``). A manufacturer sets the wholesale price w, a streamer its margin m and live effort e, a
platform a fee f on each unit. Demand is ``phi*a - b*(w + m + f) + gamma*x + mu*e``, and one of the three pays for
content.

Timing. All decisions at once, a bonus before; any order, leaders first, is an argument. Everybody knows all parameters.

Units. a and demand units for a season; rho, w, m, f, c money for a unit; F, W, T and payoffs money for a season; v
money for a unit of content; lambda, psi, beta, phi pure numbers.

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
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.chains import game_of_chain
from lsec_models.models.parts.streamers import StreamerType, fixed_terms, type_of

a, b, c, rho, gamma, mu, k, eta, phi = parameters("a b c rho gamma mu k eta phi", positive=True)
given_commission, psi, beta = parameters("lambda psi beta", positive=True)
W = parameters("W", positive=True)
n = parameters("n", integer=True)
x, e, v, w, m, f = decisions("x e v w m f")
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

    Returns
    -------
    Game
        Reported: appeal (all content), demand (of a brand) and chain_profit; where prices are decided also price and
        consumer_surplus.

    Raises
    ------
    UnknownName
        If there is no such story, payer, type or timing.
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
    require_known(chosen, {name for each in PAYERS.values() for name in each}, f"no payer {chosen!r}")
    if chosen not in PAYERS[story]:
        raise DeclarationError(f"no payer {chosen!r} in the story {story!r}; write one of {', '.join(PAYERS[story])}")
    require_known(timing, TIMINGS, f"no timing {timing!r}")
    kind = type_of(streamer)
    if story == "deal":
        if kind is not None:
            raise DeclarationError("a deal decides the terms that a streamer's type would give; leave streamer out")
        return _deal(chosen, order, before=timing == "before")
    if timing != "after":
        raise DeclarationError("timing= says when content is decided beside an agreement; use story='deal'")
    if story == "priced":
        return _priced(chosen, kind, order)
    return _portfolio(chosen, kind, order)


_MAKING, _WORKING = k * x**2 / 2, eta * e**2 / 2


def _portfolio(payer: str, kind: StreamerType | None, order: Sequence[Slot] | None) -> Game:
    if kind is not None and kind.employed:
        return _own_host(payer, order)
    fee, technology = fixed_terms(kind)
    known = [given_commission < 1, n >= 1]
    sold = _drawn(x)
    if payer == "owner":
        owner = Player("owner", decides=[x, e], payoff=n * rho * sold - _MAKING - _WORKING - technology)
        return game_of_chain([owner], order, known, {"appeal": x, "demand": sold})
    if payer == "brands":
        return _each_at_its_cost(fee, technology, order, known)
    kept = (1 - given_commission) * rho * sold - fee
    borne = {"brand": _MAKING, "shared": psi * _MAKING / n, "bonus": v * x}.get(payer, sp.S.Zero)
    received = v * x if payer == "bonus" else sp.S.Zero
    paid = {"brand": sp.S.Zero, "shared": (1 - psi) * _MAKING}.get(payer, _MAKING)
    players = [
        Player("brand", decides={"brand": [x], "bonus": [v]}.get(payer, []), payoff=kept - borne),
        Player("others", decides=[], payoff=(n - 1) * (kept - (borne if payer == "shared" else 0))),
        Player(
            "streamer",
            decides=[e] if payer == "brand" else [x, e],
            payoff=given_commission * rho * n * sold + n * fee - technology - _WORKING - paid + received,
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
    fee: sp.Expr, technology: sp.Expr, order: Sequence[Slot] | None, known: Sequence[sp.Basic]
) -> Game:
    own, shown = _drawn(x + others(x)), _drawn(total(x))
    players = [
        Player("brand", decides=[x], payoff=(1 - given_commission) * rho * own - fee - _MAKING, copies=n),
        Player(
            "streamer",
            decides=[e],
            payoff=given_commission * rho * n * shown + n * fee - technology - _WORKING,
        ),
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


def _priced(payer: str, kind: StreamerType | None, order: Sequence[Slot] | None) -> Game:
    fee, technology = fixed_terms(kind)
    own = kind is not None and kind.employed
    if own and payer == "streamer":
        raise DeclarationError("the brand's own host pays for nothing; use payer='manufacturer' or 'platform'")
    share = given_commission if kind is not None and kind.commission else sp.S.Zero
    margin = sp.S.Zero if own else m
    price = w + margin + f
    sold = (phi if kind is not None else sp.S.One) * a - b * price + gamma * x + mu * e
    making = {payer: _MAKING}
    content_of = {payer: [x]}
    players = [
        Player(
            "manufacturer",
            decides=[w, *content_of.get("manufacturer", []), *([e] if own else [])],
            payoff=((1 - share) * w - c) * sold - fee - making.get("manufacturer", 0) - (_WORKING + W if own else 0),
        ),
        *(
            []
            if own
            else [
                Player(
                    "streamer",
                    decides=[m, *content_of.get("streamer", []), e],
                    payoff=(m + share * w) * sold + fee - technology - _WORKING - making.get("streamer", 0),
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
    known = [(phi if kind is not None else sp.S.One) * a > b * c, *([share < 1] if share != 0 else [])]
    return game_of_chain(players, order, known, more)


_PAIR = ("brand", "streamer")
