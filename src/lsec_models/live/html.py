"""A live page as HTML: one element with its own styles and scripts, or a whole document around it."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.static.piecewise import PiecewiseEquilibrium
from lsec_models.live.content import Content
from lsec_models.live.kernel import quantities_of, repeated, vanishing
from lsec_models.live.words import greek
from lsec_models.show.export.formulas import text_to_html

if TYPE_CHECKING:
    from jinja2 import Environment

    from lsec_models.live.portrait import LivePortrait

_FOLDER = "assets"
_SCRIPTS = ("kernel.js", "words.js", "curves.js", "picture.js", "download.js", "live.js")
_PORTRAIT_SCRIPTS = ("words.js", "rest_points.js", "portrait.js")
_BLANK_LINES = re.compile(r"\n\s*\n")


def fragment(page: Content) -> str:
    """Return a page as one element.

    Parameters
    ----------
    page : Content

    Returns
    -------
    str
        HTML without blank lines, which would end a raw block in Markdown. It can stand in any page, also twice.
    """
    data = _data(page)
    script = "\n".join(map(_asset, _SCRIPTS))
    html = (
        _environment()
        .get_template("live.html")
        .render(
            page=page,
            data=data,
            sliders=data["sliders"],
            style=_asset("live.css"),
            script=script,
            json=_json(data),
            functions=page.kernel.source(),
            dynamic=page.time is not None,
            proofs=_proofs(page),
        )
    )
    return _BLANK_LINES.sub("\n", html).strip() + "\n"


def document(title: str, element: str) -> str:
    """Return a page, given as one element, as a document that needs no other file."""
    return _environment().get_template("page.html").render(title=title, fragment=element)


def portrait_fragment(page: LivePortrait) -> str:
    """Return a live portrait as one element, as :func:`fragment` does a page of equilibria."""
    html = (
        _environment()
        .get_template("portrait.html")
        .render(
            page=page,
            data=page.data,
            style=_asset("live.css"),
            script="\n".join(map(_asset, _PORTRAIT_SCRIPTS)),
            json=_json(page.data),
            function=page.function,
            fixed=", ".join(f"{greek(name)} = {_text(value)}" for name, value in page.fixed.items()),
        )
    )
    return _BLANK_LINES.sub("\n", html).strip() + "\n"


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
        "sliders": [
            {
                "name": slider.name,
                "shown": greek(slider.name),
                "words": slider.words,
                **{end: double(getattr(slider, end)) for end in ("low", "high", "step", "start")},
            }
            for slider in page.sliders
        ],
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
    shown = [f"{greek(name)} = {_text(value)}" for name, value in page.fixed[case].items()]
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


def double(value: Fraction) -> int | float:
    """Return a number as JSON and fields of a page have it: whole, or in double precision."""
    return int(value) if value.denominator == 1 else float(value)


def _python_number(value: Fraction) -> str:
    text = _text(value)
    return f"Fraction({value.numerator}, {value.denominator})" if "/" in text else text


def _text(value: Fraction) -> str:
    """Return a number as a decimal where it is one."""
    if value.denominator == 1:
        return str(value.numerator)
    return str(float(value)) if Fraction(str(float(value))) == value else str(value)


def _json(data: dict[str, Any]) -> str:
    """Return JSON that can stand in a script: no tag ends there."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _asset(name: str) -> str:
    return files("lsec_models.live").joinpath(_FOLDER, name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("lsec_models.live", _FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["text"] = lambda text: Markup(text_to_html(text))
    return environment
