"""The rest points of the best-response dynamics at one point of the parameters: all Nash equilibria, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import chain, combinations

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.evolutionary.at_point import RestPointsAt, Stability
from lsec_models.games.evolutionary.faces import Earnings, Face, Monomial, earnings_at, faces
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.solve.evolutionary.rest_points.at_point import require_few_faces
from lsec_models.solve.evolutionary.rest_points.face_equations import (
    FaceSolution,
    FaceUnresolved,
    borders,
    fills,
    is_inside,
    solved_face,
    unique_solution,
)
from lsec_models.solve.evolutionary.rest_points.judged_state import (
    JudgedState,
    continuum,
    judged_state,
    rest_points_found,
)
from lsec_models.solve.evolutionary.stability.best_response_stability import UNDECIDED, judged_by_best_responses
from lsec_models.solve.evolutionary.stability.stability import Judged

_BEST = "nothing else earns more, in exact numbers"
_ALL = "the equations and inequalities of all faces, solved exactly"
_THEOREMS = "strict equilibria, regular evolutionarily stable states, zero-sum payoffs, definite payoffs inside a face"
_CURVED = "rest points of imitation fill a part of it, and what others earn there has products of shares"
_AT_IRRATIONAL = Judged(stability=Stability.OPEN, because=UNDECIDED)
Corner = tuple[Face, tuple[Fraction, ...]]


@dataclass(frozen=True, kw_only=True)
class _Equilibria:
    """Nash equilibria by the face inside which they lie: single ones, and vertices of those that fill a part of it."""

    points: Mapping[Face, Sequence[tuple[sp.Expr, ...]]]
    filled: Mapping[Face, Sequence[Corner]]
    unresolved: Sequence[tuple[str, str]]


def nash_equilibria_at(game: EvolutionaryGame, point: Mapping[sp.Symbol, Fraction]) -> RestPointsAt:
    """Return all Nash equilibria at an exact point of the game's domain, with their stability under best responses.

    1. Inside a face all that is played earns the same, as at the rest points of the replicator dynamics, and nothing
       else earns more. Where such points fill a polytope, it is cut by these inequalities.
    2. The stability of each: :mod:`lsec_models.solve.evolutionary.stability.best_response_stability`.

    Of a single population they are its symmetric equilibria.

    Raises
    ------
    DeclarationError
        If there are too many faces.
    """
    require_few_faces(game)
    tables = earnings_at(game, game.entries_at(point))
    equilibria = _equilibria(game, tables)
    alone = sum(map(len, equilibria.points.values())) == 1 and not equilibria.filled and not equilibria.unresolved
    states = [
        judged_state(
            game,
            tables,
            face,
            shares,
            filled=equilibria.filled,
            judge=partial(judged_by_best_responses, alone=alone),
            irrational=_AT_IRRATIONAL,
        )
        for face, several in equilibria.points.items()
        for shares in several
    ]
    continua = [continuum(game, face, corners) for face, corners in equilibria.filled.items()]
    findings = _findings(states, equilibria.unresolved)
    return rest_points_found(game, point, states, findings, continua=continua, unresolved=equilibria.unresolved)


def _equilibria(game: EvolutionaryGame, tables: Earnings[Fraction]) -> _Equilibria:
    points: dict[Face, list[tuple[sp.Expr, ...]]] = {}
    filled: dict[Face, list[Corner]] = {}
    unresolved: list[tuple[str, str]] = []
    for face in faces(game):
        others = list(_unplayed(game, face))
        try:
            solved = solved_face(tables, face) if face.coordinates else FaceSolution(points=((),))
            corners = list(_corners(tables, face, others)) if solved.corners else []
        except FaceUnresolved as reason:
            unresolved.append((face.name(game), str(reason)))
            continue
        points[face] = [shares for shares in solved.points if _nothing_earns_more(tables, face, others, shares)]
        if fills(face, [smaller for smaller, _ in corners]):
            if len(corners) == 1:
                points[face].append(tuple(map(to_sympy, corners[0][1])))
            else:
                filled[face] = corners
    return _Equilibria(points=points, filled=filled, unresolved=unresolved)


def _unplayed(game: EvolutionaryGame, face: Face) -> Iterator[tuple[int, int]]:
    for p, size in enumerate(game.shape):
        yield from ((p, i) for i in range(size) if i not in face.supports[p])


def _advantage(
    tables: Earnings[Fraction], face: Face, on: Face, population: int, strategy: int
) -> dict[Monomial, Fraction]:
    """Return what a strategy earns more than the first that a face plays, in the coordinates of a smaller one."""
    mine, base = tables.of(on, population, strategy), tables.of(on, population, face.supports[population][0])
    return {m: mine.get(m, Fraction(0)) - base.get(m, Fraction(0)) for m in {**mine, **base}}


def _nothing_earns_more(
    tables: Earnings[Fraction], face: Face, others: Sequence[tuple[int, int]], shares: Sequence[sp.Expr]
) -> bool:
    return all(_value(_advantage(tables, face, face, p, i), shares) <= 0 for p, i in others)


def _value(polynomial: Mapping[Monomial, Fraction], shares: Sequence[sp.Expr]) -> sp.Expr:
    total = sp.S.Zero
    for monomial, value in polynomial.items():
        total += to_sympy(value) * sp.Mul(*(shares[k] for k in monomial))
    # Of one square root, so that zero is seen to be zero.
    return sp.radsimp(sp.expand(total))


def _corners(tables: Earnings[Fraction], face: Face, others: Sequence[tuple[int, int]]) -> Iterator[Corner]:
    """Yield the vertices of the equilibria in a face and at its border at which all that the face plays is best.

    Raises
    ------
    FaceUnresolved
        If what others earn has products of shares.
    """
    seen: set[Corner] = set()
    for smaller in borders(face):
        more = {place: _advantage(tables, face, smaller, *place) for place in others}
        if any(len(m) > 1 and value for one in more.values() for m, value in one.items()):
            raise FaceUnresolved(_CURVED)
        for ties in chain.from_iterable(combinations(others, n) for n in range(len(others) + 1)):
            shares = _solution(tables, face, smaller, [more[place] for place in ties])
            if shares is None or (smaller, shares) in seen:
                continue
            numbers = [to_sympy(share) for share in shares]
            if all(_value(one, numbers) <= 0 for one in more.values()):
                seen.add((smaller, shares))
                yield smaller, shares


def _solution(
    tables: Earnings[Fraction], face: Face, smaller: Face, ties: Sequence[dict[Monomial, Fraction]]
) -> tuple[Fraction, ...] | None:
    """Return the only state inside a smaller face at which what a face plays earns the same, and ties hold."""
    equations = [*tables.indifference(face, on=smaller), *ties]
    if not smaller.coordinates:
        holds = all(equation.get((), Fraction(0)) == 0 for equation in equations)
        return () if holds else None
    solved = unique_solution(equations, len(smaller.coordinates))
    return tuple(solved) if solved and is_inside(smaller, solved) else None


def _findings(states: Sequence[JudgedState], unresolved: Sequence[tuple[str, str]]) -> tuple[Finding, ...]:
    undecided = ", ".join(state.name for state in states if state.judged.stability is Stability.OPEN)
    left = ", ".join(name for name, _ in unresolved)
    missing = ", ".join(filter(None, (undecided, left)))

    def row(about: About, missing: str, means: str) -> Finding:
        if missing:
            return found(Row(about=about), Status.OPEN, detail=missing)
        return found(Row(about=about), Status.PROVED, means)

    return (
        found(Row(about=About.RESTS), Status.PROVED, _BEST),
        row(About.ALL_REST, left and f"not resolved: {left}", _ALL),
        row(About.STABILITY, undecided and f"not decided: {undecided}", _THEOREMS),
        row(About.ALL_STABLE, missing and f"not decided: {missing}", _THEOREMS),
    )
