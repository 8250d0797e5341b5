"""The exact maps of the channel paper and the brute-force solver side by side, point by point of a grid."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import brute_force.channels as brute
from lsec_models.models.channels.channel_choice import BASELINE

Array = NDArray[np.float64]
NEAR = Fraction(1, 10**6)
_PARAMETERS = ("alpha", "c", "sigma", "theta", "phi", "eta", "lambda", "F", "phi_o", "eta_o", "W")


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What a comparison found.

    Attributes
    ----------
    points : int
        Of the grid.
    near : int
        Points that are left out: closer to a boundary than ``NEAR``.
    labels : mapping from str to int
        How often each label occurs among the others.
    disagreements : tuple
        Point, exact label, label by brute force.
    """

    points: int
    near: int
    labels: Mapping[str, int]
    disagreements: tuple[tuple[tuple[Fraction, Fraction], str, str], ...]


def choices() -> Any:
    """Return the module of the paper's folder that solves the modes and makes the maps."""
    folder = str(Path(__file__).parents[3] / "papers")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return import_module("mayang2024channel.choices")


def compare(name: str, side: int, progress: Callable[[str], None] = lambda _: None) -> Compared:
    """Compare one map with brute force at the middles of ``side**2`` equal cells.

    Parameters
    ----------
    name : str
        Of a map.
    side : int
        Points along each axis.
    progress : callable
        Told what is done.
    """
    exact = choices()
    drawn = exact.planar(name, "mode")
    xs, ys = (_middles(low, high, side) for low, high in drawn.over)
    progress(f"{name}: exact map ready")
    found = _by_brute_force(exact, name, xs, ys, progress)
    counts: dict[str, int] = {}
    near, wrong = 0, []
    for i, x in enumerate(xs):
        for j, y in enumerate(ys):
            label = _mode_clear_of_boundaries(drawn, x, y)
            if label is None:
                near += 1
                continue
            counts[label] = counts.get(label, 0) + 1
            if label != found[i][j]:
                wrong.append(((x, y), label, found[i][j]))
        if (i + 1) % 20 == 0:
            progress(f"{name}: {i + 1} of {side} columns compared")
    return Compared(points=side**2, near=near, labels=counts, disagreements=tuple(wrong))


def _middles(low: Fraction, high: Fraction, side: int) -> list[Fraction]:
    return [low + (high - low) * Fraction(2 * i + 1, 2 * side) for i in range(side)]


def _mode_clear_of_boundaries(drawn: Any, x: Fraction, y: Fraction) -> str | None:
    """Return the mode at a point; None if another one is met within ``NEAR`` of it, or a boundary passes through it."""
    corners = [(x + a * NEAR, y + b * NEAR) for a in (-1, 1) for b in (-1, 1)]
    labels = {_mode(drawn.label_at(*point)) for point in [(x, y), *corners]}
    return labels.pop() if len(labels) == 1 else None


def _by_brute_force(
    exact: Any, name: str, xs: Sequence[Fraction], ys: Sequence[Fraction], progress: Callable[[str], None]
) -> list[list[str]]:
    axes = [symbol.name for symbol in exact.MAPS[name]]
    numbers: dict[str, Any] = {key: float(value) for key, value in BASELINE.items()}
    numbers |= {symbol.name: float(value) for symbol, value in exact.CHANGED.get(name, ())}
    values = {key: numbers[key] for key in _PARAMETERS} | ({} if "F" in axes else {"F": 0.0})
    grids = np.meshgrid([float(x) for x in xs], [float(y) for y in ys], indexing="ij")
    values |= dict(zip(axes, grids, strict=True))
    solved = {}
    for mode in brute.MODES:
        # A reseller is paid no slot fee.
        solved[mode] = brute.solve_mode(mode, values | ({"F": 0.0 * grids[0]} if mode == "reselling" else {}))
        progress(f"{name}: {mode} solved by brute force")
    best = brute.preferred(solved, float(exact.RESERVATION))
    chosen: list[list[str]] = np.array(brute.MODES)[best].tolist()
    return chosen


def _mode(label: str | None) -> str | None:
    """Leave out of a label whether the retailer sells: brute force cannot tell little from nothing."""
    return None if label is None else label.partition(",")[0]
