"""Game files of games over time: what a correct one means, and what each bad one is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from lsec_models import (
    DifferenceGame,
    DifferentialGame,
    LsecError,
    Player,
    decisions,
    parameters,
    read_game,
    solve,
    states,
)
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, ParseError, UnknownName

delta, margin, r, V = parameters("delta margin r V", positive=True)
G = states("G")
S = states("S", nonnegative=True)
A = decisions("A", real=True)
B = decisions("B")
sold = margin * G - G**2 / 4
PLAYERS = [Player("firm", decides=[A], payoff=sold - A**2), Player("shop", decides=[B], payoff=sold / 2 - B**2)]
SHARED = """
assuming = ["delta < 1"]
{top}
[parameters]
positive = ["delta", "margin", "r", "V"]
[definitions]
sold = "margin*G - G^2/4"
[players.firm]
decides = ["A"]
real = ["A"]
payoff = "sold - A^2"
[players.shop]
decides = ["B"]
payoff = "sold/2 - B^2"
[states.G]
{moves}
"""


def text(top: str, moves: str) -> str:
    return SHARED.format(top=top, moves=moves)


NEXT, SPEED = 'next = "(1 - delta)*G + A + B/2"', 'speed = "A + B/2 - delta*G"'
READ = {
    "periods": (
        text('discount_factor = "9/10"\nhorizon = 12\norder = ["firm", "shop"]', NEXT),
        {"discount_factor": sp.Rational(9, 10), "horizon": 12, "order": ["firm", "shop"]},
    ),
    "periods without end": (
        text('discount_factor = {firm = 0.9, shop = "1/(1 + r)"}', f'{NEXT}\nstart = "1/2"\nshock = "V"'),
        {
            "discount_factor": {"firm": sp.Rational(9, 10), "shop": 1 / (1 + r)},
            "initial": {G: sp.Rational(1, 2)},
            "shocks": {G: V},
        },
    ),
    "plans together": (
        text('discount_factor = 1\nhorizon = 3\ncooperative = true\ninformation = "open_loop"', NEXT),
        {"discount_factor": 1, "horizon": 3, "cooperative": True, "information": "open_loop"},
    ),
    "continuous time": (
        text('discount = "r"\norder = ["shop", "firm"]', SPEED),
        {"discount": r, "order": ["shop", "firm"]},
    ),
    "continuous time with an end": (
        text('discount = {firm = "r", shop = "2*r"}\nhorizon = "V"\n[report]\nprice = "2*A"', SPEED),
        {"discount": {"firm": r, "shop": 2 * r}, "horizon": V, "report": {"price": 2 * A}},
    ),
}


@pytest.mark.parametrize("case", READ)
def test_a_file_is_the_game_that_is_declared(case: str) -> None:
    written, more = READ[case]
    kind = DifferenceGame if "discount_factor" in more else DifferentialGame
    following = (1 - delta) * G + A + B / 2 if kind is DifferenceGame else A + B / 2 - delta * G
    declared: Any = kind(**{"states": {G: following}, "players": PLAYERS, "assuming": [delta < 1]} | more)
    read = read_game(written)
    assert type(read) is kind
    assert repr(read) == repr(declared)
    assert read == declared


def test_a_sign_is_declared_and_solved() -> None:
    read = read_game(
        """
        discount_factor = "9/10"
        horizon = 2
        [players.firm]
        decides = ["B"]
        payoff = "S - B^2"
        [states.S]
        next = "S/2 + B"
        start = 1
        sign = "nonnegative"
        """
    )
    firm = [Player("firm", decides=[B], payoff=S - B**2)]
    declared = DifferenceGame(
        states={S: S / 2 + B}, players=firm, discount_factor=sp.Rational(9, 10), initial={S: 1}, horizon=2
    )
    assert read == declared
    assert solve(read, at={}).payoffs == solve(declared, at={}).payoffs


BAD = {
    "neither": (text("", NEXT), ParseError, "either discount_factor, .* or discount, .* has neither"),
    "both": (text('discount = "r"\ndiscount_factor = 1', NEXT), ParseError, "has both"),
    "a speed in periods": (
        text("discount_factor = 1", SPEED),
        ParseError,
        "states.G: there is no entry 'speed' with discount_factor",
    ),
    "a shock in continuous time": (text('discount = "r"', f'{SPEED}\nshock = "V"'), ParseError, "no entry 'shock'"),
    "no motion": (text("discount_factor = 1", "start = 1"), ParseError, "how it moves is missing; add next = "),
    "no section": (
        text('discount_factor = 1\nstates.H = "G"', NEXT),
        ParseError,
        r"states.H: this must be a section; write \[states.H\]",
    ),
    "a sign": (text("discount_factor = 1", f'{NEXT}\nsign = "negative"'), ParseError, "'negative' is not a sign"),
    "a horizon in quotes": (text('discount_factor = 1\nhorizon = "3"', NEXT), ParseError, "whole number of periods"),
    "a horizon with a decimal": (text("discount_factor = 1\nhorizon = 3.5", NEXT), ParseError, "whole number"),
    "a yes": (text('discount_factor = 1\ncooperative = "yes"', NEXT), ParseError, "true or false, without quotes"),
    "a stranger's factor": (text("discount_factor = {maker = 1}", NEXT), UnknownName, "'maker' does not play"),
    "a factor left out": (text("discount_factor = {firm = 1}", NEXT), DeclarationError, "leaves out shop"),
    "information": (text('discount_factor = 1\ninformation = "some"', NEXT), DeclarationError, "is not one of"),
    "a report in periods": (
        text('discount_factor = 1\n[report]\nprice = "A"', NEXT),
        ParseError,
        "there is no section 'report'",
    ),
    "a name twice": (
        text("discount_factor = 1\n[states.delta]\nnext = 1", NEXT),
        DeclarationError,
        "has a meaning already",
    ),
    "a stranger in the motion": (text("discount_factor = 1", 'next = "H"'), UnknownName, "H"),
}


@pytest.mark.parametrize("case", BAD)
def test_each_bad_file_is_told_what_to_write(case: str) -> None:
    written, kind, words = BAD[case]
    with pytest.raises(kind, match=words) as raised:
        read_game(written)
    assert isinstance(raised.value, LsecError)
    assert str(raised.value).startswith("game file")


def test_the_command_line_solves_continuous_time_and_says_what_to_ask_of_periods(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    linear = text('discount = "r"', SPEED).replace(" - G^2/4", "")
    (tmp_path / "flow.toml").write_text(linear, encoding="utf-8")
    assert main(["solve", str(tmp_path / "flow.toml"), "--quantity", "firm"]) == 0
    assert "margin" in capsys.readouterr().out
    (tmp_path / "steps.toml").write_text(READ["periods"][0], encoding="utf-8")
    assert main(["solve", str(tmp_path / "steps.toml")]) != 0
    assert "is a game in periods, which the command line does not solve" in capsys.readouterr().err
