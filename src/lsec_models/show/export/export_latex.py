"""Equilibria, rankings and sign tables as tables for a paper."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import singledispatch
from typing import TypeAlias, TypeVar

import sympy as sp

from lsec_models.algebra.condition import Condition
from lsec_models.errors import DeclarationError
from lsec_models.games.differential.feedback import FeedbackEquilibrium, RootCondition
from lsec_models.games.static.equilibrium import Equilibrium
from lsec_models.games.static.game import Game
from lsec_models.games.static.piecewise import PiecewiseEquilibrium, Regime
from lsec_models.prove.compare import Comparison, Sign
from lsec_models.prove.statics import SignTable
from lsec_models.show.export.table import Cell, Table

Row: TypeAlias = Sequence[Cell]
Place = TypeVar("Place", bound=Hashable)
_ALWAYS = "for all admissible parameters"
_RANKED = {">": ">", "<": "<", "=": "=", ">=": "≥", "<=": "≤", "?": "undecided", "-": "never both"}
_MOVES = {">": "+", "<": "−", "=": "0", ">=": "+ or 0", "<=": "− or 0", "?": "undecided", "-": "never"}
_TURNS = "turns"


@singledispatch
def tables_of(thing: object, name: str = "") -> list[Table]:  # noqa: ARG001 (the handlers take it)
    """Return the tables that show a result: its content, then the conditions, if there are any.

    Parameters
    ----------
    thing : Equilibrium, PiecewiseEquilibrium, FeedbackEquilibrium, Comparison or SignTable
    name : str
        The first table's name; the kind of the result without it.

    Raises
    ------
    DeclarationError
        If it is none of these, or the name can not be a file's.
    """
    raise DeclarationError(
        f"a {type(thing).__name__} can not be exported to LaTeX; export a closed form (an Equilibrium, "
        "PiecewiseEquilibrium or FeedbackEquilibrium), a ranking (compare) or a sign table (comparative_statics)"
    )


@tables_of.register
def _equilibrium(thing: Equilibrium, name: str = "") -> list[Table]:
    rows = [(_quantity(thing.game, quantity), thing[quantity]) for quantity in thing.exact]
    return _with_conditions(
        name or "equilibrium",
        thing.title,
        ["quantity", "in equilibrium" if thing.evidence.established else "value"],
        rows,
        thing.domain.conditions,
        "" if thing.evidence.established else thing.evidence.line(),
    )


@tables_of.register
def _piecewise(thing: PiecewiseEquilibrium, name: str = "") -> list[Table]:
    stem, title, said = name or "regimes", f"Equilibrium of {thing.label}", thing.evidence.line()
    rows = [
        _first(regime.name, i, _quantity(thing.game, quantity), regime[quantity])
        for regime in thing.regimes
        for i, quantity in enumerate(regime.exact)
    ]
    columns = ["regime", "quantity", "in equilibrium"]
    content = Table(name=stem, caption=f"{title}, by regime.", columns=columns, rows=rows)
    regions = [row for regime in thing.regimes for row in _region(regime)]
    assumed = [("all", c.relation, _why(c)) for c in thing.domain.conditions]
    where = Table(
        name=f"{stem}_where",
        caption=f"{title}: where each regime holds ({'; '.join([*str(thing.tiling).splitlines(), said])}).",
        columns=["regime", "condition", "why"],
        rows=[*assumed, *regions],
    )
    return [content, where]


@tables_of.register
def _feedback(thing: FeedbackEquilibrium, name: str = "") -> list[Table]:
    symbols = {**{d.name: d for d in thing.game.decisions}, **{state.name: state for state in thing.game.stocks}}
    parts: Mapping[str, Mapping[str, sp.Expr]] = {
        "strategy": thing.strategies,
        "value function": thing.values,
        "speed": {state.name: law for state, law in thing.closed_loop.items()},
        "steady state": thing.steady_state,
    }
    rows = [
        _first(what, i, symbols.get(of, of), law)
        for what, laws in parts.items()
        for i, (of, law) in enumerate(laws.items())
    ]
    return _with_conditions(
        name or "feedback",
        thing.title,
        ["what", "of", "in equilibrium"],
        rows,
        [*thing.domain.conditions, *thing.root_conditions],
        thing.evidence.line(),
    )


@tables_of.register
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


@tables_of.register
def _sign_table(thing: SignTable, name: str = "") -> list[Table]:
    cells = [(cell.parameter, cell.quantity, cell.sign) for cell in thing]
    parameters = _distinct(parameter for parameter, _, _ in cells)
    words, turning = _signs(cells, _MOVES)
    rows = [
        (quantity, *(words.get((parameter, quantity), "") for parameter in parameters))
        for quantity in _distinct(quantity for _, quantity, _ in cells)
    ]
    content = Table(
        name=name or "signs",
        caption="Comparative statics: the sign of the derivative of each quantity in each parameter.",
        columns=["quantity", *map(sp.Symbol, parameters)],
        rows=rows,
    )
    notes = [(number, f"{quantity} increases in {parameter}", where) for number, parameter, quantity, where in turning]
    return [content, *_notes(content.name, "Derivatives whose sign turns", notes)]


def _with_conditions(
    name: str,
    title: str,
    columns: list[str],
    rows: Sequence[Row],
    conditions: Sequence[Condition | RootCondition],
    evidence: str,
) -> list[Table]:
    """Return the tables of content and conditions; the caption says the evidence of what is not established."""
    said = f" ({evidence})" if evidence else ""
    if not conditions:
        held = f"its conditions hold {_ALWAYS}" if evidence else _ALWAYS
        return [Table(name=name, caption=f"{title}, {held}{said}.", columns=columns, rows=rows)]
    where = Table(
        name=f"{name}_where",
        caption=f"{title}: where {'its conditions hold' if evidence else 'it holds'}.",
        columns=["condition", "why"],
        rows=[(condition.relation, _why(condition)) for condition in conditions],
    )
    return [Table(name=name, caption=f"{title}{said}.", columns=columns, rows=rows), where]


def _region(regime: Regime) -> list[Row]:
    """Return a row for each condition; those after the first cell say that they are an alternative."""
    rows: list[Row] = []
    for number, piece in enumerate(regime.pieces):
        head = regime.name if number == 0 else "or"
        asked = [(c.relation, _why(c)) for c in piece.asked] or [("the game is defined", "")]
        rows += [_first(head, i, *row) for i, row in enumerate(asked)]
    return rows


def _why(condition: Condition | RootCondition) -> str:
    return condition.origin.replace(">=", "≥").replace("<=", "≤")


def _first(head: str, number: int, *cells: Cell) -> Row:
    """Return a row whose head stands in the first row of its group only."""
    return head if number == 0 else "", *cells


def _quantity(game: Game, name: str) -> Cell:
    for decision in game.decisions:
        if decision.name == name:
            return decision
    return f"payoff of {name}" if name in {player.name for player in game.players} else name


def _signs(
    cells: Iterable[tuple[Place, str, Sign]], words: Mapping[str, str]
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
