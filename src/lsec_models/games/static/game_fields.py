"""Fields of a game that are written in several ways, as a game keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.sequence_fields import relation_sequence
from lsec_models.games.static.player import expression

_NO_ENDS = (None, None)


def constraint_field(value: object, names: set[str]) -> object:
    """Return constraints as a tuple, or, where they are given by player, a mapping of tuples."""
    if not isinstance(value, Mapping):
        return relation_sequence(value, "constraints")
    for name in value:
        require_known(name, names, f"constraints are given to {name!r}, who does not play")
    return Frozen({name: relation_sequence(relations, f"constraints of {name!r}") for name, relations in value.items()})


def expectation_field(value: object) -> Frozen[Any]:
    """Return what each expectation must equal, by its symbol."""
    if not isinstance(value, Mapping):
        raise DeclarationError(f"expectations: {value!r} is not a mapping; write {{symbol: expression}}")
    for symbol in value:
        if not isinstance(symbol, Decision) or not symbol.is_real or symbol.is_nonnegative or symbol.within != _NO_ENDS:
            raise DeclarationError(
                f"expectations: {symbol!r} must be declared without bounds, since its expression says what it "
                f"is; write decisions({str(symbol)!r}, real=True)"
            )
    return Frozen({symbol: expression(one, f"expectation {symbol}") for symbol, one in value.items()})
