"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "w": "what is won",
    "w_1": "what the first one wins",
    "w_2": "what the second one wins",
    "n": "part that is no customer",
    "customers": "customers at rest",
    "intensity": "intensity",
    "other_intensity": "intensity of the second",
    "spending": "spending at rest",
    "margin": "margin",
    "brand": "value of the brand",
    "first": "value of the first",
    "second": "value of the second",
}
_TITLES = {"one": "one brand", "two": "two brands"}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("At rest, and values at the start.", "Where it holds."),
        columns=("who advertises", "quantity", "in closed form"),
        words=_WORDS,
        titles=_TITLES,
    )


def identities(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show by what the sides of identities differ."""
    caption = "For any advertising u and any n: by what the two sides differ, and second derivatives of values."
    return [Table(name="identities", caption=caption, columns=("identity", "difference"), rows=list(value.items()))]


def numbers(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show the long run at numbers."""
    shown = ("intensity", "margin", "customers", "spending", "brand")
    rows = [tuple(entry[name] for name in shown) for entry in value]
    caption = "One brand at b = 4/5, δ = 3/10, r = 1/10, from no customers on."
    return [Table(name="numbers", caption=caption, columns=tuple(_WORDS[name] for name in shown), rows=rows)]


def audit(value: Mapping[str, bool]) -> Sequence[Table]:
    """Show what was checked."""
    caption = "One brand at i = 1, b = 4/5, δ = 3/10, r = 1/10, from a fifth of the market on."
    return [Table(name="audit", caption=caption, columns=("check", "passed"), rows=list(value.items()))]
