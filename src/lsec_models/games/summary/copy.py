"""A summary's LaTeX below its tables in a notebook: folded, with a button that copies it."""

from __future__ import annotations

from html import escape

from lsec_models.games.summary.latex import aligned
from lsec_models.games.summary.summary import Summary

_LONGEST = 20_000
# No script of the page is needed, and a viewer that strips handlers leaves the text to be selected by hand.
_COPY = (
    "const text = this.parentElement.querySelector('pre'); "
    "const chosen = () => { getSelection().selectAllChildren(text); return document.execCommand('copy'); }; "
    "Promise.resolve(navigator.clipboard ? navigator.clipboard.writeText(text.textContent) : chosen())"
    ".catch(chosen).then(() => { this.textContent = 'copied'; })"
)
_SMALL = "font-size:0.85em"


def latex_to_copy(summary: Summary) -> str:
    """Return HTML: the formulas as an ``align*`` environment with title and evidence, folded, and a button.

    A text of more than 20,000 characters is left to ``to_latex``, which breaks it into a table.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> page = latex_to_copy(solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - b * p))])).summary())
    >>> r"p^* &amp;= \\frac{a}{2 b}" in page
    True
    """
    text = f"\\begin{{align*}}\n{aligned(summary, said=True)}\n\\end{{align*}}"
    if len(text) > _LONGEST:
        return ""
    button = f'<button type="button" style="{_SMALL}" onclick="{escape(_COPY)}">copy</button>'
    shown = f'<pre style="white-space:pre-wrap;{_SMALL}">{escape(text)}</pre>'
    return f'<details class="lsec-latex"><summary style="{_SMALL}">LaTeX</summary>{button}{shown}</details>'
