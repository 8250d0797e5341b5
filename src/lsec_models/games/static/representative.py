"""A game with copies, expectations that come true, kinks or random payoffs, as a smooth game of single movers.

One copy is a mover as any other. What each other copy decides is a symbol that its deviations leave as it is, and that
equals its decision at a symmetric equilibrium: whoever "decides" it loses the square of the distance. The same is true
of an expectation and its expression, and of a kink (:mod:`lsec_models.games.static.kinks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import sympy as sp

from lsec_models.algebra.description import Description
from lsec_models.algebra.domains.parameter_point import Point, blank_point
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.errors import DeclarationError
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.bounds import by_owner
from lsec_models.games.static.chance.expected_game import answered_game, expected_game
from lsec_models.games.static.chance.information.signalling import private_types
from lsec_models.games.static.consistency import check_unaccompanied
from lsec_models.games.static.copies import OthersSum, each_other, sums_in, written_out
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.kinks import PositiveParts, has_kinks
from lsec_models.games.static.order import entries_by_slot
from lsec_models.games.static.player import Player


@dataclass(frozen=True, kw_only=True, repr=False)
class RepresentativeGame(Game):
    """A smooth game of single movers that stands for one with copies, expectations or kinks.

    Attributes
    ----------
    declared : Game
        What it stands for.
    images : Mapping from Decision to Decision
        For what each other copy decides, the decision of the one that speaks for all.
    parts : Mapping from Decision to str
        For each positive part, what is so where it is zero, in words.
    answers : Mapping from Decision to sympy.Expr
        What is decided when something random is known, for each draw.
    """

    declared: Game = field(repr=False)
    images: Mapping[Any, Decision] = field(default_factory=lambda: Frozen({}))
    parts: Mapping[Any, str] = field(default_factory=lambda: Frozen({}))
    answers: Mapping[Any, sp.Expr] = field(default_factory=lambda: Frozen({}))

    @property
    def shown_decisions(self) -> tuple[str, ...]:
        """The names of decisions that somebody makes."""
        return tuple(decision.name for decision in self.declared.decisions if decision not in self.answers)

    @property
    def alike(self) -> Mapping[Any, Decision]:
        """For what each other copy of a player decides, the decision of the one that speaks for all."""
        return self.images

    @property
    def kinks(self) -> Mapping[Any, str]:
        """For each positive part that stands for a kink, what is so where it is zero, in words."""
        return self.parts

    @property
    def expected(self) -> Mapping[str, sp.Expr]:
        """For each expectation, by name, what it must equal."""
        return self.declared.expected

    @property
    def hidden(self) -> frozenset[str]:
        """The names that only stand for copies and expectations."""
        shown = {player.name for player in self.declared.players}
        symbols = {symbol.name for symbol in (*self.images, *self.parts)}
        return frozenset({player.name for player in self.players} - shown) | symbols

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters, those too that only count copies."""
        return self.declared.parameters

    @property
    def label(self) -> str:
        """The power structure in words."""
        return self.declared.label

    def description(self) -> Description:
        """Return the description of what it stands for."""
        return self.declared.description()

    def with_order(self, order: Sequence[Slot]) -> Game:
        """Return what it stands for under another power structure."""
        return self.declared.with_order(order)

    def with_values(self, values: Point | None = None, **named: object) -> Game:
        """Return what it stands for with numbers in place of some parameters."""
        return self.declared.with_values(values, **named)


def who_expects(symbol: str) -> str:
    """Return the name of the mover who stands for an expectation."""
    return f"expected {symbol}"


def is_plain(game: Game) -> bool:
    """Whether a game is one of single movers already."""
    alike = any(player.is_one_of_several for player in game.players) or any(map(sums_in, _expressions(game)))
    kinked = any(map(has_kinks, _expressions(game)))
    return isinstance(game, RepresentativeGame) or not (
        alike or game.expectations or kinked or game.random or game.signals
    )


def representative_game(game: Game) -> RepresentativeGame:
    """Return a game of single movers in place of one with copies, expectations, kinks or random payoffs.

    Parameters
    ----------
    game : Game

    Raises
    ------
    DeclarationError
        If copies decide nothing or in several stages, somebody else's payoff speaks of one of them, or a constraint
        does so for somebody else or speaks of all of them in their own stage; if a constraint has a kink, or a
        Piecewise has a gap or jumps; if the game has bargains, decisions that are given, or a choice that follows.
    """
    if game.signals:
        where = f", at={blank_point(game.parameters)}" if private_types(game) else ""
        raise DeclarationError(
            f"{game.label}: players see signals, so that decisions are functions of them; solve it by itself, "
            f"solve(game{where})"
        )
    check_unaccompanied(given=game.given, then=game.then, bargains=game.bargains)
    declared = game
    game, answers = expected_game(game) if game.random else (game, Frozen({}))
    several = [player for player in game.players if player.is_one_of_several]
    for player in several:
        _require_one_stage(game, player)
    _require_totals(game, several)
    _require_own_constraints(game, several)
    _require_smooth_constraints(game)
    parts = PositiveParts(symbol.name for symbol in (*game.parameters, *game.decisions, *game.expectations))
    players = [replace(player, payoff=parts.written(player.payoff)) for player in _single_movers(game)]
    report = {name: parts.written(written_out(value, game.players)) for name, value in game.report.items()}
    kinks = _settled_last(parts)
    players += kinks
    return RepresentativeGame(
        declared=declared,
        answers=Frozen(answers),
        players=tuple(players),
        order=(*_slots(game), *((player.name,) for player in kinks)),
        assuming=(*game.assuming, *_one_at_least(several)),
        report=report,
        constraints=_constraints(game),
        meanings=declared.meanings,
        parts=Frozen(parts.words),
        images=Frozen({each_other(decision): decision for player in several for decision in player.decides}),
    )


def game_with_answers(declared: Game, there: Game) -> tuple[Game, Game]:
    """Return what stands for a game in results, and the game itself, with answers to what is known inserted.

    Parameters
    ----------
    declared : Game
    there : Game
        The same at numbers.

    Raises
    ------
    DeclarationError
        If a best answer has no closed form.
    """
    answered, answers = answered_game(there)
    if not answers:
        return declared, there
    parts = {one.name: getattr(answered, one.name) for one in fields(Game)}
    return RepresentativeGame(declared=declared, answers=Frozen(answers), **parts), answered


def with_single_movers(game: Game) -> Game:
    """Return a game in which others of several copies, and expectations, are movers of their own; kinks as declared.

    Of what is random it has the expected payoffs.

    Parameters
    ----------
    game : Game
        Perhaps one that stands for another one already.
    """
    declared = game.declared if isinstance(game, RepresentativeGame) else game
    if declared.random:
        declared, _ = expected_game(declared)
    if is_plain(declared):
        return declared
    several = [player for player in declared.players if player.is_one_of_several]
    return Game(
        players=_single_movers(declared),
        order=tuple(_slots(declared)),
        assuming=(*declared.assuming, *_one_at_least(several)),
        constraints=_constraints(declared),
    )


def _expressions(game: Game) -> Iterator[sp.Basic]:
    yield from (player.payoff for player in game.players)
    yield from game.report.values()
    yield from game.expectations.values()
    yield from (relation for _, relations in by_owner(game.constraints) for relation in relations)


def _single_movers(game: Game) -> list[Player]:
    """Return the players as single movers, then who stands for others of several copies, and for expectations."""
    written = [
        Player(p.name, decides=tuple(p.decides), payoff=written_out(p.payoff, game.players)) for p in game.players
    ]
    expected = [
        _mover(who_expects(symbol.name), {symbol: written_out(value, game.players)})
        for symbol, value in game.expectations.items()
    ]
    return [*written, *(_imitator(player) for player in game.players if player.is_one_of_several), *expected]


def _imitator(player: Player) -> Player:
    """Return who stands for the other copies of a player."""
    return _mover(_others_of(player.name), {each_other(decision): decision for decision in player.decides})


def _others_of(name: str) -> str:
    return f"{name} (others)"


def _mover(name: str, images: Mapping[Decision, sp.Expr]) -> Player:
    """Return a mover whose best decisions are what they must equal, whatever else is decided."""
    lost = sp.Add(*((symbol - image) ** 2 / 2 for symbol, image in images.items()))
    return Player(name, decides=tuple(images), payoff=-lost)


def _settled_last(parts: PositiveParts) -> list[Player]:
    """Return who settles positive parts, those first that others contain."""
    levels = sorted(set(parts.levels.values()))
    return [
        _mover(f"kinks {level}", {s: g for s, g in parts.of.items() if parts.levels[s] == level}) for level in levels
    ]


def _slots(game: Game) -> Iterator[tuple[str | Decision, ...]]:
    """Yield the slots of the order: imitators stand beside who they imitate, and passive expectations come first."""
    owner = {decision: player.name for player in game.players for decision in player.decides}
    several = {player.name for player in game.players if player.is_one_of_several}
    slots = entries_by_slot(game.order)
    responsive = {entry for slot in slots for entry in slot}
    first = [who_expects(symbol.name) for symbol in game.expectations if symbol not in responsive]
    placed: set[str] = set()
    for slot in slots:
        entries = [who_expects(entry.name) if entry in game.expectations else entry for entry in slot]
        names = dict.fromkeys(owner.get(entry, entry) for entry in slot)
        beside = [_others_of(name) for name in names if name in several and name not in placed]
        placed |= set(names)
        yield (*entries, *beside, *first)
        first = []


def _one_at_least(several: Sequence[Player]) -> list[sp.Basic]:
    """Return that there is at least one of each player, where that is not declared."""
    counts = [sp.sympify(player.copies) >= 1 for player in several]
    return [count for count in counts if count is not sp.true]


def _constraints(game: Game) -> Any:
    if isinstance(game.constraints, Mapping):
        return {
            name: tuple(written_out(relation, game.players) for relation in relations)
            for name, relations in game.constraints.items()
        }
    return tuple(written_out(relation, game.players) for relation in game.constraints)


def _require_one_stage(game: Game, player: Player) -> None:
    stages = [str(stage.number) for stage in game.stages for move in stage.moves if move.player == player.name]
    if not stages:
        raise DeclarationError(f"{player.name!r} decides nothing, so that copies={player.copies} says nothing")
    if len(stages) > 1:
        raise DeclarationError(
            f"{player.name!r}, of whom there are {player.copies}, moves in stages {' and '.join(stages)}: after one "
            "copy deviates the others are no longer like it; declare each as a player of its own"
        )


def _require_totals(game: Game, several: Sequence[Player]) -> None:
    """Refuse sums that are none, and payoffs and expectations in which one of several copies stands for all."""
    for part in sorted({part for value in _expressions(game) for part in sums_in(value)}, key=str):
        if part.args[0] not in game.decisions:
            raise DeclarationError(f"{part}: no player decides {part.args[0]}; sum what copies of a player decide")
    payoffs = [(f"payoff of {player.name!r}", player.payoff, player) for player in game.players]
    expected = [(f"expectation {symbol}", value, None) for symbol, value in game.expectations.items()]
    for what, value, owner in (*payoffs, *expected):
        for part in sorted(sums_in(value), key=str):
            if isinstance(part, OthersSum) and (owner is None or part.args[0] not in owner.decides):
                raise DeclarationError(
                    f"{what}: {part} is the sum over the others of whoever decides {part.args[0]}, so that it has a "
                    f"meaning in that player's own payoff only; write total({part.args[0]})"
                )
    for what, value, owner in (*payoffs, *expected):
        alone = _outside_sums(value)
        for player in several:
            for decision in player.decides:
                if decision in alone and player is not owner:
                    raise DeclarationError(
                        f"{what} speaks of {decision}, which each of {player.copies} copies of {player.name!r} "
                        f"decides; write total({decision}), or total({decision})/{player.copies} for one of them"
                    )


def _require_smooth_constraints(game: Game) -> None:
    for _, relations in by_owner(game.constraints):
        for relation in filter(has_kinks, relations):
            raise DeclarationError(
                f"constraint {relation} has a kink; write one constraint for each of its parts, as in x <= a and x <= b"
            )


def _require_own_constraints(game: Game, several: Sequence[Player]) -> None:
    """Refuse constraints on copies that bind somebody else, or all of them together."""
    number = {decision: stage.number for stage in game.stages for decision in stage.decisions}
    for owner, relations in by_owner(game.constraints):
        for relation in relations:
            named = relation.free_symbols & set(number)
            last = max((number[decision] for decision in named), default=0)
            summed = {part.args[0] for part in sums_in(relation)}
            for player in several:
                own = set(player.decides)
                when = number[player.decides[0]]
                shared = any(number[d] >= when and d not in own for d in named) or owner not in (None, player.name)
                together = summed & own and (last <= when or owner == player.name)
                if together or (_outside_sums(relation) & own and shared):
                    raise DeclarationError(
                        f"constraint {relation}: each of {player.copies} copies of {player.name!r} keeps to its own "
                        "decision, given what was decided before; write it of one copy, or of total(...) for who "
                        "moves later"
                    )


def _outside_sums(expression: sp.Basic) -> set[sp.Basic]:
    """Return the symbols that an expression has outside of sums over copies."""
    alone: set[sp.Basic] = expression.xreplace({part: sp.Dummy() for part in sums_in(expression)}).free_symbols
    return alone
