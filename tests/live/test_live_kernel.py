"""What a live page computes with, run by V8 without a page: Python's numbers, and its reasons where there are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import islice

import pytest
import sympy as sp

import lsec_models as lsec
from lsec_models import DifferentialGame, Game, ImplicitEquilibrium, Player, decisions, parameters, states
from lsec_models.algebra.domains.sampling import sample
from lsec_models.errors import OutsideDomain
from lsec_models.live.kernel import LiveEquilibrium, PageKernel, quantities_of
from pages.live_engine import Engine
from pages.live_pages import (
    BACKBONES,
    backbone,
    failures,
    is_close,
    leadership,
    of_chapter,
    piecewise,
    random_settings,
    said_by_python,
)
from pages.live_pages import values_at as python_values

DRAWS = 20


def engine_of(*equilibria: LiveEquilibrium) -> Engine:
    names = sorted({name for equilibrium in equilibria for name in equilibrium.ring.names})
    kernel = PageKernel(sliders=tuple(names))
    for equilibrium in equilibria:
        kernel.add(equilibrium, {})
    return Engine(kernel)


@cache
def engine_of_page(name: str) -> Engine:
    return Engine(backbone(name).kernel)


def with_root() -> LiveEquilibrium:
    r, delta, rho, eta, k = parameters("r delta rho eta k", positive=True)
    stock, effort = states("x"), decisions("u", real=True)
    game = DifferentialGame(
        states={stock: effort - delta * stock},
        players=[Player("firm", decides=[effort], payoff=rho * stock - eta * stock**2 / 2 - k * effort**2 / 2)],
        discount=r,
    )
    return lsec.solve(game)


def chain() -> LiveEquilibrium:
    return lsec.solve(lsec.load("power_structures", order=["streamer", ("manufacturer", "platform")], streamer="top"))


FAMILIES: Mapping[str, Callable[[], LiveEquilibrium]] = {
    "two players": lambda: leadership()["manufacturer leads"],
    "three players, commission": chain,
    "monopoly with a bound": piecewise,
    "goodwill": lambda: lsec.solve(lsec.load("dynamic_quality", mode="cost_sharing", streamer="top")),
    "a square root": with_root,
}


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_javascript_agrees_with_exact_values_at_admissible_points(family: str) -> None:
    equilibrium = FAMILIES[family]()
    engine = engine_of(equilibrium)
    for draw in sample(equilibrium.domain, DRAWS, seed=1):
        point = {symbol.name: Fraction(repr(float(value))) for symbol, value in draw.items()}
        exact = python_values(equilibrium, point)
        found = engine.at(0, point)
        assert found["inside"], found["failures"]
        for name, number in zip(quantities_of(equilibrium), found["values"], strict=True):
            assert is_close(number, exact[name]), (name, point)


def cubic_commission() -> ImplicitEquilibrium:
    a, c = parameters("a c", positive=True)
    share, price = decisions("lambda", within=(0, 1)), decisions("p")
    streamer = Player("streamer", decides=[share], payoff=share * price * (a - price))
    maker = Player("maker", decides=[price], payoff=((1 - share) * price - c) * (a - price))
    return lsec.solve(
        Game(players=[streamer, maker], constraints=[price <= a], assuming=[a > c]).with_order(["streamer", "maker"])
    )


def endless_quality() -> ImplicitEquilibrium:
    a, c = parameters("a c", positive=True)
    quality = decisions("x")
    return lsec.solve(Game(players=[Player("maker", decides=[quality], payoff=a * quality - c * quality**4)]))


@pytest.mark.parametrize("solved", [cubic_commission, endless_quality])
def test_a_root_is_found_between_two_ends_and_where_there_is_but_one(
    solved: Callable[[], ImplicitEquilibrium],
) -> None:
    equilibrium = solved()
    engine = engine_of(equilibrium)
    for market, cost in ((10, 1), (10, 9), (8788, 1), (Fraction(1, 8), Fraction(1, 16))):
        found = engine.at(0, {"a": Fraction(market), "c": Fraction(cost)})
        exact = equilibrium.at({"a": market, "c": cost})
        for name, number in zip(quantities_of(equilibrium), found["values"], strict=True):
            assert number == pytest.approx(float(exact[name]), rel=1e-9), name
    if solved is cubic_commission:
        assert engine.at(0, {"a": Fraction(1), "c": Fraction(2)})["failures"][0]["words"] == "a > c  [assumption]"


@pytest.mark.slow
@pytest.mark.parametrize("name", BACKBONES)
def test_backbone_pages_agree_with_python_inside_and_outside(name: str) -> None:
    page = backbone(name)
    engine = engine_of_page(name)
    cases = list(page.equilibria)
    inside = outside = 0
    for labels, settings in random_settings(page, max(40, 2 * len(cases)), seed=3):
        found = engine.at(cases.index(labels), settings)
        exact, failing = said_by_python(page, labels, settings)
        assert "; ".join(failure["words"] for failure in found["failures"]) == failing, (labels, settings)
        assert found["inside"] == (not failing)
        inside, outside = inside + found["inside"], outside + (not found["inside"])
        for quantity, number in zip(exact, found["values"], strict=True):
            assert is_close(number, exact[quantity]), (labels, quantity, settings)
    assert inside >= DRAWS
    assert outside >= 3


@pytest.mark.slow
def test_a_page_with_chance_agrees_with_python() -> None:
    """The order under four contracts: closed forms of expected payoffs with kinks."""
    page = of_chapter("live_contracts")
    engine, cases = Engine(page.kernel), list(page.equilibria)
    assert [label for (label,) in cases] == ["price-only", "revenue sharing", "buy-back", "fixed fee"]
    inside = 0
    for labels, settings in random_settings(page, 24, seed=5):
        found = engine.at(cases.index(labels), settings)
        exact, failing = said_by_python(page, labels, settings)
        assert found["inside"] == (not failing) == (settings["p"] > settings["c"])
        inside += found["inside"]
        for quantity, number in zip(exact, found["values"], strict=True):
            assert is_close(number, exact[quantity]), (labels, quantity, settings)
        if labels != ("price-only",) and found["inside"]:
            assert exact["q"] == settings["B"] * (1 - settings["c"] / settings["p"])
            assert exact["retailer"] == settings["phi"] * exact["chain"]
    assert inside >= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", BACKBONES)
def test_a_curve_s_quick_values_are_those_at_the_point(name: str) -> None:
    page = backbone(name)
    engine = engine_of_page(name)
    cases = list(page.equilibria)
    for labels, settings in random_settings(page, 30, seed=4):
        slow, quick = engine.at(cases.index(labels), settings), engine.quick(cases.index(labels), settings)
        assert (quick["regime"] >= 0) == slow["inside"]
        assert quick["values"] == slow["values"]


@pytest.mark.slow
def test_paths_agree_with_python() -> None:
    page = backbone("dynamic_quality")
    engine = engine_of_page("dynamic_quality")
    cases = list(page.equilibria)
    compared = 0
    for labels, settings in islice(random_settings(page, 25, seed=5), 10):
        equilibrium = page.equilibria[labels]
        point = {n: v for n, v in {**page.fixed[labels], **settings}.items() if n in equilibrium.ring.names}
        if not engine.at(cases.index(labels), settings)["inside"]:
            continue
        paths = equilibrium.at(point).paths
        for time in (0.0, 0.3, 7.25):
            numbers = engine.along(cases.index(labels), settings, time)
            for (name, path), number in zip(paths.items(), numbers, strict=True):
                exact = sp.N(path.subs(equilibrium.time, sp.Rational(str(time))), 30)
                assert abs(number - float(exact)) <= 1e-9 * max(abs(float(exact)), 1e-6), (labels, name)
                compared += 1
    assert compared > 50


BOUNDARIES = [
    # A float product misses these boundaries: 0.57 * 100 is 56.99999999999999.
    ({"a": "57", "b": "0.57", "c": "100", "gamma": "0.1", "k": "1"}, False),
    ({"a": "57.00000000001", "b": "0.57", "c": "100", "gamma": "0.1", "k": "1"}, True),
    ({"a": "10", "b": "1", "c": "2", "gamma": "2", "k": "1"}, False),
    ({"a": "10", "b": "1", "c": "2", "gamma": "1e-7", "k": "1"}, True),
    ({"a": "1e22", "b": "1", "c": "2", "gamma": "0.2", "k": "0.01"}, False),
]


@pytest.mark.parametrize(("point", "inside"), BOUNDARIES)
def test_conditions_are_decided_exactly(point: dict[str, str], inside: bool) -> None:
    engine = engine_of(leadership()["manufacturer leads"])
    exact = {name: Fraction(value) for name, value in point.items()}
    assert (
        engine.at(0, exact)["inside"]
        == inside
        == leadership()["manufacturer leads"].domain.contains(
            {symbol: exact[symbol.name] for symbol in leadership()["manufacturer leads"].ring.symbols}
        )
    )


@pytest.mark.parametrize(
    "point",
    [
        {"a": 10, "b": 1, "c": 2, "gamma": 3, "k": 1},
        {"a": 1, "b": 1, "c": 2, "gamma": 3, "k": 1},
        {"a": 10, "b": 1, "c": 2, "gamma": 0, "k": -1},
    ],
)
def test_every_failing_condition_is_named_as_python_names_it(point: dict[str, int]) -> None:
    equilibrium = leadership()["manufacturer leads"]
    with pytest.raises(OutsideDomain) as raised:
        equilibrium.at(point)
    found = engine_of(equilibrium).at(0, {name: Fraction(value) for name, value in point.items()})
    assert "; ".join(failure["words"] for failure in found["failures"]) == failures(raised.value)
    assert found["values"] == []


def test_regimes_are_told_apart() -> None:
    monopoly = piecewise()
    engine = engine_of(monopoly)
    points: Sequence[tuple[int, int]] = [(3, 1), (1, 3), (2, 2)]
    for a, c in points:
        found = engine.at(0, {"a": Fraction(a), "c": Fraction(c)})
        assert found["regime"] == monopoly.regime_at({"a": a, "c": c})


def test_equal_functions_and_conditions_are_kept_once() -> None:
    led = leadership()["manufacturer leads"]
    kernel = PageKernel(sliders=led.ring.names)
    kernel.add(led, {})
    kernel.add(led, {})
    assert kernel.cases[0] == kernel.cases[1]
    assert len(kernel.functions) == 2
