"""Audits in which every constraint counts: nobody gains by deviating, as nested optimisation sees it."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.sampling import stream
from lsec_models.audits.search.bargained_terms import BargainedTerms
from lsec_models.audits.search.followed_decisions import FollowedDecisions
from lsec_models.audits.search.nested import NestedGame
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.audits.search.nested_results import DeviationGain
from lsec_models.cluster.workers import answers
from lsec_models.errors import DeclarationError, OutsideDomain, SamplingFailed
from lsec_models.evaluate.progress import tracked
from lsec_models.games.choice.followed import FollowedEquilibrium
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.static.game import Game
from lsec_models.games.static.representative import with_single_movers
from lsec_models.games.static.results.audits import Audit, AuditedMove
from lsec_models.games.static.results.equilibrium import StaticEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.results.solutions import Solutions

_Search = NestedGame | BargainedTerms | FollowedDecisions
_Audited = StaticEquilibrium | PiecewiseEquilibrium | FollowedEquilibrium | Solutions

# What an answer comes to at a point, in numbers.
_Drawn = tuple[dict[str, float], Mapping[sp.Symbol, Fraction]]

_TRIED = 10
_PACKAGES = ("lsec_models", "numpy", "scipy", "python-flint")
_LEAST_UNIT = 1e-9
_HERE = threading.local()


def audit_with_constraints(
    equilibrium: StaticEquilibrium | PiecewiseEquilibrium, draws: int, seed: int, tolerance: float, client: object
) -> Audit:
    """Look for profitable deviations after which later movers may come to a constraint; see :func:`lsec_models.audit`.

    Draws are spread evenly over the cells of all regimes, if there are several. At each, every player searches among
    all its decisions of each stage, later stages being solved anew by nested optimisation
    (:mod:`lsec_models.audits.search.nested`). The whole game is solved in that way too, and payoffs are compared:
    decisions that hardly matter are hardly determined numerically.
    """
    drawn = [(_floats(piece.numbers_at(point)), point) for piece, point in _draws(equilibrium, draws, seed)]
    trials = _tried(_Trials(equilibrium, compared=True), drawn, client)
    return _reported(equilibrium, trials, seed, tolerance)


def audit_with_choice(
    equilibrium: FollowedEquilibrium, draws: int, seed: int, tolerance: float, client: object
) -> Audit:
    """Look for profitable deviations from decisions that a choice among modes follows; see :func:`lsec_models.audit`.

    Raises
    ------
    SamplingFailed
        If a mode is known at none of the draws.
    """
    drawn: list[_Drawn] = []
    for point in islice(stream(equilibrium.domain, seed), _TRIED * draws):
        with suppress(OutsideDomain):
            there = equilibrium.at(point)
            known: Any = there.available[there.mode]
            drawn.append((_floats(known.values), point))
        if len(drawn) == draws:
            break
    if not drawn:
        raise SamplingFailed(f"audit: no mode is known at {_TRIED * draws} admissible points of {equilibrium.label}")
    trials = _tried(_Trials(equilibrium, compared=True), drawn, client)
    return _reported(equilibrium, trials, seed, tolerance)


def audit_at_point(solutions: Solutions, tolerance: float, client: object) -> Audit:
    """Look for profitable deviations from each equilibrium at one point, and from the vertices of each continuum.

    Where there is one equilibrium only, its payoffs are compared with those of a nested numerical solution.

    Raises
    ------
    DeclarationError
        If there is none; or a search does not play on as later movers are said to: it lets who is indifferent favour
        those before them, and keeps to none of several equilibria.
    """
    found = (*solutions.quantities, *(values for continuum in solutions.continua for values in continuum.quantities))
    if not found:
        raise DeclarationError(f"audit: there is no equilibrium to audit: {solutions.reason}")
    # Who chooses among modes favours the leader where it is indifferent, as a search does.
    kept = any(solutions.selections) and solutions.game.then is None
    if solutions.ties == "against" or kept:
        how = "turn against those before them" if solutions.ties == "against" else "keep to one of several equilibria"
        raise DeclarationError(
            f"audit: later movers {how}, which a search does not follow; every deviation was compared exactly when the "
            "game was solved: look at its `evidence`"
        )
    point = {symbol: solutions.point[symbol.name] for symbol in solutions.game.parameters}
    drawn = [(_floats(values), point) for values in found]
    trials = _tried(_Trials(solutions, compared=len(found) == 1), drawn, client)
    return _reported(solutions, trials, 0, tolerance)


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """What was found at one point."""

    at: Mapping[str, Fraction]
    gains: tuple[DeviationGain, ...]
    discrepancy: float
    discrepant: str
    reasons: tuple[str, ...]


class _Trials:
    """The search for deviations, which can be sent to another process; each thread compiles its own.

    Parameters
    ----------
    solved : StaticEquilibrium, PiecewiseEquilibrium, FollowedEquilibrium or Solutions
    compared : bool
        Whether payoffs are compared with those of the whole game, solved numerically.
    """

    def __init__(self, solved: _Audited, *, compared: bool) -> None:
        self._solved, self._compared = solved, compared

    def __call__(self, drawn: _Drawn) -> _Trial:
        if getattr(_HERE, "trials", None) is not self:
            _HERE.trials, _HERE.search = self, _search_of(self._solved.game)
        numbers, point = drawn
        return _searched(_HERE.search, self._solved, numbers, point, compared=self._compared)


def _tried(trials: _Trials, drawn: Sequence[_Drawn], client: object) -> list[_Trial]:
    """Return what is found at each point: here, or on the workers of a client."""
    found = answers(trials, drawn, client, _PACKAGES)
    return [trial for _, trial in zip(tracked(drawn, "audit"), found, strict=True)]


def _search_of(game: Game) -> _Search:
    """Return what searches a game: its bargains, the choice that follows it, or its stages alone."""
    if game.bargains:
        return BargainedTerms(game)
    return NestedGame(with_single_movers(game)) if game.then is None else FollowedDecisions(game)


def _reported(solved: _Audited, trials: list[_Trial], seed: int, tolerance: float) -> Audit:
    worst = max(trials, key=lambda trial: trial.discrepancy)
    interior = isinstance(solved, StaticEquilibrium)
    followed = len(solved.game.stages) if interior else 0
    return Audit(
        subject=solved.subject,
        tolerance=tolerance,
        asks_bounds=interior,
        power_structure=solved.label,
        draws=len(trials),
        seed=seed,
        moves=tuple(
            _audited(move, trials, followed)
            for move in dict.fromkeys(_move(gain) for trial in trials for gain in trial.gains)
            if move[0] not in solved.game.hidden
        ),
        unresolved=sum(bool(trial.reasons) for trial in trials),
        reasons=Frozen(dict(Counter(reason for trial in trials for reason in trial.reasons).most_common())),
        largest_discrepancy=worst.discrepancy,
        discrepant=worst.discrepant,
        discrepant_at=worst.at,
    )


def _draws(
    equilibrium: StaticEquilibrium | PiecewiseEquilibrium, draws: int, seed: int
) -> Iterator[tuple[StaticEquilibrium, dict[sp.Symbol, Fraction]]]:
    pieces = list(equilibrium.pieces) if isinstance(equilibrium, PiecewiseEquilibrium) else [equilibrium]
    for number, piece in enumerate(pieces):
        share = draws // len(pieces) + (number < draws % len(pieces))
        try:
            for point in islice(stream(piece.domain, seed), share):
                yield piece, point
        except SamplingFailed:
            continue


def _floats(values: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in values.items()}


def _searched(
    search: _Search,
    solved: _Audited,
    numbers: Mapping[str, float],
    point: Mapping[sp.Symbol, Fraction],
    *,
    compared: bool,
) -> _Trial:
    hidden = solved.game.hidden
    parameters = {symbol: float(value) for symbol, value in point.items()}
    known = _claimed(search, numbers)
    gains = search.deviation_gains(known, parameters)
    reasons = [f"after {g.player} in stage {g.stage}: {g.outcome.words}" for g in gains if g.outcome != Outcome.SOLVED]
    payoffs: Mapping[str, float] = {}
    if isinstance(search, NestedGame):
        whole = search.solution(parameters)
        if whole.outcome != Outcome.SOLVED:
            reasons.append(f"whole game: {whole.outcome.words}")
        payoffs = whole.payoffs if whole.plain and compared else {}
    else:
        payoffs = search.payoffs(known, parameters)
    earned = {name: numbers[name] for name in payoffs if name in numbers}
    unit = max(_LEAST_UNIT, *(abs(value) for value in earned.values())) if earned else 1.0
    distances = [(abs(payoffs[name] - value) / unit, name) for name, value in earned.items()]
    discrepancy, discrepant = max([*distances, *_imitated(gains, hidden)], default=(0.0, gains[0].player))
    at = values_by_name(point)
    return _Trial(at=at, gains=gains, discrepancy=discrepancy, discrepant=discrepant, reasons=tuple(reasons))


def _claimed(search: _Search, numbers: Mapping[str, float]) -> Mapping[str, float]:
    """Return what a search takes of an answer: decisions, and of a choice payoffs, which tell the mode."""
    if isinstance(search, FollowedDecisions):
        return numbers
    return {decision.name: numbers[decision.name] for decision in search.game.decisions}


def _imitated(gains: Iterable[DeviationGain], hidden: Collection[str]) -> Iterator[tuple[float, str]]:
    """Yield how far what others of several copies do, and what is expected, is from what it must equal."""
    for gain in gains:
        if gain.player in hidden:
            yield from ((abs(is_ - must) / (1 + abs(must)), name) for name, (is_, must) in gain.change.items())


def _move(gain: DeviationGain) -> tuple[str, int, tuple[str, ...]]:
    """Return whose move it is, when, and what is decided: in another mode others move."""
    return gain.player, gain.stage, tuple(gain.change)


def _audited(move: tuple[str, int, tuple[str, ...]], trials: Sequence[_Trial], followed: int) -> AuditedMove:
    """Return one move; before stage `followed` it may be by a later mover's bound that it gains."""
    made = [(trial, gain) for trial in trials for gain in trial.gains if _move(gain) == move]
    resolved = [(trial, gain) for trial, gain in made if gain.outcome == Outcome.SOLVED]
    worst, gain = max(resolved or made, key=lambda pair: pair[1].relative_gain)
    return AuditedMove(
        player=gain.player,
        stage=gain.stage,
        relative_gain=gain.relative_gain if resolved else math.nan,
        gain=gain.gain if resolved else math.nan,
        at=worst.at,
        change=gain.change,
        held_at_zero=(),
        by_bounds=gain.stage < followed,
        unresolved=len(trials) - len(resolved),
        untried=0.0,
    )
