"""A solved choice on a slice of the parameter space: what is chosen at many points, quickly and exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lsec_models.algebra.decomposition.label_polynomials import LabelPolynomial
from lsec_models.algebra.decomposition.parameter_slice import Slice
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ExactPoint, Polynomial
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.games.choice.at_point import ChoicePoint, decide, rivals
from lsec_models.games.choice.declaration import Choice, ModeName, by_mode, takes_part
from lsec_models.games.choice.solved_modes import PayoffCase, SolvedChoice, SolvedMode, domain_of_mode
from lsec_models.games.frozen import Frozen


@dataclass(frozen=True, eq=False)
class Inequalities:
    """Polynomials on a slice that must be positive (or at least zero).

    Attributes
    ----------
    parts : tuple of (Polynomial, bool)
        The bool says whether zero is excluded. Constants are left out.
    is_possible : bool
        False if a constant among them fails.
    """

    parts: tuple[tuple[Polynomial, bool], ...]
    is_possible: bool

    @classmethod
    def of(cls, domain: Domain, cut: Slice) -> Inequalities:
        """Return the declared signs and conditions of a domain on a slice."""
        kinds = dict(zip(domain.ring.symbols, domain.kinds, strict=True))
        signed = [
            (cut.polynomial(domain.ring, generator), kinds[symbol] is Kind.POSITIVE)
            for symbol, generator in zip(domain.ring.symbols, domain.ring.generators, strict=True)
            if kinds[symbol] is not Kind.FREE
        ]
        asked = [(cut.polynomial(domain.ring, c.polynomial), c.strict) for c in domain.conditions]
        return cls._without_constants([*signed, *asked])

    @classmethod
    def _without_constants(cls, parts: list[tuple[Polynomial, bool]]) -> Inequalities:
        constants = [(int(p.leading_coefficient()) if p else 0, strict) for p, strict in parts if p.is_constant()]
        possible = all(value > 0 or (value == 0 and not strict) for value, strict in constants)
        return cls(tuple((p, strict) for p, strict in parts if not p.is_constant()), possible)

    @property
    def polynomials(self) -> tuple[Polynomial, ...]:
        """What must not be negative."""
        return tuple(polynomial for polynomial, _ in self.parts)

    def hold(self, cut: Slice, where: ExactPoint) -> bool:
        """Whether all hold at a point of the slice."""
        return self.is_possible and all(
            (sign := cut.ring.sign_at(p, where)) > 0 or (sign == 0 and not strict) for p, strict in self.parts
        )


@dataclass(frozen=True, eq=False)
class _Payoffs:
    """What a mode yields at a point."""

    payoffs: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class _CutCase:
    """One closed form on the slice, where its equilibrium holds."""

    holds: Inequalities
    payoffs: Mapping[str, Ratio]


class _CutMode:
    """A mode on a slice."""

    def __init__(self, mode: SolvedMode, cut: Slice) -> None:
        self._cut = cut
        self._inner = CutChoice(mode.solved, cut) if isinstance(mode.solved, SolvedChoice) else None
        base = domain_of_mode(mode.solved)
        self._base = Inequalities((), mode.solved is not None) if base is None else Inequalities.of(base, cut)
        self.cases = [part for case in mode.cases if (part := _cut_case(case, cut)) is not None]
        least = {player: found for player, r in mode.reservations.items() if (found := cut.cut(r)) is not None}
        self._asked = {player: r for player, r in least.items() if takes_part(mode.solved, player)}
        self._outside = {player: r for player, r in least.items() if player not in self._asked}
        self._never = len(least) < len(mode.reservations)

    def at(self, where: ExactPoint) -> _Payoffs | ChoicePoint | None:
        """Return what the mode yields at a point; None where it has no equilibrium, or somebody refuses."""
        if self._never or not self._base.hold(self._cut, where):
            return None
        found = self._decided(where)
        if found is None or any(
            found.payoffs[player] < least.evaluate(where)
            for player, least in self._asked.items()
            if player in found.payoffs
        ):
            return None
        return found

    def value(self, player: str, found: _Payoffs | ChoicePoint, where: ExactPoint) -> Any:
        """Return what a player has in the mode; see :meth:`SolvedMode.value`."""
        outside = self._outside.get(player)
        return found.payoffs.get(player) if outside is None else outside.evaluate(where)

    def values(self, player: str) -> Iterator[tuple[Ratio, tuple[Polynomial, ...]]]:
        """Yield the functions that a player's value takes, each with what is not negative where it does."""
        if player in self._outside:
            yield self._outside[player], self._base.polynomials
            return
        for case in self.cases:
            if player in case.payoffs:
                yield case.payoffs[player], (*self._base.polynomials, *case.holds.polynomials)

    def watched(self) -> Iterator[LabelPolynomial]:
        """Yield the polynomials on whose signs it depends whether the mode can be had, and in which case."""
        if self._inner is not None:
            yield from self._inner.watched(())
        for polynomial in self._base.polynomials:
            yield LabelPolynomial(polynomial)
        for case in self.cases:
            for polynomial in case.holds.polynomials:
                yield LabelPolynomial(polynomial)
        for player, least in self._asked.items():
            for payoff, guards in self.values(player):
                yield from _turning(payoff - least, guards)

    def _decided(self, where: ExactPoint) -> _Payoffs | ChoicePoint | None:
        if self._inner is not None:
            point = self._inner.at(where)
            return point if point is not None and point.is_decided else None
        for case in self.cases:
            if case.holds.hold(self._cut, where):
                return _Payoffs({player: value.evaluate(where) for player, value in case.payoffs.items()})
        return None


class CutChoice:
    """A solved choice on a slice.

    Parameters
    ----------
    solved : ChoiceEquilibrium
    cut : Slice
    """

    def __init__(self, solved: SolvedChoice, cut: Slice) -> None:
        self._choice: Choice = solved.choice
        self._cut = cut
        self._inside = Inequalities.of(solved.domain, cut)
        self._modes = {name: _CutMode(mode, cut) for name, mode in solved.modes.items()}

    def at(self, where: ExactPoint) -> ChoicePoint | None:
        """Return what is chosen at an exact point of the slice; None where an assumption fails."""
        if not self._inside.hold(self._cut, where):
            return None
        found = {name: mode.at(where) for name, mode in self._modes.items()}
        available = {name: outcome for name, outcome in found.items() if outcome is not None}
        values = {
            name: Frozen(
                {p: v for p in self._choice.players if (v := self._modes[name].value(p, outcome, where)) is not None}
            )
            for name, outcome in available.items()
        }
        coordinates = {s.name: value for s, value in zip(self._cut.ring.symbols, where, strict=True)}
        return ChoicePoint(
            choice=self._choice,
            point=Frozen(coordinates),
            available=by_mode(available),
            unavailable=by_mode({name: "on this slice" for name in found if name not in available}),
            values=by_mode(values),
            chosen=decide(self._choice, values),
        )

    def watched(self, compared: Iterable[tuple[str, ModeName, ModeName]]) -> Iterator[LabelPolynomial]:
        """Yield the polynomials on whose signs the choice depends, or a comparison of further payoffs."""
        for polynomial in self._inside.polynomials:
            yield LabelPolynomial(polynomial)
        for mode in self._modes.values():
            yield from mode.watched()
        order = list(self._modes)
        pairs = [(chooser, one, other) for one in order for chooser, other in rivals(self._choice, one)]
        ordered = ((p, a, b) if order.index(a) < order.index(b) else (p, b, a) for p, a, b in [*pairs, *compared])
        for player, one, other in dict.fromkeys(ordered):
            for mine, here in self._modes[one].values(player):
                for theirs, there in self._modes[other].values(player):
                    yield from _turning(mine - theirs, (*here, *there))


def _cut_case(case: PayoffCase, cut: Slice) -> _CutCase | None:
    """Return a case on a slice; None if it holds nowhere on it."""
    holds = Inequalities.of(case.domain, cut)
    payoffs = {player: cut.cut(value) for player, value in case.payoffs.items()}
    if not holds.is_possible or None in payoffs.values():
        return None
    return _CutCase(holds, Frozen({player: value for player, value in payoffs.items() if value is not None}))


def _turning(function: Ratio, guards: tuple[Polynomial, ...]) -> Iterator[LabelPolynomial]:
    """Yield the polynomials at whose zeros a rational function changes its sign."""
    yield LabelPolynomial(function.numerator, guards)
    yield LabelPolynomial(function.denominator, guards)
