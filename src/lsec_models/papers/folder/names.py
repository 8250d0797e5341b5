"""Names of papers, results, figures and claims: each becomes the name of a file, so that none leads elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from lsec_models.errors import PaperError, excerpt_of
from lsec_models.files import LONGEST_STEM, is_stem


def check_name(kind: str, name: object, taken: Collection[str] = ()) -> str:
    """Return a name that can be a file's on every system, and is not another's.

    Parameters
    ----------
    kind : str
        What is named, for messages.
    name : str
    taken : collection of str
        Names of others of the kind. Many systems take ``r1`` and ``R1`` for one file.

    Raises
    ------
    PaperError
        If it cannot be one.

    Examples
    --------
    >>> check_name("claim", "lead-M", ["lead-S"])
    'lead-M'
    >>> check_name("claim", "../lead")
    Traceback (most recent call last):
    lsec_models.errors.PaperError: claim '../lead': a name is made of letters, digits, - and _ (at most 100, and not a
    device such as nul), since files are called by it
    """
    if not isinstance(name, str) or not is_stem(name):
        raise PaperError(
            f"{kind} {excerpt_of(name)}: a name is made of letters, digits, - and _ (at most {LONGEST_STEM}, and not a "
            "device such as nul), since files are called by it"
        )
    if name in taken:
        raise PaperError(f"{kind} {name!r} is declared twice; give the second one another name")
    for other in taken:
        if other.lower() == name.lower():
            raise PaperError(f"{kind} {name!r} and {other!r} differ in capitals only; give one another name")
    return name
