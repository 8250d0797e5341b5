"""The law of a first decision that reveals what its owner knows: separating, with the distortion that this brings.

Later movers believe R when they see d = c + k R, and since k is not zero every d tells what they believe. Whoever
decides d knows that: another d makes them believe another R. With the payoff F(d, believed; known) after later answers,
the first-order condition is F_d + F_R / k = 0 at what is true, for every R: linear in c, quadratic in k.

References
----------
Gal-Or, E. (1987). First mover disadvantages with private information. Review of Economic Studies 54, 279-292.
Mailath, G. J. (1987). Incentive compatibility in signaling games with a continuum of types. Econometrica 55, 1349-1365.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lsec_models.algebra.algebraic_functions.square_root import square_root
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import DeclarationError, NoClosedForm, NoInteriorOptimum
from lsec_models.games.static.chance.information.revealing import Revealing, revealing_in
from lsec_models.games.static.chance.random_symbol import Drawn
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage
from lsec_models.solve.chance.affine_strategies.gaussian import Shocks, shocks_of
from lsec_models.solve.chance.affine_strategies.linear_system import Vector
from lsec_models.solve.collected_conditions import where_finite, where_sign


class Told(Drawn):
    """What all believe after a first decision: a weighted sum of what its owner sees."""


@dataclass(frozen=True, kw_only=True)
class Revealed:
    """What a first decision reveals.

    Attributes
    ----------
    parts : Revealing
    symbol : Told
        Stands for the number that is revealed, measured from its mean.
    shares : dict from Drawn to Ratio
        The weights of hidden signals in it.
    shocks : Shocks
        All that is random, that number among it.
    """

    parts: Revealing
    symbol: Told
    shares: dict[Drawn, Ratio]
    shocks: Shocks

    @property
    def player(self) -> str:
        """Who decides first."""
        return self.parts.player

    @property
    def decision(self) -> Decision:
        """What is decided first."""
        return self.parts.decision

    @property
    def seen(self) -> tuple[Drawn, ...]:
        """What its owner sees, what nobody else needs it for last."""
        return (*self.parts.hidden, *self.public)

    @property
    def public(self) -> tuple[Drawn, ...]:
        """What its owner sees, and everybody later does too."""
        return self.parts.public

    @property
    def words(self) -> str:
        """What is revealed, in words."""
        terms = [(share.expression(), one) for one, share in self.shares.items() if not share.is_zero()]
        return " + ".join(f"{one}" if share == 1 else f"{share}*{one}" for share, one in terms)


@dataclass(frozen=True, kw_only=True)
class RevealingLaw:
    """How a first decision depends on what its owner sees.

    Attributes
    ----------
    constant : Ratio
        What is decided when all that is seen is as expected.
    slope : Ratio
        By how much it moves with what it reveals.
    weights : list of Ratio
        On each signal in `Revealed.seen`.
    """

    constant: Ratio
    slope: Ratio
    weights: Vector


def revealed_in(game: Game) -> Revealed | None:
    """Return what the first decision of a game reveals, if somebody later does not see it.

    Raises
    ------
    DeclarationError
        If two numbers that are not proportional matter to whoever learns by it, of which one decision tells but one.
    """
    parts = revealing_in(game)
    if parts is None:
        return None
    shocks = shocks_of(game)
    seen = (*parts.hidden, *parts.public)
    believed, _ = shocks.beliefs(seen, parts.player, game.domain)
    hidden = range(len(parts.hidden))
    rows = [[row[k] for k in hidden] for row in believed[: len(game.random)]]
    moving = [row for row in rows if any(not entry.is_zero() for entry in row)]
    if not moving or any(not _proportional(moving[0], row) for row in moving[1:]):
        names = ", ".join(map(str, parts.hidden))
        raise DeclarationError(
            f"{parts.player!r} decides {parts.decision} knowing {names}, which later movers do not see; one decision "
            f"tells one number, and {'none' if not moving else 'more than one'} matters: let later movers see {names}, "
            "or leave all but one out of sees="
        )
    base = next(entry for entry in moving[0] if not entry.is_zero())
    shares = {one: entry / base for one, entry in zip(parts.hidden, moving[0], strict=True)}
    symbol = Told(f"what {parts.decision} reveals", real=True)
    return Revealed(parts=parts, symbol=symbol, shares=shares, shocks=shocks.with_sum(symbol, shares))


def revealing_law(
    revealed: Revealed,
    stage: Stage,
    domain: Domain,
    *,
    constant: tuple[Ratio, Ratio],
    curvature: tuple[Ratio, Ratio, Ratio],
    signals: tuple[Vector, Vector],
) -> tuple[RevealingLaw, Domain]:
    """Return the law of a first decision, and where it holds.

    Parameters
    ----------
    revealed : Revealed
    stage : Stage
    domain : Domain
    constant : tuple of Ratio
        F_d and F_R where all is zero.
    curvature : tuple of Ratio
        F_dd, F_dR and F_RR, R being what is believed.
    signals : tuple of lists of Ratio
        The weights of each signal in what is expected of F_d and of F_R.

    Raises
    ------
    NoInteriorOptimum
        If no slope that is not zero meets the first-order condition and leaves a payoff that is strictly concave, what
        is revealed taken into account.
    NoClosedForm
        If slopes are square roots, or there are several of them.
    DeclarationError
        If whoever decides first would let another number than that of later movers' concern move its decision.
    """
    one = Ratio.constant(domain.ring, 1)
    hidden = len(revealed.parts.hidden)
    shares = [revealed.shares[seen] for seen in revealed.parts.hidden]
    marginal, misled = (_along(revealed, weights[:hidden], shares) for weights in signals)
    found = []
    for slope in _slopes(revealed, stage, domain, curvature, marginal, misled):
        bend = curvature[0] + (curvature[1] + curvature[1]) / slope + curvature[2] / slope**2
        words = f"second-order condition of {stage}, which reveals {revealed.words}"
        part = None if bend.is_zero() else where_sign(domain, -bend, strict=True, origin=words)
        if part is not None:
            found.append((slope, part))
    if not found:
        raise NoInteriorOptimum(
            f"stage {stage.number}: {revealed.player} knows {revealed.words}, which later movers infer from "
            f"{revealed.decision}; no affine law of nonzero slope meets both of its conditions, what is inferred taken "
            f"into account, the first-order one and a strictly concave payoff: there is no separating equilibrium in "
            f"affine strategies in which {revealed.decision} is the only best decision; let later movers see "
            f"{revealed.words}"
        )
    if len(found) > 1:
        raise NoClosedForm(
            f"stage {stage.number}: there may be two laws by which {revealed.decision} reveals {revealed.words}, of "
            f"slopes {' and '.join(str(slope.expression()) for slope, _ in found)}; let later movers see it, or give "
            "numbers for parameters"
        )
    ((slope, domain),) = found
    domain = where_finite(domain, one / slope, origin=f"{revealed.decision} moves with what it reveals")
    whole = curvature[0] + curvature[1] / slope
    if whole.is_zero():
        raise NoInteriorOptimum(
            f"stage {stage.number}: the first-order condition does not isolate what {revealed.player} decides; let "
            f"later movers see {revealed.words}"
        )
    domain = where_finite(domain, one / whole, origin=f"one law of {stage}")
    rest = [-(v + u / slope) / whole for v, u in zip(*(weights[hidden:] for weights in signals), strict=True)]
    law = RevealingLaw(
        constant=-(constant[0] + constant[1] / slope) / whole,
        slope=slope,
        weights=[*(slope * share for share in shares), *rest],
    )
    return law, domain


def _slopes(
    revealed: Revealed,
    stage: Stage,
    domain: Domain,
    curvature: tuple[Ratio, Ratio, Ratio],
    marginal: Ratio,
    misled: Ratio,
) -> list[Ratio]:
    """Return the slopes, zero aside, at which the first-order condition holds whatever is known."""
    square, linear, rest = curvature[0], curvature[1] + curvature[1] + marginal, curvature[2] + misled
    if square.is_zero() and linear.is_zero() and rest.is_zero():
        raise NoClosedForm(
            f"stage {stage.number}: the first-order condition of {revealed.player} holds whatever the slope at which "
            f"{revealed.decision} reveals {revealed.words}; there may be equilibria without number, or none: let later "
            f"movers see {revealed.words}"
        )
    if square.is_zero():
        return [] if linear.is_zero() or rest.is_zero() else [-rest / linear]
    if rest.is_zero():
        return [] if linear.is_zero() else [-linear / square]
    ring = square.ring
    four = Ratio.constant(ring, 4)
    discriminant = linear * linear - four * square * rest
    if domain.sign(discriminant) is Sign.NEGATIVE:
        return []
    root = square_root(ring, discriminant.numerator * discriminant.denominator)
    if root.inside != ring.one:
        raise NoClosedForm(
            f"stage {stage.number}: the slope at which {revealed.decision} reveals {revealed.words} is a square root; "
            f"declare numbers at which it is rational, or let later movers see {revealed.words}"
        )
    spread = Ratio(ring, root.outside) / Ratio(ring, discriminant.denominator)
    return [(-linear + sign) / (square + square) for sign in dict.fromkeys((spread, -spread))]


def _along(revealed: Revealed, weights: Sequence[Ratio], shares: Sequence[Ratio]) -> Ratio:
    """Return the factor by which weights on hidden signals are those in what is revealed."""
    if not _proportional(list(shares), list(weights)):
        raise DeclarationError(
            f"{revealed.player!r} decides {revealed.decision} by more than {revealed.words}, which is all that later "
            "movers care for; one decision tells one number: let them see all of it"
        )
    place = next(i for i, share in enumerate(shares) if not share.is_zero())
    return weights[place] / shares[place]


def _proportional(one: Vector, other: Vector) -> bool:
    """Return whether a vector is a multiple, or none, of one that is not zero."""
    place = next(i for i, entry in enumerate(one) if not entry.is_zero())
    return all((a * other[place] - b * one[place]).is_zero() for a, b in zip(one, other, strict=True))
