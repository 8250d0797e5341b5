"""Control as a lever: the cheapest path of a fine, subsidy or price over populations that learn."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.parameter_point import Point
from lsec_models.errors import DeclarationError, OutsideDomain, require_known
from lsec_models.games.control.lever_path import ConstantLever, FollowingLever, LeverPath, required_rows
from lsec_models.games.evidence.evidence import Finding, Row, Status, found
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.frozen import Frozen
from lsec_models.signature import explained
from lsec_models.solve.control.cost_on_a_grid import CostOnGrid, cost_on_a_grid
from lsec_models.solve.control.lever_arguments import Cost, asked_lever
from lsec_models.solve.control.simple_levers import best_constant, best_following, cost_scale
from lsec_models.solve.control.steered_populations import Array, SteeredPopulations
from lsec_models.solve.control.transcribed_path import TranscribedPath, transcribed_path

_MOST_PIECES = 400
# How far what other levels gain, what a grid finds, and another integrator may be from the cost, against how far apart
# those of constant levels are.
_SMALL_GAIN = 0.01
_GRID_CLOSE = 0.05
_ACCURATE = 1e-4
_ROUNDED = 1e-6


@explained
def best_lever(
    game: EvolutionaryGame,
    lever: str | sp.Symbol,
    *,
    cost: Cost,
    between: tuple[object, object],
    horizon: object,
    start: Mapping[str, object],
    at: Point | None = None,
    discount: object = 0,
    follows: str | None = None,
    pieces: int = 40,
) -> LeverPath:
    """Return the cheapest path of a lever over populations that learn, beside the best constant.

    A regulator sets one parameter, such as a fine or a subsidy, over time. Populations follow the replicator dynamics;
    the cost of each unit of time depends on the lever and on the shares, and its discounted sum is to be least.

    1. The best constant, and, where a share is named, the best lever that follows it: ``base + slope * share``.
    2. Dynamic programming on a grid of shares, without derivatives, for up to three populations of two strategies.
    3. The cheapest piecewise constant path, by direct transcription from the guesses that 1 and 2 give.
    4. What other levels would gain by Pontryagin's principle, and the cost of the path by another integrator.

    Nothing of this is proved: the path is a candidate, and its evidence says how far it was checked. A path that is
    planned at the start is as good as any strategy, as long as nothing disturbs the shares.

    Parameters
    ----------
    game : EvolutionaryGame
        With the replicator dynamics.
    lever : str or sympy.Symbol
        The parameter that is set.
    cost : callable
        From the shares, symbols by name of the strategy, to the cost of a unit of time: an expression in these, the
        lever and other parameters, with derivatives.
    between : (lowest, highest)
        The ends of the lever.
    horizon : number
        How long it is set. Nothing is worth anything afterwards.
    start : mapping from str to number
        The share of each strategy at time 0; of each population one may be left out. Each is above 0 and below 1: a
        strategy that nobody plays never appears.
    at : mapping, optional
        A number for every other parameter.
    discount : number
        The rate, per unit of time.
    follows : str, optional
        The strategy whose share the state-dependent lever follows.
    pieces : int
        Into how many pieces with one level each the path is cut: at most 400.

    Returns
    -------
    LeverPath

    Raises
    ------
    DeclarationError
        If it is not an evolutionary game, or an argument is not of the kind that is asked for.
    UnknownName
        If a name is not in the game.
    OutsideDomain
        If the other parameters and a level between the ends are not admissible together, or the motion or the cost has
        no number along a path.

    References
    ----------
    Pontryagin, L. S. et al. (1962). The Mathematical Theory of Optimal Processes. Interscience.
    Betts, J. T. (2010). Practical Methods for Optimal Control and Estimation Using Nonlinear Programming. SIAM.

    Examples
    --------
    >>> from lsec_models import EvolutionaryGame, parameters
    >>> g, f = parameters("g f", positive=True)
    >>> game = EvolutionaryGame(populations={"sellers": ["lax", "strict"]}, payoffs=[[g - f, g - f], [0, 0]])
    >>> found = best_lever(
    ...     game, "f", cost=lambda share: 4 * share["lax"] + f**2 / 2, between=(0, 5), horizon=5,
    ...     start={"lax": 0.5}, at={"g": 1}, follows="lax", pieces=20,
    ... )
    >>> found.cost < found.following.cost < found.constant.cost
    True
    >>> print(found.evidence.line())
    optimal: checked at 201 points; accurate: checked at 20 points
    """
    asked = asked_lever(game, lever, cost=cost, between=between, horizon=horizon, start=start, at=at, discount=discount)
    steered = asked.steered
    if not isinstance(pieces, int) or isinstance(pieces, bool) or not 1 <= pieces <= _MOST_PIECES:
        raise DeclarationError(f"pieces = {pieces!r}: give a whole number from 1 to {_MOST_PIECES}")
    if follows is not None:
        require_known(follows, steered.shares, f"follows: no share of {follows!r}")
    try:
        with np.errstate(all="ignore"):
            scale = cost_scale(steered, pieces)
        constant, following, on_grid, path = _searched(steered, follows, pieces, scale)
    except ArithmeticError as error:
        raise OutsideDomain(
            f"the cost, or the motion of the shares, has no finite number along some path ({error}); change between=, "
            "the horizon or the cost"
        ) from None
    _require_shares(path, pieces)
    shares = {name: sp.lambdify(steered.free, share, modules="numpy") for name, share in steered.shares.items()}
    return LeverPath(
        game=game,
        point=Frozen(asked.point),
        lever=asked.name,
        between=asked.between,
        running_cost=asked.running_cost,
        horizon=asked.horizon,
        discount=asked.discount,
        times=tuple(map(float, np.linspace(0.0, steered.horizon, pieces + 1))),
        levels=tuple(map(float, path.levels)),
        shares=Frozen({name: tuple(map(float, law(*path.shares.T))) for name, law in shares.items()}),
        cost=path.cost,
        constant=constant,
        following=following,
        on_grid=None if on_grid is None else on_grid.cost,
        findings=_findings(
            asked.name, steered, path, on_grid, min(scale, max(abs(path.cost), abs(constant.cost)) or scale)
        ),
    )


def _require_shares(path: TranscribedPath, pieces: int) -> None:
    if not (np.abs(path.shares - 0.5) <= 0.5 + _ROUNDED).all():
        raise OutsideDomain(
            f"with {pieces} pieces steps are too long for how fast shares move: they leave what is between 0 and 1; "
            "take more pieces=, a shorter horizon, or smaller payoffs"
        )


def _searched(
    steered: SteeredPopulations, follows: str | None, pieces: int, scale: float
) -> tuple[ConstantLever, FollowingLever | None, CostOnGrid | None, TranscribedPath]:
    """Return what each way of setting the lever comes to.

    Raises
    ------
    ArithmeticError
        If a number is missing.
    """
    with np.errstate(all="ignore"):
        constant = best_constant(steered, pieces)
        guesses = [np.full(pieces, constant.level)]
        following = None
        if follows is not None:
            following, levels = best_following(steered, follows, pieces, scale)
            guesses.append(levels)
        on_grid = cost_on_a_grid(steered, pieces)
        if on_grid is not None and not np.isfinite(on_grid.cost):
            on_grid = None
        ends = [np.full(pieces, end) for end in (steered.low, steered.high)]
        guesses += ends if on_grid is None else [on_grid.levels]
        path = transcribed_path(steered, guesses, pieces, scale)
    if not np.isfinite([constant.cost, path.cost]).all():
        raise FloatingPointError("not a number")
    return constant, following, on_grid, path


def _findings(
    lever: str, steered: SteeredPopulations, path: TranscribedPath, on_grid: CostOnGrid | None, scale: float
) -> tuple[Finding, ...]:
    optimal, accurate = required_rows(lever)
    gain = path.gap / scale
    away = _by_another_integrator(steered, path) / scale - path.cost / scale
    return (
        _optimality(optimal, gain, None if on_grid is None else (path.cost - on_grid.cost) / scale, on_grid),
        found(
            accurate,
            Status.CHECKED if abs(away) <= _ACCURATE else Status.OPEN,
            "the path is followed by another integrator, with steps that adapt (order 8)",
            points=len(path.levels),
            detail=f"its cost is {abs(away):.0e} away, relatively",
        ),
    )


def _optimality(row: Row, gain: float, below: float | None, on_grid: CostOnGrid | None) -> Finding:
    """Return how far it was checked that nothing is cheaper.

    Parameters
    ----------
    row : Row
    gain : float
        What other levels gain to first order: of the cost, or of what constant levels differ by, if that is less.
    below : float or None
        How much less the grid says that a path costs, relatively; None without a grid.
    on_grid : CostOnGrid or None
    """
    principle = f"by Pontryagin's principle other levels gain at most {gain:.1e} of the cost, to first order"
    if on_grid is None or below is None:
        alone = (
            "no grid is searched, only paths near first guesses are: shares are not a product of up to three "
            "intervals, or the cost has no number at some of them"
        )
        return found(row, Status.OPEN, principle, gain=gain, detail=alone)
    compared = f"dynamic programming on a grid of shares costs {abs(below):.1e} {'less' if below > 0 else 'more'}"
    if gain > _SMALL_GAIN or below > _SMALL_GAIN:
        return found(row, Status.OPEN, principle, gain=gain, detail=f"{compared}; try more pieces")
    if -below > _GRID_CLOSE:
        return found(row, Status.OPEN, principle, gain=gain, detail=f"{compared}: the grid is too coarse to tell")
    return found(row, Status.CHECKED, f"{principle}; {compared}", points=on_grid.points, gain=max(gain, below))


def _by_another_integrator(steered: SteeredPopulations, path: TranscribedPath) -> float:
    from scipy.integrate import solve_ivp

    length, now, total = steered.horizon / len(path.levels), np.array([*steered.start, 0.0]), 0.0
    for piece, level in enumerate(path.levels):

        def flow(time: float, state: Array, level: float = float(level), begin: float = piece * length) -> Array:
            *speeds, cost = steered.flow(*state[:-1], level)
            return np.array([*speeds, np.exp(-steered.discount * (begin + time)) * cost])

        solved = solve_ivp(flow, (0.0, length), now, method="DOP853", rtol=1e-10, atol=1e-13)
        now = solved.y[:, -1]
        total = float(now[-1])
    return total
