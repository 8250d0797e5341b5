"""A process of its own that asks one SMT solver; it reads and writes one JSON object a line.

Run as a script by :mod:`lsec_models.prove.search.engines.engines`; it imports nothing but the solver. Each question is
answered in a copy of the process (a fork), so that no answer depends on earlier questions, and a question that takes
too much of the processor ends its own copy only.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any


def z3_asker() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Load z3 and return what asks it; algebraic values come as approximations, with the polynomials they solve.

    The tactic is named: what z3 itself puts together for nonlinear real arithmetic goes on to another tactic after
    seconds that have passed, so that its answers would depend on what else the machine does.
    """
    import z3

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        solver = z3.Tactic("qfnra-nlsat").solver()
        solver.set("rlimit", request["units"])
        solver.from_string(request["script"])
        answer = str(solver.check())
        model: dict[str, str] = {}
        equations: dict[str, list[str]] = {}
        if answer == "sat":
            found = solver.model()
            for name in request["names"]:
                value = found.eval(z3.Real(name), model_completion=True)
                if z3.is_algebraic_value(value):
                    equations[name] = [coefficient.as_string() for coefficient in value.poly()]
                    value = value.approx(30)
                model[name] = str(value.as_fraction())
        return {"answer": answer, "model": model, "equations": equations}

    return ask


def cvc5_asker() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Load cvc5 and return what asks it for the verdict alone."""
    import cvc5

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        solver = cvc5.Solver()
        solver.setOption("rlimit-per", str(request["units"]))
        parser = cvc5.InputParser(solver)
        text = "(set-logic QF_NRA)\n" + request["script"]
        parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "goal")
        manager = parser.getSymbolManager()
        while not (command := parser.nextCommand()).isNull():
            command.invoke(solver, manager)
        return {"answer": str(solver.checkSat()), "model": {}}

    return ask


def asker(engine: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return what asks an engine; where it cannot be imported, what says so."""
    try:
        return {"z3": z3_asker, "cvc5": cvc5_asker}[engine]()
    except ImportError as error:
        message = f"{engine} cannot be imported ({error})"
        return lambda _: {"answer": "unavailable", "model": {}, "message": message}


def answered(ask: Callable[[dict[str, Any]], dict[str, Any]], request: dict[str, Any]) -> dict[str, Any]:
    """Return the solver's reply, or what went wrong in it."""
    try:
        return ask(request)
    except Exception as error:
        return {"answer": "error", "model": {}, "message": f"{type(error).__name__}: {error}"}


def answered_in_a_copy(ask: Callable[[dict[str, Any]], dict[str, Any]], request: dict[str, Any]) -> dict[str, Any]:
    """Return the reply of a copy of this process, which is ended where it takes more than its seconds of processor."""
    import resource

    reading, writing = os.pipe()
    copy = os.fork()
    if copy == 0:
        os.close(reading)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]  # A limit that we inherit cannot be raised.
        seconds = request["cpu_seconds"] if hard == resource.RLIM_INFINITY else min(hard, request["cpu_seconds"])
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        with os.fdopen(writing, "w", encoding="utf-8", newline="\n") as pipe:
            pipe.write(json.dumps(answered(ask, request)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(copy, 0)
    return json.loads(text) if text else {"answer": "killed", "model": {}}


def main() -> None:
    """Answer requests until the input ends; before them nothing is asked, or each copy would set the solver up."""
    ask, answer = asker(sys.argv[1]), answered
    if hasattr(os, "fork"):
        answer = answered_in_a_copy
        answered(ask, {"script": "", "units": 1000, "names": []})
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(answer(ask, request) | {"ticket": request["ticket"]}), flush=True)


if __name__ == "__main__":
    main()
