"""Game files: what a correct one means, what each bad one is told, and that none takes long, runs or leaks."""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import Game, LsecError, Player, decisions, others, parameters, solve, total
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    NotRational,
    ParseError,
    UnknownName,
)
from lsec_models.games.game_files.game_file import read_game
from strategies import examples

a, b, c, k, rate = parameters("a b c k lambda", positive=True)
theta = parameters("theta", nonnegative=True)
shift = parameters("shift", real=True)
w, q, m, f, p1, p2 = decisions("w q m f p1 p2")
T = decisions("T", real=True)
demand = a - b * (w + m) + q

CHANNEL = """
{top}
[parameters]
positive = ["a", "b", "c", "k", "lambda"]

[definitions]
price = "w + m"
demand = "a - b*price + q"

[players.maker]
decides = ["w", "q"]
payoff = "(w - c)*demand - k*q^2/2"

[players."the seller"]
decides = ["m"]
payoff = "m*demand"
{bottom}
"""


def channel(top: str = "", bottom: str = "") -> str:
    return CHANNEL.format(top=top, bottom=bottom)


def declared(**changes: Any) -> Game:
    maker = Player("maker", decides=[w, q], payoff=(w - c) * demand - k * q**2 / 2)
    seller = Player("the seller", decides=[m], payoff=m * demand)
    return Game(players=[maker, seller], **changes)


DUOPOLY = """
order = [["one", "two"]]
constraints = ["theta*p1 <= 2*p2 <= 40", "p1 - p2 > -30"]

[parameters]
positive = ["a"]
nonnegative = ["theta"]
real = ["shift"]

[definitions]
q1 = "a - p1 + theta*p2/4"
q2 = "a - p2 + theta*p1/4"

[players.one]
decides = ["p1"]
payoff = "p1*q1 + shift"

[players.two]
decides = ["p2"]
payoff = "(p2 - 0.30000000000000000001)*q2"

[players.bank]
payoff = 0

[report]
sales = "q1 + q2"
fee = 7
share = 0.3
"""
Q1 = a - p1 + theta * p2 / 4
Q2 = a - p2 + theta * p1 / 4

TRANSFER = """
assuming = ["a > lambda"]
[parameters]
positive = ["a", "lambda"]
[players.principal]
decides = ["T", "f"]
real = ["T"]
payoff = "-(T + lambda)**2 - (f - a)^2"
"""

# Each text, and the same game in Python.
CORRECT: dict[str, tuple[str, Callable[[], Game]]] = {
    "leader": (
        channel('order = ["maker", "the seller"]\nassuming = ["a > b*c"]'),
        lambda: declared(order=["maker", "the seller"], assuming=[a > b * c]),
    ),
    "follower": (channel('order = ["the seller", "maker"]'), lambda: declared(order=["the seller", "maker"])),
    "at once": (channel('order = [["maker", "the seller"]]'), lambda: declared(order=[("maker", "the seller")])),
    "no order": (channel(), declared),
    "decisions as slots": (
        channel('order = ["w", "the seller", "q"]'),
        lambda: declared(order=[w, "the seller", q]),
    ),
    "decisions and players at once": (
        channel('order = ["q", ["w", "the seller"]]'),
        lambda: declared(order=[q, (w, "the seller")]),
    ),
    "report and definitions": (
        channel('order = ["maker", "the seller"]', '[report]\n"what buyers gain" = "demand^2/(2*b)"\nprice = "price"'),
        lambda: declared(
            order=["maker", "the seller"], report={"what buyers gain": demand**2 / (2 * b), "price": w + m}
        ),
    ),
    "constraints, signs and numbers": (
        DUOPOLY,
        lambda: Game(
            players=[
                Player("one", decides=[p1], payoff=p1 * Q1 + shift),
                Player("two", decides=[p2], payoff=(p2 - sp.Rational("0.30000000000000000001")) * Q2),
                Player("bank", decides=[], payoff=sp.S.Zero),
            ],
            order=[("one", "two")],
            constraints=[sp.And(theta * p1 <= 2 * p2, 2 * p2 <= 40), p1 - p2 > -30],
            report={"sales": Q1 + Q2, "fee": 7, "share": sp.Rational(3, 10)},
        ),
    ),
    "real decision and lambda": (
        TRANSFER,
        lambda: Game(
            players=[Player("principal", decides=[T, f], payoff=-((T + rate) ** 2) - (f - a) ** 2)],
            assuming=[a > rate],
        ),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("text", "same"), CORRECT.values(), ids=CORRECT)
def test_a_file_is_the_game_declared_in_python(text: str, same: Callable[[], Game]) -> None:
    read, game = read_game(text), same()
    assert read == game
    solved, expected = solve(read), solve(game)
    assert solved.decisions == expected.decisions
    assert solved.exact == expected.exact
    assert solved.domain == expected.domain


def test_the_files_of_the_table_differ_where_they_should() -> None:
    solved = [solve(read_game(CORRECT[name][0])).decisions for name in list(CORRECT)[:6]]
    assert solved[2] == solved[3]
    assert len({str(decided) for decided in solved}) == 5


@pytest.mark.parametrize("kind", [str, Path])
@pytest.mark.parametrize(
    "content",
    [
        channel().encode(),
        channel().replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + channel().encode(),
        channel("# Großhändler — 批发商").encode(),
    ],
    ids=["plain", "Windows line ends", "byte order mark", "not only ASCII"],
)
def test_a_path_is_read(tmp_path: Path, kind: type, content: bytes) -> None:
    file = tmp_path / "批发 channel.toml"
    file.write_bytes(content)
    assert read_game(kind(file)) == declared()


def test_text_is_read_without_a_file() -> None:
    assert read_game(channel()) == declared()
    assert read_game("[players.idle]\npayoff = 1").players[0].payoff == 1


def test_names_of_players_may_be_in_any_script() -> None:
    assert read_game(channel().replace("maker", '"制造商"')).players[0].name == "制造商"


# ---- bad files ------------------------------------------------------------------------------------------------------


def monopoly(
    *,
    top: str = "",
    parameters: str = 'positive = ["a", "bound"]',
    definitions: str = "",
    player: str = 'decides = ["p"]',
    payoff: str = "payoff = 'p*(a - p)'",
    bottom: str = "",
) -> str:
    sections = (
        f"[parameters]\n{parameters}\n[definitions]\n{definitions}\n[players.shop]\n{player}\n{payoff}\n{bottom}\n"
    )
    return f"{top}\n{sections}"


def test_the_monopoly_is_correct() -> None:
    assert str(solve(read_game(monopoly())).decisions["p"]) == "a/2"


def test_a_game_file_may_say_its_format() -> None:
    assert read_game(monopoly(top="format = 1")).players == read_game(monopoly()).players


def expressed(text: str) -> str:
    return monopoly(payoff=f"payoff = {json.dumps(text)}")


TWICE = '[players.other]\ndecides = ["p"]\npayoff = "p"'

# Each bad text, its error, and what the message says: where, and the way out.
MALFORMED: dict[str, tuple[str, type[LsecError], list[str]]] = {
    # no TOML
    "dots": ("a = 1\n" + "." * 201, ParseError, ["line 2: more than 200 dots", "break the line"]),
    "empty": ("\n", ParseError, ["players", "write [players.NAME]"]),
    "prose": ("once upon\na time", ParseError, ["not valid TOML", "line 1", "correct it"]),
    "open quote": (monopoly(payoff="payoff = 'p"), ParseError, ["not valid TOML", "end of document"]),
    "key twice": (monopoly(payoff="payoff = 'p'\npayoff = 'p'"), ParseError, ["not valid TOML", "overwrite"]),
    "section twice": (monopoly(bottom="[parameters]"), ParseError, ["not valid TOML", "parameters"]),
    "null byte": (expressed("p").replace("p", "\0"), ParseError, ["not valid TOML"]),
    "control character": (monopoly(payoff="payoff = 'p\x1b[31m'"), ParseError, ["not valid TOML", r"\x1b"]),
    "lone surrogate": (monopoly(top=r'order = ["\ud800"]'), ParseError, ["not valid TOML"]),
    "impossible date": (monopoly(payoff="payoff = 2024-02-31"), ParseError, ["not valid TOML", "date"]),
    "long whole number": (monopoly(payoff="payoff = " + "9" * 5_000), ParseError, ["not valid TOML", "digits"]),
    # sections and keys
    "unknown section": (monopoly(top="[parameter]"), ParseError, ["'parameter'", "did you mean 'parameters'?"]),
    "unknown format": (monopoly(top="format = 2"), ParseError, ["line 1", "format: 2 is no format", "format = 1"]),
    "format zero": (monopoly(top="format = 0"), ParseError, ["format: 0 is no format", "format = 1"]),
    "format as text": (monopoly(top='format = "1"'), ParseError, ["format: '1' is no format", "format = 1"]),
    "format as decimal": (monopoly(top="format = 1.0"), ParseError, ["is no format", "format = 1"]),
    "true as format": (monopoly(top="format = true"), ParseError, ["is no format", "format = 1"]),
    "far section": (monopoly(top="[zzz]"), ParseError, ["'zzz'", "known: 'assuming', 'constraints'"]),
    "terminal section": (monopoly(top='["\\u001b[2J"]'), ParseError, [r"'\x1b[2J'"]),
    "unknown sign": (monopoly(parameters="positiv = ['a']"), ParseError, ["parameters", "did you mean 'positive'?"]),
    "unknown key": (monopoly(player="decide = ['p']"), ParseError, ["players.shop", "did you mean 'decides'?"]),
    "no payoff": (monopoly(payoff=""), ParseError, ["players.shop", 'add payoff = "..."']),
    "parameters as text": ('parameters = "a"\n' + TWICE, ParseError, ["parameters", "write [parameters] above"]),
    "players as list": ("[[players]]\npayoff = 'p'", ParseError, ["players", "write [players] above"]),
    "player as text": ("[players]\nshop = 'p'", ParseError, ["players.shop", "write [players.shop] above"]),
    "report as list": (monopoly(top="report = ['p']"), ParseError, ["report", "write [report] above"]),
    "nested definition": (monopoly(definitions="d.e = 'p'"), ParseError, ["definitions.d", "text in quotes"]),
    # wrong types
    "true as payoff": (monopoly(payoff="payoff = true"), ParseError, ["players.shop.payoff", "text in quotes"]),
    "date as payoff": (monopoly(payoff="payoff = 1979-05-27"), ParseError, ["players.shop.payoff", "text in quotes"]),
    "list as payoff": (monopoly(payoff="payoff = ['p']"), ParseError, ["players.shop.payoff", "text in quotes"]),
    "hexadecimal billions": (
        monopoly(payoff="payoff = 0x" + "f" * 20_000),
        ParseError,
        ["players.shop.payoff", "text in quotes"],
    ),
    "infinity": (monopoly(payoff="payoff = inf"), UnknownName, ["players.shop.payoff", "'inf' is unknown"]),
    "no number": (monopoly(payoff="payoff = nan"), UnknownName, ["players.shop.payoff", "'nan' is unknown"]),
    "long exponent": (monopoly(payoff="payoff = 1e999999999"), ParseError, ["players.shop.payoff", "1000 digits"]),
    "text for a list": (monopoly(parameters="positive = 'a'"), ParseError, ["parameters.positive", '["a", "b"]']),
    "numbers for names": (monopoly(parameters="real = [1]"), ParseError, ["parameters.real", '["a", "b"]']),
    "lists for names": (monopoly(player="decides = [['p']]"), ParseError, ["players.shop.decides", '["a", "b"]']),
    "tables for names": (monopoly(player="decides = [{p = 1}]"), ParseError, ["players.shop.decides", "names"]),
    "dates for names": (monopoly(parameters="real = [1979-05-27]"), ParseError, ["parameters.real", "names"]),
    "order as text": (monopoly(top="order = 'shop'"), ParseError, ["order", "leaders first"]),
    "table in order": (monopoly(top="order = [{shop = 1}]"), ParseError, ["order", "a name or a list of names"]),
    "lists in lists in order": (monopoly(top="order = [[['shop']]]"), ParseError, ["order", "a name or a list of"]),
    "huge number in order": (monopoly(top="order = [0x" + "f" * 9_000 + "]"), ParseError, ["order", "a name or"]),
    "assuming as text": (monopoly(top="assuming = 'a > 1'"), ParseError, ["assuming", '["a > b*c"]']),
    "number in assuming": (monopoly(top="assuming = [1979-05-27]"), ParseError, ["assuming[0]", "text in quotes"]),
    "expression in assuming": (monopoly(top="assuming = ['a']"), ParseError, ["assuming[0]", "comparison"]),
    "comparison as payoff": (expressed("p > a"), ParseError, ["players.shop.payoff", "expression"]),
    "equation in constraints": (monopoly(top="constraints = ['p == a']"), DeclarationError, ["only inequalities"]),
    # unknown names
    "misspelt name": (expressed("p*bond"), UnknownName, ["players.shop.payoff", "did you mean 'bound'?"]),
    "misspelt name in assuming": (
        monopoly(top="assuming = ['a > 1', 'bnd > a']"),
        UnknownName,
        ["assuming[1]", "did you mean 'bound'?"],
    ),
    "misspelt name in report": (monopoly(bottom="[report]\nr = 'boundd'"), UnknownName, ["report.r", "'bound'?"]),
    "misspelt player": (monopoly(top="order = ['shpo']"), UnknownName, ["order", "did you mean 'shop'?"]),
    "parameter in order": (monopoly(top="order = ['a']"), UnknownName, ["'a' is neither a player nor a decision"]),
    "misspelt real": (
        monopoly(player="decides = ['price']\nreal = ['prise']", payoff="payoff = 'price'"),
        UnknownName,
        ["players.shop.real", "did you mean 'price'?"],
    ),
    "definition of itself": (
        monopoly(definitions="d = 'd + 1'"),
        UnknownName,
        ["definitions.d", "knows those above it"],
    ),
    "circular definitions": (
        monopoly(definitions="d = 'e'\ne = 'd'"),
        UnknownName,
        ["definitions.d", "'e' is unknown", "knows those above it"],
    ),
    "report as a name": (monopoly(bottom="[report]\nr = 'p'\ns = 'r'"), UnknownName, ["report.s", "'r' is unknown"]),
    "attribute": (expressed("p.a"), UnknownName, ["players.shop.payoff", "'p.a' is unknown"]),
    # names
    "parameter twice": (monopoly(parameters="real = ['a', 'a']"), DeclarationError, ["parameters.real", "'a'"]),
    "parameter of two signs": (
        monopoly(parameters="positive = ['a']\nreal = ['a']"),
        DeclarationError,
        ["parameters.real", "'a' has a meaning already", "rename"],
    ),
    "decision twice": (monopoly(player="decides = ['p', 'p']"), DeclarationError, ["players.shop.decides", "'p'"]),
    "decision of two": (monopoly(bottom=TWICE), DeclarationError, ["players.other.decides", "'p'", "rename"]),
    "decision and parameter": (monopoly(player="decides = ['a']"), DeclarationError, ["players.shop.decides", "'a'"]),
    "definition and parameter": (monopoly(definitions="a = 'p'"), DeclarationError, ["definitions", "'a'", "rename"]),
    "definition and decision": (monopoly(definitions="p = 'a'"), DeclarationError, ["definitions", "'p'", "rename"]),
    "report and decision": (monopoly(bottom="[report]\np = 'a'"), DeclarationError, ["'p'", "rename"]),
    "player and decision": (
        "[players.p]\ndecides = ['p']\npayoff = '-p^2'",
        DeclarationError,
        ["'p' is used for a player and a decision", "rename"],
    ),
    "reserved word": (monopoly(parameters="real = ['and']"), ParseError, ["parameters.real", "'and' is no name"]),
    "reserved function": (monopoly(definitions="sqrt = 'a'"), ParseError, ["definitions", "'sqrt' is no name"]),
    "underscore": (monopoly(parameters="real = ['_a']"), ParseError, ["'_a' is no name", "begin with a letter"]),
    "dunder": (monopoly(parameters="real = ['__import__']"), ParseError, ["'__import__' is no name"]),
    "dotted name": (monopoly(definitions="'d.e' = 'a'"), ParseError, ["definitions", "'d.e' is no name"]),
    "blank name": (monopoly(parameters="real = ['']"), ParseError, ["parameters.real", "'' is no name"]),
    "name in blanks": (monopoly(parameters="real = [' a ']"), ParseError, ["' a ' is no name"]),
    "two names": (monopoly(parameters="real = ['a b']"), ParseError, ["'a b' is no name"]),
    "range of names": (monopoly(parameters="real = ['a:99999999']"), ParseError, ["'a:99999999' is no name"]),
    "number as name": (monopoly(parameters="real = ['1']"), ParseError, ["'1' is no name"]),
    "Greek name": (monopoly(parameters="real = ['γ']"), ParseError, ["'γ' is no name", "(a to z)"]),
    "wide letter": (monopoly(parameters="real = ['ａ']"), ParseError, ["'ａ' is no name"]),
    "right to left": (monopoly(parameters='real = ["a\\u202eb"]'), ParseError, [r"'a\u202eb' is no name"]),
    "long name": (monopoly(parameters=f"real = ['{'a' * 40_000}']"), ParseError, ["aaa...' is no name", "50"]),
    "long player": (f"[players.{'a' * 40_000}]\npayoff = 1", ParseError, ["players", "aaa...'", "50 printable"]),
    "terminal player": ('[players."\\u001b[2J"]\npayoff = 1', ParseError, [r"'\x1b[2J'", "printable"]),
    "blank player": ('[players." "]\npayoff = 1', DeclarationError, ["' '", "non-empty"]),
    "blank report": (monopoly(bottom="[report]\n'' = 1"), DeclarationError, ["report", "non-empty"]),
    # expressions
    "import": (expressed("__import__('os').system('touch run')"), ParseError, ["players.shop.payoff", "column 1"]),
    "class": (expressed("p.__class__.__mro__"), ParseError, ["players.shop.payoff", "'.' has no meaning"]),
    "call": (expressed("eval(p)"), ParseError, ["players.shop.payoff", "'eval' is no function"]),
    "lambda": (expressed("lambda: p"), ParseError, ["players.shop.payoff", "':' has no meaning"]),
    "quotes": (expressed("'p'"), ParseError, ["players.shop.payoff", "has no meaning"]),
    "power tower": (expressed("9**9**9**9"), ParseError, ["players.shop.payoff", "a power of a power"]),
    "power of brackets": (expressed("((((p^9)^9)^9)^9)^9"), ParseError, ["players.shop.payoff", "degree"]),
    "large exponent": (expressed("p^1000000"), ParseError, ["players.shop.payoff", "exponent '1000000'"]),
    "open exponent": (expressed("a^(p"), ParseError, ["players.shop.payoff", "this bracket is never closed"]),
    "power of a power": (expressed("a^p^2"), ParseError, ["players.shop.payoff", "a power of a power needs brackets"]),
    "logarithm of zero": (expressed("p*log(0)"), ParseError, ["players.shop.payoff", "log takes what is positive"]),
    "natural logarithm": (expressed("ln(p)"), ParseError, ["players.shop.payoff", "only exp, log and sqrt are"]),
    "too large inside": (
        expressed("exp((a + p + 1)^60*(a + p + 2)^4)*p + exp((a + p + 3)^60*(a + p + 4)^4)"),
        ParseError,
        ["players.shop.payoff", "terms in all up to here, multiplied out"],
    ),
    "missing product": (expressed("2p"), ParseError, ["players.shop.payoff", "a product takes '*'"]),
    "superscript": (expressed("p²"), ParseError, ["players.shop.payoff", "'^2'"]),
    "minus sign": (expressed("a \N{MINUS SIGN} p"), ParseError, ["players.shop.payoff", "minus is written '-'"]),
    "Cyrillic a": (expressed("p*\N{CYRILLIC SMALL LETTER A}"), ParseError, ["CYRILLIC SMALL LETTER A"]),
    "empty text": (expressed(""), ParseError, ["players.shop.payoff", "the text ends"]),
    "division by zero": (expressed("p/(a - a)"), ParseError, ["players.shop.payoff", "divides by zero"]),
    "hidden division by zero": (expressed("p/((a - p)*(a + p) - a^2 + p^2)"), NotRational, ["identically zero"]),
    # games
    "contradiction": (
        monopoly(top="assuming = ['a > bound', 'bound > a']"),
        ContradictoryAssumptions,
        ["a > bound", "bound > a", "drop or correct"],
    ),
    "false": (monopoly(top="assuming = ['1 > 2']"), ContradictoryAssumptions, ["assumption number 1", "correct it"]),
    "decision in assuming": (monopoly(top="assuming = ['a > p']"), DeclarationError, ["put it into constraints"]),
    "player left out": (monopoly(top="order = []"), DeclarationError, ["leaves out 'shop'"]),
    "player twice": (monopoly(top="order = ['shop', 'shop']"), DeclarationError, ["names shop twice"]),
    "empty stage": (monopoly(top="order = ['shop', []]"), DeclarationError, ["nobody moves", "remove"]),
}


@pytest.mark.parametrize(("text", "error", "told"), MALFORMED.values(), ids=MALFORMED)
def test_a_bad_file_is_told_what_is_wrong(text: str, error: type[LsecError], told: list[str]) -> None:
    with pytest.raises(LsecError) as raised:
        read_game(text)
    message = str(raised.value)
    assert type(raised.value) is error, message
    assert all(part in message for part in told), message
    assert len(message) < 500
    assert message.replace("\n", "").isprintable()


def test_a_message_points_into_the_text() -> None:
    with pytest.raises(UnknownName) as raised:
        read_game(monopoly(bottom='[report]\nr = """p +\n  bond"""'))
    assert str(raised.value).splitlines() == [
        "game file, line 10: report.r: line 2, column 3: the name 'bond' is unknown; did you mean 'bound'?",
        "      bond",
        "      ^",
    ]


def test_nothing_is_evaluated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "system", lambda _: pytest.fail("a game file ran a command"))
    sympify = sp.sympify
    with monkeypatch.context() as patched:
        patched.setattr(builtins, "eval", lambda *_: pytest.fail("a game file was evaluated"))
        patched.setattr(
            sp, "sympify", lambda value: pytest.fail("of text") if isinstance(value, str) else sympify(value)
        )
        for text, _ in CORRECT.values():
            read_game(text)
        for text, _, _ in MALFORMED.values():
            with pytest.raises(LsecError):
                read_game(text)
    assert list(tmp_path.iterdir()) == []


# ---- what is no file ------------------------------------------------------------------------------------------------


def absent(folder: Path) -> Path:
    return folder / "absent.toml"


def folder_itself(folder: Path) -> Path:
    return folder


def binary(folder: Path) -> Path:
    (folder / "binary.toml").write_bytes(b"\x7fELF\xff\xfe\n")
    return folder / "binary.toml"


def too_large(folder: Path) -> Path:
    (folder / "large.toml").write_text("# " + "é" * 50_000)
    return folder / "large.toml"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.toml")
    return folder / "pipe.toml"


def loop(folder: Path) -> Path:
    (folder / "loop.toml").symlink_to("loop.toml")
    return folder / "loop.toml"


@pytest.mark.parametrize("kind", [str, Path])
@pytest.mark.parametrize(
    ("make", "told"),
    [
        (absent, ["absent.toml", "No such file", "give the path of a .toml file"]),
        (folder_itself, ["not a file", "give the path of a .toml file"]),
        (binary, ["binary.toml", "utf-8", "give the path of a .toml file in UTF-8"]),
        (too_large, ["50,000 bytes", "shorten it"]),
        (pipe, ["pipe.toml", "not a file"]),
        (loop, ["loop.toml", "symbolic links"]),
        (lambda _: "/dev/zero", ["/dev/zero", "not a file"]),
        (lambda _: "no\0path", [r"no\x00path", "null byte"]),
        (lambda _: "no\ud800path", [r"no\ud800path", "give the path"]),
        (lambda _: "p" * 5_000, ["ppp...", "name too long"]),
        (lambda _: "", ["not a file"]),
    ],
    ids=["absent", "folder", "binary", "large", "pipe", "loop", "device", "null", "surrogate", "long", "empty"],
)
def test_what_is_no_game_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: Callable[[Path | str], Path | str],
    make: Callable[[Path], Path | str],
    told: list[str],
) -> None:
    # Short paths are shown in full.
    monkeypatch.chdir(tmp_path)
    made = make(tmp_path)
    source = kind(os.path.relpath(made)) if isinstance(made, Path) else kind(made)
    with pytest.raises(ParseError) as raised:
        read_game(source)
    assert all(part in str(raised.value) for part in told), raised.value
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("source", [None, 3, b"[players]", ["players"], {"players": {}}])
def test_what_is_no_source(source: Any) -> None:
    with pytest.raises(ParseError, match="give the path"):
        read_game(source)


# ---- hostile files --------------------------------------------------------------------------------------------------


def chain(first: str, step: str, length: int = 30) -> str:
    """Definitions d0, d1, ..., each `step` of the one before, which is written D; the last one is the payoff."""
    lines = [f"d0 = '{first}'"] + [f"d{i} = '{step.replace('D', f'd{i - 1}')}'" for i in range(1, length)]
    return monopoly(
        parameters="positive = ['a', 'b', 'c']", definitions="\n".join(lines), payoff=f"payoff = 'd{length - 1}'"
    )


def among(count: int, **parts: str) -> str:
    """A game with the parameters x0, x1, ..."""
    return monopoly(parameters=f"positive = {[f'x{i}' for i in range(count)]}", payoff="payoff = 'p'", **parts)


def joined(part: str, count: int, by: str) -> str:
    """`part` for i = 0, 1, ...; I is i and J is i + 1."""
    return by.join(part.replace("I", str(i)).replace("J", str(i + 1)) for i in range(count))


def assumed(part: str, count: int, *more: str) -> str:
    return f"assuming = {[*joined(part, count, '|').split('|'), *more]}"


DOTS = ".".join("a" * 24_000)

# Texts that ask for exponential work, and what the message says; "" for those that are read, or refused, as they are.
HOSTILE: dict[str, tuple[str, str]] = {
    # size and nesting of the text
    "10 MB of parentheses": ("(" * 10_000_000 + "\n", "shorten it"),
    "10 MB of parentheses in one line": ("(" * 10_000_000, "give the path"),
    "10 MB of parentheses in a payoff": (expressed("(" * 10_000_000), "shorten it"),
    "parentheses in a payoff": (expressed("(" * 49_000), "20,000"),
    "parentheses within the length of a text": (expressed("(" * 19_000), "2,000"),
    "matched parentheses": (expressed("(" * 900 + "p" + ")" * 900), "brackets"),
    "minus signs": (expressed("-" * 1_900 + "p"), ""),
    "lists in lists": ("order = " + "[" * 49_000 + "\n", "not valid TOML"),
    "tables in tables": ("order = " + "{a=" * 16_000 + "\n", "not valid TOML"),
    "dotted key": (DOTS + " = 1\n", "dots"),
    "dotted section": (f"[{DOTS}]\n", "dots"),
    "dotted key in a list": (f"order = [{{{DOTS} = 1}}]\n", "dots"),
    "dotted keys": ("".join(".".join(["a"] * 190 + [f"b{i}"]) + " = 1\n" for i in range(120)), "no section 'a'"),
    "quotes": ('"' * 49_000 + "\n", "not valid TOML"),
    "escapes": ('order = ["' + r"\u0061" * 8_000 + '"]\n', "players"),
    # billions of laughs
    "squares": (chain("a + p", "D*D"), "64"),
    "squares plus": (chain("a + p", "D*D + b"), "multiplied out"),
    "squares plus, not used": (chain("a + p", "D*D + b").replace("'d29'", "'p'"), "multiplied out"),
    "squares that cancel": (chain("a + p", "D*D - D*D + D*b + D*c"), "2,000 symbols"),
    "powers": (chain("a + p", "D^8"), "64"),
    "products": (chain("a + p", "(D + a)*(D + b)"), "multiplied out"),
    "sums": (chain("a + p", "D*b + D*c + D*p"), "2,000 symbols"),
    "fractions": (chain("a + p", "1/(D + a) + 1/(D + b)"), "multiplied out"),
    "continued fraction": (chain("a + p", "1/(D + 1)", 400), "multiplied out"),
    "numbers": (chain("7", "D*D"), "1000 digits"),
    "numbers in powers": (chain("99999999999999999999*p + a", "D^2"), "64"),
    "long numbers": (chain("9" * 900 + "*p", "D + " + "7" * 900 + "*a", 20), ""),
    "nested": (chain("p", "(D + 1)*a", 400), "100 operations"),
    "long": (chain(joined("I*a^2*p", 200, "+"), "D + D*b", 12), "2,000 symbols"),
    "the same definition often": (chain(joined("a^I*p", 60, "+"), "D" + "+D" * 900, 3), ""),
    "roots": (chain("sqrt(2)*p + a", "(D + sqrt(3))*(D + b)"), "multiplied out"),
    # without definitions
    "sum to a power": (expressed("(1 + a + bound + p + a*p + bound*p + a^2)^30"), "multiplied out"),
    "product of sums": (among(60, bottom=f"[report]\nr = '{joined('(xI + 1)', 60, '*')}'"), "multiplied out"),
    "sum of fractions": (among(60, bottom=f"[report]\nr = '{joined('1/(xI + 1)', 60, '+')}'"), "multiplied out"),
    "digits": (expressed("(" + "9" * 999 + "*p + a)^60"), "64"),
    "a thousand terms": (among(200, bottom=f"[report]\nr = '{joined('xI*p', 200, '+')}'"), ""),
    "many reports": (monopoly(bottom="[report]\n" + joined("rI = 1", 4_000, "\n")), "400 names and texts"),
    "many players": (joined("[players.tI]\npayoff = 1", 1_500, "\n"), "400 names and texts"),
    "many parameters": (monopoly(parameters=f"real = {[f'x{i}' for i in range(5_000)]}"), "400 names and texts"),
    "one parameter often": (monopoly(parameters=f"real = {['x'] * 9_000}"), "rename"),
    "many stages": (monopoly(top="order = [" + "[]," * 12_000 + "]"), "nobody moves"),
    "one player often": (monopoly(top="order = [" + "'shop'," * 6_000 + "]"), "twice"),
    # assumptions: their signs are looked for by putting one into the other
    "chain of assumptions": (among(17, top=assumed("xI > xJ", 16)), ""),
    "long chain of assumptions": (among(41, top=assumed("xI > xJ", 40)), "16 comparisons"),
    "one long chain": (among(300, top=f"assuming = ['{joined('xI', 300, ' > ')}']"), "16 comparisons"),
    "circle of assumptions": (among(16, top=assumed("xI > xJ", 15, "x15 > x0")), "no parameters satisfy together"),
    "squares in squares": (among(17, top=assumed("xI > xJ^2 + 1", 16)), ""),
    "powers in powers": (among(17, top=assumed("xI > xJ^9 + xJ + 1", 16)), ""),
    "sum into a power": (
        among(20, top=f"assuming = ['x0 > {joined('xJ', 19, '+')}', '1/(x0^8 - x0^5*x1^3 + x1^8*x2) < 2']"),
        "is not known",
    ),
    "dense assumptions": (
        among(16, top=assumed(f"{joined('I7*xI', 11, '+')} > 3*xI + xJ", 15).replace("x15", "x2")),
        "",
    ),
    "very dense assumptions": (among(60, top=assumed(joined("xI", 60, "+") + " > J*x1", 15)), "terms in assuming"),
    "many constraints": (monopoly(top=f"constraints = {['p > a'] * 300}"), "100 comparisons"),
    "long constraints": (
        chain(joined("a^I*b", 60, "+"), "D", 2).replace(
            "[parameters]", f"constraints = {['p*d1 > a'] * 90}\n[parameters]"
        ),
        "terms in constraints",
    ),
}

# Reads each text of a JSON object in a child process of its own, with a gigabyte of memory and twenty seconds of
# computing, or two minutes of waiting.
READER = """
import json, os, resource, signal, sys
from lsec_models.errors import LsecError
from lsec_models.games.game_files.game_file import read_game

def told(text):
    try:
        read_game(text)
    except LsecError as error:
        return [type(error).__name__, str(error)]
    except BaseException as error:
        return ["not ours", repr(error)[:300]]
    return ["read", ""]

for name, text in json.load(sys.stdin).items():
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(2, 1)
        resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        signal.alarm(120)
        os.write(writable, json.dumps(told(text)).encode()[:60_000])
        os._exit(0)
    os.close(writable)
    with open(readable) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    print(json.dumps([name, json.loads(answer) if status == 0 else ["killed", str(status)]]), flush=True)
"""


@pytest.fixture(scope="module")
def outcomes() -> Mapping[str, tuple[str, str]]:
    """What reading each hostile text came to: the name of the error and its message."""
    texts = json.dumps({name: text for name, (text, _) in HOSTILE.items()})
    done = subprocess.run(
        [sys.executable, "-c", READER], input=texts, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name: tuple(outcome) for name, outcome in map(json.loads, done.stdout.splitlines())}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_answered_within_bounds(outcomes: Mapping[str, tuple[str, str]], name: str) -> None:
    kind, message = outcomes[name]
    told = HOSTILE[name][1]
    if told:
        assert issubclass(vars(sys.modules["lsec_models.errors"]).get(kind, object), LsecError), (kind, message)
        assert told in message
    else:
        assert kind == "read", (kind, message)


# ---- anything at all ------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "p", "w", "shop", "d", "lambda", "and", "_", "x y", "γ", "", "0", "__import__"])
TEXTS = st.one_of(
    NAMES,
    st.lists(
        st.sampled_from([*"ab pwd()+-*/^<>=.,2", "0.5", "sqrt(2)", "**", ">=", "shop", " and ", "lambda"]), max_size=9
    ).map("".join),
    st.text(max_size=5),
)
VALUES = st.recursive(
    st.one_of(TEXTS, st.booleans(), st.integers(), st.integers(10**18, 10**40), st.floats(), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)
GOOD = st.sampled_from(["p*(a - p)", "-(p - d)^2", "a*p/(1 + p)", "b", "1 - w/p", "(w - d)*(a + b*p)/d^2"])
GOOD_RELATIONS = st.sampled_from(["a > b", "b >= a", "0 < a < 1 + b", "a > p", "p < 1/a", "p*w > a - b"])
# Most sections make sense by themselves, so that many games get as far as the algebra ...
SECTIONS = st.fixed_dictionaries(
    {
        "parameters": st.sampled_from(
            [{"positive": ["a", "b"]}, {"nonnegative": ["a"], "real": ["b"]}, {"real": ["a"], "positive": ["b"]}]
        ),
        "definitions": st.fixed_dictionaries({"d": st.sampled_from(["a - b", "b/a", "1/(p + w)", "p^2"])}),
        "players": st.fixed_dictionaries(
            {
                "shop": st.fixed_dictionaries(
                    {"decides": st.just(["p"]), "payoff": GOOD}, optional={"real": st.just(["p"])}
                ),
                "maker": st.fixed_dictionaries({"decides": st.just(["w"]), "payoff": GOOD}),
            },
            optional={"the other": st.fixed_dictionaries({"payoff": st.one_of(GOOD, TEXTS)})},
        ),
    },
    optional={
        "report": st.dictionaries(NAMES, st.one_of(GOOD, GOOD, TEXTS), max_size=1),
        "order": st.sampled_from([["shop", "maker"], [["maker", "shop"]], ["w", "shop"], ["w", "maker"], [["p"]]]),
        "assuming": st.lists(GOOD_RELATIONS, max_size=2),
        "constraints": st.lists(GOOD_RELATIONS, max_size=2),
    },
)
# ... and at most one is anything.
ANYTHING = st.dictionaries(
    st.sampled_from(
        ["parameters", "players", "definitions", "report", "order", "assuming", "constraints", "then", "else"]
    ),
    st.one_of(VALUES, st.dictionaries(NAMES, VALUES, max_size=2), st.lists(VALUES, max_size=2)),
    max_size=1,
)


def toml(value: Any) -> str:
    """Write a value as TOML, in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{toml(str(key))} = {toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(mark):08x}" for mark in value) + '"'
    return str(value).lower()


def read_or_refuse(text: str) -> None:
    with contextlib.suppress(LsecError):
        read_game(text)


@pytest.mark.slow
@examples(400)
@given(SECTIONS, ANYTHING)
def test_any_dictionary_is_read_or_refused_by_name(sections: dict[str, Any], anything: dict[str, Any]) -> None:
    read_or_refuse("".join(f"{key} = {toml(value)}\n" for key, value in (sections | anything).items()))


BARGAIN = """
order = [
    {bargain = ["maker", "shop"], over = ["w", "F"], real = ["F"], weights = ["beta", "1 - beta"], outside = ["d", 0]},
    "shop",
]
assuming = ["a > c", "beta < 1"]
[parameters]
positive = ["a", "c", "beta", "d"]
[players.maker]
payoff = "(w - c)*q + F"
[players.shop]
decides = ["q"]
payoff = "(a - q - w)*q - F"
"""
FOLLOWED = """
order = ["brand"]
[parameters]
positive = ["a", "c", "rho"]
[players.brand]
decides = ["w", "F"]
real = ["F"]
payoff = 0
[then]
by = "streamer"
[then.among.accept.definitions]
D = "a - w - m"
[then.among.accept.players.brand]
payoff = "(w - c)*D - F"
[then.among.accept.players.streamer]
decides = ["m"]
real = ["m"]
payoff = "m*D + F"
[then.among.refuse.players.brand]
payoff = 0
[then.among.refuse.players.streamer]
payoff = "rho"
"""


def test_a_bargain_is_read_from_the_order() -> None:
    game = read_game(BARGAIN)
    (bargain,) = game.bargains
    assert (bargain.players, [term.name for term in bargain.over]) == (("maker", "shop"), ["w", "F"])
    assert (bargain.over[0].is_nonnegative, bargain.over[1].is_nonnegative) == (True, None)
    assert solve(game, at={"a": 10, "c": 2, "beta": "1/2", "d": 10}).only()["maker"] == 10
    (hidden,) = read_game(BARGAIN.replace('outside = ["d", 0]', "secret = true")).bargains
    assert hidden.secret


def test_a_choice_that_follows_is_read_with_its_modes() -> None:
    game = read_game(FOLLOWED)
    assert game.then is not None
    assert (game.then.by, list(game.then.among)) == ("streamer", ["accept", "refuse"])
    assert solve(game, at={"a": 10, "c": 2, "rho": 3}).only()["brand"] == 13


def test_constraints_may_say_whose_they_are() -> None:
    text = BARGAIN.split("[parameters]")[1]
    owned = 'order = ["maker", "shop"]\n[parameters]' + text.replace(
        "[players.maker]", '[constraints]\nmaker = ["(a - q - w)*q - F >= d"]\n[players.maker]\ndecides = ["w", "F"]'
    )
    assert solve(read_game(owned), at={"a": 10, "c": 2, "d": 3}).only()["shop"] == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BARGAIN.replace("over", "about", 1), "a bargain has no entry 'about'"),
        (BARGAIN.replace('real = ["F"]', 'real = ["f"]'), "'f' is not bargained over"),
        (BARGAIN.replace('"1 - beta"', '"beta"'), "they must sum to 1"),
        (BARGAIN.replace('outside = ["d", 0]', "secret = 1"), "order.secret: this must be true or false"),
        (FOLLOWED.replace('by = "streamer"', ""), "the name of who chooses is missing"),
        (BARGAIN.replace('["d", 0]', '"d"'), 'order.outside: this must be a list of two, such as ["beta", "1 - beta"]'),
        (BARGAIN.replace('outside = ["d", 0]', "breakdown = 0"), "order.breakdown: this must be a table, such as {q ="),
        ("then = 3\n" + FOLLOWED.split("[then]")[0], "then: this must be a section; write [then] with by ="),
        (FOLLOWED.replace("[then]", "[then]\nbye = 1"), "then: there is no entry 'bye'; did you mean 'by'"),
        (FOLLOWED.split("[then.among")[0] + "[then.among]\nrefuse = 1", "write [then.among.refuse.players.NAME]"),
        (FOLLOWED.replace("accept.definitions", "accept.parameters"), "no section 'parameters'"),
    ],
)
def test_slips_in_bargains_and_choices_are_named(text: str, told: str) -> None:
    with pytest.raises(LsecError, match=re.escape(told)):
        read_game(text)


@examples(200)
@given(
    st.sampled_from(
        [channel('order = ["maker", "the seller"]\nassuming = ["a > b*c"]'), DUOPOLY, TRANSFER, BARGAIN, FOLLOWED]
    ),
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 3), st.one_of(TEXTS, st.text(max_size=2))), max_size=3),
)
def test_any_slip_in_a_correct_file_is_read_or_refused_by_name(text: str, slips: list[tuple[int, int, str]]) -> None:
    for at, length, instead in slips:
        text = text[:at] + instead + text[at + length :]
    read_or_refuse(text + "\n")


ALIKE = """
order = ["maker", "firm"]
[parameters]
positive = ["a"]
integer = ["n"]
[players.maker]
decides = ["w"]
payoff = "w*total.q"
[players.firm]
decides = ["q"]
copies = "n"
payoff = "(a - q - others.q - w)*q"
[report]
all = "total.q"
"""


def test_players_who_are_alike() -> None:
    game = read_game(ALIKE)
    n, q = next(s for s in game.parameters if s.name == "n"), game.decisions[1]
    assert n.is_integer
    assert game.players[1].copies == n
    assert game.report["all"] == total(q)
    assert solve(game)["q"].equals(solve(game)["w"] / (n + 1))
    with pytest.raises(DeclarationError, match="no positive integer"):
        read_game(ALIKE.replace('copies = "n"', 'copies = "1/2"'))
    with pytest.raises(UnknownName, match="others"):
        read_game(ALIKE.replace("others.q", "others.w"))


KINKED = """
[parameters]
positive = ["a", "k"]
[players.firm]
decides = ["p"]
payoff = "p*sold - tax"
[definitions]
sold = {min = ["k", "a - p"]}
tax = {piecewise = [["0", "p < 1"], ["p - 1"]]}
[report]
idle = "rest"
"""


def test_kinks() -> None:
    text = KINKED.replace("[report]", 'rest = {max = ["0", "p + k - a"]}\n[report]')
    game = read_game(text)
    found = solve(game, at={"a": 10, "k": 3}).only()
    assert found["p"] == 7
    assert found["firm"] == 15
    assert found["idle"] == 0
    assert game.players[0].payoff.has(sp.Min, sp.Piecewise)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('{min = ["k", "a - p"]}', '{least = ["k"]}', "definitions.sold: this must be text"),
        ('{min = ["k", "a - p"]}', "{min = []}", "definitions.sold: this must be text"),
        ('{min = ["k", "a - p"]}', '{min = ["k"], max = ["k"]}', "definitions.sold: this must be text"),
        ('["p - 1"]', '["p - 1", "p", "q"]', "a value and its condition"),
        ('["p - 1"]', '["p - 1", "p"]', "comparison"),
        (', ["p - 1"]', "", "has a gap"),
        ('["p - 1"]', '["p"]', "jumps"),
    ],
)
def test_kinks_that_are_none(before: str, after: str, words: str) -> None:
    text = KINKED.replace("[report]", 'rest = {max = ["0", "p + k - a"]}\n[report]').replace(before, after)
    with pytest.raises(LsecError, match=words):
        read_game(text)


def test_kinks_are_measured() -> None:
    many = ", ".join(['"k"'] * 11)
    with pytest.raises(ParseError, match="more than 10 parts; name some of them by a definition above"):
        read_game(KINKED.replace('"k", "a - p"', many).replace("[report]", 'rest = "0"\n[report]'))
    large = "(" + " + ".join(["a", "k", "p"]) + ")^60"
    text = KINKED.replace('"a - p"]', f'"{large}", "{large} + 1", "{large} + p", "{large} + k"]')
    with pytest.raises(ParseError, match="multiplied out"):
        read_game(text.replace("[report]", 'rest = "0"\n[report]'))


def test_expectations() -> None:
    text = """
order = ["firm", "N"]
[parameters]
positive = ["a"]
[players.firm]
decides = ["p"]
payoff = "p*demand"
[expectations]
N = "demand"
[definitions]
demand = "a - p + N/2"
"""
    found = solve(read_game(text))
    assert str(found["N"]) == "a"
    assert str(solve(read_game(text.replace('order = ["firm", "N"]', "")))["N"]) == "2*a/3"


@pytest.mark.parametrize(
    ("payoff", "words"),
    [
        ("q*(a - others(q))", r"others\(\.\.\.\) is Python; in a file, write others\.q"),
        ("q*(a - total (q))", r"write total\.q"),
        ("min(q, a)", r"sold = \{min = \["),
        ("a - Max(q, 1)", r"sold = \{max = \["),
        ("piecewise(q)", r"cost = \{piecewise = \["),
    ],
)
def test_functions_of_python_are_told_how_a_file_writes_them(payoff: str, words: str) -> None:
    text = '[parameters]\npositive = ["a"]\n[players.firm]\ndecides = ["q"]\npayoff = "PAYOFF"\ncopies = 3\n'
    with pytest.raises(ParseError, match=rf"line 5: players\.firm\.payoff: .*{words}"):
        read_game(text.replace("PAYOFF", payoff))


def test_the_ways_to_write_functions_in_a_file_exist() -> None:
    payoff = "p*sold - cost - q - p*others.q"
    game = read_game(
        '[definitions]\nsold = {min = ["q", "a - p"]}\ncost = {piecewise = [["0", "q < 1"], ["q - 1"]]}\n'
        f'[parameters]\npositive = ["a"]\n[players.firm]\ndecides = ["q", "p"]\npayoff = "{payoff}"\ncopies = 3\n'
    )
    assert isinstance(game, Game)
    q, p, a = (next(s for s in (*game.decisions, *game.parameters) if s.name == name) for name in "qpa")
    cost = sp.Piecewise((0, q < 1), (q - 1, True))
    assert sp.expand(game.players[0].payoff - (p * sp.Min(q, a - p) - cost - q - p * others(q))) == 0


LOGIT = Path(__file__).parents[3] / "examples" / "logit_chain.toml"


def test_exponentials_and_logarithms_are_read_where_payoffs_are() -> None:
    p = decisions("p")
    attraction = sp.exp(a - b * p)
    share = attraction / (1 + attraction)
    same = Game(
        players=[
            Player("manufacturer", decides=[w], payoff=(w - c) * share),
            Player("streamer", decides=[m], payoff=m * share),
            Player("retailer", decides=[p], payoff=(p - w - m) * share),
        ],
        order=["manufacturer", "streamer", "retailer"],
        report={"share": share, "buyers_surplus": sp.log(1 + attraction) / b},
    )
    assert read_game(LOGIT) == same


@pytest.mark.parametrize(
    ("old", "new", "error", "words"),
    [
        ("order =", 'assuming = ["exp(a) > b"]\norder =', ParseError, "'exp' is no function, only sqrt is"),
        ("order =", 'constraints = ["p^b <= 1"]\norder =', ParseError, "an exponent is a literal integer"),
        ("order =", 'constraints = ["share < w"]\norder =', NotRational, "is not a rational function"),
        ('decides = ["w"]', 'decides = ["w"]\nwithin.w = ["0", "exp(a)"]', ParseError, "manufacturer.within.w"),
        ("[report]", '[report]\nfirst = "exp(share))"', ParseError, "line 25: report.first: column 11"),
        ("[players.streamer]", "[then]\nby = 'x'\n[players.streamer]", DeclarationError, "nothing"),
    ][:-1],
)
def test_comparisons_and_ends_have_no_exponentials(old: str, new: str, error: type[LsecError], words: str) -> None:
    with pytest.raises(error, match=re.escape(words)):
        read_game(LOGIT.read_text().replace(old, new, 1))


@pytest.mark.parametrize("payoff", ["x*exp(-u)", "x^u", "log(u)"])
def test_a_game_over_time_has_none(payoff: str) -> None:
    text = (
        'discount = 0.1\n[states.x]\nspeed = "u - x"\nstart = 1\n[players.one]\ndecides = ["u"]\npayoff = "u*x - u^2"\n'
    )
    assert read_game(text)
    with pytest.raises(ParseError, match=r"players\.one\.payoff: .*(only sqrt is|literal integer)"):
        read_game(text.replace("u*x - u^2", payoff))
