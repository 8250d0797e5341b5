"""Direct transcription: the cheapest path of a lever in pieces, and how far it is from Pontryagin's principle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lsec_models.solve.control.steered_populations import Array, SteeredPopulations

STEPS = 4
_ITERATIONS = 400
_TRIED = 201


@dataclass(frozen=True, kw_only=True)
class TranscribedPath:
    """A path that no small change makes cheaper.

    Attributes
    ----------
    levels : array
        The lever in each piece.
    shares : array of shape (pieces + 1, free shares)
        Where pieces begin, and at the end.
    cost : float
    gap : float
        By how much the Hamiltonian could be lower at another level, along the whole path, summed over time: what other
        levels gain to first order. It is zero where Pontryagin's principle holds, and falls with the length of a piece.
    """

    levels: Array
    shares: Array
    cost: float
    gap: float


def transcribed_path(
    steered: SteeredPopulations, starts: Iterable[Array], pieces: int, scale: float
) -> TranscribedPath:
    """Return the cheapest path that is found from some first guesses.

    1. The horizon is cut into pieces, each with one level; shares move by steps of Runge and Kutta.
    2. The gradient of the cost is exact for these steps: shadow prices run backwards through their derivatives.
    3. From each guess, the cost falls by a quasi-Newton method with bounds (L-BFGS-B).

    Parameters
    ----------
    steered : SteeredPopulations
    starts : iterable of array
        Levels in each piece.
    pieces : int
    scale : float
        What differences of costs are measured against, so that their unit does not matter.

    References
    ----------
    Hager, W. W. (2000). Runge-Kutta methods in optimal control and the transformed adjoint system. Numerische
    Mathematik 87.
    """
    from scipy.optimize import minimize

    width = steered.high - steered.low
    found = [
        minimize(
            lambda scaled: _cost_and_gradient(steered, steered.low + width * scaled, scale),
            np.clip((guess - steered.low) / width, 0.0, 1.0),
            jac=True,
            method="L-BFGS-B",
            bounds=[(0.0, 1.0)] * pieces,
            options={"maxiter": _ITERATIONS, "maxfun": 2 * _ITERATIONS, "ftol": 1e-15, "gtol": 1e-10},
        )
        for guess in starts
    ]
    levels = steered.low + width * min(found, key=lambda one: float(one.fun)).x
    states, _ = _simulated(steered, levels)
    _, prices, total = _swept_back(steered, levels)
    path, _ = steered.followed(lambda piece, _: float(levels[piece]), pieces, STEPS)
    return TranscribedPath(
        levels=levels,
        shares=np.array(path, dtype=float),
        cost=total,
        gap=_hamiltonian_gap(steered, levels, states[:, 0], prices),
    )


def _cost_and_gradient(steered: SteeredPopulations, levels: Array, scale: float) -> tuple[float, Array]:
    gradient, _, total = _swept_back(steered, levels)
    return total / scale, (steered.high - steered.low) / scale * gradient


def _step(steered: SteeredPopulations, levels: Array) -> tuple[float, Array]:
    """Return the length of a step, and how much a cost at the begin, in the middle and at the end of each counts."""
    h = steered.horizon / len(levels) / STEPS
    begins = np.exp(-steered.discount * h * np.arange(len(levels) * STEPS))
    half = np.exp(-steered.discount * h / 2)
    return h, begins[:, None] * np.array([1.0, half, half, half**2])


def _simulated(steered: SteeredPopulations, levels: Array) -> tuple[Array, float]:
    """Return the shares at the four stages of each step, and the cost."""
    h, weights = _step(steered, levels)
    size, count = len(steered.start), len(weights)
    states, costs = np.empty((count, 4, size)), np.empty((count, 4))
    now, flow = list(steered.start), steered.flow
    places = range(size)
    for step in range(count):
        level = float(levels[step // STEPS])
        one = flow(*now, level)
        second = [now[i] + h / 2 * one[i] for i in places]
        two = flow(*second, level)
        third = [now[i] + h / 2 * two[i] for i in places]
        three = flow(*third, level)
        fourth = [now[i] + h * three[i] for i in places]
        four = flow(*fourth, level)
        states[step] = now, second, third, fourth
        costs[step] = one[size], two[size], three[size], four[size]
        now = [now[i] + h / 6 * (one[i] + 2 * two[i] + 2 * three[i] + four[i]) for i in places]
    spent = h / 6 * (costs * weights) @ np.array([1.0, 2.0, 2.0, 1.0])
    return states, float(spent.sum())


def _swept_back(steered: SteeredPopulations, levels: Array) -> tuple[Array, Array, float]:
    """Return the gradient of the cost, the shadow prices of shares where steps begin (present values), and the cost."""
    h, weights = _step(steered, levels)
    states, total = _simulated(steered, levels)
    size, count = len(steered.start), len(weights)
    taken = np.repeat(levels, STEPS)
    identity = np.hstack([np.eye(size), np.zeros((size, 1))])
    moved = np.broadcast_to(identity, (count, size, size + 1))
    after, spent = moved.copy(), np.zeros((count, size + 1))
    for stage, (ahead, share) in enumerate(zip((h / 2, h / 2, h, 0.0), (1, 2, 2, 1), strict=True)):
        own = _slopes(steered, states[:, stage], taken)
        turned = own[:, :, :size] @ moved
        turned[:, :, size] += own[:, :, size]
        spent += h / 6 * share * weights[:, stage, None] * turned[:, size]
        after += h / 6 * share * turned[:, :size]
        moved = identity + ahead * turned[:, :size]
    gradient, prices = np.empty(count), np.empty((count + 1, size))
    prices[count] = 0.0
    for step in range(count - 1, -1, -1):
        row = spent[step] + prices[step + 1] @ after[step]
        prices[step], gradient[step] = row[:size], row[size]
    return gradient.reshape(len(levels), STEPS).sum(axis=1), prices, total


def _slopes(steered: SteeredPopulations, states: Array, taken: Array) -> Array:
    """Return the Jacobians of the flow: of each state, its entries by free shares and lever."""
    size = len(steered.start)
    entries = steered.slopes(*states.T, taken)
    flat = np.stack([np.broadcast_to(np.asarray(entry, dtype=float), taken.shape) for entry in entries], axis=1)
    return flat.reshape(len(taken), size + 1, size + 1)


def _hamiltonian_gap(steered: SteeredPopulations, levels: Array, states: Array, prices: Array) -> float:
    h, weights = _step(steered, levels)
    taken = np.repeat(levels, STEPS)

    def hamiltonian(level: Array) -> Array:
        *speeds, cost = steered.flow(*states.T, level)
        moved = sum(prices[:-1, i] * speed for i, speed in enumerate(speeds))
        return np.asarray(weights[:, 0] * cost + moved + np.zeros(len(level)))

    tried = [hamiltonian(np.full(len(taken), level)) for level in np.linspace(steered.low, steered.high, _TRIED)]
    return float(h * np.maximum(hamiltonian(taken) - np.min(tried, axis=0), 0.0).sum())
