"""Paths over time of every kind of solution: what is drawn is what the laws of motion say, followed step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp
from tests.support.results import IN_PERIODS, IN_STOCK, KINDS, G, b, solved

from lsec_models import plot
from lsec_models.errors import DeclarationError, UnknownName

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def drawn(axes: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the only curve."""
    (line,) = axes.lines
    x, y = line.get_data()
    return np.asarray(x), np.asarray(y)


def followed(speed: Callable[[float, float], float], begin: float, times: np.ndarray) -> np.ndarray:
    """Return a stock at some times, by another integrator."""
    found = solve_ivp(
        lambda t, x: [speed(t, x[0])], (0, times[-1]), [begin], t_eval=times, rtol=1e-8, atol=1e-10, method="LSODA"
    )
    return np.asarray(found.y[0])


def test_until_its_end_a_path_follows_its_law() -> None:
    point = KINDS["FinitePoint"]()
    times, values = drawn(plot(point, "G"))
    law = sp.lambdify((*point.symbols, G), point.closed_loop["G"], "math")
    assert times[-1] == 5
    assert values == pytest.approx(followed(law, 0.0, times), abs=1e-5)
    assert drawn(plot(point, "u", until=2))[0][-1] == 2


def test_where_laws_stand_in_a_table_a_path_follows_it() -> None:
    table = KINDS["FeedbackTable"]()
    axes = plot(table, words={"s": "oil"})
    times, values = drawn(axes)
    pumped = followed(lambda _, s: -float(np.interp(s, table.states, table.decisions_at["w_1"])), 1.0, times)
    assert values == pytest.approx(pumped, abs=2e-2)
    assert values[-1] <= 0.01, "drawn until it has settled"
    assert axes.get_ylabel() == "oil, $s$"


def test_from_period_to_period_a_path_is_one_of_periods() -> None:
    last = KINDS["PeriodsPoint"]()
    axes = plot(last, "G", "effort")
    stock, effort = axes.lines
    assert list(stock.get_xdata()) == [0, 1, 2, 3]
    expected = [1.0]
    for period, efforts in enumerate(effort.get_ydata()[:-1]):
        assert efforts == pytest.approx(last.strategy("effort", period, {"G": expected[-1]}))
        expected.append(0.8 * expected[-1] + efforts)
    assert list(stock.get_ydata()) == pytest.approx(expected)
    assert np.isnan(effort.get_ydata()[-1]), "nothing is decided any more"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("period", "")
    led_from = {text.get_text(): text.xy[0] for text in axes.texts}
    assert led_from == {"G": 1.0, "effort": pytest.approx(2 / 3)}, "each name is led to where its curve ends"


def test_without_an_end_periods_are_drawn_until_the_stocks_settle() -> None:
    point = KINDS["StationaryPoint"]()
    periods, values = drawn(plot(point))
    law = sp.lambdify(G, point.closed_loop["G"])
    assert values[0] == 1
    assert values[1:] == pytest.approx([law(stock) for stock in values[:-1]])
    assert values[-1] == pytest.approx(float(point.steady_state["G"]), rel=0.01)
    assert list(periods) == list(range(len(periods)))
    assert len(drawn(plot(point, until=3))[0]) == 4


def test_solutions_in_periods_share_a_picture_until_the_first_ends_and_shocks_are_told() -> None:
    shaken = solved(replace(IN_PERIODS, shocks={G: b}), **IN_STOCK, b=1)[0]
    axes = plot({"short": KINDS["PeriodsPoint"](), "for_ever": shaken}, "G", words={"G": "goodwill"})
    assert [line.get_xdata()[-1] for line in axes.lines] == [3, 3]
    assert axes.get_ylabel() == "expected goodwill, $G$"
    assert {text.get_text() for text in axes.texts} == {"short", "for ever"}


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: plot(KINDS["PeriodsPoint"](), until=4), DeclarationError, "ends at 3; give an earlier end"),
        (lambda: plot(KINDS["FinitePoint"](), until=6), DeclarationError, "ends at 5; give an earlier end"),
        (lambda: plot(KINDS["FeedbackPoint"](), until=-1), DeclarationError, "give a later end"),
        (lambda: plot(KINDS["StationaryPoint"](), "wage"), UnknownName, "no path of 'wage'"),
        (lambda: plot(KINDS["PeriodsPoint"](), "wage"), UnknownName, "no path of 'wage'"),
        (lambda: plot(KINDS["FinitePoint"](), "wage"), UnknownName, "no path of 'wage'"),
        (lambda: plot(KINDS["FeedbackTable"](), "wage"), UnknownName, "no path of 'wage'"),
        (
            lambda: plot({"x": KINDS["StationaryPoint"](), "y": KINDS["FeedbackPoint"]()}, "G"),
            DeclarationError,
            "'x' moves in periods and 'y' in continuous time; draw each by itself",
        ),
    ],
)
def test_what_cannot_be_followed_is_told(call: Callable[[], object], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call()
