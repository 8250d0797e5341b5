"""What a sweep will compute, settled and checked before any of it is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Protocol

import sympy as sp

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.attributes import Attributes, attributes_of, in_words, parameter_attributes
from lsec_models.evaluate.closed_forms.closed_forms import ClosedForms, Swept, is_by_formula
from lsec_models.evaluate.closed_forms.on_grid import BACKENDS, Backend
from lsec_models.evaluate.closed_forms.several_on_grid import BestOfForms
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.grid import Grid, Key, grid_of, require_counts
from lsec_models.evaluate.kept import Kept
from lsec_models.evaluate.point_by_point import smooth as smooth_points
from lsec_models.evaluate.point_by_point.difference import difference_game_at, evidence_of_periods, quantities_of
from lsec_models.evaluate.point_by_point.points import POINTS_AT_ONCE, SolvedAtPoints, evidence_at_points, game_at
from lsec_models.evaluate.point_by_point.signalling import (
    evidence_of_signalling,
    meanings_by_type,
    quantities_of_signalling,
    signalling_game_at,
)
from lsec_models.evaluate.point_by_point.smooth import SmoothAtPoints, evidence_at_smooth_points
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.meaning import agreed_meanings
from lsec_models.games.one_line import is_one_line
from lsec_models.games.refusals import refusal
from lsec_models.games.static.chance.declaration import drawn_one_by_one, drawn_smoothly, solved_at_points_only
from lsec_models.games.static.chance.expected_game import decided_late
from lsec_models.games.static.chance.information.signalling import private_types
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.evidence_subject import digest, of_static_game, signs
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.summary.summary import shown_point
from lsec_models.machine_code import require_numba
from lsec_models.solve.searched import is_searched
from lsec_models.version import __version__

VIOLATED, STRUCTURE, REGIME = "violated", "structure", "regime"
AtPoints = Game | DifferenceGame
_COMMON, _ALIKE = Kept[dict[str, dict[str, str]]](most=32), Kept[list[int]](most=64)


class Evaluator(Protocol):
    """What writes equilibria into fields; see :class:`ClosedForms` and :class:`SolvedAtPoints`."""

    @property
    def conditions(self) -> list[str]:
        """What can fail, to be read by place."""

    @property
    def regimes(self) -> list[str]:
        """Which regimes there are, likewise."""

    @property
    def block_size(self) -> int:
        """The number of points that are best evaluated together, where what is found is used at once."""

    def best(self, quantity: str, *, is_greatest: bool) -> BestOfForms | None:
        """Return what compares equilibria by a quantity without their values; none where there is nothing like it."""

    def fill(self, block: Block, fields: Sequence[Field], *, coded: bool = True) -> None:
        """Write what each equilibrium is over a block, into one field for each, of its rows and columns.

        Not `coded`, only values count, and codes are left as they are where they come after them.
        """


@dataclass(frozen=True, kw_only=True)
class SweepPlan:
    """What is swept, over which grid; it can be sent to another process.

    Attributes
    ----------
    swept : Game, DifferenceGame, or dict from str to equilibria
        A game is to be solved at each point.
    is_single : bool
        Whether what was given was one equilibrium, or a game: its dataset has no dimension ``structure``.
    grid : Grid
    quantities : dict from str to dict
        What is asked for, each with its attributes.
    parameters : dict from str to dict
        All parameters, each with its attributes.
    backend : {"numpy", "numba"}
    is_portable : bool
        Whether compiled loops round every operation, so that a product and a sum are never one.
    """

    swept: Game | DifferenceGame | dict[str, Swept]
    is_single: bool
    grid: Grid
    quantities: Attributes
    parameters: Attributes
    backend: Backend
    is_portable: bool = False

    @property
    def labels(self) -> list[str]:
        """The name of each equilibrium in the dimension ``structure``."""
        return [self.swept.label] if isinstance(self.swept, AtPoints) else list(self.swept)

    @property
    def along(self) -> str:
        """The dimension along which equilibria lie, where there are several."""
        return STRUCTURE

    @property
    def state(self) -> str:
        """The variable that says what holds where nothing fails."""
        return REGIME

    @cached_property
    def is_searched(self) -> bool:
        """Whether a game is swept that is searched in numbers."""
        return isinstance(self.swept, Game) and is_searched(self.swept)

    @property
    def points_at_once(self) -> int | None:
        """The number of points that are work enough for one piece; none where points cost next to nothing."""
        if self.is_searched:
            return smooth_points.POINTS_AT_ONCE
        if isinstance(self.swept, AtPoints) or not all(map(is_by_formula, self.swept.values())):
            return POINTS_AT_ONCE
        return None

    @property
    def has_regimes(self) -> bool:
        """Whether a point may belong to a regime."""
        if isinstance(self.swept, AtPoints):
            return isinstance(self.swept, Game)
        return any(isinstance(equilibrium, PiecewiseEquilibrium) for equilibrium in self.swept.values())

    def only(self, quantities: Iterable[str]) -> SweepPlan:
        """Return the plan of a sweep of some of the quantities."""
        return replace(self, quantities={name: self.quantities[name] for name in quantities})

    def evaluator(self) -> Evaluator:
        """Return what computes; each has memory of its own."""
        if isinstance(self.swept, DifferenceGame):
            return SolvedAtPoints(partial(difference_game_at, self.swept), self.grid)
        if isinstance(self.swept, Game) and self.is_searched:
            return SmoothAtPoints(self.swept.representative, self.grid, is_compiled=self.backend == "numba")
        if isinstance(self.swept, Game):
            at = signalling_game_at if private_types(self.swept) else game_at
            return SolvedAtPoints(partial(at, self.swept), self.grid)
        found, quantities = list(self.swept.values()), list(self.quantities)
        return ClosedForms(found, self.grid, quantities, self.backend, contract=not self.is_portable)

    def attributes(self, met: Mapping[str, int]) -> dict[str, str]:
        """Return what a dataset says about itself, and what made it; of a game, `met` is at how many points what fails.

        A sweep in memory, one in a store and reductions say the same.
        """
        made = {"version": f"lsec_models {__version__}", "backend": self.backend}
        return {"fixed": shown_point(self.grid.fixed), **self.said(met), **made}

    def said(self, met: Mapping[str, int]) -> dict[str, str]:
        """Return whose equilibria these are, and how far they are established."""
        if isinstance(self.swept, AtPoints):
            game = self.swept
            said = _said_of(game, met)
            caveat = {"caveat": smooth_points.CAVEAT} if self.is_searched else {}
            return {"power_structure": game.label, "evidence": said} | caveat
        found = self.swept.values()
        caveats = dict.fromkeys(filter(None, (equilibrium.evidence.caveat() for equilibrium in found)))
        return {
            "power_structure": "\n".join(equilibrium.label for equilibrium in found),
            "evidence": "\n".join(equilibrium.evidence.line() for equilibrium in found),
            "caveat": "\n".join(caveats),
        }

    @cached_property
    def equal(self) -> dict[str, list[int]]:
        """By quantity, for each equilibrium the place of the first one with provably the same formula."""
        if isinstance(self.swept, AtPoints):
            return {name: [0] for name in self.quantities}
        found = list(self.swept.values())
        return {name: _ALIKE.of(found, name, partial(_first_alike, found, name)) for name in self.quantities}

    @property
    def digest(self) -> str:
        """A digest of the game or the equilibria, the grid and what is asked for."""
        if isinstance(self.swept, DifferenceGame):
            subjects = [f"{signs(self.swept.period.ring)}: {self.swept}"]
        elif isinstance(self.swept, Game):
            subjects = [of_static_game(self.swept)]
        else:
            subjects = [f"{label}: {_subject(found)}" for label, found in self.swept.items()]
        axes = [f"{name}: {axis.tolist()}" for name, axis in self.grid.axes.items()]
        return digest(*subjects, *axes, self.grid.fixed, list(self.quantities))


def plan_of(
    equilibria: Swept | Game | DifferenceGame | Mapping[str, Swept],
    over: Mapping[Key, object],
    at: Mapping[Key, object],
    backend: Backend,
) -> SweepPlan:
    """Return what a sweep will compute; arguments and errors as of :func:`lsec_models.sweep`."""
    return plan_on(equilibria, lambda names: grid_of(names, over, at), backend)


def plan_on(
    equilibria: Swept | Game | DifferenceGame | Mapping[str, Swept],
    points: Callable[[Iterable[str]], Grid],
    backend: Backend,
) -> SweepPlan:
    """Return what will be computed at points that are made for the names of all parameters."""
    require_backend(backend)
    if backend == "numba":
        if isinstance(equilibria, AtPoints) and not (isinstance(equilibria, Game) and is_searched(equilibria)):
            raise DeclarationError(
                "backend='numba' compiles closed forms, and games with exp, log or free powers; this one is solved "
                "in another way, anew at each point; leave backend= out"
            )
        require_numba()
    swept: Game | DifferenceGame | dict[str, Swept]
    meanings = agreed_meanings(equilibria.values() if isinstance(equilibria, Mapping) else [equilibria])
    if isinstance(equilibria, Game) and private_types(equilibria):
        swept, quantities, symbols = equilibria, quantities_of_signalling(equilibria), set(equilibria.parameters)
        meanings = meanings_by_type(equilibria)
    elif isinstance(equilibria, Game):
        counted = solved_at_points_only(equilibria) or drawn_one_by_one(equilibria) is not None
        swept = game = equilibria if counted else equilibria.representative
        late = decided_late(game) if counted else ()
        declared = (
            *(d.name for d in game.decisions if d not in late),
            *(player.name for player in game.players),
            *game.report,
        )
        names = (name for name in declared if name not in game.hidden)
        quantities = {name: attributes_of(game, name) for name in names}
        symbols = set(game.parameters)
    elif isinstance(equilibria, DifferenceGame):
        swept, quantities, symbols = equilibria, quantities_of(equilibria), set(equilibria.parameters)
    else:
        swept = labelled = _labelled(equilibria)
        quantities = _COMMON.of(list(labelled.values()), "common quantities", lambda: _common_quantities(labelled))
        symbols = {symbol for equilibrium in labelled.values() for symbol in equilibrium.ring.symbols}
    parameters = parameter_attributes(symbols)
    require_distinct_names(parameters, quantities, (VIOLATED, STRUCTURE, REGIME))
    grid = points(parameters)
    require_counts(grid, symbols)
    return SweepPlan(
        swept=swept,
        is_single=not isinstance(equilibria, Mapping),
        grid=grid,
        quantities=in_words(quantities, meanings),
        parameters=in_words(parameters, meanings),
        backend=backend,
    )


def require_backend(backend: object) -> None:
    """Refuse an unknown backend.

    Raises
    ------
    DeclarationError
    """
    if backend not in BACKENDS:
        raise DeclarationError(f"backend = {backend!r}: it is one of {', '.join(map(repr, BACKENDS))}")


def _said_of(game: AtPoints, met: Mapping[str, int]) -> str:
    """Return in one line how far it is established what a game is at the points of a grid."""
    if isinstance(game, DifferenceGame):
        return evidence_of_periods(game, met)
    if private_types(game):
        return evidence_of_signalling(met)
    if drawn_smoothly(game) is not None:
        return evidence_at_points(met, how="solved in decimals")
    return evidence_at_smooth_points(met) if is_searched(game) else evidence_at_points(met)


def _labelled(equilibria: Swept | Mapping[str, Swept]) -> dict[str, Swept]:
    labelled = dict(equilibria) if isinstance(equilibria, Mapping) else {getattr(equilibria, "label", ""): equilibria}
    if not labelled:
        raise DeclarationError("sweep was given no equilibrium; solve a game first")
    for label, equilibrium in labelled.items():
        if isinstance(equilibria, Mapping) and not is_one_line(label):
            raise DeclarationError(f"sweep: {label!r} is not a name of an equilibrium; name each by a line of text")
        if not isinstance(equilibrium, Swept):
            raise refusal(
                "sweep", "results and games", equilibrium, label=label if isinstance(equilibria, Mapping) else ""
            )
    return labelled


def _common_quantities(labelled: Mapping[str, Swept]) -> dict[str, dict[str, str]]:
    """Return the quantities that all equilibria have, with their attributes in the first."""
    first, *others = labelled.values()
    common = [name for name in first.names if all(name in other.names for other in others)]
    if not common:
        raise DeclarationError(f"{', '.join(labelled)} have no quantity in common; sweep them one by one")
    return {name: _attributes(first, name) for name in common}


def _attributes(equilibrium: Swept, name: str) -> dict[str, str]:
    regimes = equilibrium.regimes if isinstance(equilibrium, PiecewiseEquilibrium) else ()
    undefined = [regime.name for regime in regimes if name not in regime.exact]
    return attributes_of(equilibrium.game, name) | ({"undefined": "; ".join(undefined)} if undefined else {})


def require_distinct_names(parameters: Iterable[str], quantities: Mapping[str, object], own: Iterable[str]) -> None:
    """Refuse a parameter that is called like a quantity, and what is called like the dataset's own variables.

    Raises
    ------
    DeclarationError
    """
    for name in parameters:
        if name in quantities:
            raise DeclarationError(f"{name!r} is a parameter and a quantity of the equilibrium; rename one of them")
    for name in own:
        if name in parameters or name in quantities:
            raise DeclarationError(f"a sweep uses the name {name!r} for itself; rename it in the game")


def _first_alike(found: Sequence[Swept], name: str) -> list[int]:
    """Return for each equilibrium the place of the first one whose formula of a quantity is the same."""
    firsts: dict[sp.Expr, int] = {}
    return [
        firsts.setdefault(equilibrium[name], place) if isinstance(equilibrium, Equilibrium) else place
        for place, equilibrium in enumerate(found)
    ]


def _subject(equilibrium: Swept) -> str:
    """Return a digest of an equilibrium: the one to which its evidence refers."""
    return equilibrium.evidence.subject
