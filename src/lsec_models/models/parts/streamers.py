"""Streamer types as data: who the host is, what the contract pays, and typical numbers for figures.

The numbers are ours, for illustration: a top streamer reaches several times the traditional market with cheap effort
and asks for a high commission and a slot fee; an ordinary one reaches less, for commission only; the brand's own host
is paid a wage; a virtual host has a fixed technology cost, nearly costless effort and bounded influence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.symbols import parameters
from lsec_models.errors import found_in

F, T = parameters("F T", positive=True)


@dataclass(frozen=True, kw_only=True)
class StreamerType:
    """A kind of host, and the terms on which it works.

    Attributes
    ----------
    name : str
        How models and the command line refer to it.
    words : str
        One line for tables.
    influence : Fraction
        phi: market size of the live channel relative to the traditional one.
    effort_cost : Fraction
        eta: live effort e costs ``eta * e**2 / 2``.
    commission : Fraction
        lambda: share of the manufacturer's revenue paid to the streamer, in [0, 1).
    slot_fee : Fraction
        F: fixed payment of the manufacturer to the streamer for a place in the show.
    wage : Fraction
        W: fixed payment to an employed host; zero for an independent one.
    technology_cost : Fraction
        T: fixed cost of a virtual host, borne by whoever runs it.
    reservation : Fraction
        Profit that the streamer can earn elsewhere; it declines a contract that pays less.
    leads : bool
        Whether the streamer has the standing to move first.
    employed : bool
        Whether the brand runs the host itself, so that the host sets no margin of its own.
    """

    name: str
    words: str
    influence: Fraction
    effort_cost: Fraction
    commission: Fraction = Fraction(0)
    slot_fee: Fraction = Fraction(0)
    wage: Fraction = Fraction(0)
    technology_cost: Fraction = Fraction(0)
    reservation: Fraction = Fraction(0)
    leads: bool = False
    employed: bool = False


STREAMER_TYPES: Mapping[str, StreamerType] = {
    kind.name: kind
    for kind in (
        StreamerType(
            name="top",
            words="high influence, cheap effort, commission and slot fee, can lead",
            influence=Fraction(3),
            effort_cost=Fraction(1),
            commission=Fraction(1, 5),
            slot_fee=Fraction(4),
            reservation=Fraction(5),
            leads=True,
        ),
        StreamerType(
            name="ordinary",
            words="low influence, commission only",
            influence=Fraction(1),
            effort_cost=Fraction(2),
            commission=Fraction(1, 10),
            reservation=Fraction(1, 2),
        ),
        StreamerType(
            name="self_run",
            words="the brand's own host: no commission, a wage",
            influence=Fraction(4, 5),
            effort_cost=Fraction(2),
            wage=Fraction(1),
            employed=True,
        ),
        StreamerType(
            name="virtual",
            words="AI host: fixed technology cost, nearly costless effort, bounded influence",
            influence=Fraction(9, 10),
            effort_cost=Fraction(6, 5),
            commission=Fraction(1, 20),
            technology_cost=Fraction(2),
        ),
    )
}


def streamer_type(name: str) -> StreamerType:
    """Return a ready streamer type.

    Raises
    ------
    UnknownName
        With the nearest known names.

    Examples
    --------
    >>> streamer_type("top").leads
    True
    """
    return found_in(STREAMER_TYPES, name, f"no streamer type {name!r}")


def type_of(streamer: str | StreamerType | None) -> StreamerType | None:
    """Return the type that a model's option ``streamer`` names, or is; None without one.

    Raises
    ------
    UnknownName
        With the nearest known names.

    Examples
    --------
    >>> type_of("top") is type_of(STREAMER_TYPES["top"])
    True
    """
    return streamer_type(streamer) if isinstance(streamer, str) else streamer


def fixed_terms(kind: StreamerType | None) -> tuple[sp.Expr, sp.Expr]:
    """Return the slot fee F, and the technology cost T of a virtual host; zero where a type has none, or there is none.

    Examples
    --------
    >>> fixed_terms(STREAMER_TYPES["virtual"])
    (0, T)
    """
    if kind is None:
        return sp.S.Zero, sp.S.Zero
    return (F if kind.slot_fee else sp.S.Zero), (T if kind.technology_cost else sp.S.Zero)
