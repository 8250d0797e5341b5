"""From exact paths to what a user reads: quantities by name, and the evidence of the solution at a point."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction

import flint
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.static.bounds import regime_of
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.point_equilibrium import shown_values
from lsec_models.games.static.results.solutions import Continuum, Solutions, Ties
from lsec_models.solve.corners.exact.equilibria.all_equilibria import equilibria_of
from lsec_models.solve.corners.exact.equilibria.existence import continua
from lsec_models.solve.corners.exact.equilibria.existence.found import Found
from lsec_models.solve.corners.exact.equilibria.pessimistic import pessimistic_equilibria_of
from lsec_models.solve.corners.exact.equilibria.symmetric_answers import found_alike
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import as_number, sign
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.quadratic import LinearQuadratic, affine_at

_MEANS = "all first-order points compared in exact arithmetic, later movers answering"
_UNDEFINED = "a payoff or a constraint divides by zero at these parameters; choose others near them"
_ENGINES = "; where these jump, two engines that agree"


def solutions_at(
    game: Game, model: LinearQuadratic, point: Mapping[sp.Symbol, Fraction], ties: Ties = "favour"
) -> Solutions:
    """Return the equilibria of a game at an exact point of its parameters.

    Parameters
    ----------
    game : Game
    model : LinearQuadratic
        The game as matrices over the rational functions of its parameters.
    point : Mapping from sympy.Symbol to Fraction
    ties : str
        Whether later movers who are indifferent ``"favour"`` who moves before them, or turn ``"against"`` it.
    """
    at = values_by_name(point)
    try:
        numeric = model.at(game.domain.ring.exact_point(dict(point)))
    except ZeroDivisionError:
        undefined = found(Row(about=About.EXISTS), Status.OPEN, detail=_UNDEFINED)
        return Solutions(game=game, point=at, reason=_UNDEFINED, findings=(undefined,), ties=ties)
    solved = equilibria_of if ties == "favour" else pessimistic_equilibria_of
    known = found_alike(game, numeric, point) or solved(numeric)
    return Solutions(
        game=game,
        point=at,
        quantities=tuple(_quantities(game, model.names, path, point) for path in known.paths),
        regimes=tuple(_binding(numeric, path) for path in known.paths),
        selections=known.selections,
        continua=tuple(_continuum(game, model.names, one, point) for one in known.continua),
        reason=known.none or known.unresolved,
        is_none=bool(known.none),
        findings=tuple(_findings(game, known)),
        ties=ties,
    )


def _findings(game: Game, known: Found) -> list[Finding]:
    exists, complete = Row(about=About.EXISTS), Row(about=About.COMPLETE)
    if known.none:
        return [found(exists, Status.REFUTED, _MEANS, detail=known.none)]
    if known.unresolved:
        return [found(exists, Status.OPEN, detail=known.unresolved)]
    means, findings = _MEANS + (_ENGINES if known.questions else ""), []
    last = rows_of_moves(game, game.stages[-1:])
    off_path = Row(about=About.OFF_PATH)
    for row in (exists, *rows_of_moves(game), off_path):
        if known.unanswered and row not in last:
            findings.append(found(row, Status.CHECKED, _MEANS, points=known.histories, detail=known.unanswered))
        else:
            findings.append(found(row, Status.PROVED, known.answers if row == off_path else means))
    if known.incomplete:
        findings.append(found(complete, Status.OPEN, detail=known.incomplete))
    else:
        findings.append(found(complete, Status.PROVED, means, detail=known.ties))
    return findings


def _quantities(game: Game, names: tuple[str, ...], path: Path, point: Mapping[sp.Symbol, Fraction]) -> Frozen[sp.Expr]:
    """Return every quantity that is defined at a path."""
    decided = dict(zip(names, path, strict=True))
    quantities = {d.name: as_number(decided[d.name]) for d in game.decisions}
    is_rational = all(isinstance(value, flint.fmpq) for value in path)
    images = {symbol: as_number(decided[symbol.name]) for symbol in game.decisions}
    images |= {symbol: to_sympy(value) for symbol, value in point.items()}
    exact = game.ring.exact_point({s: Fraction(v.p, v.q) for s, v in images.items()}) if is_rational else None
    for name, declared in game.ratios.items():
        with suppress(ZeroDivisionError):
            quantities[name] = (
                sp.Rational(*declared.evaluate(exact).as_integer_ratio())
                if exact is not None
                else _algebraic(declared, images)
            )
    return Frozen(quantities)


def _algebraic(declared: Ratio, images: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
    """Return a rational function at numbers with square roots.

    Raises
    ------
    ZeroDivisionError
        If it divides by zero there.
    """
    below = sp.expand(declared.ring.expression(declared.denominator).subs(images))
    if below == 0:
        raise ZeroDivisionError
    return sp.radsimp(sp.expand(declared.ring.expression(declared.numerator).subs(images)) / below)


def _continuum(
    game: Game, names: tuple[str, ...], found: continua.EquilibriumPolyhedron, point: Mapping[sp.Symbol, Fraction]
) -> Continuum:
    def named(path: Path) -> Frozen[sp.Expr]:
        return shown_values(game, dict(zip(names, map(as_number, path), strict=True)))

    return Continuum(
        vertices=tuple(map(named, found.corners)),
        rays=tuple(map(named, found.rays)),
        quantities=tuple(_quantities(game, names, path, point) for path in found.corners),
        selection=found.selection,
    )


def _binding(model: LinearQuadratic, path: Path) -> str:
    """Return what binds at a path, in words."""
    binding = [
        limit.words
        for stage in model.stages
        for limit in stage.limits
        if not limit.hidden and sign(affine_at(limit.row, path[: len(limit.row) - 1])) == 0
    ]
    return regime_of(binding)
