"""Difference games: stocks that move from period to period, and players who move them. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from numbers import Integral
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

Number: TypeAlias = int | float | sp.Expr
_INFORMATION = ("feedback", "open_loop")
_NOTHING: Any = Frozen({})


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class DifferenceGame(Described):
    """A game in discrete time: each player maximises the discounted sum of its payoffs.

    Attributes
    ----------
    states : mapping from State to sympy.Expr
        What each stock is in the next period: an expression in parameters, states and decisions of this one.
    players : sequence of Player
        Who plays; `payoff` is that of one period, undiscounted.
    discount_factor : sympy.Expr, or mapping from player to sympy.Expr
        What a payoff of the next period is worth in this one: above 0 and at most 1. One without a last period asks
        that nobody earns anything where the stocks rest at zero.
    initial : mapping from State to sympy.Expr, optional
        The stocks in period 0, in parameters. A state that it leaves out starts at a parameter of its own: ``G_0`` for
        the state ``G``.
    horizon : int, optional
        In how many periods decisions are taken, 0 to `horizon` - 1; what is left then is worth nothing. Without it the
        game has no end.
    information : str
        ``"feedback"`` (strategies are functions of the stocks, and of what leaders did in the same period) or
        ``"open_loop"`` (all periods are planned at the start: a leader commits itself).
    order : sequence, optional
        Who moves first, as in :class:`lsec_models.Game`: in each period, or with whole plans. Without it, all at once.
    cooperative : bool
        Whether all decisions are taken together to maximise the sum of all payoffs (the centralised benchmark).
    assuming : sequence of SymPy inequalities
        What is known of the parameters, beyond their declared signs.

    Raises
    ------
    DeclarationError
        If a symbol is undeclared or used twice, a name means two things, a discount factor is missing or cannot be one,
        the horizon is no whole number of periods, or two fields contradict each other.
    UnknownName
        If the order, the initial stocks or the discount factors name what is not in the game.
    NotRational
        If a payoff or a transition is not a rational function.

    Examples
    --------
    >>> from lsec_models import Player, decisions, parameters, states
    >>> delta, margin = parameters("delta margin", positive=True)
    >>> G, A = states("G"), decisions("A")
    >>> goodwill = DifferenceGame(
    ...     states={G: (1 - delta) * G + A},
    ...     players=[Player("firm", decides=[A], payoff=margin * G - A**2 / 2)],
    ...     discount_factor=sp.Rational(9, 10),
    ... )
    >>> goodwill.parameters
    (G_0, delta, margin)
    """

    states: Mapping[State, sp.Expr]
    players: Sequence[Player]
    discount_factor: Number | Mapping[str, Number]
    initial: Mapping[State, Number] = _NOTHING
    horizon: int | None = None
    information: str = "feedback"
    order: Sequence[Slot] | None = None
    cooperative: bool = False
    assuming: Sequence[sp.Basic] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", player_sequence(self.players))
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        for field in ("states", "initial"):
            value = getattr(self, field)
            if not isinstance(value, Mapping):
                raise DeclarationError(f"{field}: {value!r} is no mapping; write {{symbol: expression}}")
            object.__setattr__(self, field, Frozen(value))
        _check_fields(self)
        _check_states(self)
        _check_names(self)
        object.__setattr__(self, "initial", Frozen(_initial(self)))
        _check_numbers(self)
        object.__setattr__(self, "order", self.period.order if not self.cooperative else None)
        _ = self.transitions, self.flows, self.start
        _check_factors(self)

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
    def period(self) -> Game:
        """The static game of one period without a future, with the stocks of the next one as reported quantities."""
        players = self.players
        if self.cooperative:
            total = sp.Add(*(player.payoff for player in players))
            players = (Player(self.coalition, decides=self.decisions, payoff=total),)
        report = {f"next {state.name}": sp.sympify(following) for state, following in self.states.items()}
        return Game(players=players, order=self.order, assuming=self.assuming, report=report)

    @cached_property
    def coalition(self) -> str:
        """What the players are called when they decide together."""
        return " + ".join(player.name for player in self.players)

    @cached_property
    def deciders(self) -> tuple[str, ...]:
        """The players who have decisions; all together where they cooperate."""
        return (self.coalition,) if self.cooperative else tuple(p.name for p in self.players if p.decides)

    @cached_property
    def ring(self) -> Ring:
        """The ring of the parameters."""
        return ring_of(self.parameters)

    @cached_property
    def domain(self) -> Domain:
        """The admissible parameters, by declared signs and `assuming`."""
        return domain_of(self.parameters, self.assuming)

    @cached_property
    def factors(self) -> Mapping[str, Ratio]:
        """The discount factor of each player."""
        return Frozen({name: ratio(self.ring, sp.sympify(value)) for name, value in _factors(self).items()})

    @cached_property
    def start(self) -> Mapping[State, Ratio]:
        """The stocks in period 0."""
        return {state: ratio(self.ring, sp.sympify(value)) for state, value in self.initial.items()}

    @cached_property
    def transitions(self) -> Mapping[State, Ratio]:
        """The stocks of the next period, in parameters, states and decisions."""
        return {state: ratio(self._whole, sp.sympify(value)) for state, value in self.states.items()}

    @cached_property
    def flows(self) -> Mapping[str, Ratio]:
        """The payoff of each player in one period, in parameters, states and decisions."""
        return Frozen({player.name: ratio(self._whole, player.payoff) for player in self.players})

    @property
    def label(self) -> str:
        """The order of play in words."""
        return "cooperation" if self.cooperative else order_label(self.order or ())

    def admissible_point(self, point: Point) -> dict[sp.Symbol, Fraction]:
        """Return an exact point of the parameters, given by a user.

        Raises
        ------
        OutsideDomain
            If it violates an assumption, something divides by zero, or a discount factor is not in (0, 1] there.
        UnknownName, DeclarationError
            If a parameter is unknown, missing or not a number.
        """
        return admissible(self.domain, point, None, lambda: f"{self.label} has no meaning", self.failing)

    def failing(self, point: Mapping[sp.Symbol, Fraction]) -> Iterator[str]:
        """Yield, in words, what has no meaning at a point of the domain: quotients, else discount factors."""
        factors = {f"the discount factor of {name!r}": factor for name, factor in self.factors.items()}
        divided = {
            **factors,
            **{f"the start of {state}": value for state, value in self.start.items()},
            **{f"the next value of {state}": value for state, value in self.transitions.items()},
            **{f"the payoff of {name!r}": value for name, value in self.flows.items()},
        }
        poles = [what for what, value in divided.items() if _divides_by_zero(value, point)]
        yield from (f"{what} divides by zero" for what in poles)
        where = self.ring.exact_point(point)
        for what, factor in factors.items():
            if what not in poles and not 0 < factor.evaluate(where) <= 1:
                yield f"{what} is not above 0 and at most 1"

    def description(self) -> Description:
        """Return who decides what for which payoff a period, how the stocks move, and what is assumed."""
        end = "without end" if self.horizon is None else f"of {self.horizon} periods"
        factors = _factors(self)
        return Description(
            title=f"Difference game {self.label}, {end} ({self.information.replace('_', '-')} strategies)",
            columns=("player", "decides", "payoff per period", "discount factor"),
            rows=tuple((p.name, tuple(p.decides) or "-", p.payoff, sp.sympify(factors[p.name])) for p in self.players),
            notes=(
                *((f"next {state.name} =", sp.sympify(value)) for state, value in self.states.items()),
                *((f"{state.name} in period 0 =", sp.sympify(value)) for state, value in self.initial.items()),
                *(("assuming", relation) for relation in self.assuming),
            ),
        )

    def with_order(self, order: Sequence[Slot]) -> DifferenceGame:
        """Return the same game, not cooperative, under another order of play."""
        return replace(self, order=order, cooperative=False)

    def with_horizon(self, horizon: int | None) -> DifferenceGame:
        """Return the same game over another number of periods."""
        return replace(self, horizon=horizon)

    def as_cooperative(self) -> DifferenceGame:
        """Return the same game with all decisions taken together."""
        return replace(self, order=None, cooperative=True)

    @cached_property
    def _whole(self) -> Ring:
        return ring_of((*self.parameters, *self.stocks, *self.decisions))

    @property
    def _parts(self) -> tuple[object, ...]:
        payoffs = tuple(player.payoff for player in self.players)
        factors = tuple(map(sp.sympify, _factors(self).values()))
        values = tuple(map(sp.sympify, self.initial.values()))
        return (*payoffs, *self.states.values(), *factors, *values, *self.assuming)


def _divides_by_zero(function: Ratio, point: Mapping[sp.Symbol, Fraction]) -> bool:
    """Whether what is below the bar, if nothing but parameters is, vanishes at a point of them."""
    ring, below = function.ring, function.denominator
    used = [symbol for symbol in ring.symbols if below.degrees()[ring.index[symbol]] > 0]
    if not all(symbol in point for symbol in used):
        return False
    return (
        ring.evaluate(below, ring.exact_point({symbol: point.get(symbol, Fraction(1)) for symbol in ring.symbols})) == 0
    )


def _check_fields(game: DifferenceGame) -> None:
    if not game.players or not all(isinstance(player, Player) for player in game.players):
        raise DeclarationError("a difference game needs a sequence of at least one Player(...)")
    for player in game.players:
        if player.is_one_of_several:
            raise DeclarationError(
                f"player {player.name!r}: copies are for static games; declare each as a player of its own"
            )
    if game.information not in _INFORMATION:
        raise DeclarationError(
            f"information {game.information!r} is none of {', '.join(map(repr, _INFORMATION))}; write one of them"
        )
    if game.cooperative and game.order is not None:
        raise DeclarationError("a cooperative game has no order of play; leave out order= or cooperative=True")
    if not game.decisions:
        raise DeclarationError("nobody decides anything in this game; give a player decisions")
    bounded = [decision.name for decision in game.decisions if any(end is not None for end in decision.within)]
    if bounded:
        raise DeclarationError(
            f"decision {bounded[0]}: ends of an interval are for static games; declare it real=True, and look whether "
            "the solution stays within them"
        )


def _check_states(game: DifferenceGame) -> None:
    if not game.states:
        raise DeclarationError("a difference game needs states={state: its next value}; without stocks use Game")
    for state, following in game.states.items():
        if not isinstance(state, State):
            raise DeclarationError(f"states: {state!r} is no state; declare it with states({str(state)!r})")
        if isinstance(following, bool) or not isinstance(following, int | float | sp.Expr):
            raise DeclarationError(f"states: the next value of {state}, {following!r}, is not a SymPy expression")
    for state in game.initial:
        if state not in game.states:
            raise UnknownName(f"initial: {state} is no state of the game; {nearest(str(state), map(str, game.states))}")
    for expression in (*(p.payoff for p in game.players), *game.states.values()):
        for symbol in sorted(getattr(expression, "free_symbols", ()), key=str):
            if isinstance(symbol, State) and symbol not in game.states:
                raise DeclarationError(f"state {symbol} is used, but has no next value; add it to states=")
    for relation in game.assuming:
        for symbol in sorted(getattr(relation, "free_symbols", ()), key=str):
            if isinstance(symbol, State):
                raise DeclarationError(f"assumption {relation} speaks of the state {symbol}; assume it of parameters")


def _check_names(game: DifferenceGame) -> None:
    """Require that each name means one thing: results are asked for by name."""
    symbols = {symbol for part in game._parts for symbol in getattr(part, "free_symbols", ())}
    named = [("state", state.name) for state in game.states]
    named += [("decision", decision.name) for decision in game.decisions]
    named += [("parameter", symbol.name) for symbol in symbols - set(game.states) - set(game.decisions)]
    named += [("player", player.name) for player in game.players]
    known: dict[str, str] = {}
    for what, name in named:
        if known.setdefault(name, what) != what:
            raise DeclarationError(
                f"{name!r} names a {known[name]} and a {what}, so that one would hide the other; rename one of them"
            )


def _initial(game: DifferenceGame) -> dict[State, Number]:
    taken = {symbol.name for part in game._parts for symbol in getattr(part, "free_symbols", ())}
    values: dict[State, Number] = {}
    for state in game.states:
        if state not in game.initial and f"{state.name}_0" in taken:
            raise DeclarationError(
                f"the start of the state {state} would be called {state.name}_0, a name that is taken; give "
                f"initial={{{state}: ...}}"
            )
        sign = {"positive": True} if state.is_positive else {"nonnegative": True} if state.is_nonnegative else {}
        values[state] = game.initial.get(state, Parameter(f"{state.name}_0", **(sign or {"real": True})))
    return values


def _check_numbers(game: DifferenceGame) -> None:
    """Require parameters, and nothing else, in what holds before anybody moves."""
    factors = {f"discount factor of {name!r}": value for name, value in _factors(game).items()}
    starts = {f"start of {state}": value for state, value in game.initial.items()}
    for what, value in {**factors, **starts}.items():
        if isinstance(value, bool) or not isinstance(value, int | float | sp.Expr):
            raise DeclarationError(f"{what}: {value!r} is no number and no expression in parameters")
        for symbol in sorted(sp.sympify(value).free_symbols, key=str):
            if not isinstance(symbol, Parameter) or isinstance(symbol, State):
                raise DeclarationError(f"{what}: {symbol} is no parameter; declare it with parameters(...)")
    whole = isinstance(game.horizon, Integral) and not isinstance(game.horizon, bool)
    if game.horizon is not None and not (whole and game.horizon > 0):
        raise DeclarationError(f"horizon {game.horizon!r} is no number of periods; give a whole number, at least 1")


def _factors(game: DifferenceGame) -> dict[str, Number]:
    names = [player.name for player in game.players]
    if not isinstance(game.discount_factor, Mapping):
        return dict.fromkeys(names, game.discount_factor)
    for name in game.discount_factor:
        require_known(name, names, f"discount_factor names {name!r}, who does not play")
    missing = [name for name in names if name not in game.discount_factor]
    if missing:
        raise DeclarationError(f"discount_factor leaves out {', '.join(missing)}; give every player one")
    return {name: game.discount_factor[name] for name in names}


def _check_factors(game: DifferenceGame) -> None:
    one = Ratio.constant(game.ring, 1)
    for name, factor in game.factors.items():
        if game.domain.sign(factor).is_nonpositive or game.domain.sign(one - factor) is Sign.NEGATIVE:
            raise DeclarationError(
                f"the discount factor of {name!r}, {factor.expression()}, is not above 0 and at most 1; of a discount "
                "rate r it is 1/(1 + r)"
            )
    if game.cooperative and len(set(game.factors.values())) > 1:
        raise DeclarationError("players who decide together need one discount factor; theirs differ")
