"""Tables: one content, three outputs (CSV, LaTeX with booktabs, HTML with MathML)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any, TypeAlias

import sympy as sp

from lsec_models.algebra.readable_text import readable_text, with_greek_letters
from lsec_models.errors import DeclarationError
from lsec_models.files import LONGEST_STEM, is_stem, is_text
from lsec_models.show.export.formulas import (
    WrittenFormula,
    WrittenSum,
    text_to_html,
    text_to_latex,
    to_latex,
    to_mathml,
    to_text,
    written,
)
from lsec_models.show.export.latex_formulas import aligned_cell
from lsec_models.show.export.line_breaks import width
from lsec_models.show.export.shared_width import shared

Cell: TypeAlias = str | int | bool | Fraction | sp.Basic | WrittenSum | WrittenFormula
_NUMBER = int | Fraction
_FORMULA = sp.Basic | WrittenSum | WrittenFormula
_CELL = str | _NUMBER | _FORMULA
_WRAPPED = 40
_LONG_HEAD = ' class="long"'
# How many letters fit into a line of an article, how many the room beside a column takes, and a sign of a formula.
LINE, _BESIDE, _FORMULA_SIGN = 68, 2.5, 1.2
_NARROWEST = 16
# How many lines a formula may have, and all rows of a table on one page; high fractions take two.
_TALLEST, _PAGE = 30, 40
# Rows with high fractions need room between them.
_SMALL = r"\footnotesize\setlength{\tabcolsep}{3pt}"
_END, _HIGH_END = r" \\", r" \\[2ex]"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table.

    Attributes
    ----------
    name : str
        The stem of its files.
    caption : str
        One sentence.
    columns : sequence of str or sympy.Expr
        The head of each column.
    rows : sequence of sequences
        Cells: text, whole numbers, fractions, truth values (shown as yes and no), SymPy expressions and relations,
        sums in an order of their own, or formulas as they were written.

    Raises
    ------
    DeclarationError
        If the name cannot be a file's, a row has another length than the head, or a cell is of another kind.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> table = Table(name="t", caption="Squares.", columns=["of", "is"], rows=[["x", x**2], ["2", 4]])
    >>> print(table.csv(), end="")
    of,is
    x,x**2
    2,4
    """

    name: str
    caption: str
    columns: Sequence[str | sp.Expr]
    rows: Sequence[Sequence[Cell]]

    def __post_init__(self) -> None:
        if not is_stem(self.name) or not re.fullmatch(r"[a-z0-9_]+", self.name):
            raise DeclarationError(
                f"table {self.name!r}: its files need a name of a-z, 0-9 and _, at most {LONGEST_STEM}"
            )
        for cell in (self.caption, *self.columns, *(cell for row in self.rows for cell in row)):
            if not (isinstance(cell, _CELL) and (not isinstance(cell, str) or is_text(cell))):
                raise DeclarationError(
                    f"table {self.name!r}: {cell!r} is not a cell; give text, exact numbers, expressions"
                )
        for row in self.rows:
            if len(row) != len(self.columns):
                raise DeclarationError(
                    f"table {self.name!r}: a row has {len(row)} cells under {len(self.columns)} columns: {list(row)}"
                )

    def csv(self) -> str:
        """Return the table as CSV: expressions as text that the package reads again."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([_plain(cell) for cell in self.columns])
        writer.writerows([_plain(cell) for cell in row] for row in self.rows)
        return stream.getvalue()

    def latex(self, placement: str = "[htbp]", *, line: int = LINE, floats: bool = True) -> str:
        """Return a LaTeX table for the package booktabs; a long one is a ``longtable`` that breaks across pages.

        Its head is repeated on each page, its caption and its label are not. Where the narrowest columns are too wide
        together, letters are smaller.

        Parameters
        ----------
        placement : str
            Where a short one may float, in brackets; empty for what the document says.
        line : int
            About how many letters fit into a line: columns share it, and what is too wide for its column is broken.
        floats : bool
            Whether one that fits a page may float; else it stands where it is written, as a ``longtable``.
        """
        rooms = self._rooms(line)
        kinds = "".join("r" if self._is_numeric(j) else "l" for j in range(len(self.columns)))
        caption = rf"\caption{{{text_to_latex(self.caption)}}}\label{{tab:{self.name}}}"
        head = [r"\toprule", self._latex_row(self.columns, rooms), r"\midrule"]
        rows = [*(self._latex_row(row, rooms) for row in self.rows), r"\bottomrule"]
        is_high = any(r"\dfrac" in row for row in rows)
        rows = [row.replace(_END, _HIGH_END) if r"\dfrac" in row else row for row in rows]
        small = [_SMALL] if sum(rooms) > self._room(line) else []
        packages = ["amsmath"] if is_high or any("aligned" in row for row in rows) else []
        if not floats or sum(_lines(row) * (1 + (r"\dfrac" in row)) for row in rows[:-1]) > _PAGE:
            opening = [_needs(*packages, "booktabs", "longtable"), rf"\begin{{longtable}}{{{kinds}}}", caption + r" \\"]
            body = [*opening, *head, r"\endfirsthead", *head, r"\endhead", *rows, r"\end{longtable}"]
            lines = [r"\begingroup", *small, *body, r"\endgroup", ""] if small else [*body, ""]
        else:
            opening = [_needs(*packages, "booktabs"), rf"\begin{{table}}{placement}", r"\centering", caption]
            body = [rf"\begin{{tabular}}{{{kinds}}}", *head, *rows, r"\end{tabular}"]
            lines = [*opening, *small, *body, r"\end{table}", ""]
        return "\n".join(lines)

    def html(self) -> str:
        """Return an HTML ``table`` element; expressions are MathML."""
        head = "".join(f'<th scope="col">{_html(cell)}</th>' for cell in self.columns)
        body = "\n".join(f"<tr>{''.join(self._html_cell(j, cell) for j, cell in enumerate(r))}</tr>" for r in self.rows)
        caption = f"<caption>{text_to_html(self.caption)}</caption>"
        return f"<table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"

    def to_json(self) -> dict[str, Any]:
        """Return the table as JSON data; of a formula, what every output writes."""
        return {
            "name": self.name,
            "caption": self.caption,
            "columns": [_kept(cell) for cell in self.columns],
            "rows": [[_kept(cell) for cell in row] for row in self.rows],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Table:
        """Return the table that :meth:`to_json` kept: each output is the same, formulas are as they were written.

        Examples
        --------
        >>> table = Table(name="t", caption="Half.", columns=["x"], rows=[[sp.Symbol("x") / 2], [Fraction(1, 2)]])
        >>> Table.from_json(table.to_json()).latex() == table.latex()
        True
        """
        return cls(
            name=kept["name"],
            caption=kept["caption"],
            columns=[_cell(cell) for cell in kept["columns"]],
            rows=[[_cell(cell) for cell in row] for row in kept["rows"]],
        )

    def _repr_html_(self) -> str:
        return self.html()

    def _rooms(self, line: int) -> list[int]:
        """Return how wide each column may be."""
        rows = [(row, _spans(row)) for row in (self.columns, *self.rows)]
        columns = [[row[j] for row, spans in rows if spans is None or j < spans] for j in range(len(self.columns))]
        natural = [max(map(_natural, cells), default=0) for cells in columns]
        least = [max(map(_narrowest, cells), default=0) for cells in columns]
        return shared(natural, least, self._room(line))

    def _room(self, line: int) -> int:
        """Return how wide all columns together may be."""
        return int(line - _BESIDE * len(self.columns))

    def _latex_row(self, cells: Sequence[Cell], rooms: Sequence[int]) -> str:
        """Return a row; words that nothing follows span the columns that are left."""
        spans = _spans(cells)
        written = [_latex(cell, room) for cell, room in zip(cells[:spans], rooms, strict=False)]
        if spans is not None:
            left = len(cells) - spans
            room = max(sum(rooms[spans:]), self._room(LINE) - sum(rooms[:spans]))
            written.append(rf"\multicolumn{{{left}}}{{l}}{{{_latex(cells[spans], room)}}}")
        return " & ".join(written) + _END

    def _html_cell(self, column: int, cell: Cell) -> str:
        is_long = len(_plain(cell)) > _WRAPPED
        if column == 0:
            return f'<th scope="row"{_LONG_HEAD if is_long else ""}>{_html(cell)}</th>'
        kind = "number" if self._is_numeric(column) else "long" if is_long else "short"
        return f'<td class="{kind}">{_html(cell)}</td>'

    def _is_numeric(self, column: int) -> bool:
        cells = [row[column] for row in self.rows]
        return bool(cells) and all(isinstance(c, _NUMBER) and not isinstance(c, bool) for c in cells)


def decimals(value: Any, places: int = 3) -> str:
    """Return an exact number as a decimal, rounded; nothing for None.

    Examples
    --------
    >>> decimals(Fraction(2, 3)), decimals(sp.sqrt(2), 5), decimals(None)
    ('0.667', '1.41421', '')
    """
    return "" if value is None else f"{float(value):.{places}f}"


def _kept(cell: Cell) -> Any:
    if isinstance(cell, _FORMULA):
        return vars(written(cell))
    return {"fraction": str(cell)} if isinstance(cell, Fraction) else cell


def _cell(kept: Any) -> Any:
    if not isinstance(kept, Mapping):
        return kept
    return Fraction(kept["fraction"]) if "fraction" in kept else WrittenFormula(**kept)


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return to_text(cell) if isinstance(cell, _FORMULA) else str(cell)


def _html(cell: Cell) -> str:
    return to_mathml(cell) if isinstance(cell, _FORMULA) else text_to_html(_plain(cell))


def _needs(*packages: str) -> str:
    return rf"% needs \usepackage{{{','.join(packages)}}}"


def _latex(cell: Cell, room: int) -> str:
    """Return a cell; words and formulas that are wider than their room stand on several lines."""
    if isinstance(cell, _FORMULA):
        formula = aligned_cell(to_latex(cell), max(int(room / _FORMULA_SIGN), _NARROWEST))
        lines = _lines(formula)
        return f"({lines} lines: too long to print)" if lines > _TALLEST else f"${formula}$"
    latex = text_to_latex(_plain(cell))
    if not isinstance(cell, str) or len(_read(cell)) <= room:
        return latex
    return rf"\parbox[t]{{{room / LINE:.2f}\linewidth}}{{\raggedright {latex}\strut}}"


def _lines(latex: str) -> int:
    return latex.count(r" \\ &") + 1


def _natural(cell: Cell) -> int:
    """Return how wide a cell is on one line."""
    return ceil(width(to_latex(cell)) * _FORMULA_SIGN) if isinstance(cell, _FORMULA) else len(_read(cell))


def _narrowest(cell: Cell) -> int:
    """Return how wide a cell is at least: a word, and a number, stays whole."""
    if isinstance(cell, _FORMULA):
        return min(_natural(cell), _NARROWEST)
    return max(map(len, _read(cell).split(" "))) if isinstance(cell, str) else _natural(cell)


def _read(cell: Cell) -> str:
    """Return words as they are set: products and powers in signs that take less room."""
    return readable_text(with_greek_letters(_plain(cell)))


def _spans(cells: Sequence[Cell]) -> int | None:
    """Return where words stand that nothing follows, in columns that are left; None where there are none."""
    last = max((place for place, cell in enumerate(cells) if cell != ""), default=len(cells) - 1)
    return last if last < len(cells) - 1 and isinstance(cells[last], str) else None
