"""SMT solvers behind a real time limit: each runs in a process that is killed when time is up."""

from __future__ import annotations

import atexit
import contextlib
import json
import select
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4

from lsec_models.algebra.condition import Condition
from lsec_models.algebra.ring import Polynomial
from lsec_models.algebra.signs import Kind
from lsec_models.prove.goal import Goal

ENGINES = ("z3", "cvc5")
_WORKER = Path(__file__).with_name("engine_worker.py")
_START_UP_SECONDS = 10.0
_REPLY_SECONDS = 0.5
_workers: dict[str, Any] = {}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an engine said of a goal.

    Attributes
    ----------
    engine : str
    holds : bool or None
        True: no counterexample exists. False: one does. None: no answer in time.
    counterexample : dict from str to Fraction
        Approximate where the engine's own is not rational; to be re-evaluated exactly.
    complaint : str
        Why the engine could not take the question; empty where it could.
    """

    engine: str
    holds: bool | None
    counterexample: dict[str, Fraction]
    complaint: str = ""


def ask(engine: str, goal: Goal, seconds: float) -> Answer:
    """Ask an engine whether a goal has a counterexample.

    Parameters
    ----------
    engine : str
        ``"z3"`` or ``"cvc5"``.
    goal : Goal
    seconds : float
        After which the engine's process is killed.
    """
    variables = sorted(_used(goal), key=goal.ring.names.index)
    names = {name: f"v{i}" for i, name in enumerate(goal.ring.names)}
    request = {
        "script": script(goal),
        "names": [names[name] for name in variables],
        "milliseconds": int(1000 * seconds),
    }
    reply = _exchange(engine, request, seconds)
    holds = {"unsat": True, "sat": False}.get(reply["answer"])
    model = {name: Fraction(reply["model"][names[name]]) for name in variables if names[name] in reply["model"]}
    return Answer(engine=engine, holds=holds, counterexample=model, complaint=reply.get("message", ""))


def script(goal: Goal) -> str:
    """Return the SMT-LIB text that asks for a counterexample; variable number i is called ``vi``."""
    used = _used(goal)
    lines = [f"(declare-const v{i} Real)" for i, name in enumerate(goal.ring.names) if name in used]
    for i, (name, kind) in enumerate(zip(goal.ring.names, goal.kinds, strict=True)):
        if name in used and kind is not Kind.FREE:
            lines.append(f"(assert ({'>' if kind is Kind.POSITIVE else '>='} v{i} 0))")
    lines += [_assertion(c.polynomial, ">" if c.strict else ">=") for c in goal.open_conditions.values()]
    lines.append(_assertion(goal.target, "<=" if goal.strict else "<"))
    return "\n".join(lines)


def _used(goal: Goal) -> set[str]:
    conditions: list[Condition] = list(goal.open_conditions.values())
    polynomials = [goal.target, *(c.polynomial for c in conditions)]
    return {symbol.name for polynomial in polynomials for symbol in goal.ring.used(polynomial)}


def _assertion(polynomial: Polynomial, relation: str) -> str:
    terms = []
    for powers, coefficient in polynomial.terms():
        number = str(coefficient) if coefficient >= 0 else f"(- {-coefficient})"
        factors = [f"v{i}" for i, n in enumerate(powers) for _ in range(n)]
        terms.append(f"(* {number} {' '.join(factors)})" if factors else number)
    body = f"(+ {' '.join(terms)})" if len(terms) > 1 else "".join(terms) or "0"
    return f"(assert ({relation} {body} 0))"


def _exchange(engine: str, request: dict[str, object], seconds: float) -> dict[str, Any]:
    """Put a question to an engine's process; kill the process unless it answers this very question in time."""
    worker, patience = _worker(engine)
    ticket, reply = uuid4().hex, {}
    try:
        worker.stdin.write(json.dumps(request | {"ticket": ticket}) + "\n")
        worker.stdin.flush()
        if select.select([worker.stdout], [], [], seconds + patience)[0]:
            reply = json.loads(worker.stdout.readline())
    except (BrokenPipeError, ValueError):
        pass
    finally:
        answered = reply.get("ticket") == ticket
        if not answered:
            _stop(engine)
    return reply if answered else {"answer": "no answer", "model": {}}


def _worker(engine: str) -> tuple[Any, float]:
    """Return an engine's process, and how long it may take beyond the time limit."""
    worker = _workers.get(engine)
    if worker is not None and worker.poll() is None:
        return worker, _REPLY_SECONDS
    _stop(engine)
    command = [sys.executable, str(_WORKER), engine]
    _workers[engine] = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    return _workers[engine], _START_UP_SECONDS


def _stop(engine: str) -> None:
    worker = _workers.pop(engine, None)
    if worker is None:
        return
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


@atexit.register
def stop_engines() -> None:
    """End the engines' processes; the next question starts them again."""
    for engine in list(_workers):
        _stop(engine)
