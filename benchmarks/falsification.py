"""The search for counterexamples: seconds of processor as it stands, and as it stood at a commit, at the same points.

Random false claims of `tests/support/claims/generator.py` are evaluated at a hundred points each, and where factors
vanish from forty more; certificates and engines are not asked. Each code runs three times, in turn, in a process of its
own, and the median counts; returns 1 if the two do not find the same::

    python benchmarks/falsification.py [COMMIT=6bd73033^] [CLAIMS=250]
"""

from __future__ import annotations

import hashlib
import importlib
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
_TIMES = 3
_UNITS = 2_000_000
_POINTS = 100
_LOCUS_POINTS = 40
_PHASES = ("points", "zeros of factors")


def main() -> int:
    commit, claims = (*sys.argv[1:], *("6bd73033^", "250")[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        written = subprocess.run(["git", "archive", commit, "src"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
        with tarfile.open(fileobj=BytesIO(written)) as tree:
            tree.extractall(folder, filter="data")
        codes = {"now": ROOT / "src", commit: Path(folder) / "src"}
        runs = [{code: _run(source, claims) for code, source in codes.items()} for _ in range(_TIMES)]
    times = {code: [median(run[code][0][i] for run in runs) for i in range(len(_PHASES))] for code in codes}
    print(f"{'':18}{'now':>10}{commit:>14}{'ratio':>8}")
    for phase, now, then in zip((*_PHASES, "all"), *([*t, sum(t)] for t in times.values()), strict=True):
        print(f"{phase:18}{now:>8.2f} s{then:>12.2f} s{then / now:>8.2f}")
    found = {run[code][1] for run in runs for code in codes}
    print(f"{claims} claims; {'the same is found' if len(found) == 1 else 'what is found DIFFERS'}")
    return 0 if len(found) == 1 else 1


def _run(source: Path, claims: str) -> tuple[list[float], str]:
    command = [sys.executable, __file__, "--alone", str(source), claims]
    environment = os.environ | {"PYTHONPATH": str(source)}
    answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    return [float(text) for text in answer[:-1]], answer[-1]


def _alone(source: Path, claims: int) -> None:
    """Print the seconds that each phase takes, and a digest of what is found."""
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from claims.generator import false_claims
    from lsec_models.errors import LsecError
    from lsec_models.work import Work

    search, reading = (_module(source, name) for name in ("falsify", "claim_to_statement"))
    seconds, digest = [0.0] * len(_PHASES), hashlib.sha256()
    for known in islice(false_claims(5), claims):
        try:
            stated = reading.statement(known.claim, known.given)
        except LsecError:
            continue
        asked = (
            partial(search.sample_points, stated, start=0, count=_POINTS),
            partial(search.search_zero_sets, stated, points=_LOCUS_POINTS),
        )
        for i, ask in enumerate(asked):
            tried, begun = search.PointsTried(), time.process_time()
            ask(tried=tried, work=Work.of().slice(_UNITS))
            seconds[i] += time.process_time() - begun
            digest.update(repr((tried.counterexample, tried.witness, tried.points)).encode())
    print(*seconds, digest.hexdigest())


def _module(source: Path, name: str) -> Any:
    """Return the module of a file, wherever it stood."""
    (path,) = (source / "lsec_models" / "prove").rglob(f"{name}.py")
    return importlib.import_module(".".join(path.relative_to(source).with_suffix("").parts))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        _alone(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main())
