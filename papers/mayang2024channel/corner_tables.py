"""The results about corners as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.show.export.table import Table, decimals

from .hiring import QUANTITIES
from .tables import MODE_WORDS

_MAP_WORDS: Mapping[str, str] = {
    "commission_influence": "commission and influence",
    "commission_spillover": "commission and spillover",
    "fee_influence": "slot fee and influence",
}
_VIEW_WORDS: Mapping[str, str] = {
    "mode": "chosen",
    "streamer": "manufacturer chooses; streamer",
    "retailer": "against no live channel",
}


def maps(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the pieces along each line, with decimal thresholds."""
    return [
        Table(
            name=f"modes_{name}",
            caption=f"Which mode over {_MAP_WORDS[name]}: labels from the lower end of each line, each up to the "
            "number given (the record holds it exactly). The map agrees with exact profits in "
            f"{entry['cells_checked']['equal']} of {entry['cells_checked']['labels']} labels.",
            columns=["what", "along", "at", "label", "up to"],
            rows=[row for view, words in _VIEW_WORDS.items() for row in _rows(words, entry[view])],
        )
        for name, entry in value.items()
    ]


def top_streamer(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the profits, three decimals."""
    rows = [
        [MODE_WORDS[mode], entry["regime"], *(decimals(entry[name]) for name in QUANTITIES)]
        for mode, entry in value.items()
    ]
    return [
        Table(
            name="top_streamer",
            caption="A top streamer at its terms, three decimals (the record holds exact fractions).",
            columns=["mode", "regime", *(name.replace("_", " ") for name in QUANTITIES)],
            rows=rows,
        )
    ]


def _rows(words: str, entry: Mapping[str, Any]) -> Iterator[list[str]]:
    if "everywhere" in entry:
        yield [words, "everywhere", "", entry["everywhere"], ""]
        return
    for line in entry["lines"]:
        for piece in line["pieces"]:
            yield [words, line["moving"], line["fixed"], piece["label"], _decimal(piece["up_to"])]


def _decimal(found: sp.Expr | Mapping[str, str]) -> str:
    return decimals(found["about"] if isinstance(found, Mapping) else found, 4)
