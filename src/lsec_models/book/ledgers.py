"""Pages that show what came of each paper: its results, every claim with its verdict, and how to cite them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lsec_models.book.markdown import block, code, escaped, prose, table
from lsec_models.papers import Reproduction
from lsec_models.papers.folder.paper import LEVELS
from lsec_models.papers.report.bibtex import bibtex
from lsec_models.papers.run.outcome import CheckedClaim, DerivedResult, DrawnFigure, ReproducedPaper
from lsec_models.show.export.table import Table

VERDICTS: Mapping[str, str] = {
    "proved": "The claim holds at every admissible point. A certificate was re-computed in exact arithmetic by a "
    "checker that shares no code with the search for it; where the evidence says so, two independent solvers agree.",
    "refuted": "The claim fails at an exact point, and no point is known at which it holds.",
    "mixed": "The claim holds in a part of the domain: one exact point shows that it holds there, another that it "
    "fails elsewhere. For a single inequality the condition says exactly where it holds.",
    "contradictory": "No parameters satisfy everything that the claim assumes, so that it says nothing.",
    "undecided": "Neither a proof nor an exact point against it was found.",
}
_COLOURS = {"proved": "success", "refuted": "danger", "mixed": "warning"}
_LONG_TABLE = 20
_LONG_LINE = 90
_HEAVY = 150_000
_INTRODUCTION = """\
A ledger is the list of what is claimed about a paper, each claim with the verdict that the machine reached on it. It is
decided anew whenever the paper or this package changes: everything on these pages was written by the run over the
papers, nothing by hand. `lsec reproduce` makes the same run on your computer, `lsec prove` checks the ledgers alone,
and [](contributing.md) says how to add a paper or a claim."""
_DECIDED = """\
Each claim was decided over the whole domain of the equilibria that it names. They are named as in the formal statement,
which the package's own parser reads; `a.q` is the quantity `q` in the equilibrium `a`."""


def ledger_pages(reproduced: Reproduction) -> dict[str, str]:
    """Return the overview and a page for each paper, as Markdown by path.

    Parameters
    ----------
    reproduced : Reproduction
        The run over the papers. Its figures are expected at ``figures/KEY/NAME.svg``.

    Returns
    -------
    dict from str to str
        ``ledgers.md``, ``ledgers/KEY.md``, and ``ledgers/KEY-RESULT.md`` for each result whose tables would make the
        paper's page heavy.
    """
    pages = {"ledgers.md": _overview(reproduced)}
    for done in reproduced.papers:
        results = [_Shown(part=part, tables=tuple(shown.html() for shown in part.tables)) for part in done.results]
        pages[f"ledgers/{done.paper.key}.md"] = _joined(_paper(done, results))
        heavy = [shown for shown in results if shown.is_heavy]
        pages |= {f"ledgers/{_own_page(done, shown.part)}.md": _joined(_tables_page(done, shown)) for shown in heavy}
    return pages


def claim_anchor(key: str, claim: str) -> str:
    """Return the label of a claim, for cross-references such as ``[](#KEY-claim-ID)``.

    Examples
    --------
    >>> claim_anchor("zhang2023power", "lead-M")
    'zhang2023power-claim-lead-M'
    """
    return f"{key}-claim-{claim}"


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A result, and its tables as HTML: they take long to write, and their size decides where they stand."""

    part: DerivedResult
    tables: tuple[str, ...]

    @property
    def is_heavy(self) -> bool:
        return sum(map(len, self.tables)) > _HEAVY

    def blocks(self) -> Iterator[str]:
        return map(_table, self.part.tables, self.tables)


def _overview(reproduced: Reproduction) -> str:
    papers = reproduced.papers
    reached = [name for name in VERDICTS if any(part.verdict == name for done in papers for part in done.claims)]
    counts = ["results", "claims", *reached, "errata"]
    rows = [[_page_link(done, "ledgers/"), done.paper.level, *map(str, _counts(done, reached))] for done in papers]
    return _joined(
        [
            "# The ledgers",
            _INTRODUCTION,
            block("{div} lsec-compact", table(["paper", "level", *counts], rows, numbers=counts)),
            "An erratum is a claim that is printed in the paper and does not hold as it is printed.",
            "## Levels",
            "How far a paper itself is reproduced, and whose statement a claim is:",
            *(f"{level}\n: {words[0].upper()}{words[1:]}." for level, words in LEVELS.items()),
            "## Verdicts",
            *(f"{name}\n: {words}" for name, words in VERDICTS.items()),
        ]
    )


def _page_link(done: ReproducedPaper, folder: str = "") -> str:
    return f"[{escaped(done.paper.key)}]({folder}{done.paper.key}.md)"


def _counts(done: ReproducedPaper, verdicts: list[str]) -> Iterator[int]:
    yield len(done.results)
    yield len(done.claims)
    yield from (sum(part.verdict == name for part in done.claims) for name in verdicts)
    yield len(done.errata)


def _paper(done: ReproducedPaper, results: Sequence[_Shown]) -> Iterator[str]:
    paper = done.paper
    yield f"# {escaped(paper.key)}"
    yield f"{escaped(', '.join(paper.authors))} ({paper.year}). **{escaped(paper.title)}**. *{escaped(paper.journal)}*."
    if paper.doi:
        yield f"[doi:{escaped(paper.doi)}](<https://doi.org/{paper.doi}>)"
    level = f"**Level: {paper.level}** ({LEVELS[paper.level]}). {prose(paper.provenance)}"
    yield block("{note}", level)
    yield from _problems(done)
    yield "## The model, and what we chose"
    yield _list(map(prose, paper.modelling_choices))
    if results:
        yield "## Results"
        for shown in results:
            yield from _result(done, shown)
    if done.figures:
        yield "## Figures"
        yield from (_figure(done, drawn) for drawn in done.figures)
    if done.errata:
        yield "## Errata"
        yield from _errata(done)
    if done.claims:
        yield "## Claims"
        yield _DECIDED
        for claim in done.claims:
            yield from _claim(done, claim)
    yield "## How to cite"
    yield "The paper, and this ledger:"
    yield block("text", bibtex(paper))


def _problems(done: ReproducedPaper) -> Iterator[str]:
    if done.problems:
        complaints = _list(map(escaped, done.problems))
        yield block("{warning}", f"Not everything was derived anew and equals the record.\n\n{complaints}")


def _result(done: ReproducedPaper, shown: _Shown) -> Iterator[str]:
    result = shown.part.result
    yield f"({_result_anchor(done, shown.part)})=\n### {escaped(result.name)}. {escaped(result.title)}"
    yield from map(prose, result.statement)
    if shown.is_heavy:
        yield f"Its tables are long: they stand on [a page of their own]({_own_page(done, shown.part)}.md)."
    else:
        yield from shown.blocks()


def _result_anchor(done: ReproducedPaper, part: DerivedResult) -> str:
    return f"{done.paper.key}-result-{part.result.name}"


def _own_page(done: ReproducedPaper, part: DerivedResult) -> str:
    return f"{done.paper.key}-{part.result.name}"


def _tables_page(done: ReproducedPaper, shown: _Shown) -> Iterator[str]:
    part = shown.part
    name = escaped(part.result.name)
    yield f"# {escaped(done.paper.key)}: {name}"
    yield f"The tables of [{name}](#{_result_anchor(done, part)}) of {_page_link(done)}: {escaped(part.result.title)}."
    yield from shown.blocks()


def _table(given: Table, html: str) -> str:
    shown = block("{raw} html", f'<div class="lsec-table">{html}</div>')
    if len(given.rows) <= _LONG_TABLE:
        return shown
    return block(f"{{dropdown}} {prose(given.caption)} ({len(given.rows)} rows)", shown)


def _figure(done: ReproducedPaper, drawn: DrawnFigure) -> str:
    name, caption = drawn.drawing.name, drawn.drawing.caption
    if drawn.svg is None:
        return f"The figure {code(name)} could not be drawn: {escaped(drawn.failure)}"
    options = {"alt": caption, "name": f"{done.paper.key}-figure-{name}", "loading": "lazy"}
    return block(f"{{figure}} ../figures/{done.paper.key}/{name}.svg", prose(caption), options)


def _errata(done: ReproducedPaper) -> Iterator[str]:
    yield "What is printed and does not hold as it is printed, and why. The evidence stands at the claim."
    for part in done.errata:
        claim = part.claim
        link = f"[{escaped(claim.id)}](#{claim_anchor(done.paper.key, claim.id)})"
        printed = f"Printed ({escaped(claim.where)}): {prose(claim.words)} ({link}, {part.verdict})"
        yield _item(printed, prose(claim.erratum))


def _claim(done: ReproducedPaper, part: CheckedClaim) -> Iterator[str]:
    claim = part.claim
    yield f"({claim_anchor(done.paper.key, claim.id)})=\n### {escaped(claim.id)} {_badge(part.verdict)}"
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


def _list(items: Iterator[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _item(*paragraphs: str) -> str:
    return "- " + "\n\n  ".join(paragraphs)


def _joined(parts: Iterator[str] | list[str]) -> str:
    return "\n\n".join(parts) + "\n"
