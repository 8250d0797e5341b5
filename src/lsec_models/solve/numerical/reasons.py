"""Why no candidate is left, in words: what refutes those that were found, or why none was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.candidates.starts import FAR_START, LARGEST_START, MOST_STARTS, starts_at
from lsec_models.solve.numerical.checks.deviations import Deviations
from lsec_models.solve.numerical.checks.judged_candidate import JudgedCandidate
from lsec_models.solve.numerical.checks.jumps import Jump, jump_beside
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.active_sets import MOST_HELD, possible_ends
from lsec_models.solve.numerical.subgames.smooth_game import LEAST_DIGITS
from lsec_models.solve.numerical.subgames.subgames import Subgames
from lsec_models.solve.numerical.units.in_units import Units, in_units, shown

_LISTED = 5


def why_all_refuted(subgames: Subgames, checked: Sequence[JudgedCandidate], units: Units) -> str:
    """Return who gains by which better decision where each candidate is refuted, and up to which jump."""
    gains = dict.fromkeys(_better_decision(one.tried, units) for one in checked)
    words = f"every candidate that was found, {len(checked)}, is refuted by a better decision: {listed([*gains])}"
    jumps = (jump_beside(subgames, one.values, best) for one in checked for best in one.tried if best.refutes[0])
    rises = dict.fromkeys(_up_to_a_jump(jump, units) for jump in jumps if jump)
    return "; ".join([words, *rises])


def _up_to_a_jump(jump: Jump, units: Units) -> str:
    """Return where a payoff is approached that is not earned beyond, and who would have to answer so that it is."""
    earned, left = (f"{in_units(jump.player, number[0], units):.4g}" for number in (jump.earned, jump.left))
    return (
        f"the payoff of {jump.player} rises to {earned} near {shown(jump.before, units)}, and falls to {left} where "
        f"{jump.indifferent}, who earns the same there, goes over to {shown(jump.beyond, units)}: checked by halving; "
        f"it has a best decision there only if {jump.indifferent} decides in its favour, which is not looked for"
    )


def refuted(game: Game, checked: Sequence[JudgedCandidate], units: Units) -> Sequence[str]:
    """Return at which other decisions all conditions hold, and who gains there by which better one."""
    return [
        f"{shown({name: one.values[name] for name in game.shown_decisions}, units)}, "
        f"where {_better_decision(one.tried, units)}"
        for one in checked
        if one.is_refuted
    ]


def _better_decision(tried: Sequence[Deviations], units: Units) -> str:
    best = max(tried, key=lambda deviations: (deviations.refutes[0], deviations.gains[0]))
    return f"{best.player} gains {_gain(best)} by {shown(best.decisions, units)}"


def _gain(best: Deviations) -> str:
    return f"{best.gains[0]:.2g} of its payoff" if np.isfinite(best.gains[0]) else "more than numbers hold"


def listed(words: Sequence[str]) -> str:
    """Return the first few of some words."""
    return "; ".join(words[:_LISTED]) + ("; and so on" if len(words) > _LISTED else "")


def why_no_candidate(subgames: Subgames, parameters: Mapping[str, Numbers]) -> str:
    """Return why nothing was found at which all conditions hold, and what to declare."""
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
    payoffs = [np.abs([earned[n] for n in subgames.game.shown_players]) for earned in map(subgames.declared, starts)]
    lost = int(sum((one < LEAST_DIGITS).any(axis=0).sum() for one in payoffs))
    if not lost:
        return ""
    return (
        f"; at {lost} of {2 * MOST_STARTS} starts, near and far, a payoff is less than {LEAST_DIGITS:.0e}, where "
        "numbers have no digits left: an optimum there is seen after a number, such as 350, is added inside exp"
    )
