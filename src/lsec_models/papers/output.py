"""The folder that a run writes to: nothing may lead out of it, and no paper may be in its way."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from lsec_models.errors import PaperError
from lsec_models.files import remove_unfinished
from lsec_models.papers.folder.paper import Paper


def prepare_output(out: Path, papers: Sequence[Paper]) -> None:
    """Make sure that a run over papers writes into `out` only, and remove what a run that was killed left unfinished.

    Parameters
    ----------
    out : Path
        It need not be there yet.
    papers : sequence of Paper

    Raises
    ------
    PaperError
        If a paper's own folder is in it or around it, or a link in it leads out of it.
    """
    for paper in papers:
        mine, folder = out / paper.key, paper.folder.resolve()
        if mine.resolve() == folder or folder in mine.resolve().parents or mine.resolve() in folder.parents:
            raise PaperError(
                f"{mine}, where {paper.key} is to be written, is a paper's own folder; name another --out DIR"
            )
        for link in _links(mine):
            if out.resolve() not in link.resolve().parents:
                raise PaperError(
                    f"{link} leads out of {out}, to {link.resolve()}; remove that link or name another --out DIR"
                )
        remove_unfinished(mine)
    remove_unfinished(out, below=False)


def _links(folder: Path) -> list[Path]:
    """Return the folder, if it is a link, and links to folders below it; a link to a file is replaced when written."""
    below = [Path(place, name) for place, names, _ in os.walk(folder) for name in names]
    return [path for path in (folder, *sorted(below)) if path.is_symlink()]
