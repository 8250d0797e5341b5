"""Variables that are replaced by what a bound or an equation says, as proofs of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lsec_models.prove.certificates.steps import Step
from lsec_models.prove.coq.polynomials import Terms
from lsec_models.prove.coq.steps.place import ONE, PLAIN, StepPlace, pair_of, sum_of, term_of, truth_value
from lsec_models.prove.coq.steps.writer import Writer


def solve(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that an equation is solved for a variable."""
    proof, i = step.proof, writer.names.index(step.proof["symbol"])
    first, second = proof["equation"]
    equation, x = writer.condition(step, first), writer.algebra.variable(i)
    pivot = equation.derivative(i)
    factor = writer.algebra.constant(proof["sign"]) if proof["sign"] else pivot
    top, bottom = (pivot * x - equation) * factor, pivot * factor
    pair = place.positions[first], place.positions[second]
    positive = writer.proof(place)
    after, opened = place.more(), [f"(Have {writer.text(bottom, place.variables)} true {positive} "]
    if proof["sign"] == 0:
        multiple = writer.text(pivot, place.variables)
        for turned in (equation * pivot, -equation * pivot):
            order = pair if turned == equation * pivot else pair[::-1]
            shown = sum_of(PLAIN, [], [(multiple, *order)])
            opened.append(f"(Have {writer.text(turned, place.variables)} false {shown} ")
            after = after.more()
        pair = after.conditions - 2, after.conditions - 1
    elif proof["sign"] < 0:
        pair = pair[::-1]
    allowed = step.ranges[i]
    if allowed != "free":
        strict = allowed == "positive"
        shown = sum_of(PLAIN, [term_of(writer.text(x, place.variables), ONE, [])])
        opened.append(f"(Have {writer.text(x, place.variables)} {truth_value(strict)} {shown} ")
        after = after.listed()
    divisor = term_of(ONE, ONE, [(place.conditions, 1)])
    conditions = [None if c is None or j in (first, second) else c for j, c in enumerate(step.conditions)]
    if allowed != "free":
        conditions.append(({tuple(map(int, x.monoms()[0])): 1}, allowed == "positive"))
    inner = _inserted(
        writer,
        replace(step, conditions=tuple(conditions)),
        after,
        i,
        writer.text(top, after.variables),
        divisor,
        pair,
        (top, bottom),
        after.variables,
    )
    return "".join(opened) + inner + ")" * len(opened)


def slack(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that a variable is its bound and a slack."""
    proof, i = step.proof, writer.names.index(step.proof["symbol"])
    position = proof["condition"]
    found = step.conditions[position]
    assert found is not None
    polynomial, x = writer.algebra.from_terms(found[0]), writer.algebra.variable(i)
    slope = polynomial.derivative(i)
    rest = polynomial - slope * x
    old = term_of(ONE, ONE, [(place.positions[position], 1)])
    new = place.next_variable
    variables = (*place.variables[:i], new, *place.variables[i + 1 :])
    rises = all(int(c) > 0 for c in slope.coeffs())
    over = writer.text(slope if rises else -slope, place.variables)
    pair = place.conditions + 1, place.conditions + 2
    if rises:
        top, bottom, quotient, pair = slope * x - rest, slope, (old, term_of(over, ONE, [])), pair[::-1]
    elif step.ranges[i] == "free":
        top, bottom, quotient = slope * x + rest, -slope, (old, term_of(over, ONE, []))
    elif step.ranges[i] == "positive":
        by = term_of(writer.text(-slope * x, place.variables), ONE, [])
        top, bottom, quotient = rest, -slope * (x + 1), (old, by)
    else:
        by = term_of(writer.text(-slope * x, place.variables), ONE, [])
        top, bottom, quotient, pair = rest * x, -slope * (x + 1), (by, old), pair[::-1]
    after = replace(place, variables=variables, next_variable=new + 1).more(3)
    conditions = tuple(None if j == position else c for j, c in enumerate(step.conditions))
    inner = _inserted(
        writer,
        replace(step, conditions=conditions),
        after,
        i,
        writer.text(top, variables),
        term_of(writer.text(bottom, variables), ONE, []),
        pair,
        (top, bottom),
        place.variables,
    )
    return f"(New {new} {quotient[0]} {quotient[1]} {inner})"


def _inserted(
    writer: Writer,
    step: Step,
    place: StepPlace,
    i: int,
    top: str,
    bottom: str,
    pair: tuple[int, int],
    quotient: tuple[Any, Any],
    old: Sequence[int],
) -> str:
    """Insert top/bottom for variable number `i`, which is `old[i]` in Coq, in all that contains it."""
    coming, positions = writer.ahead(), list(place.positions)
    moved: list[str] = []
    for j, found in enumerate(step.conditions):
        polynomial = None if found is None else writer.algebra.from_terms(found[0])
        if polynomial is None or polynomial.degrees()[i] <= 0:
            continue
        image = coming.conditions[j]
        assert image is not None
        left_out, core = _moved(writer, polynomial, i, quotient, image[0], place.variables)
        positions[j] = place.conditions + len(moved)
        moved.append(f"({place.positions[j]}%nat, ({left_out}, {core}))")
    after = replace(place, positions=tuple(positions), conditions=place.conditions + len(moved))
    goal = _moved(writer, writer.goal(step), i, quotient, coming.target, place.variables)
    listed = f"[{'; '.join(moved)}]"
    rest = writer.proof(after)
    return f"(Insert {old[i]} {top} {bottom} {pair_of(pair)} {listed} ({goal[0]}, {goal[1]}) {rest})"


def _moved(
    writer: Writer, polynomial: Any, i: int, quotient: tuple[Any, Any], image: Terms, variables: Sequence[int]
) -> tuple[str, str]:
    core = writer.algebra.from_terms(image)
    if polynomial.degrees()[i] <= 0:
        return ONE, writer.text(core, variables)
    whole = writer.algebra.inserted(polynomial, i, *quotient)
    return writer.text(writer.left_out(whole, core), variables), writer.text(core, variables)
