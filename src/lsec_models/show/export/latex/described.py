"""Declarations, and parts of results, as tables for a paper."""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.description import Cell, Description, Piece
from lsec_models.algebra.domains.latex import latex_of
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.show.export.formulas import WrittenFormula, text_to_latex, to_latex, to_mathml, to_text
from lsec_models.show.export.latex_formulas import high, in_line, with_stops_inside
from lsec_models.show.export.table import Cell as TableCell
from lsec_models.show.export.table import Table

_KINDS = {
    "integer": ("is a whole number from one on", "are whole numbers from one on"),
    "positive": ("is positive", "are positive"),
    "nonnegative": ("is not negative", "are not negative"),
}


def described_table(said: Description, name: str, *, floats: bool = True) -> str:
    r"""Return a description as a LaTeX table, and below it what else it says.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(described_table(Description(title="Nothing", notes=(("but", x), ("and", x**2))), "n"))
    Nothing.
    \begin{sloppypar}
    but $x$; and $x^{2}$.
    \end{sloppypar}
    """
    below = "; ".join(" ".join(map(_latex, note)) for note in said.notes)
    # A formula between tall brackets is not broken: lines before it may be loose.
    lines = [r"\begin{sloppypar}", with_stops_inside(f"{below}."), r"\end{sloppypar}"] if below else []
    if not said.rows:
        return "\n".join([f"{text_to_latex(said.title)}.", *lines])
    columns = [_cell(cell) for cell in said.columns or ("",) * len(said.rows[0])]
    rows = [[_cell(cell) for cell in row] for row in said.rows]
    table = Table(name=name, caption=f"{said.title}.", columns=columns, rows=rows)
    return "\n".join([table.latex(floats=floats), *lines])


def ranges_of(said: Description) -> str:
    r"""Return as one sentence which symbols of a description are positive, and so on; nothing of those that are free.

    Examples
    --------
    >>> from lsec_models import decisions, parameters
    >>> b, n = parameters("b", positive=True), parameters("n", integer=True)
    >>> q, share = decisions("q"), decisions("s", within=(0, b))
    >>> print(ranges_of(Description(title="T", rows=((q, share), (b, n)))))
    Here $n$ is a whole number from one on; $b$ is positive; $q$ is not negative; and $0 \leq s \leq b$.
    """
    symbols = sorted(_symbols([said.rows, said.notes]), key=str)
    groups: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    ends = []
    for symbol in symbols:
        low, high_end = getattr(symbol, "within", (None, None))
        if low is not None or high_end is not None:
            ends.append(f"${_between(low, latex_of(symbol), high_end)}$")
        elif kind := next((kind for kind in _KINDS if getattr(symbol, f"is_{kind}")), ""):
            groups[kind].append(f"${latex_of(symbol)}$")
    told = [f"{', '.join(own)} {_KINDS[kind][len(own) > 1]}" for kind, own in groups.items() if own]
    told += [", ".join(ends)] if ends else []
    return f"Here {'; '.join([*told[:-1], f'and {told[-1]}' if told[1:] else told[-1]])}." if told else ""


def _symbols(cells: object) -> set[sp.Symbol]:
    if isinstance(cells, sp.Basic):
        return {symbol for symbol in cells.atoms(sp.Symbol) if isinstance(symbol, Parameter | Decision)}
    return set().union(*map(_symbols, cells)) if isinstance(cells, list | tuple) else set()


def _between(low: sp.Expr | None, middle: str, high_end: sp.Expr | None) -> str:
    parts = [*([] if low is None else [latex_of(low)]), middle, *([] if high_end is None else [latex_of(high_end)])]
    return r" \leq ".join(parts)


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
