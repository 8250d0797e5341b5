"""How to cite a paper, and the ledger of what was decided about it: BibTeX."""

from __future__ import annotations

import re

import lsec_models
from lsec_models.papers.folder.paper import Paper
from lsec_models.show.export.formulas import spelled_in_latex

SOFTWARE_AUTHORS = "The lsec_models authors"
_PLACE = r"(?P<journal>.+?) (?P<volume>\d+)(?:\((?P<number>[\d-]+)\))?, (?P<first>\w+)-(?P<last>\w+)"


def bibtex(paper: Paper) -> str:
    r"""Return two entries: the paper itself, under its key, and its ledger in this version of the package.

    Parameters
    ----------
    paper : Paper
        A journal that ends like ``26(5), 651-659`` is taken apart into volume, number and pages.

    Returns
    -------
    str

    Examples
    --------
    >>> from pathlib import Path
    >>> spengler = Paper(
    ...     folder=Path("papers/spengler1950vertical"),
    ...     key="spengler1950vertical",
    ...     title="Vertical Integration & Antitrust Policy",
    ...     authors=("Spengler, J. J.",),
    ...     year=1950,
    ...     journal="Journal of Political Economy 58(4), 347-352",
    ...     doi="10.1086/256964",
    ...     level="reconstruction",
    ...     provenance="A textbook version.",
    ...     modelling_choices=(),
    ... )
    >>> print(bibtex(spengler))
    @article{spengler1950vertical,
      author = {Spengler, J. J.},
      title = {{Vertical Integration \& Antitrust Policy}},
      journal = {Journal of Political Economy},
      volume = {58},
      number = {4},
      pages = {347--352},
      year = {1950},
      doi = {10.1086/256964},
    }
    <BLANKLINE>
    @misc{spengler1950vertical-ledger,
      author = {{The lsec\_models authors}},
      title = {{Ledger of spengler1950vertical: results and claims decided by machine}},
      howpublished = {lsec\_models ..., papers/spengler1950vertical},
      note = {Level: reconstruction},
    }
    <BLANKLINE>
    """
    article = {
        "author": spelled_in_latex(" and ".join(paper.authors)),
        "title": f"{{{spelled_in_latex(paper.title)}}}",
        **_journal(paper.journal),
        "year": str(paper.year),
        **({"doi": paper.doi} if paper.doi else {}),
    }
    ledger = {
        "author": f"{{{spelled_in_latex(SOFTWARE_AUTHORS)}}}",
        "title": f"{{Ledger of {spelled_in_latex(paper.key)}: results and claims decided by machine}}",
        "howpublished": spelled_in_latex(f"lsec_models {lsec_models.__version__}, papers/{paper.key}"),
        "note": f"Level: {paper.level}",
    }
    return _entry("article", paper.key, article) + "\n" + _entry("misc", f"{paper.key}-ledger", ledger)


def _journal(text: str) -> dict[str, str]:
    found = re.fullmatch(_PLACE, text)
    if found is None:
        return {"journal": spelled_in_latex(text)}
    volume = {"journal": spelled_in_latex(found["journal"]), "volume": found["volume"]}
    number = {"number": found["number"]} if found["number"] else {}
    return volume | number | {"pages": f"{found['first']}--{found['last']}"}


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}}}\n"
