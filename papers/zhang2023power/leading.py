"""What leading is worth: a player's profit when it moves first against every other place, the others as they were."""

from __future__ import annotations

from typing import Any

from lsec_models import power_structures
from lsec_models.games.static.order import order_label

from .general_formula import Formula, Order
from .rankings import Quantity, compared


def leading(player: str, players: str) -> dict[str, dict[str, Any]]:
    """Compare a player's profit when it leads with that at every other place.

    Parameters
    ----------
    player : str
        Its initial.
    players : str
        The initials of all players.

    Returns
    -------
    dict
        For each ``"leading structure | other structure"`` the entry of :func:`compared`. The order among the others
        is the same in both.
    """
    others = [initial for initial in players if initial != player]
    return {
        f"{order_label(first)} | {order_label(place)}": compared(profit(player), order_label(first), order_label(place))
        for arrangement in power_structures(others)
        for first, *places in [_places(player, arrangement)]
        for place in places
    }


def profit(player: str) -> Quantity:
    """Return the function that takes a formula to a player's profit."""

    def of(formula: Formula) -> Any:
        return formula.profit(player)

    return of


def _places(player: str, arrangement: Order) -> list[Order]:
    """Return the structures that arise when a player joins an arrangement of the others, from first to last."""
    blocks = [tuple(block) for block in arrangement]
    found: list[Order] = []
    for i in range(len(blocks)):
        found.append([*blocks[:i], (player,), *blocks[i:]])
        found.append([*blocks[:i], _joined(player, blocks[i]), *blocks[i + 1 :]])
    return [*found, [*blocks, (player,)]]


def _joined(player: str, block: tuple[str, ...]) -> tuple[str, ...]:
    """Return a block with one more player, in the order in which labels name them."""
    return tuple(initial for initial in "MSP" if initial == player or initial in block)
