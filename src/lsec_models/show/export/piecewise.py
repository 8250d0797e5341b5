"""A piecewise equilibrium as people read it: regime by regime, text or LaTeX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsec_models.errors import UnknownName, nearest
from lsec_models.games.static.piecewise import PiecewiseEquilibrium, Regime
from lsec_models.show.export.formulas import to_latex


def piecewise_text(equilibrium: PiecewiseEquilibrium, *, only: Sequence[str] = ()) -> str:
    """Return a piecewise equilibrium as lines of text.

    Parameters
    ----------
    equilibrium : PiecewiseEquilibrium
    only : sequence of str
        The quantities to show; all without it.

    Raises
    ------
    UnknownName
        If a quantity does not exist.
    """
    names = _names(equilibrium, only)
    lines = [f"Piecewise equilibrium of {equilibrium.label}"]
    for regime in equilibrium.regimes:
        lines += ["", regime.name, *(f"  {name} = {regime[name]}" for name in names)]
        for number, cell in enumerate(_asked(regime)):
            lines += ["or where" if number else "where", *(f"  {words}" for words in cell or ["the game is defined"])]
    return "\n".join([*lines, "", str(equilibrium.tiling), equilibrium.evidence.line()])


def piecewise_latex(equilibrium: PiecewiseEquilibrium, *, only: Sequence[str] = ()) -> str:
    """Return a piecewise equilibrium as LaTeX (amsmath): each quantity by cases.

    Parameters
    ----------
    equilibrium : PiecewiseEquilibrium
    only : sequence of str
        The quantities to show; all without it.

    Raises
    ------
    UnknownName
        If a quantity does not exist.
    """
    rows = []
    for name in _names(equilibrium, only):
        cases = [rf"{to_latex(regime[name])} & {_where(regime)}" for regime in equilibrium.regimes]
        body = " \\\\\n".join(cases)
        rows.append(rf"\text{{{name.replace('_', ' ')}}} &= \begin{{cases}}" + f"\n{body}\n" + r"\end{cases}")
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


def _names(equilibrium: PiecewiseEquilibrium, only: Sequence[str]) -> Iterable[str]:
    known = list(equilibrium.common_names)
    for name in only:
        if name not in known:
            raise UnknownName(f"no quantity {name!r} at this equilibrium; {nearest(name, known)}")
    return only or known


def _asked(regime: Regime) -> list[list[str]]:
    return [[str(condition) for condition in piece.asked] for piece in regime.pieces]


def _where(regime: Regime) -> str:
    cells = [r",\ ".join(to_latex(condition.relation) for condition in piece.asked) for piece in regime.pieces]
    return r"\text{if } " + r"\text{ or }".join(cell or r"\text{the game is defined}" for cell in cells)
