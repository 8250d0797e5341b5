"""Runs of a command that are killed while they work."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

_LONGEST_DELAY = 0.3


def run_and_kill(command: Sequence[str], *, times: int, seed: int) -> int:
    """Start a command so many times, each to be killed (SIGKILL) while it works; return how many runs were.

    Each run lives until it has printed a number of lines on standard error, and a random moment longer. The numbers go
    evenly from none to as many as a whole run prints. A run that ends before its moment has nothing left to do.

    Parameters
    ----------
    command : sequence of str
        It goes on where it was stopped, and prints a line as each step begins.
    times : int
    seed : int
        For the moments.
    """
    moments, killed, lines = random.Random(seed), 0, None
    for number in range(times):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        for printed, line in enumerate(process.stderr, start=1):
            lines = lines or _announced(line)
            if lines is not None and printed > lines * number / times:
                break
        time.sleep(moments.uniform(0, _LONGEST_DELAY))
        process.kill()
        process.stderr.close()
        killed += process.wait() < 0
    return killed


def _announced(line: str) -> int | None:
    """Return of how many steps a line such as ``[1/94] ...`` is one."""
    head, _, _ = line.partition("]")
    return int(head.partition("/")[2]) if head.startswith("[") else None


def files_in(folder: Path) -> dict[str, bytes]:
    """Return what every file below a folder holds."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
