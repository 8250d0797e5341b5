"""Words with formulas in them, such as the name of a regime, in the signs that people write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_ROOT_OF_ONE = re.compile(r"\bsqrt\(([^\W_]+)\)(?!\*\*|\^|\w)")
_ROOT = re.compile(r"\bsqrt(?=\()")
_POWER = re.compile(r"(?<=[\w)])(?:\*\*|\^)(-?\d+)(?!\.?\d)")
_NUMBERS = re.compile(r"(?<=\d)\*(?=\d)")
_PRODUCT = re.compile(r"(?<=[\w)⁰¹²³⁴⁵⁶⁷⁸⁹])\*(?=[\w(√])")
_RELATION = re.compile(" (>=|<=|!=) ")
_SIGN_ALONE = re.compile(r"(?<![\w)])-(?= to \+)|(?<=\+ to )-")
_NAME = re.compile(r"(?<![A-Za-z_])[a-z]{2,10}(?![A-Za-z]|_\w\w)")
_MINUS = re.compile(r"(?<![\w)\-])-(?=[\w(√])| - (?=[\w(√])")
GREEK_VARIANTS: Mapping[str, str] = {
    "varepsilon": "ϵ",
    "vartheta": "ϑ",
    "varkappa": "ϰ",
    "varphi": "ϕ",
    "varpi": "ϖ",
    "varrho": "ϱ",
    "varsigma": "ς",
}
"""Other shapes of small Greek letters, by the names that LaTeX has for them."""


def readable_text(text: str) -> str:
    """Return a text with its formulas in signs, not as on a keyboard: raised exponents, roots, room in products.

    Examples
    --------
    >>> readable_text("-fee + w**2/4 - 2*3 >= 0, a non-negative sum; a*b").replace("\N{NARROW NO-BREAK SPACE}", "_")
    '−fee + w²/4 − 2·3 ≥ 0, a non-negative sum; a_b'
    >>> readable_text("from (24 - 2*sqrt(6))/23 to sqrt(b + 1)*a^-1").replace("\N{NARROW NO-BREAK SPACE}", "_")
    'from (24 − 2_√6)/23 to √(b + 1)_a⁻¹'
    """
    text = _ROOT.sub("√", _ROOT_OF_ONE.sub(r"√\1", text))
    text = _POWER.sub(lambda found: found[1].translate(RAISED), text)
    text = _PRODUCT.sub(_NARROW, _NUMBERS.sub("·", text))
    text = _RELATION.sub(lambda found: f" {_SIGNS[found[1]]} ", text)
    text = _SIGN_ALONE.sub("−", text)
    return _MINUS.sub(lambda found: found[0].replace("-", "−"), text)


def with_greek_letters(text: str) -> str:
    """Return prose with letters for the names of small Greek letters in it; names of which they are a part stay.

    Examples
    --------
    >>> with_greek_letters("lambda theta < eta_o(2 - lambda), a metaphor; A_mu, Delta")
    'λ θ < η_o(2 - λ), a metaphor; A_mu, Delta'
    """
    return _NAME.sub(lambda found: greek_letter(found[0]), text)


def greek_letter(name: str) -> str:
    """Return the Greek letter of that name, or the name where there is none.

    Examples
    --------
    >>> greek_letter("lambda"), greek_letter("Sigma"), greek_letter("varsigma"), greek_letter("demand")
    ('λ', 'Σ', 'ς', 'demand')
    """
    if name in GREEK_VARIANTS:
        return GREEK_VARIANTS[name]
    if len(name) < 2 or name not in (name.lower(), name.capitalize()):
        return name
    case = "SMALL" if name.islower() else "CAPITAL"
    # Unicode spells lambda without its b.
    spelt = name.upper().replace("LAMBDA", "LAMDA")
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {spelt}")
    except KeyError:
        return name
