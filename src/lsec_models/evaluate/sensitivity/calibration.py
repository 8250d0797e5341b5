"""Parameters at which a closed form, or a game without one, comes nearest to observed prices and quantities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from lsec_models.algebra.description import Printed
from lsec_models.algebra.domains.parameter_point import exact_number, given_values
from lsec_models.errors import DeclarationError, NotConverged, OutsideDomain, described, require_known
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.grid import Key
from lsec_models.evaluate.sensitivity.least_squares import Fit, best_fits
from lsec_models.evaluate.sensitivity.model_at_markets import ModelAtMarkets
from lsec_models.evaluate.sensitivity.searched_at_markets import SearchedAtMarkets
from lsec_models.games.axes import exact_ranges
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.signature import explained
from lsec_models.solve.searched import is_searched

if TYPE_CHECKING:
    import pandas as pd

Solved: TypeAlias = Equilibrium | FeedbackEquilibrium | BayesianEquilibrium
Calibrated: TypeAlias = Solved | Game
# Fits whose sums of squares differ by less than this share of what is observed are equally good.
_AS_GOOD = 1e-10
# By which share of its range a parameter may differ between fits that are the same.
_SAME = 1e-3
_NOTHING: Mapping[Any, Any] = Frozen({})


@dataclass(frozen=True, kw_only=True, repr=False)
class Calibration(Printed):
    """The best fit that was found.

    Attributes
    ----------
    fitted : Mapping from str to float
        The parameters that were chosen; with the others they satisfy every condition on parameters, exactly.
    residuals : pandas.DataFrame
        A row for each market, a column for each quantity: what is observed minus what the solution says.
    scales : Mapping from str to float
        In which unit residuals of each quantity were squared.
    loss : float
        The sum of squared residuals, each in its unit.
    binds : tuple of str
        The conditions and the ends of ranges at which the fit lies; it may come nearer only beyond them.
    is_identified : bool
        Whether other parameters were seen to fit worse: neither is there a direction in which the fit does not change,
        nor did another start end elsewhere as well.
    starts, reached : int
        From how many points the search began, and from how many of them it ended at this fit.
    evidence, caveat : str
        What the solution rests on, and what keeps it from being established.
    """

    fitted: Mapping[str, float]
    residuals: pd.DataFrame
    scales: Mapping[str, float]
    loss: float
    binds: tuple[str, ...]
    is_identified: bool
    starts: int
    reached: int
    evidence: str
    caveat: str

    def __str__(self) -> str:
        values = ", ".join(f"{name} = {value:.6g}" for name, value in self.fitted.items())
        lines = [f"Best fit found: {values}", f"  sum of squares: {self.loss:.4g}"]
        lines.append(f"  binding: {'; '.join(self.binds) or 'nothing'}")
        if not self.is_identified:
            lines.append("  not identified: other parameters fit as well")
        lines.append(f"  reached from {self.reached} of {self.starts} starts")
        return "\n".join([*lines, f"  {self.evidence}"])


@explained
def calibrate(
    solved: Calibrated,
    observed: Mapping[str, object],
    *,
    between: Mapping[Key, object],
    at: Mapping[Key, object] = _NOTHING,
    scales: Mapping[str, object] = _NOTHING,
) -> Calibration:
    """Choose parameters so that what is solved comes nearest, in squares, to what is observed.

    1. Residuals are what is observed minus what the closed form says, in units of the quantity (`scales`).
    2. From up to 32 points spread over the ranges, minimise their sum of squares within the ranges and the domain of
       the closed form (sequential quadratic programming, exact derivatives); keep the best end at which all conditions
       hold, decided exactly.
    3. Say what binds there, from how many starts it was reached, and whether other parameters fit as well.

    A game without a closed form is searched in numbers instead, inside all bounds, from up to 8 points; only an end at
    which one candidate is found in all markets, and other decisions refute none, is kept. That no point of the ranges
    fits better is not proved.

    Parameters
    ----------
    solved : Equilibrium, FeedbackEquilibrium, BayesianEquilibrium or Game
        Of a piecewise equilibrium take the regime that is observed, ``solved.regimes[0].pieces[0]``. A game is one
        without a closed form, whose payoffs have exp, log or free powers.
    observed : mapping or pandas.DataFrame
        By quantity: a number, or one for each market.
    between : mapping
        By name or symbol: the range ``(low, high)`` of each parameter that is to be chosen, the same in all markets.
    at : mapping, optional
        By name or symbol: every other parameter, a number or one for each market.
    scales : mapping, optional
        By quantity: the unit of its residuals; the root of its mean square without it.

    Returns
    -------
    Calibration

    Raises
    ------
    UnknownName, DeclarationError
        If a name is not known, a parameter is missing or given twice, numbers are none or not as many as there are
        markets.
    OutsideDomain
        If no point of the ranges was found at which the solution holds in every market.
    NotConverged
        If no search ended at a point where it holds.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b, c = parameters("a b c", positive=True)
    >>> p = decisions("p")
    >>> shop = Player("shop", decides=[p], payoff=(p - c) * (a - b * p))
    >>> led = solve(Game(players=[shop], report={"sold": a - b * p}, assuming=[a > b * c]))
    >>> seen = {"p": [6, 6.5, 7], "sold": [8, 7, 6]}
    >>> print(calibrate(led, seen, between={"a": (1, 50), "b": (0.1, 5)}, at={"c": [2, 3, 4]}))
    Best fit found: a = 20, b = 2
      sum of squares: ...
      binding: nothing
      reached from ... of 32 starts
      exists: proved; optimal: proved; off the path: proved; bounds of others: proved; complete: proved
    """
    model = _model(solved, observed, between, at, scales)
    fits = [fit for fit in best_fits(model) if model.holds_exactly(fit.point)]
    if not fits:
        raise NotConverged(
            "no search ended where the solution holds; give narrower ranges in between=, inside its domain"
        )
    best, *others = sorted(fits, key=lambda fit: fit.loss)
    return _calibration(model, best, others)


def _calibration(model: ModelAtMarkets, best: Fit, others: Iterable[Fit]) -> Calibration:
    import pandas as pd

    as_good = [fit for fit in others if fit.loss <= best.loss + _AS_GOOD * model.size]
    same = [fit for fit in as_good if np.abs(fit.share - best.share).max() <= _SAME]
    evidence, caveat = model.words
    residuals = pd.DataFrame(dict(zip(model.observed, model.differences(best.point), strict=True)))
    return Calibration(
        fitted=Frozen(dict(zip(model.chosen, map(float, best.point), strict=True))),
        residuals=residuals,
        scales=Frozen(model.scales),
        loss=best.loss,
        binds=model.binding(best.point),
        is_identified=len(same) == len(as_good) and model.is_locally_identified(best.point),
        starts=len(model.starts),
        reached=1 + len(same),
        evidence=evidence,
        caveat=caveat,
    )


def _model(
    solved: Any, observed: object, between: object, at: Mapping[Key, object], scales: Mapping[str, object]
) -> ModelAtMarkets:
    if isinstance(solved, Game) and is_searched(solved):
        solved = solved.representative
    elif not isinstance(solved, Solved):
        sweeping = (
            "sweep(game, over={'a': (1, 50, 99)}, at={...}) says what is decided at many parameters: take those at "
            "which squares of what is observed minus that add up to least"
        )
        way_out = (
            f"give its closed form, calibrate(solve(game), ...); where it has none, {sweeping}"
            if isinstance(solved, Game)
            else f"numbers at one point do not say what is so at others; {sweeping}"
            if isinstance(solved, Solutions)
            else "of a piecewise equilibrium give the regime that is observed, solved.regimes[0].pieces[0]"
        )
        raise DeclarationError(
            "calibrate takes an Equilibrium, a FeedbackEquilibrium, a BayesianEquilibrium or a Game whose payoffs have "
            f"exp, log or free powers, and {described(solved)}; {way_out}"
        )
    seen = _columns(observed, solved)
    ranges = _ranges(between)
    fixed = {name: _numbers(value, name) for name, value in given_values(at).items()}
    symbols = solved.parameters if isinstance(solved, Game) else solved.ring.symbols
    names = [symbol.name for symbol in symbols]
    for name in [*ranges, *fixed]:
        require_known(name, names, f"no parameter {name!r}")
        if name in ranges and name in fixed:
            raise DeclarationError(f"{name} is given twice; put it into between= or into at=")
    missing = [name for name in names if name not in ranges and name not in fixed]
    if missing:
        raise DeclarationError(f"no value for {', '.join(missing)}; give each a range in between= or a number in at=")
    for symbol in symbols:
        if symbol.is_integer and symbol.name in ranges:
            raise DeclarationError(f"{symbol} is declared integer; calibrate with each value of it in at=, and compare")
    markets = _count({**{f"observed {name}": v for name, v in seen.items()}, **fixed})
    units = _scales(scales, seen)
    model = (SearchedAtMarkets if isinstance(solved, Game) else ModelAtMarkets)(
        solved=solved,
        observed={name: np.array([float(v) for v in values]) for name, values in seen.items()},
        ranges=ranges,
        fixed={name: values * markets if len(values) == 1 else values for name, values in fixed.items()},
        scales=units,
        markets=markets,
    )
    if not model.starts.size:
        raise OutsideDomain(
            "no point was found in the ranges of between= at which the solution holds in every market: "
            f"{'; '.join(model.failures())}; give other ranges"
        )
    return model


def _columns(observed: Any, solved: Calibrated) -> dict[str, list[Fraction]]:
    columns = dict(observed.items()) if hasattr(observed, "items") else {}
    if not columns:
        raise DeclarationError(
            f"observed = {observed!r}: give numbers by quantity, as in {{'p': [6, 6.5]}}, or a table with such columns"
        )
    known = [*_quantities_of(solved)]
    for name in columns:
        require_known(str(name), known, f"no quantity {str(name)!r}")
    return {str(name): _numbers(values, f"observed {name}") for name, values in columns.items()}


def _quantities_of(solved: Calibrated) -> Iterable[str]:
    if isinstance(solved, Game):
        return [*solved.shown_decisions, *solved.shown_players, *solved.report]
    return solved.exact


def _numbers(values: object, what: str) -> list[Fraction]:
    several = list(values) if isinstance(values, Iterable) and not isinstance(values, str) else [values]
    return [exact_number(value, what) for value in several]


def _ranges(between: object) -> dict[str, tuple[Fraction, Fraction]]:
    if not isinstance(between, Mapping) or not between:
        raise DeclarationError(f"between = {between!r}: give the range of each parameter to choose, {{'a': (1, 50)}}")
    return exact_ranges(between, "between")


def _count(given: Mapping[str, list[Fraction]]) -> int:
    """Return the number of markets: numbers that stand alone are those of all."""
    lengths = {name: len(values) for name, values in given.items()}
    markets = max(lengths.values())
    for name, length in lengths.items():
        if length not in (1, markets) or (name.startswith("observed ") and length != markets):
            raise DeclarationError(f"{name}: {length} given, and there are {markets} markets; give one for each")
    return markets


def _scales(scales: Mapping[str, object], seen: Mapping[str, list[Fraction]]) -> dict[str, float]:
    given = given_values(scales)
    for name, value in given.items():
        require_known(name, seen, f"no observed quantity {name!r}")
        if exact_number(value, f"scale of {name}") <= 0:
            raise DeclarationError(f"the scale of {name} = {value}: give a positive number")
    found: dict[str, float] = {}
    for name, values in seen.items():
        size: Floats = np.sqrt(np.mean([float(value) ** 2 for value in values]))
        found[name] = float(exact_number(given[name], name)) if name in given else float(size) or 1.0
    return found
