"""Static games: players, what each decides, payoffs, and who moves first. Nothing is solved here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from functools import cached_property, lru_cache
from numbers import Real
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domain import Domain, domain_of, flattened
from lsec_models.algebra.parameter_point import Point, exact_number, given_values
from lsec_models.algebra.ratio import Ratio, ratio
from lsec_models.algebra.ring import Ring, ring_of
from lsec_models.algebra.symbols import Decision, Parameter
from lsec_models.errors import ContradictoryAssumptions, DeclarationError, UnknownName, nearest
from lsec_models.games.frozen import Frozen
from lsec_models.games.sequence_fields import player_sequence, relation_sequence, sequence_field
from lsec_models.games.static.order import Move, Stage, order_label
from lsec_models.signature import explained_fields

_REMEMBERED = 256
# What stands between movers where people write an order as text.
_BETWEEN = (">", "=", ",")

Slot = str | Decision | Sequence["str | Decision"]


@explained_fields
@dataclass(frozen=True)
class Player(Described):
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
        decides = sequence_field(self.decides, f"what player {self.name!r} decides", _decisions_in)
        for decision in decides:
            if not isinstance(decision, Decision):
                raise DeclarationError(
                    f"player {self.name!r} decides {decision!r}, which is not a decision; write the symbol that "
                    f"decisions({str(decision)!r}) returns"
                )
        object.__setattr__(self, "decides", decides)
        object.__setattr__(self, "payoff", _expression(self.payoff, f"payoff of {self.name!r}"))

    def description(self) -> Description:
        """Return what the player decides and maximises."""
        decides = ("decides", *self.decides) if self.decides else ("decides nothing",)
        return Description(title=f"Player {self.name}", notes=(decides, ("payoff", self.payoff)))


@dataclass(frozen=True, kw_only=True, repr=False)
class Bound(Described):
    """A constraint on decisions: the function must be positive (strict) or at least zero.

    Attributes
    ----------
    words : str
        The constraint as it was declared.
    function : Ratio
        In parameters and decisions.
    strict : bool
        Whether zero is excluded.
    stage : int
        The stage that must respect it: the last one that decides anything in it, for which earlier movers must leave
        room, or the last one in which its owner does, who then foresees later answers. 0 if no stage does.
    players : tuple of str
        Who must respect it in that stage.
    foresees : bool
        Whether later stages decide something in it.
    """

    words: str
    function: Ratio
    strict: bool
    stage: int
    players: tuple[str, ...]
    foresees: bool = False

    def description(self) -> Description:
        """Return the constraint, and who must respect it when."""
        by = f"{' and '.join(self.players)} in stage {self.stage}" if self.stage else "nobody: no stage decides it"
        return Description(title=f"Constraint {self.words}", notes=((f"respected by {by}",),))


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class Game(Described):
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
    (stage 1: monopolist (p),)
    """

    players: Sequence[Player]
    order: Sequence[Slot] | None = None
    assuming: Sequence[sp.Basic] = ()
    report: Mapping[str, sp.Expr] = Frozen({})
    constraints: Sequence[sp.Basic] | Mapping[str, Sequence[sp.Basic]] = ()

    def __post_init__(self) -> None:
        players = player_sequence(self.players)
        if not players or not all(isinstance(player, Player) for player in players):
            raise DeclarationError("a game needs a sequence of at least one Player(...)")
        if not isinstance(self.report, Mapping):
            raise DeclarationError(f"report: {self.report!r} is no mapping; write {{name: expression}}")
        report = {name: _expression(value, f"report {name!r}") for name, value in self.report.items()}
        order = tuple(player.name for player in players if player.decides) if self.order is None else self.order
        slots = (order,) if self.order is None else tuple(map(_frozen_slot, _order(order, players)))
        object.__setattr__(self, "players", players)
        object.__setattr__(self, "order", slots)
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        object.__setattr__(self, "report", Frozen(report))
        object.__setattr__(self, "constraints", _constraints(self.constraints, {p.name for p in players}))
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
        return Frozen({name: _ratio(self.ring, value) for name, value in declared.items()})

    @cached_property
    def domain(self) -> Domain:
        """The admissible parameters, by declared signs and `assuming`."""
        return _domain(self.parameters, self.assuming)

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """What the ends of decisions and `constraints` ask, and of whom."""
        return tuple(
            _bound(self, relation, owner)
            for owner, relations in (*_ends(self.decisions), *_owned(self.constraints))
            for relation in flattened(relations, "constraint")
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
    def label(self) -> str:
        """The power structure in words."""
        return order_label(self.order or ())

    @property
    def _slots(self) -> tuple[tuple[str | Decision, ...], ...]:
        return tuple(slot if isinstance(slot, tuple) else (slot,) for slot in self.order or ())

    def description(self) -> Description:
        """Return who decides what, when, and for which payoff, and what is assumed."""
        moves = [(move.player, str(stage.number)) for stage in self.stages for move in stage.moves]
        stages = {p.name: ", ".join(number for name, number in moves if name == p.name) for p in self.players}
        rows = [(stages[p.name] or "-", p.name, tuple(p.decides) or "-", p.payoff) for p in self.players]
        owned = [(owner, relation) for owner, relations in _owned(self.constraints) for relation in relations]
        return Description(
            title=f"Game {self.label}",
            columns=("stage", "player", "decides", "payoff"),
            rows=tuple(sorted(rows, key=lambda row: (row[0] == "-", row[0]))),
            notes=(
                *((f"reported: {name} =", value) for name, value in self.report.items()),
                *((f"constraint of {owner}:" if owner else "constraint:", relation) for owner, relation in owned),
                *(("assuming", relation) for relation in self.assuming),
            ),
        )

    def with_order(self, order: Sequence[Slot]) -> Game:
        """Return the same game under another power structure."""
        return replace(self, order=order)

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
        known = {parameter.name: parameter for parameter in self.parameters}
        images: dict[sp.Basic, sp.Basic] = {}
        for name, value in given_values(values, named).items():
            if name not in known:
                raise UnknownName(f"no parameter {name!r}; {nearest(name, known)}")
            parameter, number = known[name], exact_number(value, name)
            if (parameter.is_positive and number <= 0) or (parameter.is_nonnegative and number < 0):
                sign = "positive" if parameter.is_positive else "nonnegative"
                raise DeclarationError(f"{name} is declared {sign}, given {number}; give a number of that sign")
            images[parameter] = sp.Rational(number.numerator, number.denominator)

        def inserted(parts: Sequence[sp.Basic]) -> tuple[sp.Basic, ...]:
            return tuple(part.subs(images) for part in parts)

        assuming = inserted(self.assuming)
        failed = [before for before, after in zip(self.assuming, assuming, strict=True) if after is sp.false]
        if failed:
            point = ", ".join(f"{parameter} = {number}" for parameter, number in images.items())
            raise ContradictoryAssumptions(f"the assumption {failed[0]} is false at {point}; give other numbers")
        moved = {decision: decision.with_parameters(images) for decision in self.decisions}
        renamed: dict[object, Any] = dict(moved)
        images |= {decision: image for decision, image in moved.items() if image is not decision}
        constraints = self.constraints
        return replace(
            self,
            players=tuple(
                replace(player, decides=tuple(moved[d] for d in player.decides), payoff=player.payoff.subs(images))
                for player in self.players
            ),
            order=tuple(
                tuple(renamed.get(entry, entry) for entry in slot)
                if isinstance(slot, tuple)
                else renamed.get(slot, slot)
                for slot in self.order or ()
            ),
            assuming=assuming,
            report={name: value.subs(images) for name, value in self.report.items()},
            constraints=(
                {name: inserted(parts) for name, parts in constraints.items()}
                if isinstance(constraints, Mapping)
                else inserted(constraints)
            ),
        )


def _decisions_in(text: str) -> str:
    names = text.replace(",", " ").split()
    return f"[{', '.join(names)}] with the symbols that decisions({' '.join(names)!r}) returns"


def _order(order: object, players: Sequence[Player]) -> tuple[Any, ...]:
    def instead(text: str) -> str:
        return f"order={_order_in(text, players)}"

    slots = sequence_field(order, "order", instead)
    for slot in slots:
        if isinstance(slot, str) and any(sign in slot for sign in _BETWEEN) and slot not in {p.name for p in players}:
            raise DeclarationError(f"order names {slot!r}, which is several movers; write {instead(slot)}")
    return slots


def _order_in(text: str, players: Sequence[Player]) -> str:
    """Return a power structure such as ``"A > B = C"`` as it is written in Python."""
    decided = {decision.name for player in players for decision in player.decides} - {p.name for p in players}
    signs = (">", "[=,]") if any(sign in text for sign in ">=(") else (",", "=")
    slots = [[name.strip(" ()[]") for name in re.split(signs[1], slot)] for slot in text.split(signs[0])]
    words = [", ".join(name if name in decided else repr(name) for name in slot) for slot in slots]
    return f"[{', '.join(f'({one})' if len(slot) > 1 else one for slot, one in zip(slots, words, strict=True))}]"


@lru_cache(_REMEMBERED)
def _ratio(ring: Ring, expression: sp.Expr) -> Ratio:
    # Power structures of one game share their payoffs and assumptions.
    return ratio(ring, expression)


@lru_cache(_REMEMBERED)
def _domain(symbols: tuple[Parameter, ...], assuming: tuple[sp.Basic, ...]) -> Domain:
    return domain_of(symbols, assuming)


def _expression(value: object, what: str) -> sp.Expr:
    if isinstance(value, int | float | sp.Expr) and not isinstance(value, bool):
        return sp.sympify(value)
    if isinstance(value, Real) and not isinstance(value, bool):
        number = exact_number(value, what)
        return sp.Rational(number.numerator, number.denominator)
    way_out = "write it without quotes (text is for read_game)" if isinstance(value, str) else "build one"
    raise DeclarationError(
        f"{what}: {value!r} is a {type(value).__name__}, not an expression; {way_out} from the declared symbols"
    )


def _constraints(value: object, names: set[str]) -> object:
    if not isinstance(value, Mapping):
        return relation_sequence(value, "constraints")
    for name in value:
        if name not in names:
            raise UnknownName(f"constraints are given to {name!r}, who does not play; {nearest(str(name), names)}")
    return Frozen({name: relation_sequence(relations, f"constraints of {name!r}") for name, relations in value.items()})


def _owned(constraints: object) -> list[tuple[str | None, tuple[sp.Basic, ...]]]:
    if isinstance(constraints, Mapping):
        return list(constraints.items())
    assert isinstance(constraints, tuple)
    return [(None, constraints)]


def _ends(chosen: Sequence[Decision]) -> Iterator[tuple[None, tuple[sp.Basic, ...]]]:
    """Yield the inequalities that keep decisions between their ends, beyond their declared signs."""
    for decision in chosen:
        low, high = decision.within
        below = () if low is None or (low == 0 and decision.is_nonnegative) else (decision >= low,)
        yield None, below if high is None else (*below, decision <= high)


def _bound(game: Game, relation: Relational, owner: str | None) -> Bound:
    function = ratio(game.ring, relation.gts - relation.lts)
    movers = [
        (stage.number, move.player)
        for stage in game.stages
        for move in stage.moves
        if any(function.depends_on(decision) for decision in move.decisions)
    ]
    last = max((number for number, _ in movers), default=0)
    players = tuple(player for number, player in movers if number == last)
    strict = relation.func in (sp.Gt, sp.Lt)
    if owner is None:
        return Bound(words=str(relation), function=function, strict=strict, stage=last, players=players)
    turns = [stage.number for stage in game.stages for move in stage.moves if move.player == owner]
    named = [number for number, player in movers if player == owner]
    own = max(named or [number for number in turns if number <= last], default=0)
    if not own:
        raise DeclarationError(
            f"constraint {relation} of {owner!r}, who decides nothing before it is settled: who moves last in it is "
            f"{' and '.join(players) or 'nobody'}; give it to one of them, or to somebody who moves before"
        )
    return Bound(
        words=str(relation), function=function, strict=strict, stage=own, players=(owner,), foresees=own < last
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
        both = f"two {role}s" if taken[name] == role else f"a {taken[name]} and a {role}"
        raise DeclarationError(f"the name {name!r} is used for {both}; rename one of them")
    taken[name] = role


def _symbols(game: Game) -> set[sp.Symbol]:
    parts: Iterable[sp.Basic] = (
        *(player.payoff for player in game.players),
        *game.report.values(),
        *game.assuming,
        *(relation for _, relations in _owned(game.constraints) for relation in relations),
        *(end for decision in game.decisions for end in decision.within if end is not None),
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
                raise UnknownName(f"order names the decision {entry}, {_stranger(entry, game)}")
        elif isinstance(entry, sp.Symbol):
            raise UnknownName(f"order names {entry}, {_stranger(entry, game)}")
        elif not isinstance(entry, str) or entry not in names:
            raise UnknownName(f"order names {entry!r}, {_nobody(entry, game)}")
        elif not next(player for player in game.players if player.name == entry).decides:
            raise DeclarationError(f"order names {entry!r}, who decides nothing; leave the name out of order=")
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


def _nobody(entry: object, game: Game) -> str:
    if entry in [decision.name for decision in game.decisions]:
        return f"which is a decision; write its symbol, {entry} without quotes"
    return f"who does not play; {nearest(str(entry), [player.name for player in game.players])}"


def _stranger(entry: sp.Symbol, game: Game) -> str:
    names = [decision.name for decision in game.decisions]
    if entry.name in names:
        return "a symbol of another kind or sign than the decision of that name; use the one that a player decides"
    return f"which no player decides; decisions: {', '.join(names)}"
