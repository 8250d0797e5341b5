"""All rest points of logit, and of imitation with mutation, at one point: certified enclosures, or exact roots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import lcm

import flint
import sympy as sp

from lsec_models.algebra.enclosures.branch_and_prune import Box, Zeros, all_zeros
from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import RealRoot, between, real_roots
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.evolutionary.at_point import RestPointsAt, Stability
from lsec_models.games.evolutionary.dynamics import IMITATION
from lsec_models.games.evolutionary.faces import Monomial, earnings_at
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.frozen import Frozen
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.evolutionary.rest_points.judged_state import JudgedState, rest_points_found
from lsec_models.solve.evolutionary.rest_points.mean_dynamics import MeanDynamics
from lsec_models.solve.evolutionary.stability.stability import Judged, hyperbolic
from lsec_models.solve.polynomial.numbers.exact_values import identified, univariate

_MOST_BOXES = 50_000
_DIGITS, _DIGITS_A_BIT = 30, 0.301
_BITS = 300
_MOST_EXACT = 2
_KRAWCZYK = "Krawczyk's test in ball arithmetic, box by box"
_ROOTS = "all roots of one polynomial, exactly"
_ON_AXIS = "an eigenvalue that may lie on the imaginary axis: linearisation gives no verdict"
_KNOWN_BITS = 128
_UNKNOWN, _UNKNOWNS = ring_of([sp.Symbol("x")]), ring_of([sp.Symbol("x"), sp.Symbol("y")])
_INWARDS = "shares move towards it on both sides"
_OUTWARDS = "shares move away from it on a side"


def enclosed_rest_points(game: EvolutionaryGame, point: Mapping[sp.Symbol, Fraction]) -> RestPointsAt:
    """Return all rest points of logit, or of imitation with mutation, at an exact point of the game's domain.

    Everything is played at each of them. With two strategies in all, those of imitation are the roots of a cubic, and
    the directions of change on both sides say what is stable. Else the box of all shares is halved until each part is
    seen to hold none or exactly one; at this one, enclosures of the eigenvalues say what is stable. Where imitation has
    two free shares, they are identified as roots of resultants.

    Parameters
    ----------
    game : EvolutionaryGame
    point : mapping from sympy.Symbol to Fraction

    Returns
    -------
    RestPointsAt
        `unresolved` says where there may be others: near a zero at which the derivatives are singular, or where the
        search ended.
    """
    dynamics = MeanDynamics(
        earnings=earnings_at(game, game.entries_at(point)),
        sizes=game.shape,
        kind=game.dynamics,
        number=game.dynamics_number_at(point),
    )
    name = dynamics.face.name(game)
    unresolved: list[tuple[str, str]] = []
    with flint.ctx.workprec(_BITS):
        if game.dynamics == IMITATION and len(dynamics.owners) == 1:
            means, rests = _ROOTS, _on_a_line(game, dynamics)
        else:
            start = tuple(flint.arb(0.5, 0.5) for _ in dynamics.owners)
            zeros = all_zeros(dynamics, start, most=_MOST_BOXES)
            means, rests = _KRAWCZYK, [_state(game, dynamics, box) for box in _ordered(zeros.enclosures)]
            if zeros.undecided:
                unresolved.append((name, _left_over(dynamics, zeros)))
    return rest_points_found(game, point, rests, _findings(rests, unresolved, means), unresolved=unresolved)


def _ordered(boxes: Sequence[Box]) -> list[Box]:
    """Return boxes in an order that does not depend on the search: larger shares of later strategies last."""
    return sorted(boxes, key=lambda box: [float(side.mid()) for side in box])


def _left_over(dynamics: MeanDynamics, zeros: Zeros) -> str:
    boxes = zeros.undecided
    if zeros.boxes >= _MOST_BOXES:
        return f"others may lie in {len(boxes)} boxes that were left when {_MOST_BOXES:,} had been looked at"
    near = dynamics.whole(tuple(side.mid() for side in boxes[0]))
    shares = ", ".join(f"{float(share.mid()):.4g}" for own in near for share in own)
    return f"others may lie in {len(boxes)} boxes that are not decided, such as near the shares {shares}"


def _state(game: EvolutionaryGame, dynamics: MeanDynamics, box: Box) -> JudgedState:
    exact = _identified(dynamics, box)
    shares = [[_decimal(share) for share in own] for own in dynamics.at_rest(box)] if exact is None else exact
    return _judged_state(game, dynamics, shares, box, _judged(dynamics, box))


def _judged_state(
    game: EvolutionaryGame, dynamics: MeanDynamics, shares: Sequence[Sequence[sp.Expr]], box: Box, judged: Judged
) -> JudgedState:
    flat = [share for own in shares for share in own]
    earned = [_decimal(value) for value in dynamics.earned(box)]
    return JudgedState(
        dynamics.face.name(game),
        Frozen(dict(zip(game.share_names.values(), flat, strict=True))),
        Frozen(dict(zip(game.names, earned, strict=True))),
        judged,
    )


def _judged(dynamics: MeanDynamics, box: Box) -> Judged:
    slopes = dynamics.slopes(box)
    above = _right_of_axis(slopes)
    if above is None:
        return Judged(stability=Stability.OPEN, because=_ON_AXIS, evolutionarily_stable=None)
    size = slopes.nrows()
    shape = "sink" if not above else "saddle" if above < size else "source"
    return replace(hyperbolic(above, size, shape), evolutionarily_stable=None)


def _right_of_axis(matrix: flint.arb_mat) -> int | None:
    """Return how many eigenvalues lie right of the imaginary axis; None where some may lie on it.

    They are as many as there are changes of sign in the first column of Routh's array, whose entries are certain.
    """
    coefficients = matrix.charpoly().coeffs()[::-1]
    rows = [coefficients[0::2], coefficients[1::2]]
    column = [rows[0][0]]
    while rows[1]:
        lead = rows[1][0]
        if lead.contains(0):
            return None
        column.append(lead)
        longer = [*rows[1][1:], flint.arb(0)]
        following = [above - rows[0][0] / lead * right for above, right in zip(rows[0][1:], longer, strict=False)]
        rows = [rows[1], following]
    return sum(bool(one * other < 0) for one, other in pairwise(column))


def _decimal(value: flint.arb) -> sp.Float:
    """Return a number to as many of its digits as are certain."""
    certain = max(1, min(_DIGITS, int(value.rel_accuracy_bits() * _DIGITS_A_BIT)))
    return sp.Float(value.mid().str(certain, radius=False), certain)


def _on_a_line(game: EvolutionaryGame, dynamics: MeanDynamics) -> list[JudgedState]:
    """Return the rest points of one population with two strategies, from the one with the most of the first."""
    (speed,) = _speeds(dynamics)
    polynomial = univariate(speed, 0)
    roots = real_roots(polynomial, flint.fmpq(0), flint.fmpq(1))
    cuts = [
        Fraction(0),
        *(between(*_gap(one, other)) for one, other in pairwise(roots)),
        Fraction(1),
    ]
    signs_between = [polynomial(to_fmpq(cut)) > 0 for cut in cuts]
    slope = polynomial.derivative()
    rests = []
    for i, root in enumerate(roots):
        near = root.narrowed(_BITS)
        low, high = near.low, near.high
        box = (flint.arb(low).union(flint.arb(high)),)
        inwards = signs_between[i] and not signs_between[i + 1]
        simple = slope.gcd(root.minimal).degree() == 0
        shape = ("sink" if inwards else "source") if simple else "non-hyperbolic"
        judged = Judged(
            evolutionarily_stable=None,
            stability=Stability.ASYMPTOTICALLY_STABLE if inwards else Stability.UNSTABLE,
            because=_INWARDS if inwards else _OUTWARDS,
            shape=shape,
        )
        rests.append(_judged_state(game, dynamics, [[_less(root), root.expression()]], box, judged))
    return rests


def _gap(one: RealRoot, other: RealRoot) -> tuple[Fraction, Fraction]:
    """Return the ends of an interval between two different numbers, the smaller one first."""
    bits = 8
    while not one.narrowed(bits).high < other.narrowed(bits).low:
        bits *= 2
    return one.narrowed(bits).interval[1], other.narrowed(bits).interval[0]


def _less(root: RealRoot) -> sp.Expr:
    """Return one less a root, as a number of its own."""
    mirrored = root.minimal(flint.fmpz_poly([1, -1]))
    near = root.narrowed(_BITS)
    (only,) = real_roots(mirrored, 1 - near.high - flint.fmpq(1, 2**_BITS), 1 - near.low + flint.fmpq(1, 2**_BITS))
    return only.expression()


def _identified(dynamics: MeanDynamics, box: Box) -> list[list[sp.Expr]] | None:
    """Return all shares of a rest point of imitation exactly; None with more than two that are free."""
    if dynamics.kind != IMITATION or len(box) > _MOST_EXACT:
        return None
    whole = dynamics.whole(box)
    try:
        return [
            [_root_at(dynamics, p, i, share).expression() for i, share in enumerate(own)] for p, own in enumerate(whole)
        ]
    except Unresolved:
        return None


def _root_at(dynamics: MeanDynamics, population: int, strategy: int, share: flint.arb) -> RealRoot:
    """Return the root of a resultant that a share of two that are free is.

    Raises
    ------
    Unresolved
        If elimination does not determine it.
    """
    x, y = _UNKNOWNS.generators
    one = _UNKNOWNS.one
    places = dynamics.face.coordinates
    # The share as the first unknown, and the other one that is free.
    if strategy:
        images = [x, y] if places.index((population, strategy)) == 0 else [y, x]
    elif dynamics.sizes[population] == len(places) + 1:
        images = [one - x - y, y]
    else:
        images = [one - x, y] if dynamics.owners[0] == population else [y, one - x]
    equations = [speed.compose(*images, ctx=_UNKNOWNS.context) for speed in _speeds(dynamics)]

    def enclosure(bits: int) -> flint.arb:
        if bits > _KNOWN_BITS:
            raise Unresolved("two numbers that are not told apart")
        return share

    return identified(equations[0].resultant(equations[1], 1), 0, enclosure)


def _speeds(dynamics: MeanDynamics) -> list[Polynomial]:
    """Return the speeds of one or two free shares by imitation, each times a positive number, as polynomials."""
    size = len(dynamics.owners)
    ring = _UNKNOWNS if size > 1 else _UNKNOWN
    shares = ring.generators
    found = []
    for k, owner in enumerate(dynamics.owners):
        terms: dict[Monomial, Fraction] = {}
        for m, value in dynamics.advantages[k].items():
            _add(terms, (*m, k), value)
        for j in (j for j in range(size) if dynamics.owners[j] == owner):
            for m, value in dynamics.advantages[j].items():
                _add(terms, (*m, j, k), -value)
        _add(terms, (), dynamics.number / dynamics.sizes[owner])
        _add(terms, (k,), -dynamics.number)
        scale = lcm(*(value.denominator for value in terms.values()))
        polynomial = ring.zero
        for monomial, value in terms.items():
            term = ring.context.constant(int(value * scale))
            for variable in monomial:
                term = term * shares[variable]
            polynomial = polynomial + term
        found.append(polynomial)
    return found


def _add(terms: dict[Monomial, Fraction], monomial: Monomial, value: Fraction) -> None:
    key = tuple(sorted(monomial))
    terms[key] = terms.get(key, Fraction(0)) + value


def _findings(rests: Sequence[JudgedState], unresolved: Sequence[tuple[str, str]], means: str) -> tuple[Finding, ...]:
    status = Status.PROVED if means == _ROOTS else Status.VERIFIED
    undecided = sum(rest.judged.stability is Stability.OPEN for rest in rests)
    left = unresolved[0][1] if unresolved else ""
    open_points = f"not decided: {undecided} of {len(rests)}" if undecided else ""

    def row(about: About, missing: str, how: str) -> Finding:
        return found(Row(about=about), Status.OPEN, detail=missing) if missing else found(Row(about=about), status, how)

    eigenvalues = (
        "the direction of change on both sides" if means == _ROOTS else "signs in Routh's array, in ball arithmetic"
    )
    return (
        found(Row(about=About.RESTS), status, means),
        row(About.ALL_REST, left, means),
        row(About.STABILITY, open_points, eigenvalues),
        row(About.ALL_STABLE, "; ".join(filter(None, (left, open_points))), eigenvalues),
    )
