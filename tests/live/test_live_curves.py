"""How a live page samples curves: where they break, where they join, and what rounding next to a pole does."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import Any

import pytest

# What a kernel says at x in [0, 4], as JavaScript: the regime (-1 outside the domain) and the value.
CURVES = {
    "everywhere": "x => [0, x * x]",
    "inside an interval": "x => [x > 1 && x < 3 ? 0 : -1, x]",
    "a pole whose edge rounding misses": "x => [x <= Math.PI ? 0 : -1, x < Math.PI ? 1 / (Math.PI - x) : Infinity]",
    "an infinite value within": "x => [0, x > 2.5 ? Infinity : 1 / (2.5 - x)]",
    "two regimes that meet": "x => x < Math.SQRT2 ? [0, 2 * x] : [1, x + Math.SQRT2]",
    "two regimes with a jump": "x => x < Math.SQRT2 ? [0, 2 * x] : [1, x + 3]",
    "a regime between two samples": "x => x < 2.001 ? [0, 1] : x < 2.0015 ? [1, 5] : [2, 9]",
    "a hole between two regimes": "x => x < 2.001 ? [0, 1] : x < 2.0015 ? [-1, 0] : [2, 9]",
    "nowhere": "x => [-1, 0]",
}
PIECES = {
    "everywhere": [(0, 4)],
    "inside an interval": [(1, 3)],
    "a pole whose edge rounding misses": [(0, 3.141592653589793)],
    "an infinite value within": [(0, 2.5)],
    "two regimes that meet": [(0, 4)],
    "two regimes with a jump": [(0, 2**0.5), (2**0.5, 4)],
    "nowhere": [],
}
GAPS = {
    "inside an interval": [(0, 1), (3, 4)],
    "a pole whose edge rounding misses": [(3.141592653589793, 4)],
    "an infinite value within": [(2.5, 4)],
    "nowhere": [(0, 4)],
}


@pytest.fixture(scope="module")
def engine() -> Any:
    racer = pytest.importorskip("py_mini_racer", reason="the JavaScript engine mini-racer is not installed")
    context = racer.MiniRacer()
    context.eval(files("lsec_models.live").joinpath("assets", "curves.js").read_text(encoding="utf-8"))
    data = {"kernel": {"cases": [{"quantities": ["q"], "paths": []}]}, "sliders": [{"name": "x", "low": 0, "high": 4}]}
    data["kernel"]["cases"] *= 3
    context.eval(f"""const curvesOf = (...fs) => lsecCurves({json.dumps(data)}, {{
        quick: (number, [x]) => {{
            const [regime, value] = fs[number](x);
            return {{ regime, values: regime < 0 ? [] : [value] }};
        }},
    }});
    const sampled = (f) => curvesOf(f).sampled(0, [1], "q", "x");
    const crossings = (...fs) => curvesOf(...fs).crossings(fs.map((_, i) => i), [1], "q", "x");
    const table = (...fs) => curvesOf(...fs).table(fs.map((_, i) => i), [1], "q", "x"); 0""")
    return context


def sampled(engine: Any, name: str) -> dict[str, Any]:
    return json.loads(engine.eval(f"JSON.stringify(sampled({CURVES[name]}))"))


@pytest.mark.parametrize("name", CURVES)
def test_every_point_lies_on_the_curve_in_order_and_is_a_number(engine: Any, name: str) -> None:
    found = sampled(engine, name)
    points = [point for piece in found["pieces"] for point in piece]
    assert all(point["y"] is not None and point["regime"] >= 0 for point in points)
    places = [point["x"] for point in points]
    assert places == sorted(places)
    assert len(places) >= (200 if name in ("everywhere", "two regimes that meet") else 0)


@pytest.mark.parametrize("name", PIECES)
def test_pieces_end_where_the_curve_does(engine: Any, name: str) -> None:
    found = sampled(engine, name)
    ends = [(piece[0]["x"], piece[-1]["x"]) for piece in found["pieces"]]
    assert ends == [pytest.approx(expected, abs=1e-12) for expected in PIECES[name]]
    assert found["gaps"] == [pytest.approx(list(expected), abs=1e-12) for expected in GAPS.get(name, [])]


def test_a_regime_too_narrow_to_be_sampled_breaks_the_curve(engine: Any) -> None:
    for name in ("a regime between two samples", "a hole between two regimes"):
        pieces = sampled(engine, name)["pieces"]
        assert pieces[0][-1]["x"] == pytest.approx(2.001)
        assert {point["y"] for point in pieces[0]} == {1}
        assert {point["y"] for point in pieces[-1]} == {9}


@pytest.mark.parametrize(
    ("curves", "places"),
    [
        (("x => [0, x]", "x => [0, 2 - x]"), [1]),
        (("x => [0, x * x]", "x => [0, 2]"), [2**0.5]),
        (("x => [0, (x - 1) ** 2]", "x => [0, 0]"), []),
        (("x => [0, x * (1 / 3)]", "x => [0, x / 3]"), []),
        (("x => [x < 1.001 ? 0 : 1, x < 1.001 ? 0 : 2]", "x => [0, 1]"), []),
        (("x => [x < 0.9 ? 0 : -1, x]", "x => [0, 2 - x]"), []),
        (("x => [0, x]", "x => [0, 2 - x]", "x => [0, 3 - x]"), [1, 1.5]),
        (("x => [0, Math.cos(2 * x)]", "x => [0, 0]"), [math.pi / 4, 3 * math.pi / 4, 5 * math.pi / 4]),
        (("x => [0, x - 2]", "x => [0, 0]"), [2]),
    ],
)
def test_curves_cross_where_they_meet_and_change_places(
    engine: Any, curves: tuple[str, ...], places: list[float]
) -> None:
    found = json.loads(engine.eval(f"JSON.stringify(crossings({', '.join(curves)}))"))
    assert [point["x"] for point in found] == pytest.approx(places, abs=1e-9)


def test_the_table_has_each_point_and_no_number_where_there_is_none(engine: Any) -> None:
    rows = json.loads(engine.eval("JSON.stringify(table(x => [0, 2 * x], x => [x > 1 ? 0 : -1, 5]))"))
    assert len(rows) == 241
    assert all(row[1] == 2 * row[0] and row[2] == (5 if row[0] > 1 else None) for row in rows)
