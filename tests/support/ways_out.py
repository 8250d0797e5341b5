"""Of each verb and kind of result that it does not take: what the message says, and the same done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lsec_models import (
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
)
from lsec_models.audits.dynamic.dynamic_audit import audit_differential
from lsec_models.audits.dynamic.periods_audit import audit_difference
from lsec_models.audits.dynamic.value_iteration import value_iteration
from lsec_models.prove.results.verdicts import Proved
from lsec_models.solve.one_state.critical_state import critical_curve
from results import BIMATRIX, IN_STOCK, KINDS, LINEAR, ONE_STATE, STOCK, T, c

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
        "plot(choice, x, at=",
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
