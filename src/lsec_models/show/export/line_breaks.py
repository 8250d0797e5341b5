r"""Where a long formula in LaTeX breaks into lines: at signs, between factors, inside brackets and fractions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from string import ascii_uppercase
from typing import TypeAlias

_TOKENS = re.compile(r"\\(?:left|right)\s*(?:\\[a-zA-Z]+|\\?.)|\\[a-zA-Z]+\*?|\\?.", re.DOTALL)
_UNSEEN = re.compile(r"\\(text|mathrm|mathit|operatorname|sqrt|bigl|bigr|begin|end|,|;|:|!| )|[\^_\s]")
_LOGICAL = frozenset({r"\wedge", r"\vee", r"\Rightarrow", r"\Leftrightarrow"})
_RELATIONS = frozenset({"=", "<", ">", r"\leq", r"\geq", r"\neq", r"\in", r"\to"})
_SIGNS = frozenset({"+", "-"})
_TIMES = frozenset({r"\cdot", r"\times"})
_JOINED = _LOGICAL | _RELATIONS | _SIGNS | _TIMES | {" ", r"\,", r"\ ", r"\;", r"\:", r"\quad", ","}
_PARENTHESES = ("(", ")")
_CAPITAL_GREEK = ("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega")
_CAPITALS = frozenset({*ascii_uppercase, *(rf"\{name}" for name in _CAPITAL_GREEK)})
_WIDTHS = dict.fromkeys(_LOGICAL | _RELATIONS, 3) | dict.fromkeys(_SIGNS | _CAPITALS, 2) | {r"\quad": 2}
_OPENING = re.compile(r"\\left|\{|\\begin")
_CLOSING = re.compile(r"\\right|\}|\\end")


@dataclass(frozen=True)
class _Group:
    """What stands between braces, brackets, or the ends of an environment, which are its first and last token."""

    opening: str
    items: tuple[_Item, ...]
    closing: str

    @property
    def is_bracket(self) -> bool:
        return self.opening.startswith(r"\left")

    def bracket(self) -> _Group | None:
        """Return the bracket that this is, or that stands alone between its braces."""
        if self.is_bracket:
            return self
        alone = self.alone() if self.opening == "{" else None
        return alone if alone is not None and alone.is_bracket else None

    def alone(self) -> _Group | None:
        """Return the group that is all that stands in this one."""
        inner = [item for item in self.items if item != " "]
        return inner[0] if len(inner) == 1 and isinstance(inner[0], _Group) else None


_Item: TypeAlias = str | _Group
_Items: TypeAlias = Sequence[_Item]


def width(latex: str) -> int:
    """Return about how many small letters wide a formula is: of a fraction the wider part, and room around signs.

    Examples
    --------
    >>> width(r"\\frac{a b c}{x}") < width(r"a b c + x y z")
    True
    """
    return _width(iter(_TOKENS.findall(latex)))


def _width(tokens: Iterator[str]) -> int:
    """Return the width of what comes before the next closing brace."""
    total = 0
    for token in tokens:
        if token == "}":
            break
        if token.endswith("frac"):
            total += 1 + max(_width_of_argument(tokens), _width_of_argument(tokens))
        elif token == "{":
            total += _width(tokens)
        elif not _UNSEEN.fullmatch(token):
            total += _WIDTHS.get(token, 1)
    return total


def _width_of_argument(tokens: Iterator[str]) -> int:
    return _width(tokens) if next(tokens, "") == "{" else 1


def broken(latex: str, widest: int) -> list[str]:
    r"""Return a formula as lines that are no wider than asked, as far as it has places to break.

    1. A formula that fits is one line.
    2. One that does not breaks after the commas of a list, before relations, then before the signs of its terms, then
       between factors.
    3. A part that still does not fit breaks inside its brackets; a fraction is written as a product with what is under
       the bar to the power -1, a root as a power. Names and numbers stay whole.

    Parameters
    ----------
    latex : str
        As SymPy writes it.
    widest : int
        In the units of :func:`width`.

    Examples
    --------
    >>> print(*broken(r"z + \frac{x + 2 y + z}{x y}", 6), sep="\n")
    z
    + \frac{1}{x y}
    \bigl(x + 2 y
    + z\bigr)
    >>> print(*broken(r"\left(x + y\right)^{2} > 1", 6), sep="\n")
    \bigl(x + y\bigr)^{2}
    > 1
    """
    whole = _grouped(iter(_TOKENS.findall(latex.strip())))
    formulas = [whole] if width(latex) <= widest else _listed(whole)
    return packed((piece for formula in formulas for piece in _pieces(formula, widest)), widest)


def packed(pieces: Iterable[str], widest: int) -> list[str]:
    """Return pieces of a formula as lines, none of which is too wide if no piece is."""
    lines: list[str] = []
    for piece in pieces:
        if lines and width(f"{lines[-1]} {piece}") <= widest:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return lines


def _grouped(tokens: Iterator[str]) -> tuple[_Item, ...]:
    """Return what comes before the next closing token, braces and brackets as groups."""
    items: list[_Item] = []
    for token in tokens:
        if _CLOSING.match(token):
            return (*items, token)
        if _OPENING.match(token):
            *inner, closing = _grouped(tokens)
            assert isinstance(closing, str)
            if token == r"\begin":
                closing += "".join(map(_written, (next(tokens), *_grouped(tokens))))
            items.append(_Group(token, tuple(inner), closing))
        else:
            items.append(token)
    return tuple(items)


def _text(items: _Items) -> str:
    """Return the formula that items are."""
    return "".join(map(_written, items)).strip()


def _written(item: _Item) -> str:
    if isinstance(item, str):
        return item
    return f"{item.opening}{''.join(map(_written, item.items))}{item.closing}"


def _pieces(items: _Items, widest: int) -> list[str]:
    """Return parts between which a formula may break."""
    if width(_text(items)) <= widest:
        return [_text(items)]
    for before in (_LOGICAL, _RELATIONS, _SIGNS, _TIMES | {" "}):
        parts = [part for part in _cut(items, before) if _text(part)]
        if len(parts) > 1:
            return [piece for part in parts for piece in _pieces(part, widest)]
    return _inside(items, widest)


def _listed(items: _Items) -> list[list[_Item]]:
    """Return the formulas of a list, each with the comma after it; what is in brackets is none."""
    parts: list[list[_Item]] = [[]]
    for item in items:
        parts[-1].append(item)
        if item == ",":
            parts.append([])
    return parts


def _cut(items: _Items, before: Collection[str]) -> list[list[_Item]]:
    """Return parts that begin with one of some tokens; a sign that belongs to what follows it stays with that."""
    parts: list[list[_Item]] = [[]]
    is_waiting = True  # For something that is not a sign.
    for item in items:
        if isinstance(item, str) and item in before and not is_waiting:
            parts.append([])
            is_waiting = True
        parts[-1].append(item)
        is_waiting = is_waiting and _is_joined(item)
    return parts


def _inside(items: _Items, widest: int) -> list[str]:
    """Return the parts of a single factor, the signs before it with the first."""
    before = list(takewhile(_is_joined, items))
    first, *rest = _inside_factor(items[len(before) :], widest)
    return [f"{_text(before)} {first}".strip(), *rest]


def _inside_factor(items: _Items, widest: int) -> list[str]:
    """Return the parts of a fraction, of a root, or of what is in brackets."""
    if items and items[0] in (r"\frac", r"\dfrac"):
        _, above, below, *rest = items
        return _fraction(_inner(above), _inner(below), _text(rest), widest)
    if items and items[0] == r"\sqrt":
        place = next(i for i, item in enumerate(items) if isinstance(item, _Group))
        power = rf"^{{1/{_text(items[1:place]).strip('[]') or 2}}}"
        return _enclosed(_PARENTHESES, _inner(items[place]), widest, after=power + _text(items[place + 1 :]))
    for place, item in enumerate(items):
        if isinstance(item, _Group) and item.opening == r"\begin":
            return [f"{_text(items[:place])}{_cases(item, widest)}{_text(items[place + 1 :])}"]
        bracket = item.bracket() if isinstance(item, _Group) else None
        alone = bracket.alone() if bracket is not None else None
        if bracket is not None and alone is not None and alone.opening == r"\begin":
            before, after = _text(items[:place]), _text(items[place + 1 :])
            return [f"{before}{bracket.opening}{_cases(alone, widest)}{bracket.closing}{after}"]
        if bracket is not None and width(_text(bracket.items)) > widest // 2:
            ends = bracket.opening.removeprefix(r"\left"), bracket.closing.removeprefix(r"\right")
            before, after = _text(items[:place]), _text(items[place + 1 :])
            return _enclosed(ends, bracket.items, widest, before, after)
    return [_text(items)]


def _fraction(above: _Items, below: _Items, after: str, widest: int) -> list[str]:
    """Return the parts of a fraction: what is under the bar stays there if it is short."""
    if len(_pieces(above, widest)) == len(_pieces(below, widest)) == 1:
        return [rf"\frac{{{_text(above)}}}{{{_text(below)}}}{after}"]
    is_sum = len(_cut(above, _SIGNS)) > 1 or _is_joined(above[0])
    upper = _enclosed(_PARENTHESES, above, widest) if is_sum else _pieces(above, widest)
    if width(_text(below)) <= widest // 2:
        return [rf"\frac{{1}}{{{_text(below)}}}", *upper[:-1], upper[-1] + after]
    lower = _enclosed(_PARENTHESES, below, widest, after=f"^{{-1}}{after}")
    return lower if _text(above) == "1" else [*upper, *lower]


def _enclosed(ends: tuple[str, str], inner: _Items, widest: int, before: str = "", after: str = "") -> list[str]:
    """Return the parts of what is in brackets, whose size does not depend on what is on other lines."""
    parts = _pieces(inner, widest)
    parts[0] = rf"{before}\bigl{ends[0].strip()}{parts[0]}"
    parts[-1] = rf"{parts[-1]}\bigr{ends[1].strip()}{after}"
    return parts


def _cases(group: _Group, widest: int) -> str:
    """Return an environment of rows and columns, each cell over several lines where it is too wide for its half."""
    name, *items = group.items
    rows = [[_cell(cell, widest // 2) for cell in _divided(row, "&")] for row in _divided(items, r"\\")]
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"{group.opening}{_written(name)} {body} {group.closing}"


def _divided(items: _Items, mark: str) -> list[list[_Item]]:
    parts: list[list[_Item]] = [[]]
    for item in items:
        if item == mark:
            parts.append([])
        else:
            parts[-1].append(item)
    return parts


def _cell(items: _Items, widest: int) -> str:
    first, *others = packed(_pieces(items, widest), widest)
    rows = r" \\ ".join([f"& {first}", *(rf"& {line}" for line in others)])
    return rf"\begin{{aligned}}[t] {rows} \end{{aligned}}" if others else first


def _inner(item: _Item) -> _Items:
    return item.items if isinstance(item, _Group) else [item]


def _is_joined(item: _Item) -> bool:
    """Whether something belongs to what follows it: a sign, or room."""
    return isinstance(item, str) and item in _JOINED
