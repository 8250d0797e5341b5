"""How long `import lsec_models` takes, against `import sympy`, as a ratio of CPU time in one run.

Each import happens in a fresh interpreter; the three take turns, so that all see the same machine. The best of the
rounds is shown, and the median.

    python benchmarks/imports.py
    python -X importtime -c "import lsec_models"     # what it consists of
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

ROUNDS = 15
STATEMENTS = ("pass", "import sympy", "import lsec_models")


def main() -> None:
    """Print the table."""
    for statement in STATEMENTS:  # Compiles to bytecode and warms the disk's cache.
        _cpu_seconds(statement)
    taken: dict[str, list[float]] = {statement: [] for statement in STATEMENTS}
    for _ in range(ROUNDS):
        for statement in STATEMENTS:
            taken[statement].append(_cpu_seconds(statement))
    _, base, ours = taken.values()
    print(f"{f'{ROUNDS} rounds, CPU seconds':28}{'best':>10}{'median':>10}")
    for statement, seconds in taken.items():
        print(f"{statement:28}{min(seconds):10.3f}{statistics.median(seconds):10.3f}")
    medians = statistics.median(ours) / statistics.median(base)
    print(f"{'lsec_models / sympy':28}{min(ours) / min(base):9.2f}x{medians:9.2f}x")


def _cpu_seconds(statement: str) -> float:
    process = subprocess.Popen([sys.executable, "-c", statement])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{statement!r} failed")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
