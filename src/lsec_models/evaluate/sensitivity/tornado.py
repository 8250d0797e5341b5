"""How far a quantity moves where each parameter, by itself, moves down and up by a share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.algebra.description import Description, Printed
from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.grid import Key, paired_points_of
from lsec_models.evaluate.sensitivity.values_at_points import (
    Evaluated,
    Several,
    ValuesAtPoints,
    moved_parameters,
    parameters_of,
    require_evaluated,
    values_at_points,
)
from lsec_models.games.summary.summary import shown_point
from lsec_models.signature import explained

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What a quantity is where one parameter moves.

    Attributes
    ----------
    parameter : str
    words : Mapping from str to str
        The attributes of the parameter, as sweeps have them.
    down, up : float or None
        The quantity where the parameter is less, and more, by the share; None where the solution does not hold there.
    fails : tuple of str
        The condition that fails below and the one that fails above; empty where none does.
    """

    parameter: str
    words: Mapping[str, str]
    down: float | None
    up: float | None
    fails: tuple[str, str]

    @property
    def reach(self) -> float:
        """How far apart the values at both sides are; infinite where one is missing, so that it is not overlooked."""
        return float("inf") if self.down is None or self.up is None else abs(self.up - self.down)


@dataclass(frozen=True, kw_only=True, repr=False)
class Tornado(Printed):
    """A quantity where each parameter, by itself, moves down and up by a share; draw it with :func:`lsec_models.plot`.

    Attributes
    ----------
    quantity : str
    words : Mapping from str to str
        The attributes of the quantity, as sweeps have them.
    base : float
        The quantity at the point.
    share : Fraction
        By which share of itself each parameter moves.
    bars : tuple of Bar
        Those with a missing end first, then the longest.
    fixed : str
        The point, in words.
    evidence, caveat : str
        What the numbers rest on, and what keeps it from being established.
    """

    quantity: str
    words: Mapping[str, str]
    base: float
    share: Fraction
    bars: tuple[Bar, ...]
    fixed: str
    evidence: str
    caveat: str

    @property
    def table(self) -> pd.DataFrame:
        """A row for each parameter: the quantity where it is less and more, and which condition fails there."""
        import pandas as pd

        rows = [[bar.down, bar.up, *bar.fails] for bar in self.bars]
        columns = ["down", "up", "fails down", "fails up"]
        table = pd.DataFrame(rows, index=[bar.parameter for bar in self.bars], columns=columns)
        return table.astype({"down": float, "up": float})

    @property
    def _title(self) -> str:
        percent = f"{float(100 * self.share):.4g} %"
        return f"{self.quantity} = {self.base:.6g} at {self.fixed}; each parameter less and more by {percent}"

    def description(self) -> Description:
        """Return a row for each parameter: the quantity where it is less, and where it is more."""
        rows = tuple((sp.Symbol(bar.parameter), *_ends(bar)) for bar in self.bars)
        return Description(
            title=self._title, columns=("parameter", "less", "more"), rows=rows, notes=((self.evidence,),)
        )

    def __str__(self) -> str:
        lines = [self._title]
        for bar in self.bars:
            lines.append(f"  {bar.parameter}: {' to '.join(_ends(bar))}")
        return "\n".join([*lines, f"  {self.evidence}"])


def _ends(bar: Bar) -> list[str]:
    return [
        f"{value:.6g}" if value is not None else f"none ({why})"
        for value, why in zip((bar.down, bar.up), bar.fails, strict=True)
    ]


@explained
def tornado(
    solved: Evaluated,
    quantity: str,
    *,
    at: Mapping[Key, object],
    share: object = Fraction(1, 10),
    parameters: Several = None,
) -> Tornado:
    """Return how far a quantity moves where each parameter, all others held fixed, moves down and up by a share.

    Parameters
    ----------
    solved : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, FeedbackEquilibrium, BayesianEquilibrium, Game or \
DifferenceGame
    quantity : str
    at : mapping
        By name or symbol: a number for every parameter.
    share : number, optional
        Between 0 and 1; a tenth without it.
    parameters : name or symbol, or sequence of these, optional
        All without it that are not declared integer.

    Returns
    -------
    Tornado
        Bars where a side does not exist come first, and say which condition fails there; then the longest.

    Raises
    ------
    OutsideDomain
        If the solution does not hold at the point itself.
    UnknownName, DeclarationError
        If a name is not known, a parameter is missing or declared integer, or the share is none.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, c = parameters("a c", positive=True)
    >>> p = decisions("p")
    >>> game = Game(players=[Player("shop", decides=[p], payoff=(p - c) * (a - p))], assuming=[a > c])
    >>> tornado(solve(game), "p", at={"a": 10, "c": "19/2"})
    p = 9.75 at a = 10, c = 19/2; each parameter less and more by 10 %
      a: none (a > c  [assumption]) to 10.25
      c: 9.275 to none (a > c  [assumption])
      exists: proved; optimal: proved; off the path: proved; bounds of others: proved; complete: proved
    """
    require_evaluated("tornado", solved)
    moved = exact_number(share, "share")
    if not 0 < moved < 1:
        raise DeclarationError(f"share = {moved}: give a number between 0 and 1, such as 0.1 for a tenth")
    symbols = moved_parameters(solved, parameters)
    base = paired_points_of([symbol.name for symbol in parameters_of(solved)], {}, at).fixed
    points = [base]
    for symbol in symbols:
        points += [{**base, symbol.name: base[symbol.name] * (1 + side * moved)} for side in (-1, 1)]
    arrays = {name: np.array([float(point[name]) for point in points]) for name in base}
    found = values_at_points("tornado", solved, arrays, {}, quantity)
    if not found.holds[0]:
        raise OutsideDomain(f"nothing holds at {shown_point(base)}: {found.why(0)}; choose a point at which it does")
    if not np.isfinite(found.values[quantity][0]):
        raise OutsideDomain(f"{quantity} is not defined at {shown_point(base)}; choose another point or quantity")
    bars = [_bar(found, symbol.name, quantity, 1 + 2 * place) for place, symbol in enumerate(symbols)]
    return Tornado(
        quantity=quantity,
        words=found.described[quantity],
        base=float(found.values[quantity][0]),
        share=moved,
        bars=tuple(sorted(bars, key=lambda bar: -bar.reach)),
        fixed=shown_point(base),
        evidence=found.attributes["evidence"],
        caveat=found.attributes.get("caveat", ""),
    )


def _bar(found: ValuesAtPoints, parameter: str, quantity: str, place: int) -> Bar:
    down, up = (
        float(found.values[quantity][side]) if np.isfinite(found.values[quantity][side]) else None
        for side in (place, place + 1)
    )
    undefined = "not defined in the regime there"
    fails = (
        found.why(place) or ("" if down is not None else undefined),
        found.why(place + 1) or ("" if up is not None else undefined),
    )
    return Bar(parameter=parameter, words=found.parameters[parameter], down=down, up=up, fails=fails)
