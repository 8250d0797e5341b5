"""A choice among modes after continuous decisions: accepted or refused, enter or stay out."""

from __future__ import annotations

from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings

from grids.chosen_mode import best_of_leader
from lsec_models import Choice, Game, Player, decisions, parameters, solve
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Status

a, b, c, f, rho = parameters("a b c f rho", positive=True)
w, q, Q = decisions("w q Q")
F, m = decisions("F m", real=True)


def tariff() -> Game:
    """A brand posts a price and a fee; a streamer accepts and sets a margin, or refuses and has `rho`."""
    demand = a - b * (w + m)
    live = Game(
        players=[
            Player("brand", decides=[], payoff=(w - c) * demand - F),
            Player("streamer", decides=[m], payoff=m * demand + F),
        ],
        given=[w, F],
    )
    none = Game(
        players=[Player("brand", decides=[], payoff=0), Player("streamer", decides=[], payoff=rho)], given=[w, F]
    )
    return Game(
        players=[Player("brand", decides=[w, F], payoff=0)],
        order=["brand"],
        assuming=[a > b * c],
        then=Choice(by="streamer", among={"accept": live, "refuse": none}),
    )


def entry() -> Game:
    """An incumbent commits to a quantity; an entrant pays f**2 and sells, or stays out."""
    enter = Game(
        players=[
            Player("incumbent", decides=[], payoff=Q * (a - Q - q)),
            Player("entrant", decides=[q], payoff=q * (a - Q - q) - f**2),
        ],
        given=[Q],
    )
    out = Game(
        players=[Player("incumbent", decides=[], payoff=Q * (a - Q)), Player("entrant", decides=[], payoff=0)],
        given=[Q],
    )
    return Game(
        players=[Player("incumbent", decides=[Q], payoff=0)],
        order=["incumbent"],
        then=Choice(by="entrant", among={"enter": enter, "out": out}),
    )


def one_price() -> Game:
    """A manufacturer posts a price; a retailer accepts and orders, or refuses and has `rho`."""
    accept = Game(
        players=[
            Player("manufacturer", decides=[], payoff=(w - c) * q),
            Player("retailer", decides=[q], payoff=(a - q - w) * q),
        ],
        given=[w],
    )
    refuse = Game(
        players=[Player("manufacturer", decides=[], payoff=0), Player("retailer", decides=[], payoff=rho)], given=[w]
    )
    return Game(
        players=[Player("manufacturer", decides=[w], payoff=0)],
        order=["manufacturer"],
        then=Choice(by="retailer", among={"accept": accept, "refuse": refuse}),
    )


@pytest.mark.slow
def test_a_fee_is_posted_that_is_just_accepted() -> None:
    solved = solve(tariff())
    at = {"a": 10, "b": 1, "c": 2}
    there = solved.at(at | {"rho": 3})
    assert there.mode == "accept"
    assert there.payoffs == {"brand": 13, "streamer": 3}
    assert [str(piece.label) for piece in solved.thresholds("rho", at=at).pieces] == ["accept", "refuse"]
    assert solved.evidence.established
    (found,) = solve(tariff(), at=at | {"rho": 3})
    assert (found["w"], found["F"], found["brand"]) == (2, -13, 13)
    assert found.selection == "streamer, indifferent to 'refuse', chooses 'accept': only so is there an equilibrium"
    assert found.evidence.established


def test_a_point_tells_the_offer_too() -> None:
    there = solve(one_price()).at({"a": 10, "c": 2, "rho": 1})
    assert f"w = {there['w']}" in str(there)


def test_what_is_refused_is_one_of_a_continuum() -> None:
    solutions = solve(tariff(), at={"a": 10, "b": 1, "c": 2, "rho": 30})
    assert solutions.only()["brand"] == 0
    assert solutions.evidence.status(About.COMPLETE) is Status.OPEN
    assert "only so" not in solutions.only().selection


def test_what_lies_at_the_edge_of_two_regimes_of_a_refused_mode_is_listed_once() -> None:
    found = solve(one_price(), at={"a": 10, "c": 2, "rho": 25})
    refused = [(one["w"], one["q"] if "q" in one.values else None) for one in found]
    assert len(set(refused)) == len(refused) == 2


def test_where_the_leader_does_not_care_both_choices_are_reported() -> None:
    accepted, refused = solve(tariff(), at={"a": 10, "b": 1, "c": 2, "rho": 16})
    assert accepted.selection.endswith("either choice leaves an equilibrium")
    assert (accepted["brand"], refused["brand"]) == (0, 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fixed", "quantity", "mode"),
    [(Fraction(1, 2), 5, "enter"), (Fraction(1), 8, "out"), (Fraction(3), 5, "out")],
    ids=["accommodated", "deterred", "blockaded"],
)
def test_entry_is_accommodated_deterred_or_blockaded(fixed: Fraction, quantity: int, mode: str) -> None:
    found = solve(entry(), at={"a": 10, "f": fixed}).only()
    assert found["Q"] == quantity
    assert found.regime.startswith(mode)
    assert found.evidence.established
    grid = best_of_leader(entry(), {a: Fraction(10), f: fixed}, 0.0, 12.0)
    assert grid == pytest.approx(float(found["incumbent"]), rel=2e-3)


@pytest.mark.slow
def test_deterrence_begins_at_an_irrational_fixed_cost() -> None:
    thresholds = solve(entry()).thresholds("f", at={"a": 8}, over=(Fraction(1, 100), 1)).thresholds
    assert any(abs(float(sp.N(one.expression())) - float(2 - sp.sqrt(2))) < 1e-9 for one in thresholds)


def test_an_irrational_price_that_is_just_accepted_is_found_at_a_point() -> None:
    at = {"a": 10, "c": 2, "rho": 8}
    found = solve(one_price(), at=at).only()
    assert found["w"] == 10 - 4 * sp.sqrt(2)
    grid = best_of_leader(one_price(), {a: Fraction(10), c: Fraction(2), rho: Fraction(8)}, 0.0, 15.0)
    assert grid == pytest.approx(float(found["manufacturer"]), rel=2e-3)


SMALL = st.integers(1, 6)


@pytest.mark.slow
@settings(max_examples=12)
@given(SMALL, SMALL, SMALL, st.integers(-4, 4), st.integers(0, 8))
def test_no_decision_on_a_grid_is_better(size: int, slope: int, bend: int, gain: int, outside: int) -> None:
    """Random offers: the grid shares no code with the solver."""
    x, y = decisions("x y", real=True)
    accept = Game(
        players=[
            Player("leader", decides=[], payoff=(size - x) * y),
            Player("follower", decides=[y], payoff=slope * x * y - bend * y**2 / 2),
        ],
        given=[x],
    )
    refuse = Game(
        players=[
            Player("leader", decides=[], payoff=gain * x / 4),
            Player("follower", decides=[], payoff=sp.Rational(outside, 2)),
        ],
        given=[x],
    )
    game = Game(
        players=[Player("leader", decides=[x], payoff=-(x**2) / 3)],
        order=["leader"],
        then=Choice(by="follower", among={"accept": accept, "refuse": refuse}),
    )
    solutions = solve(game, at={})
    assert solutions.status == "found"
    best = best_of_leader(game, {}, -20.0, 20.0)
    for found in solutions:
        assert best == pytest.approx(float(found["leader"]), abs=5e-3 * (1 + abs(float(found["leader"]))))


def modes_of(first: tuple[sp.Expr, sp.Expr], second: tuple[sp.Expr, sp.Expr]) -> Game:
    """A leader decides w; the follower then chooses one of two modes, each with what leader and follower have."""
    among = {
        name: Game(
            players=[Player("leader", decides=[], payoff=one), Player("follower", decides=[], payoff=other)],
            given=[w],
        )
        for name, (one, other) in {"first": first, "second": second}.items()
    }
    return Game(
        players=[Player("leader", decides=[w], payoff=0)],
        order=["leader"],
        then=Choice(by="follower", among=among),
    )


ZERO = sp.S.Zero


@pytest.mark.parametrize("liked", [ZERO, -((w - 1) ** 2), -w], ids=["everywhere", "at one point", "at the end"])
def test_a_follower_who_is_never_won_over_may_choose_otherwise(liked: sp.Expr) -> None:
    """The second mode at w = 2, the follower always choosing it, is an equilibrium beside the one that is listed."""
    found = solve(modes_of((5 - (w - 1) ** 2 / 10, liked), (-((w - 2) ** 2), ZERO)), at={})
    assert found.evidence.established
    assert not found.complete
    assert "only so" not in found.only().selection


@pytest.mark.slow
@settings(max_examples=20)
@given(
    st.integers(0, 4), st.integers(-2, 2), st.integers(-1, 1), st.integers(0, 4), st.integers(0, 4), st.integers(-3, 3)
)
def test_complete_means_that_no_tie_resolved_otherwise_costs_the_leader(
    tie: int, steep: int, bend: int, peak: int, other: int, lift: int
) -> None:
    """On a grid the leader has as much, or nearly, where an indifferent follower turns against it."""
    liked = steep * (w - tie) + bend * (w - tie) ** 2
    first, second = lift - (w - peak) ** 2, -((w - other) ** 2)
    found = solve(modes_of((first, liked), (second, ZERO)), at={})
    assert found.status == "found"
    tried = np.linspace(0, 12, 12_001)
    gap, mine, instead = (np.broadcast_to(sp.lambdify(w, e)(tried), tried.shape) for e in (liked, first, second))
    for_it = np.where(gap > 1e-9, mine, np.where(gap < -1e-9, instead, np.maximum(mine, instead)))
    against = np.where(gap > 1e-9, mine, np.where(gap < -1e-9, instead, np.minimum(mine, instead)))
    for there in found:
        assert float(there["leader"]) == pytest.approx(for_it.max(), abs=2e-2)
    if found.complete:
        assert against.max() >= for_it.max() - 2e-2


def test_gains_without_bound_count_only_where_the_follower_does_choose_the_mode() -> None:
    """Always choosing the second mode, an indifferent follower leaves the equilibrium w = 1."""
    indifferent = solve(modes_of((w, ZERO), (-((w - 1) ** 2), ZERO)), at={})
    assert indifferent.status == "open"
    assert solve(modes_of((w, w - 1), (-((w - 1) ** 2), ZERO)), at={}).is_none


def test_a_mode_that_is_liked_best_whatever_is_decided_is_no_constraint() -> None:
    """What is decided moves what the follower has in all modes alike, so that it always chooses the better one."""
    found = solve(modes_of((10 - (w - 1) ** 2, w), (-((w - 2) ** 2), w + 3)), at={}).only()
    assert (found["w"], found["leader"], found.regime) == (2, 0, "second: interior")
    everywhere = solve(modes_of((10 - (w - 1) ** 2, w), (-((w - 2) ** 2), w + a)))
    assert everywhere.at({"a": 1}).payoffs["leader"] == 0


def test_a_follower_may_rest_at_its_bound_after_all_decisions() -> None:
    sold = Game(
        players=[
            Player("leader", decides=[], payoff=3 - (w - 1) ** 2 + q),
            Player("follower", decides=[q], payoff=-(q**2) - (1 + w) * q + 2 - w),
        ],
        given=[w],
    )
    none = Game(players=[Player("leader", decides=[], payoff=0), Player("follower", decides=[], payoff=0)], given=[w])
    among = {"sold": sold, "none": none}
    game = Game(
        players=[Player("leader", decides=[w], payoff=0)], order=["leader"], then=Choice(by="follower", among=among)
    )
    found = solve(game, at={})
    assert (found.only()["w"], found.only()["q"]) == (1, 0)
    assert found.complete


def test_entrants_who_compete_and_may_stop_selling_are_solved() -> None:
    """An upstream firm names a price; one buyer of two who sell stays, or leaves: after x = 5/2 it orders nothing."""
    x = decisions("x", within=(0, 6))
    y, z = decisions("y z")
    stay = Game(
        players=[
            Player("L", decides=[], payoff=x * y - 3 * z / 2),
            Player("F", decides=[y], payoff=(5 - y - z - x) * y + 1),
            Player("Z", decides=[z], payoff=(5 - y - z) * z),
        ],
        given=[x],
    )
    leave = Game(
        players=[
            Player("L", decides=[], payoff=-6),
            Player("F", decides=[], payoff=0),
            Player("Z", decides=[], payoff=0),
        ],
        given=[x],
    )
    game = Game(
        players=[Player("L", decides=[x], payoff=0)],
        order=["L"],
        then=Choice(by="F", among={"stay": stay, "leave": leave}),
    )
    (found,) = solve(game, at={})
    # x * (5 - 2x) / 3 - (5 + x) / 2 is largest at x = 7/8.
    assert (found["x"], found["L"]) == (sp.Rational(7, 8), sp.Rational(-191, 96))


def test_a_mode_with_several_equilibria_leaves_open_whether_there_are_others() -> None:
    """In the first mode (1, 1), (3, 0) and (0, 3) are equilibria; with the second one the follower would choose it."""
    x, y = decisions("x y")
    rivals = Game(
        players=[
            Player("follower", decides=[x], payoff=x * (3 - x / 2 - 2 * y)),
            Player("rival", decides=[y], payoff=y * (3 - y / 2 - 2 * x)),
            Player("leader", decides=[], payoff=x - sp.Rational(5, 2) - (w - 1) ** 2),
        ],
        order=[("follower", "rival")],
        given=[w],
    )
    none = Game(
        players=[Player("leader", decides=[], payoff=-((w - 2) ** 2)), Player("follower", decides=[], payoff=1)],
        given=[w],
    )
    then = Choice(by="follower", among={"rivals": rivals, "none": none})
    found = solve(Game(players=[Player("leader", decides=[w], payoff=0)], order=["leader"], then=then), at={})
    assert not found.complete


def test_a_mode_that_is_not_solved_leaves_open_what_is_chosen() -> None:
    found = solve(modes_of((a * w, w - 1), (-((w - 1) ** 2), ZERO)))
    assert found.evidence.status(About.EXISTS) is Status.OPEN
    assert "first (not compared: " in str(found)
    assert "never" not in str(found)


def test_a_mode_that_depends_on_a_later_decision_is_refused_by_name() -> None:
    late = Game(players=[Player("retailer", decides=[q], payoff=q * (a - q - w))], given=[w])
    early = Game(players=[Player("retailer", decides=[], payoff=q)], given=[q])
    leader = Player("manufacturer", decides=[w], payoff=0)
    with pytest.raises(DeclarationError, match="mode 'early' depends on q, which is decided later, in mode 'late'"):
        Game(players=[leader], order=["manufacturer"], then=Choice(by="retailer", among={"late": late, "early": early}))
    with pytest.raises(DeclarationError, match="depends on q, which nobody decides before the choice"):
        Game(players=[leader], order=["manufacturer"], then=Choice(by="retailer", among={"early": early}))


def test_declarations_that_can_not_be_followed_name_the_way_out() -> None:
    leader = Player("manufacturer", decides=[w], payoff=0)
    mode = Game(players=[Player("retailer", decides=[q], payoff=q * (a - q - w))], given=[w])
    with pytest.raises(DeclarationError, match="then: 5 is not a choice"):
        Game(players=[leader], then=5)  # type: ignore[arg-type]
    with pytest.raises(DeclarationError, match="add it to a player, or to given="):
        Game(players=[Player("retailer", decides=[q], payoff=q * (a - q - w))])
    with pytest.raises(DeclarationError, match="w is given, and a player decides it"):
        Game(players=[leader], given=[w])
    with pytest.raises(DeclarationError, match="write what is had by refusing as a mode"):
        Game(players=[leader], then=Choice(by="retailer", among={"sell": mode}, participation={"retailer": 0}))
