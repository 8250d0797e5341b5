"""Points that refute a claim, or at which it holds, evaluated again: as cheap as to check a certificate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from lsec_models.prove.by_regime import cases_of, is_piecewise
from lsec_models.prove.statements.statement import Statement, items_of, statement

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
        If the claim can not be read.

    Examples
    --------
    >>> import sympy as sp
    >>> x, y = sp.symbols("x y", positive=True)
    >>> truth_at(x > y, [x < 2], {"x": "3/2", "y": "1"}), truth_at(x > y, [x < 2], {"x": "1", "y": "3/2"})
    (True, False)
    >>> truth_at(x > y, [x < 2], {"x": "2", "y": "1"}) is None
    True
    """
    if not is_piecewise(claim, items_of(given)):
        return _truth(statement(claim, given), point)
    found = [truth for case in cases_of(claim, given) if (truth := _truth(case.stated, point)) is not None]
    return all(found) if found else None


def _truth(stated: Statement, point: Mapping[str, str]) -> bool | None:
    symbols = {symbol.name: symbol for symbol in stated.ring.symbols if symbol not in stated.radicals}
    if point.keys() != symbols.keys() or not all(map(_is_rational, point.values())):
        return None
    values = {symbols[name]: Fraction(text) for name, text in point.items()}
    return stated.holds_at(values) if stated.admits(values) else None


def _is_rational(text: str) -> bool:
    return len(text) <= _LONGEST and _RATIONAL.fullmatch(text) is not None
