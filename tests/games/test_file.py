"""Game files: what they declare, and what they are refused for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    LsecError,
    NotRational,
    ParseError,
    UnknownName,
)

CHAIN = """\
order = ["maker", "seller"]
assuming = ["a > b*c", "lambda < 1"]
constraints = ["m <= 9*a"]

[parameters]
positive = ["a", "b", "c"]
nonnegative = ["lambda"]

[definitions]
demand = "a - b*(w + m)"

[players.maker]
decides = ["w"]
payoff = "((1 - lambda)*w - c)*demand"

[players.seller]
decides = ["m", "s"]
real = ["s"]
payoff = "(m + lambda*w)*demand - s^2/2 + 0.5*s"

[report]
price = "w + m"
"""


def test_a_file_is_the_game_that_python_declares(tmp_path: Path) -> None:
    file = tmp_path / "chain.toml"
    file.write_text(CHAIN)
    a, b, c = parameters("a b c", positive=True)
    share = parameters("lambda", nonnegative=True)
    w, m = decisions("w m")
    s = decisions("s", real=True)
    demand = a - b * (w + m)
    declared = Game(
        players=[
            Player("maker", decides=[w], payoff=((1 - share) * w - c) * demand),
            Player("seller", decides=[m, s], payoff=(m + share * w) * demand - s**2 / 2 + s / 2),
        ],
        order=["maker", "seller"],
        assuming=[a > b * c, share < 1],
        constraints=[m <= 9 * a],
        report={"price": w + m},
    )
    for read in (Game.from_toml(file), Game.from_toml(str(file)), Game.from_toml(CHAIN)):
        assert read.stages == declared.stages
        assert dict(solve(read).exact) == dict(solve(declared).exact)


def test_simultaneous_and_single_decisions_in_the_order() -> None:
    text = CHAIN.replace('["maker", "seller"]', '["s", ["maker", "seller"]]')
    stages = Game.from_toml(text).stages
    assert [[d.name for d in stage.decisions] for stage in stages] == [["s"], ["w", "m"]]


@pytest.mark.parametrize(
    ("before", "after", "error", "complaint"),
    [
        ("order = [", "order == [", ParseError, "not valid TOML"),
        ('"w + m"', "\"__import__('os')\"", LsecError, "report.price"),
        ('"w + m"', '"w.__class__"', LsecError, "report.price"),
        ('"w + m"', '"w + mm"', UnknownName, "report.price"),
        ('"w + m"', '"2^2^2^2^2^2"', ParseError, "report.price"),
        ('"w + m"', '"((((w^60)^60)^60)^60)"', ParseError, "report.price"),
        ('"w + m"', '"9^9^9"', ParseError, "report.price"),
        ('"w + m"', "[1, 2]", ParseError, "report.price"),
        ("[report]", "[reports]", ParseError, "did you mean 'report'"),
        ('positive = ["a"', 'positve = ["a"', ParseError, "did you mean 'positive'"),
        ('decides = ["w"]', 'decide = ["w"]', ParseError, "did you mean 'decides'"),
        ('decides = ["w"]', 'decides = "w"', ParseError, "players.maker"),
        ('decides = ["w"]', 'decides = ["m"]', DeclarationError, "m"),
        ('"maker", "seller"', '"maker", "sellr"', UnknownName, "did you mean 'seller'"),
        ('"maker", "seller"', '"maker"', DeclarationError, "leaves out 'seller'"),
        ('"a > b*c"', '"a > b*c", "a < b*c"', ContradictoryAssumptions, "a > b*c"),
        ('"a > b*c"', '"a == b*c"', DeclarationError, "only inequalities"),
        ('"a - b*(w + m)"', '"a - b*sqrt(2)*(w + m)"', NotRational, "sqrt(2)"),
        ('nonnegative = ["lambda"]', 'nonnegative = ["lambda", "a"]', DeclarationError, "'a'"),
    ],
)
def test_what_is_wrong_is_named(before: str, after: str, error: type[LsecError], complaint: str) -> None:
    assert before in CHAIN
    with pytest.raises(error) as caught:
        Game.from_toml(CHAIN.replace(before, after, 1))
    assert complaint in str(caught.value)


@pytest.mark.parametrize("kind", ["missing", "folder", "binary", "large"])
def test_files_that_can_not_be_read(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "game.toml"
    if kind == "folder":
        file.mkdir()
    elif kind == "binary":
        file.write_bytes(bytes(range(256)))
    elif kind == "large":
        file.write_text(CHAIN + "# " + "x" * 300_000)
    with pytest.raises(ParseError, match="game"):
        Game.from_toml(file)


LAUGHS = "\n".join(['d0 = "a + b + c"'] + [f'd{i} = "d{i - 1}*d{i - 1} + d{i - 1}"' for i in range(1, 40)])
HOSTILE = {
    "parentheses": CHAIN.replace('"w + m"', '"' + "(" * 10_000_000 + '"'),
    "laughs": CHAIN.replace("[definitions]\n", f"[definitions]\n{LAUGHS}\n").replace('"w + m"', '"d39"'),
    "minus signs": CHAIN.replace('"w + m"', '"' + "-" * 15_000 + 'w"'),
    "nested lists": CHAIN.replace('["maker", "seller"]', "[" * 5_000 + "]" * 5_000, 1),
    "digits": CHAIN.replace('"w + m"', '"' + "9" * 15_000 + '"'),
    "terms": CHAIN.replace('"w + m"', '"(a+b+c+w+m+s)^60"'),
}

BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 * 10**9, 2 * 10**9))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
from lsec_models import Game, LsecError
try:
    Game.from_toml(sys.stdin.read())
except LsecError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_bounded_time_and_memory(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED], input=HOSTILE[name], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() in ("ParseError", "UnknownName", "DeclarationError"), done.stderr[-500:]
