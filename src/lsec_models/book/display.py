"""How results look in the book's notebooks: an IPython extension that the build loads into every kernel."""

from __future__ import annotations

import sys
from typing import Any

_NEVER = 1e9


def load_ipython_extension(shell: Any) -> None:
    """Show formulas and equilibria with buttons that copy them, verdicts typeset, and figures in the package's style.

    A chapter's code stays what a reader types: only how the last line of a cell is shown differs from plain Jupyter.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    """
    import matplotlib
    import sympy as sp

    from lsec_models.games.result import Result
    from lsec_models.prove.results.stated import Stated
    from lsec_models.show.export.html.copyable import formula_html, formulas_html, result_html, stated_html
    from lsec_models.show.figures.layout.style import STYLE

    as_html = shell.display_formatter.formatters["text/html"]
    for kind in (sp.Expr, sp.logic.boolalg.Boolean):
        as_html.for_type(kind, formula_html)
    for several in (dict, list, tuple):
        as_html.for_type(several, formulas_html)
    as_html.for_type(Result, result_html)
    as_html.for_type(Stated, stated_html)
    matplotlib.rcParams.update(STYLE)
    # What is printed over more than a moment would come out in several pieces, each on a line of its own.
    vars(sys.stdout)["flush_interval"] = _NEVER
