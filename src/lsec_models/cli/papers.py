"""``lsec prove``, ``lsec reproduce`` and ``lsec book``."""

from __future__ import annotations

import argparse
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsec_models.cli.status import DIFFERS, INTERRUPTED
from lsec_models.cli.terminal import tell

if TYPE_CHECKING:
    from lsec_models.papers import Reproduction

_SHOWN_PROBLEMS = 20


def prove_claims(arguments: argparse.Namespace) -> int:
    """Decide the claims of papers, or questions in SMT-LIB."""
    from lsec_models.cli.questions import are_questions, decide_questions

    return decide_questions(arguments) if are_questions(arguments.papers) else _decide_papers(arguments)


def _decide_papers(arguments: argparse.Namespace) -> int:
    if arguments.coq is None:
        return reproduce_papers(arguments)
    from lsec_models.cli.coq import certificates_of, put_before_coq
    from lsec_models.prove.coq.kernel import find_coq

    find_coq()
    reproduction = _reproduced(arguments)
    if reproduction is None:
        return INTERRUPTED
    return max(_status(reproduction), put_before_coq(certificates_of(reproduction), arguments.coq))


def reproduce_papers(arguments: argparse.Namespace) -> int:
    """Derive the results of papers, or decide their claims alone, and say what differs from the record."""
    reproduction = _reproduced(arguments)
    return INTERRUPTED if reproduction is None else _status(reproduction)


def _status(reproduction: Reproduction) -> int:
    return 0 if reproduction.agrees else DIFFERS


def _reproduced(arguments: argparse.Namespace) -> Reproduction | None:
    """Run papers and print the summary; None if that was interrupted."""
    from lsec_models.arguments import read_effort
    from lsec_models.papers import reproduce
    from lsec_models.papers.run.processes import available_processors
    from lsec_models.papers.run.progress import shown

    folder = _folder_of_papers(arguments.papers, arguments.folder)
    try:
        reproduction = reproduce(
            arguments.papers,
            out=arguments.out,
            papers=folder,
            fresh=arguments.fresh,
            record=arguments.record,
            ledgers_only=arguments.ledgers_only,
            effort=read_effort(arguments.effort),
            jobs=arguments.jobs or available_processors(),
            progress=shown,
        )
    except KeyboardInterrupt:
        tell(f"interrupted; the same command goes on from what {arguments.out} holds")
        return None
    print(_summary(reproduction))
    return reproduction


def _folder_of_papers(names: Sequence[str], folder: Path | None) -> Path:
    """Return the folder of the papers, and say which it is: the code in it is about to run."""
    from lsec_models.papers import find_papers

    found = find_papers(names, folder)[0].folder.parent
    tell(f"runs the code of the papers in {found}")
    return found


def book(arguments: argparse.Namespace) -> int:
    """Build the book."""
    from lsec_models.book import build_book
    from lsec_models.papers.run.progress import shown

    folder = _folder_of_papers((), arguments.folder)
    try:
        built = build_book(
            out=arguments.out,
            reproduction=arguments.reproduction,
            sources=arguments.sources,
            papers=folder,
            fresh=arguments.fresh,
            progress=shown,
        )
    except KeyboardInterrupt:
        tell(
            f"interrupted; an earlier book in {arguments.out} is untouched, and the same command goes on from what was "
            "finished"
        )
        return INTERRUPTED
    if not built.reproduction.agrees:
        print(_summary(built.reproduction))
    print(f"tables: {built.tables.file or f'no PDF, because {built.tables.reason}'}")
    print(f"book: {built.index}")
    if arguments.open:
        webbrowser.open(built.index.resolve().as_uri())
    return 0 if built.reproduction.agrees else DIFFERS


def _summary(reproduction: Reproduction) -> str:
    lines = []
    for done in reproduction.papers:
        equal = sum(part.agrees for part in done.results)
        decided = sum(part.agrees for part in done.claims)
        counts = [f"{equal} of {len(done.results)} results equal the record"] if done.results else []
        counts += [f"{decided} of {len(done.claims)} claims have the recorded verdict"] if done.claims else []
        lines.append(f"{done.paper.key} ({done.paper.level}): {', '.join(counts) or 'nothing to check'}")
        lines += [f"  {problem}" for problem in done.problems[:_SHOWN_PROBLEMS]]
        if len(done.problems) > _SHOWN_PROBLEMS:
            lines.append(f"  and {len(done.problems) - _SHOWN_PROBLEMS} more; see the report")
    return "\n".join([*lines, f"report: {reproduction.out / 'report.html'}"])
