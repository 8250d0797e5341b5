"""Dynamic programming on a grid of shares: what the cheapest path of a lever costs, found without slopes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.solve.control.steered_populations import Array, Law, SteeredPopulations, runge_kutta
from lsec_models.solve.control.transcribed_path import STEPS

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# By how many free shares there are: nodes along each, and levels of the lever.
SIDES = {1: (201, 41), 2: (61, 33), 3: (21, 17)}
_PATHS = 400
_MARGIN = 0.05


@dataclass(frozen=True, kw_only=True)
class CostOnGrid:
    """What dynamic programming finds.

    Attributes
    ----------
    cost : float
        From the start, as the grid has it.
    levels : array
        The levels that it chooses along the path, in each piece.
    points : int
        How many shares the grid has.
    """

    cost: float
    levels: Array
    points: int


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """Evenly spaced log odds ``ln(x / (1 - x))`` of each free share, where shares that die out are not crowded."""

    steered: SteeredPopulations
    flow: Law
    low: Array
    high: Array
    side: int

    def nodes(self) -> Array:
        axes = [np.linspace(low, high, self.side) for low, high in zip(self.low, self.high, strict=True)]
        return np.stack(np.meshgrid(*axes, indexing="ij")).reshape(len(axes), -1)

    def after_a_piece(self, odds: Array, levels: Array, h: float) -> tuple[Array, Array]:
        """Return where log odds are after a piece, and what it costs, discounted to its begin."""
        now, total, discount = list(odds), np.zeros(len(levels)), self.steered.discount
        for step in range(STEPS):
            now, spent = runge_kutta(lambda moving: self.flow(*moving, levels), now, h / STEPS, discount)
            total = total + np.exp(-discount * h / STEPS * step) * spent
        return np.stack([one + np.zeros(len(levels)) for one in now]), total

    def weights(self, odds: Array) -> csr_array:
        """Return the weights of the nodes at some log odds, a row for each: cubic polynomials along each share."""
        from scipy.sparse import csr_array

        size, count = odds.shape
        width = (self.high - self.low)[:, None]
        scaled = np.clip((odds - self.low[:, None]) / width, 0.0, 1.0) * (self.side - 1)
        first = np.clip(np.floor(scaled).astype(int) - 1, 0, self.side - 4)
        # Lagrange's polynomials of the four nodes around.
        single = [
            np.prod([(scaled - first - other) / (node - other) for other in range(4) if other != node], axis=0)
            for node in range(4)
        ]
        columns, weights = [], []
        for picked in product(range(4), repeat=size):
            places = [first[i] + node for i, node in enumerate(picked)]
            columns.append(np.ravel_multi_index(places, (self.side,) * size))
            weights.append(np.prod([single[node][i] for i, node in enumerate(picked)], axis=0))
        rows = np.tile(np.arange(count), len(columns))
        return csr_array((np.concatenate(weights), (rows, np.concatenate(columns))), shape=(count, self.side**size))


def cost_on_a_grid(steered: SteeredPopulations, pieces: int) -> CostOnGrid | None:
    """Return the cheapest path by dynamic programming; None where shares are not a product of up to three intervals.

    Backwards from the end, what remains costs least at each node of the grid among evenly spaced levels, one for a
    piece; between nodes it is a cubic polynomial through four of them along each share. It sees all levels and, on its
    grid, all shares that some hundred paths of random levels reach, so that it is not led by slopes into a path that
    only its neighbours do not better.
    """
    size = len(steered.start)
    if size not in SIDES or any(count != 2 for count in steered.game.shape):
        return None
    side, count = SIDES[size]
    h, fading = steered.horizon / pieces, float(np.exp(-steered.discount * steered.horizon / pieces))
    grid, levels = _reached(steered, side, pieces), np.linspace(steered.low, steered.high, count)
    nodes = grid.nodes()
    between = []
    for level in levels:
        after, spent = grid.after_a_piece(nodes, np.full(nodes.shape[1], level), h)
        between.append((fading * grid.weights(after), spent))
    worth = np.zeros(nodes.shape[1])
    later: list[Array] = []
    for _ in range(pieces):
        later.insert(0, worth)
        worth = np.min([spent + weights @ worth for weights, spent in between], axis=0)
    cost = float((grid.weights(_start(steered)) @ worth)[0])
    return CostOnGrid(cost=cost, levels=_chosen(grid, later, levels, h, fading), points=nodes.shape[1])


def _start(steered: SteeredPopulations) -> Array:
    shares = np.array(steered.start)[:, None]
    found: Array = np.log(shares / (1 - shares))
    return found


def _reached(steered: SteeredPopulations, side: int, pieces: int) -> _Grid:
    """Return the grid of the log odds that paths reach whose levels are random, or at the ends."""
    odds = [sp.Dummy() for _ in steered.free]
    shares = {share: 1 / (1 + sp.exp(-odd)) for share, odd in zip(steered.free, odds, strict=True)}
    speeds = [
        sp.cancel(speed / (share * (1 - share))).subs(shares)
        for speed, share in zip(steered.motion, steered.free, strict=True)
    ]
    flow = sp.lambdify((*odds, steered.lever), [*speeds, steered.cost.subs(shares)], modules="numpy", cse=True)
    start, rng = _start(steered), np.random.default_rng(0)
    grid = partial(_Grid, steered=steered, flow=flow, side=side)
    unbounded = grid(low=start[:, 0], high=start[:, 0])
    # Levels that stay for one piece, for a few, and for all.
    kept = [np.repeat(rng.random((_PATHS // 4, -(-pieces // k))), k, axis=1)[:, :pieces] for k in (1, 4, 16, pieces)]
    drawn = np.vstack([*kept, *(np.round(one) for one in kept)])
    now = np.repeat(start, len(drawn), axis=1)
    seen = [now]
    for piece in range(pieces):
        levels = steered.low + (steered.high - steered.low) * drawn[:, piece]
        now, _ = unbounded.after_a_piece(now, levels, steered.horizon / pieces)
        seen.append(now)
    low, high = np.min(seen, axis=(0, 2)), np.max(seen, axis=(0, 2))
    room = _MARGIN * (high - low) + _MARGIN
    return grid(low=low - room, high=high + room)


def _chosen(grid: _Grid, later: list[Array], levels: Array, h: float, fading: float) -> Array:
    """Return the level that costs least in each piece from the start on, what remains after it given on the grid."""
    now, chosen = _start(grid.steered), []
    for worth in later:
        after, spent = grid.after_a_piece(np.repeat(now, len(levels), axis=1), levels, h)
        best = int(np.argmin(spent + fading * (grid.weights(after) @ worth)))
        chosen.append(levels[best])
        now = after[:, [best]]
    return np.array(chosen)
