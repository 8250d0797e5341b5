"""Evolutionary games as they are declared: ways to give payoffs, and what is refused."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models import EvolutionaryGame, Game, Player, decisions, parameters, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import ContradictoryAssumptions, DeclarationError, LsecError, NotRational, UnknownName

a, b, c = parameters("a b c", positive=True)
BIRDS = {"birds": ["hawk", "dove"]}
PAIR = {"streamers": ["strict", "lax"], "platforms": ["supervise", "not"]}
TABLES = {"streamers": [[a, b], [b, a]], "platforms": [[1, 2], [3, 4]]}


def test_payoffs_may_be_given_in_several_ways() -> None:
    whole = EvolutionaryGame(populations=PAIR, payoffs=TABLES)
    assert EvolutionaryGame(populations=PAIR, payoffs=list(TABLES.values())) == whole
    assert EvolutionaryGame(populations=PAIR, payoffs={n: sp.Matrix(t) for n, t in TABLES.items()}) == whole

    def earned(streamer: str, platform: str) -> Mapping[str, Any]:
        i, j = PAIR["streamers"].index(streamer), PAIR["platforms"].index(platform)
        return {name: table[i][j] for name, table in TABLES.items()}

    assert EvolutionaryGame(populations=PAIR, payoffs=earned) == whole
    assert EvolutionaryGame(populations=PAIR, payoffs=lambda *own: list(earned(*own).values())) == whole
    assert pickle.loads(pickle.dumps(whole)) == whole
    assert whole.payoff("platforms", ("lax", "supervise")) == 3
    single = EvolutionaryGame(populations=BIRDS, payoffs=np.array([[0.1, 2], [0, 1]]))
    assert single.payoff("birds", ("hawk", "hawk")) == sp.Rational(1, 10)
    assert EvolutionaryGame(populations=BIRDS, payoffs=lambda own, other: int(own != other)).payoffs


def test_payoffs_may_be_those_of_solved_games() -> None:
    q, p = decisions("q p")
    costs = {"strict": c, "lax": 0}

    def market(streamer: str, platform: str) -> Any:
        fee = 1 if platform == "supervise" else 0
        players = [
            Player("streamers", decides=[q], payoff=q * (a - q - costs[streamer])),
            Player("platforms", decides=[p], payoff=p * (b - p) - fee),
        ]
        return solve(Game(players=players, assuming=[a > c]))

    game = EvolutionaryGame(populations=PAIR, payoffs=market)
    assert sp.expand(game.payoff("streamers", ("strict", "not")) - (a - c) ** 2 / 4) == 0
    assert any("a > c" in str(condition) for condition in game.domain.conditions)
    found = solve(game)
    assert [one.name for one in found.stable] == ["lax / not"]
    assert "rests on" in found.evidence.line()
    assert found.at(a=3, b=1, c=1).only().name == "lax / not"


MARKET = Game(players=[Player("maker", decides=[decisions("q")], payoff=decisions("q") * (a - decisions("q")))])

BAD: Mapping[str, tuple[dict[str, Any], type[LsecError], str]] = {
    "no population": ({"populations": {}}, DeclarationError, "write populations="),
    "one strategy": ({"populations": {"birds": ["hawk"]}}, DeclarationError, "not a list of two or more names"),
    "twice": ({"populations": {"birds": ["hawk", "hawk"]}}, DeclarationError, "'hawk' is there twice"),
    "joined": ({"populations": {"birds": ["hawk", "hawk + dove"]}}, DeclarationError, "without spaces around"),
    "text": ({"populations": {"birds": "hd"}}, DeclarationError, "not a list of two or more names"),
    "shape": ({"payoffs": [[1, 2, 3], [0, 1, 2]]}, DeclarationError, "3 entries at hawk, .* table of 2 x 2"),
    "short": ({"payoffs": [[1, 2]]}, DeclarationError, "1 entries, where there are 2 strategies"),
    "not finite": ({"payoffs": [[float("nan"), 1], [0, 1]]}, DeclarationError, "payoff of 'birds' at hawk / hawk"),
    "undeclared": ({"payoffs": [[sp.Symbol("v"), 1], [0, 1]]}, DeclarationError, "parameters\\('v', ...\\)"),
    "decision": ({"payoffs": [[decisions("q"), 1], [0, 1]]}, DeclarationError, "q is a decision"),
    "irrational": ({"payoffs": [[sp.sqrt(a), 1], [0, 1]]}, NotRational, "at hawk / hawk"),
    "divides": ({"payoffs": [[1 / (a - b), 1], [0, 1]]}, DeclarationError, "whose sign is not known"),
    "stranger": ({"payoffs": {"bird": [[1, 1], [0, 1]]}}, UnknownName, "did you mean 'birds'"),
    "clash": ({"payoffs": [[a, 1], [0, b]], "assuming": [a > b, b > a]}, ContradictoryAssumptions, "no parameters"),
    "no such dynamics": ({"dynamics": "logits"}, UnknownName, "did you mean 'logit'"),
    "no name": ({"dynamics": 3}, DeclarationError, "give a name, one of 'replicator'"),
    "no noise": ({"dynamics": "logit"}, DeclarationError, "has no noise; add noise="),
    "no mutation": ({"dynamics": "imitation"}, DeclarationError, "has no mutation; add mutation="),
    "stray noise": ({"noise": 1}, DeclarationError, "belongs to dynamics='logit', not to 'replicator'"),
    "no positive noise": ({"dynamics": "logit", "noise": 0}, DeclarationError, "noise = 0: give a positive number"),
    "noise of any sign": ({"dynamics": "logit", "noise": a - b}, DeclarationError, "is not known to be positive"),
    "undeclared noise": ({"dynamics": "logit", "noise": sp.Symbol("e")}, DeclarationError, "symbol e is undeclared"),
    "irrational noise": ({"dynamics": "logit", "noise": sp.sqrt(a)}, NotRational, "noise: "),
    "not solved": ({"taken_from": [3]}, DeclarationError, "3 is not a closed form"),
    "no name of a population": ({"populations": {"": ["a", "b"]}}, DeclarationError, "population '': it is named by"),
    "no name of a strategy": ({"populations": {"birds": ["a", ""]}}, DeclarationError, "each is named by a string"),
    "two of one name": (
        {"payoffs": [[a, parameters("a", real=True)], [0, 1]]},
        DeclarationError,
        "the name 'a' is used for two different symbols; rename one of them",
    ),
    "a static game of one population": (
        {"payoffs": lambda _, __: solve(MARKET)},
        DeclarationError,
        r"a single population no names for them; return one number, such as result.payoffs\['first'\]",
    ),
    "payoffs of one of two": (
        {"populations": PAIR, "payoffs": lambda _, __: {"streamers": 1}},
        DeclarationError,
        "payoffs at strict / supervise: none of platforms; return one for every population, by name",
    ),
    "too few payoffs": (
        {"populations": PAIR, "payoffs": lambda _, __: [1]},
        DeclarationError,
        r"payoffs at strict / supervise: \[1\]; return one for each of streamers, platforms",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_has_no_meaning_is_refused(case: str) -> None:
    fields, error, words = BAD[case]
    with pytest.raises(error, match=words):
        EvolutionaryGame(**{"populations": BIRDS, "payoffs": [[1, 2], [0, 1]], **fields})


FILE = """
assuming = ["C > V"]
[parameters]
positive = ["V", "C"]
[populations]
birds = ["hawk", "dove"]
[definitions]
fight = "(V - C)/2"
[payoffs]
birds = [["fight", "V"], [0, "V/2"]]
"""


def test_a_file_declares_populations() -> None:
    game = read_game(FILE)
    assert isinstance(game, EvolutionaryGame)
    V, C = parameters("V C", positive=True)
    same = EvolutionaryGame(populations=BIRDS, payoffs=[[(V - C) / 2, V], [0, V / 2]], assuming=[C > V])
    assert game == same
    assert [one.name for one in solve(game).stable] == ["hawk + dove"]


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ('dynamics = "replicator"', {}),
        ('dynamics = "best response"', {"dynamics": "best response"}),
        ('dynamics = "logit"\nnoise = "1/10"', {"dynamics": "logit", "noise": 0.1}),
        ('dynamics = "logit"\nnoise = 0.1', {"dynamics": "logit", "noise": sp.Rational(1, 10)}),
        (
            'dynamics = "imitation"\nmutation = "V/C"',
            {"dynamics": "imitation", "mutation": sp.Symbol("V") / sp.Symbol("C")},
        ),
    ],
)
def test_a_file_and_python_declare_the_same_dynamics(lines: str, fields: dict[str, Any]) -> None:
    V, C = parameters("V C", positive=True)
    own = {
        name: value.subs({"V": V, "C": C}) if isinstance(value, sp.Expr) else value for name, value in fields.items()
    }
    game = EvolutionaryGame(populations=BIRDS, payoffs=[[(V - C) / 2, V], [0, V / 2]], assuming=[C > V], **own)
    read = read_game(lines + FILE)
    assert read == game
    point = {"V": 1, "C": 3}
    assert solve(read, at=point).evidence == solve(game, at=point).evidence


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('dynamics = "logits"', "did you mean 'logit'"),
        ("dynamics = 3", "give a name, one of 'replicator'"),
        ('dynamics = "logit"', "has no noise; add noise="),
        ('noise = "1/10"', "belongs to dynamics='logit'"),
        ('dynamics = "logit"\nnoise = "V - C"', "is not known to be positive"),
        ('dynamics = "logit"\nnoise = "W"', "noise: .*W"),
        ('dynamics = "logit"\nnoise = []', "noise: this must be text in quotes"),
    ],
)
def test_dynamics_in_a_file_that_have_no_meaning_are_refused(lines: str, words: str) -> None:
    with pytest.raises(LsecError, match=words):
        read_game(lines + FILE)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[payoffs]", "[payoff]", "there is no section 'payoff'; did you mean 'payoffs'"),
        ('"V/2"]]', '"W/2"]]', r"payoffs.birds\[1\]\[1\]: .*W"),
        ('"V/2"]]', "[]]]", "payoff of 'birds' at dove / dove"),
        ('"fight", "V"', '[[[[[[[[["V"]]]]]]]]], 0', "lists in lists more than 8 deep"),
        ('birds = ["hawk", "dove"]', 'birds = "hawk"', "not a list of two or more names"),
        ('birds = [["fight", "V"], [0, "V/2"]]', "", "no payoffs of birds"),
    ],
)
def test_a_file_that_has_no_meaning_is_refused(old: str, new: str, words: str) -> None:
    assert old in FILE
    with pytest.raises(LsecError, match=words):
        read_game(FILE.replace(old, new))


def test_the_command_line_solves_populations_and_sweeps_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "birds.toml"
    place.write_text(FILE)
    assert main(["solve", str(place)]) == 0
    assert "Rest points of the evolutionary game of" in capsys.readouterr().out
    assert main(["sweep", str(place), "--over", "V=1", "--at", "C=4", "--quantity", "hawk"]) == 0
    shares = {line.split(",")[0]: line.split(",")[3] for line in capsys.readouterr().out.splitlines()[1:]}
    assert shares["hawk + dove"] == "0.25"
    for option in (["--order", "birds"], ["--corners"]):
        assert main(["solve", str(place), *option]) == 2
        assert "populations" in capsys.readouterr().err


def test_a_game_with_too_many_faces_is_refused() -> None:
    names = {f"p{p}": [f"p{p}s{i}" for i in range(5)] for p in range(3)}
    table = np.zeros((5, 5, 5), dtype=int)
    with pytest.raises(DeclarationError, match="29,791 sets of strategies"):
        solve(EvolutionaryGame(populations=names, payoffs=[table] * 3))


def test_names_of_shares_tell_populations_apart() -> None:
    same = EvolutionaryGame(
        populations={"even": ["heads", "tails"], "odd": ["heads", "tails"]}, payoffs=[[[1, 0], [0, 1]]] * 2
    )
    assert list(same.share_names.values()) == ["even: heads", "even: tails", "odd: heads", "odd: tails"]
    with pytest.raises(UnknownName, match="no strategy 'head'"):
        same.payoff("even", ("head", "tails"))
    with pytest.raises(DeclarationError, match="'heads' is not a profile; give 2 strategies"):
        same.payoff("even", "heads")
