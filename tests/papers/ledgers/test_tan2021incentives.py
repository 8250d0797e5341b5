"""The article on platform incentives, end to end, and its outcomes against simulated dynamics."""

from __future__ import annotations

import numpy as np
import pytest

from lsec_models.papers import read_paper
from lsec_models.papers.folder.ledger import open_ledger, read_claims
from recorded import PAPERS, recorded

RECORD = recorded("tan2021incentives")
CONDITIONS = {
    "I": (0.3, 0.6, 0.25, 0.5),
    "II": (0.3, 0.6, 0.65, 0.85),
    "III": (0.75, 0.9, 0.25, 0.5),
    "IV": (0.75, 0.9, 0.65, 0.85),
    "V": (1.5, 1.7, 1.4, 1.6),
}
STARTS = [(x, y) for x in (0.1, 0.35, 0.6, 0.9) for y in (0.15, 0.4, 0.65, 0.85)]


@pytest.mark.slow
def test_every_claim_has_its_verdict_and_four_are_errata() -> None:
    """Results and the figure are made by `lsec reproduce`, which compares them with the record."""
    paper = read_paper(PAPERS / "tan2021incentives")
    ledger = open_ledger(paper, read_claims(paper))
    verdicts = {claim.id: ledger.verdict(claim) for claim in ledger.claims}
    assert all(verdicts[claim.id].status == claim.expected for claim in ledger.claims)
    errata = [claim.id for claim in ledger.claims if claim.erratum]
    assert errata == ["meaning-of-shares", "high-high-only-if", "incentive-only-ess", "incentive-as-worded"]
    assert [name for name, verdict in verdicts.items() if verdict.status != "proved"] == errata


def ends(condition: str, incentive: float = 0.0, *, only_against_low: bool = False) -> set[str]:
    """Return where the printed equations lead from many starts, x and y the shares that invest high."""
    Cx0, Cx1, Py0, Py1 = CONDITIONS[condition]
    E_c, E_p, C_c, C_p, AE_c, AE_p = 10, 8, 6, 4, 18, 14
    x, y = np.array(STARTS).T
    for _ in range(6_000):
        paid_c = incentive * (1 - y if only_against_low else 1)
        paid_p = incentive * (1 - x if only_against_low else 1)
        dx = Cx0 * E_c - C_c - (AE_c - (Cx1 - Cx0 + 1) * E_c) * y + paid_c
        dy = Py0 * E_p - C_p - (AE_p - (Py1 - Py0 + 1) * E_p) * x + paid_p
        x, y = x + 0.02 * x * (1 - x) * dx, y + 0.02 * y * (1 - y) * dy
    words = np.array(["low", "high"])
    assert np.abs(np.concatenate([x * (1 - x), y * (1 - y)])).max() < 1e-3
    return {f"{words[int(a > 0.5)]} / {words[int(b > 0.5)]}" for a, b in zip(x, y, strict=True)}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_outcome_is_where_the_printed_equations_lead(condition: str) -> None:
    assert set(RECORD["R2"][condition]["stable"]) == ends(condition)
    assert RECORD["R2"][condition]["as_printed"] is True


def test_the_incentive_leads_there_as_the_equations_have_it_and_not_as_it_is_worded() -> None:
    entry = RECORD["R3"]
    assert entry["at_condition_IV"] == {"buyers": "5", "sellers": "16/5"}
    assert entry["with_an_incentive"]["paid"]["stable"] == ["high / high"]
    assert ends("IV", 6) == {"high / high"}
    assert set(entry["with_an_incentive"]["against_low"]["stable"]) == ends("IV", 6, only_against_low=True)


def test_two_stable_points_beside_each_other_in_spite_of_the_incentive() -> None:
    """The counterexample to "the only ESS": company is worth more than free riding."""
    E, C, AE, alone, together, K = 10.0, 9.0, 11.0, 0.1, 0.95, 1.0
    assert AE - ((1 + together) * E - C) < K
    for start, end in ((0.02, 0.0), (0.98, 1.0)):
        x = y = start
        for _ in range(6_000):
            dx, dy = (alone * E - C - (AE - (together - alone + 1) * E) * other + K for other in (y, x))
            x, y = x + 0.02 * x * (1 - x) * dx, y + 0.02 * y * (1 - y) * dy
        assert (x, y) == pytest.approx((end, end), abs=1e-3)


def test_the_mixture_is_a_saddle() -> None:
    assert RECORD["R4"]["shape"] == "saddle"
    assert RECORD["R4"]["shares"] == {"buyers: high": "3/11", "sellers: high": "3/13"}
