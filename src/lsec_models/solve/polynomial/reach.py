"""Which games with rational payoffs elimination reaches, and what is eliminated first."""

from __future__ import annotations

from dataclasses import dataclass

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import NotQuadratic
from lsec_models.games.static.game import Game
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.payoffs import LATER
from lsec_models.solve.quadratic import linear_quadratic

# So many decisions are solved for by critical values.
_LEFT = 2


@dataclass(frozen=True, kw_only=True)
class Elimination:
    """Which decisions are written as functions of others.

    Attributes
    ----------
    written : tuple of Decision
        Those of the last stage, in earlier ones; or the last but one and the last, of which the former is a function of
        the latter.
    is_inverted : bool
        Whether it is the latter.
    is_compared : bool
        Whether an inverted reply is compared with all others, instead of being the only one.
    """

    written: tuple[Decision, ...] = ()
    is_inverted: bool = False
    is_compared: bool = False


def eliminated_first(game: Game) -> list[Elimination]:
    """Return which decisions to write as functions of the others, so that two are left at most.

    Parameters
    ----------
    game : Game

    Raises
    ------
    Unresolved
        If more are left, whatever is written so.
    """
    count, last = len(game.decisions), game.stages[-1]
    if any(bound.foresees for bound in game.bounds):
        return [Elimination(written=last.decisions)]
    if count <= _LEFT:
        return [Elimination()]
    if count - 1 <= _LEFT and len(last.moves) == 1:
        return [*(Elimination(written=(decision,)) for decision in last.decisions[::-1]), *_inverted(game)]
    if count - len(last.decisions) in range(1, _LEFT + 1) and len(last.decisions) == len(last.moves) == len(LATER):
        return [Elimination(written=last.decisions)]
    raise Unresolved(
        f"{count} decisions in {len(game.stages)} stages: of those before the last stage two are solved for"
    )


def eliminated_to(game: Game, left: int) -> list[Elimination]:
    """Return which decisions to write as functions of the others, so that just so many are left, one after the other.

    Parameters
    ----------
    game : Game
    left : int

    Raises
    ------
    Unresolved
        If other numbers are left.
    """
    count, last = len(game.decisions), game.stages[-1]
    rest = count - left
    if rest == 0:
        return [Elimination()]
    if rest == 1 and len(last.moves) == 1:
        return [Elimination(written=(decision,)) for decision in last.decisions[::-1]]
    if rest == len(last.decisions) == len(last.moves) == len(LATER):
        return [Elimination(written=last.decisions)]
    raise Unresolved(
        f"{count} decisions in {len(game.stages)} stages, not all but {left} of which are written in others"
    )


def _inverted(game: Game) -> list[Elimination]:
    """Return the decision before a single last one, whose mover knows the first one or decides it too."""
    *before, last = [stage.decisions for stage in game.stages]
    if len(last) > 1 or len(game.stages[-2].moves) > 1:
        return []
    seconds = before[-1][::-1]
    return [Elimination(written=(second, *last), is_inverted=True) for second in seconds]


def is_beyond_elimination(game: Game) -> bool:
    """Whether rational payoffs, not all quadratic, are of decisions that elimination reaches nowhere.

    Too many decisions are, and those of a last stage that are not rational functions of what was decided before.

    Parameters
    ----------
    game : Game
        Of stages of decisions, and nothing else.

    Examples
    --------
    >>> from lsec_models import Player, decisions
    >>> w, m, q = decisions("w m q")
    >>> def chain(cost):
    ...     return Game(
    ...         players=[
    ...             Player("maker", decides=[w], payoff=w * q - w**3),
    ...             Player("agent", decides=[m], payoff=m * q),
    ...             Player("shop", decides=[q], payoff=(10 - w - m) * q - cost),
    ...         ],
    ...         order=["maker", "agent", "shop"],
    ...     )
    >>> [is_beyond_elimination(chain(q**power)) for power in (2, 3)]
    [False, True]
    """
    try:
        if any(_is_rational(game, way.written) for way in eliminated_first(game) if not way.is_inverted):
            return False
    except Unresolved:
        pass
    try:
        linear_quadratic(game)
    except NotQuadratic:
        return True
    return False


def _is_rational(game: Game, written: tuple[Decision, ...]) -> bool:
    """Whether the margins of these last decisions are linear in them, and bend alike whatever they are."""
    ring = game.ring
    places = [ring.index[decision] for decision in written]
    for move in game.stages[-1].moves:
        for decision in set(move.decisions).intersection(written):
            payoff, place = game.ratios[move.player], ring.index[decision]
            top, bottom = payoff.numerator, payoff.denominator
            # As elimination writes it: factors that it shares with the denominator stay.
            margin = top.derivative(place) * bottom - top * bottom.derivative(place)
            bend = margin.derivative(place)
            if any(margin.degrees()[other] > 1 or bend.degrees()[other] > 0 for other in places):
                return False
    return True
