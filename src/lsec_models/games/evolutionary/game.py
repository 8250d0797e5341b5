"""Populations that learn, as they are declared: strategies, and payoffs by profile. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import sympy as sp

from lsec_models.algebra.description import Cell, Described, Description
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import DeclarationError, LsecError, require_known
from lsec_models.games.evidence.evidence import Evidence
from lsec_models.games.evolutionary.declared_payoffs import declared_tables
from lsec_models.games.evolutionary.dynamics import NUMBERS, REPLICATOR, WORDS, checked_numbers
from lsec_models.games.frozen import Frozen
from lsec_models.games.meaning import meaning_field
from lsec_models.games.one_line import is_one_line
from lsec_models.games.payoff_description import payoff_description
from lsec_models.games.result import Solved
from lsec_models.games.sequence_fields import relation_sequence
from lsec_models.signature import explained_fields

Indices = tuple[int, ...]
_WAY_OUT = "write populations={'streamers': ['strict', 'lax'], 'platforms': ['supervise', 'not']}"


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class EvolutionaryGame(Described):
    """Large populations whose members are matched at random, and switch to strategies that earn more.

    Without `dynamics`, shares of strategies follow the replicator dynamics in continuous time: a share grows at the
    rate by which its strategy earns more than the population does on average.

    Attributes
    ----------
    populations : mapping from str to sequence of str
        The names of each population's strategies. Members of a single population are matched with one another, in
        pairs; of several populations, one member of each is matched with one of each other.
    payoffs : table, mapping from str to table, sequence of tables, or callable
        What a member earns. Of a single population one table: own strategies are its rows, those of the other member
        its columns. Of several, a table by population, or in their order, with one dimension for each population, the
        first population's strategies being the rows. Entries are numbers (floats are read as the decimals that they
        print as) or expressions in parameters. A callable takes the names of one strategy for each population (of a
        single one, own and other) and returns what is earned there: a number of a single population; else a mapping by
        population, a sequence, or the closed form of a static game whose players are called like the populations.
    assuming : sequence of SymPy inequalities
        What is known of the parameters, beyond their declared signs.
    taken_from : sequence of closed forms
        The solved static games that payoffs are taken from: their conditions are assumed, and results rest on their
        evidence. Those that a callable returns are added.
    dynamics : str
        How shares x move, by what strategies earn, f. ``"replicator"``: ``x_i' = x_i (f_i - mean)``. ``"best
        response"``: members switch at rate one to what earns most, ``x' = best replies - x``. ``"logit"``: they switch
        at rate one to a strategy with odds ``exp(f_i / noise)``. ``"imitation"``: the replicator dynamics, and members
        switch at the rate `mutation` to a strategy that is drawn evenly.
    noise : number or expression in parameters
        Of the logit dynamics, positive.
    mutation : number or expression in parameters
        Of imitation with mutation, positive.
    meanings : mapping from str to (str, str), optional
        What parameters stand for, and in which unit, as in ``{"C": ("cost of a fight", "euro")}``; by a population's
        name, what its members earn. Sweeps and figures say it. Names that the game does not have are left aside.

    Raises
    ------
    DeclarationError
        If there is no population, a table does not fit, a payoff is not a rational expression in declared parameters,
        or the number that belongs to `dynamics` is missing or not positive.
    UnknownName
        If payoffs name what is not a population, or there are no such dynamics.
    ContradictoryAssumptions
        If no parameters satisfy the assumptions.

    References
    ----------
    Taylor, P. D. and Jonker, L. B. (1978). Evolutionary stable strategies and game dynamics. Mathematical Biosciences
    40.

    Gilboa, I. and Matsui, A. (1991). Social stability and equilibrium. Econometrica 59.

    Fudenberg, D. and Levine, D. K. (1998). The Theory of Learning in Games, chapter 4. MIT Press.

    Gale, J., Binmore, K. G. and Samuelson, L. (1995). Learning to be imperfect: the ultimatum game. Games and Economic
    Behavior 8.

    Examples
    --------
    >>> from lsec_models import parameters
    >>> V, C = parameters("V C", positive=True)
    >>> contest = EvolutionaryGame(
    ...     populations={"birds": ["hawk", "dove"]}, payoffs=[[(V - C) / 2, V], [0, V / 2]], assuming=[C > V]
    ... )
    >>> contest
    Evolutionary game of birds: own strategy (rows), the other's (columns)
            hawk        dove
      hawk  -C/2 + V/2  V
      dove  0           V/2
      assuming C > V
    >>> contest.payoff("birds", ("hawk", "dove"))
    V
    """

    populations: Mapping[str, Sequence[str]]
    payoffs: Any
    assuming: Sequence[sp.Basic] = ()
    taken_from: Sequence[Solved[Any]] = ()
    dynamics: str = REPLICATOR
    noise: Any = None
    mutation: Any = None
    meanings: Mapping[Any, Any] = field(default=Frozen({}), compare=False)

    def __post_init__(self) -> None:
        for name, value in checked_numbers(self.dynamics, {"noise": self.noise, "mutation": self.mutation}).items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "populations", _checked_populations(self.populations))
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        object.__setattr__(self, "meanings", meaning_field(self.meanings))
        tables, behind = declared_tables(self)
        object.__setattr__(self, "payoffs", Frozen(tables))
        object.__setattr__(self, "taken_from", _checked_sources((*self.taken_from, *behind)))
        _require_parameters(self)
        _require_defined(self)
        _require_positive_number(self)

    @property
    def names(self) -> tuple[str, ...]:
        """The populations, in the order of the dimensions of a table."""
        return tuple(self.populations)

    @property
    def label(self) -> str:
        """The populations in one line, and the dynamics, where they are not the replicator's."""
        return (
            f"the evolutionary game of {', '.join(self.names[:-1])}{' and ' if self.names[1:] else ''}{self.names[-1]}"
            f"{'' if self.dynamics == REPLICATOR else f' under {self.dynamics_in_words}'}"
        )

    @property
    def dynamics_in_words(self) -> str:
        """The dynamics, with their number, as in ``"the logit dynamics (noise 1/10)"``."""
        number = NUMBERS.get(self.dynamics)
        return WORDS[self.dynamics] + (f" ({number} {getattr(self, number)})" if number else "")

    @property
    def is_symmetric(self) -> bool:
        """Whether one population is matched with itself."""
        return len(self.names) == 1

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """How many strategies each population has."""
        return tuple(map(len, self.populations.values()))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters, sorted by name."""
        return tuple(sorted(_symbols(self), key=lambda symbol: symbol.name))

    @cached_property
    def domain(self) -> Domain:
        """The admissible parameters, by declared signs, `assuming`, and where the static games behind payoffs hold."""
        domain = domain_of(self.parameters, self.assuming)
        held: list[Condition] = [
            condition.convert(domain.ring) for solved in self.taken_from for condition in solved.domain.conditions
        ]
        domain = domain.where(held)
        domain.require_nonempty()
        return domain

    @property
    def ring(self) -> Ring:
        """The parameters."""
        return self.domain.ring

    @property
    def rests_on(self) -> tuple[tuple[str, Evidence], ...]:
        """The solved static games behind the payoffs, each with its label."""
        return tuple(dict.fromkeys((solved.label, solved.evidence) for solved in self.taken_from))

    @cached_property
    def share_names(self) -> Mapping[tuple[str, str], str]:
        """What the share of each strategy of each population is called; its strategy, if no other has that name."""
        pairs = [(name, own) for name, strategies in self.populations.items() for own in strategies]
        own_names = [own for _, own in pairs]
        return {
            (name, own): own if own_names.count(own) == 1 and own not in self.names else f"{name}: {own}"
            for name, own in pairs
        }

    def payoff(self, population: str, profile: Sequence[str]) -> sp.Expr:
        """Return what a member earns, by the names of the strategies in the order of a table's dimensions.

        Raises
        ------
        UnknownName, DeclarationError
            If there is no such population or strategy.
        """
        require_known(population, self.populations, f"no population {population!r}")
        dimensions = self.dimensions
        if isinstance(profile, str) or len(profile) != len(dimensions):
            raise DeclarationError(f"{profile!r} is not a profile; give {len(dimensions)} strategies")
        for name, own in zip(dimensions, profile, strict=True):
            require_known(own, self.populations[name], f"{name!r} has no strategy {own!r}")
        indices = tuple(self.populations[n].index(own) for n, own in zip(dimensions, profile, strict=True))
        return self.entries[population][indices].expression()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The population to which each dimension of a table belongs, of a single population twice that one."""
        return self.names * 2 if self.is_symmetric else self.names

    @property
    def profiles(self) -> Iterator[Indices]:
        """The places of a table, by the numbers of the strategies from 0 on."""
        return product(*(range(len(self.populations[name])) for name in self.dimensions))

    @cached_property
    def entries(self) -> Mapping[str, Mapping[Indices, Ratio]]:
        """What members of each population earn at each place, exactly."""
        return {
            name: {place: ratio(self.ring, _entry(table, place)) for place in self.profiles}
            for name, table in self.payoffs.items()
        }

    def entries_at(self, point: Mapping[sp.Symbol, Fraction]) -> Mapping[str, Mapping[Indices, Fraction]]:
        """Return the same in numbers, at an exact point of the domain."""
        exact = self.ring.exact_point(point)
        return {
            name: {place: entry.evaluate(exact) for place, entry in table.items()}
            for name, table in self.entries.items()
        }

    @cached_property
    def dynamics_number(self) -> Ratio | None:
        """The noise or the rate of mutation, exactly; None where the dynamics have no number."""
        name = NUMBERS.get(self.dynamics)
        return None if name is None else ratio(self.ring, getattr(self, name))

    def dynamics_number_at(self, point: Mapping[sp.Symbol, Fraction]) -> Fraction:
        """Return the noise or the rate of mutation at an exact point of the domain; zero where there is none."""
        number = self.dynamics_number
        return Fraction(0) if number is None else number.evaluate(self.ring.exact_point(point))

    def description(self) -> Description:
        """Return the payoffs: of one or two populations as rows by columns, of more a row for each profile."""
        moved = () if self.dynamics == REPLICATOR else ((f"shares move by {self.dynamics_in_words}",),)
        notes: tuple[tuple[Cell, ...], ...] = (*moved, *(("assuming", relation) for relation in self.assuming))
        if not self.is_symmetric:
            return payoff_description("Evolutionary game", self.populations, self._payoffs_of, notes)
        population, strategies = next(iter(self.populations.items()))
        kind, sides = f"Evolutionary game of {population}", {"own strategy": strategies, "the other's": strategies}
        return payoff_description(kind, sides, self._payoffs_of, notes)

    def _payoffs_of(self, profile: Sequence[str]) -> Mapping[str, sp.Expr]:
        return {name: self.payoff(name, profile) for name in self.names}


def _checked_populations(given: object) -> Frozen[tuple[str, ...]]:
    if not isinstance(given, Mapping) or not given:
        raise DeclarationError(f"populations are given as a mapping from name to strategies; {_WAY_OUT}")
    for name, own in given.items():
        if not is_one_line(name):
            raise DeclarationError(
                f"population {name!r}: it is named by a string that is not empty, in one line; {_WAY_OUT}"
            )
        if isinstance(own, str) or not isinstance(own, Sequence) or len(own) < 2:
            raise DeclarationError(f"strategies of {name!r}: {own!r} is not a list of two or more names; {_WAY_OUT}")
        if not all(map(is_one_line, own)):
            raise DeclarationError(
                f"strategies of {name!r}: each is named by a string that is not empty, in one line; {_WAY_OUT}"
            )
        joined = [one for one in own if any(sign in f" {one} " for sign in (" + ", " / "))]
        if joined:
            raise DeclarationError(
                f"strategies of {name!r}: {joined[0]!r} reads like several that are played, as in 'hawk + dove'; "
                "write it without spaces around the sign"
            )
        twice = [one for i, one in enumerate(own) if one in own[:i]]
        if twice:
            raise DeclarationError(f"strategies of {name!r}: {twice[0]!r} is there twice; give each its own name")
    return Frozen({name: tuple(own) for name, own in given.items()})


def _checked_sources(given: Sequence[object]) -> tuple[Solved[Any], ...]:
    for solved in given:
        if not isinstance(solved, Solved):
            raise DeclarationError(f"taken_from: {solved!r} is not a closed form; give what solve(game) returns")
    return tuple(dict.fromkeys(one for one in given if isinstance(one, Solved)))


def _entry(table: Any, place: Indices) -> sp.Expr:
    for index in place:
        table = table[index]
    return table


def _symbols(game: EvolutionaryGame) -> set[sp.Symbol]:
    own = {
        symbol
        for table in game.payoffs.values()
        for place in game.profiles
        for symbol in _entry(table, place).free_symbols
    }
    own |= {symbol for number in (game.noise, game.mutation) if number is not None for symbol in number.free_symbols}
    behind = {symbol for solved in game.taken_from for symbol in solved.domain.ring.symbols}
    return own | behind | {symbol for relation in game.assuming for symbol in getattr(relation, "free_symbols", ())}


def _require_parameters(game: EvolutionaryGame) -> None:
    for symbol in sorted(_symbols(game), key=str):
        if isinstance(symbol, Decision):
            raise DeclarationError(f"{symbol} is a decision; payoffs of an evolutionary game are made of parameters")
        if not isinstance(symbol, Parameter):
            raise DeclarationError(f"symbol {symbol} is undeclared; declare it with parameters({symbol.name!r}, ...)")
    names = [symbol.name for symbol in _symbols(game)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DeclarationError(f"the name {twice[0]!r} is used for two different symbols; rename one of them")


def _require_defined(game: EvolutionaryGame) -> None:
    """Raise if a payoff is not a rational function, or divides by what may vanish."""
    for name, table in game.payoffs.items():
        for place in game.profiles:
            where = " / ".join(game.populations[d][i] for d, i in zip(game.dimensions, place, strict=True))
            try:
                entry = game.entries[name][place]
            except LsecError as error:
                raise type(error)(f"payoff of {name!r} at {where}: {error}") from None
            below = Ratio(game.ring, entry.denominator)
            if not game.domain.sign(below).is_nonzero:
                raise DeclarationError(
                    f"payoff of {name!r} at {where}: {_entry(table, place)} divides by {below.expression()}, whose "
                    "sign is not known; give it one by an entry of assuming"
                )


def _require_positive_number(game: EvolutionaryGame) -> None:
    number = NUMBERS.get(game.dynamics)
    try:
        found = game.dynamics_number
    except LsecError as error:
        raise type(error)(f"{number}: {error}") from None
    if found is not None and game.domain.sign(found) is not Sign.POSITIVE:
        raise DeclarationError(
            f"{number} = {getattr(game, str(number))} is not known to be positive; declare its parameters positive, or "
            "add an entry of assuming"
        )
