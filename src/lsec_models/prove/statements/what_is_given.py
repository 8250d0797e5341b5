"""Claims and what is given with them, as their parts: domains, relations, and symbols that are declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.algebra.domains.domain import Domain, from_one_on
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import ClaimError, described
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.prove.statements.claims import CrossesOnce
from lsec_models.prove.statements.radicals import rebuilt

REGIME_BY_REGIME = (
    "of a piecewise equilibrium this is asked regime by regime: give one of its pieces, such as "
    "equilibrium.regimes[0].pieces[0]"
)
_PYTHON_BOOL = (
    "{} is a truth value of Python, which compares expressions as they are written; did you mean Eq(...) or Ne(...) of "
    "SymPy in place of == or !=?"
)
_DECLARATIONS: tuple[dict[str, bool], ...] = (
    {},
    {"real": True},
    {"nonnegative": True},
    {"positive": True},
    {"integer": True, "positive": True},
)


def domains_and_relations(given: Iterable[Any]) -> tuple[list[Domain], list[Any]]:
    """Return what is given as domains and as relations.

    Raises
    ------
    ClaimError
        If something is neither.
    """
    domains: list[Domain] = []
    relations: list[Any] = []
    for item in given:
        if isinstance(item, Equilibrium):
            domains.append(item.domain)
        elif isinstance(item, PiecewiseEquilibrium):
            raise ClaimError(REGIME_BY_REGIME)
        elif isinstance(item, Domain):
            domains.append(item)
        elif isinstance(item, Boolean) and not isinstance(item, sp.Symbol):
            relations.append(item)
        elif isinstance(item, bool):
            raise ClaimError(f"given: {_PYTHON_BOOL.format(item)}")
        else:
            domains.append(_other_domain(item))
    return domains, relations


def items_of(given: object) -> list[Any]:
    """Return what is given as a list; what has no order of its own is sorted, so that every run meets the same."""
    if isinstance(given, set | frozenset):
        return sorted(given, key=lambda item: (type(item).__name__, str(item)))
    return list(given) if isinstance(given, list | tuple) else [given]


def with_declared(expression: sp.Basic, declared: Mapping[str, sp.Symbol]) -> Any:
    """Return an expression in which symbols that share their name with a declared parameter are that parameter.

    Raises
    ------
    ClaimError
        If such a symbol is assumed to have a sign that the parameter is not declared to have.
    """
    images = {}
    for symbol in sorted(expression.free_symbols, key=attrgetter("name")):
        known = declared.get(symbol.name, symbol)
        if known == symbol:
            continue
        for sign in ("positive", "nonnegative"):
            if getattr(symbol, f"is_{sign}") and not getattr(known, f"is_{sign}"):
                raise ClaimError(
                    f"{symbol} is assumed to be {sign} here, but is not declared so in what is given; use the given "
                    f"symbol, and add {symbol} {'>' if sign == 'positive' else '>='} 0 to what is given if you mean it"
                )
        images[symbol] = known
    return rebuilt(expression, images)


def _other_domain(item: object) -> Domain:
    # Imported here, since it takes long and few claims are about dynamic games, signals or populations.
    from lsec_models.games.differential.feedback import FeedbackEquilibrium
    from lsec_models.games.evolutionary.rest_points import RestPoints
    from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium

    if isinstance(item, BayesianEquilibrium | FeedbackEquilibrium | RestPoints):
        return item.domain
    raise ClaimError(f"given: {described(item)}; give equilibria, domains or inequalities of parameters")


def joined_domain(domains: list[Domain], ring: Ring) -> Domain:
    """Return the intersection; a single domain as it is, since it may know its slack coordinates and points already."""
    if len(domains) == 1 and domains[0].ring is ring:
        return domains[0]
    joint = Domain(ring=ring, conditions=from_one_on(ring))
    for domain in domains:
        joint = joint.where(domain.over(ring).conditions)
    return joint


def logic_of(claim: object) -> Boolean:
    """Return a claim, if it is one.

    Raises
    ------
    ClaimError
        If it is anything but a SymPy Boolean.
    """
    if isinstance(claim, bool):
        raise ClaimError(f"the claim: {_PYTHON_BOOL.format(claim)}")
    if isinstance(claim, Boolean) and not isinstance(claim, sp.Symbol):
        if claim.atoms(CrossesOnce):
            raise ClaimError(
                "crosses_once stands alone: ask it by itself, of one equilibrium or regime, not of several"
            )
        return claim
    raise ClaimError(
        f"claim {described(claim)}; write an inequality (f >= g), increasing(f, x), "
        "independent(f, x), or And/Or/Not/Implies/Equivalent of these"
    )


def require_declared(symbols: set[sp.Symbol], known: set[sp.Symbol], has_domains: bool) -> None:
    """Raise ClaimError if a claim has symbols that no domain among what is given declares."""
    unknown = symbols - known if has_domains else set()
    if unknown:
        name = sorted(unknown, key=str)[0]
        raise ClaimError(
            f"the claim speaks of {name}, which is not a parameter of what is given (known: "
            f"{', '.join(sorted(map(str, known)))}); use those symbols, or give a relation that bounds it"
        )


def require_plain(symbols: set[sp.Symbol]) -> None:
    """Raise ClaimError if a symbol is declared in a way that a domain cannot carry."""
    understood = [sp.Symbol("x", **signs).assumptions0 for signs in _DECLARATIONS]
    for symbol in sorted(symbols, key=attrgetter("name")):
        if symbol.assumptions0 not in understood:
            raise ClaimError(
                f"{symbol} is declared with more than a domain can carry, such as negative; declare it "
                "positive, nonnegative, real, or a positive integer, and give the inequalities that it satisfies"
            )
