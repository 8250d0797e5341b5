"""Finitely many members who switch one at a time: simulated with a seed; the mean dynamics are their limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsec_models.errors import DeclarationError
from lsec_models.games.evolutionary.at_point import RestPointsAt
from lsec_models.games.evolutionary.dynamics import BEST_RESPONSE, LOGIT
from lsec_models.games.evolutionary.given_shares import shares_given
from lsec_models.games.summary.summary import at_point
from lsec_models.solve.evolutionary.trajectories.paths import CompiledDynamics

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_MOST_MEMBERS, _MOST_RUNS, _MOST_STEPS = 1_000_000, 10_000, 2_000_000
_SEEN = 200
_MANY = 10**15


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class AgentPaths:
    """Shares over time in populations of finitely many members.

    Attributes
    ----------
    found : RestPointsAt
        Says the game, its dynamics and its parameters.
    members : int
        Of each population.
    times : array
    shares : array
        By strategy (in the order of the names of shares), run and time.
    seed : int
    """

    found: RestPointsAt
    members: int
    times: Array
    shares: Array
    seed: int

    def distance(self) -> Array:
        """Return for each run the largest distance of a share, at any time, from the path of the mean dynamics."""
        import numpy as np

        from lsec_models.solve.evolutionary.trajectories.paths import paths

        mean = paths(self.found, self.shares[:, :1, 0], self.times)
        largest: Array = np.abs(self.shares - mean).max(axis=(0, 2))
        return largest

    def __repr__(self) -> str:
        runs = f"{self.shares.shape[1]} run{'s' if self.shares.shape[1] > 1 else ''}"
        return (
            f"{runs} of {self.members:,} members a population until t = {self.times[-1]:g}, seed {self.seed}: "
            f"{self.found.label}{at_point(self.found.point)}"
        )


def simulate_agents(
    found: RestPointsAt, *, start: object, members: int = 1000, until: float = 10.0, runs: int = 1, seed: int = 0
) -> AgentPaths:
    """Return shares over time where members switch one at a time.

    In each step of length ``1 / (members * rate)`` one member of each population, drawn evenly, may switch. Under best
    responses and logit it does as :class:`EvolutionaryGame` says (the rate is one). Otherwise it looks at another
    member, drawn evenly, and imitates it with a probability that is what the other earns more, over the largest
    difference there may be, which is the rate; with mutation it sometimes picks a strategy evenly instead. What is
    earned is the average over all who may be met. As the number of members grows, runs tend to the mean dynamics from
    the same start, at any finite time; near an unstable state they part later.

    Parameters
    ----------
    found : RestPointsAt
        What ``solve(game, at={...})`` returns, of any dynamics.
    start : mapping from str to number, or sequence of numbers
        Shares: of each population all but one, by name, or all in order. Rounded to whole members.
    members : int
        Of each population.
    until : float
        For how long, in the time of the mean dynamics.
    runs : int
        How many at once.
    seed : int
        The same seed gives the same runs.

    Returns
    -------
    AgentPaths
        At 201 times, or at each step if there are fewer.

    Raises
    ------
    DeclarationError, UnknownName
        If these are not rest points at a point, the start has no meaning, a number is out of its range, or there would
        be more than two million steps.

    References
    ----------
    Schlag, K. H. (1998). Why imitate, and if so, how? Journal of Economic Theory 78.

    Benaim, M. and Weibull, J. W. (2003). Deterministic approximation of stochastic evolution in games. Econometrica 71.

    Examples
    --------
    >>> from lsec_models import EvolutionaryGame, solve
    >>> contest = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[-1, 2], [0, 1]])
    >>> seen = simulate_agents(solve(contest, at={}), start={"hawk": 0.1}, members=400)
    >>> seen
    1 run of 400 members a population until t = 10, seed 0: the evolutionary game of birds
    >>> bool(seen.distance()[0] < 0.1)
    True
    """
    import numpy as np

    if not isinstance(found, RestPointsAt):
        kind = type(found).__name__
        raise DeclarationError(
            f"simulate_agents takes the rest points at one point, not {kind}; solve(game, at={{...}})"
        )
    _require_whole("members", members, 2, _MOST_MEMBERS)
    _require_whole("runs", runs, 1, _MOST_RUNS)
    _require_whole("seed", seed, 0, 2**63)
    if not isinstance(until, int | float) or isinstance(until, bool) or not 0 < until < float("inf"):
        raise DeclarationError(f"until = {until!r}: give a positive time")
    motion = CompiledDynamics(found)
    rate = _rate(motion)
    asked = until * members * rate
    steps = max(1, round(min(asked, _MOST_STEPS + 1)))
    if steps > _MOST_STEPS:
        raise DeclarationError(
            f"{asked:{',.0f' if asked < _MANY else '.3g'}} steps, more than the {_MOST_STEPS:,} that are made; take "
            "fewer members=, or a shorter until="
        )
    rng = np.random.default_rng(seed)
    counts = np.repeat(_whole(motion, shares_given(found.game, start), members)[:, None], runs, axis=1)
    looks = np.unique(np.linspace(0, steps, min(steps, _SEEN) + 1).round().astype(int))
    seen, done = [counts / members], 0
    for look in looks[1:]:
        for _ in range(look - done):
            _step(motion, counts, members, rate, rng)
        done = int(look)
        seen.append(counts / members)
    return AgentPaths(
        found=found, members=members, times=looks / (members * rate), shares=np.stack(seen, axis=-1), seed=seed
    )


def _require_whole(name: str, value: object, least: int, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise DeclarationError(f"{name} = {value!r}: give a whole number from {least:,} to {most:,}")


def _rate(motion: CompiledDynamics) -> float:
    """Return how often a member may switch in a unit of time, so that the mean dynamics have their own time."""
    if motion.found.game.dynamics in (LOGIT, BEST_RESPONSE):
        return 1.0
    # Imitation by differences of payoffs needs probabilities: at most one where the largest difference is met.
    return max(float(table.max()) for table in motion.tables) + motion.number or 1.0


def _whole(motion: CompiledDynamics, shares: list[float], members: int) -> NDArray[np.int64]:
    """Return shares as whole members: those with the largest remainders are rounded up."""
    import numpy as np

    counts = []
    for own in motion.parts(np.array(shares)):
        whole = np.floor(own * members + 1e-9).astype(np.int64)
        order = np.argsort(whole - own * members, kind="stable")
        whole[order[: members - int(whole.sum())]] += 1
        counts.append(whole)
    return np.concatenate(counts)


def _step(
    motion: CompiledDynamics, counts: NDArray[np.int64], members: int, rate: float, rng: np.random.Generator
) -> None:
    """Let one member of each population in each run choose again; counts are changed in place."""
    import numpy as np

    shares = counts / members
    earned = motion.earned(shares)
    chosen = motion.parts(motion.chosen(shares)) if motion.found.game.dynamics in (LOGIT, BEST_RESPONSE) else None
    runs = np.arange(counts.shape[1])
    offset = 0
    for p, own in enumerate(motion.parts(shares)):
        draws = rng.random((4, len(runs)))
        held = np.cumsum(counts[offset : offset + len(own)], axis=0)[:-1]
        # By whole members, so that nobody leaves a strategy that nobody plays.
        before = (held <= np.minimum((draws[0] * members).astype(np.int64), members - 1)).sum(axis=0)
        if chosen is not None:
            after = _drawn(chosen[p], draws[1])
        else:
            model = _drawn(own, draws[1])
            gain = earned[p][model, runs] - earned[p][before, runs]
            mutates = draws[2] * rate < motion.number
            imitates = ~mutates & ((draws[2] * rate - motion.number) < gain)
            even = np.minimum((draws[3] * len(own)).astype(int), len(own) - 1)
            after = np.where(mutates, even, np.where(imitates, model, before))
        counts[offset + before, runs] -= 1
        counts[offset + after, runs] += 1
        offset += len(own)


def _drawn(weights: Array, draws: Array) -> NDArray[np.int64]:
    """Return for each column of probabilities the row that a number between 0 and 1 falls on."""
    import numpy as np

    below: NDArray[np.int64] = (np.cumsum(weights, axis=0)[:-1] <= draws).sum(axis=0)
    return below
