"""`prove` at normal effort against z3 alone and cvc5 alone, on the propositions of `proof_claims.py`.

A solver alone gets one query, and a limit in seconds: the domain's conditions and the claim's negation, every
inequality multiplied out to one polynomial, nothing factored, sampled or rescaled; it has decided a claim when it says
that there is no counterexample, or gives one. `prove` has decided it when its verdict is not "undecided". Loading a
solver is not counted::

    python benchmarks/proofs.py [SECONDS=10] [WORDS IN THE NAME]
"""

from __future__ import annotations

import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from proof_claims import propositions

from lsec_models.prove import prove
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.statement import Atom, Statement
from lsec_models.prove.verdicts import Proved

ENGINES = ("z3", "cvc5")
_NAMES = ("prove", *ENGINES)
_LOADING_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one claim.

    Attributes
    ----------
    verdict : str
    decided : bool
    seconds : float
    """

    verdict: str
    decided: bool
    seconds: float


def main() -> int:
    """Measure, print the table and the claims that each missed; return 1 if a solver decided what `prove` did not."""
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    chosen = [p for p in propositions() if all(word in p.name for word in sys.argv[2:])]
    results: dict[str, dict[str, Outcome]] = {}
    for number, proposition in enumerate(chosen, start=1):
        claim, given = proposition.build()
        script = raw_query(statement(claim, given))
        results[proposition.name] = {"prove": _proved(claim, given)}
        results[proposition.name] |= {engine: _alone(engine, script, limit) for engine in ENGINES}
        row = results[proposition.name]
        shown = "  ".join(f"{name} {row[name].verdict} {row[name].seconds:.2f} s" for name in _NAMES)
        print(f"{number:3}/{len(chosen)}  {proposition.name}: {shown}", flush=True)
    print("\n".join(["", *_table(results, limit), "", *_missed(results)]))
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


def _proved(claim: Any, given: list[Any]) -> Outcome:
    start = time.perf_counter()
    verdict = prove(
        claim,
        given,
    )
    words = "two engines" if isinstance(verdict, Proved) and not verdict.exact else verdict.status
    return Outcome(verdict=words, decided=verdict.status != "undecided", seconds=time.perf_counter() - start)


def _alone(engine: str, script: str, limit: float) -> Outcome:
    command = [sys.executable, str(Path(__file__).with_name("solver_alone.py")), engine, str(limit)]
    process: Any = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write(script)
    process.stdin.close()
    ready = _line(process, _LOADING_SECONDS)
    answer = _line(process, limit) if ready else ""
    process.kill()
    process.wait()
    word, _, seconds = answer.partition(" ")
    decided = word in ("sat", "unsat")
    return Outcome(verdict=word if decided else "-", decided=decided, seconds=float(seconds) if decided else limit)


def _line(process: Any, seconds: float) -> str:
    return process.stdout.readline() if select.select([process.stdout], [], [], seconds)[0] else ""


def _table(results: dict[str, dict[str, Outcome]], limit: float) -> Iterator[str]:
    yield f"{len(results)} claims, {limit:g} s each"
    yield f"{'':8}{'decided':>9}{'share':>8}{'total':>10}{'median':>10}{'slowest':>10}"
    for name in _NAMES:
        outcomes = [row[name] for row in results.values()]
        times = [outcome.seconds for outcome in outcomes]
        decided = sum(outcome.decided for outcome in outcomes)
        yield (
            f"{name:8}{decided:>9}{decided / len(outcomes):>8.0%}{sum(times):>8.1f} s{median(times):>8.3f} s"
            f"{max(times):>8.1f} s"
        )


def _missed(results: dict[str, dict[str, Outcome]]) -> Iterator[str]:
    for name in _NAMES:
        missed = [claim for claim, row in results.items() if not row[name].decided]
        yield f"{name} missed {len(missed)}:"
        yield from (f"  {claim}" for claim in missed)
    by_engines = [claim for claim, row in results.items() if row["prove"].verdict == "two engines"]
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
