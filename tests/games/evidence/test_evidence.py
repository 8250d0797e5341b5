"""Evidence as such: how findings combine, what is required, what is refused; and that every result has some."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import sympy as sp

from lsec_models import (
    Choice,
    DifferentialGame,
    Game,
    MatrixGame,
    OneStateProblem,
    Player,
    decisions,
    parameters,
    solve,
    states,
)
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found

a, b, r, delta = parameters("a b r delta", positive=True)
x, y = decisions("x y")
G, K = states("G K")
MOVE = Row(about=About.OPTIMAL, player="firm", decisions=("x",), stage=1)
ROWS = (Row(about=About.EXISTS), MOVE, Row(about=About.OFF_PATH))


def evidence(*statuses: Status, subject: str = "this") -> Evidence:
    findings = tuple(found(row, status, "somehow") for row, status in zip(ROWS, statuses, strict=False))
    return Evidence(subject=subject, required=ROWS, findings=findings)


PROVED = evidence(Status.PROVED, Status.PROVED, Status.PROVED)


# ---- how findings combine ----------------------------------------------------------------------------------------


def test_statuses_are_ordered_and_have_words() -> None:
    assert sorted(Status) == [Status.REFUTED, Status.OPEN, Status.CHECKED, Status.VERIFIED, Status.PROVED]
    assert [status.word for status in Status] == ["refuted", "open", "checked", "verified", "proved"]
    assert min(Status.PROVED, Status.CHECKED) is Status.CHECKED


def test_a_row_that_nobody_answers_is_open() -> None:
    bare = Evidence(subject="this", required=ROWS)
    assert [finding.status for finding in bare.rows] == [Status.OPEN] * 3
    assert PROVED.finding(MOVE).status is Status.PROVED
    assert PROVED.finding(Row(about=About.STABLE)) == found(Row(about=About.STABLE), Status.OPEN)
    assert not bare.established
    assert not Evidence(subject="this", required=()).established


@pytest.mark.parametrize(
    ("statuses", "established"),
    [
        ((Status.PROVED, Status.PROVED, Status.PROVED), True),
        ((Status.PROVED, Status.VERIFIED, Status.PROVED), True),
        ((Status.PROVED, Status.CHECKED, Status.PROVED), False),
        ((Status.OPEN, Status.PROVED, Status.PROVED), False),
        ((Status.PROVED, Status.PROVED, Status.REFUTED), False),
        ((Status.PROVED, Status.PROVED), False),
    ],
)
def test_only_what_is_proved_or_verified_is_established(statuses: tuple[Status, ...], established: bool) -> None:
    assert evidence(*statuses).established == established


def test_every_move_must_be_optimal() -> None:
    second = replace(MOVE, player="rival", decisions=("y",))
    both = replace(PROVED, required=(*ROWS, second))
    assert both.status(About.OPTIMAL) is Status.OPEN
    assert not both.established


def test_a_gain_at_a_later_movers_bound_stands_against_it() -> None:
    bounds = found(Row(about=About.BOUNDS), Status.REFUTED, "search", gain=0.2)
    assert PROVED.established
    assert not replace(PROVED, findings=(*PROVED.findings, bounds)).established


def test_nothing_is_more_certain_than_what_it_rests_on() -> None:
    assert PROVED.resting("mode", PROVED).established
    assert not PROVED.resting("mode", evidence(Status.PROVED)).established


def test_the_better_finding_counts_but_a_refutation_always_does() -> None:
    checked = evidence(Status.PROVED, Status.CHECKED, Status.PROVED)
    assert checked.joined(PROVED).established
    assert PROVED.joined(checked).status(About.OPTIMAL) is Status.PROVED
    refuted = evidence(Status.PROVED, Status.REFUTED)
    assert PROVED.joined(refuted).status(About.OPTIMAL) is Status.REFUTED
    assert refuted.joined(PROVED).status(About.OPTIMAL) is Status.REFUTED


def test_evidence_about_something_else_is_refused() -> None:
    with pytest.raises(DeclarationError, match="another game"):
        PROVED.joined(evidence(Status.PROVED, subject="that"))


# ---- how it reads ------------------------------------------------------------------------------------------------


def test_one_line_says_the_least_of_each_kind() -> None:
    checked = found(MOVE, Status.CHECKED, "search", points=50)
    shown = Evidence(subject="", required=ROWS, findings=(checked,))
    assert shown.line() == "exists: open; optimal: checked at 50 points; off the path: open"
    assert shown.cited("led") == "led (exists: open; optimal: checked at 50 points; off the path: open)"
    above = replace(PROVED.resting("led", shown), required=())
    assert above.resting_line() == f"rests on: {shown.cited('led')}"
    assert above.line().endswith(above.resting_line())
    assert PROVED.resting_line() == ""


def test_table_text_and_html_have_every_row() -> None:
    shown = PROVED.resting("a < b", evidence(Status.PROVED))
    table = shown.table()
    assert list(table.columns) == ["statement", "status", "means", "detail"]
    assert len(table) == 6
    assert table["statement"][1] == "optimal: firm in x, stage 1"
    lines = str(shown).splitlines()
    assert len(lines) == 6
    assert len({line.index(word) for line, word in zip(lines, table["status"], strict=True)}) == 1
    assert shown._repr_html_().count("<tr>") == 7
    assert "a &lt; b: optimal" in shown._repr_html_()


def test_data_are_json() -> None:
    gain = found(MOVE, Status.CHECKED, "search", points=5, gain=0.0)
    held = Evidence(subject="this", required=ROWS, findings=(gain,)).resting("led", PROVED)
    data = json.loads(json.dumps(held.to_data()))
    assert data["established"] is False
    assert [row["status"] for row in data["rows"]] == ["open", "checked", "open"]
    assert data["rows"][1]["gain"] == 0.0
    assert data["rows"][1]["decisions"] == ["x"]
    assert data["rests_on"][0]["label"] == "led"


# ---- every result has evidence -----------------------------------------------------------------------------------


def firm(payoff: sp.Expr) -> Game:
    return Game(players=[Player("firm", decides=[x], payoff=payoff)], assuming=[a > b])


def free(payoff: sp.Expr) -> Game:
    return Game(players=[Player("firm", decides=[x], payoff=payoff)])


DILEMMA = Choice(
    by=("firm", "rival"),
    among={
        (one, other): Game(
            players=[Player("firm", decides=[x], payoff=x * (a - x) + mine), Player("rival", decides=[], payoff=theirs)]
        )
        for (one, other), (mine, theirs) in {
            ("low", "low"): (1, 1),
            ("low", "high"): (3, 0),
            ("high", "low"): (0, 3),
            ("high", "high"): (2, 2),
        }.items()
    },
)
PENNIES = MatrixGame(
    strategies={"even": ["heads", "tails"], "odd": ["heads", "tails"]},
    payoffs=[[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]],
)
EXAMINED = (
    "Equilibrium",
    "PointEquilibrium",
    "PiecewiseEquilibrium",
    "point of a piecewise equilibrium",
    "ChoiceEquilibrium",
    "ChoicePoint",
    "MixedEquilibrium",
    "MatrixEquilibria",
    "OpenLoopPoint",
    "FiniteFeedback",
    "FinitePoint",
    "FeedbackEquilibrium",
    "FeedbackPoint",
    "FeedbackSolutions",
    "one of FeedbackSolutions",
    "FeedbackTable",
)
GOODWILL = DifferentialGame(
    states={G: x - delta * G}, players=[Player("firm", decides=[x], payoff=a * G - x**2 / 2)], discount=r
)
REGULATED = DifferentialGame(
    states={K: x - delta * K}, players=[Player("firm", decides=[x], payoff=-((K - a) ** 2) - x**2 / 2)], discount=r
)
FIELD = states("S", nonnegative=True)
OIL = DifferentialGame(states={FIELD: -x}, players=[Player("firm", decides=[x], payoff=a * x - x**2 / 2)], discount=r)
AT = {"a": 3, "r": 0.1, "delta": 0.2, "G_0": 1}
RIDGE = OneStateProblem(
    state=sp.Symbol("K"),
    control=decisions("u", real=True),
    payoff=-(decisions("u", real=True) ** 2) / 2 - ((sp.Symbol("K") - a) ** 2 - 1) ** 2 / 4,
    dynamics=decisions("u", real=True),
    discount=r,
    between=(a - 2, a + 2),
)


@cache
def cornered() -> Any:
    return solve(firm((x - b) * (a - x)), corners=True, seconds=5)


@cache
def chosen() -> Any:
    return solve(Choice(by="firm", among={"one": firm(x * (a - x)), "two": firm(x * (2 * a - x) - b)}))


RESULTS: dict[str, Callable[[], Any]] = {
    "Equilibrium": lambda: solve(firm(x * (a - x))),
    "PointEquilibrium": lambda: solve(firm(x * (a - x))).at({"a": 2, "b": 1}),
    "PiecewiseEquilibrium": cornered,
    "point of a piecewise equilibrium": lambda: cornered().at({"a": 2, "b": 1}),
    "ChoiceEquilibrium": chosen,
    "ChoicePoint": lambda: chosen().at({"a": 2, "b": 1}),
    "MixedEquilibrium": lambda: solve(DILEMMA).at({"a": 2}).mixed_equilibria()[0],
    "MatrixEquilibria": lambda: solve(PENNIES),
    "FeedbackEquilibrium": lambda: solve(GOODWILL),
    "FeedbackPoint": lambda: solve(GOODWILL).at(AT),
    "FeedbackSolutions": lambda: solve(REGULATED, at={"a": 3, "r": 0.1, "delta": 0.2, "K_0": 1}),
    "one of FeedbackSolutions": lambda: solve(REGULATED, at={"a": 3, "r": 0.1, "delta": 0.2, "K_0": 1})[0],
    "FeedbackTable": lambda: solve(OIL, at={"a": 3, "r": 0.1, "S_0": 1})[0],
    "FiniteFeedback": lambda: solve(GOODWILL.with_horizon(b)),
    "FinitePoint": lambda: solve(GOODWILL.with_horizon(b)).at(AT | {"b": 2}),
    "OpenLoopPoint": lambda: solve(replace(GOODWILL, information="open_loop"), at=AT),
    "OneStateSolution": lambda: solve(RIDGE, at={"a": 3, "r": 0.05}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RESULTS)
def test_every_result_has_evidence_with_required_rows(name: str) -> None:
    held = RESULTS[name]().evidence
    assert isinstance(held, Evidence)
    assert held.required
    assert {Row(about=About.EXISTS)} <= set(held.required)
    assert any(row.about is About.OPTIMAL for row in held.required)
    assert len(held.subject) == 64
    json.dumps(held.to_data())


@pytest.mark.parametrize("name", [name for name in RESULTS if name not in EXAMINED])
def test_what_nobody_examines_yet_is_not_established(name: str) -> None:
    held = RESULTS[name]().evidence
    assert not held.established
    assert held.status(About.OPTIMAL) <= Status.CHECKED


def test_results_at_a_point_have_the_evidence_of_what_was_evaluated() -> None:
    # A piecewise equilibrium is solved anew at the point.
    assert cornered().at({"a": 2, "b": 1}).evidence.status(About.COMPLETE) is Status.PROVED
    assert cornered().at({"a": 2, "b": 1}).evidence.established


def test_a_tiling_is_passed_on_as_it_is() -> None:
    found_cornered = cornered()
    assert found_cornered.evidence.status(About.COVER) is Status.PROVED
    assert found_cornered.evidence.status(About.DISJOINT) is Status.PROVED
    sampled = replace(found_cornered, tiling=replace(found_cornered.tiling, covering="sampled", disjoint="overlapping"))
    assert sampled.evidence.status(About.COVER) is Status.CHECKED
    assert sampled.evidence.status(About.DISJOINT) is Status.REFUTED
    open_ = replace(found_cornered, tiling=replace(found_cornered.tiling, covering="incomplete"))
    assert open_.evidence.status(About.COVER) is Status.OPEN


def test_a_choice_rests_on_its_modes() -> None:
    held = chosen().evidence
    assert [label for label, _ in held.rests_on] == ["one", "two"]
    assert all(below.established for _, below in held.rests_on)
    assert "rests on: one (exists: proved" in repr(chosen())
    assert held.status(About.EXISTS) is Status.OPEN, "the modes assume a > b, and the choice does not"
    assert held.status(About.OFF_PATH) is Status.PROVED
    assert held.status(About.COMPLETE) is Status.OPEN, "in a tie either mode is chosen"
    assert solve(replace(chosen().choice, assuming=[a > b])).evidence.established
    at = chosen().at({"a": 2, "b": 1}).evidence
    assert at.established
    assert at.status(About.COMPLETE) is Status.PROVED


def test_a_choice_is_open_where_it_is_not_known_what_follows_a_mode() -> None:
    among = {"one": free(x * (a - b - x)), "two": free(x * (2 * a - x) - b)}
    interior = solve(Choice(by="firm", among=among))
    off_path = next(finding for finding in interior.evidence.rows if finding.about is About.OFF_PATH)
    assert (off_path.status, off_path.detail) == (Status.OPEN, "one: known where a >= b")
    assert interior.at(a=2, b=1).evidence.established
    beyond = interior.at(a=2, b=3).evidence
    assert (beyond.status(About.OPTIMAL), beyond.status(About.OFF_PATH)) == (Status.PROVED, Status.OPEN)
    assert not beyond.established
    assert solve(Choice(by="firm", among=among), corners=True).evidence.established


def test_a_mode_is_ruled_out_where_its_own_assumptions_fail() -> None:
    choice = solve(Choice(by="firm", among={"one": firm(x * (a - x)), "two": free(x * (2 * a - x) - b)}))
    assert choice.evidence.established
    beyond = choice.at(a=1, b=2)
    assert beyond.ruled_out == ("one",)
    assert beyond.evidence.established


def test_a_mode_that_may_be_refused_leaves_open_whether_there_is_a_choice() -> None:
    asked = {"firm": {"one": b, "two": b}}
    among = {"one": free(x * (a - x)), "two": free(x * (2 * a - x))}
    refused = solve(Choice(by="firm", among=among, participation=asked))
    assert refused.evidence.status(About.EXISTS) is Status.OPEN
    assert refused.evidence.status(About.OFF_PATH) is Status.PROVED
    assert refused.at(a=2, b=2).ruled_out == ("one",)
    assert refused.at(a=2, b=2).evidence.established


def test_simultaneous_choosers_may_have_no_pure_equilibrium() -> None:
    held = solve(DILEMMA).evidence
    assert held.status(About.EXISTS) is Status.OPEN
    assert held.status(About.OPTIMAL) is Status.PROVED


HARM = Player("firm", decides=[x], payoff=-((K - a) ** 2) - x**2 / 2)
RIVAL = Player("rival", decides=[y], payoff=K - y**2 / 2)
STORE = DifferentialGame(
    states={FIELD: x - 1 - FIELD / 10},
    players=[Player("firm", decides=[x], payoff=-(x**2) / 2 - FIELD)],
    discount=r,
    initial={FIELD: sp.Rational(1, 2)},
    information="open_loop",
)
DUEL = DifferentialGame(states={K: x + y - delta * K}, players=[HARM, RIVAL], discount=r)
push, pull = decisions("push pull", real=True)
FREE = DifferentialGame(
    states={K: push + pull - delta * K},
    players=[
        Player("firm", decides=[push], payoff=-((K - a) ** 2) - push**2 / 2),
        Player("rival", decides=[pull], payoff=-((K - 2 * a) ** 2) - pull**2),
    ],
    discount=r,
)
FED = replace(FREE, states={**FREE.states, G: push - delta * G})
DUEL_AT = {"a": 3, "r": 0.1, "delta": 0.2, "K_0": 1}
OVER_TIME: dict[str, Callable[[], Any]] = {
    **{
        name: RESULTS[name]
        for name in (
            "FeedbackEquilibrium",
            "FeedbackPoint",
            "FeedbackSolutions",
            "FeedbackTable",
            "FiniteFeedback",
            "FinitePoint",
            "OpenLoopPoint",
            "OneStateSolution",
        )
    },
    "feedback, two deciders": lambda: solve(DUEL, at=DUEL_AT)[0],
    "feedback, two stocks": lambda: solve(
        replace(FREE, states={**FREE.states, G: push - delta * G}), at=DUEL_AT | {"G_0": 1}
    )[0],
    "feedback, cooperation": lambda: solve(FREE.as_cooperative(), at=DUEL_AT)[0],
    "feedback, leadership": lambda: solve(FREE.with_order(["firm", "rival"]), at=DUEL_AT)[0],
    "finite feedback, Riccati": lambda: solve(FREE.with_horizon(2), at=DUEL_AT),
    "open loop, Nash": lambda: solve(replace(DUEL, information="open_loop"), at=DUEL_AT),
    "open loop, leadership": lambda: solve(
        replace(FREE, information="open_loop", horizon=2, order=["firm", "rival"]), at=DUEL_AT
    ),
    "open loop, closed form": lambda: solve(replace(GOODWILL, information="open_loop")),
    "open loop, on dates": lambda: solve(STORE.with_horizon(3), at={"r": 0.1}),
    "open loop, on dates for ever": lambda: solve(STORE, at={"r": 0.1}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OVER_TIME)
def test_every_result_over_time_says_what_it_rests_on(name: str) -> None:
    """Existence, optimality, later answers, transversality, stability without an end, and among which strategies."""
    result = OVER_TIME[name]()
    game = getattr(result, "game", None)
    endless = game is None or game.horizon is None
    asked = [About.EXISTS, About.OPTIMAL, About.OFF_PATH, About.TRANSVERSALITY, About.COMPLETE]
    required = {row.about for row in result.evidence.required}
    assert required >= set(asked)
    assert (About.STABLE in required) == endless
    for finding in result.evidence.rows:
        assert finding.means or finding.detail, f"{finding.row} says neither how it is known nor why it is open"
        assert finding.status is not Status.REFUTED
    (complete,) = (finding for finding in result.evidence.rows if finding.about is About.COMPLETE)
    assert re.search("strategies|paths", complete.means + complete.detail), "among what it is the only one"


@pytest.mark.parametrize("name", ["FeedbackEquilibrium", "FeedbackPoint", "FeedbackSolutions"])
def test_feedback_answers_what_is_asked_of_it(name: str) -> None:
    held = RESULTS[name]().evidence
    asked = (About.EXISTS, About.OPTIMAL, About.OFF_PATH, About.TRANSVERSALITY, About.STABLE)
    assert all(held.status(about) >= Status.VERIFIED for about in asked)
    (complete,) = (finding for finding in held.rows if finding.about is About.COMPLETE)
    assert complete.status is Status.OPEN
    assert "within affine Markov strategies" in complete.detail


def test_open_loop_says_what_it_does_not_ask() -> None:
    held = RESULTS["OpenLoopPoint"]().evidence
    (off_path,) = (finding for finding in held.rows if finding.about is About.OFF_PATH)
    assert "not asked" in off_path.detail


def test_an_open_loop_in_closed_form_is_optimal_and_no_statement_off_the_path() -> None:
    planned = solve(replace(GOODWILL, information="open_loop"))
    proved = (About.EXISTS, About.OPTIMAL, About.TRANSVERSALITY, About.STABLE)
    assert all(planned.evidence.status(about) is Status.PROVED for about in proved)
    (off_path,) = (finding for finding in planned.evidence.rows if finding.about is About.OFF_PATH)
    assert off_path.detail.startswith("not asked")
    assert not planned.evidence.established
    assert planned.at(AT).evidence.rows == planned.evidence.rows


def test_the_subject_tells_quantities_and_domains_apart() -> None:
    led = solve(firm(x * (a - x)))
    assert led.evidence.subject == solve(firm(x * (a - x))).evidence.subject
    others = (firm(x * (b - x)), firm(2 * x * (a - x)), replace(firm(x * (a - x)), assuming=[]))
    assert len({led.evidence.subject, *(solve(other).evidence.subject for other in others)}) == 4


def test_findings_are_read_by_row() -> None:
    finding = Finding(about=About.OPTIMAL, status=Status.OPEN, player="firm", decisions=("x",), stage=1)
    assert finding.row == MOVE
    assert str(replace(MOVE, branch=("interior",))) == "interior: optimal: firm in x, stage 1"
