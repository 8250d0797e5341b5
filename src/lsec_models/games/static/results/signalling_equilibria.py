"""Equilibria of a signalling game at one point: separating, pooling, and where the worse type mixes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.description import Printed
from lsec_models.errors import OutsideDomain, UnknownName, found_in
from lsec_models.games.evidence.evidence import About, Evidence, Finding, HasEvidence, Row, Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.numbered_results import NumberedResults
from lsec_models.games.result import Result
from lsec_models.games.static.chance.information.signalling import Signalling, signalling_in
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.audits import joined
from lsec_models.games.static.results.evidence_subject import digest, rows_of_moves
from lsec_models.games.static.results.simulations import Simulation
from lsec_models.games.summary.summary import DECISION, PAYOFF, REPORT, Quantity, Summary, SummaryBranch, at_point

_OFF_PATH = "after any other {signal}, {kind} = {worse} is believed"


@dataclass(frozen=True, kw_only=True, repr=False)
class SignalRange(Printed):
    """Signals of which each belongs to an equilibrium.

    Attributes
    ----------
    signal : str
        What is decided.
    low, high : sympy.Expr
        The ends; infinite where there is none.
    with_low, with_high : bool
        Whether an end belongs to it.
    """

    signal: str
    low: sp.Expr
    high: sp.Expr
    with_low: bool = True
    with_high: bool = True

    @property
    def is_point(self) -> bool:
        """Whether it is one signal."""
        return bool(self.low == self.high)

    def __str__(self) -> str:
        if self.is_point:
            return f"{self.signal} = {self.low}"
        if self.low == -sp.oo:
            if self.high == sp.oo:
                return f"any {self.signal}"
            return f"{self.signal} up to {self.high}" if self.with_high else f"{self.signal} below {self.high}"
        low = f"{self.signal} from {self.low}" if self.with_low else f"{self.signal} above {self.low}"
        if self.high == sp.oo:
            return f"{low} on"
        return f"{low} to {self.high}" if self.with_high else f"{low}, below {self.high}"


@dataclass(frozen=True, kw_only=True, repr=False)
class SignalFamily(Printed):
    """Equilibria of one kind.

    Attributes
    ----------
    kind : str
        ``"separating"``: each type has a signal of its own, and the ranges are those of the better type.
        ``"pooling"``: both types choose the same signal. ``"semi-separating"``: the better type chooses a signal that
        the worse one chooses too with some probability; they are listed where what the worse type gets if it is known
        is a rational number, and others in which the sender mixes are not.
    ranges : tuple of SignalRange
    intuitive : tuple of SignalRange
        Those that pass the intuitive criterion.
    undecided : bool
        Whether that is not resolved; then nothing is said by `intuitive`.
    """

    kind: str
    ranges: tuple[SignalRange, ...]
    intuitive: tuple[SignalRange, ...] = ()
    undecided: bool = False

    def __str__(self) -> str:
        return f"{self.kind}: {' or '.join(map(str, self.ranges))} ({self.test})"

    @property
    def test(self) -> str:
        """What the intuitive criterion says, in words."""
        if self.undecided:
            return "intuitive criterion: not resolved"
        if not self.intuitive:
            return "intuitive criterion: none passes"
        if self.intuitive == self.ranges:
            return "intuitive criterion: passed"
        return f"intuitive criterion: passed by {' or '.join(map(str, self.intuitive))}"


@dataclass(frozen=True, kw_only=True, repr=False)
class SignallingEquilibrium(Result):
    """One equilibrium of a signalling game at a point: exact numbers.

    Attributes
    ----------
    game : Game
    point : Mapping from str to Fraction
    values : Mapping from str to sympy.Expr
        Decisions and payoffs of each type, such as ``"e if kind is 2"``, and each player's expected payoff and the
        expected value of each reported quantity before the type is drawn.
    beliefs : Mapping from sympy.Expr to sympy.Expr
        The probability of the better type after each signal that is chosen.
    name : str
        What kind of equilibrium it is.
    off_path : str
        What is believed after other signals.
    source : HasEvidence
        All equilibria there.
    """

    game: Game
    point: Mapping[str, Fraction]
    values: Mapping[str, sp.Expr]
    beliefs: Mapping[sp.Expr, sp.Expr]
    name: str
    off_path: str
    source: HasEvidence = field(repr=False, compare=False)

    @property
    def evidence(self) -> Evidence:
        """What is established of all equilibria there."""
        return self.source.evidence

    @property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Expected payoffs before the type is drawn, by player."""
        return Frozen({player.name: self.values[player.name] for player in self.game.players})

    @property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """What each type decides, and what is answered, by name."""
        parts = signalling_in(self.game)
        words = (f"{parts.signal.name} if ", f"{parts.response.name} if ")
        return Frozen({name: value for name, value in self.values.items() if name.startswith(words)})

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity by name."""
        if str(name) in self.game.report and str(name) not in self.values:
            raise UnknownName(f"{name!r} is not defined at this equilibrium: it divides by zero there")
        return found_in(self.values, str(name), f"no quantity {str(name)!r} at this equilibrium")

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        return Summary(
            kind=f"signalling {self.kind}",
            title=f"{self.name.capitalize()} {self.kind} of {self.label}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            quantities=_quantities(self.game, self.values),
            notes=(self.off_path,),
        )


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class SignallingEquilibria(NumberedResults[SignallingEquilibrium]):
    """The perfect Bayesian equilibria of a signalling game at one point: a sequence of those that stand out.

    These are the least-cost separating ones (Riley), and pooling ones that stand alone. `families` describes all.

    Attributes
    ----------
    game : Game
    point : Mapping from str to Fraction
    worse, better : sympy.Expr
        The types: the sender would rather be taken for the better one, whichever it is.
    named : tuple of (str, Mapping, Mapping)
        Of each equilibrium that stands out: what it is, its values, and its beliefs.
    families : tuple of SignalFamily
    worse_signals : tuple of sympy.Expr
        What the worse type chooses where types separate: its best signal if its type is known.
    reason : str
        Why there is none, or what is not resolved.
    is_none : bool
        Whether it is proved that there is none in which the sender does not mix.
    findings : tuple of Finding
    audits : tuple of Simulation
        What :func:`lsec_models.audit` found of those that stand out, in the order in which it was asked.
    """

    game: Game
    point: Mapping[str, Fraction]
    worse: sp.Expr = sp.nan
    better: sp.Expr = sp.nan
    named: tuple[tuple[str, Mapping[str, sp.Expr], Mapping[sp.Expr, sp.Expr]], ...] = ()
    families: tuple[SignalFamily, ...] = ()
    worse_signals: tuple[sp.Expr, ...] = ()
    reason: str = ""
    is_none: bool = False
    findings: tuple[Finding, ...] = ()
    audits: tuple[Simulation, ...] = ()

    @property
    def status(self) -> str:
        """``"found"``, ``"none"`` (proved: none in which the sender does not mix) or ``"open"``."""
        if self.is_none:
            return "none"
        return "found" if self.families else "open"

    @property
    def complete(self) -> bool:
        """Whether it is established that there is no other one in which the sender does not mix."""
        return self.evidence.status(About.COMPLETE) >= Status.VERIFIED

    @property
    def least_cost(self) -> SignallingEquilibrium:
        """The separating equilibrium that costs the better type least (Riley).

        Raises
        ------
        OutsideDomain
            If there is none, or several.
        """
        found = [one for one in self if one.name.startswith("least-cost")]
        if len(found) == 1:
            return found[0]
        raise OutsideDomain(
            f"{len(found)} least-cost separating equilibria, not one: {self}; look at `families` for all there are"
        )

    def family(self, kind: str) -> SignalFamily:
        """Return the ``"separating"``, ``"pooling"`` or ``"semi-separating"`` equilibria; an empty family if none."""
        return next((one for one in self.families if one.kind == kind), SignalFamily(kind=kind, ranges=()))

    @cached_property
    def subject(self) -> str:
        """A digest of the game, the point and what was found there, to which evidence refers."""
        stands_out = [sorted(map(str, values.items())) for _, values, _ in self.named]
        return digest(self.game, dict(self.point), list(map(str, self.families)), stands_out)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        own = Evidence(
            subject=self.subject,
            required=(
                Row(about=About.EXISTS),
                *rows_of_moves(self.game),
                Row(about=About.OFF_PATH),
                Row(about=About.COMPLETE),
            ),
            findings=self.findings,
        )
        return joined(own, self.audits)

    @cached_property
    def _parts(self) -> Signalling:
        return signalling_in(self.game)

    @cached_property
    def _listed(self) -> tuple[SignallingEquilibrium, ...]:
        return tuple(
            SignallingEquilibrium(
                game=self.game,
                point=self.point,
                values=Frozen(values),
                beliefs=Frozen(beliefs),
                name=name,
                off_path=self.off_path,
                source=self,
            )
            for name, values, beliefs in self.named
        )

    @property
    def off_path(self) -> str:
        """What is believed after signals that no type chooses."""
        parts = self._parts
        return _OFF_PATH.format(signal=parts.signal, kind=parts.kind, worse=self.worse)

    def only(self) -> SignallingEquilibrium:
        """Return the one equilibrium.

        Raises
        ------
        OutsideDomain
            If there are several or none.
        """
        alone = all(one.is_point for family in self.families for one in family.ranges)
        if len(self) == 1 and alone and sum(len(family.ranges) for family in self.families) == 1:
            return self[0]
        raise OutsideDomain(f"not one equilibrium: {self}; ask for least_cost, or look at `families`")

    def __str__(self) -> str:
        where = f"{self.label}{at_point(self.point)}"
        if self.is_none:
            return f"No perfect Bayesian equilibrium of {where} in which the sender does not mix: {self.reason}"
        if self.status == "open":
            return f"Not resolved, {where}: {self.reason}"
        return f"Perfect Bayesian {'equilibria' if self.kind == 'equilibrium' else 'candidates'} of {where}"

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        single = [SummaryBranch(name=one.name, quantities=_quantities(self.game, one.values)) for one in self]
        all_of = [SummaryBranch(name=f"all {family}") for family in self.families]
        return Summary(
            kind="signalling equilibria at a point",
            title=str(self),
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            branches=(*single, *all_of),
            notes=(self.off_path,) if self.families else (),
        )


def _quantities(game: Game, values: Mapping[str, sp.Expr]) -> tuple[Quantity, ...]:
    players, reports = [player.name for player in game.players], set(game.report)
    decided = tuple(f"{decision.name} if " for decision in game.decisions)
    return tuple(
        Quantity(name=name, role=_role(name, players, reports, decided), value=value) for name, value in values.items()
    )


def _role(name: str, players: Sequence[str], reports: set[str], decided: tuple[str, ...]) -> str:
    if name in players or name.startswith(tuple(f"{player} if " for player in players)):
        return PAYOFF
    return DECISION if name.startswith(decided) and name not in reports else REPORT
