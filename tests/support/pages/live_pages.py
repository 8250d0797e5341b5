"""Live pages for tests, each made once, and what Python says of their settings."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import sympy as sp

import lsec_models as lsec
from lsec_models import Equilibrium, Game, PiecewiseEquilibrium, Player, decisions, parameters
from lsec_models.errors import OutsideDomain
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.live import Slider, live_page, live_page_of
from lsec_models.live.content import Labels
from lsec_models.live.kernel import LiveEquilibrium, quantities_of
from lsec_models.live.page import LivePage

BACKBONES = ("power_structures", "power_structures_bilateral", "channel_choice", "dynamic_quality")

a, b, c, k, gamma = parameters("a b c k gamma", positive=True)
w, q, m = decisions("w q m")


@cache
def backbone(name: str) -> LivePage:
    return live_page_of(name)


@cache
def of_chapter(name: str) -> LivePage:
    """Return the page that the last cell of a chapter shows."""
    text = (Path(__file__).parents[3] / "book" / f"{name}.md").read_text(encoding="utf-8")
    *cells, last = re.findall(r"```\{code-cell\}\n(.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {}
    for cell in cells:
        exec(cell, names)
    page: LivePage = eval(last, names)
    return page


@cache
def leadership() -> dict[str, Equilibrium]:
    demand = a - b * (w + m) + gamma * q
    game = Game(
        players=[
            Player("manufacturer", decides=[w, q], payoff=(w - c) * demand - k * q**2 / 2),
            Player("streamer", decides=[m], payoff=m * demand),
        ],
        order=["manufacturer", "streamer"],
        assuming=[a > b * c],
        report={"demand": demand, "price": w + m},
    )
    together = game.with_order([("manufacturer", "streamer")])
    return {"manufacturer leads": lsec.solve(game), "simultaneous": lsec.solve(together)}


@cache
def leadership_page(**changes: Any) -> LivePage:
    return live_page(leadership(), **(leadership_options() | changes))


def leadership_options() -> dict[str, Any]:
    return {
        "switches": ["power structure"],
        "sliders": [Slider("gamma", 0, 4, start=0.5), Slider("k", 1, 4, start=2)],
        "at": {"a": 10, "b": 1, "c": 2},
        "title": "Who leads?",
    }


def random_settings(page: LivePage, number: int, seed: int) -> list[tuple[Labels, dict[str, Fraction]]]:
    """Return cases and slider settings, on the steps of the sliders."""
    rng = random.Random(seed)
    cases = list(page.equilibria)

    def position(slider: Slider) -> Fraction:
        return slider.low + slider.step * rng.randint(0, int((slider.high - slider.low) / slider.step))

    return [
        (cases[i % len(cases)] if i < len(cases) else rng.choice(cases), {s.name: position(s) for s in page.sliders})
        for i in rng.sample(range(max(number, len(cases))), number)
    ]


def said_by_python(
    page: LivePage, labels: Labels, settings: Mapping[str, Fraction]
) -> tuple[dict[str, Fraction | sp.Expr], str]:
    """Return every quantity, exactly; or none, and which conditions fail."""
    equilibrium = page.equilibria[labels]
    names = equilibrium.ring.names
    point = {name: value for name, value in {**page.fixed[labels], **settings}.items() if name in names}
    try:
        return values_at(equilibrium, point), ""
    except OutsideDomain as error:
        return {}, failures(error)


def values_at(equilibrium: LiveEquilibrium, point: Mapping[str, Fraction]) -> dict[str, Fraction | sp.Expr]:
    found = equilibrium.at(point)
    if isinstance(equilibrium, FeedbackEquilibrium):
        there = {s: point[s.name] for s in equilibrium.ring.symbols}
        if not equilibrium.domain.contains(there):
            equilibrium.at(point)
        if equilibrium.root is None:
            where = equilibrium.ring.exact_point(there)
            return {name: value.evaluate(where) for name, value in equilibrium.exact.items()}
        numbers = {s: sp.Rational(*value.as_integer_ratio()) for s, value in there.items()}
        return {name: sp.N(equilibrium[name].xreplace(numbers), 30) for name in quantities_of(equilibrium)}
    return {name: Fraction(int(v.p), int(v.q)) for name, v in found.values.items()}


def failures(error: OutsideDomain) -> str:
    """Return what a message says after the point: the failing conditions."""
    return str(error).split(": ", 1)[1]


def is_close(number: float, exact: Fraction | sp.Expr, *, relative: float = 1e-9) -> bool:
    return abs(number - float(exact)) <= relative * max(abs(float(exact)), 1e-12)


def piecewise() -> PiecewiseEquilibrium:
    p = decisions("p")
    monopoly = Game(players=[Player("monopolist", decides=[p], payoff=(p - c) * (a - p))], constraints=[p <= a])
    return lsec.solve(monopoly, corners=True)
