"""Reproducing papers: find their folders, run their results, compare with what is recorded, write a report.

A paper folder holds ``paper.toml`` (what the paper is, and whose the statements are), ``results.py`` (a `Results`
named ``RESULTS``), optionally ``figures.py`` (a `Figures` named ``FIGURES``), and ``recorded.json`` (what each result
must equal).
"""

from __future__ import annotations

from lsec_models.papers.folder.paper import Paper, read_paper
from lsec_models.papers.folder.registry import Figures, Results
from lsec_models.papers.folder.search import find_papers
from lsec_models.papers.reproduce import reproduce
from lsec_models.papers.run.outcome import Reproduction

__all__ = ["Figures", "Paper", "Reproduction", "Results", "find_papers", "read_paper", "reproduce"]
