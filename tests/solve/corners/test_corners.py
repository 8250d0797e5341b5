"""Corner regimes: games whose piecewise equilibria are known, and what must be reported instead of hidden."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, prove, solve, sweep
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    NoInteriorOptimum,
    NotQuadratic,
    OutsideDomain,
    SamplingFailed,
    UnknownName,
)
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.prove.results.verdicts import ByRegime

a, b, c, k = parameters("a b c k", positive=True)
w, q_r, q_m, p, q, e, m = decisions("w q_r q_m p q e m")
root = sp.sqrt(2)


def encroachment() -> Game:
    """Arya, Mittendorf and Sappington (2007): the manufacturer sells beside its retailer, at the cost c."""
    price = a - b * (q_r + q_m)
    manufacturer = Player("manufacturer", decides=[w, q_m], payoff=w * q_r + (price - c) * q_m)
    retailer = Player("retailer", decides=[q_r], payoff=(price - w) * q_r)
    return Game(players=[manufacturer, retailer], order=[w, "retailer", q_m], assuming=[a > c])


@pytest.fixture(scope="module")
def encroached() -> PiecewiseEquilibrium:
    return solve(encroachment(), corners=True)


def holds(left: object, right: object) -> bool:
    """Whether two regions are one, by proof."""
    return bool(prove(sp.Equivalent(left, right), given=[a > c]))


class TestDeterrence:
    @pytest.mark.slow
    def test_three_regimes_tile_the_domain_by_proof(self, encroached: PiecewiseEquilibrium) -> None:
        assert [regime.name for regime in encroached.regimes] == ["interior", "q_m = 0", "q_m = 0 (brink)"]
        assert encroached.tiling.is_proved
        assert not encroached.tiling.gaps

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("name", "region", "wholesale", "retailer"),
        [
            ("interior", c <= 3 * a / 5, a / 2 - c / 6, 2 * c**2 / (9 * b)),
            ("q_m = 0 (brink)", sp.And(3 * a / 5 <= c, c <= 5 * a / 6), (3 * c - a) / 2, (a - c) ** 2 / (2 * b)),
            ("q_m = 0", c >= 5 * a / 6, a / 2, a**2 / (16 * b)),
        ],
    )
    def test_closed_forms_and_exact_regions(
        self, encroached: PiecewiseEquilibrium, name: str, region: sp.Basic, wholesale: sp.Expr, retailer: sp.Expr
    ) -> None:
        regime = encroached.regime(name)
        assert sp.simplify(regime["w"] - wholesale) == 0
        assert sp.simplify(regime["retailer"] - retailer) == 0
        assert holds(regime.region, region)

    @pytest.mark.slow
    def test_the_retailer_gains_on_a_wider_interval_than_printed(self, encroached: PiecewiseEquilibrium) -> None:
        margin = a - b * q_r
        alone = solve(
            Game(
                players=[
                    Player("manufacturer", decides=[w], payoff=w * q_r),
                    Player("retailer", decides=[q_r], payoff=(margin - w) * q_r),
                ],
                order=["manufacturer", "retailer"],
            )
        )
        gains = encroached["retailer"] > alone["retailer"]
        exactly = sp.And(c > 3 * a / (4 * root), c < a * (1 - 1 / (2 * root)))
        printed = sp.And(c > 3 * a / (4 * root), c <= 3 * a / 5)
        assert prove(sp.Equivalent(gains, exactly), given=[encroached, alone])
        verdict = prove(sp.Equivalent(gains, printed), given=[encroached, alone])
        assert isinstance(verdict, ByRegime)
        assert verdict.cases["interior"]
        assert not verdict.cases["q_m = 0 (brink)"]

    @pytest.mark.slow
    def test_a_point_picks_its_regime(self, encroached: PiecewiseEquilibrium) -> None:
        found = encroached.at({"a": 1, "b": 1, "c": 0.7})
        assert found.regime == "q_m = 0 (brink)"
        assert found["q_r"] == sp.Rational(3, 10)
        # Two regimes meet there in one equilibrium.
        (meeting,) = encroached.all_at({"a": 1, "b": 1, "c": 0.6})
        assert meeting["q_m"] == 0

    @pytest.mark.slow
    def test_a_sweep_picks_regimes_too(self, encroached: PiecewiseEquilibrium) -> None:
        data = sweep(encroached, over={"c": [0.3, 0.6, 0.7, 0.9, 1.5]}, at={"a": 1, "b": 2})
        names = data["regime"].attrs["regimes"].splitlines()
        assert [names[i] if i >= 0 else None for i in data["regime"].values] == [
            "interior",
            "interior",
            "q_m = 0 (brink)",
            "q_m = 0",
            None,
        ]
        exact = [float(encroached.at({"a": 1, "b": 2, "c": x})["retailer"]) for x in (0.3, 0.6, 0.7, 0.9)]
        assert data["retailer"].values[:4] == pytest.approx(exact, rel=1e-14)
        assert "a > c" in data["violated"].attrs["conditions"].splitlines()[data["violated"].values[4]]


def cournot(**more: object) -> Game:
    price = a - q_r - q_m
    firms = [
        Player("cheap", decides=[q_r], payoff=price * q_r),
        Player("dear", decides=[q_m], payoff=(price - c) * q_m),
    ]
    return Game(players=firms, **more)  # type: ignore[arg-type]


def test_cournot_drives_the_dear_firm_out() -> None:
    found = solve(cournot(), corners=True)
    assert found.tiling.is_proved
    assert {regime.name for regime in found.regimes} == {"interior", "q_m = 0"}
    assert bool(prove(sp.Equivalent(found.regime("interior").region, a >= 2 * c)))
    assert found.regime("q_m = 0")["q_r"] == a / 2


@pytest.mark.slow
def test_a_leader_deters_where_that_pays() -> None:
    found = solve(cournot(order=["cheap", "dear"]), corners=True)
    limit = found.regime("q_m = 0 (brink)")
    assert sp.simplify(limit["q_r"] - (a - c)) == 0
    # The leader would sell (a + c)/2; that keeps the follower out from c = a/3 on; alone it would sell a/2.
    assert bool(prove(sp.Equivalent(limit.region, sp.And(3 * c >= a, 2 * c <= a))))


@pytest.mark.slow
def test_a_box_binds() -> None:
    market = Player("monopolist", decides=[p], payoff=(p - c) * (a - p))
    found = solve(Game(players=[market], constraints=[p <= a, p >= k]), corners=True)
    assert len(found.regimes) == 3
    assert {str(regime["p"]) for regime in found.regimes} == {"a/2 + c/2", "k", "a"}
    assert found.at({"a": 10, "c": 2, "k": 1})["p"] == 6
    assert found.at({"a": 10, "c": 2, "k": 8})["p"] == 8
    assert found.at({"a": 10, "c": 12, "k": 8})["p"] == 10
    with pytest.raises(OutsideDomain, match="no decisions meet all constraints"):
        found.at({"a": 10, "c": 2, "k": 11})


@pytest.mark.slow
def test_a_constraint_binds_whom_it_is_given_to() -> None:
    shared = [q_r + q_m <= k]
    for owner, held in (("cheap", "q_r"), ("dear", "q_m")):
        found = solve(cournot(constraints={owner: shared}, assuming=[a > 2 * c]), corners=True)
        at = found.at({"a": 10, "c": 1, "k": 5})
        other = {"q_r": "q_m", "q_m": "q_r"}[held]
        reply = (10 - (1 if other == "q_m" else 0) - at[held]) / 2
        assert at[held] + at[other] == 5
        assert at[other] == max(reply, 0)


@pytest.mark.slow
def test_no_pure_equilibrium_is_a_gap_with_a_reason() -> None:
    # z = max(0, x - y) makes one's payoff convex at x = y: x = 1 is best for y > 3/2, x = 2 for y < 3/2, and y = k*x.
    x, y, z = decisions("x y z")
    pursuit = Game(
        players=[
            Player("one", decides=[x], payoff=2 * z - (x - 1) ** 2),
            Player("two", decides=[y], payoff=-((y - k * x) ** 2)),
            Player("three", decides=[z], payoff=-((z - x + y) ** 2)),
        ],
        order=[("one", "two"), "three"],
    )
    found = solve(pursuit, corners=True)
    assert found.tiling.covering == "incomplete"
    regions = {(regime["x"], regime.region) for regime in found.regimes}
    assert {x for x, _ in regions} == {1, 2}
    for value, region in regions:
        assert bool(prove(sp.Equivalent(region, k >= Fraction(3, 2) if value == 1 else k <= sp.Rational(3, 4))))
    assert {gap.reason for gap in found.tiling.gaps} == {
        "no pure equilibrium: no choice of the first movers is a best reply of each to the others"
    }
    assert all(Fraction(3, 4) < gap.point["k"] < Fraction(3, 2) for gap in found.tiling.gaps)
    with pytest.raises(OutsideDomain, match="No pure subgame-perfect equilibrium"):
        found.at({"k": 1})


@pytest.mark.slow
def test_several_equilibria_are_reported() -> None:
    x, y = decisions("x y")
    chicken = Game(
        players=[
            Player("one", decides=[x], payoff=x * (a - x / 2 - 2 * y)),
            Player("two", decides=[y], payoff=y * (a - y / 2 - 2 * x)),
        ],
    )
    found = solve(chicken, corners=True)
    assert found.tiling.disjoint == "overlapping"
    assert found.tiling.overlaps
    assert len(found.all_at({"a": 3})) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("game", "error", "words"),
    [
        (Game(players=[Player("one", decides=[p], payoff=p * (a - p) ** 2)]), NotQuadratic, "payoff of 'one'"),
        (Game(players=[Player("one", decides=[p], payoff=p * a)]), NoInteriorOptimum, "grows without bound"),
        (
            Game(players=[Player("one", decides=[p], payoff=p * (a - p))], constraints=[p**2 <= 1]),
            NotQuadratic,
            "not linear",
        ),
        (
            Game(players=[Player("one", decides=[p], payoff=p * (a - p))], constraints=[p <= 1, p >= 2]),
            ContradictoryAssumptions,
            "p <= 1.*p >= 2",
        ),
    ],
)
def test_bad_input_is_named(game: Game, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        solve(game, corners=True)


def test_a_constraint_of_nobody() -> None:
    with pytest.raises(UnknownName, match="'cheap'"):
        cournot(constraints={"chep": [q_r <= 1]})


@pytest.mark.slow
def test_renaming_and_reordering_change_nothing() -> None:
    one = solve(cournot(), corners=True)
    game = cournot()
    other = solve(Game(players=game.players[::-1]), corners=True)
    for point in ({"a": 5, "c": 1}, {"a": 5, "c": 3}, {"a": 1, "c": Fraction(1, 2)}):
        assert one.at(point)["cheap"] == other.at(point)["cheap"]
        assert one.regime_at(point) == other.regime_at(point)


@pytest.mark.slow
def test_a_corner_where_more_sides_meet_than_there_are_decisions() -> None:
    # At x = y = 0 three constraints hold with equality; whichever two bind, it is one response with several regions.
    t, beta = decisions("t", real=True), parameters("beta", positive=True)
    x, y = decisions("x y")
    leader = Player("leader", decides=[t], payoff=-((t - 1) ** 2) + beta * y)
    follower = Player("follower", decides=[x, y], payoff=t * x - 2 * t * y - x**2 / 2 - y**2 / 2)
    game = Game(players=[leader, follower], order=["leader", "follower"], constraints=[x <= y], assuming=[beta > 1])
    found = solve(game, corners=True)
    assert found.tiling.is_proved
    # They meet at beta = 2, where the leader is indifferent.
    assert found.at({"beta": 1.5})["t"] == 1
    assert found.at({"beta": 2.5})["t"] == sp.Rational(-3, 2)
    assert {at["t"] for at in found.all_at({"beta": 2})} == {1, -1}


def test_a_strict_constraint_has_no_best_choice() -> None:
    found = solve(Game(players=[Player("firm", decides=[q], payoff=q * (a - q))], constraints=[q < k]), corners=True)
    assert [regime.name for regime in found.regimes] == ["interior"]
    with pytest.raises(OutsideDomain, match="q < k is strict"):
        found.at({"a": 4, "k": 1})


@pytest.mark.slow
def test_a_constraint_that_several_share_leaves_a_continuum() -> None:
    found = solve(cournot(constraints=[q_r + q_m <= k], assuming=[a > 2 * c]), corners=True)
    assert any("a continuum" in name for overlap in found.tiling.overlaps for name in overlap.regimes)


def test_a_constraint_on_parameters_belongs_elsewhere() -> None:
    with pytest.raises(DeclarationError, match="assuming="):
        solve(cournot(constraints=[a > 2 * c]), corners=True)


@pytest.mark.slow
def test_what_is_not_proved_of_regions_makes_no_proof() -> None:
    capped = Game(
        players=[
            Player("manufacturer", decides=[w], payoff=(w - c) * (a - p)),
            Player("retailer", decides=[p], payoff=(p - w) * (a - p)),
        ],
        order=["manufacturer", "retailer"],
        constraints=[p <= k],
        assuming=[a > c, k > c],
    )
    found = solve(capped, corners=True)
    assert not found.tiling.is_sound
    verdict = prove(found["p"] <= a, given=[found])
    assert verdict.status == "undecided"
    assert any("without bound" in words for words in found.tiling.unproved)


def test_a_report_that_divides_by_zero_is_undefined_in_that_regime() -> None:
    firm = Player("firm", decides=[q], payoff=q * (a - c - q))
    found = solve(Game(players=[firm], report={"unit": k / q}), corners=True)
    assert "unit" in found.regime("interior").exact
    assert "unit" not in found.regime("q = 0").exact
    assert len(found["unit"].args) == 1
    data = sweep(found, over={"c": [1, 3]}, at={"a": 2, "k": 1})
    assert data["unit"].attrs["undefined"] == "q = 0"
    assert data["unit"].values[0] == 2
    assert data["violated"].values.tolist() == [-1, -1]


def test_a_thin_domain_is_none_without_equilibrium() -> None:
    a, b = parameters("a b", positive=True)
    x = decisions("x")
    firm = Player("firm", decides=[x], payoff=a * x - b * x**2)
    thin = solve(Game(players=[firm], assuming=[a >= b, b >= a]), corners=True)
    assert thin.tiling.is_proved
    assert thin.at(a=3, b=3)["x"] == Fraction(1, 2)
    with pytest.raises(SamplingFailed, match=r"nothing is known of its equilibria.*at="):
        solve(Game(players=[firm], assuming=[2 * a * b >= a**2 + b**2]), corners=True)


@pytest.mark.slow
def test_a_decision_that_only_costs_leaves_payoffs_bounded() -> None:
    """Capacity beyond K costs r a unit, and is not stopped from above: it stops itself."""
    x, e = decisions("x e")
    A, K, r = parameters("A K r", positive=True)

    def firm(payoff: sp.Expr) -> Game:
        return Game(players=[Player("firm", decides=[x, e], payoff=payoff)], constraints=[x <= K + e])

    costly = solve(firm((A - x) * x - r * e), corners=True)
    assert costly.evidence.established
    for amount, region in ((K, (2 * K <= A) & (2 * K + r >= A)), (A / 2, 2 * K >= A), ((A - r) / 2, 2 * K + r <= A)):
        (regime,) = [regime for regime in costly.regimes if sp.expand(regime["x"] - amount) == 0]
        assert prove(sp.Equivalent(regime.region, region), given=[A > 0])
    with pytest.raises(NoInteriorOptimum, match="without bound"):
        solve(firm((A - x) * x + r * e), corners=True)
