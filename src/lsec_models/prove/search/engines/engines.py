"""SMT solvers, asked with limits that they count themselves, so that an answer never depends on the clock.

z3 keeps to its limit of resource units. cvc5 counts too, but not within its coverings, so that each question also has a
net: seconds of processor time, many times what answers usually take. Where the net ends a question, or the asker's
clock runs out, that is an interruption and not an answer. Where a system cannot copy a process (no `os.fork`),
each question has a process of its own, and the net is of seconds that pass.

An engine that cannot be imported is unavailable, and says so: what would need it is left open.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.prove.search.goal import Goal
from lsec_models.work import Work, interruption

ENGINES = ("z3", "cvc5")
_UNITS = {"z3": 300_000, "cvc5": 100_000}
_NET_SECONDS = {"z3": 60, "cvc5": 20}
_FEE = 20_000
_WORKER = Path(__file__).with_name("engine_worker.py")
_COPIES = hasattr(os, "fork")
_workers: dict[str, Any] = {}
# What an engine has begun with ahead of being asked, and by what its answer is known.
_begun: dict[str, tuple[dict[str, Any], str]] = {}
# Of what was given up, by what the reply is known that is still to come.
_unheard: dict[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an engine said of a goal.

    Attributes
    ----------
    engine : str
    holds : bool or None
        True: no counterexample exists. False: one does. None: not found out within the engine's units.
    counterexample : dict from str to Fraction
        Approximate where the engine's own is not rational; to be re-evaluated exactly.
    equations : dict from str to tuple of int
        For values that are not rational: the coefficients of a polynomial with that root, the constant first.
    complaint : str
        Why the engine could not take the question; empty where it could.
    available : bool
        Whether the engine can be imported at all.
    """

    engine: str
    holds: bool | None
    counterexample: dict[str, Fraction]
    equations: Mapping[str, tuple[int, ...]]
    complaint: str = ""
    available: bool = True


def ask(engine: str, goal: Goal, work: Work) -> Answer:
    """Ask an engine whether a goal has a counterexample.

    Parameters
    ----------
    engine : str
        ``"z3"`` or ``"cvc5"``.
    goal : Goal
    work : Work
        Its effort says how many units the engine has; a fee is charged to it.

    Raises
    ------
    OutOfWork
        If the fee is more than is left.
    OutOfTime
        If the clock runs out, or the engine runs into its net.
    """
    variables = sorted(_used(goal), key=goal.ring.names.index)
    names = {f"v{goal.ring.names.index(name)}": name for name in variables}
    answer = ask_script(engine, script(goal), tuple(names), work)
    return replace(
        answer,
        counterexample={names[v]: value for v, value in answer.counterexample.items()},
        equations={names[v]: coefficients for v, coefficients in answer.equations.items()},
    )


def ask_script(engine: str, text: str, names: tuple[str, ...], work: Work, net: int | None = None) -> Answer:
    """Ask an engine whether assertions can hold together; the answer `holds` if they cannot.

    Parameters
    ----------
    engine : str
        ``"z3"`` or ``"cvc5"``.
    text : str
        Declarations and assertions in SMT-LIB.
    names : tuple of str
        The variables whose values are asked for.
    work : Work
    net : int, optional
        Seconds of processor time after which a question is interrupted.

    Raises
    ------
    OutOfWork, OutOfTime
        As :func:`ask`.
    """
    work.charge(_FEE)
    reply = _exchange(engine, _request(engine, text, names, work, net), work)
    given = reply.get("equations", {})
    return Answer(
        engine=engine,
        holds={"unsat": True, "sat": False}.get(reply["answer"]),
        counterexample={name: Fraction(reply["model"][name]) for name in names if name in reply["model"]},
        equations={name: tuple(map(int, given[name])) for name in names if name in given},
        complaint=reply.get("message", ""),
        available=reply["answer"] != "unavailable",
    )


def begin(engine: str, text: str, names: tuple[str, ...], work: Work) -> None:
    """Let an engine begin with a question that may be asked later, as by :func:`ask_script`, beside all else.

    Nothing is charged for it, and its answer is only heard when it is asked. Where it is not, :func:`give_up` ends it,
    or the next question does.
    """
    if _COPIES:
        give_up(engine)
        request = _request(engine, text, names, work)
        ticket = _put(engine, request)
        if ticket is not None:
            _begun[engine] = request, ticket


def give_up(engine: str) -> None:
    """Let an engine give up what it has begun with, and nobody has asked."""
    _, ticket = _begun.pop(engine, (None, None))
    worker = _workers.get(engine)
    if ticket is None or worker is None:
        return
    try:
        worker.stdin.write(json.dumps({"given_up": ticket}) + "\n")
        worker.stdin.flush()
        _unheard[engine] = ticket
    except OSError:
        _stop(engine)


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


def _request(engine: str, text: str, names: tuple[str, ...], work: Work, net: int | None = None) -> dict[str, Any]:
    seconds = _NET_SECONDS[engine] if net is None else net
    return {
        "script": text,
        "names": list(names),
        "units": work.scaled(_UNITS[engine]),
        "cpu_seconds": max(seconds, work.scaled(seconds)),
    }


def _exchange(engine: str, request: dict[str, Any], work: Work) -> dict[str, Any]:
    """Put a question to an engine's process; a process that turns out to have died is started again, once."""
    for _ in range(2):
        reply = _asked(engine, request, work)
        work.check_clock()
        if reply is not None:
            break
    if reply is None or reply["answer"] == "killed":
        raise interruption(f"{engine} crashed, or ran into its net of {request['cpu_seconds']} s of processor time")
    return reply


def _asked(engine: str, request: dict[str, Any], work: Work) -> dict[str, Any] | None:
    """Return the reply to a question; end the process unless it answers this very question."""
    if engine not in _begun or _begun[engine][0] != request:
        give_up(engine)
        ticket = _put(engine, request)
    else:
        _, ticket = _begun.pop(engine)
    reply: dict[str, Any] = {}
    try:
        if ticket is not None:
            reply = json.loads(_next_line(_worker(engine), work.seconds_left, request["cpu_seconds"]))
    except (OSError, ValueError):
        pass
    finally:
        answered = ticket is not None and reply.get("ticket") == ticket
        if not (answered and _COPIES):
            _stop(engine)
    return reply if answered else None


def _put(engine: str, request: dict[str, Any]) -> str | None:
    """Put a question to an engine's process, and return by what its answer is known; None where it takes none."""
    _hear_what_was_given_up(engine)
    worker, ticket = _worker(engine), uuid4().hex
    try:
        worker.stdin.write(json.dumps(request | {"ticket": ticket}) + "\n")
        worker.stdin.flush()
    except OSError:
        return None
    return ticket


def _hear_what_was_given_up(engine: str) -> None:
    """Take the reply to a question that was given up; end the process where something else comes."""
    ticket, worker = _unheard.pop(engine, None), _workers.get(engine)
    if ticket is None or worker is None:
        return
    try:
        heard = json.loads(worker.stdout.readline()).get("ticket")
    except (OSError, ValueError):
        heard = None
    if heard != ticket:
        _stop(engine)


def _next_line(worker: Any, seconds: float | None, net: float) -> str:
    """Return what a process says next; where its time is over it is ended, and says nothing any more."""
    limit = seconds if _COPIES else min(net, net if seconds is None else seconds)
    if limit is None:
        return str(worker.stdout.readline())
    clock = threading.Timer(limit, _kill, [worker])
    clock.start()
    try:
        return str(worker.stdout.readline())
    finally:
        clock.cancel()
        clock.join()


def _worker(engine: str) -> Any:
    """Return an engine's process."""
    worker = _workers.get(engine)
    if worker is None or worker.poll() is not None:
        _stop(engine)
        _workers[engine] = subprocess.Popen(
            [sys.executable, str(_WORKER), engine],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        )
    return _workers[engine]


def _stop(engine: str) -> None:
    _begun.pop(engine, None)
    _unheard.pop(engine, None)
    worker = _workers.pop(engine, None)
    if worker is None:
        return
    _kill(worker)
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        with contextlib.suppress(OSError):
            pipe.close()


def _kill(worker: Any) -> None:
    """End a process, and the copy of it that is at work."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
    worker.kill()


@atexit.register
def stop_engines() -> None:
    """End the engines' processes; the next question starts them again."""
    for engine in list(_workers):
        _stop(engine)
