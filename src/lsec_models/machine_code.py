"""Functions that are written while the package runs and compiled by Numba: the extra ``lsec_models[fast]``.

A source stands in a file named by its content in the user's cache folder, where Numba keeps the machine code beside it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from lsec_models.errors import DeclarationError
from lsec_models.files import write_atomically

Run = Callable[..., Any]


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

    A process that meets a source again, and a later one, takes it from the cache.

    Parameters
    ----------
    source : str
        Python that asks Numba itself to compile, with ``cache=True``.
    kind : str
        What the name of its file begins with.

    Raises
    ------
    DeclarationError
        If Numba is not installed.
    """
    require_numba()
    name = f"{kind}_{hashlib.sha256(source.encode()).hexdigest()[:32]}"
    if name not in sys.modules:
        folder = _cache_folder()
        file = folder / f"{name}.py"
        if not file.is_file() or file.read_text(encoding="utf-8") != source:
            write_atomically(file, source)
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return cast(Run, sys.modules[name].run)


def _cache_folder() -> Path:
    """Return the folder of compiled functions, which nobody but the user may write to."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "lsec_models" / "loops"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
