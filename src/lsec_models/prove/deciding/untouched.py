"""A claim as it stands, put to the engines: nothing is factored, rescaled or taken apart before.

z3 is asked about the whole claim. What it says is never thrown away: a point at which the claim fails is evaluated
exactly, and where it finds none, cvc5 is asked about what has no certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy as sp

from lsec_models.prove.deciding.clauses import ENGINE_UNITS, checked_proof, phase_of, proved_clause, targets_of
from lsec_models.prove.results.verdicts import Proved
from lsec_models.prove.search.engines.engines import ENGINES, Answer, ask_script, begin, give_up, script
from lsec_models.prove.search.exact_points.falsify import PointsTried, try_answer
from lsec_models.prove.search.proof_search import ProofSearch
from lsec_models.prove.smtlib.writer import assertions_of
from lsec_models.prove.statements.statement import Atom, Statement
from lsec_models.work import Work

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

    @cached_property
    def _names(self) -> dict[str, sp.Symbol]:
        return _names(self.stated)

    @cached_property
    def _text(self) -> str:
        return "\n".join(assertions_of(self.stated, list(self._names)))

    @cached_property
    def _questions(self) -> list[_Question]:
        """What cvc5 is asked of each clause where nothing is known of any."""
        return [_Question.of(self.stated, clause) for clause in self.stated.clauses]

    def begin(self, search: ProofSearch) -> None:
        """Let both engines begin, beside all else, with what they are asked first where agreement comes first."""
        if search.engines and self.stated.clauses:
            begin(ENGINES[0], self._text, tuple(self._names), _z3_work(search.work, first=bool(self.stated.equations)))
            begin(ENGINES[1], self._questions[0].text, (), search.work)

    def ask(self, tried: PointsTried, search: ProofSearch, *, first: bool) -> None:
        """Ask z3, with a third of its units where it is asked first, and evaluate at the point that it gives."""
        if not search.engines or self.holds is not None:
            return
        with phase_of(search, ENGINE_UNITS) as phase:
            answer = ask_script(ENGINES[0], self._text, tuple(self._names), _z3_work(phase.work, first=first))
            search.note(_words(answer))
            self.holds = answer.holds
            if answer.holds is False:
                values = {symbol: answer.counterexample.get(v, Fraction(1)) for v, symbol in self._names.items()}
                irrational = {self._names[v].name: coefficients for v, coefficients in answer.equations.items()}
                try_answer(self.stated, tried, values, irrational)

    def agreement(self, well_defined: list[dict[str, Any]], search: ProofSearch) -> Proved | None:
        """Return the claim with all of it left to the engines, who are still to be heard: see :meth:`is_confirmed`."""
        return checked_proof(self.stated, [*well_defined, *(question.step for question in self._questions)], search)

    def is_confirmed(self, search: ProofSearch) -> bool:
        """Whether z3 has found no point at which the claim fails, and cvc5 finds none at which a clause does."""
        return bool(search.engines and self.holds) and all(_confirmed(each, search) for each in self._questions)

    def agreed(self, well_defined: list[dict[str, Any]], search: ProofSearch) -> Proved | None:
        """Return the claim where z3 has found no point at which it fails, and cvc5 finds none for what is left.

        What is left is what certificates that were sought do not show.
        """
        if not (search.engines and self.holds):
            return None
        proofs = []
        for clause in self.stated.clauses:
            proof = _known(self.stated, clause, search)
            if proof is None:
                question = _Question.of(self.stated, clause)
                if not _confirmed(question, search):
                    return None
                proof = question.step
            proofs.append(proof)
        return checked_proof(self.stated, [*well_defined, *proofs], search)


def give_up_engines() -> None:
    """Let both engines give up what they have begun with, and nobody has asked."""
    for engine in ENGINES:
        give_up(engine)


def _z3_work(work: Work, *, first: bool) -> Work:
    return work.lighter(_FIRST_SHARE) if first else work


def _known(stated: Statement, clause: tuple[Atom, ...], search: ProofSearch) -> dict[str, Any] | None:
    """Return the proof of a clause that was found before, or is seen at once."""
    with phase_of(search, ENGINE_UNITS, engines=False) as phase:
        return proved_clause(stated, clause, phase)
    return None


def _confirmed(question: _Question, search: ProofSearch) -> bool:
    """Whether cvc5 finds no point at which a clause fails."""
    answer = None
    with phase_of(search, ENGINE_UNITS) as phase:
        answer = ask_script(ENGINES[1], question.text, (), phase.work)
        search.note(_words(answer))
    return answer is not None and answer.holds is True


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What cvc5 is asked of a clause; an equation, which is two inequalities to prove, is one question."""

    text: str
    aim: int
    targets: int

    @property
    def step(self) -> dict[str, Any]:
        """The step that says that both engines agree on the clause."""
        step = {"rule": "engines", "agree": list(ENGINES)}
        return {"aim": self.aim, "proofs": [step] * self.targets}

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
