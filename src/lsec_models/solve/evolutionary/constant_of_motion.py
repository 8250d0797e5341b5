"""What stays constant along every path of the replicator dynamics, where paths circle."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fraction, to_sympy
from lsec_models.errors import DeclarationError
from lsec_models.games.evolutionary.at_point import RestPointsAt
from lsec_models.solve.evolutionary.dispatch import require_replicator
from lsec_models.solve.evolutionary.stability.linearisation import PopulationState
from lsec_models.solve.evolutionary.stability.stability import keeps_a_product, scale_to_zero_sum


def constant_of_motion(found: RestPointsAt) -> sp.Expr | None:
    """Return a function of the shares that no path changes: a product of powers of all of them.

    There is one around a mixture of all strategies, of a single population whose payoffs are zero-sum among directions
    of change, and of two populations whose payoffs are, up to a positive factor. The exponents are the mixture's
    shares, those of the first population times that factor. Where such mixtures fill a continuum, it is that of the
    mean of its vertices. Others are not looked for.

    Parameters
    ----------
    found : RestPointsAt

    Returns
    -------
    sympy.Expr or None
        In symbols that are named as the shares are; None where there is no such mixture.

    Raises
    ------
    DeclarationError
        If these are not rest points at a point, or of other dynamics.

    References
    ----------
    Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics, sections 7.6 and 11.2. Cambridge
    University Press.

    Examples
    --------
    >>> from lsec_models import EvolutionaryGame, solve
    >>> pennies = EvolutionaryGame(
    ...     populations={"one": ["heads", "tails"], "other": ["same", "different"]},
    ...     payoffs={"one": [[1, -1], [-1, 1]], "other": [[-1, 1], [1, -1]]},
    ... )
    >>> constant_of_motion(solve(pennies, at={}))
    sqrt(different)*sqrt(heads)*sqrt(same)*sqrt(tails)
    """
    if not isinstance(found, RestPointsAt):
        kind = type(found).__name__
        raise DeclarationError(
            f"constant_of_motion takes the rest points at one point, not {kind}; solve(game, at={{...}})"
        )
    require_replicator("constant_of_motion", found)
    game = found.game
    names = list(game.share_names.values())
    point = {symbol: found.point[symbol.name] for symbol in game.parameters}
    tables = list(game.entries_at(point).values())
    middles = [
        {name: sum(corner[name] for corner in filled.vertices) / len(filled.vertices) for name in names}
        for filled in found.continua
    ]
    for mixture in (*(rest.shares for rest in found), *middles):
        shares = [mixture[name] for name in names]
        if not all(share.is_Rational and share > 0 for share in shares):
            continue
        exact = iter(map(to_fraction, shares))
        state = PopulationState(tables, [[next(exact) for _ in range(size)] for size in game.shape])
        if keeps_a_product(state):
            scales = [scale_to_zero_sum(tables) or Fraction(1), Fraction(1)]
            symbols = iter(sp.Symbol(name, positive=True) for name in names)
            return sp.Mul(
                *(
                    next(symbols) ** to_sympy(scale * share)
                    for own, scale in zip(state.shares, scales, strict=False)
                    for share in own
                )
            )
    return None
