"""Faces of the space of shares: which strategies are played, and what they earn there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations, product
from typing import Generic, Protocol, TypeVar

from lsec_models.games.evolutionary.game import EvolutionaryGame, Indices


class Exact(Protocol):
    """An exact number, or a rational function of parameters."""

    def __add__(self: N, other: N, /) -> N: ...
    def __sub__(self: N, other: N, /) -> N: ...
    def __mul__(self: N, other: N, /) -> N: ...
    def __neg__(self: N) -> N: ...


N = TypeVar("N", bound=Exact)
Table = Mapping[Indices, N]
Monomial = tuple[int, ...]


@dataclass(frozen=True)
class Face:
    """The states in which exactly these strategies are played.

    Attributes
    ----------
    supports : tuple of tuples of int
        For each population the numbers of the strategies that are played, in increasing order.
    """

    supports: tuple[Indices, ...]

    @cached_property
    def coordinates(self) -> tuple[tuple[int, int], ...]:
        """The shares that are free: population and strategy; the first strategy of a support has what is left."""
        return tuple((p, i) for p, own in enumerate(self.supports) for i in own[1:])

    @property
    def mixed(self) -> tuple[int, ...]:
        """The populations that play more than one strategy."""
        return tuple(p for p, own in enumerate(self.supports) if len(own) > 1)

    def name(self, game: EvolutionaryGame) -> str:
        """Return what is played, by population.

        Examples
        --------
        >>> game = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[-1, 2], [0, 1]])
        >>> [face.name(game) for face in faces(game)]
        ['hawk', 'dove', 'hawk + dove']
        """
        return " / ".join(
            " + ".join(strategies[i] for i in own)
            for strategies, own in zip(game.populations.values(), self.supports, strict=True)
        )


def faces(game: EvolutionaryGame) -> Iterator[Face]:
    """Yield all faces, those with fewer strategies first."""
    subsets = [list(chain.from_iterable(combinations(range(k), size) for size in range(1, k + 1))) for k in game.shape]
    yield from map(Face, sorted(product(*subsets), key=lambda supports: sum(map(len, supports))))


def number_of_faces(game: EvolutionaryGame) -> int:
    """Return how many faces there are."""
    number = 1
    for k in game.shape:
        number *= 2**k - 1
    return number


@dataclass(frozen=True)
class Earnings(Generic[N]):
    """What strategies earn, as polynomials in the coordinates of a face in which no coordinate is squared.

    Attributes
    ----------
    tables : sequence of tables
        What members of each population earn at each place of a table.
    zero, one : exact numbers
    """

    tables: Sequence[Table[N]]
    zero: N
    one: N

    @property
    def is_symmetric(self) -> bool:
        """Whether a single population is matched with itself."""
        return len(self.tables) == 1

    def of(self, face: Face, population: int, strategy: int) -> dict[Monomial, N]:
        """Return what a strategy earns on a face, whether or not it is played there."""
        others = [0] if self.is_symmetric else [q for q in range(len(self.tables)) if q != population]
        earned: dict[Monomial, N] = {}
        for played in product(*(face.supports[q] for q in others)):
            place = [strategy, *played] if self.is_symmetric else list(played)
            if not self.is_symmetric:
                place.insert(population, strategy)
            met: dict[Monomial, N] = {(): self.tables[population][tuple(place)]}
            for q, j in zip(others, played, strict=True):
                met = self._times(met, self._share(face, q, j))
            for monomial, value in met.items():
                earned[monomial] = earned[monomial] + value if monomial in earned else value
        return earned

    def indifference(self, face: Face, *, on: Face | None = None) -> list[dict[Monomial, N]]:
        """Return what must vanish where all that is played on a face earns the same in its population.

        Parameters
        ----------
        face : Face
        on : Face, optional
            A face at its border, in whose coordinates the same is said of the states there.

        Returns
        -------
        list of polynomials
            As many as the face has coordinates.
        """
        there = on or face
        found = []
        for p, i in face.coordinates:
            own, base = self.of(there, p, i), self.of(there, p, face.supports[p][0])
            found.append({m: own.get(m, self.zero) - base.get(m, self.zero) for m in own | base})
        return found

    def _share(self, face: Face, population: int, strategy: int) -> dict[Monomial, N]:
        """Return a share in the coordinates of a face."""
        own = face.supports[population]
        if strategy != own[0]:
            return {(face.coordinates.index((population, strategy)),): self.one}
        rest: dict[Monomial, N] = {(face.coordinates.index((population, j)),): -self.one for j in own[1:]}
        return {(): self.one, **rest}

    @staticmethod
    def _times(left: dict[Monomial, N], right: dict[Monomial, N]) -> dict[Monomial, N]:
        result: dict[Monomial, N] = {}
        for (one, a), (other, b) in product(left.items(), right.items()):
            monomial = tuple(sorted((*one, *other)))
            result[monomial] = result[monomial] + a * b if monomial in result else a * b
        return result


def earnings_at(game: EvolutionaryGame, entries: Mapping[str, Table[Fraction]]) -> Earnings[Fraction]:
    """Return what strategies earn in numbers, from the tables of all populations."""
    return Earnings(tables=[entries[name] for name in game.names], zero=Fraction(0), one=Fraction(1))
