"""Points that refute a claim, or at which it holds, evaluated again: as cheap as to check a certificate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

import sympy as sp

from lsec_models.prove.special_claims.at_root import RootProblem, is_at_root, problem_at_root
from lsec_models.prove.special_claims.by_regime import cases_of, is_piecewise
from lsec_models.prove.special_claims.crossing import crosses_at
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.claims import CrossesOnce
from lsec_models.prove.statements.crossing import Unreadable, crossing_of
from lsec_models.prove.statements.statement import Statement
from lsec_models.prove.statements.what_is_given import items_of

_RATIONAL = re.compile(r"-?[0-9]{1,1000}(/[0-9]*[1-9][0-9]*)?")
_LONGEST = 2000


def truth_at(claim: object, given: object, point: Mapping[str, str]) -> bool | None:
    """Return whether a claim holds at a point, in exact arithmetic.

    Parameters
    ----------
    claim, given
        As for :func:`lsec_models.prove.prove`; of piecewise equilibria, in each regime that is admissible there.
    point : mapping from str to str
        A rational number for each parameter, such as ``3/2``.

    Returns
    -------
    bool or None
        None where the point is not admissible, not rational, or not of these parameters.

    Raises
    ------
    ClaimError
        If the claim cannot be read.

    Examples
    --------
    >>> import sympy as sp
    >>> x, y = sp.symbols("x y", positive=True)
    >>> truth_at(x > y, [x < 2], {"x": "3/2", "y": "1"}), truth_at(x > y, [x < 2], {"x": "1", "y": "3/2"})
    (True, False)
    >>> truth_at(x > y, [x < 2], {"x": "2", "y": "1"}) is None
    True
    """
    if isinstance(claim, CrossesOnce):
        return _crosses(claim, given, point)
    items = items_of(given)
    if is_at_root(items):
        problem = problem_at_root(claim, items)
        return _truth_at_root(problem, point) if isinstance(problem, RootProblem) else _truth(problem, point)
    if not is_piecewise(claim, items):
        return _truth(statement(claim, given), point)
    found = [truth for case in cases_of(claim, given) if (truth := _truth(case.stated, point)) is not None]
    return all(found) if found else None


def _truth(stated: Statement, point: Mapping[str, str]) -> bool | None:
    values = _values([symbol for symbol in stated.ring.symbols if symbol not in stated.radicals], point)
    return stated.holds_at(values) if values is not None and stated.admits(values) else None


def _truth_at_root(problem: RootProblem, point: Mapping[str, str]) -> bool | None:
    values = _values(problem.domain.ring.symbols, point)
    return problem.holds_at(values) if values is not None and problem.domain.contains(values) else None


def _crosses(claim: CrossesOnce, given: object, point: Mapping[str, str]) -> bool | None:
    try:
        crossing = crossing_of(claim, given)
    except Unreadable:
        return None
    values = _values(crossing.others.ring.symbols, point)
    return None if values is None else crosses_at(crossing, values)


def _values(symbols: Iterable[sp.Symbol], point: Mapping[str, str]) -> dict[sp.Symbol, Fraction] | None:
    named = {symbol.name: symbol for symbol in symbols}
    if point.keys() != named.keys() or not all(map(_is_rational, point.values())):
        return None
    return {named[name]: Fraction(text) for name, text in point.items()}


def _is_rational(text: str) -> bool:
    return len(text) <= _LONGEST and _RATIONAL.fullmatch(text) is not None
