"""Equilibria of a game with smooth payoffs at a point, in numbers: what is found, and how far it was checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

import flint
import numpy as np
import sympy as sp

from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.bounds import regime_of
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.numerical.candidates.alike import are_alike
from lsec_models.solve.numerical.candidates.at_one_point import candidates_at, different
from lsec_models.solve.numerical.candidates.simultaneous_moves import moves_at_once
from lsec_models.solve.numerical.candidates.starts import FAR_START, LARGEST_START, MOST_STARTS, starts_at
from lsec_models.solve.numerical.checks.best_replies import is_certainly_best
from lsec_models.solve.numerical.checks.deviations import Deviations, best_deviations
from lsec_models.solve.numerical.checks.enclosure import LEAST, RADIUS, certain_box, polished
from lsec_models.solve.numerical.first_order.stacked_conditions import multiplier_of_bound, multiplier_of_brink
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.graph.written_code import as_float
from lsec_models.solve.numerical.subgames.active_sets import MOST_HELD, possible_ends
from lsec_models.solve.numerical.subgames.smooth_game import LEAST_DIGITS
from lsec_models.solve.numerical.subgames.subgames import Subgames

Box: TypeAlias = Mapping[str, flint.arb]
Units: TypeAlias = Mapping[str, Fraction]

# How many decisions are tried along each axis, by the number of decisions of a move.
_TRIED_ALONG = {1: 161, 2: 41, 3: 9}
_DIGITS = 15
_LISTED = 5

_SEARCH = "first- and second-order conditions of all stages, by Newton's method"
_ENCLOSED = (
    f"first- and second-order conditions hold within {float(RADIUS):.0e} of each number, relative to it or to "
    f"{LEAST} of the largest decision, by intervals"
)
_STOPPED = (
    "first- and second-order conditions by Newton's method and, where somebody stops at a brink, steps to either side"
)
_BEST = "no other decision between its ends earns more, by intervals"
_LEFT_OUT = (
    "at {} other decisions the payoff is no number, and they were left out; "
    "decisions(..., within=(low, high)) says between which ends it is one"
)
_TRIED = "other decisions, all later stages answered anew"
_NOBODY = "nobody moves later"
_OTHERS = (
    f"from {MOST_STARTS} starts no other one was found, but there are others, unless somebody would go on beyond an "
    "end: the signs of how marginal payoffs fall do not add up to 1"
)
_NOT_LOOKED_FOR = (
    "who moves at once after others may answer in several ways, of which those that are not stable were not looked for"
)


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
    subgames = Subgames(game)
    parameters = {symbol.name: np.array([as_float(value, symbol.name)]) for symbol, value in point.items()}
    checked: list[tuple[dict[str, Numbers], list[Deviations]]] = []
    kept: list[tuple[Mapping[str, Numbers], list[Deviations]]] = []

    def check(candidates: Sequence[dict[str, Numbers]]) -> None:
        others = [*(one for one, _ in checked), *candidates]
        new = [(one, best_deviations(subgames, one, _TRIED_ALONG, others)) for one in candidates]
        checked.extend(new)
        kept.extend((one, tried) for one, tried in new if not any(deviations.refutes[0] for deviations in tried))

    for candidates in candidates_at(subgames, parameters):
        check(candidates)
        if kept and not moves_at_once(game):
            break
    if checked and not kept:
        check(_from_what_refutes(subgames, checked))
    by_name = Frozen({symbol.name: value for symbol, value in point.items()})
    if not kept:
        reason = _why_all_refuted(checked, units) if checked else _why_no_candidate(subgames, parameters)
        exists = found(Row(about=About.EXISTS), Status.OPEN, detail=reason)
        return Solutions(game=game, point=by_name, reason=reason, findings=(exists,))
    exact = {symbol.name: value for symbol, value in point.items()}
    kept = _once([(_polished(subgames, one, exact), tried) for one, tried in kept], [d.name for d in game.decisions])
    boxes = _certain_boxes(subgames, kept, exact)
    best = _best_for_certain(subgames, boxes)
    is_stopped = any(_brink_of(d.name, one) for one, _ in kept for d in game.decisions)
    how = _STOPPED if is_stopped else _SEARCH
    return Solutions(
        game=game,
        point=by_name,
        quantities=tuple(_quantities(subgames, one, units) for one, _ in kept),
        regimes=tuple(_binding(subgames, one, units) for one, _ in kept),
        selections=("",) * len(kept),
        multipliers=tuple(_multipliers(game, one) for one, _ in kept),
        findings=(
            *_findings(game, [tried for _, tried in kept], how, best, units, certain=bool(boxes)),
            _complete(game, _refuted(game, checked, units), _adds_up_to(subgames, [one for one, _ in kept])),
        ),
    )


def _from_what_refutes(
    subgames: Subgames, checked: Sequence[tuple[dict[str, Numbers], Sequence[Deviations]]]
) -> list[dict[str, Numbers]]:
    """Return candidates to which what refutes others leads: a hill may be narrower than starts are apart."""
    names = [decision.name for decision in subgames.game.decisions]
    better = [one | dict(best.decisions) for one, tried in checked for best in tried if best.refutes[0]]
    starts = {name: np.concatenate([start[name] for start in better]) for name in subgames.inside.symbols}
    return different([subgames.answered_with({}, 0, starts)], [one for one, _ in checked], names)


def _once(
    kept: Sequence[tuple[Mapping[str, Numbers], list[Deviations]]], names: Sequence[str]
) -> list[tuple[Mapping[str, Numbers], list[Deviations]]]:
    """Return candidates without those that polishing has made alike."""
    found: list[tuple[Mapping[str, Numbers], list[Deviations]]] = []
    for one, tried in kept:
        if not any(are_alike(one, other, names).all() for other, _ in found):
            found.append((one, tried))
    return found


def _why_all_refuted(checked: Sequence[tuple[Mapping[str, Numbers], Sequence[Deviations]]], units: Units) -> str:
    gains = dict.fromkeys(_better_decision(tried, units) for _, tried in checked)
    return f"every candidate that was found, {len(checked)}, is refuted by a better decision: {_listed([*gains])}"


def _refuted(
    game: Game, checked: Sequence[tuple[Mapping[str, Numbers], Sequence[Deviations]]], units: Units
) -> Sequence[str]:
    """Return at which other decisions all conditions hold, and who gains there by which better one."""
    return [
        f"{_shown({name: one[name] for name in game.shown_decisions}, units)}, where {_better_decision(tried, units)}"
        for one, tried in checked
        if any(deviations.refutes[0] for deviations in tried)
    ]


def _better_decision(tried: Sequence[Deviations], units: Units) -> str:
    best = max(tried, key=lambda deviations: (deviations.refutes[0], deviations.gains[0]))
    return f"{best.player} gains {_gain(best)} by {_shown(best.decisions, units)}"


def _listed(words: Sequence[str]) -> str:
    return "; ".join(words[:_LISTED]) + ("; and so on" if len(words) > _LISTED else "")


def _why_no_candidate(subgames: Subgames, parameters: Mapping[str, Numbers]) -> str:
    payoffs = subgames.payoffs(starts_at(subgames, parameters, MOST_STARTS))
    never = [player.name for player in subgames.game.players if not np.isfinite(payoffs[player.name]).any()]
    if never:
        return (
            f"the payoff of {', '.join(never)} is a finite number at none of {MOST_STARTS} starts; give decisions ends "
            "between which it is one, decisions(..., within=(low, high))"
        )
    held = sum(map(bool, map(possible_ends, subgames.game.decisions))) > MOST_HELD
    most = f", with at most {MOST_HELD} decisions at their ends" if held else ""
    return (
        "no decisions at which all first- and second-order conditions hold were found "
        f"from {MOST_STARTS} starts{most}; where a payoff may rise without end, give decisions ends, "
        f"decisions(..., within=(low, high)){_where_digits_are_lost(subgames, parameters)}"
    )


def _where_digits_are_lost(subgames: Subgames, parameters: Mapping[str, Numbers]) -> str:
    """Return at how many starts, far ones too, payoffs are so small that numbers do not tell one from another."""
    starts = [starts_at(subgames, parameters, MOST_STARTS, widest=widest) for widest in (LARGEST_START, FAR_START)]
    payoffs = [np.abs([earned[n] for n in subgames.game.shown_players]) for earned in map(subgames.payoffs, starts)]
    lost = int(sum((one < LEAST_DIGITS).any(axis=0).sum() for one in payoffs))
    if not lost:
        return ""
    return (
        f"; at {lost} of {2 * MOST_STARTS} starts, near and far, a payoff is less than {LEAST_DIGITS:.0e}, where "
        "numbers have no digits left: an optimum there is seen after a number, such as 350, is added inside exp"
    )


def _shown(decisions: Mapping[str, Numbers], units: Units) -> str:
    return ", ".join(f"{name} = {_in_units(name, value[0], units):.4g}" for name, value in decisions.items())


def _in_units(name: str, value: float, units: Units) -> float:
    return float(value) * float(units.get(name, 1))


def _gain(best: Deviations) -> str:
    return f"{best.gains[0]:.2g} of its payoff" if np.isfinite(best.gains[0]) else "more than numbers hold"


def _quantities(subgames: Subgames, values: Mapping[str, Numbers], units: Units) -> Frozen[sp.Expr]:
    numbers = {d.name: values[d.name] for d in subgames.game.decisions} | subgames.payoffs(values)
    return Frozen(
        {
            name: sp.Float(_in_units(name, value[0], units), _DIGITS)
            for name, value in numbers.items()
            if np.isfinite(value[0])
        }
    )


def _binding(subgames: Subgames, values: Mapping[str, Numbers], units: Units = MappingProxyType({})) -> str:
    """Return which decisions stop at an end, as regimes are named."""
    kinks = {symbol.name: words for symbol, words in subgames.game.kinks.items()}
    stopped = [
        kinks.get(name)
        or f"{name} = {sp.nsimplify(_in_units(name, end[0], units), rational=True)}{_brink_of(name, values)}"
        for name, ends in subgames.feasible.ends(values).items()
        for end in ends
        if values[name][0] == end[0]
    ]
    binding = [bound.words for bound in subgames.game.bounds if multiplier_of_bound(bound) in values]
    return regime_of([*stopped, *binding])


def _multipliers(game: Game, values: Mapping[str, Numbers]) -> Frozen[sp.Expr]:
    binding = {bound.words: multiplier_of_bound(bound) for bound in game.bounds}
    return Frozen({words: sp.Float(values[n][0], _DIGITS) for words, n in binding.items() if n in values})


def _brink_of(name: str, values: Mapping[str, Numbers]) -> str:
    return " (brink)" if multiplier_of_brink(name) in values else ""


def _polished(
    subgames: Subgames, values: Mapping[str, Numbers], exact: Mapping[str, Fraction]
) -> Mapping[str, Numbers]:
    """Return decisions in all digits that floats have; those of which some stop at an end as they are."""
    return polished(subgames.inside, values, exact) if _binding(subgames, values) == "interior" else values


def _certain_boxes(
    subgames: Subgames,
    kept: Sequence[tuple[Mapping[str, Numbers], Sequence[Deviations]]],
    exact: Mapping[str, Fraction],
) -> list[Box]:
    """Return a box for each candidate in which all conditions are certain to hold; none if one has none."""
    if any(_binding(subgames, one) != "interior" for one, _ in kept):
        return []
    boxes = [certain_box(subgames.inside, one, exact) for one, _ in kept]
    return [] if None in boxes else [box for box in boxes if box is not None]


def _best_for_certain(subgames: Subgames, boxes: Sequence[Box]) -> frozenset[str]:
    """Return who moves last and certainly has no better decision between its ends, at any candidate."""
    last = [move for move in subgames.game.stages[-1].moves if boxes and move.player not in subgames.game.hidden]
    return frozenset(
        move.player for move in last if all(is_certainly_best(subgames.inside, move, box) for box in boxes)
    )


def _off_path(game: Game, tried: Sequence[Deviations], units: Units) -> Finding:
    """Return whether later movers answer every other decision that was tried, and else after which one they do not.

    Where players of one stage only decide, nobody is left to answer; kinks have to be settled there too.
    """
    row, silent = Row(about=About.OFF_PATH), [deviations for deviations in tried if deviations.unanswered[0]]
    unanswered = sum(int(deviations.unanswered[0]) for deviations in silent)
    histories = unanswered + sum(int(deviations.tried[0]) for deviations in tried)
    if not silent and len({row.stage for row in rows_of_moves(game)}) == 1:
        return found(row, Status.PROVED, _NOBODY)
    if not silent:
        return found(row, Status.CHECKED, _SEARCH, points=histories)
    first = _shown(silent[0].first_unanswered, units)
    detail = f"no answer was found after {unanswered} of {histories} other decisions, such as {first}"
    return found(row, Status.OPEN, detail=detail)


def _findings(
    game: Game,
    tried: Sequence[Sequence[Deviations]],
    how: str,
    best: Collection[str],
    units: Units,
    *,
    certain: bool,
) -> list[Finding]:
    """Return what is established of several equilibria alike: the least of what is of each."""
    exists = Row(about=About.EXISTS)
    findings = [
        found(exists, Status.VERIFIED, _ENCLOSED) if certain else found(exists, Status.CHECKED, how, points=len(tried))
    ]
    for row, of_move in zip(rows_of_moves(game), zip(*tried, strict=True), strict=True):
        if row.player in best and row.stage == game.stages[-1].number:
            findings.append(found(row, Status.VERIFIED, _BEST))
            continue
        judged = sum(int(deviations.tried[0]) for deviations in of_move)
        gain = max(0.0, *(float(deviations.gains[0]) for deviations in of_move))
        undefined = sum(int(deviations.undefined[0]) for deviations in of_move)
        detail = _LEFT_OUT.format(undefined) if undefined else ""
        findings.append(found(row, Status.CHECKED, _TRIED, points=judged, gain=gain, detail=detail))
    findings.append(_off_path(game, [deviations for of_one in tried for deviations in of_one], units))
    return findings


def _adds_up_to(subgames: Subgames, kept: Sequence[Mapping[str, Numbers]]) -> float:
    """Return what the signs of all determinants add up to: 1 of all equilibria, if nobody would stop at an end.

    Also 1 where that says nothing: where one player moves at a time, or somebody stops at an end.
    """
    if len(subgames.game.stages) > 1 or any(_binding(subgames, one) != "interior" for one in kept):
        return 1.0
    signs = [sign for one in kept for sign in subgames.orientations(one)]
    return float(np.sum(signs)) if signs else 1.0


def _complete(game: Game, refuted: Sequence[str], adds_up_to: float) -> Finding:
    """Return whether there may be other equilibria, and what was refuted."""
    row, detail = Row(about=About.COMPLETE), f"refuted: {_listed(refuted)}" if refuted else ""
    if adds_up_to != 1:
        return found(row, Status.OPEN, detail="; ".join(filter(None, (_OTHERS, detail))))
    if not game.alike and not moves_at_once(game, 1):
        return found(row, Status.CHECKED, "starts from which no other one was found", points=MOST_STARTS, detail=detail)
    none = f"from {MOST_STARTS} starts no other one was found"
    if game.alike:
        none = f"{none} in which all copies decide alike; others were not looked for"
    if moves_at_once(game, 1):
        none = f"{none}; {_NOT_LOOKED_FOR}"
    return found(row, Status.OPEN, detail="; ".join(filter(None, (none, detail))))
