"""Words with formulas in them, such as the name of a regime, in the signs that people write."""

from __future__ import annotations

import re

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_POWER = re.compile(r"(?<=[\w)])(?:\*\*|\^)(\d+)")
_NUMBERS = re.compile(r"(?<=\d)\*(?=\d)")
_PRODUCT = re.compile(r"(?<=[\w)⁰¹²³⁴⁵⁶⁷⁸⁹])\*(?=[\w(])")
_RELATION = re.compile(" (>=|<=|!=) ")
_MINUS = re.compile(r"(?<![\w)\-])-(?=[\w(])| - (?=[\w(])")


def readable_text(text: str) -> str:
    """Return a text with its formulas in signs, not as on a keyboard: raised exponents, narrow spaces for products.

    Examples
    --------
    >>> readable_text("-fee + w**2/4 - 2*3 >= 0, a non-negative sum; a*b").replace("\N{NARROW NO-BREAK SPACE}", "_")
    '−fee + w²/4 − 2·3 ≥ 0, a non-negative sum; a_b'
    """
    text = _POWER.sub(lambda found: found[1].translate(RAISED), text)
    text = _PRODUCT.sub(_NARROW, _NUMBERS.sub("·", text))
    text = _RELATION.sub(lambda found: f" {_SIGNS[found[1]]} ", text)
    return _MINUS.sub(lambda found: found[0].replace("-", "−"), text)
