"""Products of factors whose signs are proved one by one, as proofs of the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lsec_models.prove.certificates.steps import Step
from lsec_models.prove.coq.polynomials import constant
from lsec_models.prove.coq.steps.place import ONE, PLAIN, StepPlace, sum_of, term_of, truth_value
from lsec_models.prove.coq.steps.writer import Writer


def factors(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that the target is a product."""
    return _with_factors(writer, step.proof, step.strict, place, lambda _, term: sum_of(PLAIN, [term]))


def trim(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that factors are left out of a condition."""
    proof, position = step.proof, step.proof["condition"]
    found = step.conditions[position]
    assert found is not None
    polynomial, strict = writer.algebra.from_terms(found[0]), found[1]
    old = place.positions[position]

    def nonzero(at: StepPlace, factor: Any, _: int) -> tuple[StepPlace, str, int]:
        """Show that a square is positive: where its root is zero, the condition is not strict."""
        squared, last = writer.text(factor, at.variables), at.conditions + 1
        below, above = (sum_of(PLAIN, [term_of(ONE, ONE, [(k, 2)])]) for k in (at.conditions, last))
        multiple = writer.text(factor - polynomial / factor, at.variables)
        zero = sum_of(PLAIN, [term_of(ONE, ONE, [(old, 1)])], [(multiple, at.conditions, last)])
        return (
            at.more(),
            f"(Have (PEpow {squared} 2) true (Split {squared} (Split (PEopp {squared}) {zero} {above}) {below}) ",
            at.conditions,
        )

    def then(at: StepPlace, term: str) -> str:
        kept = writer.ahead().conditions[position]
        assert kept is not None
        rest = writer.algebra.from_terms(kept[0])
        shown = sum_of(term, [term_of(ONE, ONE, [(old, 1)])])
        after = at.more().at(position, at.conditions)
        return writer.have(rest, strict, at, shown, writer.proof(after))

    # What is kept is told by the last step, so the factors are written first.
    return _with_factors(writer, proof, True, place, then, nonzero)


def _with_factors(
    writer: Writer,
    proof: Mapping[str, Any],
    strict: bool,
    place: StepPlace,
    then: Callable[[StepPlace, str], str],
    nonzero: Callable[[StepPlace, Any, int], tuple[StepPlace, str, int]] | None = None,
) -> str:
    """Show the sign of each factor, and go on with their product, up to its sign, as a term."""
    used: list[tuple[int, int]] = []
    root = writer.algebra.constant(1)
    opened: list[str] = []
    for item in proof["items"]:
        factor, power, sign = writer.polynomial(item["factor"]), item["power"], item["sign"]
        if sign:
            opened.append(
                f"(Have {writer.text(factor * sign, place.variables)} {truth_value(strict)} {writer.proof(place)} "
            )
            used.append((place.conditions, power))
            place = place.more()
        elif nonzero is None:
            root = root * factor ** (power // 2)
        else:
            place, text, position = nonzero(place, factor, power)
            opened.append(text)
            used.append((position, power // 2))
    term = term_of(constant(abs(int(proof["constant"]))), writer.text(root, place.variables), used)
    return "".join(opened) + then(place, term) + ")" * len(opened)
