"""What a live page computes with, run by V8 without a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest

from lsec_models.live.kernel import PageKernel


class Engine:
    """A kernel in V8."""

    def __init__(self, kernel: PageKernel) -> None:
        racer = pytest.importorskip("py_mini_racer", reason="the JavaScript engine mini-racer is not installed")
        self.context = racer.MiniRacer()
        self.kernel = kernel
        source = files("lsec_models.live").joinpath("assets", "kernel.js").read_text(encoding="utf-8")
        self.context.eval(source)
        self.context.eval(f"const kernel = lsecKernel({json.dumps(kernel.data())}, {kernel.source()}); 0")

    def at(self, case: int, settings: Mapping[str, Fraction]) -> dict[str, Any]:
        return self._asked("at", case, settings)

    def quick(self, case: int, settings: Mapping[str, Fraction]) -> dict[str, Any]:
        return self._asked("quick", case, settings)

    def along(self, case: int, settings: Mapping[str, Fraction], time: float) -> list[float]:
        return self._asked("along", case, settings, time)

    def _asked(self, verb: str, case: int, settings: Mapping[str, Fraction], *more: float) -> Any:
        numbers = [float(settings[name]) for name in self.kernel.sliders]
        arguments = ", ".join(map(json.dumps, (case, numbers, *more)))
        return json.loads(self.context.eval(f"JSON.stringify(kernel.{verb}({arguments}))"))
