"""What a computed value depends on, as one short text."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from lsec_models.files import files_below
from lsec_models.papers.folder.paper import Paper
from lsec_models.work import Effort

_DEPENDENCIES = ("cvc5", "matplotlib", "numpy", "python-flint", "scipy", "sympy", "xarray", "z3-solver")
_CAME_ALONG = {"_papers", "_book"}  # An installed package brings papers and chapters, which it does not run itself.


def fingerprint(paper: Paper, effort: Effort) -> str:
    """Return a hash of the paper's files, this package's source, the effort, and the versions of what computes.

    The recorded values are left out: to record them makes no result stale.
    """
    digest = hashlib.sha256(f"python {sys.version_info[:3]}".encode())
    digest.update(f"effort {effort!r}\n".encode())
    for name in _DEPENDENCIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    package = Path(str(files("lsec_models")))
    digest.update(_digest(package, files_below(package, without={"__pycache__", *_CAME_ALONG})).encode())
    digest.update(digest_of_folder(paper).encode())
    return digest.hexdigest()


def digest_of_folder(paper: Paper) -> str:
    """Return a hash of the files of a paper folder, but for the recorded values."""
    inside = files_below(paper.folder, without={"__pycache__"})
    return _digest(paper.folder, (file for file in inside if file != paper.recorded_file))


def _digest(root: Path, inside: Iterable[Path]) -> str:
    """Return a hash of names and contents, each hashed by itself: no content can pass for a name."""
    digest = hashlib.sha256()
    for file in inside:
        for part in (os.fsencode(file.relative_to(root)), file.read_bytes()):
            digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
