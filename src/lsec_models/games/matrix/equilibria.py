"""The equilibria of a finite game: pure ones of any number of players, and all of two players, continua included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.description import Printed
from lsec_models.errors import DeclarationError, OutOfTime, SeveralSolutions, found_in
from lsec_models.games.evidence.evidence import About, Evidence, Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.matrix.game import MatrixGame, Profile
from lsec_models.games.numbered_results import NumberedResults
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import Summary, SummaryBranch, payoff_quantities

Probabilities = Mapping[str, sp.Rational]


@dataclass(frozen=True, kw_only=True, repr=False)
class MixedEquilibrium(Result):
    """An equilibrium of a finite game in which players may draw lots.

    Attributes
    ----------
    probabilities : mapping from str to mapping from str to sympy.Rational
        For each player, the probability of each strategy.
    payoffs : mapping from str to sympy.Rational
        Expected payoffs.
    evidence : Evidence
        That of all the equilibria it is one of.
    """

    probabilities: Mapping[str, Probabilities]
    payoffs: Mapping[str, sp.Rational]
    evidence: Evidence = field(compare=False)

    @property
    def is_pure(self) -> bool:
        """Whether nobody draws lots."""
        return all(1 in drawn.values() for drawn in self.probabilities.values())

    @property
    def words(self) -> str:
        """What everybody plays, with exact probabilities."""
        return " / ".join(map(_mixture_words, self.probabilities.values()))

    @property
    def label(self) -> str:
        """What everybody plays, as in `words`."""
        return self.words

    @property
    def point(self) -> Mapping[str, Fraction]:
        """Empty: a matrix game has no parameters."""
        return Frozen({})

    @property
    def values(self) -> Mapping[str, sp.Rational]:
        """The payoffs, which are all its quantities."""
        return self.payoffs

    @property
    def decisions(self) -> Mapping[str, Probabilities]:
        """For each player, the probability of each strategy."""
        return self.probabilities

    def __getitem__(self, name: str) -> sp.Rational:
        """Return a player's payoff."""
        return found_in(self.payoffs, str(name), f"no quantity {str(name)!r} at this equilibrium")

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        return Summary(
            kind="mixed equilibrium",
            title=self.words,
            label=self.words,
            evidence=self.evidence,
            quantities=payoff_quantities(self.payoffs),
        )

    def __repr__(self) -> str:
        return f"{self.words}: {', '.join(f'{name} {value}' for name, value in self.payoffs.items())}"


@dataclass(frozen=True, kw_only=True, repr=False)
class NashSubset(Printed):
    """A maximal Nash subset: whatever the two players pick in it, each on its own, is an equilibrium.

    Attributes
    ----------
    mixtures : mapping from str to tuple of mappings from str to sympy.Rational
        For each player the extreme points: the player plays one of them, or any mixture of them.
    """

    mixtures: Mapping[str, tuple[Probabilities, ...]]

    @property
    def words(self) -> str:
        """What each player may play in it."""
        return " / ".join(map(_choice_words, self.mixtures.values()))

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, kw_only=True, repr=False)
class Component(Printed):
    """A connected component of the set of equilibria: one equilibrium, or a continuum.

    Attributes
    ----------
    subsets : tuple of NashSubset
        The component is their union.
    extreme : tuple of MixedEquilibrium
        The extreme equilibria in it; payoffs elsewhere in a subset lie between those at its extreme equilibria.
    """

    subsets: tuple[NashSubset, ...]
    extreme: tuple[MixedEquilibrium, ...]

    @property
    def is_continuum(self) -> bool:
        """Whether it has more than one point."""
        return len(self.extreme) > 1

    @property
    def words(self) -> str:
        """The equilibrium, or what each player may play in each subset of the continuum."""
        return "; and ".join(subset.words for subset in self.subsets)

    def branch(self) -> SummaryBranch:
        """Return what it says, as a part of the summary of all equilibria."""
        if self.is_continuum:
            return SummaryBranch(name=str(self))
        return SummaryBranch(name=self.words, quantities=payoff_quantities(self.extreme[0].payoffs))

    def __str__(self) -> str:
        if not self.is_continuum:
            return repr(self.extreme[0])
        ranges = [_payoff_words(name, [e.payoffs[name] for e in self.extreme]) for name in self.extreme[0].payoffs]
        return f"continuum: {self.words}: {', '.join(ranges)}"


@dataclass(frozen=True, kw_only=True, repr=False)
class MatrixEquilibria(NumberedResults[MixedEquilibrium]):
    """All equilibria of a finite game: those in pure strategies, and with two players those in mixed ones.

    Attributes
    ----------
    game : MatrixGame
    pure : tuple of tuples of str
        The equilibria in pure strategies, for any number of players; `game.payoffs_of` says what they yield.
    found : tuple of Component or None
        See `components`; None where they are not known.
    evidence : Evidence
        How far what is stated is established.
    """

    game: MatrixGame
    pure: tuple[Profile, ...]
    found: tuple[Component, ...] | None
    evidence: Evidence = field(compare=False)

    @property
    def components(self) -> tuple[Component, ...]:
        """The connected components of the set of all equilibria, isolated points and continua.

        Raises
        ------
        DeclarationError
            If not two players play.
        OutOfTime
            If the game is too large for the effort with which it was solved.
        """
        if self.found is not None:
            return self.found
        raise (DeclarationError if len(self.game.players) > 2 else OutOfTime)(why_not_mixed(self.game))

    @property
    def extreme(self) -> tuple[MixedEquilibrium, ...]:
        """The extreme equilibria of two players, pure and mixed; raises as `components` does.

        Every equilibrium lies between extreme ones of its component. Without continua they are all there are.
        """
        return tuple(equilibrium for component in self.components for equilibrium in component.extreme)

    @property
    def continua(self) -> tuple[Component, ...]:
        """The components with more than one point; raises as `components` does."""
        return tuple(component for component in self.components if component.is_continuum)

    def only(self) -> MixedEquilibrium:
        """Return the equilibrium of a game of two players that has just one.

        Raises
        ------
        SeveralSolutions
            If it has several, or a continuum.
        DeclarationError, OutOfTime
            As `components` does.
        """
        if len(self.extreme) > 1:
            several = f"{len(self.components)} equilibria" if not self.continua else "a continuum of equilibria"
            raise SeveralSolutions(f"{self.game.label} has {several}; look at `extreme` and `components`")
        return self.extreme[0]

    @property
    def point(self) -> Mapping[str, Fraction]:
        """Empty: a matrix game has no parameters."""
        return Frozen({})

    @property
    def complete(self) -> bool:
        """Whether it is established that there is no other equilibrium, pure or mixed."""
        return self.evidence.status(About.COMPLETE) >= Status.VERIFIED

    @cached_property
    def _listed(self) -> tuple[MixedEquilibrium, ...]:
        return self.extreme if self.found is not None else tuple(map(self._played, self.pure))

    def _played(self, profile: Profile) -> MixedEquilibrium:
        """Return the equilibrium in which a profile of pure strategies is played."""
        chosen = dict(zip(self.game.players, profile, strict=True))
        return MixedEquilibrium(
            probabilities=Frozen({name: Frozen({strategy: sp.S.One}) for name, strategy in chosen.items()}),
            payoffs=Frozen({name: sp.sympify(value) for name, value in self.game.payoffs_of(profile).items()}),
            evidence=self.evidence,
        )

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        if self.found is None:
            branches = [SummaryBranch(name=one.words, quantities=payoff_quantities(one.payoffs)) for one in self]
            counted = _count(len(branches), "pure equilibrium", "pure equilibria")
        else:
            branches = [component.branch() for component in self.found]
            continua = len(self.continua)
            points = _count(len(branches) - continua, "equilibrium", "equilibria")
            some = _count(continua, "continuum of equilibria", "continua of equilibria")
            counted = some if continua == len(branches) else f"{points} and {some}" if continua else points
        return Summary(
            kind="matrix equilibria",
            title=f"{counted} of {self.label}",
            label=self.label,
            evidence=self.evidence,
            branches=tuple(branches),
        )


def why_not_mixed(game: MatrixGame) -> str:
    """Return why the mixed equilibria of a game are not known."""
    if len(game.players) > 2:
        return (
            f"mixed equilibria are computed for two players, not {len(game.players)}; look at the pure ones, "
            "which are all there are"
        )
    return (
        f"the mixed equilibria of a game of {' x '.join(map(str, game.shape))} strategies take more work than was "
        "granted; ask for more with solve(matrix_game, effort=10), or look at the pure ones, which are all there are"
    )


def _mixture_words(drawn: Probabilities) -> str:
    played = [name if p == 1 else f"{p} {name}" for name, p in drawn.items() if p]
    return " + ".join(played)


def _choice_words(extreme: Sequence[Probabilities]) -> str:
    """Return what a player may play who has these extreme points to choose from or to mix."""
    words = list(map(_mixture_words, extreme))
    if len(words) == 1:
        return words[0]
    if all(1 in drawn.values() for drawn in extreme):
        return f"any mixture of {', '.join(words[:-1])} and {words[-1]}"
    if len(words) == 2:
        return f"anything from {words[0]} to {words[1]}"
    return f"any mixture of {', '.join(f'({one})' if ' + ' in one else one for one in words)}"


def _payoff_words(player: str, payoffs: Sequence[sp.Rational]) -> str:
    low, high = min(payoffs), max(payoffs)
    return f"{player} {low}" if low == high else f"{player} {low} to {high}"


def _count(number: int, one: str, several: str) -> str:
    return f"{number or 'no'} {one if number == 1 else several}"
