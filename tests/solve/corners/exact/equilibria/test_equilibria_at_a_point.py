"""All equilibria of static games at one point: games that were once answered wrongly, each standing for a kind."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import OutsideDomain, UnknownName
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.solutions import Solutions

a = parameters("a", positive=True)
Q, u, x, y, z = decisions("Q u x y z")
u1, u2, y1, y2, y3 = decisions("u1 u2 y1 y2 y3")
half, tenth = sp.Rational(1, 2), sp.Rational(1, 10)

Order = Sequence[str | sp.Symbol | tuple[str, ...]]


def solutions(
    payoffs: dict[str, tuple[list[sp.Symbol], object]], order: Order, *constraints: object, **at: object
) -> Solutions:
    players = [Player(name, decides=own, payoff=sp.sympify(payoff)) for name, (own, payoff) in payoffs.items()]
    game = Game(players=players, order=list(order), constraints=list(constraints))
    return solve(game, corners=True, at=at)


def decided(found: Solutions) -> set[tuple[object, ...]]:
    return {tuple(point.decisions.values()) for point in found}


def test_a_middle_mover_stops_where_a_later_answer_jumps() -> None:
    found = solutions(
        {"A": ([x], 4 * z - (x - tenth) ** 2), "B": ([y], 3 * z - y**2), "C": ([z], z**2 + z * (x + y - 3))},
        ["A", "B", "C"],
        x <= half,
        z <= 1,
    )
    assert decided(found) == {(2 - sp.sqrt(3), sp.sqrt(3), 1)}
    assert found.evidence.established
    assert found.complete


@pytest.mark.parametrize(("value", "expected"), [("7/2", 1), ("19/4", 0), (5, 0)])
def test_where_the_answer_drops_is_known_exactly(value: object, expected: int) -> None:
    found = solutions(
        {"A": ([x], 4 * z - (x - 1) ** 2), "B": ([y], 3 * z - y**2), "C": ([z], z * (x + y - a))},
        ["A", "B", "C"],
        z <= 1,
        a=value,
    )
    assert found.only()["z"] == expected


def test_no_equilibrium_where_a_later_mover_has_no_best_reply_off_the_path() -> None:
    found = solutions({"A": ([x], x + y), "B": ([y], (1 - x) * y)}, ["A", "B"], x <= 2)
    assert found.status == "none"
    assert found.evidence.status(About.EXISTS) is Status.REFUTED
    with pytest.raises(OutsideDomain, match="No pure subgame-perfect equilibrium"):
        found.only()


def test_no_equilibrium_where_payoffs_have_no_end_after_some_histories_among_lines_of_them() -> None:
    p = decisions("p", real=True)
    found = solutions({"A": ([p], -(p**2)), "B": ([y], -(y**2)), "C": ([z], (y - 5) * z)}, ["A", "B", "C"])
    assert found.status == "none"
    assert "C grows without bound" in found.reason


def test_a_payoff_need_not_grow_without_bound_where_a_tie_leads_a_later_mover_elsewhere() -> None:
    # If D favours B at y = 1, B stops there and A's x y has no end; if D keeps to 0, B plays 0, and any x is as good.
    payoffs = {"A": ([x], x * y), "B": ([y], 10 * z - y), "D": ([z], (y - 1) * z)}
    assert solutions(payoffs, ["A", "B", "D"], y <= 1, z <= 1).status != "none"
    # Where B does not care about z, it plays 1 whatever D does.
    payoffs["B"] = ([y], y)
    assert solutions(payoffs, ["A", "B", "D"], y <= 1, z <= 1).status == "none"


def test_a_history_beyond_what_a_later_mover_may_choose_is_none() -> None:
    # B's payoff is bounded after every x; a kink of its own answer is at x = 3 y + 2, whatever y is.
    found = solutions(
        {
            "A": ([x], -(x**2) / 2 - 2 * x * y - x * z + 3 * x + 4 * z),
            "B": ([y, z], x * y / 2 + x * z - 2 * x - y**2 / 2 - 3 * y * z - 2 * z**2 - 2 * z),
        },
        [x, y, z],
    )
    assert decided(found) == {(1, half, 0)}
    assert found.evidence.established


def test_a_compact_set_has_a_maximum() -> None:
    one = {"A": ([x, y, z], x + y + z)}
    assert decided(solutions(one, ["A"], x <= 1, y <= 1, z <= 1)) == {(1, 1, 1)}
    bent = {"A": ([x, y, z], x - x**2 + y**2 - z**2 + z)}
    assert decided(solutions(bent, ["A"], x <= 1, y <= 1, z <= 1)) == {(half, 1, half)}


def test_own_payoffs_that_are_linear_leave_indifference() -> None:
    gap = (2 * x - 1) * (2 * y - 1)
    found = solutions({"r": ([x], gap), "c": ([y], -gap)}, [("r", "c")], x <= 1, y <= 1)
    assert decided(found) == {(half, half)}


def test_a_continuum_after_a_history_at_which_another_answer_is_as_good() -> None:
    # Below x = 1/4 B plays (1, 1/4 - x); above it z = 0 and any y up to 4 x. A stops at 1/4, where both are as good.
    payoffs = {"A": ([x], -(x**2) / 2 - z), "B": ([y, z], -2 * x * z - x + y * z / 2 - z**2)}
    found = solutions(payoffs, [(x,), (y,), (z,)], x <= 1, y <= 1)
    (continuum,) = found.continua
    assert not len(found)
    assert continuum.free == {"y": (0, 1)}
    assert continuum.vertices[0]["x"] == sp.Rational(1, 4)
    assert found.complete


def test_continua_are_described() -> None:
    found = solutions({"U": ([y], -x), "L": ([x], x)}, ["U", "L"], x <= 1, y <= 2)
    assert len(found) == 0
    (continuum,) = found.continua
    assert continuum.free == {"y": (0, 2)}
    assert {tuple(v.values()) for v in continuum.vertices} == {(0, 1), (2, 1)}
    assert "y from 0 to 2; x = 1" in repr(found)


def test_continua_of_who_cares_about_nothing_and_of_replies_with_slope_one() -> None:
    (idle,) = solutions({"A": ([x], 0)}, ["A"], x <= 2).continua
    assert idle.free == {"x": (0, 2)}
    (rivals,) = solutions({"B": ([x], x * (3 - y - x / 2)), "C": ([y], y * (3 - x - y / 2))}, [("B", "C")]).continua
    assert {tuple(vertex.values()) for vertex in rivals.vertices} == {(0, 3), (3, 0)}


def test_a_leader_respects_what_it_foresees() -> None:
    players = [Player("L", decides=[x], payoff=x + y), Player("F", decides=[y], payoff=-((y - 1) ** 2))]
    found = solve(Game(players=players, order=["L", "F"], constraints={"L": [x + y <= 2]}), corners=True, at={})
    assert decided(found) == {(1, 1)}
    assert found.complete


def test_a_mover_who_is_indifferent_favours_who_moved_before() -> None:
    found = solutions(
        {"B": ([y], -(y**2) / 2 - z), "C": ([z], z**2 / 2 - z - 3 * y * z)},
        ["B", "C"],
        y <= 1,
        z <= sp.Rational(5, 2),
    )
    assert decided(found) == {(sp.Rational(1, 12), 0)}


def test_a_leader_whose_followers_do_not_react_is_not_stopped_by_them() -> None:
    found = solutions({"A": ([x], x**2 / 2 - 2 * x * y), "B": ([y], y**2)}, ["A", "B"], x <= 1, y <= 4)
    assert decided(found) == {(0, 4)}


def test_boundedness_is_seen_by_directions_in_which_decisions_grow() -> None:
    (continuum,) = solutions({"A": ([x, y, z], -x - y)}, ["A"]).continua
    assert continuum.free == {"z": (0, sp.oo)}
    boxed = {"A": ([x, y, z], -x - y - z)}
    assert decided(solutions(boxed, ["A"], x <= 1, y <= 1, z <= 1)) == {(0, 0, 0)}


def test_best_faces_of_leaders_with_several_decisions() -> None:
    real1, real2 = decisions("real1 real2", real=True)
    found = solutions({"L": ([real1, real2], -((y - 1) ** 2)), "F": ([y], (real1 + real2) * y - y**2 / 2)}, ["L", "F"])
    (continuum,) = found.continua
    assert continuum.free["real1"] == (-sp.oo, sp.oo)
    assert len(continuum.rays) == 2


@pytest.mark.slow
def test_a_leader_of_three_decisions_with_a_follower_who_chooses_a_corner() -> None:
    leader = -((u1 - half) ** 2 + (u2 - half) ** 2 + u**2) + 3 * y1 + 3 * y2 + 6 * y3
    follower = -(u1 * y1 + u2 * y2 + u * y3)
    found = solutions({"L": ([u1, u2, u], leader), "F": ([y1, y2, y3], follower)}, ["L", "F"], y1 + y2 + y3 <= 2)
    assert decided(found) == {(half, half, 0, 0, 0, 2)}
    assert found[0]["L"] == 12


def test_a_quantity_that_divides_by_zero_is_undefined_there() -> None:
    game = Game(players=[Player("firm", decides=[x], payoff=x * (1 - a - x))], order=["firm"], report={"unit": 1 / x})
    assert solve(game, corners=True, at={"a": half}).only()["unit"] == 4
    idle = solve(game, corners=True, at={"a": 2}).only()
    assert idle["x"] == 0
    with pytest.raises(UnknownName, match="divides by zero"):
        idle["unit"]


def test_each_constant_selection_among_equilibria_of_later_movers_is_tried() -> None:
    found = solutions(
        {"A": ([x], y - (x - 1) ** 2), "B": ([y], y * (3 - y / 2 - 2 * z)), "C": ([z], z * (3 - z / 2 - 2 * y))},
        ["A", ("B", "C")],
    )
    assert decided(found) == {(1, 3, 0), (1, 0, 3), (1, 1, 1)}
    assert [point.selection for point in found].count("") == 1
    assert not found.complete
    assert "B and C keep to" in repr(found)


def _bertrand(order: list[object]) -> Solutions:
    """Two sellers at a cost of 1, and a buyer who splits its order as it likes where prices are equal."""
    p1, p2, x1, x2 = decisions("p1 p2 x1 x2")
    buyer = (10 - x1 - x2) * (x1 + x2) - p1 * x1 - p2 * x2
    return solutions({"s1": ([p1], (p1 - 1) * x1), "s2": ([p2], (p2 - 1) * x2), "b": ([x1, x2], buyer)}, order)


@pytest.mark.slow
def test_sellers_at_once_and_a_buyer_who_splits_its_order() -> None:
    # Prices are marginal cost, and the buyer splits what it buys as it likes.
    found = _bertrand([("s1", "s2"), "b"])
    assert found.status == "found"
    assert not len(found)
    (continuum,) = found.continua
    nine = sp.Rational(9, 2)
    assert {tuple(vertex.values()) for vertex in continuum.vertices} == {(1, 1, nine, 0), (1, 1, 0, nine)}
    assert not continuum.rays


@pytest.mark.slow
def test_sellers_in_turn_and_a_buyer_who_splits_its_order() -> None:
    # The second seller matches any price from 1 to that of a monopoly, 11/2, and gets all. At 1 it earns nothing.
    found = _bertrand(["s1", "s2", "b"])
    assert found.complete
    assert not len(found)
    ends = {
        (frozenset(tuple(v.values()) for v in one.vertices), tuple(tuple(ray.values()) for ray in one.rays))
        for one in found.continua
    }
    nine, eleven = sp.Rational(9, 2), sp.Rational(11, 2)
    assert ends == {
        (frozenset({(1, 1, nine, 0), (1, 1, 0, nine)}), ()),
        (frozenset({(1, 1, 0, nine), (eleven, eleven, 0, nine / 2)}), ()),
        (frozenset({(eleven, eleven, 0, nine / 2)}), ((1, 0, 0, 0),)),
        (frozenset({(1, 1, nine, 0)}), ((0, 1, 0, 0),)),
    }


X, Y, Z = decisions("X Y Z")


@pytest.mark.parametrize("again", [False, True])
def test_a_constraint_belongs_to_the_stage_in_which_its_owner_decides_something_in_it(*, again: bool) -> None:
    own = [X, Y] if again else [X]
    leader = Player("A", decides=own, payoff=-((X - 1) ** 2) - (Y**2 if again else 0))
    follower = Player("B", decides=[Z], payoff=-((Z - X) ** 2))
    order = [(X,), (Y, Z)] if again else [(X,), (Z,)]
    game = Game(players=[leader, follower], order=order, constraints={"A": [X + Z <= 1]})
    found = solve(game, corners=True, at={}).only()
    assert found["X"] == found["Z"] == half


@pytest.mark.slow
def test_everything_is_an_equilibrium_where_nobody_cares() -> None:
    idle = {"A": ([x, y], sp.S(0)), "B": ([z], -x - y**2 - y)}
    found = solutions(idle, [(x,), (y, z)], x <= 2, y <= 4, z <= sp.Rational(3, 2))
    (continuum,) = found.continua
    assert continuum.free == {"x": (0, 2), "y": (0, 4), "z": (0, sp.Rational(3, 2))}
    assert len(continuum.vertices) == 8


def test_selections_that_coincide_with_what_they_replace() -> None:
    found = solutions(
        {"A": ([x], 2 * x * z - x**2), "B": ([y], sp.S(0)), "C": ([z], -(z**2) + x * z + z - 2 * y * z)},
        [(x,), (y, z)],
        y <= 1,
        z <= 1,
    )
    assert found.status == "found"


def test_retailers_who_together_keep_a_channel_idle() -> None:
    w, q_m, q_1, q_2 = decisions("w q_m q_1 q_2")
    c = sp.Rational(7, 10)
    price = 1 - q_1 - q_2 - q_m
    found = solutions(
        {
            "manufacturer": ([w, q_m], w * (q_1 + q_2) + (price - c) * q_m),
            "one": ([q_1], (price - w) * q_1),
            "two": ([q_2], (price - w) * q_2),
        },
        [(w,), ("one", "two"), (q_m,)],
    )
    assert decided(found) >= {(sp.Rational(5, 8), 0, sp.Rational(3, 20), sp.Rational(3, 20))}
