"""How the Wolfram Language writes names, formulas, rules, and what a name stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import chain, count
from types import MappingProxyType

import sympy as sp
from sympy.printing.mathematica import MCodePrinter

from lsec_models.games.summary.line_width import fitted
from lsec_models.games.summary.summary import SPEED, START, STEADY, STRATEGY, VALUE, Asked, Quantity
from lsec_models.prove.results.signs import DecidedSign

OF_STATES = (SPEED, START, STEADY)
_PARTS = {STRATEGY: "strategies", VALUE: "values", SPEED: "speeds", START: "start", STEADY: "steadyState"}
_WIDTH = 100
# A text, with the arrow between it and what it explains.
_QUOTED, _TIED = re.compile(r'(?: -> )?"(?:[^"\\]|\\.)*"'), "\N{NO-BREAK SPACE}"


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


def referenced(quantities: Sequence[Quantity]) -> dict[sp.Symbol, sp.Expr]:
    """Return what stands for the quantities in terms of which others are written, and what they are."""
    used = {symbol for q in quantities if q.by_names is not None for symbol in q.by_names.free_symbols}
    return {q.reference: _form(q) for q in quantities if q.reference in used}


def _form(quantity: Quantity) -> sp.Expr:
    return quantity.exact_form if quantity.by_names is None else quantity.by_names


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


class WolframWriter:
    """Writes formulas, rules and conditions, with valid names for symbols, for quantities and for their values.

    Parameters
    ----------
    symbols : iterable of str
    quantities : iterable of str, optional
    referenced : iterable of str, optional
        The quantities in terms of which others are written. Their values have names of their own: in the language a
        name that has a value is none for which a rule gives one.
    """

    def __init__(self, symbols: Iterable[str], quantities: Iterable[str] = (), referenced: Iterable[str] = ()) -> None:
        self._symbols = valid_names(symbols)
        self._quantities = valid_names(quantities, self._symbols.values())
        words = {name: f"{name} value" for name in referenced}
        values = valid_names(words.values(), (*self._symbols.values(), *self._quantities.values()))
        self._referenced = {name: values[told] for name, told in words.items()}
        self._printer = _Printer(self._referenced | self._symbols)

    def document(
        self, title: str, entries: Mapping[str, str], meanings: Mapping[sp.Symbol, sp.Expr] = MappingProxyType({})
    ) -> str:
        """Return an association below a comment that explains its names, within what shared names mean."""
        lines = [title, *(f"{new} stands for {old}" for old, new in self._symbols.items() if old != new)]
        lines += [f"{new} stands for the quantity {old}" for old, new in self._quantities.items() if old != new]
        lines += [f"{new} stands for the value of {old}" for old, new in self._referenced.items()]
        comment = "\n   ".join(_uncommented(_ascii(line)) for line in lines)
        body = ",\n".join(f'  "{key}" -> {value}' for key, value in entries.items())
        return f"(* {comment} *)\n{_in_lines(self.where(meanings, f'<|{chr(10)}{body}{chr(10)}|>'))}\n"

    def where(self, meanings: Mapping[sp.Symbol, sp.Expr], text: str) -> str:
        """Return a text in which symbols stand for what they mean, each defined outside of those that contain it."""
        needed = {symbol: meaning.free_symbols & meanings.keys() for symbol, meaning in meanings.items()}
        sorter = TopologicalSorter(needed)
        sorter.prepare()
        levels: list[list[sp.Symbol]] = []
        while sorter.is_active():
            ready = sorter.get_ready()
            levels.append([symbol for symbol in meanings if symbol in ready])
            sorter.done(*ready)
        for level in reversed(levels):
            meant = (f"{self.formula(symbol)} = {self.formula(meanings[symbol])}" for symbol in level)
            text = f"With[{long_list(meant)},\n{text}]"
        return text

    def formula(self, expression: sp.Basic) -> str:
        """Return a formula on one line."""
        return str(self._printer.doprint(expression))

    def rules(self, values: Mapping[str, str]) -> str:
        """Return rules for quantities, whose formulas are written already."""
        return self._rules({self._quantities[name]: value for name, value in values.items()})

    def parts(self, quantities: Sequence[Quantity]) -> dict[str, str]:
        """Return rules for each part: what players decide and earn, and over time strategies, values and so on."""
        parts: dict[str, dict[str, str]] = {}
        defined = referenced(quantities)
        for q in quantities:
            left = (self._symbols if q.role in OF_STATES else self._quantities)[q.name]
            right = self.formula(q.reference if q.reference in defined else _form(q))
            parts.setdefault(_PARTS.get(q.role, "quantities"), {})[left] = right
        return {part: self._rules(rules) for part, rules in parts.items()}

    def _rules(self, values: Mapping[str, str]) -> str:
        return long_list(f"{name} -> {value}" for name, value in values.items())

    def declared(self, symbols: Iterable[sp.Symbol]) -> str:
        """Return what parameters and states are declared to be."""
        return listed([self._declared(symbol) for symbol in symbols])

    def conditions(self, conditions: Iterable[Asked]) -> str:
        """Return the inequalities under which a result holds."""
        return long_list(self.formula(condition.relation) for condition in conditions)

    def sign(self, sign: DecidedSign) -> dict[str, str]:
        """Return the entries that say what a sign is, how far that is decided, and where it turns."""
        entries = {"sign": quoted(sign.symbol), "verdict": quoted(sign.verdict.status)}
        return entries if sign.condition is None else entries | {"condition": self.formula(sign.condition)}

    def _declared(self, symbol: sp.Symbol) -> str:
        name = self._symbols[symbol.name]
        if symbol.is_positive:
            return f"{name} > 0"
        return f"{name} >= 0" if symbol.is_nonnegative else f"Element[{name}, Reals]"


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


def quoted(text: str) -> str:
    """Return a text in quotation marks."""
    return '"' + _ascii(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _ascii(text: str) -> str:
    """Write other characters as the language's escapes, so that the file's encoding does not matter."""
    return "".join(c if c.isascii() else f"\\:{ord(c):04x}" if ord(c) < 0x10000 else f"\\|{ord(c):06x}" for c in text)


def _in_lines(text: str) -> str:
    """Return formulas in lines of at most 100 columns; texts in quotation marks stay whole."""
    whole = _QUOTED.sub(lambda found: found[0].replace(" ", _TIED), text)
    return "\n".join(fitted(whole.splitlines(), _WIDTH)).replace(_TIED, " ")


def _uncommented(text: str) -> str:
    return text.replace("(*", "( *").replace("*)", "* )")


def association(entries: Mapping[str, str]) -> str:
    """Return an association on one line, but for the lines of its entries."""
    return "<|" + ", ".join(f'"{key}" -> {value}' for key, value in entries.items()) + "|>"


def long_list(items: Iterable[str]) -> str:
    """Return a list, each item on a line of its own."""
    shown = ",\n    ".join(items)
    return f"{{\n    {shown}\n  }}" if shown else "{}"


def listed(items: Sequence[str]) -> str:
    """Return a list on one line."""
    return "{" + ", ".join(items) + "}"
