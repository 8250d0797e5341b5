"""Which mode a chooser takes, under which conditions, and who takes part."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from choices import HOSTS_AT, F, a, entry, fixed, hosts, q, r, u
from lsec_models.algebra.domains.symbols import parameters
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.games.choice.at_point import NO_MODE, OUTSIDE
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.solve import solve
from lsec_models.solve.choice import solve_choice


@pytest.mark.parametrize(("market", "mode", "profit"), [(1, "closed", "1/4"), (2, "open", "3")])
def test_the_chooser_takes_the_better_mode(market: int, mode: str, profit: str) -> None:
    point = entry().at({"a": market, "F": 1})
    assert point.mode == mode
    assert point.payoffs["firm"] == sp.Rational(profit)
    assert point.values["closed"]["firm"] == sp.Rational(market**2, 4)


def test_ties_are_stated_and_go_to_the_first_declared() -> None:
    point = entry().at({"a": 2, "F": 3})
    assert point.chosen == ("closed", "open")
    assert point.mode == "closed"
    assert point.label == "closed = open"


def test_a_contract_that_is_refused_is_not_available() -> None:
    choice = entry(participation={"host": u})
    refused = choice.at({"a": 2, "F": 1, "u": 2})
    assert refused.mode == "closed"
    assert refused.unavailable["open"] == "host refuses 'open': the payoff 1 is below the reservation 2"
    assert refused.values["closed"]["host"] == 2
    assert choice.at({"a": 2, "F": 1, "u": 1}).mode == "open"


def test_reservations_of_one_mode_bind_there_only() -> None:
    choice = entry(participation={"firm": {"open": 2}})
    assert choice.at({"a": Fraction(1, 2), "F": Fraction(1, 9)}).mode == "closed"
    assert "firm refuses 'open'" in choice.at({"a": 1, "F": Fraction(1, 9)}).unavailable["open"]


def test_no_mode_at_all() -> None:
    choice = entry(participation={"firm": 5})
    with pytest.raises(
        OutsideDomain, match=r"no mode is available at F = 1, a = 1: closed: firm refuses .*; open: firm"
    ):
        choice.at({"a": 1, "F": 1})
    assert choice.thresholds("a", at={"F": 1}, over=(0, 9)).pieces[0].label == NO_MODE


@pytest.mark.parametrize("asked", [{}, {"corners": True}, {"at": {"a": 3}}], ids=["interior", "corners", "at a point"])
def test_a_game_in_which_nobody_decides_is_refused(asked: dict[str, Any]) -> None:
    a = parameters("a", positive=True)
    idle = Game(players=[Player("maker", decides=[], payoff=a)])
    with pytest.raises(DeclarationError, match="nobody decides anything in this game; give a player decisions"):
        solve(idle, **asked)
    if "at" not in asked:
        with pytest.raises(DeclarationError, match="nobody decides anything"):
            solve(Choice(by="maker", among={"out": idle, "still": idle}), **asked)


def test_a_mode_without_equilibrium_says_why() -> None:
    linear = Game(players=[Player("firm", decides=[q], payoff=a * q)])
    square = Game(players=[Player("firm", decides=[q], payoff=q * (1 - q))])
    choice = solve_choice(Choice(by="firm", among={"linear": linear, "square": square}))
    assert choice.at({"a": 1}).mode == "square"
    assert "linear in q" in choice.at({"a": 1}).unavailable["linear"]
    assert "not compared: " in str(choice.conditions["linear"])


def test_a_mode_whose_equilibrium_ends_is_available_on_one_side_only() -> None:
    bounded = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))], constraints=[q <= 1])
    poor = Game(players=[Player("firm", decides=[q], payoff=q * (a / 2 - q))])
    choice = solve_choice(Choice(by="firm", among={"bounded": bounded, "poor": poor}))
    found = choice.thresholds("a", at={})
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [("bounded", "0"), ("poor", "2")]
    assert "constraint" in choice.at({"a": 3}).unavailable["bounded"]
    cornered = solve_choice(choice.choice, solver=lambda game: solve(game, corners=True))
    assert [piece.label for piece in cornered.thresholds("a", at={}).pieces] == ["bounded", "poor"]
    assert cornered.thresholds("a", at={}).thresholds[0].expression() == 8 + 4 * sp.sqrt(3)


def test_solved_equilibria_stand_for_their_games() -> None:
    declared = entry().choice
    solved = Choice(
        by="firm", among={name: solve(game) for name, game in declared.among.items() if isinstance(game, Game)}
    )
    assert solve_choice(solved).at({"a": 2, "F": 1}).payoffs == entry().at({"a": 2, "F": 1}).payoffs


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.fractions("1/10", 6, max_denominator=20),
    st.fractions("1/10", 6, max_denominator=20),
    st.fractions(0, 4, max_denominator=9),
)
def test_conditions_say_exactly_when_a_mode_is_chosen(market: Fraction, cost: Fraction, asked: Fraction) -> None:
    choice = entry(participation={"host": u}, assuming=[a < 5])
    point = {a: market, F: cost, u: asked or Fraction(1)}
    if not choice.domain.contains(point):
        return
    chosen = choice.at(point).chosen
    where = choice.ring.exact_point(point)
    possible = {
        mode: [case for case in found.cases if case.domain.contains(point)] for mode, found in choice.conditions.items()
    }
    for mode, cases in possible.items():
        holds = any(
            all(
                preference.condition is None
                or preference.path not in {case.path for case in possible[preference.rival]}
                or preference.condition.holds_at(where)
                for preference in case.preferences
            )
            for case in cases
        )
        assert holds is (mode in chosen)


def test_thresholds_are_exact() -> None:
    found = entry().thresholds("a", at={"F": 1})
    (threshold,) = found.thresholds
    assert threshold.expression() == 2 * sp.sqrt(3) / 3
    assert [int(c) for c in threshold.minimal.coeffs()] == [-4, 0, 3]
    assert [piece.label for piece in found.pieces] == ["closed", "open"]
    assert [str(t) for t in entry().thresholds("F", at={"a": 2}).thresholds] == ["3"]


def test_a_line_may_leave_the_assumptions() -> None:
    found = entry(assuming=[a < 3]).thresholds("a", at={"F": 12}, over=(-1, 5))
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [
        (OUTSIDE, "-1"),
        ("closed", "0"),
        (OUTSIDE, "3"),
    ]


def test_order_and_names_of_modes_do_not_matter() -> None:
    declared = hosts().choice
    line = hosts().thresholds("r", at={**HOSTS_AT, "k": 1}, over=(0, 2))
    for names in list(permutations(declared.among))[::7]:
        renamed = {f"mode {name}": declared.among[name] for name in names}
        other = solve_choice(Choice(by="firm", among=renamed, participation=declared.participation))
        found = other.thresholds("r", at={**HOSTS_AT, "k": 1}, over=(0, 2))
        assert [piece.label for piece in found.pieces] == [f"mode {piece.label}" for piece in line.pieces]
        assert list(found.thresholds) == list(line.thresholds)


def test_views_compare_what_everybody_has() -> None:
    modes = {"none": fixed(firm=1, shop=2), "live": fixed(firm=r, shop=3 - r), "deal": fixed(firm=0, shop=4)}
    choice = solve_choice(Choice(by="firm", among=modes))
    assert [p.label for p in choice.thresholds("r", at={}, over=(0, 3), view=choice.preferred_by("shop")).pieces] == [
        "deal"
    ]
    conflict = choice.thresholds("r", at={}, over=(0, 3), view=choice.agreement())
    assert [p.label for p in conflict.pieces] == ["none; shop prefers deal", "live; shop prefers deal"]
    gains = choice.thresholds("r", at={}, view=choice.gains("firm", "shop", against="none"))
    assert [p.label for p in gains.pieces] == ["none is chosen", "firm gains, shop loses"]
    both = solve_choice(Choice(by="firm", among={"none": fixed(firm=1, shop=2), "live": fixed(firm=r, shop=r)}))
    gains = both.thresholds("r", at={}, view=both.gains("firm", "shop", against="none"))
    assert [(p.label, str(p.low)) for p in gains.pieces] == [
        ("none is chosen", "0"),
        ("firm gains, shop loses", "1"),
        ("win-win", "2"),
    ]


def test_who_takes_no_part_has_the_reservation() -> None:
    point = entry(participation={"host": u}).at({"a": 4, "F": 3, "u": 2})
    assert point.preferred_by("host") == ("open",)
    assert entry(participation={"host": u}).at({"a": 4, "F": 3, "u": 3}).preferred_by("host") == ("closed", "open")


def test_a_mode_that_is_worse_in_any_event_is_chosen_never() -> None:
    found = solve_choice(Choice(by="firm", among={"less": fixed(firm=a), "more": fixed(firm=a + 1)}))
    (less,), (more,) = (found.conditions[name].cases for name in ("less", "more"))
    assert [str(one).split(": ")[-1] for one in (*less.preferences, *more.preferences)] == ["never", "always"]
    assert r"\text{firm prefers it to more, if that can be had: never}" in found._repr_html_()
    assert "firm prefers it to more, if that can be had: never</li>" in found._repr_html_()
