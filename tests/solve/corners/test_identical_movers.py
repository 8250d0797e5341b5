"""Interchangeable movers: one speaks for all where that is proved, and nothing is lost where it is not.

What the manufacturer and its retailers do is simulated by best replies that share no code with the solver.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, prove, solve
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.solve.corners.exact.equilibria.all_equilibria import equilibria_of
from lsec_models.solve.corners.exact.equilibria.symmetric_answers import found_alike
from lsec_models.solve.corners.identical_movers import identical_movers, up_to_exchange
from lsec_models.solve.quadratic import linear_quadratic
from several_retailers import a, b, c, encroachment, ends, ordered, q_m, t, w

x, y, z, u = decisions("x y z u")


@pytest.fixture(scope="module", params=[3, 4])
def several(request: pytest.FixtureRequest) -> tuple[int, PiecewiseEquilibrium]:
    return request.param, solve(encroachment(request.param), corners=True)


class TestEncroachmentUponSeveralRetailers:
    @pytest.mark.slow
    def test_it_is_proved_as_for_one_retailer(self, several: tuple[int, PiecewiseEquilibrium]) -> None:
        count, found = several
        assert found.tiling.is_proved
        assert found.evidence.established
        assert found.evidence.status(About.OFF_PATH) is Status.PROVED
        assert found.evidence.status(About.COMPLETE) is Status.PROVED
        names = "r1, r2 and r3" if count == 3 else "r1, r2, r3 and r4"
        assert [words.split(" decide")[0] for words in found.tiling.alike] == [names]

    @pytest.mark.slow
    def test_closed_forms_and_exact_regions(self, several: tuple[int, PiecewiseEquilibrium]) -> None:
        count, found = several
        idle, fades = ends(count)
        n = sp.Integer(count)
        expected = {
            "interior": (a / 2 - n * c / (2 * (n + 2)), 2 * c / ((n + 2) * b), c <= idle * a),
            "q_m = 0 (brink)": (c - (a - c) / (2 * n), (a - c) / (n * b), sp.And(c >= idle * a, c <= fades * a)),
            "q_m = 0": (a / 2, a / (2 * (n + 1) * b), c >= fades * a),
        }
        assert {regime.name for regime in found.regimes} == set(expected)
        for name, (wholesale, order, region) in expected.items():
            regime = found.regime(name)
            assert sp.simplify(regime["w"] - wholesale) == 0
            for q in ordered[:count]:
                assert sp.simplify(regime[q.name] - order) == 0
            assert prove(sp.Equivalent(regime.region, region), given=[a > c, b > 0, c > 0])

    @pytest.mark.slow
    def test_points_agree_and_are_complete(self, several: tuple[int, PiecewiseEquilibrium]) -> None:
        count, found = several
        rng = random.Random(count)
        for _ in range(20):
            point = {"a": 1, "b": Fraction(rng.randint(1, 9), 3), "c": Fraction(rng.randint(1, 99), 100)}
            exact = solve(found.game, corners=True, at=point)
            assert exact.complete
            assert exact.evidence.established
            at = found.at(point)
            assert at.regime
            assert exact.only().decisions == at.decisions


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_best_replies_settle_at_it(count: int) -> None:
    rng = random.Random(10 + count)
    for _ in range(3):
        values = [rng.uniform(1, 5), rng.uniform(0.5, 3)]
        values.append(values[0] * rng.uniform(0.02, 0.98))
        numbers = [Fraction(round(value * 1000), 1000) for value in values]
        found = solve(encroachment(count), corners=True, at=dict(zip("abc", numbers, strict=True))).only()
        simulated = _Simulated(count, *map(float, numbers), rng)
        wholesale, orders, direct = simulated.best()
        assert float(found["w"]) == pytest.approx(wholesale, abs=2e-4)
        assert float(found["q_m"]) == pytest.approx(direct, abs=2e-3)
        assert [float(found[q.name]) for q in ordered[:count]] == pytest.approx(orders, abs=2e-3)


class _Simulated:
    """Encroachment in floats: retailers reply in turn from random orders until nothing moves."""

    def __init__(self, count: int, a: float, b: float, c: float, rng: random.Random) -> None:
        self.count, self.a, self.b, self.c, self.rng = count, a, b, c, rng

    def direct(self, total: float) -> float:
        return max(0.0, (self.a - self.c - self.b * total) / (2 * self.b))

    def profit(self, wholesale: float, order: float, others: float) -> float:
        total = order + others
        return (self.a - self.b * (total + self.direct(total)) - wholesale) * order

    def reply(self, wholesale: float, others: float) -> float:
        turn = max(0.0, (self.a - self.c) / self.b - others)
        beyond = max(turn, (self.a - self.b * others - wholesale) / (2 * self.b))
        before = min(turn, max(0.0, (self.a + self.c - self.b * others - 2 * wholesale) / (2 * self.b)))
        return max((0.0, before, turn, beyond), key=lambda order: self.profit(wholesale, order, others))

    def orders(self, wholesale: float) -> list[float]:
        orders = [self.rng.random() * self.a / self.b for _ in range(self.count)]
        for _ in range(2000):
            before = list(orders)
            for i in range(self.count):
                orders[i] = self.reply(wholesale, sum(orders) - orders[i])
            if max(abs(new - old) for new, old in zip(orders, before, strict=True)) < 1e-13:
                break
        return orders

    def earned(self, wholesale: float) -> float:
        total = sum(self.orders(wholesale))
        direct = self.direct(total)
        return wholesale * total + (self.a - self.b * (total + direct) - self.c) * direct

    def best(self) -> tuple[float, list[float], float]:
        low, high = 0.0, 1.2 * self.a
        for points in (401, 41, 41, 41):
            grid = np.linspace(low, high, points)
            k = int(np.argmax([self.earned(wholesale) for wholesale in grid]))
            low, high = grid[max(k - 1, 0)], grid[min(k + 1, points - 1)]
        orders = self.orders(float(grid[k]))
        return float(grid[k]), orders, self.direct(sum(orders))


@pytest.mark.slow
@pytest.mark.parametrize("count", [3, 4])
def test_orders_that_are_not_seen_cannot_deter_and_are_proved_too(count: int) -> None:
    found = solve(encroachment(count, at_once=True), corners=True)
    n = sp.Integer(count)
    idle = {"interior": c <= (n + 4) * a / (3 * n + 4), "q_m = 0": c >= (n + 2) * a / (2 * (n + 1))}
    assert found.tiling.is_proved
    assert found.evidence.established
    assert found.tiling.alike
    for name, region in idle.items():
        assert prove(sp.Equivalent(found.regime(name).region, region), given=[a > c, b > 0, c > 0])
    point = {"a": 1, "b": 2, "c": Fraction(7, 10)}
    assert solve(found.game, corners=True, at=point).only().decisions == found.at(point).decisions


@pytest.mark.slow
def test_products_that_are_imperfect_substitutes_are_proved_for_every_degree() -> None:
    k = parameters("k", positive=True)
    own = ordered[:3]
    direct = (a - q_m - k * sum(own) - c) * q_m
    players = [Player("manufacturer", decides=[w, q_m], payoff=w * sum(own) + direct)]
    players += [Player(f"r{i}", decides=[q], payoff=(a - sum(own) - k * q_m - w) * q) for i, q in enumerate(own)]
    game = Game(players=players, order=[w, ("r0", "r1", "r2"), q_m], assuming=[a > c, k <= 1])
    found = solve(game, corners=True)
    assert found.tiling.is_proved
    assert found.evidence.status(About.COMPLETE) is Status.PROVED
    (brink,) = (regime for regime in found.regimes if "brink" in regime.name)
    assert sp.simplify(brink["q_1"] - (a - c) / (3 * k)) == 0
    for degree in (Fraction(1, 3), Fraction(4, 5), 1):
        point = {"a": 1, "k": degree, "c": Fraction(19, 20)}
        assert solve(game, corners=True, at=point).only().decisions == found.at(point).decisions


def test_who_cares_about_a_split_keeps_all_of_them_in_sight() -> None:
    """A manufacturer whose cost depends on who orders how much is not indifferent among splits of a total."""
    numbers = {"a": 1, "b": 1, "c": Fraction(7, 10)}
    first, *others = encroachment(2).players
    costly = Player("manufacturer", decides=[w, q_m], payoff=first.payoff - sum(q**2 for q in ordered[:2]) / 10)
    game = Game(players=[costly, *others], order=[w, ("r1", "r2"), q_m], assuming=[a > c]).with_values(numbers)
    model = linear_quadratic(game)
    assert identical_movers(model, 1)
    assert found_alike(game, model.at(game.domain.ring.exact_point({})), {}) is None


@pytest.mark.parametrize("seed", range(6))
def test_names_and_order_of_identical_players_change_nothing(seed: int) -> None:
    rng = random.Random(seed)
    point = {"a": 1, "b": 1, "c": Fraction(rng.randint(1, 99), 100)}
    names = [f"shop{i}" for i in rng.sample(range(100), 4)]
    one = solve(encroachment(4), corners=True, at=point).only()
    other = solve(encroachment(4, names=names), corners=True, at=point).only()
    assert one.decisions == other.decisions
    game = encroachment(4)
    shuffled = Game(
        players=rng.sample(list(game.players), 5),
        order=[w, tuple(rng.sample(["r1", "r2", "r3", "r4"], 4)), q_m],
        assuming=[a > c],
    )
    assert dict(solve(shuffled, corners=True, at=point).only().decisions) == dict(one.decisions)


@pytest.mark.slow
def test_the_regions_do_not_depend_on_names_and_order() -> None:
    game = encroachment(3)
    turned = Game(players=list(game.players)[::-1], order=[w, ("r3", "r1", "r2"), q_m], assuming=[a > c])
    one, other = solve(game, corners=True), solve(turned, corners=True)
    # Each decision of a group binds in turn, whoever speaks for it.
    assert {regime.name for regime in one.regimes} == {regime.name for regime in other.regimes}
    for regime in one.regimes:
        assert regime["w"] == other.regime(regime.name)["w"]
        assert regime["q_3"] == other.regime(regime.name)["q_3"]


class TestWhoIsInterchangeable:
    def test_a_small_difference_in_costs_tells_apart(self) -> None:
        groups = identical_movers(linear_quadratic(encroachment(3, costs=(0, 0, Fraction(1, 10**6)))), 1)
        assert [group.players for group in groups] == [("r1", "r2")]

    @pytest.mark.parametrize("costs", [(0, t, 2 * t), (0, c / 1000, -c / 1000)])
    def test_costs_that_differ_by_a_parameter_tell_apart(self, costs: Sequence[object]) -> None:
        assert identical_movers(linear_quadratic(encroachment(3, costs=costs)), 1) == ()

    def test_a_constraint_of_one_of_them_tells_apart(self) -> None:
        game = encroachment(3)
        bound = Game(players=game.players, order=game.order, constraints=[ordered[0] <= a], assuming=[a > c])
        groups = identical_movers(linear_quadratic(bound), 1)
        assert [group.players for group in groups] == [("r2", "r3")]

    def test_what_a_later_mover_may_do_with_one_of_them_tells_apart(self) -> None:
        game = encroachment(3)
        bound = Game(
            players=game.players, order=game.order, constraints={"manufacturer": [q_m <= ordered[1]]}, assuming=[a > c]
        )
        groups = identical_movers(linear_quadratic(bound), 1)
        assert [group.players for group in groups] == [("r1", "r3")]

    def test_what_somebody_else_earns_by_one_of_them_tells_apart(self) -> None:
        game = encroachment(2)
        first, *others = game.players
        fond = Player("manufacturer", decides=[w, q_m], payoff=first.payoff + ordered[0])
        told = Game(players=[fond, *others], order=game.order, assuming=[a > c])
        assert identical_movers(linear_quadratic(told), 1) == ()

    @pytest.mark.slow
    def test_groups_of_decisions_correspond_in_any_order(self) -> None:
        p, e, r, f = decisions("p e r f")

        def earned(price: sp.Expr, effort: sp.Expr, rival: sp.Expr) -> sp.Expr:
            return price * (a - 2 * price + rival + effort - w) - effort**2

        players = [
            Player("one", decides=[p, e], payoff=earned(p, e, r)),
            Player("two", decides=[f, r], payoff=earned(r, f, p)),
            Player("maker", decides=[w], payoff=w * (2 * a - p - r - w)),
        ]
        (group,) = identical_movers(linear_quadratic(Game(players=players, order=["maker", ("one", "two")])), 1)
        assert group.players == ("one", "two")
        assert group.decisions == ((1, 2), (4, 3))
        found = solve(Game(players=players, order=["maker", ("one", "two")]), corners=True)
        assert found.tiling.is_proved
        assert all(regime["p"] == regime["r"] and regime["e"] == regime["f"] for regime in found.regimes)


def substitutes(strength: int, count: int) -> Game:
    """Followers whose decisions lower each other's marginal payoff, more than their own do where strength > 1."""
    own = (x, y, z)[:count]
    players = [Player("A", decides=[u], payoff=sum(own) - (u - 1) ** 2)]
    for name, mine in zip("BCD", own, strict=False):
        players.append(Player(name, decides=[mine], payoff=mine * (3 + u - mine / 2 - strength * (sum(own) - mine))))
    return Game(players=players, order=["A", tuple("BCD"[:count])])


def test_asymmetric_equilibria_of_strong_substitutes_are_not_lost() -> None:
    game = substitutes(2, 2)
    assert identical_movers(linear_quadratic(game), 1)
    assert found_alike(game, linear_quadratic(game).at(game.domain.ring.exact_point({})), {}) is None
    found = solve(game, corners=True, at={})
    halves = {(one["x"], one["y"]) for one in found}
    assert {(sp.Rational(9, 2), 0), (0, sp.Rational(9, 2)), (sp.Rational(13, 9), sp.Rational(13, 9))} <= halves
    assert not found.complete


def _rivals(count: int, costs: Sequence[object]) -> PiecewiseEquilibrium:
    """Strong substitutes at once, each with a cost of its own."""
    own = (x, y, z)[:count]
    players = [
        Player(name, decides=[mine], payoff=mine * (a - cost - mine / 2 - 2 * (sum(own) - mine)))
        for name, mine, cost in zip("BCD", own, costs, strict=False)
    ]
    return solve(Game(players=players, assuming=[a > 1]), corners=True)


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 3])
def test_regimes_that_are_images_of_each_other_are_all_there_and_proved_once(count: int) -> None:
    found, broken = _rivals(count, (0, 0, 0)), _rivals(count, (0, 0, Fraction(1, 1000)))
    assert len(found.regimes) == 2**count - 1
    assert not found.tiling.alike
    assert found.tiling.disjoint == "overlapping"
    assert not found.tiling.unproved
    assert all(regime.region == found.regimes[0].region for regime in found.regimes)
    listed = {tuple(regime[name] for name in "xyz"[:count]) for regime in found.regimes}
    assert listed == {order for split in listed for order in permutations(split)}
    # Where two of three are alike, fewer regimes are images of each other.
    assert (found.tiling.deviations < broken.tiling.deviations) == (count == 3)


def test_exchanges_leave_what_others_decide() -> None:
    game = encroachment(3)
    groups = identical_movers(linear_quadratic(game), 1)
    assert up_to_exchange(groups, (7, 3, 1, 2, 5)) == (7, 1, 2, 3, 5)
    assert up_to_exchange(groups, (7, 1, 3, 2, 5)) == up_to_exchange(groups, (7, 2, 1, 3, 5))
    assert up_to_exchange(groups, (7, 1, 1, 2, 5)) != up_to_exchange(groups, (7, 1, 2, 2, 5))


class TestSplits:
    """A regulator whose wholesale price leaves the retailers at the brink: they share one total in many ways."""

    @pytest.mark.parametrize(("count", "price"), [(2, Fraction(3, 5)), (3, Fraction(31, 50)), (4, Fraction(16, 25))])
    def test_every_split_is_listed(self, count: int, price: Fraction) -> None:
        numbers = {"a": 1, "b": 1, "c": Fraction(7, 10)}
        found = solve(encroachment(count, target=t), corners=True, at=numbers | {"t": price})
        (continuum,) = found.continua
        assert not len(found)
        assert found.complete
        least, most = Fraction(7, 10) - price, 2 * (Fraction(7, 10) - price)
        expected = _corners_of_splits(count, least, most, Fraction(3, 10))
        splits = [[vertex[q.name] for q in ordered[:count]] for vertex in continuum.vertices]
        assert {tuple(Fraction(part.p, part.q) for part in split) for split in splits} == expected
        simulated = _Simulated(count, 1.0, 1.0, 0.7, random.Random(count))
        for orders in (list(map(float, split)) for split in splits):
            for order in orders:
                reply = simulated.reply(float(price), sum(orders) - order)
                assert reply == pytest.approx(order, abs=1e-9)

    @pytest.mark.slow
    def test_the_same_by_comparing_every_first_order_point(self) -> None:
        game = encroachment(2, target=t).with_values({"a": 1, "b": 1, "c": Fraction(7, 10), "t": Fraction(3, 5)})
        model = linear_quadratic(game).at(game.domain.ring.exact_point({}))
        alike, all_points = found_alike(game, model, {}), equilibria_of(model)
        assert alike is not None
        assert [set(one.corners) for one in alike.continua] == [set(one.corners) for one in all_points.continua]
        assert not alike.paths
        assert not all_points.paths

    @pytest.mark.slow
    def test_regions_say_that_there_are_several(self) -> None:
        game = encroachment(3, target=t).with_values({"a": 1, "b": 1, "c": Fraction(7, 10)})
        found = solve(game, corners=True)
        assert found.evidence.established
        assert {overlap.regimes for overlap in found.tiling.overlaps} == {("a continuum",)}
        assert found.evidence.status(About.COMPLETE) is Status.OPEN
        low, high = Fraction(3, 5), Fraction(13, 20)
        assert all(low < overlap.point["t"] < high for overlap in found.tiling.overlaps)


def _corners_of_splits(count: int, least: Fraction, most: Fraction, total: Fraction) -> set[tuple[Fraction, ...]]:
    """All but one part of a corner are at an end."""
    corners = set()
    for few in range(count):
        rest = total - few * least - (count - 1 - few) * most
        if least <= rest <= most:
            corners |= set(permutations([least] * few + [most] * (count - 1 - few) + [rest]))
    return corners


def _random_game(rng: random.Random) -> Game:
    """A leader, identical followers and perhaps a last mover, with small random numbers."""

    def drawn(low: int, high: int) -> Fraction:
        return Fraction(rng.randint(2 * low, 2 * high), 2)

    own = ordered[: rng.choice([2, 2, 3])]
    total, last = sum(own), q_m if rng.random() < 0.7 else sp.S.Zero
    leading = drawn(-2, 4) * w + drawn(-2, 3) * total + drawn(-2, 2) * last - drawn(0, 2) * w**2 / 2
    leading += drawn(-1, 2) * w * total + drawn(-1, 1) * w * last - drawn(0, 1) * total**2 / 2
    size, slope, curve, cross, later = drawn(1, 6), drawn(-2, 2), drawn(1, 3), drawn(-1, 1), drawn(-2, 2)
    players = [Player("L", decides=[w], payoff=leading)]
    for name, q in zip("FGH", own, strict=False):
        marginal = size + slope * w - curve * q / 2 - cross * (total - q) + later * last
        players.append(Player(name, decides=[q], payoff=q * marginal))
    order: list[object] = ["L", tuple("FGH"[: len(own)])]
    if last != 0:
        reply = drawn(-2, 5) + drawn(-1, 1) * w + drawn(-2, 2) * total - drawn(1, 3) * last / 2
        players.append(Player("E", decides=[q_m], payoff=q_m * reply))
        order.append("E")
    cap = drawn(1, 4)
    constraints = [w <= drawn(1, 5), *(q <= cap for q in own if rng.random() < 0.3)]
    return Game(players=players, order=order, constraints=constraints)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_random_games_come_out_as_by_comparing_every_first_order_point(seed: int) -> None:
    game = _random_game(random.Random(seed))
    model = linear_quadratic(game).at(game.domain.ring.exact_point({}))
    alike = found_alike(game, model, {})
    if alike is None:
        return
    all_points = equilibria_of(model)
    assert not all_points.none
    if not all_points.unresolved:
        assert set(alike.paths) == set(all_points.paths)
        assert [set(one.corners) for one in alike.continua] == [set(one.corners) for one in all_points.continua]


@pytest.mark.slow
def test_random_games_are_often_ones_in_which_identical_movers_decide_alike() -> None:
    games = [_random_game(random.Random(seed)) for seed in range(40)]
    alike = [found_alike(game, linear_quadratic(game).at(game.domain.ring.exact_point({})), {}) for game in games]
    assert sum(found is not None for found in alike) >= 10
