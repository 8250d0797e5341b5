"""Declared symbols: parameters (given), decisions (chosen by a player) and states (moved by the game's dynamics).

All are ordinary SymPy symbols; their class records that somebody declared them, so that a misspelt name in a
payoff is an error instead of one more parameter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.errors import DeclarationError

_SIGNS = ("positive", "nonnegative", "real")
_WORD = re.compile(r"^([^\W\d_]{2,})(?=$|[_^])")
# A parameter that counts something, from one on.
_COUNTS = "integer"
# The two ends between which a decision is taken; None where there is none.
Ends = tuple[sp.Expr | None, sp.Expr | None]


def latex_of_name(name: str) -> str:
    """Return the name of a symbol as LaTeX: a name of several letters as one word, not as a product.

    Examples
    --------
    >>> latex_of_name("fee"), latex_of_name("q_r"), latex_of_name("lambda")
    ('\\\\mathit{fee}', 'q_{r}', '\\\\lambda')
    """
    return _WORD.sub(r"\\mathit{\1}", str(sp.latex(sp.Symbol(name))))


class Parameter(sp.Symbol):
    """A quantity that the players take as given."""

    def _latex(self, _printer: Any) -> str:
        return latex_of_name(self.name)


class State(Parameter):
    """A stock of a differential game: given to the players at each instant, moved by what they do."""

    rank_in_formulas = 1


class Decision(sp.Symbol):
    """A quantity that a player chooses.

    Attributes
    ----------
    within : tuple of two, each sympy.Expr or None
        The lowest and the highest that may be chosen, in numbers or parameters; None where there is no such end.
    """

    rank_in_formulas = 2
    within: Ends

    def __new__(cls, name: str, within: Ends = (None, None), **assumptions: bool) -> Decision:
        """Return the symbol, the same one as before; two of one name with other ends are different symbols."""
        return _declared_once(name, within, tuple(sorted(assumptions.items())))

    def _latex(self, _printer: Any) -> str:
        return latex_of_name(self.name)

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, bool]]:
        return (self.name, self.within), self._assumptions_orig

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), *map(str, self.within))

    @property
    def ends(self) -> Ends:
        """The lowest and the highest that may be chosen, by its declared sign too."""
        low, high = self.within
        return sp.S.Zero if self.is_nonnegative and (low is None or low.is_negative) else low, high

    def with_parameters(self, images: dict[sp.Basic, sp.Basic]) -> Decision:
        """Return the decision with its ends at other parameters; the same one where they use none of them."""
        low, high = (end if end is None else end.subs(images) for end in self.within)
        return self if (low, high) == self.within else Decision(self.name, (low, high), **self._assumptions_orig)


@lru_cache(maxsize=1024, typed=True)
def _declared_once(name: str, within: Ends, assumptions: tuple[tuple[str, bool], ...]) -> Decision:
    """Return a new decision; what is looked up by one that is declared anew is then found without a comparison."""
    symbol: Decision = sp.Symbol.__xnew__(Decision, name, **dict(assumptions))
    symbol.within = within
    return symbol


def parameters(*names: str, **sign: bool) -> Any:
    """Declare parameters.

    Parameters
    ----------
    *names : str
        Names separated by blanks or commas, as for :func:`sympy.symbols`; one text, or several.
    **sign : bool
        One of ``positive=True``, ``nonnegative=True``, ``real=True`` (the default); or ``integer=True`` for a number
        of firms, say: 1, 2, 3 and so on.

    Returns
    -------
    Parameter or tuple of Parameter
        One symbol for one name, a tuple for several.

    Raises
    ------
    DeclarationError
        If another assumption is given.

    Examples
    --------
    >>> a, b = parameters("a b", positive=True)
    >>> a > 0
    True
    >>> n = parameters("n", integer=True)
    >>> n > 0
    True
    """
    return _declare(Parameter, names, sign or {"real": True})


def decisions(*names: str, within: Sequence[Any] | None = None, **sign: bool) -> Any:
    """Declare decisions.

    Parameters
    ----------
    *names : str
        Names separated by blanks or commas, as for :func:`sympy.symbols`; one text, or several.
    within : (low, high), optional
        The ends between which the decision is taken, and which it may take: numbers or expressions in parameters;
        None or infinity where there is no end but that of the sign: ``within=(None, 1)`` is from 0 to 1, and with
        ``real=True`` all that is at most 1.
    **sign : bool
        ``nonnegative=True`` (the default: an interior equilibrium must have it at least zero) or ``real=True``
        for a decision that may take either sign. With a lowest end that is not known to be at least zero the default
        is ``real=True``; without a lowest end it is not.

    Returns
    -------
    Decision or tuple of Decision
        One symbol for one name, a tuple for several.

    Raises
    ------
    DeclarationError
        If another assumption is given, the ends are not two, the first below the second, or the highest leaves no room
        above zero for a decision that is not negative.

    Examples
    --------
    >>> price, effort = decisions("p e")
    >>> transfer = decisions("T", real=True)
    >>> commission = decisions("lam", within=(0, 1))
    >>> commission.within
    (0, 1)
    """
    ends = _ends(names, within)
    low = ends[0]
    signed = low is not None and not low.is_nonnegative
    if "real" not in sign and low is None and ends[1] is not None and ends[1].is_nonpositive:
        raise DeclarationError(
            f"decisions {', '.join(map(repr, names))}: within={within!r} leaves no room above 0, and a decision is not "
            "negative unless real=True says so; add it, or give a lowest end"
        )
    return _declare(Decision, names, sign or {"real" if signed else "nonnegative": True}, within=ends)


def states(*names: str, **sign: bool) -> Any:
    """Declare states of a differential game.

    Parameters
    ----------
    *names : str
        Names separated by blanks or commas, as for :func:`sympy.symbols`; one text, or several.
    **sign : bool
        ``real=True`` (the default), or ``nonnegative=True``, ``positive=True`` for a stock that must have that sign
        at the start, in the steady state, and wherever a deviation leads.

    Returns
    -------
    State or tuple of State
        One symbol for one name, a tuple for several.

    Raises
    ------
    DeclarationError
        If another assumption is given.

    Examples
    --------
    >>> goodwill = states("G")
    >>> quality, fame = states("Q A", nonnegative=True)
    """
    return _declare(State, names, sign or {"real": True})


def _ends(names: tuple[str, ...], within: object) -> Ends:
    """Return the ends between which decisions are declared to be taken."""
    if within is None:
        return None, None
    shown = f"decisions {', '.join(map(repr, names))}: within={within!r}"
    if isinstance(within, str) or not isinstance(within, Sequence) or len(within) != 2:
        raise DeclarationError(f"{shown} is not two ends; write within=(0, 1), or (0, None) without a highest")
    low, high = (_end(end, shown) for end in within)
    if low is not None and high is not None and (high - low).is_nonpositive:
        raise DeclarationError(f"{shown}: the lowest must be below the highest; give them in this order")
    return low, high


def _end(end: object, shown: str) -> sp.Expr | None:
    if end is None or end in (sp.oo, -sp.oo, float("inf"), -float("inf")):
        return None
    if isinstance(end, sp.Expr) and not isinstance(end, sp.Float):
        strangers = [symbol for symbol in sorted(end.free_symbols, key=str) if not isinstance(symbol, Parameter)]
        if strangers:
            raise DeclarationError(
                f"{shown} depends on {strangers[0]}, which is not a parameter; put the inequality into constraints="
            )
        return end
    number: Fraction = exact_number(end, shown)
    return sp.Rational(number.numerator, number.denominator)


def declared_sign(symbol: sp.Symbol) -> str:
    """Return how a symbol is declared.

    Examples
    --------
    >>> declared_sign(parameters("a", positive=True)), declared_sign(decisions("q"))
    ('positive', 'nonnegative')
    >>> declared_sign(parameters("n", integer=True))
    'integer'
    """
    if symbol.is_integer:
        return _COUNTS
    if symbol.is_positive:
        return "positive"
    return "nonnegative" if symbol.is_nonnegative else "real"


def _declare(kind: type[sp.Symbol], names: tuple[str, ...], sign: dict[str, bool], **more: Any) -> Any:
    shown = ", ".join(map(repr, names)) or "without names"
    known = (*_SIGNS, _COUNTS) if kind is Parameter else _SIGNS
    if len(sign) != 1 or next(iter(sign)) not in known or any(value is not True for value in sign.values()):
        raise DeclarationError(
            f"{kind.__name__.lower()}s {shown}: the sign {sign!r} is not one that a domain can carry; "
            f"give exactly one of {', '.join(f'{name}=True' for name in known)}"
            + (", and bounds as within=(0, 1)" if kind is Decision else "")
        )
    if not names or not all(isinstance(name, str) and name.strip(" ,") for name in names):
        raise DeclarationError(f"{kind.__name__.lower()}s {shown}: give one or more names as text, such as 'a b c'")
    signs = sign | {"positive": True} if _COUNTS in sign else sign
    found = sp.symbols(" ".join(names), cls=kind, **signs, **more)
    for symbol in found if isinstance(found, tuple) else (found,):
        if not symbol.name.isidentifier():
            raise DeclarationError(
                f"{kind.__name__.lower()}s {shown}: {symbol.name!r} is not a name; write letters, digits and _, with a "
                "letter first, as in 'q_1'"
            )
    return found
