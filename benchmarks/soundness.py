"""Soundness of `prove` on random claims: no false one may be proved, no true one refuted, no forgery accepted.

Counts verdicts on the claims of `tests/support/claims/generator.py`, and what the certificate checker says of the
forgeries of `tests/support/certificates/forged.py`; returns 1 if anything is wrong, or too few true claims are proved::

    python benchmarks/soundness.py [FALSE=10000] [TRUE=2000] [SEED=0]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from certificates.forged import forged
from claims.generator import Known, fails_there, false_claims, is_admissible, true_claims
from claims.verdicts import STATUSES, answer
from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker import check

_SHARE_PROVED = 0.9
_FORGERIES = 200
_LITTLE = "little effort"
Table = Counter[tuple[str, str]]


def main() -> int:
    counts = [int(text) for text in sys.argv[1:]]
    false_count, true_count, seed = [*counts, *(10000, 2000, 0)[len(counts) :]]
    false_verdicts, wrong = _verdicts(f"{false_count} false claims", islice(false_claims(seed), false_count))
    true_verdicts, more = _verdicts(f"{true_count} true claims", islice(true_claims(seed), true_count))
    share = _share_proved(true_verdicts)
    accepted = _forgeries(seed)
    refused = sum(table[row] for table in (false_verdicts, true_verdicts) for row in table if row[1] == "refused")
    print(f"true claims proved, where effort was not little: {share:.1%}; claims refused: {refused}")
    print(f"wrong verdicts: {len(wrong) + len(more)}; forged certificates accepted: {accepted}")
    print("\n".join([*wrong, *more]))
    return 1 if wrong or more or accepted or share < _SHARE_PROVED else 0


def _verdicts(title: str, claims: Iterator[Known]) -> tuple[Table, list[str]]:
    """Ask for verdicts, print their table, and return it with all that is wrong."""
    start = time.perf_counter()
    verdicts: Table = Counter()
    wrong = []
    for known in claims:
        if known.counterexample is not None:
            assert is_admissible(known), known
            assert fails_there(known), known
        status, words = answer(known)
        verdicts[known.family, status] += 1
        if status in known.forbidden:
            wrong.append(_in_full(known, status, words))
    print(f"{title}, {time.perf_counter() - start:.0f} s")
    print("\n".join(_table(verdicts, STATUSES)))
    return verdicts, wrong


def _in_full(known: Known, status: str, words: str) -> str:
    """Say what is wrong, so that it can be asked again."""
    lines = [
        f"WRONG {status}, {known.family}, effort {known.effort}: {known.claim}",
        f"    meaning: {known.meaning}" if known.meaning is not None else "",
        f"    given: {', '.join(map(str, known.given))}" if known.given else "",
        f"    false at: {known.counterexample}" if known.counterexample is not None else "    true by construction",
        f"    said: {words}",
    ]
    return "\n".join(line.replace("\n", " | ") for line in lines if line)


def _share_proved(verdicts: Table) -> float:
    """Return the share of true claims that are proved, of those that are not refused and do not get little effort."""
    asked = {row: n for row, n in verdicts.items() if row[0] != _LITTLE and row[1] != "refused"}
    return sum(n for (_, status), n in asked.items() if status == "proved") / max(sum(asked.values()), 1)


def _forgeries(seed: int) -> int:
    """Print, by kind, how many forged certificates are accepted as exact on their own; return how many are."""
    answers: Table = Counter()
    for kind, certificate in islice(forged(seed), _FORGERIES):
        try:
            word = "accepted" if check(certificate).exact else "inexact"
        except CertificateError:
            word = "rejected"
        answers[kind, word] += 1
    print(f"{_FORGERIES} forged certificates")
    print("\n".join(_table(answers, ("rejected", "inexact", "accepted"))))
    return sum(n for (_, word), n in answers.items() if word == "accepted")


def _table(counts: Table, columns: Sequence[str]) -> Iterator[str]:
    yield f"{'':34}" + "".join(f"{column:>14}" for column in columns)
    for row in dict.fromkeys(name for name, _ in counts):
        yield f"{row:34}" + "".join(f"{counts[row, column]:>14}" for column in columns)
    totals = [sum(n for (_, word), n in counts.items() if word == column) for column in columns]
    yield f"{'all':34}" + "".join(f"{total:>14}" for total in totals)


if __name__ == "__main__":
    sys.exit(main())
