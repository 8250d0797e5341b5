from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp
import xarray as xr

from lsec_models import Equilibrium, Game, Player, decisions, parameters, power_structures, solve
from lsec_models.errors import DeclarationError, LsecError, OutsideDomain, UnknownName
from lsec_models.evaluate.sweep import sweep
from lsec_models.models import load
from lsec_models.version import __version__

a, b, c, k, gamma = parameters("a b c k gamma", positive=True)
w, q, m = decisions("w q m")
demand = a - b * (w + m) + gamma * q
GAME = Game(
    players=[
        Player("manufacturer", decides=[w, q], payoff=(w - c) * demand - k * q**2 / 2),
        Player("streamer", decides=[m], payoff=m * demand),
    ],
    order=["manufacturer", "streamer"],
    assuming=[a > b * c],
    report={"demand": demand, "unit_price": w + m},
)
LED = solve(GAME)
NASH = solve(GAME.with_order([("manufacturer", "streamer")]))
AT = {"a": 10, "b": 1, "c": 2}


def test_every_point_is_the_exact_equilibrium_or_says_what_fails() -> None:
    data = sweep(LED, over={"gamma": (0, 3, 13), "k": [0.5, 1, 2]}, at=AT)
    assert dict(data.sizes) == {"gamma": 13, "k": 3}
    seen = set()
    for i, j in np.ndindex(13, 3):
        here = data.isel(gamma=i, k=j)
        point = AT | {"gamma": float(here["gamma"]), "k": float(here["k"])}
        failing = int(here["violated"])
        seen.add(failing)
        if failing == -1:
            exact = LED.at(point)
            for name in LED.exact:
                assert float(here[name]) == pytest.approx(float(exact[name]), rel=1e-12)
        else:
            assert all(np.isnan(here[name]) for name in LED.exact)
            with pytest.raises(OutsideDomain) as error:
                LED.at(point)
            condition, origin = data["violated"].attrs["conditions"].splitlines()[failing].split("  [")
            assert condition in str(error.value) or origin == "declared sign]"
    assert len(seen) == 3


def test_attributes_say_what_is_what() -> None:
    data = sweep(LED, over={"gamma": (0.1, 1, 4)}, at=AT | {"k": Fraction(3, 2)})
    assert list(data.data_vars) == [*LED.exact, "violated"]
    assert data["w"].attrs == {"latex": "w", "kind": "decision", "player": "manufacturer"}
    assert data["streamer"].attrs == {
        "latex": r"\pi_{\text{streamer}}",
        "kind": "payoff",
        "player": "streamer",
        "long_name": "payoff of streamer",
    }
    assert data["unit_price"].attrs == {"latex": r"\text{unit price}", "kind": "report"}
    assert data["gamma"].attrs["latex"] == r"\gamma"
    assert data.attrs == {
        "fixed": "a = 10, b = 1, c = 2, k = 3/2",
        "power_structure": "manufacturer > streamer",
        "evidence": LED.evidence.line(),
        "caveat": "",
        "version": f"lsec_models {__version__}",
        "backend": "numpy",
    }
    assert float(data["k"]) == 1.5
    assert data["k"].dims == ()
    flags = data["violated"].attrs
    assert flags["flag_values"] == list(range(-1, len(flags["conditions"].splitlines())))
    assert len(flags["flag_meanings"].split()) == len(flags["flag_values"])
    json.dumps({name: variable.attrs for name, variable in data.variables.items()})


def test_dimensions_follow_over_and_keys_may_be_symbols() -> None:
    data = sweep(LED, over={k: np.array([2, 1]), "a": (5, 10, 2), gamma: [Fraction(1, 2)]}, at={b: 1, c: sp.Integer(1)})
    assert data["w"].dims == ("k", "a", "gamma")
    np.testing.assert_array_equal(data["k"], [2.0, 1.0])
    assert float(data["w"].sel(k=1, a=10)[0]) == float(LED.at({a: 10, b: 1, c: 1, k: 1, gamma: Fraction(1, 2)})["w"])


def test_leaving_the_declared_sign_is_marked() -> None:
    data = sweep(LED, over={"gamma": [-1, 0, 1]}, at=AT | {"k": 1})
    conditions = data["violated"].attrs["conditions"].splitlines()
    assert [conditions[i] if i >= 0 else "" for i in data["violated"].values] == ["gamma > 0  [declared sign]"] * 2 + [
        ""
    ]
    assert data["q"].isnull().values.tolist() == [True, True, False]


def test_strict_and_weak_boundaries() -> None:
    x = decisions("x")
    limit = parameters("limit", real=True)
    game = Game(players=[Player("firm", decides=[x], payoff=2 * limit * x - b * x**2)])
    data = sweep(solve(game), over={"limit": [-0.5, 0, 0.5], "b": [0, 1]})
    np.testing.assert_array_equal(data["violated"].values != -1, [[True, True], [True, False], [True, False]])
    np.testing.assert_array_equal(data["x"].sel(b=1), [np.nan, 0, 0.5])


def test_several_equilibria_share_one_dataset() -> None:
    data = sweep({"led": LED, "nash": NASH}, over={"gamma": (0.1, 2.5, 25)}, at=AT | {"k": 1})
    assert data["w"].dims == ("structure", "gamma")
    assert data["structure"].values.tolist() == ["led", "nash"]
    assert data.attrs["power_structure"] == "manufacturer > streamer\nmanufacturer = streamer"
    conditions = data["violated"].attrs["conditions"].splitlines()
    for label, equilibrium in {"led": LED, "nash": NASH}.items():
        alone = sweep(equilibrium, over={"gamma": (0.1, 2.5, 25)}, at=AT | {"k": 1})
        for name in equilibrium.exact:
            np.testing.assert_array_equal(data[name].sel(structure=label), alone[name])
        words = [conditions[i] for i in data["violated"].sel(structure=label).values if i >= 0]
        assert words == [
            alone["violated"].attrs["conditions"].splitlines()[i] for i in alone["violated"].values if i >= 0
        ]
        assert len(words) > 0


def test_equilibria_may_have_different_parameters_and_quantities() -> None:
    both = {"three": solve(load("power_structures")), "two": solve(load("power_structures_bilateral"))}
    at = {"a": 20, "b": 1, "c": 2, "k": 2, "eta": 2, "upsilon": 2, "mu": 0.8}
    data = sweep(both, over={"tau": [0.5, 0.8], "gamma": [0.5, 0.8]}, at=at)
    assert "t" not in data
    moved = data["q"].diff("tau")
    assert (moved.sel(structure="two") == 0).all()
    assert (moved.sel(structure="three") > 0).all()
    assert (data["violated"] == -1).all()


@pytest.mark.slow
def test_all_power_structures_with_a_parameter_called_lambda() -> None:
    orders = power_structures(["manufacturer", "streamer", "platform"])
    equilibria = {
        str(order): solve(load("power_structures", order=order, streamer="top")) for order in list(orders)[3:5]
    }
    at = {
        "F": 4,
        "a": 20,
        "b": 1,
        "c": 2,
        "eta": 1,
        "gamma": 0.8,
        "k": 2,
        "mu": 0.8,
        "phi": 3,
        "tau": 0.8,
        "upsilon": 2,
    }
    data = sweep(equilibria, over={"lambda": (0, 1, 5)}, at=at)
    assert (data["violated"].isel({"lambda": [0, 4]}) != -1).all()
    for label, equilibrium in equilibria.items():
        exact = float(equilibrium.at(at | {"lambda": 0.25})["platform"])
        assert float(data["platform"].sel({"structure": label, "lambda": 0.25})) == pytest.approx(exact)


def _with_report(name: str, **declared: Any) -> Equilibrium:
    x = decisions("x")
    player = Player("firm", decides=[x], payoff=a * x - x**2)
    return solve(Game(players=[player], report={name: declared.get("value", 2 * x)}))


@pytest.mark.parametrize(
    ("equilibria", "over", "at", "error", "words"),
    [
        (LED, {"gama": (0, 1, 3)}, AT | {"k": 1}, UnknownName, "did you mean 'gamma'"),
        (LED, {"gamma": (0, 1, 3)}, AT | {"k": 1, "z": 1}, UnknownName, "no parameter 'z'"),
        (LED, {"w": (0, 1, 3)}, AT | {"k": 1, "gamma": 1}, UnknownName, "no parameter 'w'"),
        (LED, {"gamma": (0, 1, 3)}, AT, DeclarationError, "no value for k"),
        (LED, {"gamma": (0, 1, 3)}, None, DeclarationError, "no value for a, b, c, k"),
        (LED, {"gamma": (0, 1, 3)}, AT | {"k": 1, "gamma": 1}, DeclarationError, "'gamma' is given twice"),
        (LED, {"gamma": (0, 1, 3), gamma: [1]}, AT | {"k": 1}, DeclarationError, "'gamma' is given twice"),
        (LED, {}, AT | {"k": 1, "gamma": 1}, DeclarationError, "at least one parameter in over"),
        (LED, {"gamma": []}, AT | {"k": 1}, DeclarationError, "range of gamma has shape (0,)"),
        (LED, {"gamma": np.ones((2, 2))}, AT | {"k": 1}, DeclarationError, "shape (2, 2)"),
        (LED, {"gamma": np.array(["x"])}, AT | {"k": 1}, DeclarationError, "the text is not a number"),
        (LED, {"gamma": ["1", "2x"]}, AT | {"k": 1}, DeclarationError, "a value of gamma = '2x'"),
        (LED, {"gamma": [True]}, AT | {"k": 1}, DeclarationError, "not a finite rational number"),
        (LED, {"gamma": [1, float("nan")]}, AT | {"k": 1}, DeclarationError, "not a finite rational number"),
        (LED, {"gamma": np.array([1, np.inf])}, AT | {"k": 1}, DeclarationError, "not finite"),
        (LED, {"gamma": [sp.sqrt(2)]}, AT | {"k": 1}, DeclarationError, "not a finite rational number"),
        (LED, {"gamma": "0:1"}, AT | {"k": 1}, DeclarationError, "is not a range"),
        (LED, {"gamma": 1}, AT | {"k": 1}, DeclarationError, "a single number belongs into at="),
        (LED, {"gamma": (0, 1)}, AT | {"k": 1}, DeclarationError, "(start, stop, count)"),
        (LED, {"gamma": (0, 1, 0)}, AT | {"k": 1}, DeclarationError, "count of at least 1"),
        (LED, {"gamma": (0, 1, 10**17)}, AT | {"k": 1}, DeclarationError, "too many for memory; ask for fewer"),
        (LED, {"gamma": (0, 1, 10**30)}, AT | {"k": 1}, DeclarationError, "too many for memory; ask for fewer"),
        (LED, {"gamma": (0, 1, 2.5)}, AT | {"k": 1}, DeclarationError, "count of at least 1"),
        (LED, {"gamma": ("low", 1, 3)}, AT | {"k": 1}, DeclarationError, "an end of the range of gamma = 'low'"),
        (LED, {"gamma": (0, 1, 3)}, AT | {"k": "1k"}, DeclarationError, "k = '1k'"),
        (LED, {"gamma": (0, 10**400, 3)}, AT | {"k": 1}, DeclarationError, "an end of the range of gamma is too large"),
        (LED, {"gamma": [10**400]}, AT | {"k": 1}, DeclarationError, "a value of gamma is too large for floats"),
        (LED, {"gamma": (0, 1, 3)}, AT | {"k": 10**400}, DeclarationError, "k is too large for floats"),
        (LED, {"gamma": (0, 1, 3)}, AT | {"k": Fraction(1, 10**400)}, DeclarationError, "k is too near to zero for"),
        (LED, {"gamma": {0, 1}}, AT | {"k": 1}, DeclarationError, "is not a range"),
        (LED, {"gamma": {0: 1}}, AT | {"k": 1}, DeclarationError, "is not a range"),
        (LED, {"gamma": b"12"}, AT | {"k": 1}, DeclarationError, "is not a range"),
        (LED, {"gamma": np.float32(1)}, AT | {"k": 1}, DeclarationError, "range of gamma has shape ()"),
        (LED, {"gamma": np.array(1, dtype=object)}, AT | {"k": 1}, DeclarationError, "range of gamma has shape ()"),
        (LED, {"gamma": xr.DataArray(1.0)}, AT | {"k": 1}, DeclarationError, "range of gamma has shape ()"),
        (LED, {"gamma": np.ma.masked_equal([1.0, 2.0], 2)}, AT | {"k": 1}, DeclarationError, "that are masked"),
        (LED, {"gamma": (-1e308, 1e308, 3)}, AT | {"k": 1}, DeclarationError, "too wide for floats"),
        ({}, {"gamma": (0, 1, 3)}, AT, DeclarationError, "no equilibrium"),
        ({"led": GAME}, {"gamma": (0, 1, 3)}, AT, DeclarationError, "'led' is a Game"),
        ({1: LED}, {"gamma": (0, 1, 3)}, AT, DeclarationError, "1 is not a name of an equilibrium"),
        ({"l\ned": LED}, {"gamma": (0, 1, 3)}, AT, DeclarationError, "is not a name of an equilibrium"),
        (_with_report("violated"), {"a": [1]}, {}, DeclarationError, "'violated' for itself"),
        (_with_report("a"), {"a": [1]}, {}, DeclarationError, "a parameter and a quantity"),
    ],
)
def test_bad_input_is_named(equilibria: Any, over: Any, at: Any, error: type[LsecError], words: str) -> None:
    with pytest.raises(error) as raised:
        sweep(equilibria, over=over, at=at)
    assert words in str(raised.value)


def test_an_axis_of_another_sweep_is_a_range() -> None:
    data = sweep(LED, over={"gamma": [0.5, 1.5]}, at=AT | {"k": 1})
    xr.testing.assert_equal(sweep(LED, over={"gamma": data["gamma"]}, at=AT | {"k": 1}), data)


def test_more_points_than_can_be_counted_are_refused_before_any_work() -> None:
    over = dict.fromkeys(("a", "b", "c", "k", "gamma"), (1, 2, 10**4))
    with pytest.raises(DeclarationError, match=r"1e\+20 points are more than can be counted"):
        sweep(LED, over=over, reduce={"q": "max"})


@pytest.mark.parametrize("quantities", [[], 3, {"q": "mean"}, [None], ["q", 3]])
def test_what_names_no_quantities_is_refused(quantities: Any) -> None:
    with pytest.raises(
        DeclarationError, match=r"give names, as in quantities=\['q', 'w'\]; for all of them leave it out"
    ):
        sweep(LED, over={"gamma": (0, 1, 3)}, at=AT | {"k": 1}, quantities=quantities)


def test_equilibria_without_common_quantities() -> None:
    y = decisions("y")
    other = solve(Game(players=[Player("other", decides=[y], payoff=a * y - y**2)]))
    with pytest.raises(DeclarationError, match="no quantity in common"):
        sweep({"one": _with_report("r"), "two": other}, over={"a": [1]})


def test_a_pole_of_a_report_is_marked() -> None:
    shift = parameters("shift", real=True)
    data = sweep(_with_report("odds", value=1 / shift), over={"shift": [-1, 0, 1]}, at={"a": 1})
    np.testing.assert_array_equal(data["odds"], [-1, np.nan, 1])
    assert "odds" in data["violated"].attrs["conditions"].splitlines()[int(data["violated"].sel(shift=0))]


def test_what_overflows_is_decided_exactly() -> None:
    huge = 1e300  # its square is beyond floating point, so that b*k - gamma**2 is NaN
    at = {"a": 10, "c": 2, "b": huge, "k": huge}
    outside = sweep(LED, over={"gamma": [1e305]}, at=at | {"c": 1e-300})
    assert "gamma" in outside["violated"].attrs["conditions"].splitlines()[int(outside["violated"][0])]
    inside = sweep(LED, over={"gamma": [1e200]}, at=at | {"c": 1e-300})
    assert float(inside["w"][0]) == pytest.approx(5e-300)  # As without quality: half the sum of a/b and c.
    with pytest.raises(OutsideDomain, match=r"manufacturer of .* has no finite value in floats"):
        sweep(LED, over={"gamma": [1]}, at={"a": 1e200, "b": 1, "c": 1, "k": 1})


def far_out() -> tuple[dict[str, list[float]], dict[str, float]]:
    return {"k": [1, 1e-200, 1e-150], "gamma": [1e-201, 1, 1e-170]}, {"a": 1, "b": 1e-200, "c": 1}


def test_what_underflows_is_decided_exactly() -> None:
    over, at = far_out()
    data = sweep(LED, over=over, at=at)
    for i, j in np.ndindex(3, 3):
        point = at | {"k": over["k"][i], "gamma": over["gamma"][j]}
        holds = 4 * Fraction(str(at["b"])) * Fraction(str(point["k"])) > Fraction(str(point["gamma"])) ** 2
        assert (int(data["violated"][i, j]) == -1) == holds
        if holds:
            assert float(data["q"][i, j]) == pytest.approx(float(LED.at(point)["q"]), rel=1e-15, abs=0)
    counts = sweep({"led": LED, "nash": NASH}, over=over, at=at, reduce={"region": "count"})
    assert int(counts["region_count"].sel(structure="led", region="holds")) == int((data["violated"] == -1).sum())


@pytest.mark.slow
def test_what_underflows_is_decided_exactly_by_compiled_loops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    over, at = far_out()
    xr.testing.assert_equal(sweep(LED, over=over, at=at, backend="numba"), sweep(LED, over=over, at=at))
    both, reduce = {"led": LED, "nash": NASH}, {"q": "argmax"}
    expected = sweep(both, over=over, at=at, reduce=reduce)
    xr.testing.assert_equal(sweep(both, over=over, at=at, reduce=reduce, backend="numba"), expected)


def test_a_sweep_can_be_kept_as_netcdf(tmp_path: Path) -> None:
    data = sweep(LED, over={"gamma": (0.5, 3, 6)}, at=AT | {"k": 1})
    data.to_netcdf(tmp_path / "sweep.nc")
    with xr.open_dataset(tmp_path / "sweep.nc") as again:
        assert again.equals(data)
        assert again["violated"].attrs["conditions"] == data["violated"].attrs["conditions"]


class TestGamesWithoutAClosedForm:
    share, price = decisions("lam", within=(0, 1)), decisions("p")
    game = Game(
        players=[
            Player("streamer", decides=[share], payoff=share * price * (a - price)),
            Player("maker", decides=[price], payoff=((1 - share) * price - c) * (a - price)),
        ],
        order=["streamer", "maker"],
        constraints=[price <= a],
        assuming=[a > c],
    )

    def test_each_point_is_solved_exactly(self) -> None:
        data = sweep(self.game, over={"c": [1, 2, 3]}, at={"a": 10})
        for cost, here in zip([1, 2, 3], data["lam"].values, strict=True):
            assert here == float(solve(self.game, at={"a": 10, "c": cost}).only()["lam"])
        # The streamer's first-order condition, with the maker's price a/2 + c/(2 (1 - lam)) inserted.
        kept = 1 - data["lam"].values
        np.testing.assert_allclose(100 * kept**3, np.array([1, 2, 3]) ** 2 * (2 - kept), rtol=1e-9)
        assert data["violated"].values.tolist() == [-1, -1, -1]
        assert data["regime"].attrs["regimes"] == "interior"
        assert "one equilibrium, established, at 3" in data.attrs["evidence"]

    def test_points_without_one_say_why(self) -> None:
        data = sweep(self.game, over={"c": [0, 2, 10]}, at={"a": 10})
        assert np.isnan(data["lam"].values).tolist() == [True, False, True]
        words = data["violated"].attrs["conditions"].splitlines()
        said = [words[i] if i >= 0 else "" for i in data["violated"].values]
        assert said == ["c > 0  [declared sign]", "", "a > c  [assumption]"]

    def test_one_beside_which_others_are_not_excluded_is_not_called_several(self) -> None:
        x, y = decisions("x y")
        leader = Player("leader", decides=[x], payoff=2 * x**2 + 3 * x * y + x)
        indifferent = Player("follower", decides=[y], payoff=4 * x)
        game = Game(players=[leader, indifferent], order=["leader", "follower"], constraints=[x <= k])
        found = solve(game, at={"k": "3/2"})
        assert len(found) == 1
        assert not found.complete
        data = sweep(game, over={"k": ["3/2"]})
        assert data["violated"].attrs["conditions"] == "other equilibria are not excluded"

    def test_none_and_several_are_told_apart(self) -> None:
        x = decisions("x", within=(0, None))
        none = Game(players=[Player("firm", decides=[x], payoff=x**3 - k * x)])
        data = sweep(none, over={"k": [1]})
        assert data["violated"].attrs["conditions"] == "no equilibrium"
        several = Game(players=[Player("firm", decides=[x], payoff=-((x**2 - 3 * x + k) ** 2))])
        data = sweep(several, over={"k": [1, 9]})
        assert data["violated"].values.tolist() == [0, -1]
        assert data["violated"].attrs["conditions"] == "several equilibria"
