"""Claims of a ledger with their verdicts, and the pages over which a long ledger is divided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from lsec_models.book.markdown import block, code, escaped, prose, table
from lsec_models.papers.run.outcome import CheckedClaim, ReproducedPaper

_COLOURS = {"proved": "success", "refuted": "danger", "mixed": "warning"}
_LONG_LINE = 90
_ON_A_PAGE = 20
_DECIDED = """\
Each claim was decided over the whole domain of the equilibria that it names. They are named as in the formal statement,
which the package's own parser reads; `a.q` is the quantity `q` in the equilibrium `a`."""


def claim_anchor(key: str, claim: str) -> str:
    """Return the label of a claim, for cross-references such as ``[](#KEY-claim-ID)``.

    Examples
    --------
    >>> claim_anchor("zhang2023power", "lead-M")
    'zhang2023power-claim-lead-M'
    """
    return f"{key}-claim-{claim}"


def claims_of(done: ReproducedPaper) -> Iterator[str]:
    """Yield the claims of a paper as they stand on its page: all of them, or which pages have them."""
    yield "## Claims"
    yield _DECIDED
    pages = _divided(done)
    if len(pages) == 1:
        for claim in done.claims:
            yield from _claim(done, claim, "###")
        return
    yield f"There are {len(done.claims)}, on {len(pages)} pages:"
    rows = [
        [f"[{_span(done, page)}]({_name(done, number)}.md)", f"{_code(page[0])} to {_code(page[-1])}", _verdicts(page)]
        for number, page in pages.items()
    ]
    yield table(["claims", "from and to", "verdicts"], rows)


def claim_pages(done: ReproducedPaper) -> dict[str, Iterator[str]]:
    """Return the pages of the claims of a paper that has too many for its own, by name; none where it has not."""
    pages = _divided(done)
    return {_name(done, number): _page(done, page) for number, page in pages.items()} if len(pages) > 1 else {}


def _divided(done: ReproducedPaper) -> dict[int, Sequence[CheckedClaim]]:
    """Return pages of claims by number, none much shorter than another."""
    count = max(ceil(len(done.claims) / _ON_A_PAGE), 1)
    ends = [len(done.claims) * number // count for number in range(count + 1)]
    return {number: done.claims[ends[number - 1] : ends[number]] for number in range(1, count + 1)}


def _name(done: ReproducedPaper, number: int) -> str:
    return f"{done.paper.key}-claims-{number:02}"


def _span(done: ReproducedPaper, page: Sequence[CheckedClaim]) -> str:
    first = done.claims.index(page[0]) + 1
    return f"{first} to {first + len(page) - 1}"


def _code(part: CheckedClaim) -> str:
    return code(part.claim.id)


def _verdicts(page: Sequence[CheckedClaim]) -> str:
    verdicts = [part.verdict or "no verdict" for part in page]
    return ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts))


def _page(done: ReproducedPaper, page: Sequence[CheckedClaim]) -> Iterator[str]:
    yield f"# {escaped(done.paper.key)}: claims {_span(done, page)}"
    yield f"A part of the ledger of [{escaped(done.paper.key)}]({done.paper.key}.md): {_verdicts(page)}. {_DECIDED}"
    for claim in page:
        yield from _claim(done, claim, "##")


def _claim(done: ReproducedPaper, part: CheckedClaim, heading: str) -> Iterator[str]:
    claim = part.claim
    yield f"({claim_anchor(done.paper.key, claim.id)})=\n{heading} {escaped(claim.id)} {_badge(part.verdict)}"
    yield f"{prose(claim.words)} *({claim.level}: {escaped(claim.where)})*"
    yield block("text", _formal(part))
    given = ", ".join(map(code, claim.given))
    yield f"Given: {given}" if given else "Nothing is given."
    if part.exactly:
        words = "Equality exactly where" if part.verdict == "proved" else "Holds exactly where"
        yield _labelled(words, part.exactly)
    if claim.erratum:
        yield block("{admonition} Erratum", prose(claim.erratum))
    if claim.remark:
        yield f"*Remark.* {prose(claim.remark)}"
    yield from _evidence(done, part)


def _badge(verdict: str) -> str:
    return f"{{bdg-{_COLOURS.get(verdict, 'secondary')}}}`{verdict or 'no verdict'}`"


def _formal(part: CheckedClaim) -> str:
    claim = part.claim
    return claim.text if claim.form == "statement" else f"{claim.form}: {claim.text}"


def _evidence(done: ReproducedPaper, part: CheckedClaim) -> Iterator[str]:
    if part.failure:
        yield f"No verdict: {escaped(part.failure)}"
        return
    evidence = _labelled("Evidence", part.remaining_evidence)
    certificate = code(f"{done.paper.key}/certificates/{part.claim.id}.json")
    yield f"{evidence} ({certificate})" if part.verdict == "proved" else evidence


def _labelled(label: str, text: str) -> str:
    """Return text that is to be read as it is: in the line if it is short, below it if not."""
    if len(text) <= _LONG_LINE and "\n" not in text:
        return f"{label}: {code(text)}"
    return f"{label}:\n\n{block('text', text)}"
