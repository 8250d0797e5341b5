from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, power_structures, solve
from lsec_models.algebra.domains.sampling import sample
from lsec_models.audits.search.nested import NestedGame, deviation_gains, nested_solution
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.audits.search.nested_results import NestedSolution
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models import load

a, b, c, k, gamma = parameters("a b c k gamma", positive=True)
w, m, q, retail, direct, x, y, z = decisions("w m q q_R q_M x y z")
free = decisions("t", real=True)
CLOSE = 1e-6


def duopoly(one: sp.Expr, two: sp.Expr, **further: Any) -> Game:
    return Game(players=[Player("one", decides=[x], payoff=one), Player("two", decides=[y], payoff=two)], **further)


def triopoly(order: Any) -> Game:
    """Quantity competition with costs c, 2c and 3c."""
    price = a - x - y - z
    firms = [(name, own, cost) for cost, (name, own) in enumerate({"one": x, "two": y, "three": z}.items(), start=1)]
    return Game(
        players=[Player(n, decides=[own], payoff=own * (price - cost * c)) for n, own, cost in firms], order=order
    )


PRICE = a - b * (retail + direct)
ENCROACHMENT = Game(
    players=[
        Player("manufacturer", decides=[w, direct], payoff=w * retail + (PRICE - c) * direct),
        Player("retailer", decides=[retail], payoff=(PRICE - w) * retail),
    ],
    order=[w, "retailer", direct],
)
COURNOT = duopoly(x * (a - x - y), y * (a - x - y - c))
SPENGLER = Game(
    players=[
        Player("manufacturer", decides=[w], payoff=(w - c) * (a - w - m)),
        Player("retailer", decides=[m], payoff=m * (a - w - m)),
    ],
    order=["manufacturer", "retailer"],
    constraints=[a - w - m >= 0],
)
CHAIN = Game(
    players=[
        Player("manufacturer", decides=[w, q], payoff=(w - c) * (a - b * (w + m) + gamma * q) - k * q**2 / 2),
        Player("streamer", decides=[m], payoff=m * (a - b * (w + m) + gamma * q)),
    ],
    order=["manufacturer", "streamer"],
)
# The follower serves all or nothing; it is indifferent at x = a, just where the leader wants it to serve.
ALL_OR_NOTHING = duopoly(3 * y - (x - 2 * a) ** 2, y**2 - y * x / a, order=["one", "two"], constraints=[y <= 1])
# One wants to be where the other is not, the other where the one is.
PURSUIT = duopoly((x - y) ** 2, -((x - y) ** 2), constraints=[x <= 1, y <= 1])
RIVALRY = duopoly(x * (a - x - 3 * y), y * (a - 3 * x - y))


def close(found: NestedSolution, expected: Mapping[str, object]) -> None:
    assert found.outcome is Outcome.SOLVED
    assert {name: found.decisions[name] for name in expected} == pytest.approx(
        {name: float(value) for name, value in expected.items()},  # type: ignore[arg-type]
        rel=CLOSE,
        abs=CLOSE,
    )


@pytest.mark.parametrize(
    ("cost", "expected", "binding"),
    [
        (Fraction(1, 4), {"x": Fraction(5, 12), "y": Fraction(1, 6)}, ()),
        (Fraction(1, 2), {"x": Fraction(1, 2), "y": 0}, ("y >= 0",)),
        (Fraction(3, 4), {"x": Fraction(1, 2), "y": 0}, ("y >= 0",)),
    ],
)
def test_a_dear_firm_leaves_the_market(cost: Fraction, expected: dict[str, Fraction], binding: tuple[str, ...]) -> None:
    found = nested_solution(COURNOT, {"a": 1, "c": cost})
    close(found, expected)
    assert found.binding == binding
    assert found.plain


@pytest.mark.parametrize(("choke", "cost", "expected"), [(4, 1, (2.5, 0.75, 1.125)), (8, 2, (5, 1.5, 4.5))])
def test_double_marginalisation(choke: int, cost: int, expected: tuple[float, float, float]) -> None:
    found = nested_solution(SPENGLER, {a: choke, c: cost})
    close(found, {"w": expected[0], "m": expected[1]})
    assert found.payoffs["manufacturer"] == pytest.approx(expected[2], rel=1e-9)


def test_a_product_that_costs_too_much_is_not_sold() -> None:
    """The wholesale price may not exceed the choke price: it would leave no margin that keeps demand nonnegative."""
    found = nested_solution(SPENGLER, {"a": 1, "c": 3})
    close(found, {"w": 1, "m": 0})
    assert "m >= 0" in found.binding


def encroachment(choke: Fraction, slope: Fraction, cost: Fraction) -> dict[str, Fraction]:
    """Arya, Mittendorf and Sappington (2007), with the region in which the channel is open and sells nothing.

    There the retailer sells so much that the manufacturer stays out, and the manufacturer charges what makes the
    retailer all but give that up. It pays until ``w * q_R`` falls to what a manufacturer without channel has, a**2/8b:
    (3 c - a) (a - c) / 2 = a**2/8 at c = 5 a/6.
    """
    if cost <= 3 * choke / 5:
        wholesale, retailer = choke / 2 - cost / 6, 2 * cost / (3 * slope)
        return {"w": wholesale, "q_R": retailer, "q_M": (3 * choke - 5 * cost) / (6 * slope)}
    if cost <= 5 * choke / 6:
        return {"w": (3 * cost - choke) / 2, "q_R": (choke - cost) / slope, "q_M": Fraction(0)}
    return {"w": choke / 2, "q_R": choke / (4 * slope), "q_M": Fraction(0)}


@pytest.mark.parametrize("cost", [Fraction(n, 20) for n in (1, 4, 8, 11)] + [Fraction(n, 40) for n in (25, 29, 33, 34)])
@pytest.mark.parametrize(("choke", "slope"), [(Fraction(1), Fraction(1)), (Fraction(3), Fraction(1, 2))])
def test_supplier_encroachment_and_deterrence(choke: Fraction, slope: Fraction, cost: Fraction) -> None:
    found = nested_solution(ENCROACHMENT, {"a": choke, "b": slope, "c": choke * cost})
    close(found, encroachment(choke, slope, choke * cost))


@pytest.mark.slow
@pytest.mark.parametrize("cost", [0.05, 0.1, 0.2, 0.3, 0.4])
def test_limit_pricing_along_a_chain_of_leaders(cost: float) -> None:
    """Each leader keeps later and dearer firms out by quantity where that pays; brute force over a grid agrees."""
    found = nested_solution(triopoly(["one", "two", "three"]), {"a": 1, "c": cost})
    grid = np.linspace(0, 1, 1601)
    third = np.maximum(0, (1 - 3 * cost - grid[:, None] - grid[None, :]) / 2)
    price = 1 - grid[:, None] - grid[None, :] - third
    second = np.argmax(grid[None, :] * (price - 2 * cost), axis=1)
    leader = int(np.argmax(grid * (price[np.arange(len(grid)), second] - cost)))
    assert found.decisions["x"] == pytest.approx(grid[leader], abs=4e-3)
    assert found.decisions["y"] == pytest.approx(grid[second[leader]], abs=4e-3)
    assert found.payoffs["one"] >= (grid * (price[np.arange(len(grid)), second] - cost))[leader] - 1e-3


@pytest.mark.slow
@pytest.mark.parametrize("order", [[("one", "two"), "three"], ["one", ("two", "three")], [("one", "two", "three")]])
def test_interior_equilibria_are_found(order: Any) -> None:
    equilibrium = solve(triopoly(order))
    game = NestedGame(equilibrium.game)
    for point in sample(equilibrium.domain, 4, seed=1):
        close(game.solution(point), {name: equilibrium.at(point).decisions[name] for name in ("x", "y", "z")})


@pytest.mark.parametrize("order", list(power_structures(["manufacturer", "streamer"])))
def test_two_decisions_of_one_mover(order: Any) -> None:
    equilibrium = solve(load("power_structures_bilateral", order=order))
    game = NestedGame(equilibrium.game)
    for point in sample(equilibrium.domain, 2, seed=0):
        exact = equilibrium.at(point).decisions
        close(game.solution(point), exact)
        gains = game.deviation_gains({name: float(value) for name, value in exact.items()}, point)
        assert max(abs(gain.relative_gain) for gain in gains) < 1e-9


def test_a_leader_with_two_decisions_and_a_kink() -> None:
    """Quality is capped: the closed form with the cap in force is that of a leader that chooses the price only."""
    capped = Game(players=CHAIN.players, order=CHAIN.order, constraints={"manufacturer": [q <= sp.Rational(1, 10)]})
    found = nested_solution(capped, {"a": 10, "b": 1, "c": 2, "k": 1, "gamma": Fraction(1, 2)})
    close(found, {"q": 0.1, "w": (10.05 + 2) / 2, "m": (10.05 - 2) / 4})
    assert found.binding == ("q <= 1/10",)


def test_a_best_choice_beside_a_jump_is_flagged() -> None:
    found = nested_solution(ALL_OR_NOTHING, {"a": 1})
    close(found, {"x": 1, "y": 1})
    assert found.jump
    assert not found.plain


@pytest.mark.slow
def test_a_game_without_pure_equilibrium() -> None:
    found = nested_solution(PURSUIT, {})
    assert found.outcome is Outcome.NO_EQUILIBRIUM
    assert found.outcome.words == "no equilibrium found"


def test_several_equilibria_are_flagged() -> None:
    found = nested_solution(RIVALRY, {"a": 2})
    assert found.outcome is Outcome.SOLVED
    assert found.several


def test_several_equilibria_of_an_early_stage_are_flagged() -> None:
    game = Game(
        players=[*RIVALRY.players, Player("three", decides=[z], payoff=z * (x + y - z))],
        order=[("one", "two"), "three"],
    )
    assert nested_solution(game, {"a": 2}).several


def test_a_rival_that_leaves_no_room_rules_out_equilibrium() -> None:
    """One takes all there is of a common capacity that only two must respect."""
    game = duopoly(x * (2 * a - x), y * (3 - y), constraints={"two": [x + y <= 1]})
    assert nested_solution(game, {"a": Fraction(1, 2)}).outcome is Outcome.SOLVED
    assert nested_solution(game, {"a": 2}).outcome is Outcome.NO_EQUILIBRIUM


def test_earlier_movers_leave_room_for_later_constraints() -> None:
    """The leader wants 2a and must leave the follower y >= x - 1 with y <= 1: at most 2."""
    game = duopoly(x * (4 * a - x), -((y - a) ** 2), order=["one", "two"], constraints={"two": [y >= x - 1, y <= 1]})
    close(nested_solution(game, {"a": Fraction(1, 2)}), {"x": 1, "y": 0.5})
    found = nested_solution(game, {"a": 3})
    close(found, {"x": 2, "y": 1})
    assert set(found.binding) == {"y >= x - 1", "y <= 1"}


def test_room_is_left_two_stages_ahead() -> None:
    """Capacities pass down: z <= y/2, y <= x; the last mover must make a quarter of a, so that the first needs a/2."""
    players = [
        Player("one", decides=[x], payoff=-(x**2)),
        Player("two", decides=[y], payoff=-(y**2)),
        Player("three", decides=[z], payoff=-((z - 5) ** 2)),
    ]
    constraints = {"two": [y <= x], "three": [z <= y / 2, z >= a / 4]}
    game = Game(players=players, order=["one", "two", "three"], constraints=constraints)
    close(nested_solution(game, {"a": 3}), {"x": 1.5, "y": 1.5, "z": 0.75})


def test_constraints_that_cannot_hold_together() -> None:
    game = duopoly(x * (a - x), y * (x - y), order=["one", "two"], constraints={"one": [x + c <= a]})
    assert nested_solution(game, {"a": 1, "c": 2}).outcome is Outcome.INFEASIBLE


@pytest.mark.slow
@pytest.mark.parametrize("order", [["one", "two"], [("one", "two")]])
def test_a_payoff_without_bound(order: Any) -> None:
    game = duopoly(x * a + y, y * (a - y), order=order)
    found = nested_solution(game, {"a": 1})
    assert found.outcome in (Outcome.UNBOUNDED, Outcome.NO_EQUILIBRIUM)
    assert found.outcome is Outcome.UNBOUNDED or order == [("one", "two")]


def test_a_strict_constraint_that_would_bind_has_no_best_choice() -> None:
    game = duopoly(x * (2 * a - x), y * (1 - y), constraints={"one": [x < 1]})
    assert nested_solution(game, {"a": Fraction(1, 2)}).attained
    assert not nested_solution(game, {"a": 2}).attained


@pytest.mark.slow
def test_payoffs_that_are_no_parabolas() -> None:
    """A contest: each wins the prize in proportion to its effort. Tullock (1980): effort is a quarter of the prize."""
    contest = duopoly(4 * a * x / (x + y + b) - x, 4 * a * y / (x + y + b) - y)
    found = nested_solution(contest, {"a": 2, "b": Fraction(1, 1000)})
    effort = float(sp.nsolve(8 * (x + sp.Rational(1, 1000)) - (2 * x + sp.Rational(1, 1000)) ** 2, x, 2))
    close(found, {"x": effort, "y": effort})


def test_a_leader_before_payoffs_that_are_no_parabolas() -> None:
    """The follower's x - y**3/3 answers y = sqrt(x); the leader's payoff is then 2 a sqrt(x) - x."""
    game = duopoly(2 * a * y - x, x * y - y**3 / 3, order=["one", "two"])
    close(nested_solution(game, {"a": 3}), {"x": 9, "y": 3})


def test_curved_constraints_are_respected() -> None:
    game = duopoly(x * (4 - x), y * (4 - y), order=["one", "two"], constraints=[x**2 <= a, x**2 + y**2 <= 2 * a])
    close(nested_solution(game, {"a": 1}), {"x": 1, "y": 1})


def test_decisions_of_either_sign() -> None:
    players = [
        Player("one", decides=[free], payoff=-((free + a) ** 2) - free * y),
        Player("two", decides=[y], payoff=-y),
    ]
    close(nested_solution(Game(players=players), {"a": 2}), {"t": -2, "y": 0})


def test_places_of_a_grid_that_differ_by_rounding_are_one() -> None:
    """At these numbers a wide search from both sides of zero has its best point twice, one bit apart."""
    size, cost = parameters("a k", positive=True)
    price, sold, effort = decisions("w", real=True), *decisions("q e")
    margin = size - sold + effort - price
    players = [
        Player("maker", decides=[price], payoff=price * sold),
        Player("seller", decides=[sold, effort], payoff=margin * sold - cost * effort**2 / 2),
    ]
    game = Game(players=players, order=["maker", "seller"], assuming=[2 * cost > 1])
    found = NestedGame(game).solution({size: 0.431, cost: 1.57})
    assert found.decisions["w"] == pytest.approx(0.431 / 2, rel=1e-9)


def test_later_stages_after_a_history_off_the_path() -> None:
    found = nested_solution(SPENGLER, {"a": 4, "c": 1}, {"w": 3})
    close(found, {"w": 3, "m": 0.5})
    every = nested_solution(SPENGLER, {"a": 4, "c": 1}, {"w": 3, "m": Fraction(1, 4)})
    assert every.payoffs["retailer"] == pytest.approx(3 / 16)


@pytest.mark.parametrize("scale", [1e-3, 1e4])
def test_units_of_measurement_do_not_matter(scale: float) -> None:
    point, prices = {"a": 1.0, "b": 1.0, "c": 0.7}, ("w", "q_R", "q_M")
    base = nested_solution(ENCROACHMENT, point)
    scaled = nested_solution(ENCROACHMENT, {"a": scale, "b": 1.0, "c": 0.7 * scale})
    assert [scaled.decisions[n] / scale for n in prices] == pytest.approx([base.decisions[n] for n in prices], abs=1e-6)


# ---- deviations ------------------------------------------------------------------------------------------------


def largest(game: Game, claimed: Mapping[str, object], point: Mapping[str, object]) -> float:
    return max(gain.relative_gain for gain in deviation_gains(game, claimed, point))


@pytest.mark.parametrize("cost", [Fraction(n, 20) for n in (4, 11, 13, 14, 16, 19)])
def test_nobody_gains_at_an_equilibrium_with_corners(cost: Fraction) -> None:
    claimed = encroachment(Fraction(1), Fraction(1), cost)
    assert largest(ENCROACHMENT, claimed, {"a": 1, "b": 1, "c": cost}) < 1e-9


@pytest.mark.parametrize(
    ("game", "claimed", "point", "who", "stage"),
    [
        # No channel: then nobody needs to deter it.
        (
            ENCROACHMENT,
            {"w": Fraction(1, 2), "q_R": Fraction(1, 4), "q_M": 0},
            {"a": 1, "b": 1, "c": Fraction(7, 10)},
            "manufacturer",
            3,
        ),
        # The channel deterred at too low a wholesale price.
        (
            ENCROACHMENT,
            {"w": Fraction(9, 20), "q_R": Fraction(3, 10), "q_M": 0},
            {"a": 1, "b": 1, "c": Fraction(7, 10)},
            "manufacturer",
            1,
        ),
        # The wholesale price of a manufacturer without channel, which all others answer as they should.
        (ENCROACHMENT, {"w": 0.5, "q_R": 0.2, "q_M": 0}, {"a": 1, "b": 1, "c": 0.8}, "manufacturer", 1),
        # A monopolist that keeps to the duopoly's quantity.
        (COURNOT, {"x": 0.3, "y": 0}, {"a": 1, "c": 0.75}, "one", 1),
        # A firm at zero that should produce.
        (COURNOT, {"x": 0.5, "y": 0}, {"a": 1, "c": 0.25}, "two", 1),
        # Right to a hundredth.
        (SPENGLER, {"w": 2.525, "m": 0.7375}, {"a": 4, "c": 1}, "manufacturer", 1),
        # Both decisions of the leader must move together to gain.
        (CHAIN, {"w": 6, "q": 0, "m": 2}, {"a": 10, "b": 1, "c": 2, "k": 1, "gamma": 0.5}, "manufacturer", 1),
    ],
)
def test_wrong_equilibria_are_caught(
    game: Game, claimed: dict[str, object], point: dict[str, object], who: str, stage: int
) -> None:
    gains = {(gain.player, gain.stage): gain for gain in deviation_gains(game, claimed, point)}
    assert gains[who, stage].relative_gain > 1e-5
    assert any(before != pytest.approx(after) for before, after in gains[who, stage].change.values())


def test_a_claim_that_breaks_a_constraint_is_caught() -> None:
    """The first-order conditions of the duopoly, with a negative quantity."""
    gains = {gain.player: gain for gain in deviation_gains(COURNOT, {"x": 0.583, "y": -0.167}, {"a": 1, "c": 0.75})}
    assert gains["two"].broken == ("y >= 0",)
    assert gains["two"].relative_gain == float("inf")


def test_an_interior_closed_form_is_caught_where_a_corner_pays(corner_leader: Equilibrium) -> None:
    """First- and second-order conditions hold, and yet the leader gains by a quantity at which the follower leaves."""
    exact = corner_leader.at({"a": 2, "c": Fraction(4, 5)}).decisions
    claimed = {name: float(value) for name, value in exact.items()}
    leader, follower = deviation_gains(corner_leader.game, claimed, {"a": 2, "c": Fraction(4, 5)})
    assert leader.gain == pytest.approx(0.6)
    assert leader.change["x"] == pytest.approx((1, 2))
    assert follower.relative_gain < 1e-9


@pytest.fixture(scope="module")
def corner_leader() -> Equilibrium:
    """The leader likes the follower to be there, but not as much as to stay small for it."""
    return solve(duopoly(x * (4 - x) + 4 * y, y * (a - c - x - y), order=["one", "two"]))


# ---- bad input -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: nested_solution(COURNOT, {"a": 1}), DeclarationError, "no value for c"),
        (lambda: nested_solution(COURNOT, {"a": 1, "cc": 1}), UnknownName, "no parameter 'cc'"),
        (lambda: nested_solution(COURNOT, {"a": 1, "c": float("nan")}), DeclarationError, "finite"),
        (lambda: nested_solution(SPENGLER, {"a": 4, "c": 1}, {"m": 1}), DeclarationError, "break off within stage 1"),
        (lambda: nested_solution(SPENGLER, {"a": 4, "c": 1}, {"v": 1}), UnknownName, "no decision 'v'"),
        (lambda: deviation_gains(COURNOT, {"x": 1}, {"a": 1, "c": 1}), DeclarationError, "no value for y"),
        (lambda: deviation_gains(COURNOT, {"x": 1, "y": float("inf")}, {"a": 1, "c": 1}), DeclarationError, "finite"),
    ],
)
def test_bad_input(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


@pytest.mark.slow
def test_nothing_is_at_rest_where_all_efforts_are_all_but_nothing() -> None:
    # Beside zero the best replies are as small as all efforts are, and each of them gains much.
    found = nested_solution(duopoly(4 * x / (x + y) - x, y / (x + y) - y), {})
    assert dict(found.payoffs) == pytest.approx({"one": 2.56, "two": 0.04}, abs=1e-6)


@pytest.mark.parametrize("fee", [1, 10**6, 10**10])
def test_a_fee_however_large_moves_no_answer_of_those_who_decide_last(fee: int) -> None:
    """By hand: streamer and brand work for their parts of a margin, e = 3/40 and q = 7/20, whatever is paid before."""
    margin, part, paid = sp.Rational(1, 2), sp.Rational(3, 10), decisions("F", real=True)
    demand = 1 + x / 2 + y
    one = part * margin * demand - x**2 / 2 + paid
    two = (1 - part) * margin * demand - y**2 / 2 - paid
    players = [Player("one", decides=[x], payoff=one), Player("two", decides=[y], payoff=two)]
    led = Game(players=[Player("first", decides=[paid], payoff=-paid), *players], order=["first", ("one", "two")])
    found = nested_solution(led, {}, {"F": fee}).decisions
    assert found["x"] == pytest.approx(3 / 40, rel=1e-12)
    assert found["y"] == pytest.approx(7 / 20, rel=1e-12)
