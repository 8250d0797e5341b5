"""Does the only mover of a stage have a best answer, although the movers of the last stage may stop at bounds?

The last stage has one equilibrium after every history, and its answers are continuous. So the mover's payoff is
continuous, and in each regime of later answers it is quadratic on a polyhedron: a bounded part, and the directions in
which it goes on for ever. It has a maximum if its quadratic part is negative in all these directions, scaled so that
one decision grows at the rate one, in turn.
"""

from __future__ import annotations

from functools import reduce
from itertools import chain, combinations
from operator import add

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.static.game import Game
from lsec_models.solve.interior.existence.regimes_of_answers import AnswerRegime, RegimesOfAnswers, where_nonnegative
from lsec_models.solve.interior.optimality.concavity import why_not_concave
from lsec_models.solve.interior.optimality.known_signs import KnownSigns
from lsec_models.solve.interior.optimality.subgames import Subgame

_MAX_STOPPING = 4


def why_maybe_unbounded(signs: KnownSigns, game: Game, subgame: Subgame, last: Subgame) -> str:
    """Return why it is not shown that the mover of a next-to-last stage has a best answer after every history.

    Parameters
    ----------
    signs : KnownSigns
    game : Game
    subgame : Subgame
        The stage of the one mover, whose payoff is strictly concave as long as nobody stops at a bound.
    last : Subgame
        The last stage, which has one equilibrium after every history.
    """
    where = f"stage {subgame.stage.number}"
    if len(subgame.stage.moves) > 1:
        return f"whether {where} has an equilibrium where a later mover stops at a bound is not examined"
    if any(not decision.is_nonnegative or decision.is_positive for decision in subgame.stage.decisions):
        return f"whether {where} has an answer is examined for decisions that are at least zero only"
    regimes = RegimesOfAnswers(last)
    if len(regimes.bounded) > _MAX_STOPPING:
        return f"more than {_MAX_STOPPING} decisions of later movers have bounds"
    (move,) = subgame.stage.moves
    domain = signs.domain.over(game.ring)
    for regime in regimes.all():
        payoff = game.ratios[move.player].substitute(regime.answers)
        if not regime.stopping or not why_not_concave(signs, move, payoff):
            continue
        for growing in move.decisions:
            if not _falls(domain, move.decisions, payoff, regime, growing):
                return f"{move.player} is not shown to lose by growing {growing.name} while {regime.words} = 0"
    return ""


def _falls(domain: Domain, own: tuple[sp.Symbol, ...], payoff: Ratio, regime: AnswerRegime, growing: sp.Symbol) -> bool:
    """Whether the payoff falls in all directions in which a regime goes on for ever and one decision grows.

    The components of a direction go by the names of the decisions; those of the stage must have left slopes and bends.
    """
    slopes = [[value.derivative(d) for d in own] for value in regime.required]
    bends = [[payoff.derivative(d).derivative(e) for e in own] for d in own]
    if any(entry.depends_on(d) for row in (*slopes, *bends) for entry in row for d in own):
        return False
    ring = domain.ring
    others = [d for d in own if d != growing]
    for zero in chain.from_iterable(combinations(others, size) for size in range(len(others) + 1)):
        rates = {d: ring.zero if d in zero else ring.generators[ring.index[d]] for d in others} | {growing: ring.one}
        direction = [Ratio(ring, rates[d]) for d in own]
        grows = [Ratio(ring, rates[d]) for d in others if d not in zero]
        region = where_nonnegative(tuple(_product(row, direction) for row in slopes), _where_positive(domain, grows))
        if region is None:
            return False
        bend = _product([_product(row, direction) for row in bends], direction)
        if region.chart.clash is None and not (-region.sign(bend)).is_positive:
            return False
    return True


def _where_positive(domain: Domain, rates: list[Ratio]) -> Domain:
    return domain.where(
        Condition(ring=domain.ring, polynomial=rate.numerator, strict=True, origin="grows") for rate in rates
    )


def _product(row: list[Ratio], direction: list[Ratio]) -> Ratio:
    return reduce(add, (entry * component for entry, component in zip(row, direction, strict=True)))
