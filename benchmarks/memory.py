"""Peak memory of the full `lsec reproduce`, against a bare `import sympy`, as a ratio in one run.

The peak is the resident set of the largest process of the run, itself or a solver that it starts.

    python benchmarks/memory.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

REPRODUCE = "import sys; from lsec_models.cli import main; sys.exit(main())"
# ru_maxrss counts kilobytes on Linux, bytes on macOS.
MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)


def main() -> None:
    """Print the table."""
    base, _ = _peak([sys.executable, "-c", "import sympy"])
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        peak, code = _peak([sys.executable, "-c", REPRODUCE, "reproduce", "--out", out])
        seconds = time.perf_counter() - start
    print(f"{'peak memory':28}{'MB':>10}")
    print(f"{'import sympy':28}{base:10.0f}")
    print(f"{'lsec reproduce':28}{peak:10.0f}   in {seconds:.0f} s, exit code {code}")
    print(f"{'ratio':28}{peak / base:9.1f}x")


def _peak(command: list[str]) -> tuple[float, int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / MEGABYTE, process.returncode


if __name__ == "__main__":
    main()
