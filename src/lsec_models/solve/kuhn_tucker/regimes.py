"""Regimes of complementary slackness: each limit of a first mover is slack or binds, with its multiplier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import NoClosedForm, NoInteriorOptimum
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.bounds import regime_of
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage
from lsec_models.games.static.results.equilibrium import Equilibrium, SolvedStage
from lsec_models.solve.collected_conditions import where_finite, where_sign
from lsec_models.solve.interior.backward_induction import along_the_path, answered_backwards, backward_induction
from lsec_models.solve.interior.optimality.subgames import composed
from lsec_models.solve.kuhn_tucker.evidence import regime_findings
from lsec_models.solve.kuhn_tucker.first_mover_constraints import (
    FirstMoverConstraint,
    binding_sets,
    limits_of_first_movers,
)
from lsec_models.solve.kuhn_tucker.lagrangian import lagrangian_game
from lsec_models.solve.kuhn_tucker.stationary_points import KuhnTuckerPoint, stationary_points


@dataclass(frozen=True, eq=False, kw_only=True)
class SlacknessRegime:
    """One closed form, what binds in it, and what it is worth to relax that.

    Attributes
    ----------
    binding : tuple of FirstMoverConstraint
    multipliers : tuple of Ratio
        In the parameters.
    equilibrium : Equilibrium
        Its domain is the region: multipliers and slacks at least zero, with all conditions of later movers.
    """

    binding: tuple[FirstMoverConstraint, ...]
    multipliers: tuple[Ratio, ...]
    equilibrium: Equilibrium

    @property
    def name(self) -> str:
        """What binds, in words."""
        return regime_of(limit.words for limit in self.binding)


@dataclass(frozen=True, eq=False, kw_only=True)
class FoundRegimes:
    """The regimes of a game.

    Attributes
    ----------
    regimes : tuple of SlacknessRegime
    missing : tuple of str
        What binds where other solutions of the conditions are not rational functions, or a continuum.
    """

    regimes: tuple[SlacknessRegime, ...]
    missing: tuple[str, ...]


def slackness_regimes(game: Game) -> FoundRegimes:
    """Return the regimes of complementary slackness of first movers that have rational closed forms.

    1. Answer the later stages by backward induction, and insert the answers into payoffs and limits.
    2. For each set of limits that may bind: solve the conditions of Kuhn and Tucker, that these vanish and every
       Lagrangian is level.
    3. Solve the game of the Lagrangians at these multipliers
       (:mod:`lsec_models.solve.kuhn_tucker.lagrangian`): its second-order conditions are asked for, with multipliers
       and slacks at least zero.

    Raises
    ------
    NoInteriorOptimum, NoClosedForm
        If a later stage has no closed form; see :func:`lsec_models.solve`.
    """
    later, payoffs = answered_backwards(game, game.stages[1:])
    answers = composed(later)
    limits = limits_of_first_movers(game, answers)
    found, missing = [], []
    for binding in binding_sets(game, limits):
        points, is_all = stationary_points(game, payoffs, binding)
        if not is_all:
            missing.append(", ".join(limit.binding_words for limit in binding) or "nothing binds")
        for point in points:
            regime = _regime(game, later, answers, limits, binding, point)
            found += [] if regime is None else [regime]
    is_idle = not any(payoffs[m.player].depends_on(d) for m in game.stages[0].moves for d in m.decisions)
    return FoundRegimes(regimes=tuple(_different(found, is_idle=is_idle)), missing=tuple(missing))


def _regime(
    game: Game,
    later: Sequence[SolvedStage],
    answers: Mapping[sp.Symbol, Ratio],
    limits: Sequence[FirstMoverConstraint],
    binding: tuple[FirstMoverConstraint, ...],
    point: KuhnTuckerPoint,
) -> SlacknessRegime | None:
    """Return the regime of a stationary point, or None if it holds for no parameters."""
    try:
        domain = _where_slack(game, limits, binding, point)
        if domain is None:
            return None
        priced = lagrangian_game(game, answers, binding, point)
        solved = backward_induction(priced.game) if priced.game.decisions else None
        quantities, stages = _quantities(game, later, point, solved)
        if solved is not None and any(
            solved.exact[d.name].convert(domain.ring) != quantities[d.name] for d in priced.game.decisions
        ):
            return None
    except (NoInteriorOptimum, NoClosedForm, ZeroDivisionError):
        return None
    conditions = [] if solved is None else [condition.convert(domain.ring) for condition in solved.conditions]
    for name, value in quantities.items():
        domain = where_finite(domain, value, origin=f"{name} is finite")
    domain = domain.where(conditions)
    asked = domain.conditions[len(game.domain.conditions) :]
    if domain.chart.clash is not None:
        return None
    equilibrium = Equilibrium(
        game=game,
        exact=Frozen(quantities),
        stages=tuple(stages),
        conditions=asked,
        examine=partial(regime_findings, priced=priced, solved=solved),
    )
    multipliers = tuple(value.convert(domain.ring) for value in point.multipliers)
    return SlacknessRegime(binding=binding, multipliers=multipliers, equilibrium=equilibrium)


def _where_slack(
    game: Game, limits: Sequence[FirstMoverConstraint], binding: Sequence[FirstMoverConstraint], point: KuhnTuckerPoint
) -> Domain | None:
    """Return where multipliers are at least zero, and all limits are met; None if that is visibly nowhere."""
    domain: Domain | None = game.domain
    asked = [
        (value, False, f"multiplier of {limit.words}") for limit, value in zip(binding, point.multipliers, strict=True)
    ]
    asked += [
        (limit.foreseen.substitute(point.decisions), limit.strict, f"constraint {limit.words}")
        for limit in limits
        if limit not in binding
    ]
    for value, strict, origin in asked:
        assert domain is not None
        domain = where_sign(domain, value.convert(domain.ring), strict=strict, origin=origin)
        if domain is None:
            return None
    return domain


def _quantities(
    game: Game, later: Sequence[SolvedStage], point: KuhnTuckerPoint, solved: Equilibrium | None
) -> tuple[dict[str, Ratio], list[SolvedStage]]:
    """Return every quantity at a stationary point, and the stages of the game that lead to it."""
    stage: Stage = game.stages[0]
    minors = () if solved is None or solved.stages[0].stage.number != 1 else solved.stages[0].minors
    movers = [move.player for move in stage.moves]
    minors = tuple(replace(m, value=m.value.convert(game.ring)) for m in minors if m.player in movers)
    first = SolvedStage(
        stage=stage,
        method="Kuhn-Tucker",
        responses=Frozen({d.name: point.decisions[d] for d in stage.decisions}),
        minors=minors,
    )
    stages, values = along_the_path([first, *later])
    exact = {decision.name: values[decision] for decision in game.decisions}
    exact |= {name: declared.substitute(values) for name, declared in game.ratios.items()}
    return {name: value.convert(game.domain.ring) for name, value in exact.items()}, stages


def _different(regimes: Sequence[SlacknessRegime], *, is_idle: bool) -> list[SlacknessRegime]:
    """Return regimes without those that another one, with the same closed form in as large a region, stands for.

    Where first movers are indifferent to all that they decide, one of a continuum stands for others with its payoffs.
    """

    def compared(regime: SlacknessRegime) -> dict[str, Ratio]:
        names = [player.name for player in regime.equilibrium.game.players]
        exact = regime.equilibrium.exact
        return {name: exact[name] for name in names} if is_idle else dict(exact)

    kept: list[SlacknessRegime] = []
    for regime in sorted(regimes, key=lambda one: len(_region(one))) if is_idle else regimes:
        same = [other for other in kept if compared(other) == compared(regime)]
        if not any(_region(other) <= _region(regime) for other in same):
            kept.append(regime)
    return kept


def _region(regime: SlacknessRegime) -> set[Condition]:
    return set(regime.equilibrium.domain.conditions)
