"""What a live page asks of its maker, and what it is made of."""

from __future__ import annotations

import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

import lsec_models as lsec
from lsec_models import DifferentialGame, Game, Player, decisions, parameters, states
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.live import ModeChoice, Slider, live_page, live_page_of
from lsec_models.live.python_code import code_of
from lsec_models.live.words import greek, readable_relation
from pages.live_pages import BACKBONES, a, backbone, leadership, leadership_options, leadership_page, piecewise
from results import KINDS

MEGABYTE = 1_000_000


# Sliders.


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"low": 2, "high": 0}, "slider 'gamma': its range must rise, not go from 2 to 0"),
        ({"low": 1, "high": 1}, "its range must rise"),
        ({"low": 0, "high": 2, "start": 3}, "slider 'gamma': its start 3 lies beyond its range, 0 to 2"),
        ({"low": 0, "high": 2, "start": Fraction(1, 3)}, "start = 1/3 is not a decimal"),
        ({"low": 0, "high": 2, "step": 0}, "a step of 0 does not fit into its range"),
        ({"low": 0, "high": 2, "step": -1}, "a step of -1 does not fit"),
        ({"low": 0, "high": 2, "step": 3}, "a step of 3 does not fit"),
        ({"low": 0, "high": float("inf")}, "high of slider 'gamma' = inf is not a finite rational number"),
        ({"low": "none", "high": 2}, "low of slider 'gamma' = 'none': the text is not a number"),
    ],
)
def test_a_slider_that_can_not_move(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError, match=re.escape(words)):
        Slider("gamma", **arguments)


@pytest.mark.parametrize(
    ("low", "high", "step"),
    [(0, 1, "0.01"), (0, 2, "0.02"), (0, 6, "0.05"), (5, 40, "0.2"), (0, 1000, "10"), (0, 0.003, "0.00002")],
)
def test_a_slider_s_usual_step_is_about_a_hundredth(low: float, high: float, step: str) -> None:
    assert Slider("x", low, high).step == Fraction(step)


# Pages.


BAD = {
    "no equilibria": ({"equilibria": {}}, DeclarationError, "at least one equilibrium"),
    "a game": (
        {"equilibria": lambda: {"x": leadership()["simultaneous"].game}},
        DeclarationError,
        "'x' is a Game, not",
    ),
    "a label that is not text": (
        {"equilibria": lambda: {1: leadership()["simultaneous"]}},
        DeclarationError,
        "label (1,)",
    ),
    "too many labels": (
        {"equilibria": lambda: {("one", "two"): leadership()["simultaneous"]}},
        DeclarationError,
        "'one' / 'two' has 2 labels for 1 switches ['power structure']",
    ),
    "unequal labels": (
        {"equilibria": lambda: {("one", "two"): leadership()["simultaneous"], "one": leadership()["simultaneous"]}},
        DeclarationError,
        "give one label for each switch",
    ),
    "no sliders": ({"sliders": []}, DeclarationError, "at least one Slider"),
    "a tuple for a slider": ({"sliders": [("gamma", 0, 1)]}, DeclarationError, "at least one Slider"),
    "a slider twice": ({"sliders": [Slider("k", 1, 2), Slider("k", 1, 3)]}, DeclarationError, "a parameter twice"),
    "an unknown slider": (
        {"sliders": [Slider("gama", 0, 1), Slider("k", 1, 2)]},
        DeclarationError,
        "parameter 'gamma' of the equilibrium 'manufacturer leads' has neither slider nor number; add Slider('gamma'",
    ),
    "an unknown slider more": (
        {"sliders": [Slider("gamma", 0, 1), Slider("k", 1, 2), Slider("K", 1, 2)]},
        UnknownName,
        "no parameter 'K' on this page",
    ),
    "an unknown fixed parameter": ({"at": {"a": 10, "b": 1, "c": 2, "d": 1}}, UnknownName, "no parameter 'd'"),
    "a parameter left over": ({"at": {"a": 10, "b": 1}}, DeclarationError, "parameter 'c' of the equilibrium"),
    "fixed and moved": ({"at": {"a": 10, "b": 1, "c": 2, "k": 1}}, DeclarationError, "k has a slider too"),
    "a sign": ({"at": {"a": 10, "b": 0, "c": 2}}, DeclarationError, "b = 0, but b is declared positive"),
    "no number": ({"at": {"a": "ten", "b": 1, "c": 2}}, DeclarationError, "a = 'ten': the text is not a number"),
    "an unknown quantity": ({"plot": "quality"}, UnknownName, "no quantity to plot 'quality' on this page"),
    "an unknown axis": ({"over": "a"}, UnknownName, "no slider to plot over 'a'"),
    "time without dynamics": ({"over": "t"}, UnknownName, "no slider to plot over 't'"),
    "a time range without dynamics": ({"time": (0, 1)}, DeclarationError, "for feedback equilibria"),
    "unknown words": ({"words": {"x": "y"}}, UnknownName, "no quantity in words 'x'"),
    "an unknown start": ({"start": "streamer leads"}, UnknownName, "no equilibrium ('streamer leads',) on this page"),
    "a taken name": ({"switches": ["plot"]}, DeclarationError, "'plot' is used for something else"),
    "a switch like a slider": ({"switches": ["k"]}, DeclarationError, "'k' is used for something else"),
    "given to no switch": ({"given": {"type": {"x": {"a": 1}}}}, UnknownName, "no switch 'type'"),
    "given to no label": (
        {"given": {"power structure": {"nash": {"a": 1}}}},
        UnknownName,
        "no label of switch 'power structure' 'nash'",
    ),
    "given beyond the slider": (
        {"given": {"power structure": {"simultaneous": {"gamma": 9}}}},
        DeclarationError,
        "slider 'gamma': the value that comes with 'simultaneous', 9 lies beyond its range, 0 to 4",
    ),
    "a choice of no switch": ({"choice": ModeChoice(switch="mode", by="streamer")}, UnknownName, "no switch 'mode'"),
    "a choice by nobody": (
        {"choice": ModeChoice(switch="power structure", by="steamer")},
        UnknownName,
        "no player 'steamer' on this page; did you mean 'streamer'?",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_with_a_reason(case: str) -> None:
    changes, error, words = BAD[case]
    options = {"equilibria": leadership(), **leadership_options(), **changes}
    equilibria = options.pop("equilibria")
    with pytest.raises(error, match=re.escape(words)):
        live_page(equilibria() if callable(equilibria) else equilibria, **options)


def test_numbers_that_divide_by_zero_are_refused() -> None:
    p = decisions("p")
    x = parameters("x", positive=True)
    game = Game(players=[Player("seller", decides=[p], payoff=p * (a / (x - 1) - p))])
    with pytest.raises(DeclarationError, match="divides by zero at x = 1; fix the parameters at other values"):
        _ = live_page(lsec.solve(game), sliders=[Slider("a", 1, 2)], at={"x": 1}).html


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "integrated_chain",
            "model 'integrated_chain' has no live page: the catalogue has no live page for it; there are",
        ),
        (
            "fame",
            "model 'fame' has no live page: the catalogue has no such model; there are live pages for power_struct",
        ),
        ("", "for a game of your own use live_page(...)"),
    ],
)
def test_a_model_without_a_page(name: str, words: str) -> None:
    with pytest.raises(UnknownName, match=re.escape(words)):
        live_page_of(name)


def test_one_equilibrium_needs_no_label() -> None:
    page = live_page(leadership()["simultaneous"], sliders=[Slider("k", 1, 4)], at={"a": 9, "b": 1, "c": 2, "gamma": 1})
    assert page.switches == {}
    assert list(page.equilibria) == [()]
    assert 'data-quantity="price"' in page.html


# What a page is made of.


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("input", "link", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.slow
@pytest.mark.parametrize("name", BACKBONES)
def test_a_page_is_small_whole_and_asks_for_nothing_outside(name: str, tmp_path: Path) -> None:
    path = backbone(name).save(tmp_path / "new" / f"{name}.html")
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < MEGABYTE / 2
    reader = _Reader()
    reader.feed(text)
    assert reader.open == []
    addresses = [attrs.get("src") or attrs.get("href") for _, attrs in reader.tags]
    assert {address for address in addresses if address} == {"data:,"}
    assert set(re.findall(r"https?://[^\s\"']+", text)) == {"http://www.w3.org/2000/svg"}
    assert "innerHTML" not in text
    assert not re.search(r"\beval\(|new Function", text)
    assert "<noscript>" in text
    assert not [attrs for _, attrs in reader.tags if "id" in attrs]


def test_the_element_survives_markdown_and_equal_pages_are_equal() -> None:
    html = leadership_page().html
    assert not re.search(r"\n\s*\n", html)
    assert html == live_page(leadership(), **leadership_options()).html == leadership_page()._repr_html_()


def test_words_of_the_maker_are_text_and_never_markup() -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    cases = {evil: leadership()["simultaneous"]}
    options = leadership_options() | {"title": evil, "note": evil, "words": {"q": evil}, "switches": [evil]}
    options["sliders"] = [Slider("gamma", 0, 1, words=evil), Slider("k", 1, 2)]
    html = live_page(cases, **options).html
    assert "<img" not in html
    assert html.count("</script>") == 1


def test_a_page_says_what_it_is() -> None:
    assert repr(leadership_page()) == (
        "Live page of 2 equilibria, sliders gamma, k; it shows itself in Jupyter, or page.save('page.html')"
    )


# Words.


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("gamma", "γ"),
        ("rho_M", "ρ_M"),
        ("lambda", "λ"),
        ("G_0", "G_0"),
        ("demand", "demand"),
        ("Gamma", "Γ"),
    ],
)
def test_greek_names(name: str, written: str) -> None:
    assert greek(name) == written


def test_relations_read_like_mathematics() -> None:
    x, y, gamma = sp.symbols("x y gamma", positive=True)
    assert readable_relation(sp.Ge(x * (x + y) ** 2, gamma / 2, evaluate=False)) == "x·(x + y)² ≥ γ/2"
    assert readable_relation(sp.Ne(x**12, y)) == "x¹² ≠ y"


# Python of a game.


def _games() -> dict[str, Any]:
    share = parameters("lambda", positive=True)
    p, g = decisions("p S")
    k, delta, r = parameters("k delta r", positive=True)
    stock, effort = states("G"), decisions("e", real=True)
    static = Game(
        players=[
            Player("it's me", decides=[p], payoff=(1 - share) * p * (a + sp.Rational(1, 3) - p - g)),
            Player("b", decides=[g], payoff=g * (a - g - p / 2)),
        ],
        order=["it's me", "b"],
        assuming=[share < 1],
        report={"total": p + g},
    )
    dynamic = DifferentialGame(
        states={stock: effort - delta * stock},
        players=[Player("firm", decides=[effort], payoff=a * stock - k * effort**2 / 2)],
        discount=r,
        report={"size": stock / 2},
    )
    return {
        "static": lsec.solve(static),
        "by decisions": lsec.solve(static.with_order([p, g])),
        "corners": piecewise(),
        "dynamic": lsec.solve(dynamic),
        "centralised": lsec.solve(lsec.load("dynamic_quality", mode="centralised")),
        "from the catalogue": lsec.solve(lsec.load("power_structures", streamer="virtual")),
    }


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["static", "by decisions", "corners", "dynamic", "centralised", "from the catalogue"])
def test_python_of_a_game_declares_the_same_game(kind: str) -> None:
    equilibrium = _games()[kind]
    scope: dict[str, Any] = {}
    exec("import lsec_models as lsec\n" + code_of(equilibrium), scope)
    again = scope["equilibrium"]
    assert type(again) is type(equilibrium)
    if kind == "corners":
        assert [regime.exact for regime in again.regimes] == [regime.exact for regime in equilibrium.regimes]
    else:
        assert again.exact == equilibrium.exact
    assert again.domain.conditions == equilibrium.domain.conditions


def test_python_of_a_game_has_the_ends_of_its_decisions() -> None:
    a = parameters("a", positive=True)
    share, price = decisions("share", within=(0, "1/2")), decisions("price", within=(None, a))
    game = Game(players=[Player("firm", decides=[share, price], payoff=share * (1 - share) + price * (a - price))])
    text = code_of(lsec.solve(game))
    assert 'share = decisions("share", within=(0, Rational(1, 2)), nonnegative=True)' in text
    scope: dict[str, Any] = {}
    exec("import lsec_models as lsec\n" + text, scope)
    assert scope["game"].decisions == game.decisions
    assert [bound.words for bound in scope["game"].bounds] == [bound.words for bound in game.bounds]


def test_an_equilibrium_with_a_root_has_a_page() -> None:
    page = live_page(KINDS["ImplicitEquilibrium"](), sliders=[Slider("c", 1, 9)], at={"a": 10})
    assert "price" in page.kernel.cases[0]["quantities"]
    assert "solve(game)" in page.code[()]


def test_up_to_three_cases_are_compared() -> None:
    def compared(compare: Any) -> tuple[Any, ...]:
        return live_page(leadership(), **leadership_options(), compare=compare).compare

    label = "simultaneous"
    assert compared(label) == compared([label]) == compared((label,)) == ((label,),)
    assert compared(None) == ()
    with pytest.raises(DeclarationError, match="4 cases beside the one shown; name at most 3"):
        compared([label] * 4)
    with pytest.raises(UnknownName, match="no equilibrium"):
        compared(["nobody leads"])


def test_rows_that_say_the_same_are_known() -> None:
    from lsec_models.live.kernel import repeated, vanishing

    none, agency = (
        lsec.solve(lsec.load("channel_choice", mode=mode, compete="quantities")) for mode in ("none", "agency")
    )
    assert set(repeated(agency)) == {"live_demand", "retail_demand", "live_effort"}
    assert {"live_demand", "live_effort"} <= set(vanishing(none))
    for name in repeated(agency):
        assert any(agency[name] == agency[decision] for decision in agency.decisions)
    assert vanishing(agency) == []
