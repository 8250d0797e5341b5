"""The last stage of a game whose payoffs are quadratic in its decisions: all equilibria, by enumeration of corners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from lsec_models.audits.search.numerical_game import GameAtPoint, MoveConstraint
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.static.kinks import has_kinks
from lsec_models.games.static.order import Move

_PROBES = 12
_QUADRATIC = 1e-9
_CONSTANT = 1e-11
_SINGULAR = 1e-11
_HOLDS = 1e-9
_APART = 1e-6
_MOST = 3_000_000


@dataclass(frozen=True, kw_only=True)
class LastStageReplies:
    """What the last stage answers.

    Attributes
    ----------
    choices : array, (decisions, histories)
        All decisions; those of the last stage an equilibrium wherever there is one.
    found : array of bool, (histories,)
        Whether there is an equilibrium.
    several : array of bool, (histories,)
        Whether there are others.
    """

    choices: Floats
    found: NDArray[np.bool_]
    several: NDArray[np.bool_]


class LastStage:
    """The last stage, where :func:`last_stage` found that corners can be enumerated.

    1. From differences of payoffs, which are exact for parabolas, get each mover's marginal payoffs as affine
       functions of the stage's decisions.
    2. For each choice of binding constraints, as many for each mover as it can bind at once, solve the linear
       equations: marginal payoffs equal what the binding constraints push back, and these constraints are zero.
    3. Keep solutions that satisfy the other constraints and whose constraints all push inwards. As each mover's payoff
       is concave in its own decisions, these are all the equilibria.

    References
    ----------
    Cottle, R. W., Pang, J.-S. and Stone, R. E. (1992). The Linear Complementarity Problem. Academic Press.
    """

    def __init__(self, arena: GameAtPoint) -> None:
        self._arena = arena
        stage = arena.stages[-1]
        self.rows = arena.rows(stage)
        self._limits = [limit for limit in arena.limits if limit.stage == stage.number]
        self._owners = [arena.player(move.player) for move in stage.moves for _ in move.decisions]
        self._sets = list(_binding_sets(arena, stage.moves, self._limits))
        self._slopes = np.array([limit.slopes for limit in self._limits]).reshape(-1, len(arena.game.decisions))
        self._constant_maps: tuple[Floats, NDArray[np.bool_]] | None = None

    def settle(self, bends: Floats) -> None:
        """Solve the equations once and for all if the slopes of marginal payoffs are the same after all histories."""
        if np.all(np.abs(bends - bends[:1]) <= _CONSTANT * np.max(np.abs(bends))):
            self._constant_maps = self._maps(bends[:1])

    def replies(self, choices: Floats) -> LastStageReplies:
        """Return equilibria of the stage after histories, (decisions, histories)."""
        most = max(1, _MOST // (len(self._sets) * (len(self.rows) + 1) ** 2))
        parts = [self._replies(choices[:, at : at + most]) for at in range(0, choices.shape[1], most)]
        return LastStageReplies(
            choices=np.concatenate([part.choices for part in parts], axis=1),
            found=np.concatenate([part.found for part in parts]),
            several=np.concatenate([part.several for part in parts]),
        )

    def _replies(self, choices: Floats) -> LastStageReplies:
        margins, bends = self.margins(choices)
        constants = self._constants(choices)
        maps, regular = self._constant_maps or self._maps(bends)
        given = np.concatenate([margins, constants], axis=1)
        answers = np.einsum("hsij,hj->shi", maps, given) if len(maps) > 1 else given @ maps[0].transpose(0, 2, 1)
        every, forces = answers[:, :, : len(self.rows)], answers[:, :, len(self.rows) :]
        violation = np.maximum(self._broken(every, constants), _pulling(forces, margins, bends))
        violation = np.where(regular.T, violation, np.inf)
        first, lanes = np.argmin(violation, axis=0), np.arange(choices.shape[1])
        answer = every[first, lanes]
        distance = _largest(np.abs(every - answer)) / (1 + _largest(np.abs(answer)))
        after = choices.copy()
        after[self.rows] = answer.T
        return LastStageReplies(
            choices=after,
            found=violation[first, lanes] <= _HOLDS,
            several=np.any((violation <= _HOLDS) & (distance > _APART), axis=0),
        )

    def margins(self, choices: Floats) -> tuple[Floats, Floats]:
        """Return marginal payoffs where the stage's decisions are zero, (histories, n), and slopes, (.., n, n)."""
        size, pairs = len(self.rows), list(combinations(range(len(self.rows)), 2))
        steps = [np.zeros(size), *np.eye(size), *-np.eye(size), *(np.eye(size)[i] + np.eye(size)[j] for i, j in pairs)]
        values = self._tabulated(choices, np.array(steps))
        zero, up, down = values[:, 0], values[:, 1 : size + 1], values[:, size + 1 : 2 * size + 1]
        margins = np.empty((choices.shape[1], size))
        bends = np.empty((choices.shape[1], size, size))
        for own, player in enumerate(self._owners):
            margins[:, own] = (up[player, own] - down[player, own]) / 2
            bends[:, own, own] = up[player, own] + down[player, own] - 2 * zero[player]
        for number, (i, j) in enumerate(pairs):
            both = values[:, 2 * size + 1 + number]
            for own, other in ((i, j), (j, i)):
                player = self._owners[own]
                bends[:, own, other] = both[player] - up[player, i] - up[player, j] + zero[player]
        return margins, bends

    def predicts(self, choices: Floats, steps: Floats) -> bool:
        """Return whether differences of payoffs by own decisions are those of a parabola, at steps, (steps, n)."""
        margins, bends = self.margins(choices)
        for own, player in enumerate(self._owners):
            moved = steps + np.eye(len(self.rows))[own]
            base, shifted = self._tabulated(choices, steps)[player], self._tabulated(choices, moved)[player]
            gain = shifted - base
            model = margins[:, own] + np.einsum("hk,sk->sh", bends[:, own], steps) + bends[:, own, own] / 2
            unit = np.abs(shifted) + np.abs(base) + np.abs(margins[:, own]) + np.abs(bends[:, own]).sum(axis=1)
            if not np.all(np.abs(model - gain) <= _QUADRATIC * (1e-300 + unit)):
                return False
        return True

    def _tabulated(self, choices: Floats, steps: Floats) -> Floats:
        """Return what the stage moves of payoffs, (players, steps, histories), at steps, (steps, n)."""
        places = np.repeat(choices[:, None, :], len(steps), axis=1)
        places[self.rows] = steps.T[:, :, None]
        return self._arena.moved_last(places.reshape(len(choices), -1)).reshape(-1, *places.shape[1:])

    def _constants(self, choices: Floats) -> Floats:
        """Return the stage's constraints where its decisions are zero, (histories, limits)."""
        bare = choices.copy()
        bare[self.rows] = 0.0
        constants = np.array([limit.constant for limit in self._limits])
        return np.asarray((self._slopes @ bare + constants[:, None]).T)

    def _maps(self, bends: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Return, for each set of binding constraints, the solution as a linear map of what histories determine.

        Parameters
        ----------
        bends : array, (histories, n, n)
            Slopes of marginal payoffs; those of one history where they are the same after all.

        Returns
        -------
        maps : array, (histories, sets, 2 n, n + limits)
            From marginal payoffs and constraints, both where the stage's decisions are zero, to decisions and to what
            the binding constraints push back.
        regular : array of bool, (histories, sets)
            Whether the equations have one solution.
        """
        size, width = len(self.rows), len(self.rows) + len(self._limits)
        maps = np.zeros((len(bends), len(self._sets), 2 * size, width))
        regular = np.zeros((len(bends), len(self._sets)), dtype=bool)
        for number, binding in enumerate(self._sets):
            matrix = np.zeros((len(bends), size + len(binding), size + len(binding)))
            matrix[:, :size, :size] = bends
            for place, (player, limit) in enumerate(binding, start=size):
                slopes = self._slopes[limit, self.rows]
                matrix[:, :size, place] = slopes * (np.array(self._owners) == player)
                matrix[:, place, :size] = slopes
            inverse, regular[:, number] = _inverse(matrix)
            from_ = [*range(size), *(size + limit for _, limit in binding)]
            maps[:, number, : size + len(binding), from_] = np.moveaxis(-inverse, 2, 0)
        return maps, regular

    def _broken(self, every: Floats, constants: Floats) -> Floats:
        """Return by how much decisions, (sets, histories, n), break the worst constraint, against its terms."""
        slopes = self._slopes[:, self.rows]
        terms = np.abs(constants) + np.abs(every) @ np.abs(slopes).T + np.abs(slopes).sum(axis=1)
        return _largest(-(constants + every @ slopes.T) / (1e-300 + terms))


def last_stage(arena: GameAtPoint) -> LastStage | None:
    """Return the last stage, or None where movers maximise no concave parabolas or constraints are not affine."""
    stage = arena.stages[-1]
    movers = {move.player for move in stage.moves}
    if any(limit.slopes is None for limit in arena.limits if limit.stage == stage.number):
        return None
    # On one side of a kink a payoff looks like a parabola.
    kinked = {player.name for player in arena.game.players if has_kinks(player.payoff)}
    if movers & (kinked | set(arena.objectives)):
        return None
    last, random = LastStage(arena), np.random.default_rng(0)
    choices = random.normal(size=(len(arena.game.decisions), _PROBES))
    if not last.predicts(choices, random.normal(size=(_PROBES, len(last.rows)))):
        return None
    _, bends = last.margins(choices)
    for move in stage.moves:
        own = [last.rows.index(row) for row in arena.rows(move)]
        block = bends[:, own][:, :, own]
        if np.max(np.linalg.eigvalsh((block + block.transpose(0, 2, 1)) / 2)) >= 0:
            return None
    last.settle(bends)
    return last


def _pulling(forces: Floats, margins: Floats, bends: Floats) -> Floats:
    """Return by how much constraints said to bind pull, (sets, histories), against the terms of marginal payoffs."""
    push = 1e-300 + _largest(np.abs(margins)) + _largest(np.abs(bends).reshape(len(bends), -1))
    return _largest(-forces / push[:, None])


def _largest(values: Floats) -> Floats:
    """Return the largest number along the last axis, or zero: column by column, since NumPy is slow on a short axis."""
    return reduce(np.maximum, np.moveaxis(values, -1, 0), np.zeros(values.shape[:-1]))


def _inverse(matrix: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the inverse of each matrix, and which have one."""
    weights = np.max(np.abs(matrix), axis=2, keepdims=True)
    weights[weights == 0] = 1.0
    regular = np.abs(np.linalg.det(matrix / weights)) > _SINGULAR
    inverse = np.linalg.inv(np.where(regular[:, None, None], matrix / weights, np.eye(matrix.shape[1])))
    return inverse / np.swapaxes(weights, 1, 2), regular


def _binding_sets(
    arena: GameAtPoint, moves: Sequence[Move], limits: Sequence[MoveConstraint]
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield sets of binding constraints, as pairs of a player's row and a constraint's number."""
    each = []
    for move in moves:
        player = arena.player(move.player)
        mine = [
            (player, number)
            for number, limit in enumerate(limits)
            if move.player in limit.players and limit.slopes is not None and np.any(limit.slopes[arena.rows(move)] != 0)
        ]
        each.append([chosen for size in range(len(move.decisions) + 1) for chosen in combinations(mine, size)])
    for parts in product(*each):
        yield tuple(pair for part in parts for pair in part)
