"""Which decisions may stop at which ends, which constraints may bind, and who may stop at which brink."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Literal, TypeAlias

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.first_order.stacked_conditions import Binding, Brink

End: TypeAlias = Literal["low", "high"]

# So many decisions are tried at their ends at once.
MOST_HELD = 2


def possible_ends(decision: Decision) -> tuple[End, ...]:
    """Return the ends at which who decides may stop."""
    low, high = decision.within
    lowest: tuple[End, ...] = ("low",) if low is not None or decision.is_nonnegative else ()
    return lowest if high is None else (*lowest, "high")


def at_ends(game: Game, first: int) -> Iterator[dict[str, End]]:
    """Yield which decisions from a stage on stop at which end, few before many."""
    bounded = [d.name for stage in game.stages[first:] for d in stage.decisions if possible_ends(d)]
    possible = {decision.name: possible_ends(decision) for decision in game.decisions}
    for count in range(1, MOST_HELD + 1):
        for names in combinations(bounded, count):
            for ends in product(*(possible[name] for name in names)):
                yield dict(zip(names, ends, strict=True))


def bindings(game: Game) -> Iterator[Binding]:
    """Yield which constraints on later answers may bind the first mover, if it moves alone, few before many."""
    moves = game.stages[0].moves
    able = [bound for bound in game.bounds if bound.foresees and bound.stage == 1 and not bound.strict]
    for count in range(1, len(moves[0].decisions) + 1 if len(moves) == 1 else 0):
        for bounds in combinations(able, count):
            yield Binding(bounds=bounds, stage=0, player=moves[0].player)


def brinks(game: Game, first: int) -> Iterator[tuple[Brink, End]]:
    """Yield at which decisions of the last stage, about to leave which end, who may stop from a stage on."""
    for place, stage in enumerate(game.stages[first:-1], first):
        # Several who move at once would have to agree on who stops.
        for move in stage.moves if len(stage.moves) == 1 else ():
            for decision in game.stages[-1].decisions:
                for end in possible_ends(decision):
                    yield Brink(decision=decision.name, stage=place, player=move.player), end
