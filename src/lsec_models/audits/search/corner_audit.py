"""Audits in which every constraint counts: nobody gains by deviating, as nested optimisation sees it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import sympy as sp

from lsec_models.algebra.sampling import stream
from lsec_models.audits.search.nested import DeviationGain, NestedGame
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.errors import DeclarationError, SamplingFailed
from lsec_models.evaluate.progress import tracked
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.audits import Audit, AuditedMove
from lsec_models.games.static.equilibrium import StaticEquilibrium
from lsec_models.games.static.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.solutions import Solutions

_LEAST_UNIT = 1e-9


def audit_with_constraints(
    equilibrium: StaticEquilibrium | PiecewiseEquilibrium, draws: int, seed: int, tolerance: float
) -> Audit:
    """Look for profitable deviations after which later movers may come to a constraint; see :func:`lsec_models.audit`.

    Draws are spread evenly over the cells of all regimes, if there are several. At each, every player searches among
    all its decisions of each stage, later stages being solved anew by nested optimisation
    (:mod:`lsec_models.audits.search.nested`). The whole game is solved in that way too, and payoffs are compared:
    decisions that hardly matter are hardly determined numerically.
    """
    nested = NestedGame(equilibrium.game)
    trials = [_tried(nested, piece, point) for piece, point in tracked(list(_draws(equilibrium, draws, seed)), "audit")]
    return _reported(equilibrium, trials, seed, tolerance)


def audit_at_point(solutions: Solutions, tolerance: float) -> Audit:
    """Look for profitable deviations from each equilibrium at one point, and from the vertices of each continuum.

    Where there is one equilibrium only, its payoffs are compared with those of a nested numerical solution.

    Raises
    ------
    DeclarationError
        If there is none; if the game has copies, expectations or kinks; or a search does not play on as later movers
        are said to: it lets who is indifferent favour those before them, and keeps to none of several equilibria.
    """
    found = (*solutions, *solutions.examples())
    if not found:
        raise DeclarationError(f"audit: there is no equilibrium to audit: {solutions.reason}")
    if solutions.game.hidden or solutions.game.representative is not solutions.game:
        raise DeclarationError(
            "audit: copies, expectations and kinks of what was solved at a point stand for movers that a search does "
            "not know; look at its `evidence`"
        )
    if solutions.ties == "against" or any(solutions.selections):
        how = "turn against those before them" if solutions.ties == "against" else "keep to one of several equilibria"
        raise DeclarationError(
            f"audit: later movers {how}, which a search does not follow; every deviation was compared exactly when the "
            "game was solved: look at its `evidence`"
        )
    nested, alone = NestedGame(solutions.game), len(found) == 1
    point = {symbol: solutions.point[symbol.name] for symbol in solutions.game.parameters}
    trials = []
    for one in found:
        numbers = {name: float(value) for name, value in one.values.items()}
        trials.append(_searched(nested, numbers, point, compared=alone))
    return _reported(solutions, trials, 0, tolerance)


def _reported(
    solved: StaticEquilibrium | PiecewiseEquilibrium | Solutions, trials: list[_Trial], seed: int, tolerance: float
) -> Audit:
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
            _audited(position, trials, followed)
            for position, gain in enumerate(trials[0].gains)
            if gain.player not in solved.game.hidden
        ),
        unresolved=sum(bool(trial.reasons) for trial in trials),
        reasons=Frozen(dict(Counter(reason for trial in trials for reason in trial.reasons).most_common())),
        largest_discrepancy=worst.discrepancy,
        discrepant=worst.discrepant,
        discrepant_at=worst.at,
    )


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """What was found at one point."""

    at: Mapping[str, Fraction]
    gains: tuple[DeviationGain, ...]
    discrepancy: float
    discrepant: str
    reasons: tuple[str, ...]


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


def _tried(nested: NestedGame, found: StaticEquilibrium, point: Mapping[sp.Symbol, Fraction]) -> _Trial:
    numbers = {name: float(value) for name, value in found.numbers_at(point).items()}
    return _searched(nested, numbers, point, compared=True)


def _searched(
    nested: NestedGame, numbers: Mapping[str, float], point: Mapping[sp.Symbol, Fraction], *, compared: bool
) -> _Trial:
    parameters = {symbol: float(value) for symbol, value in point.items()}
    claimed = {decision.name: numbers[decision.name] for decision in nested.game.decisions}
    gains = nested.deviation_gains(claimed, parameters)
    whole = nested.solution(parameters)
    reasons = [f"after {g.player} in stage {g.stage}: {g.outcome.words}" for g in gains if g.outcome != Outcome.SOLVED]
    if whole.outcome != Outcome.SOLVED:
        reasons.append(f"whole game: {whole.outcome.words}")
    earned = {player.name: numbers[player.name] for player in nested.game.players}
    discrepancy, discrepant = 0.0, next(iter(earned))
    if whole.plain and compared:
        unit = max(_LEAST_UNIT, *(abs(value) for value in earned.values()))
        discrepancy, discrepant = max((abs(whole.payoffs[name] - x) / unit, name) for name, x in earned.items())
    at = Frozen({symbol.name: value for symbol, value in point.items()})
    return _Trial(at=at, gains=gains, discrepancy=discrepancy, discrepant=discrepant, reasons=tuple(reasons))


def _audited(position: int, trials: list[_Trial], followed: int) -> AuditedMove:
    """Return the move in one place; before stage `followed` it may be by a later mover's bound that it gains."""
    resolved = [trial for trial in trials if trial.gains[position].outcome == Outcome.SOLVED]
    worst = max(resolved or trials, key=lambda trial: trial.gains[position].relative_gain)
    gain = worst.gains[position]
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
