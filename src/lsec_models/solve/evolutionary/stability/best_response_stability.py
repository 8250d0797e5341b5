"""Stability of a Nash equilibrium under the best-response dynamics, where a theorem decides it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lsec_models.games.evolutionary.at_point import Stability
from lsec_models.solve.evolutionary.stability.copositive import is_positive_definite
from lsec_models.solve.evolutionary.stability.interaction import interaction
from lsec_models.solve.evolutionary.stability.linearisation import PopulationState
from lsec_models.solve.evolutionary.stability.stability import (
    Judged,
    is_evolutionarily_stable,
    is_strict,
    minus_form,
    scale_to_zero_sum,
)

UNDECIDED = "no theorem decides its stability under best responses"


def judged_by_best_responses(state: PopulationState, *, in_continuum: bool, alone: bool) -> Judged:
    """Return the stability of a Nash equilibrium: of all paths of the differential inclusion that begin near it.

    1. A strict equilibrium is asymptotically stable: near it everybody moves straight to it.
    2. An equilibrium with others as near as you like is not.
    3. Of a single population, an evolutionarily stable state is, if nothing that is not played earns as much, or if
       there are two strategies, where no other one is. One is unstable if payoffs are positive definite among the
       directions of change inside its face, and nothing else earns as much: the excess of the best payoff over the mean
       grows along every path in the face that leaves it, and there are such paths as near as you like.
    4. Of two populations whose payoffs are zero-sum up to a positive factor, the only equilibrium is. A mixture of two
       strategies each is unstable if either population gains by doing like the other.

    Parameters
    ----------
    state : PopulationState
        A Nash equilibrium.
    in_continuum : bool
        Whether others fill a set at whose border, or in which, it lies.
    alone : bool
        Whether there is no other one.

    References
    ----------
    Hofbauer, J. and Sigmund, K. (2003). Evolutionary game dynamics. Bulletin of the American Mathematical Society 40.

    Hofbauer, J. and Sorin, S. (2006). Best response dynamics for continuous zero-sum games. Discrete and Continuous
    Dynamical Systems B 6.

    Sandholm, W. H. (2010). Local stability under evolutionary game dynamics. Theoretical Economics 5.
    """
    symmetric = len(state.tables) == 1
    strict = is_strict(state)
    evolutionary = is_evolutionarily_stable(state.tables[0], state.shares[0]) if symmetric else strict
    if strict:
        decided = Judged(stability=Stability.ASYMPTOTICALLY_STABLE, because="a strict equilibrium")
    elif in_continuum:
        decided = Judged(
            stability=Stability.NOT_ASYMPTOTICALLY_STABLE, because="other equilibria are as near as you like"
        )
    elif symmetric:
        decided = _of_one_population(state, evolutionary=evolutionary)
    else:
        decided = _of_two_populations(state, alone=alone)
    return replace(decided, evolutionarily_stable=evolutionary)


def _of_one_population(state: PopulationState, *, evolutionary: bool) -> Judged:
    (shares,), (earned,), (average,) = state.shares, state.earned, state.average
    regular = all(share > 0 or value < average for share, value in zip(shares, earned, strict=True))
    if evolutionary and (regular or len(shares) == 2):
        return Judged(stability=Stability.ASYMPTOTICALLY_STABLE, because="regular evolutionarily stable states are")
    if len(shares) == 2:
        words = "with two strategies, what is not evolutionarily stable is left on one side"
        return Judged(stability=Stability.UNSTABLE, because=words)
    base, *others = [i for i, share in enumerate(shares) if share]
    form = [[-entry for entry in row] for row in minus_form(state.tables[0], base, others)]
    if others and regular and is_positive_definite(form):
        return Judged(stability=Stability.UNSTABLE, because="payoffs are positive definite among what is played")
    return Judged(stability=Stability.OPEN, because=UNDECIDED)


def _of_two_populations(state: PopulationState, *, alone: bool) -> Judged:
    if alone and scale_to_zero_sum(state.tables) is not None:
        words = "the only equilibrium of payoffs that are zero-sum, up to a factor"
        return Judged(stability=Stability.ASYMPTOTICALLY_STABLE, because=words)
    mixes = all(0 < share < 1 for own in state.shares for share in own)
    if len(state.tables) == 2 and mixes and all(len(own) == 2 for own in state.shares):
        gains: list[Fraction] = [interaction(table, 0, 1, 1) for table in state.tables]
        if gains[0] * gains[1] > 0:
            return Judged(stability=Stability.UNSTABLE, because="either population gains by doing like the other")
    return Judged(stability=Stability.OPEN, because=UNDECIDED)
