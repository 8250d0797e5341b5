"""How much memory is free."""

from __future__ import annotations

import os
from math import inf
from pathlib import Path

_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def free_memory() -> float:
    """Return how many bytes are free, or can be freed of what is kept of files; infinity where no system says so.

    In a container it is at most what the container may have. On systems other than Linux it is all memory that the
    machine has.
    """
    return min(_free_on_machine(), *map(_limit, _LIMITS))


def _free_on_machine() -> float:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(1024 * float(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        pass
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return inf


def _limit(file: str) -> float:
    try:
        return float(Path(file).read_text(encoding="ascii"))
    except (OSError, ValueError):  # No such file, or the word "max".
        return inf
