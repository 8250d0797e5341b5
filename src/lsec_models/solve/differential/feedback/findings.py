"""What is established of a stationary feedback equilibrium, as rows of its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.algebra.domains.sampling import sample
from lsec_models.errors import SamplingFailed
from lsec_models.games.differential.evidence import not_asked
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.solve.differential.feedback.scalar_quadratic import Interval, is_linear_quadratic
from lsec_models.solve.interior.evidence import interior_findings

_OTHERS = (
    "within affine Markov strategies; equilibria in other strategies are not looked for (Tsutsui and Mino 1990 have "
    "some)"
)
_OTHER_OPEN_LOOPS = "within open-loop strategies, others are not looked for"
_FIRST_ORDER = "first- and second-order conditions hold; whether they are enough is not examined"
_ALONE = "one decider: without bounds it would earn no more, and its path respects them"
_GROWTH = "whether a growing stock pays is not examined"
_DRAWS = 40
_EQUATIONS = "value functions solve the Hamilton-Jacobi-Bellman equations"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What is known of a solution at a point.

    Attributes
    ----------
    numbers : Status
        How far it is established that the coefficients are those of a solution near their digits.
    means : str
        How.
    listed : str
        Which solutions are all there are; empty where some may be missing.
    bounded : Status
        How far it is established that nobody gains without bound by letting a stock grow.
    reach : Interval, optional
        The reachable states, where the laws respect all bounds at all of them.
    within : Interval, optional
        Where they do so, if not everywhere.
    alone : bool
        Whether there is one decider, who would gain nothing without its bounds.
    states : pair of float, optional
        Up to which states the value functions were continued.
    points : int
        In how many states.
    """

    numbers: Status
    means: str
    listed: str = ""
    bounded: Status = Status.OPEN
    reach: Interval | None = None
    within: Interval | None = None
    alone: bool = False
    states: tuple[float, float] | None = None
    points: int = 0


def closed_form_findings(equilibrium: FeedbackEquilibrium, instant: Equilibrium | None) -> tuple[Finding, ...]:
    """Return what is established of a solution in closed form.

    1. It exists if its conditions hold at a point that is found.
    2. Of a linear-state game, what a unit of each stock is worth does not depend on what players do: optimality and
       later answers are those of the game within an instant, whose decisions are the same in every state. That they
       are fixed at the start changes nothing for anybody; what follows deviations is then not asked.
    3. Of another game a move is optimal, on the path and off it, if no bound is met at any state: no decision that is
       declared nonnegative depends on the state, or there is one decider and one state, so that the path respects the
       bounds and without them it would earn no more.

    Parameters
    ----------
    equilibrium : FeedbackEquilibrium
    instant : Equilibrium or None
        The game within an instant with the slopes of the value functions in it, of a linear-state game.
    """
    game = equilibrium.game
    moves = rows_of_moves(game.instant)
    off_path, growth = Row(about=About.OFF_PATH), Row(about=About.TRANSVERSALITY)
    found_rows = [
        _inhabited(equilibrium),
        found(Row(about=About.STABLE), Status.PROVED, "a condition of it (Hurwitz)"),
        found(Row(about=About.COMPLETE), Status.OPEN, detail=_OTHERS),
    ]
    if instant is not None:
        # Static games have their rows by stage and player, as the game within an instant does.
        below = interior_findings(instant)
        worst = min((f for f in below if f.about in (About.OFF_PATH, About.BOUNDS)), key=lambda f: f.status)
        within = "within an instant: "
        found_rows += [replace(f, means=within + f.means) if f.means else f for f in below if f.row in moves]
        found_rows.append(
            found(off_path, worst.status, within + worst.means if worst.means else "", detail=worst.detail)
        )
        found_rows.append(
            found(growth, Status.PROVED, "value functions are linear and the stocks settle by themselves")
        )
        return tuple(found_rows) if game.information == "feedback" else tuple(map(_of_open_loop, found_rows))
    status, means, detail = _closed_form_optimal(equilibrium)
    found_rows += [found(row, status, means, detail=detail) for row in (*moves, off_path)]
    bounded = "nobody's own Riccati equation grows without bound: a condition of it"
    scalar = len(game.stocks) == 1 and is_linear_quadratic(game)
    found_rows.append(
        found(
            growth,
            Status.PROVED if scalar else Status.OPEN,
            bounded if scalar else "",
            detail="" if scalar else _GROWTH,
        )
    )
    return tuple(found_rows)


def _of_open_loop(finding: Finding) -> Finding:
    """Return what a finding about constant decisions says if they are fixed at the start."""
    if finding.about is About.OFF_PATH:
        return not_asked(committed=False)
    return replace(finding, detail=_OTHER_OPEN_LOOPS) if finding.about is About.COMPLETE else finding


def _inhabited(equilibrium: FeedbackEquilibrium) -> Finding:
    exists = Row(about=About.EXISTS)
    try:
        points = sample(equilibrium.domain, _DRAWS, seed=1)
    except SamplingFailed:
        points = []
    if any(all(c.holds_at(point) for c in equilibrium.root_conditions) for point in points):
        return found(exists, Status.PROVED, f"{_EQUATIONS} identically, and its conditions hold at some point")
    return found(exists, Status.OPEN, detail="no point is found at which its conditions hold")


def _closed_form_optimal(equilibrium: FeedbackEquilibrium) -> tuple[Status, str, str]:
    game = equilibrium.game
    if not is_linear_quadratic(game) or len(game.instant.stages) > 1 or len(game.stocks) > 1:
        return Status.OPEN, "", _FIRST_ORDER
    moving = [d.name for d in game.decisions if d.is_nonnegative and equilibrium.strategies[d.name].has(*game.stocks)]
    if not moving:
        return Status.PROVED, "the equations hold, all bounds respected, in every state", ""
    if len(game.deciders) == 1:
        law = f"the law holds where {', '.join(moving)} is not negative, beyond at its bound or another"
        return Status.PROVED, _ALONE, law
    point = blank_point(game.parameters)
    return Status.OPEN, "", f"{_moving(moving)}; solve(game, at={point}) looks there"


def point_findings(candidate: FeedbackPoint, ground: Ground) -> tuple[Finding, ...]:
    """Return what is established of a solution at one point of the parameter space.

    1. It exists where its coefficients are enclosed.
    2. A move is optimal if the Hamilton-Jacobi-Bellman equation of its owner holds at every state that the owner can
       reach, decisions and rivals within their bounds, and its gain is bounded (a verification theorem).
    3. Off the path the same is asked of every state that anybody can reach.
    4. Solutions that are not affine functions of the state are not looked for.
    """
    game = candidate.game
    moves = rows_of_moves(game.instant)
    status, means, detail, points = _optimal(candidate, ground)
    rows = [found(row, status, means, detail=detail, points=points) for row in moves]
    loop = "all eigenvalues of the closed loop have negative real parts"
    bounded = "each decider's own Riccati equation, the others' strategies given, has a solution over every horizon"
    growth = found(Row(about=About.TRANSVERSALITY), Status.OPEN, detail=_GROWTH)
    if ground.bounded > Status.OPEN:
        growth = found(Row(about=About.TRANSVERSALITY), min(ground.numbers, ground.bounded), bounded)
    return (
        found(Row(about=About.EXISTS), ground.numbers, f"{_EQUATIONS}; {ground.means}"),
        *rows,
        found(Row(about=About.OFF_PATH), status, means, detail=detail, points=points),
        growth,
        found(Row(about=About.STABLE), ground.numbers, loop),
        found(Row(about=About.COMPLETE), Status.OPEN, ground.listed, detail=_OTHERS),
    )


def _optimal(candidate: FeedbackPoint, ground: Ground) -> tuple[Status, str, str, int]:
    """Return how far optimality is established, on the path and off it: status, means, detail, points."""
    (state, *_) = candidate.game.stocks
    if ground.reach is not None:
        where = _words(ground.reach, state.name)
        return (
            ground.numbers,
            f"the equations hold, all bounds respected, at all states that decisions lead to{where}",
            "",
            0,
        )
    if ground.alone:
        means = _ALONE
        return (
            ground.numbers,
            means,
            f"the law holds{_words(ground.within, state.name)}, beyond at its bound or another",
            0,
        )
    if ground.states is not None:
        means = "value functions continued along the line of states, decisions at their bounds where these bind"
        detail = (
            f"the laws hold{_words(ground.within, state.name)}; to {ground.states[0]:.4g} and {ground.states[1]:.4g}"
        )
        return min(Status.CHECKED, ground.numbers), means, detail, ground.points
    return Status.OPEN, "", _why_open(candidate), 0


def _why_open(candidate: FeedbackPoint) -> str:
    game = candidate.game
    moving = [d.name for d in game.decisions if d.is_nonnegative and candidate.strategies[d.name].free_symbols]
    if not moving or len(game.deciders) == 1:
        return _FIRST_ORDER
    met = "; ".join(f"{name} meets its bound at {_nearest_bound(candidate, name)}" for name in moving)
    return f"{_moving(moving)}; nearest to where the stocks settle, {met}"


def _nearest_bound(candidate: FeedbackPoint, name: str) -> str:
    """Return the state nearest to the steady state, to first order, at which a decision is zero."""
    stocks, law = candidate.game.stocks, candidate.strategies[name]
    rest = {state: candidate.steady_state[state.name] for state in stocks}
    slope = [sp.diff(law, state).subs(rest) for state in stocks]
    away = law.subs(rest) / sum(rise**2 for rise in slope)
    return ", ".join(
        f"{state} = {float(rest[state] - away * rise):.6g}" for state, rise in zip(stocks, slope, strict=True)
    )


def _moving(names: Sequence[str]) -> str:
    return (
        f"{', '.join(names)} depends on the state and is declared nonnegative: what holds where the bound is met, off "
        "the path, is not examined"
    )


def _words(interval: Interval | None, state: str) -> str:
    low, high = (None, None) if interval is None else interval
    if low is None and high is None:
        return ""
    if low is None or high is None:
        end, sign = (high, "<=") if low is None else (low, ">=")
        return f" ({state} {sign} {_short(end)})"
    return f" ({_short(low)} <= {state} <= {_short(high)})"


def _short(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):.6g}"
