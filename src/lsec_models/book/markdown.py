"""Text that comes from data, as Markdown (MyST) that shows it and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from string import punctuation

from lsec_models.algebra.readable_text import readable_text, with_greek_letters

_SPECIAL = re.compile(f"[{re.escape(punctuation)}]")
_SUBSCRIPT = re.compile(r"(?<!\w)([^\W\d_])\\_([^\W_])(?![^\W⁰¹²³⁴⁵⁶⁷⁸⁹]|\\_)")
_EXPONENT = re.compile(r"(?<=[\w)])\\\^(?:([^\W\d_])(?!\w)|\\\(((?:[\w\s−]|\\[-+/])+)\\\))")

_BARE = str.maketrans("", "", "\\")


def escaped(text: str) -> str:
    r"""Return text on one line, every character that could mean something to Markdown escaped.

    Parameters
    ----------
    text : str
        White space of any kind and length counts as one blank.

    Returns
    -------
    str

    Examples
    --------
    >>> print(escaped("a_b costs $2 * {n}"))
    a\_b costs \$2 \* \{n\}
    """
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def prose(text: str) -> str:
    r"""Return text as :func:`escaped` does, its formulas in the signs that people write, with subscripts.

    Examples
    --------
    >>> print(prose("2 Φ_i > eta_o**2"))
    2 Φ{sub}`i` \> η{sub}`o`²
    >>> print(prose("q^k = 2^(-1/k)"))
    q{sup}`k` \= 2{sup}`−1/k`
    """
    lowered = _SUBSCRIPT.sub(r"\1{sub}`\2`", escaped(readable_text(with_greek_letters(text))))
    # What stands in a role is not Markdown: nothing in it is escaped.
    return _EXPONENT.sub(lambda found: f"{{sup}}`{(found[1] or found[2]).translate(_BARE)}`", lowered)


def code(text: str) -> str:
    """Return text as code inside a line.

    Parameters
    ----------
    text : str
        Must not be blank; white space counts as one blank.

    Examples
    --------
    >>> print(code("a*b < `c`"))
    `` a*b < `c` ``
    """
    line = " ".join(text.split())
    ticks = "`" * _longer_than("`", line, at_least=1)
    room = " " if "`" in (line[0], line[-1]) else ""
    return f"{ticks}{room}{line}{room}{ticks}"


def block(kind: str, text: str, options: Mapping[str, str] | None = None) -> str:
    """Return a fenced block: a directive if `kind` is ``{name}``, else code in a language.

    Parameters
    ----------
    kind : str
        What follows the fence, such as ``{figure} picture.svg`` or ``text``.
    text : str
        What stands inside, as it is.
    options : mapping from str to str, optional
        A directive's options.

    Notes
    -----
    The fence is made of tildes, because what follows a fence of backticks must not have any.

    Examples
    --------
    >>> print(block("{figure} a.svg", "A curve.", {"alt": "Profit: it falls"}))
    ~~~{figure} a.svg
    :alt: "Profit: it falls"
    <BLANKLINE>
    A curve.
    ~~~
    """
    fence = "~" * _longer_than("~", text, at_least=3)
    lines = [f":{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in (options or {}).items()]
    return "\n".join([f"{fence}{kind}", *lines, *([""] if lines else []), text, fence])


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[str] = ()) -> str:
    """Return a table of cells that are Markdown already.

    Parameters
    ----------
    head : sequence of str
    rows : iterable of sequences of str
    numbers : sequence of str
        The columns to set to the right.

    Examples
    --------
    >>> print(table(["paper", "claims"], [["one", "3"]], numbers=["claims"]))
    | paper | claims |
    | --- | ---: |
    | one | 3 |
    """
    marks = ["---:" if column in numbers else "---" for column in head]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows))


def _longer_than(mark: str, text: str, *, at_least: int) -> int:
    """Return a number of marks that no run of them in a text reaches."""
    return max([at_least, *(len(run) + 1 for run in re.findall(f"{mark}+", text))])
