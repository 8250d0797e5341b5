"""What a sweep of a solved choice will compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.attributes import in_words, parameter_attributes
from lsec_models.evaluate.choices.at_points import choice_at, labels_of_modes, quantities_of_choice
from lsec_models.evaluate.closed_forms.on_grid import Backend
from lsec_models.evaluate.grid import Key, grid_of, require_counts
from lsec_models.evaluate.plan import STRUCTURE, VIOLATED, SweepPlan, require_backend, require_distinct_names
from lsec_models.evaluate.point_by_point.points import POINTS_AT_ONCE, SolvedAtPoints
from lsec_models.games.choice.declaration import mode_label
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.meaning import agreed_meanings
from lsec_models.games.static.results.evidence_subject import digest

MODE = "mode"
# Closed forms in exact numbers take a fraction of a millisecond a point.
_FORMS_AT_ONCE = 1024


@dataclass(frozen=True, kw_only=True)
class ChoicePlan(SweepPlan):
    """What is swept, over which grid; what is chosen is the state that holds at a point.

    Attributes
    ----------
    choice : ChoiceEquilibrium
    """

    choice: ChoiceEquilibrium

    @property
    def labels(self) -> list[str]:
        """Whose choice it is."""
        return [self.choice.label]

    @property
    def state(self) -> str:
        """The variable that says which mode is chosen."""
        return MODE

    @property
    def points_at_once(self) -> int | None:
        """The number of points that are work enough for one piece."""
        return _FORMS_AT_ONCE if self.choice.has_proved_regions else POINTS_AT_ONCE

    @property
    def has_regimes(self) -> bool:
        """Whether there is a variable that says what holds where nothing fails."""
        return True

    def evaluator(self) -> SolvedAtPoints:
        """Return what computes; each has memory of its own."""
        return SolvedAtPoints(partial(choice_at, self.choice), self.grid, labels_of_modes(self.choice))

    def said(self, met: Mapping[str, int]) -> dict[str, str]:  # noqa: ARG002 (evidence is that of the choice)
        """Return whose choice it is, and how far it is established."""
        return {
            "power_structure": self.choice.label,
            "evidence": self.choice.evidence.line(),
            "caveat": self.choice.evidence.caveat(),
        }

    @cached_property
    def equal(self) -> dict[str, list[int]]:
        """By quantity, that the choice is compared with no other."""
        return {name: [0] for name in self.quantities}

    @property
    def digest(self) -> str:
        """A digest of the choice, the grid and what is asked for."""
        axes = [f"{name}: {axis.tolist()}" for name, axis in self.grid.axes.items()]
        least = [
            f"{mode_label(name)}, {player}: {value.expression()}"
            for name, mode in self.choice.modes.items()
            for player, value in mode.reservations.items()
        ]
        return digest(self.choice.evidence.subject, *least, *axes, self.grid.fixed, list(self.quantities))


def plan_of_choice(
    choice: ChoiceEquilibrium, over: Mapping[Key, object], at: Mapping[Key, object], backend: Backend
) -> ChoicePlan:
    """Return what a sweep will compute; arguments and errors as of :func:`lsec_models.sweep`."""
    require_backend(backend)
    if backend != "numpy":
        raise DeclarationError(
            f"backend = {backend!r}: a choice is compared exactly at each point; leave backend= out, or sweep a mode, "
            "choice.modes[name].solved"
        )
    quantities = quantities_of_choice(choice)
    parameters, meanings = parameter_attributes(choice.ring.symbols), agreed_meanings([choice])
    require_distinct_names(parameters, quantities, (VIOLATED, STRUCTURE, MODE))
    grid = grid_of(parameters, over, at)
    require_counts(grid, choice.ring.symbols)
    return ChoicePlan(
        swept={},
        choice=choice,
        is_single=True,
        grid=grid,
        quantities=in_words(quantities, meanings),
        parameters=in_words(parameters, meanings),
        backend=backend,
    )
