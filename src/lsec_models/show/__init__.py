"""Tables and figures: LaTeX, CSV, HTML with MathML, Matplotlib in vector and PNG; live pages; exports for papers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lsec_models.show.table import Table

if TYPE_CHECKING:
    from lsec_models.show.export import to_json, to_latex, to_mathematica
    from lsec_models.show.live import live_page
    from lsec_models.show.live_content import ModeChoice
    from lsec_models.show.live_models import live_page_of
    from lsec_models.show.live_slider import Slider

__all__ = ["ModeChoice", "Slider", "Table", "live_page", "live_page_of", "to_json", "to_latex", "to_mathematica"]

_EXPORTS = {
    **dict.fromkeys(("to_json", "to_latex", "to_mathematica"), "export"),
    "ModeChoice": "live_content",
    "live_page": "live",
    "Slider": "live_slider",
    "live_page_of": "live_models",
}


def __getattr__(name: str) -> Any:
    """Import exports and live pages, and with them equilibria and proofs, when they are first asked for."""
    if name not in _EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"lsec_models.show.{_EXPORTS[name]}"), name)
