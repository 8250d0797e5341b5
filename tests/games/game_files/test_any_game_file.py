"""Whatever stands in a game file, it is read or refused by name."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game_texts import BARGAIN, DUOPOLY, FOLLOWED, TRANSFER, channel
from lsec_models import LsecError
from lsec_models.games.game_files.game_file import read_game
from strategies import examples

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
        "meanings": st.dictionaries(NAMES, st.lists(TEXTS, min_size=2, max_size=2), max_size=1),
    },
)
# ... and at most one is anything.
ANYTHING = st.dictionaries(
    st.sampled_from(
        [
            "parameters",
            "players",
            "definitions",
            "report",
            "order",
            "assuming",
            "constraints",
            "meanings",
            "then",
            "else",
        ]
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


@pytest.mark.slow
@examples(100)
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
