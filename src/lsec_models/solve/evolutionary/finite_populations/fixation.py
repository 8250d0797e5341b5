"""Finite populations: how likely a few members of one strategy take over all others (Moran's process), exactly."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import DeclarationError, OutsideDomain, require_known
from lsec_models.games.evolutionary.game import EvolutionaryGame

_LARGEST = 2000


def fixation_probability(
    game: EvolutionaryGame, strategy: str, *, size: int, starting: int = 1, selection: object = 1
) -> sp.Expr:
    """Return the probability that a strategy takes over a finite population.

    At each step one member is chosen to reproduce, with odds in proportion to fitness, and its offspring replaces a
    member that is chosen evenly. Fitness is ``1 - w + w * payoff``, the payoff that of being matched with one of the
    others, w the intensity of selection. With i members the number rises and falls with odds ``f_i : g_i``, so that

        probability = (1 + sum_{k=1}^{j-1} prod_{i=1}^{k} g_i / f_i) / (1 + sum_{k=1}^{N-1} prod_{i=1}^{k} g_i / f_i)

    from j members on. Selection favours a strategy that takes over from one member with more than 1/N.

    Parameters
    ----------
    game : EvolutionaryGame
        Of a single population with two strategies.
    strategy : str
    size : int
        How many members there are.
    starting : int
        How many of them play the strategy at first.
    selection : number
        Above 0 and at most 1.

    Returns
    -------
    sympy.Expr
        In the parameters of the game, exactly, where every fitness is positive; a rational number where it has none.

    Raises
    ------
    DeclarationError
        If the game has several populations or more than two strategies, or a number is out of its range.
    OutsideDomain
        If a fitness is not positive, whatever the parameters are.

    References
    ----------
    Nowak, M. A., Sasaki, A., Taylor, C. and Fudenberg, D. (2004). Emergence of cooperation and evolutionary stability
    in finite populations. Nature 428.

    Examples
    --------
    >>> doubled = EvolutionaryGame(populations={"birds": ["new", "old"]}, payoffs=[[2, 2], [1, 1]])
    >>> fixation_probability(doubled, "new", size=4)  # (1 - 1/2) / (1 - 1/2**4)
    8/15
    """
    own, weight = _checked(game, strategy, size, starting, selection)
    other = 1 - own
    table = game.entries[game.names[0]]
    ring = game.ring

    def number(value: Fraction | int) -> Ratio:
        return Ratio.constant(ring, value)

    def fitness(me: int, same: int, different: int) -> Ratio:
        met = table[me, me] * number(same) + table[me, 1 - me] * number(different)
        found = number(1 - weight) + number(weight / (size - 1)) * met
        if game.domain.sign(found).is_nonpositive:
            raise OutsideDomain(
                f"the fitness of {game.populations[game.names[0]][me]} is {found.expression()} among {same} of its "
                "kind, and not positive; add a constant to all payoffs, or lower selection="
            )
        return found

    total, product, reached = number(1), number(1), number(1)
    for i in range(1, size):
        product = product * fitness(other, size - i - 1, i) / fitness(own, i - 1, size - i)
        total = total + product
        if i < starting:
            reached = total
    return (reached / total).expression()


def _checked(
    game: EvolutionaryGame, strategy: str, size: object, starting: object, selection: object
) -> tuple[int, Fraction]:
    if not isinstance(game, EvolutionaryGame):
        kind = type(game).__name__
        raise DeclarationError(f"fixation_probability takes the game as it is declared, not {kind}; pass its `.game`")
    if not game.is_symmetric or game.shape != (2,):
        raise DeclarationError(
            f"fixation_probability takes a single population with two strategies, not {game!r}; leave out the others"
        )
    strategies = game.populations[game.names[0]]
    require_known(strategy, strategies, f"no strategy {strategy!r}")
    if not isinstance(size, int) or isinstance(size, bool) or not 2 <= size <= _LARGEST:
        raise DeclarationError(f"size = {size!r}: give a number of members from 2 to {_LARGEST}")
    if not isinstance(starting, int) or isinstance(starting, bool) or not 1 <= starting < size:
        raise DeclarationError(f"starting = {starting!r}: give a number of members from 1 to {size - 1}")
    weight = exact_number(selection, "selection")
    if not 0 < weight <= 1:
        raise DeclarationError(f"selection = {selection!r}: give a number above 0 and at most 1")
    return strategies.index(strategy), weight
