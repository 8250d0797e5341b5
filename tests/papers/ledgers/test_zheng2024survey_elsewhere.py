"""Statements that other demands or timings overturn, against numbers that share nothing with the solver."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest


def settled(step: Callable[[np.ndarray], np.ndarray], start: np.ndarray) -> np.ndarray:
    """Return where best replies that follow each other come to rest."""
    for _ in range(2000):
        moved = step(start)
        if np.abs(moved - start).max() < 1e-12:
            return moved
        start = moved
    raise AssertionError("best replies do not come to rest")


def test_a_virtual_host_costs_the_top_streamer_its_traffic_where_the_ordinary_one_moves_first_in_numbers() -> None:
    """The ordinary streamer's effort on a grid, which the others' best replies follow; visitors spend 3, 1 and 0.9."""
    leading = np.linspace(0.001, 0.5, 500)

    def parts(worth: list[float]) -> tuple[float, float]:
        def reply(efforts: np.ndarray) -> np.ndarray:
            others = leading + efforts.sum(axis=0) - efforts
            return np.maximum(np.sqrt(np.outer(worth, np.ones(500)) * others) - others, 0) / 2 + efforts / 2

        efforts = settled(reply, np.full((len(worth), 500), 0.1))
        total = leading + efforts.sum(axis=0)
        best = (leading / total - leading).argmax()
        return efforts[0, best] / total[best], leading[best] / total[best]

    alone, joined = parts([3]), parts([3, 0.9])
    assert alone == pytest.approx((5 / 6, 1 / 6), abs=2e-3)
    assert joined[0] < alone[0] - 0.1
    assert joined[1] > alone[1] + 0.05


@pytest.mark.parametrize("lot", [True, False])
def test_buyers_gain_by_experiments_with_lots_where_they_lose_by_ones_with_prices_in_numbers(lot: bool) -> None:
    """Lines 13 - 1.8 t and 7 - 0.2 t, of the price of a lot, or of what is sold at a price; the first t on a grid."""
    size, slope, noise = np.array([13, 7]), np.array([1.8, 0.2]), 10
    tried = np.linspace(0, 7, 70_001)
    taken = np.array([tried * (a - b * tried) for a, b in zip(size, slope, strict=True)])
    blind, known = taken.mean(axis=0).argmax(), taken.argmax(axis=1)
    told = np.abs(taken[0] / np.maximum(tried, 1e-9) - taken[1] / np.maximum(tried, 1e-9)) / (2 * noise)
    ahead = taken.mean(axis=0) + told * (taken.max(axis=1).mean() - taken.mean(axis=0)[blind])
    first = ahead.argmax()

    def surplus(chosen: np.ndarray | float) -> float:
        return float(np.mean(slope * chosen**2 / 2 if lot else (size - slope * chosen) ** 2 / (2 * slope)))

    def in_all(start: int) -> float:
        later = told[start] * surplus(tried[known]) + (1 - told[start]) * surplus(tried[blind])
        return surplus(tried[start]) + later

    assert 0 < told[first] < 1
    assert tried[first] > tried[blind] + 0.1
    assert (in_all(first) > in_all(blind) + 0.1) if lot else (in_all(first) < in_all(blind) - 0.1)


@pytest.mark.parametrize(("market", "worth", "lasting_helps"), [(10, 2, True), (1, 20, False)])
def test_a_contract_that_may_end_can_raise_what_each_invests_in_the_others_customers_in_numbers(
    market: float, worth: float, lasting_helps: bool
) -> None:
    """Best replies of a season; demand is a market and efforts less the price; one contract in ten ends before it."""

    def for_others(ending: float) -> np.ndarray:
        def reply(x: np.ndarray) -> np.ndarray:
            own, others, followers, back, price = x
            brand, streamer = (1 - ending) * 0.7 * price, (1 - ending) * 0.3 * price
            taken = ending * worth
            sold = market + own + others + followers + back
            return np.array([brand + taken, brand, streamer + taken, streamer, 2 * sold]) / 4

        return settled(reply, np.ones(5))[[1, 3]]

    assert (for_others(0) > for_others(0.1)).all() == lasting_helps
    assert (for_others(0) < for_others(0.1)).all() != lasting_helps


def test_a_brand_that_leads_invests_more_where_it_decides_the_price_in_numbers() -> None:
    """Efforts and price on a grid, which the streamer's answers follow; at once the brand takes these as given."""
    effort = np.linspace(1, 2, 21)
    own, others, price = np.meshgrid(effort, effort, np.linspace(6, 9, 121), indexing="ij")

    def best(answer: np.ndarray | float) -> tuple[float, float, float]:
        earned = 0.7 * price * (10 + own + others + answer - price) - 2 * (own**2 + others**2) + own
        at = np.unravel_index(earned.argmax(), earned.shape)
        return own[at], others[at], price[at]

    def answered(asked: np.ndarray | float) -> np.ndarray | float:
        return 2 * 0.3 * asked / 4 + 1 / 4

    at_once = 6.0
    for _ in range(30):
        at_once = best(answered(at_once))[2]
    led, together = best(answered(price)), best(answered(at_once))
    assert led[0] > together[0] + 0.05
    assert led[1] > together[1] + 0.05


def test_a_streamer_gains_by_telling_a_rival_in_prices_in_numbers() -> None:
    """Affine best replies, valued by draws; demand is 10 + zeta less the own price and plus half of the other."""
    draws = np.random.default_rng(3).standard_normal((3, 100_000))
    zeta = 2 * draws[0]
    seen = zeta + 2 * draws[1:]

    def earned(told: bool) -> float:
        def reply(x: np.ndarray) -> np.ndarray:
            level_1, own_1, level_2, from_1, from_2 = x
            hears_1 = (1 / 3 + own_1 / 2) / 2 if told else 0
            hears_2 = 1 / 6 if told else (1 / 2 + own_1 / 4) / 2
            return np.array(
                [5 + level_2 / 4, (1 / 2 + (from_1 + from_2 / 2) / 2) / 2, 5 + level_1 / 4, hears_1, hears_2]
            )

        level_1, own_1, level_2, from_1, from_2 = settled(reply, np.ones(5))
        first, second = level_1 + own_1 * seen[0], level_2 + from_1 * seen[0] + from_2 * seen[1]
        return float(((10 + zeta - first + second / 2) * first).mean())

    assert earned(told=True) > earned(told=False) + 0.1


@pytest.mark.parametrize(("spread", "share", "told_gains"), [(2.0, 0.5, True), (9.0, 0.1, False)])
def test_a_rival_that_shows_what_it_sees_by_its_quantity_may_be_worth_telling_in_numbers(
    spread: float, share: float, told_gains: bool
) -> None:
    """Of the rival's affine rule, from which its payoff does not invite it to depart; a share of its sales is taken."""
    draws = np.random.default_rng(4).standard_normal((3, 100_000))
    zeta = spread * draws[0]
    first_sees, second_sees = zeta + spread * draws[1:]

    def earned(told: bool) -> float:
        def best(rule: np.ndarray, own: float, heard: float) -> float:
            level, from_heard, from_own = rule
            mean = (own + heard) / 3 if told else own / 2
            hears = heard if told else own / 2
            tried = np.array([0.0, 1.0, 2.0])
            taken_for = (tried - level - from_heard * heard) / from_own
            answer = (10 + (hears + taken_for) / 3 - share * tried) / 2
            payoff = (10 + mean - tried - share * answer) * tried
            curve, line, _ = np.polyfit(tried, payoff, 2)
            return float(-line / (2 * curve))

        def reply(rule: np.ndarray) -> np.ndarray:
            level = best(rule, 0, 0)
            found = [level, best(rule, 0, 1) - level if told else 0, best(rule, 1, 0) - level]
            return (rule + np.array(found)) / 2

        level, from_heard, from_own = settled(reply, np.array([4, 0.1 if told else 0, 0.2]))
        second = level + from_heard * first_sees + from_own * second_sees
        first = (10 + (first_sees + second_sees) / 3 - share * second) / 2
        return float(((10 + zeta - first - share * second) * first).mean())

    assert (earned(told=True) > earned(told=False)) == told_gains


@pytest.mark.parametrize(("noise", "own_host_best"), [(3.0, True), (5.0, False)])
def test_data_are_worth_most_with_an_own_host_where_streamers_set_margins_and_sales_are_not_noisy_in_numbers(
    noise: float, own_host_best: bool
) -> None:
    """Wholesale prices on a grid; the first half tells of demand 10 +- the root of what it foretells, at 1 a unit."""
    price = np.linspace(0, 20, 200_001)

    def worth(audience: float, followers: int) -> float:
        shift = np.sqrt(audience / (audience + noise))
        earned = [audience * (price - 1) * (10 + move - price) / (1 + followers) for move in (-shift, shift)]
        kept = audience * (price - 1) * (10 - price) / (1 + followers)
        return float(np.mean([one.max() for one in earned]) - kept.max())

    assert (worth(0.8, 1) > worth(1, 2)) == own_host_best


def test_who_leads_shows_the_better_content_where_it_is_there_before_prices_in_numbers() -> None:
    """Content and wholesale prices on grids; demand is 10 + content + effort less the price, and a unit costs 2."""
    content, wholesale = np.linspace(0, 3, 301)[:, None], np.linspace(2, 13, 4001)[None, :]
    # Effort is half of the streamer's margin, which is the platform's too.
    margin = (10 + content - wholesale) / 2.5
    earned = (wholesale - 2) * margin
    priced = earned.argmax(axis=1)
    of_streamer = np.take_along_axis(margin, priced[:, None], axis=1)[:, 0] ** 2 * 0.75
    cost = 2 * content[:, 0] ** 2
    assert content[(earned.max(axis=1) - cost).argmax()] > content[(of_streamer - cost).argmax()] + 0.2


@pytest.mark.parametrize(("price", "streamer_better"), [(2.8, True), (0.7, False)])
def test_products_are_better_under_a_brand_that_leads_or_a_streamer_by_the_price_in_numbers(
    price: float, streamer_better: bool
) -> None:
    """Quality and accuracy on grids, at a commission of a half, a loss of 2, costs of 2; who follows answers best."""
    chance = np.linspace(0, 1, 1001)
    quality, accuracy = chance[:, None], chance[None, :]
    sold, defects = 1 - (1 - quality) * accuracy, (1 - quality) * (1 - accuracy)
    brand = price * sold / 2 - quality**2
    streamer = price * sold / 2 - 2 * defects - accuracy**2
    made = brand.argmax(axis=0)
    by_streamer = chance[made[streamer[made, np.arange(1001)].argmax()]]
    vetted = streamer.argmax(axis=1)
    by_brand = chance[brand[np.arange(1001), vetted].argmax()]
    assert (by_streamer > by_brand + 0.005) == streamer_better
    assert (by_streamer < by_brand - 0.005) != streamer_better
