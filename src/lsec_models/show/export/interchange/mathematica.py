"""Equilibria, rankings and sign tables as text of the Wolfram Language."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
from lsec_models.games.summary.summary import Summary, SummaryBranch, shown_point
from lsec_models.prove.results.signs import Comparison, DecidedSign, SignTable
from lsec_models.show.export.interchange.wolfram_language import (
    OF_STATES,
    WolframWriter,
    association,
    listed,
    long_list,
    quoted,
    referenced,
)


def mathematica_of(thing: sp.Basic | Summary | Comparison | SignTable) -> str:
    """Return the Wolfram Language text of what a result says; see :func:`lsec_models.show.to_mathematica`."""
    if isinstance(thing, sp.Basic):
        return WolframWriter(sorted(symbol.name for symbol in thing.free_symbols)).formula(thing)
    if isinstance(thing, Summary):
        return _summary(thing)
    return _comparison(thing) if isinstance(thing, Comparison) else _sign_table(thing)


def _summary(thing: Summary) -> str:
    of_states = {quantity.name for quantity in thing.everything if quantity.role in OF_STATES}
    by_cases = thing.common_names if any(branch.cells for branch in thing.branches) else ()
    names = by_cases or dict.fromkeys(q.name for q in thing.everything if q.name not in of_states)
    roots = [*(root.symbol for root in thing.definitions), *thing.explained]
    factors = {factor.symbol: factor.value for factor in thing.factors}
    symbols = [symbol.name for symbol in (*thing.parameters, *thing.states, *roots, *factors)]
    alike = (thing.quantities, *(() if by_cases else (branch.quantities for branch in thing.branches)))
    writer = WolframWriter(symbols, names, (symbol.name for quantities in alike for symbol in referenced(quantities)))
    entries = {"kind": quoted(thing.kind), "label": quoted(thing.label)}
    if thing.point:
        entries["point"] = quoted(shown_point(thing.point))
    else:
        entries["declared"] = writer.declared([*thing.parameters, *thing.states])
    if thing.notes:
        entries["tiling" if thing.tiled is not None else "notes"] = quoted("; ".join(thing.notes))
    if by_cases:
        entries["regimes"] = listed([quoted(branch.name) for branch in thing.branches])
        entries["quantities"] = writer.rules({name: _by_cases(writer, thing, name) for name in by_cases})
    elif thing.branches:
        entries[f"{thing.branch_kind}s"] = long_list(_branch(writer, branch) for branch in thing.branches)
    entries |= writer.parts(thing.quantities)
    if thing.definitions:
        entries["roots"] = long_list(association(_definition(writer, root)) for root in thing.definitions)
    if thing.holds_where or thing.conditions:
        entries["conditions"] = writer.conditions(thing.conditions)
    over_time = ": strategies, values and speeds are functions of the states" if thing.method else ""
    entries["evidence"] = quoted(thing.evidence.line())
    return writer.document(f"{thing.title}{over_time}", entries, factors | referenced(thing.quantities))


def _definition(writer: WolframWriter, root: ParametricRoot) -> dict[str, str]:
    """Return what a root solves, and the ends between which it is the only one."""
    low, high = map(writer.formula, root.ends)
    equation = f"{writer.formula(root.equation.lhs)} == 0"
    return {"symbol": writer.formula(root.symbol), "equation": equation, "between": listed([low, high])}


def _by_cases(writer: WolframWriter, thing: Summary, name: str) -> str:
    found = [(q, branch) for branch in thing.branches for q in branch.quantities if q.name == name]
    cases = [f"{{{writer.formula(quantity.exact_form)}, {_region(writer, branch)}}}" for quantity, branch in found]
    return f"Piecewise[{{{', '.join(cases)}}}, Indeterminate]"


def _branch(writer: WolframWriter, branch: SummaryBranch) -> str:
    entries = {"name": quoted(branch.name)} | ({"note": quoted(branch.note)} if branch.note else {})
    entries |= {"where": _region(writer, branch)} if branch.cells else {}
    return writer.where(referenced(branch.quantities), association(entries | writer.parts(branch.quantities)))


def _comparison(thing: Comparison) -> str:
    writer = WolframWriter(_symbols(cell.sign for cell in thing))
    entries = [
        {"left": quoted(cell.left), "right": quoted(cell.right), "quantity": quoted(cell.quantity)}
        | writer.sign(cell.sign)
        for cell in thing
    ]
    return writer.document(
        "Rankings: the sign of left minus right; where it turns (><), positive exactly where the condition holds",
        {"kind": quoted("comparison"), "cells": long_list(map(association, entries))},
    )


def _sign_table(thing: SignTable) -> str:
    writer = WolframWriter(_symbols(cell.sign for cell in thing))
    entries = [
        {"quantity": quoted(cell.quantity), "parameter": quoted(cell.parameter)} | writer.sign(cell.sign)
        for cell in thing
    ]
    turns = "where one turns (><), it is positive exactly where the condition holds"
    return writer.document(
        f"Signs of derivatives; {turns if thing.unsolved is None else thing.resting_words()}",
        {"kind": quoted("sign table"), "cells": long_list(map(association, entries))},
    )


def _region(writer: WolframWriter, branch: SummaryBranch) -> str:
    cells = [" && ".join(writer.formula(c.relation) for c in cell) or "True" for cell in branch.cells]
    return cells[0] if len(cells) == 1 else " || ".join(f"({cell})" for cell in cells)


def _symbols(signs: Iterable[DecidedSign]) -> list[str]:
    return sorted({s.name for sign in signs if sign.condition is not None for s in sign.condition.free_symbols})
