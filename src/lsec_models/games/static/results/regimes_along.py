"""Regimes along one parameter: between which exact thresholds what binds, and the equilibrium as an exact root."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.decomposition.line_map import LabelledInterval, LineMap
from lsec_models.algebra.description import Printed
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.numbers.real_roots import RealRoot, number_between
from lsec_models.errors import require_known
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row
from lsec_models.games.frozen import Frozen
from lsec_models.games.meaning import described_axes
from lsec_models.games.result import Solved
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import digest, of_static_game, rows_of_moves
from lsec_models.games.static.results.point_equilibrium import shown_values
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.games.summary.summary import Summary, SummaryBranch, quantities_of, shown_point

_FEW, _SHORT = 3, 8


@dataclass(frozen=True, kw_only=True, repr=False)
class RegimePiece(Printed):
    """An open interval of a parameter on which one regime holds.

    Attributes
    ----------
    symbol : sympy.Symbol
        The parameter.
    low, high : RealRoot
        The ends.
    label : str
        What binds, or ``"interior"``; that there is no equilibrium, that it is not resolved, or no game is defined.
    solutions : Solutions or None
        What was found at one number inside; None where the game is not defined.
    quantities : Mapping from str to sympy.Expr
        Every quantity of the equilibrium, as a function of the parameter, and of a root if there is one; empty where it
        is not written as one function, and of several equilibria.
    root : sympy.Symbol or None
        What stands for the root.
    words : str
        Which root it is; or what the first decision solves.
    unseen : tuple of RealRoot
        Numbers inside at which it is not looked at what holds.
    """

    symbol: sp.Symbol
    low: RealRoot
    high: RealRoot
    label: str
    solutions: Solutions | None
    quantities: Mapping[str, sp.Expr] = Frozen({})
    root: sp.Symbol | None = None
    words: str = ""
    unseen: tuple[RealRoot, ...] = ()

    @property
    def note(self) -> str:
        """What its root is; or why there is no equilibrium, or none that is resolved."""
        if self.root is not None:
            return f"{self.root} {self.words}"
        return self.words or ("" if self.solutions is None else self.solutions.reason)

    @property
    def sample(self) -> Fraction:
        """A number inside."""
        return number_between(self.low, self.high)

    @property
    def relation(self) -> sp.Basic:
        """The interval as a SymPy Boolean."""
        return sp.And(self.symbol > self.low.expression(), self.symbol < self.high.expression(), evaluate=False)

    @property
    def where(self) -> str:
        """The interval in words."""
        few = ", ".join(map(shown_number, self.unseen)) if len(self.unseen) <= _FEW else f"{len(self.unseen)} numbers"
        but = f", but perhaps for {few}" if self.unseen else ""
        return f"for {self.symbol} from {shown_number(self.low)} to {shown_number(self.high)}{but}"

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity by name."""
        require_known(str(name), self.quantities, f"no quantity {str(name)!r} of {self.label!r} in one formula")
        return self.quantities[str(name)]

    def __str__(self) -> str:
        return f"{self.label} {self.where}"


@dataclass(frozen=True, kw_only=True, repr=False)
class RegimeChange(Printed):
    """A threshold between two pieces.

    Attributes
    ----------
    symbol : sympy.Symbol
        The parameter.
    value : RealRoot
        Where it lies.
    holds : str
        What holds at the threshold itself; empty where that is not known.
    runs_on : bool
        Whether it is proved that decisions run on through it; else they may jump.
    between : tuple of Fraction
        Between which numbers it lies, if it is not that root exactly.
    is_complete : bool
        Whether all that holds at the threshold itself is told.
    """

    symbol: sp.Symbol
    value: RealRoot
    holds: str
    runs_on: bool = False
    between: tuple[Fraction, ...] = ()
    is_complete: bool = True

    @property
    def equation(self) -> sp.Basic:
        """The irreducible equation whose root the threshold is."""
        coefficients = [int(c) for c in self.value.minimal.coeffs()]
        return sp.Eq(sp.Add(*(c * self.symbol**power for power, c in enumerate(coefficients))), 0, evaluate=False)

    def __str__(self) -> str:
        if self.between:
            low, high = (f"{float(end):.6g}" for end in self.between)
            return f"at {self.symbol} between {low} and {high}: not known"
        named = f" ({self.equation.lhs} = 0)" if self.value.minimal.degree() > 1 else ""
        said = f"{self.holds or 'not known'}{', decisions run on' if self.runs_on else ''}"
        return f"at {self.symbol} = {shown_number(self.value)}{named}: {said}"


@dataclass(frozen=True, kw_only=True, repr=False)
class RegimesAlong(Solved[Solutions]):
    """The equilibria of a game along one parameter, the others being numbers.

    Attributes
    ----------
    game : Game
    symbol : sympy.Symbol
        The parameter that moves.
    fixed : Mapping from str to Fraction
        The others.
    line : Domain
        The numbers of the parameter at which the game is defined.
    pieces : tuple of RegimePiece
        In increasing order.
    changes : tuple of RegimeChange
        The thresholds between them.
    findings : tuple of Finding
        What is established of them.
    solver : callable
        Solves the game exactly at one number. What holds there is always asked of it, and never rests on pieces.
    """

    game: Game
    symbol: sp.Symbol
    fixed: Mapping[str, Fraction]
    line: Domain
    pieces: tuple[RegimePiece, ...]
    changes: tuple[RegimeChange, ...]
    findings: tuple[Finding, ...]
    solver: Callable[[Fraction], Solutions]

    @property
    def domain(self) -> Domain:
        """The numbers of the parameter at which the game is defined."""
        return self.line

    @property
    def thresholds(self) -> tuple[RealRoot, ...]:
        """Where one piece ends and the next begins."""
        return tuple(change.value for change in self.changes)

    @cached_property
    def line_map(self) -> LineMap[str]:
        """The labels along the parameter."""
        pieces = [
            LabelledInterval(low=piece.low, high=piece.high, label=piece.label, sample=piece.sample)
            for piece in self.pieces
        ]
        caveat, described = self.evidence.caveat(), described_axes(self.game)
        return LineMap(symbol=self.symbol, pieces=tuple(pieces), caveat=caveat, described=described)

    @cached_property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """Decisions by name, piecewise, where they are written as functions."""
        return Frozen({name: self[name] for name in self.game.shown_decisions if name in self.names})

    @cached_property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Payoffs by player, piecewise, where they are written as functions."""
        return Frozen({name: self[name] for name in self.game.shown_players if name in self.names})

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The quantities that are written as functions on some piece."""
        found = dict.fromkeys(name for piece in self.pieces for name in piece.quantities)
        return tuple(name for name in found if name not in self.game.hidden)

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity as a SymPy Piecewise; it has no case where it is not written as one function."""
        require_known(str(name), self.names, f"no quantity {str(name)!r} in formulas along {self.symbol}")
        cases = [(piece[name], piece.relation) for piece in self.pieces if str(name) in piece.quantities]
        return sp.Piecewise(*cases, evaluate=False)

    @cached_property
    def subject(self) -> str:
        """A digest of the game, the line and what was found along it, to which evidence refers."""
        pieces = [(str(piece), dict(piece.quantities), piece.note) for piece in self.pieces]
        return digest(of_static_game(self.game), self.symbol, dict(self.fixed), pieces, self.changes)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return Evidence(
            subject=self.subject,
            required=(
                *rows_of_moves(self.game),
                Row(about=About.OFF_PATH),
                Row(about=About.COMPLETE),
                Row(about=About.COVER),
            ),
            findings=self.findings,
            needed=(About.OPTIMAL, About.OFF_PATH, About.COVER),
        )

    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> Solutions:
        """Return all equilibria there."""
        return self.solver(point[self.symbol])

    def _refusal(self) -> str:
        return f"the game {self.label} is not defined"

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        branches = [
            SummaryBranch(
                name=str(piece),
                quantities=quantities_of(self.game, shown_values(self.game, piece.quantities)),
                note=piece.note,
            )
            for piece in self.pieces
        ]
        where = f", {shown_point(self.fixed)}" if self.fixed else ""
        return Summary(
            kind="regimes along a parameter",
            title=f"Regimes of {self.label} along {self.symbol}{where}",
            label=self.label,
            evidence=self.evidence,
            parameters=(self.symbol,),
            point=self.fixed,
            branches=tuple(branches),
            branch_kind="regime",
            notes=tuple(map(str, self.changes)),
            explained=tuple(piece.root for piece in self.pieces if piece.root is not None),
        )


def shown_number(number: RealRoot) -> str:
    """Return a number as it stands in a sentence: short rational ones exactly."""
    exact = str(number.expression()) if number.minimal.degree() == 1 else ""
    return exact if 0 < len(exact) <= _SHORT else f"{float(number):.6g}"
