"""Cases in which a claim fails, each refuted by the clause of a certificate that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any

from lsec_models.errors import CoqError
from lsec_models.prove.certificates.steps import Step
from lsec_models.prove.coq.claims.formula import Case, Fact
from lsec_models.prove.coq.frame import Frame, RadicalVariable
from lsec_models.prove.coq.polynomials import Polynomials, constant
from lsec_models.prove.coq.steps.place import ONE, PLAIN, StepPlace, sum_of, term_of, truth_value
from lsec_models.prove.coq.steps.rules import RULES
from lsec_models.prove.coq.steps.writer import Writer

# What zero is not.
_STRICT = (">", "!=")
_NEGATED = {">": ">=", ">=": ">", "=": "!=", "!=": "="}
Multiples = list[tuple[Any, tuple[int, int]]]


@dataclass(frozen=True, kw_only=True)
class _Link:
    """A fact of a case, by which an atom of a clause fails: u q = v p, plus multiples of the equations of radicals.

    Attributes
    ----------
    position : int
        Where the fact stands in Coq.
    q : fmpz_mpoly
        What the fact speaks of.
    u, v : int
        The first is positive.
    multiples : list of (fmpz_mpoly, pair of int)
        What is u q without v p, by the positions of equations.
    """

    position: int
    q: Any
    u: int
    v: int
    multiples: Multiples

    @property
    def pair(self) -> tuple[int, int]:
        """The positions of the fact, if it is an equation."""
        return self.position, self.position + 1


@dataclass(frozen=True, kw_only=True)
class _Clause:
    """A clause of a certificate, with the steps of its proofs."""

    atoms: tuple[Fact, ...]
    aim: int
    steps: Sequence[Step]


class Refutations:
    """Proofs of the library that a case is none, by the clauses of a certificate.

    Parameters
    ----------
    frame : Frame
    polynomials : Polynomials
    steps : sequence of Step
        As the checker has told of them.
    """

    def __init__(self, frame: Frame, polynomials: Polynomials, steps: Sequence[Step]) -> None:
        self._frame, self._polynomials = frame, polynomials
        self._clauses = list(_clauses(frame, steps))

    def proof(self, case: Case) -> str:
        """Return the proof that zero would be positive in a case.

        Raises
        ------
        CoqError
            If no clause says that it is none, or a step rests on engines.
        """
        if clash := self._clash(case):
            return clash
        for clause in self._clauses:
            links = [self._link(atom, case) for atom in clause.atoms]
            if all(link or _is_false(atom) for link, atom in zip(links, clause.atoms, strict=True)):
                return self._written(clause, links, case)
        raise CoqError("no clause of the certificate says that a case in which the claim fails is none")

    def _clash(self, case: Case) -> str:
        """Return the proof that a case is none by one of its facts, or by two; empty where they do not clash."""
        positions = list(accumulate(map(_width, case), initial=self._frame.conditions))
        placed = list(zip(case, positions, strict=False))
        for fact, position in placed:
            if fact.relation not in _STRICT:
                continue
            if _is_false(fact):
                return sum_of(PLAIN, [term_of(constant(1), ONE, [(position, 1)])])
            for other, there in placed:
                u, v = _proportion(fact.polynomial, other.polynomial)
                term = term_of(constant(u), ONE, [(position, 1)])
                if v and other.relation == "=":
                    multiple = fact.polynomial if fact.relation == "!=" else self._frame.context.constant(1)
                    return sum_of(PLAIN, [term], self._zeros([(-v * multiple, (there, there + 1))]))
                if v < 0 and fact.relation == ">" and other.relation in (">", ">="):
                    return sum_of(PLAIN, [term, term_of(constant(-v), ONE, [(there, 1)])])
        return ""

    def _link(self, atom: Fact, case: Case) -> _Link | None:
        """Return the fact by which an atom fails."""
        signed = atom.relation in (">", ">=")
        wanted, known = self._without_squares(-atom.polynomial if signed else atom.polynomial)
        position = self._frame.conditions
        for fact in case:
            if fact.relation == _NEGATED[atom.relation]:
                found, squares = self._without_squares(fact.polynomial)
                u, v = _proportion(found, wanted)
                if v and (v > 0 or not signed):
                    pairs = zip(self._frame.radicals, squares, known, strict=True)
                    multiples = [(u * more - v * less, radical.equation) for radical, more, less in pairs]
                    kept = [(multiple, pair) for multiple, pair in multiples if not multiple.is_zero()]
                    return _Link(position=position, q=fact.polynomial, u=u, v=v, multiples=kept)
            position += _width(fact)
        return None

    def _without_squares(self, polynomial: Any) -> tuple[Any, list[Any]]:
        """Return a polynomial without squares of square roots, and the multiple of each equation that is left out."""
        multiples = []
        for radical in self._frame.radicals:
            multiple, polynomial = divmod(polynomial, _equation(self._frame, radical))
            multiples.append(multiple)
        return polynomial, multiples

    def _written(self, clause: _Clause, links: Sequence[_Link | None], case: Case) -> str:
        writer = Writer(clause.steps, self._polynomials, self._frame.names, RULES)
        place = StepPlace(
            variables=self._frame.variables,
            next_variable=len(self._frame.names) + 1,
            positions=self._frame.positions,
            conditions=self._frame.conditions + sum(map(_width, case)),
        )
        opened: list[str] = []
        for radical in self._frame.radicals:
            for position in radical.equation:
                place = place.listed_at(position)
            for shown in self._bounds(radical):
                opened.append(f"(Have {shown} ")
                place = place.listed()
        for k, (atom, link) in enumerate(zip(clause.atoms, links, strict=True)):
            if k != clause.aim:
                for shown in self._failing(writer, len(place.positions), atom, link):
                    opened.append(f"(Have {shown} ")
                    place = place.listed()
        inner = self._contradiction(writer, clause.atoms[clause.aim], links[clause.aim], place)
        return "".join(opened) + inner + ")" * len(opened)

    def _bounds(self, radical: RadicalVariable) -> Iterator[str]:
        """Yield the rational bounds of a square root, as conditions with their proofs."""
        root = self._frame.context.gen(radical.place)
        p, q = radical.low.numerator, radical.low.denominator
        s, t = radical.high.numerator, radical.high.denominator
        k = radical.radicand
        for multiplier, bound, left, multiple in (
            (q * root + p, q * root - p, q * q * k - p * p, q * q),
            (s + t * root, s - t * root, s * s - t * t * k, -t * t),
        ):
            shown = sum_of(
                term_of(self._text(multiplier), ONE, []),
                [term_of(constant(left), ONE, [])],
                [(constant(multiple), *radical.equation)],
            )
            yield f"{self._text(bound)} true {shown}"

    def _failing(self, writer: Writer, listed: int, atom: Fact, link: _Link | None) -> Iterator[str]:
        """Yield the conditions under which an atom fails, as the certificate lists them, with their proofs."""
        if link is None:
            yield f"{constant(0)} false {sum_of(PLAIN, [])}"
            return
        u, v, q = link.u, link.v, link.q
        if atom.relation == "=":
            shown = sum_of(
                term_of(constant(v * v), ONE, []),
                [term_of(constant(u * u), ONE, [(link.position, 1)])],
                self._zeros([(-(2 * u * q - _total(link, self._frame)) * m, pair) for m, pair in link.multiples]),
            )
            yield f"(PEpow {self._text(atom.polynomial)} 2) true {shown}"
            return
        found = writer.ahead().conditions[listed + (atom.relation == "!=")]
        assert found is not None
        core, strict = writer.algebra.from_terms(found[0]), found[1]
        left_out = writer.left_out(-atom.polynomial, core)
        multiplier = term_of(self._text(abs(v) * left_out), ONE, [])
        if atom.relation == "!=":
            turn = 1 if v > 0 else -1
            for sign in (-turn, turn):
                zeros = [(self._frame.context.constant(-sign * u), link.pair)]
                zeros += [(sign * m, pair) for m, pair in link.multiples]
                yield f"{self._text(sign * turn * core)} false {sum_of(multiplier, [], self._zeros(zeros))}"
            return
        shown = sum_of(
            multiplier,
            [term_of(constant(u), ONE, [(link.position, 1)])],
            self._zeros([(-m, pair) for m, pair in link.multiples]),
        )
        yield f"{self._text(core)} {truth_value(strict)} {shown}"

    def _contradiction(self, writer: Writer, atom: Fact, link: _Link | None, place: StepPlace) -> str:
        """Write that the atom which holds by the certificate fails."""
        proof, new, p = writer.proof(place), place.conditions, atom.polynomial
        if link is None:
            return proof
        u, v, q = link.u, link.v, link.q
        if atom.relation == "=":
            again = writer.proof(place.more())
            zeros = [(-u * v * q, (new, new + 1)), *((-u * q * m, pair) for m, pair in link.multiples)]
            last = sum_of(PLAIN, [term_of(constant(u * u), ONE, [(link.position, 1)])], self._zeros(zeros))
            return writer.have(p, False, place, proof, writer.have(-p, False, place, again, last))
        if atom.relation == "!=":
            zeros = [(-u * v * p, link.pair), *((v * p * m, pair) for m, pair in link.multiples)]
            last = sum_of(PLAIN, [term_of(constant(v * v), ONE, [(new, 1)])], self._zeros(zeros))
            return f"(Have (PEpow {self._text(p)} 2) true {proof} {last})"
        terms = [term_of(constant(v), ONE, [(new, 1)]), term_of(constant(u), ONE, [(link.position, 1)])]
        last = sum_of(PLAIN, terms, self._zeros([(-m, pair) for m, pair in link.multiples]))
        return writer.have(p, atom.relation == ">", place, proof, last)

    def _zeros(self, multiples: Multiples) -> list[tuple[str, int, int]]:
        return [(self._text(multiple), *pair) for multiple, pair in multiples]

    def _text(self, polynomial: Any) -> str:
        return self._polynomials.text(polynomial, self._frame.variables)


def _is_false(fact: Fact) -> bool:
    """Whether something fails whatever holds."""
    return fact.polynomial.is_zero() and fact.relation in _STRICT


def _clauses(frame: Frame, steps: Sequence[Step]) -> Iterator[_Clause]:
    starts = [k for k, step in enumerate(steps) if step.depth == 0]
    ends = [*starts[1:], len(steps)]
    for clause in frame.certificate["clauses"]:
        count = len(clause["proofs"])
        atoms = tuple(Fact(frame.polynomial(atom["polynomial"]), atom["relation"]) for atom in clause["atoms"])
        yield _Clause(atoms=atoms, aim=clause["aim"], steps=steps[starts[0] : ends[count - 1]])
        starts, ends = starts[count:], ends[count:]


def _proportion(left: Any, right: Any) -> tuple[int, int]:
    """Return u > 0 and v with u left = v right; zeros if there are none."""
    if left.is_zero() or right.is_zero():
        return (1, 1) if left == right else (0, 0)
    ratio = Fraction(int(left.leading_coefficient()), int(right.leading_coefficient()))
    u, v = ratio.denominator, ratio.numerator
    return (u, v) if u * left == v * right else (0, 0)


def _total(link: _Link, frame: Frame) -> Any:
    """Return u q without v p."""
    equations = {radical.equation: _equation(frame, radical) for radical in frame.radicals}
    return sum((m * equations[pair] for m, pair in link.multiples), frame.context.constant(0))


def _equation(frame: Frame, radical: RadicalVariable) -> Any:
    return frame.context.gen(radical.place) ** 2 - radical.radicand


def _width(fact: Fact) -> int:
    """Return how many conditions a fact is in Coq."""
    return 2 if fact.relation == "=" else 1
