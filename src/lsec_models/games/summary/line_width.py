"""Lines of formulas that are no longer than asked: broken between terms and words, long products between factors."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

_TIED = "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"
_SIGN_OF_FACTOR = re.compile(r"(?<![\s*/])(?=(?:\*(?!\*)|/)[^\s*/])")


def fitted(lines: Iterable[str], width: int) -> Iterator[str]:
    """Yield lines of at most so many characters; what goes on in a further line stands four blanks further in.

    Names, numbers and words stay whole, also where one of them alone is longer.

    Parameters
    ----------
    lines : iterable of str
        Without line breaks and tabs.
    width : int

    Examples
    --------
    >>> print(*fitted(["  q = alpha*beta*gamma + delta"], 18), sep="\\n")
      q = alpha*beta
          *gamma +
          delta
    """
    for line in lines:
        if len(line) <= width:
            yield line
            continue
        indent = line[: len(line) - len(line.lstrip())]
        further = indent + "    "
        tied = line.lstrip().replace(" = ", _TIED)
        wrapped = textwrap.wrap(
            re.sub(rf"\S{{{max(width - len(further), 1)},}}", _in_factors, tied),
            width,
            initial_indent=indent,
            subsequent_indent=further,
            break_long_words=False,
            break_on_hyphens=False,
            expand_tabs=False,
            replace_whitespace=False,
        )
        yield from (part.replace(_TIED, " = ").replace("\t", "") for part in wrapped)


def _in_factors(product: re.Match[str]) -> str:
    """Return a long product with a tab, at which a line may be broken, before the sign of each further factor."""
    return _SIGN_OF_FACTOR.sub("\t", product[0])
