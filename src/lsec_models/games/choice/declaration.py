"""Choices among modes: a discrete decision on top of games. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any, Protocol, TypeVar, cast, runtime_checkable

import sympy as sp

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domains.parameter_point import Point
from lsec_models.algebra.domains.relations import flattened
from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.errors import DeclarationError, UnknownName, described, kind_of, nearest, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.one_line import is_one_line
from lsec_models.games.sequence_fields import relation_sequence
from lsec_models.games.static.game import Game
from lsec_models.signature import explained_fields

ModeName = str | tuple[str, ...]
V = TypeVar("V")


class ModeAtPoint(Protocol):
    """What a solved mode is at one point: a payoff for each player."""

    @property
    def payoffs(self) -> Mapping[str, sp.Rational]:
        """Payoffs by player."""
        ...


@runtime_checkable
class ModeResult(Protocol):
    """What can stand for a mode in place of its game: an equilibrium, piecewise or not, or a solved choice."""

    @property
    def ring(self) -> Ring:
        """The ring of its parameters."""
        ...

    def at(self, point: Point | None = None, **values: object) -> ModeAtPoint:
        """Evaluate at one point; raises OutsideDomain where there is no equilibrium."""
        ...


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class Choice(Described):
    """A player picks a mode before the mode's game is played; or several players pick simultaneously.

    Attributes
    ----------
    by : str or sequence of str
        Who chooses. Several names choose at the same time.
    among : mapping
        What each mode leads to: a Game, a solved equilibrium, or a further Choice, whose own chooser decides after this
        one and is anticipated. Modes are named by strings; of a simultaneous choice by tuples with one string for each
        chooser, in the order of `by`, and every combination is there.
    participation : mapping from str to sympy.Expr, optional
        The least payoff for which a player takes part: one for all modes, or a mapping from mode to payoff for some of
        them. A mode in which a player takes part (decides something, or has a payoff that is not 0 throughout) and
        would earn less is not available. Who takes no part has the reservation there, when payoffs are compared.
    assuming : sequence of SymPy inequalities
        What is known of the parameters, beyond what each game assumes.

    Raises
    ------
    DeclarationError
        If there is no mode, a chooser does not play in one, a combination is missing, a reservation speaks of something
        that is not a parameter, or symbols of one name differ between games.
    UnknownName
        If a reservation names nobody who plays, or no mode.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a, F = parameters("a F", positive=True)
    >>> q = decisions("q")
    >>> closed = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))])
    >>> open_ = Game(players=[Player("firm", decides=[q], payoff=q * (2 * a - q) - F)])
    >>> Choice(by="firm", among={"closed": closed, "open": open_}).parameters
    (F, a)
    """

    by: str | Sequence[str]
    among: Mapping[Any, object]
    participation: Mapping[str, Any] = Frozen({})
    assuming: Sequence[sp.Basic] = ()

    def __post_init__(self) -> None:
        simultaneous = not isinstance(self.by, str)
        object.__setattr__(self, "by", tuple(self.by) if simultaneous else self.by)
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        if not isinstance(self.among, Mapping) or not self.among:
            raise DeclarationError("a choice needs modes; write among={'none': game, 'agency': game}")
        object.__setattr__(self, "among", by_mode(self.among))
        object.__setattr__(self, "participation", Frozen(_frozen_reservations(self.participation)))
        _check_modes(self)
        _check_choosers(self)
        _check_participation(self)
        _check_assumptions(self)
        _ = self.ring

    def description(self) -> Description:
        """Return the modes, what each leads to, and for which payoffs players take part."""
        at = {None: "in every mode"} | {mode: f"in {mode_label(mode)}" for mode in self.among}
        least = [(f"{who} takes part {at[mode]} for at least", value) for mode, who, value in self.reservations()]
        return Description(
            title=f"Choice of {' and '.join(self.choosers)}",
            columns=("mode", "leads to"),
            rows=tuple((mode_label(mode), _leads_to(game)) for mode, game in self.among.items()),
            notes=(*least, *(("assuming", relation) for relation in self.assuming)),
        )

    @property
    def choosers(self) -> tuple[str, ...]:
        """Who chooses, one or several."""
        return (self.by,) if isinstance(self.by, str) else tuple(self.by)

    @property
    def is_simultaneous(self) -> bool:
        """Whether several players choose at the same time."""
        return not isinstance(self.by, str)

    @cached_property
    def players(self) -> tuple[str, ...]:
        """Everybody who plays in some mode."""
        return tuple(dict.fromkeys(name for mode in self.among.values() for name in players_of(mode)))

    @cached_property
    def ring(self) -> Ring:
        """The ring of all parameters of every mode, of reservations and of assumptions."""
        own = [*self.assuming, *(value for _, _, value in self.reservations())]
        symbols = {s for part in own for s in part.free_symbols}
        return ring_of(
            symbols.union(*(declared.parameters for declared in map(declaration, self.among.values()) if declared))
        )

    @property
    def parameters(self) -> tuple[sp.Symbol, ...]:
        """All parameters, sorted by name."""
        return self.ring.symbols

    @property
    def assumptions(self) -> tuple[sp.Basic, ...]:
        """What the choice and the games of its modes assume of the parameters."""
        games = [mode for mode in map(declaration, self.among.values()) if isinstance(mode, Game)]
        return (*self.assuming, *(relation for game in games for relation in game.assuming))

    def require_after(self, game: Game) -> None:
        """Require that it can follow a game: one chooser among games that depend on what is decided before.

        Raises
        ------
        DeclarationError
            If it cannot; the message says what to write.
        """
        from lsec_models.games.choice.sequential import check_then

        check_then(game, self)

    def with_values(self, values: Mapping[sp.Basic, sp.Basic]) -> Choice:
        """Return the same choice, whose modes are games, with numbers in place of some parameters of each mode."""

        def there(mode: object) -> object:
            if not isinstance(mode, Game):
                return mode
            return mode.with_values({s: value for s, value in values.items() if s in mode.parameters})

        return replace(
            self,
            among={name: there(mode) for name, mode in self.among.items()},
            assuming=tuple(relation.subs(values) for relation in self.assuming),
        )

    def reservations(self) -> Iterator[tuple[ModeName | None, str, sp.Expr]]:
        """Yield mode (None for all), player and least payoff."""
        for player, reservation in self.participation.items():
            if isinstance(reservation, Mapping):
                yield from ((mode, player, value) for mode, value in reservation.items())
            else:
                yield None, player, reservation


def _leads_to(mode: object) -> str:
    declared = declaration(mode)
    if isinstance(declared, Choice):
        return f"choice of {' and '.join(declared.choosers)}"
    return f"game {declared.label}" if declared is not None else str(getattr(mode, "label", mode))


def mode_label(mode: ModeName) -> str:
    """Return a mode as people write it: combinations with slashes.

    Examples
    --------
    >>> mode_label("agency"), mode_label(("open", "accept"))
    ('agency', 'open / accept')
    """
    return mode if isinstance(mode, str) else " / ".join(mode)


def by_mode(items: Mapping[ModeName, V]) -> Mapping[ModeName, V]:
    """Return an immutable copy of a mapping from modes."""
    return cast("Mapping[ModeName, V]", Frozen(cast("Mapping[str, V]", items)))


def declaration(mode: object) -> Game | Choice | None:
    """Return what was declared for a mode, solved or not; None for something else."""
    for found in (mode, getattr(mode, "game", None), getattr(mode, "choice", None)):
        if isinstance(found, Game | Choice):
            return found
    return None


def players_of(mode: object) -> tuple[str, ...]:
    """Return everybody who plays in a mode."""
    declared = declaration(mode)
    if isinstance(declared, Choice):
        return declared.players
    return tuple(player.name for player in declared.players) if declared is not None else ()


def takes_part(mode: object, player: str) -> bool:
    """Whether a player decides something in a mode, or may earn something there."""
    declared = declaration(mode)
    if isinstance(declared, Choice):
        return player in declared.choosers or any(takes_part(inner, player) for inner in declared.among.values())
    return declared is not None and any(
        p.name == player and (bool(p.decides) or p.payoff != 0) for p in declared.players
    )


def _frozen_reservations(participation: object) -> dict[str, object]:
    if not isinstance(participation, Mapping):
        raise DeclarationError(f"participation: {participation!r} is not a mapping; write {{player: least payoff}}")
    return {
        player: by_mode({mode: _payoff(value, player) for mode, value in given.items()})
        if isinstance(given, Mapping)
        else _payoff(given, player)
        for player, given in participation.items()
    }


def _payoff(value: object, player: str) -> sp.Expr:
    if isinstance(value, Fraction):
        return to_sympy(value)
    if isinstance(value, int | float | sp.Expr) and not isinstance(value, bool):
        return sp.sympify(value)
    raise DeclarationError(
        f"participation of {player!r}: {described(value)}, not a number or SymPy expression; give one"
    )


def _check_modes(choice: Choice) -> None:
    for mode, game in choice.among.items():
        if declaration(game) is None or not isinstance(game, Game | Choice | ModeResult):
            raise DeclarationError(
                f"mode {mode_label(mode)!r} leads to {kind_of(game)}; give a Game, an equilibrium or a Choice"
            )
    if choice.is_simultaneous:
        _check_combinations(choice)
    elif not all(map(is_one_line, choice.among)):
        raise DeclarationError("modes that one player chooses among are named by non-empty strings, in one line each")


def _check_combinations(choice: Choice) -> None:
    if len(choice.choosers) < 2 or len(set(choice.choosers)) < len(choice.choosers):
        raise DeclarationError(
            f"by = {choice.choosers!r}: a simultaneous choice needs two or more different players; write "
            "by='name' for one"
        )
    for mode in choice.among:
        if not isinstance(mode, tuple) or len(mode) != len(choice.choosers) or not all(map(is_one_line, mode)):
            raise DeclarationError(
                f"mode {mode!r} of a simultaneous choice: name it by a tuple with one action of each of "
                f"{', '.join(choice.choosers)}, each a non-empty string in one line"
            )
    actions = [dict.fromkeys(mode[i] for mode in choice.among) for i in range(len(choice.choosers))]
    missing = [combination for combination in product(*actions) if combination not in choice.among]
    if missing:
        raise DeclarationError(
            f"modes {', '.join(map(repr, missing))} are missing: a simultaneous choice needs a game for "
            "every combination"
        )


def _check_choosers(choice: Choice) -> None:
    for chooser in choice.choosers:
        require_known(chooser, choice.players, f"by = {chooser!r}, who plays in no mode")
        absent = [mode for mode, game in choice.among.items() if not _always_plays(game, chooser)]
        if absent:
            raise DeclarationError(
                f"{chooser!r} chooses, but has no payoff in mode {' and '.join(repr(mode_label(m)) for m in absent)}; "
                f"add Player({chooser!r}, decides=[], payoff=...) to its game"
            )


def _always_plays(mode: object, player: str) -> bool:
    declared = declaration(mode)
    if isinstance(declared, Choice):
        return all(_always_plays(inner, player) for inner in declared.among.values())
    return player in players_of(declared)


def _check_participation(choice: Choice) -> None:
    for mode, player, value in choice.reservations():
        require_known(player, choice.players, f"participation names {player!r}, who plays in no mode")
        if mode is not None and mode not in choice.among:
            known = nearest(mode_label(mode), map(mode_label, choice.among))
            raise UnknownName(f"participation of {player!r} names the mode {mode!r}, which is not among them; {known}")
        for symbol in sorted(value.free_symbols, key=str):
            if not isinstance(symbol, Parameter):
                raise DeclarationError(
                    f"participation of {player!r}: {symbol} is not a parameter; declare it with parameters()"
                )


def _check_assumptions(choice: Choice) -> None:
    for relation in flattened(choice.assuming, "assumption"):
        for symbol in sorted(relation.free_symbols, key=str):
            if not isinstance(symbol, Parameter):
                raise DeclarationError(
                    f"assumption {relation}: {symbol} is not a parameter; assumptions are about parameters"
                )
