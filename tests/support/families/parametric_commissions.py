"""Twelve games in which somebody decides a commission, for all parameters: by whom, when, with effort, with a store.

A manufacturer sells at a price p through a live channel, at a unit cost c. Who decides the commission `lam` receives
this share of revenue. Effort e of a streamer adds to demand, or multiplies it. A store of the manufacturer's own sells
at a given price s, and each channel draws buyers from the other at the rate theta. A platform pays a streamer the given
share f of revenue.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import sympy as sp

from families.static import Declared, declared
from lsec_models import Game, Player, decisions, parameters

a, c, k, s, f, theta = parameters("a c k s f theta", positive=True)
lam, p, e = decisions("lam", within=(0, 1)), *decisions("p e")
LIVE, STORE = a - p + theta * s, a - s + theta * p
ADDED, LIFTED = a - p + e, (a - p) * (1 + e)
COST = k * e**2 / 2

ROOT, CLOSED, POINTS = "a root", "closed form", "at points"


@dataclass(frozen=True, kw_only=True)
class CommissionGame:
    """One of the games.

    Attributes
    ----------
    game : Game
    answer : str
        How it is solved: a root, in closed form, or at points.
    limits : mapping from str to sequence of relations
        What each player must respect, in plain numbers for the search: what is decided later is written out.
    claim : relational, optional
        Of what is solved at points: what holds for all parameters, and gives the decision away.
    given : sequence of relations
        Where the claim holds.
    """

    game: Game
    answer: str
    limits: Mapping[str, Sequence[sp.Basic]]
    claim: sp.Basic | None = None
    given: Sequence[sp.Basic] = ()

    def points(self, count: int, seed: int) -> list[dict[str, Fraction]]:
        """Return admissible points of short numbers."""
        dice = random.Random(seed)
        found: list[dict[str, Fraction]] = []
        while len(found) < count:
            drawn = {
                "a": Fraction(dice.randint(8, 60), 4),
                "c": Fraction(dice.randint(1, 24), 8),
                "k": Fraction(dice.randint(2, 24), 4),
                "s": Fraction(dice.randint(4, 40), 8),
                "f": Fraction(dice.randint(1, 8), 20),
                "theta": Fraction(dice.randint(1, 9), 10),
            }
            point = {name: drawn[name] for name in self.game.domain.ring.names}
            if not self.game.domain.failures({symbol: point[symbol.name] for symbol in self.game.parameters}):
                found.append(point)
        return found

    def declared(self, point: Mapping[str, Fraction]) -> Declared:
        """Return the game at a point as plain data."""
        game = self.game.with_values(point)
        numbers = {symbol: sp.Rational(*point[symbol.name].as_integer_ratio()) for symbol in self.game.parameters}
        plain = {d: decisions(d.name) for d in game.decisions}
        share = [lam <= 1]
        limits = {
            player.name: [r.subs(numbers).xreplace(plain) for r in self.limits.get(player.name, ())]
            + [r.xreplace(plain) for r in share if lam in player.decides]
            for player in game.players
        }
        return declared(
            {player.name: [plain[d] for d in player.decides] for player in game.players},
            {player.name: player.payoff.xreplace(plain) for player in game.players},
            [[plain[decision]] for stage in game.stages for decision in stage.decisions],
            limits,
            linear_quadratic=False,
        )


@cache
def twelve_games() -> dict[str, CommissionGame]:
    """Return the games by what they are."""
    return {
        "streamer, before the price": _alone("streamer", sp.Integer(0)),
        "streamer, before the price, with effort": _with_effort("streamer"),
        "streamer, before the price, with a store": _with_store("streamer", sp.Integer(0)),
        "streamer, after the price, with effort": _after_the_price("streamer"),
        "platform, before the price": _alone("platform", f),
        "platform, before the price, with effort": _with_effort("platform"),
        "platform, before the price, with a store": _with_store("platform", f),
        "platform, after the price, with effort": _after_the_price("platform"),
        "manufacturer, before the price": _offered_for_nothing(),
        "manufacturer, before the price, with effort": _offered_for_effort([lam, e, p]),
        "manufacturer, after the price, with effort": _offered_for_effort([p, lam, e]),
        "manufacturer, before the price, with effort and a store": _offered_with_store(),
    }


def _game(players: Mapping[str, tuple[list[sp.Symbol], sp.Expr]], order: list[sp.Symbol], **more: object) -> Game:
    declared_players = [Player(name, decides=own, payoff=payoff) for name, (own, payoff) in players.items()]
    return Game(players=declared_players, order=order, **more)


def _alone(decider: str, paid: sp.Expr) -> CommissionGame:
    selling = ((1 - lam - paid) * p - c) * (a - p)
    players = {decider: ([lam], lam * p * (a - p)), "manufacturer": ([p], selling)}
    assuming = [a > c] if paid == 0 else [a * (1 - f) > c, f < 1]
    game = _game(players, [lam, p], constraints=[p <= a], assuming=assuming)
    return CommissionGame(game=game, answer=ROOT, limits={"manufacturer": [p <= a]})


def _with_effort(decider: str) -> CommissionGame:
    own, paid = (lam, 0) if decider == "streamer" else (f, f)
    players = {decider: ([lam], lam * p * ADDED), "manufacturer": ([p], ((1 - lam - paid) * p - c) * ADDED)}
    if decider == "streamer":
        players["streamer"] = ([lam, e], lam * p * ADDED - COST)
    else:
        players["streamer"] = ([e], f * p * ADDED - COST)
    assuming = [a > c, k > 1] if decider == "streamer" else [a * (1 - f) > c, f < 1, k > 1]
    # Effort will be own*p/k, so that this is a demand that is not negative.
    game = _game(players, [lam, p, e], constraints=[p * (k - own) <= a * k], assuming=assuming)
    return CommissionGame(game=game, answer=ROOT, limits={"manufacturer": [p * (k - own) <= a * k]})


def _with_store(decider: str, paid: sp.Expr) -> CommissionGame:
    selling = ((1 - lam - paid) * p - c) * LIVE + (s - c) * STORE
    players = {decider: ([lam], lam * p * LIVE), "manufacturer": ([p], selling)}
    assuming = [a * (1 - paid) > c, s > c, theta < 1, a > s]
    if paid != 0:
        assuming += [f < 1, a + c * theta > a * f + c + f * s * theta]
    game = _game(players, [lam, p], constraints=[p <= a + theta * s], assuming=assuming)
    return CommissionGame(game=game, answer=ROOT, limits={"manufacturer": [p <= a + theta * s]})


def _after_the_price(decider: str) -> CommissionGame:
    """Who names the share last takes all of it, whatever the price."""
    paid = 0 if decider == "streamer" else f
    players = {decider: ([lam], lam * p * ADDED), "manufacturer": ([p], ((1 - lam - paid) * p - c) * ADDED)}
    own = lam if decider == "streamer" else f
    players["streamer"] = (
        [lam, e] if decider == "streamer" else [e],
        own * p * ADDED - COST,
    )
    game = _game(players, [p, lam, e], constraints=[p <= a], assuming=[a > c, k > 1, *([f < 1] if paid else [])])
    answered = players[decider][1].subs(e, own * p / k)
    return CommissionGame(
        game=game,
        answer=POINTS,
        limits={"manufacturer": [p <= a]},
        claim=sp.diff(answered, lam) > 0,
        given=[a > c, k > 1, f < 1, lam > 0, lam < 1, p > 0, p < a],
    )


def _offered_for_nothing() -> CommissionGame:
    """A commission that changes nobody's effort is not paid."""
    selling = ((1 - lam) * p - c) * (a - p)
    game = _game({"manufacturer": ([lam, p], selling)}, [lam, p], constraints=[p <= a], assuming=[a > c])
    earned = (a * (1 - lam) - c) ** 2 / (4 * (1 - lam))
    return CommissionGame(
        game=game,
        answer=POINTS,
        limits={"manufacturer": [p <= a]},
        claim=sp.diff(earned, lam) < 0,
        given=[a > c, lam > 0, a * (1 - lam) > c],
    )


def _offered_for_effort(order: list[sp.Symbol]) -> CommissionGame:
    players = {"manufacturer": ([lam, p], ((1 - lam) * p - c) * LIFTED), "streamer": ([e], lam * p * LIFTED - COST)}
    game = _game(players, order, constraints=[p <= a], assuming=[a > c, (a - c) ** 2 > 4 * k])
    answer = ROOT if order[0] == lam else CLOSED
    return CommissionGame(game=game, answer=answer, limits={"manufacturer": [p <= a]})


def _offered_with_store() -> CommissionGame:
    """Fame lifts both channels; without a commission there is none, and the first share of revenue costs little."""
    lifted = (((1 - lam) * p - c) * LIVE + (s - c) * STORE) * (1 + e)
    players = {"manufacturer": ([lam, p], lifted), "streamer": ([e], lam * p * LIVE * (1 + e) - COST)}
    game = _game(players, [lam, e, p], constraints=[p <= a + theta * s], assuming=[a > c, s > c, a > s, theta < 1])
    effort = lam * p * LIVE / k
    return CommissionGame(
        game=game,
        answer=POINTS,
        limits={"manufacturer": [p <= a + theta * s]},
        claim=sp.diff(effort, lam) > 0,
        given=[a > c, k > 0, s > c, theta > 0, p > 0, p < a],
    )
