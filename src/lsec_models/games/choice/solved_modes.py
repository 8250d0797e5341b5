"""ModeResult modes: what each mode of a choice yields, where, and what decides where that changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol, runtime_checkable

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ExactPoint
from lsec_models.errors import OutsideDomain
from lsec_models.games.choice.declaration import Choice, ModeAtPoint, ModeName, ModeResult, mode_label, takes_part
from lsec_models.games.evidence.evidence import About, Evidence, HasEvidence, Row
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium


class Refused(OutsideDomain):
    """A mode in which some player has less than its reservation."""


@dataclass(frozen=True, kw_only=True)
class PayoffCase:
    """One closed form of the payoffs in a mode, and what it needs.

    Attributes
    ----------
    path : tuple of str
        What distinguishes it: the inner mode, the regime; empty where there is nothing to distinguish.
    domain : Domain
        Where the equilibrium behind it holds.
    payoffs : mapping from str to Ratio
        By player.
    """

    path: tuple[str, ...]
    domain: Domain
    payoffs: Mapping[str, Ratio]


@dataclass(frozen=True, kw_only=True)
class SolvedMode:
    """A mode with its equilibrium.

    Attributes
    ----------
    name : str or tuple of str
    solved : Equilibrium, BayesianEquilibrium, PiecewiseEquilibrium, ChoiceEquilibrium or None
        None where the game has no equilibrium for any parameters.
    reason : str
        Why it has none.
    reservations : mapping from str to Ratio
        The least payoff of each player, in the parameters of the choice; empty entries ask nothing.
    """

    name: ModeName
    solved: ModeResult | None
    reason: str = ""
    reservations: Mapping[str, Ratio] = Frozen({})

    @cached_property
    def cases(self) -> tuple[PayoffCase, ...]:
        """The closed forms that payoffs take, over all parameters."""
        return tuple(_cases(self.solved))

    @property
    def evidence(self) -> Evidence:
        """How far the mode's equilibrium is established; of an equilibrium that says nothing, nothing is."""
        if isinstance(self.solved, HasEvidence):
            return self.solved.evidence
        return Evidence(subject=mode_label(self.name), required=(Row(about=About.EXISTS),))

    @property
    def has_proved_regions(self) -> bool:
        """Whether the regions in which its closed forms hold are proved, where it is solved with corners."""
        if isinstance(self.solved, PiecewiseEquilibrium):
            return self.solved.tiling.is_proved
        return not isinstance(self.solved, SolvedChoice) or self.solved.has_proved_regions

    @property
    def asked(self) -> Iterator[tuple[str, Ratio]]:
        """The players who must consent, each with its reservation."""
        return ((player, least) for player, least in self.reservations.items() if takes_part(self.solved, player))

    def at(self, point: Mapping[sp.Symbol, Fraction], where: ExactPoint) -> ModeAtPoint:
        """Return the mode's equilibrium at a point of the choice's parameters.

        Raises
        ------
        OutsideDomain
            If there is none, or a player refuses; the message says which condition fails.
        """
        if self.solved is None:
            raise OutsideDomain(self.reason)
        found = self.solved.at({symbol: point[symbol] for symbol in self.solved.ring.symbols})
        payoffs = found.payoffs
        for player, reservation in self.asked:
            least = reservation.evaluate(where)
            if player in payoffs and payoffs[player] < to_sympy(least):
                raise Refused(
                    f"{player} refuses {mode_label(self.name)!r}: the payoff {payoffs[player]} is below the "
                    f"reservation {least}"
                )
        return found

    def is_declared_at(self, point: Mapping[sp.Symbol, Fraction]) -> bool:
        """Whether the mode's own assumptions hold at a point of the choice's parameters."""
        if isinstance(self.solved, Equilibrium | BayesianEquilibrium | PiecewiseEquilibrium):
            own = self.solved.game.domain
        elif isinstance(self.solved, SolvedChoice):
            own = self.solved.domain
        else:
            return True
        return own.contains({symbol: point[symbol] for symbol in own.ring.symbols})

    def value(self, player: str, found: ModeAtPoint, where: ExactPoint) -> sp.Rational | None:
        """Return what a player has in the mode: the payoff, or the reservation of one who takes no part.

        None for a player of whom the mode says nothing.
        """
        if player in self.reservations and not takes_part(self.solved, player):
            return to_sympy(self.reservations[player].evaluate(where))
        return found.payoffs.get(player)


@runtime_checkable
class SolvedChoice(Protocol):
    """What must be known of a choice that is solved inside a mode."""

    @property
    def choice(self) -> Choice:
        """What was solved."""
        ...

    @property
    def modes(self) -> Mapping[ModeName, SolvedMode]:
        """The inner modes."""
        ...

    @property
    def domain(self) -> Domain:
        """What it assumes."""
        ...

    @property
    def has_proved_regions(self) -> bool:
        """Whether the regions of its modes are proved."""
        ...


def domain_of_mode(solved: ModeResult | None) -> Domain | None:
    """Return the assumptions under which a mode's equilibrium is known at all."""
    if isinstance(solved, Equilibrium | BayesianEquilibrium | PiecewiseEquilibrium):
        return solved.domain
    return None


def _cases(solved: ModeResult | None) -> Iterator[PayoffCase]:
    if isinstance(solved, Equilibrium | BayesianEquilibrium):
        yield PayoffCase(path=(), domain=solved.domain, payoffs=_payoffs(solved))
    elif isinstance(solved, PiecewiseEquilibrium):
        for regime in solved.regimes:
            for piece in regime.pieces:
                yield PayoffCase(path=(regime.name,), domain=piece.domain, payoffs=_payoffs(piece))
    elif isinstance(solved, SolvedChoice):
        for mode in solved.modes.values():
            for case in mode.cases:
                yield PayoffCase(path=(mode_label(mode.name), *case.path), domain=case.domain, payoffs=case.payoffs)


def _payoffs(equilibrium: Equilibrium | BayesianEquilibrium) -> Mapping[str, Ratio]:
    return Frozen({player.name: equilibrium.exact[player.name] for player in equilibrium.game.players})
