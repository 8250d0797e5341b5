"""Equilibria whose first decision is a root: the last step of backward induction has a polynomial condition."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import NoClosedForm
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.equilibrium import Minor, SolvedStage
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.solve.interior.implicit.evidence import implicit_findings
from lsec_models.solve.interior.implicit.feasible_range import feasible_range
from lsec_models.solve.interior.implicit.first_mover import FirstMover, first_mover
from lsec_models.solve.interior.implicit.only_root import OnlyRoot, only_root, with_symbol


def implicit_equilibrium(game: Game) -> ImplicitEquilibrium:
    """Return the interior equilibrium of a game whose first mover's condition has one root between two ends.

    1. Answer all later stages by rational functions (:mod:`lsec_models.solve.interior.implicit.first_mover`).
    2. Find the range of the first decision in which later movers answer inside their bounds
       (:mod:`lsec_models.solve.interior.implicit.feasible_range`).
    3. Prove that the derivative of the first mover's payoff turns its sign there once, from positive to negative
       (:mod:`lsec_models.solve.interior.implicit.only_root`).
    4. Write all quantities in terms of the root.

    Raises
    ------
    NoClosedForm
        Saying which of these fails.
    """
    first = first_mover(game)
    feasible = feasible_range(first)
    found = only_root(first, feasible)
    exact = _quantities(first, found)
    return ImplicitEquilibrium(
        game=game,
        exact=Frozen(exact),
        stages=_stages(first, found),
        conditions=tuple(c for c in found.root.domain.conditions if c not in game.domain.conditions),
        examine=partial(implicit_findings, first=first, feasible=feasible, only=found),
        root=found.root,
    )


def _quantities(first: FirstMover, found: OnlyRoot) -> dict[str, Ratio]:
    game, symbol = first.game, found.root.symbol
    values = {d.name: first.answers[d] for d in game.decisions}
    for name, declared in game.ratios.items():
        try:
            values[name] = first.payoffs[name] if name in first.payoffs else first.inserted(declared)
        except ZeroDivisionError:
            raise NoClosedForm(f"{name} divides by zero along the path") from None
    exact = {name: with_symbol(first, value, symbol) for name, value in values.items()}
    for name, value in exact.items():
        for factor, power in value.factors()[1] if value.numerator else ():
            if power < 0 and not found.root.region.factor_sign(factor).is_nonzero:
                raise NoClosedForm(f"{name} divides by {value.ring.expression(factor)}, which may be zero")
    return exact


def _stages(first: FirstMover, found: OnlyRoot) -> tuple[SolvedStage, ...]:
    """Return the stages, minors at the equilibrium; the first is solved by the root."""
    symbol = found.root.symbol

    def at_root(minor: Minor) -> Minor:
        return replace(minor, value=with_symbol(first, first.inserted(minor.value), symbol))

    decided = with_symbol(first, first.answers[first.decision], symbol)
    bend = with_symbol(first, -first.slope.derivative(first.decision), symbol)
    leading = SolvedStage(
        stage=first.game.stages[0],
        method="root",
        responses=Frozen({first.decision.name: decided}),
        minors=(Minor(player=first.move.player, size=1, value=bend, everywhere=False),),
    )
    return leading, *(replace(stage, minors=tuple(map(at_root, stage.minors))) for stage in first.later)
