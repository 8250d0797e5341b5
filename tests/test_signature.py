"""Flags of all verbs and declarations: what is neither True nor False is refused by its name."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lsec_models as lsec
from lsec_models.errors import DeclarationError
from lsec_models.signature import explained

FLAGS = [
    (name, flag.name)
    for name in lsec.__all__
    if callable(verb := getattr(lsec, name)) and hasattr(verb, "__wrapped__")
    for flag in inspect.signature(verb).parameters.values()
    if flag.annotation in ("bool", bool)
]


@explained
def asked(thing: object, *, corners: bool = False) -> tuple[object, bool]:
    return thing, corners


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.lists(st.booleans())))
def test_what_is_no_truth_value_is_refused(value: Any) -> None:
    with pytest.raises(DeclarationError, match=r"asked: corners = .*; write True or False$") as refused:
        asked("game", corners=value)
    assert "\n" not in str(refused.value)


@given(st.booleans())
def test_truth_values_pass(value: bool) -> None:
    assert asked("game", corners=value) == ("game", value)
    assert asked(value) == (value, False), "what is not a flag may be anything"


def test_verbs_have_flags() -> None:
    assert ("solve", "corners") in FLAGS


@pytest.mark.parametrize(("name", "flag"), FLAGS)
def test_a_no_in_quotes_is_no_yes(name: str, flag: str) -> None:
    verb = getattr(lsec, name)
    places = [p for p in inspect.signature(verb).parameters.values() if p.default is p.empty]
    placed = [None for p in places if p.kind is not p.KEYWORD_ONLY]
    named = {p.name: None for p in places if p.kind is p.KEYWORD_ONLY}
    with pytest.raises(DeclarationError, match=f"{flag} = 'no'; write True or False"):
        verb(*placed, **named, **{flag: "no"})
