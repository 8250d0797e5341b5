"""A process of its own that asks one SMT solver; it reads and writes one JSON object a line.

Run as a script by :mod:`lsec_models.prove.engines`; it imports nothing but the solver.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def ask_z3(script: str, names: list[str], milliseconds: int) -> dict[str, Any]:
    """Ask z3; a model's algebraic values come as rational approximations."""
    import z3

    solver = z3.SolverFor("QF_NRA")
    solver.set("timeout", milliseconds)
    solver.from_string(script)
    answer = str(solver.check())
    model: dict[str, str] = {}
    if answer == "sat":
        found = solver.model()
        for name in names:
            value = found.eval(z3.Real(name), model_completion=True)
            if z3.is_algebraic_value(value):
                value = value.approx(30)
            model[name] = str(value.as_fraction())
    return {"answer": answer, "model": model}


def ask_cvc5(script: str, names: list[str], milliseconds: int) -> dict[str, Any]:
    """Ask cvc5 for the verdict alone."""
    import cvc5

    del names
    solver = cvc5.Solver()
    solver.setOption("tlimit-per", str(milliseconds))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, "(set-logic QF_NRA)\n" + script, "goal")
    manager = parser.getSymbolManager()
    while not (command := parser.nextCommand()).isNull():
        command.invoke(solver, manager)
    return {"answer": str(solver.checkSat()), "model": {}}


def main() -> None:
    """Answer requests until the input ends."""
    ask = {"z3": ask_z3, "cvc5": ask_cvc5}[sys.argv[1]]
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = ask(request["script"], request["names"], request["milliseconds"])
        except Exception as error:
            reply = {"answer": "error", "model": {}, "message": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply | {"ticket": request["ticket"]}), flush=True)


if __name__ == "__main__":
    main()
