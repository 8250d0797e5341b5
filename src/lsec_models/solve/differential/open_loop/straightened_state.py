"""One state that own decisions move at a speed that depends on it: concavity of payoffs where it is measured anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import Status
from lsec_models.solve.differential.instant_game import declared_flow
from lsec_models.solve.differential.open_loop.boundary_values import SolvedPath
from lsec_models.solve.differential.own_concavity import Concavity

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ZERO = 1e-9


def straightened_concavity(
    game: DifferentialGame, numbers: Mapping[sp.Symbol, sp.Rational], path: SolvedPath
) -> dict[str, Concavity]:
    """Return for each decider that its payoff is concave in its own path, where a new measure of the state shows it.

    Where a decider's speed is ``a(x) u + b(x, others)``, its Hamiltonian is not concave in state and decision together,
    nor is the maximised one: it has the square of the costate times a(x). Measured by z with ``dz/dx = 1/a(x)`` the
    state moves at ``u + b/a``. With a payoff ``g(x) - cost(u)`` the Hamiltonian is then concave in z and u
    (Mangasarian) if, with the derivative ``D = a d/dx``,

        D^2 g + (costate * a) D^2 (b / a) <= 0    at all states between two zeros of a.

    1. The derivatives of g and of each part of b have one sign between the zeros of a on either side of the path: by
       counting roots, exactly.
    2. The signs of costates and of the others' decisions along the path are looked at where it was computed; so is that
       at a zero of a, which own decisions cannot pass, the others do not push the state across it.

    Deciders of whom this does not hold are left out.

    Parameters
    ----------
    game : DifferentialGame
        In which all move at once.
    numbers : mapping from parameter to sympy.Rational
    path : SolvedPath

    References
    ----------
    Mangasarian, O. L. (1966). Sufficient conditions for the optimal control of nonlinear systems. SIAM Journal on
    Control 4(1), 139-152.
    """
    if len(game.stocks) != 1 or len(game.instant.stages) > 1:
        return {}
    found = {}
    for place, unit in enumerate(game.deciders):
        motion = _motion(game, unit, numbers)
        if motion is not None and _is_concave(motion, path, 1 + place):
            (state,) = game.stocks
            means = f"the Hamiltonian is concave where {state} is measured by the integral of 1/({motion.pull})"
            found[unit] = Concavity(Status.CHECKED, means)
    return found


@dataclass(frozen=True, kw_only=True)
class _OwnMotion:
    """A decider's payoff and the speed of the state: ``gain(x) - cost(u)`` and ``pull(x) u + drifts(x) others``.

    Attributes
    ----------
    state : sympy.Symbol
    gain, pull : sympy.Expr
    drifts : mapping from decision to sympy.Expr
        How fast a unit of each rival's decision moves the state; by 1 how fast it moves by itself.
    """

    state: sp.Symbol
    gain: sp.Expr
    pull: sp.Expr
    drifts: Mapping[sp.Expr, sp.Expr]


def _motion(game: DifferentialGame, unit: str, numbers: Mapping[sp.Symbol, sp.Rational]) -> _OwnMotion | None:
    """Return a decider's payoff and speed in this form; None if they have another."""
    (state,) = game.stocks
    own = {d for p in game.players for d in p.decides if unit in (p.name, game.coalition)}
    rivals = [d for d in game.decisions if d not in own]
    flow = sp.expand(declared_flow(game, unit).subs(numbers))
    speed = sp.expand(sp.sympify(game.states[state]).subs(numbers))
    pulls = {sp.cancel(speed.coeff(d)) for d in own}
    gain = flow.subs(dict.fromkeys(own, 0))
    cost = sp.expand(flow - gain)
    symbols = sorted(own, key=str)
    parts = _by_rival(speed.subs(dict.fromkeys(own, 0)), rivals)
    costs = -sp.hessian(cost, symbols)
    if (
        len(own) != 1
        or parts is None
        or sp.expand(speed - sum(d * speed.coeff(d) for d in own)).free_symbols & own
        or pulls & {sp.S.Zero}
        or cost.free_symbols - own
        or costs.free_symbols
        or not costs.is_positive_definite
        or sp.diff(gain, state).free_symbols - {state}
    ):
        return None
    (pull,) = pulls
    return None if pull.free_symbols - {state} else _OwnMotion(state=state, gain=gain, pull=pull, drifts=parts)


def _by_rival(speed: sp.Expr, rivals: list[Decision]) -> dict[sp.Expr, sp.Expr] | None:
    """Return by how much each rival's decision moves the state, itself under 1; None if it is not affine in them."""
    parts: dict[sp.Expr, sp.Expr] = {d: sp.diff(speed, d) for d in rivals}
    if any(part.free_symbols & set(rivals) for part in parts.values()):
        return None
    return parts | {sp.S.One: speed.subs(dict.fromkeys(rivals, 0))}


def _is_concave(motion: _OwnMotion, path: SolvedPath, costate: int) -> bool:
    _, quantities = path.nodes
    states = quantities[0]
    interval = _between_zeros(motion.pull, motion.state, float(states[0]))
    if interval is None or (states <= interval[0]).any() or (states >= interval[1]).any():
        return False
    pull = sp.lambdify([motion.state], motion.pull, "numpy")
    worth = path.solution.y[costate] * (pull(states) + 0.0 * states)
    taken = {d: 1.0 + 0.0 * states if d == 1 else quantities[path.system.names.index(str(d))] for d in motion.drifts}
    if not _keeps_inside(motion, interval, taken):
        return False
    own = _sign(_twice(motion, motion.gain), motion.state, interval)
    if own is None or own > 0:
        return False
    for decision, drift in motion.drifts.items():
        sign = _sign(_twice(motion, drift / motion.pull), motion.state, interval)
        if sign is None or (sign * worth * taken[decision]).max(initial=0.0) > _ZERO * np.abs(worth).max():
            return False
    return True


def _keeps_inside(
    motion: _OwnMotion, interval: tuple[sp.Expr, sp.Expr], taken: Mapping[sp.Expr, NDArray[np.float64]]
) -> bool:
    """Whether at the finite ends of an interval the others, and the state by itself, move inwards or not at all."""
    for end, inwards in zip(interval, (1, -1), strict=True):
        if end.is_finite:
            pushes = [float(drift.subs(motion.state, end)) * taken[d] for d, drift in motion.drifts.items()]
            if (inwards * np.sum(pushes, axis=0)).min() < -_ZERO:
                return False
    return True


def _twice(motion: _OwnMotion, function: sp.Expr) -> sp.Expr:
    """Return the second derivative in the new measure of the state."""
    for _ in range(2):
        function = motion.pull * sp.diff(function, motion.state)
    return sp.cancel(function)


def _between_zeros(pull: sp.Expr, state: sp.Symbol, start: float) -> tuple[sp.Expr, sp.Expr] | None:
    """Return the zeros of a polynomial on either side of a start; None if it is not a polynomial, or zero there."""
    if not pull.is_polynomial(state):
        return None
    zeros = sp.real_roots(sp.Poly(pull, state)) if pull.has(state) else []
    if any(float(zero) == start for zero in zeros):
        return None
    below, above = ([z for z in zeros if (float(z) < start) == side] for side in (True, False))
    return max(below, default=-sp.oo), min(above, default=sp.oo)


def _sign(function: sp.Expr, state: sp.Symbol, interval: tuple[sp.Expr, sp.Expr]) -> int | None:
    """Return the sign that a rational function has inside an interval, 0 where it vanishes; None if it has several."""
    if function == 0:
        return 0
    above, below = sp.fraction(sp.together(function))
    if not above.is_polynomial(state) or not below.is_polynomial(state):
        return None
    roots = [root for part in (above, below) if part.has(state) for root in sp.real_roots(sp.Poly(part, state))]
    if any(bool(interval[0] < root) and bool(root < interval[1]) for root in roots):
        return None
    return int(sp.sign(function.subs(state, _inside(*interval))))


def _inside(low: sp.Expr, high: sp.Expr) -> sp.Expr:
    if low == -sp.oo:
        return sp.S.Zero if high == sp.oo else high - 1
    return low + 1 if high == sp.oo else (low + high) / 2
