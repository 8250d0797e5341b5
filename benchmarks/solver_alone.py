"""A process that puts one SMT-LIB query to one solver: ``python solver_alone.py z3|cvc5 SECONDS < query``.

It prints ``ready`` once the solver is loaded, and the answer, the seconds of processor that it took and those that
passed when it has them; the system ends it where it takes more than its own.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable


def main() -> None:
    engine, seconds, script = sys.argv[1], float(sys.argv[2]), sys.stdin.read()
    solve = {"z3": _z3, "cvc5": _cvc5}[engine](script)
    print("ready", flush=True)
    start, begun = time.process_time(), time.perf_counter()
    limit = int(start + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    answer = solve()
    print(answer, time.process_time() - start, time.perf_counter() - begun, flush=True)


def _z3(script: str) -> Callable[[], str]:
    import z3

    solver = z3.SolverFor("QF_NRA")

    def solve() -> str:
        solver.from_string(script)
        return str(solver.check())

    return solve


def _cvc5(script: str) -> Callable[[], str]:
    import cvc5

    solver = cvc5.Solver()
    parser = cvc5.InputParser(solver)

    def solve() -> str:
        parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, "(set-logic QF_NRA)\n" + script, "query")
        manager = parser.getSymbolManager()
        while not (command := parser.nextCommand()).isNull():
            command.invoke(solver, manager)
        return str(solver.checkSat())

    return solve


if __name__ == "__main__":
    main()
