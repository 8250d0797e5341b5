"""The catalogue of models as text."""

from __future__ import annotations

from lsec_models.models import CATALOGUE


def catalogue_text() -> str:
    """Return the models, one a line: name, options, question.

    Examples
    --------
    >>> print(catalogue_text().splitlines()[0])
    MODEL                       OPTIONS                    QUESTION
    """
    rows = [("MODEL", "OPTIONS", "QUESTION")]
    rows += [(model.name, ", ".join(model.options), model.question) for model in CATALOGUE.values()]
    widths = [max(len(row[j]) for row in rows) for j in range(2)]
    return "\n".join(f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows)
