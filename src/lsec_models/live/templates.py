"""Templates, styles and scripts of live pages, put together into one element, or a whole document around it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lsec_models.show.export.formulas import text_to_html

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = "assets"
_BLANK_LINES = re.compile(r"\n\s*\n")


def element(template: str, scripts: Sequence[str], *, data: dict[str, Any], **parts: object) -> str:
    """Return a page as one element with its own styles and scripts.

    Parameters
    ----------
    template : str
        The name of a file.
    scripts : sequence of str
        The names of files, in their order.
    data : dict
        What its scripts read.
    **parts : object
        What the template has besides.

    Returns
    -------
    str
        HTML without blank lines, which would end a raw block in Markdown. It can stand in any page, also twice.
    """
    html = (
        _environment()
        .get_template(template)
        .render(
            data=data,
            json=_json(data),
            style=_asset("live.css"),
            script="\n".join(map(_asset, scripts)),
            **parts,
        )
    )
    return _BLANK_LINES.sub("\n", html).strip() + "\n"


def document(title: str, inside: str) -> str:
    """Return a page, given as one element, as a document that needs no other file."""
    return _environment().get_template("page.html").render(title=title, fragment=inside)


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
        keep_trailing_newline=True,
    )
    environment.filters["text"] = lambda text: Markup(text_to_html(text))
    return environment
