"""Live portraits: what V8 computes from the sliders is what Python says at the same point, and what is refused."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.games.evolutionary.at_point import Stability
from lsec_models.live import Slider, live_portrait
from lsec_models.live.portrait import LivePortrait
from lsec_models.models.mechanisms.regulation import BASELINE, regulation
from lsec_models.solve.evolutionary.trajectories.paths import path
from pages.browser import console_errors, outside_requests
from pages.taken_along import taken_along

a, b, c = parameters("a b c", positive=True)
CYCLE = EvolutionaryGame(
    populations={"players": ["rock", "paper", "scissors"]}, payoffs=[[0, -b, a], [a, 0, -b], [-b, a, 0]]
)
KINDS = {
    "stable": [Stability.ASYMPTOTICALLY_STABLE],
    "no": [s for s in Stability if s is not Stability.ASYMPTOTICALLY_STABLE],
}


def watched() -> LivePortrait:
    found = solve(regulation(consumers=False))
    at = {name: value for name, value in BASELINE.items() if name in found.ring.names and name not in ("f", "k")}
    sliders = [Slider("f", 0.1, 10, start=5, words="fine"), Slider("k", 0.1, 5, start=1, words="cost of supervision")]
    return live_portrait(found, sliders=sliders, at=at, title="Regulation", note="Who keeps streamers honest?")


def cycle() -> LivePortrait:
    return live_portrait(solve(CYCLE), sliders=[Slider("a", 0.5, 4, start=2), Slider("b", 0.5, 4, start=1)])


@pytest.fixture(scope="module")
def engine() -> Any:
    racer = pytest.importorskip("py_mini_racer", reason="the JavaScript engine mini-racer is not installed")
    return racer.MiniRacer()


class Computed:
    """A portrait in V8."""

    def __init__(self, engine: Any, page: LivePortrait) -> None:
        self.engine = engine
        script = files("lsec_models.live").joinpath("assets", "rest_points.js").read_text(encoding="utf-8")
        engine.eval(f"{script}; var model = lsecRestPoints({json.dumps(page.data)}, {page.function}); 0")

    def __call__(self, settings: list[float], asked: str) -> Any:
        return json.loads(
            self.engine.eval(f"(() => {{ const n = model.compute({settings}); return JSON.stringify({asked}); }})()")
        )


@pytest.mark.parametrize("page", [watched(), cycle()], ids=["square", "triangle"])
def test_rest_points_and_paths_are_those_of_python(engine: Any, page: LivePortrait) -> None:
    computed, rng, stable = Computed(engine, page), Random("portrait"), 0
    names = list(page.found.game.share_names.values())
    for _ in range(8):
        settings = [round(rng.uniform(float(s.low), float(s.high)), 2) for s in page.sliders]
        point = {**page.fixed, **{s.name: x for s, x in zip(page.sliders, settings, strict=True)}}
        there = page.found.at(point)
        rests = computed(settings, "model.rests(n)")
        assert sorted(rest["name"] for rest in rests) == sorted(one.name for one in there)
        for rest in rests:
            one = there.named(rest["name"])
            assert rest["shares"] == pytest.approx([float(one.shares[name]) for name in names])
            if rest["kind"] != "open":
                assert one.stability in KINDS[rest["kind"]], (settings, rest)
                stable += rest["kind"] == "stable"
    start = [0.2, 0.7] if page.found.game.shape == (2, 2) else [0.2, 0.3, 0.5]
    whole = [0.2, 0.8, 0.7, 0.3] if page.found.game.shape == (2, 2) else start
    walked = np.array(computed(settings, f"model.path(n, {start}, 60)"))
    ours = path(there, whole, np.linspace(0, page.until, 61))
    kept = [0, 2] if page.found.game.shape == (2, 2) else [0, 1, 2]
    assert np.abs(walked[:20].T - ours[kept, :20]).max() < 1e-3
    assert stable > 1


def test_where_an_eigenvalue_vanishes_the_page_does_not_decide(engine: Any) -> None:
    computed = Computed(engine, cycle())
    inner = [rest for rest in computed([1.5, 1.5], "model.rests(n)") if "+" in rest["name"]]
    assert [rest["kind"] for rest in inner] == ["open"]


def test_outside_the_domain_the_page_says_which_condition_fails(engine: Any) -> None:
    game = EvolutionaryGame(
        populations={"x": ["x1", "x2"], "y": ["y1", "y2"]},
        payoffs=[[[a, 0], [0, b]], [[b, 0], [0, a]]],
        assuming=[a > b],
    )
    page = live_portrait(solve(game), sliders=[Slider("a", 1, 5)], at={"b": 2})
    computed = Computed(engine, page)
    assert computed([1.5], "model.failures(n)") == ["a > b"]
    assert computed([2.5], "model.failures(n)") == []


def test_a_portrait_without_meaning_is_refused() -> None:
    found, sliders = solve(CYCLE), [Slider("a", 1, 4)]
    cases: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"found": found.at(a=1, b=2)}, DeclarationError, "takes rest points in closed form, not RestPointsAt"),
        ({"found": solve(regulation())}, DeclarationError, "are not a plane"),
        ({"sliders": []}, DeclarationError, "at least one Slider"),
        ({"sliders": [Slider("q", 1, 4)]}, UnknownName, "no parameter 'q'"),
        ({"at": {}}, DeclarationError, "'b' has neither slider nor number"),
        ({"at": {"a": 1, "b": 2}}, DeclarationError, "a is given twice"),
        ({"until": 0}, DeclarationError, "give a positive time"),
        ({"at": {"b": -1}}, DeclarationError, "b = -1, but b is declared positive"),
        ({"sliders": [Slider("a", 0, 4)]}, DeclarationError, "a = 0, but a is declared positive; .* begins above"),
    ]
    for options, error, words in cases:
        with pytest.raises(error, match=words):
            live_portrait(**{"found": found, "sliders": sliders, "at": {"b": 2}, **options})


def test_a_portrait_is_one_file_that_needs_no_other(tmp_path: Path) -> None:
    text = watched().save(tmp_path / "portrait.html").read_text(encoding="utf-8")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "\n\n" not in watched().html
    assert watched()._repr_html_() == watched().html
    assert repr(watched()).endswith("sliders f, k; it shows itself in Jupyter, or portrait.save(...)")


@pytest.mark.slow
def test_a_reader_who_moves_a_slider_sees_what_python_says(browser: Any, tmp_path: Path) -> None:
    page = watched()
    browser.get(page.save(tmp_path / "portrait.html").as_uri())
    before = browser.execute_script("return document.querySelector('.lsec-live-plot').innerHTML")
    for fine, cost in (("5", "4.5"), ("1.5", "1"), ("8", "1")):
        for i, text in enumerate((fine, cost)):
            browser.execute_script(
                "const f = document.querySelector(`[data-number='${arguments[0]}']`); f.value = arguments[1];"
                "f.dispatchEvent(new Event('input'));",
                i,
                text,
            )
        shown = browser.execute_script(
            "const rows = [...document.querySelectorAll('.lsec-live-rests tbody tr')];"
            "return rows.map((row) => [row.dataset.rest, row.dataset.kind]);"
        )
        there = page.found.at({**page.fixed, "f": fine, "k": cost})
        assert sorted(name for name, _ in shown) == sorted(one.name for one in there)
        for name, kind in shown:
            assert there.named(name).stability in KINDS[kind]
        drawn = browser.execute_script(
            "return [...document.querySelectorAll('[data-rest]')].filter((e) => e.closest('svg')).length"
        )
        assert drawn == len(shown)
    assert browser.execute_script("return document.querySelector('.lsec-live-plot').innerHTML") != before
    browser.execute_script("document.querySelector('[data-role=reset]').click()")
    assert browser.execute_script("return document.querySelector('.lsec-live-plot').innerHTML") == before
    (name, _, _, text), (_, kind, start, size) = taken_along(browser)
    head, *rows = csv.reader(text.splitlines())
    assert (name, head[0], head[-1]) == ("rest-points.csv", "played", "stability")
    there = page.found.at({**page.fixed, "f": "5", "k": "1"})
    shares = {row[0]: [float(share) for share in row[1:-1]] for row in rows}
    assert shares == {one.name: pytest.approx([float(share) for share in one.shares.values()]) for one in there}
    assert (kind, bytes(start)) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert size > 10_000
    assert console_errors(browser) == []
    assert outside_requests(browser) == []
