"""Is a solution of first-order conditions globally optimal? What concave quadratic payoffs show, and nothing more.

Each function returns why something is not shown, in words, and nothing where it is shown.
"""

from __future__ import annotations

from itertools import combinations

import sympy as sp

from lsec_models.algebra.polynomials.linear import determinant
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move
from lsec_models.solve.interior.optimality.known_signs import KnownSigns
from lsec_models.solve.interior.optimality.subgames import Subgame

_MAX_DECISIONS = 6
_ASK_AUDIT, _ASK_CORNERS = "ask audit", "ask solve(game, corners=True)"


def way_out(game: Game) -> str:
    """Return what answers questions about bounds and other equilibria: corners, of linear-quadratic games only."""
    payoffs = [game.ratios[player.name] for player in game.players]
    degrees = [(_degree(p.numerator, p, game.decisions), _degree(p.denominator, p, game.decisions)) for p in payoffs]
    return _ASK_CORNERS if all(top <= 2 and bottom == 0 for top, bottom in degrees) else _ASK_AUDIT


def why_not_optimal(signs: KnownSigns, move: Move, payoff: Ratio, answers: dict[sp.Symbol, Ratio]) -> str:
    """Return why it is not shown that the mover's answer is a global best reply, whatever stands open in the payoff.

    It is one where the payoff is a quadratic function of the mover's own decisions that is strictly concave for all
    parameters and all decisions of others, and its gradient vanishes at the answer: then no decision of any size is
    better, and the mover's own bounds and constraints only take alternatives away.
    """
    return why_not_concave(signs, move, payoff) or _why_not_stationary(move, payoff, answers)


def why_not_concave(signs: KnownSigns, move: Move, payoff: Ratio) -> str:
    """Return why it is not shown that a payoff is a strictly concave quadratic function of the mover's decisions."""
    names = ", ".join(decision.name for decision in move.decisions)
    if any(_degree(payoff.denominator, payoff, (decision,)) for decision in move.decisions):
        return (
            f"the payoff of {move.player} is not a polynomial in {names}: a stationary point may be a local optimum; "
            f"{_ASK_AUDIT}"
        )
    degree = _degree(payoff.numerator, payoff, move.decisions)
    if degree > 2:
        return (
            f"the payoff of {move.player} is {_shape(degree)} in {names}: a stationary point may be a local optimum; "
            f"{_ASK_AUDIT}"
        )
    hessian = [[-payoff.derivative(x).derivative(y) for y in move.decisions] for x in move.decisions]
    for size in range(1, len(hessian) + 1):
        minor = determinant(payoff.ring, [row[:size] for row in hessian[:size]])
        if not signs.positive(minor):
            return f"the payoff of {move.player} is not shown to be concave in {names} for all decisions of others"
    return ""


def why_unsound(signs: KnownSigns, subgame: Subgame) -> str:
    """Return why it is not shown that the answers of a stage are best replies to each other, after every history."""
    for decision, answer in subgame.answers.items():
        if not signs.finite(answer):
            return f"the answer {decision.name} is not shown to be finite after every history"
    reasons = (
        why_not_optimal(signs, move, subgame.payoffs[move.player], dict(subgame.answers))
        for move in subgame.stage.moves
    )
    return next(filter(None, reasons), "")


def why_maybe_unanswered(signs: KnownSigns, game: Game, subgame: Subgame) -> str:
    """Return why it is not shown that a sound stage has an equilibrium after every history, bounds included.

    Without bounds the answers are one. With decisions that are at least zero, in the last stage, first-order
    conditions with bounds are a linear complementarity problem; it has exactly one solution, whatever the history, if
    all principal minors of its matrix are positive (Cottle, Pang and Stone, 1992, theorem 3.3.7).
    """
    stage = subgame.stage
    constrained = [bound.words for bound in game.bounds if bound.stage >= stage.number]
    if constrained:
        return f"the constraint {constrained[0]} may leave stage {stage.number} without an answer"
    later = [d for other in game.stages if other.number > stage.number for d in other.decisions]
    if any(decision.is_nonnegative for decision in later):
        return f"whether stage {stage.number} has an answer where a later mover stops at a bound is not examined"
    if not any(decision.is_nonnegative for decision in stage.decisions):
        return ""
    if any(decision.is_positive for decision in stage.decisions):
        return f"a decision of stage {stage.number} must be positive, and there may be no best one next to zero"
    return why_maybe_several(signs, subgame)


def why_maybe_several(signs: KnownSigns, subgame: Subgame) -> str:
    """Return why it is not shown that a stage without constraints has exactly one equilibrium, at bounds or inside."""
    matrix, decided = subgame.curvature(), subgame.stage.decisions
    if len(subgame.stage.moves) == 1 and not why_not_concave(signs, *_only(subgame)):
        return ""
    where = f"stage {subgame.stage.number}"
    if len(decided) > _MAX_DECISIONS:
        return f"{where} has more than {_MAX_DECISIONS} decisions at once"
    if any(entry.depends_on(decision) for row in matrix for entry in row for decision in decided):
        return f"the first-order conditions of {where} are not linear in its decisions"
    for size in range(1, len(decided) + 1):
        for kept in combinations(range(len(decided)), size):
            minor = determinant(matrix[0][0].ring, [[matrix[i][j] for j in kept] for i in kept])
            if not signs.positive(minor):
                names = ", ".join(decided[i].name for i in kept)
                return f"{where} is not shown to have one equilibrium where other bounds bind (minor of {names})"
    return ""


def why_maybe_several_inside(signs: KnownSigns, subgame: Subgame) -> str:
    """Return why it is not shown that the first-order conditions of a stage have one solution, after every history."""
    matrix, decided = subgame.curvature(), subgame.stage.decisions
    slopes = [slope for move in subgame.stage.moves for slope in subgame.slopes(move)]
    if not all(_is_linear(slope, decided) for slope in slopes):
        return f"the first-order conditions of stage {subgame.stage.number} are not linear"
    if not signs.nonzero(determinant(matrix[0][0].ring, matrix)):
        return f"the first-order conditions of stage {subgame.stage.number} are not shown to have one solution"
    return ""


def is_quadratic(payoff: Ratio, decisions: tuple[sp.Symbol, ...]) -> bool:
    """Return whether a payoff is a polynomial of degree two or less in these decisions."""
    return is_polynomial(payoff, decisions) and _degree(payoff.numerator, payoff, decisions) <= 2


def is_polynomial(payoff: Ratio, decisions: tuple[sp.Symbol, ...]) -> bool:
    """Return whether a payoff is a polynomial in these decisions."""
    return _degree(payoff.denominator, payoff, decisions) == 0


def _why_not_stationary(move: Move, payoff: Ratio, answers: dict[sp.Symbol, Ratio]) -> str:
    for decision in move.decisions:
        if not payoff.derivative(decision).substitute(answers).is_zero():
            return f"the first-order condition of {move.player} in {decision.name} does not hold"
    return ""


def _only(subgame: Subgame) -> tuple[Move, Ratio]:
    (move,) = subgame.stage.moves
    return move, subgame.payoffs[move.player]


def _is_linear(function: Ratio, symbols: tuple[sp.Symbol, ...]) -> bool:
    return _degree(function.denominator, function, symbols) == 0 and _degree(function.numerator, function, symbols) < 2


def _degree(polynomial: Polynomial, function: Ratio, symbols: tuple[sp.Symbol, ...]) -> int:
    places = [function.ring.index[symbol] for symbol in symbols]
    return max((sum(powers[i] for i in places) for powers in polynomial.monoms()), default=0)


def _shape(degree: int) -> str:
    return {3: "cubic", 4: "quartic"}.get(degree, f"of degree {degree}")
