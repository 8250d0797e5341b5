"""A solved choice at one point: exact payoffs, who picks what, and why other modes are not available."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.errors import DeclarationError, OutsideDomain, require_known
from lsec_models.games.choice.declaration import Choice, ModeAtPoint, ModeName, mode_label
from lsec_models.games.evidence.evidence import About, Evidence, Row
from lsec_models.games.matrix.equilibria import MatrixEquilibria, MixedEquilibrium, why_not_mixed
from lsec_models.games.matrix.equilibrium_enumeration import PayoffsOf, all_equilibria
from lsec_models.games.matrix.game import MatrixGame
from lsec_models.games.result import Result
from lsec_models.games.static.results.evidence_subject import digest
from lsec_models.games.summary.summary import DECISION, Quantity, Summary, SummaryBranch, payoff_quantities, shown_point

NO_MODE = "no mode available"
NO_PURE_EQUILIBRIUM = "no pure equilibrium"
OUTSIDE = "outside the assumptions"
_SHOWN = 20


@dataclass(frozen=True, kw_only=True, repr=False)
class ChoicePoint(Result):
    """A solved choice at one point.

    Attributes
    ----------
    choice : Choice
    point : mapping from str to Fraction
        The parameters.
    available : mapping
        The modes that can be had, each with its equilibrium at the point.
    unavailable : mapping
        The other modes, each with the reason: the condition that fails, or who refuses.
    values : mapping
        For each available mode, what each player has in it: the payoff, or the reservation of one who takes no part.
    chosen : tuple
        The modes that may be picked: the best for the chooser, several in a tie; of a simultaneous choice, all pure
        equilibria.
    ruled_out : tuple
        Those of the unavailable modes that are so by declaration: some player has too little, or the mode's own
        assumptions fail.
    decided : tuple of str
        The decisions that are made before the mode is picked, each mode having those that bring it about.
    examine : callable
        Finds out what is established of what is chosen, when its evidence is first asked for.
    """

    choice: Choice
    point: Mapping[str, Fraction]
    available: Mapping[ModeName, ModeAtPoint]
    unavailable: Mapping[ModeName, str]
    values: Mapping[ModeName, Mapping[str, sp.Rational]]
    chosen: tuple[ModeName, ...]
    ruled_out: tuple[ModeName, ...] = ()
    decided: tuple[str, ...] = ()
    examine: Callable[[ChoicePoint], Evidence] = field(default_factory=lambda: _not_examined, compare=False)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established, examined when it is first asked for."""
        return self.examine(self)

    @property
    def mode(self) -> ModeName:
        """The mode that is picked; in a tie, the one that is declared first.

        Raises
        ------
        OutsideDomain
            If no mode can be had, or a simultaneous choice has not exactly one pure equilibrium.
        """
        if not self.is_decided:
            raise OutsideDomain(self.why_undecided())
        return self.chosen[0]

    @property
    def is_decided(self) -> bool:
        """Whether one mode is picked."""
        return len(self.chosen) == 1 or (len(self.chosen) > 1 and not self.choice.is_simultaneous)

    @property
    def payoffs(self) -> Mapping[str, sp.Rational]:
        """Everybody's payoff in the mode that is picked."""
        return self.available[self.mode].payoffs

    @property
    def decisions(self) -> Mapping[str, Any]:
        """Everybody's decisions in the mode that is picked."""
        inner: Any = self.available[self.mode]
        return cast("Mapping[str, Any]", inner.decisions)

    @property
    def path(self) -> tuple[ModeName, ...]:
        """The mode that is picked, then what is picked inside it, and so on."""
        inner = self.available[self.mode]
        return (self.mode, *inner.path) if isinstance(inner, ChoicePoint) else (self.mode,)

    @property
    def label(self) -> str:
        """What is picked in words: ties with ``=``, several equilibria with ``or``, inner picks after a colon."""
        if not self.chosen:
            return NO_PURE_EQUILIBRIUM if self.available else NO_MODE
        return (" or " if self.choice.is_simultaneous else " = ").join(map(self._shown, self.chosen))

    def preferred_by(self, player: str) -> tuple[ModeName, ...]:
        """Return the available modes in which a player has most; several in a tie.

        Raises
        ------
        UnknownName
            If nobody of that name plays.
        """
        require_known(player, self.choice.players, f"no player {player!r}")
        had = {mode: values[player] for mode, values in self.values.items() if player in values}
        return tuple(mode for mode, value in had.items() if value == max(had.values()))

    @cached_property
    def equilibria(self) -> MatrixEquilibria:
        """All equilibria of a simultaneous choice, exactly: pure ones, and of two choosers mixed ones and continua.

        Their evidence rests on that of the modes, whose payoffs they take.

        Raises
        ------
        DeclarationError
            If only one player chooses.
        OutsideDomain
            If some mode has no equilibrium there: lots could then fall on it.
        """
        choosers = self.choice.choosers
        if not self.choice.is_simultaneous:
            raise DeclarationError(f"{choosers[0]} chooses alone, and no one has to be indifferent; look at `chosen`")
        if self.unavailable:
            missing = "; ".join(f"{mode_label(mode)}: {reason}" for mode, reason in self.unavailable.items())
            raise OutsideDomain(
                f"mixed equilibria need every combination of actions, and some are not available ({missing}); look at "
                "`chosen`"
            )
        actions = [tuple(dict.fromkeys(mode[i] for mode in self.choice.among)) for i in range(len(choosers))]
        game = MatrixGame(
            strategies=dict(zip(choosers, actions, strict=True)),
            payoffs={name: _table(actions, {m: own[name] for m, own in self.values.items()}) for name in choosers},
        )
        modes = self.evidence.rests_on or (("the choice", self.evidence),)
        return all_equilibria(game, payoffs_of=PayoffsOf(decides="mode", rests_on=modes))

    def mixed_equilibria(self) -> tuple[MixedEquilibrium, ...]:
        """Return the extreme equilibria of a simultaneous choice of two players, in pure and in mixed strategies.

        They are all there are where `equilibria` has no continua; those of `equilibria.continua` lie between some of
        them.

        Raises
        ------
        DeclarationError
            If not two players choose at the same time.
        OutsideDomain
            If some mode has no equilibrium there: lots could then fall on it.
        OutOfTime
            If there are too many strategies.
        """
        choosers = self.choice.choosers
        if len(choosers) != 2:
            raise DeclarationError(
                f"mixed equilibria are computed for two simultaneous choosers, not {len(choosers)}; look at `chosen`"
            )
        return self.equilibria.extreme

    def why_undecided(self) -> str:
        """Return why no mode is picked, or not a single one."""
        where = shown_point(self.point)
        if self.chosen:
            found = " and ".join(map(mode_label, self.chosen))
            return f"the simultaneous choice has {len(self.chosen)} pure equilibria at {where}: {found}"
        if self.available:
            mixed = "; see mixed_equilibria()" if len(self.choice.choosers) == 2 and not self.unavailable else ""
            return f"the simultaneous choice has no pure equilibrium at {where}{mixed}"
        reasons = "; ".join(f"{mode_label(mode)}: {reason}" for mode, reason in self.unavailable.items())
        return f"no mode is available at {where}: {reasons}"

    def __getitem__(self, name: str) -> Any:
        """Return a quantity in the mode that is picked, by name."""
        inner: Any = self.available[self.mode]
        return inner[name]

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        had = [
            SummaryBranch(name=mode_label(mode), quantities=(*self._decided_in(mode), *payoff_quantities(values)))
            for mode, values in self.values.items()
        ]
        refused = [
            SummaryBranch(name=mode_label(mode), note=f"not available: {why}") for mode, why in self.unavailable.items()
        ]
        where = f", at {shown_point(self.point)}" if self.point else ""
        return Summary(
            kind="choice at a point",
            title=(" or ".join(map(mode_label, self.chosen)) or self.why_undecided()) + where,
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            branches=(*had, *refused),
            branch_kind="mode",
            notes=tuple(self._others()),
        )

    def _decided_in(self, mode: ModeName) -> list[Quantity]:
        inner: Any = self.available[mode]
        return [Quantity(name=name, role=DECISION, value=inner[name], symbol=sp.Symbol(name)) for name in self.decided]

    def _others(self) -> list[str]:
        """Return a line for each equilibrium of two choosers besides the isolated pure ones."""
        if len(self.choice.choosers) != 2 or self.unavailable:
            return []
        if self.equilibria.found is None:
            return [why_not_mixed(self.equilibria.game)]
        others = [c for c in self.equilibria.components if c.is_continuum or not c.extreme[0].is_pure]
        more = [f"and {len(others) - _SHOWN} more"] if len(others) > _SHOWN else []
        return [*(f"also an equilibrium: {component!r}" for component in others[:_SHOWN]), *more]

    def _shown(self, mode: ModeName) -> str:
        inner = self.available[mode]
        return f"{mode_label(mode)}: {inner.label}" if isinstance(inner, ChoicePoint) else mode_label(mode)


def _not_examined(chosen: ChoicePoint) -> Evidence:
    """Return evidence that says nothing: on a slice, modes are known by their payoffs only."""
    return Evidence(subject=digest(chosen.choice.choosers, chosen.point), required=(Row(about=About.EXISTS),))


def decide(choice: Choice, values: Mapping[ModeName, Mapping[str, sp.Rational]]) -> tuple[ModeName, ...]:
    """Return the modes that may be picked, given what each player has in those that can be had."""
    return tuple(
        mode
        for mode in values
        if all(
            other not in values or values[mode][chooser] >= values[other][chooser]
            for chooser, other in rivals(choice, mode)
        )
    )


def _table(actions: Sequence[Sequence[str]], values: Mapping[ModeName, Any]) -> list[object]:
    """Return the values of all combinations of actions as lists in lists, with one dimension for each chooser."""

    def part(chosen: tuple[str, ...]) -> Any:
        if len(chosen) < len(actions):
            return [part((*chosen, action)) for action in actions[len(chosen)]]
        value = values[chosen]
        # On a slice values are flint's rationals.
        return value if isinstance(value, sp.Expr) else to_fraction(value)

    return list(part(()))


def rivals(choice: Choice, mode: ModeName) -> tuple[tuple[str, ModeName], ...]:
    """Return what each chooser could do instead: another mode, or its own part of a combination changed.

    For one chooser these are all other modes, for several their unilateral deviations.
    """
    if not choice.is_simultaneous:
        return tuple((choice.choosers[0], other) for other in choice.among if other != mode)
    return tuple(
        (chooser, other)
        for i, chooser in enumerate(choice.choosers)
        for other in choice.among
        if other[i] != mode[i] and all(a == b for j, (a, b) in enumerate(zip(mode, other, strict=True)) if j != i)
    )
