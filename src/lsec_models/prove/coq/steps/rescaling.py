"""Variables that are rescaled to one, or stand for powers of theirs, as proofs of the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import lcm

import flint

from lsec_models.prove.certificates.steps import Step
from lsec_models.prove.coq.polynomials import Terms, number
from lsec_models.prove.coq.steps.place import ONE, PLAIN, StepPlace, pair_of, sum_of, term_of, truth_value
from lsec_models.prove.coq.steps.writer import Writer


def rescale(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that variables are rescaled to one, or renamed."""
    proof = step.proof
    unit = [writer.names.index(name) for name in proof["ones"]]
    opened = []
    current = step
    for i, weights in zip(unit, _weights(proof["weights"], unit), strict=True):
        by_number = dict(zip(place.variables, weights, strict=True))
        listed = "; ".join(number(by_number.get(k, 0)) for k in range(1, place.next_variable))
        opened.append(f"(Unit {place.variables[i]} [{listed}]%Z ")
        pair = place.conditions, place.conditions + 1
        place = place.more(2)
        current, place, text = _with_one(writer, current, place, i, pair)
        opened.append(text)
    if proof["roots"]:
        return "".join(opened) + _with_powers(writer, current, place, proof["roots"]) + ")" * len(opened)
    return "".join(opened) + writer.proof(place) + ")" * len(opened)


def _with_one(
    writer: Writer, step: Step, place: StepPlace, i: int, pair: tuple[int, int]
) -> tuple[Step, StepPlace, str]:
    """Insert one for a variable, in conditions and in the target."""

    def renamed(terms: Terms) -> dict[tuple[int, ...], int]:
        found: dict[tuple[int, ...], int] = {}
        for powers, c in terms.items():
            key = (*powers[:i], 0, *powers[i + 1 :])
            found[key] = found.get(key, 0) + c
        return {powers: c for powers, c in found.items() if c}

    moved: list[str] = []
    positions, conditions = list(place.positions), list(step.conditions)
    for j, found in enumerate(step.conditions):
        if found is not None and any(powers[i] for powers in found[0]):
            one = renamed(found[0])
            conditions[j] = one, found[1]
            text = writer.polynomials.written(one, place.variables)
            positions[j] = place.conditions + len(moved)
            moved.append(f"({place.positions[j]}%nat, ({ONE}, {text}))")
    after = replace(place, positions=tuple(positions), conditions=place.conditions + len(moved))
    target = renamed(step.target)
    goal = writer.polynomials.written(target, place.variables)
    text = f"(Insert {place.variables[i]} {ONE} {PLAIN} {pair_of(pair)} [{'; '.join(moved)}] ({ONE}, {goal}) "
    return replace(step, conditions=tuple(conditions), target=target), after, text


def _with_powers(writer: Writer, step: Step, place: StepPlace, roots: Mapping[str, int]) -> str:
    """Let variables stand for powers of theirs, one after the other."""
    if not roots:
        return writer.proof(place)
    (name, power), *others = roots.items()
    i = writer.names.index(name)
    new, before = place.next_variable, place.variables
    variables = (*before[:i], new, *before[i + 1 :])
    image = writer.text(writer.algebra.variable(i) ** power, before)
    pair = place.conditions + 1, place.conditions + 2
    after = replace(place, variables=variables, next_variable=new + 1).more(3)

    def lowered(terms: Terms) -> dict[tuple[int, ...], int]:
        return {(*powers[:i], powers[i] // power, *powers[i + 1 :]): c for powers, c in terms.items()}

    opened, conditions = [], list(step.conditions)
    for j, found in enumerate(step.conditions):
        if found is None or not any(powers[i] for powers in found[0]):
            continue
        terms, strict = lowered(found[0]), found[1]
        conditions[j] = terms, strict
        goal = writer.polynomials.written(found[0], before)
        shown = sum_of(PLAIN, [term_of(ONE, ONE, [(after.positions[j], 1)])])
        inner = f"(Insert {new} {image} {PLAIN} {pair_of(pair)} [] ({ONE}, {goal}) {shown})"
        opened.append(f"(Have {writer.polynomials.written(terms, variables)} {truth_value(strict)} {inner} ")
        after = after.more().at(j, after.conditions)
    target = lowered(step.target)
    text, goal = writer.polynomials.written(target, variables), writer.polynomials.written(step.target, before)
    lower = replace(step, conditions=tuple(conditions), target=target)
    shown = _with_powers(writer, lower, after, dict(others))
    back = f"[({after.conditions}%nat, ({ONE}, {goal}))]"
    last = sum_of(PLAIN, [term_of(ONE, ONE, [(after.conditions + 1, 1)])])
    final = f"(Insert {new} {image} {PLAIN} {pair_of(pair)} {back} ({ONE}, {goal}) {last})"
    inner = f"(Have {text} {truth_value(step.strict)} {shown} {final})"
    raised = term_of(image, ONE, [])
    return f"(New {new} {raised} {PLAIN} {''.join(opened)}{inner}{')' * len(opened)})"


def _weights(rows: Sequence[Sequence[int]], unit: Sequence[int]) -> list[list[int]]:
    """Return, for each variable that is set to one, weights under which it moves and the others stay."""
    square = flint.fmpz_mat([[row[i] for i in unit] for row in rows])
    found = []
    for chosen in flint.fmpq_mat(square).inv().tolist():
        common = lcm(*(int(entry.q) for entry in chosen))
        whole = [int(entry.p) * (common // int(entry.q)) for entry in chosen]
        found.append([sum(c * row[j] for c, row in zip(whole, rows, strict=True)) for j in range(len(rows[0]))])
    return found
