"""A game with random payoffs as the game of expected payoffs, by backward induction over what becomes known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import DeclarationError
from lsec_models.games.static.bounds import by_owner
from lsec_models.games.static.chance.expected_values.expectation import expected
from lsec_models.games.static.chance.expected_values.kinks_of_draws import in_single_kinks
from lsec_models.games.static.chance.known_signs import conditions_of, known_domain, positive_parts_in
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.chance.recourse import best_answer, room_for
from lsec_models.games.static.chance.risk_aversion import MeanVariance, RiskAversion
from lsec_models.games.static.chance.worth import Mean, Worth
from lsec_models.games.static.order import entries_by_slot

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game


def expected_game(game: Game, *, rational: bool = True) -> tuple[Game, Mapping[Decision, sp.Expr]]:
    """Return the game of what payoffs are worth before anything is known, and what is decided when something is.

    From the last slot of the order on: what is random there is integrated out, and a decision that knows what is drawn
    before it is replaced by the best answer to each draw. Of who is neutral to risk, a payoff is worth its mean.

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
    answered = _answered(game, rational=rational)
    for slot in answered.unknown:
        answered.average(slot)
    values = {name: worth.value for name, worth in answered.worths.items()}
    return _in_their_place(game, answered, values, neutral=True), answered.answers


def answered_game(game: Game) -> tuple[Game, Mapping[Decision, sp.Expr]]:
    """Return the game in which what is decided when something random is known is inserted, and these answers.

    What is drawn before the first of them is random there as it was.

    Parameters
    ----------
    game : Game

    Raises
    ------
    DeclarationError
        If a best answer, or an expected value on which one rests, has no closed form.
    """
    if not any(isinstance(slot[0], Random) for slot in entries_by_slot(game.order)):
        return game, {}
    answered = _answered(game, rational=False)
    for worth in answered.worths.values():
        if not worth.is_in_worlds:
            raise DeclarationError(
                f"{worth.name!r} shuns risk by {worth.risk}, of which a part is known before others decide: that is "
                "solved where all expected values have a closed form; take uniform(...) or discrete(...)"
            )
    drawn = [symbol for slot in answered.unknown for symbol in slot]
    values = {name: in_single_kinks(worth.mean, drawn) for name, worth in answered.worths.items()}
    return _in_their_place(game, answered, values, neutral=False), answered.answers


@dataclass(kw_only=True)
class _Answered:
    """What payoffs are worth after answers are inserted; what is still random, the last draws first."""

    mean: Mean
    worths: dict[str, Worth]
    answers: dict[Decision, sp.Expr] = field(default_factory=dict)
    unknown: list[Sequence[Random]] = field(default_factory=list)
    slots: list[Any] = field(default_factory=list)

    def average(self, drawn: Sequence[Random]) -> None:
        """Integrate out what is drawn."""
        self.worths = {name: worth.averaged(drawn, self.mean) for name, worth in self.worths.items()}


def _answered(game: Game, *, rational: bool) -> _Answered:
    """Return what is left when all decisions that know a draw are answered."""
    domain = known_domain(game)
    risks = {player.name: player.risk for player in game.players}
    owner = {decision: player.name for player in game.players for decision in player.decides}
    positive_part = positive_parts_in(domain)
    left = _Answered(
        mean=partial(expected, positive_part=positive_part, rational=rational),
        worths={name: Worth.of(name, v, risks.get(name)) for name, v in game.declared_quantities.items()},
        slots=entries_by_slot(game.order),
    )
    known = {entry for slot in left.slots for entry in slot if isinstance(entry, Random)}
    left.unknown.append([symbol for symbol in game.random if symbol not in known])
    stages = list(game.stages)
    while known:
        slot = left.slots.pop()
        if isinstance(slot[0], Random):
            known -= set(slot)
            left.unknown.append(slot)
            continue
        for drawn in left.unknown:
            left.average(drawn)
        left.unknown = []
        stage = stages.pop()
        if len(stage.decisions) > 1:
            raise DeclarationError(
                f"{stage} is played when {', '.join(sorted(map(str, known)))} is known; one decision at a time is "
                "answered in closed form there: let the decisions follow one another, or insert the answers"
            )
        (decision,) = stage.decisions
        _require_unconstrained(game, decision)
        _require_one_attitude(owner[decision], risks[owner[decision]], decision)
        answer = best_answer(left.worths[owner[decision]].value, decision, domain)
        left.answers[decision] = answer
        left.worths = {name: worth.answered(decision, answer) for name, worth in left.worths.items()}
    if left.answers and not left.slots:
        raise DeclarationError(
            f"everybody decides when {', '.join(str(drawn) for drawn in game.random)} is known, so that nothing is at "
            "random for them; declare it by parameters(...)"
        )
    return left


def decided_late(game: Game) -> frozenset[Decision]:
    """Return what is decided when something random is known."""
    slots = entries_by_slot(game.order)
    after = next((i for i, slot in enumerate(slots) if isinstance(slot[0], Random)), len(slots))
    number = sum(not isinstance(slot[0], Random) for slot in slots[after:])
    return frozenset(d for stage in game.stages[len(game.stages) - number :] for d in stage.decisions)


def _require_one_attitude(name: str, risk: RiskAversion | None, decision: Decision) -> None:
    """Refuse who weighs the variance, and decides when a part of it is known."""
    if isinstance(risk, MeanVariance):
        raise DeclarationError(
            f"{name!r} shuns risk by {risk}, and decides {decision} when something random is known: what is best then "
            "is not what was best in the plan made before; take risk=CARA(...) with normal laws, or let it decide "
            "before the draw"
        )


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


def _in_their_place(game: Game, left: _Answered, values: Mapping[str, sp.Expr], *, neutral: bool) -> Game:
    """Return the game in which answers are inserted, with other payoffs and reports."""
    players = tuple(
        replace(
            player,
            payoff=values[player.name],
            decides=tuple(d for d in player.decides if d not in left.answers),
            risk=None if neutral else player.risk,
        )
        for player in game.players
    )
    room = [relation for decision in left.answers if (relation := room_for(decision)) is not sp.true]
    return replace(
        game,
        players=players,
        order=tuple(left.slots) if left.slots else None,
        report={name: values[name] for name in game.report},
        assuming=(*game.assuming, *conditions_of(game), *room),
    )
