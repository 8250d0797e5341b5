"""Stability of a rest point in exact numbers: eigenvalues, evolutionary stability, volume, constants of motion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lsec_models.games.evolutionary.at_point import Stability
from lsec_models.games.evolutionary.faces import Table
from lsec_models.solve.evolutionary.stability.centre_manifold import gain_along_centre_manifold
from lsec_models.solve.evolutionary.stability.copositive import (
    Matrix,
    is_positive_definite,
    is_strictly_copositive,
    schur_complement,
)
from lsec_models.solve.evolutionary.stability.interaction import interaction
from lsec_models.solve.evolutionary.stability.linearisation import PopulationState
from lsec_models.solve.evolutionary.stability.spectrum import spectrum

VOLUME = "payoffs do not depend on the own population's shares, so that the flow inside a face keeps a volume"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is known of a rest point's stability; see the fields of :class:`RestPointAt`."""

    stability: Stability
    because: str
    shape: str = ""
    evolutionarily_stable: bool | None = False


def judged(state: PopulationState, *, in_continuum: bool) -> Judged:
    """Return the stability of a rest point.

    1. An eigenvalue to the right of the imaginary axis makes it unstable, if all are to the left it is asymptotically
       stable.
    2. Of a single population, an evolutionarily stable state is asymptotically stable; with two strategies no other one
       is. Where a weighted product of shares stays constant, an inner rest point is stable, and not asymptotically.
    3. Of several populations, only strict equilibria are asymptotically stable.
    4. A rest point with others as near as you like is not asymptotically stable.
    5. Of a single population, where one eigenvalue vanishes and all others are left of the axis, the flow along the
       centre manifold decides: :mod:`lsec_models.solve.evolutionary.stability.centre_manifold`.

    References
    ----------
    Taylor, P. D. and Jonker, L. B. (1978). Evolutionary stable strategies and game dynamics. Mathematical Biosciences
    40.

    Ritzberger, K. and Weibull, J. W. (1995). Evolutionary selection in normal-form games. Econometrica 63.

    Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics. Cambridge University Press,
    chapters 7, 10 and 11.
    """
    where = spectrum(state.jacobian)
    if not where.is_hyperbolic:
        shape = "non-hyperbolic"
    else:
        shape = "sink" if not where.positive else "saddle" if where.negative else "source"
    symmetric = len(state.tables) == 1
    strict = is_strict(state)
    evolutionary = is_evolutionarily_stable(state.tables[0], state.shares[0]) if symmetric else strict

    def verdict(stability: Stability, because: str) -> Judged:
        return Judged(stability=stability, because=because, shape=shape, evolutionarily_stable=evolutionary)

    if where.positive or where.is_hyperbolic:
        return replace(hyperbolic(where.positive, len(state.jacobian), shape), evolutionarily_stable=evolutionary)
    if evolutionary:
        return verdict(Stability.ASYMPTOTICALLY_STABLE, "evolutionarily stable states are")
    if in_continuum:
        return verdict(Stability.NOT_ASYMPTOTICALLY_STABLE, "other rest points are as near as you like")
    if keeps_a_product(state):
        return verdict(Stability.STABLE, "a weighted product of shares is a constant of motion")
    if not symmetric:
        mixes = any(0 < share < 1 for own in state.shares for share in own)
        return verdict(Stability.NOT_ASYMPTOTICALLY_STABLE, VOLUME if mixes else "only strict equilibria are")
    if len(state.shares[0]) == 2:
        return verdict(Stability.UNSTABLE, "with two strategies, what is not evolutionarily stable is left on one side")
    gain = gain_along_centre_manifold(state.tables[0], state.shares[0]) if where.zero == 1 else None
    if gain:
        stable = Stability.ASYMPTOTICALLY_STABLE if gain < 0 else Stability.UNSTABLE
        moves = "towards it" if gain < 0 else "away from it"
        return verdict(stable, f"along the centre manifold, of one dimension, shares move {moves}")
    return verdict(Stability.OPEN, "non-hyperbolic here: no verdict from linearisation")


def hyperbolic(right: int, size: int, shape: str) -> Judged:
    """Return the stability that signs of eigenvalues decide: some are right of the imaginary axis, or all left of it.

    Parameters
    ----------
    right : int
        How many are right of it.
    size : int
        How many there are.
    shape : str
    """
    if right:
        words = f"{right} of {size} eigenvalues right of the imaginary axis"
        return Judged(stability=Stability.UNSTABLE, because=words, shape=shape)
    words = "all eigenvalues left of the imaginary axis"
    return Judged(stability=Stability.ASYMPTOTICALLY_STABLE, because=words, shape=shape)


def is_evolutionarily_stable(table: Table[Fraction], shares: Sequence[Fraction]) -> bool:
    """Whether a state of a single population is evolutionarily stable.

    It is a best reply to itself, and the form ``-z'Az`` is positive in all directions z towards mixtures of best
    replies: positive definite towards what is played, with a strictly copositive rest.

    References
    ----------
    Haigh, J. (1975). Game theory and evolution. Advances in Applied Probability 7.
    """
    earned = [sum((x * table[i, j] for j, x in enumerate(shares)), Fraction(0)) for i in range(len(shares))]
    best = max(earned)
    played = [i for i, x in enumerate(shares) if x]
    if any(earned[i] != best for i in played):
        return False
    base, free = played[0], played[1:]
    others = [i for i in range(len(shares)) if i not in played and earned[i] == best]
    form = minus_form(table, base, [*free, *others])
    if not is_positive_definite([row[: len(free)] for row in form[: len(free)]]):
        return False
    return is_strictly_copositive(schur_complement(form, len(free)))


def keeps_a_product(state: PopulationState) -> bool:
    """Whether a product of powers of all shares is a constant of motion that is largest at an inner rest point.

    Of a single population it is where payoffs among directions of change are antisymmetric; of two populations where
    they are those of a zero-sum game, up to a positive factor.
    """
    if any(share == 0 for own in state.shares for share in own):
        return False
    if len(state.tables) == 1:
        form = minus_form(state.tables[0], 0, list(range(1, len(state.shares[0]))))
        return all(entry == 0 for row in form for entry in row)
    return scale_to_zero_sum(state.tables) is not None


def scale_to_zero_sum(tables: Sequence[Table[Fraction]]) -> Fraction | None:
    """Return the positive factor of the first of two populations' payoffs that makes the game zero-sum among changes.

    None where there is no such factor, or there are not two populations.
    """
    if len(tables) != 2:
        return None
    rows, columns = (max(place[p] for place in tables[0]) + 1 for p in (0, 1))
    pairs = [
        (interaction(tables[0], 0, i, j), interaction(tables[1], 0, i, j))
        for i in range(1, rows)
        for j in range(1, columns)
    ]
    weight = next((-other / one for one, other in pairs if one), Fraction(0))
    return weight if weight > 0 and all(weight * one + other == 0 for one, other in pairs) else None


def minus_form(table: Table[Fraction], base: int, others: Sequence[int]) -> Matrix:
    """Return minus the symmetric part of payoffs among the directions from one strategy to others."""
    return [[-(interaction(table, base, i, j) + interaction(table, base, j, i)) / 2 for j in others] for i in others]


def is_strict(state: PopulationState) -> bool:
    """Whether everybody would lose by playing anything else."""
    return all(
        share == 1 or (share == 0 and earned < state.average[p])
        for p, own in enumerate(state.shares)
        for share, earned in zip(own, state.earned[p], strict=True)
    )
