"""The page of corners of the power structures, against best replies by hand and grids of the leader's decisions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from brute_force.margins import Chain
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from pages.live_pages import backbone, random_settings

pytestmark = pytest.mark.slow


def test_every_case_is_an_equilibrium_with_corners() -> None:
    for equilibrium in backbone("power_structures_bilateral").equilibria.values():
        assert isinstance(equilibrium, PiecewiseEquilibrium)
        assert equilibrium.evidence.established
        assert "m = 0" in {regime.name for regime in equilibrium.regimes}


def test_nobody_gains_at_random_points_of_any_regime() -> None:
    page = backbone("power_structures_bilateral")
    met = set()
    for labels, settings in random_settings(page, 60, seed=1):
        equilibrium, (order,) = page.equilibria[labels], labels
        share, phi = (settings[name] for name in ("lambda", "phi"))
        if (1 - share) * phi * 20 <= 2:
            continue
        found = equilibrium.at(settings)
        at = {name: float(Fraction(str(found[name]))) for name in "wqme"}
        assert Chain(share=float(share), phi=float(phi)).largest_gain(order, at) < 1e-9, (order, settings)
        met.add((order, found.regime))
    assert met == {
        ("manufacturer > streamer", "interior"),
        ("manufacturer > streamer", "m = 0 (brink)"),
        ("manufacturer > streamer", "m = 0"),
        ("streamer > manufacturer", "interior"),
        ("streamer > manufacturer", "m = 0"),
        ("manufacturer = streamer", "interior"),
        ("manufacturer = streamer", "m = 0"),
    }


def test_a_decision_that_is_not_the_best_is_seen() -> None:
    page = backbone("power_structures_bilateral")
    for (order,), equilibrium in page.equilibria.items():
        found = equilibrium.at({"lambda": Fraction(1, 2), "phi": Fraction(1)})
        at = {name: float(Fraction(str(found[name]))) for name in "wqme"}
        assert Chain(share=0.5, phi=1).largest_gain(order, at | {"w": at["w"] + 0.1}) > 1e-6
