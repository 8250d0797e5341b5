"""The replicator dynamics in generations: which rest points are stable where time is discrete, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import flint

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.errors import DeclarationError
from lsec_models.games.evolutionary.at_point import RestPointsAt, Stability
from lsec_models.games.frozen import Frozen
from lsec_models.solve.evolutionary.dispatch import require_replicator
from lsec_models.solve.evolutionary.stability.linearisation import PopulationState
from lsec_models.solve.evolutionary.stability.spectrum import Spectrum, real_parts

_ON_CIRCLE = "a multiplier on the unit circle: linearisation gives no verdict"
_IRRATIONAL = "its shares are not rational"


@dataclass(frozen=True, kw_only=True)
class InGenerations:
    """The stability of a rest point where shares move from generation to generation.

    Attributes
    ----------
    stability : Stability
    because : str
        How that is known, or why it is open.
    """

    stability: Stability
    because: str

    def __str__(self) -> str:
        return f"{self.stability.value}: {self.because}"


def stability_in_generations(found: RestPointsAt, *, background: object) -> Mapping[str, InGenerations]:
    """Return the stability of each rest point under the replicator dynamics in discrete time.

    In each generation a share is multiplied by what its strategy earns relative to its population, everybody earning
    the background payoff besides: ``x' = x (b + f) / (b + average)``. Rest points are those of continuous time, to
    which all tends as the background grows. Their multipliers are the eigenvalues of ``1 + J / (b + average)``, J the
    linearised dynamics in continuous time; whether they lie within the unit circle is decided exactly, by a map that
    takes the circle to a half-plane.

    Parameters
    ----------
    found : RestPointsAt
    background : number
        Large enough for every ``b + payoff`` to be positive.

    Returns
    -------
    mapping from str to InGenerations
        By the name of the rest point; of several with one name the last ones have a number.

    Raises
    ------
    DeclarationError
        If somebody would earn nothing or less, or these are not rest points at a point, or of other dynamics.

    References
    ----------
    Weibull, J. W. (1995). Evolutionary Game Theory, section 4.1. MIT Press.

    Examples
    --------
    >>> from lsec_models import EvolutionaryGame, solve
    >>> cycle = EvolutionaryGame(
    ...     populations={"all": ["rock", "paper", "scissors"]}, payoffs=[[0, -1, 2], [2, 0, -1], [-1, 2, 0]]
    ... )
    >>> found = solve(cycle, at={})
    >>> found.named("rock + paper + scissors").stability.value
    'asymptotically stable'
    >>> for background in ("3/2", 4):
    ...     print(stability_in_generations(found, background=background)["rock + paper + scissors"])
    unstable: 2 of 2 multipliers outside the unit circle
    asymptotically stable: all multipliers within the unit circle
    """
    if not isinstance(found, RestPointsAt):
        kind = type(found).__name__
        raise DeclarationError(
            f"stability_in_generations takes the rest points at one point, not {kind}; solve(game, at={{...}})"
        )
    require_replicator("stability_in_generations", found)
    game, more = found.game, exact_number(background, "background")
    point = {symbol: found.point[symbol.name] for symbol in game.parameters}
    tables = list(game.entries_at(point).values())
    least = min(value for table in tables for value in table.values())
    if more + least <= 0:
        raise DeclarationError(
            f"background = {background!r}: somebody would earn {more + least}, which is not positive; give more than "
            f"{-least}"
        )
    names = list(game.share_names.values())
    decided: dict[str, InGenerations] = {}
    for rest in found:
        shares = [rest.shares[name] for name in names]
        count = sum(name == rest.name or name.startswith(f"{rest.name} (") for name in decided)
        name = f"{rest.name} ({count + 1})" if count else rest.name
        if not all(share.is_Rational for share in shares):
            decided[name] = InGenerations(stability=Stability.OPEN, because=_IRRATIONAL)
            continue
        exact = iter(map(to_fraction, shares))
        state = PopulationState(tables, [[next(exact) for _ in range(size)] for size in game.shape])
        decided[name] = _judged(state, more)
    return Frozen(decided)


def _judged(state: PopulationState, background: Fraction) -> InGenerations:
    population = [p for p, own in enumerate(state.shares) for _ in own[1:]]
    matrix = [
        [(entry / (background + state.average[p])) + int(i == j) for j, entry in enumerate(row)]
        for i, (p, row) in enumerate(zip(population, state.jacobian, strict=True))
    ]
    where = multipliers(matrix)
    if where.positive:
        return InGenerations(
            stability=Stability.UNSTABLE,
            because=f"{where.positive} of {len(matrix)} multipliers outside the unit circle",
        )
    if where.zero:
        return InGenerations(stability=Stability.OPEN, because=_ON_CIRCLE)
    return InGenerations(stability=Stability.ASYMPTOTICALLY_STABLE, because="all multipliers within the unit circle")


def multipliers(matrix: list[list[Fraction]]) -> Spectrum:
    """Return how many eigenvalues lie within the unit circle (negative), on it (zero) and outside (positive).

    The polynomial in m becomes one in s by ``m = (1 + s) / (1 - s)``, which takes the circle's inside to the left
    half-plane, and -1 to infinity: the degree falls by as many as there are eigenvalues -1.

    Examples
    --------
    >>> multipliers([[Fraction(1, 2), Fraction(0)], [Fraction(3), Fraction(-1)]])
    Spectrum(negative=1, zero=1, positive=0)
    """
    size = len(matrix)
    whole = flint.fmpq_mat(size, size, [to_fmpq(a) for row in matrix for a in row]).charpoly()
    above, below = flint.fmpq_poly([1, 1]), flint.fmpq_poly([1, -1])
    moved = flint.fmpq_poly([0])
    for power, coefficient in enumerate(whole.coeffs()):
        moved += coefficient * above**power * below ** (size - power)
    found = real_parts(moved)
    return Spectrum(negative=found.negative, zero=found.zero + size - moved.degree(), positive=found.positive)
