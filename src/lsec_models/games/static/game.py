"""Static games: players, what each decides, payoffs, and who moves first. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import sympy as sp

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import Point, blank_point, given_values
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.errors import DeclarationError, NotRational
from lsec_models.games.bargaining.declaration import Bargain, check_bargains, check_secrecy, check_slots
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.meaning import meaning_field
from lsec_models.games.sequence_fields import player_sequence, relation_sequence, sequence_field
from lsec_models.games.static.bounds import Bound, bounds_of
from lsec_models.games.static.chance.declaration import check_random, drawn_in, solved_at_points_only
from lsec_models.games.static.chance.information.knowledge import check_knowledge, signals_seen, variances_of
from lsec_models.games.static.chance.known_signs import conditions_of
from lsec_models.games.static.chance.random_symbol import Drawn, Random
from lsec_models.games.static.consistency import check_given, check_names, check_order, check_symbols
from lsec_models.games.static.following import FollowingChoice
from lsec_models.games.static.game_description import description_of
from lsec_models.games.static.game_fields import constraint_field, expectation_field
from lsec_models.games.static.numbers_inserted import game_with_values
from lsec_models.games.static.occurring_symbols import symbols_of
from lsec_models.games.static.order import Move, Stage, entries_by_slot, order_label, slots_of
from lsec_models.games.static.player import Player, decisions_in, expression
from lsec_models.games.static.smooth_payoffs import is_smooth, require_smooth
from lsec_models.signature import explained_fields

_REMEMBERED = 256

Slot = str | Decision | Drawn | Bargain | Sequence["str | Decision | Bargain"]


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class Game(Described):
    """A game in stages: who plays, who moves first, and who knows what.

    Each player observes all earlier stages, but for secret terms of a bargain, and of what is random what it is
    declared to see.

    Attributes
    ----------
    players : sequence of Player
        Who plays.
    order : sequence, optional
        The power structure, leaders first. A slot is a player's name (all decisions of the player that no other
        slot names), a decision, or a tuple of these that are chosen simultaneously. The first slot may be a bargain,
        or a tuple of bargains. Without it, all players move at once. What is random has a slot where it becomes known,
        and without a slot does so after all decisions.
    assuming : sequence of SymPy inequalities
        What is known of the parameters, beyond their declared signs. A chain is two inequalities, ``[a < b, b < c]``:
        Python asks whether ``a < b`` is true before it reads on, and SymPy answers with a TypeError.
    report : mapping from str to sympy.Expr
        Further quantities wanted at the equilibrium.
    constraints : sequence of SymPy inequalities, or mapping from player to such a sequence
        What decisions and quantities must satisfy; an interior equilibrium holds where none of them binds. Of a
        mapping, the named player's own problem carries the constraint, at the last stage in which it decides something
        that the constraint names, or else at its last one before the constraint is settled. What later movers decide
        stands in it as they answer, so that a follower's answer can bind a leader (a participation constraint). Of a
        sequence, it is carried by whoever moves last among those whose decisions it names, by each of them where
        several move last together, and earlier movers leave room for it.
    given : sequence of Decision
        Decisions that are made before the game begins, by somebody who foresees it: they stand in it as parameters do.
    then : Choice, optional
        A choice among modes after all decisions: a fee is posted, then accepted or refused. Its modes are games that
        have these decisions as `given`; what a player has in the mode is added to the payoff here.
    expectations : mapping from Decision to sympy.Expr
        What nobody decides, but everybody expects, and comes true: each symbol equals its expression at the
        equilibrium. Declare it like a decision of either sign, ``decisions("N", real=True)``. Movers take it as given
        (passive expectations) unless it stands in `order`, where it responds to what was decided before its slot.
    meanings : mapping from str to (str, str), optional
        What parameters, decisions and reports stand for, and in which unit, as in ``{"w": ("wholesale price",
        "euro")}``; by a player's name, the payoff. Sweeps and figures say it. Names that the game does not have are
        left aside.

    Raises
    ------
    DeclarationError
        If a name is used twice, a decision has no owner or two, a symbol is undeclared, or the order leaves a
        player out or names one twice; if somebody's payoff speaks of one of several copies.
    UnknownName
        If the order names somebody who does not play.
    NotRational
        If a payoff or report is neither a rational function nor made of these, exp, log and powers. With the latter a
        game has no closed form; it is solved in numbers at a point.
    ContradictoryAssumptions
        If no parameters satisfy the assumptions.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> game = Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))])
    >>> game.stages
    (stage 1: monopolist (p),)
    """

    players: Sequence[Player]
    order: Sequence[Slot] | None = None
    assuming: Sequence[sp.Basic] = ()
    report: Mapping[str, sp.Expr] = Frozen({})
    constraints: Sequence[sp.Basic] | Mapping[str, Sequence[sp.Basic]] = ()
    given: Sequence[Decision] = ()
    then: FollowingChoice | None = None
    expectations: Mapping[Any, sp.Expr] = Frozen({})
    meanings: Mapping[Any, Any] = field(default=Frozen({}), compare=False)

    def __post_init__(self) -> None:
        players = player_sequence(self.players)
        if not players or not all(isinstance(player, Player) for player in players):
            raise DeclarationError("a game needs a sequence of at least one Player(...)")
        if not isinstance(self.report, Mapping):
            raise DeclarationError(f"report: {self.report!r} is not a mapping; write {{name: expression}}")
        report = {name: expression(value, f"report {name!r}") for name, value in self.report.items()}
        owners = [(player.name, player.decides) for player in players]
        order = tuple(player.name for player in players if player.decides) if self.order is None else self.order
        slots = (order,) if self.order is None else slots_of(order, dict(owners))
        object.__setattr__(self, "players", players)
        object.__setattr__(self, "order", slots)
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        object.__setattr__(self, "report", Frozen(report))
        object.__setattr__(self, "constraints", constraint_field(self.constraints, {p.name for p in players}))
        object.__setattr__(self, "given", sequence_field(self.given, "given", decisions_in))
        object.__setattr__(self, "expectations", expectation_field(self.expectations))
        object.__setattr__(self, "meanings", meaning_field(self.meanings))
        owned = {decision for player in players for decision in player.decides}
        check_bargains(self.bargains, [player.name for player in players], owned)
        if self.bargains and (self.then is not None or self.given):
            raise DeclarationError("a game with bargains has neither given= nor then=; put them into a game of its own")
        check_names(owners, self.report, self.expectations)
        check_given(self.given, self.decisions)
        check_slots(entries_by_slot(slots))
        if self.then is not None:
            if not isinstance(self.then, FollowingChoice):
                raise DeclarationError(
                    f"then: {self.then!r} is not a choice; write then=Choice(by='name', among={{...}})"
                )
            self.then.require_after(self)
        check_random(self)
        check_symbols(symbols_of(self), {*self.decisions, *self.expectations}, self.given, self.assuming)
        check_order(owners, self._slots, self.expectations)
        moves = ((stage.number, move.player, move.decisions) for stage in self.stages for move in stage.moves)
        check_secrecy(self.bargains, moves)
        if self.signals:
            check_knowledge(self)
            _ = self.domain
        # Read every payoff, report, assumption and constraint now, so that errors appear where the game is declared;
        # payoffs with a kink at each of many numbers, or under a smooth law, are never written out.
        elif not solved_at_points_only(self):
            _ = self.domain, self.bounds
            if not self.is_rational:
                require_smooth(self, self.representative.ring, self.representative.declared_quantities)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, terms of bargains first, and then others in the order in which players declare them."""
        agreed = (term for bargain in self.bargains for term in bargain.over)
        return (*agreed, *(decision for player in self.players for decision in player.decides))

    @cached_property
    def bargains(self) -> tuple[Bargain, ...]:
        """The bargains that are struck first."""
        return tuple(entry for slot in entries_by_slot(self.order) for entry in slot if isinstance(entry, Bargain))

    @cached_property
    def random(self) -> tuple[Random, ...]:
        """What is drawn at random, sorted by name."""
        return drawn_in(self)

    @cached_property
    def signals(self) -> tuple[Drawn, ...]:
        """What some players see and others need not, sorted by name."""
        return signals_seen(self)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters, sorted by name, those of laws too."""
        known = {*self.decisions, *self.expectations}
        later = set() if self.then is None else set(self.then.parameters)
        return tuple(sorted((symbols_of(self) | later) - known, key=lambda symbol: symbol.name))

    @cached_property
    def representative(self) -> Game:
        """The game that is solved, in which one of several copies decides, and others and expectations are movers too.

        The game itself, where it has neither.
        """
        from lsec_models.games.static.representative import is_plain, representative_game

        return self if is_plain(self) else representative_game(self)

    @property
    def alike(self) -> Mapping[Any, Decision]:
        """For what each other copy of a player decides, the decision of the one that speaks for all."""
        return Frozen({})

    @property
    def kinks(self) -> Mapping[Any, str]:
        """For each positive part that stands for a kink, what is so where it is zero, in words."""
        return Frozen({})

    @property
    def expected(self) -> Mapping[str, sp.Expr]:
        """For each expectation, by name, what it must equal."""
        return values_by_name(self.expectations)

    @property
    def hidden(self) -> frozenset[str]:
        """The names that only stand for copies and expectations, which results do not show."""
        return frozenset()

    @property
    def shown_decisions(self) -> tuple[str, ...]:
        """The names of decisions that results show."""
        return tuple(decision.name for decision in self.decisions if decision.name not in self.hidden)

    @property
    def shown_players(self) -> tuple[str, ...]:
        """The names of players whose payoffs results show."""
        return tuple(player.name for player in self.players if player.name not in self.hidden)

    @cached_property
    def ring(self) -> Ring:
        """The ring of all parameters and decisions."""
        if self.representative is not self:
            return self.representative.ring
        return ring_of((*self.parameters, *self.decisions))

    @cached_property
    def ratios(self) -> Frozen[Ratio]:
        """Each payoff (by player) and reported quantity (by name) as an exact rational function."""
        if self.representative is not self:
            return self.representative.ratios
        try:
            return Frozen({name: _ratio(self.ring, value) for name, value in self.declared_quantities.items()})
        except NotRational as error:
            if not all(map(is_smooth, self.declared_quantities.values())):
                raise
            point = blank_point(self.parameters)
            raise NotRational(f"{error}, or solve the game in numbers, solve(game, at={point})") from None

    @property
    def declared_quantities(self) -> dict[str, sp.Expr]:
        """Each payoff (by player) and reported quantity (by name), as it was declared."""
        return {player.name: player.payoff for player in self.players} | dict(self.report)

    @cached_property
    def is_rational(self) -> bool:
        """Whether all payoffs and reports are rational functions; smooth ones with exp and log are solved at points."""
        try:
            return bool(self.ratios)
        except NotRational:
            return False

    @cached_property
    def domain(self) -> Domain:
        """The admissible parameters, by declared signs and `assuming`."""
        if self.signals or solved_at_points_only(self):
            return _domain(self.parameters, *self.assuming, *conditions_of(self), *variances_of(self))
        if self.representative is not self:
            return self.representative.domain
        later = () if self.then is None else self.then.assumptions
        return _domain(self.parameters, *self.assuming, *later)

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """What the ends of decisions and `constraints` ask, and of whom."""
        if self.representative is not self:
            return self.representative.bounds
        return bounds_of(self.ring, self.stages, self.decisions, self.constraints)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that `order` describes, leaders first; without those in which expectations are formed."""
        owner = {decision: player.name for player in self.players for decision in player.decides}
        named = {entry for slot in self._slots for entry in slot if isinstance(entry, Decision)}
        left = {p.name: tuple(d for d in p.decides if d not in named) for p in self.players}
        stages = []
        slots = [tuple(entry for entry in slot if entry not in self.expectations) for slot in self._slots]
        for number, slot in enumerate(filter(None, slots), start=2 if self.bargains else 1):
            chosen: dict[str, tuple[Decision, ...]] = {}
            for entry in slot:
                name, decided = (owner[entry], (entry,)) if isinstance(entry, Decision) else (entry, left[entry])
                chosen[name] = chosen.get(name, ()) + decided
            stages.append(Stage(number, tuple(Move(name, decided) for name, decided in chosen.items())))
        return tuple(stages)

    @property
    def label(self) -> str:
        """The power structure in words."""
        later = () if self.then is None else (f"choice of {self.then.by}",)
        return order_label((*(self.order or ()), *later))

    @property
    def _slots(self) -> tuple[tuple[str | Decision, ...], ...]:
        """The slots in which players move, bargains aside."""
        slots = entries_by_slot(self.order)
        return tuple(slot for slot in slots if not any(isinstance(entry, Bargain | Drawn) for entry in slot))

    def description(self) -> Description:
        """Return who decides what, when, and for which payoff, and what is assumed."""
        return description_of(self)

    def with_order(self, order: Sequence[Slot]) -> Game:
        """Return the same game under another power structure; an order without bargains is of who moves after them."""
        if not self.bargains:
            return replace(self, order=order)
        slots = slots_of(order, {player.name: player.decides for player in self.players})
        named = any(isinstance(entry, Bargain) for slot in entries_by_slot(slots) for entry in slot)
        return replace(self, order=slots if named else (self.bargains, *slots))

    def with_values(self, values: Point | None = None, **named: object) -> Game:
        """Return the same game with numbers in place of some parameters.

        Parameters
        ----------
        values : mapping, optional
            Numbers by name or symbol; floats are read as the decimal they print as, and text such as ``"7/2"`` is
            exact.
        **named : numbers
            The same by name, as in ``with_values(b=1)``.

        Raises
        ------
        UnknownName, DeclarationError
            If a name is not a parameter of the game, or a value not a number of its declared sign.
        ContradictoryAssumptions
            If an assumption fails for these numbers.

        Examples
        --------
        >>> from lsec_models import decisions, parameters
        >>> a, b = parameters("a b", positive=True)
        >>> p = decisions("p")
        >>> game = Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))], assuming=[a > b])
        >>> game.with_values({"b": 0.5}).parameters
        (a,)
        """
        return game_with_values(self, given_values(values, named))


def require_only_stages(game: Game, what: str) -> None:
    """Require that a game is nothing but stages of decisions.

    Raises
    ------
    DeclarationError
        If it begins with a bargain, or a choice among modes follows it; says who else solves it. If nobody decides.
    """
    if game.bargains or game.then is not None:
        more = "begins with a bargain" if game.bargains else "is followed by a choice"
        raise DeclarationError(
            f"{what} takes games that are stages of decisions, and {game.label} {more}: solve it by itself, "
            f"solve(game), or at a point, solve(game, at={blank_point(game.parameters)})"
        )
    if not game.decisions:
        raise DeclarationError("nobody decides anything in this game; give a player decisions")


@lru_cache(_REMEMBERED)
def _ratio(ring: Ring, expression: sp.Expr) -> Ratio:
    # Power structures of one game share their payoffs and assumptions.
    return ratio(ring, expression)


@lru_cache(_REMEMBERED, typed=True)
def _domain(symbols: tuple[Parameter, ...], *assuming: sp.Basic) -> Domain:
    # Python's True equals SymPy's: only their types tell a wrong assumption from one that is true anyway.
    return domain_of(symbols, assuming)
