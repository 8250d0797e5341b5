"""Regimes along one parameter where two decisions are left: a reply of a higher degree, a commission before prices."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint
import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.algebra.numbers.real_roots import RealRoot, real_roots
from lsec_models.errors import NoClosedForm
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.numbers.extension import Extension
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension
from lsec_models.solve.polynomial.over_parameters.along import findings_along
from lsec_models.solve.polynomial.over_parameters.searched import SearchedLine
from lsec_models.solve.polynomial.solutions import solutions_of

t, K = parameters("t K", positive=True)
w, q, y = decisions("w q y")
x = decisions("x", within=(0, 5))


def led(first: Any, second: Any = None, decided: Any = (x, y), **over: Any) -> Any:
    """Return the regimes of a leader whose follower answers y = sqrt(x/3), if nothing else is said."""
    second = x * y - y**3 if second is None else second
    players = [Player("A", decides=[decided[0]], payoff=first), Player("B", decides=[decided[1]], payoff=second)]
    return solve(Game(players=players, order=["A", "B"], constraints=over.pop("constraints", ())), over=over)


# Who decides beside two rivals, whom nobody minds, so that three decide at once.
THIRD = Player("C", decides=[decisions("z", within=(0, "1/2"))], payoff=decisions("z", within=(0, "1/2")))


def rivals(first: Any) -> list[Player]:
    """Return a mover with some payoff and one who sells beside it."""
    second = y * (4 - x - y) - (y - 2) ** 4 / 100
    return [Player("A", decides=[x], payoff=first), Player("B", decides=[y], payoff=second)]


def said(found: Any) -> list[str]:
    return [piece.label for piece in found.pieces]


@pytest.mark.slow
def test_a_capacity_behind_a_cubic_cost() -> None:
    # The shop asks for q with w = 10 - 2 q - 3 q**2, of which the maker sells where 10 - 4 q - 9 q**2 = 0, or K.
    found = led(w * q, q * (10 - q - w) - q**3, (w, q), constraints=[q <= K], K=("1/2", 1))
    assert said(found) == ["q = K", "interior"]
    (change,) = found.changes
    assert sp.expand(change.equation.lhs - (9 * K**2 + 4 * K - 10)) == 0
    # An irrational threshold between two decisions that are left is not looked at itself.
    assert (change.holds, change.runs_on) == ("", False)
    assert found.pieces[0].note == "w solves w + 3*K**2 + 2*K - 10 = 0"
    assert found.evidence.established
    cover = next(row for row in found.evidence.rows if row.about is About.COVER)
    assert (cover.status, cover.part) == (Status.PROVED, "between critical values")
    assert found.at(K="3/5").only()["w"] == sp.Rational(193, 25)


def test_a_leader_jumps_from_one_peak_to_another() -> None:
    found = led(-((x - 1) ** 2) * (x - 4) ** 2 + (t - 1) * x, t=("1/2", 2))
    assert said(found) == ["interior (1)", "interior (2)"]
    (change,) = found.changes
    assert (change.value.expression(), change.holds) == (1, "interior (2 equilibria)")
    assert [round(float(found.at(t=value).only()["x"]), 1) for value in ("9/10", "11/10")] == [1.0, 4.0]


def test_where_a_leader_gains_without_bound() -> None:
    free = decisions("z")
    found = led((t - 2) * free**2 - free, free * y - y**3, (free, y), t=(1, 3))
    assert said(found) == ["z = 0, y = 0", "no equilibrium"]
    assert found.changes[0].value.expression() == 2
    assert found.pieces[1].note


@pytest.mark.slow
def test_the_map_behind_a_cubic_cost_has_an_exact_border() -> None:
    # As above with a market a: 9 K**2 + 4 K = a.
    a = parameters("a", positive=True)
    found = led(w * q, q * (a - q - w) - q**3, (w, q), constraints=[q <= K], a=(4, 10), K=("1/4", "3/2"))
    assert (set(found.labels), found.caveat) == ({"q = K", "interior"}, "")
    assert {str(arc.curve.polynomial) for column in found.columns for arc in column.arcs} == {"9*K^2 + 4*K - a"}
    assert [found.label_at(Fraction(9), Fraction(n, 5)) for n in (3, 4)] == ["q = K", "q = K"]
    assert found.label_at(Fraction(9), Fraction(9, 10)) == "interior"


def test_two_parameters_are_refused_where_polynomials_are_too_large() -> None:
    with pytest.raises(NoClosedForm, match=r"are too large .*; let one parameter move, or sweep\(game, over="):
        led(w * q - t * w**3, q * (K - q - w) - q**3, (w, q), t=(1, 2), K=(4, 10))


@pytest.mark.slow
def test_three_movers_at_once_are_checked_at_points_and_no_more() -> None:
    # x = (4 - 2 t)/3 against 4 - y - x, which ends at t = 2, whatever B's small term of the fourth degree is.
    found = solve(Game(players=[*rivals(x * (4 - x - y) - t * x), THIRD]), over={"t": (1, 3)})
    assert said(found) == ["z = 1/2", "x = 0, z = 1/2"]
    (change,) = found.changes
    low, high = change.between
    assert low < 2 < high or 2 in (low, high)
    assert high - low < Fraction(1, 1000)
    assert str(change).endswith("not known")
    cover = next(row for row in found.evidence.rows if row.about is About.COVER)
    assert (cover.status, cover.points > 12, found.evidence.established) == (Status.CHECKED, True, False)
    assert found.line_map.caveat.startswith("not established: ")


@pytest.mark.slow
def test_a_label_met_at_one_point_alone_has_its_piece() -> None:
    # A loses by x but for t = 2, one of the thirteenths of the range, where it does not care.
    found = solve(Game(players=[*rivals(-((t - 2) ** 2) * x), THIRD]), over={"t": (0, "26/5")})
    first, alone, last = found.pieces
    assert first.label == last.label == "x = 0, z = 1/2"
    assert alone.label != first.label
    assert alone.low < RealRoot.rational(2) < alone.high
    assert all(change.between for change in found.changes)


def test_quadratic_payoffs_of_many_decisions_are_solved_at_points_as_they_are_without_a_range() -> None:
    # The streamer sells (10 - w + gamma x)*2/3, so that the maker's payoff is concave while gamma**2 < 3.
    gamma = parameters("gamma", positive=True)
    price, quality, effort, margin = decisions("w x e m")
    demand = 10 - price - margin + gamma * quality + effort
    maker = Player("maker", decides=[price, quality], payoff=price * demand - quality**2 / 2)
    streamer = Player("streamer", decides=[margin, effort], payoff=margin * demand - effort**2)
    found = solve(Game(players=[maker, streamer], order=["maker", "streamer"]), over={"gamma": (0, 3)})
    assert said(found) == ["interior", "no equilibrium"]
    low, high = found.changes[0].between
    assert low**2 <= 3 <= high**2
    assert (found.evidence.status(About.COVER), found.evidence.established) == (Status.CHECKED, False)
    at = found.at(gamma=1).only()
    assert (at["w"], at["x"], at["m"]) == (sp.Rational(15, 2), 5, 5)


def test_where_nothing_is_resolved_nothing_is_checked() -> None:
    firm = Game(players=[Player("firm", decides=[x], payoff=t * x - x**3)])

    def unresolved() -> Any:
        raise Unresolved("too hard")

    line = SearchedLine(firm, {}, t, lambda game, point: solutions_of(game, point, unresolved))
    pieces, changes = line.pieces(RealRoot.rational(1), RealRoot.rational(2))
    assert ([piece.label for piece in pieces], changes) == (["not resolved"], [])
    assert {one.status for one in line.findings("")} == {Status.OPEN}
    assert {one.status for one in findings_along(firm, pieces, changes, "")} == {Status.OPEN}


@pytest.mark.slow
def test_too_many_critical_values_leave_exact_thresholds_that_are_checked() -> None:
    # A maker's quality at a cubic cost, a retailer's quantity, then the maker's own one at the unit cost c.
    c = parameters("c", positive=True)
    own, retail = decisions("q_m q_r")
    price = 4 + x - retail - own
    maker = Player("maker", decides=[x, own], payoff=2 * retail + (price - c) * own - x**3)
    retailer = Player("retailer", decides=[retail], payoff=(price - 2) * retail)
    found = solve(Game(players=[maker, retailer], order=[x, "retailer", own]), over={"c": (0, 4)})
    assert said(found) == ["interior", "q_m = 0"]
    assert [str(change.equation.lhs) for change in found.changes] == ["27*c**2 - 144*c + 191"]
    assert found.changes[0].between == ()
    cover = next(row for row in found.evidence.rows if row.about is About.COVER)
    assert (cover.status, cover.detail) == (Status.CHECKED, "too many critical values of the parameter")


def test_roots_closer_than_floats_have_a_number_between_them() -> None:
    (root,) = real_roots(flint.fmpz_poly([-2, 0, 1]), flint.fmpq(0), flint.fmpq(2))
    field = Extension(root)
    gap = flint.fmpq(1, 1 << 70)
    one, other = field.element([0, 1]), field.element([gap, 1])
    roots = RootsOverExtension(field, field.product([-one, field.element([1])], [-other, field.element([1])]))
    assert len(roots) == 2
    assert all(low < high for low, high in pairwise(roots.samples))
    assert (roots.samples[1] ** 2 > 2, (roots.samples[1] - gap) ** 2 < 2) == (True, True)
