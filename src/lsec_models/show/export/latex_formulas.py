"""Formulas in a paper: high fractions, and long formulas broken into lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lsec_models.show.export.line_breaks import broken, width

_LINE = 56
INLINE = 40
_STOP_BELOW = re.compile(r"( \\\]|\n\\end\{align\*\})\n([.,;:])")


def high(latex: str) -> str:
    r"""Return a formula whose fractions are as high as in a display; those in powers and under bars stay small.

    Examples
    --------
    >>> print(high(r"\frac{a}{2} + x^{\frac{1}{2}}"))
    \dfrac{a}{2} + x^{\frac{1}{2}}
    """
    written, depth = [], 0
    for piece in re.split(r"(\\frac|[{}])", latex):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        written.append(r"\dfrac" if piece == r"\frac" and depth == 0 else piece)
    return "".join(written)


def summed(terms: Iterable[str]) -> str:
    """Return the terms of a sum with their signs.

    Examples
    --------
    >>> summed(["a", "- b", "c"])
    'a - b + c'
    """
    first, *others = terms
    signed = (f"- {one.removeprefix('-').lstrip()}" if one.startswith("-") else f"+ {one}" for one in others)
    return " ".join([first, *signed])


def aligned_cell(latex: str, widest: int = _LINE) -> str:
    r"""Return a formula for a cell of a table, over several lines if it is wider than asked.

    Examples
    --------
    >>> print(aligned_cell("a + b + c", 6))
    \begin{aligned}[t] & a + b \\ & \quad {} + c \end{aligned}
    """
    first, *others = (high(line) for line in broken(latex, widest))
    rows = r" \\ ".join(_rows([first, *others]))
    return rf"\begin{{aligned}}[t] {rows} \end{{aligned}}" if others else first


def displayed(latex: str, end: str = "") -> str:
    r"""Return a formula on lines of its own.

    Examples
    --------
    >>> print(displayed("a > b", "."))
    \[ a > b. \]
    """
    first, *others = broken(latex, _LINE)
    if not others:
        return rf"\[ {high(first)}{end} \]"
    rows = " \\\\\n".join(_rows([first, *others]))
    return f"\\begin{{align*}}\n{rows}{end}\n\\end{{align*}}"


def in_line(latex: str) -> str:
    r"""Return a formula in the line, or displayed where it is long.

    Examples
    --------
    >>> print(in_line(r"\frac{a}{2} > 0"))
    $\frac{a}{2} > 0$
    """
    return f"${latex}$" if width(latex) <= INLINE else f"\n{displayed(latex)}\n"


def with_stops_inside(text: str) -> str:
    r"""Return text in which no display is followed by a stop: it ends the display.

    Examples
    --------
    >>> print(with_stops_inside("So\n\\[ a > b \\]\n; and"))
    So
    \[ a > b; \]
    and
    """
    return _STOP_BELOW.sub(r"\2\1", text)


def _rows(lines: Sequence[str]) -> list[str]:
    """Return lines as rows below each other, the later ones indented."""
    return [f"& {lines[0]}", *(rf"& \quad {{}} {line}" for line in lines[1:])]
