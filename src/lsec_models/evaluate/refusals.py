"""What to ask of a result that a verb of this room does not take."""

from __future__ import annotations

from lsec_models.algebra.parameter_point import blank_point
from lsec_models.errors import DeclarationError
from lsec_models.games.choice.at_point import ChoicePoint
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.differential.feedback import FeedbackEquilibrium, FeedbackPoint, FeedbackSolutions
from lsec_models.games.differential.feedback_table import FeedbackTable
from lsec_models.games.differential.finite_horizon import FiniteFeedback, FinitePoint
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.open_loop import OpenLoopPoint
from lsec_models.games.matrix.equilibria import MatrixEquilibria
from lsec_models.games.matrix.game import MatrixGame
from lsec_models.games.one_state import OneStateProblem
from lsec_models.games.static.game import Game
from lsec_models.games.static.piecewise import Regime
from lsec_models.games.static.solutions import PointEquilibrium

_DYNAMIC = "of lsec_models.audits.dynamic.dynamic_audit"


def refusal(verb: str, takes: str, result: object, instead: str, *, label: str = "") -> DeclarationError:
    """Return the error about a result, perhaps one that has a label, which a verb does not take."""
    kind = type(result).__name__
    kind = f"an {kind}" if kind[0] in "AEIOU" else f"a {kind}"
    given = f"but {label!r} is {kind}" if label else f"not {kind}"
    return DeclarationError(f"{verb} takes {takes}, {given}; {instead}")


def audit_instead(result: object) -> str:
    """Return what to ask in place of an audit, in words and code."""
    if isinstance(result, FeedbackEquilibrium | FiniteFeedback):
        point = blank_point(result.game.ring.symbols)
        return f"at one point, audit_differential(equilibrium, at={point}) {_DYNAMIC} audits it"
    if isinstance(result, FeedbackPoint | FinitePoint):
        return f"audit_differential(equilibrium) {_DYNAMIC} audits it"
    if isinstance(result, FeedbackSolutions):
        return f"audit_differential(solution) {_DYNAMIC} audits each solution in it"
    if isinstance(result, FeedbackTable):
        return "each player looked for a better law when it was found; its `evidence` says what the best one gains"
    if isinstance(result, OpenLoopPoint):
        return "nothing deviates from it numerically; its `residual` says how well it solves the optimality conditions"
    if isinstance(result, ChoiceEquilibrium):
        return "audit(mode.solved) audits each mode in the result's `modes.values()` that has an equilibrium"
    if isinstance(result, ChoicePoint):
        return "audit each mode of the equilibrium that it is a point of, audit(choice.modes[name].solved)"
    if isinstance(result, MatrixGame | MatrixEquilibria):
        return "every other strategy is compared exactly when a matrix game is solved; look at solve(game).evidence"
    if isinstance(result, PointEquilibrium | Regime):
        closed = "source" if isinstance(result, PointEquilibrium) else "pieces[0]"
        return f"audit its closed form, audit(result.{closed})"
    if isinstance(getattr(result, "problem", None), OneStateProblem):
        return (
            "value_iteration(result.problem, {}, controls=(lowest, highest)) of "
            "lsec_models.audits.dynamic.value_iteration solves the problem in another way"
        )
    return _solve_first("audit", result)


def sweep_instead(result: object) -> str:
    """Return what to ask in place of a sweep, in words and code."""
    if isinstance(result, FiniteFeedback):
        return "evaluate it point by point, equilibrium.at({...}).payoffs"
    if isinstance(result, FeedbackPoint | FeedbackTable | FeedbackSolutions | FinitePoint | OpenLoopPoint):
        return "it stands at one point: solve the game at each point, solve(game, at={...})"
    if isinstance(result, PointEquilibrium):
        return "it stands at one point: sweep its closed form, sweep(result.source, ...)"
    if isinstance(result, ChoiceEquilibrium | ChoicePoint):
        return "it is cut exactly: choice.thresholds(parameter, at={...}), choice.regions(x, y, at={...}, over={...})"
    if isinstance(result, MatrixGame | MatrixEquilibria):
        return "it has no parameters: solve a matrix game for each table of payoffs"
    if isinstance(result, Regime):
        return "sweep the piecewise equilibrium that it belongs to"
    if isinstance(getattr(result, "problem", None), OneStateProblem):
        return (
            "critical_curve(problem, {name: values}, {...}) of lsec_models.solve.one_state.critical_state follows its "
            "threshold"
        )
    if isinstance(result, list | tuple):
        return "name the equilibria, sweep({'led': led, 'nash': nash}, ...)"
    return _solve_first("sweep", result)


def _solve_first(verb: str, result: object) -> str:
    if isinstance(result, Game | Choice | DifferentialGame | OneStateProblem):
        return f"solve it first, {verb}(solve(game){', ...' if verb == 'sweep' else ''})"
    return "pass the equilibrium that solve(game) returns"
