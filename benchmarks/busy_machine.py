"""The same bytes on an idle machine and on a busy one: `lsec reproduce` alone, and beside busy processes.

Runs the command twice into folders of their own, compares every file that the two runs leave, and prints how long each
took; returns 1 if a byte differs::

    python benchmarks/busy_machine.py [BUSY PROCESSES=10] [PAPER ...]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from busy import busy


def main() -> int:
    words = sys.argv[1:]
    count, papers = int(words[0]) if words else 10, words[1:]
    with tempfile.TemporaryDirectory() as folder:
        alone, beside = Path(folder) / "alone", Path(folder) / "beside"
        seconds = _reproduced(papers, alone)
        with busy(count):
            longer = _reproduced(papers, beside)
        first, second = _files(alone), _files(beside)
        if not first:
            print("lsec reproduce left no file: is the package installed, and is there such a paper?", file=sys.stderr)
            return 1
        different = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    print(f"alone {seconds:.0f} s; beside {count} busy processes {longer:.0f} s")
    print(f"{len(first)} files; {len(different)} differ")
    print("\n".join(different))
    return 1 if different else 0


def _reproduced(papers: list[str], out: Path) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-c", "import sys; from lsec_models.cli import main; sys.exit(main())"]
    subprocess.run([*command, "reproduce", *papers, "--fresh", "--out", str(out)], check=False, capture_output=True)
    return time.perf_counter() - start


def _files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


if __name__ == "__main__":
    sys.exit(main())
