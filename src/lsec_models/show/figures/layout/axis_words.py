"""What stands at an axis: words, the symbol, and the unit."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from lsec_models.games.frozen import Frozen

_WITHOUT_UNIT = ("", "1")
NO_WORDS: Mapping[str, str] = Frozen({})
_TEXT = re.compile(r"\\text\{([^{}]*)\}")
_DOLLAR = re.compile(r"(?<!\\)\$")
_FORMULA = re.compile(r"(?<!\\)\$[^$]*\$")
# Of a line, so that two of them fit beside a small figure.
_MOST_LETTERS = 36


def axis_words(name: str, attributes: Mapping[str, object], words: Mapping[str, str]) -> str:
    r"""Return the label of an axis, in several lines where it is long.

    Parameters
    ----------
    name : str
        Of a parameter or a quantity.
    attributes : mapping
        As xarray has them: ``latex``, ``long_name``, ``units``; of pure numbers, whose unit is ``1``, none is said.
    words : mapping from str to str
        What the reader is told about names, before ``long_name``.

    Returns
    -------
    str

    Examples
    --------
    >>> axis_words("lambda", {"latex": r"\lambda"}, {"lambda": "commission"})
    'commission, $\\lambda$'
    >>> axis_words("q", {"latex": "q", "long_name": "quality", "units": "stars"}, {})
    'quality, $q$ (stars)'
    >>> axis_words("w", {"latex": "w", "long_name": "wholesale price", "units": "$"}, {})
    'wholesale price, $w$ (\\$)'
    >>> axis_words("hawk", {"long_name": "share of hawk", "units": "1"}, {})
    'share of hawk, hawk'
    >>> axis_words("chain_profit", {"latex": r"\text{chain profit}"}, {})
    '$\\mathrm{chain\\ profit}$'
    >>> axis_words("u", {"latex": "u", "long_name": "what streamers earn elsewhere", "units": "money/period"}, {})
    'what streamers earn elsewhere, $u$\n(money/period)'
    """
    formula = f"${_mathtext(str(attributes.get('latex', '')))}$"
    symbol = formula if _is_formula(formula) else drawable(name.replace("_", " "))
    said = drawable(words.get(name) or str(attributes.get("long_name", "")))
    units = drawable(str(attributes.get("units", "")))
    repeats = r"\text{" in str(attributes.get("latex", ""))
    shown = said if said and repeats else f"{said}, {symbol}" if said else symbol
    return _in_lines(f"{shown} ({units})" if units not in _WITHOUT_UNIT else shown)


def drawable(text: str) -> str:
    r"""Return text that Matplotlib writes: where dollar signs enclose anything but formulas, they are signs themselves.

    Examples
    --------
    >>> drawable("margin $m_1$"), drawable("US$"), drawable("$ per $"), drawable(r"$\nonsense$")
    ('margin $m_1$', 'US\\$', '\\$ per \\$', '\\$\\nonsense\\$')
    """
    return "\n".join(map(_drawable_line, text.split("\n")))


def _drawable_line(line: str) -> str:
    formulas = _FORMULA.findall(line)
    has_others = len(_DOLLAR.findall(line)) != 2 * len(formulas)
    return _DOLLAR.sub(r"\$", line) if has_others or not all(map(_is_formula, formulas)) else line


def _is_formula(text: str) -> bool:
    """Whether Matplotlib writes it as a formula; one has no space at its ends, as prices have, $ 3 or $ 4."""
    from matplotlib.mathtext import MathTextParser

    if text[1:-1] != text[1:-1].strip() or text == "$$":
        return False
    try:
        MathTextParser("path").parse(text)
    except ValueError:
        return False
    return True


def _in_lines(text: str) -> str:
    """Return text in lines that are broken between words, and not in formulas."""
    held = _FORMULA.sub(lambda formula: formula[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(held, _MOST_LETTERS, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace("\0", " ")


def _mathtext(latex: str) -> str:
    r"""Return LaTeX that Matplotlib writes: it knows ``\mathrm`` and no ``\text``, and swallows plain spaces."""
    return _TEXT.sub(lambda text: r"\mathrm{" + text[1].replace(" ", r"\ ") + "}", latex)
