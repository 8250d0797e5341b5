"""Open-loop equilibria: decisions as functions of time, fixed at the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.errors import DeclarationError, UnknownName, require_known
from lsec_models.games.differential.evidence import dynamic_evidence
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Status
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import Summary, at_point, payoff_quantities

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, repr=False)
class OpenLoopPoint(Result):
    """An open-loop equilibrium at one point of the parameter space.

    Attributes
    ----------
    game : DifferentialGame
    point : Mapping from str to Fraction
        The parameters.
    until : float
        The last time that was computed: the end of the game, or when the stocks are at rest.
    names : tuple of str
        What there is a path of: states, decisions, reports and payoff flows.
    payoffs : Mapping from str to float
        Discounted payoffs by player.
    residual : float
        The largest relative residual of the boundary-value problem.
    findings : tuple of Finding
        What is established of it.
    """

    game: DifferentialGame
    point: Mapping[str, Fraction]
    until: float
    names: tuple[str, ...]
    payoffs: Mapping[str, float]
    residual: float
    findings: tuple[Finding, ...] = field(repr=False)
    _paths: Callable[[NDArray[np.float64]], NDArray[np.float64]] = field(repr=False)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return dynamic_evidence(self.game, self.findings, self.point, self.until, self.payoffs)

    @property
    def values(self) -> Mapping[str, float]:
        """The payoffs; what moves in time is read by `path`."""
        return self.payoffs

    def __getitem__(self, name: str) -> float:
        """Return a player's payoff.

        Raises
        ------
        UnknownName
            If there is none; the message says how to read what moves in time.
        """
        if name in self.names and name not in self.payoffs:
            raise UnknownName(f"{name!r} moves in time; read it along the path, path({name!r}, [0, 1])")
        require_known(str(name), (*self.names, *self.payoffs), f"no quantity {str(name)!r} at this equilibrium")
        return self.payoffs[str(name)]

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        optimal = min(self.evidence.status(about) for about in (About.EXISTS, About.OPTIMAL)) >= Status.VERIFIED
        return Summary(
            kind="open-loop equilibrium at a point",
            title=f"Open-loop {'equilibrium' if optimal else 'candidate'} of {self.label}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            quantities=payoff_quantities({name: sp.Float(value, 6) for name, value in self.payoffs.items()}),
        )

    def path(self, name: str, times: object) -> NDArray[np.float64]:
        """Return a quantity along the equilibrium path.

        Parameters
        ----------
        name : str
        times : array-like
            Between 0 and `until`.

        Raises
        ------
        UnknownName
            If there is no such quantity.
        DeclarationError
            If a time is outside.
        """
        import numpy as np

        require_known(name, self.names, f"no path of {name!r}")
        at = np.asarray(times, dtype=float)
        if not ((at >= 0) & (at <= self.until)).all():
            raise DeclarationError(f"times must be between 0 and {self.until:g}; leave out the others")
        found: NDArray[np.float64] = self._paths(at)[self.names.index(name)]
        return found
