"""Static games: players, what each decides, payoffs, and who moves first. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import sympy as sp

from lsec_models.algebra.domain import Domain, domain_of, flattened
from lsec_models.algebra.ratio import Ratio, ratio
from lsec_models.algebra.ring import Ring, ring_of
from lsec_models.algebra.symbols import Decision, Parameter
from lsec_models.errors import DeclarationError, UnknownName, nearest
from lsec_models.games.frozen import Frozen
from lsec_models.games.order import Move, Stage

Slot = str | Decision | Sequence["str | Decision"]


@dataclass(frozen=True)
class Player:
    """A player of a game.

    Attributes
    ----------
    name : str
        How `order` and results refer to the player.
    decides : sequence of Decision
        The player's own decisions; empty for a player that only receives a payoff.
    payoff : sympy.Expr
        What the player maximises: a rational function of parameters and decisions.
    """

    name: str
    _: KW_ONLY
    decides: Sequence[Decision]
    payoff: sp.Expr

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name.strip():
            raise DeclarationError(f"player {self.name!r}: a name must be a non-empty string")
        decides = _sequence(self.decides, f"what player {self.name!r} decides")
        for decision in decides:
            if not isinstance(decision, Decision):
                raise DeclarationError(
                    f"player {self.name!r} decides {decision!r}, which is not a decision; declare it with "
                    f"decisions({str(decision)!r})"
                )
        object.__setattr__(self, "decides", decides)
        object.__setattr__(self, "payoff", _expression(self.payoff, f"payoff of {self.name!r}"))


@dataclass(frozen=True, kw_only=True)
class Game:
    """A game in stages with complete information; each player observes all earlier stages.

    Attributes
    ----------
    players : sequence of Player
        Who plays.
    order : sequence, optional
        The power structure, leaders first. A slot is a player's name (all decisions of the player that no other
        slot names), a decision, or a tuple of these that are chosen simultaneously. Without it, all players move
        at once.
    assuming : sequence of SymPy inequalities
        What is known of the parameters, beyond their declared signs.
    report : mapping from str to sympy.Expr
        Further quantities wanted at the equilibrium.
    constraints : sequence of SymPy inequalities
        What decisions and quantities must satisfy. An interior equilibrium holds where none of them binds.

    Raises
    ------
    DeclarationError
        If a name is used twice, a decision has no owner or two, a symbol is undeclared, or the order leaves a
        player out or names one twice.
    UnknownName
        If the order names somebody who does not play.
    NotRational
        If a payoff or report is not a rational function.
    ContradictoryAssumptions
        If no parameters satisfy the assumptions.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> game = Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))])
    >>> game.stages
    (Stage(number=1, moves=(Move(player='monopolist', decisions=(p,)),)),)
    """

    players: Sequence[Player]
    order: Sequence[Slot] | None = None
    assuming: Sequence[sp.Basic] = ()
    report: Mapping[str, sp.Expr] = Frozen({})
    constraints: Sequence[sp.Basic] = ()

    def __post_init__(self) -> None:
        players = _sequence(self.players, "players")
        if not players or not all(isinstance(player, Player) for player in players):
            raise DeclarationError("a game needs a sequence of at least one Player(...)")
        if not isinstance(self.report, Mapping):
            raise DeclarationError(f"report: {self.report!r} is no mapping; write {{name: expression}}")
        report = {name: _expression(value, f"report {name!r}") for name, value in self.report.items()}
        order = tuple(player.name for player in players if player.decides) if self.order is None else self.order
        slots = (order,) if self.order is None else tuple(map(_frozen_slot, _sequence(order, "order")))
        object.__setattr__(self, "players", players)
        object.__setattr__(self, "order", slots)
        object.__setattr__(self, "assuming", _sequence(self.assuming, "assuming"))
        object.__setattr__(self, "report", Frozen(report))
        object.__setattr__(self, "constraints", _sequence(self.constraints, "constraints"))
        _check_names(self)
        _check_symbols(self)
        _check_order(self)
        _check_expressions(self)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, in the order in which players declare them."""
        return tuple(decision for player in self.players for decision in player.decides)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters, sorted by name."""
        return tuple(sorted(_symbols(self) - set(self.decisions), key=lambda symbol: symbol.name))

    @cached_property
    def ring(self) -> Ring:
        """The ring of all parameters and decisions."""
        return ring_of((*self.parameters, *self.decisions))

    @cached_property
    def ratios(self) -> Frozen[Ratio]:
        """Each payoff (by player) and reported quantity (by name) as an exact rational function."""
        declared = {player.name: player.payoff for player in self.players} | dict(self.report)
        return Frozen({name: ratio(self.ring, value) for name, value in declared.items()})

    @cached_property
    def domain(self) -> Domain:
        """The admissible parameters: declared signs and `assuming`."""
        return domain_of(self.parameters, self.assuming)

    @cached_property
    def bounds(self) -> tuple[tuple[str, Ratio, bool], ...]:
        """What `constraints` ask, as ``(words, function, strict)``: the function must be positive (at least zero)."""
        return tuple(
            (str(relation), ratio(self.ring, relation.gts - relation.lts), relation.func in (sp.Gt, sp.Lt))
            for relation in flattened(self.constraints, "constraint")
        )

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that `order` describes, leaders first."""
        owner = {decision: player.name for player in self.players for decision in player.decides}
        named = {entry for slot in self._slots for entry in slot if isinstance(entry, Decision)}
        left = {p.name: tuple(d for d in p.decides if d not in named) for p in self.players}
        stages = []
        for number, slot in enumerate(self._slots, start=1):
            chosen: dict[str, tuple[Decision, ...]] = {}
            for entry in slot:
                name, decided = (owner[entry], (entry,)) if isinstance(entry, Decision) else (entry, left[entry])
                chosen[name] = chosen.get(name, ()) + decided
            stages.append(Stage(number, tuple(Move(name, decided) for name, decided in chosen.items())))
        return tuple(stages)

    @property
    def _slots(self) -> tuple[tuple[str | Decision, ...], ...]:
        return tuple(slot if isinstance(slot, tuple) else (slot,) for slot in self.order or ())

    def with_order(self, order: Sequence[Slot]) -> Game:
        """Return the same game under another power structure."""
        return replace(self, order=order)

    @classmethod
    def from_toml(cls, source: str | Path) -> Game:
        """Read a game file; see :func:`lsec_models.games.file.read_game`."""
        from lsec_models.games.file import read_game

        return read_game(source)


def _sequence(value: object, what: str) -> tuple[Any, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise DeclarationError(f"{what}: {value!r} is no sequence; write [{value!r}]")
    return tuple(value)


def _expression(value: object, what: str) -> sp.Expr:
    if isinstance(value, int | float | sp.Expr) and not isinstance(value, bool):
        return sp.sympify(value)
    raise DeclarationError(
        f"{what}: {value!r} is a {type(value).__name__}, not a SymPy expression; text belongs in a game file "
        "(Game.from_toml)"
    )


def _frozen_slot(slot: object) -> object:
    return tuple(slot) if isinstance(slot, list | tuple) else slot


def _check_names(game: Game) -> None:
    owner: dict[Decision, str] = {}
    taken: dict[str, str] = {}
    for player in game.players:
        _take(taken, player.name, "player")
        for decision in player.decides:
            if decision in owner:
                raise DeclarationError(
                    f"decision {decision} is decided by {owner[decision]!r} and by {player.name!r}; give it one owner"
                )
            owner[decision] = player.name
            _take(taken, decision.name, "decision")
    for name in game.report:
        if not isinstance(name, str) or not name:
            raise DeclarationError(f"report {name!r}: a name must be a non-empty string")
        _take(taken, name, "reported quantity")


def _take(taken: dict[str, str], name: str, role: str) -> None:
    if name in taken:
        raise DeclarationError(f"the name {name!r} is used for a {taken[name]} and a {role}; rename one of them")
    taken[name] = role


def _symbols(game: Game) -> set[sp.Symbol]:
    parts: Iterable[sp.Basic] = (
        *(player.payoff for player in game.players),
        *game.report.values(),
        *game.assuming,
        *game.constraints,
    )
    return {symbol for part in parts for symbol in getattr(part, "free_symbols", ())} | set(game.decisions)


def _check_symbols(game: Game) -> None:
    for symbol in sorted(_symbols(game), key=str):
        if isinstance(symbol, Decision):
            if symbol not in game.decisions:
                raise DeclarationError(f"decision {symbol} is used, but no player decides it; add it to a player")
        elif not isinstance(symbol, Parameter):
            raise DeclarationError(
                f"symbol {symbol} is undeclared; declare it with parameters({symbol.name!r}, ...) or "
                f"decisions({symbol.name!r}) and use the symbol they return"
            )
    for relation in game.assuming:
        chosen: set[sp.Symbol] = getattr(relation, "free_symbols", set()) & set(game.decisions)
        if chosen:
            raise DeclarationError(
                f"assumption {relation} speaks of the decision {sorted(chosen, key=str)[0]}; assumptions are about "
                "parameters: put it into constraints="
            )


def _check_order(game: Game) -> None:
    names = {player.name for player in game.players}
    seen: list[object] = []
    for entry in (entry for slot in game._slots for entry in slot):
        if isinstance(entry, Decision):
            if entry not in game.decisions:
                raise UnknownName(f"order names the decision {entry}, which no player decides; {_known(game)}")
        elif not isinstance(entry, str) or entry not in names:
            raise UnknownName(f"order names {entry!r}, who does not play; {nearest(str(entry), names)}")
        if entry in seen:
            raise DeclarationError(f"order names {entry} twice; a player who moves twice is named by decisions")
        seen.append(entry)
    if game.decisions and () in game._slots:
        raise DeclarationError("order has a stage in which nobody moves; remove the empty slot")
    for player in game.players:
        if player.name in seen or not player.decides:
            if player.name in seen and all(decision in seen for decision in player.decides):
                raise DeclarationError(
                    f"order names {player.name!r}, who has no decision left that no other slot names; remove the name"
                )
            continue
        missing = [decision.name for decision in player.decides if decision not in seen]
        if missing:
            raise DeclarationError(
                f"order leaves out {player.name!r} ({', '.join(missing)}); put every player into exactly one slot"
            )


def _check_expressions(game: Game) -> None:
    """Read every payoff, report, assumption and constraint now, so that errors appear where the game is declared."""
    _ = game.ratios, game.domain, game.bounds


def _known(game: Game) -> str:
    return f"decisions: {', '.join(decision.name for decision in game.decisions)}"
