"""What a mode is worth to everybody after whatever was decided before: in closed form, piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.errors import NoClosedForm, NoInteriorOptimum, NotQuadratic
from lsec_models.games.evidence.evidence import About, Evidence, Status
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.solve.interior.backward_induction import interior_equilibrium
from lsec_models.work import Work


@dataclass(frozen=True, eq=False, kw_only=True)
class Alternative:
    """A mode after decisions in one region of them.

    Attributes
    ----------
    mode : str
    regime : str
        What binds in the mode's game; empty where that is not asked.
    payoffs : mapping from player to sympy.Expr
        In parameters and earlier decisions.
    region : tuple of relations
        Of earlier decisions.
    assumed : tuple of relations
        Of parameters only.
    evidence : Evidence or None
        Of the mode's equilibrium; None where nobody decides in it.
    is_single : bool
        Whether it is proved that the mode has no other equilibrium.
    """

    mode: str
    regime: str
    payoffs: Mapping[str, sp.Expr]
    region: tuple[sp.Basic, ...] = ()
    assumed: tuple[sp.Basic, ...] = ()
    evidence: Evidence | None = None
    is_single: bool = True


def alternatives_of(name: str, mode: Game) -> tuple[Alternative, ...]:
    """Return what a mode is worth, in closed form, after all that may have been decided before.

    An interior equilibrium counts if it holds after all earlier decisions; else all regimes do.

    Raises
    ------
    NoClosedForm
        If it is not known after some decisions.
    """
    if not mode.decisions:
        payoffs = {player.name: mode.ratios[player.name].expression() for player in mode.players}
        return (Alternative(mode=name, regime="", payoffs=payoffs),)
    interior, outside = _interior(mode)
    if interior is not None and not any(_is_about(condition, mode) for condition in interior.asked):
        return (_alternative(name, "", interior, mode, interior.evidence),)
    from lsec_models.solve.corners.tiling import solve_corners

    try:
        solved = solve_corners(mode, Work.of("normal"))
    except NotQuadratic as refusal:
        if interior is None:
            raise NoClosedForm(f"mode {name!r}: {outside} ({refusal})") from None
        asked = next(str(condition.relation) for condition in interior.asked if _is_about(condition, mode))
        raise NoClosedForm(
            f"mode {name!r} has a closed form only where {asked}, which is about what is decided before ({refusal}); "
            "bound the earlier decisions, decisions(..., within=...), so that it always holds"
        ) from None
    if not solved.tiling.is_proved:
        raise NoClosedForm(f"mode {name!r}: its regimes are not proved to tile what may be decided before")
    return tuple(
        _alternative(name, regime.name, piece, mode, solved.evidence)
        for regime in solved.regimes
        for piece in regime.pieces
    )


def _interior(mode: Game) -> tuple[Equilibrium | None, str]:
    """Return the interior equilibrium of a mode, or None and why there is none."""
    try:
        return interior_equilibrium(mode), ""
    except NoInteriorOptimum as refusal:
        return None, str(refusal)


def _alternative(name: str, regime: str, solved: Equilibrium, mode: Game, evidence: Evidence) -> Alternative:
    conditions = [(condition, _relation(name, condition)) for condition in solved.asked]
    return Alternative(
        mode=name,
        regime=regime,
        payoffs=dict(solved.payoffs),
        region=tuple(relation for condition, relation in conditions if _is_about(condition, mode)),
        assumed=tuple(relation for condition, relation in conditions if not _is_about(condition, mode)),
        evidence=evidence if not regime else None,
        is_single=evidence.status(About.COMPLETE) is Status.PROVED,
    )


def _is_about(condition: Condition, mode: Game) -> bool:
    return any(symbol in mode.given for symbol in condition.ring.used(condition.polynomial))


def _relation(name: str, condition: Condition) -> sp.Basic:
    relation = condition.relation
    if isinstance(relation, sp.Ne):
        raise NoClosedForm(
            f"mode {name!r} has no closed form where {relation.lhs} = {relation.rhs}; assume that it does not occur"
        )
    return relation
