"""What single kinds of results say of themselves beyond their common face."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, solve
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.games.axes import exact_ranges
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.differential.linear_motion import motion
from lsec_models.games.evidence.evidence import Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import require_only_stages
from lsec_models.games.static.results.equilibrium import nothing_found
from lsec_models.games.static.results.signalling_equilibria import SignalFamily, SignalRange
from lsec_models.games.static.results.solutions import Continuum
from lsec_models.games.summary.html import html
from results import KINDS, LINEAR, a, b, c, delta, p, r

x = decisions("x")


def test_an_equilibrium_that_nobody_examined_is_a_candidate_and_says_what_it_asks() -> None:
    shop = Player("shop", decides=[p], payoff=(p - c) * (a - b * p))
    found = replace(solve(Game(players=[shop], assuming=[a > b * c, b > c])), examine=nothing_found)
    assert all(row.status is Status.OPEN for row in found.evidence.rows)
    words, *asked = str(found).splitlines()[3:6]
    assert words == "  first- and second-order conditions hold where"
    assert all(line.startswith("    ") for line in asked)
    assert dict(KINDS["Equilibrium"]().report) == {"price": KINDS["Equilibrium"]()["price"]}


def test_numbers_of_a_root_are_close_to_what_it_is_and_poles_are_named() -> None:
    found = KINDS["ImplicitEquilibrium"]()
    point = dict(zip(found.domain.ring.symbols, (Fraction(10), Fraction(3)), strict=True))
    exact, rounded = found.values_at(point), found.numbers_at(point)
    assert not exact["share"].is_Rational
    assert all(abs(sp.N(exact[name] - sp.Rational(str(value)), 40)) < 1e-30 for name, value in rounded.items())
    assert found.definitions == {found.root.symbol: found.root}
    (ring,) = {value.ring for value in found.exact.values()}
    pole = replace(found, exact=Frozen({**found.exact, "pole": ratio(ring, 1 / (5 * found.root.symbol - 3))}))
    with pytest.raises(OutsideDomain, match="pole"):
        pole.values_at({**point, found.domain.ring.symbols[1]: Fraction(2)})


def test_ranges_of_signals_read_as_they_are() -> None:
    found = KINDS["SignallingEquilibria"]()
    assert str(SignalRange(signal="years", low=sp.Integer(1), high=sp.oo)) == "years from 1 on"
    only = SignalRange(signal="years", low=sp.Integer(1), high=sp.Integer(1))
    family = SignalFamily(kind="separating", ranges=(only,))
    assert str(replace(family, undecided=True)) == "separating: years = 1 (intuitive criterion: not resolved)"
    assert replace(found, families=(family,)).only() == found[0]
    with pytest.raises(OutsideDomain, match=r"not one equilibrium: .* ask for least_cost, or look at `families`"):
        found.only()
    assert [replace(found, **changed).status for changed in ({"is_none": True}, {"families": ()})] == ["none", "open"]


def test_what_begins_with_a_bargain_is_no_stage_of_decisions() -> None:
    bargain, players = (
        Bargain(["maker", "shop"], over=[x]),
        [
            Player("maker", decides=[], payoff=x * (a - x)),
            Player("shop", decides=[p], payoff=p * (a - p) - x),
        ],
    )
    agreed = Game(players=players, order=[bargain, "shop"])
    with pytest.raises(DeclarationError, match="begins with a bargain: solve it by itself"):
        require_only_stages(agreed, "the audit")
    with pytest.raises(DeclarationError, match="neither given= nor then=; put them into a game of its own"):
        Game(players=players, order=[bargain, "shop"], given=[decisions("y")])


def test_ranges_are_given_by_name() -> None:
    with pytest.raises(DeclarationError, match="over = 3: give ranges by name, as in over="):
        exact_ranges(3, "over")  # type: ignore[arg-type]


def test_three_cases_that_lie_within_each_other_are_read() -> None:
    tax = sp.Piecewise((0, p < a), (p - a, p < 2 * a), (2 * p - 3 * a, True))
    game = Game(players=[Player("shop", decides=[p], payoff=p * (9 * a - p) - tax)])
    assert len(game.representative.kinks) == 2


def test_rest_points_are_over_the_parameters_of_their_game() -> None:
    found = KINDS["RestPoints"]()
    assert found.kind == "rest points"
    assert found.ring.symbols == found.game.ring.symbols == found.domain.ring.symbols


def test_what_is_decided_and_paid_is_found_by_name() -> None:
    until = KINDS["FiniteFeedback"]()
    assert [until[name] for name in ("u", "firm")] == [until.strategies["u"], until.payoffs["firm"]]
    mixed = KINDS["MixedEquilibrium"]()
    assert mixed.decisions == mixed.probabilities


def test_a_path_without_one_that_follows_a_share_says_nothing_of_it() -> None:
    found = KINDS["LeverPath"]()
    alone = replace(found, following=None)
    assert "follows" in str(found)
    assert "follows" not in str(alone)
    assert set(alone.values) < set(found.values)


def test_flows_are_discounted_at_a_positive_rate() -> None:
    wearing = replace(LINEAR, discount=r - delta)
    with pytest.raises(OutsideDomain, match="the discount rate of 'firm' is not positive"):
        wearing.admissible_point({"r": 1, "delta": 2, "G_0": 0})


@pytest.mark.parametrize("entries", [[[-a, 1], [0, -b]], [[-1, 2], [1, -3]]])
def test_stocks_that_fade_at_different_rates_move_as_the_exponential_says(entries: list[list[Any]]) -> None:
    time, matrix = sp.Symbol("t", positive=True), sp.Matrix(entries)
    moved = motion(matrix, time).exponential
    for left in (moved.diff(time) - matrix * moved, moved.subs(time, 0) - sp.eye(2)):
        assert left.applyfunc(lambda entry: sp.expand(sp.numer(sp.together(entry)))).is_zero_matrix


def test_no_equilibrium_is_said_with_its_reason() -> None:
    empty = replace(KINDS["Solutions"](), quantities=(), regimes=(), selections=(), continua=())
    none = replace(empty, is_none=True, reason="why")
    assert str(none).startswith("No pure subgame-perfect equilibrium of ")
    assert str(none).endswith(": why")


def test_a_root_that_has_a_closed_form_is_shown_with_it() -> None:
    firm = Player("firm", decides=[p], payoff=(a - c) * p - p**3 / 3)
    found = solve(Game(players=[firm], assuming=[a > c]))
    assert "where p_star = sqrt(4*a - 4*c)/2" in str(found)
    assert "<p>where <math" in html(found.summary())
    assert "<msqrt>" in html(found.summary())


@pytest.mark.parametrize(
    ("corners", "rays", "words"),
    [
        ([(0, 2), (2, 0)], [], "(x, y) between (0, 2) and (2, 0)"),
        ([(0, 0), (1, 0), (0, 1)], [], "(x, y) between (0, 0), (1, 0) and (0, 1)"),
        ([(0, 0), (1, 0), (0, 1), (1, 1)], [], "x from 0 to 1, y from 0 to 1"),
        ([(0, 2)], [(1, 1)], "(x, y) from (0, 2) on in the direction (1, 1)"),
        ([(0, 2)], [(0, 1)], "y from 2 to oo; x = 0"),
    ],
)
def test_decisions_that_are_free_together_only_are_not_told_as_if_each_were_free(
    corners: list[tuple[int, int]], rays: list[tuple[int, int]], words: str
) -> None:
    ends, directions = (tuple({"x": sp.Integer(x), "y": sp.Integer(y)} for x, y in some) for some in (corners, rays))
    assert str(Continuum(vertices=ends, rays=directions)) == f"a continuum: {words}"
