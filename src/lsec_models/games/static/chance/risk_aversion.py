"""Players who shun risk: by constant absolute risk aversion, or by the variance of what they have."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError


@dataclass(frozen=True)
class RiskAversion(ABC):
    """How a player values a gamble: by a number of money that is as good as the gamble.

    Attributes
    ----------
    aversion : number or sympy.Expr
        To risk, positive, in one over the unit of the payoff: a number, or an expression in parameters.
    """

    aversion: sp.Expr

    def __post_init__(self) -> None:
        name = type(self).__name__
        aversion = self.aversion
        if not (isinstance(aversion, sp.Expr) and aversion.free_symbols):
            aversion = to_sympy(exact_number(aversion, f"the aversion of {name}({aversion})"))
        strangers = sorted((s for s in aversion.free_symbols if not isinstance(s, Parameter)), key=str)
        if strangers:
            raise DeclarationError(
                f"{name}({aversion}): the aversion depends on {strangers[0]}, which is not a parameter; give a "
                "number, or an expression in parameters"
            )
        if aversion.is_nonpositive:
            raise DeclarationError(
                f"{name}({aversion}): an aversion to risk must be positive; who is neutral to risk needs no risk="
            )
        object.__setattr__(self, "aversion", aversion)

    @property
    def conditions(self) -> tuple[sp.Basic, ...]:
        """That the aversion is positive."""
        return (self.aversion > 0,)

    def with_parameters(self, images: Mapping[sp.Basic, sp.Basic]) -> Self:
        """Return it at other parameters; the same one where it uses none of them."""
        return replace(self, aversion=self.aversion.subs(images)) if self.aversion.free_symbols & set(images) else self

    def in_unit(self, unit: sp.Expr) -> Self:
        """Return it for a payoff that is counted in another unit."""
        return replace(self, aversion=self.aversion * unit)

    def __str__(self) -> str:
        return f"{type(self).__name__}({self.aversion})"


class CARA(RiskAversion):
    """Constant absolute risk aversion r: a payoff is worth its certainty equivalent, -log(E exp(-r payoff))/r.

    Of a payoff that is linear in normal numbers that is exactly the mean less r/2 times the variance; other payoffs are
    refused.

    Parameters
    ----------
    aversion : number or sympy.Expr
        Of absolute risk, positive.

    Raises
    ------
    DeclarationError
        If it is neither a positive number nor an expression in parameters.

    References
    ----------
    Pratt, J. W. (1964). Risk aversion in the small and in the large. *Econometrica* 32(1/2), 122-136.

    Examples
    --------
    >>> from lsec_models import CARA, Game, Player, decisions, normal, parameters, random, solve
    >>> a, V, rho = parameters("a V rho", positive=True)
    >>> q, z = decisions("q"), random("z", normal(0, V))
    >>> shop = Player("shop", decides=[q], payoff=(a + z - q) * q, risk=CARA(rho))
    >>> solve(Game(players=[shop]))["q"]
    a/(V*rho + 2)
    """


class MeanVariance(RiskAversion):
    """Mean-variance preferences: a payoff is worth its mean less r/2 times its variance.

    Both are exact under any law under which payoffs have exact expected values. A player who moves
    both before and after something becomes known would not keep to its plans; such a game is refused.

    Parameters
    ----------
    aversion : number or sympy.Expr
        The weight r, positive; who subtracts a multiple k of the variance itself writes 2 k.

    Raises
    ------
    DeclarationError
        If it is neither a positive number nor an expression in parameters.

    References
    ----------
    Markowitz, H. (1952). Portfolio selection. *Journal of Finance* 7(1), 77-91.

    Examples
    --------
    >>> from lsec_models import Game, MeanVariance, Player, decisions, parameters, random, solve, uniform
    >>> a, rho = parameters("a rho", positive=True)
    >>> q, z = decisions("q"), random("z", uniform(-1, 1))
    >>> shop = Player("shop", decides=[q], payoff=(a + z - q) * q, risk=MeanVariance(rho))
    >>> solve(Game(players=[shop]))["q"]
    3*a/(rho + 6)
    """


def neutral_players_only(players: Iterable[Any], where: str) -> None:
    """Refuse players who shun risk.

    Parameters
    ----------
    players : iterable of Player
    where : str
        Where they have no place, in words.

    Raises
    ------
    DeclarationError
        If there is one.
    """
    for player in players:
        if player.risk is not None:
            raise DeclarationError(
                f"player {player.name!r} shuns risk, risk={player.risk}, which is not asked {where}; leave risk= out, "
                "or write what a gamble is worth into the payoff"
            )
