"""Channel choice by brute force: NumPy only, nothing of the package, no first-order condition.

Payoffs are written down once more, from the consumers' utility. Followers answer by best responses, each found from
three evaluations of the own payoff (which is a parabola in the own decision) and kept from being negative, iterated
until nothing moves. Whoever leads tries a grid, closes in on the best points of it, and takes one last step to the top
of a parabola. Everything runs over many parameter points at once.

In quantities this is the game with all its corners. In prices, only parameters at which both channels sell are
answered: elsewhere ``interior`` is False and payoffs are NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MODES = ("none", "self_run", "reselling", "agency")
PLAYERS = ("manufacturer", "retailer", "streamer")
# What a mode depends on: points that differ in nothing else are solved once.
_MATTERS = {
    "none": {"alpha", "c"},
    "self_run": {"alpha", "c", "sigma", "theta", "phi_o", "eta_o", "W"},
    "reselling": {"alpha", "c", "sigma", "theta", "phi", "eta", "F"},
    "agency": {"alpha", "c", "sigma", "theta", "phi", "eta", "lambda", "F"},
}
_CHUNK = 2_000
_SWEEPS = 400
_SETTLED = 1e-11
_EDGE = 1e-7


@dataclass(frozen=True)
class Decisions:
    """What is decided: prices and quantities in both channels, the wholesale price and the live effort."""

    w: Array
    retail: Array
    live: Array
    e: Array


@dataclass(frozen=True)
class Sold:
    """What follows: prices and quantities."""

    p_r: Array
    p_l: Array
    d_r: Array
    d_l: Array


@dataclass(frozen=True)
class Game:
    """A mode at many parameter points: every entry of `values` is an array of them."""

    mode: str
    compete: str
    values: Mapping[str, Array]

    def sold(self, x: Decisions) -> Sold:
        """Return prices and quantities from the utility's gradient, solved for quantities where prices are decided."""
        v = self.values
        phi = v["phi_o"] if self.mode == "self_run" else v["phi"]
        worth_r, worth_l, sigma = v["alpha"] + v["theta"] * x.e, phi * v["alpha"] + x.e, v["sigma"]
        if self.mode == "none":
            other, nothing = v["alpha"] - x.retail, np.zeros_like(x.retail)
            p_r, d_r = (x.retail, other) if self.compete == "prices" else (other, x.retail)
            return Sold(p_r=p_r, p_l=nothing, d_r=d_r, d_l=nothing)
        if self.compete == "quantities":
            p_r, p_l = worth_r - x.retail - sigma * x.live, worth_l - x.live - sigma * x.retail
            return Sold(p_r=p_r, p_l=p_l, d_r=x.retail, d_l=x.live)
        net_r, net_l = worth_r - x.retail, worth_l - x.live
        bottom = (1 - sigma) * (1 + sigma)
        d_r, d_l = (net_r - sigma * net_l) / bottom, (net_l - sigma * net_r) / bottom
        return Sold(p_r=x.retail, p_l=x.live, d_r=d_r, d_l=d_l)

    def payoff(self, player: str, x: Decisions) -> Array:
        """Return one player's payoff."""
        v, s = self.values, self.sold(x)
        if player == "retailer":
            return (s.p_r - x.w) * s.d_r
        wholesale = (x.w - v["c"]) * s.d_r
        if self.mode == "none":
            return wholesale if player == "manufacturer" else np.zeros_like(wholesale)
        if self.mode == "self_run":
            own = (s.p_l - v["c"]) * s.d_l - v["eta_o"] * x.e * x.e / 2 - v["W"]
            return wholesale + own if player == "manufacturer" else np.zeros_like(wholesale)
        effort = v["eta"] * x.e * x.e / 2
        if self.mode == "reselling":
            if player == "manufacturer":
                return wholesale + (x.w - v["c"]) * s.d_l - v["F"]
            return (s.p_l - x.w) * s.d_l - effort + v["F"]
        if player == "manufacturer":
            return wholesale + ((1 - v["lambda"]) * s.p_l - v["c"]) * s.d_l - v["F"]
        return v["lambda"] * s.p_l * s.d_l - effort + v["F"]

    def led_by(self, leader: Array) -> Array:
        """Return what the manufacturer earns from first decisions (w, live sales; candidate; point)."""
        return _worth(self, leader)

    def consumer_surplus(self, x: Decisions) -> Array:
        """Return utility minus spending."""
        s, sigma = self.sold(x), self.values["sigma"]
        utility = (s.p_r + s.d_r + sigma * s.d_l) * s.d_r + (s.p_l + s.d_l + sigma * s.d_r) * s.d_l
        utility = utility - (s.d_r**2 + 2 * sigma * s.d_r * s.d_l + s.d_l**2) / 2
        return utility - s.p_r * s.d_r - s.p_l * s.d_l


def solve_mode(mode: str, values: Mapping[str, Array], compete: str = "quantities") -> dict[str, Any]:
    """Return the equilibrium of a mode at many points.

    Parameters
    ----------
    mode : str
        One of ``MODES``.
    values : mapping from str to array
        alpha, c, sigma, theta, phi, eta, lambda, F, phi_o, eta_o, W: scalars or arrays that broadcast together.
    compete : str
        ``quantities`` or ``prices``.

    Returns
    -------
    dict
        Arrays of the common shape: w, e, retail_price, live_price, retail_demand, live_demand, the players' payoffs,
        consumer_surplus, and ``interior``: whether both channels of the mode sell.
    """
    names = sorted(values)
    arrays = np.broadcast_arrays(*(np.asarray(values[name], dtype=float) for name in names))
    shape, flat = arrays[0].shape, np.stack([array.ravel() for array in arrays], axis=1)
    telling = flat[:, [name in _MATTERS[mode] for name in names]]
    _, first, back = np.unique(telling, axis=0, return_index=True, return_inverse=True)
    parts = []
    for start in range(0, len(first), _CHUNK):
        chunk = dict(zip(names, flat[first[start : start + _CHUNK]].T, strict=True))
        parts.append(_solved(Game(mode, compete, chunk)))
    return {name: np.concatenate([part[name] for part in parts])[back.ravel()].reshape(shape) for name in parts[0]}


def solve_all(values: Mapping[str, Array], compete: str = "quantities") -> dict[str, dict[str, Any]]:
    """Return :func:`solve_mode` for every mode."""
    return {mode: solve_mode(mode, values, compete) for mode in MODES}


def preferred(
    solved: Mapping[str, Mapping[str, Array]], reservation: Array | float, by: str = "manufacturer"
) -> NDArray[np.intp]:
    """Return the number (in `solved`) of the mode that a player likes best among those that the streamer accepts.

    Parameters
    ----------
    solved : mapping
        From :func:`solve_all`.
    reservation : array
        What a hired streamer must earn at least.
    by : str
        Whose payoff decides.
    """
    worth = []
    for mode, found in solved.items():
        refused = found["streamer"] < reservation if mode in ("reselling", "agency") else np.zeros(1, dtype=bool)
        worth.append(np.where(refused | np.isnan(found[by]), -np.inf, found[by]))
    best: NDArray[np.intp] = np.argmax(np.stack(np.broadcast_arrays(*worth)), axis=0)
    return best


def grid(base: Mapping[str, float], over: Mapping[str, tuple[float, float, int]]) -> dict[str, Any]:
    """Return values on a grid of two parameters; the first runs along the first axis."""
    axes = np.meshgrid(*(np.linspace(*span) for span in over.values()), indexing="ij")
    return {**base, **dict(zip(over, axes, strict=True))}


def _solved(game: Game) -> dict[str, Any]:
    x = _answered(game, _led(game))
    s = game.sold(x)
    sells = s.d_r > _EDGE
    if game.mode != "none":
        sells = sells & (s.d_l > _EDGE)
    found = {"w": x.w, "e": x.e, "retail_price": s.p_r, "live_price": s.p_l}
    found |= {"retail_demand": s.d_r, "live_demand": s.d_l, "consumer_surplus": game.consumer_surplus(x)}
    found |= {player: game.payoff(player, x) for player in PLAYERS}
    if game.compete == "prices":
        found = {name: np.where(sells, value, np.nan) for name, value in found.items()}
    return {**found, "interior": sells}


def _leads(mode: str) -> int:
    """How many numbers the manufacturer chooses first."""
    return 2 if mode in ("self_run", "agency") else 1


def _led(game: Game) -> Array:
    """Return the manufacturer's best first decisions, one row each."""
    size, top = _leads(game.mode), _reach(game)
    while True:
        points, worth = _on_grid(game, size, top)
        on_edge = _best_is_on_edge(worth, size)
        if not on_edge.any():
            break
        top = np.where(on_edge, 2 * top, top)
    best, best_worth = None, None
    for start, start_worth in _starts(game, points, worth):
        found, found_worth = _zoomed(game, start, start_worth, top / (_GRID[size] - 1))
        found, found_worth = _polished(game, found, found_worth, top / (_GRID[size] - 1))
        if best is None or best_worth is None:
            best, best_worth = found, found_worth
        better = found_worth > best_worth
        best, best_worth = np.where(better, found, best), np.where(better, found_worth, best_worth)
    assert best is not None
    return best


_GRID = {1: 121, 2: 21}
_ROUNDS = 20


def _reach(game: Game) -> Array:
    """How far the grid goes at first."""
    v = game.values
    return 1.2 * v["alpha"] * np.maximum(np.maximum(v["phi"], v["phi_o"]), 1)


def _on_grid(game: Game, size: int, top: Array) -> tuple[Array, Array]:
    """Return all candidates (decision, candidate, point) and what each is worth."""
    steps = np.array(list(product(np.linspace(0, 1, _GRID[size]), repeat=size))).T
    points = steps[:, :, None] * top
    return points, _worth(game, points)


def _best_is_on_edge(worth: Array, size: int) -> NDArray[np.bool_]:
    """Where a candidate at the far end is strictly better than all that are not: the grid must reach further."""
    far = (np.array(list(product(range(_GRID[size]), repeat=size))) == _GRID[size] - 1).any(axis=1)
    edge, inner = worth[far].max(axis=0), worth[~far].max(axis=0)
    on_edge: NDArray[np.bool_] = edge > inner + 1e-9 * np.abs(inner)
    return on_edge


def _starts(game: Game, points: Array, worth: Array) -> list[tuple[Array, Array]]:
    """Return the best candidate of each kind: who sells decides where payoffs bend, and each kind may have its own top.

    Where a kind does not occur the best of all stands in for it.
    """
    s, here = game.sold(_answered(game, points)), np.arange(worth.shape[1])
    kind = 2 * (s.d_r > 0) + (s.d_l > 0)
    best = np.argmax(worth, axis=0)
    starts = []
    for present in np.unique(kind):
        ranked = np.where(kind == present, worth, -np.inf)
        chosen = np.argmax(ranked, axis=0)
        chosen = np.where(ranked[chosen, here] > -np.inf, chosen, best)
        starts.append((points[:, chosen, here], worth[chosen, here]))
    return starts


def _zoomed(game: Game, centre: Array, worth: Array, step: Array) -> tuple[Array, Array]:
    """Try five values of each decision around the best so far, and halve the step where the middle ones are best."""
    size = len(centre)
    offsets = np.array(list(product((-2, -1, 0, 1, 2), repeat=size)), dtype=float).T
    here = np.arange(centre.shape[1])
    for _ in range(_ROUNDS):
        points = np.maximum(centre[:, None, :] + offsets[:, :, None] * step, 0)
        values = _worth(game, points)
        chosen = np.argmax(values, axis=0)
        inner = np.abs(offsets[:, chosen]).max(axis=0) <= 1
        better = values[chosen, here] > worth
        centre = np.where(better, points[:, chosen, here], centre)
        worth = np.where(better, values[chosen, here], worth)
        step = np.where(inner | ~better, step / 2, step)
    return centre, worth


def _polished(game: Game, centre: Array, worth: Array, step: Array) -> tuple[Array, Array]:
    """Go to the top of the parabola through payoffs around a point, where that is better.

    With two decisions it is tried for both together and for each alone: one of them may be at zero, and stay there.
    """
    size, h = len(centre), step / 64
    unit = np.eye(size)[:, :, None] * h
    for _ in range(3):
        plus, minus = (_worth(game, np.maximum(centre[:, None, :] + sign * unit, 0)) for sign in (1, -1))
        middle = _worth(game, centre[:, None, :])[0]
        # Where a channel stops selling (worth -inf) there is no parabola, and the point stays.
        usable = np.isfinite(plus).all(axis=0) & np.isfinite(minus).all(axis=0) & np.isfinite(middle)
        plus, minus, middle = (np.where(usable, value, 0) for value in (plus, minus, middle))
        slope, bend = (plus - minus) / (2 * h), (plus + minus - 2 * middle) / h**2
        alone = -slope / np.where(bend < 0, bend, -np.inf)
        moves = [np.where(np.arange(size)[:, None] == i, alone, 0) for i in range(size)]
        if size == 2:
            both = _worth(game, centre[:, None, :] + unit.sum(axis=1)[:, None, :])[0]
            cross = (np.where(np.isfinite(both), both, 0) - plus[0] - plus[1] + middle) / h**2
            bottom = bend[0] * bend[1] - cross**2
            bottom = np.where((bottom > 0) & (bend[0] < 0), bottom, np.inf)
            moves += [
                -np.stack([slope[0] * bend[1] - slope[1] * cross, slope[1] * bend[0] - slope[0] * cross]) / bottom
            ]
        for tried in [np.maximum(centre + move, 0) for move in moves]:
            value = _worth(game, tried[:, None, :])[0]
            better = value > worth
            centre, worth = np.where(better, tried, centre), np.where(better, value, worth)
    return centre, worth


def _worth(game: Game, points: Array) -> Array:
    """Return what the manufacturer earns from candidates (decision, candidate, point) once the others have answered."""
    x = _answered(game, points)
    found = game.payoff("manufacturer", x)
    if game.compete == "prices":
        s = game.sold(x)
        found = np.where((s.d_r >= 0) & (s.d_l >= 0), found, -np.inf)
    return found


def _answered(game: Game, leader: Array) -> Decisions:
    """Let the followers answer each other until nothing moves."""
    zero = np.zeros_like(leader[0])
    live = leader[1] if len(leader) == 2 else zero
    x = Decisions(w=leader[0], retail=zero, live=live, e=zero)
    for _ in range(_SWEEPS):
        before = x
        x = _retail_answer(game, _live_answer(game, x))
        moved = (np.abs(getattr(x, name) - getattr(before, name)) for name in ("retail", "live", "e"))
        if all((change <= _SETTLED * game.values["alpha"]).all() for change in moved):
            return x
    raise AssertionError(f"the followers of {game.mode} in {game.compete} do not settle")


def _retail_answer(game: Game, x: Decisions) -> Decisions:
    least = x.w if game.compete == "prices" else np.zeros_like(x.w)

    def worth(retail: Array) -> Array:
        return game.payoff("retailer", replace(x, retail=retail))

    return replace(x, retail=_top(worth, least, game.values["alpha"]))


def _live_answer(game: Game, x: Decisions) -> Decisions:
    """Return the answer of whoever runs the live channel."""
    if game.mode == "none":
        return x
    if game.mode != "reselling":
        return _effort_answer(game, x)
    least = x.w if game.compete == "prices" else np.zeros_like(x.w)

    def worth(live: Array) -> Array:
        return game.payoff("streamer", _effort_answer(game, replace(x, live=live)))

    return _effort_answer(game, replace(x, live=_top(worth, least, game.values["alpha"])))


def _effort_answer(game: Game, x: Decisions) -> Decisions:
    player = "manufacturer" if game.mode == "self_run" else "streamer"

    def worth(e: Array) -> Array:
        return game.payoff(player, replace(x, e=e))

    return replace(x, e=_top(worth, np.zeros_like(x.e), game.values["alpha"]))


def _top(worth: Callable[[Array], Array], least: Array, scale: Array) -> Array:
    """Return the best value that is at least `least`, from three evaluations of a payoff that is a parabola."""
    h = np.broadcast_to(scale / 4, least.shape)
    low, middle, high = worth(least), worth(least + h), worth(least + 2 * h)
    bend = high - 2 * middle + low
    if not (bend < 0).all():
        raise AssertionError("a payoff is not concave in the own decision; take parameters at which it is")
    return np.maximum(least + h * (1 - (high - low) / (2 * bend)), least)
