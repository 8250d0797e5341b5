"""What a game file may have beside players: bargains, choices, copies, kinks, expectations and functions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sympy as sp

from game_texts import BARGAIN, FOLLOWED
from lsec_models import Game, LsecError, Player, decisions, others, parameters, plot, solve, sweep, total
from lsec_models.errors import (
    DeclarationError,
    NotRational,
    ParseError,
    UnknownName,
)
from lsec_models.games.game_files.game_file import read_game

a, b, c = parameters("a b c", positive=True)
w, q, m = decisions("w q m")


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
    with pytest.raises(DeclarationError, match="not a positive integer"):
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
        ("order =", 'assuming = ["exp(a) > b"]\norder =', ParseError, "'exp' is not a function, only sqrt is"),
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


MEANT = """
[meanings]
a = ["size of the market", "units"]
p = ["price", "$"]
shop = ["profit", "$"]
"""


def test_names_are_told_in_words_and_units() -> None:
    plain = '[parameters]\npositive = ["a"]\n[players.shop]\ndecides = ["p"]\npayoff = "p*(a - p)"\n'
    game = read_game(plain + MEANT)
    assert game == read_game(plain)
    data = sweep(solve(game), over={"a": [1, 2]})
    assert {name: (data[name].attrs["long_name"], data[name].attrs["units"]) for name in ("a", "p", "shop")} == {
        "a": ("size of the market", "units"),
        "p": ("price", "$"),
        "shop": ("profit", "$"),
    }
    assert plot(data, "p").get_ylabel() == r"price, $p$ (\$)"


def test_meanings_of_populations_stocks_and_modes() -> None:
    birds = '[parameters]\npositive = ["V"]\n[populations]\nbirds = ["hawk", "dove"]\n[payoffs]\n'
    birds += 'birds = [["V/2 - 1", "V"], ["0", "V/2"]]\n[meanings]\nbirds = ["food", "grams"]\nV = ["prey", "grams"]\n'
    assert set(read_game(birds).meanings) == {"birds", "V"}
    stock = (
        'discount_factor = 0.9\n[players.host]\ndecides = ["e"]\npayoff = "G - e^2/2"\n[states.G]\nnext = "G/2 + e"\n'
    )
    assert read_game(f'{stock}[meanings]\nG = ["goodwill", "1"]').meanings["G"].words == "goodwill"
    assert read_game(f'{FOLLOWED}\n[meanings]\nm = ["margin", "euro"]').meanings["m"].unit == "euro"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("pp = ['price', '1']", "line 7: meanings: there is no 'pp' in this game; did you mean 'p'?"),
        ("p = 'price'", "line 8: meanings.p: this must be words and a unit"),
        ("p = ['price', 1]", 'with "1" for the unit of a pure number'),
        ('p = ["price", "one\\ntwo"]', "meanings.p: this must be words and a unit"),
    ],
)
def test_a_wrong_meaning_is_told(line: str, complaint: str) -> None:
    text = '[parameters]\npositive = ["a"]\n[players.shop]\ndecides = ["p"]\npayoff = "p*(a - p)"\n\n[meanings]\n'
    with pytest.raises(ParseError, match=re.escape(complaint)):
        read_game(text + line)
