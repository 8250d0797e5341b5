"""Claims of a paper's ledger in a chapter: decided again while the book is built, and shown with their verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lsec_models.book.markdown import code, prose, table
from lsec_models.errors import PaperError, found_in
from lsec_models.papers import find_papers
from lsec_models.papers.folder.ledger import Claim, Ledger, open_ledger
from lsec_models.prove.results.verdicts import Verdict


@dataclass(frozen=True, kw_only=True)
class ClaimsTable:
    """Claims with their verdicts, as a notebook shows them.

    Attributes
    ----------
    markdown : str
    """

    markdown: str

    def _repr_markdown_(self) -> str:
        return self.markdown


def decided_again(paper: str, name: str) -> tuple[Claim, Verdict]:
    """Return a claim of a paper's ledger, and the verdict that the machine reaches on it now.

    Parameters
    ----------
    paper : str
        The key of the paper's folder.
    name : str
        The identifier of the claim.

    Raises
    ------
    PaperError
        If the verdict is not the recorded one.
    UnknownName
        If the ledger has no such claim.
    """
    ledger = ledger_of(paper)
    claim = found_in({claim.id: claim for claim in ledger.claims}, name, f"{paper} has no claim {name!r}")
    verdict = ledger.verdict(claim)
    if verdict.status != claim.expected:
        raise PaperError(f"{paper}, claim {name}: {verdict.status} now, and {claim.expected} is recorded")
    return claim, verdict


def claims_table(paper: str, *names: str, remarks: bool = False) -> ClaimsTable:
    """Return claims in words and as formal statements, with the verdicts of :func:`decided_again`, a row for each.

    Parameters
    ----------
    paper : str
    *names : str
    remarks : bool
        Whether there is a column for what the ledger remarks.
    """
    head = ["claim", "formally", "verdict", "remark"][: 4 if remarks else 3]
    rows = [_row(paper, *decided_again(paper, name)) for name in names]
    return ClaimsTable(markdown=table(head, [row[: len(head)] for row in rows]))


@cache
def ledger_of(paper: str) -> Ledger:
    """Return the ledger of a paper's folder, opened once in a process."""
    (found,) = find_papers([paper])
    return open_ledger(found)


def _row(paper: str, claim: Claim, verdict: Verdict) -> list[str]:
    formal = claim.text if claim.form == "statement" else f"{claim.form}: {claim.text}"
    limits = [code(item) for item in claim.given if item not in ledger_of(paper).equilibria]
    where = f" where {', '.join(limits)}" if limits else ""
    return [prose(claim.words), f"{code(formal)}{where}", f"**{verdict.status}**", prose(claim.remark)]
