"""A claim as it stands, put to the engines: nothing is factored, rescaled or taken apart before.

z3 is asked about the whole claim. What it says is never thrown away: a point at which the claim fails is evaluated
exactly, and where it finds none, cvc5 is asked about what has no certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.prove.deciding.clauses import ENGINE_UNITS, checked_proof, phase_of, proved_clause, targets_of
from lsec_models.prove.results.verdicts import Proved
from lsec_models.prove.search.engines.engines import ENGINES, Answer, ask_script, begun, script
from lsec_models.prove.search.exact_points.falsify import PointsTried, try_answer
from lsec_models.prove.search.proof_search import ProofSearch
from lsec_models.prove.smtlib.writer import assertions_of
from lsec_models.prove.statements.statement import Atom, Statement

_FIRST_SHARE = 3


@dataclass
class Untouched:
    """What z3 says of a claim as it stands.

    Attributes
    ----------
    stated : Statement
    holds : bool or None
        True: no point exists at which the claim fails. False: one does. None: not found out, or not asked.
    """

    stated: Statement
    holds: bool | None = None

    def ask(self, tried: PointsTried, search: ProofSearch, *, first: bool) -> None:
        """Ask z3, with a third of its units where it is asked first, and evaluate at the point that it gives."""
        if not search.engines or self.holds is not None:
            return
        with phase_of(search, ENGINE_UNITS) as phase:
            names = _names(self.stated)
            text = "\n".join(assertions_of(self.stated, list(names)))
            work = phase.work.lighter(_FIRST_SHARE) if first else phase.work
            answer = ask_script(ENGINES[0], text, tuple(names), work)
            search.note(_words(answer))
            self.holds = answer.holds
            if answer.holds is False:
                values = {symbol: answer.counterexample.get(v, Fraction(1)) for v, symbol in names.items()}
                irrational = {names[v].name: coefficients for v, coefficients in answer.equations.items()}
                try_answer(self.stated, tried, values, irrational)

    @contextmanager
    def second_opinion(self, search: ProofSearch) -> Iterator[None]:
        """Let cvc5 begin, beside what is done inside, with what it is asked first where z3 finds no such point."""
        if not (search.engines and self.stated.clauses) or self.holds is False:
            yield
            return
        with begun(ENGINES[1], _Question.of(self.stated, self.stated.clauses[0]).text, (), search.work):
            yield

    def agreed(self, well_defined: list[dict[str, Any]], search: ProofSearch, *, first: bool) -> Proved | None:
        """Return the claim where z3 has found no point at which it fails, and cvc5 finds none for what is left.

        What is left is what certificates that were sought do not show; all of it where this comes first.
        """
        if not (search.engines and self.holds):
            return None
        proofs = []
        for clause in self.stated.clauses:
            known = None if first else _known(self.stated, clause, search)
            proof = known or _confirmed(self.stated, clause, search)
            if proof is None:
                return None
            proofs.append(proof)
        return checked_proof(self.stated, [*well_defined, *proofs], search)


def _known(stated: Statement, clause: tuple[Atom, ...], search: ProofSearch) -> dict[str, Any] | None:
    """Return the proof of a clause that was found before, or is seen at once."""
    with phase_of(search, ENGINE_UNITS, engines=False) as phase:
        return proved_clause(stated, clause, phase)
    return None


def _confirmed(stated: Statement, clause: tuple[Atom, ...], search: ProofSearch) -> dict[str, Any] | None:
    """Return the step that says that cvc5 agrees."""
    answer, question = None, _Question.of(stated, clause)
    with phase_of(search, ENGINE_UNITS) as phase:
        answer = ask_script(ENGINES[1], question.text, (), phase.work)
        search.note(_words(answer))
    if answer is None or answer.holds is not True:
        return None
    step = {"rule": "engines", "agree": list(ENGINES)}
    return {"aim": question.aim, "proofs": [step] * question.targets}


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What cvc5 is asked of a clause; an equation, which is two inequalities to prove, is one question."""

    text: str
    aim: int
    targets: int

    @classmethod
    def of(cls, stated: Statement, clause: tuple[Atom, ...]) -> _Question:
        aim = len(clause) - 1
        goals = targets_of(stated, clause, aim)
        if len(goals) == 1:
            return cls(text=script(goals[0]), aim=aim, targets=1)
        alone = replace(stated, clauses=(clause,), denominators=(), alternatives=())
        return cls(text="\n".join(assertions_of(alone, list(_names(stated)))), aim=aim, targets=len(goals))


def _names(stated: Statement) -> dict[str, sp.Symbol]:
    """Return what each variable of a question stands for."""
    return {f"v{i}": symbol for i, symbol in enumerate(stated.ring.symbols)}


def _words(answer: Answer) -> str:
    return answer.engine if answer.available else f"agreement unavailable: {answer.complaint}"
