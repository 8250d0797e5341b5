"""On what something was computed: what must be the same for it to be the same to the last bit."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def machine(packages: Sequence[str]) -> dict[str, str]:
    """Return the type of the processor, and the versions of the packages that compute.

    Examples
    --------
    >>> sorted(machine(["lsec_models", "python-flint"]))
    ['lsec_models', 'processor', 'python-flint', 'system']
    """
    return {
        "system": f"{platform.system()} {' '.join(platform.libc_ver())}".strip(),
        "processor": f"{platform.machine()} {_processor()}, {_vector_instructions()}",
    } | {name: _version(name) for name in packages}


def differences(recorded: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Return in words in what two machines differ; nothing where they are alike.

    Examples
    --------
    >>> differences({"numpy": "1.26"}, {"numpy": "2.4"})
    'numpy: 1.26 there, 2.4 here'
    """
    names = sorted(recorded.keys() | here.keys())
    return "; ".join(
        f"{name}: {recorded.get(name, 'none')} there, {here.get(name, 'none')} here"
        for name in names
        if recorded.get(name) != here.get(name)
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """Return the name of the processor's model, where the system tells."""
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def _vector_instructions() -> str:
    """Return which vector instructions NumPy finds: its loops, and their rounding, depend on them."""
    import numpy as np

    found = np.show_config(mode="dicts") or {}
    return " ".join(found.get("SIMD Extensions", {}).get("found", ())) or "baseline"
