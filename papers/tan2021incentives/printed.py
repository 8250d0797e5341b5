"""What is printed: the numbers of the five conditions, and the outcome of each."""

from __future__ import annotations

from collections.abc import Mapping

COMMON: Mapping[str, str] = {"E_c": "10", "E_p": "8", "C_c": "6", "C_p": "4", "AE_c": "18", "AE_p": "14"}

CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "I": {"Cx_0": "0.3", "Cx_1": "0.6", "Py_0": "0.25", "Py_1": "0.5"},
    "II": {"Cx_0": "0.3", "Cx_1": "0.6", "Py_0": "0.65", "Py_1": "0.85"},
    "III": {"Cx_0": "0.75", "Cx_1": "0.9", "Py_0": "0.25", "Py_1": "0.5"},
    "IV": {"Cx_0": "0.75", "Cx_1": "0.9", "Py_0": "0.65", "Py_1": "0.85"},
    "V": {"Cx_0": "1.5", "Cx_1": "1.7", "Py_0": "1.4", "Py_1": "1.6"},
}
OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "I": ("low / low",),
    "II": ("low / high",),
    "III": ("high / low",),
    "IV": ("low / high", "high / low"),
    "V": ("high / high",),
}
PAID = "6"
"""An incentive above both printed thresholds of condition IV, 5 and 3.2."""
THRESHOLDS: Mapping[str, str] = {"buyers": "5", "sellers": "3.2"}


def at(condition: str) -> dict[str, str]:
    """Return the parameters of a condition, without an incentive.

    Examples
    --------
    >>> at("I")["Cx_1"], len(at("I"))
    ('0.6', 10)
    """
    return {**COMMON, **CONDITIONS[condition]}
