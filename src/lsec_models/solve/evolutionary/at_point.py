"""All rest points of the replicator dynamics at one point of the parameters, exactly, with their stability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.exact_numbers import to_fraction, to_sympy
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.evolutionary.at_point import RestContinuum, RestPointsAt, Stability
from lsec_models.games.evolutionary.faces import Earnings, Face, earnings_at, faces, number_of_faces
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.evidence_subject import digest, signs
from lsec_models.solve.evolutionary.face_equations import Solved, Unresolved, is_border, satisfies, solved_face
from lsec_models.solve.evolutionary.judged_state import JudgedState, earned_at_rest, shares_by_name
from lsec_models.solve.evolutionary.linearisation import State
from lsec_models.solve.evolutionary.stability import Judged, judged

_MAX_FACES = 5_000
_SUBSTITUTED = "substitution, in exact numbers"
_ALL_FACES = "the equations of all faces, solved exactly"
_EIGENVALUES = "signs of eigenvalues in exact numbers, evolutionary stability, and what keeps volume or is constant"
_STRICT = "with several populations only strict equilibria are, and all profiles were looked at"
_IRRATIONAL = "an eigenvalue right of the imaginary axis: inside the face their sum is zero, their product is not"


def rest_points_at(game: EvolutionaryGame, point: Mapping[sp.Symbol, Fraction]) -> RestPointsAt:
    """Return all rest points at an exact point of the game's domain.

    1. A profile of pure strategies is a rest point. Inside each other face all that is played earns the same, which is
       a system of equations: :mod:`lsec_models.solve.evolutionary.face_equations`.
    2. The stability of each: :mod:`lsec_models.solve.evolutionary.stability`.

    Raises
    ------
    DeclarationError
        If there are too many faces.
    """
    require_few_faces(game)
    tables = earnings_at(game, game.entries_at(point))
    inside: dict[Face, Solved] = {}
    unresolved: list[tuple[str, str]] = []
    for face in faces(game):
        try:
            inside[face] = solved_face(tables, face) if face.coordinates else Solved(points=((),))
        except Unresolved as reason:
            unresolved.append((face.name(game), str(reason)))
    filled = [face for face, solved in inside.items() if solved.corners]
    rests = [_rest(game, tables, face, shares, filled) for face, solved in inside.items() for shares in solved.points]
    continua = tuple(
        RestContinuum(
            name=face.name(game),
            vertices=tuple(shares_by_name(game, smaller, shares) for smaller, shares in inside[face].corners),
        )
        for face in filled
    )
    exact = Frozen({symbol.name: value for symbol, value in point.items()})
    evidence = _evidence(game, exact, rests, continua, unresolved)
    return RestPointsAt(
        game=game,
        point=exact,
        found=tuple(rest.rest_point(game, exact, evidence) for rest in rests),
        continua=continua,
        unresolved=tuple(unresolved),
        evidence=evidence,
    )


def require_few_faces(game: EvolutionaryGame) -> None:
    """Raise an error if a game has too many faces to look at each.

    Raises
    ------
    DeclarationError
    """
    if number_of_faces(game) > _MAX_FACES:
        raise DeclarationError(
            f"{game.label} has {number_of_faces(game):,} sets of strategies that may be played, more than the "
            f"{_MAX_FACES:,} that are looked at; leave out strategies that others dominate"
        )


def _rest(
    game: EvolutionaryGame, tables: Earnings[Fraction], face: Face, shares: Sequence[sp.Expr], filled: Sequence[Face]
) -> JudgedState:
    by_name = shares_by_name(game, face, shares)
    if all(share.is_Rational for share in by_name.values()):
        numbers = [
            [_fraction(by_name[game.share_names[name, own]]) for own in strategies]
            for name, strategies in game.populations.items()
        ]
        state = State(tables.tables, numbers)
        assert state.is_at_rest(), "all that is played earns the same"
        own = [_fraction(share) for share in shares]
        near = any(is_border(face, other) and satisfies(tables, other, face, own) for other in filled)
        verdict, earned = judged(state, in_continuum=near), [to_sympy(value) for value in state.average]
    else:
        verdict = Judged(stability=Stability.UNSTABLE, because=_IRRATIONAL)
        earned = [earned_at_rest(tables, face, p, shares) for p in range(len(game.names))]
    payoffs = Frozen(dict(zip(game.names, earned, strict=True)))
    return JudgedState(face.name(game), by_name, payoffs, verdict)


def _fraction(value: sp.Expr | Fraction) -> Fraction:
    return value if isinstance(value, Fraction) else to_fraction(value)


def _evidence(
    game: EvolutionaryGame,
    point: Mapping[str, Fraction],
    rests: Sequence[JudgedState],
    continua: Sequence[RestContinuum],
    unresolved: Sequence[tuple[str, str]],
) -> Evidence:
    undecided = [rest.name for rest in rests if rest.judged.stability is Stability.OPEN]
    left = ", ".join(name for name, _ in unresolved)
    listed = (
        found(Row(about=About.ALL_REST), Status.OPEN, detail=f"not resolved: {left}")
        if unresolved
        else found(Row(about=About.ALL_REST), Status.PROVED, _ALL_FACES)
    )
    stable: Finding
    if not game.is_symmetric:
        stable = found(Row(about=About.ALL_STABLE), Status.PROVED, _STRICT)
    elif unresolved or undecided:
        stable = found(
            Row(about=About.ALL_STABLE),
            Status.OPEN,
            detail=f"not decided: {', '.join(filter(None, (*undecided, left)))}",
        )
    else:
        stable = found(Row(about=About.ALL_STABLE), Status.PROVED, _EIGENVALUES)
    decided = (
        found(Row(about=About.STABILITY), Status.OPEN, detail=f"not decided: {', '.join(undecided)}")
        if undecided
        else found(Row(about=About.STABILITY), Status.PROVED, _EIGENVALUES)
    )
    findings = (found(Row(about=About.RESTS), Status.PROVED, _SUBSTITUTED), listed, decided, stable)
    stated = [(rest.name, sorted(rest.shares.items()), rest.judged) for rest in rests]
    return Evidence(
        subject=digest(signs(game.ring), game, dict(game.payoffs), dict(point), stated, continua),
        required=tuple(finding.row for finding in findings),
        findings=findings,
        rests_on=game.rests_on,
        needed=(About.RESTS,),
    )
