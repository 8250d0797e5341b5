"""Game files that ask for exponential work are answered within bounds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from game_texts import expressed, monopoly
from lsec_models import LsecError


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
