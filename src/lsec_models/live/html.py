"""A live page of equilibria as HTML, and what its scripts read."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.live.content import Content
from lsec_models.live.kernel import quantities_of, repeated, vanishing
from lsec_models.live.numbers import decimal_text, double
from lsec_models.live.templates import element
from lsec_models.live.words import greek

_SCRIPTS = ("kernel.js", "words.js", "curves.js", "picture.js", "download.js", "live.js")


def page_element(page: Content) -> str:
    """Return a page of equilibria as one element, which can stand in any page, also twice."""
    return element(
        "live.html",
        _SCRIPTS,
        data=_data(page),
        page=page,
        functions=page.kernel.source(),
        dynamic=page.time is not None,
        proofs=_proofs(page),
    )


def _data(page: Content) -> dict[str, Any]:
    names = tuple(dict.fromkeys(n for equilibrium in page.equilibria.values() for n in quantities_of(equilibrium)))
    dynamic = [equilibrium for equilibrium in page.equilibria.values() if isinstance(equilibrium, FeedbackEquilibrium)]
    paths = tuple(dict.fromkeys(name for equilibrium in dynamic for name in equilibrium.paths))
    positions = {slider.name: i for i, slider in enumerate(page.sliders)}
    labels = [list(labels) for labels in page.switches.values()]
    return {
        "name": _slug(page),
        "switches": [{"name": name, "labels": list(labels)} for name, labels in page.switches.items()],
        "start": list(page.equilibria).index(page.start),
        "compare": [list(page.equilibria).index(labels) for labels in page.compare],
        "cases": [[labels[i].index(label) for i, label in enumerate(case)] for case in page.equilibria],
        "sliders": [slider.data() for slider in page.sliders],
        "moves": [
            [
                list(page.switches).index(switch),
                page.switches[switch].index(label),
                [[positions[name], double(value)] for name, value in moves.items()],
            ]
            for (switch, label), moves in page.moves.items()
            if moves
        ],
        "quantities": [{"name": name, "words": _said(page, name)} for name in names],
        "paths": [{"name": name, "words": _said(page, name)} for name in paths],
        "repeated": [repeated(equilibrium) for equilibrium in page.equilibria.values()],
        "vanishing": [vanishing(equilibrium) for equilibrium in page.equilibria.values()],
        "plot": page.plot,
        "over": page.over,
        "time": page.time,
        "choice": _choice(page, positions),
        "code": [_code(page, case) for case in page.equilibria],
        "kernel": page.kernel.data(),
    }


def _said(page: Content, name: str) -> str:
    return page.words.get(name, greek(name))


def _choice(page: Content, positions: dict[str, int]) -> dict[str, Any] | None:
    choice = page.choice
    if choice is None:
        return None
    players = [player.name for equilibrium in page.equilibria.values() for player in equilibrium.game.players]
    return {
        "switch": list(page.switches).index(choice.switch),
        "by": choice.by,
        "players": list(dict.fromkeys(players)),
        "accepts": {
            label: [
                [player, {"slider": positions[least]} if isinstance(least, str) else {"least": float(least)}]
                for player, least in asked.items()
            ]
            for label, asked in choice.accepts.items()
        },
    }


def _code(page: Content, case: tuple[str, ...]) -> dict[str, Any]:
    fixed = {name: _python_number(value) for name, value in page.fixed[case].items()}
    shown = [f"{greek(name)} = {decimal_text(value)}" for name, value in page.fixed[case].items()]
    return {"lines": page.code[case], "fixed": fixed, "shown": shown}


def _proofs(page: Content) -> list[tuple[str, str]]:
    """Return how far the regimes of each piecewise case are proved to be all, in words."""
    found = {}
    for labels, equilibrium in page.equilibria.items():
        if isinstance(equilibrium, PiecewiseEquilibrium):
            first_line = str(equilibrium.tiling).splitlines()[0]
            found[", ".join(labels) or equilibrium.label] = first_line
    return list(found.items())


def _slug(page: Content) -> str:
    words = page.title or "live page"
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "live-page"


def _python_number(value: Fraction) -> str:
    text = decimal_text(value)
    return f"Fraction({value.numerator}, {value.denominator})" if "/" in text else text
