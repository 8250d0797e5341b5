"""All rest points of the replicator dynamics at one point of the parameters, exactly, with their stability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy as sp

from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.evolutionary.at_point import RestPointsAt, Stability
from lsec_models.games.evolutionary.faces import Face, earnings_at, faces, number_of_faces
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.solve.evolutionary.rest_points.face_equations import FaceSolution, FaceUnresolved, solved_face
from lsec_models.solve.evolutionary.rest_points.judged_state import (
    JudgedState,
    continuum,
    judged_state,
    rest_points_found,
)
from lsec_models.solve.evolutionary.stability.stability import Judged, judged

_MAX_FACES = 5_000
_SUBSTITUTED = "substitution, in exact numbers"
_ALL_FACES = "the equations of all faces, solved exactly"
_EIGENVALUES = "signs of eigenvalues in exact numbers, evolutionary stability, and what keeps volume or is constant"
_STRICT = "with several populations only strict equilibria are, and all profiles were looked at"
_AT_IRRATIONAL = Judged(
    stability=Stability.UNSTABLE,
    because="an eigenvalue right of the imaginary axis: inside the face their sum is zero, their product is not",
)


def rest_points_at(game: EvolutionaryGame, point: Mapping[sp.Symbol, Fraction]) -> RestPointsAt:
    """Return all rest points at an exact point of the game's domain.

    1. A profile of pure strategies is a rest point. Inside each other face all that is played earns the same, which is
       a system of equations: :mod:`lsec_models.solve.evolutionary.rest_points.face_equations`.
    2. The stability of each: :mod:`lsec_models.solve.evolutionary.stability.stability`.

    Raises
    ------
    DeclarationError
        If there are too many faces.
    """
    require_few_faces(game)
    tables = earnings_at(game, game.entries_at(point))
    inside: dict[Face, FaceSolution] = {}
    unresolved: list[tuple[str, str]] = []
    for face in faces(game):
        try:
            inside[face] = solved_face(tables, face) if face.coordinates else FaceSolution(points=((),))
        except FaceUnresolved as reason:
            unresolved.append((face.name(game), str(reason)))
    filled = [face for face, solved in inside.items() if solved.corners]
    rests = [
        judged_state(game, tables, face, shares, filled=filled, judge=judged, irrational=_AT_IRRATIONAL)
        for face, solved in inside.items()
        for shares in solved.points
    ]
    continua = [continuum(game, face, inside[face].corners) for face in filled]
    findings = _findings(game, rests, unresolved)
    return rest_points_found(game, point, rests, findings, continua=continua, unresolved=unresolved)


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


def _findings(
    game: EvolutionaryGame, rests: Sequence[JudgedState], unresolved: Sequence[tuple[str, str]]
) -> tuple[Finding, ...]:
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
    return found(Row(about=About.RESTS), Status.PROVED, _SUBSTITUTED), listed, decided, stable
