from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.errors import DeclarationError
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.grid import Grid, PairedPoints
from lsec_models.evaluate.point_by_point.smooth import CAVEAT, NOT_FOUND, SEVERAL, SmoothAtPoints

b, beta, c = parameters("b beta c", positive=True)
w, m, p = decisions("w m p")


def chain(demand: sp.Expr, **more: object) -> Game:
    maker = Player("maker", decides=[w], payoff=(w - c) * demand)
    return Game(
        players=[maker, Player("seller", decides=[p], payoff=(p - w) * demand)], order=["maker", "seller"], **more
    )


def test_a_sweep_is_what_solving_finds_at_each_point() -> None:
    demand = sp.exp(2 - b * p) / (1 + sp.exp(2 - b * p))
    game = chain(demand, report={"sales": demand})
    data = sweep(game, over={"b": (0.5, 3, 40), "c": (0.1, 1, 30)})
    assert (data["violated"] == -1).all()
    for i, j in ((0, 0), (39, 29), (17, 11)):
        point = {"b": float(data["b"][i]), "c": float(data["c"][j])}
        found = solve(game, at=point).only()
        for name in ("w", "p", "maker", "seller", "sales"):
            assert float(data[name][i, j]) == pytest.approx(float(found[name]), rel=1e-10)
    assert data.attrs["evidence"].startswith("in numbers, at 1200 points: one candidate")
    assert data.attrs["caveat"] == CAVEAT


def test_a_sweep_says_where_who_stops_at_which_end() -> None:
    capped = decisions("p", within=(0, b))
    game = Game(players=[Player("seller", decides=[capped], payoff=(capped - c) * sp.exp(-capped))])
    data = sweep(game, over={"b": (0.5, 4, 8), "c": (0.25, 2, 3)})
    regimes = data["regime"].attrs["regimes"].splitlines()
    for place in np.ndindex(8, 3):
        most, cost = float(data["b"][place[0]]), float(data["c"][place[1]])
        assert float(data["p"][place]) == pytest.approx(min(most, 1 + cost))
        assert regimes[int(data["regime"][place])] == ("interior" if 1 + cost < most else "p = b")


def test_where_nothing_is_found_there_is_no_number() -> None:
    data = sweep(chain(p**-beta, assuming=[beta > sp.Rational(1, 2)]), over={"beta": [0.25, 0.8, 2, 3]}, at={"c": 1})
    names = data["violated"].attrs["conditions"].splitlines()
    words = [names[code] if code >= 0 else "" for code in data["violated"].values]
    assert words[0].startswith("2*beta > 1")
    assert words[1:] == [NOT_FOUND, "", ""]
    assert np.isnan(data["p"].values[:2]).all()
    assert data["regime"].values.tolist() == [-1, -1, 0, 0]
    assert data["p"].values[2:] == pytest.approx([4, 9 / 4])


@pytest.mark.slow
def test_what_is_far_from_all_starts_is_found_as_at_one_point() -> None:
    demand = p**-beta
    host = Player("host", decides=[m], payoff=m * demand)
    maker = Player("maker", decides=[w], payoff=(w - c) * demand)
    seller = Player("seller", decides=[p], payoff=(p - w - m) * demand)
    game = Game(players=[maker, host, seller], order=["maker", "host", "seller"])
    data = sweep(game, over={"beta": [0.8, 1.02, 1.04, 2]}, at={"c": 1})
    assert data["p"].values == pytest.approx([np.nan, 51**3, 26**3, 8], rel=1e-9, nan_ok=True)


def test_several_candidates_are_no_number_either() -> None:
    x, y = decisions("x y")
    spill = 4 * x * y**2 / (1 + y**2), 4 * y * x**2 / (1 + x**2)
    players = [
        Player(name, decides=[own], payoff=gain + own * sp.exp(-b) - own**2)
        for name, own, gain in (("one", x, spill[0]), ("two", y, spill[1]))
    ]
    data = sweep(Game(players=players), over={"b": [9.0]})
    assert data["violated"].attrs["conditions"].splitlines()[int(data["violated"][0])] == SEVERAL


def test_an_equilibrium_to_which_few_starts_lead_is_no_less_a_second_one() -> None:
    # Both put in nearly nothing, or both much; few starts between the ends are near nothing.
    x, y = decisions("x y", within=(0, 10))
    th = parameters("th", positive=True)
    players = [
        Player(name, decides=[own], payoff=th * own * other**3 / (1 + other**3) - own**2 + 0.17 * sp.log(1 + own))
        for name, own, other in (("one", x, y), ("two", y, x))
    ]
    data = sweep(Game(players=players), over={"th": (5, 8, 50)}, at={})
    assert data["x"].isnull().all()
    assert data["violated"].attrs["conditions"] == SEVERAL


def test_of_two_ends_the_better_one_is_taken() -> None:
    h = decisions("h", within=(0, 1))
    shop = Game(players=[Player("shop", decides=[h], payoff=sp.exp(h) - b * h)])
    data = sweep(shop, over={"b": (1.2, 2.2, 11)})
    assert data["h"].values.tolist() == [1.0 if np.exp(1) - slope > 1 else 0.0 for slope in data["b"].values]


@pytest.mark.slow
@settings(max_examples=10)
@example(middle=0.5, width=0.03125, x=0.0, y=1.0625)
@given(middle=st.floats(0.1, 0.9), width=st.floats(0.024, 0.05), x=st.floats(-2, 2), y=st.floats(-2, 2))
def test_no_second_hill_that_rises_and_folds_away_is_passed_over(
    middle: float, width: float, x: float, y: float
) -> None:
    # Along 401 points a second hill is higher for some twenty of them at least, and is not a hill before and after.
    hills = [sp.exp(-2 * (sp.log(p) - sp.Float(top)) ** 2) for top in (x, y)]
    second = sp.Rational(3, 2) * sp.exp(-(((b - sp.Float(middle)) / sp.Float(width)) ** 2) / 2)
    shop = Player("shop", decides=[p], payoff=hills[0] + second * hills[1])
    data = sweep(Game(players=[shop]), over={"b": (0.05, 1, 401)})
    there = np.linspace(0.05, 1, 401)[:, None]
    places = np.linspace(-4, 4, 1601)
    height = 1.5 * np.exp(-(((there - middle) / width) ** 2) / 2)
    payoffs = np.exp(-2 * (places - x) ** 2) + height * np.exp(-2 * (places - y) ** 2)
    found = ~np.isnan(data["p"].values)
    assert (data["shop"].values[found] >= payoffs.max(axis=1)[found] - 1e-6).all()


def test_where_one_point_is_refuted_all_are_tried_and_lead_to_what_is_better() -> None:
    # Of two hills the lower one is wide, so that few starts lead to the higher one.
    hills = sp.exp(-b * (p - 1) ** 2) + 2 * sp.exp(-b * 100 * (p - 3) ** 2)
    data = sweep(Game(players=[Player("shop", decides=[p], payoff=hills)]), over={"b": (1, 2, 6)})
    numbers = data["p"].values
    assert numbers == pytest.approx(3, rel=1e-3)


def test_a_point_that_is_refuted_far_from_the_first_one_leads_to_what_is_better() -> None:
    # Where b is large the price p = 1 is a summit still, and much less is earned there than at p = 5.
    hills = sp.exp(-((p - 1) ** 2)) + b * sp.exp(-4 * (p - 5) ** 2)
    data = sweep(Game(players=[Player("shop", decides=[p], payoff=hills)]), over={"b": (0.1, 4, 12)})
    low = data["p"].sel(b=slice(2, None)).values
    assert low == pytest.approx(5, rel=1e-3)


def test_what_is_solved_exactly_at_each_point_is_not_compiled() -> None:
    with pytest.raises(DeclarationError, match="anew at each point; leave backend= out"):
        sweep(chain(9 - b * p), over={"b": [1]}, at={"c": 1}, backend="numba")


@pytest.mark.slow
def test_machine_code_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    game = chain(sp.exp(1 - b * p) / (1 + sp.exp(1 - b * p)))
    over = {"b": [-1, 0.5, 1, 2]}
    for at in ({"c": 0.5}, {"c": 2}):
        plain, compiled = (sweep(game, over=over, at=at, backend=backend) for backend in ("numpy", "numba"))
        for name in ("w", "p", "maker", "seller"):
            np.testing.assert_allclose(compiled[name], plain[name], rtol=1e-12)
        assert compiled["violated"].identical(plain["violated"])
    # Other numbers, and other parameters that are fixed, compile nothing anew.
    sweep(game, over={"c": [1, 2]}, at={"b": 1}, backend="numba")
    assert len([*(tmp_path / "lsec_models" / "loops").glob("newton_*.py")]) == 1


def test_points_that_vary_together_are_read_as_they_are() -> None:
    pairs = PairedPoints(
        axes={"b": np.array([1.0, 2.0, 3.0]), "c": np.array([4.0, 5.0, 6.0])}, fixed={"a": Fraction(7)}
    )
    at_points = SmoothAtPoints(chain(sp.exp(-b * p)), pairs)
    found = at_points.floats(Block(slice(0, 1), slice(1, 3)))
    assert {name: values.tolist() for name, values in found.items()} == {"b": [2, 3], "c": [5, 6], "a": [7, 7]}


def test_parameters_of_a_block_are_those_of_its_exact_points() -> None:
    axes = {"a": np.array([1.0, 2.0]), "b": np.array([0.1, 0.2, 0.7]), "c": np.array([4.0, 5.0, 6.0])}
    grid = Grid(axes=axes, fixed={"d": Fraction(1, 3)})
    at_points = SmoothAtPoints(chain(sp.exp(-b * p)), grid)
    block = Block(slice(2, 5), slice(1, 3))
    found = at_points.floats(block)
    for place, index in enumerate(np.ndindex(*block.shape)):
        exact = at_points.exact_point(block, index)
        assert {name: values[place] for name, values in found.items()} == {n: float(v) for n, v in exact.items()}


def test_a_report_that_is_no_number_is_none_in_a_sweep() -> None:
    e = decisions("e")
    host = Game(players=[Player("host", decides=[e], payoff=b * sp.sqrt(1 + e) - e)], report={"share": 1 / e})
    data = sweep(host, over={"b": [1.0, 4.0]})
    assert data["e"].values == pytest.approx([0, 3], abs=1e-9)
    assert np.isnan(data["share"].values[0])
    assert float(data["share"][1]) == pytest.approx(1 / 3)


def test_who_enters_is_not_decided_by_the_order_of_players() -> None:
    x, y = decisions("x y")
    players = [
        Player(name, decides=[own], payoff=own * sp.exp(-own - 3 * other) - b * own)
        for name, own, other in (("one", x, y), ("two", y, x))
    ]
    for order in (players, players[::-1]):
        assert np.isnan(sweep(Game(players=order), over={"b": [0.3, 0.4]})["x"].values).all()
