"""One formula for every power structure.

Let each player i put a margin on the product and make one investment x_i that adds g_i*x_i to demand at the cost
c_i*x_i**2/2, and call s_i = g_i**2/(b*c_i) the strength of its investment. Go through the blocks of the power
structure from the last mover up::

    Phi = 1 below the last block;
    Phi above a block of n players = (1 + n) * (Phi below it) - (sum of s_i over the block).

With Phi_0 above the first block and Phi_i below the block of player i::

    demand       D   = (a - b*c) / Phi_0
    margin       m_i = Phi_i * D / b
    investment   x_i = g_i * D / (b * c_i)
    profit           = (Phi_i - s_i/2) * D**2 / b

and this is the equilibrium exactly where a > b*c, Phi is positive above every block, and 2*Phi_i > s_i for all i.

Why, by induction from the last block up: let X be demand as it would be with the margins and investments of this block
and of all later ones at zero. Suppose the later blocks turn X into demand X/Phi (true below the last block, with
Phi = 1). Player i of the block maximises m_i*D - c_i*x_i**2/2 where D = (X - b*sum(m) + sum(g*x))/Phi. Its first-order
conditions are D = b*m_i/Phi and m_i*g_i/Phi = c_i*x_i, that is m_i = Phi*D/b and x_i = g_i*D/(b*c_i). Inserted,
X = Phi*D + b*sum(m) - sum(g*x) = ((1 + n)*Phi - sum(s))*D: the block turns X into X/Phi' with the Phi' above. Its
payoff is strictly concave where 2*b/Phi > 0 and 2*b*c_i/Phi > (g_i/Phi)**2, that is Phi > 0 and 2*Phi > s_i.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio

Order = Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Formula:
    """The equilibrium of one power structure, in units in which a - b*c and b are 1.

    Attributes
    ----------
    above : tuple of Ratio
        Phi above each block, leaders first; the first is Phi_0.
    below : mapping from player to Ratio
        Phi below the player's block.
    strengths : mapping from player to Ratio
        s_i.
    """

    above: tuple[Ratio, ...]
    below: Mapping[str, Ratio]
    strengths: Mapping[str, Ratio]

    @property
    def demand(self) -> Ratio:
        """Demand, in units of a - b*c."""
        return _number(self.above[0], 1) / self.above[0]

    def margin(self, player: str) -> Ratio:
        """A player's margin, in units of (a - b*c)/b."""
        return self.below[player] * self.demand

    def profit(self, player: str) -> Ratio:
        """A player's profit, in units of (a - b*c)**2/b."""
        half = self.strengths[player] * _number(self.above[0], Fraction(1, 2))
        return (self.below[player] - half) * self.demand**2

    @property
    def price(self) -> Ratio:
        """The retail price above c, in units of (a - b*c)/b: the sum of all margins."""
        return _sum([self.margin(player) for player in self.below])

    @property
    def chain_profit(self) -> Ratio:
        """The sum of all profits, in units of (a - b*c)**2/b."""
        return _sum([self.profit(player) for player in self.below])

    @property
    def domain(self) -> Domain:
        """Where this is the equilibrium, given a > b*c."""
        positive = [(phi, f"Phi above block {n}") for n, phi in enumerate(self.above, start=1)]
        for player, phi in self.below.items():
            positive.append((phi + phi - self.strengths[player], f"strict concavity for {player}"))
        ring = self.above[0].ring
        conditions = [
            Condition(ring=ring, polynomial=value.numerator, strict=True, origin=origin) for value, origin in positive
        ]
        return Domain(ring=ring).where(conditions).reduced()


def general_formula(order: Order, strengths: Mapping[str, Ratio]) -> Formula:
    """Return the equilibrium of a power structure by the recursion above.

    Parameters
    ----------
    order : sequence of sequences of str
        The blocks, leaders first.
    strengths : mapping from player to Ratio
        s_i, all of one ring, with denominators that are positive.

    Returns
    -------
    Formula

    Examples
    --------
    >>> from lsec_models import parameters
    >>> from lsec_models.algebra.polynomials.ratio import ratio
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> strong = parameters("s_M s_S", positive=True)
    >>> strengths = {name: ratio(ring_of(strong), s) for name, s in zip("MS", strong)}
    >>> general_formula([["M"], ["S"]], strengths).above[0].expression()
    -s_M - 2*s_S + 4
    """
    phi = _number(next(iter(strengths.values())), 1)
    above: list[Ratio] = []
    below: dict[str, Ratio] = {}
    for block in reversed(order):
        below |= dict.fromkeys(block, phi)
        phi = phi * _number(phi, 1 + len(block)) - _sum([strengths[player] for player in block])
        above.append(phi)
    ordered = {player: below[player] for player in strengths}
    return Formula(above=tuple(above[::-1]), below=ordered, strengths=dict(strengths))


def coefficients(order: Order) -> tuple[int, dict[str, int]]:
    """Return the constant of Phi_0, and for each player the number that multiplies -s_i in it.

    The constant is the product of 1 + (size of the block) over all blocks; a player's number is that product over
    the blocks strictly before its own.

    Examples
    --------
    >>> coefficients([["M"], ["S", "P"]])
    (6, {'M': 1, 'S': 2, 'P': 2})
    """
    sizes = [1 + len(block) for block in order]
    return prod(sizes), {player: prod(sizes[:n]) for n, block in enumerate(order) for player in block}


def _number(like: Ratio, value: int | Fraction) -> Ratio:
    return Ratio.constant(like.ring, value)


def _sum(parts: Sequence[Ratio]) -> Ratio:
    total, *rest = parts
    for part in rest:
        total = total + part
    return total
