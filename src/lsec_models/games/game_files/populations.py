"""Games of populations in game files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsec_models.errors import ParseError
from lsec_models.games.evolutionary.dynamics import REPLICATOR
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.game_files.bounded_texts import Entries
from lsec_models.games.game_files.sections import (
    MAX_ASSUMED,
    check_sections,
    declare_definitions,
    declare_parameters,
    table_of,
)

_SECTIONS = (
    "parameters",
    "populations",
    "definitions",
    "payoffs",
    "assuming",
    "dynamics",
    "noise",
    "mutation",
    "meanings",
)
# Lists in lists; a table has one level for each population.
_MAX_DEEP = 8


def read_populations(data: Mapping[str, Any]) -> EvolutionaryGame:
    """Return the game of populations that a file describes.

    Raises
    ------
    ParseError, UnknownName, DeclarationError, NotRational
        If an entry is not what it must be.
    """
    check_sections(data, _SECTIONS)
    entries = Entries()
    declare_parameters(entries, table_of(data, "parameters"))
    declare_definitions(entries, data, entries.expression)

    def read(where: str, part: object, deep: int = 0) -> Any:
        if deep > _MAX_DEEP:
            raise ParseError(f"{where}: lists in lists more than {_MAX_DEEP} deep; give one for each population")
        if isinstance(part, list):
            return [read(f"{where}[{i}]", inner, deep + 1) for i, inner in enumerate(part)]
        return entries.expression(where, part)

    return EvolutionaryGame(
        populations=table_of(data, "populations"),
        payoffs={name: read(f"payoffs.{name}", table) for name, table in table_of(data, "payoffs").items()},
        assuming=entries.relations("assuming", data.get("assuming", []), *MAX_ASSUMED),
        dynamics=data.get("dynamics", REPLICATOR),
        **{name: entries.expression(name, data[name]) for name in ("noise", "mutation") if name in data},
    )
