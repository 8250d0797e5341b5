"""What stationary equilibria say of themselves: in closed form, with a square root, and in a table."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models import DifferentialGame, Player, decisions, parameters, solve, states
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import DeclarationError, NoClosedForm, OutsideDomain, UnknownName
from lsec_models.games.differential.feedback import nothing_found
from lsec_models.games.differential.linear_motion import motion
from lsec_models.games.differential.off_path import OffPath
from lsec_models.games.differential.state_polynomials import collected
from lsec_models.games.evidence.evidence import Status
from results import IN_PERIODS, IN_STOCK, KINDS, STOCK, G, effort

r, delta, rho, eta, k = parameters("r delta rho eta k", positive=True)
BASE = {"r": "1/10", "delta": "1/5", "rho": 2, "eta": 1, "k": 1, "x_0": "1/2"}


@cache
def stopping() -> Any:
    """Somebody who lets a stock grow that pays less and less: its law has the root of a quadratic equation."""
    return paying_less(real=True)


@cache
def paying_less(**sign: bool) -> Any:
    stock, effort = states("x"), decisions("u", **sign)
    payoff = rho * stock - eta * stock**2 / 2 - k * effort**2 / 2
    player = Player("firm", decides=[effort], payoff=payoff)
    return solve(
        DifferentialGame(
            states={stock: effort - delta * stock}, players=[player], discount=r, report={"twice": 2 * effort}
        )
    )


def test_quantities_without_a_root_are_rational_functions() -> None:
    found = KINDS["FeedbackEquilibrium"]()
    at_point = found.at(STOCK)
    numbers = {symbol: sp.Rational(STOCK[symbol.name]) for symbol in found.ring.symbols}
    assert found.names == tuple(found.exact) == tuple(found)
    assert {name: found[name].subs(numbers) for name in found.decisions} == dict(at_point.decisions)
    assert {name: found[name].subs(numbers) for name in found.payoffs} == dict(at_point.payoffs)
    assert found.speed.subs(numbers) == sp.Rational(STOCK["delta"]) == sp.nsimplify(at_point.speed)
    assert found.paths["u"].subs(numbers) == at_point.paths["u"]
    assert found.time == at_point.time


def test_a_root_is_written_and_is_what_it_is_at_a_point() -> None:
    found = stopping()
    assert found.root is not None
    assert found.root.expression == sp.sqrt(found.root.radicand.expression())
    with pytest.raises(NoClosedForm, match="read them as SymPy expressions, equilibrium"):
        _ = found.exact
    numbers = {symbol: sp.Rational(BASE[symbol.name]) for symbol in found.ring.symbols}
    there = found.at(BASE)
    for name in ("u", "x", "twice", "firm"):
        assert float(found[name].subs(numbers)) == pytest.approx(float(there[name]))
    assert float(found.report["twice"].subs(numbers)) == pytest.approx(2 * float(there["u"]))
    assert float(found.speed.subs(numbers)) == pytest.approx(there.speed)


@pytest.mark.parametrize(("start", "holds"), [("1/2", True), (2, True), (3, False)])
def test_a_condition_with_a_root_holds_where_the_decision_is_not_negative(start: Any, holds: bool) -> None:
    """At these numbers u = b - s*x with s = (sqrt(17) - 1)/4 and b = 2/(3/10 + s), which is zero at x = 2.37."""
    found, point = paying_less(nonnegative=True), {**BASE, "x_0": start}
    (condition,) = found.root_conditions
    assert condition.holds_at({symbol: Fraction(point[symbol.name]) for symbol in found.ring.symbols}) is holds
    assert str(condition).startswith(str(condition.relation))
    if holds:
        assert found.at(point).start["x"] == sp.Rational(start)
    else:
        with pytest.raises(OutsideDomain, match=r"sqrt\("):
            found.at(point)


def test_paths_solve_the_equation_of_motion() -> None:
    there = stopping().at(BASE)
    stock, effort = there.paths["x"], there.paths["u"]
    motion = sp.diff(stock, there.time) - (effort - sp.Rational(BASE["delta"]) * stock)
    assert sp.simplify(motion) == 0
    assert stock.subs(there.time, 0) == sp.Rational(BASE["x_0"])
    assert float(sp.limit(stock, there.time, sp.oo)) == pytest.approx(float(there["x"]))


def test_a_table_is_read_between_its_states_and_along_its_path() -> None:
    table = KINDS["FeedbackTable"]()
    low, high = float(table.states[0]), float(table.states[-1])
    (name,) = table.decisions
    (player,), (stock,) = table.payoffs, table.steady_state
    middle = (table.states[3] + table.states[4]) / 2
    assert float(table.decision(name, middle)) == pytest.approx(float(table.decisions_at[name][3:5].mean()))
    assert table.value(player, [low, high]).shape == (2,)
    times = np.linspace(0, 3, 4)
    along = table.path(stock, times)
    assert along[0] == pytest.approx(1)
    assert (np.diff(along) < 0).all()
    assert table.path(name, times) == pytest.approx(table.decision(name, along))
    assert table[stock] == table.steady_state[stock]
    assert table.kind == "candidate"


def test_a_path_that_begins_beyond_the_printed_laws_is_read_off_the_table() -> None:
    found = KINDS["FeedbackPoint"]()
    table = OffPath(
        states=np.array([1.0, 2.0, 4.0]),
        decisions={"u": np.array([0.0, 1.0, 5.0])},
        values={"firm": np.array([0.0, 10.0, 30.0])},
    )
    beyond = replace(found, within=(None, sp.Integer(1)), start={"G": sp.Integer(2)}, beyond=table)
    assert float(beyond.payoffs["firm"]) == 10
    assert table.decision("u", np.array([0.0, 1.5, 3.0])) == pytest.approx([0, 0.5, 3])
    with pytest.raises(NoClosedForm, match=r"begins where a decision is at its bound, .* simulate\(solution\)"):
        _ = beyond.paths


def test_a_law_is_read_at_all_stocks_and_in_periods_that_there_are() -> None:
    for found in (KINDS["PeriodsPoint"](), KINDS["FinitePoint"]()):
        (name,) = found.decisions
        with pytest.raises(DeclarationError, match="no value for G; give a number for every state"):
            found.strategy(name, 0, {})
    with pytest.raises(DeclarationError, match="period 3 is not one of 0 to 2"):
        KINDS["PeriodsPoint"]().strategy("effort", 3, {"G": 1})
    with pytest.raises(DeclarationError, match="periods = 0: give a number of periods, at least 1"):
        KINDS["StationaryPoint"]().path("G", 0)
    planned = solve(replace(IN_PERIODS.with_horizon(3), information="open_loop"), at=IN_STOCK)
    with pytest.raises(DeclarationError, match="planned at the start, whatever the stocks are; read `paths`"):
        planned.strategy("effort", 0, {"G": 1})


def test_plans_leave_a_stock_that_forgets_nothing_without_a_variance() -> None:
    kept = replace(IN_PERIODS, states={G: G + effort}, information="open_loop", shocks={G: 1})
    with pytest.raises(OutsideDomain, match='variances grow without bound; use information="feedback"'):
        _ = solve(kept, at={"G_0": 1})[0].variances


def test_an_equilibrium_that_nobody_examined_is_open() -> None:
    unexamined = replace(KINDS["FeedbackEquilibrium"](), examine=nothing_found)
    assert not unexamined.evidence.established
    assert all(row.status is Status.OPEN for row in unexamined.evidence.rows)


def test_equal_rates_have_an_exponential_too() -> None:
    t = sp.Symbol("t", positive=True)
    matrix = sp.Matrix([[-1, 1], [0, -1]])
    moved = motion(matrix, t)
    assert moved.rates == (-1, -1)
    assert sp.simplify(sp.diff(moved.exponential, t) - matrix * moved.exponential) == sp.zeros(2, 2)
    assert moved.exponential.subs(t, 0) == sp.eye(2)


def test_a_state_below_the_bar_leaves_no_polynomial() -> None:
    assert collected(ratio(ring_of([r, G]), r / (1 + G)), [G]) is None


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        (lambda table: table.decision("w_2", 0.5), UnknownName, "no 'w_2' in the table"),
        (
            lambda table: table.decision("w_1", 1e6),
            DeclarationError,
            "the table holds states from .*; ask between them",
        ),
        (lambda table: table.path("w_1", [-1]), DeclarationError, "times must be at least zero; leave out the others"),
        (lambda table: table.path("z", [1]), UnknownName, "no path of 'z'"),
    ],
)
def test_what_a_table_does_not_hold_is_named(ask: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ask(KINDS["FeedbackTable"]())
