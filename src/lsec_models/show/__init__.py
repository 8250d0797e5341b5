"""Tables and figures: LaTeX, CSV, HTML with MathML, Matplotlib in vector and PNG; exports for papers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lsec_models.show.export.table import Table

if TYPE_CHECKING:
    from lsec_models.show.export.export import to_dataframe, to_json, to_latex, to_mathematica
    from lsec_models.show.export.latex.appendix import appendix
    from lsec_models.show.figures.plot import plot

__all__ = ["Table", "appendix", "plot", "to_dataframe", "to_json", "to_latex", "to_mathematica"]


def __getattr__(name: str) -> Any:
    """Import exports and figures, and with them equilibria and proofs, when they are first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = {"plot": "figures.plot", "appendix": "export.latex.appendix"}.get(name, "export.export")
    return getattr(import_module(f"lsec_models.show.{home}"), name)
