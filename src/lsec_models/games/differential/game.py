"""Differential games: stocks that move in continuous time, and players who move them. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import sympy as sp

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domain import Domain, domain_of
from lsec_models.algebra.parameter_point import Point
from lsec_models.algebra.ratio import Ratio, ratio
from lsec_models.algebra.ring import Ring, ring_of
from lsec_models.algebra.signs import Sign
from lsec_models.algebra.symbols import Decision, Parameter, State
from lsec_models.errors import DeclarationError, UnknownName, nearest, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.result import admissible
from lsec_models.games.sequence_fields import player_sequence, relation_sequence
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.order import order_label
from lsec_models.games.static.player import Player
from lsec_models.signature import explained_fields

_INFORMATION = ("feedback", "open_loop")
Number: TypeAlias = "int | float | sp.Expr"
_NOTHING: Any = Frozen({})


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class DifferentialGame(Described):
    """A game in continuous time: each player maximises the discounted integral of its payoff.

    Attributes
    ----------
    states : mapping from State to sympy.Expr
        How fast each stock changes: a rational function of parameters, states and decisions.
    players : sequence of Player
        Who plays; `payoff` is the flow per unit of time, undiscounted.
    discount : sympy.Expr, or mapping from player to sympy.Expr
        The discount rate, per unit of time; positive, or zero where the game ends.
    initial : mapping from State to sympy.Expr, optional
        The stocks at time 0, in parameters. A state that it leaves out starts at a parameter of its own: ``G_0`` for
        the state ``G``.
    horizon : sympy.Expr, optional
        When the game ends, without salvage value; a number or a parameter. Without it, never.
    information : str
        ``"feedback"`` (strategies are functions of the states) or ``"open_loop"`` (of time only).
    order : sequence, optional
        Who moves first at each instant, as in :class:`lsec_models.Game`. Without it, all at once.
    cooperative : bool
        Whether all decisions are taken together to maximise the sum of all payoffs (the centralised benchmark).
    assuming : sequence of SymPy inequalities
        What is known of the parameters, beyond their declared signs.
    report : mapping from str to sympy.Expr
        Further quantities wanted, as functions of parameters, states and decisions.

    Raises
    ------
    DeclarationError
        If a symbol is undeclared or used twice, a name means two things, a state has no dynamics, a rate is missing or
        not positive, or two fields contradict each other.
    UnknownName
        If the order or the discount rates name somebody who does not play.
    NotRational
        If a payoff, the dynamics or a report is not a rational function.

    Examples
    --------
    >>> from lsec_models import Player, decisions, parameters
    >>> from lsec_models.algebra.symbols import states
    >>> r, delta, margin = parameters("r delta margin", positive=True)
    >>> G, advertising = states("G"), decisions("A")
    >>> nerlove_arrow = DifferentialGame(
    ...     states={G: advertising - delta * G},
    ...     players=[Player("firm", decides=[advertising], payoff=margin * G - advertising**2 / 2)],
    ...     discount=r,
    ... )
    >>> nerlove_arrow.parameters
    (G_0, delta, margin, r)
    """

    states: Mapping[State, sp.Expr]
    players: Sequence[Player]
    discount: Number | Mapping[str, Number]
    initial: Mapping[State, Number] = _NOTHING
    horizon: Number | None = None
    information: str = "feedback"
    order: Sequence[Slot] | None = None
    cooperative: bool = False
    assuming: Sequence[sp.Basic] = ()
    report: Mapping[str, sp.Expr] = Frozen({})

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", player_sequence(self.players))
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        for field in ("states", "initial", "report"):
            object.__setattr__(self, field, Frozen(_mapping(getattr(self, field), field)))
        _check_fields(self)
        _check_states(self)
        _check_names(self)
        object.__setattr__(self, "initial", Frozen(_initial(self)))
        object.__setattr__(self, "order", self.instant.order if not self.cooperative else None)
        _check_numbers(self)
        _check_discount(self)

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
        used = {symbol for part in self._parts for symbol in getattr(part, "free_symbols", ())}
        return tuple(sorted(used - set(self.decisions) - set(self.stocks), key=lambda symbol: symbol.name))

    @cached_property
    def instant(self) -> Game:
        """The static game at one instant, states given, with flow payoffs, the order of play, and the stocks' speed."""
        speeds = {speed_name(state): sp.sympify(speed) for state, speed in self.states.items()}
        flows = {flow_name(player.name): player.payoff for player in self.players}
        players = self.players
        if self.cooperative:
            players = (Player(self.coalition, decides=self.decisions, payoff=sp.Add(*flows.values())),)
        report = {**self.report, **flows, **speeds, **_unseen(self)}
        return Game(players=players, order=self.order, assuming=self.assuming, report=report)

    @cached_property
    def coalition(self) -> str:
        """What the players are called when they decide together."""
        return " + ".join(player.name for player in self.players)

    @cached_property
    def ring(self) -> Ring:
        """The ring of the parameters."""
        return ring_of(self.parameters)

    @cached_property
    def domain(self) -> Domain:
        """The admissible parameters, by declared signs and `assuming`."""
        return domain_of(self.parameters, self.assuming)

    @cached_property
    def rates(self) -> Mapping[str, Ratio]:
        """The discount rate of each player."""
        return Frozen({name: ratio(self.ring, rate) for name, rate in _rates(self).items()})

    @cached_property
    def start(self) -> Mapping[State, Ratio]:
        """The stocks at time 0."""
        return {state: ratio(self.ring, sp.sympify(value)) for state, value in self.initial.items()}

    @property
    def label(self) -> str:
        """The order of play in words."""
        return "cooperation" if self.cooperative else order_label(self.order or ())

    def admissible_point(self, point: Point) -> dict[sp.Symbol, Fraction]:
        """Return an exact point of the parameters, given by a user.

        Raises
        ------
        OutsideDomain
            If it violates an assumption, or a discount rate of a game without end is not positive there.
        UnknownName, DeclarationError
            If a parameter is unknown, missing or not a number.
        """
        return admissible(self.domain, point, None, lambda: f"{self.label} has no meaning", self._failing_rates)

    def _failing_rates(self, point: Mapping[sp.Symbol, Fraction]) -> Iterator[str]:
        where = self.ring.exact_point(point)
        for name, rate in self.rates.items() if self.horizon is None else ():
            if rate.evaluate(where) <= 0:
                yield f"the discount rate of {name!r} is not positive"

    def description(self) -> Description:
        """Return who decides what for which flow of payoffs, how the stocks move, and what is assumed."""
        rates = _rates(self)
        end = "without end" if self.horizon is None else f"until {self.horizon}"
        return Description(
            title=f"Differential game {self.label}, {end} ({self.information.replace('_', '-')} strategies)",
            columns=("player", "decides", "payoff per unit of time", "discount rate"),
            rows=tuple((p.name, tuple(p.decides) or "-", p.payoff, sp.sympify(rates[p.name])) for p in self.players),
            notes=(
                *((f"d{state.name}/dt =", sp.sympify(speed)) for state, speed in self.states.items()),
                *((f"{state.name}(0) =", sp.sympify(value)) for state, value in self.initial.items()),
                *((f"reported: {name} =", sp.sympify(value)) for name, value in self.report.items()),
                *(("assuming", relation) for relation in self.assuming),
            ),
        )

    def with_order(self, order: Sequence[Slot]) -> DifferentialGame:
        """Return the same game, not cooperative, under another order of play."""
        return replace(self, order=order, cooperative=False)

    def with_horizon(self, horizon: Number | None) -> DifferentialGame:
        """Return the same game over another horizon."""
        return replace(self, horizon=horizon)

    def as_cooperative(self) -> DifferentialGame:
        """Return the same game with all decisions taken together."""
        return replace(self, order=None, cooperative=True)

    @property
    def _parts(self) -> tuple[object, ...]:
        horizon = () if self.horizon is None else (sp.sympify(self.horizon),)
        payoffs = tuple(player.payoff for player in self.players)
        rates = tuple(map(sp.sympify, _rates(self).values()))
        values = tuple(map(sp.sympify, self.initial.values()))
        return (*payoffs, *self.states.values(), *rates, *values, *horizon, *self.assuming, *self.report.values())


def speed_name(state: State) -> str:
    """Return what the speed of a state is called among the quantities of an instant."""
    return f"d{state.name}/dt"


def flow_name(player: str) -> str:
    """Return what a player's payoff per unit of time is called among the quantities of an instant."""
    return f"payoff flow of {player}"


def _unseen(game: DifferentialGame) -> dict[str, sp.Expr]:
    """Return the stocks that stand in no payoff, speed or report, as quantities: so they are symbols of the instant."""
    parts = (*(p.payoff for p in game.players), *game.states.values(), *game.report.values())
    seen = {symbol for part in parts for symbol in getattr(part, "free_symbols", ())}
    return {f"stock {state.name}": state for state in game.states if state not in seen}


def _mapping(value: object, what: str) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise DeclarationError(f"{what}: {value!r} is no mapping; write {{symbol: expression}}")
    return value


def _check_fields(game: DifferentialGame) -> None:
    for player in game.players:
        if isinstance(player, Player) and player.is_one_of_several:
            raise DeclarationError(
                f"player {player.name!r}: copies are for static games; declare each as a player of its own"
            )
    if not game.players or not all(isinstance(player, Player) for player in game.players):
        raise DeclarationError("a differential game needs a sequence of at least one Player(...)")
    if game.information not in _INFORMATION:
        raise DeclarationError(
            f"information {game.information!r} is none of {', '.join(map(repr, _INFORMATION))}; write one of them"
        )
    if game.cooperative and game.order is not None:
        raise DeclarationError("a cooperative game has no order of play; leave out order= or cooperative=True")
    if not game.decisions:
        raise DeclarationError("nobody decides anything in this game; give a player decisions")


def _check_states(game: DifferentialGame) -> None:
    if not game.states:
        raise DeclarationError("a differential game needs states={state: how fast it changes}; without stocks use Game")
    for state, speed in game.states.items():
        if not isinstance(state, State):
            raise DeclarationError(f"states: {state!r} is no state; declare it with states({str(state)!r})")
        if not isinstance(speed, int | float | sp.Expr):
            raise DeclarationError(f"states: the speed of {state}, {speed!r}, is not a SymPy expression")
    for state in game.initial:
        if state not in game.states:
            raise UnknownName(f"initial: {state} is no state of the game; {nearest(str(state), map(str, game.states))}")
    expressions = (*(p.payoff for p in game.players), *game.states.values(), *game.report.values())
    for expression in expressions:
        for symbol in sorted(getattr(expression, "free_symbols", ()), key=str):
            if isinstance(symbol, State) and symbol not in game.states:
                raise DeclarationError(f"state {symbol} is used, but has no dynamics; add it to states=")
    for relation in game.assuming:
        for symbol in sorted(getattr(relation, "free_symbols", ()), key=str):
            if isinstance(symbol, State):
                raise DeclarationError(f"assumption {relation} speaks of the state {symbol}; assume it of parameters")


def _check_names(game: DifferentialGame) -> None:
    """Require that each name means one thing: results are asked for by name."""
    symbols = {symbol for part in game._parts for symbol in getattr(part, "free_symbols", ())}
    own = [("state", state.name) for state in game.states]
    own += [("decision", decision.name) for decision in game.decisions]
    others = [("parameter", symbol.name) for symbol in symbols - set(game.states) - set(game.decisions)]
    asked = [("player", player.name) for player in game.players]
    asked += [("report", name) for name in game.report]
    asked += [("speed", speed_name(state)) for state in game.states]
    asked += [("payoff flow", flow_name(player.name)) for player in game.players]
    for named in ((*own, *others), (*own, *asked)):
        known: dict[str, str] = {}
        for what, name in named:
            if known.setdefault(name, what) != what:
                raise DeclarationError(
                    f"{name!r} names a {known[name]} and a {what}, so that one would hide the other; rename one of them"
                )


def _initial(game: DifferentialGame) -> dict[Any, sp.Expr]:
    taken = {symbol.name for part in game._parts for symbol in getattr(part, "free_symbols", ())}
    values = {}
    for state in game.states:
        if state not in game.initial and f"{state.name}_0" in taken:
            raise DeclarationError(
                f"the start of the state {state} would be called {state.name}_0, a name that is taken; give "
                f"initial={{{state}: ...}}"
            )
        sign = {"positive": True} if state.is_positive else {"nonnegative": True} if state.is_nonnegative else {}
        values[state] = game.initial.get(state, Parameter(f"{state.name}_0", **(sign or {"real": True})))
    return values


def _check_numbers(game: DifferentialGame) -> None:
    """Require parameters, and nothing else, in what holds before anybody moves."""
    horizon: dict[str, Number] = {} if game.horizon is None else {"horizon": game.horizon}
    rates = {f"discount rate of {name!r}": rate for name, rate in _rates(game).items()}
    starts = {f"start of {state}": value for state, value in game.initial.items()}
    for what, value in {**horizon, **rates, **starts}.items():
        if isinstance(value, bool) or not isinstance(value, int | float | sp.Expr):
            raise DeclarationError(f"{what}: {value!r} is no number and no expression in parameters")
        for symbol in sorted(sp.sympify(value).free_symbols, key=str):
            if not isinstance(symbol, Parameter) or isinstance(symbol, State):
                raise DeclarationError(f"{what}: {symbol} is no parameter; declare it with parameters(...)")
    if game.horizon is not None and sp.sympify(game.horizon).is_positive is not True:
        raise DeclarationError(f"horizon {game.horizon} is not known to be positive; declare it positive=True")
    if game.horizon is not None and not isinstance(game.horizon, int | float | Parameter | sp.Number):
        raise DeclarationError(f"horizon {game.horizon} is no number and no parameter; give one of these")
    _ = game.instant.ratios, game.rates, game.start


def _rates(game: DifferentialGame) -> dict[str, Number]:
    names = [player.name for player in game.players]
    if not isinstance(game.discount, Mapping):
        return dict.fromkeys(names, game.discount)
    for name in game.discount:
        require_known(name, names, f"discount names {name!r}, who does not play")
    missing = [name for name in names if name not in game.discount]
    if missing:
        raise DeclarationError(f"discount leaves out {', '.join(missing)}; give every player a rate")
    return {name: game.discount[name] for name in names}


def _check_discount(game: DifferentialGame) -> None:
    for name, rate in game.rates.items():
        if game.domain.sign(rate).is_nonpositive and (game.horizon is None or game.domain.sign(rate) is Sign.NEGATIVE):
            raise DeclarationError(
                f"the discount rate of {name!r}, {rate.expression()}, is not positive, so that an infinite stream of "
                "payoffs has no value; discount at a positive rate, or set a horizon"
            )
    if game.cooperative and len(set(game.rates.values())) > 1:
        raise DeclarationError("players who decide together need one discount rate; their rates differ")
