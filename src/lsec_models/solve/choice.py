"""Choices among modes, from the inside out."""

from __future__ import annotations

from collections.abc import Callable

from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.errors import DeclarationError, NoInteriorOptimum
from lsec_models.games.choice.declaration import Choice, ModeName, ModeResult, by_mode
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.choice.solved_modes import SolvedMode
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.solve.chance.affine_strategies.bayesian_equilibrium import bayesian_equilibrium
from lsec_models.solve.interior.backward_induction import interior_equilibrium


def solve_choice(choice: Choice, *, solver: Callable[[Game], ModeResult] = interior_equilibrium) -> ChoiceEquilibrium:
    """Return the subgame-perfect equilibrium of a choice among modes.

    1. Solve the game of each mode; a mode that is itself a choice is solved the same way first, so that whoever chooses
       outside anticipates it. A mode that is solved already is taken as it is.
    2. A mode whose game has no equilibrium for any parameters is kept with the reason.
    3. Which mode is chosen where is then a question of signs of polynomials, which the result answers.

    Parameters
    ----------
    choice : Choice
    solver : callable
        Solves the game of a mode.

    Returns
    -------
    ChoiceEquilibrium

    Raises
    ------
    NoClosedForm
        If the game of a mode has no closed form.

    References
    ----------
    Selten, R. (1975). Reexamination of the perfectness concept. International Journal of Game Theory 4.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a, F = parameters("a F", positive=True)
    >>> q = decisions("q")
    >>> closed = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))])
    >>> opened = Game(players=[Player("firm", decides=[q], payoff=q * (2 * a - q) - F)])
    >>> choice = solve_choice(Choice(by="firm", among={"closed": closed, "open": opened}))
    >>> choice.at({"a": 2, "F": 4}).mode
    'closed'
    """
    if not isinstance(choice, Choice):
        raise DeclarationError(f"solve_choice takes a Choice, not {type(choice).__name__}")
    modes = {name: _solved_mode(choice, name, game, solver) for name, game in choice.among.items()}
    return ChoiceEquilibrium(choice=choice, modes=by_mode(modes))


def _solved_mode(choice: Choice, name: ModeName, game: object, solver: Callable[[Game], ModeResult]) -> SolvedMode:
    reservations = _reservations(choice, name)
    if isinstance(game, Choice):
        return SolvedMode(name=name, solved=solve_choice(game, solver=solver), reservations=reservations)
    if not isinstance(game, Game):
        assert isinstance(game, ModeResult)
        return SolvedMode(name=name, solved=game, reservations=reservations)
    try:
        solved = bayesian_equilibrium(game) if game.signals else solver(game)
        return SolvedMode(name=name, solved=solved, reservations=reservations)
    except NoInteriorOptimum as failure:
        return SolvedMode(name=name, solved=None, reason=str(failure), reservations=reservations)


def _reservations(choice: Choice, name: ModeName) -> Frozen[Ratio]:
    return Frozen(
        {
            player: ratio(choice.ring, value)
            for mode, player, value in choice.reservations()
            if mode is None or mode == name
        }
    )
