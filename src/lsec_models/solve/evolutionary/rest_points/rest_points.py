"""All rest points of the replicator dynamics in closed form, with the conditions under which each is stable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import factorial

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.hurwitz import characteristic_coefficients, hurwitz_determinants
from lsec_models.algebra.polynomials.linear import determinant
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.evolutionary.faces import Earnings, Face, faces
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.evolutionary.rest_points import RestPoint, RestPoints, Tie
from lsec_models.games.frozen import Frozen
from lsec_models.solve.evolutionary.rest_points.at_point import require_few_faces, rest_points_at
from lsec_models.solve.evolutionary.rest_points.parametric_system import solved_system
from lsec_models.solve.evolutionary.stability.stability import VOLUME

# Terms that the determinant of a face's equations may have before anything cancels.
_MAX_TERMS = 200_000
_CURVED = "three or more populations mix, and what they earn there has products of their shares"
_FILLED = "rest points may fill a part of it wherever the parameters are"
_LARGE = "its equations are too long to be solved in parameters"
_SUBSTITUTED = "what is played earns the same, which the shares were solved from"
_FACES = "Cramer's rule on all faces"
_STRICT = "with several populations a rest point is asymptotically stable exactly if it is a strict equilibrium"
_VANISHING = "where an eigenvalue vanishes it is not decided by linearisation; solve at such a point"


@dataclass
class _Found:
    """What has been found on the faces so far."""

    points: list[RestPoint]
    ties: list[Tie]
    unresolved: list[tuple[str, str]]


def rest_points(game: EvolutionaryGame) -> RestPoints:
    """Return all rest points of a game in closed form.

    1. A profile of pure strategies is a rest point. It is stable by the signs of what every other strategy would earn
       more or less: with several populations exactly if it is a strict equilibrium.
    2. Inside each other face all that is played earns the same: a linear system in the shares, unless three populations
       mix. Where its determinant vanishes there may be others; these parameters are named as ties.
    3. With several populations no rest point at which one mixes is asymptotically stable. With a single one it is where
       what is not played would earn less, and the Hurwitz determinants of the dynamics among what is played are
       positive.

    Raises
    ------
    DeclarationError
        If there are too many faces.

    References
    ----------
    Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics. Cambridge University Press.

    Ritzberger, K. and Weibull, J. W. (1995). Evolutionary selection in normal-form games. Econometrica 63.

    Examples
    --------
    >>> from lsec_models import parameters
    >>> V, C = parameters("V C", positive=True)
    >>> game = EvolutionaryGame(
    ...     populations={"birds": ["hawk", "dove"]}, payoffs=[[(V - C) / 2, V], [0, V / 2]], assuming=[C > V]
    ... )
    >>> found = rest_points(game)
    >>> found["hawk + dove"].shares["hawk"], found["hawk + dove"].words
    (V/C, 'asymptotically stable')
    >>> found["hawk"].words
    'nowhere asymptotically stable: dove would earn more'
    """
    require_few_faces(game)
    ring = game.ring
    one, zero = Ratio.constant(ring, 1), Ratio.constant(ring, 0)
    tables = Earnings(tables=[game.entries[name] for name in game.names], zero=zero, one=one)
    result = _Found([], [], [])
    for face in faces(game):
        if face.coordinates:
            _look_inside(game, tables, face, result)
        else:
            result.points.append(_rest_point(game, tables, face, (), ()))
    return RestPoints(
        game=game,
        points=tuple(result.points),
        ties=tuple(result.ties),
        unresolved=tuple(result.unresolved),
        findings=_findings(game, result),
        solver=rest_points_at,
    )


def _look_inside(game: EvolutionaryGame, tables: Earnings[Ratio], face: Face, result: _Found) -> None:
    """Add what rests inside a face on which some population mixes."""
    ring, name = game.ring, face.name(game)
    equations = tables.indifference(face)
    if any(len(monomial) > 1 and not value.is_zero() for e in equations for monomial, value in e.items()):
        result.unresolved.append((name, _CURVED))
        return
    size = len(face.coordinates)
    matrix = [[equation.get((k,), tables.zero) for k in range(size)] for equation in equations]
    longest = max(len(entry.numerator) for row in matrix for entry in row)
    if factorial(size) * longest**size > _MAX_TERMS:
        result.unresolved.append((name, _LARGE))
        return
    solved = solved_system(ring, matrix, [-equation.get((), tables.zero) for equation in equations])
    if not solved.vanishing:
        result.unresolved.append((name, _FILLED))
        return
    parts = [Ratio(ring, polynomial) for polynomial in solved.vanishing]
    if not any(game.domain.sign(part).is_nonzero for part in parts):
        result.ties.append(Tie(name=name, vanishing=tuple(dict.fromkeys(_core(game.domain, part) for part in parts))))
    if solved.values is None:
        return
    asked = _positive(game.domain, [*solved.values, *_left_over(tables, face, solved.values)], "share")
    if asked is not None:
        result.points.append(_rest_point(game, tables, face, solved.values, asked))


def _core(domain: Domain, part: Ratio) -> sp.Expr:
    """Return what vanishes on a domain where a polynomial does: the product of its factors that may."""
    product = domain.ring.one
    for factor, _ in part.factors()[1]:
        if not domain.factor_sign(factor).is_nonzero:
            product = product * factor
    return Ratio(domain.ring, product).expression()


def _left_over(tables: Earnings[Ratio], face: Face, values: Sequence[Ratio]) -> list[Ratio]:
    """Return the share of the first strategy that each mixing population plays."""
    left = dict.fromkeys(face.mixed, tables.one)
    for (p, _), value in zip(face.coordinates, values, strict=True):
        left[p] = left[p] - value
    return list(left.values())


def _positive(domain: Domain, values: Iterable[Ratio], origin: str) -> tuple[Condition, ...] | None:
    """Return what asks that all values be positive on a domain; None where that is seen to be impossible."""
    asked: list[Condition] = []
    there = domain
    for value in values:
        sign = there.sign(value)
        if sign is Sign.POSITIVE:
            continue
        if sign is Sign.ZERO or sign.is_nonpositive:
            return None
        squares = [factor * factor for factor in there.possible_zeros(value)]
        new = [
            Condition(ring=domain.ring, polynomial=polynomial, strict=True, origin=origin)
            for polynomial in (there.core(value), *squares)
            if not polynomial.is_constant()
        ]
        asked, there = [*asked, *new], there.where(new)
    return None if there.chart.clash is not None else tuple(dict.fromkeys(asked))


def _rest_point(
    game: EvolutionaryGame,
    tables: Earnings[Ratio],
    face: Face,
    values: Sequence[Ratio],
    rests_where: tuple[Condition, ...],
) -> RestPoint:
    by_place = _shares(game, tables, face, values)
    names = game.share_names
    earned = [_at(tables, tables.of(face, p, own[0]), values) for p, own in enumerate(face.supports)]
    leaving = {
        names[population, own]: _at(tables, tables.of(face, p, i), values) - earned[p]
        for p, (population, strategies) in enumerate(game.populations.items())
        for i, own in enumerate(strategies)
        if i not in face.supports[p]
    }
    domain = game.domain.where(rests_where)
    inner = _inner(game, tables, face, by_place[0]) if game.is_symmetric and face.coordinates else []
    hurwitz = hurwitz_determinants(game.ring, characteristic_coefficients(game.ring, inner)) if inner else []
    stable_where, exactly, because = _stability(game, domain, face, leaving, hurwitz)
    return RestPoint(
        name=face.name(game),
        exact=Frozen(
            {
                names[population, own]: by_place[p][i]
                for p, (population, strategies) in enumerate(game.populations.items())
                for i, own in enumerate(strategies)
            }
        ),
        earned=Frozen(dict(zip(game.names, earned, strict=True))),
        domain=domain,
        rests_where=rests_where,
        leaving=Frozen(leaving),
        hurwitz=tuple(hurwitz),
        stable_where=stable_where,
        exactly=exactly,
        because=because,
        evolutionarily_stable_where=_evolutionary(game, tables, domain, face, leaving),
    )


def _stability(
    game: EvolutionaryGame, domain: Domain, face: Face, leaving: dict[str, Ratio], hurwitz: Sequence[Ratio]
) -> tuple[tuple[Condition, ...] | None, bool, str]:
    """Return where a rest point is asymptotically stable, whether exactly there, and why it is so nowhere."""
    if not game.is_symmetric and face.coordinates:
        return None, True, VOLUME
    above = [name for name, value in leaving.items() if domain.sign(value) is Sign.POSITIVE]
    if above:
        return None, True, f"{', '.join(above)} would earn more"
    if any(domain.sign(value) is Sign.NEGATIVE for value in hurwitz):
        return None, True, "an eigenvalue right of the imaginary axis"
    asked = _positive(domain, [*(-value for value in leaving.values()), *hurwitz], "stability")
    if not game.is_symmetric:
        return asked, True, "" if asked is not None else "it is a strict equilibrium nowhere"
    if asked is None:
        return None, False, "linearisation shows stability nowhere, and instability not everywhere; solve at a point"
    return asked, not asked, ""


def _evolutionary(
    game: EvolutionaryGame, tables: Earnings[Ratio], domain: Domain, face: Face, leaving: dict[str, Ratio]
) -> tuple[Condition, ...] | None:
    """Return where nothing else is a best reply, and payoffs among the directions of change are negative definite."""
    if not game.is_symmetric and face.coordinates:
        return None
    minors = []
    if face.coordinates:
        half = Ratio.constant(game.ring, 1) / Ratio.constant(game.ring, 2)
        slopes = _slopes(tables, face)
        form = [[-(slopes[i][j] + slopes[j][i]) * half for j in range(len(slopes))] for i in range(len(slopes))]
        minors = [determinant(game.ring, [row[:n] for row in form[:n]]) for n in range(1, len(form) + 1)]
    return _positive(domain, [*(-value for value in leaving.values()), *minors], "evolutionary stability")


def _slopes(tables: Earnings[Ratio], face: Face) -> list[list[Ratio]]:
    """Return how the advantage of each strategy over the first moves with the share of each, of a single population."""
    size = len(face.coordinates)
    return [[equation.get((k,), tables.zero) for k in range(size)] for equation in tables.indifference(face)]


def _inner(game: EvolutionaryGame, tables: Earnings[Ratio], face: Face, shares: Sequence[Ratio]) -> list[list[Ratio]]:
    """Return the linearised dynamics among what a single population plays, at the cost of the first strategy."""
    slopes = _slopes(tables, face)
    played = [shares[i] for _, i in face.coordinates]
    size = len(played)
    zero = Ratio.constant(game.ring, 0)
    moved = [zero] * size
    for j in range(size):
        for i in range(size):
            moved[j] = moved[j] + played[i] * slopes[i][j]
    return [[played[i] * (slopes[i][j] - moved[j]) for j in range(size)] for i in range(size)]


def _shares(game: EvolutionaryGame, tables: Earnings[Ratio], face: Face, values: Sequence[Ratio]) -> list[list[Ratio]]:
    free = dict(zip(face.coordinates, values, strict=True))
    first = dict(zip(face.mixed, _left_over(tables, face, values), strict=True))
    return [
        [first.get(p, tables.one) if i == face.supports[p][0] else free.get((p, i), tables.zero) for i in range(size)]
        for p, size in enumerate(game.shape)
    ]


def _at(tables: Earnings[Ratio], polynomial: dict[tuple[int, ...], Ratio], values: Sequence[Ratio]) -> Ratio:
    total = tables.zero
    for monomial, coefficient in polynomial.items():
        for k in monomial:
            coefficient = coefficient * values[k]
        total = total + coefficient
    return total


def _findings(game: EvolutionaryGame, result: _Found) -> tuple[Finding, ...]:
    missing = [
        f"away from {len(result.ties)} ties, which the result names" if result.ties else "",
        f"not in closed form: {', '.join(name for name, _ in result.unresolved)}" if result.unresolved else "",
    ]
    said = "; ".join(filter(None, missing))
    decided = all(one.exactly for one in result.points)
    listed = found(
        Row(about=About.ALL_REST), Status.OPEN if said else Status.PROVED, _FACES, detail=said and f"proved {said}"
    )
    judged = found(
        Row(about=About.STABILITY),
        Status.PROVED if decided else Status.OPEN,
        _STRICT if not game.is_symmetric else "signs of eigenvalues by Hurwitz determinants",
        detail="" if decided else _VANISHING,
    )
    none_left = not game.is_symmetric or (decided and not said)
    stable = found(
        Row(about=About.ALL_STABLE),
        Status.PROVED if none_left else Status.OPEN,
        _STRICT if not game.is_symmetric else _FACES,
        detail="" if none_left else "; ".join(filter(None, (said, "" if decided else _VANISHING))),
    )
    return found(Row(about=About.RESTS), Status.PROVED, _SUBSTITUTED), listed, judged, stable
