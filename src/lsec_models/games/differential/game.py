"""Differential games: stocks that move in continuous time, and players who move them. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.description import Description
from lsec_models.algebra.domains.parameter_point import Point
from lsec_models.algebra.domains.symbols import Parameter, State
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import DeclarationError
from lsec_models.games.frozen import Frozen
from lsec_models.games.meaning import meaning_field
from lsec_models.games.over_time import (
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


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class DifferentialGame(GameOverTime):
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
    meanings : mapping from str to (str, str), optional
        What parameters, decisions and reports stand for, and in which unit, as in ``{"w": ("wholesale price",
        "euro")}``; by a player's name, the payoff. Sweeps and figures say it. Names that the game does not have are
        left aside.

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
    >>> from lsec_models.algebra.domains.symbols import states
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

    discount: Number | Mapping[str, Number]
    horizon: Number | None = None
    report: Mapping[str, sp.Expr] = Frozen({})

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", player_sequence(self.players))
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        object.__setattr__(self, "meanings", meaning_field(self.meanings))
        for field in ("states", "initial", "report"):
            object.__setattr__(self, field, frozen_mapping(getattr(self, field), field))
        check_players(self, "differential")
        check_states(
            self,
            "differential",
            moves="how fast it changes",
            what="speed",
            lacks="dynamics",
            reports=self.report.values(),
        )
        _check_names(self)
        object.__setattr__(self, "initial", initial_stocks(self))
        object.__setattr__(self, "order", self.instant.order if not self.cooperative else None)
        _check_numbers(self)
        _check_discount(self)

    @property
    def static_game(self) -> Game:
        """The static game at one instant, stocks given."""
        return self.instant

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
    def rates(self) -> Mapping[str, Ratio]:
        """The discount rate of each player."""
        return Frozen({name: ratio(self.ring, rate) for name, rate in _rates(self).items()})

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

    def with_horizon(self, horizon: Number | None) -> DifferentialGame:
        """Return the same game over another horizon."""
        return replace(self, horizon=horizon)

    @property
    def parts(self) -> tuple[object, ...]:
        """All expressions that the game is made of."""
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


def _check_names(game: DifferentialGame) -> None:
    """Require that each name means one thing: results are asked for by name."""
    own, others = named_symbols(game)
    asked = [("player", player.name) for player in game.players]
    asked += [("report", name) for name in game.report]
    asked += [("speed", speed_name(state)) for state in game.states]
    asked += [("payoff flow", flow_name(player.name)) for player in game.players]
    for named in ((*own, *others), (*own, *asked)):
        require_one_meaning(named)


def _check_numbers(game: DifferentialGame) -> None:
    """Require parameters, and nothing else, in what holds before anybody moves."""
    horizon: dict[str, Number] = {} if game.horizon is None else {"horizon": game.horizon}
    rates = {f"discount rate of {name!r}": rate for name, rate in _rates(game).items()}
    check_numbers(game, {**horizon, **rates})
    if game.horizon is not None and sp.sympify(game.horizon).is_positive is not True:
        raise DeclarationError(f"horizon {game.horizon} is not known to be positive; declare it positive=True")
    if game.horizon is not None and not isinstance(game.horizon, int | float | Parameter | sp.Number):
        raise DeclarationError(f"horizon {game.horizon} is neither a number nor a parameter; give one of these")
    _ = game.instant.ratios, game.rates, game.start


def _rates(game: DifferentialGame) -> dict[str, Number]:
    return by_player(game, "discount", game.discount, "a rate")


def _check_discount(game: DifferentialGame) -> None:
    for name, rate in game.rates.items():
        if game.domain.sign(rate).is_nonpositive and (game.horizon is None or game.domain.sign(rate) is Sign.NEGATIVE):
            raise DeclarationError(
                f"the discount rate of {name!r}, {rate.expression()}, is not positive, so that an infinite stream of "
                "payoffs has no value; discount at a positive rate, or set a horizon"
            )
    if game.cooperative and len(set(game.rates.values())) > 1:
        raise DeclarationError("players who decide together need one discount rate; their rates differ")
