"""Figures as files: equal figures give equal bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from lsec_models.show.figures.style import styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def rendered(figure: Figure) -> dict[str, bytes]:
    """Return a figure as SVG and PNG, by the files' endings, without dates or what else changes between runs."""
    contents = {}
    for ending, metadata in (("svg", {"Date": None, "Creator": None}), ("png", {"Software": None})):
        buffer = io.BytesIO()
        with styled():
            figure.savefig(buffer, format=ending, metadata=metadata)
        contents[ending] = buffer.getvalue()
    return contents
