"""What a solved choice is: who picks which mode, where, and what everybody else would have wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import sympy as sp

from lsec_models.algebra.decomposition.asking import asking
from lsec_models.algebra.decomposition.line_map import LineMap, line
from lsec_models.algebra.decomposition.parameter_slice import Slice
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import point_of
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName, described, require_known
from lsec_models.games.axes import axes_of, range_of, spans_of
from lsec_models.games.choice import map_labels
from lsec_models.games.choice.at_point import ChoicePoint, decide
from lsec_models.games.choice.conditions import ModeConditions, conditions_of
from lsec_models.games.choice.declaration import Choice, ModeAtPoint, ModeName, by_mode, mode_label
from lsec_models.games.choice.evidence import evidence_of_choice, evidence_of_choice_at_point
from lsec_models.games.choice.map_labels import View
from lsec_models.games.choice.slice_labels import SliceLabels
from lsec_models.games.choice.solved_modes import Refused, SolvedMode
from lsec_models.games.evidence.evidence import Evidence
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.meaning import described_axes
from lsec_models.games.result import Solved
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.summary.summary import Summary, SummaryBranch

if TYPE_CHECKING:
    from distributed import Client

    from lsec_models.algebra.decomposition.planar_map import PlanarMap

_PACKAGES = ("lsec_models", "sympy", "python-flint")


@dataclass(frozen=True, kw_only=True, repr=False)
class ChoiceEquilibrium(Solved[ChoicePoint]):
    """The subgame-perfect equilibrium of a choice among modes.

    A mode can be had at a point if its equilibrium exists there and nobody who takes part refuses. One chooser picks,
    of the modes that can be had, the one with its highest payoff; in a tie every best mode counts as chosen, and what
    anticipates the choice goes on with the one that is declared first. Simultaneous choosers are in equilibrium where
    none gains by its own change of action; a change to a combination without an equilibrium is not an alternative.

    Attributes
    ----------
    choice : Choice
        What was solved.
    modes : mapping from mode to SolvedMode
        Each mode's equilibrium.
    """

    choice: Choice
    modes: Mapping[ModeName, SolvedMode]

    @property
    def ring(self) -> Ring:
        """The ring of all parameters."""
        return self.choice.ring

    @cached_property
    def domain(self) -> Domain:
        """What the choice assumes, by declared signs and `assuming`."""
        return domain_of(self.ring.symbols, self.choice.assuming)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established, resting on what is known of each mode."""
        return evidence_of_choice(self.choice, self.modes, self.domain)

    @cached_property
    def conditions(self) -> Mapping[ModeName, ModeConditions]:
        """For each mode, the exact conditions under which it is chosen."""
        return conditions_of(self.choice, self.modes, self.domain)

    @property
    def label(self) -> str:
        """Whose choice it is."""
        return f"choice of {self._who}"

    @property
    def decisions(self) -> Mapping[str, tuple[ModeName, ...]]:
        """What each chooser picks from; where it picks what, `conditions` say."""
        return Frozen(dict.fromkeys(self.choice.choosers, tuple(self.modes)))

    @property
    def payoffs(self) -> Mapping[str, Mapping[ModeName, Any]]:
        """By player, the payoff in each mode that has an equilibrium in which it takes part."""
        solved = {
            name: result.payoffs
            for name, mode in self.modes.items()
            if isinstance(result := cast("object", mode.solved), Solved)
        }
        return Frozen(
            {
                player: by_mode({name: payoffs[player] for name, payoffs in solved.items() if player in payoffs})
                for player in self.choice.players
            }
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The quantities of all modes: of each, those that its equilibrium has."""
        return tuple(dict.fromkeys(name for mode in self.modes.values() for name in _names_in(mode.solved)))

    def __getitem__(self, name: str) -> Mapping[ModeName, Any]:
        """Return a quantity by mode, in each that has it; of a mode that is a choice itself, by its modes in turn.

        Raises
        ------
        UnknownName
            If no mode has it; the message says how a mode is asked for.
        """
        if name in [*self.modes]:
            raise UnknownName(f"{name!r} is a mode; its equilibrium is modes[{name!r}].solved")
        require_known(str(name), self.names, f"no quantity {str(name)!r} in any mode")
        solved: Mapping[ModeName, Any] = {key: mode.solved for key, mode in self.modes.items()}
        return by_mode({key: found[name] for key, found in solved.items() if str(name) in _names_in(found)})

    def _part_words(self, _: Summary) -> str:
        ways = [f"result.conditions[{next(iter(self.modes))!r}]"]
        ways += [f"result[{name!r}][{next(iter(self[name]))!r}]" for name in self.names[:1]]
        return f"parts of it: {', '.join(ways)}"

    def _refusal(self) -> str:
        return f"the {self.label} is not defined"

    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> ChoicePoint:
        found = self.decided_at(point)
        if not found.available:
            raise OutsideDomain(found.why_undecided())
        return found

    def decided_at(self, point: Mapping[sp.Symbol, Fraction]) -> ChoicePoint:
        """Return what is chosen at an exact point, which may be nothing; assumptions are not checked."""
        where = self.ring.exact_point(point)
        available: dict[ModeName, ModeAtPoint] = {}
        unavailable: dict[ModeName, str] = {}
        ruled_out: list[ModeName] = []
        for name, mode in self.modes.items():
            try:
                available[name] = mode.at(point, where)
            except OutsideDomain as failure:
                unavailable[name] = str(failure)
                if isinstance(failure, Refused) or not mode.is_declared_at(point):
                    ruled_out.append(name)
        values = {
            name: Frozen(
                {p: v for p in self.choice.players if (v := self.modes[name].value(p, found, where)) is not None}
            )
            for name, found in available.items()
        }
        return ChoicePoint(
            choice=self.choice,
            point=values_by_name(point),
            available=by_mode(available),
            unavailable=by_mode(unavailable),
            ruled_out=tuple(ruled_out),
            values=by_mode(values),
            chosen=decide(self.choice, values),
            examine=evidence_of_choice_at_point,
        )

    def thresholds(
        self,
        parameter: str | sp.Symbol,
        *,
        at: Mapping[str | sp.Symbol, object],
        over: tuple[object, object] | None = None,
        view: View | None = None,
        client: Client | str | None = None,
    ) -> LineMap[str]:
        """Return where the choice changes as one parameter moves, exactly.

        Parameters
        ----------
        parameter : str or sympy.Symbol
            Which moves.
        at : mapping
            A number for each other parameter.
        over : tuple of two numbers, optional
            Where it moves; without, through all values of its declared sign.
        view : View, optional
            What else to show than the mode chosen; see :meth:`preferred_by`, :meth:`agreement`, :meth:`gains`.
        client : distributed.Client or str, optional
            A Dask client, or a scheduler's address: its workers find the label of each piece, with the same result.
            Worth it where regions of modes are not proved, so that their games are solved exactly at a point of each.

        Returns
        -------
        LineMap
            `pieces` with labels, `thresholds` between them as real algebraic numbers.

        Raises
        ------
        UnknownName, DeclarationError
            If a parameter is unknown, missing or given twice, or the range is empty.
        OutsideDomain
            If the regions of a mode are not proved, and the games solved exactly at a point say something else.
        ClusterError
            If no scheduler answers, or the workers do not compute alike.

        Examples
        --------
        >>> from lsec_models import Game, Player, decisions, parameters
        >>> from lsec_models.games.choice.declaration import Choice
        >>> from lsec_models.solve.choice import solve_choice
        >>> a, F = parameters("a F", positive=True)
        >>> q = decisions("q")
        >>> closed = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))])
        >>> opened = Game(players=[Player("firm", decides=[q], payoff=q * (2 * a - q) - F)])
        >>> choice = solve_choice(Choice(by="firm", among={"closed": closed, "open": opened}))
        >>> for piece in choice.thresholds("a", at={"F": 1}).pieces:
        ...     print(piece.label, "from a =", piece.low)
        closed from a = 0
        open from a = 2*sqrt(3)/3
        """
        (symbol,) = axes_of(self.ring, [parameter], at)
        whole = (Fraction(0) if symbol.is_nonnegative else None, None)
        span = whole if over is None else range_of(over, symbol.name)
        ring, labels = self._labels([symbol], at, view)
        polynomials = (watched.polynomial for watched in labels.watched())
        with asking(client, _PACKAGES) as ask:
            cuts = line(ring, polynomials, span, labels.at_number, ask=ask)
        return replace(cuts, caveat=self.evidence.caveat(), described=described_axes(self))

    def regions(
        self,
        x: str | sp.Symbol,
        y: str | sp.Symbol,
        *,
        at: Mapping[str | sp.Symbol, object],
        over: Mapping[str | sp.Symbol, tuple[object, object]],
        view: View | None = None,
        client: Client | str | None = None,
    ) -> PlanarMap[str]:
        """Return the exact map of what is chosen over two parameters.

        Parameters
        ----------
        x, y : str or sympy.Symbol
            The axes.
        at : mapping
            A number for each other parameter.
        over : mapping
            The range of each axis.
        view : View, optional
            What else to show than the mode chosen; see :meth:`preferred_by`, :meth:`agreement`, :meth:`gains`.
        client : distributed.Client or str, optional
            As in :meth:`thresholds`.

        Returns
        -------
        PlanarMap
            Draw it with :func:`lsec_models.show.figures.maps.region_map.draw_region_map`.

        Raises
        ------
        UnknownName, DeclarationError
            If a parameter is unknown, missing or given twice, or a range is empty or missing.
        OutsideDomain
            If the regions of a mode are not proved, and the games solved exactly at a point say something else.
        ClusterError
            If no scheduler answers, or the workers do not compute alike.
        """
        axes = axes_of(self.ring, [x, y], at)
        spans = spans_of(axes, over)
        from lsec_models.algebra.decomposition.plane_map import plane

        ring, labels = self._labels(axes, at, view)
        with asking(client, _PACKAGES) as ask:
            cells = plane(ring, labels.watched(), axes[0], axes[1], spans, labels.at, ask=ask)
        return replace(cells, caveat=self.evidence.caveat(), described=described_axes(self))

    def preferred_by(self, player: str) -> View:
        """Return the view of what a player would pick among the modes that can be had."""
        return map_labels.preferred_by(self.choice, player)

    def agreement(self, *players: str) -> View:
        """Return the view of who would have wanted another mode than the one picked; everybody without names."""
        return map_labels.agreement(self.choice, players or self.choice.players)

    def gains(self, *players: str, against: ModeName) -> View:
        """Return the view of who gains and who loses from the mode picked, compared with another one."""
        return map_labels.gains(self.choice, players or self.choice.players, against)

    @property
    def has_proved_regions(self) -> bool:
        """Whether the regions of all modes that are solved with corners are proved, inner choices included."""
        return all(mode.has_proved_regions for mode in self.modes.values())

    def _labels(
        self, axes: list[sp.Symbol], at: Mapping[str | sp.Symbol, object], view: View | None
    ) -> tuple[Ring, SliceLabels]:
        """Return the ring of the parameters that move, and what a map over them says."""
        if view is not None and not isinstance(view, View):
            raise DeclarationError(
                f"view = {described(view)}; give choice.preferred_by(player), choice.agreement(), or "
                "choice.gains(player, against=mode)"
            )
        others = ring_of(s for s in self.ring.symbols if s not in axes)
        cut = Slice(ring=ring_of(axes), values=point_of(others, at))
        return cut.ring, SliceLabels(self, cut, map_labels.chosen() if view is None else view)

    @property
    def _who(self) -> str:
        return " and ".join(self.choice.choosers)

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written.

        Where modes have several cases, these are listed; under which conditions each is chosen, `conditions` say.
        """
        if all(len(mode.cases) <= 1 for mode in self.modes.values()):
            branches = [branch for conditions in self.conditions.values() for branch in conditions.branches()]
        else:
            branches = [
                SummaryBranch(
                    name=mode_label(name),
                    note=", ".join(dict.fromkeys(" / ".join(case.path) for case in mode.cases)) or mode.reason,
                )
                for name, mode in self.modes.items()
            ]
        return Summary(
            kind="choice",
            title=f"Choice of {self._who}",
            label=self.label,
            evidence=self.evidence,
            parameters=self.ring.symbols,
            conditions=self.domain.conditions,
            branches=tuple(branches),
            branch_kind="mode",
        )


def _names_in(solved: object) -> tuple[str, ...]:
    """Return the quantities of what stands for a mode."""
    if isinstance(solved, ChoiceEquilibrium):
        return solved.names
    known = Equilibrium | BayesianEquilibrium | PiecewiseEquilibrium
    return (*solved.decisions, *solved.names) if isinstance(solved, known) else ()
