"""Games that nobody has solved, among what is given: their first- and second-order conditions, as they stand.

An interior equilibrium satisfies them whether or not there is a formula for it, and whether or not it is the only one.
How its decisions move with a parameter follows from the conditions by the implicit function theorem, where it is
regular: the Jacobian of first-order conditions is not singular. The derivatives are variables, and the differentiated
conditions equations.

References
----------
Dixit, A. (1986). Comparative statics for oligopoly. International Economic Review 27(1), 107-122.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import ClaimError
from lsec_models.games.static.game import Game
from lsec_models.prove.statements.claims import Slope
from lsec_models.prove.statements.radicals import rebuilt

_MAX_DECISIONS = 6


def unsolved_in(given: Sequence[Any]) -> list[Game]:
    """Return the games among what is given.

    Raises
    ------
    ClaimError
        If the conditions of one are not those of one stage, or two share a decision.
    """
    games = [item for item in given if isinstance(item, Game)]
    for game in games:
        _require_one_stage(game)
    _require_apart(games)
    return games


def with_first_order_conditions(logic: sp.Basic, given: Sequence[Any]) -> tuple[Any, list[Any]]:
    """Return a claim and what is given, with conditions in place of games, and derivatives of their decisions.

    Raises
    ------
    ClaimError
        If a game can have no regular interior equilibrium, a slope is asked in a decision or of what nobody decides, or
        what moves is defined by an equation.
    """
    games = unsolved_in(given)
    ties = [item for item in given if isinstance(item, sp.Basic)]
    decided = {decision for game in games for decision in game.decisions}
    known = {symbol for game in games for symbol in game.ring.symbols}
    slopes = sorted(logic.atoms(Slope), key=str)
    for slope in slopes:
        _require_free(slope, ties, decided, known)
    if not games:
        return logic, list(given)
    relations = [relation for game in games for relation in conditions_of(game)]
    images: dict[sp.Basic, sp.Expr] = {}
    moved: list[sp.Basic] = []
    used = known.union(logic.free_symbols, *(tie.free_symbols for tie in ties))
    names = _names([(d, slope.args[1]) for slope in slopes for game in games for d in game.decisions], used)
    for slope in slopes:
        function, symbol = slope.args
        if not function.free_symbols & decided:
            continue
        if symbol in decided or symbol.is_integer:
            reason = "a decision" if symbol in decided else "declared integer"
            raise ClaimError(f"{symbol} is {reason}; ask how something moves with a parameter that is not")
        total = sp.diff(function, symbol)
        for game in games:
            steps = {decision: names[decision, symbol] for decision in game.decisions}
            total += sum(sp.diff(function, decision) * step for decision, step in steps.items())
            if function.free_symbols & set(game.decisions):
                moved += _moved(game, symbol, steps)
        images[slope] = total
    return rebuilt(logic, images), [*(i for i in given if not isinstance(i, Game)), *relations, *dict.fromkeys(moved)]


def conditions_of(game: Game) -> list[sp.Basic]:
    """Return what holds at a regular interior equilibrium of a game of one stage.

    What is assumed of parameters; that no decision is at a bound; of each player the first-order conditions, and that
    payoffs are strictly concave there: the second-order condition, whose weak form is necessary.

    Raises
    ------
    ClaimError
        If a payoff is strictly concave nowhere.
    """
    ring = game.ring
    found: list[sp.Basic] = [condition.relation for condition in game.domain.conditions]
    found += [_sign(bound.function) for bound in game.bounds]
    for player in game.players:
        payoff = game.ratios[player.name]
        if not payoff.denominator.is_constant():
            found.append(sp.Ne(ring.expression(payoff.denominator), 0, evaluate=False))
        slopes = [payoff.derivative(decision) for decision in player.decides]
        found += [sp.Eq(ring.expression(slope.numerator), 0, evaluate=False) for slope in slopes]
        curvature = [[slope.derivative(decision) for decision in player.decides] for slope in slopes]
        for size in range(1, len(slopes) + 1):
            minor = _determinant([row[:size] for row in curvature[:size]])
            concave = _sign(minor if size % 2 == 0 else -minor)
            if concave is sp.false:
                raise ClaimError(
                    f"given: the game {game.label} has no regular interior equilibrium, since the payoff of "
                    f"{player.name} is nowhere strictly concave in {', '.join(map(str, player.decides))}; solve it"
                )
            found.append(concave)
    return [relation for relation in found if relation is not sp.true]


def _sign(function: Ratio) -> sp.Basic:
    """Return that a function is positive, without a quotient."""
    polynomial = function.numerator * function.denominator
    relation: sp.Basic = sp.Gt(function.ring.expression(polynomial), 0)
    return relation


def _determinant(rows: Sequence[Sequence[Ratio]]) -> Ratio:
    if len(rows) == 1:
        return rows[0][0]
    total = Ratio.constant(rows[0][0].ring, 0)
    for j, entry in enumerate(rows[0]):
        part = entry * _determinant([[*row[:j], *row[j + 1 :]] for row in rows[1:]])
        total = total + part if j % 2 == 0 else total - part
    return total


def _names(
    pairs: Iterable[tuple[sp.Symbol, sp.Symbol]], used: Iterable[sp.Symbol]
) -> Mapping[tuple[sp.Symbol, sp.Symbol], sp.Symbol]:
    """Return the symbols for how each decision moves with each parameter, all different, and none that is used."""
    taken = {symbol.name for symbol in used}
    found: dict[tuple[sp.Symbol, sp.Symbol], sp.Symbol] = {}
    for decision, symbol in dict.fromkeys(pairs):
        name = f"d{decision}_d{symbol}"
        while name in taken:
            name = f"d{name}"
        taken.add(name)
        found[decision, symbol] = sp.Symbol(name, real=True)
    return found


def _require_free(
    slope: Slope, ties: Sequence[sp.Basic], decided: Collection[sp.Symbol], known: Collection[sp.Symbol]
) -> None:
    """Refuse the slope of what is not a function of parameters as it stands: its derivative would be taken for zero."""
    function, symbol = slope.args
    tied = {s for tie in ties for s in tie.free_symbols}
    for name in sorted(function.free_symbols - tied.union(known), key=str):
        if known and isinstance(name, Decision):
            raise ClaimError(
                f"nobody decides {name} in what is given; known decisions: {', '.join(sorted(map(str, decided)))}"
            )
    moving, equations = {symbol, *decided}, [e.free_symbols for tie in ties for e in tie.atoms(sp.Eq)]
    for _ in equations:
        moving = moving.union(*(together for together in equations if together & moving))
    defined = sorted(function.free_symbols & moving - {symbol, *known}, key=str)
    if defined and (known or symbol not in function.free_symbols):
        raise ClaimError(
            f"what is given ties {defined[0]} to {symbol} by equations, and a slope holds all symbols but decisions "
            f"fixed; ask it of what {defined[0]} equals, with that inserted"
        )


def _moved(game: Game, symbol: sp.Symbol, steps: Mapping[sp.Symbol, sp.Symbol]) -> Iterable[sp.Basic]:
    """Yield the first-order conditions, differentiated along the equilibrium, and that it is regular."""
    for player in game.players:
        for decision in player.decides:
            slope = game.ratios[player.name].derivative(decision)
            moves = [slope.derivative(other).expression() * step for other, step in steps.items()]
            own = slope.derivative(symbol).expression() if symbol in game.ring.index else sp.S.Zero
            yield sp.Eq(sp.numer(sp.together(sum(moves, start=own))), 0, evaluate=False)
    if len(steps) > 1:
        jacobian = [
            [game.ratios[player.name].derivative(decision).derivative(other) for other in steps]
            for player in game.players
            for decision in player.decides
        ]
        yield sp.Ne(game.ring.expression(_determinant(jacobian).numerator), 0, evaluate=False)


def _require_one_stage(game: Game) -> None:
    plain = game.representative is game and not (game.random or game.signals or game.bargains or game.given)
    if not plain or game.then is not None:
        raise ClaimError(
            f"given: the game {game.label} has more than players who decide; solve it, or give first-order conditions "
            "as equations, Eq(..., 0)"
        )
    if len(game.stages) > 1:
        raise ClaimError(
            f"given: the game {game.label} has {len(game.stages)} stages, and what a leader foresees is not in its "
            "first-order condition; solve it, or give a game of one stage, with followers' answers inserted"
        )
    if len(game.decisions) > _MAX_DECISIONS:
        raise ClaimError(
            f"given: the game {game.label} has {len(game.decisions)} decisions; of a game without a formula at most "
            f"{_MAX_DECISIONS} are taken: solve it, or give first-order conditions as equations, Eq(..., 0)"
        )
    if not game.is_rational:
        raise ClaimError(
            f"given: payoffs of the game {game.label} are not rational functions; give slopes as parameters, and "
            "first-order conditions as equations, Eq(..., 0)"
        )


def _require_apart(games: Sequence[Game]) -> None:
    seen: dict[str, Game] = {}
    for game in games:
        for decision in game.decisions:
            if decision.name in seen:
                raise ClaimError(
                    f"given: two games have a decision called {decision}; give it another name in one of them"
                )
            seen[decision.name] = game
