"""The mechanisms under another form of demand: the ledger asks its headlines again in these games.

What is not said to be other is as in the model of the catalogue, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import EvolutionaryGame, Game, Player, decisions, others, parameters, solve, total
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.models.parts.streamers import STREAMER_TYPES

from ..appeal_and_care import numbers_of

a, b, c, h, k, p, s, t, v = parameters("a b c h k p s t v", positive=True)
phi, mu, eta, gamma, rho, beta, kappa = parameters("phi mu eta gamma rho beta kappa", positive=True)
commission = parameters("lambda", positive=True)
e, q, x, w, m, f = decisions("e q x w m f")
_PAIR = ("manufacturer", "streamer")


def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label."""
    parts = (
        added_shock,
        priced_ability,
        saturated_sales,
        priced_loyalty,
        elastic_bargain,
        priced_vetting,
        multiplied_speed,
        rivals_in_prices,
        few_high_values,
        priced_laxity,
    )
    return {label: found for part in parts for label, found in part().items()}


@cache
def added_shock() -> Mapping[str, Any]:
    """Return a commission where the shock is added to demand, uniform on [-h, h], and a lot is ordered; and by type."""
    unsold, goodwill = parameters("s g", nonnegative=True)
    e, Q = decisions("e Q")
    size = phi * (a + mu * e)
    missed = (size + h - Q) ** 2 / (4 * h)
    sales = size - missed
    players = [
        Player(
            "manufacturer",
            decides=[Q],
            payoff=(1 - commission) * p * sales + unsold * (Q - sales) - goodwill * missed - c * Q,
        ),
        Player("streamer", decides=[e], payoff=commission * p * sales - eta * e**2 / 2),
    ]
    known = [commission < 1, (1 - commission) * p > c, c > unsold, h <= phi * a]
    report = {"stock_outs": (size + h - Q) / (2 * h)}
    added = Game(players=players, order=[_PAIR], assuming=known, report=report)
    earned = p * sales + unsold * (Q - sales) - goodwill * missed - c * Q - eta * e**2 / 2
    owner = Player("manufacturer", decides=[Q, e], payoff=earned)
    own_host = Game(players=[owner], assuming=[p > c, c > unsold, h <= phi * a], report=report)
    hosted = {"stock_added_by_top": (added, "top"), "stock_added_by_self_run": (own_host, "self_run")}
    typed = {label: game.with_values(numbers_of(game, kind)) for label, (game, kind) in hosted.items()}
    return {label: solve(game) for label, game in {"stock_added": added, **typed}.items()}


@cache
def priced_ability() -> Mapping[str, Any]:
    """Return training where ability draws buyers, at a price that is decided: it brings ``(a + v*h)**2/(4*b)``.

    An own host is paid what its training is worth elsewhere.
    """
    u = parameters("u", nonnegative=True)
    ability = decisions("h")
    brings, elsewhere, cost = (a + v * ability) ** 2 / (4 * b), u + kappa * ability, c * ability**2 / 2
    gain = brings - elsewhere
    brand = Player("brand", decides=[ability], payoff=(1 - beta) * gain - cost)
    streamer = Player("streamer", decides=[], payoff=elsewhere + beta * gain)
    owner = Player("brand", decides=[ability], payoff=brings - cost)
    reach = sp.Rational(STREAMER_TYPES["self_run"].influence)
    employer = Player("brand", decides=[ability], payoff=reach * (brings - kappa * ability) - cost)
    # Ability is worth something, and not so much that there is no end to it.
    known = [2 * b * c > v**2]
    untied = Game(players=[brand, streamer], assuming=[*known, beta < 1, a * v > 2 * b * kappa])
    tied = Game(
        players=[
            Player("brand", decides=[ability], payoff=(1 - beta) * (brings - u) - cost),
            Player("streamer", decides=[], payoff=u + beta * (brings - u)),
        ],
        assuming=[*known, beta < 1],
    )
    return {
        "trained_priced": solve(untied),
        "trained_priced_tied": solve(tied),
        "trained_priced_own_host": solve(Game(players=[employer], assuming=[*known, v * a > 2 * b * kappa])),
        "trained_priced_owner": solve(Game(players=[owner], assuming=known)),
    }


@cache
def saturated_sales() -> Mapping[str, Any]:
    """Return contests where visitors spend the less, the more of them a streamer has: ``v_i*n - d*n**2/2``.

    ``saturated`` is one of two, ``saturated_alike`` one of n.
    """
    traffic, d, v_1, v_2 = parameters("t d v_1 v_2", positive=True)
    e_1, e_2 = decisions("e_1 e_2")
    total = e_1 + e_2

    def earned(effort: sp.Symbol, worth: sp.Expr) -> sp.Expr:
        visitors = traffic * effort / total
        return (1 - mu) * (worth * visitors - d * visitors**2 / 2) - eta * effort

    contest = Game(
        players=[
            Player("first", decides=[e_1], payoff=earned(e_1, v_1)),
            Player("second", decides=[e_2], payoff=earned(e_2, v_2)),
        ],
        order=[("first", "second")],
        assuming=[mu < 1, v_1 > d * traffic, v_2 > d * traffic],
        report={"total_effort": total},
    )
    return {"saturated": solve(contest), "saturated_alike": solve(_saturated_alike(traffic, d))}


def _saturated_alike(traffic: sp.Expr, d: sp.Expr) -> Game:
    n, worth = parameters("n", integer=True), parameters("v", positive=True)
    visitors = traffic * e / (e + others(e))
    streamer = Player(
        "streamer", decides=[e], payoff=(1 - mu) * (worth * visitors - d * visitors**2 / 2) - eta * e, copies=n
    )
    known = [mu < 1, n >= 2, worth > d * traffic]
    return Game(players=[streamer], assuming=known, report={"total_effort": total(e)})


@cache
def priced_loyalty() -> Mapping[str, Any]:
    """Return a season whose price is decided: demand is ``a + B + S - b*p``, and each takes its own along at its end.

    ``season_left`` is one in which followers are worth nothing to the streamer afterwards, ``season_by_`` ones at the
    numbers of an ordinary streamer and of an own host, who leaves without followers.
    """
    psi, R_b, R_s = parameters("psi R_b R_s", positive=True)
    u, z, e, y, p = decisions("u z e y p")
    own, followers = u + y, phi * e + z
    takings = p * (a + own + followers - b * p)

    def season(worth: sp.Expr) -> Game:
        brand = (1 - commission) * takings - k * (u**2 + z**2) / 2 + psi * R_b * own
        streamer = commission * takings - eta * (e**2 + y**2) / 2 + psi * worth * followers
        players = [
            Player("manufacturer", decides=[u, z, p], payoff=brand),
            Player("streamer", decides=[e, y], payoff=streamer),
        ]
        return Game(players=players, order=[_PAIR], assuming=[commission < 1, b * k > 2, b * eta > 1 + phi**2])

    spent = (k * (u**2 + z**2) + eta * (e**2 + y**2)) / 2
    owner = Player("owner", decides=[u, z, e, y, p], payoff=takings - spent + psi * (R_b * own + R_s * followers))
    kept = takings - spent + psi * R_b * own
    own_host = Game(
        players=[Player("owner", decides=[u, z, e, y, p], payoff=kept)], assuming=[2 * b > 2 / k + (1 + phi**2) / eta]
    )
    ordinary = season(R_s)
    return {
        "season_by_ordinary": solve(ordinary.with_values(numbers_of(ordinary, "ordinary"))),
        "season_by_self_run": solve(own_host.with_values(numbers_of(own_host, "self_run"))),
        "season": solve(season(R_s)),
        "season_left": solve(season(sp.S.Zero)),
        "season_owner": solve(Game(players=[owner], assuming=[2 * b > 2 / k + (1 + phi**2) / eta])),
    }


@cache
def elastic_bargain() -> Mapping[str, Any]:
    """Return a wholesale price that is agreed where demand has the elasticity 2: a over the square of the price.

    Agreed is the maker's margin m, and the streamer decides y, what a unit of money buys: one over its price.
    """
    y = decisions("y")
    players = [
        Player("manufacturer", decides=[], payoff=m * a * y**2),
        Player("streamer", decides=[y], payoff=a * (y - (c + m) * y**2)),
    ]
    order = [Bargain(_PAIR, over=[m], weights=(1 - beta, beta)), "streamer"]
    report = {"chain_profit": a * (y - c * y**2)}
    return {"bought_elastic": solve(Game(players=players, order=order, assuming=[beta < 1], report=report))}


@cache
def priced_vetting() -> Mapping[str, Any]:
    """Return vetting for an audience ``phi*(a - b*p)`` whose price the brand decides at once with quality.

    The price is that of a monopolist, ``a/(2*b)``, whatever is found: a part of what is shown is sold at every price.
    """
    L = parameters("L", positive=True)
    p = decisions("p")
    audience, sold, defects = phi * (a - b * p), 1 - (1 - q) * x, (1 - q) * (1 - x)
    players = [
        Player("manufacturer", decides=[p, q], payoff=(1 - commission) * p * audience * sold - k * q**2 / 2),
        Player("streamer", decides=[x], payoff=audience * (commission * p * sold - L * defects) - kappa * x**2 / 2),
    ]
    price, shown = a / (2 * b), phi * a / 2
    chance = shown * (L - commission * price) * (k - shown * (1 - commission) * price) <= kappa * k
    known = [commission < 1, commission * a < 2 * b * L, chance]
    priced = Game(players=players, order=[_PAIR], assuming=known)
    hired = {f"vetting_priced_by_{kind}": priced.with_values(numbers_of(priced, kind)) for kind in ("top", "ordinary")}
    return {label: solve(game) for label, game in {"vetting_priced": priced, **hired}.items()}


@cache
def multiplied_speed() -> Mapping[str, Any]:
    """Return a promise that multiplies demand, ``(a - b*price)*(1 + l*x)``, made before margins and after w.

    Margins do not depend on it, so that it could as well be made with them.
    """
    wanted = parameters("l", positive=True)
    demand = (a - b * (w + m + f)) * (1 + wanted * x)
    earned = {"manufacturer": (w - c) * demand, "streamer": m * demand, "platform": f * demand}
    priced = {"manufacturer": w, "streamer": m, "platform": f}

    def run_by(runner: str) -> Game:
        players = [
            Player(
                name,
                decides=[priced[name], *([x] if name == runner else [])],
                payoff=payoff - (k * x**2 / 2 if name == runner else 0),
            )
            for name, payoff in earned.items()
        ]
        return Game(players=players, order=[w, x, (m, f)], assuming=[a > b * c])

    return {f"times_led_by_{runner}": solve(run_by(runner)) for runner in earned}


@cache
def rivals_in_prices() -> Mapping[str, Any]:
    """Return adoption by brands whose goods differ, and who compete in prices; of ``second``, by the rival alone."""
    saving, adopting, sigma = parameters("Delta K sigma", positive=True)
    p_1, p_2 = decisions("p_1 p_2")

    def adopted(by: Sequence[str]) -> Game:
        players, sold = [], []
        for name, own, other in (("first", p_1, p_2), ("second", p_2, p_1)):
            adopts = int(name in by)
            demand = (a - own - sigma * (a - other)) / (1 - sigma**2)
            players.append(Player(name, decides=[own], payoff=(own - c + adopts * saving) * demand - adopts * adopting))
            sold.append(demand)
        surplus = (sold[0] ** 2 + 2 * sigma * sold[0] * sold[1] + sold[1] ** 2) / 2
        return Game(
            players=players,
            order=[("first", "second")],
            # Who does not adopt still sells.
            assuming=[sigma < 1, a > c, c > saving, (2 - sigma - sigma**2) * (a - c) > sigma * saving],
            report={"welfare": surplus + sp.Add(*(player.payoff for player in players))},
        )

    who = {"none": (), "second": ("second",), "both": ("first", "second")}
    return {f"adopted_in_prices_by_{words}": solve(adopted(by)) for words, by in who.items()}


@cache
def few_high_values() -> Mapping[str, Any]:
    """Return patient buyers of whom few have high values: a value is v**2, with v uniform on [0, 1].

    The seller decides the marginal v, and tomorrow's seller the root r of its price.
    """
    delta_c, delta_f = parameters("delta_c delta_f", positive=True)
    marginal, root = decisions("v r")
    tomorrow = root**2
    today = marginal**2 - delta_c * (marginal**2 - tomorrow)
    later = tomorrow * (marginal - root)
    one_show = Player("seller", decides=[marginal], payoff=marginal**2 * (1 - marginal))

    def gained(least: sp.Expr, most: sp.Expr, price: sp.Expr) -> sp.Expr:
        return (most**3 - least**3) / 3 - price * (most - least)

    alone = Game(players=[one_show], report={"consumer_surplus": gained(marginal, sp.S.One, marginal**2)})
    players = [
        Player("seller", decides=[marginal], payoff=today * (1 - marginal) + delta_f * later),
        Player("seller_tomorrow", decides=[root], payoff=later),
    ]
    two_shows = Game(
        players=players,
        order=["seller", "seller_tomorrow"],
        assuming=[delta_c < 1, delta_f <= 1],
        report={
            "consumer_surplus": gained(marginal, sp.S.One, today) + delta_c * gained(root, marginal, tomorrow),
        },
    )
    return {"few_one_show": solve(alone), "few_two_shows": solve(two_shows)}


@cache
def priced_laxity() -> Mapping[str, Any]:
    """Return streamers who sell ``a - b*price`` at a price that is decided, and ``a + x - b*price`` where they are lax.

    The platform has its commission on all sales.
    """
    fine, cost, reputation, more = parameters("f k d x", positive=True)
    kept, part = parameters("nu mu", nonnegative=True)

    def earned(streamer: str, platform: str) -> dict[str, sp.Expr]:
        lax, watched = int(streamer == "lax"), int(platform == "supervise")
        sales = (a + lax * more) ** 2 / (4 * b)
        return {
            "streamers": (1 - part) * sales - lax * watched * fine,
            "platforms": part * sales + watched * (lax * (kept * fine + reputation) - cost),
        }

    game = EvolutionaryGame(
        populations={"streamers": ["strict", "lax"], "platforms": ["supervise", "ignore"]},
        payoffs=earned,
        assuming=[kept <= 1, part < 1],
    )
    return {"watched_priced": solve(game)}
