"""One equilibrium at a point of the parameters: exact numbers, payoffs, and which constraints bind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import sympy as sp

from lsec_models.errors import UnknownName, nearest
from lsec_models.games.evidence.evidence import Evidence, HasEvidence
from lsec_models.games.frozen import Frozen
from lsec_models.games.result import Result
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.result_names import called
from lsec_models.games.summary.numbers import decimal
from lsec_models.games.summary.summary import Summary, at_point, quantities_of


@dataclass(frozen=True, kw_only=True, repr=False)
class PointEquilibrium(Result):
    """An equilibrium at one point: exact numbers.

    Attributes
    ----------
    game : Game
    point : Mapping from str to Fraction
        The parameters.
    values : Mapping from str to sympy.Expr
        Every declared quantity that is defined there: rational numbers, or real algebraic ones such as ``2 - sqrt(3)``.
    regime : str
        Which regime of a piecewise equilibrium holds there, or what binds.
    selection : str
        Which of several equilibria later movers keep to, where that makes a difference.
    multipliers : Mapping from str to sympy.Expr
        Of constraints of a first mover that bind there, by their words, where they are known: those of Kuhn and Tucker.
    remark : str
        Which decisions are proved to be weakly dominated, if any is.
    source : HasEvidence
        The result that it is a point of.
    """

    game: Game
    point: Mapping[str, Fraction]
    values: Mapping[str, sp.Expr]
    regime: str = "interior"
    selection: str = ""
    multipliers: Mapping[str, sp.Expr] = field(default_factory=lambda: Frozen({}))
    remark: str = ""
    source: HasEvidence = field(repr=False, compare=False)

    @property
    def evidence(self) -> Evidence:
        """What is established of the result that it is a point of."""
        return self.source.evidence

    @property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """Decisions by name."""
        return Frozen({name: self.values[name] for name in self.game.shown_decisions})

    @property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Payoffs by player."""
        return Frozen({name: self.values[name] for name in self.game.shown_players})

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        regime = f"regime: {self.regime}" if self.regime not in ("", "interior") else ""
        notes = (regime, self.selection, _of_multipliers(self), self.remark)
        return Summary(
            kind=self.kind,
            title=f"{called(self).capitalize()} of {self.label}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            quantities=quantities_of(self.game, self.values),
            notes=tuple(filter(None, notes)),
        )

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity by name."""
        if str(name) in self.values:
            return self.values[str(name)]
        if str(name) in self.game.report:
            raise UnknownName(
                f"{name!r} is not defined at this equilibrium: it divides by zero, or is not a real number, there"
            )
        raise UnknownName(f"no quantity {str(name)!r} at this equilibrium; {nearest(str(name), self.values)}")


def _of_multipliers(point: PointEquilibrium) -> str:
    """Return what it is worth to relax what binds, in words."""
    return ", ".join(
        f"multiplier of {words}: {value if value.is_Rational else f'about {decimal(value)}'}"
        for words, value in point.multipliers.items()
    )


def shown_values(game: Game, values: Mapping[str, sp.Expr]) -> Frozen[sp.Expr]:
    """Return quantities by name without those that only stand for copies, expectations and kinks."""
    return Frozen({name: value for name, value in values.items() if name not in game.hidden})
