"""Static games with rational payoffs at a point: all equilibria, exactly, against hand-made values and brute force."""

from __future__ import annotations

import pytest
import sympy as sp

from equilibrium_brute_force import check_point, find
from families.static import families
from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.games.evidence.evidence import About, Status

x, y = decisions("x y")
share = decisions("lam", within=(0, 1))
p = decisions("p", within=(0, 10))


def alone(payoff, decision=x, constraints=()):
    return solve(Game(players=[Player("A", decides=[decision], payoff=payoff)], constraints=constraints), at={})


def two(first, second, order=("A", "B"), decided=(x, y)):
    players = [Player("A", decides=[decided[0]], payoff=first), Player("B", decides=[decided[1]], payoff=second)]
    return solve(Game(players=players, order=list(order)), at={})


# ---- one mover


def test_a_local_maximum_below_a_corner_is_no_optimum():
    found = alone(57 * x - (147 * x - 24 * x**2 + 2 * x**3))
    assert [(one["x"], one["A"], one.regime) for one in found] == [(0, 0, "x = 0")]
    assert found.complete
    assert found.evidence.established


def test_a_payoff_without_bound_has_no_optimum():
    found = alone(x**3 / 3 - 2 * x**2 + 3 * x)
    assert (found.status, found.reason) == ("none", "A gains without bound")
    assert alone(x**3 / 3 - 2 * x**2 + 3 * x, constraints=[x <= 10]).only()["x"] == 10


def test_what_is_approached_and_not_reached_is_no_optimum():
    assert alone(x / (1 + x)).status == "none"
    assert alone(x / (1 + x**2)).only()["x"] == 1


def test_a_pole_inside_the_bounds():
    assert alone(1 / (x - 1) ** 2 - x).status == "none"
    found = alone(-1 / (x - 1) ** 2 - x)
    assert found.only()["x"] == 0


def test_a_payoff_that_is_not_defined_at_what_would_be_best():
    # After x = 2, B's payoff is 4 - (y - 2)**2 but for y = 2, where it is 0/0.
    found = two(-((x - 2) ** 2), (x - 2 + (y - 2) * (4 - (y - 2) ** 2)) / (y - 2 + (x - 2) ** 2))
    assert found.status == "none"
    assert "after x = 2" in found.reason or "rises without bound" in found.reason


def test_two_optima_are_both_listed_and_an_irrational_one_is_exact():
    found = alone(-((x**2 - 3 * x + 1) ** 2))
    assert [one["x"] for one in found] == [sp.Rational(3, 2) - sp.sqrt(5) / 2, sp.Rational(3, 2) + sp.sqrt(5) / 2]
    assert [one["A"] for one in found] == [0, 0]


def test_two_decisions_of_one_mover():
    found = solve(Game(players=[Player("A", decides=[x, y], payoff=x * y * (3 - x - y))]), at={})
    assert dict(found.only().decisions) == {"x": 1, "y": 1}


# ---- two movers at once


def test_a_contest_in_which_nothing_pays_more():
    # At (0, 0) the payoffs are not defined, so that it is not settled what happens there.
    found = two(x**3 / (x**3 + y**3) - x, y**3 / (x**3 + y**3) - y, order=[("A", "B")])
    assert [tuple(one.decisions.values()) for one in found] == []
    assert found.status != "found"


def test_own_payoffs_that_are_linear_are_indifferent_inside():
    bounded = decisions("x y", within=(0, 1))
    game = (2 * bounded[0] - 1) * (2 * bounded[1] - 1) * (1 + bounded[0] * 0)
    found = two(game, -game + bounded[0] ** 3, order=[("A", "B")], decided=bounded)
    assert dict(found.only().decisions) == {"x": sp.Rational(1, 2), "y": sp.Rational(1, 2)}


def test_several_equilibria_at_once():
    bounded = decisions("x y", within=(0, 2))
    one, other = bounded
    found = two(-(one**4) / 4 + one * other, -(other**4) / 4 + one * other, order=[("A", "B")], decided=bounded)
    assert [tuple(point.decisions.values()) for point in found] == [(0, 0), (1, 1)]


# ---- one after the other


def test_a_commission_before_a_price():
    found = two(share * p * (10 - p), ((1 - share) * p - 2) * (10 - p), decided=(share, p))
    # The price is 5 + 1/(1 - lam); the streamer earns lam (25 - 1/(1 - lam)**2), level at 25 (1 - lam)**3 = 1 + lam.
    assert dict(found.only().decisions) == {"lam": sp.Rational(3, 5), "p": sp.Rational(15, 2)}
    assert found.complete


def test_an_answer_that_jumps_is_tied_there_and_favours_the_leader():
    # B's answers are 0 and 1, equally good where x**3 = 1/2; A wants x low, and B to answer 1.
    bounded = decisions("y", within=(0, 1))
    found = two(
        5 * bounded - x, bounded * (x**3 - sp.Rational(1, 2)) + (bounded - bounded**2) * 0, decided=(x, bounded)
    )
    (only,) = found
    assert only["y"] == 1
    assert sp.simplify(only["x"] ** 3 - sp.Rational(1, 2)) == 0 or abs(float(only["x"]) - 0.5 ** (1 / 3)) < 1e-12


def test_roots_that_a_search_misses_from_its_first_start():
    # After x = (sqrt(7) - 1)/2 what B is paid is level at its end 1, and at two roots between its ends.
    wide, narrow = decisions("x", within=(-1, 2)), decisions("y", within=(-1, 1))
    answered = wide * narrow**2 / 2 - narrow**4 / 4 + narrow * (wide**2 - sp.Rational(1, 2))
    found = two(-wide * narrow - (wide - 3) ** 2 * (wide + 1) ** 2, answered, decided=(wide, narrow))
    assert found.only()["x"] == -1
    assert found.complete


def test_a_subgame_without_an_answer_leaves_no_equilibrium():
    found = two(-((x - 3) ** 2), y**3 * (1 - x), decided=(x, y))
    assert found.status == "none"
    assert "after x" in found.reason


def test_an_indifferent_leader_is_said_to_have_more_equilibria():
    found = two(sp.Integer(1), y - y**3)
    assert found.status == "found"
    assert found.evidence.status(About.COMPLETE) is Status.OPEN


def test_parameters_take_their_numbers():
    a, c = parameters("a c", positive=True)
    game = Game(
        players=[
            Player("S", decides=[share], payoff=share * p * (a - p)),
            Player("M", decides=[p], payoff=((1 - share) * p - c) * (a - p)),
        ],
        order=["S", "M"],
        constraints=[p <= a],
    )
    assert solve(game, at={"a": 10, "c": 2}).only()["lam"] == sp.Rational(3, 5)
    assert solve(game, corners=True, at={"a": 10, "c": 2}).only()["lam"] == sp.Rational(3, 5)


@pytest.mark.slow
def test_what_is_too_much_is_a_candidate_that_was_found_in_numbers():
    z, u = decisions("z u")
    movers = {"A": x, "B": y, "C": z, "D": u}
    players = [Player(name, decides=[d], payoff=d * (9 - x - y - z - u) - d**4) for name, d in movers.items()]
    found = solve(Game(players=players, order=list("ABCD")), at={})
    assert (found.status, found.only().kind, found.is_in_decimals) == ("found", "candidate", True)
    last = 9 - x - y - z - 2 * u - 4 * u**3
    assert float(last.subs({d: found.only()[d.name] for d in (x, y, z, u)})) == pytest.approx(0, abs=1e-9)


# ---- a last stage in closed form


r, s, t = decisions("r s t", within=(0, 2))
free = decisions("t")


def three(first, second, third, last=t):
    owners = {"A": (r, first), "B": (s, second), "C": (last, third)}
    players = [Player(name, decides=[own], payoff=payoff) for name, (own, payoff) in owners.items()]
    return solve(Game(players=players, order=list("ABC")), at={})


def test_a_convex_last_mover_who_is_tied_favours_who_moves_before():
    # C answers 2 if s >= r - 1 and 0 if not, so that B, who wants t high and s low, stops at the tie.
    found = three(
        -((r - sp.Rational(3, 2)) ** 2),
        3 * t - s**3,
        t * (t - 2) * r**2 + t * (s - r + 1),
    )
    assert dict(found.only().decisions) == {"r": sp.Rational(3, 2), "s": sp.Rational(1, 2), "t": 2}


def test_a_second_mover_who_earns_nothing_where_the_last_one_sells_nothing():
    # q = (10 - w - m)/2 and m = (10 - w)/2, so that the first one earns w (10 - w)/4 - w**3.
    w, m, q = decisions("w m q")
    payoffs = {"maker": w * q - w**3, "agent": m * q, "shop": (10 - w - m) * q - q**2}
    players = [Player(name, decides=[d], payoff=payoffs[name]) for name, d in zip(payoffs, (w, m, q), strict=True)]
    found = solve(Game(players=players, order=list(payoffs)), at={})
    assert tuple(found.only().decisions.values()) == (sp.Rational(5, 6), sp.Rational(55, 12), sp.Rational(55, 24))
    assert found.evidence.established
    assert found.complete


def test_a_second_mover_who_is_indifferent_over_an_interval_favours_the_first():
    # C answers max(0, s - r), which B wants to be zero: any s up to r will do, and A likes s = 1 best.
    found = three(-((r - sp.Rational(3, 2)) ** 4) - (s - 1) ** 4, -t, t * (s - r) - t**2 / 2)
    assert dict(found.only().decisions) == {"r": sp.Rational(3, 2), "s": 1, "t": 0}


def test_a_favour_without_bound_does_not_say_that_there_is_no_equilibrium():
    # Always s = 0 would be one.
    r, s = decisions("r s")
    payoffs = {"A": (r, s**3), "B": (s, -free), "C": (free, free * (s - r) - free**2 / 2)}
    players = [Player(name, decides=[own], payoff=payoff) for name, (own, payoff) in payoffs.items()]
    found = solve(Game(players=players, order=list(payoffs)), at={})
    assert (found.status, "B is indifferent over an interval" in found.reason) == ("open", True)


def test_a_favour_that_is_not_reached_does_not_say_what_all_equilibria_are():
    wide, narrow = decisions("x", within=(0, 2)), decisions("y", within=(0, 1))
    away = narrow - sp.Rational(1, 2)
    # After x = 1 all y but 1/2 are as good for B, whose payoff is 0/0 there, and A gains as y nears 1/2.
    hole = two(-(away**2) - wide / 9, away**2 / ((wide - 1) ** 2 + away**2), decided=(wide, narrow))
    assert (hole.status, hole.complete) == ("open", False)
    pole = two(1 / away**2 - wide, wide, decided=(wide, narrow))
    assert (pole.status, pole.complete) == ("open", False)
    assert {one["y"] for one in two(-1 / away**2 - wide, wide, decided=(wide, narrow))} == {0, 1}


def test_a_last_mover_cannot_favour_what_rises_towards_a_pole():
    first, second, last = (decisions(name, within=(0, 1)) for name in "xyz")
    tied = (second - sp.Rational(1, 2)) * last
    for pole, status in ((sp.Rational(1, 3), "open"), (-sp.Rational(1, 3), "found")):
        players = [
            Player("A", decides=[first], payoff=-first),
            Player("B", decides=[second], payoff=-1 / (last - pole) - second),
            Player("C", decides=[last], payoff=tied),
        ]
        found = solve(Game(players=players, order=["A", "B", "C"]), at={})
        assert (found.status, found.is_none) == (status, False)


def test_an_indifferent_last_mover_leaves_the_list_open():
    found = three(
        -r * (s + 1),
        r * s + r * t + s**3,
        r * t - r * s**2,
    )
    assert [tuple(one.decisions.values()) for one in found] == [(0, 2, 0), (0, 2, 2)]
    assert found.evidence.status(About.COMPLETE) is Status.OPEN


def test_a_last_mover_who_may_go_without_bound():
    found = three(
        r - r**3,
        s * free - s**2,
        free * (r + s - 1),
        last=free,
    )
    assert found.status == "none"
    assert "C gains without bound" in found.reason


def test_a_last_mover_without_ends_who_is_not_level():
    # Whatever is decided before, C gains in one direction; only r = 1 would leave it indifferent.
    real = decisions("t", real=True)
    found = three(r - r**3, s - s**3, real * (r - 1) * (s + 1), last=real)
    assert (found.status, "C gains without bound" in found.reason) == ("none", True)
    # Where nothing else may be decided, nothing is said of what it does.
    players = [Player("A", decides=[r], payoff=r**3), Player("B", decides=[s], payoff=s - s**3)]
    players.append(Player("C", decides=[real], payoff=real * r * (s + 1)))
    assert solve(Game(players=players, order=list("ABC"), constraints=[r <= 0]), at={}).status == "open"


def test_followers_at_once():
    x, y, z = decisions("x", within=(0, 1)), *decisions("y z", within=(0, 9))
    game = Game(
        players=[
            Player("A", decides=[x], payoff=x * (y + z)),
            Player("B", decides=[y], payoff=(1 - x) * y * (9 - y - z) - y),
            Player("C", decides=[z], payoff=z * (9 - y - z)),
        ],
        order=["A", ("B", "C")],
    )
    # y = 3 - (2/3)/(1 - x) and z = 3 + (1/3)/(1 - x), so that A earns x (6 - (1/3)/(1 - x)), until y stops at zero.
    only = solve(game, at={}).only()
    assert dict(only.decisions) == {"x": 1, "y": 0, "z": sp.Rational(9, 2)}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1030, 1060, 2169, 2186])
def test_ties_at_single_histories(seed):
    game = families()["shares_and_prices"](seed)
    found = solve(game.game(), at={})
    points = [{name: float(value) for name, value in one.decisions.items()} for one in found]
    assert points
    assert not any(check_point(game, point).refuted for point in points)
    robust = [one.decisions for one in find(game) if one.robust]
    assert not found.complete or all(
        min(max(abs(point[name] - other[name]) for name in other) for point in points) < 1e-2 for other in robust
    )


@pytest.mark.slow
@pytest.mark.parametrize("family", ["cubic", "quartic", "rational_with_poles", "dense", "shares_and_prices"])
def test_random_games_agree_with_a_search_that_shares_no_code(family):
    unresolved = 0
    for seed in range(5000, 5004):
        game = families()[family](seed)
        found = solve(game.game(), at={})
        if found.status == "open":
            unresolved += 1
            continue
        points = [{name: float(value) for name, value in one.decisions.items()} for one in found]
        for point in points:
            assert not check_point(game, point).refuted, (seed, point)
        if not found.complete and found.status == "found":
            continue
        for other in find(game):
            near = any(
                all(abs(point[n] - v) < 1e-3 * (1 + abs(v)) for n, v in other.decisions.items()) for point in points
            )
            assert near or not other.robust or max(map(abs, other.decisions.values())) > 200, (seed, other)
    assert unresolved <= 1


# ---- effort


@pytest.mark.parametrize("family", ["cubic", "dense", "several_followers"])
def test_less_effort_leaves_more_open_and_states_nothing_else(family):
    for seed in range(2):
        game = families()[family](seed).game()
        full = solve(game, at={})
        for effort in (0.001, 0.05):
            found = solve(game, at={}, effort=effort)
            if found.status == "open":
                assert found.reason
            else:
                assert (found.status, found.quantities) == (full.status, full.quantities), (seed, effort)


def test_a_payoff_of_high_degree_is_a_matter_of_effort():
    players = [
        Player("A", decides=[x], payoff=x * y - x**2),
        Player("B", decides=[y], payoff=y * (3 + x) ** 3 - y**6 - x * y**4),
    ]
    game = Game(players=players, order=["A", "B"], constraints=[x <= 2, y <= 3])
    assert "too large" in solve(game, at={}, effort=0.001).reason
    assert solve(game, at={}).status == "found"


@pytest.mark.parametrize("family", ["dense", "four_stages"])
def test_an_interrupted_answer_is_not_resolved(family):
    found = solve(families()[family](0).game(), at={}, seconds=1e-9)
    assert (found.status, found.is_none) == ("open", False)
    assert found.reason == "interrupted: the limit in seconds was reached"
    assert not found.evidence.established


def test_what_is_approached_after_one_of_two_own_decisions_does_not_say_that_none_is_best() -> None:
    """After u = 0 there is -1/(1 + x**2), which tends to zero; u = x = 1 is worth one, the most there is."""
    share, price = decisions("u", within=(0, 1)), decisions("x")
    payoff = (2 * price * share - 1 + share) / (1 + price**2)
    for own in ([share, price], [price, share]):
        found = solve(Game(players=[Player("solo", decides=own, payoff=payoff)]), at={})
        assert not found.is_none
        assert [(one["u"], one["x"]) for one in found] in ([], [(1, 1)])
