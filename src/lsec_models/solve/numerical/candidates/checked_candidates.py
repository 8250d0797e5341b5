"""Candidates at many points that nothing refutes, as far as that is tried."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.candidates.at_many_points import (
    BETTER,
    TRIED_ALONG,
    TRIED_AT_ONCE,
    Candidates,
    from_ends,
)
from lsec_models.solve.numerical.candidates.neighbours import across_jumps
from lsec_models.solve.numerical.checks.deviations import best_deviations
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.subgames import Subgames
from lsec_models.solve.numerical.units.in_units import unit_of


def checked_candidates(
    subgames: Subgames, found: Candidates, wanted: NDArray[np.bool_]
) -> tuple[Candidates, NDArray[np.bool_]]:
    """Return candidates, and where they are refuted: tried where that is wanted, and everywhere if one is.

    What refutes one is a start; what is found from there replaces it where nothing refutes that.

    Parameters
    ----------
    subgames : Subgames
    found : Candidates
    wanted : array of bool
    """
    better = {name: np.array(found.values[name]) for name in subgames.inside.symbols}
    refuted = np.zeros(len(wanted), dtype=bool)
    _refute(subgames, found.values, found.is_found & wanted, refuted, better)
    if not refuted.any():
        return found, refuted
    _refute(subgames, found.values, found.is_found & ~wanted, refuted, better)
    places, parameters = np.flatnonzero(refuted), [symbol.name for symbol in subgames.game.parameters]
    answers = subgames.answered_with({}, 0, {name: value[places] for name, value in better.items()})
    still = ~answers.found
    _refute(subgames, answers.values, answers.found, still, {name: value[places] for name, value in better.items()})
    values = {name: np.array(value) for name, value in found.values.items() if name in answers.values}
    for name, value in values.items():
        value[places[~still]] = answers.values[name][~still]
    refuted[places[~still]] = False
    several, tied = found.several.copy(), found.tied.copy()
    several[places] = True
    places = places[still]
    if places.size:
        ends = from_ends(subgames, {name: found.values[name][places] for name in parameters})
        still = ~ends.is_found
        _refute(subgames, ends.values, ends.is_found, still, {name: np.array(v) for name, v in ends.values.items()})
        for name in values.keys() & ends.values.keys():
            values[name][places[~still]] = ends.values[name][~still]
        refuted[places[~still]] = False
        tied[places[~still]] |= ends.tied[~still]
    return found._replace(values=values, several=several, tied=tied), refuted


def from_neighbours(
    subgames: Subgames, found: Candidates, refuted: NDArray[np.bool_], shape: tuple[int, int]
) -> Candidates:
    """Return candidates and, where decisions jump, those from across where these are better and nothing refutes them.

    What is better goes on to the next point, until it is no longer so.

    Parameters
    ----------
    subgames : Subgames
        Of a game in which one player moves in each stage.
    found : Candidates
    refuted : array of bool
        Where candidates are refuted; noted anew where they are replaced.
    shape : pair of int
        In how many rows and columns points stand.
    """
    mover, several = subgames.game.stages[0].moves[0].player, found.several.copy()
    names = [decision.name for decision in subgames.game.decisions]
    values = {name: np.array(found.values[name]) for name in subgames.inside.symbols}
    units = {name: np.broadcast_to(values.get(unit_of(name), 1.0), several.shape) for name in names}
    here, there = across_jumps([values[name] * units[name] for name in names], shape)
    while here.size:
        starts = {name: value[here] for name, value in values.items()}
        starts |= {name: values[name][there] * (units[name][there] / units[name][here]) for name in names}
        answers = subgames.answered_with({}, 0, starts)
        before, after = (
            subgames.payoff(mover, {n: v[here] for n, v in values.items()}),
            subgames.payoff(mover, answers.values),
        )
        with np.errstate(invalid="ignore"):
            is_better = found.is_found[here] & answers.found & (after > before + BETTER * np.abs(before))
        worse = ~is_better
        _refute(subgames, answers.values, is_better, worse, {name: np.array(v) for name, v in starts.items()})
        for name in names:
            values[name][here[~worse]] = answers.values[name][~worse]
        changed = np.zeros(len(several), dtype=bool)
        changed[here[~worse]] = True
        refuted[changed], several[changed] = False, True
        here, there = across_jumps([values[name] * units[name] for name in names], shape)
        here, there = here[changed[there]], there[changed[there]]
    return found._replace(values=values, several=several)


def _refute(
    subgames: Subgames,
    values: Mapping[str, Numbers],
    wanted: NDArray[np.bool_],
    refuted: NDArray[np.bool_],
    better: Mapping[str, Numbers],
) -> None:
    """Note at which of some points somebody gains by another decision, and by which."""
    places = np.flatnonzero(wanted)
    for start in range(0, len(places), TRIED_AT_ONCE):
        some = places[start : start + TRIED_AT_ONCE]
        there = {name: value[some] for name, value in values.items()}
        first = np.full(len(some), np.inf)
        for deviations in best_deviations(subgames, there, TRIED_ALONG):
            # Who moves later answers who moves first.
            gains = deviations.refutes & (first >= deviations.stage)
            if not gains.any():
                continue
            refuted[some[gains]], first[gains] = True, deviations.stage
            gaining = some[gains]
            for name, value in deviations.decisions.items():
                better[name][gaining] = value[gains]
            moved = {name: value[gaining] for name, value in better.items()}
            for name, value in subgames.with_answers(deviations.stage, moved).items():
                better[name][gaining] = value
