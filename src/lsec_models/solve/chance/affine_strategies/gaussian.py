"""Normal draws and signals as linear maps of independent shocks, and what is expected when some are seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import DeclarationError
from lsec_models.games.laws import Normal
from lsec_models.games.static.chance.information.signal import Signal
from lsec_models.games.static.chance.random_symbol import Drawn, Random
from lsec_models.games.static.game import Game
from lsec_models.solve.chance.affine_strategies.linear_system import Rows, Vector, determinant, solved
from lsec_models.solve.collected_conditions import where_finite


@dataclass(frozen=True, kw_only=True)
class Shocks:
    """What nature draws.

    Attributes
    ----------
    ring : Ring
        Of the parameters.
    variances : list of Ratio
        Of each shock; they are independent, with mean zero.
    images : mapping from Drawn to (Ratio, list of Ratio)
        The mean of each random number and signal, and its weights on the shocks.
    """

    ring: Ring
    variances: Vector
    images: Mapping[Drawn, tuple[Ratio, Vector]]

    @property
    def zero(self) -> Ratio:
        """Zero, as a function of the parameters."""
        return Ratio.constant(self.ring, 0)

    def covariance(self, one: Vector, other: Vector) -> Ratio:
        """Return the covariance of two sums of shocks."""
        parts = [a * v * b for a, v, b in zip(one, self.variances, other, strict=True) if not (a * b).is_zero()]
        return sum(parts, self.zero)

    def with_sum(self, symbol: Drawn, parts: Mapping[Drawn, Ratio]) -> Shocks:
        """Return the same with a weighted sum of others' deviations from their means, under a name of its own."""
        weights = [self.zero] * len(self.variances)
        for part, share in parts.items():
            weights = [old + share * new for old, new in zip(weights, self.images[part][1], strict=True)]
        return replace(self, images={**self.images, symbol: (self.zero, weights)})

    def follows(self, symbol: Drawn, seen: Sequence[Drawn]) -> bool:
        """Return whether a signal follows from others, of which none follows from the rest."""
        rows = self.weights([*seen, symbol])
        return determinant([[self.covariance(one, other) for other in rows] for one in rows]).is_zero()

    def weights(self, seen: Sequence[Drawn]) -> Rows:
        """Return the weights of signals on the shocks."""
        return [self.images[one][1] for one in seen]

    def beliefs(self, seen: Sequence[Drawn], player: str, domain: Domain) -> tuple[Rows, Domain]:
        """Return the weights of each signal in what is expected of each shock, and where they are defined.

        Raises
        ------
        DeclarationError
            If one of the signals tells nothing that the others do not tell.
        """
        if not seen:
            return [[] for _ in self.variances], domain
        rows = self.weights(seen)
        variance = [[self.covariance(one, other) for other in rows] for one in rows]
        shocks = [[row[i] * v for row in rows] for i, v in enumerate(self.variances)]
        solution, whole = solved(variance, [[shock[k] for shock in shocks] for k in range(len(rows))])
        if whole.is_zero():
            raise DeclarationError(
                f"{player!r} sees {', '.join(map(str, seen))}, of which one follows from the others; leave it out of "
                "sees="
            )
        one = Ratio.constant(self.ring, 1)
        domain = where_finite(domain, one / whole, origin=f"what {player} sees has a regular variance")
        return [[solution[k][i] for k in range(len(rows))] for i in range(len(shocks))], domain


def shocks_of(game: Game) -> Shocks:
    """Return all that is random in a game in terms of independent shocks."""
    ring = game.domain.ring
    drawn, signals = list(game.random), [seen for seen in game.signals if isinstance(seen, Signal)]
    noisy = [seen for seen in signals if seen.noise != 0]
    variances = [_normal(one).variance for one in drawn] + [seen.noise for seen in noisy]
    zero, one = Ratio.constant(ring, 0), Ratio.constant(ring, 1)
    images: dict[Drawn, tuple[Ratio, Vector]] = {}
    for place, symbol in enumerate(drawn):
        unit = [one if i == place else zero for i in range(len(variances))]
        images[symbol] = ratio(ring, _normal(symbol).mean), unit
    for seen in signals:
        weights = [ratio(ring, sp.diff(seen.of, symbol)) for symbol in drawn]
        weights += [one if other is seen else zero for other in noisy]
        images[seen] = ratio(ring, seen.of.subs({symbol: _normal(symbol).mean for symbol in drawn})), weights
    return Shocks(ring=ring, variances=[ratio(ring, variance) for variance in variances], images=images)


def _normal(symbol: Random) -> Normal:
    assert isinstance(symbol.law, Normal)
    return symbol.law
