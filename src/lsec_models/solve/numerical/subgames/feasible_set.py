"""What movers may decide: ends of decisions and constraints, in numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.games.static.bounds import Bound
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues, Numbers
from lsec_models.solve.numerical.subgames.active_sets import End, possible_ends
from lsec_models.solve.numerical.subgames.smooth_game import SmoothGame

_TOLERATED = 1e-12


class FeasibleSet:
    """Ends of all decisions of a smooth game, and its constraints, at many points.

    Parameters
    ----------
    inside : SmoothGame
        The game in which nobody stops at an end; its graph gets what it lacks.
    """

    def __init__(self, inside: SmoothGame) -> None:
        self._game, self._graph, self._symbols = inside.game, inside.graph, inside.symbols
        self._given = self._symbols[len(self._game.decisions) :]

    def ends(self, values: Mapping[str, Numbers]) -> dict[str, tuple[Numbers, Numbers]]:
        """Return the lowest and the highest that each decision may be, infinite where there is no end."""
        points = np.shape(next(iter(values.values())))
        finite = iter(self._finite_ends([values[name] for name in self._given]))
        found = {}
        for decision in self._game.decisions:
            possible = possible_ends(decision)
            low = next(finite) if "low" in possible else -np.inf
            high = next(finite) if "high" in possible else np.inf
            found[decision.name] = (np.full(points, low), np.full(points, high))
        return found

    def with_held(self, given: Mapping[str, Numbers], held: Mapping[str, End]) -> dict[str, Numbers]:
        """Return what is given, with some decisions at their ends."""
        ends = self.ends(given)
        return dict(given) | {name: ends[name][end == "high"] for name, end in held.items()}

    def may_decide(self, player: str, stage: int, values: Mapping[str, Numbers]) -> NDArray[np.bool_]:
        """Return where the constraints hold that a player must respect in a stage, later answers apart."""
        return self._are_kept([bound for bound in self._own(player, stage) if not bound.foresees], values)

    def has_foreseen(self, player: str, stage: int, values: Mapping[str, Numbers]) -> NDArray[np.bool_]:
        """Return where the constraints hold that a player of a stage must respect though others answer later."""
        return self._are_kept([bound for bound in self._own(player, stage) if bound.foresees], values)

    def is_allowed(self, first: int, values: Mapping[str, Numbers], held: Collection[str]) -> NDArray[np.bool_]:
        """Return where decisions are between their ends, and all constraints hold but those of earlier movers."""
        with np.errstate(invalid="ignore"):
            allowed = [np.isfinite(values[decision.name]) for decision in self._game.decisions]
            for name, (low, high) in self.ends(values).items():
                if name not in held:
                    # Newton's method ends at a number beside the end where an optimum just reaches it.
                    allowed += [
                        values[name] >= low - _TOLERATED * np.abs(low),
                        values[name] <= high + _TOLERATED * np.abs(high),
                    ]
            asked = [bound for bound in self._game.bounds if not 0 < bound.stage <= first]
            allowed.append(self._are_kept(asked, values))
            return np.asarray(np.all(np.broadcast_arrays(*allowed), axis=0), dtype=bool)

    def _own(self, player: str, stage: int) -> list[Bound]:
        return [bound for bound in self._game.bounds if bound.stage == stage and player in bound.players]

    def _are_kept(self, bounds: Sequence[Bound], values: Mapping[str, Numbers]) -> NDArray[np.bool_]:
        """Return where constraints hold, but for rounding: relative to the terms that they are made of."""
        kept = np.ones(np.shape(next(iter(values.values()))), dtype=bool)
        with np.errstate(invalid="ignore"):
            for bound in bounds:
                terms = [np.asarray(t) for t in self._terms[bound]([values[name] for name in self._symbols])]
                kept &= sum(terms) >= -_TOLERATED * sum(map(np.abs, terms))
        return kept

    @cached_property
    def _terms(self) -> dict[Bound, CompiledValues]:
        graph = self._graph
        compiled = {}
        for bound in self._game.bounds:
            terms = sp.Add.make_args(sp.expand(bound.function.expression()))
            compiled[bound] = graph.compiled(self._symbols, [graph.place_of(term) for term in terms])
        return compiled

    @cached_property
    def _finite_ends(self) -> CompiledValues:
        graph = self._graph
        places = []
        for decision in self._game.decisions:
            low, high = decision.within
            ends = {"low": sp.S.Zero if low is None else low, "high": high}
            places += [graph.per_unit(graph.place_of(ends[end]), decision.name) for end in possible_ends(decision)]
        return graph.compiled(self._given, places)
