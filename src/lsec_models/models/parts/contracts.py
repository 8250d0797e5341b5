"""Contracts between a manufacturer and a streamer, as parts that add up.

A contract says how what the live channel takes in is divided. With live revenue R (money for a season) and live units
d, the streamer receives ``share * R - unit_price * d + fixed``, and the manufacturer the rest of R. Parts compose with
``+``: a commission plus a slot fee is both at once.

A streamer who takes title (wholesale, two-part tariff, revenue sharing) owns the revenue and sets the live price; else
the manufacturer does. A minimum guarantee lets the streamer have the guaranteed sum instead of its share of revenue:
it is a floor, and which side of it holds is for the streamer to choose with its effort.

Lineage: two-part tariff: Oi (1971); revenue sharing: Cachon and Lariviere (2005); commission and slot ("pit") fee: the
usual terms of live streaming e-commerce.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known

w = decisions("w")


@dataclass(frozen=True, kw_only=True)
class Contract:
    """How live revenue is divided between manufacturer and streamer.

    Attributes
    ----------
    name : str
        Its parts, joined by ``+``.
    share : sympy.Expr
        The part of live revenue that the streamer keeps, before unit price and fixed payments.
    unit_price : sympy.Expr
        What the streamer pays the manufacturer for each unit.
    fixed : sympy.Expr
        What the manufacturer pays the streamer whatever is sold; negative where the streamer pays.
    guarantee : sympy.Expr
        The least that the streamer receives in place of its share of revenue; zero for none.
    title : bool
        Whether the streamer owns what it sells, and so sets the live price.
    """

    name: str
    share: sp.Expr = sp.S.Zero
    unit_price: sp.Expr = sp.S.Zero
    fixed: sp.Expr = sp.S.Zero
    guarantee: sp.Expr = sp.S.Zero
    title: bool = False

    def __add__(self, other: Contract) -> Contract:
        """Return the contract with the terms of both.

        Raises
        ------
        DeclarationError
            If both transfer title, or a streamer who owns the revenue would receive a commission or a guarantee too.
        """
        if not isinstance(other, Contract):
            return NotImplemented
        _check_together(self, other)
        return Contract(
            name=f"{self.name} + {other.name}",
            share=self.share + other.share,
            unit_price=self.unit_price + other.unit_price,
            fixed=self.fixed + other.fixed,
            guarantee=self.guarantee + other.guarantee,
            title=self.title or other.title,
        )

    def variable_pay(self, revenue: sp.Expr, units: sp.Expr) -> sp.Expr:
        """Return what the streamer receives that moves with sales, the guarantee aside.

        Parameters
        ----------
        revenue : sympy.Expr
            Live price times units.
        units : sympy.Expr
            Live demand.
        """
        return self.share * revenue - self.unit_price * units

    def streamer_income(self, revenue: sp.Expr, units: sp.Expr) -> sp.Expr:
        """Return all that the streamer receives, net of what it pays the manufacturer, the guarantee aside."""
        return self.variable_pay(revenue, units) + self.fixed

    def pay(self, revenue: sp.Expr, units: sp.Expr) -> sp.Expr:
        """Return all that the streamer receives, at least the guarantee in place of its share of revenue.

        Under a guarantee that is a kink: games with it are asked with ``corners=True``, or at a point.

        Examples
        --------
        >>> contract("commission + minimum_guarantee").pay(sp.Symbol("R"), sp.Symbol("d"))
        Max(G, lambda*R)
        """
        if self.guarantee == 0:
            return self.streamer_income(revenue, units)
        return sp.Max(self.share * revenue, self.guarantee) - self.unit_price * units + self.fixed

    def renamed(self, called: Mapping[sp.Symbol, sp.Symbol]) -> Contract:
        """Return the same terms with other symbols: a wholesale price that is given, in place of one that is decided.

        Examples
        --------
        >>> contract("wholesale").renamed({w: sp.Symbol("w_0")}).unit_price
        w_0
        """
        terms = ("share", "unit_price", "fixed", "guarantee")
        return replace(self, **{term: sp.sympify(getattr(self, term)).xreplace(dict(called)) for term in terms})

    def manufacturer_income(self, revenue: sp.Expr, units: sp.Expr) -> sp.Expr:
        """Return the rest of live revenue: the two incomes add up to it."""
        return revenue - self.streamer_income(revenue, units)

    def without_guarantee(self) -> Contract:
        """Return the same terms without the guarantee: what holds where variable pay is worth more to the streamer."""
        return replace(self, guarantee=sp.S.Zero)

    def guaranteed(self) -> Contract:
        """Return what holds where the streamer lives on the guarantee: the sum is fixed, and sales pay it nothing.

        Raises
        ------
        DeclarationError
            If nothing is guaranteed.
        """
        if self.guarantee == 0:
            raise DeclarationError(f"contract {self.name!r} guarantees nothing; add contract('minimum_guarantee')")
        return replace(self, share=sp.S.Zero, fixed=self.fixed + self.guarantee, guarantee=sp.S.Zero)


def contract(words: str, mark: str = "") -> Contract:
    """Return a ready contract, or the sum of several.

    Parameters
    ----------
    words : str
        Names joined by ``+``: ``commission`` (share lambda of live revenue), ``slot_fee`` (F to the streamer),
        ``wholesale`` (the streamer buys at w), ``two_part_tariff`` (buys at w and pays A), ``revenue_sharing`` (buys at
        w and passes the share psi of revenue on), ``minimum_guarantee`` (at least G in place of the commission).
    mark : str
        Appended to the names of the terms, so that contracts of several streamers can stand side by side.

    Raises
    ------
    UnknownName
        If there is no such contract; names the nearest.
    DeclarationError
        If parts do not go together.

    Examples
    --------
    >>> both = contract("commission + slot_fee")
    >>> both.share, both.fixed
    (lambda, F)
    >>> both == contract("commission") + contract("slot_fee")
    True
    """
    first, *others = (_ready(name.strip(), mark) for name in words.split("+"))
    for part in others:
        first = first + part
    return first


def _ready(name: str, mark: str) -> Contract:
    require_known(name, CONTRACTS, f"no contract {name!r}")
    return CONTRACTS[name](mark)


def _term(name: str, mark: str) -> sp.Symbol:
    return parameters(f"{name}{mark}", positive=True)


def _wholesale(mark: str) -> Contract:  # noqa: ARG001 (a wholesale price is called w, whoever pays it)
    return Contract(name="wholesale", share=sp.S.One, unit_price=w, title=True)


CONTRACTS: Mapping[str, Callable[[str], Contract]] = {
    "commission": lambda mark: Contract(name="commission", share=_term("lambda", mark)),
    "slot_fee": lambda mark: Contract(name="slot_fee", fixed=_term("F", mark)),
    "wholesale": _wholesale,
    "two_part_tariff": lambda mark: replace(_wholesale(mark), name="two_part_tariff", fixed=-_term("A", mark)),
    "revenue_sharing": lambda mark: replace(_wholesale(mark), name="revenue_sharing", share=1 - _term("psi", mark)),
    "minimum_guarantee": lambda mark: Contract(name="minimum_guarantee", guarantee=_term("G", mark)),
}


def _check_together(one: Contract, other: Contract) -> None:
    if one.title and other.title:
        raise DeclarationError(f"{one.name!r} and {other.name!r} both let the streamer buy the goods; keep one of them")
    for owner, part in ((one, other), (other, one)):
        if owner.title and part.guarantee != 0:
            raise DeclarationError(
                f"{owner.name!r} makes the streamer own the revenue, so that no share of it is left to guarantee; "
                "leave out the minimum guarantee, or use a commission"
            )
        if owner.title and part.share != 0:
            raise DeclarationError(
                f"{owner.name!r} makes the streamer own the revenue, so that {part.name!r} would pay it a share of its "
                "own; leave one of them out, or use 'revenue_sharing'"
            )
