"""Open-loop equilibria by Pontryagin's maximum principle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.point import point_of
from lsec_models.errors import DeclarationError, NoInteriorOptimum, NoStabilisingSolution, NotConverged, OutsideDomain
from lsec_models.games.differential import DifferentialGame, flow_name
from lsec_models.games.feedback import FeedbackEquilibrium
from lsec_models.games.finite import FiniteFeedback
from lsec_models.games.frozen import Frozen
from lsec_models.games.open_loop import OpenLoopPoint
from lsec_models.solve.feedback_exact import solve_exactly
from lsec_models.solve.feedback_finite import solve_finite
from lsec_models.solve.feedback_instant import (
    deciders,
    declared_flow,
    in_numbers,
    linear_slopes,
    rate_of,
    slope_symbols,
    solve_instant,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_TOLERANCE = 1e-8
_RELAXATIONS = 18.0
_NODES = 60
_NEWTON_STEPS = 60
_MOST_NODES = 20_000


def solve_open_loop(game: DifferentialGame) -> FeedbackEquilibrium | FiniteFeedback:
    """Return the open-loop equilibrium of a linear-state game in closed form.

    By the maximum principle the costate of a player in ``payoff = a x + g(u)``, ``speed = A x + B(u)`` moves by
    ``costate' = (r - A^T) costate - a``, which no decision enters: the costates are the slopes of the feedback value
    functions, the game within an instant is the same, and so are the decisions. Without states in them, the feedback
    strategies are functions of time only.

    Raises
    ------
    NoClosedForm, DeclarationError
        If the game is not linear in the states; give the parameters.

    References
    ----------
    Dockner, E., Feichtinger, G. and Jorgensen, S. (1985). Tractable classes of nonzero-sum open-loop Nash differential
    games. Journal of Optimization Theory and Applications 45(2), 179-197.
    """
    if linear_slopes(game) is None:
        raise DeclarationError(
            f"{game.label}: an open-loop equilibrium has a closed form where the game is linear in the states; this "
            f"one is not; {in_numbers(game)}"
        )
    return solve_exactly(game) if game.horizon is None else solve_finite(game)


def solve_open_loop_at(game: DifferentialGame, point: Mapping[str | sp.Symbol, object]) -> OpenLoopPoint:
    """Return the open-loop Nash equilibrium (or joint optimum) at one point, as a boundary-value problem.

    1. Decisions maximise each Hamiltonian given the costates (the game within an instant).
    2. States and costates move by the canonical equations: a player's costate by its own Hamiltonian's derivative in
       the states, the others' decisions fixed.
    3. States start where they start. Over a finite horizon costates end at zero. Over an infinite one, the path must
       end in the stable subspace of the steady state: the left eigenvectors of all unstable eigenvalues annihilate the
       distance that is left.
    4. ``scipy.integrate.solve_bvp`` solves it to a relative tolerance of 1e-8.

    Raises
    ------
    DeclarationError
        If somebody moves first: an open-loop Stackelberg leader would want to break its word later on. (In linear-state
        games it would not: use :func:`solve_open_loop`.)
    NoStabilisingSolution
        If the steady state has too few stable directions, or none was found.
    NotConverged
        If the boundary-value solver fails.
    NoInteriorOptimum
        If a decision declared nonnegative is negative along the path.
    OutsideDomain
        If the point violates an assumption of the game.

    References
    ----------
    Dockner, E., Jorgensen, S., Van Long, N. and Sorger, G. (2000). Differential Games in Economics and Management
    Science, chapter 4. Cambridge University Press.
    """
    if len(game.instant.stages) > 1:
        raise DeclarationError(
            f"{game.label}: with a leader, an open-loop equilibrium is not time-consistent, and there is no solver for "
            'it; use information="feedback", or let all move at once'
        )
    exact = point_of(game.ring, point)
    failures = game.domain.failures(exact)
    if failures:
        raise OutsideDomain(f"{game.label} has no meaning there: " + "; ".join(failures))
    system = _canonical(game, exact)
    if game.horizon is None:
        until, ends = _towards_rest(game, system)
    else:
        until, ends = float(sp.sympify(game.horizon).subs(system.numbers)), _free_end(system)
    solution = _bvp(game, system, until, ends)
    _check_signs(game, system, solution)
    return OpenLoopPoint(
        game=game,
        point=Frozen({symbol.name: value for symbol, value in exact.items()}),
        until=until,
        names=system.names,
        payoffs=Frozen(_payoffs(game, system, solution, until)),
        residual=float(solution.rms_residuals.max()),
        _paths=_Paths(solution.sol, system.quantities),
    )


@dataclass(frozen=True)
class _Canonical:
    """States and costates, how fast they move, and what players do there."""

    numbers: dict[sp.Symbol, sp.Rational]
    states: int
    size: int
    start: Array
    speeds: Callable[[Array], Array]
    jacobian: Callable[[Array], Array]
    names: tuple[str, ...]
    quantities: Callable[[Array], Array]


@dataclass(frozen=True)
class _Paths:
    """Quantities as functions of time."""

    solution: Any
    quantities: Callable[[Array], Array]

    def __call__(self, times: Array) -> Array:
        return self.quantities(self.solution(times))


def _canonical(game: DifferentialGame, point: Mapping[sp.Symbol, Fraction]) -> _Canonical:
    import numpy as np

    numbers = {symbol: sp.Rational(*value.as_integer_ratio()) for symbol, value in point.items()}
    costates = slope_symbols(game)
    instant = solve_instant(replace(game, information="feedback"), costates)
    exact = instant.equilibrium.exact
    chosen = {d: exact[d.name].expression().subs(numbers) for d in game.decisions}
    speeds = [sp.sympify(speed).subs(numbers) for speed in game.states.values()]
    moves = [speed.subs(chosen) for speed in speeds]
    for unit in deciders(game):
        flow = declared_flow(game, unit).subs(numbers)
        hamiltonian = flow + sp.Add(*(costates[unit][x] * f for x, f in zip(game.stocks, speeds, strict=True)))
        rate = rate_of(game, unit).expression().subs(numbers)
        moves += [rate * costates[unit][x] - sp.diff(hamiltonian, x).subs(chosen) for x in game.stocks]
    symbols = [*game.stocks, *(costates[unit][x] for unit in deciders(game) for x in game.stocks)]
    jacobian = sp.Matrix(moves).jacobian(symbols)
    named = {state.name: state for state in game.stocks} | {d.name: chosen[d] for d in game.decisions}
    named |= {name: sp.sympify(value).subs(numbers).subs(chosen) for name, value in game.report.items()}
    named |= {flow_name(p.name): p.payoff.subs(numbers).subs(chosen) for p in game.players}
    return _Canonical(
        numbers=numbers,
        states=len(game.stocks),
        size=len(symbols),
        start=np.array([float(value.expression().subs(numbers)) for value in game.start.values()]),
        speeds=_stacked(symbols, moves),
        jacobian=sp.lambdify([symbols], jacobian, modules="numpy", dummify=True),
        names=tuple(named),
        quantities=_stacked(symbols, list(named.values())),
    )


def _stacked(symbols: list[sp.Symbol], expressions: list[sp.Expr]) -> Callable[[Array], Array]:
    import numpy as np

    function = sp.lambdify([symbols], expressions, modules="numpy", cse=True, dummify=True)

    def evaluate(y: Array) -> Array:
        return np.stack([np.broadcast_to(np.asarray(v, dtype=float), y.shape[1:]) for v in function(y)])

    return evaluate


def _towards_rest(game: DifferentialGame, system: _Canonical) -> tuple[float, Callable[[Array, Array], Array]]:
    """Return how long the stocks take to rest, and the boundary conditions."""
    import numpy as np

    rest = _steady_state(game, system)
    eigenvalues, left = np.linalg.eig(np.asarray(system.jacobian(rest), dtype=float).T)
    unstable = eigenvalues.real > 0
    if int((~unstable).sum()) != system.states:
        raise NoStabilisingSolution(
            f"{game.label}: the steady state has {int((~unstable).sum())} stable direction(s) for {system.states} "
            "state(s), so that no path, or more than one, leads there"
        )
    # Conjugate eigenvectors span the same plane as their real and imaginary parts.
    rows = np.concatenate([left[:, unstable].real.T, left[:, unstable].imag.T])
    basis = np.linalg.svd(rows)[2][: system.size - system.states]
    until = _RELAXATIONS / float(np.abs(eigenvalues[~unstable].real).min())

    def ends(first: Array, last: Array) -> Array:
        return np.concatenate([first[: system.states] - system.start, basis @ (last - rest)])

    return until, ends


def _steady_state(game: DifferentialGame, system: _Canonical) -> Array:
    """Find where states and costates rest, by Newton's method from the start; at once where they move linearly."""
    import numpy as np

    rest = np.concatenate([system.start, np.zeros(system.size - system.states)])
    for _ in range(_NEWTON_STEPS):
        try:
            step = np.linalg.solve(np.asarray(system.jacobian(rest), dtype=float), system.speeds(rest[:, None])[:, 0])
        except np.linalg.LinAlgError:
            break
        rest = rest - step
        if np.abs(step).max() <= 1e-12 * max(1.0, float(np.abs(rest).max())):
            return rest
    raise NoStabilisingSolution(
        f"{game.label}: no steady state of states and costates was found; set a horizon, or other parameters"
    )


def _free_end(system: _Canonical) -> Callable[[Array, Array], Array]:
    import numpy as np

    def ends(first: Array, last: Array) -> Array:
        return np.concatenate([first[: system.states] - system.start, last[system.states :]])

    return ends


def _bvp(game: DifferentialGame, system: _Canonical, until: float, ends: Callable[[Array, Array], Array]) -> Any:
    import numpy as np
    from scipy.integrate import solve_bvp

    times = until * np.expm1(3 * np.linspace(0, 1, _NODES)) / np.expm1(3)
    guess = np.zeros((system.size, _NODES))
    guess[: system.states] = system.start[:, None]

    def slopes(_: Array, y: Array) -> Array:
        return system.speeds(y)

    found = solve_bvp(slopes, ends, times, guess, tol=_TOLERANCE, max_nodes=_MOST_NODES)
    if not found.success:
        raise NotConverged(f"{game.label}: the boundary-value problem of the open-loop equilibrium: {found.message}")
    return found


def _check_signs(game: DifferentialGame, system: _Canonical, solution: Any) -> None:
    quantities = system.quantities(solution.y)
    for decision in game.decisions:
        path = quantities[system.names.index(decision.name)]
        if decision.is_nonnegative and path.min() < -1e-6 * max(1.0, float(abs(path).max())):
            time = float(solution.x[int(path.argmin())])
            raise NoInteriorOptimum(
                f"no interior open-loop equilibrium of {game.label}: {decision} is {path.min():.6g} at time "
                f"{time:.6g}, but declared nonnegative; declare it real=True, or change parameters"
            )


def _payoffs(game: DifferentialGame, system: _Canonical, solution: Any, until: float) -> dict[str, float]:
    """Integrate discounted flows by Gauss and Legendre's rule between the nodes; the last flow goes on for ever."""
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(5)
    half = np.diff(solution.x) / 2
    times = (solution.x[:-1] + half)[:, None] + half[:, None] * nodes
    flows = system.quantities(solution.sol(times.ravel()))
    last = system.quantities(solution.sol(np.array([until])))
    payoffs = {}
    for player in game.players:
        i = system.names.index(flow_name(player.name))
        rate = float(rate_of(game, player.name).expression().subs(system.numbers))
        discounted = np.exp(-rate * times) * flows[i].reshape(times.shape)
        payoffs[player.name] = float((discounted * weights * half[:, None]).sum())
        if game.horizon is None:
            payoffs[player.name] += float(np.exp(-rate * until) * last[i, 0] / rate)
    return payoffs
