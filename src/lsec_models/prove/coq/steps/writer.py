"""What writes the steps of a certificate: it knows the step that comes next, and polynomials as Coq names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lsec_models.prove.certificates.checker_arithmetic import Algebra, refuse
from lsec_models.prove.certificates.steps import Step
from lsec_models.prove.coq.polynomials import Polynomials, Terms
from lsec_models.prove.coq.steps.place import StepPlace, truth_value

Rules = Mapping[str, Callable[["Writer", Step, StepPlace], str]]


class Writer:
    """Writes the steps of one certificate, in the order in which the checker tells of them.

    Parameters
    ----------
    steps : sequence of Step
    polynomials : Polynomials
    names : sequence of str
        Of the certificate's variables.
    rules : mapping from str to callable
        What writes a step of each rule.
    """

    def __init__(self, steps: Sequence[Step], polynomials: Polynomials, names: Sequence[str], rules: Rules) -> None:
        self._steps: Iterator[Step] = iter(steps)
        self._coming: list[Step] = []
        self._rules = rules
        self.polynomials = polynomials
        self.names = list(names)
        self.algebra = Algebra(len(names), lambda _, __: refuse("nothing is left out here"))

    def ahead(self) -> Step:
        """Return the step that comes next."""
        if not self._coming:
            self._coming.append(next(self._steps))
        return self._coming[0]

    def proof(self, place: StepPlace) -> str:
        """Return the proof that the next step, with those that it needs, is."""
        step = self.ahead()
        self._coming.clear()
        return self._rules[step.proof["rule"]](self, step, place)

    def polynomial(self, terms: object) -> Any:
        """Return a polynomial as a certificate writes it."""
        return self.algebra.polynomial(terms)

    def core(self, polynomial: Any, wanted: Terms, variables: Sequence[int]) -> str:
        """Return the positive factor by which a polynomial differs from its core."""
        return self.text(self.left_out(polynomial, self.algebra.from_terms(wanted)), variables)

    def text(self, polynomial: Any, variables: Sequence[int]) -> str:
        """Return a polynomial as Coq reads it."""
        return self.polynomials.text(polynomial, variables)

    def left_out(self, polynomial: Any, core: Any) -> Any:
        """Return what a polynomial is divided by to give its core."""
        if polynomial.is_zero():
            return self.algebra.constant(1)
        return polynomial / core

    def goal(self, step: Step) -> Any:
        """Return the target of a step."""
        return self.algebra.from_terms(step.target)

    def condition(self, step: Step, position: int) -> Any:
        """Return a condition that a step has left."""
        found = step.conditions[position]
        assert found is not None
        return self.algebra.from_terms(found[0])

    def have(self, polynomial: Any, strict: bool, place: StepPlace, proof: str, rest: str) -> str:
        """Return the step that proves a condition more, and goes on."""
        return f"(Have {self.text(polynomial, place.variables)} {truth_value(strict)} {proof} {rest})"
