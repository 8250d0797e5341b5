"""What a notebook shows: everything that a user meets has a text and an HTML form that a person would want."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
import sympy as sp

import lsec_models as lsec
from lsec_models import Game, MatrixGame, OneStateProblem, Player, decisions, parameters
from lsec_models.algebra.description import Described, Description, description_html, description_text, words_html
from lsec_models.algebra.mathml import mathml_of
from lsec_models.games.evidence.evidence import Evidence
from lsec_models.games.frozen import Frozen
from lsec_models.games.result import Result
from lsec_models.games.static.results.solutions import Continuum
from lsec_models.games.static.results.tiling import Gap, Overlap
from lsec_models.games.summary.html import html
from lsec_models.games.summary.numbers import DIGITS, aligned_at_point, decimal, is_all, is_number, rounded
from lsec_models.prove.results.stated import Resting, Stated
from lsec_models.prove.results.verdicts import Contradictory, Interrupted, Undecided
from results import (
    BIMATRIX,
    CONTEST,
    CURVED,
    IN_PERIODS,
    KINDS,
    LINEAR,
    capped,
    capped_quality,
    chain,
    entry,
)

a, b, c = parameters("a b c", positive=True)
x, y = decisions("x y")
DEMAND = lsec.random("xi", lsec.uniform(0, 1))
DEGENERATE = MatrixGame(strategies={"A": ["r", "s"], "B": ["c", "d"]}, payoffs=[[[-3, 3], [-3, 5]], [[2, 7], [4, 2]]])


@cache
def simulated() -> Any:
    shop = lsec.Player("shop", decides=[x], payoff=sp.Min(x, DEMAND) - x / 2)
    return lsec.audit(lsec.solve(lsec.Game(players=[shop]), at={}), draws=20).audits[0]


@cache
def pair() -> dict[str, Any]:
    orders = {"led": ["manufacturer", "streamer"], "at <once>": [("manufacturer", "streamer")]}
    return {label: lsec.solve(lsec.load("power_structures_bilateral", order=order)) for label, order in orders.items()}


@cache
def of_quality() -> Any:
    led, nash = pair().values()
    return lsec.prove(led["q"] > nash["q"], given=[led, nash])


@cache
def ranking() -> Any:
    return lsec.compare(pair(), ["q", "manufacturer"])


@cache
def signs() -> Any:
    return lsec.comparative_statics(pair()["led"], ["q"], ["gamma", "k"])


@cache
def audited() -> Any:
    return lsec.audit(chain(), draws=5).audits[0]


@cache
def still() -> Any:
    return lsec.audit(KINDS["RestPoints"](), draws=3).audits[0]


@cache
def turning() -> Any:
    led, nash = pair().values()
    return lsec.thresholds(led["q"] - nash["q"], "eta", given=[led, nash])


def conditions() -> Any:
    return entry().conditions["open"]


FIRM = Player("firm", decides=[x], payoff=x * (a - x))
GAPS = [Gap(point=Frozen({"a": 1}), reason="no best reply"), Overlap(point=Frozen({"a": 1}), regimes=("x = 0", "y"))]
PROBLEM = OneStateProblem(
    state=sp.Symbol("s"), control=x, payoff=sp.Symbol("s") - x**2, dynamics=x - c * sp.Symbol("s"), discount=b,
    between=(0, 10),
)  # fmt: skip


def alike() -> Game:
    q = decisions("q")
    return Game(players=[Player("seller", decides=[q], payoff=(a - q - lsec.others(q)) * q, copies=3)])


OTHERS: Mapping[str, Callable[[], Any]] = {
    "Game": lambda: chain().game,
    "Player": lambda: FIRM,
    "Bound": lambda: Game(players=[FIRM], constraints=[x <= b]).bounds[0],
    "Move": lambda: chain().game.stages[0].moves[0],
    "Stage": lambda: chain().game.stages[0],
    "SolvedStage": lambda: chain().stages[0],
    "Minor": lambda: chain().stages[0].minors[0],
    "Domain": lambda: chain().domain,
    "Condition": lambda: chain().domain.conditions[0],
    "Evidence": lambda: chain().evidence,
    "Frozen": lambda: chain().payoffs,
    "MatrixGame": lambda: BIMATRIX,
    "EvolutionaryGame": lambda: CONTEST,
    "NashSubset": lambda: lsec.solve(DEGENERATE).components[0].subsets[0],
    "Component": lambda: lsec.solve(DEGENERATE).components[0],
    "DifferentialGame": lambda: LINEAR,
    "DifferenceGame": lambda: IN_PERIODS,
    "OneStateProblem": lambda: PROBLEM,
    "Choice": lambda: entry().choice,
    "ModeConditions": conditions,
    "ModeCase": lambda: conditions().cases[0],
    "Preference": lambda: conditions().cases[0].preferences[0],
    "InnerChoice": lambda: importlib.import_module("lsec_models.games.choice.conditions").InnerChoice("open"),
    "Regime": lambda: capped().regimes[0],
    "RegimePiece": lambda: capped_quality().pieces[0],
    "RegimeChange": lambda: capped_quality().changes[0],
    "Tiling": lambda: capped().tiling,
    "Gap": lambda: GAPS[0],
    "Overlap": lambda: GAPS[1],
    "Continuum": lambda: Continuum(vertices=({"x": sp.S.Zero}, {"x": sp.S.One})),
    "Bargain": lambda: lsec.Bargain(["maker", "shop"], over=[lsec.decisions("w")]),
    "SlacknessTiling": lambda: KINDS["ConstrainedEquilibrium"]().tiling,
    "ParametricRoot": lambda: KINDS["ImplicitEquilibrium"]().root,
    "RepresentativeGame": lambda: alike().representative,
    "Audit": audited,
    "AuditedMove": lambda: audited().moves[0],
    "Simulation": simulated,
    "RestPointsAudit": still,
    "AuditedRestPoint": lambda: still().points[0],
    "Tornado": lambda: lsec.tornado(KINDS["Equilibrium"](), "price", at={"a": 10, "b": 2, "c": 3}),
    "Calibration": lambda: lsec.calibrate(
        KINDS["Equilibrium"](), {"price": 4}, between={"a": (5, 20)}, at={"b": 2, "c": 3}
    ),
    "SignalFamily": lambda: KINDS["SignallingEquilibria"]().families[0],
    "SignalRange": lambda: KINDS["SignallingEquilibria"]().families[0].ranges[0],
    "Comparison": ranking,
    "Compared": lambda: ranking().cells[0],
    "DecidedSign": lambda: ranking().cells[0].sign,
    "SignTable": signs,
    "Static": lambda: signs().cells[0],
    "Threshold": lambda: turning()[0],
    "Thresholds": turning,
    "Proved": lambda: lsec.prove(a**2 + b**2 >= 2 * a * b),
    "Refuted": lambda: lsec.prove(a**2 + b**2 < a * b),
    "Mixed": of_quality,
    "Contradictory": lambda: Contradictory(claim=a > b, clash="a < 0 < b", proofs={}),
    "Interrupted": lambda: Interrupted(claim=a > b, reason="3 < 5 seconds"),
    "Undecided": lambda: Undecided(claim=a > b, tried=("z3", "cvc5"), points=3, effort="normal"),
    "ByRegime": lambda: lsec.prove(capped().regimes[0]["p"] <= a, given=[capped()]),
}
EVERYTHING = {**KINDS, **OTHERS}
ONE_LINE_AS_CODE = {"Player", "Condition", "Evidence", "Frozen"}


def subclasses(kind: type) -> set[type]:
    found = set(kind.__subclasses__())
    return found | {deeper for one in found for deeper in subclasses(one)}


def test_there_is_an_example_of_everything_that_is_shown() -> None:
    for module in pkgutil.walk_packages(lsec.__path__, "lsec_models."):
        if ".book" not in module.name:
            importlib.import_module(module.name)
    shown = {kind for base in (Result, Described, Stated) for kind in subclasses(base)}
    own = {kind.__name__ for kind in shown if kind.__module__.startswith("lsec_models.")}
    bases = {
        "Solved",
        "StaticEquilibrium",
        "GameOverTime",
        "NumberedResults",
        "SolutionsOverTime",
        "Printed",
        "Resting",
        "Verdict",
        "SignCell",
        "Signs",
    }
    assert own - bases <= set(EVERYTHING)


def test_what_results_and_declarations_hand_out_is_shown_too() -> None:
    """Every frozen record in the rooms of games and proofs that a result's field may hold."""
    for result in (chain(), capped(), entry(), lsec.solve(BIMATRIX), lsec.solve(CURVED.with_horizon(None), at={
        "r": "1/10", "delta": "1/5", "G_0": 0})):  # fmt: skip
        for value in vars(result).values():
            parts = value if isinstance(value, tuple) else [value]
            for part in parts:
                if type(part).__module__.startswith(("lsec_models.games", "lsec_models.prove")):
                    assert isinstance(part, Result | Described | Stated | Evidence | Frozen) or hasattr(
                        part, "_repr_html_"
                    ), type(part)


@pytest.mark.parametrize("kind", EVERYTHING)
def test_nothing_is_raw(kind: str) -> None:
    thing = EVERYTHING[kind]()
    assert type(thing).__name__ == kind
    text, page = repr(thing), thing._repr_html_()
    assert " at 0x" not in text
    assert kind in ONE_LINE_AS_CODE or not text.startswith(f"{kind}(")
    assert "$" not in page
    assert "Fraction(" not in page + text
    read = ElementTree.fromstring(f"<div>{page.replace('<br>', '<br/>')}</div>")
    assert "".join(read.itertext()).strip()


def test_formulas_need_nothing_to_be_shown() -> None:
    for thing in (chain(), chain().game, chain().domain, ranking(), signs(), turning(), of_quality()):
        assert "<math" in thing._repr_html_()
        assert "\\(" not in thing._repr_html_()


def test_a_game_is_its_order_and_payoffs() -> None:
    assert repr(chain().game).splitlines() == [
        "Game maker > shop",
        "  stage  player  decides  payoff",
        "  1      maker   w        (w - c)*(a - b*(m + w))",
        "  2      shop    m        m*(a - b*(m + w))",
        "  reported: price = m + w",
        "  assuming a > b*c",
    ]
    assert "constraint of firm: x <= b" in repr(Game(players=[FIRM], constraints={"firm": [x <= b]}))


def test_a_matrix_game_is_its_table() -> None:
    assert repr(BIMATRIX).splitlines()[1:] == [
        "          left  right",
        "  top     2, 1  0, 0",
        "  bottom  0, 0  1, 2",
    ]
    names = {player: ["yes", "no"] for player in "ABC"}
    cube = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    assert repr(MatrixGame(strategies=names, payoffs=[cube] * 3)).splitlines()[2].split() == [*["yes"] * 3, *"111"]


def test_an_evolutionary_game_is_its_table_and_what_it_assumes() -> None:
    assert repr(CONTEST).splitlines()[1:] == ["        watch  rest", "  live  a, 1   c, c", "  shop  b, 2   b, 0"]
    own = lsec.EvolutionaryGame(
        populations={"all": ["x", "y"]}, payoffs=[[a, b], [c, 0]], assuming=[a > b], dynamics="logit", noise="1/10"
    )
    assert repr(own).splitlines() == [
        "Evolutionary game of all: own strategy (rows), the other's (columns)",
        "     x  y",
        "  x  a  b",
        "  y  c  0",
        "  shares move by the logit dynamics (noise 1/10)",
        "  assuming a > b",
    ]
    regulated = repr(lsec.load("regulation")).splitlines()
    assert len(regulated) == 2 + 2**3 + 2
    assert regulated[-3].split() == ["lax", "ignore", "silent", "g", "g*mu", "0"]


def test_a_player_is_printed_as_it_is_declared() -> None:
    q = decisions("q")
    several = Player("seller", decides=[q], payoff=q * (a - q), copies=3)
    assert repr(several) == "Player('seller', decides=[q], payoff=q*(-q + a), copies=3)"
    assert repr(FIRM) == "Player('firm', decides=[x], payoff=x*(-x + a))"


def test_what_holds_anyway_is_not_said_to_be_assumed() -> None:
    game = Game(players=[FIRM], assuming=[a > 0, a > b])
    assert [line for line in repr(game).splitlines() if "assuming" in line] == ["  assuming a > b"]


def test_columns_in_which_nothing_stands_are_not_shown() -> None:
    heads = [head.text for head in ElementTree.fromstring(chain().evidence._repr_html_()).findall(".//thead//th")]
    assert heads == ["statement", "status", "means"]
    told = ElementTree.fromstring(KINDS["FeedbackTable"]().evidence._repr_html_())
    assert {len(row) for row in told.findall(".//tr")} == {len(told.findall(".//thead//th"))}


def test_titles_have_symbols_where_values_are_given() -> None:
    caption = ElementTree.fromstring(f"<p>{KINDS['OpenLoopPoint']()._repr_html_()}</p>").find(".//caption")
    assert caption is not None
    assert "".join(caption.itertext()).endswith("at G0 = 0, δ = 1/5, r = 1/10")
    assert words_html("beta = M > chain_profit") == "beta = M &gt; chain_profit"


def test_a_word_does_not_run_into_what_it_is_multiplied_with() -> None:
    fee = sp.Symbol("fee")
    assert "<mspace" in mathml_of(a * fee)
    assert "<mspace" not in mathml_of(a * b * sp.Symbol("gamma"))


def test_at_a_point_numbers_come_first_and_say_how_exact_they_are() -> None:
    point = chain().at(a=10, b=3, c=2)
    page = point._repr_html_()
    rows = ElementTree.fromstring(f"<div>{page}</div>").findall(".//tr")
    assert [len(row) for row in rows] == [3] * len(rows)
    assert [row[1].text for row in rows] == aligned_at_point([decimal(value) for value in point.values.values()])
    assert f"decimals to {DIGITS} significant digits" in page
    assert "significant digits" not in chain().at(a=10, b=1, c=2)._repr_html_()


@pytest.mark.parametrize("kind", ["FinitePoint", "StationaryPoint", "FeedbackPoint", "PeriodsPoint", "BayesianPoint"])
def test_only_what_is_a_number_has_a_decimal_whatever_else_is_called_like_it(kind: str) -> None:
    """A player's value function has the name of its payoff, which is a number."""
    summary = KINDS[kind]().summary()
    rows = ElementTree.fromstring(f"<div>{html(summary)}</div>").findall(".//tr")
    said = [quantity for quantity in summary.quantities if quantity.is_said]
    decimals = {row[0].text or "": row[1].text for row in rows if row[1].get("class") == "number"}
    numbers = [quantity for quantity in said if is_number(quantity.value)]
    assert len(rows) == len(said)
    assert [text.strip() for text in decimals.values() if text] == [decimal(one.value) for one in numbers]
    assert not any(name.startswith("value of") for name in decimals)


@pytest.mark.parametrize(
    ("number", "text", "whole"),
    [
        (sp.Rational(1, 3), "0.333333", False),
        (sp.Rational(7, 2), "3.5", True),
        (sp.sqrt(2), "1.41421", False),
        (sp.Integer(1234567), "1.23457e+06", False),
        (sp.Integer(-4), "-4", True),
    ],
)
def test_a_decimal_says_whether_it_is_all(number: sp.Expr, text: str, whole: bool) -> None:
    assert (decimal(number), is_all(number)) == (text, whole)


def test_decimals_end_alike() -> None:
    assert len({len(text.partition(".")[2]) for text in aligned_at_point(["1.5", "22.25", "0.125"])}) == 1
    assert aligned_at_point(["1", "22"]) == ["1", "22"]


def test_rounding_touches_nothing_exact() -> None:
    t = sp.Symbol("t")
    assert rounded(sp.Rational(1, 3) * t + sp.sqrt(2)) == sp.Rational(1, 3) * t + sp.sqrt(2)
    assert str(rounded(sp.Float("1.23456789012345678901", 20) * t)) == "1.23457*t"


def test_markup_in_names_stays_text_and_long_tables_say_how_much_is_left_out() -> None:
    long = Description(title="<b>", columns=("n",), rows=tuple((str(i),) for i in range(45)))
    assert "&lt;b&gt;" in description_html(long)
    assert "and 5 more" in description_html(long)
    assert "and 5 more" in description_text(long)
    assert "at &lt;once&gt;" in ranking()._repr_html_()


def test_a_sign_that_never_turns_is_said() -> None:
    never = lsec.thresholds(a + b, "a")
    assert (repr(never), never._repr_html_(), never == ()) == (
        "the sign never turns",
        "<p>the sign never turns</p>",
        True,
    )


def test_a_threshold_of_a_candidate_says_so_on_a_page() -> None:
    assert issubclass(type(turning()[0]), Resting)
    assert "candidate" not in turning()._repr_html_()
