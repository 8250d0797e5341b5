"""The regimes of a game along one parameter, and over two: what they are, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.decomposition.asking import asking
from lsec_models.algebra.decomposition.parameter_slice import Slice
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import Point, point_of
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import DeclarationError, NoClosedForm, OutsideDomain
from lsec_models.games.axes import axes_of, spans_of
from lsec_models.games.evidence.evidence import Finding
from lsec_models.games.frozen import values_by_name
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.regimes_along import RegimeChange, RegimePiece, RegimesAlong
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.over_parameters.along import OUTSIDE, Line, findings_along
from lsec_models.solve.polynomial.over_parameters.along_plane import line_with_two_left
from lsec_models.solve.polynomial.over_parameters.family import with_two_left
from lsec_models.solve.polynomial.over_parameters.over_plane import RegimePlane
from lsec_models.solve.polynomial.over_parameters.searched import SearchedLine, SolvedAt
from lsec_models.work import Work

if TYPE_CHECKING:
    from distributed import Client

    from lsec_models.algebra.decomposition.planar_map import PlanarMap

_PACKAGES = ("lsec_models", "sympy", "python-flint", "numpy", "scipy")
_TWO_LEFT = "all critical values of the parameter, by elimination, and the game solved exactly between any two"
_ONE_LEFT = (
    "all critical values of the parameter, by elimination, and the game solved exactly at each and between any two"
)
_SWEEP = "sweep(game, over={name: (low, high, count)}, at={...})['regime'] has what binds at points"


def regimes_over(
    game: Game, at: Point, over: Mapping[Any, Any], work: Work, solved_at: SolvedAt, client: Client | str | None = None
) -> RegimesAlong | PlanarMap[str]:
    """Return the regimes of a game along one parameter, or the map of them over two.

    Parameters
    ----------
    game : Game
    at : mapping
        A number for each other parameter.
    over : mapping
        The ends between which one parameter, or two, move.
    work : Work
        What it may cost.
    solved_at : callable
        Solves a game at a point, where regimes are not cut exactly.
    client : distributed.Client or str, optional
        Of two parameters: its workers solve the game in the cells of the map.

    Raises
    ------
    DeclarationError, UnknownName
        If a parameter is unknown, missing or given twice, a range is empty, the game is of another kind, or there is a
        client along one parameter.
    OutsideDomain
        If the game is defined nowhere there.
    NoClosedForm
        If regimes are not cut exactly.
    """
    _require_rational_stages(game)
    if not isinstance(over, Mapping) or len(over) not in (1, 2):
        raise DeclarationError(f"over = {over!r}: one parameter moves, or two, as in over={{'c': (0, 5)}}")
    axes = axes_of(game.domain.ring, [*over], at)
    if client is not None and len(axes) == 1:
        raise DeclarationError(
            "client= solves the cells of a map over two parameters; along one, pieces are joined one after the other; "
            "leave it out"
        )
    counting = [symbol.name for symbol in axes if symbol.is_integer]
    if counting:
        raise DeclarationError(f"{counting[0]} is declared integer, and has no regimes between whole numbers; {_SWEEP}")
    spans = spans_of(axes, over)
    fixed = point_of(ring_of(symbol for symbol in game.domain.ring.symbols if symbol not in axes), at)
    line = _where_defined(game, fixed, axes)
    try:
        if len(axes) == 2:
            is_signed = all(below >= 0 for below, _ in spans.values())
            with asking(client, _PACKAGES) as ask:
                cells = RegimePlane(game, fixed, axes, work, is_signed=is_signed).map(spans, ask)
            _require_defined(game, set(cells.labels), spans)
            return cells
        return _along(game, fixed, axes[0], spans[axes[0]], line, solved_at)
    except Unresolved as reason:
        out = f"let one parameter move, or {_SWEEP}" if len(axes) == 2 else _SWEEP
        raise NoClosedForm(f"the regimes of {game.label} are not cut exactly: {reason}; {out}") from None


def _along(
    game: Game,
    fixed: Mapping[sp.Symbol, Fraction],
    symbol: sp.Symbol,
    span: tuple[Fraction, Fraction],
    line: Domain,
    solved_at: SolvedAt,
) -> RegimesAlong:
    ends = (RealRoot.rational(span[0]), RealRoot.rational(span[1]))
    is_one_left = False
    try:
        (pieces, changes), is_one_left = Line(game, fixed, symbol).pieces(*ends), True
        findings = findings_along(game, pieces, changes, _ONE_LEFT)
    except Unresolved:
        pieces, changes, findings = _with_two_left(game, fixed, symbol, ends, solved_at)
    _require_defined(game, {piece.label for piece in pieces}, {symbol: span})
    return RegimesAlong(
        game=game,
        symbol=symbol,
        fixed=values_by_name(fixed),
        line=line,
        pieces=tuple(pieces),
        changes=tuple(changes),
        findings=findings,
        solver=partial(_solutions_at, game, fixed, symbol, solved_at, is_one_left=is_one_left),
    )


def _with_two_left(
    game: Game,
    fixed: Mapping[sp.Symbol, Fraction],
    symbol: sp.Symbol,
    ends: tuple[RealRoot, RealRoot],
    solved_at: SolvedAt,
) -> tuple[list[RegimePiece], list[RegimeChange], tuple[Finding, ...]]:
    """Return pieces, changes and findings where more than one decision is left, or polynomials are too large."""
    changing = None
    try:
        line = line_with_two_left(with_two_left(game, fixed, [symbol]), symbol, ends[0])
        changing = line.changing_between
        pieces, changes = line.pieces(*ends)
        return pieces, changes, findings_along(game, pieces, changes, _TWO_LEFT)
    except Unresolved as reason:
        searched = SearchedLine(game, fixed, symbol, solved_at, changing)
        pieces, changes = searched.pieces(*ends)
        return pieces, changes, searched.findings(str(reason))


def _solutions_at(
    game: Game,
    fixed: Mapping[sp.Symbol, Fraction],
    symbol: sp.Symbol,
    solved_at: SolvedAt,
    value: Fraction,
    *,
    is_one_left: bool,
) -> Solutions:
    """Return all equilibria at a number of the only free parameter."""
    if is_one_left:
        return Line(game, fixed, symbol).solutions_at(value)
    return solved_at(game, {**fixed, symbol: value})


def _where_defined(game: Game, fixed: Mapping[sp.Symbol, Fraction], axes: list[sp.Symbol]) -> Domain:
    """Return the numbers of the free parameters at which a game is defined.

    Raises
    ------
    OutsideDomain
        If an assumption about other parameters, or what they are declared, fails.
    """
    cut = Slice(ring=ring_of(axes), values=fixed)
    asked, failing = [], list(Domain(ring=ring_of(fixed), conditions=()).failures(fixed))
    for condition in game.domain.conditions:
        polynomial = cut.polynomial(game.domain.ring, condition.polynomial)
        if not polynomial.is_constant():
            asked.append(replace(condition, ring=cut.ring, polynomial=polynomial))
        elif polynomial.is_zero() and not condition.strict:
            continue
        elif polynomial.is_zero() or polynomial.leading_coefficient() < 0:
            failing.append(f"{condition} fails")
    if failing:
        moving = " and ".join(symbol.name for symbol in axes)
        raise OutsideDomain(
            f"the game {game.label} is not defined whatever {moving} {'is' if len(axes) == 1 else 'are'}: "
            f"{', '.join(failing)}"
        )
    return Domain(ring=cut.ring, conditions=tuple(asked))


def _require_defined(game: Game, labels: set[str], spans: Mapping[sp.Symbol, tuple[Fraction, Fraction]]) -> None:
    """Require that the game is defined somewhere in the ranges of free parameters."""
    if labels == {OUTSIDE}:
        ranges = " and ".join(f"any {symbol} from {low} to {high}" for symbol, (low, high) in spans.items())
        raise OutsideDomain(f"the game {game.label} is not defined for {ranges}")


def _require_rational_stages(game: Game) -> None:
    """Require stages of decisions with rational payoffs, every mover one by himself."""
    declared = getattr(game, "declared", game)
    is_plain = not (game.given or game.alike or game.expected or declared.random or game.signals)
    if is_plain and game.then is None and not game.bargains and game.decisions and game.is_rational:
        return
    raise DeclarationError(
        f"over= is for games of stages of decisions with rational payoffs, without copies, expectations, chance, "
        f"bargains and choices; {_SWEEP}"
    )
