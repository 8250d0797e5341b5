"""The multipliers of what binds first movers in equilibria that another method has found at a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import NoClosedForm, NoInteriorOptimum
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.point_equilibrium import PointEquilibrium
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.interior.backward_induction import answered_backwards
from lsec_models.solve.interior.optimality.subgames import composed
from lsec_models.solve.kuhn_tucker.first_mover_constraints import FirstMoverConstraint, limits_of_first_movers
from lsec_models.solve.kuhn_tucker.stationary_points import stationary_points


def with_multipliers(stated: Solutions, game: Game, point: Mapping[sp.Symbol, Fraction]) -> Solutions:
    """Return solutions with the multipliers of what binds first movers, where these are determined.

    They are not where a later mover is at an end too, or where several sets of multipliers make Lagrangians level.

    Parameters
    ----------
    stated : Solutions
    game : Game
    point : mapping from sympy.Symbol to Fraction
    """
    numbers = game.with_values(point)
    try:
        later, payoffs = answered_backwards(numbers, numbers.stages[1:])
        limits = limits_of_first_movers(numbers, composed(later))
    except (NoInteriorOptimum, NoClosedForm, ZeroDivisionError):
        return stated
    is_as_declared = len(numbers.bounds) == len(game.bounds)
    pairs = zip(numbers.bounds, game.bounds, strict=True) if is_as_declared else ()
    words = {in_numbers.words: bound.words for in_numbers, bound in pairs}
    limits = [replace(limit, words=words.get(limit.words, limit.words)) for limit in limits]
    found = tuple(_multipliers(one, numbers, payoffs, limits) for one in stated)
    return replace(stated, multipliers=found)


def _multipliers(
    one: PointEquilibrium, game: Game, payoffs: Mapping[str, Ratio], limits: Sequence[FirstMoverConstraint]
) -> Frozen[sp.Expr]:
    first = game.stages[0].decisions
    decided = {decision: one.decisions[decision.name] for decision in first}
    binding = tuple(limit for limit in limits if limit.foreseen.expression().subs(decided) == 0)
    if not binding or one.regime.count(", ") + 1 != len(binding):
        return Frozen({})
    points, _ = stationary_points(game, payoffs, binding)
    met = [p for p in points if all(p.decisions[d].expression() == value for d, value in decided.items())]
    if len(met) != 1:
        return Frozen({})
    values = [value.expression() for value in met[0].multipliers]
    if any(value < 0 for value in values):
        return Frozen({})
    return Frozen({limit.words: value for limit, value in zip(binding, values, strict=True)})
