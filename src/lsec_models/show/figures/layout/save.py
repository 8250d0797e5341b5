"""Figures as files: equal figures give equal bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from lsec_models.show.figures.layout.style import styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


_METADATA: Mapping[str, Mapping[str, None]] = MappingProxyType(
    {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
)


def rendered(figure: Figure, *endings: str) -> dict[str, bytes]:
    """Return a figure as SVG, PNG or both, by the files' endings, without dates or what else changes between runs."""
    contents = {}
    for ending in endings or _METADATA:
        buffer = io.BytesIO()
        with styled():
            figure.savefig(buffer, format=ending, metadata=_METADATA[ending])
        contents[ending] = buffer.getvalue()
    return contents
