"""Decisions at which all conditions hold at one point, found from many starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.candidates.alike import are_alike
from lsec_models.solve.numerical.candidates.simultaneous_moves import moves_at_once
from lsec_models.solve.numerical.candidates.starts import FAR_START, MOST_STARTS, some_starts, starts_at, starts_between
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.active_sets import at_ends, bindings, brinks
from lsec_models.solve.numerical.subgames.answers import Answers
from lsec_models.solve.numerical.subgames.subgames import Subgames


def candidates_at(subgames: Subgames, parameters: Mapping[str, Numbers]) -> Iterator[list[dict[str, Numbers]]]:
    """Yield different decisions, at one point, at which all conditions hold: inside all bounds, then at some ends.

    Last those at which a first mover stops where a constraint on later answers binds, and those at which somebody stops
    where a later decision is about to leave its end.

    Inside all bounds other starts are taken where the first ones lead nowhere, and those between different equilibria
    of players who move at once: one that is not stable lies there, and steps uphill lead away from it.

    Parameters
    ----------
    subgames : Subgames
    parameters : mapping from str to array of shape (1,)
    """
    names = [decision.name for decision in subgames.game.decisions]
    given = starts_at(subgames, parameters, MOST_STARTS)
    is_at_once = moves_at_once(subgames.game)
    seen: list[Mapping[str, Numbers]] = []
    for held in ({}, *at_ends(subgames.game, 0)):
        found = [subgames.answered_with(held, 0, given)]
        if is_at_once:
            found.append(subgames.answered_with(held, 0, given, is_climbing=False))
        new = different(found, seen, names)
        if not seen:
            far = starts_at(subgames, parameters, MOST_STARTS, widest=FAR_START)
            new = different([subgames.answered_with(held, 0, far)], seen, names)
        if not (seen or held):
            new = different([subgames.answered_step_by_step(some_starts(subgames, parameters))], seen, names)
        if is_at_once and not held and len(new) > 1:
            between = starts_between(new, subgames.inside.symbols)
            new += different([subgames.answered_with({}, 0, between, is_climbing=False)], seen, names)
        yield new
    for binding in bindings(subgames.game):
        for held in ({}, *(one for one in at_ends(subgames.game, 0) if len(one) == 1)):
            yield different([subgames.answered_where(binding, held, given)], seen, names)
    for brink, end in brinks(subgames.game, 0):
        yield different([subgames.answered_at(brink, end, 0, given)], seen, names)


def different(
    found: Sequence[Answers], seen: list[Mapping[str, Numbers]], names: Sequence[str]
) -> list[dict[str, Numbers]]:
    """Return what is found and not alike what was seen, which gets it."""
    new = []
    for answers in found:
        places = np.flatnonzero(answers.found)
        for other in seen:
            places = _others(answers, places, other, names)
        while places.size:
            one = {name: value[places[:1]] for name, value in answers.values.items()}
            new.append(one)
            seen.append(one)
            places = _others(answers, places[1:], one, names)
    return new


def _others(
    answers: Answers, places: NDArray[np.intp], one: Mapping[str, Numbers], names: Sequence[str]
) -> NDArray[np.intp]:
    """Return at which of some places something else is found."""
    there = {name: answers.values[name][places] for name in names}
    return places[~are_alike(there, one, names)]
