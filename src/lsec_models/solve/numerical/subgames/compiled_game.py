"""A game of smooth payoffs in machine code, by Numba: the extra ``lsec_models[fast]``.

What is compiled depends on the game's graph alone: parameters are handed over, so that other numbers, and other
parameters that are fixed, compile nothing anew.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from functools import cached_property

import numpy as np

from lsec_models.games.static.game import Game
from lsec_models.machine_code import Run, compiled_run
from lsec_models.solve.numerical.first_order.scalar.kernels import ALLOCATING, CONSTANTS, KERNELS
from lsec_models.solve.numerical.first_order.scalar.memory import Memory
from lsec_models.solve.numerical.first_order.stacked_conditions import jacobian_entries
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.answers import Answers
from lsec_models.solve.numerical.subgames.smooth_game import SmoothGame

_HEAD = '''"""Written from the graph of a game; its name is the digest of its content."""
from __future__ import annotations

from collections import namedtuple
from math import erf

import numpy as np
from numba import njit
from numpy import exp, log

'''
# Numba counts how many hold an array, wherever one of its rows is looked at, which takes twice as long as all that is
# computed. What takes no new memory is compiled without; Numba refuses that where it does.
_COUNTED, _UNCOUNTED = '@njit(error_model="numpy")', '@njit(error_model="numpy", _nrt=False)'
_RUN = """
@njit(cache=True, error_model="numpy")
def run(states, curvatures, found, blocks, moves, positive, first, is_climbing):
    answered(states, curvatures, found, blocks, moves, positive, first, is_climbing)
"""


class CompiledSmoothGame(SmoothGame):
    """A game whose subgames are answered in machine code; parameters, attributes and answers as of a smooth game."""

    def __init__(self, game: Game, held: Collection[str] = (), *, has_units: bool = False) -> None:
        super().__init__(game, held, has_units=has_units)
        unknowns = self.stages[0].unknowns
        self._state = [*unknowns, *(name for name in self.symbols if name not in unknowns)]
        size = len(unknowns)
        counts = [[len(move.decisions) for move in stage.moves] for stage in self.stages]
        most = max(1, *map(len, counts))
        self._blocks = np.array(
            [
                [size - len(stage.unknowns), size, sum(own), sum(len(move.multipliers) for move in stage.moves)]
                for stage, own in zip(self.stages, counts, strict=True)
            ]
        )
        self._moves = np.array([own + [0] * (most - len(own)) for own in counts])
        self._positive = np.array([name in self.positive for name in unknowns], dtype=bool)

    def answered(self, first: int, given: Mapping[str, Numbers], *, is_climbing: bool = True) -> Answers:
        """Return what is decided from a stage on, found by cascade."""
        points = np.broadcast_shapes(*(np.shape(value) for value in given.values()))
        values = {name: np.broadcast_to(value, points) for name, value in given.items()}
        states = np.zeros((*points, len(self._state)))
        for place, name in enumerate(self._state):
            if name in values:
                states[:, place] = values[name]
        found = np.ones(points, dtype=bool)
        curvatures = np.full((*points, sum(len(stage.moves) for stage in self.stages[first:])), np.nan)
        self._run(states, curvatures, found, self._blocks, self._moves, self._positive, first, is_climbing)
        start, end = self._blocks[first, :2]
        columns = zip(self._state[start:end], states[:, start:end].T, strict=True)
        values |= {name: np.ascontiguousarray(column) for name, column in columns}
        return Answers(values=values, found=found & self._are_maxima(first, values, curvatures.T))

    @cached_property
    def _run(self) -> Run:
        return compiled_run(source_of(self), "newton")


def source_of(game: SmoothGame) -> str:
    """Return the source of a function that answers subgames: names are made here, and nothing is what a user wrote."""
    unknowns = game.stages[0].unknowns
    state = [*unknowns, *(name for name in game.symbols if name not in unknowns)]
    names = {name: f"state[{place}]" for place, name in enumerate(state)}
    constants = [f"{name} = {value!r}" for name, value in CONSTANTS.items()]
    memory = f'Memory = namedtuple("Memory", {Memory._fields!r})'
    kernels = [f"{_COUNTED if n in ALLOCATING else _UNCOUNTED}\n{inspect.getsource(k)}" for n, k in KERNELS.items()]
    stages = [number for number, stage in enumerate(game.stages) if stage.moves]
    evaluated = [_evaluated(game, number, names) for number in stages]
    chosen = [f"    if stage == {number}:\n        evaluate_{number}(state, conditions, jacobian)" for number in stages]
    evaluate = "\n".join([f"{_UNCOUNTED}\ndef evaluate(stage, state, conditions, jacobian):", *chosen, "    return"])
    return "\n\n".join([_HEAD + "\n".join(constants), memory, *kernels, *evaluated, evaluate, _RUN])


def _evaluated(game: SmoothGame, number: int, names: Mapping[str, str]) -> str:
    """Return the source of the conditions of a stage and all later ones, and of their Jacobian."""
    stage = game.stages[number]
    slopes = jacobian_entries(game.graph, stage)
    lines, words = game.graph.written(names, [*stage.conditions, *slopes.values()])
    targets = [f"conditions[{row}]" for row in range(len(stage.conditions))]
    targets += [f"jacobian[{row}, {column}]" for row, column in slopes]
    lines += [f"{target} = {word}" for target, word in zip(targets, words, strict=True)]
    head = f"{_UNCOUNTED}\ndef evaluate_{number}(state, conditions, jacobian):"
    return "\n    ".join([head, *lines])
