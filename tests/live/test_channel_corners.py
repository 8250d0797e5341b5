"""The page of channel choice with all corners, against a search of the leader's decisions that knows no regimes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import brute_force.channels as brute
from lsec_models.models.channels.channel_choice import BASELINE
from pages.live_engine import Engine
from pages.live_pages import backbone, is_close, random_settings, said_by_python

MODES = {"no live channel": "none", "own host": "self_run", "reselling": "reselling", "agency": "agency"}
SETTINGS = 80


@pytest.mark.slow
def test_every_mode_has_its_corners() -> None:
    """The browser's engine has the same numbers at all settings, and nothing that is tried is better for the leader."""
    page = backbone("channel_choice_corners")
    engine, cases = Engine(page.kernel), list(page.equilibria)
    assert cases == [(label,) for label in MODES]
    assert all(equilibrium.evidence.established for equilibrium in page.equilibria.values())
    told: dict[str, list[tuple[Mapping[str, Fraction], Mapping[str, Any]]]] = {label: [] for label in MODES}
    met = set()
    for (label,), settings in random_settings(page, SETTINGS, seed=2):
        exact, failing = said_by_python(page, (label,), settings)
        assert not failing
        found = engine.at(cases.index((label,)), settings)
        assert found["inside"]
        assert all(is_close(number, exact[name]) for name, number in zip(exact, found["values"], strict=True))
        told[label].append((settings, exact))
        met.add((label, found["regime"]))
    assert {("reselling", "d_r = 0"), ("reselling", "d_l = 0"), ("agency", "d_r = 0 (brink)")} < met
    for label, mode in MODES.items():
        _assert_best(mode, told[label])


def _assert_best(mode: str, told: Sequence[tuple[Mapping[str, Fraction], Mapping[str, Any]]]) -> None:
    """Compare with followers who answer by best replies to what the leader is said to decide, and to what it tries."""
    values = {name: np.full(len(told), float(value)) for name, value in BASELINE.items()}
    values |= {name: np.array([float(settings[name]) for settings, _ in told]) for name in told[0][0] if name != "u"}
    if mode == "reselling":
        values["F"] = np.zeros(len(told))

    def claimed(name: str) -> Any:
        return np.array([float(exact[name]) for _, exact in told])

    leads = ("w", "d_l") if mode in ("self_run", "agency") else ("w",)
    attained = brute.Game(mode, "quantities", values).led_by(np.array([[claimed(name)] for name in leads]))[0]
    worth = claimed("manufacturer")
    scale = np.abs(worth) + values["F"] + values["W"]
    assert (np.abs(worth - attained) < 1e-9 * scale).all()
    assert (brute.solve_mode(mode, values)["manufacturer"] < worth + 1e-9 * scale).all()
