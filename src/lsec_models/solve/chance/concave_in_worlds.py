"""Whether a payoff is concave in what one player decides, whatever is drawn: then so is what is expected of it."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import DeclarationError
from lsec_models.games.static.kinks import PositiveParts


def is_concave_in_worlds(payoff: sp.Expr, own: Sequence[Decision]) -> bool:
    """Return whether a payoff is seen to be jointly concave in some decisions in each world.

    It is where it is a concave quadratic function less positive parts of linear ones, as what a newsvendor earns from
    an order and effort. Logarithms and roots of concave functions are concave, and so is what exponentials of convex
    ones take away. Sums of such functions, and means over worlds, are concave too.

    Parameters
    ----------
    payoff : sympy.Expr
        Of numbers, decisions, and what is random.
    own : sequence of Decision

    Examples
    --------
    >>> from lsec_models import decisions, exponential, random
    >>> q, e, p = decisions("q e p")
    >>> demand = random("D", exponential(1))
    >>> is_concave_in_worlds(5 * sp.Min(q, demand + e) - q - e**2, [q, e])
    True
    >>> is_concave_in_worlds(p * sp.Min(q, demand), [q]), is_concave_in_worlds(p * sp.Min(q, demand), [p, q])
    (True, False)
    >>> is_concave_in_worlds(-sp.exp(q - 2 * sp.Min(q, demand)), [q])
    True
    """
    curved: list[sp.Expr] = []
    rest: list[sp.Expr] = []
    for term in sp.Add.make_args(payoff):
        (curved if _curved_factor(term, own) is not None else rest).append(term)
    return all(_is_concave_function(term, own) for term in curved) and _is_concave_polynomial(sp.Add(*rest), own)


def _curved_factor(term: sp.Expr, own: Sequence[Decision]) -> sp.Expr | None:
    """Return the factor of a term that is a logarithm, an exponential or a root of what is decided."""
    for factor in sp.Mul.make_args(term):
        is_root = factor.is_Pow and not factor.exp.is_Integer
        if (isinstance(factor, sp.exp | sp.log) or is_root) and {*own} & factor.free_symbols:
            return factor
    return None


def _is_concave_function(term: sp.Expr, own: Sequence[Decision]) -> bool:
    """Whether a term is a concave function of a concave one, or a convex one of a convex one taken away."""
    factor = _curved_factor(term, own)
    assert factor is not None
    weight = sp.Mul(*(other for other in sp.Mul.make_args(term) if other is not factor))
    if {*own} & weight.free_symbols:
        return False
    if isinstance(factor, sp.exp):
        return bool(weight.is_nonpositive) and is_concave_in_worlds(sp.expand(-factor.exp), own)
    is_concave = isinstance(factor, sp.log) or (factor.exp.is_number and 0 < factor.exp < 1)
    return bool(weight.is_nonnegative and is_concave) and is_concave_in_worlds(sp.expand(factor.args[0]), own)


def _is_concave_polynomial(payoff: sp.Expr, own: Sequence[Decision]) -> bool:
    parts = PositiveParts(symbol.name for symbol in payoff.free_symbols)
    try:
        smooth = parts.written(payoff)
    except DeclarationError:
        return False
    used = [part for part in parts.of if part in smooth.free_symbols]
    polynomial = smooth.as_poly(*own, *used)
    if polynomial is None or any({*own, *parts.of} & c.free_symbols for c in polynomial.coeffs()):
        return False
    bends = sp.zeros(len(own))
    for powers, coefficient in polynomial.terms():
        of_own, of_parts = powers[: len(own)], powers[len(own) :]
        kinked = [part for part, power in zip(used, of_parts, strict=True) if power]
        if kinked:
            is_loss = sum(powers) == 1 and coefficient.is_nonpositive
            if not (is_loss and _is_affine(parts.of[kinked[0]], own, parts)):
                return False
        elif sum(of_own) > 2:
            return False
        elif sum(of_own) == 2:
            places = [i for i, power in enumerate(of_own) for _ in range(power)]
            bends[places[0], places[1]] += coefficient
            bends[places[1], places[0]] += coefficient
    return bool(bends.is_negative_semidefinite)


def _is_affine(function: sp.Expr, own: Sequence[Decision], parts: PositiveParts) -> bool:
    """Whether a function is linear in some decisions, and no kink stands in it."""
    polynomial = function.as_poly(*own)
    if polynomial is None or polynomial.total_degree() > 1 or {*parts.of} & function.free_symbols:
        return False
    return not any({*own} & coefficient.free_symbols for coefficient in polynomial.coeffs())
