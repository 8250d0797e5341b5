"""Exact maps of a rectangle: curves, cells, labels, and the polygons that they are drawn as."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import pi
from typing import Any

import flint
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path

from lsec_models.algebra.decomposition.label_polynomials import LabelPolynomial
from lsec_models.algebra.decomposition.line_map import line
from lsec_models.algebra.decomposition.plane_curve import curve_of, discriminant, eliminant
from lsec_models.algebra.decomposition.plane_map import plane
from lsec_models.algebra.decomposition.plane_outlines import Outline, outline
from lsec_models.algebra.decomposition.rectangle_sieve import SIDE, box_signs
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.errors import DeclarationError

x, y = sp.symbols("x y")
RING = ring_of([x, y])
X, Y = RING.generators
LINE = ring_of([x])
(T,) = LINE.generators
SQUARE = {x: (Fraction(-2), Fraction(2)), y: (Fraction(-2), Fraction(2))}
Point = Mapping[sp.Symbol, Fraction]


def q(value: str | int) -> flint.fmpq:
    exact = Fraction(value)
    return flint.fmpq(exact.numerator, exact.denominator)


def signs(*polynomials: Polynomial) -> Callable[[Point], tuple[bool, ...]]:
    return lambda point: tuple(RING.evaluate(p, RING.exact_point(point)) > 0 for p in polynomials)


def pattern(*polynomials: Polynomial, colours: int) -> Callable[[Point], int]:
    bits = signs(*polynomials)
    return lambda point: sum(bit << i for i, bit in enumerate(bits(point))) % colours


# Elimination and the sieve


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.integers(1, 3), st.integers(1, 3))
def test_eliminants_are_resultants(source: random.Random, n: int, m: int) -> None:
    f, g = (_dense(source, d) for d in (n, m))
    if min(f.degrees()[1], g.degrees()[1]) < 1:
        return
    expected = curve_of(f.resultant(g, "y"), 0, 1).rows[0]
    assert eliminant(curve_of(f, 0, 1), curve_of(g, 0, 1)) == expected
    found = discriminant(curve_of(f, 0, 1))
    assert found in (value := curve_of(f.discriminant("y"), 0, 1).rows[0], -value)


@settings(max_examples=30)
@given(st.randoms(use_true_random=False), st.integers(0, 5))
def test_the_sieve_is_never_wrong(source: random.Random, degree: int) -> None:
    polynomial = _dense(source, degree)
    if polynomial.is_zero():
        return
    found = box_signs(curve_of(polynomial, 0, 1), (q(-2), q(1)), (q(-1), q(3)))
    for _ in range(50):
        i, j = source.randrange(SIDE), source.randrange(SIDE)
        u = -2 + Fraction(3, SIDE) * (i + Fraction(source.randrange(65), 64))
        v = -1 + Fraction(4, SIDE) * (j + Fraction(source.randrange(65), 64))
        value = RING.evaluate(polynomial, RING.exact_point({x: u, y: v}))
        assert found[i, j] == 0 or found[i, j] * value > 0


def test_the_sieve_sees_most_of_the_plane() -> None:
    found = box_signs(curve_of(X**2 + Y**2 - 1, 0, 1), (q(-2), q(2)), (q(-2), q(2)))
    assert (found == 0).mean() < 0.1
    assert (found < 0).mean() == pytest.approx(pi / 16, abs=0.05)


def test_degrees_beyond_the_sieve_are_left_to_exact_arithmetic() -> None:
    steep = Y**61 - X
    assert not box_signs(curve_of(steep, 0, 1), (q(-2), q(2)), (q(-2), q(2))).any()
    found = plane(RING, [steep], x, y, SQUARE, signs(steep))
    assert found.columns[0].labels == ((False,), (True,))
    assert found.label_at(Fraction(1, 2), Fraction(99, 100)) == (True,)
    assert found.label_at(Fraction(1, 2), Fraction(98, 100)) == (False,)


def _dense(source: random.Random, degree: int) -> Polynomial:
    powers = [(i, j) for i in range(degree + 1) for j in range(degree + 1)]
    return RING.from_terms({key: source.randint(-9, 9) for key in powers})


# Maps of a rectangle

CURVES = {
    "circle": ([X**2 + Y**2 - 1], [1, 3, 1]),
    "node": ([Y**2 - X**2 * (X + 1)], [1, 3, 3]),
    "cusp": ([Y**2 - X**3], [1, 3]),
    "tangent circles": ([(X - 1) ** 2 + Y**2 - 1, (X + 1) ** 2 + Y**2 - 1], [3, 3]),
    "vertical line": ([2 * X - 1], [1, 1]),
    "horizontal line": ([2 * Y - 1], [2]),
    "isolated point": ([X**2 + Y**2], [1]),
    "square": ([(X - Y) ** 2], [1]),
    "edge": ([Y - 2, X + 2], [1]),
    "hyperbola": ([X * Y - 1], [2, 2]),
    "crossing lines": ([X - Y, X + Y], [3, 3]),
    "three through one point": ([X - Y, X + Y, Y - 2 * X], [4, 4]),
}


@pytest.mark.parametrize("name", CURVES)
def test_cells_of_known_curves(name: str) -> None:
    polynomials, cells = CURVES[name]
    found = plane(RING, polynomials, x, y, SQUARE, signs(*polynomials))
    assert [len(column.labels) for column in found.columns] == _padded(name, cells)
    assert all(len(column.arcs) == len(column.labels) - 1 for column in found.columns)


def _padded(name: str, cells: list[int]) -> list[int]:
    """A node and crossings leave the rectangle through its edges at abscissae that split columns."""
    return {
        "hyperbola": [2, 1, 2],
        "node": [1, 3, 3, 1],
        "cusp": [1, 3, 1],
        "three through one point": [3, 4, 4, 3],
    }.get(name, cells)


def test_abscissae_are_exact() -> None:
    circle = plane(RING, [X**2 + Y**2 - 2], x, y, SQUARE, signs(X**2 + Y**2 - 2))
    assert [str(column.left) for column in circle.columns] == ["-2", "-sqrt(2)", "sqrt(2)"]
    (arc, _) = circle.columns[1].arcs
    assert arc.root(q("1/2"), circle.heights).expression() == -sp.sqrt(7) / 2


def test_curves_that_do_not_matter_vanish() -> None:
    polynomials = [X**2 + Y**2 - 1, X - Y, X * Y + 1, 3 * X - 1]
    found = plane(RING, polynomials, x, y, SQUARE, signs(X**2 + Y**2 - 1))
    assert found.columns[0].left == RealRoot.rational(-2)
    assert [len(column.arcs) for column in found.columns] == [0, 2, 0]
    assert plane(RING, polynomials, x, y, SQUARE, lambda _: "same").labels == ("same",)


def test_each_pattern_of_signs_is_labelled_once() -> None:
    asked: list[Point] = []
    polynomials = [X**2 + Y**2 - 1, X - Y]

    def label(point: Point) -> tuple[bool, ...]:
        asked.append(point)
        return signs(*polynomials)(point)

    plane(RING, polynomials, x, y, SQUARE, label)
    assert len(asked) == 4


@pytest.mark.slow
@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(1, 4), st.sampled_from([2, 3, 5]))
def test_random_maps_agree_with_exact_signs(source: random.Random, number: int, colours: int) -> None:
    polynomials = [p for _ in range(number) if not (p := _dense(source, source.randint(1, 3))).is_zero()]
    polynomials += [3 * X - 1] * source.randint(0, 1)
    label = pattern(*polynomials, colours=colours)
    over = {x: (Fraction(-1), Fraction(2)), y: (Fraction(-3, 2), Fraction(2))}
    found = plane(RING, polynomials, x, y, over, label)
    for _ in range(60):
        point = {x: Fraction(source.randint(-999, 1999), 1000), y: Fraction(source.randint(-1499, 1999), 1000)}
        here = found.label_at(point[x], point[y])
        zero = any(RING.evaluate(p, RING.exact_point(point)) == 0 for p in polynomials)
        assert zero or here is None or here == label(point)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_guards_change_nothing(source: random.Random) -> None:
    """What matters only where a guard is positive may be left out elsewhere, without any difference."""
    first, second, guard, other = (_dense(source, 2) for _ in range(4))
    if any(p.is_constant() for p in (first, second, guard, other)):
        return
    a, b, here, there = signs(first), signs(second), signs(guard), signs(other)

    def label(point: Point) -> tuple[bool, ...]:
        return (
            *here(point),
            *there(point),
            *(a(point) if here(point)[0] else ()),
            *(b(point) if there(point)[0] else ()),
        )

    watched = [LabelPolynomial(first, (guard,)), LabelPolynomial(second, (other,)), guard, other]
    found = plane(RING, watched, x, y, SQUARE, label)
    for _ in range(60):
        point = {x: Fraction(source.randint(-1999, 1999), 1000), y: Fraction(source.randint(-1999, 1999), 1000)}
        inside = found.label_at(point[x], point[y])
        zero = any(RING.evaluate(p, RING.exact_point(point)) == 0 for p in (first, second, guard, other))
        assert zero or inside is None or inside == label(point)


def test_samples_keep_clear_of_zeros_that_change_no_sign() -> None:
    square, lines = (X - Y) ** 2, X**2 * (3 * X - 1) ** 2
    found = plane(RING, [square, lines], x, y, SQUARE, signs(square, lines))
    assert found.labels == ((True, True),)
    on_line = line(LINE, [T**2 * (2 * T - 1) ** 2], (Fraction(0), Fraction(1)), lambda value: value != Fraction(1, 2))
    assert [piece.label for piece in on_line.pieces] == [True]


def test_axes_may_be_exchanged() -> None:
    polynomials = [X**2 * Y - 1, X + Y**2 - 1]
    upright = plane(RING, polynomials, x, y, SQUARE, signs(*polynomials))
    lying = plane(RING, polynomials, y, x, SQUARE, signs(*polynomials))
    for u, v in (
        (Fraction(1, 3), Fraction(-5, 7)),
        (Fraction(13, 11), Fraction(8, 9)),
        (Fraction(-3, 2), Fraction(7, 4)),
    ):
        assert upright.label_at(u, v) == lying.label_at(v, u)


def test_coefficients_may_be_huge() -> None:
    large = 10**200
    circle = large**2 * (X**2 + Y**2) - (large + 1) ** 2
    found = plane(RING, [circle], x, y, SQUARE, signs(circle))
    assert [str(column.left.expression()) for column in found.columns[1:]] == [
        f"-1{'0' * 199}1/1{'0' * 200}",
        f"1{'0' * 199}1/1{'0' * 200}",
    ]


@pytest.mark.parametrize(
    ("axes", "over", "message"),
    [
        ((x, x), SQUARE, "two different symbols"),
        ((x, sp.Symbol("z")), SQUARE, "two different symbols"),
        ((x, y), {**SQUARE, y: (Fraction(1), Fraction(1))}, "range of y, from 1 to 1, is empty"),
        ((x, y), {**SQUARE, x: (Fraction(1), Fraction(0))}, "range of x, from 1 to 0, is empty"),
    ],
)
def test_bad_rectangles(
    axes: tuple[sp.Symbol, sp.Symbol], over: Mapping[sp.Symbol, tuple[Fraction, Fraction]], message: str
) -> None:
    with pytest.raises(DeclarationError, match=message):
        plane(RING, [X], *axes, over, lambda _: 0)


# Outlines


def polygons_at(found: Outline[Any], points: np.ndarray) -> tuple[np.ndarray, list[Any]]:
    """Return in how many regions each point lies, and the label of the last of them."""
    count = np.zeros(len(points), dtype=int)
    labels: list[Any] = [None] * len(points)
    for region in found.regions:
        inside = sum(Path(ring).contains_points(points).astype(int) for ring in region.rings) % 2 == 1
        count += inside
        for i in np.flatnonzero(inside):
            labels[i] = region.label
    return count, labels


def distance(found: Outline[Any], point: np.ndarray) -> float:
    """Return how far a point is from the nearest boundary."""
    nearest = np.inf
    for boundary in found.boundaries:
        a, b = boundary.points[:-1], boundary.points[1:]
        step = b - a
        t = np.clip(((point - a) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-300), 0, 1)
        nearest = min(nearest, float(np.linalg.norm(a + t[:, None] * step - point, axis=1).min()))
    return nearest


@pytest.mark.slow
@pytest.mark.parametrize("name", CURVES)
def test_polygons_hold_what_the_signs_say(name: str) -> None:
    polynomials, _ = CURVES[name]
    label = signs(*polynomials)
    found = outline(plane(RING, polynomials, x, y, SQUARE, label), tolerance=2e-7)
    points = [(Fraction(13 * i + 3, 101) - 2, Fraction(13 * j + 5, 101) - 2) for i in range(31) for j in range(31)]
    grid = np.array(points, dtype=float)
    count, labels = polygons_at(found, grid)
    assert sum(region.area for region in found.regions) == pytest.approx(16, abs=1e-4)
    for i, (u, v) in enumerate(points):
        if distance(found, grid[i]) > 1e-6:
            assert count[i] == 1
            assert labels[i] == label({x: u, y: v})


def test_the_disc_has_the_area_of_a_disc() -> None:
    found = outline(plane(RING, [X**2 + Y**2 - 1], x, y, SQUARE, signs(X**2 + Y**2 - 1)), tolerance=1e-6)
    inside, outside = sorted(found.regions, key=lambda region: region.area)
    assert inside.area == pytest.approx(pi, abs=1e-4)
    assert (len(inside.rings), len(outside.rings)) == (1, 2)
    (boundary,) = found.boundaries
    assert np.hypot(*boundary.points.T) == pytest.approx(1, abs=1e-12)
    assert np.all(boundary.points[0] == boundary.points[-1])
    assert set(boundary.labels) == {(False,), (True,)}


def test_boundaries_lie_on_their_curves() -> None:
    polynomials = [Y**2 - X**3 + X, X * Y - 1, 4 * X - 1]
    found = outline(plane(RING, polynomials, x, y, SQUARE, signs(*polynomials)))
    for boundary in found.boundaries:
        inner = [point for point in boundary.points if np.all(np.abs(point) < 1.999)]
        for point in inner:
            value = RING.evaluate(
                boundary.polynomial, RING.exact_point(dict(zip((x, y), map(Fraction, map(float, point)), strict=True)))
            )
            assert abs(float(value)) < 1e-9
    assert {RING.expression(boundary.polynomial) for boundary in found.boundaries} == {
        RING.expression(p) for p in (X**3 - X - Y**2, X * Y - 1, 4 * X - 1)
    }


def test_finer_outlines_have_more_points() -> None:
    circle = plane(RING, [X**2 + Y**2 - 1], x, y, SQUARE, signs(X**2 + Y**2 - 1))
    coarse, fine = (len(outline(circle, tolerance).boundaries[0].points) for tolerance in (1e-3, 1e-6))
    assert fine > 5 * coarse


def test_regions_of_one_label_that_do_not_touch_are_apart() -> None:
    label: Callable[[Point], bool] = lambda point: abs(point[x]) > 1  # noqa: E731
    found = outline(plane(RING, [X - 1, X + 1], x, y, SQUARE, label))
    assert sorted((region.label, round(region.area, 9)) for region in found.regions) == [
        (False, 8),
        (True, 4),
        (True, 4),
    ]
    for region in found.regions:
        assert label(dict(zip((x, y), region.sample, strict=True))) == region.label


CONICS = st.lists(st.integers(-3, 3), min_size=6, max_size=6).filter(lambda parts: any(parts[1:]))


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(parts=st.tuples(CONICS, CONICS, CONICS, CONICS), dice=st.randoms(use_true_random=False))
def test_cells_are_right_where_curves_matter_on_one_side_of_others(
    parts: tuple[list[int], ...], dice: random.Random
) -> None:
    powers = (X**0, X, Y, X * X, X * Y, Y * Y)
    side, other, right, left = (sum((c * p for c, p in zip(part, powers, strict=True)), 0 * X) for part in parts)
    watched = [
        LabelPolynomial(side),
        LabelPolynomial(other),
        LabelPolynomial(right, (side, other)),
        LabelPolynomial(left, (-side,)),
        LabelPolynomial(left, (-other,)),
    ]
    told = signs(side, other, right, left)

    def label(point: Point) -> tuple[bool, ...]:
        is_beside, is_over, first, second = told(point)
        return (is_beside, is_over, first if is_beside and is_over else second)

    found = plane(RING, watched, x, y, SQUARE, label, by_signs=False)
    for _ in range(40):
        point = {axis: Fraction(dice.randint(-1999, 1999), 1000) for axis in (x, y)}
        here = found.label_at(point[x], point[y])
        vanishing = any(RING.evaluate(p, RING.exact_point(point)) == 0 for p in (side, other, right, left))
        assert vanishing or here is None or here == label(point)
