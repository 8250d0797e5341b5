"""Several solutions of a game over time at one point of the parameters."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Generic, TypeVar

from lsec_models.errors import SeveralSolutions
from lsec_models.games.differential.evidence import dynamic_evidence
from lsec_models.games.differential.summary_at_point import summary_at_point
from lsec_models.games.evidence.evidence import Evidence, Finding, Row
from lsec_models.games.numbered_results import NumberedResults
from lsec_models.games.over_time import GameOverTime
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import Summary, SummaryBranch

G = TypeVar("G", bound=GameOverTime)
S = TypeVar("S", bound=Result)


@dataclass(frozen=True, kw_only=True, repr=False)
class SolutionsOverTime(NumberedResults[S], Generic[G, S]):
    """What lists of solutions have in common; each solution is an equilibrium or a candidate of its own.

    Attributes
    ----------
    game : GameOverTime
    point : Mapping from str to Fraction
        The parameters.
    solutions : tuple of Result
    complete : bool
        Whether there can be no other one of their form.
    """

    game: G
    point: Mapping[str, Fraction]
    solutions: tuple[S, ...]
    complete: bool
    plural: ClassVar[str]

    @property
    def _listed(self) -> tuple[S, ...]:
        return self.solutions

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated of all solutions together is established."""
        least: dict[Row, Finding] = {}
        for finding in (finding for solution in self.solutions for finding in solution.evidence.rows):
            known = least.get(finding.row)
            least[finding.row] = finding if known is None or finding.status < known.status else known
        return dynamic_evidence(self.game, least.values(), self.point, [self.stated(one) for one in self.solutions])

    @abstractmethod
    def stated(self, one: S) -> object:
        """Return what distinguishes a solution from others at the point."""

    def only(self) -> S:
        """Return the one solution.

        Raises
        ------
        SeveralSolutions
            If there are several.
        """
        if len(self.solutions) != 1:
            raise SeveralSolutions(f"{len(self.solutions)} solutions of {self.label}; look at each, as in solutions[0]")
        return self.solutions[0]

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        return summary_at_point(
            self,
            self.plural,
            f"{len(self)} solution{'' if len(self) == 1 else 's'} of {self.label}",
            branches=tuple(
                SummaryBranch(
                    name=f"{self.game.information.replace('_', '-')} {one.kind} {number}",
                    quantities=one.summary().quantities,
                )
                for number, one in enumerate(self.solutions, start=1)
            ),
        )
