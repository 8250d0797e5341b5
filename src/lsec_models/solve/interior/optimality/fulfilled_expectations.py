"""Are expectations fulfilled? Whoever stands for one only comes as near to its expression as can be."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.games.evidence.evidence import About, Finding, Status
from lsec_models.games.static.game import Game
from lsec_models.games.static.representative import who_expects
from lsec_models.games.static.results.solutions import Solutions

_AT_ODDS = "best reply of each to the others"


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
    wanted = ", ".join(f"{symbol} = {value}" for symbol, value in game.expected.items())
    impossible = any(_is_never_zero(solutions, symbol, value) for symbol, value in game.expected.items())
    if impossible:
        return _none(solutions, f"no number fulfils the expectation {wanted}")
    if solutions.is_none and _AT_ODDS in solutions.reason:
        return _none(solutions, f"{solutions.reason}, expectations ({wanted}) counted among these")
    why = why_maybe_unfulfilled_later(game)
    names = [who_expects(symbol) for symbol in game.expected]
    kept = [all(values.get(name) == 0 for name in names) for values in solutions.quantities]
    filled = [all(v.get(name) == 0 for v in c.quantities for name in names) for c in solutions.continua]
    if why or not all(filled) or any(c.rays for c in solutions.continua):
        return _unresolved(solutions, why or "expectations are fulfilled in a part of a continuum, if at all")
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
    reason = f"no number fulfils the expectation {wanted}"
    if not solutions.complete:
        return _unresolved(left, f"{reason}, as far as is known")
    return _none(left, reason)


def _is_never_zero(solutions: Solutions, symbol: str, value: sp.Expr) -> bool:
    """Whether an expectation differs from what it must equal by the same number, whatever is decided."""
    (expected,) = (decision for decision in solutions.game.decisions if decision.name == symbol)
    known = {s: to_sympy(solutions.point[s.name]) for s in value.free_symbols if s.name in solutions.point}
    gap = sp.simplify(expected - value.subs(known))
    return bool(gap.is_number and gap.is_zero is False)


def _none(solutions: Solutions, reason: str) -> Solutions:
    means = solutions.findings[0].means if solutions.findings else ""
    findings = (Finding(about=About.EXISTS, status=Status.REFUTED, means=means, detail=reason),)
    return replace(_unresolved(solutions, reason), is_none=True, findings=findings)


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
