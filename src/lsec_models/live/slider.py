"""Sliders of live pages."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from fractions import Fraction
from typing import Any

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.errors import DeclarationError
from lsec_models.live.numbers import decimal_text, double
from lsec_models.live.words import greek

_STEPS = (1, 2, 5)
_POSITIONS = 100


@dataclass(frozen=True)
class Slider:
    """A parameter that a reader moves.

    Attributes
    ----------
    name : str
        The parameter.
    low : number
        The left end of the slider.
    high : number
        The right end.
    start : number, optional
        Where it stands at first; the middle without it.
    step : number, optional
        What one press of an arrow key moves it by; about a hundredth of the range without it.
    words : str
        What the parameter means, in a few words.

    Raises
    ------
    DeclarationError
        If the ends are not in order, the start lies beyond them, or a number is not a decimal.

    Examples
    --------
    >>> Slider("gamma", 0, 2).start, Slider("gamma", 0, 2).step
    (Fraction(1, 1), Fraction(1, 50))
    """

    name: str
    low: Any
    high: Any
    _: KW_ONLY
    start: Any = None
    step: Any = None
    words: str = ""

    def __post_init__(self) -> None:
        low, high = (self._decimal(end, getattr(self, end)) for end in ("low", "high"))
        if not low < high:
            raise DeclarationError(f"slider {self.name!r}: its range must rise, not go from {self.low} to {self.high}")
        step = _usual_step(high - low) if self.step is None else self._decimal("step", self.step)
        middle = low + step * round((high - low) / 2 / step) if step > 0 else low
        start = middle if self.start is None else self._decimal("start", self.start)
        if not 0 < step <= high - low:
            raise DeclarationError(f"slider {self.name!r}: a step of {self.step} does not fit into its range")
        for end, value in {"low": low, "high": high, "start": start, "step": step}.items():
            object.__setattr__(self, end, value)
        self.check(start, "its start")

    def check(self, value: Fraction, what: str) -> None:
        """Raise unless a value lies on the slider.

        Raises
        ------
        DeclarationError
            Calling the value `what`.
        """
        if not self.low <= value <= self.high:
            low, high = decimal_text(self.low), decimal_text(self.high)
            raise DeclarationError(
                f"slider {self.name!r}: {what} {decimal_text(value)} lies beyond its range, {low} to {high}"
            )

    def data(self) -> dict[str, Any]:
        """Return it as the scripts of a page read it."""
        ends = {end: double(getattr(self, end)) for end in ("low", "high", "step", "start")}
        return {"name": self.name, "shown": greek(self.name), "words": self.words, **ends}

    def _decimal(self, what: str, value: object) -> Fraction:
        number = exact_number(value, f"{what} of slider {self.name!r}")
        if Fraction(str(float(number))) != number:
            raise DeclarationError(f"slider {self.name!r}: {what} = {value} is not a decimal of 15 digits; round it")
        return number


def _usual_step(width: Fraction) -> Fraction:
    """Return 1, 2 or 5 times a power of ten, so that the range has about a hundred positions."""
    power = Fraction(1)
    while power * _POSITIONS > width:
        power /= 10
    while power * 10 * _POSITIONS <= width:
        power *= 10
    return max(power * n for n in _STEPS if power * n * _POSITIONS <= width)
