"""Thresholds in the direct-selling cost c, found from the equilibria and compared with the printed ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, prove, thresholds
from lsec_models.algebra.parsing.parse import parse_expression

from .model import SYMBOLS, a, beta, c, equilibria, k


@dataclass(frozen=True, kw_only=True)
class Question:
    """Where a function of c changes its sign, and what is printed of it.

    Attributes
    ----------
    words : str
    function : sympy.Expr
    given : sequence of Equilibrium or SymPy inequality
    printed : tuple of str
        In the order in which c rises.
    """

    words: str
    function: sp.Expr
    given: Sequence[Equilibrium | sp.Basic]
    printed: tuple[str, ...]


def found_and_printed() -> dict[str, Any]:
    """Return for each question the thresholds found, how the sign turns, the printed ones, and whether they agree."""
    return {question.words: _entry(question) for question in _questions()}


def _questions() -> Iterator[Question]:
    games = equilibria()
    for label, given, printed in (
        ("encroachment", [c < a], "3*a/5"),
        ("simultaneous", [c < a], "5*a/7"),
        ("differentiated", [c < a, k <= 1], "(8 - 2*k - 3*k**2)*a/(8 - 3*k**2)"),
        ("bargained", [c < a, beta <= 1], "3*a/(7 - 2*beta)"),
    ):
        yield Question(
            words=f"the manufacturer's own sales, {label}",
            function=games[label]["q_m"],
            given=given,
            printed=(printed,),
        )
    for label, benchmark in (("encroachment", "no_channel"), ("bargained", "bargained_no_channel")):
        yield Question(
            words=f"the retailer's gain, {label}",
            function=games[label]["retailer"] - games[benchmark]["retailer"],
            given=[games[label]],
            printed=("3*a/(4*sqrt(2))",),
        )
    yield Question(
        words="the industry's gain, encroachment",
        function=games["encroachment"]["industry_profit"] - games["no_channel"]["industry_profit"],
        given=[games["encroachment"]],
        printed=("3*a/(2*(6 + sqrt(7)))", "3*a/(2*(6 - sqrt(7)))"),
    )


def _entry(question: Question) -> dict[str, Any]:
    names = {symbol.name: symbol for symbol in SYMBOLS}
    found = thresholds(question.function, c, question.given)
    printed = [parse_expression(text, names) for text in question.printed]
    return {
        "found": [threshold.value for threshold in found],
        "turns": [threshold.turns for threshold in found],
        "printed": list(question.printed),
        "equal": len(found) == len(printed)
        and all(_equal(threshold.value, value) for threshold, value in zip(found, printed, strict=True)),
    }


def _equal(left: sp.Expr, right: sp.Expr) -> bool:
    return bool(prove(sp.Eq(left, right), [a > 0, k <= 1, beta <= 1]))
