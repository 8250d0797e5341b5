"""The exact conditions under which each mode of a choice is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.description import Printed
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import key_of
from lsec_models.algebra.polynomials.signs import Sign, coefficient_sign
from lsec_models.games.choice.at_point import rivals
from lsec_models.games.choice.declaration import Choice, ModeName, by_mode, mode_label
from lsec_models.games.choice.solved_modes import PayoffCase, SolvedChoice, SolvedMode
from lsec_models.games.summary.summary import Asked, SummaryBranch
from lsec_models.games.summary.text import branch_text


@dataclass(frozen=True, kw_only=True, repr=False)
class Preference(Printed):
    """What makes a chooser stay with a mode instead of another one.

    Attributes
    ----------
    chooser : str
    rival : str or tuple of str
        The other mode.
    path : tuple of str
        The case of the other mode; it counts only where the other mode can be had in that case.
    condition : Condition or None
        ``>= 0``, with equality in a tie; None where the chooser prefers the mode in any event.
    """

    chooser: str
    rival: ModeName
    path: tuple[str, ...]
    condition: Condition | None

    @property
    def relation(self) -> sp.Basic:
        """The inequality; ``true`` where the chooser prefers the mode in any event, ``false`` where in none."""
        if self.condition is None:
            return sp.true
        # A condition without symbols is one that fails: what is at least zero in any event is left out.
        return sp.false if self.condition.polynomial.is_constant() else self.condition.relation

    @property
    def origin(self) -> str:
        """What is preferred to what."""
        case = f" ({', '.join(self.path)})" if self.path else ""
        return f"{self.chooser} prefers it to {mode_label(self.rival)}{case}, if that can be had"

    def __str__(self) -> str:
        words = {sp.true: "always", sp.false: "never"}
        return f"{self.origin}: {words.get(self.relation, self.relation)}"


@dataclass(frozen=True, repr=False)
class InnerChoice(Printed):
    """What a mode that is a choice itself asks besides: that the inner choice falls on one of its modes."""

    mode: str
    relation: sp.Basic = sp.true

    @property
    def origin(self) -> str:
        """What is asked, in words."""
        return f"the inner choice falls on {self.mode}"

    def __str__(self) -> str:
        return self.origin


@dataclass(frozen=True, kw_only=True, repr=False)
class ModeCase(Printed):
    """A case of a mode, and when it is chosen.

    Attributes
    ----------
    path : tuple of str
        The inner mode and the regime; empty where there is only one case.
    domain : Domain
        Where the mode can be had in this case: its equilibrium exists, and everybody consents.
    is_complete : bool
        False for a mode that is a choice itself: then the inner choice must fall on `path` besides.
    preferences : tuple of Preference
    """

    path: tuple[str, ...]
    domain: Domain
    is_complete: bool
    preferences: tuple[Preference, ...]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """All that must hold for the mode to be chosen in this case."""
        inner = () if self.is_complete else (InnerChoice(self.path[0]),)
        return (*self.domain.conditions, *inner, *self.preferences)

    def __str__(self) -> str:
        return "\n".join(map(str, self.asked))


@dataclass(frozen=True, kw_only=True, repr=False)
class ModeConditions(Printed):
    """When a mode is chosen: in one of its cases.

    Attributes
    ----------
    mode : str or tuple of str
    cases : tuple of ModeCase
        Empty for a mode without equilibrium.
    reason : str
        Why it has none.
    """

    mode: ModeName
    cases: tuple[ModeCase, ...]
    reason: str

    def branches(self) -> tuple[SummaryBranch, ...]:
        """Return a branch of the summary for each case; one that says why there is none."""
        name = mode_label(self.mode)
        if not self.cases:
            return (SummaryBranch(name=name, note=f"not compared: {self.reason}"),)
        return tuple(
            SummaryBranch(name=" / ".join([name, *case.path]), cells=(case.asked,), holds_where="is chosen where")
            for case in self.cases
        )

    def __str__(self) -> str:
        return "\n".join(map(branch_text, self.branches()))


def conditions_of(
    choice: Choice, modes: Mapping[ModeName, SolvedMode], domain: Domain
) -> Mapping[ModeName, ModeConditions]:
    """Return, for each mode, the conditions under which it is chosen.

    1. In each case, the equilibrium's own domain and everybody's consent.
    2. Against each rival mode and each regime of it: the difference of the chooser's payoffs, without the factors whose
       sign is plain from the declared signs or stands among the conditions.

    Parameters
    ----------
    choice : Choice
    modes : mapping from mode to SolvedMode
    domain : Domain
        What the choice assumes.

    Returns
    -------
    mapping from mode to ModeConditions
    """
    writer = _Writer(choice, modes, domain)
    return by_mode({name: writer.conditions(mode) for name, mode in modes.items()})


class _Writer:
    """Writes the conditions of one mode after the other; differences of payoffs are taken once."""

    def __init__(self, choice: Choice, modes: Mapping[ModeName, SolvedMode], domain: Domain) -> None:
        self._choice, self._modes, self._domain = choice, modes, domain
        self._regimes = {name: _by_path(mode.cases) for name, mode in modes.items()}
        self._gains: dict[tuple[Ratio, Ratio], Ratio] = {}

    def conditions(self, mode: SolvedMode) -> ModeConditions:
        """Return when a mode is chosen."""
        return ModeConditions(
            mode=mode.name, cases=tuple(self._case(mode, case) for case in mode.cases), reason=mode.reason
        )

    def _case(self, mode: SolvedMode, case: PayoffCase) -> ModeCase:
        here = self._available(mode, case)
        preferences = tuple(
            self._preference(here, chooser, case, other, mode.name, rival)
            for chooser, rival in rivals(self._choice, mode.name)
            for other in self._regimes[rival]
        )
        is_complete = not isinstance(mode.solved, SolvedChoice)
        return ModeCase(path=case.path, domain=here, is_complete=is_complete, preferences=preferences)

    def _available(self, mode: SolvedMode, case: PayoffCase) -> Domain:
        here = self._domain.where(condition.convert(self._domain.ring) for condition in case.domain.conditions)
        for player, reservation in mode.asked:
            if player in case.payoffs:
                gain = case.payoffs[player].convert(here.ring) - reservation
                consent = _at_least_zero(here, gain, f"{player} takes part in {mode_label(mode.name)}")
                here = here if consent is None else here.where([consent])
        return here

    def _preference(
        self, here: Domain, chooser: str, case: PayoffCase, other: PayoffCase, mode: ModeName, rival: ModeName
    ) -> Preference:
        if sum(candidate.path == other.path for candidate in self._modes[rival].cases) == 1:
            here = here.where(condition.convert(here.ring) for condition in other.domain.conditions)
        origin = f"{chooser} prefers {mode_label(mode)} to {mode_label(rival)}"
        condition = _at_least_zero(here, self._gain(case.payoffs[chooser], other.payoffs[chooser]), origin)
        return Preference(chooser=chooser, rival=rival, path=other.path, condition=condition)

    def _gain(self, mine: Ratio, theirs: Ratio) -> Ratio:
        if (mine, theirs) not in self._gains:
            gain = mine.convert(self._domain.ring) - theirs.convert(self._domain.ring)
            self._gains |= {(mine, theirs): gain, (theirs, mine): -gain}
        return self._gains[mine, theirs]


def _by_path(cases: Iterable[PayoffCase]) -> tuple[PayoffCase, ...]:
    """Return one of the cases of each path: they differ in their domains only."""
    return tuple({case.path: case for case in cases}.values())


def _at_least_zero(domain: Domain, value: Ratio, origin: str) -> Condition | None:
    """Return the condition that a function is not negative; None where that is plain."""
    if value.is_zero():
        return None
    known = {key_of(condition.polynomial): 1 for condition in domain.conditions if condition.strict}
    known |= {key_of(-condition.polynomial): -1 for condition in domain.conditions if condition.strict}
    constant, powers = value.factors()
    core = domain.ring.one if constant > 0 else -domain.ring.one
    for factor, n in powers:
        sign = _STRICT.get(coefficient_sign(factor, domain.kinds), known.get(key_of(factor)))
        if n % 2 and sign is None:
            core = core * factor
        elif n % 2 and sign == -1:
            core = -core
    if core.is_one():
        return None
    return Condition(ring=domain.ring, polynomial=core, strict=False, origin=origin)


_STRICT = {Sign.POSITIVE: 1, Sign.NEGATIVE: -1}
