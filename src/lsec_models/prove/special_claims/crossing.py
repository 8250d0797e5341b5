"""Thresholds that are left implicit: a function turns its sign exactly once, by a criterion, or not, at a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_sympy
from lsec_models.algebra.numbers.real_roots import RealRoot, between, real_roots, root_bound
from lsec_models.errors import CertificateError, ClaimError, SamplingFailed
from lsec_models.games.summary.summary import shown_point
from lsec_models.prove.results.verdicts import (
    Contradictory,
    Interrupted,
    Mixed,
    Point,
    Proved,
    Refuted,
    Undecided,
    Verdict,
)
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.claims import CrossesOnce
from lsec_models.prove.statements.crossing import ClaimPart, Crossing, Unreadable, crossing_of
from lsec_models.prove.statements.set_of_statement import set_of
from lsec_models.prove.statements.statement import Statement
from lsec_models.work import Effort

FORMAT = "lsec-crossing-1"
_POINTS = 60

Values = Mapping[sp.Symbol, Fraction]


def decide_crossing(
    claim: CrossesOnce, given: object, decide: Callable[[Statement], Verdict], effort: Effort
) -> Verdict:
    """Decide whether a function turns its sign exactly once; see :func:`crosses_once`.

    1. Read the range of the parameter from what is given, and leave out factors whose sign is known.
    2. Count the changes of sign exactly at points in the other parameters: elsewhere than once, it is refuted there.
    3. Else prove, by ordinary claims, that the coefficients of the polynomial, its range mapped to the positive
       numbers, change sign once (Descartes); or that it rises wherever it is zero, and has both signs at the ends.

    Parameters
    ----------
    claim : CrossesOnce
    given : as for prove
    decide : callable
        Decides an ordinary statement.
    effort : str or float
        For the words of an undecided verdict.
    """
    positive = statement(sp.Gt(claim.args[0], 0, evaluate=False), given)
    if positive.domain.chart.clash is not None:
        return replace(decide(positive), claim=claim)
    try:
        crossing = crossing_of(claim, given)
    except Unreadable as reason:
        return Undecided(claim=claim, tried=(str(reason),), points=0, effort=effort)
    _require_defined(crossing, decide)
    holds, fails = _points(crossing)
    if fails and holds:
        return Mixed(claim=claim, counterexample=_shown(fails[0]), witness=_shown(holds[0]), condition=None)
    if fails:
        return Refuted(claim=claim, counterexample=_shown(fails[0]), opposite=None)
    tried = []
    for name, parts in crossing.criteria.items():
        verdicts = [decide(part.stated) for part in parts]
        for verdict in verdicts:
            if isinstance(verdict, Contradictory | Interrupted):
                return replace(verdict, claim=claim)
        if all(isinstance(verdict, Proved) for verdict in verdicts):
            return _proved(crossing, name, verdicts, holds)
        tried.append(f"the criterion of {name}")
    return Undecided(claim=claim, tried=tuple(tried), points=len(holds), effort=effort)


def parts_of(
    certificate: Mapping[str, Any], claim: CrossesOnce, given: object
) -> list[tuple[Mapping[str, Any], ClaimPart]]:
    """Return the certificates of a crossing, each with what it must prove.

    Raises
    ------
    CertificateError
        If the certificate is not one of such a claim.
    """
    try:
        criteria = crossing_of(claim, given).criteria
    except Unreadable as reason:
        raise CertificateError(f"the claim is of no form that is proved: {reason}") from None
    found = certificate.get("parts")
    if certificate.get("format") != FORMAT:
        raise CertificateError(f"not a certificate of format {FORMAT!r}; make it again with prove()")
    if certificate.get("criterion") not in criteria or not isinstance(found, list):
        raise CertificateError(
            "the certificate is about something else: not a claim that a function turns its sign once"
        )
    wanted = criteria[certificate["criterion"]]
    if len(found) != len(wanted) or not all(isinstance(part, Mapping) for part in found):
        raise CertificateError("the certificate is about something else: its parts are not those of the claim")
    return list(zip(found, wanted, strict=True))


def crosses_at(crossing: Crossing, point: Values) -> bool | None:
    """Return whether the function turns once at given other parameters, exactly; None where they are not admissible."""
    if not crossing.others.contains(point):
        return None
    exact = crossing.others.ring.exact_point(point)
    low, high = (
        _binding([(end.value.evaluate(exact), end.included) for end in ends], pick)
        for ends, pick in ((crossing.lows, max), (crossing.highs, min))
    )
    if low and high and (low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1]))):
        return None
    function = crossing.stated.clauses[0][0].polynomial
    polynomial = crossing.stated.ring.along(function, crossing.symbol, {**point, crossing.symbol: Fraction(0)}).numer()
    if polynomial.degree() < 1:
        return False
    bound = Fraction(int(root_bound(polynomial).p), int(root_bound(polynomial).q))
    start = low[0] if low else min(-bound, high[0] - 1 if high else -bound)
    end = high[0] if high else max(bound, start + 1)
    if start == end:
        return False
    roots = real_roots(polynomial, to_fmpq(start), to_fmpq(end))
    closed = [edge[0] for edge in (low, high) if edge and edge[1]]
    if len(roots) != 1 or any(polynomial(to_fmpq(edge)) == 0 for edge in closed):
        return False
    before, after = _beside(roots[0], start, end)
    return bool(polynomial(to_fmpq(before)) < 0 < polynomial(to_fmpq(after)))


def _beside(root: RealRoot, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
    """Return numbers between a root and the two ends."""
    bits = 1
    while True:
        low, high = root.narrowed(bits).interval
        if start < low and high < end:
            return between(start, low), between(high, end)
        bits *= 2


def _binding(ends: list[tuple[Fraction, bool]], pick: Callable[..., Fraction]) -> tuple[Fraction, bool] | None:
    if not ends:
        return None
    value = pick(end for end, _ in ends)
    return value, all(included for end, included in ends if end == value)


def _require_defined(crossing: Crossing, decide: Callable[[Statement], Verdict]) -> None:
    """Raise if the function divides by something that vanishes in the domain."""
    ring, domain = crossing.stated.ring, crossing.stated.domain
    for divisor in crossing.stated.denominators:
        shown_divisor = ring.expression(divisor)
        verdict = decide(ClaimPart(claim=sp.Ne(shown_divisor, 0, evaluate=False), domain=domain).stated)
        if isinstance(verdict, Refuted | Mixed):
            raise ClaimError(
                f"the claim divides by {shown_divisor}, which vanishes at {shown_point(verdict.counterexample)}; give "
                "what excludes that (given=, such as the equilibria that the claim is about)"
            )


def _points(crossing: Crossing) -> tuple[list[Values], list[Values]]:
    """Return points in the other parameters at which the claim holds, and at which it fails."""
    try:
        drawn = sample(crossing.stated.domain, _POINTS)
    except SamplingFailed:
        return [], []
    holds: list[Values] = []
    fails: list[Values] = []
    for point in _projected(drawn, crossing.symbol):
        truth = crosses_at(crossing, point)
        if truth is not None:
            (holds if truth else fails).append(point)
    return holds, fails


def _projected(drawn: list[dict[sp.Symbol, Fraction]], symbol: sp.Symbol) -> Iterator[Values]:
    points = ({other: value for other, value in point.items() if other != symbol} for point in drawn)
    yield from {tuple(point.items()): point for point in points}.values()


def _proved(crossing: Crossing, name: str, verdicts: list[Any], holds: list[Values]) -> Proved:
    certificate = {"format": FORMAT, "criterion": name, "parts": [dict(verdict.certificate) for verdict in verdicts]}
    return Proved(
        claim=crossing.claim,
        certificate=certificate,
        exact=all(verdict.exact for verdict in verdicts),
        witness=_shown(holds[0]) if holds else None,
        setting=set_of(crossing.stated),
    )


def _shown(point: Values) -> Point:
    return {symbol.name: to_sympy(value) for symbol, value in point.items()}
