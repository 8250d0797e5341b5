"""What is drawn at random: a symbol with a law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.errors import DeclarationError, described
from lsec_models.games.laws import Law


class Drawn(sp.Symbol):
    """What nature decides: a number that is drawn, or a signal of some."""


class Random(Drawn):
    """A number that is drawn at random.

    Attributes
    ----------
    law : Law
        How it is distributed.
    """

    law: Law

    def __new__(cls, name: str, law: Law, **assumptions: bool) -> Random:
        """Return the symbol; two of one name with other laws are different symbols."""
        symbol: Random = sp.Symbol.__xnew__(cls, name, **assumptions)
        symbol.law = law
        return symbol

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, bool]]:
        return (self.name, self.law), self._assumptions_orig

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), str(self.law))

    def with_parameters(self, images: Mapping[sp.Basic, sp.Basic]) -> Random:
        """Return it with its law at other parameters; the same one where the law uses none of them."""
        law = self.law.with_parameters(images)
        return self if law is self.law else type(self)(self.name, law, **self._assumptions_orig)


def random(name: str, law: Law, *, nonnegative: bool = False) -> Random:
    """Declare what is drawn at random, independently of all else that is.

    Parameters
    ----------
    name : str
    law : Law
        How it is distributed: what :func:`uniform`, :func:`normal`, :func:`exponential`, :func:`discrete` or
        :func:`sample` returns.
    nonnegative : bool
        Whether it must not be negative, as a demand; then the law must not allow that.

    Returns
    -------
    Random
        A symbol. Payoffs in which it stands are expected payoffs; in the order of a game it stands where it becomes
        known, and without that after all decisions.

    Raises
    ------
    DeclarationError
        If it is not a law, or allows negative numbers where there must be none.

    Examples
    --------
    >>> from lsec_models import parameters, uniform
    >>> demand = random("D", uniform(0, parameters("B", positive=True)), nonnegative=True)
    >>> print(demand.law)
    uniform(0, B)
    """
    if not isinstance(name, str) or not name.strip():
        raise DeclarationError(f"random {name!r}: a name must be a non-empty string")
    if not isinstance(law, Law):
        raise DeclarationError(f"random {name!r}: {described(law)}, not a law; write random({name!r}, uniform(0, 1))")
    strangers = sorted((s for s in law.symbols if not isinstance(s, Parameter)), key=str)
    if strangers:
        raise DeclarationError(
            f"random {name!r}: its law {law} depends on {strangers[0]}, which is not a parameter; scale or shift "
            "what is drawn by it in the payoffs"
        )
    if nonnegative and not law.lowest.is_nonnegative:
        raise DeclarationError(
            f"random {name!r}: its law {law} is not seen to be never negative; take uniform(...) with a lowest number "
            "that is declared nonnegative, exponential(...), discrete(...) or a sample of such numbers"
        )
    return Random(name, law, **({"nonnegative": True} if law.lowest.is_nonnegative else {"real": True}))
