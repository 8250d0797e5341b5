"""Running Jupyter Book in a process of its own, with kernels that nothing of the user's settings reaches."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lsec_models.book.kernels import warm_kernels
from lsec_models.errors import BookError
from lsec_models.files import write_atomically
from lsec_models.papers.run.progress import Begin

NEEDED = ("jupyter-book", "sphinx-proof", "sphinx-mathjax-offline", "sphinxcontrib-bibtex", "ipykernel")
_MAJOR = "1."
_WAY_OUT = "python -m pip install -c constraints.txt '.[book]', in a clone of the repository,"
_PROGRAM = "from jupyter_book.cli.main import main; main()"
_KERNEL = """\
c = get_config()
c.IPKernelApp.log_level = 40
c.InlineBackend.figure_formats = {"svg"}
c.InteractiveShellApp.extensions = ["lsec_models.book.display"]
"""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_READING = re.compile(r"reading sources\.\.\. \[ *\d+%\] (\S+)")
_COMPLAINT = re.compile(r"WARNING|ERROR|Error\b|error:")
_SHOWN = 12


def check_installed() -> None:
    """Check that what the book needs is there.

    Raises
    ------
    BookError
        If a package is missing, or Jupyter Book is not version 1.
    """
    missing = [name for name in NEEDED if version_of(name) is None]
    if missing:
        raise BookError(
            f"the book needs {', '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed; "
            f"{_WAY_OUT} installs all it needs"
        )
    found = version_of("jupyter-book") or ""
    if not found.startswith(_MAJOR):
        raise BookError(
            f"the book needs version 1 of jupyter-book, and {found} is installed; {_WAY_OUT} installs the right one"
        )


def versions() -> str:
    """Return the versions of what turns sources into pages."""
    return " ".join(f"{name} {version_of(name)}" for name in NEEDED)


def run_jupyter_book(source: Path, out: Path, begin: Begin) -> Path:
    """Build a book, every warning an error.

    Parameters
    ----------
    source : Path
        The folder with ``_config.yml`` and ``_toc.yml``.
    out : Path
        Where Jupyter Book writes; what an earlier run executed and kept there is not executed again.
    begin : callable
        Called with the name of each page that begins.

    Returns
    -------
    Path
        The folder with ``index.html``.

    Raises
    ------
    BookError
        If a page cannot be built; the message ends with what Sphinx said, and names the file with all of it.
    """
    log = out / "log.txt"
    pages = out / "_build" / "html"
    # Sphinx does not replace style sheets that are there already, nor remove pages that are gone.
    shutil.rmtree(pages, ignore_errors=True)
    _configure_kernels(out)
    command = ["-c", _PROGRAM, "build", "-W", "--keep-going", "--path-output", str(out), str(source)]
    environment = kernel_environment(out)
    with warm_kernels(out, environment) as found:
        said = _run([sys.executable, *command], {**environment, **found}, begin)
    write_atomically(log, "\n".join(said))
    if said and said[-1] == _FINISHED and (pages / "index.html").is_file():
        return pages
    raise BookError(f"the book was not built. {_complaints(said)} (everything that was said is in {log})")


_FINISHED = "exit code 0"


def _run(command: list[str], environment: dict[str, str], begin: Begin) -> list[str]:
    said = []
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                said.append(_COLOUR.sub("", line).rstrip())
                page = _READING.search(said[-1])
                if page:
                    begin(f"page {page[1]}")
        except BaseException:
            process.terminate()
            raise
    return [*said, f"exit code {process.returncode}"]


def _configure_kernels(out: Path) -> None:
    profile = out / "ipython" / "profile_default"
    write_atomically(profile / "ipython_kernel_config.py", _KERNEL)


def kernel_environment(out: Path) -> dict[str, str]:
    """The user's own settings of Jupyter, IPython and Matplotlib, and hash seeds, must not change what a page shows."""
    theirs = ("JUPYTER", "IPYTHON", "PYTHON", "MPL")
    mine = {name: value for name, value in os.environ.items() if not name.startswith(theirs)}
    return mine | {
        "IPYTHONDIR": str(out / "ipython"),
        "JUPYTER_CONFIG_DIR": str(out / "jupyter"),
        "JUPYTER_DATA_DIR": str(out / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(out / "jupyter" / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def _complaints(said: Iterable[str]) -> str:
    found = [line for line in said if _COMPLAINT.search(line)]
    shown = list(dict.fromkeys(found))[:_SHOWN]
    return " | ".join(shown) or "Jupyter Book stopped without a word."


def version_of(name: str) -> str | None:
    """Return the version of an installed distribution, or None."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
