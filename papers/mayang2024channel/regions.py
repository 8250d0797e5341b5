"""The maps as data: exact thresholds along lines across them, and a check of each map against exact profits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.algebra.decomposition.line_map import LineMap
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.models.channels.two_channels import theta

from .choices import MAPS, VIEWS, choice, planar, ranges
from .symbols import F, commission, phi

_LINES: Mapping[str, Sequence[tuple[sp.Symbol, sp.Symbol, Sequence[str]]]] = {
    "commission_influence": (
        (commission, phi, ("1/2", "1", "3/2", "3")),
        (phi, commission, ("1/10", "1/5", "1/2")),
    ),
    "commission_spillover": ((commission, theta, ("-1/2", "0", "1/2", "3/4")),),
    "fee_influence": ((F, phi, ("1/2", "1", "3/2", "3")), (phi, F, ("4",))),
}
_SIDE = 8
_EXPRESSIBLE = 2


def maps() -> dict[str, Any]:
    """Return for each map what each of its views tells along lines, and how the map compares with exact profits."""
    return {name: {view: _view(name, view) for view in VIEWS} | {"cells_checked": _checked(name)} for name in MAPS}


def _view(name: str, view: str) -> dict[str, Any]:
    labels = sorted(planar(name, view).labels)
    if len(labels) == 1:
        return {"everywhere": labels[0]}
    return {"lines": [_line(name, view, *at) for at in _along(name)]}


def _along(name: str) -> Iterator[tuple[sp.Symbol, sp.Symbol, str]]:
    for moving, fixed, values in _LINES[name]:
        yield from ((moving, fixed, value) for value in values)


def _line(name: str, view: str, moving: sp.Symbol, fixed: sp.Symbol, value: str) -> dict[str, Any]:
    solved = choice(name)
    at = {fixed: Fraction(value)}
    found = solved.thresholds(moving, at=at, over=ranges(name)[moving], view=VIEWS[view](solved))
    return {"moving": moving.name, "fixed": f"{fixed.name} = {value}", "pieces": _pieces(found)}


def _pieces(found: LineMap[str]) -> list[dict[str, Any]]:
    return [{"label": piece.label, "up_to": _exactly(piece.high)} for piece in found.pieces]


def _exactly(root: RealRoot) -> sp.Expr | dict[str, str]:
    """Return a number in closed form, or about where it is and the polynomial whose root it is."""
    if root.minimal.degree() <= _EXPRESSIBLE:
        return root.expression()
    return {"about": f"{float(root):.9f}", "root_of": str(root.minimal)}


def _checked(name: str) -> dict[str, int]:
    """Compare labels of the map with exact profits of every mode at the middle of each of ``_SIDE**2`` equal cells."""
    solved = choice(name)
    views = {view: (planar(name, view), VIEWS[view](solved)) for view in VIEWS}
    points = list(_middles(name))
    equal = sum(
        drawn.label_at(x, y) == view.label(solved.at(dict(zip(MAPS[name], (x, y), strict=True))))
        for x, y in points
        for drawn, view in views.values()
    )
    return {"labels": len(points) * len(views), "equal": equal}


def _middles(name: str) -> Iterator[tuple[Fraction, Fraction]]:
    (x0, x1), (y0, y1) = (ranges(name)[symbol] for symbol in MAPS[name])
    for i in range(_SIDE):
        for j in range(_SIDE):
            across, up = Fraction(2 * i + 1, 2 * _SIDE), Fraction(2 * j + 1, 2 * _SIDE)
            yield x0 + across * (x1 - x0), y0 + up * (y1 - y0)
