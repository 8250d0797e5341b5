"""Declared symbols: parameters (given), decisions (chosen by a player) and states (moved by the game's dynamics).

All are ordinary SymPy symbols; their class records that somebody declared them, so that a misspelt name in a
payoff is an error instead of one more parameter.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.errors import DeclarationError

_SIGNS = ("positive", "nonnegative", "real")


class Parameter(sp.Symbol):
    """A quantity that the players take as given."""


class State(Parameter):
    """A stock of a differential game: given to the players at each instant, moved by what they do."""


class Decision(sp.Symbol):
    """A quantity that a player chooses."""


def parameters(*names: str, **sign: bool) -> Any:
    """Declare parameters.

    Parameters
    ----------
    *names : str
        Names separated by blanks or commas, as for :func:`sympy.symbols`; one text, or several.
    **sign : bool
        One of ``positive=True``, ``nonnegative=True``, ``real=True`` (the default).

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
    """
    return _declare(Parameter, names, sign or {"real": True})


def decisions(*names: str, **sign: bool) -> Any:
    """Declare decisions.

    Parameters
    ----------
    *names : str
        Names separated by blanks or commas, as for :func:`sympy.symbols`; one text, or several.
    **sign : bool
        ``nonnegative=True`` (the default: an interior equilibrium must have it at least zero) or ``real=True``
        for a decision that may take either sign.

    Returns
    -------
    Decision or tuple of Decision
        One symbol for one name, a tuple for several.

    Raises
    ------
    DeclarationError
        If another assumption is given.

    Examples
    --------
    >>> price, effort = decisions("p e")
    >>> transfer = decisions("T", real=True)
    """
    return _declare(Decision, names, sign or {"nonnegative": True})


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


def _declare(kind: type[sp.Symbol], names: tuple[str, ...], sign: dict[str, bool]) -> Any:
    shown = ", ".join(map(repr, names)) or "without names"
    if len(sign) != 1 or next(iter(sign)) not in _SIGNS or not all(sign.values()):
        raise DeclarationError(
            f"{kind.__name__.lower()}s {shown}: the sign {sign!r} is not one that a domain can carry; "
            f"give exactly one of {', '.join(f'{name}=True' for name in _SIGNS)}"
        )
    if not names or not all(isinstance(name, str) and name.strip(" ,") for name in names):
        raise DeclarationError(f"{kind.__name__.lower()}s {shown}: give one or more names as text, such as 'a b c'")
    return sp.symbols(" ".join(names), cls=kind, **sign)
