"""Audits: does any player gain by deviating from an equilibrium, at random admissible parameters?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import sympy as sp

from lsec_models.audits.chance.simulated_audit import is_simulated, simulated_audit
from lsec_models.audits.first_order.continuation import ContinuationStatus
from lsec_models.audits.first_order.deviation import BestDeviations, best_deviations
from lsec_models.audits.first_order.deviator import Deviator, deviators
from lsec_models.audits.first_order.discrepancy import Discrepancies, discrepancies
from lsec_models.audits.first_order.path import Path, path_of
from lsec_models.audits.populations.rest_points_audit import rest_points_audit
from lsec_models.audits.search.corner_audit import audit_at_point, audit_with_choice, audit_with_constraints
from lsec_models.errors import DeclarationError
from lsec_models.games.choice.declaration import by_mode
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.choice.followed import FollowedEquilibrium
from lsec_models.games.evolutionary.audits import RestPointsAudit
from lsec_models.games.evolutionary.rest_points import RestPoints
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.refusals import refusal
from lsec_models.games.static.chance.declaration import solved_at_points_only
from lsec_models.games.static.game import Game
from lsec_models.games.static.representative import RepresentativeGame
from lsec_models.games.static.results.audits import Audit, AuditedMove
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium, BayesianPoint
from lsec_models.games.static.results.equilibrium import Equilibrium, StaticEquilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.results.signalling_equilibria import SignallingEquilibria
from lsec_models.games.static.results.simulations import Simulation
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.signature import explained

if TYPE_CHECKING:
    from distributed import Client

_Solved = TypeVar(
    "_Solved",
    Equilibrium,
    ImplicitEquilibrium,
    PiecewiseEquilibrium,
    ChoiceEquilibrium,
    Solutions,
    BayesianEquilibrium,
    BayesianPoint,
    SignallingEquilibria,
    RestPoints,
)
_TOLERANCE, _TOLERANCE_OF_SEARCH = 1e-6, 1e-3
_SIMULATED_ALONE = BayesianEquilibrium, BayesianPoint, SignallingEquilibria
_AUDITED = (
    StaticEquilibrium,
    PiecewiseEquilibrium,
    ChoiceEquilibrium,
    Solutions,
    RestPoints,
    *_SIMULATED_ALONE,
)


@explained
def audit(
    equilibrium: _Solved,
    draws: int = 1000,
    seed: int = 0,
    *,
    corners: bool = True,
    tolerance: float | None = None,
    client: Client | str | None = None,
) -> _Solved:
    """Look for profitable deviations from an equilibrium, numerically, by a path that does not use its closed form.

    1. Draw admissible parameters and evaluate the equilibrium decisions there.
    2. For each player and stage, maximise the declared payoff over the player's decisions of that stage, all other
       decisions of the same and earlier stages at the equilibrium. After every deviation, all later stages are solved
       anew by Newton's method on first-order conditions that are derived from the declared payoffs, not from the closed
       form (:mod:`lsec_models.audits.first_order.stacked_conditions`).
    3. Solve the whole game numerically in the same way and compare it with the closed form.

    Where something is random, or players see signals, strategies are played besides in worlds that are drawn from the
    declared laws, at up to five points (:mod:`lsec_models.audits.chance.simulation`): an error of theory, as in an
    expected value or a belief, shows as a gain above its confidence bound.

    By the one-stage-deviation principle, no gain for anybody in any stage means that no strategy gains.

    Parameters
    ----------
    equilibrium : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, ChoiceEquilibrium, Solutions or RestPoints
        Or BayesianEquilibrium, BayesianPoint or SignallingEquilibria, which are simulated alone, as is a decision
        against a sample of data; of the last one those equilibria that stand out, each type deviating by itself.
        Of a choice, the equilibrium of each mode is audited. Of a piecewise one, draws are spread over all regimes.
        There, and where the game has constraints on what later movers decide, these are solved anew by nested
        optimisation (:mod:`lsec_models.audits.search.nested`): every constraint counts, participation too, and a draw
        takes up to a second. What was solved at a point is audited there, each equilibrium once, in the same way: of
        several who are alike one deviates, and kinks are those of the declared payoffs. Of a bargain, other terms must
        not raise the Nash product (:mod:`lsec_models.audits.search.bargained_terms`); of decisions that a choice
        follows, all modes are played anew (:mod:`lsec_models.audits.search.followed_decisions`). Of rest points, paths
        of the replicator dynamics are followed from near each, whether they arrive where it is stated to be stable, and
        not all where it is not (:mod:`lsec_models.audits.populations.rest_points_audit`).
    draws : int
        At how many parameters.
    seed : int
        Equal seeds give equal audits.
    corners : bool
        Whether later movers keep decisions declared nonnegative at zero where they would like them to be negative, and
        respect the game's constraints. An interior equilibrium knows nothing of that: a deviation that drives a
        follower to zero, or to a constraint, may gain although every first- and second-order condition holds. With
        ``corners=False`` followers answer by first-order conditions whatever the sign, as the closed form supposes.
    tolerance : float, optional
        Which relative gain, or relative discrepancy, is too large. Without it 1e-6. At a point 1e-3 where decisions
        were searched for in numbers, or three stages and more are searched by the audit, the last one too: each stage
        of a nested search is found to the root of the error of those after it. Of rest points, which speed of a share
        at one, in units of the largest difference of payoffs.
    client : distributed.Client or str, optional
        A Dask client, or a scheduler's address: nested optimisation, which takes up to a second a draw, is done by its
        workers, with the same findings. What takes milliseconds stays here.

    Returns
    -------
    Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, ChoiceEquilibrium, Solutions or RestPoints
        The same one with what was found in its evidence: moves checked at so many points, or refuted by the largest
        gain. The details are in its `audits`, of a choice in those of its modes: the last one is an :class:`Audit`, and
        where something is random the one before it a :class:`Simulation`, or that is the last one; of rest points
        a :class:`RestPointsAudit`.

    Raises
    ------
    DeclarationError
        If `equilibrium` is not one of a static game (the message says what checks other kinds), `draws` is less than
        one, or `tolerance` is negative.
    SamplingFailed
        If too few admissible parameters are found.
    ClusterError
        If no scheduler answers, or the workers do not compute alike.

    References
    ----------
    Fudenberg, D. and Tirole, J. (1991). Game Theory, theorem 4.1 (one-stage-deviation principle). MIT Press.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> monopoly = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> audited = audit(monopoly, draws=20)
    >>> audited.audits[-1].passed()
    True
    >>> print(audited.evidence.rows[-1].words)
    checked at 20 points
    """
    if tolerance is None:
        tolerance = _TOLERANCE_OF_SEARCH if _is_nested(equilibrium) else _TOLERANCE
    _require_auditable(equilibrium, draws, tolerance)
    if isinstance(equilibrium, RestPoints):
        return _with(equilibrium, rest_points_audit(equilibrium, draws, seed, tolerance))
    if is_simulated(equilibrium):
        equilibrium = _with(equilibrium, simulated_audit(equilibrium, draws, seed, tolerance))
    if isinstance(equilibrium, _SIMULATED_ALONE) or _has_no_rational_payoffs(equilibrium):
        return equilibrium
    if isinstance(equilibrium, Solutions):
        return _with(equilibrium, audit_at_point(equilibrium, tolerance, client))
    if isinstance(equilibrium, FollowedEquilibrium):
        return _with(equilibrium, audit_with_choice(equilibrium, draws, seed, tolerance, client))
    if isinstance(equilibrium, ChoiceEquilibrium):
        again: Any = partial(audit, draws=draws, seed=seed, corners=corners, tolerance=tolerance, client=client)
        modes = {
            name: replace(mode, solved=again(mode.solved)) if isinstance(mode.solved, _AUDITED) else mode
            for name, mode in equilibrium.modes.items()
        }
        return replace(equilibrium, modes=by_mode(modes))
    if isinstance(equilibrium, PiecewiseEquilibrium) or (corners and _constrains_followers(equilibrium.game)):
        found = audit_with_constraints(equilibrium, draws, seed, tolerance, client)
    else:
        found = _audit_by_first_order_conditions(equilibrium, draws, seed, tolerance, corners=corners)
    return _with(equilibrium, found)


def _is_nested(solved: object) -> bool:
    """Whether what is compared, or what it is compared with, comes from searches inside searches."""
    if not isinstance(solved, Solutions) or _has_no_rational_payoffs(solved):
        return False
    if solved.is_in_decimals:
        return True
    return len(solved.game.stages) > 2 and solved.game.is_rational and not _has_quadratic_last_stage(solved.game)


def _has_quadratic_last_stage(game: Game) -> bool:
    """Whether each payoff of the last stage is a polynomial, of degree two at most in each decision made there."""
    places = [game.ring.index[decision] for decision in game.stages[-1].decisions]
    payoffs = [game.ratios[move.player] for move in game.stages[-1].moves]
    return all(
        payoff.numerator.degrees()[place] <= 2 and payoff.denominator.degrees()[place] == 0
        for payoff in payoffs
        for place in places
    )


def _has_no_rational_payoffs(solved: Any) -> bool:
    """Whether other searches cannot be made: against a long sample, or under a smooth law."""
    game = getattr(solved, "game", None)
    declared = game.declared if isinstance(game, RepresentativeGame) else game
    return isinstance(declared, Game) and solved_at_points_only(declared)


def _with(solved: _Solved, found: Audit | Simulation | RestPointsAudit) -> _Solved:
    """Return a result with one more audit."""
    audited: Any = solved
    changed: _Solved = replace(audited, audits=(*audited.audits, found))
    return changed


def _audit_by_first_order_conditions(
    equilibrium: StaticEquilibrium, draws: int, seed: int, tolerance: float, *, corners: bool
) -> Audit:
    generator = np.random.default_rng(seed)
    path = path_of(equilibrium, draws, seed)
    compared = discrepancies(equilibrium.game, path, generator, corners=corners)
    searched = [
        (deviator, best_deviations(deviator, path.points, path.sizes, generator))
        for deviator in deviators(equilibrium.game, corners=corners)
    ]
    discrepancy, discrepant, draw = _largest(compared)
    return Audit(
        subject=equilibrium.subject,
        tolerance=tolerance,
        asks_bounds=corners,
        power_structure=equilibrium.label,
        draws=draws,
        seed=seed,
        moves=tuple(
            _audited(deviator, found, path)
            for deviator, found in searched
            if deviator.move.player not in equilibrium.game.hidden
        ),
        unresolved=_unresolved(compared, searched),
        reasons=_reasons(compared, searched),
        largest_discrepancy=discrepancy,
        discrepant=discrepant,
        discrepant_at=_shown(path.draws[draw]),
    )


def _require_auditable(equilibrium: object, draws: object, tolerance: object) -> None:
    if not isinstance(equilibrium, _AUDITED):
        raise refusal("audit", "equilibria of static games, and rest points", equilibrium)
    if not isinstance(draws, int) or isinstance(draws, bool) or draws < 1:
        raise DeclarationError(f"draws = {draws!r}: give the number of parameter draws, at least 1")
    if not isinstance(tolerance, int | float) or isinstance(tolerance, bool) or not tolerance >= 0:
        raise DeclarationError(
            f"tolerance = {tolerance!r}: give the largest relative gain that counts as none, such as 1e-6"
        )


def _constrains_followers(game: Game) -> bool:
    """Whether some constraint, beyond the declared sign of a decision, speaks of decisions that are not made first."""
    followers = [decision for stage in game.stages[1:] for decision in stage.decisions]
    signs = {decision for decision in game.decisions if decision.is_nonnegative}
    bounds = [bound.function for bound in game.bounds if bound.function.expression() not in signs]
    return any(function.depends_on(decision) for function in bounds for decision in followers)


def _audited(deviator: Deviator, found: BestDeviations, path: Path) -> AuditedMove:
    resolved = found.status == ContinuationStatus.SOLVED
    relative = np.where(resolved, found.relative, -1.0)
    draw = int(np.argmax(relative))
    any_resolved = bool(resolved[draw])
    before, after = path.points[deviator.rows, draw], found.choices[:, draw]
    held_at_zero = deviator.held_at_zero(path.points[:, [draw]], path.sizes[:, [draw]], after)
    return AuditedMove(
        player=deviator.move.player,
        stage=deviator.stage.number,
        relative_gain=float(relative[draw]) if any_resolved else math.nan,
        gain=float(found.gains[draw]) if any_resolved else math.nan,
        at=_shown(path.draws[draw]),
        change=Frozen(
            {d.name: (float(x), float(y)) for d, x, y in zip(deviator.move.decisions, before, after, strict=True)}
        ),
        held_at_zero=held_at_zero,
        by_bounds=bool(held_at_zero),
        unresolved=int(np.sum(~resolved)),
        untried=found.untried,
    )


def _unresolved(compared: Discrepancies, searched: list[tuple[Deviator, BestDeviations]]) -> int:
    statuses = np.stack([compared.status, *(found.status for _, found in searched)])
    return int(np.sum((statuses != ContinuationStatus.SOLVED).any(axis=0)))


def _reasons(compared: Discrepancies, searched: list[tuple[Deviator, BestDeviations]]) -> Mapping[str, int]:
    where = [("whole game", compared.status)]
    where += [(f"after {d.move.player} in stage {d.stage.number}", found.status) for d, found in searched]
    counted = Counter(
        f"{place}: {ContinuationStatus(code).words}"
        for place, status in where
        for code in status
        if code != ContinuationStatus.SOLVED
    )
    return Frozen(dict(counted.most_common()))


def _largest(compared: Discrepancies) -> tuple[float, str, int]:
    quantity, draw = np.unravel_index(int(np.argmax(compared.relative)), compared.relative.shape)
    return float(compared.relative[quantity, draw]), compared.names[quantity], int(draw)


def _shown(point: Mapping[sp.Symbol, Fraction]) -> Frozen[Fraction]:
    return values_by_name(point)
