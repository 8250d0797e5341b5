"""How long `import lsec_models` takes, against `import sympy`, as a ratio of CPU time in one run.

The package imports its names when they are first asked for, so that there are two more rows: the names with which a
game is declared, and those and `solve`. Each import happens in a fresh interpreter, from bytecode; they take turns, so
that all see the same machine. The best of the rounds is shown, and the median.

    python benchmarks/imports.py
    python -X importtime -c "import lsec_models"     # what it consists of
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

ROUNDS = 15
DECLARING = "from lsec_models import Game, Player, decisions, parameters"
OURS = {
    "import lsec_models": "import lsec_models",
    "names to declare a game": DECLARING,
    "and to solve it": f"{DECLARING}, solve",
}
STATEMENTS = {"pass": "pass", "import sympy": "import sympy", **OURS}


def main() -> None:
    """Print the table."""
    for statement in STATEMENTS.values():  # Compiles to bytecode and warms the disk's cache.
        _cpu_seconds(statement)
    taken: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(ROUNDS):
        for name, statement in STATEMENTS.items():
            taken[name].append(_cpu_seconds(statement))
    print(f"{f'{ROUNDS} rounds, CPU seconds':28}{'best':>10}{'median':>10}")
    for name, seconds in taken.items():
        print(f"{name:28}{min(seconds):10.3f}{statistics.median(seconds):10.3f}")
    base = taken["import sympy"]
    for name in OURS:
        medians = statistics.median(taken[name]) / statistics.median(base)
        print(f"{f'{name} / sympy':36}{min(taken[name]) / min(base):9.2f}x{medians:9.2f}x")


def _cpu_seconds(statement: str) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([sys.executable, "-c", statement], env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{statement!r} failed")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
