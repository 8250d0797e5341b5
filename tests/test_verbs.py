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
    comparative_statics,
    compare,
    plot,
    solve,
    sweep,
    to_dataframe,
    to_json,
    to_latex,
    to_mathematica,
)
from lsec_models.errors import DeclarationError, LsecError, UnknownName
from lsec_models.games.refusals import _INSTEAD
from results import BIMATRIX, KINDS, LINEAR, ONE_STATE, a, x, y
from ways_out import CHOICES, INSTEAD, OVER

mpl.use("Agg")

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
