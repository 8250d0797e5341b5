"""The engines behind their process border: right answers, exact scripts, and processes that hang, die or lie."""

from __future__ import annotations

import json
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import flint
import pytest
import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, ring_of
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import OutOfTime
from lsec_models.prove import prove
from lsec_models.prove.search.engines import engines
from lsec_models.prove.search.engines.engines import ENGINES, ask, ask_script, begin, give_up, script, stop_engines
from lsec_models.prove.search.goal import Goal
from lsec_models.solve.corners.exact.replies.families import QuadraticCondition
from lsec_models.solve.corners.exact.replies.regions import PlaceSearch
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.work import Work

RING: Ring = ring_of(sp.symbols("x y", positive=True))
X, Y = RING.generators
HEADER = """
import json, os, signal, sys
open(sys.argv[0] + ".pid", "w").write(str(os.getpid()))
def reply(**content):
    print(json.dumps({"model": {}, "ticket": request["ticket"]} | content), flush=True)
for line in sys.stdin:
    request = json.loads(line)
"""


def goal(target: Polynomial, *conditions: Polynomial, strict: bool = True, kind: Kind = Kind.POSITIVE) -> Goal:
    given = tuple(Condition(ring=RING, polynomial=p, strict=True, origin="test") for p in conditions)
    return Goal(ring=RING, kinds=(kind, kind), conditions=given, target=target, strict=strict)


@pytest.fixture
def pretender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Put a script in the place of the engines' process; it gets one request a line as `request`."""

    def install(body: str) -> Path:
        path = tmp_path / "worker.py"
        path.write_text(HEADER + body)
        monkeypatch.setattr(engines, "_WORKER", path)
        return path.with_name("worker.py.pid")

    stop_engines()
    yield install
    stop_engines()


def is_running(pid_file: Path) -> bool:
    try:
        os.kill(int(pid_file.read_text()), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        (goal(X * X + Y), True),
        (goal(X - Y), False),
        (goal(X * X - Y * Y, X - Y), True),
        (goal(X * X - 2 * X * Y + Y * Y), False),
        (goal(X * X - 2 * X * Y + Y * Y, strict=False), True),
        (goal(X * X, kind=Kind.FREE), False),
        (goal(X * X, kind=Kind.FREE, strict=False), True),
        (goal(X, kind=Kind.NONNEGATIVE), False),
        (goal(X, kind=Kind.NONNEGATIVE, strict=False), True),
        (goal(RING.zero), False),
        (goal(RING.zero, strict=False), True),
        (goal(RING.zero, -X), True),
        (goal(-RING.one, X - Y, Y - X), True),
        (goal(10**40 * X - Y, X * 10**39 - Y), True),
    ],
)
def test_engines_answer(engine: str, asked: Goal, holds: bool) -> None:
    assert ask(engine, asked, Work.of()).holds is holds


def test_what_an_engine_has_begun_with_answers_no_other_question() -> None:
    true, false = (script(goal(target)) for target in (X * X + Y, X - Y))
    for ahead, asked in ((true, false), (false, true), (true, true), (false, false)):
        begin("cvc5", ahead, (), Work.of())
        assert ask_script("cvc5", asked, (), Work.of()).holds is (asked == true)
        assert ask_script("cvc5", ahead, (), Work.of()).holds is (ahead == true)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is begun where a process cannot be copied")
def test_what_is_given_up_ends_and_the_process_answers_on() -> None:
    """A question that would take cvc5 seconds ends at once, one that was answered meanwhile is not heard."""
    long = script(goal(X**40 - Y**41 + 3 * X**7 * Y**9, Y - X * X, X**5 - Y**3))
    asked = script(goal(X * X + Y))
    assert ask_script("cvc5", asked, (), Work.of()).holds is True
    worker = engines._workers["cvc5"]
    for ahead in (long, asked, long):
        begin("cvc5", ahead, (), Work.of())
        if ahead == asked:
            select.select([worker.stdout], [], [])
        give_up("cvc5")
        give_up("cvc5")
    assert ask_script("cvc5", asked, (), Work.of()).holds is True
    assert engines._workers["cvc5"] is worker
    begin("cvc5", long, (), Work.of())
    give_up("cvc5")
    assert json.loads(worker.stdout.readline())["answer"] == "killed"
    assert engines._unheard.popitem()[0] == "cvc5"


def test_a_counterexample_is_exact_and_fails() -> None:
    asked = goal(3 * X - 7 * Y, X - Y)
    answer = ask("z3", asked, Work.of())
    point = {symbol: answer.counterexample[symbol.name] for symbol in RING.symbols}
    assert all(isinstance(value, Fraction) for value in point.values())
    assert asked.fails_at(point)
    assert point[RING.symbols[0]] > point[RING.symbols[1]] > 0


def test_no_number_of_a_script_is_a_float() -> None:
    text = script(goal(10**30 * X**3 - 7 * Y, X - 12345678901234567890 * Y, RING.zero))
    assert "." not in text
    assert str(10**30) in text
    assert "(- 12345678901234567890)" in text
    assert "(assert (> 0 0))" in text


@pytest.mark.slow
def test_an_engine_that_hangs_is_killed_when_the_clock_runs_out(pretender: Callable[[str], Path]) -> None:
    pid_file = pretender("    signal.pause()\n")
    with pytest.raises(OutOfTime, match="limit in seconds"):
        ask("z3", goal(X), Work.of(seconds=2.0))
    assert not is_running(pid_file)


@pytest.mark.slow
def test_an_engine_that_died_is_started_again(pretender: Callable[[str], Path]) -> None:
    pid_file = pretender(
        '    print(json.dumps({"answer": "unsat", "model": {}, "ticket": request["ticket"]}), flush=True)\n'
    )
    assert ask("z3", goal(X), Work.of()).holds is True
    first = pid_file.read_text()
    os.kill(int(first), signal.SIGKILL)
    answers = [ask("z3", goal(X), Work.of()).holds for _ in range(2)]
    assert answers[-1] is True
    assert pid_file.read_text() != first


@pytest.mark.parametrize(
    "body",
    [
        '    reply(answer="unsat", ticket="of another question")\n',
        '    reply(answer="unsat", ticket=None)\n',
        '    print("unsat", flush=True)\n',
        "    print(flush=True)\n",
        "    sys.exit(1)\n",
    ],
    ids=["another ticket", "no ticket", "no JSON", "an empty line", "it dies"],
)
def test_what_does_not_answer_the_question_is_no_answer(pretender: Callable[[str], Path], body: str) -> None:
    pid_file = pretender(body)
    with pytest.raises(OutOfTime, match="cvc5 crashed"):
        ask("cvc5", goal(X), Work.of())
    assert not is_running(pid_file)


def test_an_interrupted_question_leaves_no_answer_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: Any) -> Any:
        del arguments
        raise KeyboardInterrupt

    assert ask("z3", goal(X), Work.of()).holds is True
    with monkeypatch.context() as patch:
        patch.setattr(engines, "_next_line", interrupt)
        with pytest.raises(KeyboardInterrupt):
            ask("z3", goal(X), Work.of())
    assert ask("z3", goal(X - Y), Work.of()).holds is False


def test_the_complaint_of_an_engine_is_passed_on(pretender: Callable[[str], Path]) -> None:
    pretender('    reply(answer="error", message="no such solver")\n')
    answer = ask("z3", goal(X), Work.of())
    assert answer.holds is None
    assert answer.complaint == "no such solver"


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Hide an engine's module from its process, as if there were no wheel for this system."""

    def hide(engine: str) -> None:
        (tmp_path / f"{engine}.py").write_text('raise ImportError("no wheel")\n', encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    stop_engines()
    yield hide
    stop_engines()


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_without_an_engine_there_is_no_agreement_and_no_import_error(
    engine: str, without: Callable[[str], None]
) -> None:
    without(engine)
    answer = ask(engine, goal(X * X + Y), Work.of())
    assert (answer.available, answer.holds) == (False, None)
    x, y = sp.symbols("x y", real=True)
    motzkin = x**8 * y**4 + x**4 * y**8 + 1 >= 3 * x**4 * y**4
    verdict = prove(motzkin)
    assert verdict.status == "undecided"
    assert f"agreement unavailable: {engine} cannot be imported (no wheel)" in str(verdict)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_an_engine_it_is_not_resolved_whether_something_better_is_in_reach(
    engine: str, without: Callable[[str], None]
) -> None:
    nowhere = QuadraticCondition(
        function=[[flint.fmpq(-1), flint.fmpq(0)], [flint.fmpq(0), flint.fmpq(0)]], strict=False
    )
    pieces: Any = SimpleNamespace(charge_question=lambda: None)
    search = PlaceSearch(pieces, 1, [nowhere], None)
    assert search.place() is None
    stop_engines()
    without(engine)
    with pytest.raises(Unresolved, match=f"agreement unavailable: {engine} cannot be imported"):
        search.place()


def test_without_engines_what_has_a_certificate_is_proved(without: Callable[[str], None]) -> None:
    for engine in ENGINES:
        without(engine)
    x, y = sp.symbols("x y", positive=True)
    assert str(prove(x / y + y / x >= 2)).startswith("proved (certificate checked)")


def test_where_a_process_cannot_be_copied_each_question_has_its_own(
    pretender: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_COPIES", False)
    pid_file = pretender('    reply(answer="unsat")\n')
    processes = set()
    for _ in range(2):
        assert ask("z3", goal(X), Work.of()).holds is True
        processes.add(pid_file.read_text(encoding="utf-8"))
        assert not is_running(pid_file)
    assert len(processes) == 2


def test_where_a_process_cannot_be_copied_its_net_ends_it(
    pretender: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_COPIES", False)
    pid_file = pretender("    signal.pause()\n")
    with pytest.raises(OutOfTime, match="ran into its net of 1 s"):
        ask_script("z3", "", (), Work.of(), net=1)
    assert not is_running(pid_file)


# A step of the proof of `idle-manufacturer-gains-exactly` in the ledger of ha2016quality; two seconds for z3.
HARD_QUESTION = """
(declare-const c Real) (declare-const u Real)
(assert (> c (/ 101 1000))) (assert (> u 0)) (assert (< (* 2 u) 1))
(assert (>= (+ (* 3 c) (* 3 u u) (- u)) 0))
(assert (>= (- u c (* u u)) 0))
(assert (>= (+ (* 5 c) (* 3 u u) (* (- 3) u)) 0))
(assert (>= (- (* 5 u) (* 6 c) (* 5 u u)) 0))
(assert (= (+ (* (- 3) c c) (* 4 c u u) (* 3 u u u u) (* (- 4) u u u) (* u u)) 0))
(assert (> (+ (* 54 c c) (* 108 c u u) (* (- 108) c u) (* 54 u u u u) (* (- 108) u u u) (* 54 u u) (- u)) 0))
(assert (<= (+ (* 2239488 c c c c c) (* (- 933120) c c c c) (* 23184 c c) (* (- 1524) c) (- 7)) 0))
"""


@pytest.mark.slow
def test_an_engine_that_gets_a_tenth_of_the_processor_answers_the_same() -> None:
    stop_engines()
    assert ask_script("z3", "", (), Work.of()).holds is False
    group, over = engines._workers["z3"].pid, threading.Event()

    def hold_up() -> None:
        while not over.is_set():
            for sent, seconds in ((signal.SIGSTOP, 0.9), (signal.SIGCONT, 0.1)):
                os.killpg(group, sent)
                time.sleep(seconds)

    holding = threading.Thread(target=hold_up)
    holding.start()
    try:
        assert ask_script("z3", HARD_QUESTION, (), Work.of()).holds is True
    finally:
        over.set()
        holding.join()
