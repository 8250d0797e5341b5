"""Coq for tests: skipped where it is missing, unless LSEC_COQ=required."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from lsec_models.prove.coq.kernel import library_text
from needed import missing


def require_coq() -> str:
    """Return where ``coqc`` is."""
    found = shutil.which("coqc")
    if found is None:
        missing("LSEC_COQ", "there is no coqc", "Coq is not installed (on Debian: apt-get install coq)")
    return found


def said_of(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Let Coq read a text beside the library."""
    coqc = require_coq()
    (folder / "lsec.v").write_text(library_text(), encoding="utf-8")
    (folder / "asked.v").write_text(text, encoding="utf-8")
    subprocess.run([coqc, "-q", "lsec.v"], cwd=folder, check=True)
    return subprocess.run([coqc, "-q", "asked.v"], cwd=folder, capture_output=True, text=True, check=False)
