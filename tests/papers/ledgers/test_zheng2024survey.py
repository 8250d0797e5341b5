"""The survey's ledger: its verdicts, and statements that fail against numbers that share nothing with the solver."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from lsec_models.papers import Reproduction, read_paper
from lsec_models.papers.folder.ledger import CHANGES, read_claims
from lsec_models.papers.folder.robustness import asked_again, in_words
from recorded import PAPERS, recorded

FOLDER = PAPERS / "zheng2024survey"
RECORD = recorded("zheng2024survey")
CLAIMS = {claim.id: claim for claim in read_claims(read_paper(FOLDER))}


# They say two things at once, of which one fails everywhere: of those asked first a claim of its own says which.
FAIL_BY_A_PART = {
    "tell",
    "tell-demand",
    "tell-timing",
    "supervision",
    "supervision-demand",
    "complaints",
    "complaints-demand",
}


@pytest.mark.slow
def test_everything_is_derived_anew_and_candidates_are_called_so(
    reproduced: Callable[[str], Reproduction],
) -> None:
    (paper,) = reproduced("zheng2024survey").papers
    assert paper.problems == ()
    evidence = dict(paper.rests_on)
    again = [claim for claim in CLAIMS.values() if claim.again]
    assert len(again) >= 2 * len(ROBUST)
    for claim in CLAIMS.values():
        rests_on = "; ".join(evidence[name] for name in claim.given if name in evidence)
        is_candidate = re.search(r"\b(optimal|off the path): (open|checked)", rests_on) is not None
        assert is_candidate == ("(a candidate)" in claim.where), claim.id
    failing = {done.claim.id: done.evidence for done in paper.claims if done.claim.expected == "refuted"}
    somewhere = {name for name, told in failing.items() if not re.search("everywhere|in ([0-9]+) of \\1 comb", told)}
    assert somewhere == FAIL_BY_A_PART


def test_the_survey_is_decided_and_not_by_signs_of_derivatives() -> None:
    stated = [claim for claim in CLAIMS.values() if claim.level == "statement"]
    assert set(RECORD["R1"]) == {claim.id for claim in stated}
    assert len(stated) >= 20
    assert all(claim.expected != "undecided" and claim.remark for claim in stated)
    assert sum(claim.form != "statement" for claim in stated) <= len(stated) / 3


# A claim of each mechanism on what changes with the type of host, and of those with three players on who leads.
BY_HOST = {
    "inventory": "types-stock",
    "information_sharing": "types-told",
    "streamer_training": "types-training",
    "content": "content-types",
    "promotion": "types-contest",
    "live_pricing": "data-types",
    "after_sales": "hype-top",
    "customer_relationship": "loyalty-types",
    "partnership": "types-deal",
    "product_selection": "types-vetting",
    "logistics": "types-waiting",
    "technology": "host-virtual",
    "business_model": "types-network",
    "consumer_demand": "types-trust",
    "regulation": "types-fines",
}
BY_POWER = {
    "content": "content-leader",
    "promotion": "traffic-leader",
    "live_pricing": "data-leader",
    "after_sales": "refund-leader",
    "partnership": "agency-power",
    "logistics": "delivery-leader",
    "business_model": "network-leads",
}


@pytest.mark.parametrize(("model", "name"), [*BY_HOST.items(), *BY_POWER.items()])
def test_every_mechanism_is_asked_by_host_and_by_power(model: str, name: str) -> None:
    told = CLAIMS[name]
    assert told.level == "statement"
    assert f"model {model}" in told.where
    assert len(told.given) >= 2 or told.form != "statement"


ROBUST = {
    "inventory": "spike",
    "information_sharing": "tell",
    "streamer_training": "training",
    "content": "content-payer",
    "promotion": "traffic-entry",
    "live_pricing": "data-buyers",
    "after_sales": "refund-generous",
    "customer_relationship": "loyalty-taken",
    "partnership": "buyer-power",
    "product_selection": "vetting-commission",
    "logistics": "delivery-leader",
    "technology": "adoption-brands",
    "business_model": "network-price",
    "consumer_demand": "flexible-seller",
    "regulation": "supervision",
}


@pytest.mark.parametrize(("model", "name"), ROBUST.items())
def test_a_statement_of_every_mechanism_is_asked_under_another_demand_and_in_another_timing(
    model: str, name: str
) -> None:
    assert f"model {model}" in CLAIMS[name].where
    for change, ones in asked_again(CLAIMS.values())[name].items():
        assert ones, f"{name} is not asked again with another {change}"
        assert all(set(one.given) != set(CLAIMS[name].given) for one in ones)


def test_every_statement_says_whether_it_survives_both_changes_and_no_word_is_another_than_the_verdicts() -> None:
    again = asked_again(CLAIMS.values())
    told = {name: in_words(CLAIMS[name], again[name]) for name in RECORD["R1"]}
    for name, row in RECORD["R1"].items():
        assert {change: row[change] for change in CHANGES if change in row} == told[name]
        assert len(told[name]) == len(CHANGES), f"{name} is not asked again with another form and another timing"


def test_every_statement_that_fails_has_a_reading_that_is_proved() -> None:
    failing = {claim.id for claim in CLAIMS.values() if claim.level == "statement" and claim.expected == "refuted"}
    readings = [claim for claim in CLAIMS.values() if claim.where.startswith("weakest reading of '")]
    assert all(claim.expected == "proved" for claim in readings)
    assert failing <= {claim.where.split("'")[1] for claim in readings}


def test_who_leads_delivers_faster_where_speed_multiplies_demand_in_numbers() -> None:
    """Margins on grids, at a = 10, b = 1, c = 2, l = 1/2, k = 3; whoever delivers balances its margin against speed."""
    wholesale = np.linspace(2, 10, 4001)
    margin = (10 - wholesale) / 3
    by_maker = (wholesale - 2) * margin * 0.5 / 3
    by_streamer = margin**2 * 0.5 / 3
    own = (wholesale - 2) * margin * (1 + 0.5 * by_maker) - 1.5 * by_maker**2
    left = (wholesale - 2) * margin * (1 + 0.5 * by_streamer)
    assert by_maker[own.argmax()] > 1.2 * by_streamer[left.argmax()]
    # Three equals have margins of 2 each, and sell 2 for each step of speed.
    assert by_maker[own.argmax()] > 1.2 * (2 * 2 * 0.5 / 3)
    assert by_streamer[left.argmax()] < 2 * 2 * 0.5 / 3


def test_a_hired_host_may_work_harder_than_an_own_one_where_the_brand_decides_the_price_in_numbers() -> None:
    """Best replies on a grid, followed until they are at rest; demand is 12 + e - p, effort costs 2 e^2, a unit 1."""
    price = np.linspace(1, 12, 110_001)

    def effort(part: float) -> float:
        worked = 0.0
        for _ in range(60):
            best = price[(((1 - part) * price - 1) * (12 + worked - price)).argmax()]
            worked = (part * best if part else best - 1) / 4
        return float(worked)

    assert effort(0.85) > 1.2 * effort(0) > 0
    assert 1.2 * effort(0.2) < effort(0)


def test_a_spike_moves_stock_outs_either_way_where_the_stock_is_seen_in_numbers() -> None:
    """The best service level on a grid, after which effort follows, for two audiences; at two sets of numbers."""
    level = np.linspace(0, 1, 200_001)

    def stock_outs(*, a, c, eta, g, h, part, mu, p, phi, s):
        sales = 1 - h * (1 - level) ** 2
        effort = part * p * phi * mu * sales / eta
        left, missed, stock = h * level**2, h * (1 - level) ** 2, 1 - h + 2 * h * level
        earned = phi * (a + mu * effort) * ((1 - part) * p * sales + s * left - g * missed - c * stock)
        return 1 - level[earned.argmax()]

    rises = {
        "a": 23.9,
        "c": 10.8,
        "eta": 0.481,
        "g": 0.109,
        "h": 0.4739,
        "part": 0.7057,
        "mu": 13.7,
        "p": 36.86,
        "s": 7.382,
    }
    falls = {"a": 5, "c": 3, "eta": 1, "g": 0, "h": 0.9, "part": 0.2, "mu": 1, "p": 10, "s": 0}
    assert stock_outs(phi=1.0, **rises) > stock_outs(phi=0.01, **rises) + 1e-3
    assert stock_outs(phi=2.0, **falls) < stock_outs(phi=0.5, **falls) - 1e-3


def test_no_commission_gets_stock_or_effort_right_in_numbers() -> None:
    """Best replies on a grid, a commission after the other; the price is 10, a unit costs 3."""
    shares = 1 - 0.9 + 1.8 * (np.arange(400) + 0.5) / 400
    stocks = np.linspace(0, 2, 2001)
    sold = np.minimum.outer(stocks, shares).mean(axis=1)
    best = (10 * sold - 3 * stocks).argmax()
    effort = 10 * sold[best] - 3 * stocks[best]
    for rate in np.linspace(0.02, 0.68, 12):
        kept = ((1 - rate) * 10 * sold - 3 * stocks).argmax()
        assert stocks[kept] < stocks[best]
        assert rate * 10 * sold[kept] < effort


def test_a_stock_that_is_seen_raises_effort_and_replenishment_more() -> None:
    efforts = [float(RECORD["R2"][name]["e"]) for name in ("at once", "stock seen", "replenished")]
    assert efforts == sorted(efforts)
    assert efforts == pytest.approx([0.828125, 1.1022914, 2.0])


def test_a_stronger_first_mover_calls_forth_more_effort_than_equals_in_numbers() -> None:
    """The first effort on a grid, which the second answers on a grid, where prizes are worth 6 and 4, and 4 and 6."""
    own, other = np.linspace(0.01, 6, 1200)[:, None], np.linspace(0.01, 6, 1200)[None, :]

    def effort(first: float, second: float) -> float:
        answers = other[0, (second * other / (own + other) - other).argmax(axis=1)]
        best = (first * own[:, 0] / (own[:, 0] + answers) - own[:, 0]).argmax()
        return own[best, 0] + answers[best]

    assert effort(5.9, 4.1) > effort(5, 5) + 0.2
    assert effort(4.1, 5.9) < effort(5, 5) - 0.2


def test_prices_that_follow_values_that_scale_lose_welfare_in_numbers() -> None:
    """Values scale by 1.2 or 0.8, demand is 10 less the price over it, a unit costs 1; best prices on a grid."""
    price = np.linspace(1, 10, 90_001)
    sold = {moved: 10 - price / moved for moved in (1.2, 0.8)}
    worth = {moved: moved * units**2 / 2 + (price - 1) * units for moved, units in sold.items()}
    kept = ((price - 1) * (sold[1.2] + sold[0.8])).argmax()
    followed = {moved: ((price - 1) * units).argmax() for moved, units in sold.items()}
    assert min(sold[0.8][kept], sold[0.8][followed[0.8]]) > 0
    assert sum(worth[moved][best] for moved, best in followed.items()) < worth[1.2][kept] + worth[0.8][kept] - 0.1
