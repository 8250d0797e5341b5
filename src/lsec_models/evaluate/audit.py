"""Audits: does any player gain by deviating from an equilibrium, at random admissible parameters?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import sympy as sp

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.continuation import Status
from lsec_models.evaluate.deviation import Deviations, best_deviations
from lsec_models.evaluate.deviator import Deviator, deviators
from lsec_models.evaluate.discrepancy import Discrepancies, discrepancies
from lsec_models.evaluate.path import Path, path_of
from lsec_models.games.equilibrium import Equilibrium
from lsec_models.games.frozen import Frozen

_WORTH_TELLING = 1e-9


@dataclass(frozen=True, kw_only=True)
class AuditedMove:
    """The largest gain of one player in one stage.

    Attributes
    ----------
    player : str
        Who deviates.
    stage : int
        When; 1 for the leaders.
    relative_gain : float
        Largest gain over all resolved draws, as a share of the payoff without deviation; NaN if none is resolved.
    gain : float
        The same gain in units of the payoff.
    at : Mapping from str to Fraction
        The parameters at which it is found, exact.
    change : Mapping from str to (float, float)
        Each decision of the player in the stage, at the equilibrium and after the deviation.
    held_at_zero : tuple of str
        Decisions of later stages that the deviation drives to zero, so that first-order conditions no longer describe
        them.
    unresolved : int
        Draws without verdict: later stages could not be solved without deviation, or next to it.
    untried : float
        Share of all trial deviations, near and far, after which later stages could not be solved.
    """

    player: str
    stage: int
    relative_gain: float
    gain: float
    at: Mapping[str, Fraction]
    change: Mapping[str, tuple[float, float]]
    held_at_zero: tuple[str, ...]
    unresolved: int
    untried: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Audit:
    """What an audit found.

    Attributes
    ----------
    power_structure : str
        The order of moves, in words.
    draws : int
        At how many random admissible parameters.
    seed : int
        Equal seeds give equal draws.
    moves : tuple of AuditedMove
        One for each player in each stage in which it moves.
    unresolved : int
        Draws without verdict for some move, or at which the game could not be solved numerically; never counted as
        fine.
    reasons : Mapping from str to int
        Why, and at how many draws.
    largest_discrepancy : float
        Largest relative distance between the closed form and what is computed without it: of decisions, from the
        numerical solution of the whole game; of payoffs and reports, from their declaration at the equilibrium
        decisions.
    discrepant : str
        The quantity that has it.
    discrepant_at : Mapping from str to Fraction
        The parameters at which it has it.
    """

    power_structure: str
    draws: int
    seed: int
    moves: tuple[AuditedMove, ...]
    unresolved: int
    reasons: Mapping[str, int]
    largest_discrepancy: float
    discrepant: str
    discrepant_at: Mapping[str, Fraction]

    @property
    def worst(self) -> AuditedMove:
        """The move with the largest relative gain."""
        return max(self.moves, key=lambda move: -1.0 if math.isnan(move.relative_gain) else move.relative_gain)

    @property
    def largest_relative_gain(self) -> float:
        """The largest gain of any player, as a share of its payoff without deviation."""
        return self.worst.relative_gain

    @property
    def largest_gain(self) -> float:
        """The same gain in units of the payoff."""
        return self.worst.gain

    def passed(self, tolerance: float = 1e-6, *, unresolved: float = 0.1) -> bool:
        """Return whether the equilibrium stood the audit.

        Parameters
        ----------
        tolerance : float
            What the largest relative gain and the largest discrepancy may reach.
        unresolved : float
            The share of draws that may be without verdict.
        """
        sound = self.largest_relative_gain <= tolerance and self.largest_discrepancy <= tolerance
        return sound and self.unresolved <= unresolved * self.draws

    def __repr__(self) -> str:
        rows = [("player", "stage", "decisions", "relative gain", "gain", "unresolved"), *map(_row, self.moves)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        reasons = [f"  {reason}: {count}" for reason, count in self.reasons.items()]
        lines = [
            f"Audit of {self.power_structure}: {self.draws} draws, {self.unresolved} unresolved",
            *reasons,
            f"largest relative gain {self.largest_relative_gain:.3g}" + _told(self.worst),
            f"largest discrepancy {self.largest_discrepancy:.3g} ({self.discrepant})",
            *table,
        ]
        return "\n".join(lines)


def audit(equilibrium: Equilibrium, draws: int = 1000, seed: int = 0, *, corners: bool = True) -> Audit:
    """Look for profitable deviations from an equilibrium, numerically, by a path that does not use its closed form.

    1. Draw admissible parameters and evaluate the equilibrium decisions there.
    2. For each player and stage, maximise the declared payoff over the player's decisions of that stage, all other
       decisions of the same and earlier stages at the equilibrium. After every deviation, all later stages are solved
       anew by Newton's method on first-order conditions that are derived from the declared payoffs, not from the closed
       form (:mod:`lsec_models.evaluate.stacked`).
    3. Solve the whole game numerically in the same way and compare it with the closed form.

    By the one-stage-deviation principle, no gain for anybody in any stage means that no strategy gains.

    Parameters
    ----------
    equilibrium : Equilibrium
    draws : int
        At how many parameters.
    seed : int
        Equal seeds give equal audits.
    corners : bool
        Whether later movers keep decisions declared nonnegative at zero where they would like them to be negative. An
        interior equilibrium knows nothing of that: a deviation that drives a follower to zero may gain although every
        first- and second-order condition holds. With ``corners=False`` followers answer by first-order conditions
        whatever the sign, as the closed form supposes.

    Returns
    -------
    Audit

    Raises
    ------
    DeclarationError
        If `equilibrium` is not one, or `draws` is less than one.
    SamplingFailed
        If too few admissible parameters are found.

    References
    ----------
    Fudenberg, D. and Tirole, J. (1991). Game Theory, theorem 4.1 (one-stage-deviation principle). MIT Press.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> monopoly = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> audit(monopoly, draws=20).passed()
    True
    """
    _require_auditable(equilibrium, draws)
    generator = np.random.default_rng(seed)
    path = path_of(equilibrium, draws, seed)
    compared = discrepancies(equilibrium.game, path, generator, corners=corners)
    searched = [
        (deviator, best_deviations(deviator, path.points, path.sizes, generator))
        for deviator in deviators(equilibrium.game, corners=corners)
    ]
    discrepancy, discrepant, draw = _largest(compared)
    return Audit(
        power_structure=equilibrium.label,
        draws=draws,
        seed=seed,
        moves=tuple(_audited(deviator, found, path) for deviator, found in searched),
        unresolved=_unresolved(compared, searched),
        reasons=_reasons(compared, searched),
        largest_discrepancy=discrepancy,
        discrepant=discrepant,
        discrepant_at=_shown(path.draws[draw]),
    )


def _require_auditable(equilibrium: object, draws: object) -> None:
    if not isinstance(equilibrium, Equilibrium):
        raise DeclarationError(f"audit takes an equilibrium, not {type(equilibrium).__name__}; pass what solve returns")
    if not isinstance(draws, int) or isinstance(draws, bool) or draws < 1:
        raise DeclarationError(f"draws = {draws!r}: give the number of parameter draws, at least 1")


def _audited(deviator: Deviator, found: Deviations, path: Path) -> AuditedMove:
    resolved = found.status == Status.SOLVED
    relative = np.where(resolved, found.relative, -1.0)
    draw = int(np.argmax(relative))
    any_resolved = bool(resolved[draw])
    before, after = path.points[deviator.rows, draw], found.choices[:, draw]
    return AuditedMove(
        player=deviator.move.player,
        stage=deviator.stage.number,
        relative_gain=float(relative[draw]) if any_resolved else math.nan,
        gain=float(found.gains[draw]) if any_resolved else math.nan,
        at=_shown(path.draws[draw]),
        change=Frozen(
            {d.name: (float(x), float(y)) for d, x, y in zip(deviator.move.decisions, before, after, strict=True)}
        ),
        held_at_zero=deviator.held_at_zero(path.points[:, [draw]], path.sizes[:, [draw]], after),
        unresolved=int(np.sum(~resolved)),
        untried=found.untried,
    )


def _unresolved(compared: Discrepancies, searched: list[tuple[Deviator, Deviations]]) -> int:
    statuses = np.stack([compared.status, *(found.status for _, found in searched)])
    return int(np.sum((statuses != Status.SOLVED).any(axis=0)))


def _reasons(compared: Discrepancies, searched: list[tuple[Deviator, Deviations]]) -> Mapping[str, int]:
    where = [("whole game", compared.status)]
    where += [(f"after {d.move.player} in stage {d.stage.number}", found.status) for d, found in searched]
    counted = Counter(
        f"{place}: {Status(code).words}" for place, status in where for code in status if code != Status.SOLVED
    )
    return Frozen(dict(counted.most_common()))


def _largest(compared: Discrepancies) -> tuple[float, str, int]:
    quantity, draw = np.unravel_index(int(np.argmax(compared.relative)), compared.relative.shape)
    return float(compared.relative[quantity, draw]), compared.names[quantity], int(draw)


def _shown(point: Mapping[sp.Symbol, Fraction]) -> Frozen[Fraction]:
    return Frozen({symbol.name: value for symbol, value in point.items()})


def _row(move: AuditedMove) -> tuple[str, ...]:
    names = ", ".join(move.change)
    return move.player, str(move.stage), names, f"{move.relative_gain:.3g}", f"{move.gain:.3g}", str(move.unresolved)


def _told(move: AuditedMove) -> str:
    """Return the rest of a sentence about a gain: who, when, how, where; nothing where it is not worth telling."""
    if not move.relative_gain > _WORTH_TELLING:
        return ""
    change = ", ".join(f"{name} from {before:.6g} to {after:.6g}" for name, (before, after) in move.change.items())
    driven = f", which drives {', '.join(move.held_at_zero)} to zero" if move.held_at_zero else ""
    at = ", ".join(f"{name} = {value}" for name, value in move.at.items())
    return f": {move.player} in stage {move.stage}, {change}{driven}\n  at {at}"
