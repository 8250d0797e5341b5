"""Claims in a chapter: decided again, shown with their verdicts, and refused where the record says something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lsec_models.book import claims
from lsec_models.errors import PaperError, UnknownName

PAPER = "mussa1978quality"


def test_a_table_has_words_statement_verdict_and_remark_of_each_claim() -> None:
    first, second, *_ = claims.ledger_of(PAPER).claims
    head, rule, *rows = claims.claims_table(PAPER, first.id, second.id, remarks=True)._repr_markdown_().splitlines()
    assert head == "| claim | formally | verdict | remark |"
    assert set(rule) <= set("| -")
    assert [f"**{claim.expected}**" in row for claim, row in zip((first, second), rows, strict=True)] == [True, True]
    assert claims.claims_table(PAPER, first.id).markdown.splitlines()[0] == "| claim | formally | verdict |"


def test_a_verdict_that_is_not_the_recorded_one_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = claims.ledger_of(PAPER)
    claim = next(claim for claim in ledger.claims if claim.expected == "proved")
    monkeypatch.setattr(claims, "ledger_of", lambda _: replace(ledger, claims=(replace(claim, expected="refuted"),)))
    with pytest.raises(PaperError, match=f"claim {claim.id}: proved now, and refuted is recorded"):
        claims.decided_again(PAPER, claim.id)


def test_a_claim_that_is_not_in_the_ledger_is_named() -> None:
    with pytest.raises(UnknownName, match="has no claim 'nothing'"):
        claims.decided_again(PAPER, "nothing")
