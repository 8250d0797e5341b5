"""What stands for a quantity of a result where other quantities are written in terms of it."""

from __future__ import annotations

from typing import Any

import sympy as sp


class QuantityName(sp.Symbol):
    """The name of a payoff or of a reported quantity; in formulas for people it is written in words.

    Attributes
    ----------
    words : str
        What the quantity is called.

    Examples
    --------
    >>> name = QuantityName("streamer", "payoff of streamer")
    >>> print(name, sp.latex(name))
    streamer \\text{payoff of streamer}
    """

    words: str

    def __new__(cls, name: str, words: str) -> QuantityName:
        """Return the symbol."""
        symbol: QuantityName = sp.Symbol.__xnew__(cls, name, real=True)
        symbol.words = words.replace("_", " ")
        return symbol

    def _latex(self, _printer: Any) -> str:
        return rf"\text{{{self.words}}}"

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), self.words)

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, bool]]:
        return (self.name, self.words), {}
