"""Work: slices, efforts, and the clock that may only interrupt."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, prove, solve
from lsec_models.algebra.domains.chart import chart_of
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import DeclarationError, OutOfTime
from lsec_models.prove import compare, verify
from lsec_models.prove.results.verdicts import Interrupted, Proved, Undecided
from lsec_models.work import EFFORTS, OutOfWork, Work, interruption, uninterrupted

x, y, z = sp.symbols("x y z", positive=True)
r, s, t = sp.symbols("r s t", real=True)
MOTZKIN = x**4 * y**2 + x**2 * y**4 + 1 - 3 * x**2 * y**2
# Robinson's form is nonnegative, and no cheap idea shows it.
ROBINSON = (
    r**6
    + s**6
    + t**6
    - (r**4 * s**2 + r**2 * s**4 + r**4 * t**2 + r**2 * t**4 + s**4 * t**2 + s**2 * t**4)
    + 3 * r**2 * s**2 * t**2
)


def ge(function: sp.Expr) -> Any:
    return sp.Ge(function, 0, evaluate=False)


# ---- slices ----------------------------------------------------------------------------------------------------------


def test_what_a_slice_spends_counts_for_all_above_it() -> None:
    whole = Work.of()
    phase = whole.slice(100)
    part = phase.slice(1000)
    part.charge(70)
    assert (whole.spent, phase.spent, part.spent) == (70, 70, 70)
    with pytest.raises(OutOfWork):
        part.charge(40)
    assert phase.is_used_up
    assert not part.is_used_up
    with pytest.raises(OutOfWork):
        part.charge(1)
    assert whole.spent == 70
    whole.slice(50).charge(50)


@pytest.mark.parametrize(("effort", "scaled"), [("quick", 125), ("normal", 1000), ("thorough", 8000), (2.5, 2500)])
def test_efforts_scale_slices(effort: Any, scaled: int) -> None:
    assert Work.of(effort).scaled(1000) == scaled
    assert Work.of(effort).lighter(10).scaled(1000) == scaled // 10
    assert Work.of(1e-12).scaled(1000) == 1


@pytest.mark.parametrize("effort", ["fast", "", 0, -1, float("inf"), float("nan"), True, None, [1]])
def test_what_is_no_effort_is_refused(effort: Any) -> None:
    with pytest.raises(DeclarationError, match="'quick', 'normal', 'thorough', or a positive number"):
        prove(ge(MOTZKIN), effort=effort)


@pytest.mark.parametrize("seconds", ["3", 0, -1, True, float("nan")])
def test_what_is_no_limit_is_refused(seconds: Any) -> None:
    with pytest.raises(DeclarationError, match=r"seconds = .*give a positive number"):
        prove(ge(MOTZKIN), seconds=seconds)


@pytest.mark.slow
def test_less_effort_only_leaves_more_open() -> None:
    claims = [(ge(MOTZKIN), []), (x**3 + y**3 + z**3 >= 3 * x * y * z, []), (x * y > 1, [x > 1, y > 1])]
    for claim, given in claims:
        verdicts = [prove(claim, given, effort=effort) for effort in (1e-9, 1e-6, 1e-4, 1e-2, *EFFORTS)]
        assert all(isinstance(verdict, Proved | Undecided) for verdict in verdicts)
        assert isinstance(verdicts[-1], Proved)


# ---- the clock -------------------------------------------------------------------------------------------------------


def test_a_clock_that_runs_out_interrupts_and_is_counted() -> None:
    work = Work.of(seconds=1e-6)
    time.sleep(0.01)
    with pytest.raises(OutOfTime, match="limit in seconds"):
        work.slice(10).charge(1)
    with pytest.raises(OutOfTime, match="not kept"):
        uninterrupted(lambda: str(interruption("for a test")))
    assert uninterrupted(lambda: 3) == 3


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [1e-6, 0.03])
def test_an_interrupted_verdict_says_so_in_time(seconds: float) -> None:
    start = time.monotonic()
    verdict = prove(ge(ROBINSON), effort=1000, seconds=seconds)
    assert time.monotonic() - start < seconds + 10
    assert isinstance(verdict, Interrupted)
    assert not verdict
    assert str(verdict).startswith("interrupted: ")


def test_a_clock_interrupts_what_is_sought_before_any_proof_is() -> None:
    """All orders of sixty prices: their slack coordinates alone take seconds, in a budget of work of their own."""
    price = sp.symbols("p0:60", positive=True)
    descending = [left > right for left, right in pairwise(price)]
    start = time.process_time()
    verdict = prove(price[0] > price[-1], given=descending, seconds=0.05)
    assert time.process_time() - start < 1.5
    assert isinstance(verdict, Interrupted)
    assert verdict.claim == (price[0] > price[-1])


def test_a_clock_that_ran_out_leaves_no_trace() -> None:
    symbols = sp.symbols("u v", positive=True)
    ring = ring_of(symbols)
    first, second = ring.generators
    condition = Condition(ring=ring, polynomial=first - second, strict=True, origin="for a test")
    with Work.of(seconds=1e-9).watching(), pytest.raises(OutOfTime):
        chart_of(ring, (Kind.POSITIVE, Kind.POSITIVE), [condition])
    assert chart_of(ring, (Kind.POSITIVE, Kind.POSITIVE), [condition]).images
    assert Work.of().seconds_left is None


def test_what_a_clock_cuts_off_in_a_table_stays_undecided() -> None:
    a, b = parameters("a b", positive=True)
    p = decisions("p")
    one = solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - p))]))
    other = solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - b * p))]))
    found = compare({"one": one, "other": other}, seconds=1e-6)
    assert {cell.sign.symbol for cell in found} == {"?"}
    assert all(isinstance(cell.sign.verdict, Interrupted) for cell in found)
    assert len(found.undecided) == len(found)


@pytest.mark.slow
def test_the_checker_of_certificates_that_rest_on_engines_may_be_interrupted() -> None:
    verdict = prove(ge(MOTZKIN))
    assert isinstance(verdict, Proved)
    if not verdict.exact:
        with pytest.raises(OutOfTime):
            verify(verdict.certificate, ge(MOTZKIN), seconds=1e-6)


def test_corners_that_are_interrupted_prove_nothing() -> None:
    a, c = parameters("a c", positive=True)
    q, m = decisions("q m")
    firms = [
        Player("leader", decides=[q], payoff=q * (a - q - m)),
        Player("entrant", decides=[m], payoff=m * (a - c - q - m)),
    ]
    game = Game(players=firms, order=["leader", "entrant"])
    with pytest.raises(OutOfTime):
        solve(game, corners=True, seconds=1e-6)
    found = solve(game, corners=True, seconds=0.2)
    told = str(found.tiling)
    assert found.tiling.is_proved or "interrupted" in told
