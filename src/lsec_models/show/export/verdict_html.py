"""Verdicts, rankings, sign tables and thresholds for web pages, their formulas typeset by MathJax."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from html import escape
from itertools import groupby

import sympy as sp

from lsec_models.prove.compare import Compared, Comparison, DecidedSign
from lsec_models.prove.resting import Resting, resting_words
from lsec_models.prove.statics import SignTable, Static
from lsec_models.prove.thresholds import Threshold
from lsec_models.prove.verdicts import ByRegime, Contradictory, Mixed, Proved, Refuted, Undecided, Verdict
from lsec_models.show.export.formulas import inline_html, to_latex

_ORDERS = {">": "more", "<": "less", "=": "as much", ">=": "at least as much", "<=": "at most as much"}
_MOVES = {">": "+", "<": "−", "=": "0", ">=": "+ or 0", "<=": "− or 0", "><": "turns", "?": "undecided", "-": "never"}
_NEVER_BOTH = "the two never exist together"


def verdict_html(found: Verdict) -> str:
    """Return a verdict in words and formulas.

    Parameters
    ----------
    found : Verdict

    Returns
    -------
    str
        HTML, to be typeset by MathJax.

    Examples
    --------
    >>> from lsec_models import prove
    >>> x, y = sp.symbols("x y", positive=True)
    >>> verdict_html(prove(x * x + y * y > x * y))
    '<p><strong class="lsec-verdict">proved</strong>: certificate checked</p>'
    """
    status = f'<strong class="lsec-verdict">{escape(found.status)}</strong>'
    if not isinstance(found, ByRegime):
        return f"<p>{status}: {_evidence(found)}</p>{_resting(found)}"
    cases = [f"<li>{escape(name)}: {verdict_html(case)}</li>" for name, case in found.cases.items()]
    doubts = [f"<li>not proved: {escape(words)}</li>" for words in found.doubts]
    jumps = " (jumps between regimes are not asked about)" if found.slopes else ""
    return f"<p>{status}, by regime{jumps}:</p><ul>{''.join([*cases, *doubts])}</ul>{_resting(found)}"


def threshold_html(found: Threshold) -> str:
    """Return a threshold: the point, how the sign turns there, and where it exists.

    Parameters
    ----------
    found : Threshold

    Returns
    -------
    str
        HTML, to be typeset by MathJax.
    """
    point = found.equation if found.value is None else sp.Eq(found.symbol, found.value, evaluate=False)
    exists = f", where {_listed(found.where, ' and ')}" if found.where else ""
    return f"<p>{inline_html(to_latex(point))} ({escape(found.turns)}){exists}</p>"


def comparison_html(found: Comparison) -> str:
    """Return a ranking: for each pair one row of each quantity, with the exact condition where the order turns.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    str
        HTML, to be typeset by MathJax.

    Examples
    --------
    >>> from lsec_models import compare, solve
    >>> from lsec_models.models import load
    >>> led = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
    >>> comparison_html(compare({"one": led, "the same": led}, ["q", "e"])).count("<tr>")
    3
    """
    groups = groupby(found, key=lambda cell: (cell.left, cell.right))
    tables = [_table(f"{left} against {right}", *_of_pair(list(cells))) for (left, right), cells in groups]
    return "".join([*tables, _resting(found)])


def sign_table_html(found: SignTable) -> str:
    """Return comparative statics: signs of quantities by parameters, and below it exactly where a sign turns.

    Parameters
    ----------
    found : SignTable

    Returns
    -------
    str
        HTML, to be typeset by MathJax.
    """
    cells = list(found)
    parameters = list(dict.fromkeys(cell.parameter for cell in cells))
    signs = {(cell.quantity, cell.parameter): _MOVES[cell.sign.symbol] for cell in cells}
    rows = [
        [_name(quantity), *(signs.get((quantity, parameter), "") for parameter in parameters)]
        for quantity in dict.fromkeys(cell.quantity for cell in cells)
    ]
    heads = ["sign of the slope of", *(f"in {_symbol(parameter)}" for parameter in parameters)]
    notes = [f"<li>{_turn(cell)}</li>" for cell in cells if cell.sign.condition is not None]
    below = f"<p>Where a sign turns:</p><ul>{''.join(notes)}</ul>" if notes else ""
    return _table("Comparative statics", heads, rows) + below + _resting(found)


def _resting(found: Resting) -> str:
    words = resting_words(found.about)
    return f'<p class="lsec-rests-on">{escape(words)}</p>' if words else ""


@singledispatch
def _evidence(found: Verdict) -> str:
    return escape(str(found))


@_evidence.register
def _proved(found: Proved) -> str:
    words = "certificate checked" if found.exact else "two engines agree"
    return words if found.equality is None else f"{words}; {_equal(found.equality)}"


@_evidence.register
def _refuted(found: Refuted) -> str:
    scope = "it fails everywhere, as is proved" if found.opposite is not None else "it fails"
    return f"{scope}, for instance at {_point(found.counterexample)}"


@_evidence.register
def _mixed(found: Mixed) -> str:
    exactly = [] if found.condition is None else [f"holds exactly where {inline_html(to_latex(found.condition))}"]
    examples = [f"holds at {_point(found.witness)}", f"fails at {_point(found.counterexample)}"]
    return "<br>".join([*exactly, *examples])


@_evidence.register
def _contradictory(found: Contradictory) -> str:
    return f"nothing is admissible; {escape(found.clash)}"


@_evidence.register
def _undecided(found: Undecided) -> str:
    tried = f"; tried: {escape(', '.join(found.tried))}" if found.tried else ""
    return f"no proof and no counterexample, true at {found.points} points{tried}"


def _of_pair(cells: Sequence[Compared]) -> tuple[list[str], list[list[str]]]:
    heads = ["quantity", f"{escape(cells[0].left)} has", "where"]
    return heads, [[_name(cell.quantity), *_order(cell.sign)] for cell in cells]


def _order(sign: DecidedSign) -> tuple[str, str]:
    """Return what the left one has, and where."""
    if sign.condition is not None:
        return _ORDERS[">"], f"exactly where {inline_html(to_latex(sign.condition))}"
    if sign.symbol in _ORDERS:
        return _ORDERS[sign.symbol], _everywhere(sign)
    return "", _NEVER_BOTH if sign.symbol == "-" else _MOVES[sign.symbol]


def _everywhere(sign: DecidedSign) -> str:
    equality = sign.verdict.equality if isinstance(sign.verdict, Proved) else None
    if sign.symbol not in (">=", "<=") or equality is None:
        return "wherever both exist"
    return f"wherever both exist; {_equal(equality)}"


def _equal(places: Sequence[sp.Basic]) -> str:
    if sp.true in places:
        return "equal everywhere"
    return f"equal exactly where {_listed(places, ' or ')}" if places else "never equal"


def _turn(cell: Static) -> str:
    where = inline_html(to_latex(cell.sign.condition))
    return f"{_name(cell.quantity)} in {_symbol(cell.parameter)}: + exactly where {where}"


def _table(title: str, heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{words}</th>' for words in heads)
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{words}</td>" for words in others)}</tr>'
        for name, *others in rows
    )
    return (
        f'<table class="table lsec-signs"><caption>{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _name(quantity: str) -> str:
    """Set decisions as symbols; the names of players and reported quantities are words."""
    stem = quantity.split("_")[0]
    is_symbol = len(stem) == 1 or to_latex(sp.Symbol(stem)).startswith("\\")
    return _symbol(quantity) if is_symbol else escape(quantity.replace("_", " "))


def _symbol(name: str) -> str:
    return inline_html(to_latex(sp.Symbol(name)))


def _point(point: Mapping[str, sp.Expr]) -> str:
    return ", ".join(inline_html(rf"{to_latex(sp.Symbol(name))} = {_number(value)}") for name, value in point.items())


def _number(value: sp.Expr) -> str:
    return str(sp.latex(value, fold_short_frac=True))


def _listed(relations: Iterable[sp.Basic], word: str) -> str:
    return word.join(inline_html(to_latex(relation)) for relation in relations)
