"""A leader's lump sum at a point: as large, or as small, as one of its limits allows, which leaves a decision less.

A fee enters payoffs linearly and changes no answer. Given all else its owner sets it where a limit binds, so that the
game splits into one for each limit that may be the one, with the fee written in and the others as constraints. The best
of their equilibria is the owner's optimum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.static.bounds import as_equality, regime_of
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.numbers.comparison import exceeds
from lsec_models.solve.polynomial.solutions import polynomial_solutions_at


@dataclass(frozen=True, eq=False, kw_only=True)
class _Written:
    """A game with its lump sum written in, where one limit binds."""

    game: Game
    binding: str
    # What else may bind, by the words that the game with the lump sum has for it.
    others: Mapping[str, str]


def solutions_without_lump_sum(game: Game, point: Mapping[sp.Symbol, Fraction]) -> Solutions | None:
    """Return the equilibria of a game at a point, its leader's lump sum found first; None if that is not how it is.

    Parameters
    ----------
    game : Game
        Two stages, the first of one mover.
    point : mapping from sympy.Symbol to Fraction
    """
    numbers = game.with_values(point)
    fee = next(filter(None, (_lump_sum(numbers, decision) for decision in numbers.stages[0].decisions)), None)
    if fee is None or len(numbers.stages) != 2 or len(numbers.stages[0].moves) > 1:
        return None
    if len(numbers.stages[0].decisions) == 1:
        return None
    solved = [(one, polynomial_solutions_at(one.game, {})) for one in _written(numbers, *fee)]
    if not solved or any(found.status == "open" or found.continua for _, found in solved):
        return None
    unbounded = next((found for _, found in solved if found.is_none and "without bound" in found.reason), None)
    if unbounded is not None:
        return _of(game, point, unbounded, solved[0][0], fee[0])
    if len(solved) > 1 and any(found.is_none and "constraints" not in found.reason for _, found in solved):
        return None
    having = [(one, found) for one, found in solved if found.status == "found"]
    if not having:
        return _of(game, point, solved[0][1], solved[0][0], fee[0])
    owner = numbers.stages[0].moves[0].player
    values = [found[0].payoffs[owner] for _, found in having]
    try:
        best = [pair for pair, value in zip(having, values, strict=True) if not any(exceeds(o, value) for o in values)]
    except Unresolved:
        return None
    (one, found), *ties = best
    if any(tuple(other[0].values.values()) != tuple(found[0].values.values()) for _, other in ties):
        return None
    return _of(game, point, found, one, fee[0])


def _lump_sum(game: Game, decision: Decision) -> tuple[Decision, int] | None:
    """Return a decision that is a lump sum of the leader, and which way its owner wants it; None if it is none."""
    owner = game.stages[0].moves[0].player
    slope = _constant_slope(game.ratios[owner], decision)
    later = [
        game.ratios[move.player].derivative(own)
        for stage in game.stages[1:]
        for move in stage.moves
        for own in move.decisions
    ]
    later += [bound.function for bound in game.bounds if bound.stage > 1]
    if not slope or any(function.depends_on(decision) for function in later):
        return None
    return decision, 1 if slope > 0 else -1


def _constant_slope(function: Ratio, decision: Decision) -> Fraction | None:
    slope = function.derivative(decision)
    if not (slope.numerator.is_constant() and slope.denominator.is_constant()):
        return None
    return slope.evaluate(function.ring.exact_point(dict.fromkeys(function.ring.symbols, Fraction(0))))


def _written(game: Game, fee: Decision, side: int) -> list[_Written]:
    """Return the games in which one of the limits that stop the lump sum binds; none if there are others on it."""
    limits = [(b.words, b.function.expression(), b.function) for b in game.bounds if b.stage == 1]
    if any(bound.strict or len(bound.players) > 1 for bound in game.bounds) or fee.is_positive:
        return []
    if fee.is_nonnegative:
        written = Ratio.variable(game.ring, fee)
        limits.append((f"{fee} >= 0", fee, written))
    slopes = {words: _constant_slope(function, fee) for words, _, function in limits}
    if any(slope is None for slope in slopes.values()):
        return []
    found = []
    for words, expression, _ in limits:
        slope = slopes[words]
        if slope and (slope > 0) is (side < 0):
            image = sp.expand(fee - expression / sp.Rational(slope.numerator, slope.denominator))
            others = {n: sp.expand(other.subs(fee, image)) >= 0 for n, other, _ in limits if n != words}
            named = {as_equality(str(relation)): as_equality(name) for name, relation in others.items()}
            reduced = _with(game, fee, image, list(others.values()))
            found.append(_Written(game=reduced, binding=as_equality(words), others=named))
    return found


def _with(game: Game, fee: Decision, image: sp.Expr, others: list[sp.Basic]) -> Game:
    owner = game.stages[0].moves[0].player
    # Of later movers' payoffs the lump sum is left out: it is written with what they decide, and changes no answer.
    players = tuple(
        replace(
            player,
            decides=tuple(d for d in player.decides if d != fee),
            payoff=player.payoff.subs(fee, image if player.name == owner else 0),
        )
        for player in game.players
    )
    earned = {_earned(player.name): player.payoff.subs(fee, image) for player in game.players}
    reported = {name: value.subs(fee, image) for name, value in game.report.items()}
    constraints: dict[str, list[sp.Basic]] = {owner: others}
    for bound in game.bounds[_ends(game) :]:
        if bound.stage > 1:
            constraints.setdefault(bound.players[0], []).append(bound.function.expression() >= 0)
    return Game(
        players=players,
        order=[tuple(d for d in stage.decisions if d != fee) for stage in game.stages],
        report={**reported, **earned, _amount(fee): image},
        constraints=constraints,
    )


def _ends(game: Game) -> int:
    return sum(
        (low is not None and not (low == 0 and d.is_nonnegative)) + (high is not None)
        for d in game.decisions
        for low, high in [d.within]
    )


def _earned(name: str) -> str:
    return f"earned by {name}"


def _amount(fee: Decision) -> str:
    return f"amount of {fee.name}"


def _of(game: Game, point: Mapping[sp.Symbol, Fraction], found: Solutions, one: _Written, fee: Decision) -> Solutions:
    """Return solutions of a game with its lump sum written in as those of the game itself."""
    names = {fee.name: _amount(fee)} | {player.name: _earned(player.name) for player in game.players}
    wanted = [*(d.name for d in game.decisions), *(player.name for player in game.players), *game.report]
    quantities = [
        Frozen({name: there.values[names.get(name, name)] for name in wanted if names.get(name, name) in there.values})
        for there in found
    ]
    decided = tuple(decision.name for decision in game.stages[0].decisions)
    return replace(
        found,
        game=game,
        point=values_by_name(point),
        quantities=tuple(quantities),
        multipliers=(),
        regimes=tuple(_regime(one, there.regime) for there in found),
        findings=tuple(
            replace(finding, decisions=decided) if finding.stage == 1 else finding for finding in found.findings
        ),
    )


def _regime(written: _Written, regime: str) -> str:
    more = [] if regime == "interior" else [written.others.get(words, words) for words in regime.split(", ")]
    return regime_of((written.binding, *more))
