"""Formulas in a paper: high fractions, and long sums broken between their terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import sympy as sp
from sympy.core.relational import Relational

from lsec_models.algebra.domains.latex import latex_of

_LINE = 60
INLINE = 60
_PIECES = re.compile(r"\\[a-zA-Z]+|\\?.", re.DOTALL)
_UNSEEN = re.compile(r"\\(left|right|text|mathrm|mathit|sqrt|,|;| )|[\^_ ]")


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


def width(latex: str) -> int:
    """Return about how many characters wide a formula is: the wider part of a fraction counts.

    Examples
    --------
    >>> width(r"\\frac{a b c}{x}") < width(r"a b c + x y z")
    True
    """
    return _width(iter(_PIECES.findall(latex)))


def _width(pieces: Iterator[str]) -> int:
    """Return the width of what comes before the next closing brace."""
    total = 0
    for piece in pieces:
        if piece == "}":
            break
        if piece.endswith("frac"):
            total += max(_width_of_argument(pieces), _width_of_argument(pieces))
        elif piece == "{":
            total += _width(pieces)
        elif not _UNSEEN.fullmatch(piece):
            total += 1
    return total


def _width_of_argument(pieces: Iterator[str]) -> int:
    return _width(pieces) if next(pieces, "") == "{" else 1


def lines_of(formula: sp.Basic, widest: int = _LINE) -> list[str]:
    """Return a formula as lines: a long sum is broken between its terms, on the left of a comparison too.

    Parameters
    ----------
    formula : sympy.Basic
    widest : int
        About how many characters fit into a line.

    Examples
    --------
    >>> lines_of(sp.Symbol("a") / 2)
    ['\\\\frac{a}{2}']
    >>> x, y, z = sp.symbols("x y z")
    >>> print(*lines_of(z + (x + 2 * y + z) / (x * y), 4), sep="\\n")
    z
    + \\frac{1}{x y} \\bigl(x
    + 2 y
    + z\\bigr)
    >>> print(*lines_of(z + (x + y) * (x + 2 * y + z), 4), sep="\\n")
    z
    + \\left(x + y\\right) \\bigl(x
    + 2 y
    + z\\bigr)
    """
    latex = latex_of(formula)
    long_sum = formula.lhs if isinstance(formula, Relational) else formula
    if not isinstance(long_sum, sp.Add) or width(latex) <= widest:
        return [latex]
    lines = packed((part for term in long_sum.as_ordered_terms() for part in _parts(term, widest)), widest)
    compared = f" {sign_of(formula)} {latex_of(formula.rhs)}" if isinstance(formula, Relational) else ""
    return [*lines[:-1], lines[-1] + compared]


def sign_of(relation: Relational) -> str:
    r"""Return the sign between the two sides of a comparison.

    Examples
    --------
    >>> print(sign_of(sp.Symbol("x") >= sp.Symbol("y")))
    \geq
    """
    return str(sp.latex(type(relation)(sp.Symbol("x"), sp.Symbol("y"), evaluate=False))).strip("xy ")


def _parts(term: sp.Expr, widest: int) -> Iterator[str]:
    """Yield a term; of one that is too wide, the terms of its longest factor that is a sum, in brackets."""
    latex, factors = latex_of(term), sp.Mul.make_args(term)
    sums = [factor for factor in factors if isinstance(factor, sp.Add)]
    if not sums or width(latex) <= widest or len(factors) == 1:
        yield latex
        return
    longest = max(sums, key=lambda factor: width(latex_of(factor)))
    before = sp.Mul._from_args([factor for factor in factors if factor is not longest])
    written = rf"\left({latex_of(before)}\right)" if before.is_Add else "-" if before == -1 else latex_of(before)
    inner = [latex_of(one) for one in longest.as_ordered_terms()]
    yield rf"{written} \bigl({inner[0]}"
    yield from inner[1:-1]
    yield rf"{inner[-1]}\bigr)"


def packed(terms: Iterable[str], widest: int = _LINE) -> list[str]:
    """Return the terms of a sum as lines, none of which is too wide if no term is."""
    lines: list[str] = []
    for term in terms:
        signed = term if not lines else f"- {term.removeprefix('-').lstrip()}" if term.startswith("-") else f"+ {term}"
        if lines and width(f"{lines[-1]} {signed}") <= widest:
            lines[-1] += f" {signed}"
        else:
            lines.append(signed)
    return lines


def aligned_cell(formula: sp.Basic, widest: int = _LINE) -> str:
    """Return a formula for a cell of a table, over several lines if it is a long sum; see :func:`lines_of`."""
    lines = [high(line) for line in lines_of(formula, widest)]
    if len(lines) == 1:
        return lines[0]
    rows = r" \\ ".join([f"& {lines[0]}", *(rf"& \quad {{}} {line}" for line in lines[1:])])
    return rf"\begin{{aligned}}[t] {rows} \end{{aligned}}"


def in_line(formula: sp.Basic, comparison: str, before: str = "") -> str:
    r"""Return a formula in the line, or displayed over several lines where it is long.

    Examples
    --------
    >>> print(in_line(sp.Symbol("a") / 2, "> 0"))
    $\frac{a}{2} > 0$
    """
    return pieces_in_line(lines_of(formula), comparison, before=before)


def pieces_in_line(pieces: Sequence[str], comparison: str, before: str = "") -> str:
    """Return the terms of a sum or the factors of a product in the line, or displayed over several lines."""
    whole = f"{before}{' '.join(pieces)} {comparison}".strip()
    if width(whole) <= INLINE or (len(pieces) == 1 and width(whole) <= 2 * INLINE):
        return f"${whole}$"
    rows: list[str] = []
    for piece in [*pieces[:-1], f"{pieces[-1]} {comparison}".strip()]:
        if rows and width(f"{rows[-1]} {piece}") <= INLINE:
            rows[-1] += f" {piece}"
        else:
            rows.append(piece)
    body = " \\\\\n".join([f"& {before}{rows[0]}", *(rf"& \quad {{}} {row}" for row in rows[1:])])
    return f"\n\\begin{{align*}}\n{body}\n\\end{{align*}}\n"
