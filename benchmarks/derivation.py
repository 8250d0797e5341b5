"""Deriving all 13 power structures: the package against the plain SymPy script, as ratios of CPU time in one run.

And one of them, manufacturer > streamer > platform, against the same by hand in python-flint (`plain_flint.py`): the
package's game is declared beforehand, as the script's is written down.

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
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import plain_flint
import sympy

MOVERS = ("manufacturer", "streamer", "platform")
Answers = dict[str, dict[str, str]]

SIDES = {"plain, simplify": 1, "plain, factor": 2, "lsec_models": 7, "lsec_models, reduced": 7}
ONE_STRUCTURE = {"plain FLINT": 15, "lsec_models, one": 15}
POINT = {"a": 20, "b": 2, "c": 1, "k": 3, "eta": 5, "upsilon": 7, "gamma": 1, "mu": 2, "tau": 1}


def main() -> None:
    """Print the tables, or, in a subprocess, what one side took."""
    if sys.argv[1:] == ["--evidence"]:
        print(_evidence_seconds())
        return
    if sys.argv[1:2] == ["--side"]:
        print(json.dumps(_measured(*_derivations()[sys.argv[2]])))
        return
    _print_table(plain_flint.LABEL, ONE_STRUCTURE, "plain FLINT")
    sides = {side: n for side, n in SIDES.items() if side != "plain, simplify" or "--quick" not in sys.argv}
    ours = _print_table("13 structures", sides, "lsec_models")
    command = [sys.executable, __file__, "--evidence"]
    seconds = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"evidence of all 13, apart from the above: {seconds:.3f}, {seconds / ours['cold']:.1f}x our cold derivation")
    print("reduced: with the conditions that follow from the others left out, as an equilibrium is shown")


def _print_table(title: str, sides: Mapping[str, int], unit: str) -> dict[str, Any]:
    """Print what each side takes, in seconds and in times what `unit` takes, and return what that takes."""
    measured = {side: _best_of(side, processes) for side, processes in sides.items()}
    agree = all(side["answers"] == measured[unit]["answers"] for side in measured.values())
    print(f"{f'{title}, CPU s':42}{'cold':>10}{'warm':>10}{'times':>9} {unit}, warm")
    for side, taken in measured.items():
        ratios = (taken[kind] / measured[unit][kind] for kind in ("cold", "warm"))
        print(f"{side:42}{taken['cold']:10.4f}{taken['warm']:10.4f}" + "".join(f"{ratio:10.2f}x" for ratio in ratios))
    print(f"all sides agree at an exact point: {'yes' if agree else 'NO'}")
    return measured[unit]


def _evidence_seconds() -> float:
    """Return what the evidence of all structures takes, which is found when it is asked for, not by deriving."""
    import lsec_models as lsec

    game = _declared(lsec)
    solved = [lsec.solve(game.with_order(order)) for order in lsec.power_structures(MOVERS)]
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


def _measured(prepare: Callable[[], Any], derive: Callable[[Any], Any]) -> dict[str, Any]:
    taken = []
    for _ in range(2):
        prepared = prepare()
        start = time.process_time()
        derived = derive(prepared)
        taken.append(time.process_time() - start)
    return {"cold": taken[0], "warm": taken[1], "answers": _evaluated(derived)}


def _derivations() -> dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]]:
    """Return, for each side, what is done before the clock runs, and what is measured."""
    import plain_sympy

    import lsec_models as lsec

    # Names are imported when they are first asked for, SymPy's tensors with its first sum; imports are not counted.
    _ = lsec.Game, lsec.solve, sympy.Symbol("x") + sympy.Symbol("y")
    orders = list(lsec.power_structures(MOVERS))
    (order,) = (order for order in orders if _label(order) == plain_flint.LABEL)
    return {
        "plain, simplify": (_nothing, lambda _: _plain_quantities(plain_sympy.derive_all(tidy=sympy.simplify))),
        "plain, factor": (_nothing, lambda _: _plain_quantities(plain_sympy.derive_all(tidy=sympy.factor))),
        "lsec_models": (_nothing, lambda _: _ours(lsec, _declared(lsec), orders)),
        "lsec_models, reduced": (_nothing, lambda _: _ours(lsec, _declared(lsec), orders, reduced=True)),
        "plain FLINT": (_nothing, lambda _: {plain_flint.LABEL: plain_flint.derive()}),
        "lsec_models, one": (lambda: _declared(lsec), lambda game: _one(lsec, game.with_order(order))),
    }


def _nothing() -> None:
    """Prepare nothing."""


def _plain_quantities(derived: dict[Any, dict[str, dict[Any, Any]]]) -> dict[str, dict[str, Any]]:
    return {
        _label(order): {str(name): value for name, value in {**answer["decisions"], **answer["payoffs"]}.items()}
        for order, answer in derived.items()
    }


def _ours(lsec: Any, game: Any, orders: Iterable[Any], *, reduced: bool = False) -> dict[str, dict[str, Any]]:
    derived = {}
    for order in orders:
        led = lsec.solve(game.with_order(order))
        quantities = {name: led[name] for name in led}
        conditions = led.domain.conditions if reduced else led.conditions
        assert all(condition.relation.free_symbols for condition in conditions)
        derived[_label(order)] = {name: value for name, value in quantities.items() if name not in led.game.report}
    return derived


def _one(lsec: Any, game: Any) -> dict[str, dict[str, Any]]:
    """Derive one structure; its conditions stay polynomials, as minors do in FLINT."""
    led = lsec.solve(game)
    assert led.conditions
    return {plain_flint.LABEL: {name: led[name] for name in led}}


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


def _at_point(expression: Any) -> Any:
    if isinstance(expression, plain_flint.Factored):
        return expression.at(POINT)
    return expression.subs({symbol: POINT[symbol.name] for symbol in expression.free_symbols})


if __name__ == "__main__":
    main()
