"""Tables and figures: LaTeX, CSV, HTML with MathML, Matplotlib in vector and PNG; exports for papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models.first_use import at_first_use
from lsec_models.show.export.table import Table

if TYPE_CHECKING:
    from lsec_models.show.export.export import to_dataframe, to_json, to_latex, to_mathematica
    from lsec_models.show.export.latex.appendix import appendix
    from lsec_models.show.figures.plot import plot

__all__ = ["Table", "appendix", "plot", "to_dataframe", "to_json", "to_latex", "to_mathematica"]

_HOMES = {
    "appendix": "export.latex.appendix",
    "plot": "figures.plot",
    "to_dataframe": "export.export",
    "to_json": "export.export",
    "to_latex": "export.export",
    "to_mathematica": "export.export",
}

# Exports and figures bring equilibria and proofs with them.
__getattr__ = at_first_use(__name__, _HOMES)
