"""Declarations, and parts of results, as tables for a paper."""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.description import Cell, Description, Piece
from lsec_models.show.export.formulas import WrittenFormula, text_to_latex, to_latex, to_mathml, to_text
from lsec_models.show.export.latex_formulas import high, in_line, with_stops_inside
from lsec_models.show.export.table import Cell as TableCell
from lsec_models.show.export.table import Table


def described_table(said: Description, name: str, *, floats: bool = True) -> str:
    """Return a description as a LaTeX table, and below it what else it says, a line each.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(described_table(Description(title="Nothing", notes=(("but", x), ("and", x**2))), "n"))
    Nothing.
    but $x$; and $x^{2}$.
    <BLANKLINE>
    """
    below = "; ".join(" ".join(map(_latex, note)) for note in said.notes)
    lines = [with_stops_inside(f"{below}."), ""] if below else []
    if not said.rows:
        return "\n".join([f"{text_to_latex(said.title)}.", *lines])
    columns = [_cell(cell) for cell in said.columns or ("",) * len(said.rows[0])]
    rows = [[_cell(cell) for cell in row] for row in said.rows]
    table = Table(name=name, caption=f"{said.title}.", columns=columns, rows=rows)
    return "\n".join([table.latex(floats=floats), *lines])


def _cell(cell: Cell) -> TableCell:
    """Return several formulas in one cell as one that is written with commas."""
    if not isinstance(cell, tuple) or isinstance(cell, sp.Basic):
        return cell
    formulas = [sp.sympify(piece) for piece in cell]
    return WrittenFormula(
        text=", ".join(map(to_text, formulas)),
        latex=r",\ ".join(map(to_latex, formulas)),
        mathml="<mo>,</mo>".join(map(to_mathml, formulas)),
    )


def _latex(cell: Cell) -> str:
    return ", ".join(map(_piece, cell)) if type(cell) is tuple else _piece(cell)


def _piece(piece: Piece | tuple[Piece, ...]) -> str:
    return in_line(high(to_latex(piece))) if isinstance(piece, sp.Basic) else text_to_latex(str(piece))
