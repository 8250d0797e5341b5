"""Partners of the survey under other demand and other timings, against numbers that share nothing with the solver."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from recorded import PAPERS

FOLDER = PAPERS / "zheng2024survey"
Games = Callable[[str], Mapping[str, Any]]
LINKS = {
    "exclusive": ("11", "22"),
    "all": ("11", "12", "21", "22"),
    "first_exclusive": ("11", "21", "22"),
    "common": ("11", "21"),
}
BRANDS, STREAMERS = {"1": "first", "2": "second"}, {"1": "one", "2": "other"}
LIKENESS = dict(zip(LINKS, ((0.9, 0.2), (0.3, 0.7), (0.6, 0.5), (0.2, 0.9)), strict=True))


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> Games:
    """Return what solves the games of one module of the folder."""
    monkeypatch.syspath_prepend(str(FOLDER.parent))
    return lambda module: importlib.import_module(f"{FOLDER.name}.asked_again.{module}").equilibria()


def at(found: Any, point: Mapping[str, float]) -> Any:
    """Return an equilibrium at those of the numbers that its game has."""
    known = {symbol.name for symbol in found.game.parameters}
    return found.at({name: str(value) for name, value in point.items() if name in known})


def alike(pairs: Sequence[str], sigma: float, tau: float) -> np.ndarray:
    """Return how much a unit of each lowers the price of each."""
    return np.array([[(1 if i[0] == j[0] else tau) * (1 if i[1] == j[1] else sigma) for j in pairs] for i in pairs])


def shared(pairs: Sequence[str], earned: Mapping[str, float], added: Sequence[float], beta: float) -> dict[str, float]:
    """Return what each has where a streamer earns this, of which a brand gets its part of what its links add."""
    has = dict(earned)
    for pair, more in zip(pairs, added, strict=True):
        for name, sign in ((BRANDS[pair[0]], 1), (STREAMERS[pair[1]], -1)):
            has[name] = has.get(name, 0) + sign * (1 - beta) * more
    return has


@pytest.mark.parametrize("links", LINKS)
def test_secret_contracts_pass_goods_on_at_cost_and_leave_what_is_said_where_demand_has_the_elasticity_2(
    links: str, solved: Games
) -> None:
    """Each pair's price on a grid; its streamer answers it, and sees its rival sell what it believes."""
    pairs, (sigma, tau), alpha, beta = LINKS[links], LIKENESS[links], 7.0, 0.4
    lowers = alike(pairs, sigma, tau) - np.eye(len(pairs))
    own = np.array([[i[1] == j[1] for j in pairs] for i in pairs])

    def sold(prices: np.ndarray, mine: np.ndarray, believed: np.ndarray) -> np.ndarray:
        matrix, roots = np.diag(2 * prices) + lowers * (1 + own), believed.copy()
        roots[mine] = np.linalg.solve(matrix[np.ix_(mine, mine)], alpha - (lowers @ np.where(mine, 0, believed))[mine])
        return roots

    def earned(roots: np.ndarray, mine: np.ndarray) -> float:
        return float((roots * (alpha - lowers @ roots) - roots**2)[mine].sum())

    cost, roots = np.ones(len(pairs)), np.ones(len(pairs))
    for mine in np.tile(own, (60, 1)):
        roots = sold(cost, mine, roots)
    grid, added = np.linspace(0.9, 1.2, 61), []
    for place, mine in enumerate(own):
        here = np.arange(len(pairs)) == place
        together = [earned(sold(np.where(here, price, cost), mine, roots), mine) for price in grid]
        assert grid[np.argmax(together)] == pytest.approx(1)
        left = mine & ~here
        added.append(max(together) - earned(sold(cost, left, np.where(here, 0, roots)), mine))
    takings = {STREAMERS[pair[1]]: earned(roots, mine) for pair, mine in zip(pairs, own, strict=True)}
    numbers = {"alpha": alpha, "beta": beta, "sigma": sigma, "tau": tau}
    there = at(solved("elastic_brands")[f"elastic_linked_{links}"], numbers)
    for name, expected in shared(pairs, takings, added, beta).items():
        assert float(there[f"{name}_has"]) == pytest.approx(expected)


@pytest.mark.parametrize("links", LINKS)
def test_sales_that_are_agreed_with_fees_are_best_for_each_pair(links: str, solved: Games) -> None:
    """What each pair sells on a grid, given all other sales; fees divide what that adds."""
    pairs, (sigma, tau), alpha, beta, cost = LINKS[links], LIKENESS[links], 9.0, 0.3, 2.0
    there = at(
        solved("agreed_sales")[f"agreed_linked_{links}"],
        {"alpha": alpha, "beta": beta, "c": cost, "sigma": sigma, "tau": tau},
    )
    sold, added = np.array([float(there[f"d_{pair}"]) for pair in pairs]), []
    own = np.array([[i[1] == j[1] for j in pairs] for i in pairs])

    def earned(units: np.ndarray, mine: np.ndarray) -> float:
        return float((units * (alpha - cost - alike(pairs, sigma, tau) @ units))[mine].sum())

    for place, mine in enumerate(own):
        tried = np.tile(sold, (81, 1))
        tried[:, place] = np.linspace(0, 2 * sold[place], 81)
        together = np.array([earned(units, mine) for units in tried])
        assert together.argmax() == 40
        added.append(together[40] - together[0])
    takings = {STREAMERS[pair[1]]: earned(sold, mine) for pair, mine in zip(pairs, own, strict=True)}
    for name, expected in shared(pairs, takings, added, beta).items():
        assert float(there.payoffs[name]) == pytest.approx(expected)


@pytest.mark.slow
def test_the_part_of_a_margin_that_is_decided_is_best_for_both(solved: Games) -> None:
    """The part on a grid, after which margin, quality and effort solve three linear conditions; of a virtual host."""
    audience, eta, a, b, mu, gamma, k = 0.9, 1.2, 10.0, 2.0, 1.1, 0.9, 1.5
    part = np.linspace(0, 1, 1001)
    conditions = np.zeros((len(part), 3, 3))
    conditions[:, 0] = 2 * b, -gamma, -mu
    conditions[:, 1, 0], conditions[:, 1, 1] = -(1 - part) * audience * gamma, k
    conditions[:, 2, 0], conditions[:, 2, 2] = -part * audience * mu, eta
    margin, quality, effort = np.linalg.solve(conditions, np.tile([[a], [0], [0]], (len(part), 1, 1)))[:, :, 0].T
    sold = audience * (a - b * margin + mu * effort + gamma * quality)
    best = (margin * sold - k * quality**2 / 2 - eta * effort**2 / 2).argmax()
    numbers = {"a": a, "b": b, "mu": mu, "gamma": gamma, "k": k, "beta": 0.7}
    there = at(solved("priced_deals")["deal_priced_by_virtual"], numbers)
    found = [float(there[name]) for name in ("s", "q", "e")]
    assert found == pytest.approx([part[best], quality[best], effort[best]], abs=2e-3)


def test_a_commission_is_the_same_where_the_brand_moves_first(solved: Games) -> None:
    """The commission on a grid, after which the brand's quality on a grid and a virtual host's effort on one."""
    audience, eta, a, c, rho, mu, gamma, k = 0.9, 1.2, 5.0, 1.0, 3.0, 1.1, 0.9, 1.5
    paid, work = np.linspace(0, rho, 301), np.linspace(0, 4, 4001)
    effort = work[(np.outer(paid, audience * mu * work) - eta * work**2 / 2).argmax(axis=1)]
    quality = work[(np.outer(rho - paid, audience * gamma * work) - k * work**2 / 2).argmax(axis=1)]
    demand = audience * (a + mu * effort + gamma * quality)
    best = (rho * demand - eta * effort**2 / 2 - k * quality**2 / 2).argmax()
    numbers = {"a": a, "c": c, "rho": rho, "mu": mu, "gamma": gamma, "k": k, "beta": 0.7, "u": 1}
    there = at(solved("deals_in_turn")["deal_led_by_virtual"], numbers)
    assert float(there["lambda"]) == pytest.approx(paid[best] / (c + rho), abs=0.01)
    assert (float(there["e"]), float(there["q"])) == pytest.approx((effort[best], quality[best]), abs=0.02)


def nash(powers: tuple[float, float], *gains: np.ndarray) -> int:
    """Return where a Nash product is largest."""
    weighted = [power * np.log(np.where(gain > 0, gain, np.nan)) for power, gain in zip(powers, gains, strict=True)]
    return int(np.nanargmax(weighted[0] + weighted[1]))


def test_an_agency_that_settles_with_its_streamer_first_or_last_asks_what_is_said(solved: Games) -> None:
    """Each Nash product on a grid, those that are settled later inside the others; demand is 10 less the price."""
    cost, strong, omega = 2.0, 0.7, 0.4
    numbers = {"a": 10, "b": 1, "c": cost, "beta_m": strong, "omega": omega}
    first, last = (at(one, numbers) for one in solved("agencies_in_turn").values())
    part = np.linspace(0, 1, 2001)

    other = 0.0
    for _ in range(25):
        # What is sold is settled, and the rest is divided.
        other = part[nash((1 - strong, strong), part, 1 - other - part)]
    price = np.linspace(cost + 0.01, 9.99, 999)
    best = price[nash((1 - omega, omega), (1 - 2 * other) * (price - cost) * (10 - price), (10 - price) ** 2)]
    assert float(first["y"]) == pytest.approx(best, abs=0.02)

    asked, other = np.linspace(0, 8, 401), 1.0
    paid = np.linspace(0, 10, 2001)
    gains = np.linspace(cost, 9.9, 201)
    answers = [paid[nash((1 - omega, omega), (paid - one) * (10 - paid), (10 - paid) ** 2)] for one in gains]
    for _ in range(25):
        passed = np.interp(cost + asked + other, gains, answers)
        kept = passed - cost - asked - other
        other = asked[nash((1 - strong, strong), asked * (10 - passed), kept * (10 - passed))]
    assert float(last["f"]) == pytest.approx(other, abs=0.05)


def test_an_agency_asks_what_is_said_where_demand_has_the_elasticity_2(solved: Games) -> None:
    """Best answers of three Nash products, each on a grid, to rest: one over the square of the price is sold."""
    cost, strong, omega = 2.0, 0.9, 0.8
    there = at(solved("elastic_agencies")["elastic_represented"], {"a": 1, "c": cost, "beta_m": strong, "omega": omega})
    grid, asked, more = np.linspace(0, 20, 10_001), [0.1, 0.1], 1.0
    for _ in range(60):
        for place in (0, 1):
            asked[place] = grid[nash((1 - strong, strong), grid, more - asked[1 - place] - grid)]
        price = cost + grid
        more = grid[nash((1 - omega, omega), (grid - sum(asked)) / price**2, 1 / price)]
    assert [float(there[name]) for name in "mfv"] == pytest.approx([*asked, more], abs=0.02)


@pytest.mark.parametrize(("sigma", "rate"), [(0.0, 0.4), (0.3, 0.3), (0.6, 0.1)])
def test_a_lowest_price_makes_the_shop_dearer_where_demand_has_the_elasticity_2(
    sigma: float, rate: float, solved: Games
) -> None:
    """What is sold in shop and show on a grid, of one price or of two."""
    alpha, cost = 6.0, 1.0
    shop, live = np.meshgrid(np.linspace(0.01, 4, 400), np.linspace(0.01, 4, 400), indexing="ij")
    prices = (alpha - cost * sigma * live) / shop, (alpha - cost * sigma * shop) / live
    earned = (prices[0] - cost) * shop**2 + ((1 - rate) * prices[1] - cost) * live**2
    for words, best in (("no_clause", earned.argmax()), ("clause", 401 * np.diag(earned).argmax())):
        there = at(
            solved("lowest_prices")[f"elastic_{words}"], {"alpha": alpha, "c": cost, "sigma": sigma, "lambda": rate}
        )
        expected = [price.flat[best] for price in prices]
        assert [float(there[name]) for name in ("retail_price", "live_price")] == pytest.approx(expected, rel=0.02)
        assert expected[1] >= expected[0]


@pytest.mark.parametrize("r", [0.3, 0.55, 0.8])
def test_a_streamer_that_decides_its_commission_first_asks_for_more_under_a_clause(r: float, solved: Games) -> None:
    """The commission on a grid, after which the brand has prices on one, or closes the show; a unit costs 1."""
    rate, price = np.linspace(0, 1, 2001)[:, None], np.linspace(1.05, 9, 1591)
    shop, show = r**2 / price**2, (1 - r**2) / price**2
    alone = ((price - 1) * shop).max()
    by_show = ((1 - rate) * price - 1) * show
    one_price = (price - 1) * shop + by_show
    games = solved("lowest_prices")
    for words, brand, least in (("no_clause", by_show, 0), ("clause", one_price, alone * (1 - 1e-4))):
        chosen = brand.argmax(axis=1)
        gets = np.where(brand.max(axis=1) >= least, (rate * price * show)[np.arange(len(rate)), chosen], 0)
        live = price[chosen[gets.argmax()]]
        own = live if words == "clause" else price[((price - 1) * shop).argmax()]
        there = at(games[f"commission_first_{words}"], {"a": 1, "c": 1, "r": r})
        assert float(there["live_price"]) == pytest.approx(live, rel=0.01)
        assert float(there["retail_price"]) == pytest.approx(own, rel=0.01)
        together = (own - 1) * r**2 / own**2 + (live - 1) * (1 - r**2) / live**2
        assert float(there["chain_profit"]) == pytest.approx(together, rel=0.01)
