"""Deriving all 13 power structures: the package against the plain SymPy script, as ratios of CPU time in one run.

Derived means in normal form: every decision, payoff and condition as a factored SymPy expression, and in the
package's case the reported quantities (demand, price) and non-negativity conditions too, which the script leaves out.

*Cold* is the first time in a fresh process, imports not counted, and the best of several processes; *warm* the second
time in the same process, games declared anew. What establishes optimality is looked for when the evidence is asked for,
and is timed apart. Both sides are evaluated at one exact point, and must agree.

    python benchmarks/derivation.py             # some minutes, nearly all of them the script's
    python benchmarks/derivation.py --quick     # without `simplify`
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import sympy

Answers = dict[str, dict[str, str]]

SIDES = {"plain, simplify": 1, "plain, factor": 2, "lsec_models": 7, "lsec_models, reduced": 7}
POINT = {"a": 20, "b": 2, "c": 1, "k": 3, "eta": 5, "upsilon": 7, "gamma": 1, "mu": 2, "tau": 1}


def main() -> None:
    """Print the table, or, in a subprocess, what one side took."""
    if sys.argv[1:] == ["--evidence"]:
        print(_evidence_seconds())
        return
    if sys.argv[1:2] == ["--side"]:
        print(json.dumps(_measured(_derivations()[sys.argv[2]])))
        return
    sides = [side for side in SIDES if side != "plain, simplify" or "--quick" not in sys.argv]
    measured = {side: _best_of(side, SIDES[side]) for side in sides}
    agree = all(side["answers"] == measured["lsec_models"]["answers"] for side in measured.values())
    print(f"{'13 structures, CPU seconds':28}{'cold':>10}{'warm':>10}{'times ours':>12}{'warm':>8}")
    ours = measured["lsec_models"]
    for side, taken in measured.items():
        ratios = (taken[kind] / ours[kind] for kind in ("cold", "warm"))
        print(f"{side:28}{taken['cold']:10.3f}{taken['warm']:10.3f}" + "".join(f"{ratio:10.1f}x" for ratio in ratios))
    print(f"all sides agree at an exact point: {'yes' if agree else 'NO'}")
    command = [sys.executable, __file__, "--evidence"]
    seconds = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"evidence of all 13, apart from the above: {seconds:.3f}, {seconds / ours['cold']:.1f}x our cold derivation")
    print("reduced: with the conditions that follow from the others left out, as an equilibrium is shown")


def _evidence_seconds() -> float:
    """Return what the evidence of all structures takes, which is found when it is asked for, not by deriving."""
    import lsec_models as lsec

    game = _declared(lsec)
    solved = [lsec.solve(game.with_order(o)) for o in lsec.power_structures(player.name for player in game.players)]
    start = time.process_time()
    assert all(led.evidence.findings for led in solved)
    return time.process_time() - start


def _best_of(side: str, processes: int) -> dict[str, Any]:
    runs = []
    for _ in range(processes):
        command = [sys.executable, __file__, "--side", side]
        runs.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return {
        "cold": min(run["cold"] for run in runs),
        "warm": min(run["warm"] for run in runs),
        "answers": runs[0]["answers"],
    }


def _measured(derive: Callable[[], Any]) -> dict[str, Any]:
    taken = []
    for _ in range(2):
        start = time.process_time()
        derived = derive()
        taken.append(time.process_time() - start)
    return {"cold": taken[0], "warm": taken[1], "answers": _evaluated(derived)}


def _derivations() -> dict[str, Callable[[], Any]]:
    import plain_sympy

    import lsec_models as lsec

    # Names are imported when they are first asked for, SymPy's tensors with its first sum; imports are not counted.
    _ = lsec.Game, lsec.solve, sympy.Symbol("x") + sympy.Symbol("y")
    return {
        "plain, simplify": lambda: _plain_quantities(plain_sympy.derive_all(tidy=sympy.simplify)),
        "plain, factor": lambda: _plain_quantities(plain_sympy.derive_all(tidy=sympy.factor)),
        "lsec_models": lambda: _ours(lsec),
        "lsec_models, reduced": lambda: _ours(lsec, reduced=True),
    }


def _plain_quantities(derived: dict[Any, dict[str, dict[Any, Any]]]) -> dict[str, dict[str, Any]]:
    return {
        _label(order): {str(name): value for name, value in {**answer["decisions"], **answer["payoffs"]}.items()}
        for order, answer in derived.items()
    }


def _ours(lsec: Any, *, reduced: bool = False) -> dict[str, dict[str, Any]]:
    game = _declared(lsec)
    derived = {}
    for order in lsec.power_structures(player.name for player in game.players):
        led = lsec.solve(game.with_order(order))
        quantities = {name: led[name] for name in led}
        conditions = led.domain.conditions if reduced else led.conditions
        assert all(condition.relation.free_symbols for condition in conditions)
        derived[_label(order)] = {name: value for name, value in quantities.items() if name not in led.game.report}
    return derived


def _declared(lsec: Any) -> Any:
    a, b, c, k, eta, upsilon, gamma, mu, tau = lsec.parameters("a b c k eta upsilon gamma mu tau", positive=True)
    w, q, m, e, f, t = lsec.decisions("w q m e f t")
    demand = a - b * (w + m + f) + gamma * q + mu * e + tau * t
    return lsec.Game(
        players=[
            lsec.Player("manufacturer", decides=[w, q], payoff=(w - c) * demand - k * q**2 / 2),
            lsec.Player("streamer", decides=[m, e], payoff=m * demand - eta * e**2 / 2),
            lsec.Player("platform", decides=[f, t], payoff=f * demand - upsilon * t**2 / 2),
        ],
        assuming=[a > b * c],
        report={"demand": demand, "price": w + m + f},
    )


def _label(order: Iterable[Iterable[str]]) -> str:
    return " > ".join(" = ".join(sorted(block)) for block in order)


def _evaluated(derived: dict[str, dict[str, Any]]) -> Answers:
    return {
        label: {name: str(_at_point(value)) for name, value in sorted(quantities.items())}
        for label, quantities in sorted(derived.items())
    }


def _at_point(expression: sympy.Expr) -> sympy.Expr:
    return expression.subs({symbol: POINT[symbol.name] for symbol in expression.free_symbols})


if __name__ == "__main__":
    main()
