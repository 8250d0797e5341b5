"""Claims as they are combined: as text, as data of the library, and the cases in which they hold or fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Fact(NamedTuple):
    """That a polynomial is ">", ">=", "<=", "=" or "!=" zero."""

    polynomial: Any
    relation: str

    @property
    def opposite(self) -> Fact:
        """What holds where it does not."""
        if self.relation in ("=", "!="):
            return Fact(self.polynomial, "!=" if self.relation == "=" else "=")
        return Fact(self.polynomial if self.relation == "<=" else -self.polynomial, _FAILS[self.relation])

    @property
    def plain(self) -> Fact:
        """The same, not said by "<="."""
        return Fact(-self.polynomial, ">=") if self.relation == "<=" else self


Case = tuple[Fact, ...]
_FAILS = {">": ">=", ">=": ">", "<=": ">"}


@dataclass(frozen=True, kw_only=True)
class Written:
    """A formula.

    Attributes
    ----------
    shown : str
        As a reader of Coq sees it.
    data : str
        As the library's type ``formula``.
    word : str
        "True", "False", "Compare", or how the two `parts` are joined: "And", "Or", "Implies".
    parts : tuple of Written
    fact : Fact, optional
        What a comparison says of a polynomial.
    """

    shown: str
    data: str
    word: str
    parts: tuple[Written, ...] = ()
    fact: Fact | None = None


def joined(sign: str, word: str, parts: Sequence[Written]) -> Written:
    """Return formulas with a connective between them."""
    if len(parts) == 1:
        return parts[0]
    whole = parts[-1]
    shown = f"({whole.shown})"
    for part in reversed(parts[:-1]):
        shown = f"({part.shown}) {sign} {shown}"
        whole = Written(shown=shown, data=f"({word} {part.data} {whole.data})", word=word, parts=(part, whole))
    return whole


def negated(inner: Written) -> Written:
    """Return the negation of a formula, which is that a contradiction follows."""
    nothing = Written(shown="False", data="No", word="False")
    return Written(
        shown=f"~ ({inner.shown})", data=f"(Implies {inner.data} No)", word="Implies", parts=(inner, nothing)
    )


def equivalent(left: Written, right: Written) -> Written:
    """Return that two formulas are equivalent, which is that each follows from the other."""
    there, back = joined("->", "Implies", [left, right]), joined("->", "Implies", [right, left])
    return Written(
        shown=f"({left.shown}) <-> ({right.shown})",
        data=f"(And {there.data} {back.data})",
        word="And",
        parts=(there, back),
    )


def cases(formula: Written, holds: bool) -> list[Case]:
    """Return the cases in which a formula holds, or fails, as the library has them: in each, all facts hold."""
    if formula.fact is not None:
        return [((formula.fact if holds else formula.fact.opposite).plain,)]
    if not formula.parts:
        return [()] if (formula.word == "True") == holds else []
    first, second = formula.parts
    both = holds if formula.word == "And" else not holds
    left = cases(first, holds != (formula.word == "Implies"))
    right = cases(second, holds)
    return [(*a, *b) for a in left for b in right] if both else [*left, *right]
