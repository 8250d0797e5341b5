"""A process that puts one SMT-LIB query to one solver: ``python solver_alone.py z3|cvc5 SECONDS < query``.

It prints ``ready`` once the solver is loaded, and the answer and the seconds that the solver took when it has them;
who started it kills it when its time is up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def main() -> None:
    engine, seconds, script = sys.argv[1], float(sys.argv[2]), sys.stdin.read()
    solve = {"z3": _z3, "cvc5": _cvc5}[engine](script, int(1000 * seconds))
    print("ready", flush=True)
    start = time.perf_counter()
    answer = solve()
    print(answer, time.perf_counter() - start, flush=True)


def _z3(script: str, milliseconds: int) -> Callable[[], str]:
    import z3

    solver = z3.SolverFor("QF_NRA")
    solver.set("timeout", milliseconds)

    def solve() -> str:
        solver.from_string(script)
        return str(solver.check())

    return solve


def _cvc5(script: str, milliseconds: int) -> Callable[[], str]:
    import cvc5

    solver = cvc5.Solver()
    solver.setOption("tlimit-per", str(milliseconds))
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
