"""Points at which a claim is tried, each kind within its slice of the work."""

from __future__ import annotations

from lsec_models.prove.deciding.clauses import ENGINE_UNITS, phase_of
from lsec_models.prove.results.verdicts import Point
from lsec_models.prove.search.exact_points.falsify import (
    PointsTried,
    ask_engine,
    sample_points,
    search_where_least,
    search_zero_sets,
)
from lsec_models.prove.search.proof_search import ProofSearch
from lsec_models.prove.statements.statement import Statement

_FEW_POINTS = 10
_FIRST_POINTS = 100
_MORE_POINTS = 20000
_FIRST_LOCUS_POINTS = 6
LOCUS_POINTS = 40
# The slices of the phases at normal effort. A unit takes up to two microseconds.
_POINT_UNITS = 2_000_000
ZERO_UNITS = 2_000_000


def try_few_points(stated: Statement, tried: PointsTried, search: ProofSearch) -> None:
    """Evaluate at the first few random points."""
    with phase_of(search, _POINT_UNITS) as phase:
        sample_points(stated, tried, start=0, count=_FEW_POINTS, work=phase.work)


def try_first_points(stated: Statement, tried: PointsTried, search: ProofSearch, *, after_few: bool) -> None:
    """Evaluate at random points, where a polynomial of degree two is least, and where a strict claim's squares vanish.

    What fails mostly fails there.
    """
    start = _FEW_POINTS if after_few else 0
    with phase_of(search, _POINT_UNITS) as phase:
        sample_points(stated, tried, start=start, count=_FIRST_POINTS - start, work=phase.work)
    if tried.is_consistent:
        with phase_of(search, ZERO_UNITS) as phase:
            search_where_least(stated, tried, phase.work)
    if tried.is_consistent:
        with phase_of(search, ZERO_UNITS) as phase:
            search_zero_sets(stated, tried, phase.work, points=_FIRST_LOCUS_POINTS, squares=True)


def try_many_points(stated: Statement, tried: PointsTried, search: ProofSearch, *, share: int = 1) -> None:
    """Evaluate at the random points after the first ones, or at a share of them."""
    with phase_of(search, _POINT_UNITS) as phase:
        sample_points(stated, tried, start=_FIRST_POINTS, count=_MORE_POINTS // share, work=phase.work)


def search_further(stated: Statement, tried: PointsTried, search: ProofSearch) -> None:
    """Look where any factor vanishes, and ask z3."""
    with phase_of(search, ZERO_UNITS) as phase:
        search_zero_sets(stated, tried, phase.work, points=LOCUS_POINTS)
    if tried.counterexample is None:
        ask_for_a_point(stated, tried, search, negate=True)


def ask_for_a_point(stated: Statement, tried: PointsTried, search: ProofSearch, *, negate: bool) -> None:
    """Ask an engine, where engines are asked, for a point at which the claim fails (holds, without `negate`)."""
    if search.engines:
        with phase_of(search, ENGINE_UNITS) as phase:
            ask_engine(stated, tried, phase.work, negate=negate)


def counterexample_of(stated: Statement, search: ProofSearch) -> Point | None:
    """Look for a point at which a statement fails where its factors vanish, and by asking z3."""
    tried = PointsTried()
    search_further(stated, tried, search)
    return tried.counterexample
