from __future__ import annotations

import random
import tomllib

import pytest

from lsec_models.errors import LsecError
from lsec_models.games.game_files.game_file import read_game
from lsec_models.toml import line_of

GAME = """\
# payoff = "nobody's"
order = ["maker", "seller"]
[parameters]
positive = ["a", "b"]
[definitions]
demand = \"\"\"
a
  - b*(w + m)\"\"\"
[players.maker]
decides = ["w"]
payoff = "w*demand"
[players.seller]
decides = ["m"]
payoff = "m*demand"
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("w*demand", "w*demnd", "line 11: players.maker.payoff: column 3: the name 'demnd' is unknown"),
        ("m*demand", "m*(demand", "line 14: players.seller.payoff: column 3: this bracket is never closed"),
        ("a\n  -", "a\n  - z", "line 6: definitions.demand (a definition knows those above it): line 2, column 5"),
        ('"seller"]', '"seler"]', "line 2: order: 'seler' is neither a player nor a decision"),
        ('decides = ["m"]', 'decide = ["m"]', "line 12: players.seller: there is no entry 'decide'"),
        ("positive", "positve", "line 3: parameters: 'positve' is not a sign"),
        ("[parameters]", "[parameter]", "line 3: there is no section 'parameter'; did you mean 'parameters'?"),
        ("[players.seller]", "[player.seller]", "line 12: there is no section 'player'; did you mean 'players'?"),
        (', "seller"]', "]", "line 2: order leaves out 'seller' (m)"),
        ("[parameters]", 'assuming = ["a > b", "a > z"]\n[parameters]', "line 3: assuming[1]: column 5"),
    ],
)
def test_errors_in_a_game_name_the_line(old: str, new: str, told: str) -> None:
    with pytest.raises(LsecError) as raised:
        read_game(GAME.replace(old, new))
    message = str(raised.value)
    assert told.split(": ", 1)[1] in message
    if told.startswith("line"):
        assert message.startswith(f"game file, {told}"), message


@pytest.mark.parametrize("entry", ['assuming = ["a > b"]', 'order = ["maker", "seller"]', "constraints = []"])
@pytest.mark.parametrize("section", ["parameters", "definitions", "players.maker", "players.seller"])
def test_an_entry_of_the_whole_game_below_the_head_of_a_section_is_told_to_move_up(entry: str, section: str) -> None:
    key = entry.partition(" ")[0]
    others = "\n".join(line for line in GAME.split("\n") if not line.startswith(key))
    read_game(f"{entry}\n{others}")
    line = others.split("\n").index(f"[{section}]") + 2
    with pytest.raises(LsecError) as raised:
        read_game(others.replace(f"[{section}]", f"[{section}]\n{entry}"))
    message = str(raised.value)
    assert message.startswith(f"game file, line {line}: {section}.{key}: below [{section}] this is an entry of")
    assert message.endswith("move it up, above the first section")


def test_definitions_may_be_called_as_entries_of_the_whole_game_are() -> None:
    game = read_game(GAME.replace("demand", "order"))
    assert game.players == read_game(GAME).players


def written(rng: random.Random) -> tuple[str, dict[str, int]]:
    """Return a TOML text full of look-alikes, and the line of each entry, known because it was put there."""
    lines: list[str] = []
    places: dict[str, int] = {}
    for table in rng.sample(["a", "b", "c.d", "e.f.a"], 3):
        lines.append(f"{' ' * rng.randrange(3)}[{table}] # [{rng.choice('abc')}]")
        places[table] = len(lines)
        for key in rng.sample(["a", "b", "x", "y-z"], 3):
            if rng.random() < 0.4:
                lines.append(f"# {key} = 1")
            shown = rng.choice([key, f'"{key}"', f"'{key}'"])
            value = rng.choice(["1", '"a = 2"', f'"""\n{key} = 3\n[{table}]\n"""', "{x = 1}"])
            lines.append(f"{shown} = {value.splitlines()[0]}")
            places[f"{table}.{key}"] = len(lines)
            lines += value.splitlines()[1:]
    return "\n".join(lines), places


@pytest.mark.parametrize("seed", range(40))
def test_lines_are_those_at_which_entries_were_put(seed: int) -> None:
    text, places = written(random.Random(seed))
    tomllib.loads(text)
    found = {path: line_of(text, path) for path in places}
    assert found == places


def test_what_is_not_there_has_no_line() -> None:
    assert line_of("a = 1", "b") is None
    assert line_of("a = {b = 1}", "a.b") is None
    assert line_of("a = ", "a") is None
