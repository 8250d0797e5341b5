"""The verb of the room: from anything that can be declared to its equilibrium."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, overload

from lsec_models.algebra.domains.parameter_point import Point, blank_point
from lsec_models.errors import DeclarationError, kind_of
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.matrix.game import MatrixGame
from lsec_models.games.one_state import OneStateProblem
from lsec_models.games.result import Result
from lsec_models.games.static.chance.declaration import drawn_from_data, drawn_one_by_one, drawn_smoothly
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.signature import explained
from lsec_models.solve.interior.backward_induction import interior_equilibrium
from lsec_models.solve.static_games import (
    interior_or_root,
    solved_at_point,
    solved_over,
    solved_with_corners,
    solved_with_signals,
)
from lsec_models.work import Effort, Work

if TYPE_CHECKING:
    from distributed import Client

    from lsec_models.algebra.decomposition.planar_map import PlanarMap
    from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
    from lsec_models.games.difference.periods import PeriodsPoint
    from lsec_models.games.difference.stationary import StationarySolutions
    from lsec_models.games.evolutionary.at_point import RestPointsAt
    from lsec_models.games.evolutionary.rest_points import RestPoints
    from lsec_models.games.matrix.equilibria import MatrixEquilibria
    from lsec_models.games.static.results.regimes_along import RegimesAlong
    from lsec_models.games.static.results.solutions import Solutions, Ties
    from lsec_models.solve.differential.dispatch import Solved
    from lsec_models.solve.one_state.solution import OneStateSolution


@overload
def solve(
    game: Game, *, corners: Literal[False] = ..., effort: Effort = ..., seconds: float | None = ...
) -> Equilibrium | ImplicitEquilibrium: ...
@overload
def solve(
    game: Game, *, corners: Literal[True], effort: Effort = ..., seconds: float | None = ..., at: None = ...
) -> PiecewiseEquilibrium: ...
@overload
def solve(
    game: Game,
    *,
    corners: bool = ...,
    effort: Effort = ...,
    seconds: float | None = ...,
    at: Point,
    ties: Ties = ...,
    over: None = ...,
) -> Solutions: ...
@overload
def solve(
    game: Game,
    *,
    effort: Effort = ...,
    seconds: float | None = ...,
    at: Point = ...,
    over: Mapping[Any, Any],
    client: Client | str | None = ...,
) -> RegimesAlong | PlanarMap[str]: ...
@overload
def solve(
    game: Choice, *, corners: bool = ..., effort: Effort = ..., seconds: float | None = ...
) -> ChoiceEquilibrium: ...
@overload
def solve(game: MatrixGame, *, effort: Effort = ..., seconds: float | None = ...) -> MatrixEquilibria: ...
@overload
def solve(game: EvolutionaryGame, *, at: None = ...) -> RestPoints: ...
@overload
def solve(game: EvolutionaryGame, *, at: Point) -> RestPointsAt: ...
@overload
def solve(game: DifferentialGame, *, at: Point | None = ...) -> Solved: ...
@overload
def solve(game: DifferenceGame, *, at: Point | None = ...) -> PeriodsPoint | StationarySolutions: ...
@overload
def solve(game: OneStateProblem, *, at: Point | None = ...) -> OneStateSolution: ...
@explained
def solve(
    game: Any,
    *,
    corners: bool = False,
    effort: Effort = "normal",
    seconds: float | None = None,
    at: Point | None = None,
    ties: Ties = "favour",
    over: Mapping[Any, Any] | None = None,
    client: Client | str | None = None,
) -> Any:
    """Solve what is declared: return its equilibrium, or a candidate for one, or all that was found at a point.

    Parameters
    ----------
    game : Game, Choice, MatrixGame, EvolutionaryGame, DifferentialGame, DifferenceGame or OneStateProblem
    corners : bool
        Of a game, without: the interior equilibrium, with the conditions under which no constraint binds
        (:mod:`lsec_models.solve.interior.backward_induction`); where the first decision has no closed form, in terms of
        the only root of a polynomial (:mod:`lsec_models.solve.interior.implicit.implicit_equilibrium`). With: every
        regime of a linear-quadratic game, also those in which constraints bind, with the exact region of each
        (:mod:`lsec_models.solve.corners.tiling`). Of a choice: how the game of each mode is solved.
    effort : str or float
        With corners: how much work to put into search and proofs, for each game: ``"quick"``, ``"normal"``,
        ``"thorough"``, or how many times that of normal. The first round of the search is made in any case, and what
        is left unproved is said in the result's `tiling`. Of a matrix game: how much work mixed equilibria may cost. At
        a point: how large what is eliminated may be, and how many decisions are looked at, before it is not resolved.
    seconds : float, optional
        With corners: a safety net, for all games together. Where it is reached nothing is proved, and the `tiling`
        says "interrupted". Of a matrix game the same net. At a point, what is interrupted is not resolved.
    at : mapping, optional
        A number for every parameter. Of a game with signals, the one equilibrium in affine strategies there; of one
        with a private type, its separating and pooling equilibria, which are found at a point only. Of another game:
        all equilibria there, at bounds too, are found exactly, also where they have no closed form
        (:mod:`lsec_models.solve.polynomial.solutions`); an answer is final, or "not resolved", and
        `corners` makes no difference. With exp, log or free powers in payoffs, and of three stages and more where
        payoffs are rational but beyond elimination: what is found in numbers, checked and not proved
        (:mod:`lsec_models.solve.numerical.solutions`); expected values without a closed form are sums over nodes there
        (:mod:`lsec_models.solve.chance.quadrature.summed_game`). Of an evolutionary game: all rest points there with
        their stability, exactly, or, of logit and of imitation with mutation, certainly enclosed; ``at={}`` where it
        has no parameters. Of a dynamic problem: it is solved numerically there; a one-state problem has no other
        solution, and without parameters needs no point.
    ties : str
        Of a linear-quadratic game with `at`: whether later movers who are indifferent ``"favour"`` who moves just
        before them, or turn ``"against"`` it. Then its best is often approached only, and there is no such equilibrium.
    over : mapping, optional
        Of a game with rational payoffs and all other parameters in `at`: one parameter that moves between two ends,
        ``over={"c": (0, 5)}``, or two. Then where regimes begin and end is found exactly, whatever the degree of
        payoffs, if one decision is left after those of a quadratic last stage are eliminated
        (:mod:`lsec_models.solve.polynomial.over_parameters.along`); also if two are left, one after the other or at
        once (:mod:`lsec_models.solve.polynomial.over_parameters.along_plane`). Other games are solved at points along
        one parameter, and this is said; over two they are refused.
    client : distributed.Client or str, optional
        With two parameters in `over`: a Dask client, or a scheduler's address (the extra ``lsec_models[cluster]``). Its
        workers solve the game in the cells of the map, which is the same; without `seconds`. Along one parameter pieces
        are joined one after the other, and there is nothing to share out.

    Returns
    -------
    Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, ChoiceEquilibrium, MatrixEquilibria or RestPoints; of a game
    with signals BayesianEquilibrium; at a point Solutions, BayesianPoint, SignallingEquilibria or RestPointsAt; over
    one parameter RegimesAlong, over two PlanarMap; of
    dynamic problems, what is returned by `solve_differential`, `solve_difference` or `solve_one_state`
        Closed forms are exact, every quantity factored and in lowest terms. `evidence` says how far it is established
        that they are equilibria; where only first- and second-order conditions are known to hold, they are candidates.

    Raises
    ------
    DeclarationError
        If it is none of these, or an option does not belong to it.
    ContradictoryAssumptions
        If the assumptions of a static game are proved to exclude each other.
    NoInteriorOptimum
        If a payoff is linear or convex in a decision, the first-order conditions of a stage do not isolate a point, or
        some mover gains far away from it; names player, decision and stage. With corners: if no equilibrium is met
        anywhere.
    OutOfTime
        With corners: if the safety net is reached before any equilibrium is met. Of a matrix game: if it is reached.
    NoClosedForm
        If a stage's conditions have no unique admissible rational solution, nor, in the first stage, a root that is
        proved to be the only one.
    NoFixedPoint
        If no number fulfils an expectation, or any does.
    NotQuadratic
        With corners: if a payoff is not quadratic, or a constraint not linear, in the decisions.
    ClusterError
        If no scheduler answers, or the workers do not compute alike.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a, c = parameters("a c", positive=True)
    >>> p = decisions("p")
    >>> monopoly = Game(players=[Player("monopolist", decides=[p], payoff=(p - c) * (a - p))], constraints=[p <= a])
    >>> solve(monopoly).decisions["p"]
    a/2 + c/2
    >>> for regime in solve(monopoly, corners=True).regimes:
    ...     print(regime.name, regime.decisions["p"], regime.region)
    interior a/2 + c/2 a >= c
    p = a a c >= a
    >>> quality = decisions("x")
    >>> print(solve(Game(players=[Player("maker", decides=[quality], payoff=a * quality - c * quality**4)])).root)
    x_star = 2**(1/3)*a**(1/3)/(2*c**(1/3))
    """
    if ties not in ("favour", "against"):
        raise DeclarationError(f"ties= is 'favour' or 'against', not {ties!r}")
    if client is not None and (over is None or seconds is not None):
        raise DeclarationError(
            "client= solves the cells of a map over two parameters, solve(game, over={...}, at={...}, client=client), "
            "without seconds=, which is a clock of this process: effort= limits the work anywhere"
        )
    if over is not None:
        return solved_over(game, at, over, Work.of(effort, seconds), client, corners=corners, ties=ties)
    if isinstance(game, Game) and game.signals:
        return solved_with_signals(game, at, Work.of(effort, seconds), corners=corners, ties=ties)
    if isinstance(game, Game) and (drawn := drawn_from_data(game)) is not None:
        from lsec_models.solve.chance.empirical import empirical_solutions

        return empirical_solutions(game, drawn, at)
    if isinstance(game, Game) and (drawn := drawn_smoothly(game)) is not None:
        if ties == "against":
            raise DeclarationError("ties='against' is answered for payoffs that are quadratic in the decisions")
        from lsec_models.solve.chance.smooth_laws import numerical_solutions

        return numerical_solutions(game, drawn, at)
    if isinstance(game, Game) and at is not None and (drawn := drawn_one_by_one(game)) is not None:
        from lsec_models.solve.chance.empirical import NotSummed, empirical_solutions

        with suppress(NotSummed):
            return empirical_solutions(game, drawn, at)
    if isinstance(game, Game) and at is not None:
        return solved_at_point(game, at, ties, Work.of(effort, seconds))
    if ties == "against":
        raise DeclarationError(
            "ties='against' is answered for static games at a point; write solve(game, at={...}, ties='against')"
        )
    if isinstance(game, Choice) and at is not None:
        raise DeclarationError(
            "at= is for games and dynamic problems; solve the choice for all parameters and evaluate, "
            "solve(choice).at({...})"
        )
    if isinstance(game, MatrixGame) and at is not None:
        raise DeclarationError("a matrix game has no parameters, so that at= says nothing; leave it out")
    work = Work.of(effort, seconds)
    if isinstance(game, Game) and game.then is not None:
        from lsec_models.solve.sequential_choice.equilibrium import followed_equilibrium

        return followed_equilibrium(game, work)
    if isinstance(game, Game) and game.bargains:
        from lsec_models.solve.bargaining.equilibrium import bargained_equilibrium

        return bargained_equilibrium(game, work)
    if isinstance(game, Game):
        return solved_with_corners(game, work) if corners else interior_or_root(game)
    if isinstance(game, Choice):
        from lsec_models.solve.choice import solve_choice

        return solve_choice(game, solver=partial(solved_with_corners, work=work) if corners else interior_equilibrium)
    if corners:
        raise DeclarationError(f"corners=True is for static games, not for a {type(game).__name__}")
    if isinstance(game, MatrixGame):
        from lsec_models.games.matrix.equilibrium_enumeration import all_equilibria

        return all_equilibria(game, work)
    if isinstance(game, EvolutionaryGame):
        from lsec_models.solve.evolutionary.dispatch import solve_evolutionary

        return solve_evolutionary(game, at=at)
    if isinstance(game, DifferentialGame):
        from lsec_models.solve.differential.dispatch import solve_differential

        return solve_differential(game, at=at)
    if isinstance(game, DifferenceGame):
        from lsec_models.solve.difference.dispatch import solve_difference

        return solve_difference(game, at=at)
    if isinstance(game, OneStateProblem):
        from lsec_models.solve.one_state.optimal_paths import solve_one_state

        if at is None and game.parameters:
            raise DeclarationError(
                f"a one-state problem is solved at one point; write solve(problem, at={blank_point(game.parameters)})"
            )
        return solve_one_state(game, at=at or {})
    raise DeclarationError(
        "solve takes a Game, Choice, MatrixGame, EvolutionaryGame, DifferentialGame, DifferenceGame or "
        f"OneStateProblem, not {kind_of(game)}; {_instead_of(game)}"
    )


def _instead_of(given: object) -> str:
    """Return what to write instead of something that is not to be solved."""
    if isinstance(given, Result):
        return "it is what solve returned: ask it for quantities, or for numbers with .at(...)"
    return "declare one of these, as in Game(players=[...], order=[...])"
