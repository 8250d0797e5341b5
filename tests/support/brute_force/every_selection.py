"""Does a deviation gain whichever equilibrium a last stage then plays? Linear-quadratic games at one parameter point.

Where the movers of the last stage have several equilibria after a history, which one they play may hang on the history.
A deviation in the stage before the last refutes a path only if it gains whatever is played after it. Payoffs of each
last mover are strictly concave in its own decisions, so that the equilibria after a history are the points at which
each mover's marginal payoffs are balanced by constraints that bind: there are finitely many, affine in the history, or
the game is not of this kind. Nothing of the solver is used but what a game declares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import sympy as sp

from lsec_models import Game

_HOLDS = 1e-9
_ROUNDING = 1e-12
_FAR = 1e3
_NEAREST = 1e-6
# Grid points on each side of the path, by how many decisions the deviator has.
_HALF_SIDE = {1: 400, 2: 50}
_ACROSS = 9
_PEAKS = 5
_ZOOMS = 60
# Along a slanted constraint a grid that shrinks faster, or is not square, is left behind.
_SHRINKS = 0.65

Array = np.ndarray


class LastStageAnswers:
    """All that the last stage may play after a history.

    Parameters
    ----------
    game : Game
        With payoffs quadratic and constraints linear in the decisions.
    point : Mapping from str to Fraction
        The parameters.

    Raises
    ------
    NotImplementedError
        If equilibria of the last stage are not isolated, or a last mover's payoff is not strictly concave.
    """

    def __init__(self, game: Game, point: Mapping[str, Fraction]) -> None:
        values = {p: sp.Rational(*Fraction(point[p.name]).as_integer_ratio()) for p in game.parameters}
        self.decisions = list(game.decisions)
        self._payoffs = {player.name: self._quadratic(sp.expand(player.payoff.subs(values))) for player in game.players}
        *earlier, self._stage = game.stages
        self.earlier = tuple(earlier)
        self._last = [self.decisions.index(d) for d in self._stage.decisions]
        signs = [(number, 1.0 * (np.arange(len(self.decisions)) == number), 0.0) for number in self._last]
        owners = {d: move.player for move in self._stage.moves for d in move.decisions}
        self._limits = [
            ((owners[self.decisions[number]],), slopes, constant)
            for number, slopes, constant in signs
            if self.decisions[number].is_nonnegative
        ]
        for bound in game.bounds:
            if bound.stage == self._stage.number:
                _, slopes, constant = self._quadratic(sp.expand(bound.function.expression().subs(values)))
                self._limits.append((bound.players, slopes, constant))
        self._maps = list(filter(None, map(self._balanced, self._binding_sets())))

    def payoff(self, player: str, paths: Array) -> Array:
        """Return a player's payoff at paths (..., n).

        Parameters
        ----------
        player : str
        paths : array
        """
        bends, slopes, constant = self._payoffs[player]
        return np.einsum("...i,ij,...j->...", paths, bends, paths) / 2 + paths @ slopes + constant

    def after(self, histories: Array) -> tuple[Array, Array]:
        """Return candidates (sets, M, n) for what follows histories (M, n), and which are equilibria (sets, M).

        Parameters
        ----------
        histories : array
            Decisions of the last stage in it do not count.
        """
        bare = histories.copy()
        bare[:, self._last] = 0.0
        paths, are_answers = [], []
        for matrix, constant, force, pushed in self._maps:
            path = bare.copy()
            path[:, self._last] = bare @ matrix.T + constant
            size = 1 + np.abs(path).max(axis=1)
            holds = (bare @ force.T + pushed >= -_HOLDS * (1 + np.abs(bare) @ np.abs(force).T + np.abs(pushed))).all(
                axis=1
            )
            for _, slopes, free in self._limits:
                holds &= path @ slopes + free >= -_HOLDS * (np.abs(slopes).sum() * size + abs(free))
            paths.append(path)
            are_answers.append(holds)
        return np.array(paths), np.array(are_answers)

    def least(self, player: str, histories: Array) -> Array:
        """Return the least that equilibria of the last stage leave a player; minus infinity where there is none.

        Parameters
        ----------
        player : str
        histories : array, (M, n)
        """
        paths, are_answers = self.after(histories)
        left = np.where(are_answers, self.payoff(player, paths), np.inf).min(axis=0)
        return np.where(np.isfinite(left), left, -np.inf)

    def _quadratic(self, expression: sp.Expr) -> tuple[Array, Array, float]:
        at_zero = dict.fromkeys(self.decisions, 0)
        slopes = [sp.diff(expression, d) for d in self.decisions]
        bends = np.array([[float(sp.diff(slope, d)) for d in self.decisions] for slope in slopes])
        return bends, np.array([float(s.subs(at_zero)) for s in slopes]), float(expression.subs(at_zero))

    def _binding_sets(self) -> list[tuple[tuple[str, int], ...]]:
        """Return which constraints may bind whom at once: of each mover at most as many as it has decisions."""
        each = []
        for move in self._stage.moves:
            own = [self.decisions.index(d) for d in move.decisions]
            mine = [
                (move.player, number)
                for number, (players, slopes, _) in enumerate(self._limits)
                if move.player in players and slopes[own].any()
            ]
            each.append([chosen for count in range(len(own) + 1) for chosen in combinations(mine, count)])
        return [tuple(pair for part in parts for pair in part) for parts in product(*each)]

    def _balanced(self, binding: Sequence[tuple[str, int]]) -> tuple[Array, Array, Array, Array] | None:
        """Return the last decisions and what binding constraints push back, as affine maps of a history.

        Constraints of one mover that depend on each other are left out: fewer of them do the same.
        """
        size, count = len(self._last), len(binding)
        matrix, given = np.zeros((size + count, size + count)), np.zeros((size + count, len(self.decisions) + 1))
        for move in self._stage.moves:
            bends, slopes, _ = self._payoffs[move.player]
            own = [self.decisions.index(d) for d in move.decisions]
            if np.linalg.eigvalsh(bends[np.ix_(own, own)]).max() >= 0:
                raise NotImplementedError("a last mover's payoff is not strictly concave")
            rows = [self._last.index(number) for number in own]
            matrix[rows, :size] = bends[np.ix_(own, self._last)]
            given[rows] = -np.column_stack([bends[own], slopes[own]])
            for place, (player, limit) in enumerate(binding, start=size):
                if player == move.player:
                    matrix[rows, place] = self._limits[limit][1][own]
        for place, (_, limit) in enumerate(binding, start=size):
            _, slopes, free = self._limits[limit]
            matrix[place, :size] = slopes[self._last]
            given[place] = -np.append(slopes, free)
        if np.linalg.matrix_rank(matrix) < size + count:
            if np.linalg.matrix_rank(matrix[size:, :size]) < count:
                return None
            raise NotImplementedError("equilibria of the last stage may not be isolated")
        solved = np.linalg.solve(matrix, given)
        return solved[:size, :-1], solved[:size, -1], solved[size:, :-1], solved[size:, -1]


def sure_gain(game: Game, decisions: Mapping[str, float], point: Mapping[str, Fraction], player: str) -> float:
    """Return the most that a player gains in the stage before the last, whichever equilibrium is played after it.

    The deviator's decisions, one or two, are searched on a grid that is refined around its best points; rivals of the
    stage and earlier ones decide as on the path.

    Parameters
    ----------
    game : Game
    decisions : Mapping from str to float
        The path.
    point : Mapping from str to Fraction
    player : str

    Raises
    ------
    NotImplementedError
        As :class:`LastStageAnswers`, and if the player has more than two decisions in that stage.
    """
    answers = LastStageAnswers(game, point)
    (move,) = (move for move in answers.earlier[-1].moves if move.player == player)
    own = [answers.decisions.index(d) for d in move.decisions]
    if len(own) not in _HALF_SIDE:
        raise NotImplementedError("more than two decisions of a deviator")
    path = np.array([float(decisions[d.name]) for d in answers.decisions])
    values = {p: sp.Rational(*Fraction(point[p.name]).as_integer_ratio()) for p in game.parameters}
    bounds = [
        sp.lambdify(answers.decisions, bound.function.expression().subs(values), "numpy")
        for bound in game.bounds
        if bound.stage == answers.earlier[-1].number and player in bound.players
    ]

    size = 1 + np.abs(path).max()

    def left(places: Array) -> Array:
        histories = np.tile(path, (len(places), 1))
        histories[:, own] = places
        allowed = np.ones(len(places), dtype=bool)
        for number in own:
            if answers.decisions[number].is_nonnegative:
                allowed &= histories[:, number] >= 0
        for bound in bounds:
            allowed &= np.broadcast_to(bound(*histories.T), len(places)) >= -_ROUNDING * size
        return np.where(allowed, answers.least(player, histories), -np.inf)

    best = _highest(left, path[own], _FAR * size)
    return best - float(answers.payoff(player, path))


def _highest(value: Callable[[Array], Array], middle: Array, reach: float) -> float:
    """Return the highest value on a grid that is finest around its middle, and refined around its highest peaks."""
    count = len(middle)
    half = np.geomspace(_NEAREST * reach, reach, _HALF_SIDE[count])
    axis = np.concatenate([-half[::-1], [0.0], half])
    places = middle + np.array(list(product(axis, repeat=count)))
    found = value(places)
    grid = found.reshape((len(axis),) * count)
    is_peak = np.isfinite(grid)
    for shift in product((-1, 0, 1), repeat=count):
        inner = tuple(slice(1 + step, 1 + step + len(axis)) for step in shift)
        is_peak &= grid >= np.pad(grid, 1, constant_values=-np.inf)[inner]
    peaks = np.flatnonzero(is_peak)
    highest = float(found.max())
    steps = np.array(list(product(np.linspace(-1, 1, _ACROSS), repeat=count)))
    for peak in peaks[np.argsort(-found[peaks])[:_PEAKS]]:
        here = places[peak]
        width = _NEAREST * reach + np.abs(here - middle).max() / 2
        for _ in range(_ZOOMS):
            around = here + width * steps
            there = value(around)
            here, highest = around[there.argmax()], max(highest, float(there.max()))
            width = _SHRINKS * width
    return highest
