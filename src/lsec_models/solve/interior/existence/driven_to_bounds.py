"""Does a first mover gain by driving later movers to their bounds? Excluded by signs in slack coordinates, or open.

Where the last of two stages has one equilibrium after every history, each regime of its answers gives a first mover one
polynomial payoff, which is compared with what the mover has along the path.
"""

from __future__ import annotations

from dataclasses import dataclass

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.games.static.order import Move, Stage
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.solve.interior.existence.regimes_of_answers import AnswerRegime, RegimesOfAnswers, where_nonnegative
from lsec_models.solve.interior.optimality.subgames import Subgame, stated_path

_MAX_STOPPING = 4
_MAX_TERMS = 3_000


@dataclass(frozen=True)
class Excluded:
    """Whether gains at later movers' bounds are excluded.

    Attributes
    ----------
    reason : str
        Why they are not; empty if they are.
    strictly : bool
        Whether every such deviation loses, so that none is a second equilibrium.
    """

    reason: str = ""
    strictly: bool = False


def gains_excluded(equilibrium: Equilibrium, first: Subgame, last: Subgame) -> Excluded:
    """Return whether no first mover gains by a deviation after which some decision of the last stage stops at zero.

    Parameters
    ----------
    equilibrium : Equilibrium
    first, last : Subgame
        Its two stages; the last has one equilibrium after every history.
    """
    regimes = RegimesOfAnswers(last)
    if len(regimes.bounded) > _MAX_STOPPING:
        return Excluded(f"more than {_MAX_STOPPING} decisions of later movers have bounds")
    strictly = True
    for move in first.stage.moves:
        for regime in regimes.all():
            sign = _advantage(equilibrium, first.stage, move, regime) if regime.stopping else Sign.POSITIVE
            if not sign.is_nonnegative:
                return Excluded(f"it is not shown that {move.player} loses by driving {regime.words} to zero")
            strictly = strictly and sign.is_positive
    return Excluded(strictly=strictly)


def _advantage(equilibrium: Equilibrium, stage: Stage, move: Move, regime: AnswerRegime) -> Sign:
    """Return the sign of what the path yields above any deviation of one mover into a regime."""
    game, path = equilibrium.game, stated_path(equilibrium)
    others = {d: path[d] for d in stage.decisions if d not in move.decisions}

    def moved(function: Ratio) -> Ratio:
        return function.substitute(others)

    domain = equilibrium.domain.over(ring_of((*game.parameters, *move.decisions)))
    region = where_nonnegative(tuple(map(moved, regime.required)), domain)
    if region is None:
        return Sign.UNKNOWN
    stays = equilibrium.exact[move.player].convert(game.ring)
    difference = (stays - moved(game.ratios[move.player].substitute(regime.answers))).convert(region.ring)
    if len(difference.numerator) > _MAX_TERMS:
        return Sign.UNKNOWN
    return Sign.POSITIVE if region.chart.clash is not None else region.sign(difference)
