"""Finite games: as they are declared, against the definitions, and where degenerate games have continua."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import nashpy
import numpy as np
import pandas as pd
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import lsec_models as lsec
from brute_force.bimatrix import extreme_equilibria as by_brute_force
from brute_force.bimatrix import is_equilibrium, maximal_nash_subsets, pure_equilibria, random_tables
from lsec_models import MatrixGame, solve
from lsec_models.errors import DeclarationError, LsecError, OutOfTime, SeveralSolutions, UnknownKey, UnknownName
from lsec_models.games.evidence.evidence import About, Row, Status
from lsec_models.games.matrix.equilibria import MatrixEquilibria
from lsec_models.games.matrix.vertex_enumeration import Pair, components, extreme_equilibria

THIRD = sp.Rational(1, 3)


def bimatrix(first: Any, second: Any) -> MatrixGame:
    """Return a game whose strategies are r0, r1, ... and c0, c1, ..."""
    strategies = {"row": [f"r{i}" for i in range(len(first))], "column": [f"c{j}" for j in range(len(first[0]))]}
    return MatrixGame(strategies=strategies, payoffs=[first, second])


def pairs_of(found: MatrixEquilibria) -> set[Pair]:
    return {tuple(tuple(map(_fraction, p.values())) for p in e.probabilities.values()) for e in found.extreme}


def _fraction(value: sp.Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))


# ---- against brute force and against other packages --------------------------------------------------------------


SIZES = [(1, 1), (1, 3), (3, 1), (2, 2), (2, 4), (3, 3), (4, 3), (4, 4)]


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_extreme_equilibria_are_those_of_all_bases(size: tuple[int, int]) -> None:
    rng = Random(f"{size}")
    for _ in range(15):
        first, second = random_tables(rng, *size)
        expected = by_brute_force(first, second)
        listed = extreme_equilibria(first, second)
        assert listed == sorted(expected, reverse=True), (first, second)
        subsets = {(frozenset(p.rows), frozenset(p.columns)) for part, _ in components(listed) for p in part}
        assert subsets == maximal_nash_subsets(expected), (first, second)


tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda size: st.tuples(*(st.lists(_row(size[1]), min_size=size[0], max_size=size[0]) for _ in range(2)))
)


def _row(width: int) -> st.SearchStrategy[list[Fraction]]:
    entry = st.one_of(st.integers(-1, 1).map(Fraction), st.fractions(-3, 3, max_denominator=4))
    return st.lists(entry, min_size=width, max_size=width)


@pytest.mark.slow
@settings(max_examples=60)
@given(tables, st.data())
def test_whatever_is_picked_in_a_maximal_subset_is_an_equilibrium(game: Any, data: Any) -> None:
    first, second = game
    listed = extreme_equilibria(first, second)
    assert listed, "every game has an equilibrium"
    parts = components(listed)
    assert sorted((pair for _, pairs in parts for pair in pairs), reverse=True) == listed
    for part, pairs in parts:
        assert {pair for p in part for pair in product(p.rows, p.columns)} == set(pairs)
        for subset in part:
            x, y = (_mixed(data, side) for side in (subset.rows, subset.columns))
            assert is_equilibrium(first, second, x, y)


def _mixed(data: Any, ends: Sequence[tuple[Fraction, ...]]) -> tuple[Fraction, ...]:
    weights = data.draw(st.lists(st.integers(0, 5), min_size=len(ends), max_size=len(ends)).filter(any))
    return tuple(
        sum((w * end[k] for w, end in zip(weights, ends, strict=True)), Fraction(0)) / sum(weights)
        for k in range(len(ends[0]))
    )


@pytest.mark.slow
@settings(max_examples=60)
@given(tables, st.randoms(use_true_random=False), st.fractions(1, 5, max_denominator=3), st.fractions(-9, 9))
def test_names_and_units_change_nothing_else(game: Any, rng: Random, unit: Fraction, zero: Fraction) -> None:
    first, second = game
    listed = extreme_equilibria(first, second)
    up = rng.sample(range(len(first)), len(first))
    across = rng.sample(range(len(first[0])), len(first[0]))
    moved = [[[table[i][j] for j in across] for i in up] for table in (first, second)]
    renamed = {(tuple(x[i] for i in up), tuple(y[j] for j in across)) for x, y in listed}
    assert set(extreme_equilibria(*moved)) == renamed
    turned = [list(zip(*table, strict=True)) for table in (second, first)]
    assert set(extreme_equilibria(*turned)) == {(y, x) for x, y in listed}
    rescaled = [[unit * entry + zero for entry in row] for row in first]
    assert extreme_equilibria(rescaled, second) == listed
    # A constant added where the other plays one strategy changes no comparison either.
    shifted = [[entry + zero * (j == 0) for j, entry in enumerate(row)] for row in first]
    assert extreme_equilibria(shifted, second) == listed


@pytest.mark.filterwarnings(r"ignore:\s+An even number:RuntimeWarning")
def test_what_nashpy_finds_is_found_and_the_number_is_odd_without_ties() -> None:
    rng = np.random.default_rng(5)
    for _ in range(15):
        first, second = rng.integers(-(10**6), 10**6, (2, 4, 4))
        listed = [np.array([*x, *y], dtype=float) for x, y in pairs_of(solve(bimatrix(first, second)))]
        assert len(listed) % 2 == 1
        for pair in nashpy.Game(first, second).support_enumeration():
            assert any(np.allclose(np.concatenate(pair), one) for one in listed)


@pytest.mark.parametrize("shape", [(2, 2), (2, 3, 2), (2, 2, 2, 2), (1, 2, 1, 3)], ids=str)
def test_pure_equilibria_of_any_number_of_players(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(7)
    for _ in range(20):
        payoffs = [rng.integers(0, 4, shape) for _ in shape]
        strategies = {f"p{i}": [f"s{k}" for k in range(size)] for i, size in enumerate(shape)}
        found = solve(MatrixGame(strategies=strategies, payoffs=payoffs))
        expected = pure_equilibria(shape, lambda i, profile, payoffs=payoffs: payoffs[i][profile])
        assert list(found.pure) == [tuple(f"s{k}" for k in profile) for profile in sorted(expected)]


# ---- by hand: degenerate games -----------------------------------------------------------------------------------

# Tables of both players, and the words for each component.
BY_HAND: dict[str, tuple[Any, Any, list[str]]] = {
    "a continuum": (
        [[-3, 3], [-3, 5]],
        [[2, 7], [4, 2]],
        ["anything from 2/7 r0 + 5/7 r1 to r1 / c0"],
    ),
    "support enumeration in floats finds none": (
        [[8, 1, 3], [2, 0, 6]],
        [[4, 6, 9], [2, 8, 2]],
        ["2/3 r0 + 1/3 r1 / 3/4 c1 + 1/4 c2"],
    ),
    "nobody cares": ([[0, 0], [0, 0]], [[0, 0], [0, 0]], ["any mixture of r0 and r1 / any mixture of c0 and c1"]),
    "one strategy each": ([[5]], [[-5]], ["r0 / c0"]),
    "one row": ([[1, 2, 3]], [[4, 4, 2]], ["r0 / any mixture of c0 and c1"]),
    "one column": ([[1], [0], [1]], [[0], [9], [0]], ["any mixture of r0 and r2 / c0"]),
    "only the other's choice counts": (
        [[0, 1], [0, 1]],
        [[2, 2], [3, 3]],
        ["any mixture of r0 and r1 / any mixture of c0 and c1"],
    ),
    "a strategy twice": (
        [[1, -1], [-1, 1], [-1, 1]],
        [[-1, 1], [1, -1], [1, -1]],
        ["anything from 1/2 r0 + 1/2 r1 to 1/2 r0 + 1/2 r2 / 1/2 c0 + 1/2 c1"],
    ),
    "a dominated strategy": ([[3, 0], [5, 1], [4, -1]], [[3, 5], [0, 1], [0, 0]], ["r1 / c1"]),
    "weak dominance, two subsets that meet": (
        [[1, 1], [1, 0]],
        [[1, 1], [1, 0]],
        ["any mixture of r0 and r1 / c0; and r0 / any mixture of c0 and c1"],
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_by_hand(name: str) -> None:
    first, second, words = BY_HAND[name]
    found = solve(bimatrix(first, second))
    assert [component.words for component in found.components] == words
    assert pairs_of(found) == by_brute_force(first, second)
    assert [component.is_continuum for component in found.components] == ["any" in part for part in words]


def test_a_continuum_has_its_ends_and_its_payoffs() -> None:
    found = solve(bimatrix(*BY_HAND["a continuum"][:2]))
    (line,) = found.continua
    assert [dict(e.probabilities["row"]) for e in line.extreme] == [
        {"r0": sp.Rational(2, 7), "r1": sp.Rational(5, 7)},
        {"r0": 0, "r1": 1},
    ]
    assert [dict(e.payoffs) for e in line.extreme] == [
        {"row": -3, "column": sp.Rational(24, 7)},
        {"row": -3, "column": 4},
    ]
    assert repr(line).endswith("/ c0: row -3, column 24/7 to 4")
    (subset,) = line.subsets
    assert [len(ends) for ends in subset.mixtures.values()] == [2, 1]
    with pytest.raises(SeveralSolutions, match="the matrix game of row and column has a continuum of equilibria; look"):
        found.only()


def test_the_equilibrium_that_floats_lose() -> None:
    only = solve(bimatrix(*BY_HAND["support enumeration in floats finds none"][:2])).only()
    assert only.probabilities["row"] == {"r0": 2 * THIRD, "r1": THIRD}
    assert only.probabilities["column"] == {"c0": 0, "c1": sp.Rational(3, 4), "c2": sp.Rational(1, 4)}
    assert only.payoffs == {"row": sp.Rational(3, 2), "column": 20 * THIRD}
    assert not only.is_pure


@pytest.mark.parametrize(
    ("table", "extreme", "parts"),
    [
        ([[int(i == j) for j in range(6)] for i in range(6)], 63, 63),
        ([[0] * 6 for _ in range(6)], 36, 1),
        ([[1 - int(i == j) for j in range(6)] for i in range(6)], None, None),
    ],
    ids=["coordination", "zero", "anti-coordination"],
)
def test_six_by_six(table: list[list[int]], extreme: int | None, parts: int | None) -> None:
    found = solve(bimatrix(table, table))
    if extreme is not None:
        assert len(found.extreme) == extreme
        assert len(found.components) == parts
    for x, y in pairs_of(found):
        assert is_equilibrium(table, table, x, y)
    pure = {e.words.replace(" / ", " ") for e in found.extreme if e.is_pure}
    assert pure == set(map(" ".join, found.pure))


def test_large_and_small_numbers_are_exact() -> None:
    tiny, huge = Fraction(1, 10**30), 10**30
    found = solve(bimatrix([[huge + tiny, 0], [huge, 1]], [[1, 0], [0, tiny]]))
    assert len(found.extreme) == 3
    (mixed,) = (e for e in found.extreme if not e.is_pure)
    assert mixed.probabilities["row"]["r0"] == sp.Rational(1, 10**30 + 1)
    assert mixed.probabilities["column"]["c0"] == sp.Rational(10**30, 10**30 + 1)


# ---- declaring ---------------------------------------------------------------------------------------------------

CHICKEN = [[0, 7], [2, 6]], [[0, 2], [7, 6]]
NAMES = {"row": ["dare", "yield"], "column": ["dare", "yield"]}
WAYS: dict[str, Callable[[Any], Any]] = {
    "lists": lambda table: table,
    "tuples": lambda table: tuple(map(tuple, table)),
    "integers": np.array,
    "floats": lambda table: np.array(table, dtype=np.float32),
    "fractions": lambda table: np.array([[Fraction(v) for v in row] for row in table], dtype=object),
    "decimals": lambda table: [[Decimal(v) for v in row] for row in table],
    "text": lambda table: [[f"{v}/1" for v in row] for row in table],
    "matrix": sp.Matrix,
    "array": sp.Array,
    "frame": lambda table: pd.DataFrame(table, columns=["1", "2"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_tables_are_read_from_what_people_have(way: str) -> None:
    game = MatrixGame(strategies=NAMES, payoffs=dict(zip(NAMES, map(WAYS[way], CHICKEN), strict=True)))
    assert game == MatrixGame(strategies=NAMES, payoffs=CHICKEN)
    assert game.payoffs_of(("yield", "dare")) == {"row": 2, "column": 7}
    assert hash(game) == hash(pickle.loads(pickle.dumps(game)))


@pytest.mark.parametrize("kind", [float, np.float32, np.float64, Decimal, sp.Float])
def test_floats_are_the_decimals_they_print_as(kind: Any) -> None:
    tenth = Decimal("0.1") if kind is Decimal else kind(0.1)
    game = MatrixGame(strategies=NAMES, payoffs=[[[tenth, 0], [0, 0]], [[0, 0], [0, 0]]])
    assert game.payoffs["row"][0][0] == Fraction(1, 10)


def test_what_a_user_reads() -> None:
    game = MatrixGame(strategies=NAMES, payoffs=CHICKEN)
    assert list(game.profiles) == [("dare", "dare"), ("dare", "yield"), ("yield", "dare"), ("yield", "yield")]
    found = lsec.solve(game)
    assert repr(found).splitlines() == [
        "3 equilibria of the matrix game of row and column",
        "  dare / yield: payoff of row = 7, payoff of column = 2",
        "  1/3 dare + 2/3 yield / 1/3 dare + 2/3 yield: payoff of row = 14/3, payoff of column = 14/3",
        "  yield / dare: payoff of row = 2, payoff of column = 7",
        "  exists: proved; optimal: proved; off the path: proved; complete: proved",
    ]
    with pytest.raises(SeveralSolutions, match="has 3 equilibria"):
        found.only()
    assert pickle.loads(pickle.dumps(found)) == found


def test_long_lists_say_how_long_they_are() -> None:
    same = [[int(i == j) for j in range(6)] for i in range(6)]
    lines = repr(solve(bimatrix(same, same))).splitlines()
    assert lines[0].startswith("63 equilibria of")
    assert lines[-2] == "  and 43 more"
    mixed = repr(solve(bimatrix([[1, 1, 0], [1, 0, 0], [0, 0, 1]], [[1, 1, 0], [1, 0, 0], [0, 0, 1]])))
    assert mixed.startswith("1 equilibrium and 2 continua of equilibria of the matrix game of row and column\n")


def test_three_players_have_pure_equilibria_and_say_what_is_not_asked() -> None:
    strategies = {name: ["out", "in"] for name in ("a", "b", "c")}
    inside = np.indices((2, 2, 2))
    payoffs = inside * (5 - 2 * inside.sum(axis=0))
    found = solve(MatrixGame(strategies=strategies, payoffs=payoffs))
    assert found.pure == (("out", "in", "in"), ("in", "out", "in"), ("in", "in", "out"))
    with pytest.raises(DeclarationError, match="for two players, not 3; look at the pure ones"):
        _ = found.extreme
    assert repr(found).splitlines()[0] == "3 pure equilibria of the matrix game of a, b and c"
    assert found.evidence.established
    assert found.evidence.status(About.COMPLETE) is Status.OPEN
    rows = {str(finding.row): finding for finding in found.evidence.rows}
    assert rows["pure: complete: no other equilibrium"].status is Status.PROVED
    assert "not asked" in rows["mixed: complete: no other equilibrium"].detail


def test_no_pure_equilibrium_of_three_players_is_said_and_establishes_nothing() -> None:
    pennies = np.array([[1, -1], [-1, 1]])
    strategies = {"even": ["h", "t"], "odd": ["h", "t"], "third": ["only"]}
    found = solve(MatrixGame(strategies=strategies, payoffs=[t[..., None] for t in (pennies, -pennies, 0 * pennies)]))
    assert found.pure == ()
    assert repr(found).startswith("no pure equilibria of the matrix game of even, odd and third\n")
    assert not found.evidence.established
    assert "a mixed one does" in found.evidence.rows[0].detail


def test_two_players_are_answered_completely() -> None:
    held = solve(MatrixGame(strategies=NAMES, payoffs=CHICKEN)).evidence
    assert held.established
    assert held.status(About.COMPLETE) is Status.PROVED
    assert Row(about=About.OPTIMAL, player="row", decisions=("strategy",)) in held.required


def test_what_takes_too_much_work_is_open_and_pure_equilibria_stand() -> None:
    rng = np.random.default_rng(1)
    game = bimatrix(*rng.integers(0, 99, (2, 8, 8)))
    found = solve(game, effort=1e-5)
    assert found.pure == solve(game).pure
    assert found.evidence.status(About.COMPLETE) is Status.OPEN
    with pytest.raises(OutOfTime, match="8 x 8 strategies take more work than was granted; ask for more with solve"):
        _ = found.components
    assert len(solve(game, effort=10).extreme) > 0
    with pytest.raises(OutOfTime, match="the limit in seconds"):
        solve(game, seconds=1e-9)


WRONG: list[tuple[Mapping[str, Any], type[LsecError], str]] = [
    ({"strategies": ["up", "down"], "payoffs": []}, DeclarationError, r"by player; write strategies=\{'row': \['up'"),
    ({"strategies": {"row": ["up"]}, "payoffs": [[1]]}, DeclarationError, "two or more players, not 1"),
    ({"strategies": {"row": "up", "column": ["l"]}, "payoffs": []}, DeclarationError, "'up' is not a list of"),
    ({"strategies": {"row": [], "column": ["l"]}, "payoffs": []}, DeclarationError, "is not a list of one or more"),
    ({"strategies": {"row": [1], "column": ["l"]}, "payoffs": []}, DeclarationError, "named by a string"),
    ({"strategies": {"": ["u"], "column": ["l"]}, "payoffs": []}, DeclarationError, "a player is named by a string"),
    ({"strategies": {"row": ["u", "u"], "column": ["l"]}, "payoffs": []}, DeclarationError, "'u' is there twice"),
    ({"payoffs": {"row": [[1, 2], [3, 4]]}}, DeclarationError, "no payoffs of column; give a table for every"),
    ({"payoffs": {"row": [], "colum": []}}, UnknownName, "'colum', who has no strategies; did you mean 'column'"),
    ({"payoffs": [[[1, 2], [3, 4]]]}, DeclarationError, "one table for each of row, column, as in payoffs="),
    ({"payoffs": 5}, DeclarationError, "one table for each of row, column"),
    ({"payoffs": [[[1, 2, 3], [3, 4, 5]], CHICKEN[1]]}, DeclarationError, "'row': 3 entries at dare, where 'column'"),
    ({"payoffs": [[[1, 2]], CHICKEN[1]]}, DeclarationError, "'row': 1 entries, where 'row' has 2 strategies; give a"),
    ({"payoffs": [[1, 2], CHICKEN[1]]}, DeclarationError, "a single entry at dare, .* give a table of 2 x 2 numbers"),
    ({"payoffs": [CHICKEN[0], [[1, 2], [3, np.nan]]]}, DeclarationError, "'column' at yield / yield = .*nan"),
    ({"payoffs": [CHICKEN[0], [[1, 2], [3, sp.Symbol("a")]]]}, DeclarationError, "= a is not a finite rational"),
    ({"payoffs": [CHICKEN[0], [[1, 2], [3, True]]]}, DeclarationError, "True is not a finite rational"),
]


@pytest.mark.parametrize(("fields", "error", "message"), WRONG)
def test_bad_declarations(fields: Mapping[str, Any], error: type[LsecError], message: str) -> None:
    with pytest.raises(error, match=message):
        MatrixGame(**{"strategies": NAMES, "payoffs": CHICKEN, **fields})


def test_bad_questions() -> None:
    game = MatrixGame(strategies=NAMES, payoffs=CHICKEN)
    with pytest.raises(UnknownName, match="'row' has no strategy 'dair'; did you mean 'dare'"):
        game.payoffs_of(("dair", "dare"))
    with pytest.raises(DeclarationError, match="give one strategy for each of row, column"):
        game.payoffs_of("dare")
    with pytest.raises(DeclarationError, match="has no parameters, so that at= says nothing"):
        solve(game, at={})  # type: ignore[call-overload]
    with pytest.raises(DeclarationError, match="corners=True is for static games, not for a MatrixGame"):
        solve(game, corners=True)  # type: ignore[call-overload]
    with pytest.raises(UnknownKey, match="did you mean 'row'"):
        _ = solve(game).extreme[0].payoffs["rwo"]


def test_verbs_that_do_not_take_it_say_what_to_ask() -> None:
    game = MatrixGame(strategies=NAMES, payoffs=CHICKEN)
    for one in (game, solve(game)):
        with pytest.raises(DeclarationError, match="every other strategy is compared exactly"):
            lsec.audit(one)
        with pytest.raises(DeclarationError, match="solve a matrix game for each table of payoffs"):
            lsec.sweep(one, over={"a": (0, 1, 3)})


def test_a_player_may_mix_whole_mixtures() -> None:
    """The column stays left while the first row is played half the time at most."""
    words = str(solve(bimatrix([[0, 0]] * 3, [[0, 1], [0, -1], [0, -1]])))
    assert "any mixture of" in words
    assert "(1/2 r0 + 1/2 r1)" in words
