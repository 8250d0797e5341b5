"""Finite games as they are declared: strategies by name and tables of payoffs. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import sympy as sp

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.payoff_description import payoff_description
from lsec_models.games.payoff_tables import read_table, tables_by_name
from lsec_models.signature import explained_fields

Profile = tuple[str, ...]


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class MatrixGame(Described):
    """A finite game in numbers: every player picks a strategy, all at the same time.

    Attributes
    ----------
    strategies : mapping from str to sequence of str
        The names of each player's strategies, by player. The first player's are the rows of every table, the second
        player's the columns, and so on.
    payoffs : mapping from str to table, or sequence of tables
        What each player receives, by player or in the order of the players: lists in lists, a NumPy array or a SymPy
        matrix, with one dimension for each player. Floats are read as the decimals that they print as, so that
        everything is exact. Kept as tuples in tuples of fractions.

    Raises
    ------
    DeclarationError
        If there are fewer than two players, a table does not fit the strategies, or a payoff is not a rational number.
    UnknownName
        If payoffs name somebody who has no strategies.

    References
    ----------
    Osborne, M. J. and Rubinstein, A. (1994). A Course in Game Theory, MIT Press, chapter 2.

    Examples
    --------
    A manufacturer and a platform each wait, or invest in a live channel that pays if both do:

    >>> game = MatrixGame(
    ...     strategies={"manufacturer": ["invest", "wait"], "platform": ["invest", "wait"]},
    ...     payoffs={"manufacturer": [[3, -1], [0, 0]], "platform": [[2, 0], [-0.5, 0]]},
    ... )
    >>> game
    Matrix game: manufacturer (rows), platform (columns)
              invest   wait
      invest  3, 2     -1, 0
      wait    0, -1/2  0, 0
    >>> game.payoffs_of(("wait", "invest"))
    {'manufacturer': 0, 'platform': -1/2}
    """

    strategies: Mapping[str, Sequence[str]]
    payoffs: Mapping[str, Any] | Sequence[Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "strategies", _checked_strategies(self.strategies))
        tables = _by_player(self.payoffs, self.players)
        object.__setattr__(self, "payoffs", Frozen({name: _table(self, name, tables[name]) for name in self.players}))

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays, in the order of the dimensions of a table."""
        return tuple(self.strategies)

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """How many strategies each player has."""
        return tuple(map(len, self.strategies.values()))

    @property
    def label(self) -> str:
        """The players in one line."""
        return f"the matrix game of {', '.join(self.players[:-1])} and {self.players[-1]}"

    @property
    def profiles(self) -> Iterator[Profile]:
        """All combinations of one strategy of each player."""
        return product(*self.strategies.values())

    def payoffs_of(self, profile: Sequence[str]) -> Mapping[str, sp.Rational]:
        """Return what everybody receives where each player plays one strategy, in the order of the players.

        Raises
        ------
        DeclarationError
            If it does not name one strategy for each player.
        UnknownName
            If a player has no strategy of that name.
        """
        if isinstance(profile, str) or len(profile) != len(self.players):
            raise DeclarationError(
                f"{profile!r} is not a profile; give one strategy for each of {', '.join(self.players)}"
            )
        for player, name in zip(self.players, profile, strict=True):
            require_known(name, self.strategies[player], f"{player!r} has no strategy {name!r}")
        indices = [self.strategies[player].index(name) for player, name in zip(self.players, profile, strict=True)]
        return Frozen({player: to_sympy(self.entry(player, indices)) for player in self.players})

    @property
    def tables(self) -> tuple[Any, ...]:
        """Everybody's table, in the order of the players."""
        assert isinstance(self.payoffs, Mapping)
        return tuple(self.payoffs.values())

    def entry(self, player: str, indices: Sequence[int]) -> Fraction:
        """Return what a player receives, by the numbers of the strategies from 0 on."""
        assert isinstance(self.payoffs, Mapping)
        found = self.payoffs[player]
        for index in indices:
            found = found[index]
        assert isinstance(found, Fraction)
        return found

    def description(self) -> Description:
        """Return the payoffs: of two players as rows by columns, of more a row for each profile."""
        return payoff_description("Matrix game", self.strategies, self.payoffs_of)


def _checked_strategies(given: object) -> Frozen[tuple[str, ...]]:
    way_out = "write strategies={'row': ['up', 'down'], 'column': ['left', 'right']}"
    if not isinstance(given, Mapping):
        raise DeclarationError(f"strategies are given by player; {way_out}")
    if len(given) < 2:
        raise DeclarationError(
            f"a matrix game has two or more players, not {len(given)}; {way_out}. One who decides alone takes the "
            "strategy with the largest payoff"
        )
    for player, own in given.items():
        if not isinstance(player, str) or not player:
            raise DeclarationError(f"player {player!r}: a player is named by a string that is not empty; {way_out}")
        if isinstance(own, str) or not isinstance(own, Sequence) or not own:
            raise DeclarationError(f"strategies of {player!r}: {own!r} is not a list of one or more names; {way_out}")
        if not all(isinstance(name, str) and name for name in own):
            raise DeclarationError(f"strategies of {player!r}: each is named by a string that is not empty; {way_out}")
        twice = [name for i, name in enumerate(own) if name in own[:i]]
        if twice:
            raise DeclarationError(f"strategies of {player!r}: {twice[0]!r} is there twice; give each its own name")
    return Frozen({player: tuple(own) for player, own in given.items()})


def _by_player(given: object, players: tuple[str, ...]) -> Mapping[str, object]:
    return tables_by_name(
        given,
        players,
        owner="player",
        unknown="who has no strategies",
        example=f"{{{players[0]!r}: [...], ...}}",
    )


def _table(game: MatrixGame, player: str, table: object) -> Any:
    def entry(value: object, profile: Profile) -> Any:
        return exact_number(value, f"payoff of {player!r} at {' / '.join(profile)}")

    def complaint(found: str, before: Profile) -> str:
        mover, where = game.players[len(before)], f" at {' / '.join(before)}" if before else ""
        count, shape = len(game.strategies[mover]), " x ".join(map(str, game.shape))
        return (
            f"payoffs of {player!r}: {found}{where}, where {mover!r} has {count} "
            f"{'strategy' if count == 1 else 'strategies'}; give a table of {shape} numbers"
        )

    return read_table(table, [game.strategies[name] for name in game.players], entry, complaint)
