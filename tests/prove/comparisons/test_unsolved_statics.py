"""Tables of signs of games that nobody has solved, against those of closed forms, and against quantities at points."""

from __future__ import annotations

import json
import random

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

import lsec_models as lsec
from lsec_models import Game, Player, comparative_statics, decisions, parameters, solve
from lsec_models.errors import ClaimError, UnknownName
from lsec_models.prove import increasing, prove, verify
from lsec_models.prove.results.verdicts import Interrupted, Mixed, Proved
from strategies import examples

a, c, k = parameters("a c k", positive=True)
n = parameters("n", integer=True)
p, q, q_1, q_2 = decisions("p q q_1 q_2")
QUARTIC = Game(players=[Player("firm", decides=[q], payoff=(a - q - c) * q - k * q**4)], assuming=[a > c])
TURNING = Game(
    players=[Player("firm", decides=[q], payoff=(a - q - c) * q - k * (q - c) ** 2)],
    assuming=[a > c],
    report={"price": a - q},
)


def test_without_a_formula_every_sign_has_its_proof() -> None:
    table = comparative_statics(QUARTIC)
    signs = {(cell.quantity, cell.parameter): cell.sign.symbol for cell in table}
    rows = {("q", "a"): ">", ("q", "c"): "<", ("q", "k"): "<"}
    assert signs == rows | {("firm", name): sign for (_, name), sign in rows.items()}
    verdict = table["q", "a"].verdict
    assert isinstance(verdict, Proved)
    assert verify(verdict.certificate, increasing(q, a), [QUARTIC]).exact
    draw = random.Random(5)
    for _ in range(20):
        at = {"a": draw.uniform(3, 9), "c": draw.uniform(1, 2), "k": draw.uniform(0.1, 2)}
        for name, sign in (("a", 1), ("c", -1), ("k", -1)):
            assert sign * (_sold(**at | {name: at[name] + 0.01}) - _sold(**at)) > 0


def _sold(**at: float) -> float:
    return float(brentq(lambda sold: at["a"] - at["c"] - 2 * sold - 4 * at["k"] * sold**3, 0, 10))


def test_a_table_says_of_which_equilibria_it_is_in_every_format() -> None:
    table = comparative_statics(QUARTIC, "q", ["a", "k"])
    words = "at every regular interior equilibrium of firm; whether there is one is not asked"
    assert str(table) == f"q in a: +\nq in k: -\n{words}"
    assert table.rests_on == ()
    assert words in table._repr_html_()
    assert json.loads(lsec.to_json(table))["of"] == words
    assert words in lsec.to_latex(table)
    assert words in lsec.to_mathematica(table)
    solved = comparative_statics(solve(TURNING), "q", "a")
    assert "of" not in json.loads(lsec.to_json(solved))


@pytest.mark.slow
def test_a_sign_that_turns_has_an_equilibrium_on_each_side() -> None:
    table = comparative_statics(TURNING)
    signs = table.table()
    assert {name: list(signs.loc[name]) for name in signs.index} == {
        "q": ["+", "+-", "+-"],
        "firm": ["+", "+-", "-0"],
        "price": ["+", "+-", "+-"],
    }
    turning = table["q", "c"].verdict
    assert isinstance(turning, Mixed)
    slope = sp.diff(solve(TURNING)["q"], c)
    for point, positive in ((turning.witness, True), (turning.counterexample, False)):
        assert (slope.subs({symbol: point[symbol.name] for symbol in (a, c, k)}) > 0) is sp.S(positive)
    assert [cell.sign.symbol for cell in table.undecided] == 5 * ["><"]


COEFFICIENTS = st.integers(-2, 2)


@pytest.mark.slow
@examples(4)
@given(st.lists(COEFFICIENTS, min_size=5, max_size=5), st.booleans())
def test_signs_are_those_of_the_closed_form(drawn: list[int], two: bool) -> None:
    """What is decided without a formula is what the formula says; where it says less, it says nothing else."""
    u, v, w, x, y = drawn
    rival = v * q_2 if two else 0
    players = [Player("one", decides=[q_1], payoff=(a + u * c + rival - (3 + k) * q_1) * q_1 + w * c * q_1)]
    if two:
        players.append(Player("two", decides=[q_2], payoff=(a + x * c + y * q_1 - 4 * q_2) * q_2))
    game = Game(players=players)
    known, found = comparative_statics(solve(game)), comparative_statics(game)
    for cell in found:
        assert cell.sign.symbol in ("?", known[cell.quantity, cell.parameter].symbol), cell
    assert sum(cell.sign.symbol == "?" for cell in found) <= len(found) / 2


def test_what_is_interrupted_is_not_decided() -> None:
    table = comparative_statics(QUARTIC, "q", "a", seconds=1e-9)
    assert table["q", "a"].symbol == "?"
    assert isinstance(table["q", "a"].verdict, Interrupted)


@pytest.mark.parametrize(
    ("game", "asked", "error", "words"),
    [
        (Game(players=[Player("firm", decides=[q], payoff=(a - q) * q * n)]), (), ClaimError, "n is declared integer"),
        (QUARTIC, ("price",), UnknownName, "no quantity 'price'; known: 'firm', 'q'"),
        (QUARTIC, ("q", "b"), ClaimError, "b is not a parameter here"),
        (
            Game(
                players=[
                    Player("one", decides=[q_1], payoff=(a - q_1) * q_1),
                    Player("two", decides=[p], payoff=-p * p),
                ],
                order=["one", "two"],
            ),
            (),
            ClaimError,
            "the game one > two has 2 stages.*; solve it, or give a game of one stage",
        ),
    ],
)
def test_what_is_not_asked_is_refused(game: Game, asked: tuple[str, ...], error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        comparative_statics(game, *asked)


def test_nothing_is_admissible_is_said() -> None:
    empty = Game(players=[Player("firm", decides=[q], payoff=(a - q) * q)], constraints=[q > a])
    assert comparative_statics(empty, "q", "a")["q", "a"].symbol == "-"
    assert not prove(increasing(q, a), [empty])
