"""A process of its own that asks one SMT solver; it reads and writes one JSON object a line.

Run as a script by :mod:`lsec_models.prove.search.engines.engines`; it imports nothing but the solver. Each question is
answered in a copy of the process (a fork), so that no answer depends on earlier questions, and a question that takes
too much of the processor, or is given up, ends its own copy only.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO


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


class Copy:
    """A copy of this process (a fork) that waits for one question, answers it, and is gone.

    It is made before there is a question, so that nobody waits for it to be made.
    """

    def __init__(self, ask: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        asked, self._question = os.pipe()
        self._reply, replied = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._question)
            os.close(self._reply)
            with (
                os.fdopen(asked, encoding="utf-8") as question,
                os.fdopen(replied, "w", encoding="utf-8", newline="\n") as reply,
            ):
                _answer_one(ask, question.readline(), reply)
            os._exit(0)
        os.close(asked)
        os.close(replied)

    def answer(self, line: bytes, asker: Lines) -> dict[str, Any]:
        """Return the reply to a question; the copy is ended where whoever asks says more, as it gives the question up.

        It is ended as well where it takes more than its seconds of processor.
        """
        with os.fdopen(self._question, "wb") as question:
            question.write(line + b"\n")
        if asker.speaks_before(self._reply):
            os.kill(self._process, signal.SIGKILL)
        with os.fdopen(self._reply, encoding="utf-8") as reply:
            text = reply.read()
        os.waitpid(self._process, 0)
        return json.loads(text) if text else {"answer": "killed", "model": {}}


def _answer_one(ask: Callable[[dict[str, Any]], dict[str, Any]], line: str, reply: TextIO) -> None:
    """Answer a question within its seconds of processor; none comes where whoever would have asked has gone."""
    import resource

    if not line:
        return
    request = json.loads(line)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]  # A limit that we inherit cannot be raised.
    seconds = request["cpu_seconds"] if hard == resource.RLIM_INFINITY else min(hard, request["cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    reply.write(json.dumps(answered(ask, request)))


class Lines:
    """The lines that come in, of which more may have been read than were asked for."""

    def __init__(self, source: int) -> None:
        self._source, self._read = source, b""

    def __iter__(self) -> Iterator[bytes]:
        while True:
            while b"\n" not in self._read:
                more = os.read(self._source, 1 << 16)
                if not more:
                    return
                self._read += more
            line, _, self._read = self._read.partition(b"\n")
            yield line

    def speaks_before(self, other: int) -> bool:
        """Wait until more comes in, or the input ends, or there is something to read elsewhere; whether it is here."""
        import select

        return bool(self._read) or other not in select.select([self._source, other], [], [])[0]


def main() -> None:
    """Answer requests until the input ends; before them nothing is asked, or each copy would set the solver up.

    A line that gives up what was answered already says nothing.
    """
    ask, lines = asker(sys.argv[1]), Lines(sys.stdin.fileno())
    copies = hasattr(os, "fork")
    if copies:
        answered(ask, {"script": "", "units": 1000, "names": []})
    copy = Copy(ask) if copies else None
    for line in lines:
        request = json.loads(line)
        if "given_up" in request:
            continue
        reply = answered(ask, request) if copy is None else copy.answer(line, lines)
        print(json.dumps(reply | {"ticket": request["ticket"]}), flush=True)
        copy = Copy(ask) if copies else None


if __name__ == "__main__":
    main()
