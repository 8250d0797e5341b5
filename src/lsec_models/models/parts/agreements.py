"""Which contracts a model takes: any of the catalogue's, but those under which its story has no meaning."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models.errors import DeclarationError
from lsec_models.games.frozen import Frozen
from lsec_models.models.parts.contracts import CONTRACTS, Contract, contract
from lsec_models.models.parts.streamers import StreamerType

SORTS = ("title", "agency", "guarantee", "fixed")
"""Sorts of contracts that a story may refuse: with title to the goods, or without; a guarantee; no pay by sales."""

WORDS = (
    "commission",
    "slot_fee",
    "commission + slot_fee",
    "commission + minimum_guarantee",
    "wholesale",
    "two_part_tariff",
    "revenue_sharing",
)
"""Contracts in words: each name of the catalogue, and the usual sums."""


def agreement(
    words: str | Contract,
    kind: StreamerType | None,
    *,
    called: Mapping[sp.Symbol, sp.Symbol] = Frozen({}),
    refused: Mapping[str, str] = Frozen({}),
) -> Contract:
    """Return the contract on which a streamer works, with the slot fee that its type asks for.

    Parameters
    ----------
    words : str or Contract
        As for :func:`lsec_models.models.parts.contracts.contract`.
    kind : StreamerType or None
        The type, whose slot fee is added unless the contract has one.
    called : mapping from Symbol to Symbol
        What the contract's terms are called in the model: a wholesale price that is given, say.
    refused : mapping from str to str
        By a sort of contract, of ``SORTS``, why the story does not take it.

    Raises
    ------
    UnknownName
        If there is no such contract; names the nearest.
    DeclarationError
        If parts do not go together, or the story has no meaning under the contract; says which it takes.

    Examples
    --------
    >>> from lsec_models.models.parts.streamers import STREAMER_TYPES
    >>> agreement("commission", STREAMER_TYPES["top"]).fixed
    F
    >>> agreement("wholesale", None, refused={"title": "the brand's price is the story"})
    Traceback (most recent call last):
        ...
    lsec_models.errors.DeclarationError: contract 'wholesale' has no meaning here: the brand's price is the story; write
    one of commission, slot_fee, minimum_guarantee, or a sum of such parts
    """
    terms = words if isinstance(words, Contract) else contract(words)
    for sort in _sorts_of(terms):
        if sort in refused:
            raise DeclarationError(
                f"contract {terms.name!r} has no meaning here: {refused[sort]}; write one of "
                f"{', '.join(_taken(refused))}, or a sum of such parts"
            )
    fee = contract("slot_fee")
    if kind is not None and kind.slot_fee and not terms.fixed.has(fee.fixed):
        terms = terms + fee
    return terms.renamed(called)


def refuse_contract(words: str | Contract | None, why: str) -> None:
    """Refuse a contract in a game in which nobody is paid by one.

    Raises
    ------
    DeclarationError
        If a contract is named; says why there is none, and to leave it out.

    Examples
    --------
    >>> refuse_contract("commission", "one owner has everything")
    Traceback (most recent call last):
        ...
    lsec_models.errors.DeclarationError: one owner has everything; leave contract= out
    """
    if words is not None:
        raise DeclarationError(f"{why}; leave contract= out")


def gains_by_a_unit(terms: Contract, price: sp.Expr) -> list[sp.Basic]:
    """Return the conditions under which both sides gain from a unit that is sold at this price.

    Examples
    --------
    >>> p = sp.Symbol("p", positive=True)
    >>> gains_by_a_unit(contract("commission"), p), gains_by_a_unit(contract("slot_fee"), p)
    ([lambda < 1], [])
    """
    received = terms.variable_pay(price, sp.S.One)
    known = [received > 0, received < price] if terms.title else [sp.sympify(terms.share) < 1]
    return [condition for condition in known if condition is not sp.true]


def worth_selling(terms: Contract, size: sp.Expr, at_cost: sp.Expr) -> list[sp.Basic]:
    """Return the conditions under which units are worth selling, where prices are decided.

    Parameters
    ----------
    terms : Contract
        Under title the streamer adds a margin; else the manufacturer sets the price.
    size, at_cost : sympy.Expr
        Demand at a price of zero, and by how much a price equal to unit cost lowers it.

    Examples
    --------
    >>> a, c = sp.symbols("a c", positive=True)
    >>> worth_selling(contract("commission"), a, c), worth_selling(contract("wholesale"), a, c)
    ([a*(1 - lambda) > c, lambda < 1], [a > c])
    """
    share = sp.sympify(terms.share)
    known = [size > at_cost, share > 0] if terms.title else [(1 - share) * size > at_cost, share < 1]
    return [condition for condition in known if condition is not sp.true]


def _sorts_of(terms: Contract) -> list[str]:
    holds = {
        "title": terms.title,
        "agency": not terms.title,
        "guarantee": terms.guarantee != 0,
        "fixed": terms.share == 0 and terms.unit_price == 0,
    }
    return [sort for sort in SORTS if holds[sort]]


def _taken(refused: Mapping[str, str]) -> list[str]:
    """Return the names of ready contracts that are not refused; an addition to another one is not a contract."""
    return [name for name in CONTRACTS if not set(_sorts_of(contract(name))) & set(refused)]
