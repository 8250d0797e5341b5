"""`prove` against z3 alone and cvc5 alone on questions about economics with equations among the assumptions.

    python benchmarks/mulligan.py [DIR] [SECONDS=10]

DIR holds files of the family Economics-Mulligan of SMT-LIB, each of which defines ``assumptions`` and ``hypothesis``;
without it, the ten of `equation_problems.py` are asked. Each gives three questions: whether the assumptions can hold
(a), can hold without the hypothesis (c), can hold with it (e). Each question is put to each in a process of its own,
with the same limit in seconds of processor, loading not counted. What `prove` answers is checked by others: a
certificate by ``referee/check_certificates.py``, a point by SymPy in the assertions as they are written; an answer of
anybody that contradicts what is so established is wrong. Returns 1 if `prove` has a wrong answer.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import sympy as sp
from equation_problems import PROBLEMS

from lsec_models.prove import read_smt2

HERE = Path(__file__).parent
# The published status is that of one of the three questions, and cvc5 refuses to contradict it.
_STATUS = re.compile(r"\(set-info :status \w+\)")
NAMES = ("prove", "z3", "cvc5")
SETS = {
    "a": "(assert assumptions)",
    "c": "(assert assumptions)\n(assert (not hypothesis))",
    "e": "(assert assumptions)\n(assert hypothesis)",
}
REFEREE = runpy.run_path(str(HERE.parent / "referee" / "check_certificates.py"))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody said to a question.

    Attributes
    ----------
    word : str
        "sat", "unsat" or "unknown".
    seconds : float
        Of processor, loading not counted; at most the limit.
    means : str
        Of `prove`: "itself", or "engines" where two of them agree.
    established : str
        "sat" or "unsat" where others checked it.
    """

    word: str
    seconds: float
    means: str = ""
    established: str = ""


def main() -> int:
    """Ask all, print each answer and the table."""
    folder = next((Path(word) for word in sys.argv[1:] if Path(word).is_dir()), None)
    limit = next((float(word) for word in sys.argv[1:] if word.replace(".", "", 1).isdigit()), 10.0)
    results: dict[str, dict[str, dict[str, Answer]]] = {letter: {} for letter in SETS}
    for name, text in _models(folder):
        for letter, assertions in SETS.items():
            question = f"{text}\n{assertions}\n"
            row = {who: _answer(who, question, limit) for who in NAMES}
            results[letter][name] = row
            shown = "  ".join(f"{who} {row[who].word} {row[who].seconds:.2f} s" for who in NAMES)
            print(f"{name}{letter}  {shown}", flush=True)
    print("\n".join(["", *_table(results, limit)]))
    return 1 if any(_wrong("prove", row) for rows in results.values() for row in rows.values()) else 0


def _models(folder: Path | None) -> Iterator[tuple[str, str]]:
    if folder is None:
        yield from PROBLEMS.items()
        return
    for file in sorted(folder.glob("*.smt2")):
        text = file.read_text(encoding="utf-8")
        yield file.stem, _STATUS.sub("", text[: text.index("(assert ")])


def _answer(who: str, question: str, limit: float) -> Answer:
    with tempfile.TemporaryDirectory() as kept:
        script = ["prove_alone.py", str(limit), kept] if who == "prove" else ["solver_alone.py", who, str(limit)]
        given = question if who == "prove" else "\n".join(_without_logic(question))
        command = [sys.executable, str(HERE / script[0]), *script[1:]]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(given)
        process.stdin.close()
        ready, answer = process.stdout.readline().split(), process.stdout.readline().split()
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
        word = answer[0] if answer and answer[0] in ("sat", "unsat") else "unknown"
        if who != "prove":
            seconds = float(answer[1]) if word != "unknown" else limit
            return Answer(word=word if seconds <= limit else "unknown", seconds=min(seconds, limit))
        seconds = used.ru_utime + used.ru_stime - (float(ready[1]) if ready else 0)
        if word == "unknown" or seconds > limit:
            return Answer(word="unknown", seconds=limit)
        established = _established(word, answer[1], question, Path(kept))
        return Answer(word=word, seconds=seconds, means=answer[1], established=established)


def _without_logic(question: str) -> Iterator[str]:
    return (line for line in question.splitlines() if not line.startswith("(set-logic"))


def _established(word: str, means: str, question: str, kept: Path) -> str:
    """Return the answer where somebody else confirms what it rests on."""
    if word == "unsat":
        accepted = REFEREE["verdict"](kept / "certificate.json")[0] == "accepted"
        if not accepted and means == "itself":
            raise SystemExit("a certificate is refused by the referee")
        return word if accepted else ""
    point = {name: sp.sympify(value) for name, value in json.loads((kept / "point.json").read_text()).items()}
    asked = read_smt2(question)
    symbols = {s for relation in (*asked.given, asked.claim) for s in relation.free_symbols}
    at = {s: point.get(s.name, sp.S.One) for s in symbols}
    point |= {s.name: value for s, value in at.items()}
    holds = all(relation.subs(at) == sp.true for relation in asked.given) and asked.claim.subs(at) == sp.false
    holds = holds and all(point[s.name] > 0 or not s.is_positive for s in symbols)
    holds = holds and all(point[s.name] >= 0 or not s.is_nonnegative for s in symbols)
    return word if holds else "unsat"  # What a point shows that is none, is wrong.


def _wrong(who: str, row: dict[str, Answer]) -> bool:
    established = row["prove"].established
    return bool(established) and row[who].word not in ("unknown", established)


def _table(results: dict[str, dict[str, dict[str, Answer]]], limit: float) -> Iterator[str]:
    yield f"{limit:g} s of processor each"
    yield f"{'set':5}{'who':8}{'questions':>10}{'decided':>9}{'wrong':>7}{'median':>10}{'slowest':>10}"
    for letter, rows in results.items():
        for who in NAMES:
            answers = [row[who] for row in rows.values()]
            decided = sum(answer.word != "unknown" for answer in answers)
            wrong = sum(_wrong(who, row) for row in rows.values())
            times = [answer.seconds for answer in answers]
            yield (
                f"{letter:5}{who:8}{len(answers):>10}{decided:>9}{wrong:>7}{median(times):>8.2f} s{max(times):>8.1f} s"
            )
    means: Any = Counter(row["prove"].means for rows in results.values() for row in rows.values() if row["prove"].means)
    yield f"prove: {means['itself']} by a certificate or a point, {means['engines']} by two engines"


if __name__ == "__main__":
    sys.exit(main())
