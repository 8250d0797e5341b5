"""`prove` at normal effort against z3 alone and cvc5 alone, on `proof_claims.py` and `further_proof_claims.py`.

A solver alone gets one query, and a limit in seconds of processor: the domain's conditions and the claim's negation,
every inequality multiplied out to one polynomial, nothing factored, sampled or rescaled; it has decided a claim when it
says that there is no counterexample, or gives one. `prove` has decided it when its verdict is not "undecided"; its
seconds are those of its own process and of the engines that it asks. It is asked twice: for a certificate, and with
agreement first. Loading a solver is not counted::

    python benchmarks/proofs.py [SECONDS=10] [WORDS IN THE NAME]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from further_proof_claims import further
from proof_claims import propositions

from lsec_models.prove import prove
from lsec_models.prove.results.verdicts import Proved
from lsec_models.prove.search.engines import engines
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.statement import Atom, Statement
from lsec_models.work import Work

ENGINES = ("z3", "cvc5")
_NAMES = ("prove", "agreement first", *ENGINES)
_MEANS = ("a certificate", "two engines", "a counterexample")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one claim.

    Attributes
    ----------
    verdict : str
    decided : bool
    seconds : float
        Of processor.
    means : str
        Of `prove`: what its verdict rests on.
    """

    verdict: str
    decided: bool
    seconds: float
    means: str = ""


def main() -> int:
    """Measure, print the table and the claims that each missed; return 1 if a solver decided what `prove` did not."""
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    chosen = [p for p in (*propositions(), *further()) if all(word in p.name for word in sys.argv[2:])]
    results: dict[str, dict[str, Outcome]] = {}
    for number, proposition in enumerate(chosen, start=1):
        claim, given = proposition.build()
        script = raw_query(statement(claim, given))
        results[proposition.name] = {"prove": _proved(claim, given), "agreement first": _proved(claim, given, "first")}
        results[proposition.name] |= {engine: _alone(engine, script, limit) for engine in ENGINES}
        row = results[proposition.name]
        shown = "  ".join(f"{name} {row[name].verdict} {row[name].seconds:.2f} s" for name in _NAMES)
        print(f"{number:3}/{len(chosen)}  {proposition.name}: {shown}", flush=True)
    print("\n".join(["", *_table(results, limit), "", *_by_means(results), "", *_missed(results)]))
    return 1 if _only_alone(results) else 0


def raw_query(stated: Statement) -> str:
    """Return the SMT-LIB text that asks for a point of the domain at which the claim fails."""
    ring = stated.ring
    lines = [f"(declare-const v{i} Real)" for i in range(len(ring.symbols))]
    for i, kind in enumerate(stated.domain.kinds):
        if kind.value != "free":
            lines.append(f"(assert ({'>' if kind.value == 'positive' else '>='} v{i} 0))")
    for condition in stated.conditions:
        lines.append(f"(assert ({'>' if condition.strict else '>='} {_text(condition.polynomial)} 0))")
    clauses = [f"(or {' '.join(map(_atom, clause))})" for clause in stated.clauses]
    return "\n".join([*lines, f"(assert (not (and {' '.join(clauses)})))"])


def _atom(atom: Atom) -> str:
    equal = f"(= {_text(atom.polynomial)} 0)"
    return {"=": equal, "!=": f"(not {equal})"}.get(atom.relation, f"({atom.relation} {_text(atom.polynomial)} 0)")


def _text(polynomial: Any) -> str:
    terms = []
    for powers, coefficient in polynomial.terms():
        number = str(coefficient) if coefficient >= 0 else f"(- {-coefficient})"
        terms.append(" ".join(["(*", number, "1", *(f"v{i}" for i, n in enumerate(powers) for _ in range(n))]) + ")")
    return f"(+ 0 0 {' '.join(terms)})"


def _proved(claim: Any, given: list[Any], asked: Any = True) -> Outcome:
    for engine in ENGINES:
        engines.ask_script(engine, "", (), Work.of())
    start = _processor_seconds()
    verdict = prove(claim, given, engines=asked)
    seconds = _processor_seconds() - start
    if isinstance(verdict, Proved):
        means = _MEANS[0] if verdict.exact else _MEANS[1]
    else:
        means = _MEANS[2] if verdict.status in ("mixed", "refuted") else ""
    return Outcome(verdict=verdict.status, decided=bool(means), seconds=seconds, means=means)


def _processor_seconds() -> float:
    """Return what this process and those of the engines, with what has ended of them, have taken so far."""
    engines_seconds = 0.0
    for worker in engines._workers.values():
        fields = Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()
        engines_seconds += sum(map(int, fields[11:15])) / _TICKS
    return time.process_time() + engines_seconds


def _alone(engine: str, script: str, limit: float) -> Outcome:
    command = [sys.executable, str(Path(__file__).with_name("solver_alone.py")), engine, str(limit)]
    answer = subprocess.run(command, input=script, stdout=subprocess.PIPE, text=True, check=False).stdout
    word, seconds = (*answer.split()[1:], "", "")[:2]
    decided = word in ("sat", "unsat") and float(seconds) <= limit
    return Outcome(verdict=word if decided else "-", decided=decided, seconds=float(seconds) if decided else limit)


def _table(results: dict[str, dict[str, Outcome]], limit: float) -> Iterator[str]:
    yield f"{len(results)} claims, {limit:g} s of processor for a solver alone"
    yield f"{'':16}{'decided':>9}{'share':>8}{'total':>10}{'median':>10}{'slowest':>10}"
    for name in _NAMES:
        outcomes = [row[name] for row in results.values()]
        times = [outcome.seconds for outcome in outcomes]
        decided = sum(outcome.decided for outcome in outcomes)
        yield (
            f"{name:16}{decided:>9}{decided / len(outcomes):>8.0%}{sum(times):>8.1f} s{median(times):>8.3f} s"
            f"{max(times):>8.1f} s"
        )


def _by_means(results: dict[str, dict[str, Outcome]]) -> Iterator[str]:
    """Say what verdicts rest on, and what that takes, against the slower of the solvers where both have decided."""
    yield f"{'':16}{'rests on':18}{'claims':>7}{'median':>10}{'ratio to the slower solver, median':>38}"
    for name in _NAMES[:2]:
        for means in _MEANS:
            rows = [row for row in results.values() if row[name].means == means]
            both = [row for row in rows if all(row[engine].decided for engine in ENGINES)]
            ratios = [row[name].seconds / max(row[engine].seconds for engine in ENGINES) for row in both]
            if rows:
                shown = f"{median(ratios):.2f} ({len(both)} claims)" if both else "-"
                yield f"{name:16}{means:18}{len(rows):>7}{median(r[name].seconds for r in rows):>8.3f} s{shown:>38}"


def _missed(results: dict[str, dict[str, Outcome]]) -> Iterator[str]:
    for name in _NAMES:
        missed = [claim for claim, row in results.items() if not row[name].decided]
        yield f"{name} missed {len(missed)}:"
        yield from (f"  {claim}" for claim in missed)
    by_engines = [claim for claim, row in results.items() if row["prove"].means == _MEANS[1]]
    yield f"prove rests on two engines in {len(by_engines)}:"
    yield from (f"  {claim}" for claim in by_engines)
    yield f"decided by a solver alone and not by prove: {_only_alone(results) or 'none'}"


def _only_alone(results: dict[str, dict[str, Outcome]]) -> list[str]:
    return [
        claim
        for claim, row in results.items()
        if not row["prove"].decided and any(row[engine].decided for engine in ENGINES)
    ]


if __name__ == "__main__":
    sys.exit(main())
