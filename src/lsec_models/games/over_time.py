"""Games over time: stocks, and players who move them, in continuous time or from period to period."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self, TypeAlias

import sympy as sp

from lsec_models.algebra.description import Described
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import given_values
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.domains.symbols import Decision, Parameter, State
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.errors import DeclarationError, UnknownName, nearest, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.chance.risk_aversion import neutral_players_only
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.order import order_label
from lsec_models.games.static.player import Player

Number: TypeAlias = "int | float | sp.Expr"
NOTHING: Any = Frozen({})
_INFORMATION = ("feedback", "open_loop")


@dataclass(frozen=True, kw_only=True, repr=False)
class GameOverTime(Described):
    """What games in continuous time and in periods have in common.

    Attributes
    ----------
    states : mapping from State to sympy.Expr
        How each stock moves.
    players : sequence of Player
    initial : mapping from State to sympy.Expr
        The stocks at the start.
    horizon : optional
        When the game ends; without it, never.
    information : str
        ``"feedback"`` or ``"open_loop"``.
    order : sequence, optional
        Who moves first.
    cooperative : bool
        Whether all decisions are taken together.
    assuming : sequence of SymPy inequalities
    meanings : mapping from str to (str, str)
        What names stand for, and in which unit.
    """

    states: Mapping[State, sp.Expr]
    players: Sequence[Player]
    initial: Mapping[State, Number] = NOTHING
    horizon: Any = None
    information: str = "feedback"
    order: Sequence[Slot] | None = None
    cooperative: bool = False
    assuming: Sequence[sp.Basic] = ()
    meanings: Mapping[Any, Any] = field(default=NOTHING, compare=False)

    @property
    @abstractmethod
    def static_game(self) -> Game:
        """The static game of one instant or period, stocks given."""

    @property
    @abstractmethod
    def parts(self) -> tuple[object, ...]:
        """All expressions that the game is made of."""

    @cached_property
    def stocks(self) -> tuple[State, ...]:
        """The states, in the order in which they are declared."""
        return tuple(self.states)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, in the order in which players declare them."""
        return tuple(decision for player in self.players for decision in player.decides)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters, sorted by name; states are none."""
        used = symbols_in(self.parts)
        return tuple(sorted(used - set(self.decisions) - set(self.stocks), key=lambda symbol: symbol.name))

    @cached_property
    def coalition(self) -> str:
        """What the players are called when they decide together."""
        return " + ".join(player.name for player in self.players)

    @cached_property
    def deciders(self) -> tuple[str, ...]:
        """The players who have decisions; all together where they cooperate."""
        return (self.coalition,) if self.cooperative else tuple(p.name for p in self.players if p.decides)

    def members(self, decider: str) -> list[int]:
        """Return the numbers of the players whose payoffs a decider maximises."""
        return [i for i, player in enumerate(self.players) if self.cooperative or player.name == decider]

    @cached_property
    def ring(self) -> Ring:
        """The ring of the parameters."""
        return ring_of(self.parameters)

    @cached_property
    def domain(self) -> Domain:
        """The admissible parameters, by declared signs and `assuming`."""
        return domain_of(self.parameters, self.assuming)

    @cached_property
    def start(self) -> Mapping[State, Ratio]:
        """The stocks at the start."""
        return {state: ratio(self.ring, sp.sympify(value)) for state, value in self.initial.items()}

    @property
    def label(self) -> str:
        """The order of play in words."""
        return "cooperation" if self.cooperative else order_label(self.order or ())

    def with_order(self, order: Sequence[Slot]) -> Self:
        """Return the same game, not cooperative, under another order of play."""
        return replace(self, order=order, cooperative=False)

    def as_cooperative(self) -> Self:
        """Return the same game with all decisions taken together."""
        return replace(self, order=None, cooperative=True)


def symbols_in(parts: Iterable[object]) -> set[Any]:
    """Return the symbols of expressions."""
    return {symbol for part in parts for symbol in getattr(part, "free_symbols", ())}


def frozen_mapping(value: object, what: str) -> Frozen[Any]:
    """Return a mapping that cannot be changed.

    Raises
    ------
    DeclarationError
        If it is none.
    """
    if not isinstance(value, Mapping):
        raise DeclarationError(f"{what}: {value!r} is not a mapping; write {{symbol: expression}}")
    return Frozen(value)


def check_players(game: GameOverTime, kind: str) -> None:
    """Require players who decide something, and a way of playing; `kind` is what the game is called."""
    neutral_players_only([player for player in game.players if isinstance(player, Player)], f"in a {kind} game")
    for player in game.players:
        if isinstance(player, Player) and player.is_one_of_several:
            raise DeclarationError(
                f"player {player.name!r}: copies are for static games; declare each as a player of its own"
            )
    if not game.players or not all(isinstance(player, Player) for player in game.players):
        raise DeclarationError(f"a {kind} game needs a sequence of at least one Player(...)")
    if game.information not in _INFORMATION:
        raise DeclarationError(
            f"information {game.information!r} is not one of {', '.join(map(repr, _INFORMATION))}; write one of them"
        )
    if game.cooperative and game.order is not None:
        raise DeclarationError("a cooperative game has no order of play; leave out order= or cooperative=True")
    if not game.decisions:
        raise DeclarationError("nobody decides anything in this game; give a player decisions")


def check_states(
    game: GameOverTime, kind: str, *, moves: str, what: str, lacks: str, reports: Iterable[object] = ()
) -> None:
    """Require that each stock is declared, moves, and stands in no assumption.

    Parameters
    ----------
    game : GameOverTime
    kind, moves, what, lacks : str
        What the game is called, what is given for each state, its name, and what a state lacks for which it is not.
    reports : iterable of expressions
        What else may speak of states.
    """
    if not game.states:
        raise DeclarationError(f"a {kind} game needs states={{state: {moves}}}; without stocks use Game")
    for state, motion in game.states.items():
        if not isinstance(state, State):
            raise DeclarationError(f"states: {state!r} is not a state; declare it with states({str(state)!r})")
        if isinstance(motion, bool) or not isinstance(motion, int | float | sp.Expr):
            raise DeclarationError(f"states: the {what} of {state}, {motion!r}, is not a SymPy expression")
    for state in game.initial:
        if state not in game.states:
            raise UnknownName(
                f"initial: {state} is not a state of the game; {nearest(str(state), map(str, game.states))}"
            )
    for expression in (*(player.payoff for player in game.players), *game.states.values(), *reports):
        for symbol in sorted(getattr(expression, "free_symbols", ()), key=str):
            if isinstance(symbol, State) and symbol not in game.states:
                raise DeclarationError(f"state {symbol} is used, but has no {lacks}; add it to states=")
    for relation in game.assuming:
        for symbol in sorted(getattr(relation, "free_symbols", ()), key=str):
            if isinstance(symbol, State):
                raise DeclarationError(f"assumption {relation} speaks of the state {symbol}; assume it of parameters")


def named_symbols(game: GameOverTime) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what states and decisions are called, and parameters, each with what it is."""
    own = [("state", state.name) for state in game.states]
    own += [("decision", decision.name) for decision in game.decisions]
    others = symbols_in(game.parts) - set(game.states) - set(game.decisions)
    return own, [("parameter", symbol.name) for symbol in others]


def require_one_meaning(named: Iterable[tuple[str, str]]) -> None:
    """Require that each name means one thing: results are asked for by name."""
    known: dict[str, str] = {}
    for what, name in named:
        if known.setdefault(name, what) != what:
            raise DeclarationError(
                f"{name!r} names a {known[name]} and a {what}, so that one would hide the other; rename one of them"
            )


def initial_stocks(game: GameOverTime) -> Frozen[Any]:
    """Return where each stock starts; one that is left out starts at a parameter of its own."""
    taken = {symbol.name for symbol in symbols_in(game.parts)}
    values: dict[State, Number] = {}
    for state in game.states:
        if state not in game.initial and f"{state.name}_0" in taken:
            raise DeclarationError(
                f"the start of the state {state} would be called {state.name}_0, a name that is taken; give "
                f"initial={{{state}: ...}}"
            )
        sign = {"positive": True} if state.is_positive else {"nonnegative": True} if state.is_nonnegative else {}
        values[state] = game.initial.get(state, Parameter(f"{state.name}_0", **(sign or {"real": True})))
    return Frozen(values)


def check_numbers(game: GameOverTime, others: Mapping[str, Number]) -> None:
    """Require parameters, and nothing else, in what holds before anybody moves: starts, and `others` by their words."""
    starts = {f"start of {state}": value for state, value in game.initial.items()}
    for what, value in {**others, **starts}.items():
        if isinstance(value, bool) or not isinstance(value, int | float | sp.Expr):
            raise DeclarationError(f"{what}: {value!r} is neither a number nor an expression in parameters")
        for symbol in sorted(sp.sympify(value).free_symbols, key=str):
            if not isinstance(symbol, Parameter) or isinstance(symbol, State):
                raise DeclarationError(f"{what}: {symbol} is not a parameter; declare it with parameters(...)")


def by_player(game: GameOverTime, field: str, given: Number | Mapping[str, Number], one: str) -> dict[str, Number]:
    """Return how each player discounts; `field` is where it is given, and `one` what every player needs."""
    names = [player.name for player in game.players]
    if not isinstance(given, Mapping):
        return dict.fromkeys(names, given)
    for name in given:
        require_known(name, names, f"{field} names {name!r}, who does not play")
    missing = [name for name in names if name not in given]
    if missing:
        raise DeclarationError(f"{field} leaves out {', '.join(missing)}; give every player {one}")
    return {name: given[name] for name in names}


def given_stocks(game: GameOverTime, states: Mapping[str, object]) -> dict[State, object]:
    """Return the number that is given for each stock.

    Raises
    ------
    DeclarationError
        If a stock has none.
    """
    given = given_values(states)
    missing = [state.name for state in game.stocks if state.name not in given]
    if missing:
        raise DeclarationError(f"no value for {', '.join(missing)}; give a number for every state")
    return {state: given[state.name] for state in game.stocks}
