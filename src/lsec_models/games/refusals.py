"""What to ask of a result that a verb does not take: a table of verbs and kinds."""

from __future__ import annotations

from collections.abc import Mapping

from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.errors import DeclarationError, LsecError, kind_of

_DYNAMIC = "of lsec_models.audits.dynamic.dynamic_audit"
_SWEEP_THE_GAME = "it stands at one point: sweep the game, sweep(result.game, over={name: (low, high, 50)}, at={...})"
_AT_ONE_POINT = "it stands at one point: solve the game at each point, solve(game, at={...})"
_AUDITED_OVER_TIME = f"audit_differential(equilibrium) {_DYNAMIC} audits it"
_AUDITED_AT = f"at one point, audit_differential(equilibrium, at={{point}}) {_DYNAMIC} audits it"
_AUDITED_IN_PERIODS = "audit_difference(equilibrium) of lsec_models.audits.dynamic.periods_audit audits it"
_EXACT = "every other strategy is compared exactly when a matrix game is solved; look at solve(game).evidence"
_NUMBERS = "it is made of numbers; compare them as such, one.payoffs[player] > other.payoffs[player]"
_NO_PARAMETERS = "it has no parameters: solve a matrix game for each table of payoffs"
_OVER_WHAT = "say what moves, plot(equilibrium, quantity, over={name: (low, high)}, at={...})"
_RESTS_AT = "audit the closed form that it is a point of, audit(solve(result.game))"
_SHARES = "compare the numbers, or the expressions in `shares` and `payoffs` of each rest point"
_CLOSED_FORM = "where the game has a closed form, ask that, comparative_statics(solve(game))"
_ONE_MODE = "ask one mode at a time, comparative_statics(choice.modes[name].solved)"
_NO_SLOPE = "it is not a rational function; compare numbers at two points, equilibrium.at({...}).payoffs"
_TWO_POINTS = "a number has no slope; solve the game at two points and compare, solve(game, at={...})"
_SLOPE_OF_SHARE = "ask for the slope of a share, prove(increasing(point.shares[strategy], parameter), given=[...])"
_ONE_PLACE = "numbers at one point have no neighbours"
_MOVE_THE_GAME = f"{_ONE_PLACE}: give the game itself, {{verb}}(result.game, ...)"
_MOVE_THE_FORM = f"{_ONE_PLACE}; where the game has a closed form, give that, {{verb}}(solve(result.game), ...)"
_MOVE_BY_HAND = "solve the game at two points and compare, solve(game, at={...})"
_MOVE_A_MODE = "of a choice give one mode, {verb}(choice.modes[name].solved, ...)"
_AT_A_NUMBER = "look at numbers of its parameter, found.at({name: number})"
_IN_NUMBERS = "it has a number for each quantity, in `values`; plot a sweep, plot(sweep(equilibrium, ...), quantity)"

_INSTEAD: Mapping[str, Mapping[str, str]] = {
    "audit": {
        "RegimesAlong": "audit what holds at a number of its parameter, audit(found.at({name: number}))",
        "SignallingEquilibrium": "audit the equilibria that it is one of, audit(equilibrium.source)",
        "PointEquilibrium": "audit the closed form that it is a point of, audit(result.source)",
        "Regime": "audit its closed form, audit(result.pieces[0])",
        "DifferentialGame": f"solve it first; audit_differential(solution) {_DYNAMIC} audits a solution",
        "ChoicePoint": "audit the equilibrium that it is a point of, audit(choice)",
        "FeedbackEquilibrium": _AUDITED_AT,
        "FiniteFeedback": _AUDITED_AT,
        "FeedbackPoint": _AUDITED_OVER_TIME,
        "FinitePoint": _AUDITED_OVER_TIME,
        "FeedbackSolutions": f"audit_differential(solution) {_DYNAMIC} audits each solution in it",
        "PeriodsPoint": _AUDITED_IN_PERIODS,
        "StationaryPoint": _AUDITED_IN_PERIODS,
        "StationarySolutions": "audit_difference(solution) of lsec_models.audits.dynamic.periods_audit audits each "
        "solution in it",
        "FeedbackTable": "each player looked for a better law when it was found; its `evidence` says what the best one "
        "gains",
        "OpenLoopPoint": "nothing deviates from it numerically; its `residual` says how well it solves the optimality "
        "conditions",
        "MatrixGame": _EXACT,
        "MatrixEquilibria": _EXACT,
        "MixedEquilibrium": _EXACT,
        "RestPointsAt": _RESTS_AT,
        "RestPointAt": _RESTS_AT,
        "LeverPath": "its `evidence` compares it with dynamic programming, and follows it by another integrator",
        "OneStateSolution": "value_iteration(result.problem, {}, controls=(lowest, highest)) of "
        "lsec_models.audits.dynamic.value_iteration solves the problem in another way",
    },
    "audit_differential": {"Equilibrium": "audit(equilibrium)", "PiecewiseEquilibrium": "audit(equilibrium)"},
    "audit_difference": {"Equilibrium": "audit(equilibrium)", "PiecewiseEquilibrium": "audit(equilibrium)"},
    "sweep": {
        "RegimesAlong": "sweep the game, sweep(found.game, over={name: (low, high, 50)}, at=found.fixed)",
        "BayesianPoint": _AT_ONE_POINT,
        "SignallingEquilibria": _AT_ONE_POINT,
        "SignallingEquilibrium": _AT_ONE_POINT,
        "PeriodsPoint": _SWEEP_THE_GAME,
        "StationaryPoint": _SWEEP_THE_GAME,
        "StationarySolutions": _SWEEP_THE_GAME,
        "FiniteFeedback": "evaluate it point by point, equilibrium.at({...}).payoffs",
        "FeedbackPoint": _AT_ONE_POINT,
        "FeedbackTable": _AT_ONE_POINT,
        "FeedbackSolutions": _AT_ONE_POINT,
        "FinitePoint": _AT_ONE_POINT,
        "OpenLoopPoint": _AT_ONE_POINT,
        "Solutions": "it stands at one point: sweep the game, sweep(game, over={name: (low, high, 50)}, at={...}), or "
        "its piecewise equilibrium, sweep(solve(game, corners=True), ...)",
        "PointEquilibrium": "it stands at one point: sweep its closed form, sweep(result.source, ...)",
        "ChoicePoint": "it stands at one point: sweep the equilibrium that it is a point of, sweep(choice, ...)",
        "MatrixGame": _NO_PARAMETERS,
        "MatrixEquilibria": _NO_PARAMETERS,
        "MixedEquilibrium": _NO_PARAMETERS,
        "RestPointsAt": _SWEEP_THE_GAME,
        "RestPointAt": _SWEEP_THE_GAME,
        "LeverPath": "it stands at one point: look for the lever at each, best_lever(game, lever, ..., at={...}).cost",
        "Regime": "sweep the piecewise equilibrium that it belongs to",
        "OneStateSolution": "critical_curve(problem, {name: values}, {...}) of "
        "lsec_models.solve.one_state.critical_state follows its threshold",
        "list": "name the equilibria, sweep({'led': led, 'nash': nash}, ...)",
        "tuple": "name the equilibria, sweep({'led': led, 'nash': nash}, ...)",
    },
    "compare": {
        "RegimesAlong": f"it has several regimes; {_AT_A_NUMBER}, and compare these",
        "Regime": "compare its closed form, compare({'one': one.pieces[0], 'other': other.pieces[0]})",
        "BayesianPoint": _NUMBERS,
        "SignallingEquilibria": "it has several equilibria; compare their numbers, found.least_cost.payoffs[player]",
        "SignallingEquilibrium": _NUMBERS,
        "ImplicitEquilibrium": "it has a root; ask of two quantities at a time, prove(one[name] > other[name], "
        "given=[one, other])",
        "FollowedEquilibrium": "its payoffs are compared where the mode turns: choice.conditions",
        "ChoiceEquilibrium": "its payoffs are compared where the mode turns: choice.conditions, or "
        "choice.thresholds(parameter, at={...})",
        "FiniteFeedback": "it is not a rational function; compare numbers, equilibrium.at({...}).payoffs",
        "PointEquilibrium": _NUMBERS,
        "Solutions": "it has several equilibria at one point; compare their numbers, solutions[0].payoffs[player]",
        "ChoicePoint": "each player's payoff in each mode stands in its `values`",
        "MatrixEquilibria": "it may have several equilibria; compare their numbers, found.extreme[0].payoffs[player]",
        "MixedEquilibrium": _NUMBERS,
        "RestPoints": _SHARES,
        "RestPointsAt": _SHARES,
        "RestPointAt": _SHARES,
        "LeverPath": "compare the costs in its `values`",
        "FeedbackPoint": _NUMBERS,
        "FeedbackTable": _NUMBERS,
        "FeedbackSolutions": "it may have several solutions; compare their numbers, solutions[0].payoffs[player]",
        "FinitePoint": _NUMBERS,
        "PeriodsPoint": _NUMBERS,
        "StationaryPoint": _NUMBERS,
        "StationarySolutions": "it may have several solutions; compare their numbers, solutions[0].payoffs[player]",
        "OpenLoopPoint": _NUMBERS,
        "OneStateSolution": "it stands at one point; compare what it is worth from a state, solution.value(state)",
    },
    "comparative_statics": {
        "RegimesAlong": f"it has several regimes; {_AT_A_NUMBER}, and compare these",
        "BayesianPoint": f"a number has no slope; {_CLOSED_FORM}",
        "SignallingEquilibria": _TWO_POINTS,
        "SignallingEquilibrium": _TWO_POINTS,
        "PointEquilibrium": "a number has no slope; ask the closed form, comparative_statics(result.source)",
        "Regime": "ask its closed form, comparative_statics(result.pieces[0])",
        "Solutions": f"a number has no slope; {_CLOSED_FORM}",
        "ChoiceEquilibrium": _ONE_MODE,
        "FollowedEquilibrium": "ask a regime of one mode at a time, "
        "comparative_statics(choice.modes[name].solved.regimes[0].pieces[0])",
        "ChoicePoint": f"a number has no slope; of the choice, {_ONE_MODE}",
        "FiniteFeedback": _NO_SLOPE,
        "FeedbackPoint": f"a number has no slope; {_CLOSED_FORM}",
        "FeedbackTable": _TWO_POINTS,
        "FeedbackSolutions": _TWO_POINTS,
        "FinitePoint": _TWO_POINTS,
        "PeriodsPoint": _TWO_POINTS,
        "StationaryPoint": _TWO_POINTS,
        "StationarySolutions": _TWO_POINTS,
        "OpenLoopPoint": _TWO_POINTS,
        "OneStateSolution": _TWO_POINTS,
        "LeverPath": "a number has no slope; look at two points, best_lever(game, lever, ..., at={...}).cost",
        "MatrixGame": _NO_PARAMETERS,
        "MatrixEquilibria": _NO_PARAMETERS,
        "MixedEquilibrium": _NO_PARAMETERS,
        "RestPoints": _SLOPE_OF_SHARE,
        "RestPointsAt": f"a number has no slope; of solve(game), {_SLOPE_OF_SHARE}",
        "RestPointAt": f"a number has no slope; of solve(game), {_SLOPE_OF_SHARE}",
    },
    "plot": {
        "Equilibrium": _OVER_WHAT,
        "ImplicitEquilibrium": _OVER_WHAT,
        "PiecewiseEquilibrium": _OVER_WHAT,
        "ConstrainedEquilibrium": _OVER_WHAT,
        "BargainedEquilibrium": _OVER_WHAT,
        "BayesianEquilibrium": _OVER_WHAT,
        "BayesianPoint": "it has a number for each payoff and a strategy for each decision, in `values`",
        "SignallingEquilibria": "look at its `families`, and at the numbers in found.least_cost.values",
        "SignallingEquilibrium": "it has a number for each decision and payoff of each type, in `values`",
        "FeedbackEquilibrium": "evaluate it, and plot its paths, plot(equilibrium.at({point}))",
        "FiniteFeedback": "evaluate it, and plot its paths, plot(equilibrium.at({point}))",
        "StationarySolutions": "plot the paths of one of them, plot(solutions[0])",
        "FeedbackSolutions": "plot the paths of one of them, plot(solutions[0])",
        "PointEquilibrium": _IN_NUMBERS,
        "Solutions": "it has numbers at one point; look at `solutions[0].values`",
        "ChoicePoint": "plot the equilibrium that it is a point of, plot(choice, x, at={...}, over=(low, high))",
        "MatrixEquilibria": "it has no parameters; read to_dataframe(found)",
        "MixedEquilibrium": "it has no parameters; read to_dataframe(found)",
        "RestPoints": "evaluate it, and plot the rest points with paths towards them, plot(rest_points.at({point}))",
        "RestPointAt": "plot all rest points there with paths towards them, plot(solve(game, at={...}))",
        "Regime": "plot the piecewise equilibrium that it belongs to",
    },
    "tornado": {
        "RegimesAlong": "give the game, {verb}(found.game, ...), and the numbers in found.fixed beside that of its "
        "parameter",
        "PointEquilibrium": _MOVE_THE_GAME,
        "Solutions": _MOVE_THE_GAME,
        "BayesianPoint": _MOVE_THE_FORM,
        "SignallingEquilibria": _MOVE_THE_GAME,
        "SignallingEquilibrium": _MOVE_THE_GAME,
        "Regime": "give the piecewise equilibrium that it belongs to",
        "ChoiceEquilibrium": _MOVE_A_MODE,
        "FollowedEquilibrium": _MOVE_A_MODE,
        "ChoicePoint": _MOVE_A_MODE,
        "MatrixGame": _NO_PARAMETERS,
        "MatrixEquilibria": _NO_PARAMETERS,
        "MixedEquilibrium": _NO_PARAMETERS,
        "PeriodsPoint": _MOVE_THE_GAME,
        "StationaryPoint": _MOVE_THE_GAME,
        "StationarySolutions": _MOVE_THE_GAME,
        "FeedbackPoint": _MOVE_THE_FORM,
        "FeedbackTable": _MOVE_BY_HAND,
        "FeedbackSolutions": _MOVE_BY_HAND,
        "FiniteFeedback": _NO_SLOPE,
        "FinitePoint": _MOVE_BY_HAND,
        "OpenLoopPoint": _MOVE_BY_HAND,
        "OneStateSolution": "solve the problem at two points and compare, solve(problem, at={...})",
        "EvolutionaryGame": _MOVE_BY_HAND,
        "RestPoints": _MOVE_BY_HAND,
        "RestPointsAt": _MOVE_BY_HAND,
        "RestPointAt": _MOVE_BY_HAND,
        "LeverPath": "look at two points, best_lever(game, lever, ..., at={...}).cost",
    },
}
# What these move is what a tornado moves.
_SENSITIVITY = ("elasticities", "monte_carlo", "sobol_indices")
_OVER_TIME = ("audit_differential", "audit_difference")
_DECLARED = (
    "Game",
    "Choice",
    "DifferentialGame",
    "DifferenceGame",
    "OneStateProblem",
    "MatrixGame",
    "EvolutionaryGame",
)
_SOLVED_AS = {
    "DifferenceGame": "StationarySolutions",
    "EvolutionaryGame": "RestPoints",
    "MatrixGame": "MatrixEquilibria",
    "OneStateProblem": "OneStateSolution",
}


def refusal(
    verb: str, takes: str, result: object, *, label: str = "", error: type[LsecError] = DeclarationError
) -> LsecError:
    """Return the error about a result that a verb does not take: what it is, and what to ask instead.

    Parameters
    ----------
    verb, takes : str
        The name of the function, and what it takes in words.
    result : object
    label : str, optional
        What the result was called, where it is one of several.
    error : type, optional

    Examples
    --------
    >>> print(refusal("sweep", "results and games", ["led"]))
    sweep takes results and games, not a list; name the equilibria, sweep({'led': led, 'nash': nash}, ...)
    """
    given = f"but {label!r} is {kind_of(result)}" if label else f"not {kind_of(result)}"
    return error(f"{verb} takes {takes}, {given}; {_instead(verb, result)}")


def _instead(verb: str, result: object) -> str:
    kind = type(result).__name__
    known = _INSTEAD["tornado" if verb in _SENSITIVITY else verb]
    if kind not in known and _SOLVED_AS.get(kind) in known:
        # To solve it alone would only lead to the next refusal.
        kind, first = _SOLVED_AS[kind], "solve it first; "
    else:
        first = ""
    words = known.get(kind) or (_INSTEAD["audit"].get(kind) if verb in _OVER_TIME else None)
    if words is not None:
        source = type(getattr(result, "source", None)).__name__
        # What it is a point of would only lead to the next refusal.
        words = known[source] if "result.source" in words and source in known else words
        domain = getattr(result, "domain", None)
        said = first + words.replace("{verb}", verb)
        return said if domain is None else said.replace("{point}", blank_point(domain.ring.symbols))
    if kind in _DECLARED:
        more = "" if verb == "audit" else ", ..."
        return f"solve it first, {verb}(solve(game){more})"
    return "pass the equilibrium that solve(game) returns"
