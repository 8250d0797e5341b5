"""The report: one HTML file that needs nothing else."""

from __future__ import annotations

import base64
from pathlib import Path

from lsec_models.files import write_atomically
from lsec_models.papers.outcome import Reproduction
from lsec_models.papers.paper import LEVELS
from lsec_models.show.export.formulas import text_to_html

_LONG_TABLE = 20


def write_report(reproduction: Reproduction, file: Path) -> None:
    """Write ``report.html``: every paper with its provenance, results, tables (MathML) and figures (SVG).

    Parameters
    ----------
    reproduction : Reproduction
    file : Path
    """
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
    template = environment.get_template("report.html")
    page = template.render(papers=reproduction.papers, levels=LEVELS, long_table=_LONG_TABLE)
    write_atomically(file, page)


def _data_uri(svg: Path) -> str:
    """Return an image as its own address: as an image of its own, its inner names cannot clash with another's."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.read_bytes()).decode()}"
