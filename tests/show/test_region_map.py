from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import matplotlib
import matplotlib.axes
import numpy as np
import pytest
import sympy as sp
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from lsec_models.algebra.decomposition.line_map import LineMap, line
from lsec_models.algebra.decomposition.planar_map import PlanarMap
from lsec_models.algebra.decomposition.plane_map import plane
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.errors import DeclarationError
from lsec_models.games.choice.at_point import NO_MODE
from lsec_models.show.figures.layout.save import rendered
from lsec_models.show.figures.layout.style import lightness, region_colour, styled
from lsec_models.show.figures.maps.region_map import draw_region_map, draw_strip, region_styles

lam, phi = sp.symbols("lambda phi")
RING = ring_of([lam, phi])
U, V = RING.generators
UNIT = {lam: (Fraction(0), Fraction(1)), phi: (Fraction(0), Fraction(2))}


def panel(size: tuple[float, float] = (4, 3)) -> tuple[Figure, matplotlib.axes.Axes]:
    figure = Figure(figsize=size, layout="constrained")
    return figure, figure.subplots()


def labelled(polynomial: Polynomial, below: str, above: str) -> PlanarMap[str]:
    def label(point: Mapping[sp.Symbol, Fraction]) -> str:
        return above if RING.evaluate(polynomial, RING.exact_point(point)) > 0 else below

    return plane(RING, [polynomial], lam, phi, UNIT, label)


def along(cuts: Mapping[Fraction, str], last: str) -> LineMap[str]:
    ring = ring_of([lam])
    (x,) = ring.generators
    polynomials = [cut.denominator * x - cut.numerator for cut in cuts]
    label: Callable[[Fraction], str] = lambda v: next((name for cut, name in cuts.items() if v < cut), last)  # noqa: E731
    return line(ring, polynomials, (Fraction(0), Fraction(1)), label)


def test_a_line_is_read_as_its_pieces_and_what_they_rest_on() -> None:
    found = along({Fraction(1, 3): "keep"}, "show")
    pieces = ["keep for lambda from 0 to 0.333333", "show for lambda from 0.333333 to 1"]
    assert repr(found).splitlines() == pieces
    assert repr(replace(found, caveat="not established: exists (open)")).splitlines()[2:] == [
        "not established: exists (open)"
    ]


def test_regions_are_named_where_they_are() -> None:
    figure, axes = panel()
    with styled():
        words = draw_region_map(axes, labelled(V - 2 * U, "agency", "self_run"))
        figure.draw_without_rendering()
    places = {text.get_text(): text.get_position() for text in axes.texts}
    assert set(places) == {"agency", "self run"}
    assert places["self run"][1] > 2 * places["self run"][0]
    assert places["agency"][1] < 2 * places["agency"][0]
    assert axes.get_legend() is None
    across_and_up = "Map over lambda from 0 to 1 (across) and phi from 0 to 2 (up)"
    assert words == f"{across_and_up}: agency in 50 %, self run in 50 % of the area."


def test_names_stay_inside_their_regions() -> None:
    figure, axes = panel((3, 2.4))
    with styled():
        draw_region_map(axes, labelled(10 * V - 10 * U**2 - 3, "agency", "reselling"))
        figure.draw_without_rendering()
    assert len(axes.texts) == 2
    for text in axes.texts:
        box = text.get_window_extent()
        corners = axes.transData.inverted().transform(
            [(box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1)]
        )
        sides = {bool(v > u**2 + 0.3) for u, v in corners}
        assert sides == {text.get_text() == "reselling"}


def test_a_region_without_room_is_explained_in_a_legend() -> None:
    _, axes = panel()
    with styled():
        draw_region_map(axes, labelled(50 * U - 1, "a_long_name_for_a_sliver", "agency"))
    assert [text.get_text() for text in axes.texts] == ["agency"]
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["a long name for a sliver"]


def test_fills_follow_the_exact_curve() -> None:
    _, axes = panel()
    with styled():
        draw_region_map(axes, labelled(U**2 + V**2 - 1, "inside", "outside"))
    patches = [patch for patch in axes.patches if isinstance(patch, PathPatch)]
    assert len(patches) == 2
    vertices = np.asarray(patches[0].get_path().vertices)
    inner = vertices[(vertices > 0).all(axis=1) & (vertices < (1, 2)).all(axis=1)]
    assert len(inner) > 40
    assert np.hypot(*inner.T) == pytest.approx(1, abs=1e-12)
    (curve,) = axes.lines
    assert np.hypot(*np.transpose(curve.get_xydata())) == pytest.approx(1, abs=1e-9)


def test_words_and_styles_may_be_given() -> None:
    _, axes = panel()
    styles = region_styles(["self_run", "agency"])
    with styled():
        words = draw_region_map(
            axes, labelled(V - 1, "agency", "self_run"), styles=styles, words={"agency": "sold for her"}
        )
    assert {text.get_text() for text in axes.texts} == {"sold for her", "self run"}
    assert [tuple(patch.get_facecolor()[:3]) for patch in axes.patches] == [
        styles["agency"].colour,
        styles["self_run"].colour,
    ]
    assert "sold for her in 50 %" in words


def test_regions_with_nothing_are_white_and_hatched() -> None:
    styles = region_styles(["agency", NO_MODE])
    assert (styles[NO_MODE].colour, styles[NO_MODE].texture) == ("white", "////")
    assert styles["agency"].colour != "white"


def test_styles_differ_and_eight_need_no_texture() -> None:
    styles = list(region_styles([f"mode {i}" for i in range(24)], nothing=()).values())
    assert len({(style.colour, style.texture) for style in styles}) == 24
    assert {style.texture for style in styles[:8]} == {""}


def test_fills_differ_in_grey_print() -> None:
    found = sorted(lightness(region_colour(i)) for i in range(8))
    assert min(higher - lower for lower, higher in pairwise(found)) > 0.03
    assert min(abs(lightness(region_colour(i)) - lightness(region_colour(i + 1))) for i in range(7)) > 0.07


def test_a_label_without_style_is_an_error() -> None:
    _, axes = panel()
    with pytest.raises(DeclarationError, match=r"no style for 'self_run', which the map shows; name every label"):
        draw_region_map(axes, labelled(V - 1, "agency", "self_run"), styles=region_styles(["agency"]))
    with pytest.raises(DeclarationError, match="no style for 'a'"):
        draw_strip(axes, along({}, "a"), styles={})


@pytest.mark.slow
def test_equal_maps_give_equal_files() -> None:
    written = []
    for _ in range(2):
        figure, axes = panel()
        with styled():
            draw_region_map(axes, labelled(V - U**3 - 1, "agency", "self_run"))
        written.append(rendered(figure))
    assert written[0] == written[1]


def test_a_strip_names_pieces_and_thresholds() -> None:
    _, axes = panel((5, 1.2))
    with styled():
        words = draw_strip(axes, along({Fraction(1, 3): "none", Fraction(1, 2): "agency"}, "self_run"))
    assert [text.get_text() for text in axes.texts] == ["none", "agency", "self run", "1/3", "1/2"]
    assert words == "Along lambda: none from 0 to 1/3; agency from 1/3 to 1/2; self run from 1/2 to 1."


def test_close_thresholds_are_written_in_rows() -> None:
    figure, axes = panel((5, 1.6))
    with styled():
        draw_strip(axes, along({Fraction(50, 101): "none", Fraction(51, 101): "agency"}, "self_run"))
        figure.draw_without_rendering()
    first, second = (text.get_window_extent() for text in axes.texts if "/" in text.get_text())
    assert first.y1 <= second.y0
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["agency"]
    assert legend.get_window_extent().y0 >= second.y1


CAVEAT = "not established: optimal (open)"


@pytest.mark.parametrize("caveat", ["", CAVEAT])
def test_what_is_not_established_is_noted_above_the_axes(caveat: str) -> None:
    figure, axes = panel()
    with styled():
        words = draw_region_map(axes, replace(labelled(V - 2 * U, "agency", "self_run"), caveat=caveat))
        figure.draw_without_rendering()
    assert axes.get_title(loc="right") == ("candidates: see their evidence" if caveat else "")
    assert words.endswith("Not established: optimal (open)." if caveat else "of the area.")


def test_a_strip_notes_it_too() -> None:
    _, axes = panel((6, 1.5))
    with styled():
        words = draw_strip(axes, replace(along({Fraction(1, 3): "agency"}, "self_run"), caveat=CAVEAT))
    assert axes.get_title(loc="right") == "candidates: see their evidence"
    assert words.endswith("Not established: optimal (open).")
