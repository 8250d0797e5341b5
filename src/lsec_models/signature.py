"""Calls that do not fit a signature, explained: which argument lacks its name, has a wrong one, or is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, ParamSpec, TypeVar

from lsec_models.errors import DeclarationError, LsecError, UnknownName, excerpt_of, nearest

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)

# Annotations that are not evaluated are texts.
_FLAG = ("bool", bool)


def explained(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that explains a call which does not fit it, instead of raising a TypeError.

    Examples
    --------
    >>> @explained
    ... def sweep(equilibrium, *, over, at=None):
    ...     return over
    >>> sweep("led", {"a": 1})
    Traceback (most recent call last):
        ...
    lsec_models.errors.DeclarationError: sweep: an argument lacks its name; write sweep(equilibrium, over=...)
    """
    name, wanted = function.__name__, signature(function)

    @wraps(function)
    def checked(*args: P.args, **named: P.kwargs) -> R:
        require_fit(name, wanted, args, named)
        return function(*args, **named)

    return checked


def explained_fields(declared: C) -> C:
    """Let a class explain a call that does not fit its fields; see :func:`explained`."""
    wanted, made = signature(declared), declared.__init__  # type: ignore[misc]

    @wraps(made)
    def checked(self: object, *args: Any, **named: Any) -> None:
        require_fit(declared.__name__, wanted, args, named)
        made(self, *args, **named)

    declared.__init__ = checked  # type: ignore[misc]
    return declared


def require_fit(name: str, wanted: Signature, args: Sequence[object], named: Mapping[str, object]) -> None:
    """Raise an error that explains a call, by the name of what is called, if it does not fit a signature.

    A text such as "no" is true in Python: what is declared to be a truth value must be one.

    Raises
    ------
    DeclarationError, UnknownName
        If it does not; the message says what to write.
    """
    try:
        bound = wanted.bind(*args, **named)
    except TypeError:
        raise _misfit(name, list(wanted.parameters.values()), len(args), named) from None
    for key, value in bound.arguments.items():
        if wanted.parameters[key].annotation in _FLAG and not isinstance(value, bool):
            raise DeclarationError(f"{name}: {key} = {excerpt_of(value)}; write True or False")


def _misfit(name: str, parameters: list[Parameter], places: int, named: Mapping[str, object]) -> LsecError:
    """Return the error about a call with `places` arguments without name."""
    known = [parameter.name for parameter in parameters]
    for key in named:
        if key not in known:
            return UnknownName(f"{name} has no argument {key!r}; {nearest(key, known)}")
    placed = [parameter.name for parameter in parameters if parameter.kind is not Parameter.KEYWORD_ONLY]
    twice = [key for key in placed[:places] if key in named]
    if twice:
        return DeclarationError(f"{name}: {twice[0]} is given twice; leave one out")
    more = places - len(placed)
    nameless = [key for key in known if key not in (*placed, *named)][: max(more, 0)]
    if more > len(nameless):
        return DeclarationError(f"{name} takes {', '.join(known)} and no more arguments; leave the others out")
    filled = [*placed[:places], *named, *nameless]
    missing = [p.name for p in parameters if p.default is Parameter.empty and p.name not in filled]
    complaint = "an argument lacks its name" if more > 0 else f"{', '.join(missing)} is missing"
    words = [key if key in placed else f"{key}=..." for key in known if key in (*filled, *missing)]
    return DeclarationError(f"{name}: {complaint}; write {name}({', '.join(words)})")
