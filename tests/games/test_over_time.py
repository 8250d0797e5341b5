"""What stationary equilibria say of themselves: in closed form, with a square root, and in a table."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from tests.support.results import KINDS, STOCK

from lsec_models import DifferentialGame, Player, decisions, parameters, solve, states
from lsec_models.errors import DeclarationError, NoClosedForm, UnknownName

r, delta, rho, eta, k = parameters("r delta rho eta k", positive=True)
BASE = {"r": "1/10", "delta": "1/5", "rho": 2, "eta": 1, "k": 1, "x_0": "1/2"}


@cache
def stopping() -> Any:
    """Somebody who lets a stock grow that pays less and less: its law has the root of a quadratic equation."""
    stock, effort = states("x"), decisions("u", real=True)
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


def test_a_root_is_written_and_its_conditions_hold_where_the_law_is_stable() -> None:
    found = stopping()
    assert found.root is not None
    assert found.root.expression == sp.sqrt(found.root.radicand.expression())
    with pytest.raises(NoClosedForm, match="read them as SymPy expressions, equilibrium"):
        _ = found.exact
    numbers = {symbol: sp.Rational(BASE[symbol.name]) for symbol in found.ring.symbols}
    assert all(condition.holds_at(numbers) for condition in found.root_conditions)
    assert all(str(condition.relation) in str(condition) for condition in found.root_conditions)
    there = found.at(BASE)
    for name in ("u", "x", "twice", "firm"):
        assert float(found[name].subs(numbers)) == pytest.approx(float(there[name]))
    assert float(found.report["twice"].subs(numbers)) == pytest.approx(2 * float(there["u"]))
    assert float(found.speed.subs(numbers)) == pytest.approx(there.speed)


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
