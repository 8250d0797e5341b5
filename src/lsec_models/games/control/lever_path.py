"""A lever over populations that learn, such as a fine: its path, beside a constant and one that follows a share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.errors import found_in
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.frozen import Frozen
from lsec_models.games.result import Result
from lsec_models.games.static.results.evidence_subject import digest, signs
from lsec_models.games.summary.summary import REPORT, Quantity, Summary, at_point

if TYPE_CHECKING:
    import pandas as pd

REGULATOR = "regulator"
_SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class ConstantLever:
    """A lever that stays where it is.

    Attributes
    ----------
    level : float
    cost : float
        Over the whole horizon, discounted to its start.
    """

    level: float
    cost: float


@dataclass(frozen=True, kw_only=True)
class FollowingLever:
    """A lever that follows a share: ``base + slope * share``, kept between the ends of the lever.

    Attributes
    ----------
    share : str
        Which one.
    base, slope : float
    cost : float
        Over the whole horizon, discounted to its start.
    """

    share: str
    base: float
    slope: float
    cost: float


@dataclass(frozen=True, kw_only=True, repr=False)
class LeverPath(Result):
    """The cheapest path of a lever that was found, and what simpler levers cost.

    Attributes
    ----------
    game : EvolutionaryGame
    point : mapping from str to Fraction
        All parameters but the lever.
    lever : str
        The parameter that is set.
    between : tuple of Fraction
        Its ends.
    running_cost : sympy.Expr
        What a unit of time costs, in the lever and in shares.
    horizon : Fraction
    discount : Fraction
        The rate, per unit of time.
    times : tuple of float
        When pieces of the path begin, and the end of the last.
    levels : tuple of float
        The lever in each piece.
    shares : mapping from str to tuple of float
        The share of each strategy at these times.
    cost : float
        Over the whole horizon, discounted to its start.
    constant : ConstantLever
        The best one.
    following : FollowingLever or None
        The best one, where some share is followed.
    on_grid : float or None
        What dynamic programming on a grid of shares says that the cheapest path costs; None where it was not asked.
    findings : tuple of Finding
        What is established of it.
    """

    game: EvolutionaryGame
    point: Mapping[str, Fraction]
    lever: str
    between: tuple[Fraction, Fraction]
    running_cost: sp.Expr
    horizon: Fraction
    discount: Fraction
    times: tuple[float, ...]
    levels: tuple[float, ...]
    shares: Mapping[str, tuple[float, ...]]
    cost: float
    constant: ConstantLever
    following: FollowingLever | None
    on_grid: float | None
    findings: tuple[Finding, ...] = field(repr=False)

    @property
    def kind(self) -> str:
        """``"candidate"``, since numbers are compared and nothing is proved."""
        return "candidate"

    @property
    def label(self) -> str:
        """What is steered, in words."""
        return f"{self.lever} in {self.game.label}"

    @cached_property
    def evidence(self) -> Evidence:
        """How far it is established that no path is cheaper."""
        asked = (self.point, self.running_cost, self.between, self.horizon, self.discount)
        told = (signs(self.game.ring), self.game, dict(self.game.payoffs), self.levels, self.shares)
        return Evidence(
            subject=digest(*asked, *told),
            required=required_rows(self.lever),
            findings=self.findings,
            rests_on=self.game.rests_on,
            needed=(About.OPTIMAL,),
        )

    @cached_property
    def values(self) -> Mapping[str, sp.Expr]:
        """What each way of setting the lever costs, and the constant, by name."""
        found = {
            "cost": self.cost,
            f"constant {self.lever}": self.constant.level,
            f"cost of constant {self.lever}": self.constant.cost,
        }
        if self.following is not None:
            found[f"cost of {self.lever} that follows {self.following.share}"] = self.following.cost
        return Frozen({name: sp.Float(value) for name, value in found.items()})

    @property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """What the path costs who sets the lever, as a payoff."""
        return Frozen({REGULATOR: sp.Float(-self.cost)})

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a cost, or the best constant, by name."""
        return found_in(self.values, str(name), f"no quantity {str(name)!r} of this path")

    def to_dataframe(self) -> pd.DataFrame:
        """Return the path: the lever and all shares where a piece begins, and the shares at the end, by time."""
        import pandas as pd

        columns = {self.lever: [*self.levels, None], **{name: list(own) for name, own in self.shares.items()}}
        return pd.DataFrame(columns, index=pd.Index(self.times, name="time"), dtype=float)

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        low, high = self.between
        first, last = self.levels[0], self.levels[-1]
        notes = [
            f"the path of {self.lever} begins at {first:.{_SHOWN}g} and ends at {last:.{_SHOWN}g}, between {low} and "
            f"{high}; the attributes levels and shares have all of it"
        ]
        if self.following is not None:
            one = self.following
            notes.append(
                f"the one that follows {one.share} is {one.base:.{_SHOWN}g} {'-' if one.slope < 0 else '+'} "
                f"{abs(one.slope):.{_SHOWN}g} times that share, kept between the same ends"
            )
        return Summary(
            kind="path of a lever",
            title=f"Path of {self.label}, over {self.horizon}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            quantities=tuple(Quantity(name=name, role=REPORT, value=value) for name, value in self.values.items()),
            notes=tuple(notes),
        )


def required_rows(lever: str) -> tuple[Row, ...]:
    """Return what the path of a lever must answer: nothing is cheaper, and its cost is what is stated."""
    return (Row(about=About.OPTIMAL, player=REGULATOR, decisions=(lever,)), Row(about=About.ACCURATE))
