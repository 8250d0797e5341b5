"""Game files: what a correct one means, what each bad one is told, and that none is evaluated."""

from __future__ import annotations

import builtins
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from game_texts import DUOPOLY, TRANSFER, channel, expressed, monopoly
from lsec_models import Game, LsecError, Player, decisions, parameters, solve
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    NotRational,
    ParseError,
    UnknownName,
)
from lsec_models.games.game_files.game_file import read_game

a, b, c, k, rate = parameters("a b c k lambda", positive=True)
theta = parameters("theta", nonnegative=True)
shift = parameters("shift", real=True)
w, q, m, f, p1, p2 = decisions("w q m f p1 p2")
T = decisions("T", real=True)
demand = a - b * (w + m) + q
Q1 = a - p1 + theta * p2 / 4
Q2 = a - p2 + theta * p1 / 4


def declared(**changes: Any) -> Game:
    maker = Player("maker", decides=[w, q], payoff=(w - c) * demand - k * q**2 / 2)
    seller = Player("the seller", decides=[m], payoff=m * demand)
    return Game(players=[maker, seller], **changes)


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


def test_the_monopoly_is_correct() -> None:
    assert str(solve(read_game(monopoly())).decisions["p"]) == "a/2"


def test_a_game_file_may_say_its_format() -> None:
    assert read_game(monopoly(top="format = 1")).players == read_game(monopoly()).players


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
    "unknown format": (monopoly(top="format = 2"), ParseError, ["line 1", "format: 2 is not a format", "format = 1"]),
    "format zero": (monopoly(top="format = 0"), ParseError, ["format: 0 is not a format", "format = 1"]),
    "format as text": (monopoly(top='format = "1"'), ParseError, ["format: '1' is not a format", "format = 1"]),
    "format as decimal": (monopoly(top="format = 1.0"), ParseError, ["is not a format", "format = 1"]),
    "true as format": (monopoly(top="format = true"), ParseError, ["is not a format", "format = 1"]),
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
    "assumption below a head": (
        monopoly(parameters="positive = ['a']\nassuming = ['a > 1']"),
        ParseError,
        ["parameters.assuming: below [parameters]", "move it up, above the first section"],
    ),
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
    "reserved word": (monopoly(parameters="real = ['and']"), ParseError, ["parameters.real", "'and' is not a name"]),
    "reserved function": (monopoly(definitions="sqrt = 'a'"), ParseError, ["definitions", "'sqrt' is not a name"]),
    "underscore": (monopoly(parameters="real = ['_a']"), ParseError, ["'_a' is not a name", "begin with a letter"]),
    "dunder": (monopoly(parameters="real = ['__import__']"), ParseError, ["'__import__' is not a name"]),
    "dotted name": (monopoly(definitions="'d.e' = 'a'"), ParseError, ["definitions", "'d.e' is not a name"]),
    "blank name": (monopoly(parameters="real = ['']"), ParseError, ["parameters.real", "'' is not a name"]),
    "name in blanks": (monopoly(parameters="real = [' a ']"), ParseError, ["' a ' is not a name"]),
    "two names": (monopoly(parameters="real = ['a b']"), ParseError, ["'a b' is not a name"]),
    "range of names": (monopoly(parameters="real = ['a:99999999']"), ParseError, ["'a:99999999' is not a name"]),
    "number as name": (monopoly(parameters="real = ['1']"), ParseError, ["'1' is not a name"]),
    "Greek name": (monopoly(parameters="real = ['γ']"), ParseError, ["'γ' is not a name", "(a to z)"]),
    "wide letter": (monopoly(parameters="real = ['ａ']"), ParseError, ["'ａ' is not a name"]),
    "right to left": (monopoly(parameters='real = ["a\\u202eb"]'), ParseError, [r"'a\u202eb' is not a name"]),
    "long name": (monopoly(parameters=f"real = ['{'a' * 40_000}']"), ParseError, ["aaa...' is not a name", "50"]),
    "long player": (f"[players.{'a' * 40_000}]\npayoff = 1", ParseError, ["players", "aaa...'", "50 printable"]),
    "terminal player": ('[players."\\u001b[2J"]\npayoff = 1', ParseError, [r"'\x1b[2J'", "printable"]),
    "blank player": ('[players." "]\npayoff = 1', DeclarationError, ["' '", "non-empty"]),
    "blank report": (monopoly(bottom="[report]\n'' = 1"), DeclarationError, ["report", "non-empty"]),
    # expressions
    "import": (expressed("__import__('os').system('touch run')"), ParseError, ["players.shop.payoff", "column 1"]),
    "class": (expressed("p.__class__.__mro__"), ParseError, ["players.shop.payoff", "'.' has no meaning"]),
    "call": (expressed("eval(p)"), ParseError, ["players.shop.payoff", "'eval' is not a function"]),
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


# ---- what is not a file
# ------------------------------------------------------------------------------------------------


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
