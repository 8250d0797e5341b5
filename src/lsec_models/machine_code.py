"""Functions that are written while the package runs and compiled by Numba: the extra ``lsec_models[fast]``.

A source stands in a file named by its content in the user's cache folder, where Numba keeps the machine code beside it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from lsec_models.errors import DeclarationError
from lsec_models.files import write_atomically

Run = Callable[..., Any]
_COMPILING = threading.Lock()


def require_numba() -> None:
    """Refuse to go on without Numba.

    Raises
    ------
    DeclarationError
    """
    if importlib.util.find_spec("numba") is None:
        raise DeclarationError(
            "backend='numba' needs Numba: python -m pip install 'lsec_models[fast]'; or leave backend= out"
        )


def compiled_run(source: str, kind: str) -> Run:
    """Return the compiled function ``run`` of a source.

    A process that meets a source again, and a later one, takes it from the cache; threads may ask for one at once.

    Parameters
    ----------
    source : str
        Python that asks Numba itself to compile, with ``cache=True``.
    kind : str
        What the name of its file begins with.

    Raises
    ------
    DeclarationError
        If Numba is not installed, or the cache folder cannot be written to.
    """
    require_numba()
    name = f"{kind}_{hashlib.sha256(source.encode()).hexdigest()[:32]}"
    with _COMPILING:
        if name not in sys.modules:
            _enter_module(name, _file_of(name, source))
        return cast(Run, sys.modules[name].run)


def _enter_module(name: str, file: Path) -> None:
    """Run a file as a module, which is there for others as a whole or not at all."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Numba looks for the module of what it compiles.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise


def _file_of(name: str, source: str) -> Path:
    """Return the file of a source, written where it is not there yet."""
    try:
        file = _cache_folder() / f"{name}.py"
        if not file.is_file() or file.read_text(encoding="utf-8") != source:
            write_atomically(file, source)
    except (OSError, RuntimeError) as error:  # No home is a RuntimeError.
        raise DeclarationError(
            f"backend='numba' keeps compiled loops in the cache folder, which cannot be written to ({error}); name one "
            "that can in the environment variable XDG_CACHE_HOME, or leave backend= out"
        ) from error
    return file


def _cache_folder() -> Path:
    """Return the folder of compiled functions, which nobody but the user may write to."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "lsec_models" / "loops"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
