"""Building the book: reproduce the papers, generate pages, execute the chapters, and publish when all is done."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lsec_models.book.generated.pages import generated_pages
from lsec_models.book.sources import find_sources, write_sources
from lsec_models.book.sphinx import check_installed, run_jupyter_book, versions
from lsec_models.book.tables_pdf import TablesPdf, write_tables_pdf
from lsec_models.files import write_atomically
from lsec_models.papers import Reproduction, reproduce
from lsec_models.papers.folder.fingerprint import fingerprint
from lsec_models.papers.run.processes import available_processors
from lsec_models.papers.run.progress import Progress, silent


@dataclass(frozen=True, kw_only=True)
class Built:
    """A book.

    Attributes
    ----------
    index : Path
        The page to open first.
    reproduction : Reproduction
        The run over the papers that ledgers and figures are taken from.
    tables : TablesPdf
        The papers' tables as one PDF, or why there is none.
    """

    index: Path
    reproduction: Reproduction
    tables: TablesPdf


def build_book(
    *,
    out: Path,
    reproduction: Path,
    sources: Path | None = None,
    papers: Path | None = None,
    fresh: bool = False,
    progress: Progress = silent,
) -> Built:
    """Build the book.

    1. Reproduce the papers; what `reproduction` holds from an earlier run of the same sources is not derived again.
    2. Put chapters, generated pages (ledgers, notation, reference) and the papers' figures into ``out/work``.
    3. Execute the chapters and build the pages there, every warning an error. Chapters that an interrupted run
       executed are kept, as long as neither they nor anything they can import has changed.
    4. Replace ``out/html`` by the new pages. Until then an earlier book stays as it was.
    5. Set the papers' tables as ``out/tables.pdf``, where LaTeX is installed.

    Parameters
    ----------
    out : Path
        Where to write.
    reproduction : Path
        Where ``lsec reproduce`` writes.
    sources : Path, optional
        The folder with the chapters; see :func:`lsec_models.book.sources.find_sources`.
    papers : Path, optional
        The folder that holds the papers.
    fresh : bool
        Derive and execute everything again.
    progress : callable
        How to show how far the run is; see :mod:`lsec_models.papers.run.progress`.

    Returns
    -------
    Built

    Raises
    ------
    BookError
        If the extra ``book`` is not installed, sources are missing, or a page cannot be built.
    PaperError
        If a paper folder is incomplete or inconsistent.
    """
    check_installed()
    chapters = find_sources(sources)
    reproduced = reproduce(out=reproduction, papers=papers, fresh=fresh, jobs=available_processors(), progress=progress)
    work = _workshop(out / "work", _key(reproduced), fresh=fresh)
    generated = generated_pages(reproduced)
    write_sources(work / "source", chapters, generated, _figures(reproduced))
    with progress(sum(1 for _ in (work / "source").rglob("*.md"))) as begin:
        pages = run_jupyter_book(work / "source", work, begin)
    _publish(pages, out / "html")
    return Built(index=out / "html" / "index.html", reproduction=reproduced, tables=write_tables_pdf(reproduced, out))


def _key(reproduced: Reproduction) -> str:
    """What executed chapters depend on besides their own text."""
    parts = [versions(), *(fingerprint(done.paper, "normal") for done in reproduced.papers)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _workshop(folder: Path, key: str, *, fresh: bool) -> Path:
    mark = folder / "key.txt"
    if fresh or not mark.is_file() or mark.read_text(encoding="utf-8") != key:
        shutil.rmtree(folder, ignore_errors=True)
        write_atomically(mark, key)
    return folder


def _figures(reproduced: Reproduction) -> Mapping[str, Path]:
    return {
        f"figures/{done.paper.key}/{drawn.svg.name}": drawn.svg
        for done in reproduced.papers
        for drawn in done.figures
        if drawn.svg is not None
    }


def _publish(pages: Path, place: Path) -> None:
    """Put the new pages where the old ones were, which are gone for no longer than two renamings take."""
    coming, going = place.with_name(f"{place.name}.new"), place.with_name(f"{place.name}.old")
    for leftover in (coming, going):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(pages, coming)
    if place.exists():
        place.rename(going)
    coming.rename(place)
    shutil.rmtree(going, ignore_errors=True)
