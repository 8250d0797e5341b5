"""Every verb takes every kind of result, or says what to ask instead; each way out that is printed is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from lsec_models import (
    Game,
    Player,
    audit,
    best_lever,
    comparative_statics,
    compare,
    increasing,
    plot,
    prove,
    solve,
    sweep,
    to_dataframe,
    to_json,
    to_latex,
    to_mathematica,
)
from lsec_models.audits.dynamic.dynamic_audit import audit_differential
from lsec_models.audits.dynamic.periods_audit import audit_difference
from lsec_models.audits.dynamic.value_iteration import value_iteration
from lsec_models.errors import DeclarationError, LsecError, UnknownName
from lsec_models.games.refusals import _INSTEAD
from lsec_models.prove.results.verdicts import Proved
from lsec_models.solve.one_state.critical_state import critical_curve
from results import BIMATRIX, IN_STOCK, KINDS, LINEAR, ONE_STATE, STOCK, T, a, c, x, y

mpl.use("Agg")

SIGNAL = {"a": 3, "T": 1, "c": 2}
FINITE = {**STOCK, "T": 5}
OVER: Mapping[str, Mapping[str, Any]] = {
    "ChoiceEquilibrium": {"over": {"a": (1, 3, 3)}, "at": {"F": 1}},
    "FollowedEquilibrium": {"over": {"a": (2, 4, 3)}},
    "Equilibrium": {"over": {"b": (1, 2, 3)}, "at": {"a": 10, "c": 2}},
    "ImplicitEquilibrium": {"over": {"c": (1, 12, 3)}, "at": {"a": 10}},
    "PiecewiseEquilibrium": {"over": {"c": (1, 12, 3)}, "at": {"a": 10}},
    "FeedbackEquilibrium": {"over": {"r": (1, 2, 3)}, "at": {"delta": 1, "G_0": 0}},
    "BayesianEquilibrium": {"over": {"a": (1, 2, 3)}, "at": {"T": 1, "c": 2}},
    "RestPoints": {"over": {"a": (1, 2, 3)}, "at": {"b": 2, "c": 3}},
}
ALONG = {"at": {"F": 1}, "over": (0, 3)}
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "ChoiceEquilibrium": ALONG,
    "FollowedEquilibrium": {"at": {}, "over": (1, 4)},
}

VERBS: Mapping[str, Callable[[Any, str], Any]] = {
    "audit": lambda result, _: audit(result, draws=2),
    "sweep": lambda result, kind: sweep(result, **OVER.get(kind, {"over": {"a": [1]}})),
    "compare": lambda result, _: compare({"one": result, "other": result}),
    "comparative_statics": lambda result, _: comparative_statics(result),
    "to_latex": lambda result, _: to_latex(result),
    "to_json": lambda result, _: to_json(result),
    "to_mathematica": lambda result, _: to_mathematica(result),
    "to_dataframe": lambda result, _: to_dataframe(result),
    "plot": lambda result, kind: plot(result, *(["a"] if kind in CHOICES else []), **_options(kind)),
}


def _options(kind: str) -> Mapping[str, Any]:
    return CHOICES.get(kind, {})


def choice() -> Any:
    return KINDS["ChoiceEquilibrium"]()


def dynamic(result: Any, at: Any = None) -> bool:
    return bool(audit_differential(result, at=at, draws=2, pieces=2).players)


def falls_in_c(rest_points: Any) -> None:
    """At the mixed rest point, the share that goes live is ``2/(c + 1)``."""
    point = rest_points.points[-1]
    assert isinstance(prove(increasing(-point.shares["live"], c), given=[c > 1]), Proved)


def compared_piece(found: Any) -> Any:
    """Compare a piece of a regime, with itself where there is no other."""
    return compare(dict.fromkeys(["one", "other"], found.regimes[0].pieces[0]))


# Of each verb and kind that it does not take: what the message says, and the same done.
INSTEAD: Mapping[tuple[str, str], tuple[str, Callable[[Any], Any]]] = {
    **{
        ("compare", f"{name}Equilibrium"): (
            "regime",
            compared_piece,
        )
        for name in ("Constrained", "Bargained")
    },
    **{
        ("plot", f"{name}Equilibrium"): (
            "plot(equilibrium, quantity, over=",
            lambda found: plot(found, "w", over={"a": (5, 9)}),
        )
        for name in ("Constrained", "Bargained")
    },
    **{
        ("comparative_statics", f"{name}Equilibrium"): (
            "regimes[0].pieces[0]",
            lambda found: comparative_statics(found.regimes[0].pieces[0], ["w"], ["a"]),
        )
        for name in ("Constrained", "Bargained")
    },
    ("comparative_statics", "FollowedEquilibrium"): (
        "choice.modes[name].solved.regimes[0].pieces[0]",
        lambda found: comparative_statics(
            next(iter(found.modes.values())).solved.regimes[0].pieces[0], parameters=["a"]
        ),
    ),
    ("audit", "RegimesAlong"): (
        "audit(found.at({name: number}))",
        lambda found: audit(found.at({"a": 1}), draws=2),
    ),
    ("sweep", "RegimesAlong"): (
        "sweep(found.game, over=",
        lambda found: sweep(found.game, over={"a": (1, 9, 3)}, at=found.fixed),
    ),
    **{
        (verb, "RegimesAlong"): ("found.at({name: number})", lambda found: found.at({"a": 1}).only()["x"])
        for verb in ("compare", "comparative_statics")
    },
    ("compare", "FollowedEquilibrium"): ("choice.conditions", lambda found: found.conditions),
    ("plot", "BayesianEquilibrium"): (
        "plot(equilibrium, quantity, over=",
        lambda found: plot(found, "firm", over={"a": (1, 2)}, at={"T": 1, "c": 2}),
    ),
    **{
        (verb, f"Signalling{name}"): (words, done)
        for name in ("Equilibria", "Equilibrium")
        for verb, words, done in (
            ("sweep", "solve(game, at={...})", lambda found: solve(found.game, at={})),
            ("comparative_statics", "solve(game, at={...})", lambda found: solve(found.game, at={})),
        )
    },
    ("compare", "SignallingEquilibria"): (
        "found.least_cost.payoffs[player]",
        lambda found: found.least_cost.payoffs["worker"] > 0,
    ),
    ("compare", "SignallingEquilibrium"): ("one.payoffs[player]", lambda found: found.payoffs["worker"] > 0),
    ("plot", "SignallingEquilibria"): ("found.least_cost.values", lambda found: found.least_cost.values["worker"]),
    ("plot", "SignallingEquilibrium"): ("in `values`", lambda found: found.values["worker"]),
    ("sweep", "BayesianPoint"): ("solve(game, at={...})", lambda found: solve(found.game, at=SIGNAL)),
    ("compare", "BayesianPoint"): ("one.payoffs[player]", lambda found: found.payoffs["firm"] > 0),
    ("comparative_statics", "BayesianPoint"): (
        "comparative_statics(solve(game))",
        lambda found: comparative_statics(solve(found.game)),
    ),
    ("plot", "BayesianPoint"): ("in `values`", lambda found: found.values["firm"]),
    ("audit", "SignallingEquilibrium"): ("audit(equilibrium.source)", lambda found: audit(found.source).audits),
    ("audit", "PointEquilibrium"): ("audit(result.source)", lambda found: audit(found.source, draws=2)),
    ("audit", "ChoicePoint"): ("audit(choice)", lambda _: audit(choice(), draws=2)),
    ("audit", "FeedbackEquilibrium"): ("audit_differential(equilibrium, at=", lambda found: dynamic(found, STOCK)),
    ("audit", "FiniteFeedback"): ("audit_differential(equilibrium, at=", lambda found: dynamic(found, FINITE)),
    ("audit", "FeedbackPoint"): ("audit_differential(equilibrium)", dynamic),
    ("audit", "FinitePoint"): ("audit_differential(equilibrium)", dynamic),
    ("audit", "FeedbackTable"): ("its `evidence`", lambda found: found.evidence.findings),
    ("audit", "FeedbackSolutions"): ("audit_differential(solution)", lambda found: all(map(dynamic, found))),
    ("audit", "OpenLoopPoint"): ("`residual`", lambda found: found.residual < 1e-3),
    ("audit", "MatrixEquilibria"): ("solve(game).evidence", lambda _: solve(BIMATRIX).evidence.established),
    ("audit", "MixedEquilibrium"): ("solve(game).evidence", lambda _: solve(BIMATRIX).evidence.established),
    ("audit", "OneStateSolution"): (
        "value_iteration(result.problem, {}, controls=",
        lambda found: value_iteration(found.problem, {}, controls=(0, 6), states=51, choices=11),
    ),
    ("sweep", "FiniteFeedback"): ("equilibrium.at({...}).payoffs", lambda found: found.at(FINITE).payoffs),
    ("sweep", "FeedbackPoint"): ("solve(game, at={...})", lambda _: solve(LINEAR, at=STOCK)),
    ("sweep", "FeedbackTable"): ("solve(game, at={...})", lambda found: solve(found.game, at={"r": "1/5"})),
    ("sweep", "FeedbackSolutions"): ("solve(game, at={...})", lambda _: solve(LINEAR, at=STOCK)),
    ("sweep", "FinitePoint"): ("solve(game, at={...})", lambda _: solve(LINEAR.with_horizon(T), at=FINITE)),
    ("sweep", "OpenLoopPoint"): ("solve(game, at={...})", lambda found: solve(found.game, at=STOCK)),
    ("sweep", "PointEquilibrium"): (
        "sweep(result.source, ...)",
        lambda found: sweep(found.source, **OVER["Equilibrium"]),
    ),
    ("sweep", "Solutions"): (
        "sweep(solve(game, corners=True), ...)",
        lambda _: sweep(KINDS["PiecewiseEquilibrium"](), **OVER["PiecewiseEquilibrium"]),
    ),
    ("sweep", "ChoicePoint"): (
        "sweep(choice, ...)",
        lambda _: sweep(choice(), **OVER["ChoiceEquilibrium"]),
    ),
    ("sweep", "MatrixEquilibria"): ("solve a matrix game for each", lambda _: solve(BIMATRIX)),
    ("sweep", "MixedEquilibrium"): ("solve a matrix game for each", lambda _: solve(BIMATRIX)),
    ("sweep", "OneStateSolution"): (
        "critical_curve(problem",
        lambda _: critical_curve(ONE_STATE, {"r": [0.1]}, {"delta": "1/5"}).states,
    ),
    ("compare", "ImplicitEquilibrium"): (
        "prove(one[name] > other[name], given=[one, other])",
        lambda found: prove(found["price"] > found["share"] * found["price"], given=[found, found]).status == "proved",
    ),
    ("compare", "PiecewiseEquilibrium"): (
        "regime",
        compared_piece,
    ),
    ("compare", "ChoiceEquilibrium"): ("choice.conditions", lambda found: found.conditions),
    ("compare", "FiniteFeedback"): ("equilibrium.at({...}).payoffs", lambda found: found.at(FINITE).payoffs),
    ("compare", "PointEquilibrium"): ("one.payoffs[player]", lambda found: found.payoffs["shop"] > 0),
    ("compare", "MixedEquilibrium"): ("one.payoffs[player]", lambda found: found.payoffs["row"] > 0),
    ("compare", "FeedbackPoint"): ("one.payoffs[player]", lambda found: found.payoffs["firm"] > 0),
    ("compare", "FeedbackTable"): ("one.payoffs[player]", lambda found: found.payoffs["firm"] > 0),
    ("compare", "FinitePoint"): ("one.payoffs[player]", lambda found: found.payoffs["firm"] > 0),
    ("compare", "OpenLoopPoint"): ("one.payoffs[player]", lambda found: found.payoffs["firm"] > 0),
    ("compare", "Solutions"): ("solutions[0].payoffs[player]", lambda found: found[0].payoffs["A"] > 0),
    ("compare", "ChoicePoint"): ("its `values`", lambda found: found.values["open"]["firm"] > 0),
    ("compare", "MatrixEquilibria"): ("found.extreme[0].payoffs", lambda found: found.extreme[0].payoffs["row"] > 0),
    ("compare", "FeedbackSolutions"): ("solutions[0].payoffs[player]", lambda found: found[0].payoffs["firm"] > 0),
    ("compare", "OneStateSolution"): ("solution.value(state)", lambda found: found.value(1.0) > 0),
    **{
        ("audit", kind): ("audit(solve(result.game))", lambda found: audit(solve(found.game), draws=2).audits)
        for kind in ("RestPointsAt", "RestPointAt")
    },
    **{
        ("sweep", kind): (
            "sweep(result.game, over=",
            lambda found: sweep(found.game, over={"a": (1, 9, 3)}, at={"b": 2, "c": 3}),
        )
        for kind in ("RestPointsAt", "RestPointAt")
    },
    ("compare", "RestPoints"): ("`shares` and `payoffs`", lambda found: found.points[0].shares),
    ("compare", "RestPointsAt"): ("`shares` and `payoffs`", lambda found: found[0].shares),
    ("compare", "RestPointAt"): ("`shares` and `payoffs`", lambda found: found.payoffs),
    ("audit", "LeverPath"): ("its `evidence`", lambda found: found.evidence.findings),
    ("compare", "LeverPath"): ("the costs in its `values`", lambda found: found.values["cost"] > 0),
    **{
        (verb, "LeverPath"): (
            "best_lever(game, lever, ..., at={...}).cost",
            lambda found: (
                best_lever(
                    found.game,
                    found.lever,
                    cost=lambda share: share["live"],
                    between=found.between,
                    horizon=1,
                    start={"live": 0.5},
                    at={"a": 2},
                    pieces=4,
                ).cost
            ),
        )
        for verb in ("sweep", "comparative_statics")
    },
    ("comparative_statics", "PiecewiseEquilibrium"): (
        "equilibrium.regimes[0].pieces[0]",
        lambda found: comparative_statics(found.regimes[0].pieces[0]),
    ),
    ("comparative_statics", "PointEquilibrium"): (
        "comparative_statics(result.source)",
        lambda found: comparative_statics(found.source),
    ),
    ("comparative_statics", "Solutions"): (
        "comparative_statics(solve(game))",
        lambda found: solve(found.game).game is found.game,
    ),
    ("comparative_statics", "ChoiceEquilibrium"): (
        "choice.modes[name].solved",
        lambda found: comparative_statics(found.modes["open"].solved)["firm", "F"].symbol == "<",
    ),
    ("comparative_statics", "ChoicePoint"): (
        "choice.modes[name].solved",
        lambda _: comparative_statics(choice().modes["open"].solved),
    ),
    ("comparative_statics", "FiniteFeedback"): (
        "equilibrium.at({...}).payoffs",
        lambda found: found.at(FINITE).payoffs,
    ),
    ("comparative_statics", "FeedbackPoint"): (
        "comparative_statics(solve(game))",
        lambda _: comparative_statics(solve(LINEAR)),
    ),
    ("comparative_statics", "FeedbackTable"): (
        "solve(game, at={...})",
        lambda found: solve(found.game, at={"r": "1/5"}),
    ),
    ("comparative_statics", "FeedbackSolutions"): ("solve(game, at={...})", lambda _: solve(LINEAR, at=STOCK)),
    ("comparative_statics", "FinitePoint"): (
        "solve(game, at={...})",
        lambda _: solve(LINEAR.with_horizon(T), at=FINITE),
    ),
    ("comparative_statics", "OpenLoopPoint"): ("solve(game, at={...})", lambda found: solve(found.game, at=STOCK)),
    ("comparative_statics", "OneStateSolution"): (
        "solve(game, at={...})",
        lambda found: solve(found.problem, at={}),
    ),
    ("comparative_statics", "MatrixEquilibria"): ("solve a matrix game for each", lambda _: solve(BIMATRIX)),
    ("comparative_statics", "MixedEquilibrium"): ("solve a matrix game for each", lambda _: solve(BIMATRIX)),
    ("comparative_statics", "RestPoints"): ("point.shares[strategy]", lambda found: falls_in_c(found)),
    ("comparative_statics", "RestPointsAt"): ("of solve(game)", lambda found: falls_in_c(solve(found.game))),
    ("comparative_statics", "RestPointAt"): ("of solve(game)", lambda found: falls_in_c(solve(found.game))),
    ("plot", "RestPoints"): ("plot(rest_points.at(", lambda found: plot(found.at(a=1, b=2, c=3))),
    ("plot", "RestPointAt"): (
        "plot(solve(game, at={...}))",
        lambda found: plot(solve(found.game, at={"a": 1, "b": 2, "c": 3})),
    ),
    ("plot", "Equilibrium"): (
        "plot(equilibrium, quantity, over=",
        lambda found: plot(found, "shop", over={"b": (1, 2)}, at={"a": 10, "c": 2}),
    ),
    ("plot", "ImplicitEquilibrium"): (
        "plot(equilibrium, quantity, over=",
        lambda found: plot(found, "share", over={"c": (1, 9)}, at={"a": 10}),
    ),
    ("plot", "PiecewiseEquilibrium"): (
        "plot(equilibrium, quantity, over=",
        lambda found: plot(found, "p", over={"c": (1, 12)}, at={"a": 10}),
    ),
    ("plot", "FeedbackEquilibrium"): ("plot(equilibrium.at(", lambda found: plot(found.at(STOCK))),
    ("plot", "FiniteFeedback"): ("plot(equilibrium.at(", lambda found: plot(found.at(FINITE))),
    ("plot", "FeedbackSolutions"): ("plot(solutions[0])", lambda found: plot(found[0])),
    ("plot", "PointEquilibrium"): (
        "plot(sweep(equilibrium, ...), quantity)",
        lambda found: plot(sweep(found.source, **OVER["Equilibrium"]), "w"),
    ),
    ("plot", "Solutions"): ("`solutions[0].values`", lambda found: found[0].values["x"]),
    ("plot", "ChoicePoint"): (
        "plot(choice, parameter, at=",
        lambda _: plot(KINDS["ChoiceEquilibrium"](), "a", **ALONG),
    ),
    **{
        ("audit", kind): ("audit_difference(equilibrium)", lambda found: audit_difference(found).largest_gain < 1e-6)
        for kind in ("PeriodsPoint", "StationaryPoint")
    },
    ("audit", "StationarySolutions"): (
        "audit_difference(solution)",
        lambda found: [audit_difference(one).largest_gain < 1e-6 for one in found],
    ),
    **{
        ("sweep", kind): (
            "sweep(result.game, over=",
            lambda found: sweep(found.game, over={"delta": [0.1, 0.2]}, at={"G_0": 1}),
        )
        for kind in ("PeriodsPoint", "StationaryPoint", "StationarySolutions")
    },
    **{
        ("compare", kind): ("one.payoffs[player]", lambda found: found.payoffs["firm"] > 0)
        for kind in ("PeriodsPoint", "StationaryPoint")
    },
    ("compare", "StationarySolutions"): ("solutions[0].payoffs[player]", lambda found: found[0].payoffs["firm"] > 0),
    **{
        ("comparative_statics", kind): ("solve(game, at={...})", lambda found: solve(found.game, at=IN_STOCK))
        for kind in ("PeriodsPoint", "StationaryPoint", "StationarySolutions")
    },
    ("plot", "StationarySolutions"): ("plot(solutions[0])", lambda found: plot(found[0])),
    ("plot", "MatrixEquilibria"): ("to_dataframe(found)", to_dataframe),
    ("plot", "MixedEquilibrium"): ("to_dataframe(found)", to_dataframe),
}


@pytest.fixture(autouse=True)
def _closed_figures() -> Any:
    yield
    plt.close("all")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Attempting to set identical")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_takes_a_kind_or_says_what_to_ask_instead(verb: str, kind: str) -> None:
    result = KINDS[kind]()
    if (verb, kind) not in INSTEAD:
        assert VERBS[verb](result, kind) is not None
        return
    words, done = INSTEAD[verb, kind]
    with pytest.raises(LsecError) as raised:
        VERBS[verb](result, kind)
    assert words in str(raised.value)
    assert kind in str(raised.value) or "regime" in words
    done(result)


def test_the_table_of_refusals_speaks_of_every_kind_that_a_verb_refuses() -> None:
    for verb in ("audit", "sweep", "compare", "comparative_statics", "plot"):
        refused = {kind for at, kind in INSTEAD if at == verb}
        told = set(_INSTEAD[verb]) - {"list", "tuple", "Regime", "MatrixGame", "Game", "DifferentialGame"}
        by_regime = {f"{name}Equilibrium" for name in ("Piecewise", "Constrained", "Bargained")}
        assert told == refused - (by_regime if verb in ("compare", "comparative_statics") else set())


@pytest.mark.parametrize("verb", VERBS)
def test_a_regime_is_told_where_its_closed_form_is(verb: str) -> None:
    regime = KINDS["PiecewiseEquilibrium"]().regimes[0]
    with pytest.raises(LsecError, match=r"a Regime (cannot be|;)|Regime; .*(pieces\[0\]|piecewise)"):
        VERBS[verb](regime, "Regime")


# To solve what is declared would only lead to the next refusal.
@pytest.mark.parametrize(
    ("verb", "declared", "words"),
    [
        (audit, LINEAR, r"a DifferentialGame; solve it first; audit_differential\(solution\)"),
        (audit, ONE_STATE, r"a OneStateProblem; solve it first; value_iteration\(result.problem"),
        (plot, BIMATRIX, r"a MatrixGame; solve it first; it has no parameters; read to_dataframe\(found\)"),
        (comparative_statics, ONE_STATE, "solve it first; a number has no slope"),
        (
            lambda game: compare({"one": game, "other": game}),
            BIMATRIX,
            "'one' is a MatrixGame; solve it first; it may have several",
        ),
        (lambda game: sweep(game, over={"a": [1]}), ONE_STATE, "a OneStateProblem; solve it first; critical_curve"),
        (lambda game: sweep(game, over={"a": [1]}), BIMATRIX, "not a MatrixGame; it has no parameters"),
    ],
)
def test_what_is_declared_is_told_what_to_ask_of_its_solution(
    verb: Callable[[Any], object], declared: object, words: str
) -> None:
    with pytest.raises(LsecError, match=words):
        verb(declared)


def test_results_that_are_several_have_no_article() -> None:
    with pytest.raises(LsecError, match="not MatrixEquilibria; every other strategy"):
        audit(KINDS["MatrixEquilibria"]())


@pytest.mark.parametrize("verb", [audit, plot])
def test_what_is_no_result_is_told_where_one_comes_from(verb: Callable[..., object]) -> None:
    with pytest.raises(LsecError, match=r"not an int; pass the equilibrium that solve\(game\) returns"):
        verb(3)


class TestPlot:
    def test_it_draws_into_the_axes_that_it_is_given(self) -> None:
        _, ax = plt.subplots()
        data = sweep(KINDS["Equilibrium"](), **OVER["Equilibrium"])
        assert plot(data, "w", ax=ax) is ax
        (line,) = ax.lines
        assert list(line.get_xdata()) == [1, 1.5, 2]
        assert list(line.get_ydata()) == list(data["w"].values)

    def test_several_structures_are_several_named_lines(self) -> None:
        led = KINDS["Equilibrium"]()
        data = sweep({"one": led, "two": solve(led.game.with_order([("maker", "shop")]))}, **OVER["Equilibrium"])
        ax = plot(data, "w")
        assert len(ax.lines) == 2
        assert {text.get_text() for text in ax.texts} == {"one", "two"}

    def test_paths_are_those_of_the_solution(self) -> None:
        found = KINDS["FeedbackPoint"]()
        ax = plot(found, "G", until=10)
        times, stocks = ax.lines[0].get_data()
        assert (times[0], times[-1]) == (0, 10)
        assert float(stocks[-1]) == pytest.approx(float(found.paths["G"].subs(found.time, 10)))

    def test_what_is_not_established_is_noted_above_the_axes(self) -> None:
        assert plot(KINDS["FeedbackPoint"]()).get_title(loc="right") == ""
        assert "candidates" in plot(KINDS["OpenLoopPoint"]()).get_title(loc="right")
        leader = Player("A", decides=[x], payoff=7 * a * y - (x - 4) ** 2)
        driven = solve(Game(players=[leader, Player("B", decides=[y], payoff=-((y - a + x) ** 2))], order=["A", "B"]))
        assert "candidates" in plot(sweep(driven, over={"a": (1, 2, 3)}), "A").get_title(loc="right")
        assert plot(sweep(KINDS["Equilibrium"](), **OVER["Equilibrium"]), "w").get_title(loc="right") == ""

    def test_a_plane_is_drawn_from_a_choice_or_its_map(self) -> None:
        choice = KINDS["ChoiceEquilibrium"]()
        over = {"a": (0, 3), "F": (0, 3)}
        ax = plot(choice, "a", "F", at={}, over=over)
        again = plot(choice.regions("a", "F", at={}, over=over))
        assert (ax.get_xlabel(), ax.get_ylabel()) == (again.get_xlabel(), again.get_ylabel()) == ("$a$", "$F$")
        assert len(ax.patches) == len(again.patches)

    def test_what_is_missing_or_unknown_is_named(self) -> None:
        data = sweep(KINDS["Equilibrium"](), **OVER["Equilibrium"])
        with pytest.raises(UnknownName, match="no quantity 'v' in this sweep"):
            plot(data, "v")
        with pytest.raises(DeclarationError, match=r"quantity is missing; write plot\(data, quantity\)"):
            plot(data)
        room = sweep(KINDS["Equilibrium"](), over={"a": (9, 10, 2), "b": (1, 2, 3), "c": (1, 2, 3)})
        with pytest.raises(DeclarationError, match="one parameter that moves, or two, and the sweep has a, b, c"):
            plot(room, "w")
        assert plot(room.isel({"c": 0, "a": 1}), "w")
        with pytest.raises(UnknownName, match="no path of 'H'"):
            plot(KINDS["FeedbackPoint"](), "H")
        with pytest.raises(UnknownName, match="no figure 'values'"):
            plot(KINDS["OneStateSolution"](), "values")
        with pytest.raises(DeclarationError, match=r"plot\(choice, x, at=..., over=...\)"):
            plot(KINDS["ChoiceEquilibrium"](), "a")
        with pytest.raises(DeclarationError, match=r"solve it first, plot\(solve\(game\), ...\)"):
            plot(LINEAR)


def test_an_audit_of_a_choice_is_in_the_evidence_of_its_modes() -> None:
    audited = audit(KINDS["ChoiceEquilibrium"](), draws=3)
    assert [len(mode.solved.audits) for mode in audited.modes.values()] == [1, 1]
    assert "audit" in str(audited.evidence)
