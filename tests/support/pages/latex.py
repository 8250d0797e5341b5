"""TeX for tests: skipped where it is missing, unless LSEC_LATEX=required."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from needed import missing

_HEAD = r"""\documentclass{article}
\usepackage{amsmath,amssymb,amsthm,booktabs,longtable}
\newtheorem{proposition}{Proposition} \newtheorem{remark}{Remark}
\begin{document}
"""
_LABEL = re.compile(r"\\newlabel\{([^}]*)\}")
_TOO_WIDE = re.compile(r"Overfull \\hbox \((\d+)")


def require_latex() -> str:
    """Return where ``pdflatex`` is."""
    found = shutil.which("pdflatex")
    if found is None:
        install = "on Debian: apt-get install texlive-latex-recommended texlive-latex-extra"
        missing("LSEC_LATEX", "there is no pdflatex", f"TeX is not installed ({install})")
    return found


def compile_latex(body: str, folder: Path) -> list[int]:
    """Compile the body of an article; return by how many points each line that is too wide is."""
    (folder / "article.tex").write_text(_HEAD + body + "\n\\end{document}\n", encoding="utf-8")
    command = [require_latex(), "-interaction=nonstopmode", "-halt-on-error", "article.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    named = _LABEL.findall((folder / "article.aux").read_text(encoding="utf-8"))
    assert len(named) == len(set(named)), "a label names two things: " + ", ".join(named)
    return [int(points) for points in _TOO_WIDE.findall(done.stdout)]
