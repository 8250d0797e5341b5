"""The live pages on which the streamer's margin meets zero: without a platform, and with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.games.static.game import Slot
from lsec_models.games.static.order import order_label
from lsec_models.live.catalogue.catalogue_numbers import baseline_of, terms_of
from lsec_models.live.catalogue.loaded_code import loaded, with_numbers
from lsec_models.live.kernel import LiveEquilibrium, quantities_of
from lsec_models.live.numbers import decimal_text, written
from lsec_models.live.page import LivePage, live_page
from lsec_models.live.slider import Slider
from lsec_models.models.catalogue import load
from lsec_models.models.channels.power_structures import commission, phi
from lsec_models.solve import solve

_FIXED = ("a", "b", "c", "k", "gamma", "mu")
_WORDS = {
    "w": "wholesale price w",
    "q": "quality q",
    "m": "margin of streamer m",
    "e": "live effort e",
    "f": "platform fee f",
    "t": "traffic support t",
}
_ASSUMED = (
    "It is assumed that (1 − λ)·φ·a > b·c: some buyers would pay so much that the manufacturer's share covers its "
    "cost. All but commission and influence is fixed"
)


def bilateral_margin_page() -> LivePage:
    """Return the page of manufacturer and streamer alone, in each order of moves."""
    return _page(
        "power_structures_bilateral",
        orders=[["manufacturer", "streamer"], ["streamer", "manufacturer"], [("manufacturer", "streamer")]],
        fixed=_FIXED,
        title="Where does the streamer's margin meet zero?",
        note="Manufacturer and top streamer, without a platform, corners included: a streamer who lives on a large "
        "commission sets no margin of its own. At a brink the manufacturer's price is just so high that the streamer "
        "asks for no margin.",
    )


def platform_margin_page() -> LivePage:
    """Return the page of three players who decide at once, or of whom one leads; the proofs take about a minute."""
    return _page(
        "power_structures",
        orders=[
            ["manufacturer", ("streamer", "platform")],
            ["streamer", ("manufacturer", "platform")],
            ["platform", ("manufacturer", "streamer")],
            [("manufacturer", "streamer", "platform")],
        ],
        fixed=(*_FIXED, "upsilon", "tau"),
        title="Where does the streamer's margin meet zero beside a platform?",
        note="Manufacturer, top streamer and platform, corners included: one leads and the others decide at once, or "
        "all decide at once. At a brink the leader's price or fee is just so high that the streamer asks for no "
        "margin. These are four of the thirteen orders of three players: the proofs of each other one take from twenty "
        "seconds to more than nine minutes, too long for a page of the book.",
    )


def _page(model: str, *, orders: Sequence[Sequence[Slot]], fixed: Sequence[str], title: str, note: str) -> LivePage:
    """Return a page of the top streamer with corners, on which commission and influence move."""
    numbers = baseline_of(model, fixed)
    numbers |= {name: value for name, value in terms_of("top").items() if name not in ("phi", "lambda")}
    cases: dict[Any, LiveEquilibrium] = {}
    code: dict[Any, str] = {}
    for order in orders:
        label = order_label(order)
        cases[label] = _solved(model, order, numbers)
        code[label] = _code(model, order, numbers)
    leader, *others = cases
    return live_page(
        cases,
        switches=["power structure"],
        sliders=[
            Slider("lambda", 0.01, 0.99, start=0.2, step=0.01, words="commission"),
            Slider("phi", 0.05, 3, start=1, step=0.01, words="influence of the streamer"),
        ],
        title=title,
        note=f"{note} {_ASSUMED}: {written(numbers)}.",
        words={name: word for name, word in _WORDS.items() if name in quantities_of(cases[leader])},
        start=leader,
        compare=others,
        plot="m",
        over="lambda",
        code=code,
    )


def _solved(model: str, order: Sequence[Slot], numbers: dict[str, Fraction]) -> LiveEquilibrium:
    game = load(model, order=order, streamer="top").with_values(numbers)
    pays = (1 - commission) * phi * to_sympy(numbers["a"]) > to_sympy(numbers["b"] * numbers["c"])
    return solve(replace(game, assuming=[*game.assuming, pays]), corners=True)


def _code(model: str, order: Sequence[Slot], numbers: dict[str, Fraction]) -> str:
    size, costs = numbers["a"], numbers["b"] * numbers["c"]
    return "\n".join(
        [
            "from dataclasses import replace",
            'commission, phi = lsec.parameters("lambda phi", positive=True)',
            f"game = {with_numbers(loaded(model, order=order, streamer='top'), numbers)}",
            f"pays = (1 - commission) * phi * {decimal_text(size)} > {decimal_text(costs)}",
            "equilibrium = lsec.solve(replace(game, assuming=[*game.assuming, pays]), corners=True)",
        ]
    )
