"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

from .model import DETERRENCE

_WORDS = {
    "w": "wholesale price w",
    "q_r": "quantity of the retailer",
    "q_m": "quantity of the manufacturer",
    "retailer": "profit of the retailer",
    "manufacturer": "profit of the manufacturer",
    "industry_profit": "industry profit",
    "consumer_surplus": "consumer surplus",
}
_TITLES = {"no_channel": "no channel", "bargained_no_channel": "bargained, no channel"}
_REGIMES = {"interior": "sells", DETERRENCE: "is idle and deters", "q_m = 0": "is idle"}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("The equilibrium of each game.", "Where it holds; the others hold for all parameters."),
        columns=("game", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def bargaining(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show both gains as functions of w, and the price that maximises Nash's product."""
    rows = [
        [
            _title(label),
            *(entry[name] for name in ("manufacturer_gain", "retailer_gain", "w")),
            entry["vanishes_there"],
            entry["strictly_concave"],
        ]
        for label, entry in value.items()
    ]
    columns = ["game", "gain of M at w", "gain of R at w", "w of the game", "derivative vanishes", "strictly concave"]
    return [Table(name="bargaining", caption="Nash's product and the declared mediator.", columns=columns, rows=rows)]


def thresholds(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show thresholds found and printed."""
    rows = [
        [question, found, turns, printed, entry["equal"]]
        for question, entry in value.items()
        for found, turns, printed in zip(entry["found"], entry["turns"], entry["printed"], strict=True)
    ]
    columns = ["sign of", "found: c", "turns", "printed: c", "equal"]
    return [Table(name="thresholds", caption="Thresholds in the direct-selling cost c.", columns=columns, rows=rows)]


def deterrence(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the regimes of the channel, and who gains from it where."""
    forms = [
        [_REGIMES[name], words, entry["quantities"][quantity]]
        for name, entry in value["regimes"].items()
        for quantity, words in _WORDS.items()
    ]
    regions = [[_REGIMES[name], entry["region"], entry["region_proved"]] for name, entry in value["regimes"].items()]
    gains = [
        [_WORDS[quantity], entry["where"], all(entry["proved"].values())] for quantity, entry in value["gains"].items()
    ]
    return [
        Table(
            name="channel_gains",
            caption="Where the manufacturer's channel raises a quantity, over all c > 0.",
            columns=["quantity", "higher than without a channel iff", "proved"],
            rows=gains,
        ),
        Table(
            name="channel_regions",
            caption="What the manufacturer's channel does, by its cost; neighbours share their border.",
            columns=["the channel", "where", "proved"],
            rows=regions,
        ),
        Table(
            name="channel_closed_forms",
            caption="The equilibrium with a channel, in each regime.",
            columns=["the channel", "quantity", "at the equilibrium"],
            rows=forms,
        ),
        Table(
            name="channel_best",
            caption="That nothing else is better; (brink): the retailer's order just deters.",
            columns=["what is chosen, against what", "proved"],
            rows=[[words, proved] for words, proved in value["best"].items()],
        ),
    ]


def idle_bargaining(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show the steps of the proof."""
    rows = [[entry["step"], entry["proved"]] for entry in value]
    caption = (
        "What is proved of Nash's product where the channel is idle, 3a/(7 - 2β) ≤ c < a. The end is "
        "a(1 - (2 - β)/(2√2)); p is the price at which the retailer earns what it earns without a channel."
    )
    return [Table(name="idle_bargaining", caption=caption, columns=["step", "proved"], rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a profitable deviation."""
    return audit_table(value, of="game", titles={label: _title(label) for label in value["passed"]})


def _title(label: str) -> str:
    return _TITLES.get(label, label)
