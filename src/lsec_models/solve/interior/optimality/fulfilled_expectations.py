"""Are expectations fulfilled? Whoever stands for one only comes as near to its expression as can be."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

from lsec_models.games.evidence.evidence import About, Finding, Status
from lsec_models.games.static.game import Game
from lsec_models.games.static.representative import who_expects
from lsec_models.games.static.results.solutions import Solutions


def why_maybe_unfulfilled_later(game: Game) -> str:
    """Return why an expectation that responds to decisions may be unfulfilled after some of them; empty if it is not.

    What later movers answer is linear in it where they have no bounds, and so is its expression; else it may have no
    fixed point after some history, and the nearest number to one would stand in its place.
    """
    for stage in game.stages[1:]:
        for decision in stage.decisions:
            later = [d for other in game.stages if other.number > stage.number for d in other.decisions]
            bounded = any(d.is_nonnegative for d in later) or any(b.stage > stage.number for b in game.bounds)
            if decision.name in game.expected and bounded:
                return (
                    f"the expectation {decision} responds to decisions, and later movers have bounds: whether it has a "
                    "fixed point after every history is not examined; let it stand last in order="
                )
    return ""


def with_fulfilled_expectations(solutions: Solutions) -> Solutions:
    """Return those equilibria at a point in which every expectation is fulfilled."""
    game = solutions.game
    if not game.expected or solutions.status == "open":
        return solutions
    why = why_maybe_unfulfilled_later(game)
    names = [who_expects(symbol) for symbol in game.expected]
    kept = [all(values.get(name) == 0 for name in names) for values in solutions.quantities]
    filled = [all(v.get(name) == 0 for v in c.quantities for name in names) for c in solutions.continua]
    if why or not all(filled) or any(c.rays for c in solutions.continua):
        return _unresolved(solutions, why or "expectations are fulfilled in a part of a continuum only")
    if all(kept):
        return solutions
    left = replace(
        solutions,
        quantities=tuple(compress(solutions.quantities, kept)),
        regimes=tuple(compress(solutions.regimes, kept)),
        selections=tuple(compress(solutions.selections, kept)),
        multipliers=tuple(compress(solutions.multipliers, kept)),
    )
    if left.quantities or left.continua:
        return left
    reason = "no number fulfils the expectation " + ", ".join(f"{s} = {value}" for s, value in game.expected.items())
    if not solutions.complete:
        return _unresolved(left, f"{reason}, as far as is known")
    findings = (Finding(about=About.EXISTS, status=Status.REFUTED, means=solutions.findings[0].means, detail=reason),)
    return replace(left, reason=reason, is_none=True, findings=findings)


def _unresolved(solutions: Solutions, reason: str) -> Solutions:
    return replace(
        solutions,
        quantities=(),
        regimes=(),
        selections=(),
        multipliers=(),
        continua=(),
        is_none=False,
        reason=reason,
        findings=(Finding(about=About.EXISTS, status=Status.OPEN, detail=reason),),
    )
