"""`prove` at normal effort against z3 alone and cvc5 alone, on `proof_claims.py` and `further_proof_claims.py`.

A solver alone gets one query, and a limit in seconds of processor: the domain's conditions and the claim's negation,
every inequality multiplied out to one polynomial, nothing factored, sampled or rescaled; it has decided a claim when it
says that there is no counterexample, or gives one. `prove` has decided it when its verdict is not "undecided"; its
seconds are those of its own process and of the engines that it asks. It is asked twice, for a certificate and with
agreement first, each time in a new process that knows nothing of the claim; reading it counts, loading does not. What
takes less than a second is done three times: of processor time the median counts, of the time that passes the least,
which says how long one waits, as engines work side by side::

    python benchmarks/proofs.py [--seconds 10] [--kept DIR] [--most CLAIMS] [WORDS IN THE NAME]

With a folder, what is found of a claim is kept in ``DIR/proofs.jsonl``, by its text and the limit: a run that was
stopped goes on where it was, and at most so many claims are asked. Other code wants another folder.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import sympy as sp
from further_proof_claims import further
from journal import Journal, Record
from proof_claims import Proposition, propositions

from lsec_models.prove import prove
from lsec_models.prove.results.verdicts import Proved
from lsec_models.prove.search.engines import engines
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.statement import Atom, Statement
from lsec_models.work import Work

ENGINES = ("z3", "cvc5")
_NAMES = ("prove", "agreement first", *ENGINES)
_MEANS = ("a certificate", "two engines", "a counterexample")
_SHORT = 1.0
_TIMES = 3
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
    elapsed : float
        Seconds that passed.
    means : str
        Of `prove`: what its verdict rests on.
    """

    verdict: str
    decided: bool
    seconds: float
    elapsed: float
    means: str = ""


def main() -> int:
    """Measure, print the table and the claims that each missed; return 1 if a solver decided what `prove` did not."""
    asked = _arguments()
    chosen = [p for p in (*propositions(), *further()) if all(word in p.name for word in asked.words)]
    journal = None if asked.kept is None else Journal(asked.kept / "proofs.jsonl")
    _load()
    results: dict[str, dict[str, Outcome]] = {}
    measured = 0
    for number, proposition in enumerate(chosen, start=1):
        script = raw_query(statement(*proposition.build()))
        key = f"{proposition.name} {hashlib.sha256(f'{asked.seconds:g} {script}'.encode()).hexdigest()}"
        known = None if journal is None else journal.find(key)
        if known is None and measured == asked.most:
            continue
        if known is None:
            measured += 1
            known = {"key": key} | _measured(proposition, script, asked.seconds)
            if journal is not None:
                journal.add(known)
        row = results[proposition.name] = {name: Outcome(**known[name]) for name in _NAMES}
        shown = "  ".join(f"{name} {row[name].verdict} {row[name].seconds:.2f} s" for name in _NAMES)
        print(f"{number:3}/{len(chosen)}  {proposition.name}: {shown}", flush=True)
    if not results:
        print("no claim of that name was asked", file=sys.stderr)
        return 2
    print("\n".join(["", *_table(results, asked.seconds), "", *_by_means(results), "", *_missed(results)]))
    if len(results) < len(chosen):
        print(f"{len(chosen) - len(results)} claims are left: run it again")
    return 1 if _only_alone(results) or _contradicted(results) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0, help="of processor, for a solver alone")
    parser.add_argument("--kept", type=Path, metavar="DIR", help="where results are kept")
    parser.add_argument("--most", type=int, metavar="CLAIMS", help="how many claims are asked in this run")
    parser.add_argument("words", nargs="*", help="words in the name of a claim")
    return parser.parse_args()


def _measured(proposition: Proposition, script: str, limit: float) -> Record:
    asked = {"prove": partial(_apart, proposition, True), "agreement first": partial(_apart, proposition, "first")}
    asked |= {engine: partial(_alone, engine, script, limit) for engine in ENGINES}
    return {name: asdict(_of_several(once)) for name, once in asked.items()}


def _of_several(once: Callable[[], Outcome]) -> Outcome:
    """Return an outcome with the times of several runs, where each is short."""
    first = once()
    if first.seconds > _SHORT:
        return first
    outcomes = [first, *(once() for _ in range(_TIMES - 1))]
    return replace(
        first,
        seconds=median(outcome.seconds for outcome in outcomes),
        elapsed=min(outcome.elapsed for outcome in outcomes),
    )


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


def _apart(proposition: Proposition, asked: Any) -> Outcome:
    """Return what `prove` says in a process of its own, in which the package has been loaded and used."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("fork")
    process = context.Process(target=lambda: sender.send(_proved(proposition, asked)))
    process.start()
    sender.close()
    outcome: Outcome = receiver.recv()
    process.join()
    return outcome


def _proved(proposition: Proposition, asked: Any) -> Outcome:
    for engine in ENGINES:
        engines.ask_script(engine, "", (), Work.of())
    claim, given = proposition.build()
    start, begun = _processor_seconds(), time.perf_counter()
    verdict = prove(claim, given, engines=asked)
    elapsed, seconds = time.perf_counter() - begun, _processor_seconds() - start
    engines.stop_engines()
    if isinstance(verdict, Proved):
        means = _MEANS[0] if verdict.exact else _MEANS[1]
    else:
        means = _MEANS[2] if verdict.status in ("mixed", "refuted") else ""
    return Outcome(verdict=verdict.status, decided=bool(means), seconds=seconds, elapsed=elapsed, means=means)


def _load() -> None:
    """Prove something without engines, so that what is loaded when it is needed has been."""
    x, y, z = sp.symbols("x y z", real=True)
    prove(x**2 + y**2 + z**2 >= x * y + y * z + x * z, engines=False)
    prove(x > y, engines=False)


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
    word, seconds, elapsed = (*answer.split()[1:], "", "", "")[:3]
    if word not in ("sat", "unsat") or float(seconds) > limit:
        return Outcome(verdict="-", decided=False, seconds=limit, elapsed=limit)
    return Outcome(verdict=word, decided=True, seconds=float(seconds), elapsed=float(elapsed))


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
    yield f"{'':16}{'rests on':18}{'claims':>7}{'median':>10}{'ratios to the slower solver: of processor, elapsed':>54}"
    for name in _NAMES[:2]:
        for means in _MEANS:
            rows = [row for row in results.values() if row[name].means == means]
            if rows:
                middle = median(row[name].seconds for row in rows)
                yield f"{name:16}{means:18}{len(rows):>7}{middle:>8.3f} s{_ratios(name, rows):>54}"


def _ratios(name: str, rows: list[dict[str, Outcome]]) -> str:
    """Return the medians of how many times as long as the slower solver it takes, of both kinds of time."""
    both = [row for row in rows if all(row[engine].decided for engine in ENGINES)]
    if not both:
        return "-"
    used = median(row[name].seconds / max(row[engine].seconds for engine in ENGINES) for row in both)
    passed = median(row[name].elapsed / max(row[engine].elapsed for engine in ENGINES) for row in both)
    return f"{used:.2f}, {passed:.2f} ({len(both)} claims)"


def _missed(results: dict[str, dict[str, Outcome]]) -> Iterator[str]:
    for name in _NAMES:
        missed = [claim for claim, row in results.items() if not row[name].decided]
        yield f"{name} missed {len(missed)}:"
        yield from (f"  {claim}" for claim in missed)
    by_engines = [claim for claim, row in results.items() if row["prove"].means == _MEANS[1]]
    yield f"prove rests on two engines in {len(by_engines)}:"
    yield from (f"  {claim}" for claim in by_engines)
    yield f"decided by a solver alone and not by prove: {_only_alone(results) or 'none'}"
    yield f"contradicted by a solver alone: {_contradicted(results) or 'none'}"


def _only_alone(results: dict[str, dict[str, Outcome]]) -> list[str]:
    return [
        claim
        for claim, row in results.items()
        if not row["prove"].decided and any(row[engine].decided for engine in ENGINES)
    ]


def _contradicted(results: dict[str, dict[str, Outcome]]) -> list[str]:
    """Return the claims of which `prove` and a solver say what cannot both be so."""
    return [
        claim
        for claim, row in results.items()
        for name in _NAMES[:2]
        if row[name].decided
        and ("sat" if row[name].means == _MEANS[2] else "unsat") in _opposites(row[engine] for engine in ENGINES)
    ]


def _opposites(outcomes: Iterable[Outcome]) -> set[str]:
    return {{"sat": "unsat", "unsat": "sat"}[outcome.verdict] for outcome in outcomes if outcome.decided}


if __name__ == "__main__":
    sys.exit(main())
