"""The one entry to figures: curves whose crossings are exact, modes in one colour, rows of maps, surfaces, paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from mpl_toolkits.mplot3d.art3d import Poly3DCollection  # type: ignore[import-untyped]

from lsec_models import Choice, Game, Player, decisions, load, others, parameters, plot, solve, sweep
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models.channels.channel_choice import channel_choice
from lsec_models.models.over_time.dynamic_quality import BASELINE, MODES
from lsec_models.show.figures.curves.crossings import crossings
from lsec_models.show.figures.layout.style import OKABE_ITO, STYLE, line_style, styled
from lsec_models.show.figures.maps.region_map import region_styles
from results import KINDS

mpl.use("Agg")

a, b = parameters("a b", positive=True)
q = decisions("q")
NAMES = ("none", "reselling", "agency")
MARKET = {"alpha": 20, "c": 2, "sigma": 0.2, "theta": 0.1, "phi": 1.5, "eta": 2}
ALONG = {"lambda": (0, 0.9)}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


@cache
def channels() -> Any:
    modes = {mode: channel_choice(mode, compete="quantities") for mode in NAMES}
    return solve(Choice(by="manufacturer", among=modes, participation={"streamer": 0}))


def texts(axes: Any) -> list[str]:
    return [text.get_text() for text in axes.texts]


def firm(random: Random) -> Any:
    """A monopolist whose profit is a random polynomial or rational function of a, on a part of the line."""
    size, slope, cost = (Fraction(random.randint(-12, 12), random.randint(1, 4)) for _ in range(3))
    fixed = cost * a**2 / (1 + random.randint(0, 2) * a)
    margin = 20 + size + slope * a
    return solve(Game(players=[Player("firm", decides=[q], payoff=q * (margin - q) - fixed)], assuming=[margin > 0]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_crossings_are_those_that_a_fine_grid_sees(seed: int) -> None:
    random = Random(seed)
    solved = {str(i): firm(random) for i in range(3)}
    found = [float(x) for x in crossings(solved, "firm", "a", at={}, between=(Fraction(0), Fraction(5)))]
    grid = np.linspace(0, 5, 20_001)[1:]
    data = sweep(solved, over={"a": grid})["firm"].values
    seen: list[float] = []
    for i in range(3):
        for j in range(i):
            gap = data[i] - data[j]
            seen += [grid[k] for k in np.flatnonzero(gap[1:] * gap[:-1] < 0)]
    assert len(found) == len(set(found))
    for x in seen:
        assert min((abs(x - y) for y in found), default=1) < 1e-3, f"a crossing near {x} is missing"
    for y in found:
        assert min((abs(x - y) for x in seen), default=1) < 1e-3, f"nothing crosses at {y}"


def test_curves_that_touch_or_meet_where_one_ends_do_not_cross() -> None:
    def closed_form(profit: Any, *assuming: Any) -> Any:
        player = Player("firm", decides=[q], payoff=profit - (q - 1) ** 2)
        return solve(Game(players=[player], assuming=list(assuming)))

    def between(*solved: Any) -> list[str]:
        named = dict(zip("xyz", solved, strict=False))
        return [str(x) for x in crossings(named, "firm", "a", at={}, between=(Fraction(0), Fraction(4)))]

    assert between(closed_form((a - 1) ** 2), closed_form(0 * a)) == [], "touches"
    assert between(closed_form(a), closed_form(2 - a)) == ["1"]
    assert between(closed_form(a), closed_form(2 - a, a < 1)) == [], "ends there"
    assert between(closed_form(a), closed_form(a)) == [], "the same"
    assert between(closed_form(a**2), closed_form(2 + 0 * a)) == ["sqrt(2)"]


@pytest.mark.slow
def test_profit_against_commission_for_three_modes_is_one_line() -> None:
    axes = plot(channels(), "manufacturer", over=ALONG, at=MARKET, words={"lambda": "commission", "none": "no channel"})
    exact = channels().thresholds("lambda", at=MARKET, over=(0, 0.9)).thresholds
    assert axes.get_xlabel() == r"commission, $\lambda$"
    assert axes.get_ylabel() == "payoff of manufacturer"
    assert {"no channel", "reselling", "agency", f"{float(exact[0]):.4g}"} == set(texts(axes))
    dotted = [line for line in axes.lines if list(line.get_xdata()) == [float(exact[0])] * 2]
    assert len(dotted) == 1


@pytest.mark.slow
def test_a_curve_is_what_the_mode_pays_and_thick_where_it_is_chosen() -> None:
    axes = plot(channels(), "manufacturer", over=ALONG, at=MARKET)
    for number, name in enumerate(NAMES):
        own = [line for line in axes.lines if line.get_color() == OKABE_ITO[number]]
        (curve,) = [line for line in own if line.get_alpha() is None]
        xs, ys = curve.get_data()
        for i in range(20, len(xs), 40):
            point = MARKET | {"lambda": Fraction(str(round(float(xs[i]), 6)))}
            exact = channels().at(point).available.get(name)
            assert exact is None or float(exact.payoffs["manufacturer"]) == pytest.approx(ys[i], rel=1e-5)
        for band in (line for line in own if line.get_alpha() is not None):
            middle = band.get_xdata()[len(band.get_xdata()) // 2]
            assert channels().at(MARKET | {"lambda": float(middle)}).mode == name


def test_a_player_is_drawn_in_the_modes_it_takes_part_in() -> None:
    w = decisions("w")
    alone = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))])
    shop = Player("shop", decides=[q], payoff=q * (2 * a - q - w))
    through = Game(players=[Player("firm", decides=[w], payoff=w * q - b), shop], order=["firm", "shop"])
    choice = solve(Choice(by="firm", among={"alone": alone, "through": through}))
    axes = plot(choice, "shop", over={"a": (0, 9)}, at={"b": 1})
    assert [text for text in texts(axes) if text.isalpha()] == ["through"]
    assert {line.get_color() for line in axes.lines if len(line.get_xdata()) > 2} == {OKABE_ITO[1]}
    assert {"alone", "through"} <= set(texts(plot(choice, "firm", over={"a": (0, 9)}, at={"b": 1})))


@pytest.mark.slow
def test_a_mode_has_one_colour_in_every_panel() -> None:
    at = {name: value for name, value in MARKET.items() if name not in ("phi", "theta")}
    over = {"lambda": (0, 0.9), "phi": (0.5, 3)}
    row = plot(channels(), "lambda", "phi", at=at, over=over, across={"theta": (-0.2, 0.4)})
    strip = plot(channels(), "lambda", at=MARKET, over=(0, 0.9))
    styles = region_styles(NAMES)
    assert [axes.get_title(loc="left") for axes in row] == [r"$\theta = -0.2$", r"$\theta = 0.4$"]
    assert [axes.get_ylabel() for axes in row] == [r"$\phi$", ""]
    for axes, value in zip(row, (-0.2, 0.4), strict=True):
        labels = channels().regions("lambda", "phi", at=at | {"theta": value}, over=over).labels
        assert [patch.get_facecolor()[:3] for patch in axes.patches] == [styles[label].colour for label in labels]
    assert [patch.get_facecolor()[:3] for patch in strip.patches] == [styles[n].colour for n in ("agency", "reselling")]
    for i in range(3):
        line, fill = np.array(to_rgb(line_style(i)["color"])), np.array(styles[NAMES[i]].colour)
        share = (1 - fill) / np.maximum(1 - line, 1e-9)
        assert np.ptp(share[line < 1]) < 1e-6, "a fill is the colour of the mode's line, mixed with white"


def test_crossings_of_equilibria_are_marked_and_one_alone_needs_no_name() -> None:
    structures = {"M leads": ["manufacturer", "streamer"], "at_once": [("manufacturer", "streamer")]}
    solved = {name: solve(load("power_structures_bilateral", order=order)) for name, order in structures.items()}
    model = {"a": 20, "b": 1, "c": 2, "k": 2, "eta": 1, "mu": Fraction(1, 2)}
    at = {name: model[name] for name in solved["M leads"].ring.names if name in model}
    axes = plot(solved, "price", over={"gamma": (0, 1.5)}, at=at)
    gap = sweep(solved, over={"gamma": (0, 1.5, 3001)}, at=at)["price"]
    turns = np.flatnonzero(np.diff(np.sign(gap.values[0] - gap.values[1]))[1:]) + 1
    marked = [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2]
    assert marked == pytest.approx(gap["gamma"].values[turns], abs=1e-3)
    assert {"M leads", "at once"} <= set(texts(axes))
    assert texts(plot(solved["M leads"], "price", over={"gamma": (0, 1.5)}, at=at)) == []


@pytest.mark.slow
def test_surfaces_have_the_heights_of_the_sweep_and_gaps_where_nothing_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[np.ndarray] = []

    class Spy(Poly3DCollection):
        def __init__(self, faces: list[np.ndarray], **options: Any) -> None:
            drawn.extend(faces)
            super().__init__(faces, **options)

    monkeypatch.setattr("mpl_toolkits.mplot3d.art3d.Poly3DCollection", Spy)
    led = KINDS["Equilibrium"]()
    axes = plot(led, "w", over={"b": (1, 6), "c": (1, 3)}, at={"a": 10})
    assert axes.name == "3d"
    corners = np.concatenate(drawn)
    data = sweep(led, over={"b": (1, 6, 41), "c": (1, 3, 41)}, at={"a": 10})
    held = data["violated"].values == -1
    assert 0 < held.sum() < held.size
    whole = held[1:, 1:] & held[:-1, 1:] & held[1:, :-1] & held[:-1, :-1]
    assert len(corners) == 4 * whole.sum()
    heights = {(round(x, 9), round(y, 9)): z for x, y, z in corners}
    for (x, y), z in heights.items():
        assert z == pytest.approx(float(data["w"].sel(b=x, c=y, method="nearest")))
    with pytest.raises(DeclarationError, match="the axes are flat; leave ax= out"):
        plot(led, "w", over={"b": (1, 6), "c": (1, 3)}, at={"a": 10}, ax=plt.subplots()[1])


def test_paths_of_several_modes_stand_in_one_picture() -> None:
    found: dict[str, Any] = {}
    for mode in MODES[:3]:
        solved: Any = solve(load("dynamic_quality", mode=mode))
        found[mode] = solved.at({name: BASELINE.get(name, 1) for name in solved.ring.names})
    axes = plot(found, "G", until=6, words={"G": "goodwill"})
    assert set(texts(axes)) == {mode.replace("_", " ") for mode in MODES[:3]}
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("time", "goodwill, $G$ (goodwill)")
    for line, one in zip(axes.lines, found.values(), strict=True):
        times, values = line.get_data()
        assert times[-1] == 6
        exact = float(one.paths["G"].subs(one.time, 3))
        assert np.interp(3, times, values) == pytest.approx(exact, rel=1e-3)


def test_axes_say_words_and_units() -> None:
    data = sweep(KINDS["Equilibrium"](), over={"b": (1, 2, 3)}, at={"a": 10, "c": 2})
    data["b"].attrs.update(long_name="price sensitivity", units="units/euro")
    data["w"].attrs.update(long_name="wholesale price", units="euro")
    axes = plot(data, "w")
    assert axes.get_xlabel() == "price sensitivity, $b$ (units/euro)"
    assert axes.get_ylabel() == "wholesale price, $w$ (euro)"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plot({}, "q", over={"a": (0, 1)}), "no equilibrium"),
        (lambda: plot(KINDS["Equilibrium"](), "w", over={"b": 3}, at={}), r"write over=\{'b': \(low, high\)\}"),
        (lambda: plot(KINDS["Equilibrium"](), "w", over={"b": (2, 1)}, at={}), "is empty"),
        (lambda: plot(KINDS["Equilibrium"](), "w", over={}, at={}), "one parameter or two"),
        (lambda: plot(channels(), "manufacturer", over={"lambda": (0, 1), "phi": (1, 2)}, at={}), "a map shows who"),
        (lambda: plot(channels(), "lambda", "phi", over={}, at={}, across={"theta": 3}), "write across="),
        (lambda: plot({"x": KINDS["FeedbackPoint"](), "y": KINDS["Equilibrium"]()}, "G"), "'y' is an Equilibrium"),
    ],
)
def test_what_is_asked_wrongly_is_told(call: Any, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        call()


def test_a_name_that_is_no_quantity_is_told() -> None:
    known: Mapping[str, Any] = {"led": KINDS["Equilibrium"]()}
    with pytest.raises(UnknownName, match="no quantity 'wage'"):
        plot(known, "wage", over={"b": (1, 2)}, at={"a": 10, "c": 2})
    data = sweep(known, over={"b": (1, 2, 3)}, at={"a": 10, "c": 2})
    with pytest.raises(UnknownName, match=r"known: 'm', 'maker', 'price', 'shop', 'w'$"):
        plot(data, "violated")


def test_a_number_of_firms_moves_over_whole_numbers() -> None:
    n = parameters("n", integer=True)
    firm = Player("firm", decides=[q], payoff=(a - q - others(q)) * q, copies=n)
    axes = plot(solve(Game(players=[firm])), "q", over={"n": (1, "7/2")}, at={"a": 12})
    (line,) = axes.lines
    assert list(line.get_xdata()) == [1, 2, 3]
    assert list(line.get_ydata()) == [6, 4, 3]
    with pytest.raises(DeclarationError, match="no whole number"):
        plot(solve(Game(players=[firm])), "q", over={"n": ("3/2", "7/4")}, at={"a": 12})


def test_a_regime_is_named_on_its_curve_where_there_is_room_and_in_a_legend_where_not() -> None:
    found = KINDS["RegimesAlong"]()
    axes = plot(found, "x", words={"interior": "as good as it pays"})
    names = {text.get_text(): text for text in axes.texts}
    assert names.keys() == {"as good as it pays", "x = 2", "4"}
    assert axes.get_legend() is None
    x, y = names["x = 2"].get_position()
    assert 4 < x < 9
    assert y == pytest.approx(2)
    long = "as good as the room in the show allows for, and not better"
    axes = plot(found, "x", words={"interior": long})
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [long]
    assert "x = 2" in texts(axes)


@pytest.mark.slow
def test_equilibria_with_a_root_are_drawn_beside_each_other() -> None:
    found = KINDS["ImplicitEquilibrium"]()
    axes = plot({"one": found, "the same": found}, "share", over={"c": (1, 9)}, at={"a": 10})
    assert axes.lines


@pytest.mark.parametrize("fails", [False, True])
def test_a_backend_that_the_first_figure_chooses_goes_on_to_show_figures(fails: bool) -> None:
    """As in a notebook: pyplot loads its backend when it first draws, which has figures shown as they are made."""
    assert not mpl.is_interactive()
    try:
        with suppress(DeclarationError), styled():
            mpl.interactive(True)
            if fails:
                raise DeclarationError("a name that is wrong")
        assert mpl.is_interactive()
        assert mpl.rcParams["svg.hashsalt"] != STYLE["svg.hashsalt"], "all else is as the user set it"
    finally:
        mpl.interactive(False)


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("text", ["US$", "$ per $", "$x_{$ or $", r"$\nonsense$", "價格 $q_1$", r"100 %_&#~^\ {"])
def test_any_words_and_names_are_drawn(text: str) -> None:
    game = Game(players=[Player(text, decides=[q], payoff=q * (a - q))], meanings={"a": (text, text)})
    two = sweep({text: solve(game), "other": solve(game)}, over={"a": (1, 2, 3)})
    for data in (two.sel(structure=text), two):
        plot(data, text).get_figure().draw_without_rendering()
    plt.close("all")


def test_words_that_are_no_texts_are_refused() -> None:
    data = sweep(solve(Game(players=[Player("firm", decides=[q], payoff=q * (a - q))])), over={"a": (1, 2, 3)})
    with pytest.raises(DeclarationError, match="give texts by name"):
        plot(data, "q", words={"q": 3})
