"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.show.export.table import Table

_GAMES = {"unpaid": "no incentive", "paid": "incentive always", "against_low": "incentive against low only"}


def stability(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the condition of each corner in each game."""
    rows = [
        (_GAMES[game], point, " and ".join(map(str, entry["stable_where"])) or "nowhere")
        for game, points in value.items()
        for point, entry in points.items()
    ]
    caption = "Where each rest point (buyers / sellers) is asymptotically stable."
    return [Table(name="stability", caption=caption, columns=("game", "rest point", "stable exactly where"), rows=rows)]


def outcomes(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show what is stable at each printed condition."""
    rows = [
        (condition, ", ".join(entry["stable"]), entry["as_printed"], entry["all"]) for condition, entry in value.items()
    ]
    columns = ("condition", "stable (buyers / sellers)", "as printed", "no other one")
    return [Table(name="outcomes", caption="The outcome of each printed condition.", columns=columns, rows=rows)]


def thresholds(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the incentive from which on each side invests, and its number."""
    rows = [
        (side, gain, value["at_condition_IV"][side], value["printed"][side])
        for side, gain in value["thresholds"].items()
    ]
    columns = ("side", "K must exceed", "at condition IV", "printed")
    return [Table(name="thresholds", caption="The incentive that makes both invest.", columns=columns, rows=rows)]


def mixture(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the shares of the mixture."""
    rows = [(name, sp.sympify(share)) for name, share in value["shares"].items()]
    caption = f"The mixture of condition IV: {value['shape']}, {value['stability']}."
    return [Table(name="mixture", caption=caption, columns=("share", "value"), rows=rows)]
