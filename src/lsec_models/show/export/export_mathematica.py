"""Equilibria, rankings and sign tables as text of the Wolfram Language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from itertools import chain, count

import sympy as sp
from sympy.printing.mathematica import MCodePrinter

from lsec_models.algebra.condition import Condition
from lsec_models.errors import DeclarationError
from lsec_models.games.differential.feedback import FeedbackEquilibrium, RootCondition
from lsec_models.games.static.equilibrium import Equilibrium
from lsec_models.games.static.piecewise import PiecewiseEquilibrium, Regime
from lsec_models.prove.compare import Comparison, Sign
from lsec_models.prove.statics import SignTable


@singledispatch
def mathematica_of(thing: object) -> str:
    """Return the Wolfram Language text of a result; see :func:`lsec_models.show.export.export.to_mathematica`.

    Raises
    ------
    DeclarationError
        If it is nothing that can be exported.
    """
    raise DeclarationError(
        f"a {type(thing).__name__} can not be exported to Mathematica; export a closed form (an Equilibrium, "
        "PiecewiseEquilibrium or FeedbackEquilibrium), a ranking (compare) or a sign table (comparative_statics)"
    )


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


@mathematica_of.register
def _formula(thing: sp.Basic) -> str:
    return _Writer(sorted(symbol.name for symbol in thing.free_symbols)).formula(thing)


@mathematica_of.register
def _equilibrium(thing: Equilibrium) -> str:
    writer = _Writer(thing.ring.names, thing.exact)
    quantities = {name: writer.formula(thing[name]) for name in thing.exact}
    return writer.document(
        thing.title,
        {
            "kind": _string(thing.kind),
            "label": _string(thing.label),
            "declared": writer.declared(thing.ring.symbols),
            "quantities": writer.rules(quantities),
            "conditions": writer.conditions(thing.domain.conditions),
            "evidence": _string(thing.evidence.line()),
        },
    )


@mathematica_of.register
def _piecewise(thing: PiecewiseEquilibrium) -> str:
    names = list(thing.common_names)
    writer = _Writer(thing.ring.names, names)

    def by_regime(name: str) -> str:
        cases = [f"{{{writer.formula(regime[name])}, {_region(writer, regime)}}}" for regime in thing.regimes]
        return f"Piecewise[{{{', '.join(cases)}}}, Indeterminate]"

    return writer.document(
        f"Piecewise equilibrium of {thing.label}",
        {
            "kind": _string("piecewise equilibrium"),
            "label": _string(thing.label),
            "declared": writer.declared(thing.ring.symbols),
            "tiling": _string("; ".join(str(thing.tiling).splitlines())),
            "regimes": _list([_string(regime.name) for regime in thing.regimes]),
            "quantities": writer.rules({name: by_regime(name) for name in names}),
            "conditions": writer.conditions(thing.domain.conditions),
            "evidence": _string(thing.evidence.line()),
        },
    )


@mathematica_of.register
def _feedback(thing: FeedbackEquilibrium) -> str:
    states = [state.name for state in thing.game.stocks]
    writer = _Writer([*thing.ring.names, *states], [*thing.strategies, *thing.values])
    speeds = {state.name: law for state, law in thing.closed_loop.items()}
    starts = {state.name: start.expression() for state, start in thing.game.start.items()}
    return writer.document(
        f"{thing.title}: strategies, values and speeds are functions of the states",
        {
            "kind": _string("feedback equilibrium"),
            "label": _string(thing.label),
            "declared": writer.declared([*thing.ring.symbols, *thing.game.stocks]),
            "strategies": writer.rules({name: writer.formula(law) for name, law in thing.strategies.items()}),
            "values": writer.rules({name: writer.formula(law) for name, law in thing.values.items()}),
            **{
                key: writer.state_rules({name: writer.formula(law) for name, law in laws.items()})
                for key, laws in {"speeds": speeds, "start": starts, "steadyState": thing.steady_state}.items()
            },
            "conditions": writer.conditions([*thing.domain.conditions, *thing.root_conditions]),
            "evidence": _string(thing.evidence.line()),
        },
    )


@mathematica_of.register
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


@mathematica_of.register
def _sign_table(thing: SignTable) -> str:
    writer = _Writer(_symbols(cell.sign for cell in thing))
    entries = [
        {"quantity": _string(cell.quantity), "parameter": _string(cell.parameter)} | writer.sign(cell.sign)
        for cell in thing
    ]
    return writer.document(
        "Signs of derivatives; where one turns (><), it is positive exactly where the condition holds",
        {"kind": _string("sign table"), "cells": _long_list(map(_association, entries))},
    )


class _Printer(MCodePrinter):
    """SymPy's printer, with other names for symbols."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._valid_names = names

    def _print_Symbol(self, symbol: sp.Symbol) -> str:  # noqa: N802 (SymPy calls it by this name)
        return self._valid_names[symbol.name]


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

    def state_rules(self, values: Mapping[str, str]) -> str:
        return _rules({self._symbols[name]: value for name, value in values.items()})

    def declared(self, symbols: Iterable[sp.Symbol]) -> str:
        return _list([self._declared(symbol) for symbol in symbols])

    def conditions(self, conditions: Iterable[Condition | RootCondition]) -> str:
        return _list([self.formula(condition.relation) for condition in conditions])

    def sign(self, sign: Sign) -> dict[str, str]:
        entries = {"sign": _string(sign.symbol), "verdict": _string(sign.verdict.status)}
        return entries if sign.condition is None else entries | {"condition": self.formula(sign.condition)}

    def _declared(self, symbol: sp.Symbol) -> str:
        name = self._symbols[symbol.name]
        if symbol.is_positive:
            return f"{name} > 0"
        return f"{name} >= 0" if symbol.is_nonnegative else f"Element[{name}, Reals]"


def _region(writer: _Writer, regime: Regime) -> str:
    cells = [" && ".join(writer.formula(c.relation) for c in piece.asked) or "True" for piece in regime.pieces]
    return cells[0] if len(cells) == 1 else " || ".join(f"({cell})" for cell in cells)


def _symbols(signs: Iterable[Sign]) -> list[str]:
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
