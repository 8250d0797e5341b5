"""What occurs in an expression: that nothing of a kind does is remembered, as games in other orders have one payoff."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar, cast

import sympy as sp

_REMEMBERED = 1024
B = TypeVar("B", bound=sp.Basic)


def atoms_in(expression: object, *kinds: type[B]) -> set[B]:
    """Return the parts of some kinds that an expression has; what is none has none.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> atoms_in(x**2 + sp.log(x), sp.log), atoms_in("text", sp.Symbol)
    ({log(x)}, set())
    """
    if not isinstance(expression, sp.Basic) or not has_any(expression, kinds):
        return set()
    return cast("set[B]", expression.atoms(*kinds))


# Parts themselves are not remembered: expressions may be equal whose symbols have other laws or ends.
@lru_cache(_REMEMBERED)
def has_any(expression: sp.Basic, kinds: tuple[type[sp.Basic], ...]) -> bool:
    """Return whether an expression has a part of some kinds.

    Examples
    --------
    >>> has_any(sp.Symbol("x") + 1, (sp.Symbol,)), has_any(sp.Integer(1), (sp.Symbol,))
    (True, False)
    """
    return bool(expression.atoms(*kinds))
