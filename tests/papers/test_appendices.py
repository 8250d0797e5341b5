"""Appendices of whole papers: all their equilibria and claims, set by LaTeX."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lsec_models as lsec
from lsec_models.papers import read_paper
from lsec_models.papers.folder.ledger import open_ledger
from pages.latex import compile_latex
from pages.latex_structure import require_structure
from recorded import PAPERS


@pytest.mark.slow
@pytest.mark.parametrize("key", ["mcguire1983industry", "tsebelis1989abuse"])
def test_the_appendix_of_a_paper_compiles_and_fits_a_page(key: str, tmp_path: Path) -> None:
    ledger = open_ledger(read_paper(PAPERS / key))
    verdicts = {re.sub(r"\W", "_", claim.id.lower()): ledger.verdict(claim) for claim in ledger.claims}
    results = {name.lower(): found for name, found in ledger.equilibria.items()}
    text = lsec.appendix(results, propositions=verdicts, title=ledger.paper.title)
    require_structure(text)
    assert r"\begin{table}" not in text, "so many tables as there may be do not float"
    assert text.count(r"\begin{proposition}") >= sum(map(bool, verdicts.values()))
    assert all(rf"\label{{prop:{name}}}" in text for name in verdicts)
    assert max(compile_latex(text, tmp_path), default=0) <= 20
