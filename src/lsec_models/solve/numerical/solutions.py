"""Equilibria of a game with smooth payoffs at a point, in numbers: what is found, and how far it was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import sympy as sp

from lsec_models.games.evidence.evidence import About, Row, Status, found
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.numerical.candidates.alike import are_alike
from lsec_models.solve.numerical.candidates.at_one_point import candidates_at, different
from lsec_models.solve.numerical.candidates.simultaneous_moves import moves_at_once
from lsec_models.solve.numerical.checks.deviations import best_deviations
from lsec_models.solve.numerical.checks.enclosure import polished
from lsec_models.solve.numerical.checks.judged_candidate import JudgedCandidate
from lsec_models.solve.numerical.evidence import findings_of
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.graph.written_code import as_float
from lsec_models.solve.numerical.reasons import why_all_refuted, why_no_candidate
from lsec_models.solve.numerical.regimes import DIGITS, is_interior, multipliers_in, regime_in
from lsec_models.solve.numerical.subgames.in_natural_units import in_natural_units
from lsec_models.solve.numerical.subgames.subgames import Subgames
from lsec_models.solve.numerical.units.in_units import Units, in_units, unit_of
from lsec_models.solve.numerical.units.natural_units import units_of

# How many decisions are tried along each axis, by the number of decisions of a move.
_TRIED_ALONG = {1: 161, 2: 41, 3: 9}
_ENDS_COMPARED = "exact comparison of ends"


def numerical_solutions_at(
    game: Game, point: Mapping[sp.Symbol, Fraction], units: Units = MappingProxyType({})
) -> Solutions:
    """Return what is found of the equilibria of a game with smooth payoffs at a point of its parameters.

    1. From scrambled Sobol points, follow all movers uphill, the last stage first, and solve the stacked conditions of
       all stages (:mod:`lsec_models.solve.numerical.first_order.stacked_conditions`); where nothing stands inside all
       bounds, and always where players move at once, some decisions stop at their ends.
    2. Try other decisions of every mover at a grid, and those of other candidates, all later stages answered anew. What
       gains refutes a candidate. If all are refuted, follow everybody uphill from there once more.

    Parameters
    ----------
    game : Game
    point : Mapping from sympy.Symbol to Fraction
    units : Mapping from str to Fraction
        In which decisions and payoffs of the game are, and not in that which results are to have: powers of two.
    """
    by_name = Frozen({symbol.name: value for symbol, value in point.items()})
    if empty := _without_decisions(game, point):
        exists = found(Row(about=About.EXISTS), Status.REFUTED, _ENDS_COMPARED, detail=empty)
        return Solutions(game=game, point=by_name, reason=empty, is_none=True, findings=(exists,))
    declared = {symbol.name: np.array([as_float(value, symbol.name)]) for symbol, value in point.items()}
    subgames, parameters = in_natural_units(game, declared)
    natural = {name: Fraction(float(parameters[name][0])) for name in parameters.keys() - declared.keys()}
    units = {name: units.get(name, Fraction(1)) * natural.get(unit_of(name), Fraction(1)) for name in units_of(game)}
    checked: list[JudgedCandidate] = []

    def check(candidates: Sequence[dict[str, Numbers]]) -> None:
        others = [*(one.values for one in checked), *candidates]
        checked.extend(
            [JudgedCandidate(one, best_deviations(subgames, one, _TRIED_ALONG, others)) for one in candidates]
        )

    for candidates in candidates_at(subgames, parameters):
        check(candidates)
        if not (_nothing_is_left(checked) or moves_at_once(game)):
            break
    if checked and _nothing_is_left(checked):
        check(_from_what_refutes(subgames, checked))
    if _nothing_is_left(checked):
        reason = why_all_refuted(subgames, checked, units) if checked else why_no_candidate(subgames, parameters)
        exists = found(Row(about=About.EXISTS), Status.OPEN, detail=reason)
        return Solutions(game=game, point=by_name, reason=reason, findings=(exists,))
    exact = {symbol.name: value for symbol, value in point.items()} | natural
    kept = _polished_once(subgames, [one for one in checked if not one.is_refuted], exact)
    return Solutions(
        game=game,
        point=by_name,
        quantities=tuple(_quantities(subgames, one.values, units) for one in kept),
        regimes=tuple(regime_in(subgames, one.values, units) for one in kept),
        selections=("",) * len(kept),
        multipliers=tuple(multipliers_in(game, one.values, units) for one in kept),
        findings=tuple(findings_of(subgames, kept, checked, exact, units)),
    )


def _without_decisions(game: Game, point: Mapping[sp.Symbol, Fraction]) -> str:
    """Return which decision has a lowest number above its highest one, in words; nothing where each has some."""
    there = {symbol: sp.Rational(value.numerator, value.denominator) for symbol, value in point.items()}
    for decision in game.decisions:
        low, high = (None if end is None else end.subs(there) for end in decision.ends)
        if low is not None and high is not None and (low > high) == sp.true:
            ends = f"{low} as its lowest and {high} as its highest number"
            return f"no decisions meet all constraints: {decision} has {ends}"
    return ""


def _nothing_is_left(checked: Sequence[JudgedCandidate]) -> bool:
    """Whether all candidates are refuted, if there are any."""
    return all(one.is_refuted for one in checked)


def _from_what_refutes(subgames: Subgames, checked: Sequence[JudgedCandidate]) -> list[dict[str, Numbers]]:
    """Return candidates to which what refutes others leads: a hill may be narrower than starts are apart."""
    names = [decision.name for decision in subgames.game.decisions]
    better = [
        subgames.with_answers(best.stage, {**one.values, **best.decisions})
        for one in checked
        for best in one.tried
        if best.refutes[0]
    ]
    starts = {name: np.concatenate([start[name] for start in better]) for name in subgames.inside.symbols}
    return different([subgames.answered_with({}, 0, starts)], [one.values for one in checked], names)


def _polished_once(
    subgames: Subgames, kept: Sequence[JudgedCandidate], exact: Mapping[str, Fraction]
) -> list[JudgedCandidate]:
    """Return candidates in all digits that floats have, without those that this makes alike.

    Those of which some stop at an end are left as they are.
    """
    names, once = [decision.name for decision in subgames.game.decisions], list[JudgedCandidate]()
    for values, tried in kept:
        one = polished(subgames.inside, values, exact) if is_interior(subgames, values) else values
        if not any(are_alike(one, other.values, names).all() for other in once):
            once.append(JudgedCandidate(one, tried))
    return once


def _quantities(subgames: Subgames, values: Mapping[str, Numbers], units: Units) -> Frozen[sp.Expr]:
    numbers = {d.name: values[d.name] for d in subgames.game.decisions} | subgames.payoffs(values)
    return Frozen(
        {
            name: sp.Float(in_units(name, value[0], units), DIGITS)
            for name, value in numbers.items()
            if np.isfinite(value[0])
        }
    )
