"""The same bytes from one run and from many that were killed: `lsec reproduce` with SIGKILL, again and again.

Runs the command once as it is, and once killed at moments spread evenly over its steps, each time going on from what is
there; then compares every file that the two leave. Returns 1 if a byte differs, something was told to be damaged, or no
run was killed::

    python benchmarks/killed.py [KILLS=20] [SEED=1] [PAPER ...]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from killed import files_in, run_and_kill

COMMAND = [sys.executable, "-c", "import sys; from lsec_models.cli import main; sys.exit(main())", "reproduce"]
PAPERS = ["arya2007encroachment", "ha2022structures"]


def main() -> int:
    words = sys.argv[1:]
    times, seed = int(words[0]) if words else 20, int(words[1]) if len(words) > 1 else 1
    papers = words[2:] or PAPERS
    with tempfile.TemporaryDirectory() as folder:
        whole, parts = Path(folder) / "whole", Path(folder) / "parts"
        first = subprocess.run([*COMMAND, *papers, "--out", str(whole)], check=False, capture_output=True, text=True)
        killed = run_and_kill([*COMMAND, *papers, "--out", str(parts)], times=times, seed=seed)
        last = subprocess.run([*COMMAND, *papers, "--out", str(parts)], check=False, capture_output=True, text=True)
        expected, found = files_in(whole), files_in(parts)
    different = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    print(f"{killed} of {times} runs killed; {len(expected)} files, {len(different)} differ")
    print(f"exit codes: {first.returncode} in one run, {last.returncode} at the end of many")
    print("\n".join(different))
    return 1 if different or not expected or not killed or first.returncode or last.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
