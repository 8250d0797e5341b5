"""Figures as files: equal figures give equal bytes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from lsec_models.files import write_atomically
from lsec_models.show.figures.style import styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def save_figure(figure: Figure, stem: Path) -> tuple[Path, Path]:
    """Write a figure as ``stem.svg`` and ``stem.png``, without dates or anything else that changes between runs.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    stem : Path
        The files' path without ending.

    Returns
    -------
    tuple of Path
        The SVG and the PNG.
    """
    written = []
    for ending, content in rendered(figure).items():
        path = stem.with_name(f"{stem.name}.{ending}")
        write_atomically(path, content)
        written.append(path)
    return written[0], written[1]


def rendered(figure: Figure) -> dict[str, bytes]:
    """Return a figure as SVG and PNG, by the files' endings; see :func:`save_figure`."""
    contents = {}
    for ending, metadata in (("svg", {"Date": None, "Creator": None}), ("png", {"Software": None})):
        buffer = io.BytesIO()
        with styled():
            figure.savefig(buffer, format=ending, metadata=metadata)
        contents[ending] = buffer.getvalue()
    return contents
