"""Subgame-perfect equilibria by backward induction, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.algebra.polynomials.linear import determinant
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import LsecError, NoClosedForm, NoFixedPoint, NoInteriorOptimum
from lsec_models.games.evidence.evidence import Finding
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.static.game import Game, require_only_stages
from lsec_models.games.static.order import Stage
from lsec_models.games.static.representative import who_expects
from lsec_models.games.static.results.equilibrium import Equilibrium, Minor, SolvedStage
from lsec_models.solve.collected_conditions import where_finite, where_sign
from lsec_models.solve.interior.critical_points.first_order_conditions import solve_stage
from lsec_models.solve.interior.critical_points.singular_conditions import no_fixed_point
from lsec_models.solve.interior.existence.contradictory_assumptions import require_consistent
from lsec_models.solve.interior.optimality.gains_at_ends import without_gains_at_ends


def interior_equilibrium(game: Game) -> Equilibrium:
    """Return the interior subgame-perfect equilibrium of a game, in closed form.

    1. Take the stages from the last to the first. In each, every player's first-order conditions in its own
       decisions, the later stages' responses inserted, are solved exactly: by linear algebra over the rational
       functions where they are linear, else by elimination
       (:mod:`lsec_models.solve.interior.critical_points.first_order_conditions`).
    2. Insert the responses into all payoffs and go one stage up.
    3. Insert the first stage's decisions into the responses, stage by stage, and all of them into payoffs and
       reported quantities.
    4. Collect the conditions under which this is an equilibrium: each leading principal minor of minus each
       player's own Hessian positive (strict concavity), decisions declared nonnegative at least zero, and the
       game's constraints. What follows from the assumptions is left out.
    5. Of payoffs that are not quadratic, ask that nobody gains at an end of what is feasible
       (:mod:`lsec_models.solve.interior.optimality.gains_at_ends`): a stationary point may be a local optimum only.

    Parameters
    ----------
    game : Game

    Returns
    -------
    Equilibrium
        Exact, every quantity factored and in lowest terms.

    Raises
    ------
    ContradictoryAssumptions
        If the assumptions are proved to exclude each other.
    NoInteriorOptimum
        If a payoff is linear or convex in a decision, or the first-order conditions of a stage do not isolate a
        point, or some mover gains far away from it; names player, decision and stage.
    NoClosedForm
        If a stage's conditions have no unique admissible rational solution.
    NoFixedPoint
        If no number fulfils an expectation, or any does.

    References
    ----------
    Fudenberg, D. and Tirole, J. (1991). Game Theory, chapter 3. MIT Press.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a, b, c = parameters("a b c", positive=True)
    >>> w, m = decisions("w m")
    >>> demand = a - b * (w + m)
    >>> chain = Game(
    ...     players=[
    ...         Player("manufacturer", decides=[w], payoff=(w - c) * demand),
    ...         Player("retailer", decides=[m], payoff=m * demand),
    ...     ],
    ...     order=["manufacturer", "retailer"],
    ...     assuming=[a > b * c],
    ... )
    >>> interior_equilibrium(chain).decisions["w"]
    (a + b*c)/(2*b)
    """
    game = game.representative
    require_consistent(game.domain)
    if game.kinks:
        raise NoClosedForm(
            f"payoffs of {game.label} have kinks (Min, Max or Piecewise), and another closed form on each side of one; "
            f"find all of them, solve(game, corners=True), or solve it at a point, solve(game, at="
            f"{blank_point(game.parameters)})"
        )
    try:
        return without_gains_at_ends(backward_induction(game))
    except NoClosedForm as refusal:
        point = blank_point(game.parameters)
        raise NoClosedForm(
            f"{refusal}; solve it at a point, solve(game, at={point}), or in numbers, nested_solution(game, "
            f"{point}) of lsec_models.audits.search.nested"
        ) from None
    except NoInteriorOptimum as refusal:
        raise NoInteriorOptimum(f"{refusal}{_corners(game)}") from None


def _corners(game: Game) -> str:
    """Return the end of a message about a game without interior equilibrium: where corners help."""
    from lsec_models.solve.quadratic import linear_quadratic

    if any(bound.foresees and bound.stage == 1 for bound in game.bounds):
        return "; solve(game, corners=True) looks for equilibria in which constraints on later answers bind"
    try:
        linear_quadratic(game)
    except LsecError:
        return ""
    return "; if constraints bound the decisions, solve(game, corners=True) looks for equilibria in which they bind"


def backward_induction(game: Game) -> Equilibrium:
    """Return what :func:`interior_equilibrium` does, for games that nobody declared; errors name no other way."""
    require_only_stages(game, "backward induction")
    stages, payoffs = answered_backwards(game, game.stages)
    stages, values = along_the_path(stages)
    exact = _quantities(game, values, payoffs)
    _require_fulfilled(game, exact)
    conditions = _conditions(game, stages, exact)
    return Equilibrium(game=game, exact=Frozen(exact), stages=tuple(stages), conditions=conditions, examine=examined)


def examined(equilibrium: Equilibrium) -> tuple[Finding, ...]:
    """Return what is established of an interior equilibrium; nothing is examined or imported before it is asked for."""
    from lsec_models.solve.interior.evidence import interior_findings

    return interior_findings(equilibrium)


def answered_backwards(game: Game, stages: Sequence[Stage]) -> tuple[list[SolvedStage], dict[str, Ratio]]:
    """Return the last stages of a game, solved, and every payoff with their responses inserted.

    Parameters
    ----------
    game : Game
    stages : sequence of Stage
        Some last ones, or all: then the payoffs are those at the equilibrium.
    """
    payoffs = {player.name: game.ratios[player.name] for player in game.players}
    solved: list[SolvedStage] = []
    for stage in reversed(stages):
        solution = solve_stage(game, stage, payoffs)
        minors = tuple(minor for move in stage.moves for minor in _minors(stage, move.player, payoffs[move.player]))
        inserted = {d: solution.responses[d] for d in stage.decisions}
        payoffs = {name: _inserted(payoff, inserted) for name, payoff in payoffs.items()}
        responses = values_by_name(solution.responses)
        solved.append(SolvedStage(stage=stage, method=solution.method, responses=responses, minors=minors))
    return solved[::-1], payoffs


def along_the_path(stages: Iterable[SolvedStage]) -> tuple[list[SolvedStage], dict[sp.Symbol, Ratio]]:
    """Return the stages with minors at the equilibrium, and every decision as a function of the parameters."""
    values: dict[sp.Symbol, Ratio] = {}
    evaluated = []
    for solved in stages:
        earlier = dict(values)
        for decision in solved.stage.decisions:
            values[decision] = _inserted(solved.responses[decision.name], earlier)
        minors = tuple(replace(minor, value=_inserted(minor.value, values)) for minor in solved.minors)
        evaluated.append(replace(solved, minors=minors))
    return evaluated, values


def _quantities(game: Game, values: dict[sp.Symbol, Ratio], payoffs: dict[str, Ratio]) -> dict[str, Ratio]:
    exact = {decision.name: values[decision] for decision in game.decisions}
    for name, declared in game.ratios.items():
        exact[name] = payoffs[name] if name in payoffs else _inserted(declared, values)
    return {name: value.convert(game.domain.ring) for name, value in exact.items()}


def _require_fulfilled(game: Game, exact: dict[str, Ratio]) -> None:
    """Refuse what is the nearest to an expectation, but not its fixed point."""
    for symbol in game.expected:
        if not exact[who_expects(symbol)].is_zero():
            point = blank_point(game.parameters)
            raise NoClosedForm(
                f"the expectation {symbol} = {game.expected[symbol]} has no unique fixed point in closed form; ask "
                f"whether it has one at numbers, solve(game, at={point})"
            )


def _minors(stage: Stage, player: str, payoff: Ratio) -> list[Minor]:
    own = next(move.decisions for move in stage.moves if move.player == player)
    hessian = [[-payoff.derivative(x).derivative(y) for y in own] for x in own]
    minors = []
    for size in range(1, len(own) + 1):
        value = determinant(payoff.ring, [row[:size] for row in hessian[:size]])
        everywhere = not any(value.depends_on(decision) for decision in stage.decisions)
        minors.append(Minor(player=player, size=size, value=value, everywhere=everywhere))
    return minors


def _conditions(game: Game, stages: list[SolvedStage], exact: dict[str, Ratio]) -> tuple[Condition, ...]:
    domain, start = game.domain, len(game.domain.conditions)
    for solved in reversed(stages):
        for minor in solved.minors:
            domain = _with_concavity(domain, game, solved.stage, minor)
    for value, strict, origin in _simplest_first(domain, _required_signs(game, exact)):
        domain = _with_sign(domain, value, strict=strict, origin=origin)
    for name, value in exact.items():
        domain = where_finite(domain, value, origin=f"{name} is finite")
    return domain.conditions[start:]


def _required_signs(game: Game, exact: dict[str, Ratio]) -> list[tuple[Ratio, bool, str]]:
    """Return what must be positive (strict) or at least zero at the equilibrium, and why."""
    required = [
        (exact[d.name], bool(d.is_positive), f"{d.name} is {'positive' if d.is_positive else 'not negative'}")
        for d in game.decisions
        if d.is_nonnegative
    ]
    values = {d: exact[d.name].convert(game.ring) for d in game.decisions} if game.bounds else {}
    for bound in game.bounds:
        value = _inserted(bound.function, values).convert(game.domain.ring)
        required.append((value, bound.strict, f"constraint {bound.words}"))
    return required


def _simplest_first(domain: Domain, required: list[tuple[Ratio, bool, str]]) -> list[tuple[Ratio, bool, str]]:
    """Order by what is open about the sign: a short condition often settles a factor of the longer ones."""
    return sorted(required, key=lambda item: 0 if item[0].is_zero() else len(domain.core(item[0])))


def _with_concavity(domain: Domain, game: Game, stage: Stage, minor: Minor) -> Domain:
    own = next(move.decisions for move in stage.moves if move.player == minor.player)[: minor.size]
    names = ", ".join(decision.name for decision in own)
    value = minor.value.convert(domain.ring)
    expected = [decision.name for decision in own if decision.name in game.expected]
    if expected and value.is_zero():
        raise NoFixedPoint(no_fixed_point(game, expected[0]))
    if value.is_zero() or domain.sign(value).is_nonpositive:
        shape = "linear in" if value.is_zero() and minor.size == 1 else "not strictly concave in"
        so = "first-order conditions do not determine an optimum" if value.is_zero() else "no interior optimum exists"
        raise NoInteriorOptimum(
            f"{stage} of {game.label}: the payoff of {minor.player!r} is {shape} {names}, so that "
            f"{so}; add a cost that is strictly convex in them, or fix them as parameters"
        )
    origin = f"second-order condition of {minor.player} in {names}, stage {stage.number}"
    origin = f"the expectation {expected[0]} has one fixed point" if expected else origin
    return _with_sign(domain, value, strict=True, origin=origin if minor.everywhere else origin + ", at the solution")


def _with_sign(domain: Domain, value: Ratio, *, strict: bool, origin: str) -> Domain:
    """Add the condition that `value` is positive (at least zero), unless the domain implies it already."""
    found = where_sign(domain, value, strict=strict, origin=origin)
    if found is None:
        raise NoInteriorOptimum(
            f"no interior equilibrium: {value.expression()} must be {'positive' if strict else 'at least zero'} "
            f"({origin}), but is not for any admissible parameters"
        )
    return found


def _inserted(function: Ratio, values: dict[sp.Symbol, Ratio]) -> Ratio:
    try:
        return function.substitute(values)
    except ZeroDivisionError:
        raise NoInteriorOptimum(
            f"{function.expression()} divides by zero at the only solution of the first-order conditions, so that "
            "there is no interior equilibrium; add a cost that moves the solution, or leave the quantity out of report="
        ) from None
