"""What a computed value depends on, as one short text."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from lsec_models.papers.paper import Paper
from lsec_models.show.files import files_below
from lsec_models.work import Effort

_DEPENDENCIES = ("cvc5", "matplotlib", "numpy", "python-flint", "scipy", "sympy", "xarray", "z3-solver")


def fingerprint(paper: Paper, effort: Effort) -> str:
    """Return a hash of the paper's files, this package's source, the effort, and the versions of what computes.

    The recorded values are left out: to record them makes no result stale.
    """
    digest = hashlib.sha256(f"python {sys.version_info[:3]}".encode())
    digest.update(f"effort {effort!r}\n".encode())
    for name in _DEPENDENCIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    for root in (Path(str(files("lsec_models"))), paper.folder):
        for file in _sources(root, paper):
            digest.update(f"{file.relative_to(root).as_posix()}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _sources(root: Path, paper: Paper) -> Iterator[Path]:
    """Return a folder's files; of the package itself, the papers and chapters that came with it are left out."""
    inside = files_below(root, without={"__pycache__", "_papers", "_book"})
    return (file for file in inside if file != paper.recorded_file)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
