"""One case of demand: which options sell, to whom, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from lsec_models.algebra.ratio import factored_form
from lsec_models.algebra.symbols import Decision


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
            Whatever gives the value of a decision by ``equilibrium[decision]``.

        Raises
        ------
        UnknownName
            If a decision of the conditions is not one of the equilibrium.
        """
        decided = sorted({d for relation in self.conditions for d in relation.atoms(Decision)}, key=str)
        values = {decision: equilibrium[decision.name] for decision in decided}
        return sp.And(*(relation.func(*(side.subs(values) for side in relation.args)) for relation in self.conditions))

    def __repr__(self) -> str:
        lines = [f"{self.name}"]
        lines += [f"  demand for {option} = {value}" for option, value in self.demand.items()]
        lines += [f"  indifferent between {pair} = {value}" for pair, value in self.indifferent.items()]
        lines += [f"  surplus of buyers = {self.surplus}"]
        lines += [f"  {'holds where ' if i == 0 else ' ' * 12}{relation}" for i, relation in enumerate(self.conditions)]
        return "\n".join(lines)
