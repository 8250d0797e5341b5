"""Soundness of `prove` on random claims: no false one may be proved, no true one refuted.

Counts verdicts on claims of `tests/claims_generator.py`; returns 1 if one is wrong, or too few true claims are proved::

    python benchmarks/soundness.py [FALSE=10000] [TRUE=2000] [SEED=0]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from claims_generator import Known, fails_there, false_claims, is_admissible, true_claims
from lsec_models.prove import prove

_SECONDS = 1.0
_SHARE_PROVED = 0.9


def main() -> int:
    counts = [int(text) for text in sys.argv[1:]]
    false_count, true_count, seed = [*counts, *(10000, 2000, 0)[len(counts) :]]
    start = time.perf_counter()
    false_verdicts, wrong = _verdicts(islice(false_claims(seed), false_count), forbidden=("proved", "contradictory"))
    middle = time.perf_counter()
    true_verdicts, more = _verdicts(
        islice(true_claims(seed), true_count), forbidden=("refuted", "mixed", "contradictory")
    )
    end = time.perf_counter()
    proved = sum(n for (_, status), n in true_verdicts.items() if status == "proved")
    for title, verdicts, seconds in (
        (f"{false_count} false claims", false_verdicts, middle - start),
        (f"{true_count} true claims", true_verdicts, end - middle),
    ):
        print("\n".join([f"{title}, {seconds:.0f} s", *_table(verdicts)]))
    print(f"true claims proved: {proved / max(true_count, 1):.1%}; wrong verdicts: {len(wrong) + len(more)}")
    print("\n".join([*wrong, *more]))
    return 1 if wrong or more or proved < _SHARE_PROVED * true_count else 0


def _verdicts(claims: Iterator[Known], forbidden: tuple[str, ...]) -> tuple[Counter[tuple[str, str]], list[str]]:
    verdicts: Counter[tuple[str, str]] = Counter()
    wrong = []
    for known in claims:
        if known.counterexample is not None:
            assert is_admissible(known)
            assert fails_there(known)
        verdict = prove(known.claim, list(known.given), seconds=_SECONDS)
        verdicts[known.family, verdict.status] += 1
        if verdict.status in forbidden:
            wrong.append(f"WRONG {verdict.status}: {known}")
    return verdicts, wrong


def _table(verdicts: Counter[tuple[str, str]]) -> Iterator[str]:
    statuses = ("proved", "refuted", "mixed", "undecided", "contradictory")
    yield f"{'':40}" + "".join(f"{status:>14}" for status in statuses)
    families = list(dict.fromkeys(family for family, _ in verdicts))
    for family in families:
        yield f"{family:40}" + "".join(f"{verdicts[family, status]:>14}" for status in statuses)
    totals = [sum(verdicts[family, status] for family in families) for status in statuses]
    yield f"{'all':40}" + "".join(f"{total:>14}" for total in totals)


if __name__ == "__main__":
    sys.exit(main())
