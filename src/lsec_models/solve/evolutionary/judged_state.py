"""A state at rest with the verdict on its stability, before the evidence of all of them is put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.exact_numbers import to_sympy
from lsec_models.games.evidence import Evidence
from lsec_models.games.evolutionary.at_point import RestPointAt
from lsec_models.games.evolutionary.faces import Earnings, Face
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.frozen import Frozen
from lsec_models.solve.evolutionary.stability import Judged


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
