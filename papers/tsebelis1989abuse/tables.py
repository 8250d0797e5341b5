"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.table import Table

_GAMES = {"inspection": "inspectors keep the part μ", "nothing_kept": "inspectors keep nothing"}


def stability(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show where each state rests, and where it is stable."""
    rows = [
        (
            _GAMES[game],
            point,
            " and ".join(map(str, entry["rests_where"])) or "everywhere",
            " and ".join(map(str, entry["stable_where"])) or "nowhere",
        )
        for game, points in value.items()
        for point, entry in points.items()
    ]
    columns = ("game", "state", "rests where", "stable exactly where")
    caption = "Where each state (ruled / inspectors) rests, and where it is asymptotically stable."
    return [Table(name="stability", caption=caption, columns=columns, rows=rows)]


def mixtures(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show the chances of the mixture at three fines."""
    rows = [
        (_GAMES[entry["game"]], *(entry[name] for name in ("fine", "break", "look", "inspectors"))) for entry in value
    ]
    columns = ("game", "fine", "the rule is broken", "inspectors look", "what inspectors have")
    caption = "Chances, and what inspectors have, at G = 1, h = 2/5, d = 3, ρ = 4/5, μ = 1/5."
    return [Table(name="mixtures", caption=caption, columns=columns, rows=rows)]
