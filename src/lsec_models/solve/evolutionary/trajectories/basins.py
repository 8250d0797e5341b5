"""Basins of attraction: which stable rest point the paths from a grid of starts tend to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from lsec_models.errors import DeclarationError
from lsec_models.games.evolutionary.at_point import RestPointAt, RestPointsAt
from lsec_models.games.evolutionary.dynamics import BEST_RESPONSE
from lsec_models.games.frozen import Frozen
from lsec_models.games.summary.summary import at_point
from lsec_models.solve.evolutionary.trajectories.paths import CompiledDynamics, paths

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FEWEST, _MOST = 1, 100_000
# How near a path must be to a rest point twice, some time apart; best responses zigzag by about a hundredth.
_NEAR, _NEAR_BEST = 0.01, 0.03
_ROUNDED = 1e-9
_LOOKS = 20
_CUBE = 3
_NOWHERE = "to none of them"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Basins:
    """Which asymptotically stable rest point each of many starts tends to, as far as paths in floats show it.

    Attributes
    ----------
    found : RestPointsAt
    starts : array
        A column for each start, its rows all shares in the order of their names.
    reached : array of int
        For each start the number of a rest point in ``found.stable``; -1 where its path is near none of them at the
        end, since it circles, is slow, or rests elsewhere.
    until : float
        For how long paths were followed.
    """

    found: RestPointsAt
    starts: NDArray[np.float64]
    reached: NDArray[np.int64]
    until: float

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The stable rest points by what is played there; of several with one name all have a number."""
        names = [one.name for one in self.found.stable]
        seen: dict[str, int] = {}
        labels = []
        for name in names:
            seen[name] = seen.get(name, 0) + 1
            labels.append(f"{name} ({seen[name]})" if names.count(name) > 1 else name)
        return tuple(labels)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many starts tend to each stable rest point, and to none of them, by label."""
        counted = {label: int((self.reached == i).sum()) for i, label in enumerate(self.labels)}
        return Frozen(counted | {_NOWHERE: int((self.reached < 0).sum())})

    @cached_property
    def shares(self) -> Mapping[str, Fraction]:
        """The counts as parts of the number of starts."""
        total = self.starts.shape[1]
        return Frozen({label: Fraction(count, total) for label, count in self.counts.items()})

    def to(self, start: int) -> RestPointAt | None:
        """Return the rest point that the path from a start tends to, by the number of the start; None if to none."""
        reached = int(self.reached[start])
        return None if reached < 0 else self.found.stable[reached]

    def __repr__(self) -> str:
        total = self.starts.shape[1]
        lines = [f"Basins of attraction of {self.found.label}{at_point(self.found.point)}"]
        for label, count in self.counts.items():
            if count or label != _NOWHERE:
                lines.append(f"  {label}: {count:,} of {total:,} starts ({count / total:.1%})")
        return "\n".join([*lines, f"  checked: paths in floats until t = {self.until:g}"])


def basins(found: RestPointsAt, *, starts: int = 900, until: float = 200.0) -> Basins:
    """Return which stable rest point the paths from a grid of starts tend to.

    Starts are the middles of equal squares, triangles or cubes into which the space of shares is cut, where it is a
    square, a triangle or a cube; else they are drawn evenly, the same in every run. A path tends to a rest point if it
    is within 1/100 of it (3/100 of best responses), and half as far as the next rest point is, at two looks, one
    twentieth of the time apart, and has not moved away from one to the other (unless best responses zigzag).

    Parameters
    ----------
    found : RestPointsAt
        What ``solve(game, at={...})`` returns, of any dynamics.
    starts : int
        About how many.
    until : float
        For how long paths are followed.

    Raises
    ------
    DeclarationError
        If these are not rest points at a point, none is asymptotically stable, a number is out of its range, or paths
        would take more than a million steps.

    Examples
    --------
    >>> from lsec_models import EvolutionaryGame, solve
    >>> hunt = EvolutionaryGame(populations={"hunters": ["stag", "hare"]}, payoffs=[[4, 0], [3, 3]])
    >>> print(basins(solve(hunt, at={}), starts=100))
    Basins of attraction of the evolutionary game of hunters
      stag: 25 of 100 starts (25.0%)
      hare: 75 of 100 starts (75.0%)
      checked: paths in floats until t = 200
    """
    import numpy as np

    if not isinstance(found, RestPointsAt):
        kind = type(found).__name__
        raise DeclarationError(f"basins takes the rest points at one point, not {kind}; solve(game, at={{...}})")
    if not isinstance(starts, int) or isinstance(starts, bool) or not _FEWEST <= starts <= _MOST:
        raise DeclarationError(f"starts = {starts!r}: give a number from {_FEWEST} to {_MOST:,}")
    if not isinstance(until, int | float) or isinstance(until, bool) or not 0 < until < float("inf"):
        raise DeclarationError(f"until = {until!r}: give a positive time")
    if not found.stable:
        raise DeclarationError(
            "no rest point is known to be asymptotically stable, so that there are no basins; plot(found) shows where "
            "paths go"
        )
    CompiledDynamics(found).require_few_steps(until)
    grid = evenly_spread(found.game.shape, starts)
    ends = np.array([[float(share) for share in one.shares.values()] for one in found.stable]).T
    zigzags = found.game.dynamics == BEST_RESPONSE
    near = _reach(found, ends, _NEAR_BEST if zigzags else _NEAR)
    reached = np.full(grid.shape[1], -1)
    now, left, before = grid, np.arange(grid.shape[1]), np.full(grid.shape[1], -1)
    far = np.full(grid.shape[1], np.inf)
    for _ in range(_LOOKS):
        now = paths(found, now, np.array([0.0, until / _LOOKS]))[..., -1]
        distances = np.abs(now[:, :, None] - ends[:, None, :]).max(axis=0)
        closest, away = distances.argmin(axis=1), distances.min(axis=1)
        nearest = np.where(away < near[closest], closest, -1)
        settled = (nearest >= 0) & (nearest == before) & (zigzags | (away <= far + _ROUNDED))
        reached[left[settled]] = nearest[settled]
        now, left, before, far = now[:, ~settled], left[~settled], nearest[~settled], away[~settled]
        if not left.size:
            break
    return Basins(found=found, starts=grid, reached=reached, until=float(until))


def _reach(found: RestPointsAt, ends: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    """Return how near a path must be to each stable rest point: less than half as far as the next rest point is."""
    import numpy as np

    others = np.array([[float(share) for share in one.shares.values()] for one in found]).T
    apart = np.abs(ends[:, :, None] - others[:, None, :]).max(axis=0)
    apart[apart == 0] = np.inf
    reach: NDArray[np.float64] = np.minimum(most, apart.min(axis=1) / 2)
    return reach


def evenly_spread(shape: tuple[int, ...], count: int) -> NDArray[np.float64]:
    """Return about so many states that are spread evenly, a column for each, its rows all shares.

    Parameters
    ----------
    shape : tuple of int
        How many strategies each population has.
    count : int
    """
    import numpy as np

    if shape == (3,):
        middles: NDArray[np.float64] = triangle(max(1, round(count**0.5))).mean(axis=1)
        return middles
    if all(size == 2 for size in shape) and len(shape) <= _CUBE:
        side = max(1, round(count ** (1 / len(shape))))
        steps = (np.arange(side) + 0.5) / side
        grid = np.stack(np.meshgrid(*[steps] * len(shape), indexing="ij")).reshape(len(shape), -1)
        return np.stack([row for share in grid for row in (share, 1 - share)])
    drawn = np.random.default_rng(0).exponential(size=(sum(shape), count))
    parts = np.split(drawn, np.cumsum(shape)[:-1])
    return np.concatenate([part / part.sum(axis=0) for part in parts])


def triangle(side: int) -> NDArray[np.float64]:
    """Return the corners of the equal triangles into which that of three shares is cut: shares, corners, triangles."""
    import numpy as np

    cut = []
    for i in range(side):
        for j in range(side - i):
            k = side - 1 - i - j
            cut.append([(i + 1, j, k), (i, j + 1, k), (i, j, k + 1)])
            if k > 0:
                cut.append([(i + 1, j + 1, k - 1), (i + 1, j, k), (i, j + 1, k)])
    return np.array(cut, dtype=float).transpose(2, 1, 0) / side
