"""One case of demand: which options sell, to whom, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.polynomials.ratio import factored_form


@dataclass(frozen=True, kw_only=True, repr=False)
class DemandCase:
    """What buyers do as long as the same options sell.

    Attributes
    ----------
    name : str
        The options that sell, from the buyers of the lowest taste to those of the highest; by segment.
    sells : tuple of str
        The options that sell.
    demand : mapping from str to sympy.Expr
        How many buyers take each option; zero for those that do not sell.
    indifferent : mapping from str to sympy.Expr
        The taste at which buyers are indifferent between two options, such as ``"live | shop"``.
    conditions : tuple of SymPy inequalities
        When the case holds, with what was assumed about the buyers.
    surplus : sympy.Expr
        The utility of all buyers together.
    """

    name: str
    sells: tuple[str, ...]
    demand: Mapping[str, sp.Expr]
    indifferent: Mapping[str, sp.Expr]
    conditions: tuple[Relational, ...]
    surplus: sp.Expr

    @property
    def assuming(self) -> tuple[Relational, ...]:
        """The conditions that are about parameters alone, for ``Game(assuming=...)``."""
        return tuple(relation for relation in self.conditions if not relation.atoms(Decision))

    @property
    def constraints(self) -> tuple[Relational, ...]:
        """The conditions that hold decisions, for ``Game(constraints=...)``."""
        return tuple(relation for relation in self.conditions if relation.atoms(Decision))

    def welfare(self, payoffs: Iterable[sp.Expr]) -> sp.Expr:
        """Return the buyers' surplus and the payoffs of all others: what buyers pay to a player cancels."""
        return factored_form(self.surplus + sum(payoffs, sp.S.Zero))

    def holds_in(self, equilibrium: Any) -> sp.Basic:
        """Return the claim that the decisions of an equilibrium are within the case; hand it to `prove`.

        It does not say that nobody gains by a decision that leads into another case.

        Parameters
        ----------
        equilibrium : Equilibrium or PointEquilibrium
            At a point, its numbers are those of the parameters.

        Raises
        ------
        UnknownName
            If a decision of the conditions is not one of the equilibrium.
        """
        decided = {d: equilibrium[d.name] for relation in self.conditions for d in relation.atoms(Decision)}
        return sp.And(*inserted(self.conditions, decided, equilibrium))

    def __repr__(self) -> str:
        lines = [f"{self.name}"]
        lines += [f"  demand for {option} = {value}" for option, value in self.demand.items()]
        lines += [f"  indifferent between {pair} = {value}" for pair, value in self.indifferent.items()]
        lines += [f"  surplus of buyers = {self.surplus}"]
        lines += [f"  {'holds where ' if i == 0 else ' ' * 12}{relation}" for i, relation in enumerate(self.conditions)]
        return "\n".join(lines)


def inserted(expressions: Iterable[sp.Basic], decided: Mapping[Decision, sp.Expr], equilibrium: Any) -> list[Any]:
    """Return expressions and relations with what is decided put in; at a point, the parameters' numbers as well."""
    point = getattr(equilibrium, "point", {})

    def at(expression: sp.Expr) -> sp.Expr:
        reached = expression.subs(decided)
        return reached.subs({s: sp.Rational(str(point[s.name])) for s in reached.free_symbols if s.name in point})

    return [e.func(*map(at, e.args)) if isinstance(e, Relational) else at(e) for e in expressions]
