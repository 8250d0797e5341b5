from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, LsecError, UnknownName
from lsec_models.games.choice.declaration import Choice, mode_label, players_of, takes_part
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player

a, F = parameters("a F", positive=True)
q, z = decisions("q z")

CLOSED = Game(players=[Player("firm", decides=[q], payoff=q * (a - q)), Player("host", decides=[], payoff=sp.S.Zero)])
OPEN = Game(
    players=[Player("firm", decides=[q], payoff=q * (2 * a - q) - F), Player("host", decides=[z], payoff=F - z**2)]
)
ALONE = Game(players=[Player("host", decides=[z], payoff=F - z**2)])


def test_a_choice_knows_its_players_and_parameters() -> None:
    u = parameters("u", positive=True)
    choice = Choice(by="firm", among={"closed": CLOSED, "open": OPEN}, participation={"host": u})
    assert choice.choosers == ("firm",)
    assert not choice.is_simultaneous
    assert choice.players == ("firm", "host")
    assert choice.parameters == (F, a, u)
    assert list(choice.reservations()) == [(None, "host", u)]


def test_reservations_may_differ_between_modes() -> None:
    choice = Choice(by="firm", among={"closed": CLOSED, "open": OPEN}, participation={"host": {"open": 3}})
    assert list(choice.reservations()) == [("open", "host", 3)]


def test_a_declared_choice_does_not_change() -> None:
    among = {"closed": CLOSED}
    choice = Choice(by="firm", among=among)
    among["open"] = OPEN
    assert list(choice.among) == ["closed"]
    with pytest.raises(AttributeError):
        choice.by = "host"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("mode", "player", "expected"),
    [
        (CLOSED, "firm", True),
        (CLOSED, "host", False),
        (OPEN, "host", True),
        (OPEN, "nobody", False),
        (Choice(by="firm", among={"closed": CLOSED, "open": OPEN}), "host", True),
        (Choice(by="firm", among={"closed": CLOSED}), "host", False),
    ],
)
def test_who_takes_part(mode: object, player: str, expected: bool) -> None:
    assert takes_part(mode, player) is expected


def test_players_of_nested_choices_are_united() -> None:
    inner = Choice(by="host", among={"open": OPEN, "alone": ALONE})
    assert players_of(inner) == ("firm", "host")
    assert players_of("no game") == ()


@pytest.mark.parametrize(("mode", "words"), [("agency", "agency"), (("open", "accept"), "open / accept")])
def test_mode_labels(mode: Any, words: str) -> None:
    assert mode_label(mode) == words


PAIRS = {(r, s): OPEN for r in ("up", "down") for s in ("left", "right")}
WRONG: list[tuple[Mapping[str, Any], type[LsecError], str]] = [
    ({"by": "firm", "among": {}}, DeclarationError, "a choice needs modes"),
    ({"by": "firm", "among": [CLOSED]}, DeclarationError, "a choice needs modes"),
    ({"by": "firm", "among": {"closed": 3}}, DeclarationError, "mode 'closed' leads to an int"),
    ({"by": "firm", "among": {("a", "b"): CLOSED}}, DeclarationError, "named by non-empty strings"),
    ({"by": "firm", "among": {"a\nb": CLOSED}}, DeclarationError, "named by non-empty strings, in one line each"),
    (
        {"by": "firn", "among": {"closed": CLOSED}},
        UnknownName,
        "by = 'firn', who plays in no mode; did you mean 'firm'",
    ),
    (
        {"by": "firm", "among": {"closed": CLOSED, "alone": ALONE}},
        DeclarationError,
        "'firm' chooses, but has no payoff in mode 'alone'",
    ),
    (
        {"by": "firm", "among": {"in": Choice(by="host", among={"open": OPEN, "alone": ALONE})}},
        DeclarationError,
        "'firm' chooses, but has no payoff in mode 'in'",
    ),
    (
        {"by": "firm", "among": {"open": OPEN}, "participation": {"hots": 1}},
        UnknownName,
        "names 'hots', who plays in no mode; did you mean 'host'",
    ),
    (
        {"by": "firm", "among": {"open": OPEN}, "participation": {"host": {"opne": 1}}},
        UnknownName,
        "mode 'opne', which is not among them; did you mean 'open'",
    ),
    ({"by": "firm", "among": {"open": OPEN}, "participation": {"host": q}}, DeclarationError, "q is not a parameter"),
    (
        {"by": "firm", "among": {"open": OPEN}, "participation": {"host": "1"}},
        DeclarationError,
        "is a str, not a number",
    ),
    ({"by": "firm", "among": {"open": OPEN}, "participation": [1]}, DeclarationError, "is not a mapping"),
    (
        {"by": "firm", "among": {"open": OPEN}, "assuming": [sp.Gt(q, 0, evaluate=False)]},
        DeclarationError,
        "q is not a parameter",
    ),
    ({"by": "firm", "among": {"open": OPEN}, "assuming": [sp.Eq(a, F)]}, DeclarationError, "only inequalities"),
    ({"by": ("firm",), "among": PAIRS}, DeclarationError, "two or more different players"),
    ({"by": ("firm", "firm"), "among": PAIRS}, DeclarationError, "two or more different players"),
    ({"by": ("firm", "host"), "among": {"open": OPEN}}, DeclarationError, "one action of each of firm, host"),
    ({"by": ("firm", "host"), "among": {("a",): OPEN}}, DeclarationError, "one action of each of firm, host"),
    (
        {"by": ("firm", "host"), "among": {k: v for k, v in PAIRS.items() if k != ("up", "right")}},
        DeclarationError,
        r"modes \('up', 'right'\) are missing",
    ),
]


@pytest.mark.parametrize(("fields", "error", "message"), WRONG)
def test_what_is_no_choice(fields: Mapping[str, Any], error: type[LsecError], message: str) -> None:
    with pytest.raises(error, match=message):
        Choice(**fields)


def test_a_mode_that_is_a_choice_is_described_by_who_chooses() -> None:
    inner = Choice(by="host", among={"open": OPEN})
    assert "choice of host" in str(Choice(by="firm", among={"closed": CLOSED, "in": inner}))


def test_numbers_go_into_modes_that_are_games_only() -> None:
    inner = Choice(by="host", among={"open": OPEN})
    there = Choice(by="firm", among={"closed": CLOSED, "in": inner}).with_values({a: sp.Integer(3)})
    assert there.among["closed"].parameters == ()
    assert there.among["in"] == inner


def test_a_reservation_may_be_a_fraction() -> None:
    choice = Choice(by="firm", among={"open": OPEN}, participation={"host": Fraction(1, 3)})
    assert list(choice.reservations()) == [(None, "host", sp.Rational(1, 3))]


def test_symbols_of_one_name_must_be_one_symbol() -> None:
    other = parameters("a", real=True)
    strange = Game(players=[Player("firm", decides=[q], payoff=q * (other - q))])
    with pytest.raises(DeclarationError, match="symbol 'a' is used with two meanings"):
        Choice(by="firm", among={"closed": CLOSED, "strange": strange})
