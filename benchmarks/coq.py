"""All certificates of papers through Coq: accepted, resting on engines, other; and the seconds that it took.

The folder is one that `lsec reproduce` or `lsec prove` wrote::

    python benchmarks/coq.py DIR [FILES]

What Coq said of a file is kept in ``DIR/coq.jsonl``, by the text of its theorems and of the library: a run that was
stopped goes on where it was, and with a number of files a run puts at most so many before Coq. Theorems are written a
few at a time. A file counts as accepted if Coq accepts every theorem in it. "As written" counts those theorems that
state the claim as it is written; the others state the certificate's polynomials. Seconds are those of the processor, of
this process (writing) and of Coq; those of theorems that Coq reads together count for the first.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

from journal import Journal, Record

from lsec_models.errors import CoqError, LsecError
from lsec_models.prove.coq.kernel import library_text, rulings
from lsec_models.prove.coq.steps.rules import ENGINES
from lsec_models.prove.coq.theorem import Theorem, together
from lsec_models.prove.coq.writing import theorems_in

_WORDS = ("accepted", "engines", "other")


def main() -> int:
    """Print a line for each paper and each file that is not accepted; return 1 if there are others, 2 without files."""
    arguments = sys.argv[1:]
    few = int(arguments[1]) if len(arguments) == 2 and arguments[1].isdecimal() else None
    if not arguments or not Path(arguments[0]).is_dir() or len(arguments) > 1 + (few is not None):
        print("usage: python benchmarks/coq.py DIR [FILES], a folder that lsec reproduce wrote", file=sys.stderr)
        return 2
    files = sorted(Path(arguments[0]).glob("*/certificates/*.json"))
    if not files:
        print(f"there are no certificates in {arguments[0]}", file=sys.stderr)
        return 2
    journal = Journal(Path(arguments[0]) / "coq.jsonl")
    records = [record for record in _ruled(files, journal, few) if record is not None]
    for record in records:
        if record["word"] != "accepted":
            print(f"{record['file']}: {record['word']}: {record['words']}", file=sys.stderr)
    print("\n".join(_table(records)))
    if len(records) < len(files):
        print(f"{len(files) - len(records)} files are left: run it again")
    return 1 if any(record["word"] == "other" for record in records) else 0


def _ruled(files: list[Path], journal: Journal, few: int | None) -> Iterator[Record | None]:
    """Yield a record of each file, in order; None of those that are left for another run."""
    waiting: deque[tuple[Record, int]] = deque()
    found: list[Record | None] = []

    def theorems() -> Iterator[Theorem]:
        asked = 0
        for file in files:
            record, written = _written(file)
            known = journal.find(record["key"]) if written else record
            if known is None and asked == few:
                found.append(None)
                continue
            found.append(known or record)
            if known is None:
                asked += 1
                waiting.append((record, len(written)))
                yield from written

    before, refused, count = _coq_seconds(), "", 0
    for ruling in rulings(theorems()):
        record, number = waiting[0]
        count, refused = count + 1, refused or ruling.words
        if count == number:
            now = _coq_seconds()
            record |= {"word": "other" if refused else "accepted", "words": refused, "coq": now - before}
            journal.add(record)
            waiting.popleft()
            before, refused, count = now, "", 0
    yield from found


def _written(file: Path) -> tuple[Record, list[Theorem]]:
    """Return a record of a file, of which Coq has said nothing, and its theorems; none where they cannot be written."""
    record: Record = {"file": f"{file.parent.parent.name}/{file.stem}", "key": "", "theorems": 0, "as_written": 0}
    start = os.times()
    try:
        written = theorems_in(json.loads(file.read_text(encoding="utf-8")))
    except LsecError as error:
        word = "engines" if isinstance(error, CoqError) and str(error) == ENGINES else "other"
        return record | {"word": word, "words": str(error), "writing": 0.0, "coq": 0.0}, []
    end = os.times()
    text = library_text() + together(written)
    return record | {
        "key": f"{record['file']} {hashlib.sha256(text.encode()).hexdigest()}",
        "theorems": len(written),
        "as_written": sum(theorem.as_written for theorem in written),
        "writing": end.user + end.system - start.user - start.system,
    }, written


def _coq_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _table(records: list[Record]) -> Iterator[str]:
    yield "| paper | files | accepted | engines | other | theorems | as written | writing, s | Coq, s |"
    yield "|---|---|---|---|---|---|---|---|---|"
    papers: dict[str, list[Record]] = {}
    for record in records:
        papers.setdefault(record["file"].partition("/")[0], []).append(record)
    for name, rows in [*papers.items(), ("all", records)]:
        counts = Counter(row["word"] for row in rows)
        parts = " | ".join(str(counts[word]) for word in _WORDS)
        theorems, as_written = (sum(row[part] for row in rows) for part in ("theorems", "as_written"))
        writing, coq = (sum(row[part] for row in rows) for part in ("writing", "coq"))
        yield f"| {name} | {len(rows)} | {parts} | {theorems} | {as_written} | {writing:.1f} | {coq:.1f} |"


if __name__ == "__main__":
    sys.exit(main())
