"""SMT-LIB: questions are read as they are meant, written so that solvers agree, and what is none is refused by name."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import sympy as sp

from lsec_models import parameters, prove
from lsec_models.cli import main
from lsec_models.errors import ClaimError, SmtLibError
from lsec_models.prove import read_smt2, to_smt2
from lsec_models.prove.search.engines.engines import ENGINES, ask_script
from lsec_models.work import Work

x, y = parameters("x y", positive=True)
u, v = parameters("u v")
DECLARED = "(set-logic QF_NRA)(declare-fun x () Real)(declare-fun y () Real)(declare-const z Real)"
MEANT = {
    "a hypothesis": ("(assert (> x y))(assert (> y 0))(assert (not (> x 0)))", "proved"),
    "an example that exists": ("(assert (> x y))(assert (> y 0))(assert (> x 1))", "mixed"),
    "an example that does not": ("(assert (> x y))(assert (> y 0))(assert (< x 0))", "proved"),
    "assumptions alone": ("(assert (and (> x y) (> y 0)))", "refuted"),
    "assumptions that clash": ("(assert (and (> x y) (> y x)))", "contradictory"),
    "an equation that clashes": ("(assert (and (= x y) (> y x)))", "contradictory"),
    "definitions": (
        "(define-fun gain () Real (- x y))(define-fun rich () Bool (> gain 2.5))(assert rich)(assert (not (> x y)))",
        "proved",
    ),
    "a let that hides a name": ("(assert (let ((x y)(y x)) (> x y)))(assert (not (> y x)))", "proved"),
    "a chain": ("(assert (< x y z))(assert (not (< x z)))", "proved"),
    "distinct": ("(assert (distinct x y))(assert (= x y))", "proved"),
    "implied": ("(assert (=> (> x 0) (> y 0) (> z 0)))(assert (> x 0))(assert (> y 0))(assert (<= z 0))", "proved"),
    "an equivalence": ("(assert (= (> x 0) (> y 0)))(assert (> x 0))(assert (not (> y 0)))", "proved"),
    "either": ("(assert (or (= x 1) (= x 2)))(assert (not (> x 0)))", "proved"),
    "a quotient": ("(assert (> x 0))(assert (= y (/ 1 x)))(assert (not (> y 0)))", "proved"),
    "what follows the exit": ("(assert (> x y))(assert (> y 0))(assert (not (> x 0)))(exit)(assert (> x 0))", "proved"),
    "a number between bars": ("(declare-fun |5| () Real)(assert (> |5| 5))(assert (not (> |5| 4)))", "proved"),
    "bars that are not needed": ("(assert (> |x| 1))(assert (not (> x 0)))", "proved"),
    "names between bars": ("(declare-fun |a b| () Real) ; (\n(assert (> |a b| 0))(assert (< |a b| 0))", "proved"),
}  # fmt: skip


@pytest.mark.parametrize("name", MEANT)
def test_a_question_is_read_as_it_is_meant(name: str) -> None:
    text, status = MEANT[name]
    question = read_smt2(DECLARED + text + "(check-sat)(exit)")
    assert prove(question.claim, question.given, engines=False).status == status


DOUBLED = "".join(f"(define-fun a{i + 1} () Real (* a{i} a{i}))" for i in range(40))
REFUSED = {
    "words": ("what is this?", "is not a command"),
    "an open bracket": ("(assert (> x 0)", "ends before its brackets"),
    "a closing bracket": (")", "was not opened"),
    "an open name": ("(assert |x", "is never closed"),
    "depth": ("(" * 300, "nested more than 200"),
    "nothing asserted": ("(check-sat)", "nothing is asserted"),
    "another logic": ("(set-logic QF_BV)", "the logic is"),
    "whole numbers": ("(declare-fun n () Int)", "of sort"),
    "a function": ("(declare-fun f (Real) Real)", "with arguments"),
    "a macro": ("(define-fun f ((a Real)) Real a)", "write it out"),
    "twice": ("(declare-fun x () Real)", "declared twice"),
    "an unknown name": ("(assert (> w 0))", "neither declared nor a number"),
    "an unknown function": ("(assert (> (sin x) 0))", "is not read; known"),
    "a quantifier": ("(assert (forall ((a Real)) (> a x)))", "is not read; known"),
    "a number that is asserted": ("(assert (+ x 1))", "not a truth value"),
    "a truth value that is added": ("(assert (> (+ x (> y 0)) 0))", "wrong number of arguments"),
    "a negation of two": ("(assert (not (> x 0) (> y 0)))", "wrong number of arguments"),
    "a division by zero": ("(assert (> (/ x 0) 0))", "divides by zero"),
    "too few parts": ("(declare-const)", "too few or too many parts"),
    "a definition of another sort": ("(define-fun a () Bool x)", "and its definition is not"),
    "an integer definition": ("(define-fun a () Int 1)", "only Real and Bool"),
    "steps": ("(push 1)", "one question a file"),
    "a let without a body": ("(assert (let ((a x))))", "a body"),
    "a let without names": ("(assert (let (a) (> x 0)))", "not a name with a value"),
    "an empty expression": ("(assert ())", "is not an expression"),
    "an empty note": ("(assert (!))", "wrong number of arguments"),
    "a quotient that cancels": ("(assert (not (= (/ x x) 1)))", "by what cancels"),
    "a quotient that another one cancels": ("(assert (not (= (* x (/ 1 x)) 1)))", "by what cancels"),
    "a name that is a number": ("(declare-const 5 Real)", "not a name that is free"),
    "a let of a number": ("(assert (let ((5 7)) (> x 5)))", "not a name with a value"),
    "a let of a truth value": ("(assert (let ((true (> x 0))) true))", "not a name with a value"),
    "a let with two values": ("(assert (let ((a x)(a y)) (> a 5)))", "second value"),
    "two questions": ("(assert (> x 0))(check-sat)(assert (< x 0))", "one question a file"),
    "definitions that double": (f"(define-fun a0 () Real (+ x y)){DOUBLED}", "written out"),
    "numbers that double": (f"(define-fun a0 () Real 7){DOUBLED}", "written out"),
    "many digits": (f"(assert (> x {'1' * 2000}))", "at most 1000 digits"),
    "many variables": ("".join(f"(declare-const a{i} Real)" for i in range(300)), "more than 200 variables"),
    "many parts": (f"(assert (> (+ {'x ' * 50_001}) 0))", "more than 50000 parts"),
    "many comparisons": ("(assert (> x 0))" * 501, "more than 500 comparisons"),
    "many that differ": (f"(assert (distinct {'x ' * 40}))", "more than 500 comparisons"),
    "many characters": (" " * 2_000_001, "at most 2000000"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_question_is_refused_by_name(name: str) -> None:
    text, words = REFUSED[name]
    with pytest.raises(SmtLibError, match=words):
        read_smt2(DECLARED + text)


CLAIMS = {
    "an inequality": (x / y + y / x >= 2, []),
    "given equations": (u > 0, [sp.Eq(u * x, v), v > 1]),
    "alternatives": (u**2 > 1, [sp.Or(u > 1, u < -1)]),
    "a square root": (x * sp.sqrt(2) > x, []),
    "two clauses": (sp.And(x + u > x, x + u > u), [u > 0]),
    "what fails": (u > v, [u**2 > v**2]),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_solvers_agree_on_a_claim_that_is_written(name: str) -> None:
    claim, given = CLAIMS[name]
    text = to_smt2(claim, given)
    holds = bool(prove(claim, given))
    script = text.replace("(set-logic QF_NRA)\n", "").replace("(check-sat)", "")
    for engine in ENGINES:
        assert ask_script(engine, script, (), Work.of()).holds is holds
    question = read_smt2(text)
    assert bool(prove(question.claim, question.given)) is holds


def test_names_that_smt_lib_does_not_take() -> None:
    text = to_smt2(sp.Symbol("and", positive=True) > sp.Symbol("1x", positive=True))
    assert "|and|" in text
    assert "|1x|" in text
    assert prove(read_smt2(text).claim, read_smt2(text).given).status == "mixed"


def test_names_that_smt_lib_cannot_write() -> None:
    """Two names must not become one."""
    with pytest.raises(ClaimError, match="rename it"):
        to_smt2(sp.Symbol("a|b", positive=True) > sp.Symbol("a!b", positive=True))


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, other = tmp_path / "question.smt2", tmp_path / "notes.txt"
    file.write_text(DECLARED + MEANT["a hypothesis"][0])
    other.write_bytes(b"\xff\xfe\x00")
    assert main(["prove", str(file), "--certificate", str(tmp_path / "kept")]) == 0
    assert capsys.readouterr().out.startswith("proved (certificate checked)")
    assert (tmp_path / "kept" / "question.json").is_file()
    assert main(["prove", str(file), str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"{file}: proved")
    clash, many, names = tmp_path / "clash.smt2", tmp_path / "many.smt2", [f"x{i}" for i in range(100)]
    clash.write_text(f"{DECLARED}(assert (= (+ x y) 1))\n(assert (= (+ x y) 2))\n(assert (not (> x 0)))\n")
    assert main(["prove", str(clash)]) == 0
    assert capsys.readouterr().out.startswith("contradictory (certificate checked): no parameters satisfy together: ")
    declared = "\n".join(f"(declare-fun {name} () Real)" for name in names)
    falling = "\n".join(f"(assert (> {left} {right}))" for left, right in pairwise(names))
    many.write_text(f"{declared}\n{falling}\n(assert (not (> x0 x99)))\n")
    for wrong, words in (
        ([other], f"lsec: {other}: no text in UTF-8, so no SMT-LIB"),
        ([many], f"lsec: {many}: 99 inequalities in 100 parameters are given"),
        ([file, "nobody2020"], "not both"),
        ([tmp_path / "no.smt2"], "no such file; give the path"),
    ):
        assert main(["prove", *map(str, wrong)]) == 2
        assert words in capsys.readouterr().err
    other.write_bytes(b" " * 4_000_001)
    assert main(["prove", str(other)]) == 2
    assert "split the question" in capsys.readouterr().err
