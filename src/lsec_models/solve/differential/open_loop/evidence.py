"""Second-order tests of open-loop equilibria, and what they and the path establish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models.errors import NoInteriorOptimum
from lsec_models.games.differential.evidence import not_asked
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.solve.differential.linear_quadratic_game import LinearQuadraticGame
from lsec_models.solve.differential.linear_state import linear_state
from lsec_models.solve.differential.open_loop.boundary_values import SolvedPath, has_one_path
from lsec_models.solve.differential.open_loop.leader import Leadership
from lsec_models.solve.differential.own_concavity import Concavity, concavity, leading_concavity

_FIRST_ORDER = "first-order conditions and those of an instant hold; whether they are enough is not examined"
_LINEAR_STATE = "linear in the states: best in each instant is best over time"
_AMONG = "among open-loop strategies"


@dataclass(frozen=True)
class SecondOrder:
    """How far each decider's payoff is known to be concave in its own path; empty where that is not examined."""

    by_decider: Mapping[str, Concavity]

    @property
    def status(self) -> Status:
        """The least of all."""
        return min((one.status for one in self.by_decider.values()), default=Status.OPEN)


def second_order(
    game: DifferentialGame, lq: LinearQuadraticGame | None, led: Leadership | None, horizon: Fraction | None
) -> SecondOrder:
    """Return the second-order test of every decider.

    Raises
    ------
    NoInteriorOptimum
        If somebody's payoff has no maximum in its own path, or is not known to have one.
    """
    if lq is None:
        return SecondOrder({})
    tests = {unit: concavity(lq.own_problem(unit), horizon) for unit in lq.owned if led is None or unit != led.leader}
    if led is not None:
        tests[led.leader] = leading_concavity(led.problem, len(game.stocks), horizon)
    for unit, test in tests.items():
        if test.status < Status.VERIFIED:
            raise NoInteriorOptimum(f"{game.label}: {_failure(game, lq, unit, test)}")
    return SecondOrder(tests)


def findings_of(
    game: DifferentialGame, test: SecondOrder, path: SolvedPath, horizon: Fraction | None, *, committed: bool
) -> tuple[Finding, ...]:
    """Return what is established of an open-loop equilibrium.

    1. Optimal: where payoffs are concave in the own path, first-order conditions are enough, at bounds too.
    2. Exists: the linear boundary-value problem has one solution, by interval arithmetic; where signs are declared, the
       numbers along the path are looked at besides.
    3. Complete among open-loop strategies: one decider with a strictly concave payoff has one optimum; several without
       bounds have as many equilibria as the boundary-value problem has solutions.
    """
    symbols: tuple[sp.Symbol, ...] = (*game.decisions, *game.stocks)
    free = not any(symbol.is_nonnegative for symbol in symbols)
    one = has_one_path(path.system, horizon)
    alone = len(test.by_decider) == 1
    return (
        _existence(test, path, one=one, free=free, alone=alone and horizon is not None),
        *_optimal(game, test),
        not_asked(committed=committed),
        _transversality(horizon, one=one),
        *([] if horizon is not None else [_stability(one=one)]),
        _completeness(test, one=one, free=free, alone=alone, settled=horizon is None),
    )


def findings_on_dates(
    game: DifferentialGame, test: SecondOrder, apart: float, dates: int, horizon: Fraction | None
) -> tuple[Finding, ...]:
    """Return what is established of a path on a grid of dates, on which stocks may rest at zero.

    Parameters
    ----------
    game : DifferentialGame
    test : SecondOrder
    apart : float
        How far payoffs from two pairs of grids are apart, relative.
    dates : int
        How many dates the finest grid has.
    horizon : Fraction or None
    """
    means = "first-order conditions and bounds on a grid of dates, a linear complementarity problem"
    off = f"extrapolated payoffs {apart:.1g} apart"
    left = "nothing is left at the end that is worth anything, or the stock is used up"
    rests = "stocks and decisions come to rest, at bounds or not"
    prices = left if horizon is not None else f"{rests}, so that discounted prices of stocks vanish"
    settles = [] if horizon is not None else [found(Row(about=About.STABLE), Status.CHECKED, rests, points=dates)]
    if len(test.by_decider) == 1 and horizon is not None:
        one = "a strictly concave payoff has one maximum on what is admissible"
        exists = found(Row(about=About.EXISTS), test.status, one, detail=f"its path on a grid of dates: {off}")
    else:
        exists = found(Row(about=About.EXISTS), Status.CHECKED, means, points=dates, detail=off)
    return (
        exists,
        *_optimal(game, test),
        not_asked(committed=False),
        found(Row(about=About.TRANSVERSALITY), Status.CHECKED, prices, points=dates),
        *settles,
        _completeness(test, one=False, free=False, alone=len(test.by_decider) == 1, settled=horizon is None),
    )


def _failure(game: DifferentialGame, lq: LinearQuadraticGame, unit: str, test: Concavity) -> str:
    symbols: list[sp.Symbol] = [*(game.decisions[i] for i in lq.owned.get(unit, ())), *game.stocks]
    bounded = any(symbol.is_nonnegative for symbol in symbols)
    if test.means:
        return (
            f"not resolved: {unit!r} may have no best path, since {test.means} and first-order conditions determine "
            "none; make its costs strictly convex"
        )
    if test.escape is None:
        return (
            f"not resolved: the payoff of {unit!r} is not known to be concave in the path it commits to; make its "
            'costs more convex, or use information="feedback"'
        )
    shorter = "shorten the horizon" if game.horizon is not None else "set a horizon"
    if test.status is Status.REFUTED:
        after = f"its Riccati equation from the free end leaves every bound {test.escape:.6g} before the end"
        if not bounded:
            return f"{unit!r} gains without bound: {after}; {shorter}, or make its decisions more expensive"
        return f"not resolved: the payoff of {unit!r} is not concave in its path ({after}); {shorter}"
    return (
        f"not resolved: the payoff of {unit!r} is not known to be concave in its path (its Riccati equation is not "
        f"known to have a solution further than {test.escape:.6g} before the end); {shorter}"
    )


def _existence(test: SecondOrder, path: SolvedPath, *, one: bool, free: bool, alone: bool) -> Finding:
    row, times = Row(about=About.EXISTS), path.nodes[0]
    if one and free:
        return found(row, Status.VERIFIED, "the boundary-value problem has one solution, by interval arithmetic")
    if alone and test.status >= Status.VERIFIED:
        return found(row, test.status, "a strictly concave payoff has one maximum on what is admissible")
    residual = f"residual {path.solution.rms_residuals.max():.1g}, declared signs kept"
    return found(row, Status.CHECKED, "the boundary-value problem in floats", points=len(times), detail=residual)


def _optimal(game: DifferentialGame, test: SecondOrder) -> list[Finding]:
    linear = linear_state(game) is not None
    findings = []
    for row in rows_of_moves(game.instant):
        known = test.by_decider.get(row.player)
        if known is None:
            detail = _LINEAR_STATE + "; there, " + _FIRST_ORDER if linear else _FIRST_ORDER
            findings.append(found(row, Status.OPEN, detail=detail))
        elif _follows_with_bounds(game):
            detail = "concave, but whether driving a follower to its bound pays is not examined"
            findings.append(found(row, Status.OPEN, known.means, detail=detail))
        else:
            findings.append(found(row, known.status, known.means))
    return findings


def _follows_with_bounds(game: DifferentialGame) -> bool:
    """Whether a decision that answers a leader's is declared nonnegative."""
    return any(d.is_nonnegative for stage in game.instant.stages[1:] for d in stage.decisions)


def _transversality(horizon: Fraction | None, *, one: bool) -> Finding:
    row = Row(about=About.TRANSVERSALITY)
    if horizon is not None:
        return found(
            row, Status.VERIFIED if one else Status.CHECKED, "costates end at zero, or times a stock that does"
        )
    means = "the path comes to rest, so that discounted costates vanish; against plans whose discounted stocks do"
    return found(row, Status.VERIFIED if one else Status.CHECKED, means)


def _stability(*, one: bool) -> Finding:
    means = "as many stable directions as states" + (", by interval arithmetic" if one else " at the steady state")
    return found(Row(about=About.STABLE), Status.VERIFIED if one else Status.CHECKED, means)


def _completeness(test: SecondOrder, *, one: bool, free: bool, alone: bool, settled: bool) -> Finding:
    row = Row(about=About.COMPLETE)
    among = f"{_AMONG} whose stocks settle" if settled else _AMONG
    if alone and test.status >= Status.VERIFIED:
        return found(row, test.status, f"{among}: a strictly concave payoff has one maximum")
    if one and free and test.by_decider:
        return found(row, Status.VERIFIED, f"{among}: the linear first-order conditions have one solution")
    return found(row, Status.OPEN, detail=f"{among}, whether there are others is not examined")
