"""What does not survive another demand or timing, of deliveries, research, networks and levers, by search on grids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pytest

# Of a decision, from values of all of them: floats, and a grid in the place of its own.
Payoff = Callable[[Mapping[str, Any]], Any]


def at_rest(payoffs: Mapping[str, Payoff], decided: Iterable[str], most: float = 6.0) -> dict[str, float]:
    """Return decisions, each the best on a grid given the others; those that are not decided are zero."""
    grid = np.linspace(0, most, 6001)
    found = dict.fromkeys(payoffs, 0.0)
    for _ in range(200):
        before = dict(found)
        for name in decided:
            found[name] = float(grid[payoffs[name](found | {name: grid}).argmax()])
        if before == found:
            return found
    raise AssertionError(f"not at rest: {found}")


def content_and_traffic(demand: Payoff) -> dict[str, dict[str, float]]:
    """Return the streamer's payoff by which levers there are: three margins at once, content x and traffic t."""
    payoffs: dict[str, Payoff] = {
        "w": lambda at: at["w"] * demand(at),
        "m": lambda at: at["m"] * demand(at) - at["x"] ** 2,
        "f": lambda at: at["f"] * demand(at) - at["t"] ** 2,
    }
    payoffs |= {"x": payoffs["m"], "t": payoffs["f"]}
    return {levers: payoffs["m"](at_rest(payoffs, ["w", "m", "f", *levers])) for levers in ("", "x", "t", "xt")}


def test_content_that_multiplies_demand_pays_its_streamer_and_more_so_beside_traffic() -> None:
    def left(at: Mapping[str, Any]) -> Any:
        return 6 - at["w"] - at["m"] - at["f"]

    added = content_and_traffic(lambda at: left(at) + 1.5 * at["x"] + 0.5 * at["t"])
    times = content_and_traffic(lambda at: left(at) * (1 + 0.4 * at["x"]) * (1 + 0.4 * at["t"]))
    assert added["x"] < added[""] - 0.1
    assert times["x"] > times[""] + 0.1
    assert times["xt"] - times["t"] > times["x"] - times[""] + 0.1


@pytest.mark.parametrize(("share", "dearer"), [(0.3, 1.0), (0.8, 2.0)])
def test_vetting_and_service_are_substitutes_where_defects_drive_buyers_away(share: float, dearer: float) -> None:
    """Half of what is made is defective; of 6 buyers a ``share`` of those with a defect is lost."""

    def earned(vetted: float, served: float) -> float:
        stay = 0.5 * (1 - vetted)
        lost, cost = share * stay * (1 - served), dearer * 0.1 * stay * served
        payoffs: dict[str, Payoff] = {
            name: lambda at, less=less, name=name: (at[name] - less) * (6 - sum(at.values())) * (1 - lost)
            for name, less in (("w", cost), ("m", 0), ("f", 0))
        }
        return payoffs["w"](at_rest(payoffs, payoffs))

    both, vetting, service, neither = (earned(*which) for which in ((0.6, 0.7), (0.6, 0), (0, 0.7), (0, 0)))
    assert service > neither
    assert both - vetting < service - neither - 0.01


def test_equals_lose_by_delivering_and_one_of_two_who_follow_one_another_does_not() -> None:
    """Demand is 6 less margins and more by speed x, which costs x^2; or speed multiplies it, and costs 4 x^2."""
    payoffs: dict[str, Payoff] = {}
    for name in ("w", "m"):
        payoffs[name] = lambda at, name=name: at[name] * (6 - at["w"] - at["m"] + at["x"])
    by_maker = at_rest(payoffs | {"x": lambda at: payoffs["w"](at) - at["x"] ** 2}, [*payoffs, "x"])
    by_streamer = at_rest(payoffs | {"x": lambda at: payoffs["m"](at) - at["x"] ** 2}, [*payoffs, "x"])
    assert payoffs["m"](by_streamer) - by_streamer["x"] ** 2 < payoffs["m"](by_maker) - 1

    wholesale = np.linspace(0, 6, 6001)
    for followers, gains in ((1, True), (2, False)):
        margin = (6 - wholesale) / (followers + 1)
        sold = 6 - wholesale - followers * margin
        own, theirs = wholesale * sold, margin * sold
        speed = {"maker": own / 8, "streamer": theirs / 8}
        best = {
            "maker": (own * (1 + speed["maker"]) - 4 * speed["maker"] ** 2).argmax(),
            "streamer": (own * (1 + speed["streamer"])).argmax(),
        }
        runs = (theirs * (1 + speed["streamer"]) - 4 * speed["streamer"] ** 2)[best["streamer"]]
        assert (runs > (theirs * (1 + speed["maker"]))[best["maker"]]) == gains


def led(nu: float, followers: int, *, own: bool) -> tuple[float, float]:
    """Return payoffs of a leader and each follower, on a margin of 8 and networks that buyers foresee."""
    grid = np.linspace(0, 60, 60_001)
    foreseen = np.zeros(2)
    for _ in range(300):
        answers = np.maximum(8 + nu * foreseen[1] - grid, 0) / (followers + 1)
        price = 8 + nu * foreseen[0] - grid - followers * answers
        best = (price * grid).argmax()
        sold = np.array([grid[best], answers[best]])
        foreseen = sold if own else np.full(2, sold[0] + followers * sold[1])
    return float(price[best] * sold[0]), float(sold[1] ** 2)


def test_a_leader_in_quantities_keeps_its_network_and_may_welcome_one_more_follower() -> None:
    leader, follower = np.subtract(led(0.4, 1, own=False), led(0.4, 1, own=True))
    assert leader < -1 < 1 < follower
    gain = {nu: np.subtract(led(nu, 2, own=False), led(nu, 1, own=False)) for nu in (0.75, 0.9)}
    assert gain[0.75][0] < -1 < 1 < gain[0.9][0]
    assert max(gain[0.75][1], gain[0.9][1]) < -1


def test_what_leaks_may_raise_the_unit_cost_of_a_leader_in_research() -> None:
    """A margin of 1 before research, which costs 1 times its square (cheap) or 4 times; quantities at once follow."""

    def cut(weight: float, leaks: float) -> float:
        own, other = np.linspace(0, 2, 1001)[:, None], np.linspace(0, 2, 1001)[None, :]
        answers = ((1 + (2 - leaks) * other + (2 * leaks - 1) * own) ** 2 / 9 - weight * other**2).argmax(axis=1)
        rival = other[0, answers]
        best = ((1 + (2 - leaks) * own[:, 0] + (2 * leaks - 1) * rival) ** 2 / 9 - weight * own[:, 0] ** 2).argmax()
        return float(own[best, 0] + leaks * rival[best])

    assert cut(1, 0.1) < cut(1, 0) - 0.005
    assert cut(4, 0.1) > cut(4, 0) + 0.002
    assert cut(4, 0.9) < cut(4, 0.6) - 0.002
