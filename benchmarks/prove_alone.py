"""A process that decides one question in SMT-LIB with `prove`: ``python prove_alone.py SECONDS FOLDER < question``.

It prints ``ready`` and the seconds of processor it took to load; then "sat" or "unsat" with the verdict in words, or
"unknown". What the answer rests on, a certificate or a point, is written to the folder.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from lsec_models.prove import prove, read_smt2
from lsec_models.prove.results.verdicts import Contradictory, Mixed, Proved, Refuted
from lsec_models.prove.search.engines.engines import stop_engines


def main() -> None:
    seconds, folder, text = float(sys.argv[1]), Path(sys.argv[2]), sys.stdin.read()
    loaded = time.process_time()
    limit = int(loaded + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    print("ready", loaded, flush=True)
    question = read_smt2(text)
    verdict = prove(question.claim, question.given)
    answer = "unknown"
    if isinstance(verdict, Proved):
        answer = "unsat"
        verdict.save(folder / "certificate.json")
    elif isinstance(verdict, Contradictory):
        answer = "unsat"
        verdict.proofs[""].save(folder / "certificate.json")
    elif isinstance(verdict, Mixed | Refuted):
        answer = "sat"
        values = {name: str(value) for name, value in verdict.counterexample.items()}
        (folder / "point.json").write_text(json.dumps(values), encoding="utf-8")
    stop_engines()
    means = "engines" if answer == "unsat" and "engines" in str(verdict) else "itself"
    print(answer, means, flush=True)


if __name__ == "__main__":
    main()
