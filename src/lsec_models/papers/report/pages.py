"""The report: an index of the papers, and a page for each; no page needs anything but the others."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lsec_models.files import write_atomically
from lsec_models.papers.folder.paper import LEVELS
from lsec_models.papers.run.outcome import CheckedClaim, Reproduction
from lsec_models.show.export.formulas import text_to_html
from lsec_models.show.export.html.claims import statement_html

REPORT = "report.html"
VERDICTS: Mapping[str, str] = {
    "proved": "holds at every admissible point",
    "mixed": "holds in a part of the domain",
    "refuted": "fails at an exact point",
    "contradictory": "assumes what no parameters satisfy",
    "undecided": "neither proved nor refuted",
}
"""What is said beside each verdict."""

_LONG_TABLE = 20
_LONG_CONDITION = 1_500


def write_report(reproduction: Reproduction, file: Path) -> None:
    """Write the index of the papers, and ``KEY/report.html`` beside it for each.

    A paper's page has its provenance, results, tables and claims (MathML) and figures (SVG).

    Parameters
    ----------
    reproduction : Reproduction
    file : Path
        Where the index goes.
    """
    templates = _templates()
    shared = {"levels": LEVELS, "verdicts": VERDICTS, "long_table": _LONG_TABLE, "index": file.name, "page": REPORT}
    for done in reproduction.papers:
        page = templates.get_template("paper.html").render(done=done, **shared)
        write_atomically(file.parent / done.paper.key / REPORT, page)
    index = templates.get_template("index.html").render(papers=reproduction.papers, **shared)
    write_atomically(file, index)


def _templates() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("lsec_models.papers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data_uri"] = _data_uri
    environment.filters["text"] = lambda text: Markup(text_to_html(text))
    environment.filters["statement"] = lambda text, form="statement": Markup(statement_html(text, form))
    environment.filters["given"] = lambda item: Markup(_given(item))
    environment.filters["counted"] = _counted
    environment.tests["long"] = lambda text: len(text) > _LONG_CONDITION
    return environment


def _given(item: str) -> str:
    """Return what a claim is given: the name of an equilibrium, or an inequality."""
    return f"<code>{item}</code>" if re.fullmatch(r"\w+", item) else statement_html(item)


def _counted(claims: Iterable[CheckedClaim]) -> list[tuple[str, int]]:
    """Return how many claims have each verdict that occurs, in the order of the verdicts."""
    numbers = Counter(part.verdict for part in claims)
    return [(verdict, numbers[verdict]) for verdict in (*VERDICTS, "") if numbers[verdict]]


def _data_uri(svg: Path) -> str:
    """Return an image as its own address: as an image of its own, its inner names cannot clash with another's."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.read_bytes()).decode()}"
