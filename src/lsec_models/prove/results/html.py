"""Verdicts, rankings, sign tables and thresholds for notebooks and web pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from html import escape
from itertools import groupby

import sympy as sp

from lsec_models.algebra.description import caption_html, words_html
from lsec_models.games.summary.html import Typesetting
from lsec_models.prove.results.signs import Compared, Comparison, DecidedSign, SignTable, Static
from lsec_models.prove.results.stated import Resting, resting_words
from lsec_models.prove.results.threshold import Threshold, Thresholds
from lsec_models.prove.results.verdicts import ByRegime, Contradictory, Mixed, Proved, Refuted, Undecided, Verdict

_ORDERS = {">": "more", "<": "less", "=": "as much", ">=": "at least as much", "<=": "at most as much"}
_MOVES = {">": "+", "<": "−", "=": "0", ">=": "+ or 0", "<=": "− or 0", "><": "turns", "?": "undecided", "-": "never"}
_LEFT = "style='text-align:left'"
_NEVER_BOTH = "the two never exist together"


def html_of(found: object, typesetting: Typesetting | None = None) -> str:
    """Return what is stated in words and formulas.

    Parameters
    ----------
    found : Verdict, Comparison, SignTable, Threshold, Thresholds, or a part of these
    typesetting : Typesetting, optional
        How formulas are put on a page; as MathML without it.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> from lsec_models import prove
    >>> x, y = sp.symbols("x y", positive=True)
    >>> html_of(prove(x * x + y * y > x * y))
    '<p><strong class="lsec-verdict">proved</strong>: certificate checked</p>'
    """
    return _page(found, typesetting or Typesetting())


@singledispatch
def _page(found: object, write: Typesetting) -> str:  # noqa: ARG001 (the others write formulas)
    raise TypeError(f"{type(found).__name__} is not stated by proofs")


@_page.register
def _verdict(found: Verdict, write: Typesetting) -> str:
    status = f'<strong class="lsec-verdict">{escape(found.status)}</strong>'
    if not isinstance(found, ByRegime):
        return f"<p>{status}: {_evidence(found, write)}</p>{_resting(found)}"
    cases = [f"<li>{escape(name)}: {_page(case, write)}</li>" for name, case in found.cases.items()]
    doubts = [f"<li>not proved: {escape(words)}</li>" for words in found.doubts]
    jumps = " (jumps between regimes are not asked about)" if found.slopes else ""
    return f"<p>{status}, by regime{jumps}:</p><ul>{''.join([*cases, *doubts])}</ul>{_resting(found)}"


@_page.register
def _threshold(found: Threshold, write: Typesetting) -> str:
    """Return the point, how the sign turns there, and where it exists."""
    point = found.equation if found.value is None else sp.Eq(found.symbol, found.value, evaluate=False)
    exists = f", where {_listed(found.where, ' and ', write)}" if found.where else ""
    candidates = resting_words(result for result in found.about if not result.evidence.established)
    below = f'<p class="lsec-rests-on">{escape(candidates)}</p>' if candidates else ""
    return f"<p>{write.math(point)} ({words_html(found.turns)}){exists}</p>{below}"


@_page.register
def _thresholds(found: Thresholds, write: Typesetting) -> str:
    return "".join(_page(one, write) for one in found) or f"<p>{escape(str(found))}</p>"


@_page.register
def _comparison(found: Comparison, write: Typesetting) -> str:
    """Return for each pair one row of each quantity, with the exact condition where the order turns."""
    groups = groupby(found, key=lambda cell: (cell.left, cell.right))
    tables = [_table(f"{left} against {right}", *_of_pair(list(cells), write)) for (left, right), cells in groups]
    return "".join([*tables, _resting(found)])


@_page.register
def _compared(found: Compared, write: Typesetting) -> str:
    return _table(f"{found.left} against {found.right}", *_of_pair([found], write))


@_page.register
def _sign_table(found: SignTable, write: Typesetting) -> str:
    """Return signs of quantities by parameters, and below it exactly where a sign turns."""
    return _signs(list(found), write) + _resting(found)


@_page.register
def _static(found: Static, write: Typesetting) -> str:
    return _signs([found], write)


@_page.register
def _sign(found: DecidedSign, write: Typesetting) -> str:
    where = "" if found.condition is None else f", positive exactly where {write.math(found.condition)}"
    return f"<p>sign {_MOVES[found.symbol]}{where}</p>{_page(found.verdict, write)}"


def _signs(cells: Sequence[Static], write: Typesetting) -> str:
    parameters = list(dict.fromkeys(cell.parameter for cell in cells))
    signs = {(cell.quantity, cell.parameter): _MOVES[cell.sign.symbol] for cell in cells}
    rows = [
        [_name(quantity, write), *(signs.get((quantity, parameter), "") for parameter in parameters)]
        for quantity in dict.fromkeys(cell.quantity for cell in cells)
    ]
    heads = ["sign of the slope of", *(f"in {_symbol(parameter, write)}" for parameter in parameters)]
    notes = [f"<li>{_turn(cell, write)}</li>" for cell in cells if cell.sign.condition is not None]
    below = f"<p>Where a sign turns:</p><ul>{''.join(notes)}</ul>" if notes else ""
    return _table("Comparative statics", heads, rows) + below


def _resting(found: Resting) -> str:
    words = found.resting_words()
    return f'<p class="lsec-rests-on">{escape(words)}</p>' if words else ""


@singledispatch
def _evidence(found: Verdict, write: Typesetting) -> str:  # noqa: ARG001
    return escape(str(found))


@_evidence.register
def _proved(found: Proved, write: Typesetting) -> str:
    words = "certificate checked" if found.exact else "two engines agree"
    return words if found.equality is None else f"{words}; {_equal(found.equality, write)}"


@_evidence.register
def _refuted(found: Refuted, write: Typesetting) -> str:
    scope = "it fails everywhere, as is proved" if found.opposite is not None else "it fails"
    return scope + (f", for instance at {_point(found.counterexample, write)}" if found.counterexample else "")


@_evidence.register
def _mixed(found: Mixed, write: Typesetting) -> str:
    exactly = [] if found.condition is None else [f"holds exactly where {write.math(found.condition)}"]
    examples = [f"holds at {_point(found.witness, write)}", f"fails at {_point(found.counterexample, write)}"]
    return "<br>".join([*exactly, *examples])


@_evidence.register
def _contradictory(found: Contradictory, write: Typesetting) -> str:  # noqa: ARG001
    return f"nothing is admissible; {words_html(found.clash)}"


@_evidence.register
def _undecided(found: Undecided, write: Typesetting) -> str:  # noqa: ARG001
    tried = f"; tried: {escape(', '.join(found.tried))}" if found.tried else ""
    return f"no proof and no counterexample, true at {found.points} points{tried}"


def _of_pair(cells: Sequence[Compared], write: Typesetting) -> tuple[list[str], list[list[str]]]:
    heads = ["quantity", f"{escape(cells[0].left)} has", "where"]
    return heads, [[_name(cell.quantity, write), *_order(cell.sign, write)] for cell in cells]


def _order(sign: DecidedSign, write: Typesetting) -> tuple[str, str]:
    """Return what the left one has, and where."""
    if sign.condition is not None:
        return _ORDERS[">"], f"exactly where {write.math(sign.condition)}"
    if sign.symbol in _ORDERS:
        return _ORDERS[sign.symbol], _everywhere(sign, write)
    return "", _NEVER_BOTH if sign.symbol == "-" else _MOVES[sign.symbol]


def _everywhere(sign: DecidedSign, write: Typesetting) -> str:
    equality = sign.verdict.equality if isinstance(sign.verdict, Proved) else None
    if sign.symbol not in (">=", "<=") or equality is None:
        return "wherever both exist"
    return f"wherever both exist; {_equal(equality, write)}"


def _equal(places: Sequence[sp.Basic], write: Typesetting) -> str:
    if sp.true in places:
        return "equal everywhere"
    return f"equal exactly where {_listed(places, ' or ', write)}" if places else "never equal"


def _turn(cell: Static, write: Typesetting) -> str:
    where = write.math(cell.sign.condition)
    return f"{_name(cell.quantity, write)} in {_symbol(cell.parameter, write)}: + exactly where {where}"


def _table(title: str, heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col" {_LEFT}>{words}</th>' for words in heads)
    body = "".join(
        f'<tr><th scope="row" {_LEFT}>{name}</th>{"".join(f"<td {_LEFT}>{words}</td>" for words in others)}</tr>'
        for name, *others in rows
    )
    return (
        f'<table class="table lsec-signs">{caption_html(title)}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _name(quantity: str, write: Typesetting) -> str:
    """Set decisions as symbols; the names of players and reported quantities are words."""
    stem = quantity.split("_")[0]
    is_symbol = len(stem) == 1 or str(sp.latex(sp.Symbol(stem))).startswith("\\")
    return _symbol(quantity, write) if is_symbol else escape(quantity.replace("_", " "))


def _symbol(name: str, write: Typesetting) -> str:
    return write.math(sp.Symbol(name))


def _point(point: Mapping[str, sp.Expr], write: Typesetting) -> str:
    at = (sp.Eq(sp.Symbol(name), value, evaluate=False) for name, value in point.items())
    return ", ".join(map(write.inline, at))


def _listed(relations: Iterable[sp.Basic], word: str, write: Typesetting) -> str:
    return word.join(map(write.math, relations))
