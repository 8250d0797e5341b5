"""Equilibria, rankings and sign tables as text of the Wolfram Language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count

import sympy as sp
from sympy.printing.mathematica import MCodePrinter

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
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
    shown_point,
)
from lsec_models.prove.results.signs import Comparison, DecidedSign, SignTable

_OF_STATES = (SPEED, START, STEADY)
_PARTS = {STRATEGY: "strategies", VALUE: "values", SPEED: "speeds", START: "start", STEADY: "steadyState"}


def valid_names(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return for each name one that the Wolfram Language allows and does not use itself.

    Its own names begin with a capital, so that none that begins with a small letter clashes; underscores are patterns.

    Parameters
    ----------
    names : iterable of str
    taken : iterable of str
        Valid names that are in use already.

    Examples
    --------
    >>> valid_names(["a", "s_M", "K", "γ", "2nd price", "sM"])
    {'a': 'a', 's_M': 'sM', 'K': 'symK', 'γ': 'gamma', '2nd price': 'sym2ndPrice', 'sM': 'sM2'}
    """
    used, found = set(taken), dict[str, str]()
    for name in dict.fromkeys(names):
        stem = _valid(name)
        candidates = chain([stem], (f"{stem}{number}" for number in count(2)))
        found[name] = next(candidate for candidate in candidates if candidate not in used)
        used.add(found[name])
    return found


def mathematica_of(thing: sp.Basic | Summary | Comparison | SignTable) -> str:
    """Return the Wolfram Language text of what a result says; see :func:`lsec_models.show.to_mathematica`."""
    if isinstance(thing, sp.Basic):
        return _Writer(sorted(symbol.name for symbol in thing.free_symbols)).formula(thing)
    if isinstance(thing, Summary):
        return _summary(thing)
    return _comparison(thing) if isinstance(thing, Comparison) else _sign_table(thing)


def _summary(thing: Summary) -> str:
    of_states = {quantity.name for quantity in thing.everything if quantity.role in _OF_STATES}
    by_cases = thing.common_names if any(branch.cells for branch in thing.branches) else ()
    names = by_cases or dict.fromkeys(q.name for q in thing.everything if q.name not in of_states)
    roots = [*(root.symbol for root in thing.definitions), *thing.explained]
    symbols = [symbol.name for symbol in (*thing.parameters, *thing.states, *roots)]
    writer = _Writer(symbols, names)
    entries = {"kind": _string(thing.kind), "label": _string(thing.label)}
    if thing.point:
        entries["point"] = _string(shown_point(thing.point))
    else:
        entries["declared"] = writer.declared([*thing.parameters, *thing.states])
    if thing.notes:
        entries["tiling" if thing.tiled is not None else "notes"] = _string("; ".join(thing.notes))
    if by_cases:
        entries["regimes"] = _list([_string(branch.name) for branch in thing.branches])
        entries["quantities"] = writer.rules({name: _by_cases(writer, thing, name) for name in by_cases})
    elif thing.branches:
        entries[f"{thing.branch_kind}s"] = _long_list(_association(_branch(writer, b)) for b in thing.branches)
    entries |= writer.parts(thing.quantities)
    if thing.definitions:
        entries["roots"] = _long_list(_association(_definition(writer, root)) for root in thing.definitions)
    if thing.holds_where or thing.conditions:
        entries["conditions"] = writer.conditions(thing.conditions)
    over_time = ": strategies, values and speeds are functions of the states" if thing.method else ""
    return writer.document(f"{thing.title}{over_time}", entries | {"evidence": _string(thing.evidence.line())})


def _definition(writer: _Writer, root: ParametricRoot) -> dict[str, str]:
    """Return what a root solves, and the ends between which it is the only one."""
    low, high = map(writer.formula, root.ends)
    polynomial = writer.formula(root.equation.lhs)
    return {"symbol": writer.formula(root.symbol), "equation": f"{polynomial} == 0", "between": _list([low, high])}


def _by_cases(writer: _Writer, thing: Summary, name: str) -> str:
    found = [(q, branch) for branch in thing.branches for q in branch.quantities if q.name == name]
    cases = [f"{{{writer.formula(quantity.value)}, {_region(writer, branch)}}}" for quantity, branch in found]
    return f"Piecewise[{{{', '.join(cases)}}}, Indeterminate]"


def _branch(writer: _Writer, branch: SummaryBranch) -> dict[str, str]:
    entries = {"name": _string(branch.name)} | ({"note": _string(branch.note)} if branch.note else {})
    return entries | ({"where": _region(writer, branch)} if branch.cells else {}) | writer.parts(branch.quantities)


def _comparison(thing: Comparison) -> str:
    writer = _Writer(_symbols(cell.sign for cell in thing))
    entries = [
        {"left": _string(cell.left), "right": _string(cell.right), "quantity": _string(cell.quantity)}
        | writer.sign(cell.sign)
        for cell in thing
    ]
    return writer.document(
        "Rankings: the sign of left minus right; where it turns (><), positive exactly where the condition holds",
        {"kind": _string("comparison"), "cells": _long_list(map(_association, entries))},
    )


def _sign_table(thing: SignTable) -> str:
    writer = _Writer(_symbols(cell.sign for cell in thing))
    entries = [
        {"quantity": _string(cell.quantity), "parameter": _string(cell.parameter)} | writer.sign(cell.sign)
        for cell in thing
    ]
    turns = "where one turns (><), it is positive exactly where the condition holds"
    return writer.document(
        f"Signs of derivatives; {turns if thing.unsolved is None else thing.resting_words()}",
        {"kind": _string("sign table"), "cells": _long_list(map(_association, entries))},
    )


class _Printer(MCodePrinter):
    """SymPy's printer, with other names for symbols."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._valid_names = names

    def _print_Symbol(self, symbol: sp.Symbol) -> str:  # noqa: N802 (SymPy calls it by this name)
        return self._valid_names[symbol.name]

    def _print_ComplexRootOf(self, root: sp.CRootOf) -> str:  # noqa: N802 (SymPy calls it by this name)
        # Both languages count real roots first, in increasing order, SymPy from 0 and Wolfram's from 1.
        powers = [f"({self._print(c)})*#1^{n}" for (n,), c in root.poly.terms()]
        return f"Root[{' + '.join(powers)} &, {root.index + 1}]"


class _Writer:
    """Writes formulas, rules and conditions with valid names, of symbols and of quantities."""

    def __init__(self, symbols: Iterable[str], quantities: Iterable[str] = ()) -> None:
        self._symbols = valid_names(symbols)
        self._quantities = valid_names(quantities, self._symbols.values())
        self._printer = _Printer(self._symbols)

    def document(self, title: str, entries: Mapping[str, str]) -> str:
        lines = [title, *(f"{new} stands for {old}" for old, new in self._symbols.items() if old != new)]
        lines += [f"{new} stands for the quantity {old}" for old, new in self._quantities.items() if old != new]
        comment = "\n   ".join(_uncommented(_ascii(line)) for line in lines)
        body = ",\n".join(f'  "{key}" -> {value}' for key, value in entries.items())
        return f"(* {comment} *)\n<|\n{body}\n|>\n"

    def formula(self, expression: sp.Basic) -> str:
        return str(self._printer.doprint(expression))

    def rules(self, values: Mapping[str, str]) -> str:
        return _rules({self._quantities[name]: value for name, value in values.items()})

    def parts(self, quantities: Iterable[Quantity]) -> dict[str, str]:
        """Return rules for each part: what players decide and earn, and over time strategies, values and so on."""
        parts: dict[str, dict[str, str]] = {}
        for q in quantities:
            left = (self._symbols if q.role in _OF_STATES else self._quantities)[q.name]
            parts.setdefault(_PARTS.get(q.role, "quantities"), {})[left] = self.formula(q.value)
        return {part: _rules(rules) for part, rules in parts.items()}

    def declared(self, symbols: Iterable[sp.Symbol]) -> str:
        return _list([self._declared(symbol) for symbol in symbols])

    def conditions(self, conditions: Iterable[Asked]) -> str:
        return _list([self.formula(condition.relation) for condition in conditions])

    def sign(self, sign: DecidedSign) -> dict[str, str]:
        entries = {"sign": _string(sign.symbol), "verdict": _string(sign.verdict.status)}
        return entries if sign.condition is None else entries | {"condition": self.formula(sign.condition)}

    def _declared(self, symbol: sp.Symbol) -> str:
        name = self._symbols[symbol.name]
        if symbol.is_positive:
            return f"{name} > 0"
        return f"{name} >= 0" if symbol.is_nonnegative else f"Element[{name}, Reals]"


def _region(writer: _Writer, branch: SummaryBranch) -> str:
    cells = [" && ".join(writer.formula(c.relation) for c in cell) or "True" for cell in branch.cells]
    return cells[0] if len(cells) == 1 else " || ".join(f"({cell})" for cell in cells)


def _symbols(signs: Iterable[DecidedSign]) -> list[str]:
    return sorted({s.name for sign in signs if sign.condition is not None for s in sign.condition.free_symbols})


def _valid(name: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", "".join(map(_spelled, name))) or ["name"]
    joined = words[0] + "".join(word[0].upper() + word[1:] for word in words[1:])
    return joined if joined[0].islower() else f"sym{joined}"


def _spelled(character: str) -> str:
    """Return a character, or its name where the Wolfram Language would need an escape: gamma for a Greek letter."""
    greek = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (\w+)", unicodedata.name(character, ""))
    if greek is None:
        return character if character.isascii() else f"u{ord(character):x}"
    word = greek[2].lower().replace("lamda", "lambda")
    return word if greek[1] == "SMALL" else word.capitalize()


def _string(text: str) -> str:
    return '"' + _ascii(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _ascii(text: str) -> str:
    """Write other characters as the language's escapes, so that the file's encoding does not matter."""
    return "".join(c if c.isascii() else f"\\:{ord(c):04x}" if ord(c) < 0x10000 else f"\\|{ord(c):06x}" for c in text)


def _uncommented(text: str) -> str:
    return text.replace("(*", "( *").replace("*)", "* )")


def _association(entries: Mapping[str, str]) -> str:
    return "<|" + ", ".join(f'"{key}" -> {value}' for key, value in entries.items()) + "|>"


def _rules(values: Mapping[str, str]) -> str:
    return _long_list(f"{name} -> {value}" for name, value in values.items())


def _long_list(items: Iterable[str]) -> str:
    shown = ",\n    ".join(items)
    return f"{{\n    {shown}\n  }}" if shown else "{}"


def _list(items: Sequence[str]) -> str:
    return "{" + ", ".join(items) + "}"
