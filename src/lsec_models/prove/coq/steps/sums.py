"""Sums of products and squares, multiples of equations, and cases, as proofs of the library."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from lsec_models.prove.certificates.steps import Step
from lsec_models.prove.coq.polynomials import constant
from lsec_models.prove.coq.steps.place import ONE, PLAIN, StepPlace, positions_of, sum_of, term_of
from lsec_models.prove.coq.steps.writer import Writer


def identity(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that the target is a sum of products."""
    products: dict[tuple[tuple[int, int], ...], dict[tuple[int, ...], Fraction]] = {}
    for summand in step.proof["sum"]:
        used = tuple((position, power) for position, power in summand["conditions"])
        terms, powers = products.setdefault(used, {}), tuple(summand["monomial"])
        terms[powers] = terms.get(powers, Fraction(0)) + Fraction(summand["coefficient"])
    scale = lcm(*(weight.denominator for terms in products.values() for weight in terms.values()))
    written = []
    for used, terms in products.items():
        whole = {powers: int(weight * scale) for powers, weight in terms.items()}
        written.append(term_of(writer.polynomials.written(whole, place.variables), ONE, positions_of(place, used)))
    return sum_of(term_of(constant(scale), ONE, []), written)


def squares(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that the target is a sum of squares, times products."""
    weights = [Fraction(summand["coefficient"]) for summand in step.proof["sum"]]
    scale = lcm(*(weight.denominator for weight in weights))
    written = []
    for weight, summand in zip(weights, step.proof["sum"], strict=True):
        root = writer.polynomial(summand["root"])
        turned = -root if all(int(c) < 0 for c in root.coeffs()) else root
        whole = writer.polynomials.written({tuple(summand["monomial"]): int(weight * scale)}, place.variables)
        used = positions_of(place, summand["conditions"])
        written.append(term_of(whole, writer.text(turned, place.variables), used))
    return sum_of(term_of(constant(scale), ONE, []), written)


def multiply(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that the target times something positive has its sign."""
    factor = writer.polynomial(step.proof["factor"])
    positive = writer.proof(place)
    after = place.more()
    product = writer.goal(writer.ahead())
    shown = writer.proof(after)
    last = sum_of(term_of(ONE, ONE, [(place.conditions, 1)]), [term_of(ONE, ONE, [(place.conditions + 1, 1)])])
    inner = writer.have(product, step.strict, after, shown, last)
    return writer.have(factor, True, place, positive, inner)


def square(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that the target is quadratic in a variable."""
    target, i = writer.goal(step), writer.names.index(step.proof["symbol"])
    parts = writer.algebra.by_power(target, i)
    zero = writer.algebra.constant(0)
    leading, middle = parts.get(2, zero), parts.get(1, zero)
    positive = writer.proof(place)
    after = place.more()
    least = writer.goal(writer.ahead())
    shown = writer.proof(after)
    root = 2 * leading * writer.algebra.variable(i) + middle
    last = sum_of(
        term_of(constant(4), ONE, [(place.conditions, 1)]),
        [term_of(ONE, writer.text(root, place.variables), []), term_of(ONE, ONE, [(place.conditions + 1, 1)])],
    )
    return writer.have(leading, True, place, positive, writer.have(least, step.strict, after, shown, last))


def modulo(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that multiples of equations are added to the target."""
    target = writer.goal(writer.ahead())
    zeros = []
    for multiple in step.proof["multiples"]:
        first, second = (place.positions[position] for position in multiple["equation"])
        zeros.append((writer.text(-writer.polynomial(multiple["polynomial"]), place.variables), first, second))
    shown = writer.proof(place)
    return writer.have(
        target, step.strict, place, shown, sum_of(PLAIN, [term_of(ONE, ONE, [(place.conditions, 1)])], zeros)
    )


def split(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that a polynomial is at least zero, or at most."""
    text = writer.text(writer.polynomial(step.proof["polynomial"]), place.variables)
    return f"(Split {text} {writer.proof(place.listed())} {writer.proof(place.listed())})"


def cases(writer: Writer, step: Step, place: StepPlace) -> str:
    """Write the step that a polynomial is positive, zero or negative."""
    text = writer.text(writer.polynomial(step.proof["polynomial"]), place.variables)
    above = writer.proof(place.more().listed())
    zero, below = writer.proof(place.listed(2)), writer.proof(place.listed())
    return f"(Split {text} (Split (PEopp {text}) {zero} {above}) {below})"
