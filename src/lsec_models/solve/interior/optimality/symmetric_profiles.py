"""May copies of a player decide differently from each other? A representative speaks for all only if not.

Copies see the same total of what all of them decide. If at every total each one's marginal payoff falls strictly in its
own decision, two copies whose decisions are best within the same convex set must decide the same: with F the marginal
payoff at a given total, both are best only if (F(x) - F(y))(x - y) >= 0, which is negative unless x = y. Bounds are
included; with several decisions each, F is a gradient that must fall in the sense of a negative definite matrix.
Without any bounds it is enough that F is linear with a matrix that is not singular.

References
----------
Corchon, L. C. (1994). Comparative statics for aggregative games: the strong concavity case. Mathematical Social
Sciences 28, 151-165.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sympy as sp

from lsec_models.algebra.polynomials.linear import determinant
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.games.evidence.evidence import About, Finding, Status
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move, Stage
from lsec_models.games.static.representative import RepresentativeGame
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.interior.optimality.known_signs import KnownSigns

SYMMETRIC = "at every total the marginal payoff of each copy falls in its own decision: all decide alike"


def why_maybe_asymmetric(game: Game, payoffs: Mapping[int, Mapping[str, Ratio]]) -> str:
    """Return why copies of a player may decide differently in equilibrium; empty if it is proved that they do not.

    Parameters
    ----------
    game : Game
    payoffs : Mapping from int to mapping from player to Ratio
        For each stage whose later movers have one answer, the same closed form after every history: the payoffs with
        these answers inserted.
    """
    if not isinstance(game, RepresentativeGame):
        return ""
    signs = KnownSigns(domain=game.domain, ring=game.ring)
    reasons = [
        _why(game, signs, stage, move, payoffs.get(stage.number))
        for stage in game.stages
        for move in stage.moves
        if any(decision in game.alike.values() for decision in move.decisions)
    ]
    return next(filter(None, reasons), "")


def settled_payoffs(game: Game) -> dict[int, Mapping[str, Ratio]]:
    """Return the payoffs of the last stage, after which nobody answers."""
    return {stage.number: game.ratios for stage in game.stages[-1:]}


def without_asymmetric(finding: Finding, why: str, game: Game) -> Finding:
    """Return what is known of completeness, given why copies may decide differently."""
    if not game.alike or finding.status < Status.VERIFIED or finding.about is not About.COMPLETE:
        return finding
    if why:
        return replace(finding, status=Status.OPEN, means="", detail=why)
    return replace(finding, means=f"{finding.means}; {SYMMETRIC}")


def for_all_copies(solutions: Solutions) -> Solutions:
    """Return equilibria at a point with what is known of those in which copies decide differently.

    Where these are not excluded, that there is none in which all decide alike does not say that there is none.
    """
    game = solutions.game
    if not game.alike:
        return solutions
    there = game.with_values(solutions.point).representative
    why = why_maybe_asymmetric(there, settled_payoffs(there))
    findings = tuple(without_asymmetric(finding, why, game) for finding in solutions.findings)
    if not solutions.is_none or not why:
        return replace(solutions, findings=findings)
    reason = f"no pure equilibrium in which all copies decide alike: {solutions.reason}; {why}"
    findings = tuple(replace(finding, status=Status.OPEN, means="", detail=reason) for finding in findings)
    return replace(solutions, is_none=False, reason=reason, findings=findings)


def _why(
    game: RepresentativeGame, signs: KnownSigns, stage: Stage, move: Move, payoffs: Mapping[str, Ratio] | None
) -> str:
    start = f"copies of {move.player} may decide differently from each other"
    if payoffs is None:
        return f"{start}: what stage {stage.number + 1} answers to that is not examined"
    payoff = payoffs[move.player]
    slopes = _slopes_at_total(game, move, payoff)
    if not all(map(signs.finite, (payoff, *(entry for row in slopes for entry in row)))):
        return f"{start}: the payoff is not shown to be finite whatever they decide"
    own = [b for b in game.bounds if b.stage == stage.number and move.player in b.players]
    if not own and not any(decision.is_nonnegative for decision in move.decisions):
        constant = not any(entry.depends_on(d) for row in slopes for entry in row for d in game.decisions)
        if constant and signs.nonzero(determinant(game.ring, slopes)):
            return ""
    for bound in own:
        curved = any(bound.function.derivative(x).depends_on(y) for x in move.decisions for y in move.decisions)
        if curved or not signs.finite(bound.function):
            return f"{start}: the constraint {bound.words} is not linear"
    size = len(slopes)
    mean = [[-(slopes[i][j] + slopes[j][i]) for j in range(size)] for i in range(size)]
    for n in range(1, size + 1):
        if not signs.positive(determinant(game.ring, [row[:n] for row in mean[:n]])):
            names = ", ".join(decision.name for decision in move.decisions[:n])
            return f"{start}: at a given total, the marginal payoff is not shown to fall in {names}"
    return ""


def _slopes_at_total(game: RepresentativeGame, move: Move, payoff: Ratio) -> list[list[Ratio]]:
    """Return the derivatives of the marginal payoffs in own decisions where the total stays as it is."""
    images = {decision: image for image, decision in game.alike.items()}
    count = next(player.copies for player in game.declared.players if player.name == move.player)
    rest = ratio(game.ring, sp.sympify(count) - 1)
    marginal = [payoff.derivative(x) for x in move.decisions]
    return [[f.derivative(y) - f.derivative(images[y]) / rest for y in move.decisions] for f in marginal]
