"""Two levers in one chain: is each of them worth more where the other one stands too?

Three pairs of what the survey advises, each in the smallest game in which both stand. ``levers`` says which of the two
there are, so that payoffs over the four games say whether they are complements (what both add is more than what each
adds alone), and for whom.

Content and promotion (``pair="content_promotion"``). A manufacturer sets the wholesale price w, a streamer its margin
m, a platform its fee f on a unit. Demand is ``phi*a - b*(w + m + f) + gamma*x + tau*t``: content x costs the streamer
``k*x**2/2``, traffic t the platform ``upsilon*t**2/2``.

Vetting and after-sales service (``pair="vetting_after_sales"``). The part delta of what is made is defective. Vetting
by the streamer finds the part x of defects before they are sold; service makes good the part z of the others, at r a
unit for the manufacturer. With prices ``decided`` a defect that stays is worth l less to its buyer, ``r < l``, and
buyers count with it: the three set w, m and f, and demand is ``phi*a - b*(w + m + f + l*delta*(1 - x)*(1 - z))``. The
parts x and z are then given; vetting costs the streamer V, service the manufacturer S, however much is sold. With
prices ``given`` the manufacturer decides z and the streamer x: ``phi*a`` units are sold at the price p, of which the
streamer has the part lambda; a defect that stays costs the manufacturer g and the streamer L, service costs
``k*z**2/2`` and vetting ``kappa*x**2/2`` beside.

Training and traffic (``pair="training_traffic"``). A brand trains a streamer to the ability ``1 + h`` at the cost
``c*h**2/2``; a platform sends ``1 + t`` visitors at the cost ``upsilon*t**2/2``. They spend ``v*(1 + h)*(1 + t)``, of
which the platform has the part mu. Elsewhere the streamer would earn ``kappa*(1 + h)*(1 + chi*t)``: chi says how
readily new traffic follows it, 1 as the traffic there is without support. The streamer gets that, and the part beta of
what is left (Nash bargaining). If traffic were so large that nothing is left, there would be no agreement and the
platform would earn nothing from this show; the rule is written for all t, and flatters such a deviation, which does not
pay nevertheless.

Timing. All decisions at once; any order, leaders first, is an argument. Everybody knows all parameters.

Units. a and demand units for a season; w, m, f, c, l, r, g, L, p and price money for a unit; V, S and payoffs money for
a season; ability and traffic are counted in what there is of them without training and without support; v and kappa
money for a season, of one ability and one traffic; x of vetting, z, delta, phi, lambda, mu, beta and chi pure numbers.

What is exact
-------------
With ``X = gamma**2/(b*k)`` and ``Y = tau**2/(b*upsilon)`` all at once sell ``(phi*a - b*c)/(4 - X - Y)``: content and
promotion are complements for the manufacturer and for buyers everywhere; for the streamer, who pays for content,
wherever ``X <= 1``. Content alone always makes the streamer worse off, since all raise their margins; with traffic it
is better off exactly if ``2*X < Y*(4 - Y)``. Vetting and service are substitutes for both players at given prices. With
prices decided everybody has, but for fixed costs, a fixed part of the square of ``phi*a/b - c`` less what defects cost:
they are complements for all exactly if ``2*(phi*a/b - c - l*delta) < 2*l*delta*(1 - x) - (2 - x)*(l - r)*delta*z``.
Training and traffic are complements for the brand exactly if ``(1 - mu)*v > kappa*chi``, so always where ``chi <= 1``.

Lineage. Complements as increasing differences: Milgrom and Roberts (1990), American Economic Review 80(3). The three
games are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.chains import game_of_chain

a, b, c, phi, gamma, tau, k, upsilon = parameters("a b c phi gamma tau k upsilon", positive=True)
delta, harm, r, found, mended, vetting_cost, service_cost = parameters("delta l r x z V S", positive=True)
p, commission, kappa, g, L = parameters("p lambda kappa g L", positive=True)
v, mu, beta = parameters("v mu beta", positive=True)
chi = parameters("chi", nonnegative=True)
w, m, f, x, z, t, h = decisions("w m f x z t h")

PAIRS: Mapping[str, tuple[str, str]] = Frozen(
    {
        "content_promotion": ("content", "promotion"),
        "vetting_after_sales": ("vetting", "service"),
        "training_traffic": ("training", "traffic"),
    }
)
"""The two levers of each pair."""
LEVERS = ("both", "neither", *dict.fromkeys(lever for pair in PAIRS.values() for lever in pair))
PRICES = ("decided", "given")

BASELINE = baseline(
    {
        "a": "10",
        "b": "1",
        "c": "2",
        "phi": "1",
        "gamma": "1",
        "tau": "1",
        "k": "2",
        "upsilon": "2",
        "delta": "0.02",
        "l": "6",
        "r": "2",
        "x": "0.5",
        "z": "0.5",
        "V": "0.1",
        "S": "0.1",
        "p": "8",
        "lambda": "0.2",
        "kappa": "0.5",
        "g": "6",
        "L": "2",
        "v": "2",
        "mu": "0.2",
        "beta": "0.4",
        "chi": "1",
    }
)


def levers(
    pair: str = "content_promotion",
    levers: str = "both",
    order: Sequence[Slot] | None = None,
    prices: str = "decided",
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    pair : str
        ``content_promotion``, ``vetting_after_sales`` or ``training_traffic``.
    levers : str
        Which of the two there are: ``both``, ``neither`` (where prices are decided) or the name of one, of
        ``PAIRS[pair]``.
    order : sequence, optional
        The timing, leaders first.
    prices : str
        Of vetting and service: whether prices are ``decided``, and the levers' sizes given, or the other way round.

    Returns
    -------
    Game
        Reported: chain_profit; where prices are decided demand, price and consumer_surplus; of vetting and service at
        given prices defects (that stay); of training and traffic sales.

    Raises
    ------
    UnknownName
        If there is no such pair, lever or way to find prices.
    DeclarationError
        If the lever is one of another pair, if prices are asked for where there is no choice, or if nobody decides
        anything.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(levers("training_traffic", "training"))["h"]
    (beta - 1)*(kappa + mu*v - v)/c
    """
    require_known(pair, PAIRS, f"no pair of levers {pair!r}")
    require_known(levers, LEVERS, f"no lever {levers!r}")
    require_known(prices, PRICES, f"prices cannot be {prices!r}")
    if levers not in ("both", "neither", *PAIRS[pair]):
        raise DeclarationError(
            f"no lever {levers!r} in the pair {pair!r}; write both, neither, {' or '.join(PAIRS[pair])}"
        )
    if prices != "decided" and pair != "vetting_after_sales":
        raise DeclarationError("prices= goes with pair='vetting_after_sales'; leave prices out")
    first, second = (levers in ("both", lever) for lever in PAIRS[pair])
    if pair == "content_promotion":
        return _content_promotion(order, content=first, promotion=second)
    if not (first or second) and (pair == "training_traffic" or prices == "given"):
        raise DeclarationError(
            "without either lever nobody decides anything there; write levers='both' or one of the two, and put that "
            "lever at zero"
        )
    if pair == "training_traffic":
        return _training_traffic(order, training=first, traffic=second)
    if prices == "given":
        return _given_prices(order, vetting=first, service=second)
    return _decided_prices(order, vetting=first, service=second)


def _content_promotion(order: Sequence[Slot] | None, *, content: bool, promotion: bool) -> Game:
    price = w + m + f
    shown, sent = x if content else sp.S.Zero, t if promotion else sp.S.Zero
    demand = phi * a - b * price + gamma * shown + tau * sent
    players = [
        Player("manufacturer", decides=[w], payoff=(w - c) * demand),
        Player("streamer", decides=[m, x] if content else [m], payoff=m * demand - k * shown**2 / 2),
        Player("platform", decides=[f, t] if promotion else [f], payoff=f * demand - upsilon * sent**2 / 2),
    ]
    return game_of_chain(players, order, [phi * a > b * c], _market(demand, price))


def _decided_prices(order: Sequence[Slot] | None, *, vetting: bool, service: bool) -> Game:
    price = w + m + f
    sold = delta * (1 - found) if vetting else delta
    good = mended if service else sp.S.Zero
    demand = phi * a - b * (price + harm * sold * (1 - good))
    spent = service_cost if service else sp.S.Zero
    players = [
        Player("manufacturer", decides=[w], payoff=(w - c - r * sold * good) * demand - spent),
        Player("streamer", decides=[m], payoff=m * demand - (vetting_cost if vetting else 0)),
        Player("platform", decides=[f], payoff=f * demand),
    ]
    known = [delta < 1, *([found < 1] if vetting else []), *([mended < 1, r < harm] if service else [])]
    return game_of_chain(players, order, [phi * a > b * (c + harm * delta), *known], _market(demand, price))


def _given_prices(order: Sequence[Slot] | None, *, vetting: bool, service: bool) -> Game:
    seen, good = x if vetting else sp.S.Zero, z if service else sp.S.Zero
    units = phi * a
    defects = units * delta * (1 - seen)
    players = [
        Player(
            "manufacturer",
            decides=[z] if service else [],
            payoff=units * ((1 - commission) * p - c) - defects * (r * good + g * (1 - good)) - k * good**2 / 2,
        ),
        Player(
            "streamer",
            decides=[x] if vetting else [],
            payoff=units * commission * p - defects * (1 - good) * L - kappa * seen**2 / 2,
        ),
    ]
    known = [delta < 1, commission < 1]
    known += [kappa > units * delta * L] if vetting else []
    known += [r < g, k > units * delta * (g - r)] if service else []
    return game_of_chain(players, order, known, {"defects": defects * (1 - good)})


def _training_traffic(order: Sequence[Slot] | None, *, training: bool, traffic: bool) -> Game:
    learnt, sent = h if training else sp.S.Zero, t if traffic else sp.S.Zero
    sales = v * (1 + learnt) * (1 + sent)
    elsewhere = kappa * (1 + learnt) * (1 + chi * sent)
    gain = (1 - mu) * sales - elsewhere
    players = [
        Player("brand", decides=[h] if training else [], payoff=(1 - beta) * gain - c * learnt**2 / 2),
        Player("streamer", decides=[], payoff=elsewhere + beta * gain),
        Player("platform", decides=[t] if traffic else [], payoff=mu * sales - upsilon * sent**2 / 2),
    ]
    left, added = (1 - mu) * v - kappa, (1 - mu) * v - kappa * chi
    known = [mu < 1, beta < 1, left > 0]
    if traffic:
        known.append(upsilon * left + mu * v * added > 0)
    if training and traffic:
        known.append(c * upsilon > (1 - beta) * mu * v * added)
    return game_of_chain(players, order, known, {"sales": sales})


def _market(demand: sp.Expr, price: sp.Expr) -> dict[str, sp.Expr]:
    return {"demand": demand, "price": price, "consumer_surplus": demand**2 / (2 * b)}
