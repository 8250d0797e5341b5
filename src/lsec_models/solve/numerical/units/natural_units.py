"""Units in which a smooth game's numbers are about one, found from its payoffs at many points of its parameters.

Terms of a payoff are as large as each other, and so are those of a sum inside it; an exponent is about one, and no
decision is much larger than the way between its ends. That is asked in logarithms, by asymmetric least squares, since
a price may be far above a unit cost, but hardly far below it. Declared in other units, a game has the same natural
ones.

References
----------
Newey, W. K. and Powell, J. L. (1987). Asymmetric least squares estimation and testing. Econometrica 55(4) 819-847.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph
from lsec_models.solve.numerical.units.in_units import unit_of
from lsec_models.solve.numerical.units.term_sizes import TermSize, TermSizes

# Where all numbers are less than a thousand times as large or small as one they are left as they are.
_USUAL = 10
_LARGEST = 900
_ROUNDS = 4
# What decides where nothing else does: a unit of one.
_RIDGE = 1e-9


class _Wanted(NamedTuple):
    """That something is about one, and how much it matters if it is smaller, and if it is larger.

    Attributes
    ----------
    size : TermSize
    below, above : float
    """

    size: TermSize
    below: float
    above: float


def units_of(game: Game) -> dict[str, str]:
    """Return the names of the units of all decisions, then payoffs, then constraints on later answers."""
    bounds = (bound.words for bound in game.bounds if bound.foresees)
    names = [*(decision.name for decision in game.decisions), *(player.name for player in game.players), *bounds]
    return {name: unit_of(name) for name in names}


class NaturalUnits:
    """Natural units of all decisions and payoffs of a game.

    Parameters
    ----------
    game : Game
        Of single movers.
    """

    def __init__(self, game: Game) -> None:
        self._graph = DerivativeGraph()
        self._payoffs = [self._graph.place_of(player.payoff) for player in game.players]
        self._bounds = [self._graph.place_of(bound.function.expression()) for bound in game.bounds if bound.foresees]
        self._ends = [
            [self._graph.place_of(end) for end in decision.within if end is not None] for decision in game.decisions
        ]
        self._decided = [decision.name for decision in game.decisions]
        self._names = [*units_of(game)]

    def at(self, parameters: Mapping[str, Numbers]) -> dict[str, Numbers]:
        """Return the unit of each decision, payoff and constraint on later answers, a power of two, by its own name.

        Parameters
        ----------
        parameters : mapping from str to array of shape (points,)
        """
        wanted = list(self._wanted(parameters))
        points = max((len(value) for value in parameters.values()), default=1)
        sizes = _solved(wanted, len(self._names), points)
        sizes = np.where((np.abs(sizes) > _USUAL).any(axis=0), sizes, 0.0)
        return dict(zip(self._names, 2.0 ** np.round(np.clip(sizes, -_LARGEST, _LARGEST)), strict=True))

    def _wanted(self, parameters: Mapping[str, Numbers]) -> Iterator[_Wanted]:
        outputs = [*self._payoffs, *self._bounds, *(place for ends in self._ends for place in ends)]
        sizes = TermSizes(self._graph, outputs, self._names, parameters)
        for name, place in zip(self._names[len(self._decided) :], [*self._payoffs, *self._bounds], strict=True):
            matters = 1.0 if place in self._payoffs else 0.01
            terms, _ = sizes.terms(place)
            yield from (_Wanted(_ratio(term, self._unit(name)), matters, matters) for term in terms)
        for place in sizes.sums():
            terms, rest = sizes.terms(place)
            middle = sizes.size(place)
            yield from (_Wanted(_ratio(term, middle), 0.3, 0.3) for term in terms if len(terms) > 1)
            yield from (_Wanted(TermSize(term.weights, term.constant - rest), 1.0, 0.01) for term in terms)
        for place in sizes.exponents():
            terms, rest = sizes.terms(place)
            yield from (_Wanted(TermSize(t.weights, t.constant - np.maximum(rest, 0)), 0.1, 1.0) for t in terms)
        for name, ends in zip(self._decided, self._ends, strict=True):
            if len(ends) == 2:
                size = self._unit(name)
                way = np.abs(sizes.value(ends[1]) - sizes.value(ends[0]))
                with np.errstate(divide="ignore"):
                    yield _Wanted(TermSize(size.weights, -np.log2(way)), 0.01, 1.0)

    def _unit(self, name: str) -> TermSize:
        return TermSize(np.array([[float(name == other)] for other in self._names]), np.zeros(1))


def _ratio(one: TermSize, other: TermSize) -> TermSize:
    return one.and_of(other.times(np.array([-1.0])))


def _solved(wanted: list[_Wanted], names: int, points: int) -> Numbers:
    """Return logarithms of units, of shape (names, points)."""
    weights, constants = np.zeros((points, len(wanted), names)), np.zeros((points, len(wanted)))
    for row, one in enumerate(wanted):
        weights[:, row], constants[:, row] = one.size.weights.T, one.size.constant
    known = np.isfinite(constants) & np.isfinite(weights).all(axis=2)
    weights, constants = np.where(known[..., None], weights, 0.0), np.where(known, constants, 0.0)
    below, above = (np.array([getattr(one, side) for one in wanted]) for side in ("below", "above"))
    matters = np.broadcast_to((below + above) / 2, constants.shape)
    found = np.zeros((points, names))
    for _ in range(_ROUNDS):
        left = weights.transpose(0, 2, 1) * matters[:, None]
        square = left @ weights + _RIDGE * np.eye(names)
        found = np.linalg.solve(square, -left @ constants[..., None])[..., 0]
        matters = np.where((weights @ found[..., None])[..., 0] + constants < 0, below, above)
    return found.T
