"""Signals: what somebody sees of what is random, before deciding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError
from lsec_models.games.laws import Normal
from lsec_models.games.static.chance.random_symbol import Drawn, Random


class Signal(Drawn):
    """A sum of random numbers and of noise.

    Attributes
    ----------
    of : sympy.Expr
        What it is a signal of: linear in random numbers with normal laws.
    noise : sympy.Expr
        The variance of its noise, which is normal, of mean zero, and independent of all else; zero without noise.
    """

    of: sp.Expr
    noise: sp.Expr

    def __new__(cls, name: str, of: sp.Expr, noise: sp.Expr, **assumptions: bool) -> Signal:
        """Return the symbol; two of one name that signal something else are different symbols."""
        symbol: Signal = sp.Symbol.__xnew__(cls, name, **assumptions)
        symbol.of, symbol.noise = of, noise
        return symbol

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, bool]]:
        return (self.name, self.of, self.noise), self._assumptions_orig

    def _hashable_content(self) -> tuple[Any, ...]:
        laws = sorted(f"{drawn}: {drawn.law}" for drawn in self.of.atoms(Random))
        return (*super()._hashable_content(), str(self.of), str(self.noise), *laws)

    @property
    def drawn(self) -> frozenset[Random]:
        """The random numbers in it."""
        return frozenset(self.of.atoms(Random))

    @property
    def symbols(self) -> frozenset[sp.Symbol]:
        """The parameters in it, those of laws too."""
        laws = {symbol for drawn in self.drawn for symbol in drawn.law.symbols}
        return frozenset(((self.of.free_symbols | self.noise.free_symbols) - self.drawn) | laws)

    def with_parameters(self, images: Mapping[sp.Basic, sp.Basic]) -> Signal:
        """Return it at other parameters; the same one where it uses none of them."""
        if not self.symbols & set(images):
            return self
        laws = {drawn: drawn.with_parameters(images) for drawn in self.drawn}
        return Signal(self.name, self.of.subs(images).xreplace(laws), self.noise.subs(images), **self._assumptions_orig)


def signal(name: str, *, of: Any, noise: Any = None) -> Signal:
    """Declare a signal: what a player may see before it decides.

    Parameters
    ----------
    name : str
    of : sympy.Expr
        Linear in random numbers with normal laws. A number in several signals correlates them.
    noise : number or sympy.Expr, optional
        The variance of its noise: for a precision t, ``noise=1/t``. Without it, `of` is seen as it is.

    Returns
    -------
    Signal
        A symbol, for the `sees` of players.

    Raises
    ------
    DeclarationError
        If it is not linear in what is random, a law is not normal, or the variance is not positive.

    Examples
    --------
    >>> from lsec_models import normal, parameters, random
    >>> V, t = parameters("V t", positive=True)
    >>> zeta = random("zeta", normal(0, V))
    >>> first = signal("s_1", of=zeta, noise=1 / t)
    >>> print(first, first.of, first.noise)
    s_1 zeta 1/t
    """
    if not isinstance(name, str) or not name.strip():
        raise DeclarationError(f"signal {name!r}: a name must be a non-empty string")
    if not isinstance(of, sp.Expr) or not of.atoms(Random):
        raise DeclarationError(
            f"signal {name!r}: of={of!r} has nothing random in it; give what random(..., normal(...)) returns"
        )
    variance = sp.S.Zero if noise is None else _variance(name, noise)
    for drawn in sorted(of.atoms(Random), key=str):
        if not isinstance(drawn.law, Normal):
            raise DeclarationError(
                f"signal {name!r}: {drawn} has the law {drawn.law}; beliefs are linear in signals of what is normal: "
                f"declare random({drawn.name!r}, normal(mean, variance))"
            )
    polynomial = of.as_poly(*sorted(of.atoms(Random), key=str))
    if polynomial is None or polynomial.total_degree() > 1:
        raise DeclarationError(f"signal {name!r}: {of} is not linear in what is random; write a sum with weights")
    strangers = [s for part in (of, variance) for s in part.free_symbols if not isinstance(s, Parameter | Random)]
    if strangers or variance.atoms(Random):
        raise DeclarationError(
            f"signal {name!r}: {min(strangers, key=str) if strangers else noise} is not a parameter; a signal is "
            "of what is random, with weights and a variance in parameters"
        )
    return Signal(name, of, variance, real=True)


def _variance(name: str, noise: object) -> sp.Expr:
    is_expression = isinstance(noise, sp.Expr) and noise.free_symbols
    variance = noise if is_expression else to_sympy(exact_number(noise, f"the noise of signal {name!r}"))
    assert isinstance(variance, sp.Expr)
    if variance.is_nonpositive:
        raise DeclarationError(
            f"signal {name!r}: noise={noise} is a variance, and must be positive; leave it out of a signal without "
            "noise"
        )
    return variance
