"""Tables and figures: LaTeX, CSV, HTML with MathML, and Matplotlib in vector and PNG."""

from __future__ import annotations

from lsec_models.show.table import Table

__all__ = ["Table"]
