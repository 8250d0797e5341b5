"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "u": "quality u",
    "w": "wholesale price w",
    "q_r": "quantity of the retailer",
    "q_m": "quantity of the manufacturer",
    "retailer": "profit of the retailer",
    "manufacturer": "profit of the manufacturer",
    "consumer_surplus": "consumer surplus",
}
_TITLES = {
    "no_channel": "no channel, quality chosen",
    "no_channel_given": "no channel, quality given",
    "encroachment": "channel, quality given",
    "sells": "channel sells, quality given, k = 1",
    "deters": "channel is idle and deters, quality given, k = 1",
    "idle": "channel is idle, quality given, k = 1",
}
_CHANNEL = {"sells": "sells", "deters": "is idle and deters", "idle": "is idle"}
_COMPARED = {1: "higher", -1: "lower", 0: "equal"}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        {label: entry for label, entry in value.items() if label != "tiled"},
        name="closed_forms",
        captions=("The equilibrium of each game.", "Where it holds; the others hold for all parameters."),
        columns=("game", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def scaling(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show that k is a unit."""
    rows = [[_WORDS[name], unit["unit"], unit["proved"]] for name, unit in value.items()]
    columns = ["quantity", "in units of", "is that at k = 1"]
    return [Table(name="scaling", caption="The parameter k is a unit.", columns=columns, rows=rows)]


def chosen(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show quality, and what everybody has, at some costs."""
    names = ("u", "manufacturer", "retailer", "consumer_surplus")
    rows = [
        [entry["cost"], _CHANNEL[entry["channel"]], *(entry["quantities"][name] for name in names)] for entry in value
    ]
    columns = ["cost c", "the channel", *(_WORDS[name] for name in names)]
    return [Table(name="chosen", caption="The quality that is chosen, k = 1.", columns=columns, rows=rows)]


def ranges(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show who gains between which costs, and what the ends are."""
    names = ("manufacturer", "retailer", "consumer_surplus", "u")
    rows = [
        [
            entry["from"],
            entry["to"],
            _CHANNEL[entry["channel"]],
            *(_COMPARED[entry["than_without"][name]] for name in names),
        ]
        for entry in value["ranges"]
    ]
    ends = [[entry["to"], entry["to_root_of"]] for entry in value["ranges"] if entry["to"] != "oo"]
    return [
        Table(
            name="gains",
            caption="The channel, and each quantity compared with no channel, between two costs c (k = 1).",
            columns=["from", "to", "the channel", *(_WORDS[name] for name in names)],
            rows=rows,
        ),
        Table(name="ends", caption="Each end is a root of a polynomial.", columns=["c", "polynomial"], rows=ends),
    ]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a profitable deviation."""
    titles = {"no_channel": "no channel, quality chosen", "channel": "channel, quality given"}
    return audit_table(value, of="game", titles=titles)
