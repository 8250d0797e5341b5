"""Piecewise equilibria against nested optimisation, point by point; the two share no code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from brute_force.every_selection import sure_gain
from lsec_models import solve
from lsec_models.algebra.domains.sampling import sample
from lsec_models.audits.search.nested import NestedGame
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.audits.search.nested_results import DeviationGain, NestedSolution
from lsec_models.errors import LsecError, OutsideDomain, SamplingFailed
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.work import Effort
from random_games import RandomGame

CLOSE = 1e-6
GAIN = 1e-7
_GAPS = 2

Point = Mapping[str, Fraction]


class Verdict(Enum):
    """What a comparison says."""

    AGREE = "agree"
    UNRESOLVED = "unresolved"
    DISAGREE = "disagree"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One game at one parameter point.

    Attributes
    ----------
    seed : int
        Of the game.
    point : Mapping from str to Fraction
        Empty where the game was not solved at all.
    verdict : Verdict
    reason : str
        How they agree, why it is unresolved, or what disagrees.
    details : str
        Numbers, where they do not agree.
    """

    seed: int
    point: Point
    verdict: Verdict
    reason: str
    details: str = ""


def comparisons(drawn: RandomGame, *, effort: Effort) -> Iterator[Comparison]:
    """Solve a game exactly, with corners, and compare at its points, at one point in each regime, and at some gaps.

    Parameters
    ----------
    drawn : RandomGame
    effort : str or float
        For the exact solution; less leaves more unproved, but nothing unsolved.
    """
    try:
        exact = solve(drawn.game, corners=True, effort=effort)
    except LsecError as error:
        reason = f"exact: {type(error).__name__}"
        for at in drawn.points:
            found = NestedGame(drawn.game).solution(at)
            verdict = Verdict.UNRESOLVED if found.outcome is Outcome.SOLVED else Verdict.AGREE
            yield Comparison(seed=drawn.seed, point=at, verdict=verdict, reason=reason, details=str(error))
        return
    numerical = NestedGame(drawn.game)
    points: list[Point] = [*drawn.points, *_inside(exact), *(gap.point for gap in exact.tiling.gaps[:_GAPS])]
    for point in points:
        try:
            claims = [{name: float(value) for name, value in at.decisions.items()} for at in exact.all_at(point)]
        except OutsideDomain:
            claims = []
        yield compared(drawn, claims, numerical, point)


def comparisons_at_points(drawn: RandomGame) -> Iterator[Comparison]:
    """Compare the exact solution at the game's own points, which is what a piecewise equilibrium answers by."""
    numerical = NestedGame(drawn.game)
    for point in drawn.points:
        there = _there(drawn, point)
        claims = [{name: float(value) for name, value in found.decisions.items()} for found in there]
        yield compared(drawn, claims, numerical, point)


def compared(drawn: RandomGame, claims: list[dict[str, float]], numerical: NestedGame, point: Point) -> Comparison:
    """Compare at one point.

    The two agree if decisions are the same; or if all that differ are equilibria, as no deviation gains from the exact
    ones; or if both find none. A deviation before the last stage that gains as nested optimisation plays on refutes
    nothing if the last stage has several equilibria and one of them leaves the deviator less: subgame perfection asks
    for some selection only. What gains in other stages is taken as it is, though it may hang on a selection as well.

    Parameters
    ----------
    drawn : RandomGame
    claims : list of dict from str to float
        The exact equilibria at the point.
    numerical : NestedGame
        Of the same game.
    point : Mapping from str to Fraction
    """
    found = numerical.solution(point)
    if not claims:
        return _without_claim(drawn, found, point)
    if found.outcome is Outcome.SOLVED and all(_close(claim, found.decisions) for claim in claims):
        return Comparison(seed=drawn.seed, point=point, verdict=Verdict.AGREE, reason="same decisions")
    pairs = [(claim, gain) for claim in claims for gain in numerical.deviation_gains(claim, point)]
    gains = [gain for _, gain in pairs]
    details = f"exact {claims}, numerical {found}, gains {gains}"
    pay = [pair for pair in pairs if pair[1].relative_gain > GAIN and pair[1].outcome is Outcome.SOLVED]
    if not all(_hangs_on_selection(drawn, claim, gain, point) for claim, gain in pay):
        verdict, reason = Verdict.DISAGREE, "a deviation from the exact solution gains"
    elif pay:
        verdict, reason = Verdict.AGREE, "what gains from the exact solution does not under every selection"
    elif any(gain.outcome is not Outcome.SOLVED for gain in gains):
        verdict, reason = Verdict.UNRESOLVED, f"numerical: {found.outcome.words}"
    else:
        verdict, reason = Verdict.AGREE, "no deviation from the exact solution gains"
    return Comparison(seed=drawn.seed, point=point, verdict=verdict, reason=reason, details=details)


def _hangs_on_selection(drawn: RandomGame, claim: Mapping[str, float], gain: DeviationGain, point: Point) -> bool:
    """Whether who gains before the last stage does not if the last stage plays whatever leaves it least."""
    if gain.stage != len(drawn.game.stages) - 1 or gain.broken:
        return False
    try:
        surely = sure_gain(drawn.game, claim, point, gain.player)
    except NotImplementedError:
        return False
    return surely <= GAIN * gain.gain / gain.relative_gain


def _without_claim(drawn: RandomGame, found: NestedSolution, point: Point) -> Comparison:
    """Compare where the exact solution says that there is none, or where its regimes, found at samples, miss one."""
    if found.outcome is not Outcome.SOLVED:
        return Comparison(seed=drawn.seed, point=point, verdict=Verdict.AGREE, reason=f"neither: {found.outcome.words}")
    if found.jump:
        return Comparison(seed=drawn.seed, point=point, verdict=Verdict.AGREE, reason="neither: a jump, as both say")
    there = _there(drawn, point)
    reason = there.reason if there.status == "none" else f"not resolved: {there.reason or 'a regime was not found'}"
    admitted = found.holes or found.several or reason.startswith("not resolved")
    return Comparison(
        seed=drawn.seed,
        point=point,
        verdict=Verdict.UNRESOLVED if admitted else Verdict.DISAGREE,
        reason=f"no regime here ({reason}), but a numerical solution",
        details=f"numerical {found}",
    )


def _there(drawn: RandomGame, point: Point) -> Solutions:
    return solve(drawn.game, corners=True, at=point)


def _inside(exact: PiecewiseEquilibrium) -> Iterator[dict[str, Fraction]]:
    """Yield one point of each regime."""
    for regime in exact.regimes:
        try:
            (point,) = sample(regime.cells[0], 1, seed=len(regime.name))
        except SamplingFailed:
            continue
        yield {symbol.name: value for symbol, value in point.items()}


def _close(claim: Mapping[str, float], found: Mapping[str, float]) -> bool:
    size = 1 + max(map(abs, claim.values()))
    return all(abs(claim[name] - found[name]) <= CLOSE * size for name in claim)
