"""Games in which kinks meet normal and exponential laws, at a point: searched for in numbers, with expected payoffs.

1. Take natural units, in which decisions are about one.
2. Write expected payoffs in closed form, with exponentials and the error function.
3. Solve first- and second-order conditions of all stages, enclose them by intervals, and try other decisions
   (:mod:`lsec_models.solve.numerical.solutions`).
4. Who moves last and has a payoff that is concave in each world does its best where first-order conditions hold. If it
   alone decides, nothing else is as good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from lsec_models.games.evidence.evidence import About, Finding, Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.chance.expected_game import expected_game
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.chance.concave_in_worlds import is_concave_in_worlds
from lsec_models.solve.chance.natural_units import in_natural_units
from lsec_models.solve.numerical.solutions import numerical_solutions_at

_CONCAVE = "concave in each world; first-order conditions hold in an enclosure by intervals"
_NOBODY = "nobody decides afterwards"


def searched_solutions(declared: Game, there: Game, point: Mapping[str, Fraction]) -> Solutions:
    """Return what a search finds of the equilibria of a game of several decisions, and how far that is established.

    Parameters
    ----------
    declared : Game
    there : Game
        The same at numbers.
    point : Mapping from str to Fraction
        The numbers.
    """
    if any(player.risk is not None for player in there.players):
        expected_game(there, rational=False)  # What is refused is so in declared units.
    units = in_natural_units(there)
    smooth, _ = expected_game(units.game, rational=False)
    found = numerical_solutions_at(smooth.representative, {}, units.of)
    names = {*(d.name for d in there.decisions), *(player.name for player in there.players), *there.report}
    quantities = tuple(Frozen({name: one[name] for name in one if name in names}) for one in found.quantities)
    findings = tuple(_with_concavity(there, found.findings))
    return replace(found, game=declared, point=Frozen(point), quantities=quantities, findings=findings)


def _with_concavity(there: Game, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield findings, of which some are more certain where payoffs are concave and first-order conditions certain."""
    certain = all(one.status >= Status.VERIFIED for one in findings if one.about is About.EXISTS)
    last = there.stages[-1]
    neutral = {player.name: player.payoff for player in there.players if player.risk is None}
    concave = {
        move.player
        for move in last.moves
        if move.player in neutral and is_concave_in_worlds(neutral[move.player], move.decisions)
    }
    is_settled = certain and len(there.stages) == 1 and len(concave) == len(last.moves)
    for one in findings:
        if certain and one.about is About.OPTIMAL and one.stage == last.number and one.player in concave:
            yield replace(one, status=Status.VERIFIED, means=_CONCAVE, points=0, gain=None)
        elif is_settled and one.about is About.OFF_PATH:
            yield replace(one, status=Status.VERIFIED, means=_NOBODY, points=0, detail="")
        elif is_settled and one.about is About.COMPLETE and len(concave) == 1 and not there.expectations:
            yield replace(one, status=Status.VERIFIED, means=_CONCAVE, points=0)
        else:
            yield one
