"""What may be asked of a choice, and what bad questions are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from choices import entry, fixed, u
from lsec_models.errors import DeclarationError, LsecError, OutsideDomain, UnknownName
from lsec_models.solve.choice import solve_choice

WRONG: list[tuple[str, Mapping[str, Any], type[LsecError], str]] = [
    ("at", {"point": {"a": 1}}, DeclarationError, "no value for F"),
    ("at", {"point": {"a": 1, "G": 1}}, UnknownName, "no parameter 'G'"),
    ("at", {"point": {"a": -1, "F": 1}}, OutsideDomain, "a is declared positive, given -1"),
    ("thresholds", {"parameter": "b", "at": {"F": 1}}, UnknownName, "no parameter 'b'"),
    ("thresholds", {"parameter": "a", "at": {}}, DeclarationError, "no value for F"),
    ("thresholds", {"parameter": "a", "at": {"F": 1, "a": 2}}, DeclarationError, "a moves, and at= fixes it too"),
    ("thresholds", {"parameter": "a", "at": {"F": 1}, "over": (2, 1)}, DeclarationError, "from 2 to 1, is empty"),
    ("thresholds", {"parameter": "a", "at": {"F": 1}, "over": 3}, DeclarationError, r"write \(low, high\)"),
    ("regions", {"x": "a", "y": "F", "at": {}, "over": {"a": (0, 1)}}, DeclarationError, "no range for F"),
    (
        "regions",
        {"x": "a", "y": "a", "at": {"F": 1}, "over": {"a": (0, 1)}},
        DeclarationError,
        "two different parameters",
    ),
    ("regions", {"x": "a", "y": "F", "at": {}, "over": None}, DeclarationError, "over = None: give ranges by name"),
    ("thresholds", {"parameter": "a", "at": {"F": 1}, "view": "host"}, DeclarationError, "choice.preferred_by"),
    ("regions", {"x": "a", "y": "F", "at": {}, "over": {"a": (0, 1), "F": (1, 1)}}, DeclarationError, "is empty"),
    (
        "regions",
        {"x": "a", "y": "F", "at": {}, "over": {"a": (0, 1), "F": (1, None)}},
        DeclarationError,
        "needs two numbers",
    ),
    (
        "regions",
        {"x": "a", "y": "F", "at": {}, "over": {"a": (0, 1), "F": (0, 1), "u": (0, 1)}},
        DeclarationError,
        "a range for u, which is not an axis",
    ),
    ("preferred_by", {"player": "hots"}, UnknownName, "no player 'hots'; did you mean 'host'"),
]


@pytest.mark.parametrize(("method", "given", "error", "message"), WRONG)
def test_bad_questions(method: str, given: Mapping[str, Any], error: type[LsecError], message: str) -> None:
    with pytest.raises(error, match=message):
        getattr(entry(), method)(**given)


def test_bad_views() -> None:
    with pytest.raises(UnknownName, match="no mode 'opne'; did you mean 'open'"):
        entry().gains("firm", against="opne")
    with pytest.raises(UnknownName, match="no player 'frim'"):
        entry().agreement("frim")
    with pytest.raises(UnknownName, match="no player 'frim'"):
        entry().at({"a": 1, "F": 1}).preferred_by("frim")
    with pytest.raises(DeclarationError, match="for two simultaneous choosers, not 1"):
        entry().at({"a": 1, "F": 1}).mixed_equilibria()
    with pytest.raises(DeclarationError, match="firm chooses alone"):
        _ = entry().at({"a": 1, "F": 1}).equilibria
    with pytest.raises(DeclarationError, match="takes a Choice, not Game"):
        solve_choice(fixed(firm=1))  # type: ignore[arg-type]


def test_it_reads_like_a_result() -> None:
    words = repr(entry(participation={"host": u}))
    assert words.startswith("Choice of firm\nclosed\n  is chosen where")
    assert "host takes part in open" in words
    assert "firm prefers it to closed, if that can be had: 3*a**2 >= 4*F" in words


def test_views_on_a_line_know_who_takes_no_part() -> None:
    choice = entry(participation={"host": {"closed": u}})
    found = choice.thresholds("u", at={"a": 4, "F": 3}, view=choice.preferred_by("host"))
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [("open", "0"), ("closed", "3")]
