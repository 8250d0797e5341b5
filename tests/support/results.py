"""One result of each kind, small enough to be solved in a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import (
    Bargain,
    Choice,
    DifferenceGame,
    DifferentialGame,
    EvolutionaryGame,
    Game,
    MatrixGame,
    OneStateProblem,
    Player,
    best_lever,
    decisions,
    discrete,
    normal,
    parameters,
    random,
    signal,
    solve,
    states,
)

a, b, c, r, delta, T, F = parameters("a b c r delta T F", positive=True)
p, w, m, q, x, y = decisions("p w m q x y")
fee, margin = decisions("fee margin", real=True)
G, u = states("G"), decisions("u")

STOCK = {"r": "1/10", "delta": "1/5", "G_0": 0}
LINEAR = DifferentialGame(
    states={G: u - delta * G}, players=[Player("firm", decides=[u], payoff=G - u**2 / 2)], discount=r
)
CURVED = replace(LINEAR, players=[Player("firm", decides=[u], payoff=G - G**2 / 2 - u**2 / 2)])
effort = decisions("effort", real=True)
IN_PERIODS = DifferenceGame(
    states={G: (1 - delta) * G + effort},
    players=[Player("firm", decides=[effort], payoff=G - G**2 / 4 - effort**2)],
    discount_factor=0.9,
)
s, e = sp.Symbol("s"), decisions("e")
ONE_STATE = OneStateProblem(
    state=s, control=e, payoff=s - e**2 / 2, dynamics=e - delta * s, discount=r, between=(0, 30)
)
IN_STOCK = {"delta": "1/5", "G_0": 1}
BIMATRIX = MatrixGame(
    strategies={"row": ["top", "bottom"], "column": ["left", "right"]},
    payoffs={"row": [[2, 0], [0, 1]], "column": [[1, 0], [0, 2]]},
)

CONTEST = EvolutionaryGame(
    populations={"makers": ["live", "shop"], "platforms": ["watch", "rest"]},
    payoffs={"makers": [[a, c], [b, b]], "platforms": [[1, c], [2, 0]]},
)


@cache
def chain() -> Any:
    demand = a - b * (w + m)
    players = [Player("maker", decides=[w], payoff=(w - c) * demand), Player("shop", decides=[m], payoff=m * demand)]
    return solve(Game(players=players, order=["maker", "shop"], assuming=[a > b * c], report={"price": w + m}))


@cache
def capped() -> Any:
    return solve(
        Game(players=[Player("firm", decides=[p], payoff=(p - c) * (a - p))], constraints=[p <= a]), corners=True
    )


@cache
def duopoly() -> Any:
    one = Player("A", decides=[x], payoff=x * (4 - x - y))
    return solve(Game(players=[one, Player("B", decides=[y], payoff=y * (4 - y - 2 * x))]), corners=True, at={})


@cache
def entry() -> Any:
    closed = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))])
    opened = Game(players=[Player("firm", decides=[q], payoff=q * (2 * a - q) - F)])
    return solve(Choice(by="firm", among={"closed": closed, "open": opened}))


@cache
def accepted() -> Any:
    """A price and a fee that a shop must accept."""
    maker, shop = _terms()
    constraints = {"maker": [shop.payoff >= 1]}
    return solve(
        Game(players=[replace(maker, decides=[w, fee]), shop], order=["maker", "shop"], constraints=constraints),
        corners=True,
    )


@cache
def agreed() -> Any:
    """The same terms, bargained over."""
    bargain = Bargain(["maker", "shop"], over=[w, fee])
    return solve(Game(players=_terms(), order=[bargain, "shop"]))


@cache
def posted() -> Any:
    """The same terms, accepted or refused."""
    maker, shop = _terms()
    nothing = [Player("maker", decides=[], payoff=0), Player("shop", decides=[], payoff=1)]
    modes = {
        "accept": Game(players=[maker, shop], given=[w, fee]),
        "refuse": Game(players=nothing, given=[w, fee]),
    }
    leader = Player("maker", decides=[w, fee], payoff=0)
    return solve(Game(players=[leader], order=["maker"], then=Choice(by="shop", among=modes)))


def _terms() -> list[Player]:
    demand = a - w - margin
    return [
        Player("maker", decides=[], payoff=w * demand + fee),
        Player("shop", decides=[margin], payoff=margin * demand - fee),
    ]


@cache
def advertising() -> Any:
    return solve(ONE_STATE, at={"r": "1/10", "delta": "1/5"})


@cache
def field() -> Any:
    """Oil out of one field, until it is empty: no law is one formula."""
    stock, well = states("s", nonnegative=True), decisions("w_1")
    seller = Player("firm", decides=[well], payoff=well - well**2 / 2)
    return solve(
        DifferentialGame(states={stock: -well}, players=[seller], discount=r, initial={stock: 1}), at={"r": "1/10"}
    )


@cache
def solved(game: Any, **at: Any) -> Any:
    return solve(game, at=dict(at)) if at else solve(game)


@cache
def commission() -> Any:
    """Return an equilibrium whose first decision is the root of a cubic."""
    share, price = decisions("share", within=(0, 1)), decisions("price")
    players = [
        Player("streamer", decides=[share], payoff=share * price * (a - price)),
        Player("firm", decides=[price], payoff=((1 - share) * price - c) * (a - price)),
    ]
    return solve(Game(players=players, order=["streamer", "firm"], constraints=[price <= a], assuming=[a > c]))


@cache
def informed() -> Any:
    """A firm that sees a signal of demand."""
    output, level = decisions("output", real=True), random("z", normal(0, T))
    firm = Player("firm", decides=[output], payoff=(a + level - output) * output, sees=[signal("s", of=level, noise=c)])
    return solve(Game(players=[firm]))


@cache
def fined() -> Any:
    """A fine on makers who sell live, over two units of time."""
    makers = EvolutionaryGame(populations={"makers": ["live", "shop"]}, payoffs=[[a - F, a - F], [0, 0]])
    asked: dict[str, Any] = {"between": (0, 4), "horizon": 2, "start": {"live": "1/2"}, "at": {"a": 1}}
    return best_lever(makers, F, cost=lambda share: 3 * share["live"] + F**2 / 2, follows="live", pieces=8, **asked)


@cache
def schooled() -> Any:
    """A worker of one of two types, who may go to school before a firm pays what it takes it to be worth."""
    kind, years, wage = random("kind", discrete({1: "1/2", 2: "1/2"})), decisions("years"), decisions("wage")
    worker = Player("worker", decides=[years], payoff=wage - years / kind, sees=[kind])
    firm = Player("firm", decides=[wage], payoff=-((wage - kind) ** 2))
    return solve(Game(players=[worker, firm], order=["worker", "firm"]), at={})


@cache
def capped_quality() -> Any:
    """Quality at a cost of the third degree, up to what is possible, along what it is worth."""
    maker = Player("maker", decides=[x], payoff=a * x - x**3 / 3)
    return solve(Game(players=[maker], constraints=[x <= 2]), over={"a": (0, 9)})


KINDS: Mapping[str, Callable[[], Any]] = {
    "Equilibrium": chain,
    "ImplicitEquilibrium": commission,
    "PointEquilibrium": lambda: chain().at(a=10, b=1, c=2),
    "PiecewiseEquilibrium": capped,
    "ConstrainedEquilibrium": accepted,
    "BargainedEquilibrium": agreed,
    "FollowedEquilibrium": posted,
    "Solutions": duopoly,
    "RegimesAlong": capped_quality,
    "ChoiceEquilibrium": entry,
    "ChoicePoint": lambda: entry().at(a=3, F=1),
    "BayesianEquilibrium": informed,
    "BayesianPoint": lambda: informed().at(a=3, T=1, c=2),
    "SignallingEquilibria": schooled,
    "SignallingEquilibrium": lambda: schooled()[0],
    "MatrixEquilibria": lambda: solved(BIMATRIX),
    "MixedEquilibrium": lambda: solved(BIMATRIX).extreme[1],
    "FeedbackEquilibrium": lambda: solved(LINEAR),
    "FeedbackPoint": lambda: solved(LINEAR).at(STOCK),
    "FeedbackTable": lambda: field()[0],
    "FeedbackSolutions": lambda: solved(CURVED, **STOCK),
    "FiniteFeedback": lambda: solved(LINEAR.with_horizon(T)),
    "FinitePoint": lambda: solved(LINEAR.with_horizon(T)).at({**STOCK, "T": 5}),
    "OpenLoopPoint": lambda: solved(replace(CURVED, information="open_loop"), **STOCK),
    "PeriodsPoint": lambda: solved(IN_PERIODS.with_horizon(3), **IN_STOCK),
    "StationarySolutions": lambda: solved(IN_PERIODS, **IN_STOCK),
    "StationaryPoint": lambda: solved(IN_PERIODS, **IN_STOCK)[0],
    "OneStateSolution": advertising,
    "RestPoints": lambda: solved(CONTEST),
    "RestPointsAt": lambda: solved(CONTEST, a=1, b=2, c=3),
    "RestPointAt": lambda: solved(CONTEST, a=1, b=2, c=3)[0],
    "LeverPath": fined,
}

# Where each closed form is asked for numbers.
POINTS: Mapping[str, Mapping[str, Any]] = {
    "Equilibrium": {"a": 10, "b": 1, "c": 2},
    "PiecewiseEquilibrium": {"a": 10, "c": 2},
    "ConstrainedEquilibrium": {"a": 10},
    "BargainedEquilibrium": {"a": 10},
    "FollowedEquilibrium": {"a": 10},
    "ChoiceEquilibrium": {"a": 3, "F": 1},
    "ImplicitEquilibrium": {"a": 10, "c": 2},
    "FeedbackEquilibrium": STOCK,
    "FiniteFeedback": {**STOCK, "T": 5},
    "BayesianEquilibrium": {"a": 3, "T": 1, "c": 2},
    "RegimesAlong": {"a": 1},
    "RestPoints": {"a": 1, "b": 2, "c": 3},
}
