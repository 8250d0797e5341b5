"""All certificates of papers through Coq: accepted, resting on engines, other; and the seconds that it took.

The folder is one that `lsec reproduce` or `lsec prove` wrote::

    python benchmarks/coq.py DIR

A file counts as accepted if Coq accepts every theorem in it. "As written" counts those theorems that state the claim as
it is written; the others state the certificate's polynomials. Seconds are those of the processor, of this process
(writing) and of Coq.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lsec_models.errors import CoqError, LsecError
from lsec_models.prove.coq.kernel import rulings
from lsec_models.prove.coq.steps import ENGINES
from lsec_models.prove.coq.theorem import Theorem
from lsec_models.prove.coq.writing import theorems_in


@dataclass(kw_only=True)
class Row:
    """What came of a paper's certificates."""

    counts: Counter[str] = field(default_factory=Counter)
    theorems: int = 0
    as_written: int = 0
    writing: float = 0.0
    coq: float = 0.0


def main() -> int:
    """Print a line for each paper and each file that is not accepted; return 1 if there are others, 2 without files."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: python benchmarks/coq.py DIR, a folder that lsec reproduce wrote", file=sys.stderr)
        return 2
    folders = sorted(path for path in Path(sys.argv[1]).glob("*/certificates") if path.is_dir())
    if not folders:
        print(f"there are no certificates in {sys.argv[1]}", file=sys.stderr)
        return 2
    print("| paper | files | accepted | engines | other | theorems | as written | writing, s | Coq, s |")
    print("|---|---|---|---|---|---|---|---|---|")
    rows = {}
    for folder in folders:
        rows[folder.parent.name] = _measured(folder)
        print(_line(folder.parent.name, rows[folder.parent.name]), flush=True)
    print(_line("all", _total(list(rows.values()))))
    return 1 if any(row.counts["other"] for row in rows.values()) else 0


def _line(name: str, row: Row) -> str:
    counts = " | ".join(str(row.counts[word]) for word in ("accepted", "engines", "other"))
    return (
        f"| {name} | {row.counts.total()} | {counts} | {row.theorems} | {row.as_written} | {row.writing:.1f} | "
        f"{row.coq:.1f} |"
    )


def _measured(folder: Path) -> Row:
    row, written = Row(), {}
    before = os.times()
    for file in sorted(folder.glob("*.json")):
        try:
            written[file.stem] = theorems_in(json.loads(file.read_text(encoding="utf-8")))
        except LsecError as error:
            word = "engines" if isinstance(error, CoqError) and str(error) == ENGINES else "other"
            row.counts[word] += 1
            print(f"{folder.parent.name}/{file.stem}: {word}: {error}", file=sys.stderr)
    between = os.times()
    _rule(row, folder.parent.name, written)
    after = os.times()
    row.writing = between.user + between.system - before.user - before.system
    row.coq = after.children_user + after.children_system - between.children_user - between.children_system
    return row


def _rule(row: Row, paper: str, written: dict[str, list[Theorem]]) -> None:
    found = rulings([theorem for theorems in written.values() for theorem in theorems])
    for name, theorems in written.items():
        refused = [ruling.words for ruling in (next(found) for _ in theorems) if not ruling.accepted]
        row.counts["other" if refused else "accepted"] += 1
        row.theorems += len(theorems)
        row.as_written += sum(theorem.as_written for theorem in theorems)
        if refused:
            print(f"{paper}/{name}: other: {refused[0]}", file=sys.stderr)


def _total(rows: list[Row]) -> Row:
    total = Row()
    for row in rows:
        total.counts.update(row.counts)
        total.theorems, total.as_written = total.theorems + row.theorems, total.as_written + row.as_written
        total.writing, total.coq = total.writing + row.writing, total.coq + row.coq
    return total


if __name__ == "__main__":
    sys.exit(main())
