"""Programs that tests need: without them a test is skipped, or fails where they are asked for."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(variable: str, lacking: str, otherwise: str) -> NoReturn:
    """Fail with what is lacking where a variable of the environment is ``required``; else skip with other words."""
    if os.environ.get(variable) == "required":
        pytest.fail(f"{variable}=required, but {lacking}")
    pytest.skip(otherwise)
