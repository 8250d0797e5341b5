"""What solutions of games over time at one point of the parameters have in common when they are described."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from lsec_models.games.evidence.evidence import Evidence
from lsec_models.games.over_time import GameOverTime
from lsec_models.games.summary.summary import Quantity, Summary, SummaryBranch, at_point


class SolvedOverTime(Protocol):
    """A result of a game over time at a point."""

    @property
    def game(self) -> GameOverTime:
        """What was solved."""

    @property
    def point(self) -> Mapping[str, Fraction]:
        """The parameters."""

    @property
    def label(self) -> str:
        """What was solved, in words."""

    @property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""


def summary_at_point(
    found: SolvedOverTime,
    kind: str,
    what: str,
    *,
    quantities: tuple[Quantity, ...] = (),
    branches: tuple[SummaryBranch, ...] = (),
    notes: tuple[str, ...] = (),
) -> Summary:
    """Return the summary of a result at its point.

    Parameters
    ----------
    found : SolvedOverTime
    kind : str
        The kind of result.
    what : str
        What was found, and how, which begins the title; the point ends it.
    quantities, branches, notes : tuple
        As a `Summary` has them.

    Returns
    -------
    Summary
    """
    return Summary(
        kind=kind,
        title=f"{what}{at_point(found.point)}",
        label=found.label,
        evidence=found.evidence,
        states=found.game.stocks,
        point=found.point,
        quantities=quantities,
        branches=branches,
        notes=notes,
    )
