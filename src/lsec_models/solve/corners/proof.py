"""Proofs that regimes tile a domain: they cover it, do not overlap, and nobody gains by leaving them.

Regions are taken closed: that they cover the domain, or have no inner point in common, says nothing about the
boundaries themselves, where regimes agree or somebody is indifferent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, islice

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.sampling import stream
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import ContradictoryAssumptions, OutOfTime, SamplingFailed
from lsec_models.games.static.results.piecewise import Regime
from lsec_models.prove.deciding.decide import decide
from lsec_models.prove.results.verdicts import Contradictory, Interrupted, Proved
from lsec_models.prove.search.engines.engines import ENGINES, ask
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.statements.statement import Atom, Statement
from lsec_models.solve.corners.branches import Responses
from lsec_models.solve.corners.deviation import MoverProblem
from lsec_models.solve.corners.regimes import Draft, Rival, alternatives, rival_of
from lsec_models.work import OutOfWork, Work

_LIGHTER_ENGINES = 2
_LIGHTER_PROOFS = 8
_POINTS = 30
_POINT_FEE = 20
_MAX_DEPTH = 24


@dataclass(kw_only=True)
class Prover:
    """Decides small questions about domains, as long as there is work left for them.

    Attributes
    ----------
    work : Work
        For all questions together; each has slices that are lighter than those of :func:`lsec_models.prove`.
    suspects : list
        Points at which a deviation seems to gain.
    """

    work: Work
    suspects: list[dict[sp.Symbol, Fraction]] = field(default_factory=list)

    def implies(self, domain: Domain, *atoms: Atom) -> bool:
        """Whether it is proved that one of the statements holds at each point of a domain.

        Two engines are asked first, whose answer counts where they agree: most of what is asked here is that nothing
        meets all of several inequalities, which they see at once and certificates are slow to find.
        """
        try:
            if self._failing(domain, atoms) is not None:
                return False
            if self._engines_agree(domain, atoms):
                return True
        except OutOfWork:
            return False
        stated = Statement(
            claim=sp.false,
            domain=domain,
            radicals=(),
            clauses=(atoms,),
            denominators=(),
            assumed=frozenset(domain.ring.symbols),
        )
        verdict = decide(stated, self.work.lighter(_LIGHTER_PROOFS))
        if isinstance(verdict, Interrupted):
            raise OutOfTime(verdict.reason)
        return isinstance(verdict, Proved | Contradictory)

    def is_empty(self, domain: Domain) -> bool:
        """Whether it is proved that a domain has no point."""
        if domain.chart.clash is not None:
            return True
        return self.implies(domain, Atom(-domain.ring.one, ">", Ratio.constant(domain.ring, -1)))

    def _engines_agree(self, domain: Domain, atoms: Sequence[Atom]) -> bool:
        first, *others = atoms
        goal = Goal(
            ring=domain.ring,
            kinds=domain.kinds,
            conditions=domain.conditions,
            target=first.polynomial,
            strict=first.relation == ">",
        )
        for atom in others:
            negated = atom.negated()
            goal = goal.assuming(negated.polynomial, strict=negated.relation == ">", origin="otherwise")
        work = self.work.lighter(_LIGHTER_ENGINES)
        return all(ask(engine, goal, work).holds for engine in ENGINES)

    def uncovered(self, domain: Domain, cells: Sequence[Domain]) -> list[Domain]:
        """Return the parts of a domain of which it is not proved that closed cells cover them; empty if all are.

        The domain is cut along the conditions of a cell, again and again, until each part lies in one cell or is empty.
        """
        return list(self._uncovered(domain, [[_closed(c) for c in cell.conditions] for cell in cells], _MAX_DEPTH))

    def _uncovered(self, part: Domain, cells: Iterable[Sequence[Condition]], depth: int) -> Iterator[Domain]:
        if part.chart.clash is not None:
            return
        if self.work.is_used_up:
            yield part
            return
        alive = []
        for cell in cells:
            open_conditions = [c for c in cell if not self._is_settled(part, c)]
            if not open_conditions:
                return
            if not any(part.factor_sign(c.polynomial).is_nonpositive for c in open_conditions):
                alive.append(open_conditions)
        if not alive or depth == 0:
            if not self.is_empty(part):
                yield part
            return
        cut = min(alive, key=len)[0]
        for side in (cut, replace(cut, polynomial=-cut.polynomial)):
            yield from self._uncovered(part.where([side]), alive, depth - 1)

    def _is_settled(self, part: Domain, condition: Condition) -> bool:
        if condition in part.conditions or part.factor_sign(condition.polynomial).is_nonnegative:
            return True
        return self.implies(part, Atom(condition.polynomial, ">=", Ratio(part.ring, condition.polynomial)))

    def are_disjoint(self, first: Domain, second: Domain) -> bool:
        """Whether it is proved that two cells have no inner point in common."""
        return self.is_empty(inner(first.where(second.conditions)))

    def excludes(self, cell: Domain, rival: Rival, *, strictly: bool = False) -> bool:
        """Whether it is proved that a deviation is out of reach, or no gain, or a loss, everywhere inside a cell.

        Parameters
        ----------
        cell : Domain
        rival : Rival
        strictly : bool
            Whether it must be a loss where it is within reach.
        """
        inside = inner(cell)
        sign = inside.sign(rival.loss)
        if sign.is_positive or (sign.is_nonnegative and not strictly):
            return True
        if any(inside.sign(s) is Sign.NEGATIVE for s in rival.feasible):
            return True
        atoms = [_atom(rival.loss, ">" if strictly else ">="), *(_atom(-slack, ">") for slack in rival.feasible)]
        try:
            failing = self._failing(inside, atoms)
        except OutOfWork:
            return False
        if failing is not None:
            self.suspects += [] if strictly else [failing]
            return False
        return self.implies(inside, *atoms)

    def _failing(self, domain: Domain, atoms: Sequence[Atom]) -> dict[sp.Symbol, Fraction] | None:
        """Return a random point of a domain at which none of the statements holds, if there is one among a few."""
        self.work.charge(_POINTS * (_POINT_FEE + sum(len(atom.polynomial) for atom in atoms)))
        try:
            points = list(islice(stream(domain), _POINTS))
        except (SamplingFailed, ContradictoryAssumptions):
            return None
        for point in points:
            where = domain.ring.exact_point(point)
            if not any(atom.is_true(domain.ring.sign_at(atom.polynomial, where)) for atom in atoms):
                return point
        return None


def disjoint_regimes(prover: Prover, regimes: Sequence[Regime]) -> bool:
    """Whether it is proved that no two regimes overlap."""
    return all(
        prover.are_disjoint(a, b) for one, other in combinations(regimes, 2) for a in one.cells for b in other.cells
    )


def gainful_deviations(
    prover: Prover, responses: Responses, draft: Draft, cells: Sequence[Domain]
) -> tuple[int, list[str]]:
    """Return how many deviations from a regime there are, and those not proved to gain nothing."""
    count, left = 0, []
    known = {rival.alternative for rival in draft.rivals}
    for alternative in alternatives(responses, draft):
        if alternative in known:
            continue
        rival = rival_of(responses, draft, alternative)
        if rival is None:
            continue
        count += 1
        if not all(prover.excludes(cell, rival) for cell in cells):
            left.append(rival.words)
    for rival in draft.rivals:
        if rival.evasions:
            count += 1
            left.append(f"{rival.words}, which later movers evade")
    for words in _possibly_unbounded(responses, draft, cells):
        count += 1
        left.append(words)
    return count, left


def _possibly_unbounded(responses: Responses, draft: Draft, cells: Sequence[Domain]) -> list[str]:
    """Return the payoffs of which exact signs do not show that they are bounded."""
    found = []
    for number in range(len(responses.model.stages)):
        for later in responses.all(number + 1):
            stage = responses.stage_game(number, later.label)
            for player, _ in stage.movers:
                problem = MoverProblem.of(stage, draft.path, player)
                if not all(problem.is_bounded_by_signs(cell.sign) for cell in cells):
                    found.append(f"the payoff of {player} in stage {number + 1} may grow without bound")
    return list(dict.fromkeys(found))


def inner(domain: Domain) -> Domain:
    """Return a domain without its border."""
    return replace(domain, conditions=()).where(replace(c, strict=True) for c in domain.conditions)


def _closed(condition: Condition) -> Condition:
    return replace(condition, strict=False)


def _atom(function: Ratio, relation: str) -> Atom:
    return Atom(function.numerator * function.denominator, relation, function)
