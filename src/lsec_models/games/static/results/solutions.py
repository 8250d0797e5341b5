"""Equilibria at one point of the parameters: exact numbers, continua, and why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Literal

import sympy as sp

from lsec_models.algebra.description import Printed
from lsec_models.algebra.domains.parameter_point import Point
from lsec_models.errors import OutsideDomain
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.numbered_results import NumberedResults
from lsec_models.games.result import admissible
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.audits import Audit, joined
from lsec_models.games.static.results.evidence_subject import digest, of_static_game, rows_of_moves
from lsec_models.games.static.results.point_equilibrium import PointEquilibrium, _of_multipliers, shown_values
from lsec_models.games.static.results.result_names import called
from lsec_models.games.static.results.simulations import Simulation
from lsec_models.games.summary.summary import Summary, SummaryBranch, at_point, quantities_of

Ties = Literal["favour", "against"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Continuum(Printed):
    """Equilibria that fill a polyhedron of decisions.

    Attributes
    ----------
    vertices : tuple of Mapping from str to sympy.Expr
        Decisions by name; every mean of them, with nonnegative weights, is an equilibrium.
    rays : tuple of Mapping from str to sympy.Expr
        Directions in which all that follows is in equilibrium too.
    quantities : tuple of Mapping from str to sympy.Expr
        Every quantity that is defined at each vertex.
    selection : str
        What later movers do who are indifferent, where that is another choice than the usual one.
    remark : str
        Which decisions in it are proved to be weakly dominated, if any are.
    """

    vertices: tuple[Mapping[str, sp.Expr], ...]
    rays: tuple[Mapping[str, sp.Expr], ...] = ()
    quantities: tuple[Mapping[str, sp.Expr], ...] = ()
    selection: str = ""
    remark: str = ""

    @property
    def free(self) -> Mapping[str, tuple[sp.Expr, sp.Expr]]:
        """The decisions that are not determined, each with its lowest and its highest value."""
        spans = {}
        for name in self.vertices[0]:
            values = [vertex[name] for vertex in self.vertices]
            low, high = sp.Min(*values), sp.Max(*values)
            directions = [ray[name] for ray in self.rays]
            low = -sp.oo if any(d < 0 for d in directions) else low
            high = sp.oo if any(d > 0 for d in directions) else high
            if low != high:
                spans[name] = (low, high)
        return Frozen(spans)

    def __str__(self) -> str:
        fixed = ", ".join(f"{name} = {value}" for name, value in self.vertices[0].items() if name not in self.free)
        return f"a continuum: {self._spans()}" + (f"; {fixed}" if fixed else "")

    def _spans(self) -> str:
        """Return between which ends decisions are free; where these depend on each other, by corners and directions."""
        free = self.free
        ends = {tuple(vertex[name] for name in free) for vertex in self.vertices}
        if len(free) == 1 or (not self.rays and ends == set(product(*free.values()))):
            return ", ".join(f"{name} from {low} to {high}" for name, (low, high) in free.items())
        corners, directions = (
            [f"({', '.join(str(one[name]) for name in free)})" for one in ones] for ones in (self.vertices, self.rays)
        )
        between = f"between {', '.join(corners[:-1])} and {corners[-1]}" if corners[1:] else f"from {corners[0]}"
        onwards = f" on in {'directions' if directions[1:] else 'the direction'} {', '.join(directions)}"
        return f"({', '.join(free)}) {between}{onwards if directions else ''}"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Solutions(NumberedResults[PointEquilibrium]):
    """The subgame-perfect equilibria of a game at one point of its parameters: a sequence of those that stand alone.

    Later movers who are indifferent favour the mover just before them, and then the one before that, or turn against
    them: `ties` says which.

    Attributes
    ----------
    game : Game
    point : Mapping from str to Fraction
    quantities : tuple of Mapping from str to sympy.Expr
        Every quantity of each equilibrium.
    regimes, selections : tuple of str
        What binds in each, and which of several equilibria later movers keep to, where that makes a difference.
    multipliers : tuple of Mapping from str to sympy.Expr
        Of constraints of a first mover that bind in each, where they are known; empty where none is looked for.
    remarks : tuple of str
        Which decisions in each are proved to be weakly dominated; empty where none is looked for.
    continua : tuple of Continuum
        Equilibria that are not isolated.
    reason : str
        Why there is none, or what is not resolved; empty where all that is stated is settled.
    is_none : bool
        Whether it is proved that there is no pure equilibrium.
    findings : tuple of Finding
        What is established of them.
    ties : str
        ``"favour"`` or ``"against"``.
    audits : tuple of Audit or Simulation
        What :func:`lsec_models.audit` found, in the order in which it was asked.
    """

    game: Game
    point: Mapping[str, Fraction]
    quantities: tuple[Mapping[str, sp.Expr], ...] = ()
    regimes: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()
    multipliers: tuple[Mapping[str, sp.Expr], ...] = ()
    remarks: tuple[str, ...] = ()
    continua: tuple[Continuum, ...] = ()
    reason: str = ""
    is_none: bool = False
    findings: tuple[Finding, ...] = ()
    ties: Ties = "favour"
    audits: tuple[Audit | Simulation, ...] = ()

    @property
    def status(self) -> str:
        """``"found"``, ``"none"`` (it is proved that there is no pure equilibrium) or ``"open"``."""
        if self.is_none:
            return "none"
        return "found" if self.quantities or self.continua else "open"

    @property
    def complete(self) -> bool:
        """Whether it is established that there is no other equilibrium, ties as above."""
        return self.evidence.status(About.COMPLETE) >= Status.VERIFIED

    @property
    def is_in_decimals(self) -> bool:
        """Whether quantities are decimals, found in numbers, and not exact."""
        return any(value.is_Float for values in self.quantities for value in values.values())

    @cached_property
    def subject(self) -> str:
        """A digest of the game, the point and what was found there, to which evidence refers."""
        return digest(of_static_game(self.game), dict(self.point), self.quantities, self.continua, self.ties)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        rows = rows_of_moves(self.game)
        own = Evidence(
            subject=self.subject,
            required=(Row(about=About.EXISTS), *rows, Row(about=About.OFF_PATH), Row(about=About.COMPLETE)),
            findings=self.findings,
        )
        return joined(own, self.audits)

    @cached_property
    def _listed(self) -> tuple[PointEquilibrium, ...]:
        return tuple(
            PointEquilibrium(
                game=self.game,
                point=self.point,
                values=shown_values(self.game, values),
                regime=regime,
                selection=selection,
                multipliers=multipliers,
                remark=remark,
                source=self,
            )
            for values, regime, selection, multipliers, remark in zip(
                self.quantities,
                self.regimes,
                self.selections,
                self.multipliers or (Frozen[sp.Expr]({}),) * len(self.quantities),
                self.remarks or ("",) * len(self.quantities),
                strict=True,
            )
        )

    def examples(self) -> tuple[PointEquilibrium, ...]:
        """Return every vertex of every continuum, each as one equilibrium of many, which its `selection` says."""
        return tuple(
            PointEquilibrium(
                game=self.game,
                point=self.point,
                values=shown_values(self.game, values),
                regime="",
                selection="; ".join(filter(None, (f"one of {continuum}", continuum.selection))),
                source=self,
            )
            for continuum in self.continua
            for values in continuum.quantities
        )

    def only(self) -> PointEquilibrium:
        """Return the one equilibrium.

        Raises
        ------
        OutsideDomain
            If there is none, if there are several or a continuum, or if it is not known.
        """
        if len(self) == 1 and not self.continua:
            return self[0]
        if not len(self) and not self.continua:
            raise OutsideDomain(str(self))
        raise OutsideDomain(f"{len(self)} equilibria and {len(self.continua)} continua, not one: {self.headline}")

    def __str__(self) -> str:
        """Return all that is said of equilibria; of none, or where that is open, why."""
        return self.headline if self.is_none or self.status == "open" else repr(self)

    @property
    def headline(self) -> str:
        """How many there are of which game, and where; or why there are none."""
        against = ", ties against who moves before" if self.ties == "against" else ""
        where = f"{self.label}{at_point(self.point)}{against}"
        if self.is_none:
            return f"No pure subgame-perfect equilibrium of {where}: {self.reason}"
        if self.status == "open":
            return f"Not resolved, {where}: {self.reason}"
        many = len(self) + len(self.continua) > 1
        return f"{called(self, many=many).capitalize()} of {where}"

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        single = [
            SummaryBranch(
                name=one.regime,
                quantities=quantities_of(self.game, one.values),
                note="; ".join(filter(None, (one.selection, _of_multipliers(one), one.remark))),
            )
            for one in self
        ]
        filled = [
            SummaryBranch(name=str(one), note="; ".join(filter(None, (one.selection, one.remark))))
            for one in self.continua
        ]
        return Summary(
            kind="equilibria at a point",
            title=self.headline,
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            branches=(*single, *filled),
        )


def admissible_point(
    game: Game, point: Point | None, named: Mapping[str, object] | None = None
) -> dict[sp.Symbol, Fraction]:
    """Return an exact point of a game's parameters, given by a user.

    Raises
    ------
    OutsideDomain
        If it violates an assumption of the game.
    UnknownName, DeclarationError
        If a parameter is unknown, missing or not a number.
    """
    return admissible(game.domain, point, named, lambda: f"the game {game.label} is not defined")


def interrupted(game: Game, point: Mapping[sp.Symbol, Fraction], reason: str) -> Solutions:
    """Return that nothing is resolved at a point, because a safety net in seconds was reached."""
    said = f"interrupted: {reason}"
    return Solutions(
        game=game,
        point=values_by_name(point),
        reason=said,
        findings=(found(Row(about=About.EXISTS), Status.OPEN, detail=said),),
    )
