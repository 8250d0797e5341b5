"""Equilibria, rankings and sign tables as tables for a paper."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
from lsec_models.games.evidence.evidence import About
from lsec_models.games.summary.summary import (
    SPEED,
    START,
    STEADY,
    STRATEGY,
    VALUE,
    Asked,
    Quantity,
    Summary,
    SummaryBranch,
)
from lsec_models.prove.results.signs import Comparison, DecidedSign, SignTable
from lsec_models.show.export.table import Cell, Table

Row: TypeAlias = Sequence[Cell]
Place = TypeVar("Place", bound=Hashable)
_OVER_TIME = (STRATEGY, VALUE, SPEED, STEADY)
_STEMS = {"candidate": "equilibrium", "piecewise equilibrium": "regimes", "feedback equilibrium": "feedback"}
_IS = {"regime": "holds", "mode": "is chosen", "solution": "rests"}
_ALWAYS = "for all admissible parameters"
_RANKED = {">": ">", "<": "<", "=": "=", ">=": "≥", "<=": "≤", "?": "undecided", "-": "never both"}
_MOVES = {">": "+", "<": "−", "=": "0", ">=": "+ or 0", "<=": "− or 0", "?": "undecided", "-": "never"}
_TURNS = "turns"


def tables_of(thing: Summary | Comparison | SignTable, name: str = "") -> list[Table]:
    """Return the tables that show what a result says: its content, then the conditions, if there are any.

    Parameters
    ----------
    thing : Summary, Comparison or SignTable
    name : str
        The first table's name; the kind of the result without it.

    Raises
    ------
    DeclarationError
        If the name cannot be a file's.
    """
    if isinstance(thing, Summary):
        return (_branched if thing.branches else _single)(thing, name or _STEMS.get(thing.kind, _stem(thing.kind)))
    return _comparison(thing, name) if isinstance(thing, Comparison) else _sign_table(thing, name)


def _single(thing: Summary, name: str) -> list[Table]:
    columns = ["quantity", _found(thing)]
    rows: list[Row] = [(_called(q), q.readable) for q in thing.quantities]
    if any(quantity.role in _OVER_TIME for quantity in thing.quantities):
        columns, shown = ["what", "of", _found(thing)], [q for q in thing.quantities if q.role != START]
        heads = [q.role for q in shown]
        rows = [_first(q.role, heads[:i].count(q.role), q.symbol or q.name, q.readable) for i, q in enumerate(shown)]
    rows += [row for root in thing.definitions for row in _root_rows(root)]
    rows += [(*[""] * (len(columns) - 2), one.symbol, one.value) for one in thing.factors]
    said = "" if thing.evidence.established else f" ({thing.evidence.line()})"
    if not thing.conditions:
        held = f", {'its conditions hold ' if said else ''}{_ALWAYS}" if thing.holds_where else ""
        return [Table(name=name, caption=f"{thing.title}{held}{said}.", columns=columns, rows=rows)]
    where = Table(
        name=f"{name}_where",
        caption=f"{thing.title}: where {'its conditions hold' if said else 'it holds'}.",
        columns=["condition", "why"],
        rows=[(condition.relation, _why(condition)) for condition in thing.conditions],
    )
    return [Table(name=name, caption=f"{thing.title}{said}.", columns=columns, rows=rows), where]


def _root_rows(root: ParametricRoot) -> list[Row]:
    """Return what a root is: a formula, or the equation that it solves, and the ends between which it does alone."""
    if root.closed_form is not None:
        return [(root.symbol, root.closed_form)]
    low, high = root.ends
    return [("the only root of", root.equation), ("between", low), ("and", high)]


def _branched(thing: Summary, name: str) -> list[Table]:
    kind, regions = thing.branch_kind, any(branch.cells for branch in thing.branches)
    rows: list[Row] = []
    for branch in thing.branches:
        cells: list[tuple[Cell, Cell]] = [(_called(q), q.readable) for q in branch.quantities if q.is_said]
        cells += [(branch.note, "")] if branch.note or not (cells or regions) else []
        rows += [_first(branch.name, i, *cell) for i, cell in enumerate(cells)]
    rows += [_first("all", i, one.symbol, one.value) for i, one in enumerate(thing.factors)]
    said = "; ".join([*thing.notes, thing.evidence.line()])
    caption = f"{thing.title}, by {kind}{'' if regions else f' ({said})'}."
    content = [Table(name=name, caption=caption, columns=[kind, "quantity", _found(thing)], rows=rows)] if rows else []
    if not regions:
        return content
    assumed = [("all", c.relation, _why(c)) for c in thing.conditions]
    where = Table(
        name=f"{name}_where" if content else name,
        caption=f"{thing.title}: where each {kind} {_IS[kind]} ({said}).",
        columns=[kind, "condition", "why"],
        rows=[*assumed, *(row for branch in thing.branches for row in _region(branch))],
    )
    return [*content, where]


def _found(thing: Summary) -> str:
    is_equilibrium = thing.evidence.established and About.OPTIMAL in thing.evidence.needed
    return "in equilibrium" if is_equilibrium else "value"


def _stem(kind: str) -> str:
    return kind.replace(" ", "_").replace("-", "_")


def _comparison(thing: Comparison, name: str = "") -> list[Table]:
    cells = [((cell.left, cell.right), cell.quantity, cell.sign) for cell in thing]
    quantities = _distinct(quantity for _, quantity, _ in cells)
    words, turning = _signs(cells, _RANKED)
    rows = [
        (left, right, *(words.get(((left, right), quantity), "") for quantity in quantities))
        for left, right in _distinct(pair for pair, _, _ in cells)
    ]
    columns = ["left", "right", *quantities]
    content = Table(
        name=name or "ranking",
        caption="Rankings: how each quantity on the left stands to that on the right.",
        columns=columns,
        rows=rows,
    )
    notes = [(number, f"{quantity}: {left} > {right}", where) for number, (left, right), quantity, where in turning]
    return [content, *_notes(content.name, "Rankings that turn", notes)]


def _sign_table(thing: SignTable, name: str = "") -> list[Table]:
    cells = [(cell.parameter, cell.quantity, cell.sign) for cell in thing]
    parameters = _distinct(parameter for parameter, _, _ in cells)
    words, turning = _signs(cells, _MOVES)
    rows = [
        (quantity, *(words.get((parameter, quantity), "") for parameter in parameters))
        for quantity in _distinct(quantity for _, quantity, _ in cells)
    ]
    of = "" if thing.unsolved is None else f", {thing.resting_words()}"
    content = Table(
        name=name or "signs",
        caption=f"Comparative statics: the sign of the derivative of each quantity in each parameter{of}.",
        columns=["quantity", *map(sp.Symbol, parameters)],
        rows=rows,
    )
    notes = [(number, f"{quantity} increases in {parameter}", where) for number, parameter, quantity, where in turning]
    return [content, *_notes(content.name, "Derivatives whose sign turns", notes)]


def _region(branch: SummaryBranch) -> list[Row]:
    """Return a row for each condition; those after the first cell say that they are an alternative."""
    rows: list[Row] = []
    for number, cell in enumerate(branch.cells):
        head = branch.name if number == 0 else "or"
        asked: list[tuple[Cell, Cell]] = [
            ("never", _why(c))
            if c.relation == sp.false
            else (c.relation, _why(c))
            if c.relation != sp.true
            else (c.origin, "")
            for c in cell
        ]
        rows += [_first(head, i, *row) for i, row in enumerate(asked or [("the game is defined", "")])]
    return rows or [(branch.name, branch.note, "")]


def _why(condition: Asked) -> str:
    return condition.origin.replace(">=", "≥").replace("<=", "≤")


def _first(head: str, number: int, *cells: Cell) -> Row:
    """Return a row whose head stands in the first row of its group only."""
    return head if number == 0 else "", *cells


def _called(quantity: Quantity) -> Cell:
    return quantity.symbol if quantity.symbol is not None and quantity.label == quantity.name else quantity.label


def _signs(
    cells: Iterable[tuple[Place, str, DecidedSign]], words: Mapping[str, str]
) -> tuple[dict[tuple[Place, str], str], list[tuple[int, Place, str, sp.Basic]]]:
    """Return each sign in a word, and a numbered list of the conditions under which those that turn are positive."""
    shown: dict[tuple[Place, str], str] = {}
    turning: list[tuple[int, Place, str, sp.Basic]] = []
    for place, quantity, sign in cells:
        shown[place, quantity] = words.get(sign.symbol, _TURNS)
        if sign.condition is not None:
            turning.append((len(turning) + 1, place, quantity, sign.condition))
            shown[place, quantity] = f"{_TURNS} ({len(turning)})"
    return shown, turning


def _notes(stem: str, title: str, rows: Sequence[Row]) -> list[Table]:
    if not rows:
        return []
    columns = ["no.", "this", "holds exactly where"]
    return [Table(name=f"{stem}_where", caption=f"{title}: exactly where.", columns=columns, rows=rows)]


def _distinct(items: Iterable[Place]) -> list[Place]:
    return list(dict.fromkeys(items))
