"""A state at rest with the verdict on its stability, before the evidence of all of them is put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fraction, to_sympy
from lsec_models.games.evidence.evidence import About, Evidence, Finding
from lsec_models.games.evolutionary.at_point import RestContinuum, RestPointAt, RestPointsAt
from lsec_models.games.evolutionary.faces import Earnings, Face
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.static.results.evidence_subject import digest, signs
from lsec_models.solve.evolutionary.rest_points.face_equations import is_border, satisfies
from lsec_models.solve.evolutionary.stability.linearisation import PopulationState
from lsec_models.solve.evolutionary.stability.stability import Judged


@dataclass(frozen=True)
class JudgedState:
    """A rest point: what is played, its shares by name, what is earned by population, and its stability."""

    name: str
    shares: Frozen[sp.Expr]
    payoffs: Frozen[sp.Expr]
    judged: Judged

    def rest_point(self, game: EvolutionaryGame, point: Mapping[str, Fraction], evidence: Evidence) -> RestPointAt:
        """Return the rest point with the evidence of all that were found."""
        return RestPointAt(
            game=game,
            point=point,
            name=self.name,
            shares=self.shares,
            payoffs=self.payoffs,
            stability=self.judged.stability,
            because=self.judged.because,
            shape=self.judged.shape,
            evolutionarily_stable=self.judged.evolutionarily_stable,
            evidence=evidence,
        )


class Judge(Protocol):
    """Says how stable a state of exact numbers is, which may lie on a continuum of others."""

    def __call__(self, state: PopulationState, *, in_continuum: bool) -> Judged:
        """Return the verdict."""


def judged_state(
    game: EvolutionaryGame,
    tables: Earnings[Fraction],
    face: Face,
    shares: Sequence[sp.Expr],
    *,
    filled: Collection[Face],
    judge: Judge,
    irrational: Judged,
) -> JudgedState:
    """Return a state at rest inside a face with what `judge` says of it, or `irrational` where shares are not
    fractions.

    Parameters
    ----------
    game : EvolutionaryGame
    tables : Earnings
        Payoffs at the point.
    face : Face
    shares : sequence of sympy.Expr
        Its coordinates.
    filled : collection of Face
        Those of which rest points fill a part.
    judge : Judge
    irrational : Judged
    """
    by_name = shares_by_name(game, face, shares)
    if all(share.is_Rational for share in by_name.values()):
        numbers = [
            [to_fraction(by_name[game.share_names[name, own]]) for own in strategies]
            for name, strategies in game.populations.items()
        ]
        own = [to_fraction(sp.sympify(share)) for share in shares]
        near = any(is_border(face, other) and satisfies(tables, other, face, own) for other in filled)
        state = PopulationState(tables.tables, numbers)
        assert state.is_at_rest(), "all that is played earns the same"
        verdict, earned = judge(state, in_continuum=near), [to_sympy(value) for value in state.average]
    else:
        verdict = irrational
        earned = [earned_at_rest(tables, face, p, shares) for p in range(len(game.names))]
    return JudgedState(face.name(game), by_name, Frozen(dict(zip(game.names, earned, strict=True))), verdict)


def continuum(game: EvolutionaryGame, face: Face, corners: Sequence[tuple[Face, Sequence[Fraction]]]) -> RestContinuum:
    """Return the rest points that fill a part of a face, by its corners, each inside a smaller face."""
    vertices = tuple(shares_by_name(game, smaller, shares) for smaller, shares in corners)
    return RestContinuum(name=face.name(game), vertices=vertices)


def rest_points_found(
    game: EvolutionaryGame,
    point: Mapping[sp.Symbol, Fraction],
    rests: Sequence[JudgedState],
    findings: Sequence[Finding],
    *,
    continua: Sequence[RestContinuum] = (),
    unresolved: Sequence[tuple[str, str]] = (),
) -> RestPointsAt:
    """Return what was found at a point, with the findings as its evidence."""
    exact = values_by_name(point)
    stated = [(rest.name, sorted(rest.shares.items()), rest.judged) for rest in rests]
    evidence = Evidence(
        subject=digest(signs(game.ring), game, dict(game.payoffs), dict(exact), stated, tuple(continua)),
        required=tuple(finding.row for finding in findings),
        findings=tuple(findings),
        rests_on=game.rests_on,
        needed=(About.RESTS,),
    )
    return RestPointsAt(
        game=game,
        point=exact,
        found=tuple(rest.rest_point(game, exact, evidence) for rest in rests),
        continua=tuple(continua),
        unresolved=tuple(unresolved),
        evidence=evidence,
    )


def shares_by_name(game: EvolutionaryGame, face: Face, shares: Sequence[sp.Expr | Fraction]) -> Frozen[sp.Expr]:
    """Return the shares of all strategies by name, from coordinates of a face."""
    free = dict(zip(face.coordinates, map(sp.sympify, shares), strict=True))
    found = {}
    for p, (name, strategies) in enumerate(game.populations.items()):
        rest = 1 - sum((share for (q, _), share in free.items() if q == p), sp.S.Zero)
        for i, own in enumerate(strategies):
            first = i == face.supports[p][0]
            found[game.share_names[name, own]] = sp.expand(rest) if first else free.get((p, i), sp.S.Zero)
    return Frozen(found)


def earned_at_rest(tables: Earnings[Fraction], face: Face, population: int, shares: Sequence[sp.Expr]) -> sp.Expr:
    """Return what members earn at an irrational state: what any strategy that is played there earns."""
    total = sp.S.Zero
    for monomial, value in tables.of(face, population, face.supports[population][0]).items():
        total += to_sympy(value) * sp.Mul(*(shares[k] for k in monomial))
    return sp.radsimp(sp.expand(total))
