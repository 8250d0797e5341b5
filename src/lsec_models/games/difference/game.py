"""Difference games: stocks that move from period to period, and players who move them. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from numbers import Integral

import sympy as sp

from lsec_models.algebra.description import Description
from lsec_models.algebra.domains.parameter_point import Point
from lsec_models.algebra.domains.symbols import State
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import DeclarationError, UnknownName, nearest
from lsec_models.games.frozen import Frozen
from lsec_models.games.meaning import meaning_field
from lsec_models.games.over_time import (
    NOTHING,
    GameOverTime,
    Number,
    by_player,
    check_numbers,
    check_players,
    check_states,
    frozen_mapping,
    initial_stocks,
    named_symbols,
    require_one_meaning,
)
from lsec_models.games.result import admissible
from lsec_models.games.sequence_fields import player_sequence, relation_sequence
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.signature import explained_fields

EXPECTED = "payoffs and values are expected over shocks; stocks and decisions are shown as they are without shocks"


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class DifferenceGame(GameOverTime):
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
    shocks : mapping from State to sympy.Expr, optional
        The variance of what chance adds to the next value of a stock: of mean zero, independent of everything before
        and of the other stocks' shocks, and not known when decisions of the period are taken. Payoffs are expected
        ones. The law does not matter: equilibria in affine strategies are those without shocks (certainty equivalence),
        and values move by a constant. Such a stock is declared real: a shock may drive it below zero.
    meanings : mapping from str to (str, str), optional
        What parameters, decisions and reports stand for, and in which unit, as in ``{"w": ("wholesale price",
        "euro")}``; by a player's name, the payoff. Sweeps and figures say it. Names that the game does not have are
        left aside.

    Raises
    ------
    DeclarationError
        If a symbol is undeclared or used twice, a name means two things, a discount factor is missing or cannot be one,
        the horizon is not a whole number of periods, or two fields contradict each other.
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

    discount_factor: Number | Mapping[str, Number]
    horizon: int | None = None
    shocks: Mapping[State, Number] = NOTHING

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", player_sequence(self.players))
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        object.__setattr__(self, "meanings", meaning_field(self.meanings))
        for field in ("states", "initial", "shocks"):
            object.__setattr__(self, field, frozen_mapping(getattr(self, field), field))
        check_players(self, "difference")
        _check_ends(self)
        check_states(self, "difference", moves="its next value", what="next value", lacks="next value")
        own, others = named_symbols(self)
        require_one_meaning([*own, *others, *(("player", player.name) for player in self.players)])
        object.__setattr__(self, "initial", initial_stocks(self))
        _check_numbers(self)
        _check_shocks(self)
        object.__setattr__(self, "order", self.period.order if not self.cooperative else None)
        _ = self.transitions, self.flows, self.start
        _check_factors(self)

    @property
    def static_game(self) -> Game:
        """The static game of one period, stocks given."""
        return self.period

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
    def factors(self) -> Mapping[str, Ratio]:
        """The discount factor of each player."""
        return Frozen({name: ratio(self.ring, sp.sympify(value)) for name, value in _factors(self).items()})

    @cached_property
    def transitions(self) -> Mapping[State, Ratio]:
        """The stocks of the next period, in parameters, states and decisions."""
        return {state: ratio(self._whole, sp.sympify(value)) for state, value in self.states.items()}

    @cached_property
    def flows(self) -> Mapping[str, Ratio]:
        """The payoff of each player in one period, in parameters, states and decisions."""
        return Frozen({player.name: ratio(self._whole, player.payoff) for player in self.players})

    @cached_property
    def variances(self) -> Mapping[State, Ratio]:
        """The variance of the shock to each stock, zero where none is declared."""
        return {state: ratio(self.ring, sp.sympify(self.shocks.get(state, 0))) for state in self.states}

    def admissible_point(self, point: Point) -> dict[sp.Symbol, Fraction]:
        """Return an exact point of the parameters, given by a user.

        Raises
        ------
        OutsideDomain
            If it violates an assumption, something divides by zero, a discount factor is not in (0, 1], or a variance
            is negative there.
        UnknownName, DeclarationError
            If a parameter is unknown, missing or not a number.
        """
        return admissible(self.domain, point, None, lambda: f"{self.label} has no meaning", self.failing)

    def failing(self, point: Mapping[sp.Symbol, Fraction]) -> Iterator[str]:
        """Yield, in words, what has no meaning at a point of the domain: quotients, else factors and variances."""
        factors = {f"the discount factor of {name!r}": factor for name, factor in self.factors.items()}
        variances = {f"the variance of the shock to {state}": value for state, value in self.variances.items()}
        divided = {
            **factors,
            **{f"the start of {state}": value for state, value in self.start.items()},
            **{f"the next value of {state}": value for state, value in self.transitions.items()},
            **{f"the payoff of {name!r}": value for name, value in self.flows.items()},
            **variances,
        }
        poles = [what for what, value in divided.items() if _divides_by_zero(value, point)]
        yield from (f"{what} divides by zero" for what in poles)
        where = self.ring.exact_point(point)
        for what, factor in factors.items():
            if what not in poles and not 0 < factor.evaluate(where) <= 1:
                yield f"{what} is not above 0 and at most 1"
        for what, variance in variances.items():
            if what not in poles and variance.evaluate(where) < 0:
                yield f"{what} is negative"

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
                *((f"variance of the shock to {state.name} =", sp.sympify(v)) for state, v in self.shocks.items()),
                *((f"{state.name} in period 0 =", sp.sympify(value)) for state, value in self.initial.items()),
                *(("assuming", relation) for relation in self.assuming),
            ),
        )

    def with_horizon(self, horizon: int | None) -> DifferenceGame:
        """Return the same game over another number of periods."""
        return replace(self, horizon=horizon)

    @cached_property
    def _whole(self) -> Ring:
        return ring_of((*self.parameters, *self.stocks, *self.decisions))

    @property
    def parts(self) -> tuple[object, ...]:
        """All expressions that the game is made of."""
        payoffs = tuple(player.payoff for player in self.players)
        factors = tuple(map(sp.sympify, _factors(self).values()))
        values = tuple(map(sp.sympify, (*self.initial.values(), *self.shocks.values())))
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


def _check_ends(game: DifferenceGame) -> None:
    bounded = [decision.name for decision in game.decisions if any(end is not None for end in decision.within)]
    if bounded:
        raise DeclarationError(
            f"decision {bounded[0]}: ends of an interval are for static games; declare it real=True, and look whether "
            "the solution stays within them"
        )


def _check_numbers(game: DifferenceGame) -> None:
    """Require parameters, and nothing else, in what holds before anybody moves."""
    variances = {f"variance of the shock to {state}": value for state, value in game.shocks.items()}
    check_numbers(game, {f"discount factor of {name!r}": v for name, v in _factors(game).items()} | variances)
    whole = isinstance(game.horizon, Integral) and not isinstance(game.horizon, bool)
    if game.horizon is not None and not (whole and game.horizon > 0):
        raise DeclarationError(f"horizon {game.horizon!r} is not a number of periods; give a whole number, at least 1")


def _check_shocks(game: DifferenceGame) -> None:
    """Require that shocks hit stocks of the game that may take any value, and that no variance is negative."""
    for state, variance in game.shocks.items():
        if state not in game.states:
            raise UnknownName(
                f"shocks: {state} is not a state of the game; {nearest(str(state), map(str, game.states))}"
            )
        if state.is_nonnegative:
            raise DeclarationError(
                f"the state {state} is declared nonnegative, but a shock may drive it below zero; declare it real, "
                f"states({state.name!r}), or leave out its shock"
            )
        if game.domain.sign(game.variances[state]) is Sign.NEGATIVE:
            raise DeclarationError(f"the variance of the shock to {state}, {variance}, is negative; give its square")


def _factors(game: DifferenceGame) -> dict[str, Number]:
    return by_player(game, "discount_factor", game.discount_factor, "one")


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
