"""What a piecewise equilibrium is: regimes, each a closed form with the exact region where it is the equilibrium."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import Point
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import OutsideDomain, UnknownName, nearest, require_known
from lsec_models.games.evidence.evidence import About, Evidence, Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.result import Solved
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.audits import Audit, joined
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.point_equilibrium import PointEquilibrium
from lsec_models.games.static.results.regime_evidence import digest_of_regimes, evidence_of_regimes
from lsec_models.games.static.results.simulations import Simulation
from lsec_models.games.static.results.solutions import Solutions, admissible_point
from lsec_models.games.static.results.tiling import Tiling
from lsec_models.games.summary.html import branch_html
from lsec_models.games.summary.named_factors import with_named_factors
from lsec_models.games.summary.summary import Summary, SummaryBranch, quantities_of
from lsec_models.games.summary.text import branch_text


@dataclass(frozen=True, kw_only=True, repr=False)
class Regime:
    """One closed form, and where it is the equilibrium.

    Attributes
    ----------
    name : str
        ``"interior"``, or what binds.
    binding : tuple of str
        The constraints that bind, and who stops at the brink of one.
    pieces : tuple of Equilibrium
        The same closed form on each cell of the region; the region is the union of their domains.
    multipliers : Mapping from str to sympy.Expr
        What it is worth to its owner to relax a constraint by a unit, by the words of the constraint; empty where that
        is not asked.
    """

    name: str
    binding: tuple[str, ...]
    pieces: tuple[Equilibrium, ...]
    multipliers: Mapping[str, sp.Expr] = Frozen({})

    @property
    def exact(self) -> Mapping[str, Ratio]:
        """Every quantity, in lowest terms."""
        return self.pieces[0].exact

    @property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """Equilibrium decisions by name."""
        return self.pieces[0].decisions

    @property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Equilibrium payoffs by player."""
        return self.pieces[0].payoffs

    @property
    def cells(self) -> tuple[Domain, ...]:
        """The cells of the region."""
        return tuple(piece.domain for piece in self.pieces)

    @cached_property
    def region(self) -> sp.Basic:
        """What the region asks beyond what the game assumes, as a SymPy Boolean."""
        cells = [sp.And(*(c.relation for c in piece.asked), evaluate=False) for piece in self.pieces]
        return cells[0] if len(cells) == 1 else sp.Or(*cells, evaluate=False)

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity as a factored SymPy expression."""
        return self.pieces[0][name]

    def contains(self, point: Mapping[sp.Symbol, Fraction]) -> bool:
        """Whether the regime is an equilibrium at an exact point."""
        return any(cell.contains(point) for cell in self.cells)

    def branch(self) -> SummaryBranch:
        """Return what it says, as a part of the summary of a piecewise equilibrium."""
        return SummaryBranch(
            name=self.name,
            quantities=quantities_of(self.pieces[0].game, self.exact),
            cells=tuple(piece.asked for piece in self.pieces),
            note="; ".join(f"multiplier of {words}: {value}" for words, value in self.multipliers.items()),
            binding=self.binding,
        )

    def __repr__(self) -> str:
        return branch_text(self.branch())

    def _repr_html_(self) -> str:
        return branch_html(self.branch(), "regime")


@dataclass(frozen=True, kw_only=True, repr=False)
class PiecewiseEquilibrium(Solved[PointEquilibrium]):
    """A subgame-perfect equilibrium with corners: its regimes.

    Attributes
    ----------
    game : Game
        What was solved.
    regimes : tuple of Regime
        Those that occur, the interior one first if there is one.
    tiling : Tiling
        How far it is proved that they tile the domain.
    solutions_at : callable
        Solves the game exactly at one point. What holds at a point is always asked of it, and never rests on regions.
    audits : tuple of Audit or Simulation
        What :func:`lsec_models.audit` found, in the order in which it was asked.
    """

    game: Game
    regimes: tuple[Regime, ...]
    tiling: Tiling
    solutions_at: Callable[[Mapping[sp.Symbol, Fraction]], Solutions]
    audits: tuple[Audit | Simulation, ...] = field(default=(), compare=False)

    @property
    def ring(self) -> Ring:
        """The ring of the parameters."""
        return self.game.domain.ring

    @property
    def domain(self) -> Domain:
        """What the game assumes of its parameters."""
        return self.game.domain

    @cached_property
    def subject(self) -> str:
        """A digest of the game, the quantities and their regions, to which evidence refers."""
        return digest_of_regimes(self)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return joined(evidence_of_regimes(self), self.audits)

    @cached_property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """Equilibrium decisions by name, piecewise."""
        return Frozen({name: self[name] for name in self.game.shown_decisions})

    @cached_property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Equilibrium payoffs by player, piecewise."""
        return Frozen({name: self[name] for name in self.game.shown_players})

    @property
    def pieces(self) -> Iterator[Equilibrium]:
        """Each regime on each of its cells."""
        return (piece for regime in self.regimes for piece in regime.pieces)

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity (decision, player's payoff, or reported quantity) as a SymPy Piecewise.

        It has no case for a regime in which it is not defined.
        """
        require_known(str(name), self.names, f"no quantity {str(name)!r} at this equilibrium")
        cases = [(regime[name], regime.region) for regime in self.regimes if str(name) in regime.exact]
        return sp.Piecewise(*cases, evaluate=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The quantities that are defined in some regime; a report may divide by what is zero in another one."""
        found = dict.fromkeys(name for regime in self.regimes for name in regime.exact)
        return tuple(name for name in found if name not in self.game.hidden)

    @cached_property
    def common_names(self) -> tuple[str, ...]:
        """The quantities that are defined in every regime."""
        return tuple(name for name in self.names if all(name in regime.exact for regime in self.regimes))

    def regime(self, name: str) -> Regime:
        """Return a regime by name."""
        for regime in self.regimes:
            if regime.name == name:
                return regime
        raise UnknownName(f"no regime {name!r}; {nearest(name, [regime.name for regime in self.regimes])}")

    def all_at(self, point: Point | None = None, **values: object) -> tuple[PointEquilibrium, ...]:
        """Return every equilibrium that stands alone at one point, given as for :meth:`at`; there may be several.

        The game is solved exactly at the point, whatever the regions say. An equilibrium that belongs to none of the
        regimes has an empty `regime`. Of a continuum one equilibrium is returned, that of a regime if there is one, and
        its `selection` says so; ``solve(game, corners=True, at=...)`` describes the whole.

        Raises
        ------
        OutsideDomain
            If the point violates an assumption of the game, there is no equilibrium, or it is not resolved.
        """
        return self._all_at(admissible_point(self.game, point, values))

    def _all_at(self, exact: Mapping[sp.Symbol, Fraction]) -> tuple[PointEquilibrium, ...]:
        solutions = self.solutions_at(exact)
        if solutions.status != "found":
            raise OutsideDomain(str(solutions))
        found = [replace(one, regime=self._regime_of(one.decisions, exact)) for one in solutions]
        for _, examples in groupby(solutions.examples(), key=lambda one: one.selection):
            known = [replace(one, regime=self._regime_of(one.decisions, exact)) for one in examples]
            found.append(min(known, key=self._place))
        return tuple(sorted(found, key=self._place))

    def _place(self, found: PointEquilibrium) -> int:
        return self._places.get(found.regime, len(self.regimes))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {regime.name: place for place, regime in enumerate(self.regimes)}

    def _regime_of(self, decided: Mapping[str, sp.Expr], exact: Mapping[sp.Symbol, Fraction]) -> str:
        """Return the regime whose closed form gives some decisions at a point; empty if none does."""
        for regime in self.regimes:
            with suppress(OutsideDomain):
                found = next(piece for piece in regime.pieces).values_at(exact)
                if all(found[name] == value for name, value in decided.items()):
                    return regime.name
        return ""

    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> PointEquilibrium:
        """Return, where several regimes hold (on a boundary, say), the first of them."""
        return self._all_at(point)[0]

    def regime_at(self, point: Point | None = None, **values: object) -> str:
        """Return the name of the regime at one point, as for :meth:`at`."""
        return self.at(point, **values).regime

    @property
    def title(self) -> str:
        """What it is called with its power structure, a candidate where a regime is known to be no equilibrium."""
        symmetric = "symmetric " if self.game.alike and self.evidence.status(About.COMPLETE) < Status.VERIFIED else ""
        return f"Piecewise {symmetric}{'candidate' if self.tiling.doubts else 'equilibrium'} of {self.label}"

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        said = Summary(
            kind="piecewise equilibrium",
            title=self.title,
            label=self.label,
            evidence=self.evidence,
            parameters=self.ring.symbols,
            conditions=self.domain.conditions,
            branches=tuple(regime.branch() for regime in self.regimes),
            branch_kind="regime",
            notes=tuple(str(self.tiling).splitlines()),
            tiled=self.tiling.is_proved,
        )
        return with_named_factors(said, self.domain)

    def _refusal(self) -> str:
        return f"the game {self.label} is not defined"
