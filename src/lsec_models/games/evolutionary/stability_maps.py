"""Which rest points are stable as one parameter or two move: exact thresholds, and maps with exact boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.domains.parameter_point import point_of
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import ExactPoint, Polynomial, ring_of
from lsec_models.errors import DeclarationError, NoClosedForm
from lsec_models.games.axes import axes_of, range_of, spans_of
from lsec_models.games.meaning import described_axes

if TYPE_CHECKING:
    from lsec_models.algebra.decomposition.line_map import LineMap
    from lsec_models.algebra.decomposition.parameter_slice import Slice
    from lsec_models.algebra.decomposition.planar_map import PlanarMap
    from lsec_models.games.evolutionary.rest_points import RestPoint, RestPoints

Given = Mapping[str | sp.Symbol, object]
OUTSIDE, NOTHING = "the game is not defined", "nothing is stable"
SHOWN = ("stable", "rest points")


def stability_along(
    found: RestPoints, parameter: str | sp.Symbol, at: Given, over: tuple[object, object] | None, shown: str
) -> LineMap[str]:
    """Return what is stable, or which rest points there are, as one parameter moves; see :meth:`RestPoints.along`."""
    from lsec_models.algebra.decomposition.line_map import line

    (symbol,) = axes_of(found.domain.ring, [parameter], at)
    watched = _RestPointsOnSlice(found, [symbol], at, shown)
    whole = (Fraction(0) if symbol.is_nonnegative else None, None)
    span = whole if over is None else range_of(over, symbol.name)
    cuts = line(watched.cut.ring, watched.polynomials(), span, lambda value: watched.label({symbol: value}))
    return replace(cuts, caveat=found.evidence.caveat(), described=described_axes(found))


def stability_over(
    found: RestPoints,
    x: str | sp.Symbol,
    y: str | sp.Symbol,
    at: Given,
    over: Mapping[str | sp.Symbol, tuple[object, object]],
    shown: str,
) -> PlanarMap[str]:
    """Return the same over two parameters; see :meth:`RestPoints.regions`."""
    from lsec_models.algebra.decomposition.plane_map import plane

    axes = axes_of(found.domain.ring, [x, y], at)
    spans = spans_of(axes, over)
    watched = _RestPointsOnSlice(found, axes, at, shown)
    cells = plane(watched.cut.ring, watched.polynomials(), axes[0], axes[1], spans, watched.label)
    return replace(cells, caveat=found.evidence.caveat(), described=described_axes(found))


@dataclass(frozen=True)
class _CutPoint:
    """A rest point on a slice: it is there, and stable, where all these are positive; `vanishing` if some are zero."""

    name: str
    rests: tuple[Ratio, ...]
    stable: tuple[Ratio, ...] | None
    vanishing: bool


class _RestPointsOnSlice:
    """Rest points on a line or plane of parameters."""

    def __init__(self, found: RestPoints, axes: list[sp.Symbol], at: Given, shown: str) -> None:
        from lsec_models.algebra.decomposition.parameter_slice import Slice

        if shown not in SHOWN:
            raise DeclarationError(f"shown = {shown!r}: it is one of {', '.join(map(repr, SHOWN))}")
        _require_decided(found, shown)
        self.shown = shown
        ring = found.domain.ring
        others = ring_of(symbol for symbol in ring.symbols if symbol not in axes)
        self.cut = Slice(ring=ring_of(axes), values=point_of(others, at))
        if shown != "stable":
            _require_no_tie(found, self.cut)
        self._points = [cut for point in found.points if (cut := _on_slice(found, point, self.cut)) is not None]
        signs = [
            (Ratio.variable(ring, symbol), bool(symbol.is_positive)) for symbol in ring.symbols if symbol.is_nonnegative
        ]
        asked = [(Ratio(ring, condition.polynomial), condition.strict) for condition in found.domain.conditions]
        self._defined = [
            (value, strict) for function, strict in (*signs, *asked) if (value := self.cut.cut(function)) is not None
        ]

    def polynomials(self) -> list[Polynomial]:
        """Return all whose signs decide the labels."""
        functions = [value for value, _ in self._defined]
        for point in self._points:
            functions += [*point.rests, *(point.stable or ())]
        return [part for value in functions for part in (value.numerator, value.denominator) if not part.is_constant()]

    def label(self, moving: Mapping[sp.Symbol, Fraction]) -> str:
        """Return the label at a point at which no polynomial vanishes."""
        where = self.cut.ring.exact_point(moving)
        margins = [(value.evaluate(where), strict) for value, strict in self._defined]
        if any(margin < 0 or (margin == 0 and strict) for margin, strict in margins):
            return OUTSIDE
        there = [point for point in self._points if _positive(point.rests, where)]
        stable = [point for point in there if point.stable is not None and _positive(point.stable, where)]
        for point in stable:
            if point.vanishing:
                raise NoClosedForm(
                    f"{point.name}: an eigenvalue lies on the imaginary axis at these numbers, however the rest "
                    "moves, so that it does not decide; ask point by point, solve(game).at({...})"
                )
        if self.shown == "stable":
            return ", ".join(point.name for point in stable) or NOTHING
        return ", ".join(f"{point.name}{' (stable)' if point in stable else ''}" for point in there)


def _on_slice(found: RestPoints, point: RestPoint, cut: Slice) -> _CutPoint | None:
    """Return a rest point on a slice; None where its shares are defined nowhere on it."""
    symmetric = found.game.is_symmetric
    one = Ratio.constant(found.domain.ring, 1)
    mixes = any(not value.is_zero() and value != one for value in point.exact.values())
    shares = [cut.cut(value) for value in point.exact.values() if not _is_constant(value)]
    stable = [cut.cut(value) for value in (*(-value for value in point.leaving.values()), *point.hurwitz)]
    if any(value is None for value in (*shares, *stable)):
        return None
    never = mixes and not symmetric
    decisive = tuple(value for value in stable if value is not None and not (symmetric and value.is_zero()))
    return _CutPoint(
        name=point.name,
        rests=tuple(value for value in shares if value is not None),
        stable=None if never else decisive,
        vanishing=symmetric and len(decisive) < len(stable),
    )


def _require_decided(found: RestPoints, shown: str) -> None:
    """Require that signs of eigenvalues decide what is stable, and that all that is asked for is in closed form.

    With several populations what is stable is pure, so that nothing is missed where mixtures have no closed form.
    """
    symmetric = found.game.is_symmetric
    for point in found.points if symmetric else ():
        if any(value.is_zero() for value in (*point.leaving.values(), *point.hurwitz)):
            raise NoClosedForm(
                f"{point.name}: an eigenvalue lies on the imaginary axis whatever the parameters are, so that "
                "boundaries are not where one changes its sign; ask point by point, solve(game).at({...})"
            )
    if found.unresolved and (symmetric or shown != "stable"):
        (name, why), *_ = found.unresolved
        raise NoClosedForm(f"{name}: not in closed form ({why}); ask point by point, solve(game).at({{...}})")


def _require_no_tie(found: RestPoints, cut: Slice) -> None:
    """Require that rest points fill no face all over a slice; those that fill one are never stable."""
    ring = found.domain.ring
    for tie in found.ties:
        left = [cut.cut(ratio(ring, part)) for part in tie.vanishing]
        if all(value is not None and value.is_zero() for value in left):
            raise NoClosedForm(
                f"{tie.name}: rest points may fill a part of it at these numbers, however the rest moves; ask point by "
                'point, solve(game).at({...}), or for what is stable, shown="stable"'
            )


def _positive(values: tuple[Ratio, ...], where: ExactPoint) -> bool:
    return all(value.evaluate(where) > 0 for value in values)


def _is_constant(value: Ratio) -> bool:
    return bool(value.numerator.is_constant() and value.denominator.is_constant())
