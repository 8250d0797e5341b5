"""Maps of the best mode, compared with exact evaluation at each place."""

from __future__ import annotations

import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from matplotlib.path import Path

from choices import HOSTS_AT, exact_label, hosts
from lsec_models.algebra.decomposition.parameter_slice import Slice
from lsec_models.algebra.decomposition.plane_outlines import outline
from lsec_models.algebra.domains.parameter_point import point_of
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.games.choice.at_point import OUTSIDE
from lsec_models.games.choice.slice_labels import SliceLabels

HOSTS_OVER = {"r": (Fraction(-1, 4), Fraction(9, 4)), "k": (Fraction(0), Fraction(3))}


@pytest.mark.slow
@pytest.mark.parametrize("view", ["chosen", "preferred", "agreement", "gains"])
def test_maps_agree_with_exact_evaluation_everywhere(view: str) -> None:
    choice = hosts()
    views = {
        "chosen": None,
        "preferred": choice.preferred_by("host"),
        "agreement": choice.agreement("host"),
        "gains": choice.gains("firm", "host", against="none"),
    }
    found = choice.regions("r", "k", at=HOSTS_AT, over=HOSTS_OVER, view=views[view])
    polygons = outline(found, tolerance=2e-7)
    grid = [
        (Fraction(5 * i + 2, 66) - Fraction(1, 4), Fraction(3 * j + 1, 100))
        for i in range(0, 33, 2)
        for j in range(0, 33, 2)
    ]
    places = np.array(grid, dtype=float)
    inside = {region: _inside(region.rings, places) for region in polygons.regions}
    for i, (across, up) in enumerate(grid):
        if _distance(polygons, places[i]) <= 1e-6:
            continue
        point = {**HOSTS_AT, "r": across, "k": up}
        expected = exact_label(choice, point, views[view])
        assert found.label_at(across, up) in (expected, None)
        assert [region.label for region in polygons.regions if inside[region][i]] == [expected]


def test_labels_of_a_slice_are_the_same_in_another_process() -> None:
    choice = hosts()
    moving = {symbol.name: symbol for symbol in choice.ring.symbols if symbol.name in HOSTS_OVER}
    cut = Slice(
        ring=ring_of(moving.values()),
        values=point_of(ring_of(symbol for symbol in choice.ring.symbols if symbol.name not in moving), HOSTS_AT),
    )
    here = SliceLabels(choice, cut, choice.preferred_by("host"))
    there = pickle.loads(pickle.dumps(here))
    for across, up in ((Fraction(1, 2), Fraction(1)), (Fraction(2), Fraction(1, 3))):
        point = {moving["r"]: across, moving["k"]: up}
        expected = exact_label(choice, {**HOSTS_AT, "r": across, "k": up}, choice.preferred_by("host"))
        assert there.at(point) == here.at(point) == expected


def _inside(rings: Any, places: np.ndarray) -> np.ndarray:
    crossings = np.sum([Path(ring).contains_points(places) for ring in rings], axis=0)
    return np.asarray(crossings % 2 == 1)


def _distance(polygons: Any, place: np.ndarray) -> float:
    nearest = np.inf
    for boundary in polygons.boundaries:
        start, step = boundary.points[:-1], np.diff(boundary.points, axis=0)
        along = np.clip(((place - start) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-300), 0, 1)
        nearest = min(nearest, float(np.linalg.norm(start + along[:, None] * step - place, axis=1).min()))
    return nearest


def test_the_map_has_all_kinds_of_regions() -> None:
    labels = set(hosts().regions("r", "k", at=HOSTS_AT, over=HOSTS_OVER).labels)
    assert {OUTSIDE, "none", "fee", "share", "both"} <= labels
