"""Difference games with a last period: feedback by backward induction, plans as one game of all periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeVar

import flint
import sympy as sp

from lsec_models.algebra.enclosures.balls import ball, is_positive_definite
from lsec_models.errors import NoInteriorOptimum
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.difference.periods import PeriodsPoint
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.solve.difference.backward_step import BackwardStep, Matrix, backward_step, times, transposed
from lsec_models.solve.difference.decimals_of_balls import decimals, form_in, linear
from lsec_models.solve.difference.declared_signs import broken_on_path, require_followed, unbounded_laws
from lsec_models.solve.difference.findings import feedback_findings, planned_findings
from lsec_models.solve.difference.quadratic_period import QuadraticPeriod, quadratic_period

_PRECISIONS = (256, 1024, 4096)
_RADIUS = Fraction(1, 10**25)
_Found = TypeVar("_Found")


class NotCertain(ArithmeticError):
    """Balls are too wide to decide: the precision is too low."""


def feedback_over_periods(game: DifferenceGame, exact: Mapping[sp.Symbol, Fraction]) -> PeriodsPoint:
    """Return the feedback equilibrium of a game with a last period.

    1. From the last period to the first, solve the period's game, the values of what is left given
       (:func:`lsec_models.solve.difference.backward_step.backward_step`), in ball arithmetic.
    2. Each mover's payoff must be strictly concave in its decisions of the period: certain, or refused.
    3. Follow the stocks from their start.

    Raises
    ------
    NoInteriorOptimum
        If a payoff is not strictly concave in some period, the conditions of a period do not have one solution, or a
        declared sign would be broken.
    """
    period = quadratic_period(game, exact)
    length = int(game.horizon or 0)

    def solved_backwards() -> tuple[list[BackwardStep], dict[str, list[Any]]]:
        nothing = [[flint.arb(0)] * period.known for _ in range(period.known)]
        values: Mapping[str, Matrix] = dict.fromkeys(period.payoffs, nothing)
        steps: list[BackwardStep] = []
        for number in range(length - 1, -1, -1):
            steps.insert(0, _certain_step(game, period, values, f"in period {number}"))
            values = steps[0].values
        return steps, _moved(game, exact, period, [step.laws for step in steps])

    steps, path = _at_enough_precision(game, solved_backwards)
    names = _decision_names(game)
    strategies = tuple(_laws(game, names, step.laws) for step in steps)
    broken = broken_on_path(game, path)
    elsewhere = unbounded_laws(game, strategies)
    require_followed(game, broken, elsewhere)
    return PeriodsPoint(
        game=game,
        point=values_by_name(exact),
        strategies=strategies,
        responses=tuple(responses_of(game, step) for step in steps),
        values=tuple(
            Frozen({p.name: form_in(game.stocks, step.values[p.name]) for p in game.players}) for step in steps
        ),
        paths=_shown_paths(path),
        payoffs=Frozen({player.name: _discounted(game, exact, player.name, path) for player in game.players}),
        findings=feedback_findings(game, elsewhere),
    )


def plans_over_periods(game: DifferenceGame, exact: Mapping[sp.Symbol, Fraction]) -> PeriodsPoint:
    """Return the open-loop equilibrium of a game with a last period: everybody plans all periods at the start.

    The stocks follow from the plans, so that payoffs are quadratic forms in all of them: a static game, in which a
    leader's plan is known to its followers when they plan theirs.

    Raises
    ------
    NoInteriorOptimum
        If a payoff is not strictly concave in somebody's plan, the first-order conditions do not have one solution, or
        a declared sign would be broken.
    """
    period = quadratic_period(game, exact)
    whole = _all_periods(period, [start.evaluate(game.ring.exact_point(exact)) for start in game.start.values()], game)
    length = int(game.horizon or 0)

    def planned() -> dict[str, list[Any]]:
        nothing = {name: [[flint.arb(0)]] for name in whole.payoffs}
        plans = [row[0] for row in _certain_step(game, whole, nothing, "with its whole plan").laws]
        columns = iter(plans)
        taken: dict[int, list[Any]] = {}
        for stage in period.stages:
            for _, own in stage:
                for column in own:
                    taken[column] = [next(columns) for _ in range(length)]
        whatever = [flint.arb(0)] * (period.known - 1)
        laws = [[[taken[c][t], *whatever] for c in sorted(taken)] for t in range(length)]
        return _moved(game, exact, period, laws)

    path = _at_enough_precision(game, planned)
    broken = broken_on_path(game, path)
    require_followed(game, broken, "")
    return PeriodsPoint(
        game=game,
        point=values_by_name(exact),
        strategies=(),
        responses=(),
        values=(),
        paths=_shown_paths(path),
        payoffs=Frozen({player.name: _discounted(game, exact, player.name, path) for player in game.players}),
        findings=planned_findings(game),
    )


def _all_periods(period: QuadraticPeriod, start: Sequence[Fraction], game: DifferenceGame) -> QuadraticPeriod:
    """Return the game of all plans as one period, in which only 1 is known; a decision's periods stand together.

    Shocks add to payoffs what plans do not move.
    """
    length, columns = int(game.horizon or 0), range(period.known, period.size)
    place = {(c, t): 1 + (c - period.known) * length + t for c in columns for t in range(length)}
    size = 1 + len(place)
    zero = Fraction(0)
    stocks = [[Fraction(1), *[zero] * (size - 1)], *([value, *[zero] * (size - 1)] for value in start)]
    payoffs = {name: [[zero] * size for _ in range(size)] for name in period.payoffs}
    weight = dict.fromkeys(period.payoffs, Fraction(1))
    for t in range(length):
        chosen = [[Fraction(int(place[c, t] == k)) for k in range(size)] for c in columns]
        everything = [*stocks, *chosen]
        for name, rows in period.payoffs.items():
            _add_form(payoffs[name], rows, everything, weight[name])
            weight[name] *= period.factors[name]
        stocks = [_combined(row, everything) for row in period.motion]
    stages = tuple(
        tuple((name, tuple(place[c, t] for c in own for t in range(length))) for name, own in stage)
        for stage in period.stages
    )
    motion = [[Fraction(int(k == 0)) for k in range(size)]]
    return replace(period, known=1, motion=motion, payoffs=payoffs, stages=stages, variances=())


def _add_form(
    total: list[list[Fraction]],
    form: Sequence[Sequence[Fraction]],
    lines: Sequence[Sequence[Fraction]],
    weight: Fraction,
) -> None:
    """Add a weighted quadratic form in some combinations to one in what they combine."""
    for row, line in zip(form, lines, strict=True):
        met = _combined(row, lines)
        used = [j for j, value in enumerate(met) if value]
        for i, value in enumerate(line):
            if value:
                for j in used:
                    total[i][j] += weight * value * met[j]


def _combined(row: Sequence[Fraction], lines: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    total = [Fraction(0)] * len(lines[0])
    for weight, line in zip(row, lines, strict=True):
        if weight:
            total = [a + weight * b for a, b in zip(total, line, strict=True)]
    return total


def _certain_step(
    game: DifferenceGame, period: QuadraticPeriod, values: Mapping[str, Matrix], when: str
) -> BackwardStep:
    try:
        step = backward_step(period, values, ball)
    except ZeroDivisionError:
        raise NotCertain(f"the first-order conditions {when} are not seen to have one solution") from None
    for name, stage, curvature in step.curvatures:
        known = is_positive_definite(curvature)
        if known is False:
            raise NoInteriorOptimum(
                f"{game.label}: the payoff of {name!r} is not concave in its decisions of stage {stage} {when}, so "
                "that there is no best one; make decisions more expensive, or the game shorter"
            )
        if known is None:
            raise NotCertain(f"the payoff of {name!r} is not seen to be strictly concave in its decisions {when}")
    return step


def _at_enough_precision(game: DifferenceGame, solve: Callable[[], _Found]) -> _Found:
    for bits in _PRECISIONS:
        with flint.ctx.workprec(bits):
            try:
                found = solve()
            except NotCertain as doubt:
                reason = str(doubt)
                continue
            if _is_narrow(found):
                return found
            reason = "rounding errors grow too large"
    raise NoInteriorOptimum(
        f"{game.label}: not resolved with {_PRECISIONS[-1]} bits: {reason}; make each payoff strictly concave in its "
        "player's decisions"
    )


def _is_narrow(found: object) -> bool:
    paths = found[1] if isinstance(found, tuple) else found
    assert isinstance(paths, dict)
    wide = ball(_RADIUS)
    return all(entry.rad() <= wide * (1 + abs(entry.mid())) for own in paths.values() for entry in own)


def _moved(
    game: DifferenceGame, exact: Mapping[sp.Symbol, Fraction], period: QuadraticPeriod, laws: Sequence[Matrix]
) -> dict[str, list[Any]]:
    """Return stocks, decisions and payoffs, period by period; where there are shocks, what is expected of them.

    Parameters
    ----------
    game, exact, period
    laws : sequence of matrix
        For each period, each decision as a combination of the known quantities.
    """
    where = game.ring.exact_point(exact)
    now: Matrix = [[flint.arb(1)], *([ball(start.evaluate(where))] for start in game.start.values())]
    motion = [[ball(entry) for entry in row] for row in period.motion]
    forms = {name: [[ball(entry) for entry in row] for row in period.payoffs[name]] for name in game.flows}
    identity = [[flint.arb(int(i == j)) for j in range(period.known)] for i in range(period.known)]
    spread: Matrix = [[flint.arb(0)] * period.known for _ in range(period.known)]
    names = _decision_names(game)
    path: dict[str, list[Any]] = {name: [] for name in (*(s.name for s in game.stocks), *names, *game.flows)}
    for law in laws:
        loop = [*identity, *law]
        everything = times(loop, now)
        for state, [value] in zip(game.stocks, now[1:], strict=True):
            path[state.name].append(value)
        for name, [value] in zip(names, everything[period.known :], strict=True):
            path[name].append(value)
        for name, form in forms.items():
            path[name].append(times([[x for [x] in everything]], times(form, everything))[0][0])
        now = times(motion, everything)
        if period.variances:
            _add_expected(path, forms, loop, spread)
            spread = _later_spread(period, times(motion, loop), spread)
    for state, [value] in zip(game.stocks, now[1:], strict=True):
        path[state.name].append(value)
    return path


def _add_expected(path: dict[str, list[Any]], forms: Mapping[str, Matrix], loop: Matrix, spread: Matrix) -> None:
    """Add to the last payoffs what the variances and covariances of the stocks add on average."""
    for name, form in forms.items():
        curved = times(transposed(loop), times(form, loop))
        more = times(curved, spread)
        path[name][-1] += sum((more[i][i] for i in range(len(more))), flint.arb(0))


def _later_spread(period: QuadraticPeriod, closed: Matrix, spread: Matrix) -> Matrix:
    """Return the variances and covariances of the stocks a period later."""
    moved = [list(row) for row in times(closed, times(spread, transposed(closed)))]
    for number, variance in enumerate(period.variances, start=1):
        moved[number][number] += ball(variance)
    return moved


def _discounted(
    game: DifferenceGame, exact: Mapping[sp.Symbol, Fraction], player: str, path: Mapping[str, Sequence[Any]]
) -> sp.Expr:
    factor = game.factors[player].evaluate(game.ring.exact_point(exact))
    total, weight = flint.arb(0), Fraction(1)
    with flint.ctx.workprec(_PRECISIONS[-1]):
        for value in path[player]:
            total, weight = total + ball(weight) * value, weight * factor
    return decimals(total)


def responses_of(game: DifferenceGame, step: BackwardStep) -> Frozen[sp.Expr]:
    """Return each decision as a function of the stocks and of what was decided in earlier stages of the period."""
    taken = [decision for stage in game.period.stages for decision in stage.decisions]
    rows = [row for reply in step.responses for row in reply]
    known = [*game.stocks, *taken]
    return Frozen({d.name: linear(known[: len(row) - 1], row) for d, row in zip(taken, rows, strict=True)})


def _decision_names(game: DifferenceGame) -> tuple[str, ...]:
    """Return the decisions in the order in which they are taken."""
    return tuple(decision.name for stage in game.period.stages for decision in stage.decisions)


def _laws(game: DifferenceGame, names: Sequence[str], laws: Matrix) -> Frozen[sp.Expr]:
    by_name = {name: linear(game.stocks, row) for name, row in zip(names, laws, strict=True)}
    return Frozen({decision.name: by_name[decision.name] for decision in game.decisions})


def _shown_paths(path: Mapping[str, Sequence[Any]]) -> Frozen[tuple[sp.Expr, ...]]:
    return Frozen({name: tuple(map(decimals, own)) for name, own in path.items()})
