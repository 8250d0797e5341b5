"""What is declared, and parts of results, as people read them: one neutral form, from which every format is written."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

import sympy as sp

from lsec_models.algebra.mathml import mathml_of
from lsec_models.algebra.readable_text import greek_letter, readable_text

Piece: TypeAlias = str | sp.Basic
Cell: TypeAlias = Piece | tuple[Piece, ...]
_SHOWN = 40
_WIDEST_TITLE = 40
# What has a value, as in a point, is a symbol: players and modes are never equal to a number.
_VALUE = re.compile(r"(?:(?<=, )|(?<=: )|(?<= at )|^)([A-Za-z]+)(?:_(\w+))?(?= = −?\d)")


@dataclass(frozen=True, kw_only=True)
class Description:
    """A title, a table, and further lines.

    Attributes
    ----------
    title : str
    columns : tuple of cells
        What heads the columns; nothing where the table explains itself.
    rows : tuple of tuples of cells
        A cell is words, a formula, or several of these with commas between them.
    notes : tuple of lines
        Each line is a sequence of cells.
    """

    title: str
    columns: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[tuple[Cell, ...], ...] = ()


class Described(ABC):
    """Something that describes itself: it is printed as text, and shown in a notebook as HTML."""

    @abstractmethod
    def description(self) -> Description:
        """Return what it says, in the form from which every format is written."""

    def __repr__(self) -> str:
        return description_text(self.description())

    def _repr_html_(self) -> str:
        return description_html(self.description())


class Printed(Described):
    """Something that is described by the lines that it prints."""

    @abstractmethod
    def __str__(self) -> str: ...

    def description(self) -> Description:
        """Return the lines."""
        title, *lines = str(self).splitlines()
        return Description(title=title, notes=tuple((line.strip(),) for line in lines))

    def __repr__(self) -> str:
        return str(self)


def description_text(said: Description) -> str:
    """Return the title, aligned columns, and the lines below.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(description_text(Description(title="Squares", columns=("of", "is"), rows=((x, x**2), (2 * x, 4 * x**2)))))
    Squares
      of   is
      x    x**2
      2*x  4*x**2
    """
    rows = [[_words(cell) for cell in row] for row in (*([said.columns] if said.columns else []), *_shown(said))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [said.title]
    lines += ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    lines += [f"  {_more(said)}"] if _more(said) else []
    return "\n".join([*lines, *(f"  {' '.join(map(_words, note))}" for note in said.notes)])


def words_html(text: str) -> str:
    """Return words for HTML, the formulas among them in the signs that people write.

    Examples
    --------
    >>> words_html("w**2 >= a")
    'w² ≥ a'
    >>> words_html("the rate at kappa_e = 1/2, delta = 3")
    'the rate at κ<sub>e</sub> = 1/2, δ = 3'
    >>> words_html("regime: -p_H = -p_L, p_L - q*t_L = 0").replace("\u202f", " ")
    'regime: −p_H = −p_L, p_L − q t_L = 0'
    """
    return _VALUE.sub(_symbol_html, escape(readable_text(text)))


def caption_html(title: str) -> str:
    """Return the title of a table, which a narrow table does not squeeze; nothing where there is none.

    Examples
    --------
    >>> caption_html("Evidence")
    '<caption style="text-align:left;min-width:min(4em,80vw)">Evidence</caption>'
    """
    width = min((len(title) + 1) // 2, _WIDEST_TITLE)
    words = words_html(title)
    return f'<caption style="text-align:left;min-width:min({width}em,80vw)">{words}</caption>' if title else ""


def description_html(said: Description) -> str:
    """Return a table with a caption, its formulas as MathML, and the lines below.

    Examples
    --------
    >>> description_html(Description(title="Nothing", notes=(("but", sp.Symbol("x")),)))
    '<p><strong>Nothing</strong></p><p>but <math displaystyle="true"><mi>x</mi></math></p>'
    """
    left = "style='text-align:left'"
    head = "".join(f'<th scope="col" {left}>{_html(cell)}</th>' for cell in said.columns)
    body = "".join(
        f'<tr><th scope="row" {left}>{_html(first)}</th>'
        + "".join(f"<td {left}>{_html(cell)}</td>" for cell in others)
        + "</tr>"
        for first, *others in _shown(said)
    )
    title = f"<p><strong>{words_html(said.title)}</strong></p>"
    if body:
        heads = f"<thead><tr>{head}</tr></thead>" if head else ""
        title = f'<table class="lsec-description">{caption_html(said.title)}{heads}<tbody>{body}</tbody></table>'
    below = [_more(said)] if _more(said) else []
    below += [" ".join(map(_html, note)) for note in said.notes]
    return title + "".join(f"<p>{line}</p>" for line in below)


def _symbol_html(found: re.Match[str]) -> str:
    letter = greek_letter(found[1])
    if len(letter) > 1:
        return found[0]
    return f"{letter}<sub>{found[2]}</sub>" if found[2] else letter


def _shown(said: Description) -> Sequence[tuple[Cell, ...]]:
    return said.rows[:_SHOWN]


def _more(said: Description) -> str:
    return f"and {len(said.rows) - _SHOWN} more" if len(said.rows) > _SHOWN else ""


def _words(cell: Cell) -> str:
    return ", ".join(map(str, cell)) if type(cell) is tuple else str(cell)


def _html(cell: Cell) -> str:
    return ", ".join(map(_piece, cell)) if type(cell) is tuple else _piece(cell)


def _piece(piece: Piece | tuple[Piece, ...]) -> str:
    return mathml_of(piece) if isinstance(piece, sp.Basic) else words_html(str(piece))
