"""Pages that show what came of each paper: its results, every claim with its verdict, and how to cite them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lsec_models.book.generated.ledger_claims import claim_anchor, claim_pages, claims_of
from lsec_models.book.markdown import block, code, escaped, prose, table
from lsec_models.papers import Reproduction
from lsec_models.papers.folder.paper import LEVELS
from lsec_models.papers.report.bibtex import bibtex
from lsec_models.papers.run.outcome import DerivedResult, DrawnFigure, ReproducedPaper
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
# Rows of the tables of one result beyond which they are folded.
_MANY_ROWS = 10
_HEAVY = 150_000
_INTRODUCTION = """\
A ledger is the list of what is claimed about a paper, each claim with the verdict that the machine reached on it. It is
decided anew whenever the paper or this package changes: everything on these pages was written by the run over the
papers, nothing by hand. `lsec reproduce` makes the same run on your computer, `lsec prove` checks the ledgers alone,
and [](contributing.md) says how to add a paper or a claim."""


def ledger_pages(reproduced: Reproduction) -> dict[str, str]:
    """Return the overview and a page for each paper, as Markdown by path.

    Parameters
    ----------
    reproduced : Reproduction
        The run over the papers. Its figures are expected at ``figures/KEY/NAME.svg``.

    Returns
    -------
    dict from str to str
        ``ledgers.md``, ``ledgers/KEY.md``, ``ledgers/KEY-RESULT.md`` for each result whose tables would make the
        paper's page heavy, and ``ledgers/KEY-claims-01.md`` and so on where there are too many claims for one page.
    """
    pages = {"ledgers.md": _overview(reproduced)}
    for done in reproduced.papers:
        results = [_Shown(part=part, tables=tuple(shown.html() for shown in part.tables)) for part in done.results]
        pages[f"ledgers/{done.paper.key}.md"] = _joined(_paper(done, results))
        heavy = [shown for shown in results if shown.is_heavy]
        pages |= {f"ledgers/{_own_page(done, shown.part)}.md": _joined(_tables_page(done, shown)) for shown in heavy}
        pages |= {f"ledgers/{name}.md": _joined(page) for name, page in claim_pages(done).items()}
    return pages


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A result, and its tables as HTML: they take long to write, and their size decides where they stand."""

    part: DerivedResult
    tables: tuple[str, ...]

    @property
    def is_heavy(self) -> bool:
        return sum(map(len, self.tables)) > _HEAVY

    def blocks(self) -> Iterator[str]:
        folds = sum(len(table.rows) for table in self.part.tables) > _MANY_ROWS
        return (_table(table, html, folds=folds) for table, html in zip(self.part.tables, self.tables, strict=True))


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
        yield from claims_of(done)
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


def _table(given: Table, html: str, *, folds: bool) -> str:
    shown = block("{raw} html", f'<div class="lsec-table">{html}</div>')
    if not folds:
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


def _list(items: Iterator[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _item(*paragraphs: str) -> str:
    return "- " + "\n\n  ".join(paragraphs)


def _joined(parts: Iterator[str] | list[str]) -> str:
    return "\n\n".join(parts) + "\n"
