"""A game with random payoffs as the game of expected payoffs, by backward induction over what becomes known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.symbols import Decision
from lsec_models.errors import DeclarationError
from lsec_models.games.static.bounds import by_owner
from lsec_models.games.static.chance.expectation import expected
from lsec_models.games.static.chance.known_signs import conditions_of, known_domain, positive_parts_in
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.chance.recourse import best_answer, room_for

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game


def expected_game(game: Game, *, rational: bool = True) -> tuple[Game, Mapping[Decision, sp.Expr]]:
    """Return the game of expected payoffs, and what is decided when something random is known.

    From the last slot of the order on: what is random there is integrated out, and a decision that knows what is drawn
    before it is replaced by the best answer to each draw.

    Parameters
    ----------
    game : Game
    rational : bool
        Whether to refuse what is not rational in decisions: kinks under normal and exponential laws.

    Raises
    ------
    DeclarationError
        If an expected value or a best answer has no closed form.
    """
    domain = known_domain(game)
    positive_part = positive_parts_in(domain)
    owner = {decision: player.name for player in game.players for decision in player.decides}
    values: dict[str, sp.Expr] = {player.name: player.payoff for player in game.players} | dict(game.report)
    answers: dict[Decision, sp.Expr] = {}

    def average(drawn: Sequence[Random]) -> None:
        for name, value in values.items():
            values[name] = expected(value, drawn, positive_part, rational=rational)

    slots = [slot if isinstance(slot, tuple) else (slot,) for slot in game.order or ()]
    known = {entry for slot in slots for entry in slot if isinstance(entry, Random)}
    average([symbol for symbol in game.random if symbol not in known])
    stages = list(game.stages)
    while known:
        slot = slots.pop()
        if isinstance(slot[0], Random):
            known -= set(slot)
            average(slot)
            continue
        stage = stages.pop()
        if len(stage.decisions) > 1:
            raise DeclarationError(
                f"{stage} is played when {', '.join(sorted(map(str, known)))} is known; one decision at a time is "
                "answered in closed form there: let the decisions follow one another, or insert the answers"
            )
        (decision,) = stage.decisions
        _require_unconstrained(game, decision)
        answers[decision] = best_answer(values[owner[decision]], decision, domain)
        for name, value in values.items():
            values[name] = value.subs(decision, answers[decision])
    if answers and not slots:
        raise DeclarationError(
            f"everybody decides when {', '.join(str(drawn) for drawn in game.random)} is known, so that nothing is at "
            "random for them; declare it by parameters(...)"
        )
    return _without_chance(game, values, answers, slots), answers


def _require_unconstrained(game: Game, decision: Decision) -> None:
    """Refuse constraints and expectations that speak of a decision which knows a draw."""
    relations = [relation for _, own in by_owner(game.constraints) for relation in own]
    for what, parts in (("constraints", relations), ("expectations", game.expectations.values())):
        for part in parts:
            if decision in part.free_symbols:
                raise DeclarationError(
                    f"{what}: {part} speaks of {decision}, which is decided when something random is known; give it "
                    f"ends, decisions({decision.name!r}, within=(low, high)), or let a price stand for it"
                )


def _without_chance(
    game: Game, values: Mapping[str, sp.Expr], answers: Mapping[Decision, sp.Expr], slots: list[Any]
) -> Game:
    """Return the game in which payoffs are their expected values, and answers are inserted."""
    players = tuple(
        replace(player, payoff=values[player.name], decides=tuple(d for d in player.decides if d not in answers))
        for player in game.players
    )
    room = [relation for decision in answers if (relation := room_for(decision)) is not sp.true]
    return replace(
        game,
        players=players,
        order=tuple(slots) if slots else None,
        report={name: values[name] for name in game.report},
        assuming=(*game.assuming, *conditions_of(game.random), *room),
    )
