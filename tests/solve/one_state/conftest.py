"""What the tests of problems with one state look at, solved once."""

from __future__ import annotations

import pytest

from lsec_models.solve.one_state.optimal_paths import solve_one_state
from lsec_models.solve.one_state.solution import OneStateSolution
from one_state_problems import LAKE, LAKE_POINT, wells


@pytest.fixture(scope="session")
def lake() -> OneStateSolution:
    return solve_one_state(LAKE, LAKE_POINT)


@pytest.fixture(scope="session")
def two_wells() -> OneStateSolution:
    return solve_one_state(wells(), {"b": 1, "s": 3, "r": 0.05})
