"""One decision whose expected payoff has no closed form, at numbers: found by quadrature, and enclosed where possible.

1. Look at decisions of many sizes, by means over quantiles, and next to the best of them for where the slope vanishes,
   by integrals with an error bound (:mod:`lsec_models.solve.chance.enclosed_expectation`).
2. Where the payoff is concave in each world, and the slope has opposite signs just below and just above that place, or
   leads out at an end, the best decisions are there. Else the place is a candidate, checked at so many points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint
import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy import special, stats
from scipy.optimize import brentq

from lsec_models.algebra.symbols import Decision
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen
from lsec_models.games.laws import Exponential, Normal, Uniform
from lsec_models.games.static.chance.expectation import expected
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.chance.risk_aversion import neutral_players_only
from lsec_models.games.static.evidence_subject import rows_of_moves
from lsec_models.games.static.game import Game
from lsec_models.games.static.solutions import Solutions
from lsec_models.solve.chance.concave_in_worlds import is_concave_in_worlds
from lsec_models.solve.chance.enclosed_expectation import enclosed_expectation

_RADIUS = Fraction(1, 10**9)
_DIGITS = 10
_PRECISE, _NOTHING = 1e-12, 1e-300
_SMALLEST, _LARGEST = -40, 60
_ENCLOSED = "concave in each world; the slope changes its sign within 1e-9 of it, by integrals with an error bound"
_AT_END = "concave in each world; the sign of the slope at the end, by an integral with an error bound"
_SEARCHED = "the expected payoff at decisions of many sizes, by means over quantiles"
_QUANTILES = (np.arange(4001) + 0.5) / 4001
_WITHIN = "concave in each world; no decision is best that is further than 1e-9 of it away"


def quadrature_solutions(declared: Game, there: Game, point: Mapping[str, Fraction]) -> Solutions:
    """Return the best decision of one player, whose expected payoff is integrated in numbers.

    Parameters
    ----------
    declared : Game
    there : Game
        The same at numbers.
    point : Mapping from str to Fraction
        The numbers.

    Raises
    ------
    DeclarationError
        If there is more than one decision, or several random numbers stand together without a closed form.
    """
    problem = _problem(there)
    try:
        place = problem.searched()
        shown = {name: problem.shown(value, place) for name, value in problem.values.items()}
        status, means = problem.established(place)
    except (NotImplementedError, _NotMet) as refusal:
        reason = str(refusal)
        exists = found(Row(about=About.EXISTS), Status.OPEN, detail=reason)
        return Solutions(game=declared, point=point, reason=reason, findings=(exists,))
    end = next((end for end in problem.ends if end is not None and end == place), None)
    decided = end if end is not None else sp.Float(float(place), _DIGITS)
    return Solutions(
        game=declared,
        point=point,
        quantities=(Frozen({problem.decision.name: decided} | shown),),
        regimes=("interior" if end is None else f"{problem.decision} = {end}",),
        selections=("",),
        findings=tuple(_findings(declared, status, means, is_at_end=end is not None)),
    )


def _findings(game: Game, status: Status, means: str, *, is_at_end: bool) -> Iterator[Finding]:
    points = 0 if status is Status.VERIFIED else _LARGEST - _SMALLEST
    for row in (Row(about=About.EXISTS), *rows_of_moves(game), Row(about=About.OFF_PATH)):
        yield found(row, status, means, points=points)
    is_certain = status is Status.VERIFIED
    only = means if is_at_end else _WITHIN
    yield found(Row(about=About.COMPLETE), status if is_certain else Status.OPEN, only if is_certain else "")


class _NotMet(Exception):
    """Nothing is best among what was looked at."""


@dataclass(frozen=True, kw_only=True)
class _Problem:
    """One decision, what is drawn, and payoffs and reports of both."""

    player: str
    decision: Decision
    drawn: Random
    values: Mapping[str, sp.Expr]

    @property
    def payoff(self) -> sp.Expr:
        return self.values[self.player]

    @property
    def slope(self) -> sp.Expr:
        return sp.diff(self.payoff, self.decision)

    @property
    def ends(self) -> tuple[Any, Any]:
        low, high = self.decision.within
        return sp.S.Zero if low is None and self.decision.is_nonnegative else low, high

    def searched(self) -> Fraction:
        """Return the best place that is seen, an end exactly."""
        low, high = self.ends
        places = _places(*(None if end is None else float(end) for end in (low, high)))
        best = int(np.nanargmax(self._means(places)))
        around = [places[i] for i in (best - 1, best, best + 1) if 0 <= i < len(places)]
        slopes = [self._slope_at(place) for place in around]
        for (left, right), (rise, fall) in zip(pairwise(around), pairwise(slopes), strict=True):
            if rise > 0 > fall:
                return Fraction(brentq(self._slope_at, left, right, xtol=_NOTHING, rtol=_PRECISE))
        if best == 0 and low is not None and not self.decision.is_positive:
            return _fraction(low)
        if best == len(places) - 1 and high is not None:
            return _fraction(high)
        raise _NotMet(f"no best {self.decision} was met; of what was looked at the best is near {places[best]:.3g}")

    def established(self, place: Fraction) -> tuple[Status, str]:
        """Return how far it is certain that nothing is better."""
        if not is_concave_in_worlds(self.payoff, [self.decision]):
            return Status.CHECKED, _SEARCHED
        low, high = (None if end is None else _fraction(end) for end in self.ends)
        if place in (low, high):
            leads_out = bool(self._integral(self.slope, place) * (-1 if place == low else 1) > 0)
            return (Status.VERIFIED, _AT_END) if leads_out else (Status.CHECKED, _SEARCHED)
        below, above = (self._integral(self.slope, place + side * abs(place) * _RADIUS) for side in (-1, 1))
        is_enclosed = bool(below > 0) and bool(above < 0)
        return (Status.VERIFIED, _ENCLOSED) if is_enclosed else (Status.CHECKED, _SEARCHED)

    def shown(self, value: sp.Expr, place: Fraction) -> sp.Float:
        """Return the expected value at a place."""
        return sp.Float(float(self._integral(value, place).mid()), _DIGITS)

    def _integral(self, value: sp.Expr, place: Fraction) -> flint.arb:
        return enclosed_expectation(value, self.drawn, self.decision, place)

    def _slope_at(self, place: float) -> float:
        return float(self._integral(self.slope, Fraction(place)).mid())

    def _means(self, places: Sequence[float]) -> NDArray[np.float64]:
        """Return the payoff at some places, as a mean over quantiles."""
        modules: list[Any] = [{"erf": special.erf}, "numpy"]
        worlds = sp.lambdify((self.decision, self.drawn), self.payoff, modules)
        draws = _quantiles(self.drawn)(_QUANTILES)
        with np.errstate(all="ignore"):
            return np.array([np.mean(worlds(place, draws)) for place in places])


def _problem(there: Game) -> _Problem:
    """Return the problem of the only one who decides, other random numbers integrated out where that is possible."""
    declared, drawn = there.declared_quantities, []
    for symbol in there.random:
        try:
            declared = {name: expected(value, [symbol], rational=False) for name, value in declared.items()}
        except DeclarationError:
            drawn.append(symbol)
    neutral_players_only(there.players, f"where expected values over {', '.join(map(str, drawn))} have no closed form")
    movers = [player for player in there.players if player.decides]
    if len(drawn) != 1 or len(there.decisions) != 1 or there.constraints or there.expectations:
        names = ", ".join(map(str, drawn))
        raise DeclarationError(
            f"the expected value over {names} has no closed form, and is integrated in numbers for one decision "
            f"without constraints, and over one random number: declare {names} discrete(...) or a sample(...), or "
            "write the expected value by yourself"
        )
    [player], [decision] = movers, there.decisions
    if player.is_one_of_several:
        raise DeclarationError(
            f"the expected value over {drawn[0]} has no closed form, and is integrated in numbers for one player "
            f"without copies; declare {drawn[0]} discrete(...) or a sample(...)"
        )
    return _Problem(player=player.name, decision=decision, drawn=drawn[0], values=declared)


def _quantiles(drawn: Random) -> Any:
    law = drawn.law
    if isinstance(law, Normal):
        return stats.norm(float(law.mean), float(sp.sqrt(law.variance))).ppf
    if isinstance(law, Exponential):
        return stats.expon(scale=float(law.mean)).ppf
    assert isinstance(law, Uniform)
    return stats.uniform(float(law.low), float(law.length)).ppf


def _places(low: float | None, high: float | None) -> list[float]:
    """Return decisions of many sizes, or evenly between two ends."""
    if low is not None and high is not None:
        return list(np.linspace(low, high, _LARGEST - _SMALLEST))
    reach = 2.0 ** np.arange(_SMALLEST, _LARGEST)
    if low is not None:
        return [low, *(low + reach)]
    if high is not None:
        return [*(high - reach[::-1]), high]
    return [*-reach[::-1], 0.0, *reach]


def _fraction(number: sp.Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))
