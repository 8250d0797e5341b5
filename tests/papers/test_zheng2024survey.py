"""The survey's ledger: its verdicts, and statements that fail against numbers that share nothing with the solver."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lsec_models.papers import read_paper
from lsec_models.papers.folder.ledger import open_ledger, read_claims

FOLDER = Path(__file__).parents[2] / "papers" / "zheng2024survey"
RECORD = json.loads((FOLDER / "recorded.json").read_text(encoding="utf-8"))
CLAIMS = {claim.id: claim for claim in read_claims(read_paper(FOLDER))}


@pytest.mark.slow
def test_every_claim_has_its_verdict() -> None:
    """Results and figures are made by `lsec reproduce`, which compares them with the record."""
    paper = read_paper(FOLDER)
    ledger = open_ledger(paper, read_claims(paper))
    verdicts = {claim.id: ledger.verdict(claim).status for claim in ledger.claims}
    assert verdicts == {claim.id: claim.expected for claim in ledger.claims}


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
