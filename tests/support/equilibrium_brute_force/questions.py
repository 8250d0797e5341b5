"""What is asked of a game: whether a path is an equilibrium, and which there are."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from equilibrium_brute_force.arrays import distinct, placed, relative_gain
from equilibrium_brute_force.findings import Approximate, Finding
from equilibrium_brute_force.last_movers import FAR
from equilibrium_brute_force.nested_search import NestedSearch
from equilibrium_brute_force.outcomes import possible_outcomes
from equilibrium_brute_force.state import FINE, GAIN, Array, Search
from families.static import Declared

_BETWEEN = 10
_ALLOWED = 1e-7
_BESIDE = (1e-5, 1e-3)


def check_point(game: Declared, decisions: Mapping[str, object], *, tolerance: float = GAIN) -> Finding:
    """Return whether a path is played in a subgame-perfect equilibrium in pure strategies.

    Parameters
    ----------
    game : Declared
    decisions : mapping from str to number
        The path that is claimed.
    tolerance : float
        Relative gains below it are taken for noise.
    """
    search = NestedSearch(game)
    point = np.array([float(decisions[name]) for name in search.names])  # type: ignore[arg-type]
    return _checked(search, point, tolerance)


def find(game: Declared, known: Callable[[Mapping[str, float]], bool] = lambda _: False) -> list[Approximate]:
    """Return equilibria that a search finds; there may be more.

    Parameters
    ----------
    game : Declared
    known : function from a path to bool
        Whether a path that the search meets is known, so that it is neither looked at again nor returned.
    """
    search = NestedSearch(game)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        points = [point for point in distinct(possible_outcomes(search)) if not _is_beside_a_pole(search, point)]
        most = 12 if len(search.stages) < 4 else 3
        return [_approximate(search, point) for point in points[:most] if not known(search.path(point))]


def is_left_for(game: Declared, decisions: Mapping[str, float], others: Mapping[str, float]) -> bool:
    """Return whether a first mover gains, whatever is answered, by what it decides on another path or close beside it.

    Later movers who are indifferent just there are not close beside it.

    Parameters
    ----------
    game : Declared
    decisions, others : mapping from str to float
        The path, and the other one.
    """
    search = NestedSearch(game)
    point, other = (np.array([path[name] for name in search.names]) for path in (decisions, others))
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for player, own in search.stages[0]:
            beside = [side * step * axis for axis in np.eye(len(own)) for step in _BESIDE for side in (1, -1)]
            there = placed(point, own, other[list(own)] + np.array([np.zeros(len(own)), *beside]))
            later = search.answers(1, there, Search(search.grids(0, fine=True), deviator=player))
            for place in np.flatnonzero(later.ok.any(axis=1)):
                paths = later.paths[place][later.ok[place]]
                sure = float(search.payoff(player, paths).min())
                is_allowed = max(map(search.violation, paths)) <= _ALLOWED
                if is_allowed and relative_gain(sure, float(search.payoff(player, point)), there[place]) > GAIN:
                    return True
    return False


def least_after(game: Declared, decision: float) -> float | None:
    """Return the least payoff that a first mover may be left with by its one decision; None if it may not choose that.

    It is -inf if later movers have no answer.

    Parameters
    ----------
    game : Declared
    decision : float
    """
    search = NestedSearch(game)
    ((player, (number,)),) = search.stages[0]
    point = placed(np.zeros(search.size), [number], np.array([[decision]]))
    low, high = search.interval(0, number, point)
    with np.errstate(all="ignore"):
        later = search.answers(1, point, Search((FINE,) * len(search.stages)))
    if later.infeasible[0] or not low[0] <= decision <= high[0]:
        return None
    return float(search.payoff(player, later.paths)[0][later.ok[0]].min(initial=np.inf if later.ok.any() else -np.inf))


def is_outdone(game: Declared, decisions: Mapping[str, float], others: Mapping[str, float]) -> bool:
    """Return whether a single first mover has more on another path.

    It has the same in all equilibria in which later movers favour whom they may: of two, one is none.

    Parameters
    ----------
    game : Declared
    decisions, others : mapping from str to float
        The path, and the other one.
    """
    search = NestedSearch(game)
    point, other = (np.array([path[name] for name in search.names]) for path in (decisions, others))
    first = [player for player, _ in search.stages[0]]
    if len(first) > 1:
        return False
    here, there = (float(search.payoff(first[0], path)) for path in (point, other))
    return relative_gain(there, here, point) > _BETWEEN * GAIN


def _checked(search: NestedSearch, point: Array, tolerance: float) -> Finding:
    if search.violation(point) > _ALLOWED * (1 + np.abs(point).max()):
        return Finding(refuted=True, softly=True, reason="a constraint is violated", gain=np.inf)
    findings = []
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for stage in reversed(range(len(search.stages))):
            # What a mover between this one and the last answers is placed no better than its payoff tells.
            noise = _BETWEEN * tolerance if stage < len(search.stages) - 2 else tolerance
            for player, own in search.stages[stage]:
                findings.append(search.move(stage, player, own, point, noise))
                if findings[-1].refuted:
                    return findings[-1]
    soft = [finding for finding in findings if finding.softly]
    return replace(
        (soft or [max(findings, key=lambda finding: finding.gain)])[0],
        unsure=any(finding.unsure for finding in findings),
        open_ties=any(finding.open_ties for finding in findings),
    )


def _approximate(search: NestedSearch, point: Array) -> Approximate:
    finding = _checked(search, point, 1e-7)
    if not finding.softly and not search.is_favoured(point):
        words = "an indifferent mover has decisions nearby that suit the mover before it better"
        finding = replace(finding, softly=True, reason=words)
    robust = not (finding.softly or finding.unsure or finding.open_ties or _is_beside_a_gap(search, point))
    if robust:
        dice = np.random.default_rng(1)
        for stage, moves in enumerate(search.stages[:-1]):
            robust = robust and all(search.attained_on(point[None, :], stage, player) for player, _ in moves)
            if stage and robust:
                histories = np.repeat(point[None, :], 24, axis=0)
                for number in [n for before in search.stages[:stage] for _, own in before for n in own]:
                    low, high = search.interval(0, number, np.zeros((1, search.size)))
                    low, high = max(float(low[0]), -6.0), min(float(high[0]), 6.0)
                    histories[:, number] = low + (high - low) * dice.random(24)
                robust = search.attained(histories, stage)
    return Approximate(decisions=search.path(point), robust=robust, finding=finding)


def _is_beside_a_pole(search: NestedSearch, point: Array) -> bool:
    """Return whether the best grid point is one of many beside a pole, each better than the one before."""
    return any(abs(search.payoff(player, point)) > FAR for player in range(len(search.players)))


def _is_beside_a_gap(search: NestedSearch, point: Array) -> bool:
    """Return whether somebody's payoff is not defined at the round number that a point is next to."""
    rounded = np.round(point, 6)
    return not all(np.isfinite(search.payoff(player, rounded)) for player in range(len(search.players)))
