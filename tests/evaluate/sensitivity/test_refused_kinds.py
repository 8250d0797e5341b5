"""Kinds of results of which no parameter is moved are told what to ask instead; each way out is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from lsec_models import (
    Game,
    Player,
    comparative_statics,
    discrete,
    elasticities,
    monte_carlo,
    parameters,
    random,
    solve,
    sweep,
    tornado,
    uniform,
)
from lsec_models.errors import ClaimError, DeclarationError
from results import BIMATRIX, CONTEST, IN_STOCK, KINDS, ONE_STATE, STOCK, a, p, x, y

ENTRY = {"a": 3, "F": 1}
THE_GAME = "numbers at one point have no neighbours: give the game itself, tornado(result.game, ...)"
THE_FORM = "where the game has a closed form, give that, tornado(solve(result.game), ...)"
A_MODE = "of a choice give one mode, tornado(choice.modes[name].solved, ...)"
TWO_POINTS = "solve the game at two points and compare, solve(game, at={...})"


def in_periods(found: Any) -> Any:
    return tornado(found.game, "firm", at=IN_STOCK)


def one_mode(_: Any) -> Any:
    return tornado(KINDS["ChoiceEquilibrium"]().modes["open"].solved, "firm", at=ENTRY)


def at_a_point(found: Any) -> Any:
    return solve(found.game, at={symbol.name: number for symbol, number in zip(*_point(found), strict=True)})


def _point(found: Any) -> tuple[list[Any], list[Any]]:
    symbols = list(found.game.parameters)
    known = {**STOCK, "T": 5, "a": 1, "b": 2, "c": 3}
    return symbols, [known[symbol.name] for symbol in symbols]


INSTEAD: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "PointEquilibrium": (THE_GAME, lambda found: tornado(found.game, "w", at={"a": 10, "b": 1, "c": 2})),
    "RegimesAlong": ("tornado(found.game, ...)", lambda found: tornado(found.game, "x", at={**found.fixed, "a": 3})),
    "BayesianPoint": (THE_FORM, lambda found: tornado(solve(found.game), "firm", at={"a": 3, "T": 1, "c": 2})),
    "ChoiceEquilibrium": (A_MODE, one_mode),
    "ChoicePoint": (A_MODE, one_mode),
    "FollowedEquilibrium": (A_MODE, lambda found: tornado(found.modes["accept"].solved, "maker", at={"a": 3})),
    "MatrixEquilibria": ("solve a matrix game for each table of payoffs", lambda _: solve(BIMATRIX)),
    "MixedEquilibrium": ("solve a matrix game for each table of payoffs", lambda _: solve(BIMATRIX)),
    "PeriodsPoint": (THE_GAME, in_periods),
    "StationaryPoint": (THE_GAME, in_periods),
    "StationarySolutions": (THE_GAME, in_periods),
    "FeedbackPoint": (THE_FORM, lambda found: tornado(solve(found.game), "firm", at={"r": 1, "delta": 1, "G_0": 1})),
    "FeedbackTable": (TWO_POINTS, at_a_point),
    "FeedbackSolutions": (TWO_POINTS, at_a_point),
    "FiniteFeedback": ("equilibrium.at({...}).payoffs", lambda found: found.at({**STOCK, "T": 5}).payoffs),
    "FinitePoint": (TWO_POINTS, at_a_point),
    "OpenLoopPoint": (TWO_POINTS, at_a_point),
    "OneStateSolution": ("solve(problem, at={...})", lambda _: solve(ONE_STATE, at={"r": "1/10", "delta": "1/5"})),
    "RestPoints": (TWO_POINTS, at_a_point),
    "RestPointsAt": (TWO_POINTS, at_a_point),
    "RestPointAt": (TWO_POINTS, at_a_point),
    "LeverPath": ("best_lever(game, lever, ..., at={...}).cost", lambda found: found.cost),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", INSTEAD)
def test_a_kind_that_is_not_moved_is_told_what_to_ask(kind: str) -> None:
    found = KINDS[kind]()
    words, done = INSTEAD[kind]
    with pytest.raises(DeclarationError, match=kind) as raised:
        tornado(found, "firm", at={})
    assert words in str(raised.value)
    assert done(found) is not None


@pytest.mark.slow
def test_equilibria_with_a_signal_are_moved_by_their_game() -> None:
    kind = random("kind", discrete({1: "1/2", 2: "1/2"}))
    worker = Player("worker", decides=[x], payoff=y - a * x / kind, sees=[kind])
    game = Game(players=[worker, Player("firm", decides=[y], payoff=-((y - kind) ** 2))], order=["worker", "firm"])
    found = solve(game, at={"a": 1})
    for one in (found, found[0]):
        with pytest.raises(DeclarationError) as raised:
            tornado(one, "worker", at={"a": 1})
        assert THE_GAME in str(raised.value)
    assert tornado(found.game, "worker", at={"a": 1}).base == 1.25


def test_each_verb_names_itself() -> None:
    choice = KINDS["ChoiceEquilibrium"]()
    with pytest.raises(DeclarationError, match=r"elasticities\(choice.modes\[name\].solved, ...\)"):
        elasticities(choice, at=ENTRY)
    with pytest.raises(DeclarationError, match=r"monte_carlo\(choice.modes\[name\].solved, ...\)"):
        monte_carlo(choice, "firm", laws={"a": uniform(1, 2)}, at={"F": 1})
    with pytest.raises(DeclarationError, match=r"an EvolutionaryGame; solve the game at two points"):
        tornado(CONTEST, "live", at={})


def test_where_no_parameter_moves_by_a_share() -> None:
    without = KINDS["Solutions"]().game
    for solved in (without, solve(without)):
        for moved in (lambda it: tornado(it, "A", at={}), lambda it: elasticities(it, at={})):
            with pytest.raises(DeclarationError, match="nothing moves by a share: there is no parameter"):
                moved(solved)
    n = parameters("n", integer=True)
    counted = solve(Game(players=[Player("firm", decides=[p], payoff=p * (n - p))]))
    with pytest.raises(DeclarationError, match="every parameter is declared integer; sweep it"):
        tornado(counted, "firm", at={"n": 3})
    assert list(sweep(counted, over={"n": [2, 4]})["firm"].values) == [1, 4]


def test_a_point_of_several_equilibria_is_not_sent_to_these() -> None:
    one = solve(KINDS["PiecewiseEquilibrium"]().game, at={"a": 4, "c": 2}).only()
    with pytest.raises(DeclarationError, match="not a PointEquilibrium; it stands at one point: sweep the game"):
        sweep(one, over={"a": [4]})
    assert sweep(one.game, over={"a": [4, 6]}, at={"c": 2})["firm"].shape == (2,)
    with pytest.raises(ClaimError, match=r"has a closed form, ask that, comparative_statics\(solve\(game\)\)"):
        comparative_statics(one)
    assert comparative_statics(solve(one.game), "p", "a")
