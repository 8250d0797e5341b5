"""The verb of the room: from anything that can be declared to its equilibrium."""

from __future__ import annotations

from typing import Literal, overload

from lsec_models.errors import DeclarationError
from lsec_models.games.equilibrium import Equilibrium
from lsec_models.games.piecewise import PiecewiseEquilibrium
from lsec_models.games.static import Game
from lsec_models.solve.backward_induction import solve as interior_equilibrium


@overload
def solve(game: Game, *, corners: Literal[False] = ..., seconds: float = ...) -> Equilibrium: ...
@overload
def solve(game: Game, *, corners: Literal[True], seconds: float = ...) -> PiecewiseEquilibrium: ...
def solve(game: Game, *, corners: bool = False, seconds: float = 60.0) -> Equilibrium | PiecewiseEquilibrium:
    """Return the subgame-perfect equilibrium of a game, in closed form.

    Parameters
    ----------
    game : Game
    corners : bool
        Without: the interior equilibrium, with the conditions under which no constraint binds
        (:mod:`lsec_models.solve.backward_induction`). With: every regime of a linear-quadratic game, also those in
        which constraints bind, with the exact region of each (:mod:`lsec_models.solve.corners.tiling`).
    seconds : float
        With corners: how long to search and prove; what is left unproved then is said in the result's `tiling`.

    Returns
    -------
    Equilibrium or PiecewiseEquilibrium
        Exact, every quantity factored and in lowest terms.

    Raises
    ------
    NoInteriorOptimum
        If a payoff is linear or convex in a decision, or the first-order conditions of a stage do not isolate a
        point; names player, decision and stage. With corners: if no equilibrium is met anywhere.
    NoClosedForm
        If a stage's conditions have no unique admissible rational solution.
    NotQuadratic
        With corners: if a payoff is not quadratic, or a constraint not linear, in the decisions.

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
    """
    if not isinstance(game, Game):
        raise DeclarationError(f"solve takes a Game, not {type(game).__name__}")
    if not corners:
        return interior_equilibrium(game)
    from lsec_models.solve.corners.tiling import solve_corners

    return solve_corners(game, seconds=seconds)
